"""The query language: `actor:kim-jong-un event:CONSULT -auxiliary:negation date:2023/2024 "words"`, read into a Query.

A query is terms; every one must hold, and of terms joined by OR one. A minus before a term turns it round. What the names
in it mean is for the Record to say (lookup.py); everything else is checked here.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dragoman.errors import UnknownName, WrongQuery
from dragoman.export.countries import find_country, nearest_country
from dragoman.export.periods import find_period
from dragoman.model import CONTEXTS, EVENT_TYPES, MODES, Auxiliary, Sourcing
from dragoman.record.across.tellings import Standing
from dragoman.record.identity import storable

__all__ = ["OPERATORS", "SOURCINGS", "Operator", "Query", "Show", "Term", "check", "nearest", "parse", "read_term"]

Show = Literal["articles", "statements", "events"]
Operator = Literal[
    "words",
    "actor",
    "country",
    "event",
    "auxiliary",
    "standing",
    "context",
    "date",
    "source",
    "about",
    "outlet",
    "category",
]
SOURCINGS: tuple[str, ...] = get_args(Sourcing)

_MODES = tuple(sorted({mode for modes in MODES.values() for mode in modes}))
_SHOWN: tuple[Show, ...] = get_args(Show)
# Who writes more than this by hand is a program; it may ask twice.
_LONGEST, _MOST_TERMS = 1000, 40
_TOKEN = re.compile(
    r'(?P<minus>-?)(?:(?P<operator>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)(?P<closed>"?)|(?P<plain>[^\s"]*))'
)
_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s*")
_PLAIN = re.compile(r'[^\s"]+')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must hold, or with `negated` must not."""

    operator: Operator
    value: str  # as the language writes it: "CONSULT", "visit", "KEN", "2023/2024"; names as they were typed
    negated: bool = False
    column: int = field(default=1, compare=False)  # where it stands in the query, from 1

    def __str__(self) -> str:
        sign = "-" if self.negated else ""
        if self.operator == "words":
            plain = _WORD.fullmatch(self.value) and self.value != "OR"
            return sign + (self.value if plain else f'"{self.value}"')
        return f"{sign}{self.operator}:{_written(self.value)}"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: of every clause one term must hold. `str` writes it in the language again."""

    clauses: tuple[tuple[Term, ...], ...]
    asked: Show | None = None  # `show:`

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms, in order."""
        return tuple(term for clause in self.clauses for term in clause)

    @property
    def operators(self) -> frozenset[Operator]:
        """The operators that are used."""
        return frozenset(term.operator for term in self.terms)

    @property
    def show(self) -> Show:
        """What it finds: what `show:` says; else events or statements, where an operator asks for something of theirs."""
        if self.asked is not None:
            return self.asked
        if self.operators & _OF_EVENTS:
            return "events"
        return "statements" if self.operators & {"source", "about"} else "articles"

    @property
    def shown(self) -> tuple[Show, ...]:
        """Everything that this query can find."""
        return tuple(show for show in _SHOWN if _trouble_of(self.operators, show) is None)

    def __str__(self) -> str:
        shown = [f"show:{self.asked}"] if self.asked else []
        return " ".join([" OR ".join(map(str, clause)) for clause in self.clauses] + shown)


def parse(text: str) -> Query:
    """Read a query.

    Raises WrongQuery, with the column and the nearest right word, where an operator or a value is none, a quotation is
    not closed, OR stands alone, or nothing is asked.
    """
    if len(text) > _LONGEST:
        raise WrongQuery(_("is longer than %(most)d characters") % {"most": _LONGEST}, _LONGEST + 1)
    clauses: list[tuple[Term, ...]] = []
    asked: Show | None = None
    joining: int | None = None  # column of an OR that waits for its right side
    passed = False  # over something without a letter or digit
    for token in _iter_tokens(storable(text)):
        if token is None:
            joining, passed = None, True  # the OR beside it goes with it
        elif isinstance(token, int):
            if joining is not None or not (clauses or passed):
                raise WrongQuery(_("OR stands between two terms"), token)
            joining = token if clauses else None
        elif isinstance(token, Term):
            clauses[-1:] = [(*clauses[-1], token)] if joining is not None else [*clauses[-1:], (token,)]
            joining = None
        elif joining is not None:
            raise WrongQuery(_("OR stands between two terms"), joining)
        else:
            asked = token[0]
    if joining is not None:
        raise WrongQuery(_("OR stands between two terms"), joining)
    query = Query(tuple(clauses), asked)
    check(query)
    return query


def read_term(operator: Operator, value: str) -> Term:
    """Make a term of a value that stands alone, its column counted in the value. Raises WrongQuery."""
    plain = " ".join(storable(value).replace('"', " ").split())  # a quotation mark has no place in a value
    return Term(operator, OPERATORS[operator](plain, 1), column=-len(operator))


def nearest(value: str, known: Sequence[str]) -> str | None:
    """Return the known word that is most like a wrong one, whatever the case of either; None where none is."""
    folded = {word.casefold(): word for word in known}
    found = difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


# Reading


def _iter_tokens(text: str) -> Iterator[Term | tuple[Show] | int | None]:
    """Give each term, what `show:` asks, and the column of each OR; None for a term without a letter or digit."""
    at = 0
    while (at := _match(_SPACE, text, at).end()) < len(text):
        found = _match(_TOKEN, text, at)
        column, at = found.start() + 1, max(found.end(), at + 1)
        quoted = found["quoted"] is not None
        if quoted and not found["closed"]:
            raise WrongQuery(_("a quotation is not closed"), found.start("quoted"))
        value = found["quoted"] if quoted else found["plain"]
        if found[0] == "OR":
            yield column
        elif found["operator"]:
            yield _read_operator(found["operator"], value.strip(), column, negated=bool(found["minus"]), found=found)
        elif words := " ".join(_WORD.findall(value)):
            yield Term("words", words, bool(found["minus"]), column)
        else:
            yield None


def _match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    found = pattern.match(text, at)
    if found is None:  # both patterns match the empty text
        raise WrongQuery(_("cannot be read"), at + 1)
    return found


def _read_operator(name: str, value: str, column: int, *, negated: bool, found: re.Match[str]) -> Term | tuple[Show]:
    operator = name.lower()
    at_name = found.start("operator") + 1
    at_value = at_name + len(name) + 1
    if operator == "show":
        if negated or value not in _SHOWN:
            raise WrongQuery(
                _("show: takes %(words)s") % {"words": ", ".join(_SHOWN)}, at_value, nearest(value, _SHOWN)
            )
        return (next(show for show in _SHOWN if show == value),)
    if operator not in OPERATORS:
        near = nearest(operator, (*OPERATORS, "show"))
        say = (
            _('no operator "%(name)s:"')
            if near
            else _('no operator "%(name)s:"; words with a colon go in quotation marks')
        )
        raise WrongQuery(say % {"name": name}, at_name, near and f"{near}:")
    if not value:
        raise WrongQuery(_("%(operator)s: wants a value") % {"operator": operator}, at_value)
    known = next(known for known in get_args(Operator) if known == operator)
    return Term(known, OPERATORS[operator](value, at_value), negated, column)


def check(query: Query) -> None:
    """Check what the terms of a query are together. Raises WrongQuery."""
    if not query.clauses:
        raise UnknownName(_("holds nothing to look for"), 1)
    if len(query.terms) > _MOST_TERMS:
        raise WrongQuery(_("has more than %(most)d terms") % {"most": _MOST_TERMS}, query.terms[_MOST_TERMS].column)
    trouble = _trouble_of(query.operators, query.show)
    if trouble is not None:
        column = next(term.column for term in query.terms if term.operator == trouble)
        said = _("%(operator)s: does not go with the others: %(show)s have none")
        raise UnknownName(said % {"operator": trouble, "show": query.show}, column)


_OF_EVENTS: frozenset[Operator] = frozenset({"event", "auxiliary", "standing", "context"})
_OF_STATEMENTS: frozenset[Operator] = frozenset({"about"})


def _trouble_of(operators: frozenset[Operator], show: Show) -> Operator | None:
    """Return an operator that does not go with what is shown."""
    if show == "articles":  # those that have such a line
        other = operators & _OF_STATEMENTS if operators & _OF_EVENTS else frozenset[Operator]()
    else:
        other = operators & (_OF_STATEMENTS if show == "events" else _OF_EVENTS)
    return min(other, default=None)


# Values


def _read_code(said: str, known: Sequence[str]) -> Callable[[str, int], str]:
    codes = {code.casefold(): code for code in known}

    def read(value: str, column: int) -> str:
        code = codes.get(value.casefold())
        if code is None:
            raise UnknownName(_(said) % {"value": value}, column, nearest(value, known))
        return code

    return read


def _read_country(value: str, column: int) -> str:
    code = find_country(value.replace("-", " ")) or find_country(value)
    if code is None:
        raise UnknownName(
            _('no country "%(value)s"; write its name, or its ISO 3166 code (KEN)') % {"value": value},
            column,
            nearest_country(value),
        )
    return code


def _read_date(value: str, column: int) -> str:
    if find_period(value) is None:
        said = _('no date "%(value)s"; write 2024, 2024-03, 2024-03-12, 2023/2024 or 2024/..')
        raise WrongQuery(said % {"value": value}, column)
    return value


def _read_name(value: str, column: int) -> str:
    if not _WORD.search(value):
        raise UnknownName(_('no name "%(value)s"') % {"value": value}, column)
    return " ".join(value.split())


def _written(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else f'"{value}"'


OPERATORS: Mapping[str, Callable[[str, int], str]] = {
    "actor": _read_name,
    "country": _read_country,
    "event": _read_code(gettext_noop('no event type or mode "%(value)s"'), (*EVENT_TYPES, *_MODES)),
    "auxiliary": _read_code(gettext_noop('no auxiliary mode "%(value)s"'), (*get_args(Auxiliary), "none")),
    "standing": _read_code(gettext_noop('no standing "%(value)s"'), get_args(Standing)),
    "context": _read_code(gettext_noop('no context "%(value)s"'), CONTEXTS),
    "date": _read_date,
    "source": _read_name,
    "about": _read_name,
    "outlet": _read_name,
    "category": _read_name,
}
