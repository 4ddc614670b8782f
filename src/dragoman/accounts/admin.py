"""What Django's admin shows of accounts; roles and invitations have their own page."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from dragoman.accounts import audit
from dragoman.accounts.models import Entry, Invitation, Session, Token, User

__all__: list[str] = []

if TYPE_CHECKING:
    _Any = admin.ModelAdmin[Any]
    _User = admin.ModelAdmin[User]
else:
    _Any = _User = admin.ModelAdmin  # which takes a type in its stubs alone


class _Looked(_Any):
    """Something that is looked at and deleted here, and made and changed elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(User)
class _People(_User):
    list_display = ("email", "name", "role", "is_active", "joined", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("email", "name")
    # The role and who may log in are changed on the page of people, which keeps the last admin.
    fields = ("email", "name", "role", "is_active", "joined", "last_login")
    readonly_fields = ("role", "is_active", "joined", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002
        return False  # what somebody did stays theirs: accounts are disabled

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        obj.email = obj.email.casefold()
        super().save_model(request, obj, form, change)
        audit.log(request.user, "person.changed", f"person/{obj.pk}", fields=form.changed_data)  # type: ignore[arg-type]


admin.site.unregister(Group)  # what people may do is their role's


@admin.register(Entry)
class _Entries(_Looked):
    list_display = ("at", "name", "action", "about")
    list_filter = ("action",)
    search_fields = ("name", "about")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Invitation)
class _Invitations(_Looked):
    list_display = ("email", "role", "by", "made", "ends")
    exclude = ("digest",)


@admin.register(Token)
class _Tokens(_Looked):
    list_display = ("user", "name", "scopes", "ends", "used")
    exclude = ("digest",)


@admin.register(Session)
class _Sessions(_Looked):
    list_display = ("user", "agent", "address", "began", "seen")
    fields = list_display
