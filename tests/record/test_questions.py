"""The questions, on the sample Record whose answers we know, and on Records that are made for them; on both databases."""

import dataclasses
import importlib

import pytest
from django.db import connections

from dragoman.errors import Unusable, WrongQuery
from dragoman.model import Auxiliary, Event, Parts, Reading, Span
from dragoman.record.decisions import decide, iter_links
from dragoman.record.happenings import find_account
from dragoman.record.lookup import SIDES
from dragoman.record.meetings import find_meetings
from dragoman.record.models import EventRow, Party, StatementRow, Topic
from dragoman.record.questions import find_news, find_said
from dragoman.record.stands import find_stand
from dragoman.record.store import Record
from tests.record.conftest import make_reading


def telling(text: str, id_: str, published: str, date: str, auxiliary: Auxiliary | None = None) -> Reading:
    """A Reading in which two states meet."""
    plain = make_reading(text, id_=id_, url=f"https://courier.example/{id_}")
    first, last = text.split(maxsplit=1)[0], text.rsplit(maxsplit=1)[-1]
    one = dataclasses.replace(plain.actors[0], id="one", name=first, kind="state", country="KEN")
    at = Span(len(text) - len(last), len(text))
    other = dataclasses.replace(
        one, id="other", name=last, country="ETH", mentions=(one.mentions[0]._replace(start=at.start, end=at.end),)
    )
    trigger = Span(text.index("meet"), text.index("meet") + 4)
    modes: tuple[Auxiliary, ...] = (auxiliary,) if auxiliary else ()
    event = Event("e1", "AGREE" if auxiliary == "future" else "CONSULT", None, (), ("one", "other"), (), date, None, modes, None, (), trigger, Span(0, len(text)))  # fmt: skip
    article = dataclasses.replace(
        plain.article, published=published, publisher=f"Outlet {id_}", parts=Parts(paragraphs=(Span(0, len(text)),))
    )
    return dataclasses.replace(plain, article=article, actors=(one, other), statements=(), events=(event,))


def test_meetings_are_told_once_with_all_who_tell_of_them(sample: Record) -> None:
    meetings = find_meetings(sample, "kenya", "ethiopia")
    (met,) = [account for account in meetings.items if "2024-03-12" in {told.value for told in account.dates}]
    assert met.outcome == "happened"
    assert {party.name for party in met.parties} >= {"Wanjiru Kamau", "Dawit Bekele"}
    # Coast Times copies Northern Wire: three articles, two witnesses.
    assert {telling.article.outlet for telling in met.tellings} == {
        "Northern Wire",
        "Coast Times",
        "The Sample Courier",
    }
    assert [teller.outlet for teller in met.tellers] == ["Northern Wire", "The Sample Courier"]
    assert {telling.article.outlet for telling in met.tellings if not telling.own} == {"Coast Times"}
    assert met.standings[0].tellers == 2
    assert met.standings[0].articles == 3


def test_a_denied_meeting_says_who_denies_it(sample: Record) -> None:
    (first, *_) = find_meetings(sample, "mongolia", "japan", outcome="denied").items
    deniers = {telling.article.outlet for telling in first.tellings if telling.event.standing == "denied"}
    assert deniers == {"Harbour Press"}
    assert find_meetings(sample, "japan", "mongolia", outcome="happened").items == ()
    assert find_meetings(sample, "novak", "kenya").items == ()
    with pytest.raises(WrongQuery, match="nobody"):
        find_meetings(sample, "kenya", "atlantis")


def test_meetings_come_in_pages(sample: Record) -> None:
    whole = find_meetings(sample, "usa", "china").items
    first = find_meetings(sample, "usa", "china", limit=1)
    rest = find_meetings(sample, "usa", "china", cursor=first.next)
    assert (*first.items, *rest.items) == whole
    assert len(whole) > 1


def test_an_account_is_found_by_any_telling_of_it(sample: Record) -> None:
    account = find_meetings(sample, "kenya", "ethiopia").items[0]
    assert find_account(sample, account.happening) == account
    for told in account.tellings:
        assert find_account(sample, f"{told.article.id}/{told.event.row}") == account
    with pytest.raises(Unusable, match="no such event"):
        find_account(sample, "nothing")


def test_a_report_of_a_report_counts_with_its_origin(sample: Record) -> None:
    deployed = [hit for hit in find_news(sample, "2024-08-01", as_of="2024-08-31").new if hit.act == "deploy"]
    (account,) = deployed
    assert account.outcome == "disputed"
    by_outlet = {teller.outlet: teller for teller in account.tellers}
    (press,) = [teller for teller in account.tellers if teller.outlet == "Harbour Press"]
    assert len(account.tellings) == 3  # news gives a few of each event
    whole = find_account(sample, account.happening)
    assert (whole.tellers, whole.count) == (account.tellers, account.count)
    reports = {told.article.outlet for told in whole.tellings if told.article.id in press.articles}
    assert reports == {"Harbour Press", "The Global Bulletin"}
    assert len(account.tellers) == len(by_outlet) < len({told.article.id for told in whole.tellings})


def test_a_rejected_copy_is_a_witness(record: Record) -> None:
    text = (
        "Kenya's minister said in Nairobi on Tuesday, after two days of talks on dams, fish and the price of power that "
        "neither side would describe to the reporters who had waited in the rain outside, that she did meet Ethiopia"
    )
    list(record.add([telling(text, "a", "2024-03-11", "2024-03-12"), telling(text, "b", "2024-03-12", "2024-03-12")]))
    (account,) = find_meetings(record, "kenya", "ethiopia").items
    assert len(account.tellers) == 1
    (link,) = iter_links(record, kind="copies")
    decide(record, link.key, confirmed=False)
    (account,) = find_meetings(record, "kenya", "ethiopia").items
    assert len(account.tellers) == 2


def test_what_somebody_said_of_another(sample: Record) -> None:
    answer = find_said(sample, "brazil", "bolivia")
    assert answer.show == "statements"
    assert {hit.statement.speaker.name for hit in answer.hits if hit.statement and hit.statement.speaker} == {"Brazil"}
    same = find_said(sample, "BRA", "Bolivia")
    assert [hit.statement for hit in same.hits] == [hit.statement for hit in answer.hits]
    assert len(find_said(sample, "brazil", words="troops").hits) < len(find_said(sample, "brazil").hits)


def test_a_stand_turns_and_keeps_its_conditions(sample: Record) -> None:
    stand = find_stand(sample, "uruguay", "sanctions")
    assert [position.direction for position in stand.positions][-1] == "for"
    assert stand.turns == 1
    assert [position.condition for position in stand.positions if position.condition] == [
        "unless it opens its beef market"
    ]
    days = [position.day or "" for position in stand.positions]
    assert days == sorted(days)


def test_a_stand_on_a_context_has_what_bears_it(sample: Record) -> None:
    found = 0
    for who, country in (("uruguay", "URY"), ("bolivia", "BOL"), ("kenya", "KEN"), ("japan", "JPN")):
        theirs = EventRow.objects.using(sample.alias).filter(
            parties__role="actor", parties__country=country, parties__kind__in=SIDES
        )
        contexts = {context for row in theirs for context in row.contexts.split()}
        assert contexts
        for context in contexts:
            stand = find_stand(sample, who, context, limit=200)
            acts = [position.event for position in stand.positions if position.event]
            assert all(context in act.contexts for act in acts)
            found += len(acts)
            copied = {copy for position in stand.positions for copy in position.copies}
            spoke = {
                (position.article.id, position.statement.row) for position in stand.positions if position.statement
            }
            said = StatementRow.objects.using(sample.alias).filter(country=country, kind__in=SIDES)
            told = {(row.version.article_id, f"statements/{row.local}"): row for row in said.select_related("version")}
            assert spoke <= set(told)
            for place, row in told.items():
                inside = [source.event for source in row.reported.all()]
                on_it = any(context in event.contexts.split() for event in inside)
                acted = {event.pk for event in inside} & {event.pk for event in theirs}
                if not on_it:
                    assert place not in spoke
                elif not acted and row.version.article_id not in copied:
                    assert place in spoke
    assert found > 5


def test_contexts_are_filled_in_an_older_record_as_they_are_written(sample: Record) -> None:
    fill = importlib.import_module("dragoman.record.migrations.0097_issues")._fill

    def issues() -> dict[str, list[tuple[int, int | None]]]:
        return {
            table.__name__: list(table.objects.using(sample.alias).order_by("pk").values_list("pk", "issues"))
            for table in (Party, StatementRow)
        }

    before = issues()
    assert all(any(bits for _, bits in rows) for rows in before.values())
    for table in (Party, StatementRow):
        table.objects.using(sample.alias).update(issues=None)
    with connections[sample.alias].schema_editor() as editor:
        fill(None, editor)
    assert issues() == before


@pytest.mark.parametrize(
    ("migration", "table", "columns"),
    [
        ("0099_actors", Party, ("conditional",)),
        ("0100_pairs", Topic, ("by_country", "by_kind")),
        ("0101_sourcing", EventRow, ("sourcing",)),
    ],
)
def test_columns_are_filled_in_an_older_record_as_they_are_written(
    sample: Record, migration: str, table: type[Party] | type[Topic] | type[EventRow], columns: tuple[str, ...]
) -> None:
    fill = importlib.import_module(f"dragoman.record.migrations.{migration}")._fill
    # The kind of those who are in no country is asked for by nobody.
    rows = table.objects.using(sample.alias).exclude(**{columns[0]: None}).order_by("pk").values_list("pk", *columns)
    before = list(rows)
    assert before
    table.objects.using(sample.alias).update(**dict.fromkeys(columns))
    with connections[sample.alias].schema_editor() as editor:
        fill(None, editor)
    assert list(rows) == before


def test_what_others_allege_turns_no_stand(sample: Record) -> None:
    stand = find_stand(sample, "bolivia", "troops")
    assert {position.direction for position in stand.positions if position.alleged} == {"against"}
    assert all(position.turn is None for position in stand.positions if position.alleged)


def test_news_has_what_was_first_told_since(sample: Record) -> None:
    news = find_news(sample, "2024-08-01", as_of="2024-12-31", limit=100)
    assert {account.act for account in news.new} >= {"deploy", "resign", "lift"}
    assert all(min(told.article.published or "" for told in account.tellings) >= "2024-08-01" for account in news.new)
    pairs = {(change.event.standing, change.earlier_event.standing) for change in news.contradicted}
    assert pairs
    assert all(("denied" in pair) and set(pair) != {"denied"} for pair in pairs)
    assert {(change.event.standing, change.earlier_event.standing) for change in news.updated} >= {
        ("happened", "planned")
    }


def test_a_plan_is_overdue_until_somebody_tells_of_it(record: Record) -> None:
    plan = telling("Kenya will meet Ethiopia", "a", "2024-03-01", "2024-04-09", "future")
    list(record.add([plan]))
    assert find_news(record, "2024-01-01", as_of="2024-04-09").overdue == ()
    (overdue,) = find_news(record, "2024-01-01", as_of="2024-04-20").overdue
    assert (overdue.due, overdue.days) == ("2024-04-09", 11)
    assert find_news(record, "2024-04-10", as_of="2024-04-20").overdue == ()
    list(record.add([telling("Kenya did meet Ethiopia", "b", "2024-04-15", "2024-04-09")]))
    news = find_news(record, "2024-01-01", as_of="2024-04-20")
    assert news.overdue == ()
    assert [change.event.standing for change in news.updated] == ["happened"]
    assert len(find_news(record, "2024-01-01", as_of="2024-04-14").overdue) == 1


@pytest.mark.parametrize("limit", [0, 201])
def test_a_wrong_limit_or_day_is_refused(record: Record, limit: int) -> None:
    with pytest.raises(Unusable, match="1 to 200"):
        find_news(record, "2024", limit=limit)
    with pytest.raises(Unusable, match="is no day"):
        find_news(record, "soon")


def test_an_account_counts_all_tellings_and_gives_some(record: Record) -> None:
    told = [telling(f"Kenya number {number} did meet Ethiopia", f"n{number:02}", "2024-04-10", "2024-04-09") for number in range(20)]  # fmt: skip
    list(record.add(told))
    (account,) = find_meetings(record, "kenya", "ethiopia").items
    assert (account.count, len(account.tellers), account.standings[0].tellers) == (20, 20, 20)
    assert len(account.tellings) == 5
    whole = find_account(record, account.happening)
    assert len(whole.tellings) == 20
    parts = [find_account(record, account.happening, limit=8, start=start).tellings for start in (0, 8, 16)]
    assert [len(part) for part in parts] == [8, 8, 4]
    assert whole.tellings == tuple(one for part in parts for one in part)
    assert account.tellings == (*whole.tellings[:4], whole.tellings[-1])
