"""What people decide on lines: applied everywhere, kept through versions, rebuilds and backups."""

import pathlib
from dataclasses import replace
from typing import Any

import pytest

from dragoman.errors import Unusable
from dragoman.intake import iter_intake
from dragoman.model import Actor, Article, Event, Figure, FigureCheck, Mention, Parts, Reader, Reading, Span, Statement
from dragoman.model.wire import line_to_dict
from dragoman.record.ask import ask
from dragoman.record.backup import back_up, restore
from dragoman.record.beside import find_article
from dragoman.record.exports.formats import export_record
from dragoman.record.judge import Decision, judge, new_id, take_back
from dragoman.record.judgements import iter_orphans
from dragoman.record.models import EventRow, Judgement, StatementRow
from dragoman.record.store import Record, open_record

TEXT = "Talks in Accra\n\nGhana met Togo on Monday. Togo said that 12 ships, 5 of them ferries, would leave."
LATER = "Talks in Accra\n\nUpdated: Ghana met Togo on Monday. Togo said that 12 ships, 5 of them ferries, would leave."


def span_of(words: str, text: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def make(text: str = TEXT, *, type_: str = "CONSULT", told: bool = True) -> Reading:
    def at(words: str) -> Span:
        return span_of(words, text)

    actors = (
        Actor("ghana", "Ghana", "state", "GHA", mentions=(Mention(*at("Ghana"), "name"),)),
        Actor("togo", "Togo", "state", "TGO", mentions=(Mention(*at("Togo"), "name"),)),
    )
    said = Statement(
        "s1", at("Togo"), "togo", "body", at("said"), (at("12 ships, 5 of them ferries, would leave"),), "indirect"
    )
    met = Event(
        "e1",
        type_,
        None,
        (),
        ("ghana", "togo"),
        (),
        "2024-02-12",
        None,
        (),
        None,
        (),
        at("met"),
        at("Ghana met Togo on Monday."),
    )
    left = Event(
        "e2",
        "RETREAT",
        "withdraw",
        (),
        ("togo",),
        (),
        None,
        None,
        ("future",),
        None,
        ("s1",),
        at("leave"),
        at("would leave"),
    )
    ships = Figure("f1", 12, "ships", None, None, ("s1",), at("12"))
    ferries = Figure("f2", 5, "ferries", None, "f1", ("s1",), at("5"))
    return Reading(
        Reader("dragoman", "0", "rules", ()),
        Article(
            "accra",
            text,
            Parts(at("Talks in Accra")),
            url="https://news.example/accra",
            title="Talks in Accra",
            published="2024-02-13",
        ),
        actors,
        (said,),
        (met, left) if told else (left,),
        (),
        (ships, ferries),
        (FigureCheck("f1", ("f2",), 5, holds=False),),
    )


def keep(record: Record, reading: Reading) -> None:
    list(record.add([reading]))


def line_of(reading: Reading, local: str) -> dict[str, Any]:
    return line_to_dict(next(event for event in reading.events if event.id == local))


def of_accra(record: Record) -> Reading:
    return next(iter(record.readings()))


def test_a_confirmed_line_stays_and_says_who(record: Record) -> None:
    keep(record, make())
    judge(record, "accra", Decision("events", "e1", "confirmed"), author="Ada")
    kept = find_article(record, "accra")
    assert kept.reading == kept.machine == make()
    assert [(one.verdict, one.local, one.author) for one in kept.judged] == [("confirmed", "e1", "Ada")]


def test_a_corrected_event_is_what_everything_uses(record: Record) -> None:
    keep(record, make())
    line = line_of(make(), "e1") | {"type": "COOPERATE", "actors": ["ghana"], "recipients": ["togo"], "date": "2024-02"}
    judge(record, "accra", Decision("events", "e1", "corrected", line), author="Ada")
    assert of_accra(record).events[0].type == "COOPERATE"
    assert find_article(record, "accra").machine.events[0].type == "CONSULT"
    assert [hit.event.type for hit in ask(record, "event:COOPERATE").hits if hit.event] == ["COOPERATE"]
    assert not ask(record, "event:CONSULT").hits
    record.rebuild()
    assert of_accra(record).events[0].recipients == ("togo",)
    assert EventRow.objects.using(record.alias).get(local="e1").type == "COOPERATE"


def test_nothing_points_at_a_rejected_line(record: Record) -> None:
    keep(record, make())
    judge(record, "accra", Decision("statements", "s1", "rejected"), author="Ada")
    judge(record, "accra", Decision("actors", "ghana", "rejected"), author="Ada")
    reading = of_accra(record)
    assert reading.statements == ()
    assert [event.statements for event in reading.events] == [(), ()]
    assert reading.events[0].actors == ("togo",)
    assert not StatementRow.objects.using(record.alias).exists()


def test_a_corrected_figure_is_added_up_again(record: Record) -> None:
    keep(record, make())
    line = line_to_dict(make().figures[1]) | {"value": 12}
    judge(record, "accra", Decision("figures", "f2", "corrected", line), author="Ada")
    assert of_accra(record).figure_checks == (FigureCheck("f1", ("f2",), 12, holds=True),)
    judge(record, "accra", Decision("figures", "f2", "rejected"), author="Ada")
    assert of_accra(record).figure_checks == ()


def test_an_added_line_is_kept_confirmed_and_taken_away(record: Record) -> None:
    keep(record, make(told=False))
    line = line_of(make(), "e1")
    local = new_id()
    judge(record, "accra", Decision("events", local, "added", line), author="Ada")
    judge(record, "accra", Decision("events", local, "confirmed"), author="Bo")
    assert [event.type for event in of_accra(record).events] == ["RETREAT", "CONSULT"]
    judge(record, "accra", Decision("events", local, "corrected", line | {"mode": "visit"}), author="Bo")
    assert of_accra(record).events[1].mode == "visit"
    judge(record, "accra", Decision("events", local, "rejected"), author="Bo")
    assert [event.type for event in of_accra(record).events] == ["RETREAT"]


def test_the_newest_counts_and_what_stood_before_comes_back(record: Record) -> None:
    keep(record, make())
    judge(record, "accra", Decision("events", "e1", "confirmed"), author="Ada")
    second = judge(record, "accra", Decision("events", "e1", "rejected"), author="Bo")
    assert [event.id for event in of_accra(record).events] == ["e2"]
    back = take_back(record, second.pk)
    assert back is not None
    assert (back.verdict, back.author) == ("confirmed", "Ada")
    assert [event.id for event in of_accra(record).events] == ["e1", "e2"]
    assert take_back(record, back.pk) is None
    assert find_article(record, "accra").judged == ()
    assert Judgement.objects.using(record.alias).count() == 2  # nothing is forgotten
    with pytest.raises(Unusable, match="no such verdict"):
        take_back(record, back.pk)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "MEET"}, "type: is not a PLOVER event type"),
        ({"mode": "phone", "type": "AGREE"}, "mode: is not a PLOVER mode of AGREE"),
        ({"auxiliary": ["maybe"]}, "auxiliary: is not one of"),
        ({"date": "last week"}, "is no EDTF date"),
        ({"trigger": [0, 5000]}, "is not a place inside the text"),
        ({"actors": ["benin"]}, "actor 'benin' is not in this Reading"),
        ({"place": {"span": [0, 5], "name": "Accra", "country": "GH"}}, "is no ISO 3166-1 code"),
    ],
)
def test_a_line_must_be_one_that_the_record_knows(record: Record, change: dict[str, Any], said: str) -> None:
    keep(record, make())
    with pytest.raises(Unusable, match=said):
        judge(record, "accra", Decision("events", "e1", "corrected", line_of(make(), "e1") | change), author="Ada")
    assert not Judgement.objects.using(record.alias).exists()


def test_what_is_not_there_cannot_be_judged(record: Record) -> None:
    keep(record, make())
    with pytest.raises(Unusable, match="no such line"):
        judge(record, "accra", Decision("events", "e9", "confirmed"), author="Ada")
    with pytest.raises(Unusable, match="no such line"):
        judge(record, "accra", Decision("dates", "1", "confirmed"), author="Ada")
    with pytest.raises(Unusable, match="no such article"):
        judge(record, "nowhere", Decision("events", "e1", "confirmed"), author="Ada")


def test_a_new_version_keeps_what_was_decided_by_its_words(record: Record) -> None:
    keep(record, make())
    line = line_of(make(), "e1") | {"type": "COOPERATE"}
    judge(record, "accra", Decision("events", "e1", "corrected", line), author="Ada")
    judge(record, "accra", Decision("events", "e2", "rejected"), author="Ada")
    judge(record, "accra", Decision("statements", "s1", "confirmed"), author="Bo")
    keep(record, make(LATER))
    kept = find_article(record, "accra")
    assert kept.number == 2
    assert [(event.type, event.trigger.of(LATER)) for event in kept.reading.events] == [("COOPERATE", "met")]
    assert {(one.local, one.verdict, one.author) for one in kept.judged} == {
        ("e1", "corrected", "Ada"),
        ("e2", "rejected", "Ada"),
        ("s1", "confirmed", "Bo"),
    }
    assert list(iter_orphans(record.alias)) == []
    assert find_article(record, "accra", 1).reading.events[0].type == "COOPERATE"


def test_what_a_person_confirmed_counts_where_the_machine_reads_the_words_otherwise(record: Record) -> None:
    keep(record, make())
    judge(record, "accra", Decision("events", "e1", "confirmed"), author="Ada")
    keep(record, make(LATER, type_="SUPPORT"))
    kept = find_article(record, "accra")
    assert kept.machine.events[0].type == "SUPPORT"
    assert kept.reading.events[0].type == "CONSULT"
    assert kept.judged[0].verdict == "corrected"


def test_what_has_lost_its_words_is_an_orphan_until_they_come_back(record: Record) -> None:
    keep(record, make())
    judge(record, "accra", Decision("events", "e1", "rejected"), author="Ada")
    judge(record, "accra", Decision("statements", "s1", "confirmed"), author="Ada")
    gone = LATER.replace("Ghana met Togo on Monday. ", "Ghana waits. ")
    outcome = next(iter(record.add([make_without_meeting(gone)])))
    assert getattr(outcome, "orphaned") == 1  # noqa: B009
    assert [(one.verdict, one.words, one.author) for one in iter_orphans(record.alias)] == [("rejected", "met", "Ada")]
    keep(record, make(LATER))
    assert list(iter_orphans(record.alias)) == []
    assert [event.id for event in of_accra(record).events] == ["e2"]


def make_without_meeting(text: str) -> Reading:
    with_meeting = make(LATER)
    by = len(text) - len(LATER)
    at = span_of("Togo said", text).start

    def move(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    said, left = with_meeting.statements[0], with_meeting.events[1]
    said = replace(
        said, source=Span(at, at + 4), cue=move(said.cue or Span(0, 1)), content=tuple(map(move, said.content))
    )
    return replace(
        with_meeting,
        article=replace(with_meeting.article, text=text),
        actors=(
            replace(with_meeting.actors[0], mentions=(Mention(*span_of("Ghana", text), "name"),)),
            replace(with_meeting.actors[1], mentions=(Mention(*span_of("Togo", text), "name"),)),
        ),
        statements=(said,),
        events=(replace(left, trigger=move(left.trigger), evidence=move(left.evidence)),),
        figures=(),
        figure_checks=(),
    )


def test_a_backup_brings_all_of_it_back(record: Record, fresh_url: Any, tmp_path: pathlib.Path) -> None:
    keep(record, make())
    judge(record, "accra", Decision("events", "e1", "confirmed"), author="Ada")
    judge(record, "accra", Decision("events", "e1", "rejected", note="a rumour"), author="Bo")
    keep(record, make(LATER))
    counts = back_up(record, tmp_path / "backup.gz")
    assert counts.judgements == 3
    other = open_record(fresh_url())
    assert restore(other, tmp_path / "backup.gz") == counts
    assert [event.id for event in of_accra(other).events] == ["e2"]
    assert find_article(other, "accra").judged == find_article(record, "accra").judged


def test_exports_say_which_lines_a_person_judged(record: Record, tmp_path: pathlib.Path) -> None:
    keep(record, make())
    judge(
        record, "accra", Decision("events", "e1", "corrected", line_of(make(), "e1") | {"mode": "visit"}), author="Ada"
    )
    judge(record, "accra", Decision("events", "e2", "rejected", note="a threat"), author="Bo")
    export_record(record, "csv", tmp_path / "tables")
    events = (tmp_path / "tables" / "events.csv").read_text()
    assert "visit" in events
    assert "corrected,Ada," in events
    assert "RETREAT" not in events
    judgements = (tmp_path / "tables" / "judgements.csv").read_text()
    assert "accra,events,e2,rejected,Bo" in judgements
    assert "a threat" in judgements
    assert "RETREAT" in judgements  # the machine's line


def test_what_people_read_through_is_gold(record: Record, tmp_path: pathlib.Path) -> None:
    keep(record, make())
    every = [
        ("actors", "ghana"),
        ("actors", "togo"),
        ("statements", "s1"),
        ("events", "e1"),
        ("figures", "f1"),
        ("figures", "f2"),
    ]
    for table, local in every:
        judge(record, "accra", Decision(table, local, "confirmed"), author="Ada")
    manifest = export_record(record, "gold", tmp_path / "before")
    assert manifest.rows["gold.jsonl"] == 0
    judge(record, "accra", Decision("events", "e2", "rejected"), author="Ada")
    export_record(record, "gold", tmp_path / "gold")
    assert list(iter_intake([str(tmp_path / "gold" / "gold.jsonl")])) == [of_accra(record)]
