"""Who meets whom: a picture laid out here, with the same in a table, and both to save."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe
from numpy.typing import NDArray

from dragoman.desk.pictures import picture_response
from dragoman.desk.tables import csv_response, file_response
from dragoman.desk.words import status
from dragoman.errors import Unusable
from dragoman.export.account import clean
from dragoman.record import opened
from dragoman.record.network import Level, Meeting, Network, Node, find_network

__all__ = ["download", "lay_out", "show"]

_WIDTH, _HEIGHT = 860, 560  # units of the picture
_SIDE, _EDGE = 105, 48  # room for names
_PAIRS = 40  # that a picture can show
_STEPS = 120
_LONGEST = 200
_LEGEND = (
    ("happened", _lazy("happened"), ""),
    ("planned", _lazy("planned"), "9 6"),
    ("possible", _lazy("sought"), "2 6"),
    ("denied", _lazy("✕ denied"), "14 4 2 4"),
)

Places = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dot:
    """Somebody in the picture."""

    node: Node
    x: float
    y: float
    radius: float
    above: bool  # whether the name stands above, where no lines are

    @property
    def label(self) -> float:
        """Return where the base line of the name is."""
        return round(self.y - self.radius - 5 if self.above else self.y + self.radius + 16, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A pair in the picture."""

    meeting: Meeting
    one: Dot
    other: Dot
    width: float
    status: str  # CSS class

    @property
    def middle(self) -> tuple[float, float]:
        """Return the point half way."""
        return round((self.one.x + self.other.x) / 2, 1), round((self.one.y + self.other.y) / 2, 1)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show who meets whom."""
    level, who, date = _asked(request)
    network, wrong = None, None
    try:
        network = find_network(opened.record(), level, who=who, date=date, limit=_PAIRS)
    except Unusable as trouble:
        wrong = trouble.message
    lines, dots = lay_out(network) if network else ([], [])
    names = {node.key: node.name for node in network.nodes} if network else {}
    pairs = [(meeting, names[meeting.one], names[meeting.other]) for meeting in network.meetings] if network else []
    context = {
        "network": network,
        "lines": lines,
        "dots": dots,
        "pairs": pairs,
        "wrong": wrong,
        "level": level,
        "who": who or "",
        "date": date or "",
        "width": _WIDTH,
        "height": _HEIGHT,
        "query": request.GET.urlencode(),
        "levels": get_args(Level),
        "legend": _LEGEND,
    }
    return render(request, "graph.html", context, status=400 if wrong else 200)


@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Answer with the picture (svg, png), the table (csv) or the graph (graphml, gexf, json)."""
    if form not in {"svg", "png", "csv", "graphml", "gexf", "json"}:
        raise Http404(_("The graph comes as svg, png, csv, graphml, gexf or json."))
    level, who, date = _asked(request)
    limit = _PAIRS if form in {"svg", "png"} else 400
    network = find_network(opened.record(), level, who=who, date=date, limit=limit)
    if form == "graphml":
        return file_response(_graphml(request, network), "meetings.graphml", "application/graphml+xml")
    if form == "gexf":
        return file_response(_gexf(request, network), "meetings.gexf", "application/gexf+xml")
    if form == "json":
        return file_response(_json(request, network), "meetings.json", "application/json")
    if form == "csv":
        names = {node.key: node.name for node in network.nodes}
        header = ("one", "one_key", "other", "other_key", "happened", "planned", "sought", "denied", "latest", "events")
        rows = (
            (
                names[one.one],
                one.one,
                names[one.other],
                one.other,
                *_counts(one).values(),
                one.latest,
                _events(request, one),
            )
            for one in network.meetings
        )
        return csv_response("meetings.csv", header, rows)
    lines, dots = lay_out(network)
    context = {"lines": lines, "dots": dots, "width": _WIDTH, "height": _HEIGHT}
    return picture_response(render_to_string("graph.svg", context).encode(), "meetings", form)


def lay_out(network: Network) -> tuple[list[Line], list[Dot]]:
    """Place those who meet near one another; the same network gives the same picture.

    Fruchterman and Reingold, "Graph Drawing by Force-directed Placement" (1991), from a circle.
    """
    if not network.nodes:
        return [], []
    most = max(node.meetings for node in network.nodes)
    places = _places(network)
    dots = {
        node.key: Dot(node, float(place[0]), float(place[1]), round(6 + 12 * math.sqrt(node.meetings / most), 1), above)
        for node, place, above in zip(network.nodes, places, _above(network, places), strict=True)
    }
    lines = [
        Line(
            meeting,
            dots[meeting.one],
            dots[meeting.other],
            round(min(1.5 + meeting.count, 8), 1),
            status(meeting.standing),
        )
        for meeting in network.meetings
    ]
    return lines, list(dots.values())


def _places(network: Network) -> Places:
    """Return x and y of each node: those who are tied to one another, however far, are laid out together, side by side."""
    index = {node.key: number for number, node in enumerate(network.nodes)}
    ties = np.zeros((len(index), len(index)))
    for meeting in network.meetings:
        one, other = index[meeting.one], index[meeting.other]
        ties[one, other] = ties[other, one] = 1
    groups = sorted(_groups(ties), key=lambda group: (-len(group), group[0]))
    boxes = _pack([0.9 + math.sqrt(len(group)) for group in groups])
    places = np.zeros((len(index), 2))
    for group, (x, y, size) in zip(groups, boxes, strict=True):
        places[group] = np.array([x, y]) + (_spread(ties[np.ix_(group, group)]) * 0.5 + 0.25) * size
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([_WIDTH - 2 * _SIDE, _HEIGHT - 2 * _EDGE])
    placed: Places = np.round((places - low) / np.maximum(high - low, 1e-6) * room + np.array([_SIDE, _EDGE]), 1)
    return placed


def _above(network: Network, places: Places) -> list[bool]:
    """Tell for each node whether its lines lead downward, on the whole."""
    index = {node.key: number for number, node in enumerate(network.nodes)}
    lean = np.zeros(len(index))
    for meeting in network.meetings:
        one, other = index[meeting.one], index[meeting.other]
        lean[one] += places[other, 1] - places[one, 1]
        lean[other] += places[one, 1] - places[other, 1]
    return [bool(one > 0) for one in lean]


def _groups(ties: Places) -> list[list[int]]:
    """Return the connected parts of the graph."""
    found, seen = [], set()
    for start in range(len(ties)):
        if start in seen:
            continue
        group, waiting = [], [start]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                group.append(node)
                waiting += [int(other) for other in np.flatnonzero(ties[node])]
        found.append(sorted(group))
    return found


def _pack(sizes: Sequence[float]) -> list[tuple[float, float, float]]:
    """Place squares, the largest first, in rows; return x, y and the size of each."""
    widest = max(sizes[0], math.sqrt(sum(size * size for size in sizes) * _WIDTH / _HEIGHT) * 1.05)
    boxes, x, y, tall = [], 0.0, 0.0, sizes[0]
    for size in sizes:
        if x and x + size > widest:
            x, y, tall = 0.0, y + tall, size
        boxes.append((x, y, size))
        x += size
    return boxes


def _spread(ties: Places) -> Places:
    """Lay out one connected part in the unit square."""
    count = len(ties)
    # An odd angle: two who meet stand aslant, so that the line between them crosses neither name.
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + 0.35
    places = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    ideal = 1.6 / math.sqrt(count)
    # Where all are tied to all, a circle is the answer.
    for step in range(0 if ties.sum() == count * (count - 1) else _STEPS):
        apart = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-3)
        moved = -(apart * (ties * distance / ideal - ideal**2 / distance**2)[:, :, None]).sum(axis=1)
        length = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        places = places + moved / length * np.minimum(length, 0.12 * (1 - step / _STEPS))
    low, high = places.min(axis=0), places.max(axis=0)
    spread: Places = (places - (low + high) / 2) / max(float((high - low).max()), 1e-6) + 0.5
    return spread


def _asked(request: HttpRequest) -> tuple[Level, str | None, str | None]:
    sent = request.GET.get("level")
    level: Level = "people" if sent == "people" else "states"
    who, date = (request.GET.get(name, "").strip()[:_LONGEST] or None for name in ("who", "date"))
    return level, who, date


def _counts(meeting: Meeting) -> Mapping[str, int]:
    return {name: getattr(meeting, name) for name in ("happened", "planned", "sought", "denied")}


def _events(request: HttpRequest, meeting: Meeting) -> str:
    return " ".join(request.build_absolute_uri(reverse("event", args=[one])) for one in meeting.happenings)


def _graphml(request: HttpRequest, network: Network) -> str:
    """Write the graph with its evidence: each edge has the addresses of its meetings."""
    root = Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    kinds = {"name": ("node", "string"), "meetings": ("node", "int")}
    kinds |= dict.fromkeys(("happened", "planned", "sought", "denied"), ("edge", "int"))
    kinds |= dict.fromkeys(("latest", "events"), ("edge", "string"))
    for name, (of, kind) in kinds.items():
        SubElement(root, "key", {"id": name, "for": of, "attr.name": name, "attr.type": kind})
    graph = SubElement(root, "graph", edgedefault="undirected")
    for node in network.nodes:
        _data(SubElement(graph, "node", id=node.key), name=node.name, meetings=node.meetings)
    for one in network.meetings:
        edge = SubElement(graph, "edge", source=one.one, target=one.other)
        _data(edge, **_counts(one), latest=one.latest, events=_events(request, one))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _gexf(request: HttpRequest, network: Network) -> str:
    """Write the same as GEXF 1.3, which Gephi reads."""
    root = Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    graph = SubElement(root, "graph", defaultedgetype="undirected")
    kinds = dict.fromkeys(("happened", "planned", "sought", "denied"), "integer")
    kinds |= dict.fromkeys(("latest", "events"), "string")
    for of, values in (("node", {"meetings": "integer"}), ("edge", kinds)):
        given = SubElement(graph, "attributes", {"class": of})
        for name, kind in values.items():
            SubElement(given, "attribute", id=name, title=name, type=kind)
    nodes, edges = SubElement(graph, "nodes"), SubElement(graph, "edges")
    for node in network.nodes:
        _values(SubElement(nodes, "node", id=node.key, label=clean(node.name)), meetings=node.meetings)
    for number, one in enumerate(network.meetings):
        edge = SubElement(edges, "edge", id=str(number), source=one.one, target=one.other, weight=str(one.count))
        _values(edge, **_counts(one), latest=one.latest, events=_events(request, one))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _values(element: Element, **values: object) -> None:
    given = SubElement(element, "attvalues")
    for name, value in values.items():
        SubElement(given, "attvalue", {"for": name, "value": clean(str(value))})


def _json(request: HttpRequest, network: Network) -> str:
    """Write the same as nodes and links, as D3 and NetworkX read them."""
    nodes = [{"id": node.key, "name": node.name, "meetings": node.meetings} for node in network.nodes]
    links = [
        {
            "source": one.one,
            "target": one.other,
            **_counts(one),
            "latest": one.latest,
            "events": _events(request, one).split(),
        }
        for one in network.meetings
    ]
    whole = {"directed": False, "multigraph": False, "graph": {}, "nodes": nodes, "links": links}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _data(element: Element, **values: object) -> None:
    for name, value in values.items():
        SubElement(element, "data", key=name).text = clean(str(value))
