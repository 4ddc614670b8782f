"""Django's admin for those with the role of admin: entered by our own login, and so with the second factor of who has one."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from dragoman.accounts.access import needs, user_of
from dragoman.accounts.roles import Role

__all__ = ["AdminSite"]


class AdminSite(admin.AdminSite):
    """The admin, each page of which needs the role."""

    site_header = site_title = "Dragoman"
    index_title = "What has no page of its own"
    site_url = "/"
    final_catch_all_view = False  # what is not there is not there, for everybody

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether whoever asks is an admin."""
        user = user_of(request)
        return user is not None and user.may(Role.ADMIN)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Lead to our own login, or refuse."""
        return needs(Role.ADMIN)(super().admin_view(view, cacheable))

    @method_decorator(needs(Role.ADMIN))
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """There is one login, and whoever comes here has been through it."""
        return redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ARG002
        """Change it where everybody does."""
        return redirect("account-password")

    @method_decorator([needs(Role.ADMIN), require_POST])
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ARG002
        """Log out where everybody does."""
        return redirect("logout", preserve_request=True)
