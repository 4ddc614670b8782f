"""What the names in a query mean in one Record: who is called so, which outlets and categories there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from dragoman.errors import UnknownName
from dragoman.export.countries import country_name, find_country
from dragoman.record.across.names import fold, known_as
from dragoman.record.identity import storable
from dragoman.record.lines import ActorParts
from dragoman.record.models import ActorRow, Version
from dragoman.record.newest import Who
from dragoman.record.query import SOURCINGS, Term, nearest
from dragoman.record.sql import Sql, run
from dragoman.record.values import list_values

__all__ = ["Meaning", "find_actor", "find_meaning", "known_of"]

# Kinds of actors who stand on the side of their country.
SIDES = ("state", "body", "person", "group", "unnamed")
# Names that are compared with a wrong one. Python takes some 20 µs for each.
_MOST_NAMES = 3000
_MOST_CALLED = 50  # names of one, of which the longest is shown


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for."""

    name: str  # as the Record has it: "Kim Jong Un", or several, separated by commas
    identities: tuple[str, ...] = ()  # of actors; across/actors.py
    folded: str = ""  # of those who are nobody across articles ("japanese officials")
    country: str | None = None  # of a state
    value: str = ""  # of an outlet, a category or a kind of source: as the tables have it

    @property
    def rows(self) -> Who:
        """Who is meant. A state's ministries speak and act for it."""
        return self._who("state", "body")

    @property
    def side(self) -> Who:
        """Who is meant or, of a state, stands on its side: its people and officials."""
        return self._who(*SIDES)

    @property
    def state(self) -> str | None:
        """The country where a state and nobody else is meant."""
        return self.country if self.identities == (f"state:{self.country}",) and not self.folded else None

    def _who(self, *kinds: str) -> Who:
        # A state and its bodies are told by their country (across/names.py), which an index has with the time.
        others = tuple(identity for identity in self.identities if identity != f"state:{self.country}")
        return Who(self.country, kinds if self.country else (), others, self.folded)

    def covers(self, actor: ActorRow | ActorParts) -> bool:
        """Tell whether an actor's row is meant."""
        if not actor.identity:
            return actor.folded == self.folded != ""
        body = bool(self.country) and actor.identity.startswith(f"body:{self.country}:")
        return body or actor.identity in self.identities


def find_meaning(term: Term, alias: str) -> Meaning | None:
    """Find out what a term's name means; None for a term that has no name in it. Raises UnknownName where it means nothing."""
    if term.operator in {"actor", "about"}:
        return _find_or_refuse(term, alias, ())
    if term.operator == "source":
        kind = term.value.casefold()
        return Meaning(kind, value=kind) if kind in SOURCINGS else _find_or_refuse(term, alias, SOURCINGS)
    if term.operator in {"outlet", "category"}:
        return _find_column(term, alias)
    return None


def find_actor(name: str, alias: str) -> Meaning | None:
    """Find who is called so: by identity ("state:KEN"), name in any writing ("kim-jong-un"), country, or last name alone."""
    name = storable(name)
    folded = known_as(name.replace("-", " "))
    country = find_country(name) or find_country(name.replace("-", " "))
    if country is None and name.startswith("state:"):
        country = find_country(name.removeprefix("state:"))
    keys = {name, f"state:{country}"} if country else {name}
    known = known_of(keys, alias)
    if (not known or country) and folded:
        known |= set(list_values(ActorRow, "identity", alias, most=_MOST_NAMES, folded=folded))
    if not known and folded and " " not in folded:
        known = {found for (found,) in run(Sql(_OF_LAST_NAME, (folded,)), alias)}
    if not known:
        return None
    identities = tuple(sorted(known - {""}))
    named = [_name_of(identity, alias) for identity in identities[:3]]
    shown = ", ".join(named) + (", …" if len(identities) > len(named) else "") or folded
    return Meaning(shown, identities, folded if "" in known else "", country)


def known_of(identities: Collection[str], alias: str) -> set[str]:
    """Return those of some identities by which somebody is named across articles."""
    asked = Sql(" UNION ALL ".join([_KNOWN] * len(identities)), tuple(key for key in identities for _ in range(2)))
    return {key for (key,) in run(asked, alias)}


_KNOWN = "SELECT %s WHERE EXISTS (SELECT 1 FROM record_actorrow WHERE identity = %s)"
_OF_LAST_NAME = "SELECT DISTINCT identity FROM record_actorrow WHERE block = %s"


def _find_or_refuse(term: Term, alias: str, others: Sequence[str]) -> Meaning:
    found = find_actor(term.value, alias)
    if found is None:
        near = nearest(term.value, others) or _nearest_actor(term.value, alias)
        raise UnknownName(_('nobody is called "%(name)s"') % {"name": term.value}, _column(term), near)
    return found


def _column(term: Term) -> int:
    return term.column + term.negated + len(term.operator) + 1


def _name_of(identity: str, alias: str) -> str:
    """Return a readable name: the longest that articles use; they call the same one "Kim" and "Kim Jong Un"."""
    if identity.startswith("state:"):
        return country_name(identity.removeprefix("state:"))
    names = list_values(ActorRow, "name", alias, most=_MOST_CALLED, identity=identity)
    longest = max(names, key=lambda name: (len(name), name), default=identity)
    # "name:peter novak:SVK" has a namesake elsewhere.
    apart = identity.split(":")[2:] if identity.startswith("name:") else []
    return f"{longest} ({apart[0]})" if apart else longest


def _nearest_actor(name: str, alias: str) -> str | None:
    folded = known_as(name.replace("-", " "))
    rows = ActorRow.objects.using(alias).exclude(identity="")
    near = Q(folded__startswith=folded[:2]) | Q(block__startswith=folded.rpartition(" ")[2][:2])
    names = rows.filter(near).values_list("folded", flat=True).distinct()[:_MOST_NAMES]
    found = nearest(folded, list(names))
    return found and found.replace(" ", "-")


def _find_column(term: Term, alias: str) -> Meaning:
    folded = fold(term.value.replace("-", " "))
    column = "outlet" if term.operator == "outlet" else "category"
    kept = f"SELECT 1 FROM record_version WHERE current AND {column} = %s LIMIT 1"  # noqa: S608
    if folded and run(Sql(kept, (folded,)), alias):
        return Meaning(folded, value=folded)
    versions = Version.objects.using(alias).filter(current=True)
    known = versions.values_list(term.operator, flat=True).distinct()[:_MOST_NAMES]
    raise UnknownName(
        _('no %(operator)s "%(name)s"') % {"operator": term.operator, "name": term.value},
        _column(term),
        nearest(folded, [name for name in known if name]),
    )
