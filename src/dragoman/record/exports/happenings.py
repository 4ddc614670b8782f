"""Happenings: what the tellings of several articles tell of, each once, with how many independent articles tell it.

docs/exports.md states the rules by which tellings become one happening.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from dragoman.export.periods import find_period
from dragoman.export.polecat import QUAD_CODES
from dragoman.export.tables import Row
from dragoman.record.exports.scores import score_of
from dragoman.record.exports.stage import Stage, row_id

__all__ = ["HAPPENINGS", "TELLINGS", "is_mutual", "iter_happenings", "iter_tellings", "pairs_of", "stage_happenings"]

# With no recipient these are done by all who take part with each other; in other types a second actor is an accomplice.
_MUTUAL = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE"})
_STANDINGS = ("happened", "planned", "hypothetical", "denied")  # what is said by one and more outweighs what follows it

_WORDS, _LIST = "VARCHAR", "VARCHAR[]"
TELLINGS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("telling", "event_id", "happening", "article_id", "id", "type", "mode"), _WORDS)
    | {"score": "DOUBLE"}
    | dict.fromkeys(("standing", "date"), _WORDS)
    | {"copies": _LIST, "rereports": _LIST}
    | dict.fromkeys(("publisher", "published", "url", "evidence_text"), _WORDS)
    | {"evidence_start": "BIGINT", "evidence_end": "BIGINT"}
)
HAPPENINGS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("happening", "type", "mode", "quad_class"), _WORDS)
    | {"score": "DOUBLE"}
    | dict.fromkeys(("standing", "date", "month", "month_from"), _WORDS)
    | dict.fromkeys(("actor_identities", "actor_names", "actor_countries"), _LIST)
    | dict.fromkeys(("recipient_identities", "recipient_names", "recipient_countries"), _LIST)
    | dict.fromkeys(("tellings", "articles", "independent", "denials"), "BIGINT")
    | {"events": _LIST, "told_by": _WORDS}
)
_TELLINGS = """
    SELECT e.*, a.publisher, a.published, a.url, a.copies, a.rereports
    FROM {events} e JOIN {articles} a USING (article_id)
    ORDER BY e.happening, a.published, e.article_id, e.id"""


def stage_happenings(stage: Stage) -> None:
    """Derive the happenings from the staged events, and keep them for questions."""
    stage.add_table("happenings", HAPPENINGS, iter_happenings(stage))


def iter_tellings(stage: Stage) -> Iterator[Row]:
    """Give each event of each article as a telling of a happening, with its score and its words."""
    for row in stage.ask(_TELLINGS):
        yield {name: row.get(name) for name in TELLINGS} | {
            "telling": _name(row),
            "event_id": f"{row['article_id']}_{row['id']}",
            "score": score_of(row["type"], row["mode"]),
        }


def iter_happenings(stage: Stage) -> Iterator[Row]:
    """Give each happening once, with what its tellings agree on most."""
    for happening, rows in itertools.groupby(stage.ask(_TELLINGS), key=lambda row: row["happening"]):
        yield _happening_of(happening, list(rows))


def _happening_of(happening: str, rows: list[Row]) -> Row:
    """Make one happening of its tellings.

    1. Its standing is the first of _STANDINGS that one telling has.
    2. Its type is the commonest of the tellings with that standing, its mode the commonest of those; the earlier wins.
    3. Its parties are those of the telling of that type that names most countries, its date the commonest of those given.
    """
    standings = [_standing(row, rows) for row in rows]
    standing = min(standings, key=_STANDINGS.index)
    telling = [row for row, found in zip(rows, standings, strict=True) if found == standing]
    type_ = _commonest(row["type"] for row in telling)
    alike = [row for row in telling if row["type"] == type_]
    fullest = max(alike, key=_count_countries)  # the first of several: rows are in the order of publication
    mode = _commonest(row["mode"] for row in alike if row["mode"])
    when = _commonest(row["date"] for row in alike if row["date"])
    month, month_from = _month_of(when, alike)
    return {
        "happening": happening,
        "type": type_,
        "mode": mode,
        "quad_class": QUAD_CODES[type_],
        "score": score_of(type_, mode),
        "standing": standing,
        "date": when,
        "month": month,
        "month_from": month_from,
        **{name: fullest[name] for name in HAPPENINGS if name.endswith(("_identities", "_names", "_countries"))},
        "tellings": len(rows),
        "articles": len({row["article_id"] for row in rows}),
        "independent": _count_independent(rows),
        "denials": len({row["article_id"] for row, found in zip(rows, standings, strict=True) if found == "denied"}),
        "events": [_name(row) for row in rows],
        "told_by": _name(fullest),
    }


def _name(row: Row) -> str:
    return row_id(row["article_id"], "events", row["id"])


def _standing(row: Row, rows: Sequence[Row]) -> str:
    # Who rejects a summit that others tell of says that there will be none; alone, a rejection is an act that happened.
    if row["type"] == "REJECT" and any(other["type"] != "REJECT" for other in rows):
        return "denied"
    return str(row["standing"])


def _commonest(values: Iterable[Any]) -> Any:
    """Return the commonest value, the first of several; None where there is none."""
    return next((value for value, _ in Counter(values).most_common(1)), None)


def _count_countries(row: Row) -> tuple[bool, int]:
    sides = [set(filter(None, row[f"{side}_countries"])) for side in ("actor", "recipient")]
    return all(sides), len(set.union(*sides))


def _month_of(when: str | None, rows: Sequence[Row]) -> tuple[str | None, str | None]:
    """Say in which month it was, and what tells: the text, or for news without a date the day when it was printed."""
    if when is not None:
        return _single_month(when), "text" if _single_month(when) else None
    if any("historical" in row["auxiliary"] for row in rows):
        return None, None
    found = min((row["published"] for row in rows if row["published"]), default=None)
    month = _single_month(found)
    return month, "publication" if month else None


def _single_month(edtf: str | None) -> str | None:
    period = find_period(edtf)
    if period is None or period.start is None or period.end is None:
        return None
    last: date = period.end - timedelta(days=1)
    return f"{last:%Y-%m}" if (last.year, last.month) == (period.start.year, period.start.month) else None


def _count_independent(rows: Sequence[Row]) -> int:
    """Count the tellings that are not one text: articles tied by copies and re-reports, or to one origin, are one."""
    group: dict[str, str] = {}

    def find(article: str) -> str:
        while group.setdefault(article, article) != article:
            article = group[article]
        return article

    for row in rows:
        for origin in (*row["copies"], *row["rereports"]):
            group[find(row["article_id"])] = find(origin)
    return len({find(row["article_id"]) for row in rows})


def is_mutual(happening: Row) -> bool:
    """Tell whether all who take part do it with each other, and nobody to anybody."""
    return not happening["recipient_identities"] and happening["type"] in _MUTUAL


def pairs_of(happening: Row) -> list[tuple[str, str]]:
    """Return who did it to whom, as identities; where it is mutual each pair once, in the order of the parties."""
    actors, recipients = ([*dict.fromkeys(happening[f"{side}_identities"])] for side in ("actor", "recipient"))
    if is_mutual(happening):
        return list(itertools.combinations(actors, 2))
    return [pair for pair in itertools.product(actors, recipients) if pair[0] != pair[1]]
