"""Who acts and who undergoes it, where no name but an adjective tells."""

from collections.abc import Callable

import pytest

from dragoman.model import Reading

Read = Callable[..., Reading]


def sides(reading: Reading) -> list[tuple[str, list[str | None], list[str | None]]]:
    country = {actor.id: actor.country for actor in reading.actors}
    return [(e.type, [country[i] for i in e.actors], [country[i] for i in e.recipients]) for e in reading.events]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Norway rejected Swedish mediation on Monday.", "REJECT", ["NOR"], ["SWE"]),
        ("Norway threatened to impose restrictions against Danish goods.", "THREATEN", ["NOR"], ["DNK"]),
        ("Norway condemned the Danish decision.", "ACCUSE", ["NOR"], ["DNK"]),
    ],
)
def test_a_state_named_by_an_adjective_is_a_side(
    read: Read, kind: str, text: str, actors: list[str], recipients: list[str]
) -> None:
    assert (kind, actors, recipients) in sides(read(text))


def test_the_adjective_is_the_mention_of_the_state(read: Read) -> None:
    reading = read("Norway rejected Swedish mediation on Monday.")
    (state,) = [actor for actor in reading.actors if actor.country == "SWE"]
    assert [reading.article.text[m.start : m.end] for m in state.mentions] == ["Swedish"]
    assert (state.kind, state.id) == ("state", "sweden")
    assert [actor.id for actor in reading.actors] == ["norway", "sweden"]


def test_talks_that_bear_the_name_of_a_town_are_not_the_states(read: Read) -> None:
    assert all(actor.country != "AUT" for actor in read("The Vienna talks were marked by anger.").actors)


@pytest.mark.parametrize(
    ("text", "sides", "place"),
    [
        ("Norway and Portugal met at the Tokyo summit.", {"norway", "portugal"}, "Tokyo"),
        ("Togo attended the Tokyo conference.", {"togo"}, "Tokyo"),
        ("The talks at the Tokyo summit between Norway and Peru failed.", {"norway", "peru"}, "Tokyo"),
        ("Togo rejected the Tokyo agreement.", {"togo"}, None),
        ("The Tokyo government expelled two envoys of Chad.", {"japan", "two-envoys"}, None),
        ("Togo held talks with Tokyo.", {"togo", "japan"}, None),
    ],
)
def test_a_city_before_a_summit_is_a_place_and_no_side(
    read: Callable[..., Reading], text: str, sides: set[str], place: str | None
) -> None:
    events = read(f"{text} Japan said so.").events
    assert {side for event in events for side in (*event.actors, *event.recipients)} == sides
    assert {event.place.name if event.place else None for event in events} == {place}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway had good reason to ask Sweden to open the archive.", ("REQUEST", ["NOR"], ["SWE"])),
        ("Iraq launched a full-scale invasion of Kuwait in 1990.", ("ASSAULT", ["IRQ"], ["KWT"])),
        ("Norway has yet to meet Sweden on the matter.", ("CONSULT", ["NOR", "SWE"], [])),
    ],
)
def test_who_has_a_reason_acts_and_who_is_invaded_undergoes_it(
    read: Read, text: str, event: tuple[str, list[str | None], list[str | None]]
) -> None:
    assert event in sides(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Norway distanced itself from Danish papers calling opponents of the pact “cowards”.",
        "Norway wanted Sweden to think that its fleet was larger.",
        "The plan strikes at Norway, which helps explain why Sweden is eager to sign it.",
    ],
)
def test_what_is_called_wanted_to_be_thought_or_explained_is_no_act(read: Read, text: str) -> None:
    assert not {kind for kind, _, _ in sides(read(text))} & {"CONSULT", "REQUEST", "AID"}
