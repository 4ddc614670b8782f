"""Who may open what."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from dragoman.accounts.models import User
from dragoman.accounts.roles import Role

__all__ = ["is_open", "is_way_to_factor", "needs", "open_to_all", "person", "user_of", "way_to_factor"]

View = Callable[..., HttpResponseBase]


def user_of(request: HttpRequest) -> User | None:
    """Return who asks; None: nobody who is logged in."""
    user: User | AnonymousUser = request.user
    return user if isinstance(user, User) and user.is_active else None


def person(request: HttpRequest) -> User:
    """Return who asks; for views that `needs` has opened."""
    user = user_of(request)
    assert user is not None  # noqa: S101  (`needs` has seen to it)
    return user


def needs(role: Role) -> Callable[[View], View]:
    """Open a view to those who have at least a role.

    Whoever is not logged in is led to the login and back, where a page was asked for; everybody else is refused with 403.
    The view's `needed` says the role, for the test that tries every address as everybody.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = user_of(request)
            if user is None and request.method in {"GET", "HEAD"}:
                return redirect_to_login(request.get_full_path())
            if user is None:
                raise PermissionDenied(_("You need to log in."))
            if not user.may(role):
                raise PermissionDenied(_("This is for those with the role of %(role)s.") % {"role": role.label})
            return view(request, *args, **kwargs)

        guarded.needed = role  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(view: View) -> View:
    """Leave a view open where the site is private: the way in, and what it is drawn with."""
    return _mark(view, "open_to_all")


def is_open(view: View) -> bool:
    """Tell whether a view is open on a private site."""
    return getattr(view, "open_to_all", False)


def way_to_factor(view: View) -> View:
    """Leave a view open to those who must set a second factor before anything else."""
    return _mark(view, "way_to_factor")


def is_way_to_factor(view: View) -> bool:
    """Tell whether a view is open to those who must set a second factor first."""
    return getattr(view, "way_to_factor", False)


def _mark(view: View, name: str) -> View:
    @functools.wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    setattr(marked, name, True)
    return marked
