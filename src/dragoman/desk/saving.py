"""What a search finds, packed for other programs: the export of `dragoman export --query`, with its manifest and codebook."""

import pathlib
import tempfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dragoman.accounts import limits
from dragoman.accounts.access import needs, person
from dragoman.accounts.roles import Role
from dragoman.desk.filters import read_asked
from dragoman.errors import Unusable
from dragoman.export.said import number
from dragoman.record import opened
from dragoman.record.exports.formats import export_record
from dragoman.record.exports.selection import select

__all__ = ["FORMS", "found"]

FORMS = ("csv", "parquet", "jsonl", "ftm", "polecat", "annotations", "graphml")
_MOST = 2000  # articles, which take some seconds; the command line writes any number


@needs(Role.READER)
@require_safe
def found(request: HttpRequest) -> HttpResponseBase:
    """Answer with a zip file of all articles in which a search finds something; the same search gives the same file."""
    asked, form = read_asked(request.GET), request.GET.get("form", FORMS[0])
    if form not in FORMS:
        raise Http404(_("It is saved as csv, parquet, jsonl, ftm, polecat, annotations or graphml."))
    if asked.wrong:
        raise Unusable(asked.wrong.problem, asked.wrong.field)
    if asked.query is None:
        raise Http404(_("What is saved is what a search finds."))
    record = opened.record()
    chosen, selection = select(record, str(asked.query))
    if chosen[: _MOST + 1].count() > _MOST:
        said = _("finds more than %(most)s articles; `dragoman export %(form)s --query …` writes any number")
        raise Unusable(said % {"most": number(_MOST), "form": form}, "search")
    limits.check("export-person", str(person(request).pk))
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder, f"dragoman-{form}.zip")
        export_record(record, form, target, chosen=chosen, selection=selection)
        # What is open can be read to its end after its name is gone.
        return FileResponse(target.open("rb"), as_attachment=True, filename=target.name, content_type="application/zip")
