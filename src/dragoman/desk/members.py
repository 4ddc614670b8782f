"""The page of people, for admins: who is here, in which role; invitations; the site's settings; the log of what was done."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import router, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dragoman.accounts import audit, factor, mail
from dragoman.accounts.access import needs, user_of
from dragoman.accounts.joining import invite
from dragoman.accounts.models import Entry, Invitation, Site, User
from dragoman.accounts.roles import Role
from dragoman.accounts.steps import LastAdmin, change_active, change_role
from dragoman.desk.entrance import link_of_reset
from dragoman.desk.forms import InviteForm, SiteForm

__all__ = [
    "change",
    "end_sessions",
    "log",
    "make_invitation",
    "make_reset",
    "settings",
    "show",
    "take_factor_off",
    "withdraw",
]

_admin = needs(Role.ADMIN)
_PAGE = 50


@_admin
@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """List the people."""
    return _page(request)


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:100]
    people = User.objects.order_by("name", "pk").select_related("factor")
    if wanted:
        people = people.filter(email__icontains=wanted) | people.filter(name__icontains=wanted)
    context = {
        "q": wanted,
        "page": Paginator(people, _PAGE).get_page(request.GET.get("page")),
        "roles": Role.choices,
        "invitations": [
            (one, Role(one.role).label)
            for one in Invitation.objects.filter(ends__gte=timezone.now()).select_related("by").order_by("-pk")[:_PAGE]
        ],
        "invite_form": InviteForm(),
        "site_form": SiteForm(instance=Site.current()),
        "mail": mail.is_set_up(),
    }
    return render(request, "members.html", context | forms)


@_admin
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change somebody's role, or whether they may log in."""
    user = get_object_or_404(User, pk=number)
    by = user_of(request)
    try:
        if request.POST.get("active") in {"yes", "no"}:
            change_active(user, by, active=request.POST["active"] == "yes")
        elif request.POST.get("role", "") in {str(role.value) for role in Role}:
            change_role(user, by, Role(int(request.POST["role"])))
        else:
            messages.error(request, _("Nothing was changed."))
            return redirect("people")
    except LastAdmin:
        messages.error(request, _("There must be an admin: make somebody else one first."))
    else:
        messages.success(request, _("%(name)s is changed.") % {"name": user.name})
    return redirect("people")


@_admin
@never_cache
@require_POST
def make_invitation(request: HttpRequest) -> HttpResponse:
    """Invite somebody: by mail where it is set up, and by a link to hand on."""
    form = InviteForm(request.POST)
    if form.is_valid() and User.objects.filter(email=form.cleaned_data["email"].casefold()).exists():
        form.add_error("email", _("Somebody here has this address."))
    if not form.is_valid():
        return _page(request, invite_form=form)
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    by = user_of(request)
    link = request.build_absolute_uri(reverse("join", args=[invite(email, role, by)]))
    if mail.is_set_up():
        mail.send(email, _("You are invited"), "mail/invited.txt", link=link, by=by, role=role.label)
    return _shown(request, _("The invitation"), link, email)


@_admin
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation, pk=number)
    invitation.delete()
    audit.log(user_of(request), "invitation.withdrawn", f"person/{invitation.email}"[:200])
    messages.success(request, _("The link opens nothing any more."))
    return redirect("people")


@_admin
@never_cache
@require_POST
def make_reset(request: HttpRequest, number: int) -> HttpResponse:
    """Make a link by which somebody sets a new password, for the admin to hand on."""
    user = get_object_or_404(User, pk=number, is_active=True)
    audit.log(user_of(request), "password.link", f"person/{user.pk}")
    return _shown(request, _("A new password"), link_of_reset(request, user), user.email)


def _shown(request: HttpRequest, title: str, link: str, email: str) -> HttpResponse:
    context = {"title": title, "codes": [link], "help": "link", "email": email, "mail": mail.is_set_up()}
    return render(request, "shown_once.html", context)


@_admin
@require_POST
def take_factor_off(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody in by password who lost their second factor and its codes."""
    user = get_object_or_404(User, pk=number)
    factor.take_off(user)
    audit.log(user_of(request), "factor.off", f"person/{user.pk}")
    messages.success(request, _("%(name)s logs in by password alone.") % {"name": user.name})
    return redirect("people")


@_admin
@require_POST
def end_sessions(request: HttpRequest, number: int) -> HttpResponse:
    """Log somebody out everywhere, and end their tokens."""
    user = get_object_or_404(User, pk=number)
    with transaction.atomic(using=router.db_for_write(User)):
        user.sessions.all().delete()
        user.tokens.all().delete()
        audit.log(user_of(request), "sessions.ended", f"person/{user.pk}")
    messages.success(request, _("%(name)s is logged out everywhere, and has no tokens.") % {"name": user.name})
    return redirect("people")


@_admin
@require_POST
def settings(request: HttpRequest) -> HttpResponse:
    """Set what holds for the whole site."""
    form = SiteForm(request.POST, instance=Site.current())
    if not form.is_valid():
        return _page(request, site_form=form)
    form.save()
    audit.log(user_of(request), "site.changed", "site", **form.cleaned_data)
    messages.success(request, _("The settings hold from now on."))
    return redirect("people")


@_admin
@never_cache
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show what was done, the newest first."""
    entries = Entry.objects.order_by("-pk")
    about = request.GET.get("about", "").strip()[:200]
    if about:
        entries = entries.filter(about=about)
    page = Paginator(entries, _PAGE).get_page(request.GET.get("page"))
    return render(request, "log.html", {"page": page, "about": about})
