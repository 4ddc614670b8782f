"""How somebody's stand on an issue moved: what they said and did about it, the oldest first, with the conditions they set."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.model import CONTEXTS
from dragoman.record.bulk import fetch
from dragoman.record.lines import (
    ArticleLine,
    EventLine,
    EventParts,
    StatementLine,
    StatementParts,
    describe_article,
    describe_event,
    describe_statement,
    load_events,
    load_statements,
)
from dragoman.record.matching import Search
from dragoman.record.newest import (
    ALL,
    EVENTS,
    LINE_ORDER,
    STATEMENTS,
    Among,
    Ask,
    Listing,
    Who,
    acts_of,
    find_drivers,
    said_by,
)
from dragoman.record.origins import COPIES
from dragoman.record.query import Query, Show, parse
from dragoman.record.questions import check_limit, find_someone
from dragoman.record.rows import bits_of
from dragoman.record.sql import TRUE, Sql, one_of, plain, run, select
from dragoman.record.store import Record

__all__ = ["Direction", "Position", "Stand", "find_stand"]

_ENOUGH = 10  # acts, and statements, that have the words, where somebody's last some thousand have no more

Direction = Literal["for", "against", "asks", "denies", "says"]
Turn = Literal["first", "same", "turned"]

# What an act says of a stand, in PLOVER's types; of a statement with no act in it the words alone speak ("says").
_FOR = ("AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT")
_AGAINST = ("REJECT", "ACCUSE", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")


@dataclass(frozen=True, slots=True)
class Position:
    """One statement or act of theirs on the issue."""

    day: str | None  # ISO: when it was told
    direction: Direction
    turn: Turn | None  # beside the last one that was for, against or asking; None: it has no direction, or is alleged
    condition: str | None  # the words of the condition set
    uncertain: bool  # hypothetical: sought, offered or conditional
    alleged: bool  # told inside the statement of somebody who is neither on their side nor an outlet; it turns nothing
    article: ArticleLine
    copies: tuple[str, ...]  # ids of articles that copy it
    statement: StatementLine | None
    event: EventLine | None


@dataclass(frozen=True, slots=True)
class Stand:
    """How somebody's stand on an issue moved."""

    of: str
    issue: str
    positions: tuple[Position, ...]  # the oldest first
    turns: int
    cut: bool  # there may be more; these are the last ones


def find_stand(record: Record, who: str, issue: str, *, date: str | None = None, limit: int = 50) -> Stand:
    """Say how somebody's stand on an issue moved.

    issue: one of PLOVER's contexts ("territory"), or words that stand in the statement, or in the sentence of the act.
    date: EDTF; only what was said or done then.
    Raises WrongQuery where nobody is called so or the issue has no words, Unusable where limit is wrong.
    """
    check_limit(limit)
    alias = record.alias
    with record.snapshot():
        side = find_someone(who, alias)
        about = _Issue.of(issue, date, alias)
        enough = None if about.bits else _ENOUGH  # contexts stand in the index

        def acts(among: Among) -> Sql:
            told = one_of(plain("it.type", alias), (*_FOR, *_AGAINST, "REQUEST"))
            return about.acts(side.side, among) & told

        acting, speaking = find_drivers(
            [(side.side, Ask("record_party")), (side.side, Ask("record_statementrow"))], alias
        )
        did = Listing(EVENTS, acts, alias, ("it.id",), LINE_ORDER, acting).newest(limit + 1, enough=enough)
        events = load_events([pk for (pk,) in did.rows], alias)
        # An act that is told inside its own actor's statement is one position, not two.
        inside = [source.pk for event in events.values() for source in event.said_by]

        def said(among: Among) -> Sql:
            theirs = about.statements(side.side, among)
            return theirs & ~one_of("it.id", inside) if inside else theirs

        if speaking and about.bits and side.side.placed:
            speaking = speaking.among(Sql("it.issues IS NOT NULL"))
        spoke = Listing(STATEMENTS, said, alias, ("it.id",), LINE_ORDER, speaking).newest(limit + 1, enough=enough)
        statements = load_statements([pk for (pk,) in spoke.rows], alias)
        # What goes back further than the other was looked for would show half of that time.
        since = max((found.since for found in (did, spoke) if found.since), default=None)
        every: list[EventParts | StatementParts] = [*events.values(), *statements.values()]
        lines = [parts for parts in every if since is None or parts.told > since]
        lines.sort(key=lambda parts: (parts.told, parts.version.pk, parts.number))
        own, copies = _without_copies(lines, alias)
        versions = tuple({parts.version.pk for parts in own})
        ours = side.side.of_row(alias, actor="a", placed="a") & one_of("a.version_id", versions)
        actors = {pk for (pk,) in run(select("a.id", "record_actorrow a", ours), alias)}
        positions = _positions(own[-limit:], copies, actors, state=side.country is not None)
    turns = sum(position.turn == "turned" for position in positions)
    return Stand(side.name, issue, positions, turns, len(own) > limit or since is not None)


@dataclass(frozen=True, slots=True)
class _Issue:
    """An issue: one of PLOVER's contexts, or words; and the days that are asked for."""

    search: Search  # of the words and days
    bits: int  # of the context

    @classmethod
    def of(cls, issue: str, date: str | None, alias: str) -> "_Issue":
        context = issue.strip().casefold().replace(" ", "_")
        bits = bits_of([context]) if context in CONTEXTS else 0
        # Words are words here: no operator, no OR, no minus.
        words = " ".join(f'"{word}"' for word in issue.replace('"', "").split())
        clauses = () if bits else parse(words).clauses
        days = parse(f'date:"{date}"').clauses if date else ()
        return cls(Search(Query((*clauses, *days)), alias), bits)

    def acts(self, side: Who, among: Among) -> Sql:
        """Return the condition on events that somebody of a side acts on it."""
        theirs = acts_of(side, self.search.alias, among, role="actor", issues=self.bits)
        return theirs & self._where("events", among)

    def statements(self, side: Who, among: Among) -> Sql:
        """Return the condition on statements that somebody of a side speaks of it: a context is that of what is told inside."""
        theirs = said_by(side, self.search.alias, among)
        # An index has those that have any; SQLite does not see that none of the others is on it.
        on_it = Sql("it.issues IS NOT NULL AND it.issues & %s <> 0", (self.bits,)) if self.bits else TRUE
        return theirs & on_it & self._where("statements", among)

    def _where(self, show: Show, among: Among) -> Sql:
        # Where a stretch of time begins is soon known of the newest; of an older one, all words are as soon listed.
        return self.search.where(show, ALL if among.told.until else among)


_COPIED = f"""
    SELECT link.left_id, link.right_id FROM record_link link WHERE link.left_id IN ({{keys}}) AND {COPIES} ORDER BY link.key
"""  # noqa: S608


def _without_copies(
    lines: Sequence[EventParts | StatementParts], alias: str
) -> tuple[list[EventParts | StatementParts], dict[int, list[str]]]:
    """Leave out what stands in a copy, where the origin says it too; return the copies of each version."""
    articles = {parts.version.pk: parts.version.article_id for parts in lines}
    pairs = [pair for pair in fetch(_COPIED, articles, alias) if pair[1] in articles]
    copied: dict[int, list[str]] = {}
    for copy, origin in pairs:
        copied.setdefault(origin, []).append(articles[copy])
    gone = {copy for copy, _ in pairs}
    return [parts for parts in lines if parts.version.pk not in gone], copied


def _positions(
    lines: Sequence[EventParts | StatementParts], copies: dict[int, list[str]], side: set[int], *, state: bool
) -> tuple[Position, ...]:
    made = []
    last: Direction | None = None
    for parts in lines:
        direction = _direction(parts) if isinstance(parts, EventParts) else "says"
        alleged = isinstance(parts, EventParts) and _is_alleged(parts, side, state=state)
        turn: Turn | None = None
        if direction != "says" and not alleged:
            turn = "first" if last is None else "same" if last == direction else "turned"
            last = direction
        told: dt.date = parts.told
        made.append(
            Position(
                day=told.isoformat() if told != dt.date.min else None,
                direction=direction,
                turn=turn,
                condition=parts.condition if isinstance(parts, EventParts) else None,
                uncertain=isinstance(parts, EventParts) and "hypothetical" in parts.auxiliary,
                alleged=alleged,
                article=describe_article(parts.version),
                copies=tuple(copies.get(parts.version.pk, ())),
                statement=describe_statement(parts) if isinstance(parts, StatementParts) else None,
                event=describe_event(parts) if isinstance(parts, EventParts) else None,
            )
        )
    return tuple(made)


def _is_alleged(parts: EventParts, side: set[int], *, state: bool) -> bool:
    """Tell whether others say so. Of whom the article does not tell the country, we do not know it."""
    speakers = [said.actor for said in parts.said_by if said.actor and said.actor.kind != "outlet"]
    others = [speaker for speaker in speakers if speaker.country or not state]
    return bool(others) and not any(speaker.pk in side for speaker in speakers)


def _direction(parts: EventParts) -> Direction:
    if "negation" in parts.auxiliary:
        return "denies"
    if parts.type == "REQUEST":
        return "asks"
    return "for" if parts.type in _FOR else "against"
