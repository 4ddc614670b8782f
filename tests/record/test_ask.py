"""Asking says the same on both databases: what is found, what matched, and page after page."""

import dataclasses
import json
import re
import zlib
from typing import get_args

import pytest
from django.db import connections

from dragoman.errors import Unusable, WrongQuery
from dragoman.model import Span
from dragoman.record.ask import Hit, ask
from dragoman.record.happenings import Outcome
from dragoman.record.meetings import find_meetings
from dragoman.record.models import EventRow, EventSource, RebuildDue, Version
from dragoman.record.network import find_network
from dragoman.record.people import find_profile
from dragoman.record.query import SOURCINGS
from dragoman.record.questions import find_news
from dragoman.record.snippets import find_words
from dragoman.record.sql import Sql, run
from dragoman.record.stands import find_stand
from dragoman.record.store import Record, open_record
from tests.record.conftest import make_reading

TEXTS = {
    "a": "Ministers held talks on the border in Oslo.",
    "b": "The border talks broke down, the minister said.",
    "c": "Wheat prices fell; the minister of trade was pleased.",
    "d": "A talk on “café” culture; O'Brien's sea-border (1978) exhibition.",
}


@pytest.fixture
def filled(record: Record) -> Record:
    list(record.add(make_reading(text, id_=id_, title=f"Title {id_}") for id_, text in TEXTS.items()))
    return record


def found(record: Record, query: str) -> str:
    return "".join(sorted(hit.article.id for hit in ask(record, query).hits))


def test_words_are_found(filled: Record) -> None:
    cases = {
        "talks": "abd",
        "border talk": "abd",
        '"border talks"': "b",
        "minister -wheat": "ab",
        "wheat OR oslo": "ac",
        "minister wheat OR oslo": "ac",
        "-wheat -oslo": "bd",
        "café": "d",
        "O'Brien's": "d",
        "sea-border": "d",
        '"(1978)"': "d",
        "nothing": "",
        "title": "abcd",
    }
    assert {query: found(filled, query) for query in cases} == cases


def test_a_hit_shows_its_words_and_where_they_stand(filled: Record) -> None:
    (hit,) = ask(filled, "wheat minister").hits
    (snippet,) = hit.snippets
    assert snippet.marked("[", "]") == "[Wheat] prices fell; the [minister] of trade was pleased."
    text = TEXTS["c"]
    assert [text[mark.start : mark.end] for mark in snippet.marks] == ["Wheat", "minister"]
    assert [(match.term, match.field, match.value) for match in hit.matched] == [
        ("wheat", "text", "Wheat"),
        ("minister", "text", "minister"),
    ]
    (titled,) = ask(filled, '"title c"').hits
    assert {match.field for match in titled.matched} == {"title"}


def test_only_the_current_text_is_found(record: Record) -> None:
    first = make_reading("Varga met the envoy.", id_="a1", url="https://courier.example/1")
    later = make_reading("Varga met the ambassador.", id_="a2", url="https://courier.example/1")
    list(record.add([first, later]))
    assert ask(record, "envoy").hits == ()
    assert ask(record, "envoy show:events").hits == ()
    assert found(record, "ambassador") == "a2"
    assert found(record, "ambassador show:events") == "a2"


@pytest.mark.parametrize(
    "query",
    [
        "actor:kenya actor:ethiopia event:CONSULT",
        "source:unnamed event:REQUEST",
        "source:brazil about:bolivia troops",
        "country:KEN date:2024-03 show:events",
        "outlet:the-lantern source:unnamed",
        "context:territory standing:denied",
        'actor:nixon "Mao Zedong" show:events',
        "auxiliary:negation OR standing:denied",
        "event:visit OR event:MOBILIZE -auxiliary:none",
    ],
)
def test_every_term_is_answered_by_a_field_of_the_hit(sample: Record, query: str) -> None:
    answer = ask(sample, query)
    assert answer.hits
    texts = {reading.article.id: reading.article.text for reading in sample.readings()}
    for hit in answer.hits:
        assert hit.matched
        for snippet in hit.snippets:
            assert texts[hit.article.id][snippet.start : snippet.start + len(snippet.text)] == snippet.text
            for mark in snippet.marks:
                assert snippet.start <= mark.start < mark.end <= snippet.start + len(snippet.text)
        answered = {match.term for match in hit.matched}
        positive = {
            term for term in query.split() if not term.startswith(("-", "show:")) and term != "OR" and '"' not in term
        }
        assert answered & positive
        if " OR " not in query and '"' not in query:
            assert positive <= answered


def test_counts_are_those_of_the_pages(sample: Record) -> None:
    for query in ("date:2024 show:events", "date:2024 show:statements", "date:2024"):
        whole = ask(sample, query, limit=200)
        (count,) = [count.count for count in whole.counts if count.show == whole.show]
        paged: list[Hit] = []
        cursor = None
        while True:
            page = ask(sample, query, limit=7, cursor=cursor)
            paged += page.hits
            cursor = page.next
            if cursor is None:
                break
        assert tuple(paged) == whole.hits
        assert len(paged) == count > 7
        days = [hit.article.published or "" for hit in paged]
        assert days == sorted(days, reverse=True)


def test_a_day_finds_what_is_dated_by_longer_times(record: Record) -> None:
    dates = {
        "a": "2024-05-28",
        "b": "2024-05",
        "c": "2024",
        "d": "1990/..",
        "e": "../2000",
        "f": "2024-04-15/2024-05-16",
    }
    made = [make_reading(f"Ministers met, said {name}.", id_=name) for name in dates]
    list(
        record.add(
            dataclasses.replace(one, events=(dataclasses.replace(one.events[0], date=dates[one.article.id]),))
            for one in made
        )
    )
    assert found(record, "date:2024-05-28 show:events") == "abcd"
    assert found(record, "date:2024-05 show:events") == "abcdf"
    assert found(record, "date:2024-04 show:events") == "cdf"
    assert found(record, "date:1999-04-15 show:events") == "de"
    assert found(record, "date:0001-01 show:events") == "e"
    assert found(record, "date:9999-12 show:events") == "d"
    assert found(record, "date:2001/2023 show:events") == "d"


def test_a_place_in_a_list_outlives_a_rebuild_and_newcomers(record: Record) -> None:
    list(record.add(make_reading(text, id_=id_) for id_, text in TEXTS.items()))
    queries = ("event:CONSULT", "source:named", "minister OR talk")
    first = {query: ask(record, query, limit=2) for query in queries}
    list(record.add([make_reading("Talks by a minister.", id_="z")]))
    record.rebuild()
    for query in queries:
        rest = ask(record, query, limit=100, cursor=first[query].next)
        assert [hit.article.id for hit in (*first[query].hits, *rest.hits)] == ["d", "c", "b", "a"]


def test_names_that_mean_nobody_are_refused_with_the_nearest(sample: Record) -> None:
    near = {
        "actor:kemya": "kenya",
        "source:unamed": "unnamed",
        "actor:kenji-moria": "kenji-morita",
        "outlet:lantren": "lantern",
    }
    for query, wanted in near.items():
        with pytest.raises(WrongQuery) as raised:
            ask(sample, query)
        assert raised.value.near == wanted
        assert raised.value.column == query.index(":") + 2


def test_a_name_means_whoever_is_called_so(sample: Record) -> None:
    assert ask(sample, "actor:japan event:REQUEST").meanings == {"actor:japan": "Japan"}
    both = ask(sample, "actor:novak")
    assert both.meanings == {"actor:novak": "Peter Novak (LVA), Peter Novak (SVK)"}
    one = ask(sample, 'actor:"name:peter novak:SVK"')
    assert 0 < one.counts[0].count < both.counts[0].count
    assert [hit.article for hit in ask(sample, "actor:JPN").hits] == [
        hit.article for hit in ask(sample, "actor:Japan").hits
    ]


def test_a_copy_says_of_whom(sample: Record) -> None:
    hits = {hit.article.outlet: hit for hit in ask(sample, '"water" OR omo', limit=50).hits}
    assert hits["Coast Times"].copy_of == hits["Northern Wire"].article.id
    assert hits["Northern Wire"].copy_of is None


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJ4IiwxXQ", "WyIyMDI0LTAxLTAxIiwtMV0", "[[[", "é", "A" * 5000])
def test_a_wrong_place_is_refused(filled: Record, cursor: str) -> None:
    with pytest.raises(Unusable, match="no place"):
        ask(filled, "talks", cursor=cursor)
    with pytest.raises(Unusable, match="1 to 200"):
        ask(filled, "talks", limit=0)


def test_a_record_of_an_older_kind_is_derived_anew_when_it_is_opened(url: str) -> None:
    record = open_record(url)
    list(record.add([make_reading("Varga met the envoy.", id_="a1")]))
    row = Version.objects.using(record.alias).get()
    plain = json.loads(zlib.decompress(bytes(row.reading)))
    plain["events"][0]["type"] = "SUPPORT"
    Version.objects.using(record.alias).update(reading=zlib.compress(json.dumps(plain).encode()))
    RebuildDue.objects.using(record.alias).create()
    assert found(record, "event:SUPPORT") == ""
    again = open_record(url)
    assert found(again, "event:SUPPORT") == "a1"
    assert not RebuildDue.objects.using(record.alias).exists()


def everything(record: Record) -> list[object]:
    """Ask all that is asked in another way where it is common."""
    queries = (
        'actor:bolivia', 'country:bolivia', '"talks"', '-"talks" actor:bolivia', 'event:CONSULT "talks"',
        'country:JPN event:CONSULT', 'country:chile OR actor:bolivia show:statements', "source:lantern show:events",
        'source:bolivia', 'source:brazil about:bolivia', 'about:bolivia -source:bolivia', 'event:CONSULT country:JPN show:articles',
        "actor:bolivia date:2024", "country:KEN date:2024-03 show:events", '"talks" -actor:bolivia',
    )  # fmt: skip
    found: list[object] = []
    for query in queries:
        cursor, hits = None, list[Hit]()
        while True:
            answer = ask(record, query, limit=3, cursor=cursor)
            hits += answer.hits
            cursor = answer.next
            if cursor is None:
                break
        assert hits, query
        found.append(hits)
    for who in ("bolivia", "usa", "kenji-morita"):
        found += [
            find_profile(record, who, limit=3),
            find_network(record, who=who),
            find_stand(record, who, "territory"),
        ]
    for outcome in (None, *get_args(Outcome)):
        first = find_meetings(record, "egypt", "israel", outcome=outcome, limit=1)
        rest = (
            find_meetings(record, "egypt", "israel", outcome=outcome, limit=50, cursor=first.next)
            if first.next
            else None
        )
        found += [first, rest]
    return [*found, find_news(record, "1800-01-01", as_of="1990-01-01")]


@pytest.mark.parametrize("stretches", [(), (1,), (0, 1, 1), (2, 30)])
def test_what_is_common_is_found_as_what_is_rare(
    sample: Record, monkeypatch: pytest.MonkeyPatch, stretches: tuple[int, ...]
) -> None:
    before = everything(sample)
    monkeypatch.setattr("dragoman.record.newest.COMMON", 1)
    monkeypatch.setattr("dragoman.record.newest.STRETCHES", stretches)
    monkeypatch.setattr("dragoman.record.people._CONDITIONAL", stretches)
    assert everything(sample) == before


def test_what_is_common_is_counted_among_what_is_newest(sample: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ask(sample, "actor:bolivia").counts
    monkeypatch.setattr("dragoman.record.newest.COMMON", 1)
    assert ask(sample, "actor:bolivia").counts == before
    monkeypatch.setattr("dragoman.record.newest.STRETCHES", (1,))
    after = ask(sample, "actor:bolivia").counts
    assert all(one.more and one.count <= whole.count for one, whole in zip(after, before, strict=True))
    assert sum(one.count for one in after) < sum(one.count for one in before)


def test_what_is_rare_is_counted_whole_beside_a_common_word(sample: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    query = 'actor:jimmy-carter "said"'
    whole = ask(sample, query).counts
    monkeypatch.setattr(
        "dragoman.record.newest.COMMON", 5
    )  # the word stands in more articles, and those tell of others
    assert ask(sample, query).counts == whole
    assert whole[0].count == 1
    common = ask(sample, '"said"').counts[0]
    assert common.count > whole[0].count


def test_much_is_not_counted_to_its_end(sample: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {one.show: one.count for one in ask(sample, "event:CONSULT").counts}
    monkeypatch.setattr("dragoman.record.ask.COUNTED", 3)
    assert whole["events"] > whole["articles"] > 3
    assert {(one.show, one.count, one.more) for one in ask(sample, "event:CONSULT").counts} == {
        ("events", 3, True),
        ("articles", 3, True),
    }


@pytest.mark.parametrize("word", ["said", "border", "president talks", "nothing such"])
def test_words_are_counted_as_far_as_is_asked(sample: Record, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    whole = {one.show: one.count for one in ask(sample, f'"{word}"').counts}
    for most in (1, 2, 4, 9):
        monkeypatch.setattr("dragoman.record.ask.COUNTED", most)
        assert {(one.show, one.count, one.more) for one in ask(sample, f'"{word}"').counts} == {
            (show, min(count, most), count > most) for show, count in whole.items()
        }


def test_events_are_found_by_the_kinds_of_their_sources(sample: Record) -> None:
    told: dict[str, set[str]] = {hit: set() for hit in _events(sample, "date:1000/.. OR -date:1000/..")}
    assert len(told) == EventRow.objects.using(sample.alias).count()
    for source in EventSource.objects.using(sample.alias).select_related("event__version", "statement"):
        told[f"{source.event.version.article_id}/events/{source.event.local}"].add(source.statement.sourcing)
    for kind in SOURCINGS:
        theirs = {event for event, kinds in told.items() if kind in kinds or (kind == "outlet" and not kinds)}
        assert _events(sample, f"source:{kind}") == theirs
        assert _events(sample, f"-source:{kind}") == set(told) - theirs
        assert _events(sample, f"source:{kind} date:2024-08") == theirs & _events(sample, "date:2024-08")


def _events(record: Record, query: str) -> set[str]:
    hits = ask(record, f"{query} show:events", limit=200).hits
    return {f"{hit.article.id}/{hit.event.row}" for hit in hits if hit.event}


# What PostgreSQL's reader of words takes apart in a way of its own.
_ODD = (
    "The dying man was lying, tying ties; he dies and lies. Ugly skies, early talks: “Talking” talked\nhappily\thappier.\r\n",
    "win-win and win–win, O'Brien's wins, U.S.-led, e-mail win@talks.org, https://win.org/talks?x=1, 12,000 wins &amp; 3-year",
    "Ünal's café in İstanbul, \u212aelvin and kelvin; talks—talk, ‘win’ x_win _talk a1win 1win WINNING wins/talks",
    "A <b>win</b> < talks > and <a\nhref=win>lie</a>",
)


def test_words_are_marked_as_in_the_whole_text(record: Record) -> None:
    list(record.add(make_reading(text, id_=f"odd-{number}") for number, text in enumerate(_ODD)))
    texts = dict(Version.objects.using(record.alias).values_list("pk", "text"))
    found = 0
    for word in (
        "win",
        "talks",
        "lie",
        "die",
        "tie",
        "dying",
        "happy",
        "kelvin",
        "café",
        "istanbul",
        "1win",
        "ugly",
        "a",
    ):
        for row, places in find_words(record.alias, "articles", list(texts), [word]).items():
            for _title, spans in places.values():
                found += len(spans)
                assert spans == _marked(record, texts[row], word) or connections[record.alias].vendor == "sqlite"
    assert found > 30


def _marked(record: Record, text: str, word: str) -> list[Span]:
    """Return where PostgreSQL marks a word in a whole text."""
    if connections[record.alias].vendor == "sqlite":
        return []
    options = "HighlightAll=true, StartSel=\x02, StopSel=\x03"
    asked = Sql("SELECT ts_headline('english', %s, websearch_to_tsquery('english', %s), %s)", (text, word, options))
    ((marked,),) = run(asked, record.alias)
    places = enumerate(re.finditer("\x02.*?\x03", marked))
    return [Span(place.start() - 2 * number, place.end() - 2 * number - 2) for number, place in places]
