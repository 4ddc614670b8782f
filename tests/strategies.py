"""Hypothesis strategies: Readings as a reader could make them, over any text."""

from typing import Any

from hypothesis import strategies as st

from dragoman.model import (
    CONTEXTS,
    MODES,
    Actor,
    Article,
    Date,
    Event,
    Figure,
    FigureCheck,
    Forecast,
    Mention,
    Office,
    Parts,
    Place,
    Reader,
    Reading,
    Response,
    Span,
    Statement,
)

_words = st.text(max_size=12)
_edtf = st.sampled_from(
    [None, "2004", "2023-08-18", "2024-01", "2022/2024", "../2024", "2024-04/..", "2024-21", "199X"]
)
_numbers = st.integers(-(10**6), 10**12) | st.floats(allow_nan=False, allow_infinity=False, width=32)
_chances = st.none() | st.floats(0, 1)
_maybe_number = st.none() | _numbers


def _one_of(*values: object) -> st.SearchStrategy[Any]:
    # Any: the type checker does not see that strings drawn from these are the record's literals.
    return st.sampled_from(values)


def _spans(text: str) -> st.SearchStrategy[Span]:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return ends.filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Span(min(pair), max(pair)))


def _some(ids: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), max_size=3, unique=True).map(tuple) if ids else st.just(())


def _one_or_none(ids: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(ids) if ids else st.none()


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Readings with every field filled in some of them, and every reference to a row that is there."""
    text = draw(st.text(st.characters(exclude_categories=[]), min_size=2, max_size=80))
    spans, ids = _spans(text), {kind: [f"{kind}{n}" for n in range(draw(st.integers(0, 3)))] for kind in "asefp"}
    maybe_span, some_spans = st.none() | spans, st.lists(spans, max_size=3).map(tuple)
    mention = st.tuples(spans, _one_of("name", "nominal", "pronoun")).map(lambda m: Mention(*m[0], m[1]))
    office = st.builds(Office, _words, st.none() | _words, st.sampled_from(["current", "former", "incoming"]), spans)
    kinds = _one_of("person", "state", "body", "organization", "outlet", "group", "unnamed")
    response = st.builds(Response, _words, st.none() | _words, st.none() | _words, _edtf)
    event_type = st.sampled_from(list(MODES))

    def actor(id_: str) -> Actor:
        sectors = draw(st.lists(st.sampled_from(["GOV", "MIL", "JRN"]), max_size=2, unique=True).map(tuple))
        offices, mentions = draw(st.lists(office, max_size=2)), draw(st.lists(mention, max_size=3))
        country = draw(st.sampled_from([None, "JPN", "XKX", "QQQ"]))
        return Actor(id_, draw(_words), draw(kinds), country, sectors, tuple(offices), tuple(mentions))

    def statement(id_: str) -> Statement:
        return Statement(
            id_,
            draw(maybe_span),
            draw(_one_or_none(ids["a"])),
            draw(st.sampled_from(["named", "body", "unnamed", "document", "outlet"])),
            draw(maybe_span),
            draw(some_spans),
            draw(st.sampled_from(["direct", "indirect", "mixed"])),
            draw(_some(ids["a"])),
            draw(maybe_span),
            draw(_edtf),
            draw(_one_or_none(ids["s"])),
            draw(_chances),
        )

    def event(id_: str) -> Event:
        type_ = draw(event_type)
        return Event(
            id_,
            type_,
            draw(st.sampled_from([None, *MODES[type_]])),
            draw(st.lists(st.sampled_from(CONTEXTS), max_size=2, unique=True).map(tuple)),
            draw(_some(ids["a"])),
            draw(_some(ids["a"])),
            draw(_edtf),
            draw(st.none() | st.builds(Place, spans, _words, st.sampled_from([None, "NOR"]))),
            draw(st.lists(_one_of("historical", "future", "hypothetical", "negation"), unique=True).map(tuple)),
            draw(maybe_span),
            draw(_some(ids["s"])),
            draw(spans),
            draw(spans),
            draw(some_spans),
            draw(_chances),
        )

    def figure(id_: str) -> Figure:
        value = draw(_numbers | st.tuples(_maybe_number, _maybe_number))
        of, told = draw(_one_or_none(ids["f"])), draw(_some(ids["s"]))
        return Figure(id_, value, draw(st.none() | _words), draw(maybe_span), of, told, draw(spans))

    def forecast(id_: str) -> Forecast:
        chance = draw(st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1)))
        said, event_id = draw(_one_or_none(ids["s"])), draw(_one_or_none(ids["e"]))
        return Forecast(id_, said, draw(spans), draw(spans), chance, event_id, draw(_edtf))

    check = st.builds(FigureCheck, st.sampled_from(ids["f"] or [""]), _some(ids["f"]), _numbers, st.booleans())
    date = st.builds(Date, spans, st.sampled_from(["DATE", "TIME", "DURATION", "SET"]), st.none() | _words, _edtf)
    return Reading(
        reader=Reader("dragoman", draw(_words), "rules", draw(st.lists(_words, max_size=2).map(tuple))),
        article=Article(
            id=draw(_words),
            text=text,
            parts=Parts(draw(maybe_span), draw(maybe_span), draw(maybe_span), draw(some_spans)),
            source_id=draw(st.none() | _words),
            title=draw(st.none() | _words),
            published=draw(_edtf),
            comments=tuple(draw(st.lists(response, max_size=2))),
        ),
        actors=tuple(actor(id_) for id_ in ids["a"]),
        statements=tuple(statement(id_) for id_ in ids["s"]),
        events=tuple(event(id_) for id_ in ids["e"]),
        dates=tuple(draw(st.lists(date, max_size=2))),
        figures=tuple(figure(id_) for id_ in ids["f"]),
        figure_checks=tuple(draw(st.lists(check, max_size=2))) if ids["f"] else (),
        forecasts=tuple(forecast(id_) for id_ in ids["p"]),
    )
