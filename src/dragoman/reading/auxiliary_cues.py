"""The words of `auxiliary.toml`, ready to look up: what an embedding word says of what it embeds."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dragoman.model import Auxiliary
from dragoman.reading.rules import load_rules

__all__ = ["AuxiliaryCues", "Effect", "load_auxiliary_cues"]

Effect = Literal["fact", "transparent", "inherit", "reverse", "past_reverse", "future", "hypothetical"]


@dataclass(frozen=True, slots=True)
class AuxiliaryCues:
    """Lookups by lemma, or by `lemma_particle` ("rule_out")."""

    clauses: Mapping[str, Effect]  # embedder of a clause
    nouns: Mapping[str, Effect]  # embedder of a noun: its object, or of its "of", "for", "to", "on"
    modifiers: Mapping[str, Auxiliary]  # beside a noun, lower case
    carriers: frozenset[str]  # verbs whose noun happens where they do
    gatherings: frozenset[str]  # nouns still to come where what they will do is
    phases: frozenset[str]  # nouns whose "of" names the act itself: "the process of delivering aid"
    rebuttals: frozenset[str]  # verbs that say a claim, a report, an allegation is untrue
    untold: frozenset[str]  # verbs and nouns of telling: denied, they leave open what they would tell
    repaid: frozenset[str]  # nouns for what an act done brings on: "praise for hosting"
    attitudes: frozenset[str]  # verbs of being for or against what they have as an object
    bargained: frozenset[str]  # nouns for what two sides bargain over
    bargaining: frozenset[str]  # words for what turns on it, or is said about it


@functools.cache
def load_auxiliary_cues() -> AuxiliaryCues:
    """Read the table; where a word stands twice, its first entry holds."""
    table = load_rules("auxiliary")
    clauses: dict[str, Effect] = {}
    nouns: dict[str, Effect] = {}
    modifiers: dict[str, Auxiliary] = {}
    for entry in table["embedder"]:
        for word in entry["words"]:
            clauses.setdefault(word, entry["effect"])
            if entry.get("objects", False):
                nouns.setdefault(word, entry["effect"])
    for entry in table["modifier"]:
        modifiers |= dict.fromkeys(entry["words"], entry["mode"])
    plain = [
        frozenset(word for entry in table[kind] for word in entry["words"])
        for kind in ("carrier", "gathering", "phase", "rebuttal", "untold", "repaid", "attitude")
    ]
    bargain = table["bargain"]
    plain += [frozenset(bargain["acts"]), frozenset([*bargain["turning"], *bargain["talking"]])]
    return AuxiliaryCues(clauses, nouns, modifiers, *plain)
