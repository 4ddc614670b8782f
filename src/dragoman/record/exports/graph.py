"""The Record as two graphs in GraphML: who did what to whom, and what articles are to each other.

GraphML (graphdrawing.org, 2007): every edge has an id, so that readers keep several between two nodes.
"""

import itertools
import pathlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from dragoman.export.tables import Row
from dragoman.record.exports.bundle import Manifest
from dragoman.record.exports.happenings import is_mutual, pairs_of, stage_happenings
from dragoman.record.exports.stage import Stage

__all__ = ["FIELDS", "write_graphs"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
_BETWEEN = "; "
_TYPES = {"VARCHAR": "string", "BIGINT": "long", "DOUBLE": "double", "BOOLEAN": "boolean"}
# What nodes and edges of each graph carry, with SQL types.
FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "actors.graphml nodes": dict.fromkeys(("label", "kind", "country", "sectors"), "VARCHAR")
        | {"articles": "BIGINT"},
        "actors.graphml edges": dict.fromkeys(("happening", "type", "mode", "quad_class"), "VARCHAR")
        | {"score": "DOUBLE"}
        | dict.fromkeys(("standing", "date", "month"), "VARCHAR")
        | {"mutual": "BOOLEAN", "articles": "BIGINT", "independent": "BIGINT", "denials": "BIGINT"}
        | dict.fromkeys(("events", "evidence"), "VARCHAR"),
        "articles.graphml nodes": dict.fromkeys(("label", "publisher", "published", "url"), "VARCHAR"),
        "articles.graphml edges": dict.fromkeys(("kind", "left_row", "right_row", "reason", "decision"), "VARCHAR")
        | {"confidence": "DOUBLE", "differences": "VARCHAR"},
    }
)
_ACTORS = """
    SELECT a.* FROM {actors} a JOIN {articles} c USING (article_id)
    ORDER BY a.identity, c.published, a.article_id, a.id"""
_HAPPENINGS = """
    SELECT h.*, e.evidence_text AS evidence FROM {happenings} h
    JOIN {events} e ON h.told_by = e.article_id || '/events/' || e.id ORDER BY h.happening"""
_ARTICLES = "SELECT article_id, title AS label, publisher, published, url FROM {articles}"
_LINKS = "SELECT * FROM {links} WHERE kind <> 'same_actor' ORDER BY kind, key"

_Node = tuple[str, Row]
_Edge = tuple[str, str, str, Row]  # id, source, target, what it carries


def write_graphs(stage: Stage, folder: pathlib.Path, manifest: Manifest) -> None:
    """Write `actors.graphml` and `articles.graphml`."""
    stage_happenings(stage)
    alone: Counter[str] = Counter()
    _write("actors.graphml", _iter_actors(stage), _iter_acts(stage, alone), folder, manifest)
    links = ((row["key"], row["left_article"], row["right_article"], row) for row in stage.ask(_LINKS))
    _write("articles.graphml", ((row["article_id"], row) for row in stage.ask(_ARTICLES)), links, folder, manifest)
    manifest.notes["happenings_without_an_edge"] = alone.total()


def _iter_actors(stage: Stage) -> Iterator[_Node]:
    for identity, rows in itertools.groupby(stage.ask(_ACTORS), key=lambda row: row["identity"]):
        names: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        countries: set[str | None] = set()
        sectors: set[str] = set()
        articles, before = 0, None
        for row in rows:
            names[row["name"]] += 1
            kinds[row["kind"]] += 1
            countries.add(row["country"])
            sectors |= set(row["sectors"])
            articles += row["article_id"] != before
            before = row["article_id"]
        yield (
            identity,
            {
                "label": names.most_common(1)[0][0],
                "kind": kinds.most_common(1)[0][0],
                "country": _BETWEEN.join(sorted(filter(None, countries))),
                "sectors": _BETWEEN.join(sorted(sectors)),
                "articles": articles,
            },
        )


def _iter_acts(stage: Stage, alone: Counter[str]) -> Iterator[_Edge]:
    """Give an edge from each actor to each recipient of a happening; from the first to the second where it is mutual."""
    for row in stage.ask(_HAPPENINGS):
        carried = row | {"mutual": is_mutual(row), "events": _BETWEEN.join(row["events"])}
        pairs = pairs_of(row)
        for number, (source, target) in enumerate(pairs, 1):
            yield f"{row['happening']}#{number}", source, target, carried
        alone[row["type"]] += not pairs


# GraphML


def _write(name: str, nodes: Iterable[_Node], edges: Iterable[_Edge], folder: pathlib.Path, manifest: Manifest) -> None:
    count = Counter[str]()
    with etree.xmlfile(str(folder / name), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("graphml", xmlns=_NAMESPACE):
            for part in ("node", "edge"):
                for key, kind in FIELDS[f"{name} {part}s"].items():
                    about = {"id": f"{part}_{key}", "for": part, "attr.name": key, "attr.type": _TYPES[kind]}
                    file.write(etree.Element("key", about), "\n")
            with file.element("graph", id=name.partition(".")[0], edgedefault="directed"):
                for id_, row in nodes:
                    file.write(_element("node", name, {"id": id_}, row), "\n")
                    count["nodes"] += 1
                for id_, source, target, row in edges:
                    ends = {"id": id_, "source": source, "target": target}
                    file.write(_element("edge", name, ends, row), "\n")
                    count["edges"] += 1
    manifest.rows[name] = count["nodes"] + count["edges"]
    manifest.notes[name] = dict(count)


def _element(part: str, name: str, attributes: Mapping[str, str], row: Row) -> Any:
    made = etree.Element(part, {key: _clean(value) for key, value in attributes.items()})
    for key in FIELDS[f"{name} {part}s"]:
        value = row.get(key)
        if value is not None and value != "":
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            etree.SubElement(made, "data", key=f"{part}_{key}").text = _clean(shown)
    return made


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
