"""The words that name PLOVER events: the tables `plover_*.toml`, read into cues.

A table row is `[pattern, example, …]`. A pattern is words separated by spaces; the first names the trigger, the others
say what must stand around it and who takes part:

    condemn|denounce        lemmas of the trigger; `call_off` is "call" with the particle "off"
    +sanction|@aid          one of these lemmas is its object (`@aid`: the set of that name in `plover_words.toml`);
                            `+*` any object
    !deal|@targets          none of these is its object (`!*`: it has none)
    on:strike|in:*          a phrase with one of these prepositions hangs on it, with one of these lemmas (`*`: any)
    ^  ^?  ^:go|give  ^!go  a clause must (may) complement it; `:` its verb is one of these, `!` none of these
    <by  >obj  >with|to     who acts and who undergoes it: `subj`, `obj`, `comp` (whoever the clause is about), `poss`,
                            `mod` (a compound or a demonym), `speaker`, a preposition, or `-` for nobody
    =                       nobody undergoes it: all take part as actors
    ^to  ^to:go  ^to!go     the same, and the complement must be an infinitive
    ~                       it counts only where the undergoing side is an actor of the article
    &                       it counts only where the acting side is one
    1                       it has one object, not two ("called Putin", not "called Putin a friend")
    p                       it stands in the passive ("is opposed to")
    #                       who undergoes it must be somebody, or a thing that can be hit: no policy, plan or deficit
    as:@bad                 `as` also reaches what one calls somebody: "called Oslo a threat", "called it illegal"

Source of the categories: PLOVER manual (Open Event Data Alliance, 2021) and, below its types, CAMEO (Schrodt, 2012).
"""

import functools
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.reading.rules import load_rules

__all__ = ["TABLES", "Cue", "CueTable", "Kind", "load_cues"]

Kind = Literal["verb", "noun", "adjective"]
TABLES = ("plover_cooperation", "plover_conflict", "plover_nouns")
_FLAGS = {
    "=": "symmetric",
    "~": "needs_recipient",
    "&": "needs_actor",
    "1": "single",
    "p": "passive",
    "#": "bodily",
}
_DEFAULT_RECIPIENT: dict[Kind, tuple[str, ...]] = {
    "verb": ("obj",),
    "noun": ("with", "to", "against", "on"),
    "adjective": ("with", "of", "to", "about", "at", "by"),
}
_DEFAULT_ACTOR: dict[Kind, tuple[str, ...]] = {
    "verb": ("subj",),
    "noun": ("poss", "by", "mod", "from", "between", "light"),
    "adjective": ("subj",),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to name an event."""

    type: str  # PLOVER
    mode: str | None
    kind: Kind
    lemma: str
    particle: str | None = None
    objects: frozenset[str] | None = None  # None: no object needed; with "*": any
    barred: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, frozenset[str]], ...] = ()  # preposition and lemmas, one of them needed
    clause: Literal["none", "may", "must"] = "none"
    infinitive: bool = False
    clause_verbs: frozenset[str] = frozenset()
    clause_barred: frozenset[str] = frozenset()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    symmetric: bool = False
    needs_recipient: bool = False
    needs_actor: bool = False
    single: bool = False
    passive: bool = False
    bodily: bool = False  # `#`

    @property
    def weight(self) -> int:
        """How much the cue demands: the cue that demands most is tried first."""
        return (
            4 * bool(self.particle)
            + 4 * (self.objects is not None and "*" not in self.objects)
            + (self.objects is not None)
            + 3 * max((1 + ("*" not in words) for _, words in self.phrases), default=0)
            + 3 * bool(self.clause_verbs)
            + 2 * (self.clause == "must")
            + bool(self.infinitive)
            + bool(self.barred)
            + bool(self.passive)
            + bool(self.clause_barred)
        )


CueTable = dict[tuple[Kind, str], tuple[Cue, ...]]


@functools.cache
def load_cues() -> CueTable:
    """Read all tables into cues by kind and lemma, the most demanding first."""
    sets = {name: frozenset(words) for name, words in load_rules("plover_words").items()}
    found: dict[tuple[Kind, str], list[Cue]] = {}
    for table in TABLES:
        for group in load_rules(table)["cue"]:
            for row in group["rows"]:
                for cue in _read_row(row[0], group, sets):
                    found.setdefault((cue.kind, cue.lemma), []).append(cue)
    return {key: tuple(sorted(cues, key=lambda cue: -cue.weight)) for key, cues in found.items()}


def _read_row(pattern: str, group: dict[str, Any], sets: dict[str, frozenset[str]]) -> list[Cue]:
    names, *marks = pattern.split()
    kind: Kind = group.get("kind", "verb")
    traits: dict[str, Any] = {"actor": _DEFAULT_ACTOR[kind], "recipient": _DEFAULT_RECIPIENT[kind]}
    for mark in marks:
        _read_mark(mark, traits, sets)
    cues = []
    for name in names.split("|"):
        lemma, _, particle = name.partition("_")
        cues.append(Cue(group["type"], group.get("mode"), kind, lemma, particle or None, **traits))
    return cues


def _read_mark(mark: str, traits: dict[str, Any], sets: dict[str, frozenset[str]]) -> None:
    sign, rest = mark[0], mark[1:]
    if sign == "+":
        traits["objects"] = _words(rest, sets)
    elif sign == "!":
        traits["barred"] = _words(rest, sets)
    elif sign == "^":
        _read_clause(rest, traits, sets)
    elif sign == "<":
        traits["actor"] = _roles(rest)
    elif sign == ">":
        traits["recipient"] = _roles(rest)
    elif mark in _FLAGS:
        traits[_FLAGS[mark]] = True
    else:
        traits["phrases"] = (*traits.get("phrases", ()), *_read_phrases(mark, sets))


def _read_phrases(mark: str, sets: dict[str, frozenset[str]]) -> list[tuple[str, frozenset[str]]]:
    """Read "on:strike|@ties|to:*": a part with a colon opens a preposition, those without add to its words."""
    words: dict[str, list[str]] = {}
    preposition = ""
    for part in mark.split("|"):
        if ":" in part:
            preposition, _, part = part.partition(":")  # noqa: PLW2901
        words.setdefault(preposition, []).append(part)
    return [(key, _words("|".join(parts), sets)) for key, parts in words.items()]


def _read_clause(rest: str, traits: dict[str, Any], sets: dict[str, frozenset[str]]) -> None:
    traits["clause"] = "may" if rest.startswith("?") else "must"
    traits["infinitive"] = rest.startswith("to")
    rest = rest.removeprefix("to")
    if rest.startswith(":"):
        traits["clause_verbs"] = _words(rest[1:], sets)
    if rest.startswith("!"):
        traits["clause_barred"] = _words(rest[1:], sets)


def _roles(rest: str) -> tuple[str, ...]:
    return () if rest == "-" else tuple(rest.split("|"))


def _words(rest: str, sets: dict[str, frozenset[str]]) -> frozenset[str]:
    parts = rest.split("|")
    named = [sets[part[1:]] for part in parts if part.startswith("@")]
    return frozenset().union([part for part in parts if not part.startswith("@")], *named)
