"""The Record as FollowTheMoney entities, one JSON object a line, as Aleph's bulk import and the `ftm` tools take them.

Schemata and properties are those of followthemoney 4 (github.com/opensanctions/followthemoney); the JSON is ours, as the
library needs ICU compiled.
"""

import hashlib
import itertools
import json
import pathlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from dragoman.export.countries import alpha2_of
from dragoman.export.tables import Row
from dragoman.record.exports.bundle import Manifest
from dragoman.record.exports.happenings import pairs_of, stage_happenings
from dragoman.record.exports.stage import Stage, row_id
from dragoman.record.identity import storable

__all__ = ["FIELDS", "SCHEMATA", "iter_entities", "write_entities"]

FILE = "entities.ftm.json"
SCHEMATA: Mapping[str, str] = MappingProxyType(
    {
        "person": "Person",
        "state": "PublicBody",
        "body": "PublicBody",
        "organization": "Organization",
        "outlet": "Organization",
        "group": "Organization",
        "unnamed": "LegalEntity",
    }
)
# The properties that are written, by schema; the codebook and the test against FollowTheMoney's own schemata read it.
_NAMED = ("name", "alias", "country", "sector")
FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        schema: dict.fromkeys(("id", *names), "VARCHAR")
        for schema, names in {
            "Article": ("title", "author", "publisher", "publishedAt", "sourceUrl", "language", "bodyText", "summary"),
            "Person": (*_NAMED, "position"),
            "PublicBody": _NAMED,
            "Organization": _NAMED,
            "LegalEntity": _NAMED,
            "Event": (
                *("name", "date", "startDate", "endDate", "involved", "location", "country", "summary"),
                *("notes", "keywords", "recordId", "proof"),
            ),
            "UnknownLink": (
                *("subject", "object", "role", "status", "date", "startDate", "endDate", "summary"),
                *("description", "recordId", "proof"),
            ),
            "Documentation": ("document", "entity", "role", "recordId"),
        }.items()
    }
)
_LANGUAGES = {"en": "eng"}  # what Dragoman reads, as ISO 639-3
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?[?~%]?")

_ACTORS = """
    SELECT a.*, c.published FROM {actors} a JOIN {articles} c USING (article_id)
    ORDER BY a.identity, c.published, a.article_id, a.id"""
_TOLD = """
    SELECT e.happening, e.article_id, e.evidence_text, e.place_name, e.place_country, e.contexts
    FROM {events} e JOIN {articles} a USING (article_id) ORDER BY e.happening, a.published, e.article_id, e.id"""
_LINKS = "SELECT * FROM {links} WHERE kind IN ('copies', 'rereports') ORDER BY kind, key"

Entity = dict[str, Any]


def write_entities(stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
    """Write every article, actor and happening as an entity, and what ties them as entities too."""
    stage_happenings(stage)
    counts: Counter[str] = Counter()
    with (folder / FILE).open("w", encoding="utf-8", newline="") as file:
        for entity in iter_entities(stage):
            file.write(storable(json.dumps(entity, ensure_ascii=False)) + "\n")
            counts[entity["schema"]] += 1
    manifest.rows[FILE] = counts.total()
    manifest.notes["entities"] = dict(sorted(counts.items()))


def iter_entities(stage: Stage) -> Iterator[Entity]:
    """Give the entities: articles, actors, happenings, then who is in which article and what articles are to each other."""
    for row in stage.ask("SELECT * FROM {articles}"):
        yield _article(row)
    for identity, rows in itertools.groupby(stage.ask(_ACTORS), key=lambda row: row["identity"]):
        yield _actor(identity, rows)
    for row in stage.ask("SELECT article_id, id, identity FROM {actors}"):
        yield _documentation(row)
    # Both come in the order of happenings, and every happening has a telling.
    told = itertools.groupby(stage.ask(_TOLD), key=lambda row: row["happening"])
    for row, (_, tellings) in zip(stage.ask("SELECT * FROM {happenings} ORDER BY happening"), told, strict=True):
        yield from _happening(row, list(tellings))
    for row in stage.ask(_LINKS):
        yield _article_link(row)


def _article(row: Row) -> Entity:
    url = row["url"] if row["url"] and row["url"].startswith(("http://", "https://")) else None
    return _entity(
        "Article",
        _article_id(row["article_id"]),
        title=row["title"],
        author=row["byline"],
        publisher=row["publisher"],
        publishedAt=_prefix(row["published"]),
        sourceUrl=url,
        language=_LANGUAGES.get((row["language"] or "").partition("-")[0]),
        bodyText=row["text"],
        summary=row["standfirst"],
    )


def _actor(identity: str, rows: Iterable[Row]) -> Entity:
    """Make one entity of an actor with all its names."""
    names: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    countries, sectors, positions = set(), set(), set()
    for row in rows:
        names[row["name"]] += 1
        kinds[row["kind"]] += 1
        countries.add(row["country"])
        sectors |= set(row["sectors"])
        positions |= {office["title"] for office in row["offices"] if office["status"] == "current"}
    (name, _), *others = names.most_common()
    schema = SCHEMATA[kinds.most_common(1)[0][0]]
    return _entity(
        schema,
        _actor_id(identity),
        name=name,
        alias=sorted(other for other, _ in others),
        country=sorted(filter(None, map(_country, countries))),
        sector=sorted(sectors),
        position=sorted(positions) if schema == "Person" else None,
    )


def _documentation(row: Row) -> Entity:
    place = row_id(row["article_id"], "actors", row["id"])
    return _entity(
        "Documentation",
        _id("documentation", place),
        document=_article_id(row["article_id"]),
        entity=_actor_id(row["identity"]),
        role="mentions",
        recordId=place,
    )


def _happening(row: Row, tellings: list[Row]) -> Iterator[Entity]:
    """Give a happening as an Event, and a link for each of its actors and each recipient."""
    code = row["type"] + (f" {row['mode']}" if row["mode"] else "")
    shared: dict[str, Any] = {
        **_dates(row["date"]),
        "summary": [*dict.fromkeys(telling["evidence_text"] for telling in tellings)],
        "recordId": row["events"],
        "proof": [_article_id(article) for article in dict.fromkeys(telling["article_id"] for telling in tellings)],
    }
    countries = {telling["place_country"] for telling in tellings}
    parties = " → ".join(", ".join(names) for side in ("actor", "recipient") if (names := row[f"{side}_names"]))
    told = f"told by {row['articles']} articles, of which {row['independent']} are independent"
    yield _entity(
        "Event",
        _id("happening", row["happening"]),
        name=f"{code}: {parties} ({row['standing']}{', ' + row['date'] if row['date'] else ''})",
        involved=[
            _actor_id(identity) for identity in dict.fromkeys(row["actor_identities"] + row["recipient_identities"])
        ],
        location=sorted({telling["place_name"] for telling in tellings if telling["place_name"]}),
        country=sorted(filter(None, map(_country, countries))),
        notes=told,
        keywords=[row["type"], *filter(None, [row["mode"]]), row["standing"], *_contexts(tellings)],
        **shared,
    )
    for subject, object_ in pairs_of(row):
        yield _entity(
            "UnknownLink",
            _id("link", f"{row['happening']}|{subject}|{object_}"),
            subject=_actor_id(subject),
            object=_actor_id(object_),
            role=code,
            status=row["standing"],
            description=told,
            **shared,
        )


def _contexts(tellings: list[Row]) -> list[str]:
    return sorted({context for telling in tellings for context in telling["contexts"]})


def _article_link(row: Row) -> Entity:
    decided = f"{row['decision']}, confidence {row['confidence']:.2f}"
    return _entity(
        "UnknownLink",
        _id("link", row["key"]),
        subject=_article_id(row["left_article"]),
        object=_article_id(row["right_article"]),
        role=row["kind"],
        status=decided,
        description=row["reason"],
        recordId=row["key"],
    )


# Values


def _entity(schema: str, id_: str, **properties: Any) -> Entity:
    lists = {name: [value] if isinstance(value, str) else value for name, value in properties.items() if value}
    return {"id": id_, "schema": schema, "properties": lists}


def _article_id(article_id: str) -> str:
    return _id("article", article_id)


def _actor_id(identity: str) -> str:
    return _id("actor", identity)


def _id(kind: str, name: str) -> str:
    return f"dragoman-{kind}-" + hashlib.sha1(name.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _country(code: str | None) -> str | None:
    found = alpha2_of(code).lower() if code else ""
    return found if len(found) == 2 else None


def _dates(edtf: str | None) -> dict[str, str | None]:
    """Return an EDTF date as FollowTheMoney's: a prefix of a day, or two for an interval."""
    first, slash, last = (edtf or "").partition("/")
    return {"startDate": _prefix(first), "endDate": _prefix(last)} if slash else {"date": _prefix(first)}


def _prefix(edtf: str | None) -> str | None:
    found = _DAY.fullmatch(edtf or "")
    # Seasons and quarters stand where the month does, from 21 on.
    if found is None or (found[2] and int(found[2]) > 12):
        return None
    return "-".join(filter(None, found.groups()))
