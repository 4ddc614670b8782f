"""The commands for people who log in: people add, list, role, disable, enable, invite, password."""

import importlib
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_run import line, say
from dragoman.cli_where import Data, Database, find_url
from dragoman.errors import Unusable

if TYPE_CHECKING:
    from dragoman.accounts.models import User
    from dragoman.accounts.roles import Role

__all__ = ["add_people"]

_people = typer.Typer(help="People who log in: the first admin is made here.", no_args_is_help=True)

_Email = Annotated[str, typer.Argument(metavar="EMAIL", help="What they log in with.")]
_RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, commenter, reviewer, editor or admin.")]


def add_people(app: typer.Typer) -> None:
    """Add this module's commands to the program's."""
    app.add_typer(_people, name="people")


@_people.command("add")
def _add(
    email: _Email,
    role: _RoleName = "commenter",
    name: Annotated[str, typer.Option(metavar="NAME", help="What others see; else the address's first part.")] = "",
    data: Data = None,
    database: Database = None,
) -> None:
    """Make an account. The password is asked for, or read from standard input."""
    _open(data, database, create=True)
    models = importlib.import_module("dragoman.accounts.models")
    if models.User.objects.filter(email=email.strip().casefold()).exists():
        raise Unusable("has an account already", email)
    try:
        importlib.import_module("django.core.validators").validate_email(email.strip())
    except _invalid():
        raise Unusable("is no e-mail address", email) from None
    chosen = _role(role)
    password = _ask_password(models.User(email=email, name=name))
    user = models.User.objects.create_user(email.strip(), password, role=chosen, name=name)
    _log("person.added", user, role=chosen.code)
    say(f"{user.email} may log in, with the role of {chosen.code}")


@_people.command("list")
def _list(data: Data = None, database: Database = None) -> None:
    """List the accounts."""
    _open(data, database)
    users = importlib.import_module("dragoman.accounts.models").User.objects
    roles = importlib.import_module("dragoman.accounts.roles")
    for user in users.order_by("email"):
        last = user.last_login.date().isoformat() if user.last_login else "never"
        state = "" if user.is_active else "disabled"
        say(line(user.email, user.name, roles.Role(user.role).code, f"last here: {last}", state).rstrip())


@_people.command("role")
def _change_role(
    email: _Email,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, commenter, reviewer, editor or admin.")],
    data: Data = None,
    database: Database = None,
) -> None:
    """Give somebody a role."""
    _open(data, database)
    chosen = _role(role)
    steps = importlib.import_module("dragoman.accounts.steps")
    try:
        steps.change_role(_find(email), None, chosen)
    except steps.LastAdmin:
        raise Unusable("is the only admin; make another first", email) from None


@_people.command("disable")
def _disable(email: _Email, data: Data = None, database: Database = None) -> None:
    """Let somebody log in no more: their sessions and tokens end, and what they did stays."""
    _open(data, database)
    steps = importlib.import_module("dragoman.accounts.steps")
    try:
        steps.change_active(_find(email), None, active=False)
    except steps.LastAdmin:
        raise Unusable("is the only admin; make another first", email) from None


@_people.command("enable")
def _enable(email: _Email, data: Data = None, database: Database = None) -> None:
    """Let somebody log in again."""
    _open(data, database)
    importlib.import_module("dragoman.accounts.steps").change_active(_find(email), None, active=True)


@_people.command("invite")
def _invite(
    email: _Email,
    role: _RoleName = "commenter",
    site: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where people open the site.")
    ] = "http://127.0.0.1:8000/",
    data: Data = None,
    database: Database = None,
) -> None:
    """Print a link by which somebody makes their own account, within seven days."""
    _open(data, database, create=True)
    models = importlib.import_module("dragoman.accounts.models")
    if models.User.objects.filter(email=email.strip().casefold()).exists():
        raise Unusable("has an account already", email)
    secret = importlib.import_module("dragoman.accounts.joining").invite(email, _role(role), None)
    say(f"{site.rstrip('/')}/join/{secret}")


@_people.command("password")
def _password(email: _Email, data: Data = None, database: Database = None) -> None:
    """Set somebody's password; their sessions end. It is asked for, or read from standard input."""
    _open(data, database)
    user = _find(email)
    user.set_password(_ask_password(user))
    user.save(update_fields=["password"])
    user.sessions.all().delete()
    _log("password.set", user)


def _open(data: Any, database: str | None, *, create: bool = False) -> None:
    """Open the Record that the options name, as the one whose people are meant."""
    url = find_url(data, database)
    importlib.import_module("dragoman.record.store").open_record(url, create=create)
    importlib.import_module("django.conf").settings.DRAGOMAN_RECORD = url


def _find(email: str) -> "User":
    models = importlib.import_module("dragoman.accounts.models")
    user: User | None = models.User.objects.filter(email=email.strip().casefold()).first()
    if user is None:
        raise Unusable("nobody has this address", email)
    return user


def _role(name: str) -> "Role":
    roles = importlib.import_module("dragoman.accounts.roles").Role
    found: Role | None = next((role for role in roles if role.code == name.strip().casefold()), None)
    if found is None:
        raise Unusable(f"is no role; one of {', '.join(role.code for role in roles)}", name)
    return found


def _ask_password(user: "User") -> str:
    if sys.stdin.isatty():
        password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        importlib.import_module("django.contrib.auth.password_validation").validate_password(password, user)
    except _invalid() as trouble:
        raise Unusable(" ".join(trouble.messages), "password") from None
    return password


def _invalid() -> Any:
    return importlib.import_module("django.core.exceptions").ValidationError


def _log(action: str, user: "User", **details: object) -> None:
    importlib.import_module("dragoman.accounts.audit").log(None, action, f"person/{user.pk}", **details)
