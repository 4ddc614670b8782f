"""Who acts and who undergoes it, where no name but an adjective tells."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from dragoman.model import Reading
from dragoman.reading.event_matching import bare_match
from dragoman.reading.event_words import lemmas_of
from dragoman.reading.rules import load_rules

Read = Callable[..., Reading]
WORDS = load_rules("plover_words")
PAIRS = load_rules("pairs")["noun"]
FAMILIES = load_rules("plover_families")["families"]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway and Peru met. Norway is becoming willing to impose sanctions on Peru.",
            ("SANCTION", ["norway"], ["peru"]),
        ),
        (
            "The president met the envoys of Togo, along with a judge.",
            ("CONSULT", ["president", "judge", "envoys"], []),
        ),
        ("Norway accepted direct negotiations with Peru.", ("CONSULT", ["norway", "peru"], [])),
        (
            "The Norwegian minister met with his Peruvian counterpart.",
            ("CONSULT", ["norwegian-minister", "peru"], []),
        ),
        ("Norway launched a campaign in Togo to destroy the rebels.", ("ASSAULT", ["norway"], ["togo"])),
        ("Norway announced new Peru sanctions.", ("SANCTION", ["norway"], ["peru"])),
        ("Norway shot down a Peruvian drone.", ("ASSAULT", ["norway"], ["peru"])),
        ("Norway embarked on a trip to Peru. Norway spoke after talks with Togo.", ("CONSULT", ["norway", "togo"], [])),
        ("Togo, whose government rejects Peru's claims, left.", ("REJECT", ["togo"], ["peru"])),
        ("Norway welcomed President Ana Ruiz of Peru in Oslo.", ("CONSULT", ["ana-ruiz"], ["norway"])),
        ("Peru's foreign ministry protested the raid on Peru.", ("ACCUSE", ["perus-foreign-ministry"], ["peru"])),
        ("Norway appealed to Peru to declare a truce.", ("REQUEST", ["norway"], ["peru"])),
        ("Norway launched a series of air strikes in Togo.", ("ASSAULT", ["norway"], ["togo"])),
        (
            "Norway accused Togo of fraud. Togo's president had been accusing Peru.",
            ("ACCUSE", ["togos-president"], ["peru"]),
        ),
        ("Togo faces an embargo on oil.", ("SANCTION", [], ["togo"])),
        ("Rebels from Togo shot down a jet, killing about 40 people.", ("ASSAULT", ["rebels"], ["about-40-people"])),
    ],
)
def test_a_side_is_found_where_grammar_hides_it(
    read: Read, text: str, expected: tuple[str, list[str], list[str]]
) -> None:
    assert expected in [(e.type, list(e.actors), list(e.recipients)) for e in read(text).events]


@pytest.mark.parametrize(
    "text",
    [
        "Norway rejected calls for a truce.",
        "The embassy is in Lima, which Norway wants to avoid.",
        "Norway will hang itself by its own rope.",
        "The senator called the visit to Norway unfair.",
        "The visit to Norway was called into question by the senator.",
        "A delay could undermine the treaty with Norway, the senator said.",
        "Norway asked Peru how to build a dam.",
        "Do not ask the senator how to reach Norway.",
        "The envoy resisted the urge to leave.",
        "Norway summoned the soldiers. Angry farmers burned tyres.",
        "The economic pressure campaign of Norway must not end in war.",
        "The tourist Kim Berg flew to Madrid.",
        "It came as a warning to Norway.",
        "On the eve of the summit, Norway insisted that it was right.",
        "A Norwegian official took charge of the dam.",
        "Ships of Norway and Peru had close encounters at sea.",
        "Norway wants to shift the conversations to Iran.",
        "For a foreign minister to miss a NATO meeting is not something that happens often.",
        "The envoy spoke at the Norway Values Summit.",
    ],
)
def test_what_nobody_does_is_no_event(read: Read, text: str) -> None:
    doers = {"REQUEST", "SANCTION", "ACCUSE", "CONSULT", "THREATEN"}
    assert not [e for e in read(text).events if e.type in doers and not e.trigger.of(text).startswith("visit")]


def test_we_of_a_minister_is_his_state(read: Read) -> None:
    reading = read("Norway closed its ports. “Peru bombed our towns,” said the Norwegian foreign minister, Per Lund.")
    assert ("ASSAULT", ["PER"], ["NOR"]) in sides(reading)


def test_the_strike_is_by_the_one_attacker_of_the_article(read: Read) -> None:
    reading = read("Norway bombed the towns of Togo on Monday. The strike on Togo was a mistake, said the envoy.")
    assert {tuple(e.actors) for e in reading.events if e.type == "ASSAULT"} == {("norway",)}


def test_two_attackers_leave_it_open(read: Read) -> None:
    reading = read("Norway bombed Togo on Monday. Peru bombed Togo in May. The campaign in Togo was a mistake.")
    assert () in {tuple(e.actors) for e in reading.events if e.type == "ASSAULT"}


@pytest.mark.parametrize(("name", "deeds"), [("Ana Ruiz", [1]), ("Hugo Quispe", [0, 0])])
def test_a_person_is_killed_once_however_it_is_told(read: Read, name: str, deeds: list[int]) -> None:
    reading = read(f"Rebels killed Ana Ruiz in Lima. Peru mourned after the assassination of {name}.")
    assert [len(e.also) for e in reading.events if e.type == "ASSAULT"] == deeds


def test_one_meeting_that_a_sentence_names_twice_is_one(read: Read) -> None:
    reading = read("Norway and Peru will meet on Friday in an encounter that will last an hour.")
    assert [e.type for e in reading.events] == ["AGREE"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Norway has fought Togo since 2019.", "2019/.."),
        ("The town has mourned since the attack by Togo in 2019.", "2019"),
        ("Norway bombed Togo on 7 October last year, killing 12 people.", "2023-10-07"),
        ("Norway held a meeting with Prime Minister Theresa May.", None),
    ],
)
def test_the_date_of_an_event(read: Read, text: str, date: str | None) -> None:
    assert {e.date for e in read(text, published="2024-03-15").events} == {date}


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Norway fired rockets into Togo.", "ASSAULT", "heavy-weapons"),
        ("Norway fired a missile into the sea off Togo.", "MOBILIZE", "weapons"),
        ("Norway sent artillery into Togo.", "MOBILIZE", "weapons"),
        ("Norway fired two missiles on Monday.", "MOBILIZE", "weapons"),
        ("Protesters set fire to the embassy of Togo.", "PROTEST", "vandalize"),
        ("The king of Norway ordered his army to stop.", "REQUEST", "change"),
        ("Norway destroyed the group's missiles.", "ASSAULT", "destroy"),
        ("Norway dismantled its missiles.", "RETREAT", "disarm"),
        ("Norway sent soldiers and tanks to Togo.", "MOBILIZE", "troops"),
    ],
)
def test_what_is_done_with_arms_tells_the_type(read: Read, text: str, kind: str, mode: str) -> None:
    assert [(e.type, e.mode) for e in read(text).events] == [(kind, mode)]


def test_who_goes_home_visits_nobody(read: Read) -> None:
    reading = read("Norwegian minister Per Lund returned to Norway. Peru's president, Ana Ruiz, flew to Norway.")
    assert [(e.actors, e.recipients) for e in reading.events] == [(("ana-ruiz",), ("norway",))]


def test_a_ministry_is_no_attacker(read: Read) -> None:
    reading = read(
        "Togo's foreign ministry supported the attack in Peru. The killing of Peru's soldiers was told in May."
    )
    assert not [e for e in reading.events if e.type == "ASSAULT" and e.actors and e.recipients == ("perus-soldiers",)]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (
            "Talks with Peru about the railway are on track, Chile's foreign minister, Elisa Rojas, said.",
            ["CHL", "PER"],
        ),
        ("No summit with Ghana is planned, the foreign ministry of Togo said on Monday. Togo rests.", ["TGO", "GHA"]),
    ],
)
def test_who_says_talks_with_another_state_takes_part_for_their_own(read: Read, text: str, actors: list[str]) -> None:
    assert ("CONSULT", actors, []) in sides(read(text))


def test_who_says_talks_with_their_own_state_speaks_for_no_other(read: Read) -> None:
    reading = read("Talks with Peru are on track, Peru's foreign minister, Luz Salas, said on Tuesday.")
    assert all(kind != "CONSULT" or actors == ["PER"] for kind, actors, _ in sides(reading))


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Norway demanded that Sweden leave. Sweden has rejected those demands.", "REJECT", ["SWE"], ["NOR"]),
        ("Norway proposed a peace plan, which Sweden has rejected.", "REJECT", ["SWE"], ["NOR"]),
        ("Norway has rejected suggestions from Stockholm. Sweden said so.", "REJECT", ["NOR"], ["SWE"]),
        ("Norway wants to pull out of a long-standing trade deal with Sweden.", "REJECT", ["NOR"], ["SWE"]),
        ("Norway left the treaty with Sweden and reinstated economic sanctions.", "SANCTION", ["NOR"], ["SWE"]),
        ("Norway voiced concern that Sweden is ignoring the calls.", "ACCUSE", ["NOR"], ["SWE"]),
        ("Norway hit targets inside Sweden on Monday.", "ASSAULT", ["NOR"], ["SWE"]),
    ],
)
def test_who_undergoes_it_where_another_clause_tells(
    read: Read, kind: str, text: str, actors: list[str], recipients: list[str]
) -> None:
    assert (kind, actors, recipients) in sides(read(text))


def test_a_demand_that_names_its_owner_points_back_to_nobody(read: Read) -> None:
    reading = read("Norway demanded that Sweden leave. Sweden rejected the demands of Peru.")
    assert ("REJECT", ["SWE"], ["PER"]) in sides(reading)
    assert ("REJECT", ["SWE"], ["NOR"]) not in sides(reading)


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Norway pushed ahead with an invasion of Sweden.", "ASSAULT", ["NOR"], ["SWE"]),
        ("Sweden is helping Russia in its war on Ukraine, Norway said.", "ASSAULT", ["RUS"], ["UKR"]),
        ("Sweden accused Norway of adding to the war by arming Ukraine.", "AID", ["NOR"], ["UKR"]),
        ("Norway shut the pipe with the aim of pressuring Sweden.", "REQUEST", ["NOR"], ["SWE"]),
        ("Norway released a statement accusing Sweden of breaking the truce.", "ACCUSE", ["NOR"], ["SWE"]),
        ("Norway accused Sweden of meddling and of providing arms to Chad.", "AID", ["SWE"], ["TCD"]),
        ("Norway is under fire for seizing the ship of Sweden.", "COERCE", ["NOR"], ["SWE"]),
    ],
)
def test_who_acts_where_no_subject_tells(
    read: Read, kind: str, text: str, actors: list[str], recipients: list[str]
) -> None:
    assert (kind, actors, recipients) in sides(read(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway has been bitterly attacked by Sweden for breaking ranks.", "ACCUSE"),
        ("In a veiled attack on Kari Lund, Ola Berg said the plan was surrender.", "ACCUSE"),
        ("Norway called for Sweden to stay within its bounds.", "REQUEST"),
        ("Norway insisted that Sweden be disarmed.", "REQUEST"),
    ],
)
def test_words_are_no_arms_and_no_telephone_calls(read: Read, text: str, kind: str) -> None:
    assert [event.type for event in read(text).events] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Norway released a vague position on the war.",
        "The oil of Norway fails to meet rising demand.",
        "Norway could also take the position.",
        "Norway hijacked the Games with a campaign.",
        "Norway has never called it a war.",
        "Kari Lund spent two weeks on a tour of Sweden.",
    ],
)
def test_figures_of_speech_are_no_acts(read: Read, text: str) -> None:
    assert not read(text).events


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway accused Peru of breaking the truce and refusing to attend the talks.", ("REJECT", ["PER"], [])),
        ("The minister credited Peru with helping Norway.", ("AID", ["PER"], ["NOR"])),
        ("The minister stopped Peru from ordering an attack on Norway.", ("ASSAULT", ["PER"], ["NOR"])),
        ("Two Peruvian men vanished. Norway deported them.", ("COERCE", ["NOR"], ["PER"])),
    ],
)
def test_whom_a_clause_is_about_acts_and_them_is_who_was_told_of(
    read: Read, text: str, event: tuple[str, list[str | None], list[str | None]]
) -> None:
    assert event in sides(read(text))


def test_them_of_two_stays_open(read: Read) -> None:
    assert ("COERCE", ["NOR"], []) in sides(read("The rebels met the envoys. Norway deported them."))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The ministers of Norway and Peru ended their three-day meeting on Sunday.", ["CONSULT"]),
        ("Norway and Peru ended their talks on Sunday.", ["CONSULT"]),
        ("Norway ended its talks with Peru on Sunday.", ["REJECT"]),
        ("Norway launched a trade war with Peru.", []),
        ("Norway launched a war on Peru.", ["ASSAULT"]),
        ("Norway wrote in an article for Peruvian media released on Sunday.", []),
    ],
)
def test_what_ends_because_it_is_over_and_wars_without_arms(read: Read, text: str, kinds: list[str]) -> None:
    assert [event.type for event in read(text).events] == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Norway must cut its spending, Norwegian finance minister Per Berg said.", []),
        ("Norway must cut its spending, Peruvian finance minister Per Berg said.", ["REQUEST"]),
    ],
)
def test_who_governs_asks_nothing_of_his_own_state(read: Read, text: str, kinds: list[str]) -> None:
    assert [event.type for event in read(text).events if event.type == "REQUEST"] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Peru said the payment was linked to the release of hostages.",
        "The aid is conditional on the withdrawal of Peruvian troops from Mali.",
        "Talks on the release of hostages by Peru went on.",
        "In the event of an attack by Peru on Norway, help is near.",
    ],
)
def test_what_is_bargained_over_has_not_happened(read: Read, text: str) -> None:
    assert not [event for event in read(text).events if event.type in {"RETREAT", "ASSAULT"}]


def test_what_was_exchanged_has_happened(read: Read) -> None:
    events = read("Norway freed ten prisoners in exchange for the release of two hostages.").events
    assert [(event.type, event.auxiliary) for event in events] == [("RETREAT", ()), ("RETREAT", ())]


def test_an_attack_that_men_are_linked_to_has_happened(read: Read) -> None:
    (event,) = read("Three men linked to the attack on the embassy of Peru were named.").events
    assert (event.type, event.auxiliary) == ("ASSAULT", ())


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Norway will act if Peru launches strikes against Norwegian interests.", ["ASSAULT"]),
        ("The teachers of Norway launched a strike.", ["PROTEST"]),
        ("Norway told the Voice of America about the plan.", []),
        ("Rebels of Mali participated in the assault with men of Chad.", []),
        ("Norway offered some hints to explain its plan.", []),
        ("The generals of Norway executed the plan of attack.", []),
        ("Troops of Norway participate in peacekeeping operations in Mali.", []),
        ("A senator of Norway started a hunger strike.", ["PROTEST"]),
    ],
)
def test_the_same_verb_with_other_company(read: Read, text: str, kinds: list[str]) -> None:
    assert [event.type for event in read(text).events] == kinds


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Norway imposed sanctions on Chad for supplying Mali with missiles.", ("AID", ["TCD"], ["MLI"])),
        ("Peru's envoys walked out of Norwegian talks.", ("REJECT", ["PER"], ["NOR"])),
        ("The North Korean army unleashed a flurry of threats against Norway.", ("THREATEN", ["PRK"], ["NOR"])),
        ("North and South Korea agreed to hold talks on Monday.", ("AGREE", ["KOR", "PRK"], [])),
        ("The US, UK and France imposed sanctions on Iran.", ("SANCTION", ["USA", "GBR", "FRA"], ["IRN"])),
    ],
)
def test_who_is_punished_did_it_and_a_list_of_states_is_one_side(
    read: Read, text: str, event: tuple[str, list[str | None], list[str | None]]
) -> None:
    assert event in sides(read(text))


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("The Danish and Norwegian delegations met the envoy of Peru.", "CONSULT", {"denmark", "norway"}),
        ("Danish and Norwegian leaders condemned Peru.", "ACCUSE", {"denmark", "norway"}),
        ("Peru said that Danish and Norwegian forces must leave the island.", "REQUEST", {"peru"}),
        ("President Ana Ruiz met Lise Holm. The two leaders condemned Peru.", "ACCUSE", {"ana-ruiz", "lise-holm"}),
        ("President Ana Ruiz met Lise Holm. Both men condemned Peru.", "ACCUSE", {"ana-ruiz", "lise-holm"}),
        ("Norway met Denmark on Friday. The two countries condemned Peru.", "ACCUSE", {"norway", "denmark"}),
        ("Norway and Denmark met on Friday. Both sides condemned Peru.", "ACCUSE", {"norway", "denmark"}),
        # of three nobody knows which, and what more is said of them may make them others
        ("Norway, Chad and Denmark met on Friday. The two countries condemned Peru.", "ACCUSE", None),
        ("Two men fled. President Ana Ruiz met Lise Holm. The two men condemned Peru.", "ACCUSE", None),
        ("Norway and Denmark met on Friday. The two countries in Asia condemned Peru.", "ACCUSE", None),
        ("Norway and Denmark met on Friday. Two countries condemned Peru.", "ACCUSE", None),
    ],
)
def test_words_for_two_are_two(read: Callable[..., Reading], text: str, kind: str, actors: set[str] | None) -> None:
    found = [{*event.actors} for event in read(text).events if event.type == kind]
    assert found
    if actors is None:
        assert not any(len(ids) > 1 for ids in found)
    else:
        assert any(actors <= ids for ids in found)


def test_words_for_two_are_mentions_of_both(read: Callable[..., Reading]) -> None:
    reading = read("Norway met Denmark on Friday. The two countries condemned Peru.")
    spoken = {a.id: [m.span.of(reading.article.text) for m in a.mentions] for a in reading.actors}
    assert spoken["norway"] == ["Norway", "The two countries"]
    assert spoken["denmark"] == ["Denmark", "The two countries"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister of Peru denied the allegations of Chile.",
        "Peru rejected the accusations of Chile.",
        "Peru denied that it had met Chile on Friday.",
        "Peru dismissed reports that it had met Chile.",
    ],
)
def test_to_deny_a_claim_is_a_statement_and_no_event(read: Callable[..., Reading], sentence: str) -> None:
    reading = read(sentence)
    assert reading.statements
    assert not [event for event in reading.events if event.type == "REJECT"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru denied the request of Chile.",
        "Peru rejected the idea put forward by Chile.",
        "Peru rejected Chile's claims.",
    ],
)
def test_to_deny_a_request_is_an_event(read: Callable[..., Reading], sentence: str) -> None:
    assert [event.type for event in read(sentence).events] == ["REJECT"]


@pytest.mark.parametrize("word", [*WORDS["charges"], *WORDS["claims"]])
def test_what_is_denied_by_saying_so(read: Callable[..., Reading], word: str) -> None:
    assert not [event for event in read(f"Peru denied the {word} of Chile.").events if event.type == "REJECT"]


@pytest.mark.parametrize("word", WORDS["sake"])
def test_for_whose_sake_it_is_asked_is_not_asked(read: Callable[..., Reading], word: str) -> None:
    (event,) = [e for e in read(f"Norway called for the {word} of Ana Ruiz.").events if e.type == "REQUEST"]
    assert (event.actors, event.recipients) == (("norway",), ())


@pytest.mark.parametrize(("word", "frame"), [(word, row["frame"]) for row in PAIRS for word in row["words"]])
def test_each_word_for_two(read: Callable[..., Reading], word: str, frame: str) -> None:
    (event,) = [e for e in read(frame.replace("{w}", word)).events if e.type == "ACCUSE"]
    assert {*event.actors} in ({"ana-ruiz", "lise-holm"}, {"norway", "denmark"})


@pytest.mark.parametrize(
    "text",
    [
        load_rules("plover_families")["example"],
        "Norway's foreign minister visited Peru in May. The trip of the minister to Peru lasted a week.",
    ],
)
def test_a_noun_tells_again_what_its_verb_told(read: Callable[..., Reading], text: str) -> None:
    (event,) = [event for event in read(text).events if event.type in {"ASSAULT", "CONSULT"}]
    assert len(event.also) == 1


def test_no_word_is_in_two_families() -> None:
    words = [word for words in FAMILIES for word in words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_each_word_of_a_family_goes_by_its_first(nlp: Language, family: list[str]) -> None:
    frames = ("Riga may *{}* Oslo.", "The *{}* of Riga went on.", "Riga *{}* Oslo.")
    for word in family:
        marked = [frame.replace("{}", word.replace("gun_down", "gunned down")) for frame in frames]
        with nlp.select_pipes(enable=[name for name in nlp.pipe_names if not name.startswith("dragoman")]):
            docs = [(nlp(text.replace("*", "")), text.index("*")) for text in marked]
        tokens = [token for doc, at in docs for token in doc if token.idx == at]
        assert any(family[0] in lemmas_of(bare_match(token, "ASSAULT")) for token in tokens), word


def test_an_abduction_is_no_assassination(read: Callable[..., Reading]) -> None:
    events = read("Peru kidnapped Ana Ruiz of Chile. Peru assassinated Ana Ruiz of Chile.").events
    assert {event.mode for event in events if event.type == "ASSAULT"} == {"abduct", "targeted"}


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Norway condemned Denmark after a storm in Peru and Chile.", {"norway", "denmark"}),
        ("Norway condemned the raid near Lima, Peru.", {"norway"}),
        ("Norway condemned the raid in Peru. Peru was silent.", {"norway", "peru"}),
        ("Rebels attacked a camp in Peru. The army of Peru condemned Chile.", {"peru", "chile"}),
        ("Weber, the envoy in Peru, condemned Chile.", {"chile", "peru"}),
        ("Norway had no confidence in Peru, Denmark said.", {"norway", "peru", "denmark"}),
    ],
)
def test_a_state_that_is_only_a_place_is_no_actor(read: Callable[..., Reading], text: str, states: set[str]) -> None:
    assert {actor.id for actor in read(text).actors if actor.kind == "state"} == states
