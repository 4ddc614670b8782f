"""GraphML, read by networkx."""
# ruff: noqa: S608 - the question is ours

import json

import duckdb
import networkx as nx
import pytest

from dragoman.record.exports.graph import _clean
from tests.record.exports.conftest import Kept, kept_readings


def graph_of(kept: Kept, name: str) -> "nx.MultiDiGraph[str]":
    return nx.read_graphml(kept.exported("graphml") / f"{name}.graphml", force_multigraph=True)


def test_edges_carry_the_words(sample: Kept) -> None:
    graph = graph_of(sample, "actors")
    readings = kept_readings(sample.record)
    with duckdb.connect() as connection:
        happenings = connection.execute(
            f"SELECT happening FROM '{sample.exported('dyads')}/happenings.parquet'"
        ).fetchall()
    acts = {edge["happening"] for _, _, edge in graph.edges(data=True)}
    alone = json.loads((sample.exported("graphml") / "manifest.json").read_text(encoding="utf-8"))
    assert acts < {name for (name,) in happenings}
    assert len(acts) + alone["happenings_without_an_edge"] == len(happenings)
    for _, _, edge in graph.edges(data=True):
        texts = [readings[name.split("/")[0]].article.text for name in edge["events"].split("; ")]
        assert any(edge["evidence"] in text for text in texts)
        assert edge["standing"] in {"happened", "planned", "hypothetical", "denied"}
        assert edge["articles"] >= edge["independent"] >= 1


def test_actors_are_nodes_once(sample: Kept) -> None:
    graph = graph_of(sample, "actors")
    assert all(node["label"] and node["articles"] >= 1 for _, node in graph.nodes(data=True))
    assert graph.nodes["state:BOL"]["country"] == "BOL"
    acts = {edge["type"] for edge in graph["state:BOL"]["state:BRA"].values()}
    assert acts == {"MOBILIZE"}


def test_articles_have_their_links_but_the_rejected(sample: Kept) -> None:
    graph = graph_of(sample, "articles")
    assert set(graph) == set(kept_readings(sample.record))
    keys = {key for _, _, key in graph.edges(keys=True)}
    lines = (sample.exported("jsonl") / "links.jsonl").read_text(encoding="utf-8").splitlines()
    assert keys == {row["key"] for row in map(json.loads, lines) if row["kind"] != "same_actor"}
    assert sample.decided.rejected_copy.key not in keys
    assert sample.decided.confirmed.key in keys


@pytest.mark.parametrize(("text", "clean"), [("a\x00b", "a\ufffdb"), ("\ud800", "\ufffd"), ("é\n😀", "é\n😀")])
def test_what_xml_forbids_is_replaced(text: str, clean: str) -> None:
    assert _clean(text) == clean
