"""The cast of an article while it is being put together: who is in it, and which words speak of whom."""

import re
import unicodedata
from dataclasses import dataclass, field

from spacy.tokens import Doc

from dragoman.model import Actor, ActorKind, Mention, MentionKind, Office, Span
from dragoman.reading.countries import country_name

__all__ = ["Cast", "Part", "ReportedOffice", "slug_of"]


@dataclass(frozen=True, slots=True)
class ReportedOffice:
    """An office before its owner has an id."""

    title: str
    owner: str | None  # key of a Part, or None
    words: str | None  # the owner as printed, where it is no Part
    status: str
    span: Span
    head: str  # lower-case head word of the title


@dataclass(slots=True)
class Part:
    """One actor in the making."""

    key: str
    kind: ActorKind
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    gender: str | None = None  # "he", "she", or None
    plural: bool = False
    definite: bool = False  # first told of as known ("the families")
    head_word: str = ""  # of a phrase, lower case
    rank: int = 0  # how well the name names it: 1 phrase, 2 people, 3 capital, 4 name
    offices: list[ReportedOffice] = field(default_factory=list)
    ranks: set[str] = field(default_factory=set)  # offices that a short form before the name stands for ("senator")
    mentions: dict[tuple[int, int], MentionKind] = field(default_factory=dict)  # token start, end

    @property
    def first(self) -> int:
        """First token of the first mention."""
        return min(self.mentions)[0] if self.mentions else 1 << 30

    def last_before(self, token: int) -> int:
        """First token of the last mention that begins before `token`, or -1."""
        return max((start for start, _ in self.mentions if start < token), default=-1)

    def call(self, name: str, rank: int) -> None:
        """Take a name that names it better than the one it has."""
        if (rank, len(name)) > (self.rank, len(self.name)):
            self.name, self.rank = name, rank


class Cast:
    """All parts, and which token is the head of a mention of which part."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text  # which spaCy puts together anew at every call
        self.parts: dict[str, Part] = {}
        self.heads: dict[
            int, str
        ] = {}  # token -> key of the part that the token heads a mention of, or is a word of its name

    def add(self, part: Part) -> Part:
        """Add a part, or return the one with its key."""
        return self.parts.setdefault(part.key, part)

    def mention(self, key: str, start: int, end: int, kind: MentionKind, head: int | None = None) -> None:
        """Record that tokens [start, end) speak of a part; a name's every token leads to it, a phrase's head alone."""
        self.parts[key].mentions.setdefault((start, end), kind)
        tokens = range(start, end) if head is None else (head,)
        for token in tokens:
            self.heads.setdefault(token, key)

    def at(self, token: int) -> Part | None:
        """Return the part that a token leads to."""
        key = self.heads.get(token)
        return self.parts.get(key) if key is not None else None

    def merge(self, old: str, new: str) -> None:
        """Give all mentions of one part to another, and what the other lacks."""
        if old == new:
            return
        moved, kept = self.parts.pop(old), self.parts[new]
        kept.mentions |= moved.mentions
        kept.country = kept.country or moved.country
        kept.sectors = kept.sectors or moved.sectors
        self.heads = {token: new if key == old else key for token, key in self.heads.items()}

    def drop(self, key: str) -> None:
        """Take a part out."""
        del self.parts[key]
        self.heads = {token: other for token, other in self.heads.items() if other != key}

    def finish(self) -> tuple[tuple[Actor, ...], dict[int, str]]:
        """Return the actors in order of appearance, and the heads by their ids."""
        parts = sorted((part for part in self.parts.values() if part.mentions), key=lambda part: (part.first, part.key))
        ids = _name_ids(parts)
        actors = tuple(self._actor(part, ids) for part in parts)
        return actors, {token: ids[key] for token, key in sorted(self.heads.items()) if key in ids}

    def _actor(self, part: Part, ids: dict[str, str]) -> Actor:
        mentions = sorted(
            Mention(self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1]), kind)
            for (start, end), kind in part.mentions.items()
        )
        offices = tuple(
            Office(o.title, ids.get(o.owner, o.words) if o.owner else o.words, o.status, o.span)  # type: ignore[arg-type]
            for o in part.offices
        )
        return Actor(ids[part.key], part.name, part.kind, part.country, part.sectors, offices, tuple(mentions))


def _name_ids(parts: list[Part]) -> dict[str, str]:
    """Give every part a readable id; a second bearer of the same one gets a number."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for part in parts:
        name = country_name(part.country) if part.kind == "state" and part.country else None
        wanted = slug_of(name or part.name) or part.kind
        number, chosen = 2, wanted
        while chosen in taken:
            number, chosen = number + 1, f"{wanted}-{number}"
        taken.add(chosen)
        ids[part.key] = chosen
    return ids


def slug_of(name: str) -> str:
    """Return a name as an id: plain lower-case words with hyphens between."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"^(the|an?) ", "", plain.lower())).strip("-")[:60].strip("-")
