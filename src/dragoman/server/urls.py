"""Every path that is served; a part of the site adds its own here."""

from django.contrib import admin
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from dragoman.accounts.access import open_to_all
from dragoman.api.views import api
from dragoman.record.opened import record

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@open_to_all
def _healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the Record can be read."""
    with connections[record().alias].cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("healthz", _healthz, name="healthz"),
    path("api/", api.urls),
    path("admin/", admin.site.urls),
    path("", include("dragoman.desk.urls")),
]
handler400 = "dragoman.desk.headers.bad_request"
handler403 = "dragoman.desk.headers.forbidden"
handler404 = "dragoman.desk.headers.not_found"
handler500 = "dragoman.desk.headers.server_error"
