"""The learned reader: the trained network that comes with the package, behind it the steps that the rules have too."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.errors import Unusable
from dragoman.model import Actor, Article, Event, Mention, Parts, Reading, Span, Statement
from dragoman.reading import event_bystanders, event_words, learned_attribution, learned_tellings, titles
from dragoman.reading.attribution import Attribution
from dragoman.reading.event_bystanders import is_bystander, is_moved
from dragoman.reading.event_matching import find_matches
from dragoman.reading.event_parties import Parties
from dragoman.reading.event_roles import Roles
from dragoman.reading.grammar import antecedent_of
from dragoman.reading.learned_attribution import add_ruled, find_learned_attributions
from dragoman.reading.learned_roles import Told
from dragoman.reading.learned_tellings import Rated, iter_learned_tellings
from dragoman.reading.network import load_network, load_sides
from dragoman.reading.reader import load_language, read_article
from dragoman.reading.ruled_tellings import iter_ruled_tellings
from dragoman.reading.rules import load_rules
from dragoman.reading.saying_days import day_before, without_day
from dragoman.reading.statements import name_sources
from dragoman.reading.tagging import CONTENT, CUE, SOURCE, Found

TEXT = (
    "“We are ready for talks with all sides,” Anna Weber, Germany’s foreign minister, said on Monday.\n\n"
    "France condemned the attack. According to two officials, the ministers will meet in Geneva next week.\n\n"
    "The embassy declined to comment."
)


@pytest.fixture(scope="module")
def learned() -> Language:
    return load_language(reader="learned")


@pytest.fixture(scope="module")
def read_learned(learned: Language) -> Callable[[str], Reading]:
    def _read(text: str) -> Reading:
        spans, at = [], 0
        for block in text.split("\n\n"):
            spans.append(Span(at, at + len(block)))
            at += len(block) + 2
        return read_article(Article(id="test", text=text, parts=Parts(paragraphs=tuple(spans))), learned)

    return _read


@pytest.fixture
def _unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the network finds however sure it is of it."""
    for least in ("LEAST", "INSIDE", "LONE"):
        monkeypatch.setattr(learned_attribution, least, 0.2)


def test_a_reading_says_which_reader_made_it(read_learned: Callable[[str], Reading], nlp: Language) -> None:
    reading = read_learned(TEXT)
    assert reading.reader.reader == "learned"
    assert [name.split()[0] for name in reading.reader.models[1:]] == [
        "dragoman-reader",
        "dragoman-sides",
    ]
    assert read_article(reading.article, nlp).reader.reader == "rules"


def test_statements_have_source_cue_and_content(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(TEXT)
    found = {
        said.cue.of(TEXT): (said.source.of(TEXT), said.content[0].of(TEXT).strip("“,”"))
        for said in reading.statements
        if said.cue and said.source and said.content
    }
    assert found["said"][0].startswith("Anna Weber")
    assert found["said"][1].startswith("We are ready for talks")
    assert found["According to"][0].strip(",") == "two officials"  # PolNeAR's sources have their commas
    assert found["According to"][1].startswith("the ministers will meet")


def test_what_is_reported_inside_a_report_is_a_statement_of_its_own(read_learned: Callable[[str], Reading]) -> None:
    text = "“We want peace,” the president told reporters. He said that Peru believes that the treaty is dead."
    said = {one.cue and text[one.cue.start : one.cue.end]: one for one in read_learned(text).statements}
    inner, outer = said["believes"], said["said"]
    assert (inner.within, outer.within) == (outer.id, None)
    assert [text[span.start : span.end] for span in (inner.source or Span(0, 0), *inner.content)] == [
        "Peru", "that the treaty is dead",
    ]  # fmt: skip


def test_the_reader_of_polnear_takes_what_its_annotators_would(read_learned: Callable[[str], Reading]) -> None:
    text = "“We want peace,” the president told reporters. He said that Peru believes that the treaty is dead."
    article = Article(id="test", text=text, parts=Parts(paragraphs=(Span(0, len(text)),)))
    reading = read_article(article, load_language(reader="polnear"))
    assert reading.reader.reader == "polnear"
    assert [said.cue and said.cue.of(text) for said in reading.statements] == ["told", "said"]
    assert "believes" in {said.cue and said.cue.of(text) for said in read_learned(text).statements}


@pytest.mark.parametrize(("chance", "cues"), [(0.9, ["said", "believes"]), (0.7, ["said"])])
def test_a_report_inside_another_must_be_likelier(
    monkeypatch: pytest.MonkeyPatch, learned: Language, chance: float, cues: list[str]
) -> None:
    doc = learned("He said that Peru believes that the treaty is dead.")
    outer = [Found(0, 1, SOURCE, 1.0), Found(1, 2, CUE, 1.0), Found(2, 10, CONTENT, 1.0)]
    nested = [Found(3, 4, SOURCE, 1.0), Found(4, 5, CUE, 1.0), Found(5, 10, CONTENT, 1.0)]
    monkeypatch.setattr(learned_attribution, "_confidence", lambda *_: chance)

    def found(*rows: list[Found]) -> list[str]:
        monkeypatch.setattr(learned_attribution, "decode", lambda *_: rows)
        return [one.anchor.text for one in find_learned_attributions(doc, doc._.network, load_network())]

    assert found(outer, nested, outer) == cues
    # What PolNeAR's annotators would not take must be likelier too, wherever it stands.
    assert found(outer, nested, []) == (cues if chance >= 0.9 else [])
    assert found([], nested, []) == (["believes"] if chance >= 0.9 else [])
    assert found([], nested, nested) == ["believes"]


def test_everything_found_has_a_confidence(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(TEXT)
    rows: list[Statement | Event] = [*reading.statements, *reading.events]
    assert len(rows) >= 4
    assert all(row.confidence is not None and 0 <= row.confidence <= 1 for row in rows)


@pytest.mark.parametrize("text", ["Talks.", "…", "“", "a" * 5000, "word " * 2000, "\n\n \n\nTalks"])
def test_odd_texts_are_read(read_learned: Callable[[str], Reading], text: str) -> None:
    assert read_learned(text).article.text == text


def test_long_texts_are_read_the_same_wherever_windows_end(read_learned: Callable[[str], Reading]) -> None:
    filling = "The harbour was quiet, and ships lay at anchor.\n\n" * 40
    reading = read_learned(filling + TEXT)
    cues = [said.cue.of(reading.article.text) for said in reading.statements if said.cue]
    assert "said" in cues
    assert "According to" in cues


def test_no_other_reader_is_known() -> None:
    with pytest.raises(Unusable):
        load_language(reader="oracle")


WHOLE = (
    "Israeli strikes killed six Palestinian civilians in Gaza on Monday. Russia condemned Israel. "
    "The French president, Anne Roche, will meet Xi Jinping in Beijing next week. "
    "The United States has not met Iranian officials."
)


def test_events_have_sides_and_standing(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(WHOLE)
    names = {actor.id: actor.name for actor in reading.actors}
    found = {
        event.type: ([names[i] for i in event.actors], [names[i] for i in event.recipients], event.auxiliary)
        for event in reading.events
    }
    assert found["ACCUSE"] == (["Russia"], ["Israel"], ())
    assert found["ASSAULT"] == (["Israel"], ["six Palestinian civilians"], ())
    assert set(found["AGREE"][0] + found["AGREE"][1]) == {"Anne Roche", "Xi Jinping"}
    assert found["AGREE"][2] == ("future",)
    assert found["CONSULT"][2] == ("negation",)


@pytest.mark.xfail(strict=False, reason="the network names only the condemning; another processor's int8 may tip it")
def test_what_a_clause_beneath_another_act_tells_is_an_event_too(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(
        "Russia condemned the Israeli strikes that killed six Palestinian civilians in Gaza on Monday."
    )
    names = {actor.id: actor.name for actor in reading.actors}
    found = {
        event.type: ([names[i] for i in event.actors], [names[i] for i in event.recipients]) for event in reading.events
    }
    assert found["ACCUSE"] == (["Russia"], ["Israeli"])
    assert found["ASSAULT"] == (["Israeli"], ["six Palestinian civilians"])


def test_dates_and_places_are_those_of_the_rules(read_learned: Callable[[str], Reading]) -> None:
    strike = next(event for event in read_learned(WHOLE).events if event.type == "ASSAULT")
    assert strike.place is not None
    assert (strike.place.name, strike.place.country) == ("Gaza", "PSE")


def test_whom_only_an_event_speaks_of_is_an_actor_of_the_article(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(WHOLE)
    victims = next(actor for actor in reading.actors if actor.name == "six Palestinian civilians")
    assert (victims.kind, victims.country) == ("group", "PSE")
    assert [WHOLE[mention.start : mention.end] for mention in victims.mentions] == ["six Palestinian civilians"]


def test_an_event_that_rules_and_network_find_alike_is_likelier(read_learned: Callable[[str], Reading]) -> None:
    alike = read_learned("Russia condemned Israel.").events[0]
    alone = next(event for event in read_learned(WHOLE).events if event.type == "ASSAULT")
    assert (alike.confidence or 0) > (alone.confidence or 0)


def test_a_title_that_is_left_alone_is_nobody(nlp: Language) -> None:
    doc = nlp("Rep. demanded answers from the court.")
    assert doc[0].pos_ == "PROPN"
    assert Parties(doc).named_by(doc[:1]) == []
    doc = nlp("Innovators demanded answers.")
    assert Parties(doc).named_by(doc[:1]) == ["innovators"]


@pytest.mark.parametrize("word", [*load_rules("people_nouns")["things"]["words"]])
def test_what_can_never_act_is_nobody(nlp: Language, word: str) -> None:
    doc = nlp(f"The barber struck the {word}.")
    named = {
        noun.text: Parties(doc).named_by(doc[noun.i : noun.i + 1]) for noun in doc if noun.text in {"barber", word}
    }
    assert (bool(named["barber"]), named[word]) == (True, [])


def test_a_capital_is_its_state_and_no_organisation(nlp: Language) -> None:
    doc = nlp("Norway praised Peru. The minister will travel to Lima or to Quito.")
    assert [Parties(doc).named_by(doc[at : at + 1]) for at in (9, 12)] == [["peru"], []]


@pytest.mark.parametrize(
    ("text", "word", "acting"),
    [
        ("Lima rejected the offer.", "Lima", ["peru"]),
        ("Norway suggested Lima played a part.", "Lima", ["peru"]),
        ("Lima and Quito paid for it.", "Quito", ["ecuador"]),
        ("Norway said talks were held in Lima.", "Lima", []),
        ("The envoys left for Quito and Lima.", "Lima", []),
        ("The Lima summit ended.", "Lima", []),
    ],
)
def test_a_capital_that_acts_is_its_government(nlp: Language, text: str, word: str, acting: list[str]) -> None:
    doc = nlp(text)
    (at,) = (token.i for token in doc if token.text == word)
    doc._.actors, doc._.actor_heads = (), {}
    assert Parties(doc).named_by(doc[at : at + 1], acting=True) == acting


def test_a_person_is_whoever_ends_a_phrase_that_the_parser_takes_apart(nlp: Language) -> None:
    doc = Doc(
        nlp.vocab,
        words=["Ohio", "Senator", "Ana", "Ruiz", "left", "."],
        heads=[4, 3, 3, 0, 4, 4],
        deps=["nsubj", "compound", "compound", "npadvmod", "ROOT", "punct"],
        pos=["PROPN", "PROPN", "PROPN", "PROPN", "VERB", "PUNCT"],
    )
    doc._.actors = (Actor("ana-ruiz", "Ana Ruiz", "person", None, (), (), (Mention(13, 21, "name"),)),)
    doc._.actor_heads = {3: "ana-ruiz"}
    assert Parties(doc).named_by(doc[0:4]) == ["ana-ruiz"]


@pytest.mark.parametrize("head", sorted(titles._OF_FIELDS))
def test_what_an_office_is_for_may_be_several_capitals(read_learned: Callable[[str], Reading], head: str) -> None:
    reading = read_learned(f"Peru's {head} of Justice and Human Rights Eva Berg was silent.")
    (berg,) = (actor for actor in reading.actors if actor.name == "Eva Berg")
    assert [(office.title, office.of) for office in berg.offices] == [(f"{head} of Justice and Human Rights", "peru")]


def test_capitals_behind_an_office_may_be_whose_it_is(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(
        "The Minister of Trade, Eva Berg, met Peru's President Ana Ruiz. The envoy saw the President of Chile."
    )
    offices = {actor.name: [(office.title, office.of) for office in actor.offices] for actor in reading.actors}
    assert offices["Ana Ruiz"] == [("President", "peru")]
    assert offices["Eva Berg"] == [("Minister of Trade", None)]


def test_what_is_unlikely_is_left_out_and_what_the_network_alone_finds_sooner(
    monkeypatch: pytest.MonkeyPatch, nlp: Language
) -> None:
    roles = Roles(nlp("France condemned the attack."))
    (telling,) = iter_ruled_tellings({match.token.i: match for match in find_matches(roles.doc)}, roles)
    network, sides = load_network(), load_sides()

    def kept(*features: float, ruled: bool = False) -> list[float | None]:
        rated = Rated(telling, features, ruled)
        monkeypatch.setattr(learned_tellings, "rate_tellings", lambda *_: [rated])
        return [one.event.confidence for one in iter_learned_tellings(network, sides, {}, roles)]

    unlikely, likely = (-6, -6, 6, -6, -6), (6, 6, -6, 6, 6)
    assert kept(*unlikely, 0, 0, 0, 0) == []
    (alone,), (alike,) = kept(*likely, 0, 0, 1, 1), kept(*likely, 1, 1, 1, 1)
    assert (alike or 0) > (alone or 0) > 0.25
    monkeypatch.setattr(learned_tellings, "probability", lambda features, _weights: features[0])
    assert [kept(0.4), kept(0.2), kept(0.2, ruled=True), kept(0.05, ruled=True)] == [[0.4], [], [0.2], []]


def test_what_is_ended_is_no_second_event(read_learned: Callable[[str], Reading]) -> None:
    assert [event.type for event in read_learned("Norway lifted its sanctions on Peru.").events] == ["RETREAT"]


def _said(cue: Span, content: Span, confidence: float | None, doc: Doc) -> Attribution:
    return Attribution(anchor=doc[0], cue=cue, source=None, content=(content,), confidence=confidence)


def test_where_the_network_is_unsure_of_a_cue_the_rules_attribution_of_it_stands(nlp: Language) -> None:
    doc = nlp("Peru will stay, its minister, Ana Rojas, said.")
    cue, ruled, learned = Span(41, 45), Span(0, 14), Span(0, 39)
    network = load_network()
    rule = _said(cue, ruled, None, doc)
    (unsure,) = add_ruled([_said(cue, learned, 0.45, doc)], [rule], network)
    assert (unsure.content, unsure.confidence) == ((ruled,), 0.45)
    (lone,) = add_ruled([], [rule], network)
    assert (lone.content, lone.confidence) == ((ruled,), network.tables["rule_confidence"])
    (sure,) = add_ruled([_said(cue, learned, 0.9, doc)], [rule], network)
    assert sure.content == (learned,)
    (alone,) = add_ruled([_said(cue, learned, 0.45, doc)], [_said(Span(5, 9), learned, None, doc)], network)
    assert alone.content == (learned,)


def test_where_the_network_finds_nobody_who_says_it_the_rules_attribution_stands(nlp: Language) -> None:
    doc = nlp("Peru will stay, its minister, Ana Rojas, said.")
    cue = Span(41, 45)
    rule = replace(_said(cue, Span(0, 14), None, doc), source=doc[8])
    (found,) = add_ruled([_said(cue, Span(0, 39), 0.9, doc)], [rule], load_network())
    assert (found.source, found.content) == (doc[8], (Span(0, 14),))
    named = replace(_said(cue, Span(0, 14), 0.9, doc), source=doc[7])
    assert add_ruled([named], [rule], load_network()) == [named]


def test_a_headline_is_no_part_of_what_the_text_below_reports(
    monkeypatch: pytest.MonkeyPatch, learned: Language
) -> None:
    text = "Rojas will stay\n\nPeru will stay, Rojas said."
    spans = [Found(0, 3, 2, 1.0), Found(3, 6, 2, 1.0), Found(7, 8, 0, 1.0), Found(8, 9, 1, 1.0)]
    monkeypatch.setattr(learned_attribution, "decode", lambda *_: (spans, [], spans))
    parts = Parts(title=Span(0, 15), paragraphs=(Span(17, len(text)),))
    (said,) = read_article(Article(id="test", text=text, parts=parts), learned).statements
    assert said.content == (Span(17, 31),)
    assert said.cue == Span(39, 43)


def test_what_a_noun_says_there_is_none_of_is_denied(read_learned: Callable[[str], Reading]) -> None:
    text = "No talks with Chile are planned, Peru's foreign minister, Tomas Quiroga, said on Thursday."
    (event,) = read_learned(text).events
    assert (event.type, event.auxiliary) == ("CONSULT", ("future", "negation"))


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("No talks with Chile are planned.", True),
        ("A summit with Chile is not planned.", True),
        ("Talks with Chile are planned.", False),
        ("No minister spoke of the talks.", False),
    ],
)
def test_a_denial_is_outright_in_the_clause_of_the_noun_itself(nlp: Language, text: str, *, denied: bool) -> None:
    noun = next(token for token in nlp(text) if token.lower_ in {"talks", "summit"})
    assert learned_tellings._is_denied_outright(noun, ("negation",)) is denied
    assert not learned_tellings._is_denied_outright(noun, ())


def test_an_auxiliary_is_no_event_beside_its_verb(learned: Language) -> None:
    doc = learned("The minister did not respond.")
    did, respond = (Told("REJECT", (at, at + 1), (), (), "happened", ()) for at in (2, 4))
    words = doc._.network.words
    assert [learned_tellings._is_helping(one, (did, respond), words, doc) for one in (did, respond)] == [True, False]


def test_a_comma_is_nobodys_name(monkeypatch: pytest.MonkeyPatch, learned: Language) -> None:
    spans = [Found(0, 3, 2, 1.0), Found(3, 4, 0, 1.0), Found(4, 5, 1, 1.0)]
    monkeypatch.setattr(learned_attribution, "decode", lambda *_: (spans, [], spans))
    doc = learned("Peru will stay, said.")
    (found,) = find_learned_attributions(doc, doc._.network, load_network())
    assert (found.source, found.content) == (None, (Span(0, 14),))


@pytest.mark.parametrize(
    ("word", "thinks"), [("I", "believe"), ("We", "hope"), ("We", "think"), ("We", "believe"), ("I", "hope")]
)
@pytest.mark.usefixtures("_unsure")
def test_what_i_say_inside_a_quotation_is_the_speakers(
    read_learned: Callable[[str], Reading], word: str, thinks: str
) -> None:
    reading = read_learned(
        f"“{word} {thinks} that Norway will sign the treaty with Peru this week,” Anna Weber, the minister, said on Monday."
    )
    names = {actor.id: actor.name for actor in reading.actors}
    sources = {
        said.source.of(reading.article.text): names.get(said.actor or "") for said in reading.statements if said.source
    }
    assert sources[word] == "Anna Weber"


def test_who_said_it_is_whom_the_pronoun_stands_for(nlp: Language) -> None:
    doc = nlp("Norway praised Anna Weber, who has described the deal as a fraud, and left the talks that followed.")
    words = {token.text: antecedent_of(token).text for token in doc if token.text in {"who", "that", "Norway"}}
    assert words == {"who": "Weber", "that": "talks", "Norway": "Norway"}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Analysts say the minister will travel to Oslo. They also noted that the talks with the envoy had failed.",
            "They",
            "Analysts",
        ),
        (
            (
                "The embassy said in a statement on Monday that the talks had failed. "
                "The statement said that the envoy would return."
            ),
            "The statement",
            "embassy",
        ),
        (
            "A report from the Institute for Peace Studies found that the plan had failed.",
            "A report from the Institute for Peace Studies",
            "Institute for Peace Studies",
        ),
        ("Mr Lorne's anglophile host said that the talks had been useful for both ministers.", "Mr Lorne's", None),
    ],
)
def test_who_is_behind_a_source(
    read_learned: Callable[[str], Reading], text: str, words: str, name: str | None
) -> None:
    reading = read_learned(text)
    said = next(one for one in reading.statements if one.source and one.source.of(text).startswith(words))
    assert next((actor.name for actor in reading.actors if actor.id == said.actor), None) == name


@pytest.mark.parametrize(
    "share",
    [
        "41%", "41 percent", "A large percentage", "A large share", "A majority", "A plurality", "A minority", "Half", "A third",
        "Two-thirds", "A quarter", "Three quarters", "Twelve",
    ],
)  # fmt: skip
def test_what_a_share_of_somebody_says_is_theirs(read_learned: Callable[[str], Reading], share: str) -> None:
    reading = read_learned(f"{share} of Republicans said on Monday that the deal with Peru was right.")
    assert [said.actor for said in reading.statements] == ["republicans"]


def test_they_are_not_one_who_spoke_before(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned("The minister said that the talks had failed. They feared that the envoy would not return.")
    assert [said.actor for said in reading.statements][-1] is None


def test_they_inside_a_quotation_are_not_who_spoke_outside(read_learned: Callable[[str], Reading]) -> None:
    text = (
        'Aides said that the minister would stay. "Trouble is, they want concessions before the talks," said Ana Ruiz.'
    )
    reading = read_learned(text)
    wanted = [said for said in reading.statements if said.source and said.source.of(text) == "they"]
    assert [said.actor for said in wanted] == [None]


def test_a_state_that_only_an_adjective_names_is_called_by_its_name(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(
        "Russian missiles hit a school in the capital of Ukraine on Monday, and six children were killed."
    )
    assert [actor.name for actor in reading.actors if actor.country == "RUS" and actor.kind == "state"] == ["Russia"]


def test_no_place_or_thing_is_a_side(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned("The strikes on cities of the south went on, the Danish envoy told reporters on Monday.")
    assert "cities" not in {actor.name for actor in reading.actors}


def test_a_heading_is_no_part_of_what_is_said(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(
        "Germany's minister Anna Weber said that the treaty is dead.\n\nNEW TALKS\n\nNorway did not agree."
    )
    text = reading.article.text
    assert not any("NEW TALKS" in span.of(text) for said in reading.statements for span in said.content)


@pytest.mark.parametrize(
    ("text", "source", "actor"),
    [
        (
            "Israel has offered talks on Monday. Israeli warnings that the war would go on were ignored in Syria.",
            "Israeli",
            "israel",
        ),
        (
            "PRESIDENT WEBER SAYS NORDVIND IS LOSING MONEY\n\nPresident Anna Weber attacked the Danish airline Nordvind again on Monday.",
            "PRESIDENT WEBER",
            "anna-weber",
        ),
        pytest.param(
            "Anna Weber left the room. “I don’t believe that this will end well,” Weber reportedly fumed from the floor.",
            "I",
            "anna-weber",
            marks=pytest.mark.xfail(strict=False, reason="the network takes “reportedly” for a cue of its own"),
        ),
        (
            "Anna Weber left the room. “I don’t want to have to stand up for this,” Weber reportedly fumed from the floor.",
            "I",
            "anna-weber",
        ),
    ],
)
@pytest.mark.usefixtures("_unsure")
def test_whose_words_they_are(
    read_learned: Callable[[str], Reading], text: str, source: str, actor: str | None
) -> None:
    said = {one.source.of(text): one.actor for one in read_learned(text).statements if one.source is not None}
    assert said.get(source, "no such source") == actor


@pytest.mark.parametrize("title", ["Pres", "Prime Minster"])
def test_a_title_is_not_lost_for_its_spelling(read_learned: Callable[[str], Reading], title: str) -> None:
    reading = read_learned(f"Cuban {title} Raul Castro met the envoy of Peru on Monday.")
    (person,) = [actor for actor in reading.actors if actor.kind == "person"]
    assert (person.name, person.country) == ("Raul Castro", "CUB")
    assert [(office.title, office.of) for office in person.offices] == [(title, "Cuba")]


def test_a_short_title_with_its_stop_is_an_office(read_learned: Callable[[str], Reading]) -> None:
    (person,) = read_learned("Reporters say that Pres. Ana Ruiz will sign it.").actors[1:]
    assert (person.name, [office.title for office in person.offices]) == ("Ana Ruiz", ["Pres."])


def test_who_acts_for_others_is_no_event(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned("Peru and Chile held talks on Friday with two mediators from Norway, a critic said.")
    words = [event.trigger.of(reading.article.text) for event in reading.events]
    assert words
    assert not [trigger for trigger in words if "mediators" in trigger or "critic" in trigger]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Norway and Denmark talked about Peru on Friday.", "CONSULT", {"norway", "denmark"}, set()),
        ("Norway and Denmark met on Friday. They condemned Peru.", "ACCUSE", {"norway", "denmark"}, {"peru"}),
        ("The killing of Ana Ruiz shocked Peru.", "ASSAULT", set(), {"ana-ruiz"}),
        ("Norway called for the release of Ana Ruiz by Peru.", "REQUEST", {"norway"}, {"peru"}),
        ("The envoy pushed for Ana Ruiz's release.", "REQUEST", {"envoy"}, set()),
    ],
)
def test_who_is_beside_an_event_is_no_side(
    read_learned: Callable[[str], Reading], text: str, kind: str, actors: set[str], recipients: set[str]
) -> None:
    found = [({*e.actors}, {*e.recipients}) for e in read_learned(text).events if e.type == kind]
    assert found == [(actors, recipients)]


def test_content_keeps_to_its_paragraph(read_learned: Callable[[str], Reading]) -> None:
    text = (
        "The minister of Peru said that the talks had failed.\n\nThe ships left the harbour on Friday.\n\n"
        "Norway condemned the attack, and said that it would not stay."
    )
    reading = read_learned(text)
    assert reading.statements
    for said in reading.statements:
        assert said.cue is not None
        assert all("\n\n" not in text[min(said.cue.start, span.start) : span.end] for span in said.content)


def test_the_day_of_saying_does_not_date_what_is_said(read_learned: Callable[[str], Reading]) -> None:
    dates = {e.type: e.date for e in read_learned("Norway in May 2024 accused Peru of bombing Chile.").events}
    assert dates == {"ACCUSE": "2024-05", "ASSAULT": None}


def test_a_death_is_told_once(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(
        "Rebels gunned down Ana Ruiz in Peru on Friday. The assassination of Ana Ruiz shocked Norway."
    )
    (event,) = [event for event in reading.events if event.type == "ASSAULT"]
    assert (len(event.also), event.actors, event.recipients) == (1, ("rebels",), ("ana-ruiz",))


def test_the_day_of_saying_is_no_part_of_source_or_content(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned("Norway in May 2024 accused Peru of bombing Chile.")
    (said,) = reading.statements
    assert said.source is not None
    assert (said.source.of(reading.article.text), said.date) == ("Norway", "2024-05")


@pytest.mark.parametrize(
    ("text", "content", "date"),
    [
        ("In 2012, he insisted that the talks had failed.", ["that the talks had failed"], "2012"),
        ("The treaty was signed, he said, in 2012.", ["The treaty was signed", "in 2012"], None),
        ("In 2012, he said, the treaty was signed.", ["In 2012", "the treaty was signed"], None),
    ],
)
def test_a_day_before_the_cue_is_of_the_saying(
    learned: Language, text: str, content: list[str], date: str | None
) -> None:
    doc = learned(text)
    cue = next(token for token in doc if token.text in {"said", "insisted"})
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in content)
    leading = (Span(0, 7), *spans) if date is not None else spans
    found = day_before(doc, Attribution(cue, Span(cue.idx, cue.idx + len(cue)), cue.nbor(-1), leading))
    assert (found.edtf if found is not None else None) == date


@pytest.mark.parametrize(
    ("text", "source"),
    [("People born in 1980 said no.", "People born in 1980"), ("Ana Ruiz in 2012 said no.", "Ana Ruiz")],
)
def test_a_year_that_tells_who_they_are_stays(learned: Language, text: str, source: str) -> None:
    doc = learned(text)
    words, _ = without_day(doc, Span(0, text.index(" said")), doc[0])
    assert words is not None
    assert words.of(text) == source


def test_who_judges_or_is_moved_by_a_deed_has_not_done_it(learned: Language) -> None:
    doc = learned("The sentence against Ana Ruiz is too harsh, Weber said. Norway announced sanctions on Peru.")
    words = {token.text: doc[token.i : token.i + 1] for token in doc}
    assert is_bystander(words["Weber"], "SANCTION", words["sentence"])
    assert not is_bystander(words["Norway"], "SANCTION", words["sanctions"])
    doc = learned("The summit brought together Norway and Peru. The attack shocked Chile.")
    words = {token.text: doc[token.i : token.i + 1] for token in doc}
    assert is_moved(words["Chile"], words["attack"])
    assert not is_moved(words["Norway"], words["summit"])


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("President Barack Obama of the United States visited Utah on Monday. The United States agreed.", ()),
        ("Merkel, the German chancellor, visited Japan on Monday.", ("japan",)),
    ],
)
def test_who_travels_at_home_visits_nobody(
    read_learned: Callable[[str], Reading], text: str, hosts: tuple[str, ...]
) -> None:
    (visit,) = [event for event in read_learned(text).events if event.mode == "visit"]
    assert visit.recipients == hosts


@pytest.mark.parametrize("noun", sorted(event_bystanders._SUITS))
def test_a_court_does_not_do_what_is_done_before_it(nlp: Language, noun: str) -> None:
    doc = nlp(f"The order faces a court {noun} in Peru.")
    at = next(token.i for token in doc if token.text == "court")
    assert is_bystander(doc[at : at + 1], "ACCUSE", doc[at + 1 : at + 2])


@pytest.mark.parametrize(
    "text", ["A court ruling in Peru stopped the order.", "A Court case in Peru stopped the order."]
)
def test_a_court_does_what_it_does(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert not is_bystander(doc[1:2], "REJECT", doc[2:3])


@pytest.mark.parametrize("noun", sorted(learned_tellings._SPEAKING))
@pytest.mark.parametrize("of", ["for", "of", "at", "from"])
def test_whom_somebody_speaks_for_is_told_by_the_speaker(nlp: Language, noun: str, of: str) -> None:
    doc = nlp(f"The {noun} {of} the ministry condemned the strikes.")
    at = {token.text: token.i for token in doc}
    assert learned_tellings._is_spoken_for(doc[at["ministry"] : at["ministry"] + 1], {at[noun]})
    assert not learned_tellings._is_spoken_for(doc[at[noun] : at[noun] + 1], {at[noun]})


def test_who_speaks_for_two_is_told_by_both(nlp: Language) -> None:
    doc = nlp("Officials from Peru and Chile met.")
    assert not learned_tellings._is_spoken_for(doc[2:3], {0})


@pytest.mark.parametrize("noun", sorted(event_words._ATTACKS))
def test_who_is_killed_in_an_attack_is_harmed_once(nlp: Language, noun: str) -> None:
    doc = nlp(f"Ten soldiers were killed in the {noun}.")
    match = next(match for match in find_matches(doc) if match.token.text == "killed")
    assert event_words._family_of(doc[6]) in event_words.lemmas_of(match)


def test_where_somebody_is_killed_is_no_attack(nlp: Language) -> None:
    match = next(
        match for match in find_matches(nlp("Ten soldiers were killed in the city.")) if match.token.text == "killed"
    )
    assert event_words.lemmas_of(match) == {"kill", "soldier"}


def test_the_tweet_is_whose_it_is(read_learned: Callable[[str], Reading]) -> None:
    text = "Ana Weber tweeted that Peru had left. According to the tweet, the ministers will meet on Friday."
    assert [said.actor for said in read_learned(text).statements] == ["ana-weber", "ana-weber"]


def test_who_is_cast_for_an_event_is_the_source_of_what_they_say(learned: Language) -> None:
    doc = learned("The dyers said that Peru had left.")
    (said,) = doc._.statements
    doc._.statements, doc._.actor_heads = (replace(said, actor=None),), {1: "dyers"}
    doc._.actors = (Actor("dyers", "dyers", "organization", None, (), (), (Mention(4, 9, "nominal"),)),)
    name_sources(doc)
    assert [(one.actor, one.sourcing) for one in doc._.statements] == [("dyers", "body")]


@pytest.mark.parametrize(
    ("text", "name", "owner"),
    [
        ("Ohio Gov. Ana Ruiz met Lise Holm on Friday.", "Ana Ruiz", "Ohio"),
        ("Reporters met former New Mexico Gov. Ana Ruiz on Friday.", "Ana Ruiz", "New Mexico"),
    ],
)
def test_the_place_before_a_short_title_is_governed(
    read_learned: Callable[[str], Reading], text: str, name: str, owner: str
) -> None:
    (person,) = [actor for actor in read_learned(text).actors if actor.name == name]
    assert [office.of for office in person.offices] == [owner]


@pytest.mark.parametrize("word", ["identified", "named", "quoted"])
def test_to_ask_for_no_name_asks_for_nothing(read_learned: Callable[[str], Reading], word: str) -> None:
    reading = read_learned(
        f"Peru asked Chile to leave the islands, said two officials, asking not to be {word}. One declined to be {word}."
    )
    assert [event.type for event in reading.events if event.type in {"REQUEST", "REJECT"}] == ["REQUEST"]


def test_who_says_what_somebody_seeks_is_not_lost_for_a_comma(read_learned: Callable[[str], Reading]) -> None:
    reading = read_learned(
        "Chile is not seeking negotiations with Peru, Elisa Rojas, the minister of Chile, said on Wednesday."
    )
    text = reading.article.text
    told = {said.actor: [span.of(text) for span in said.content] for said in reading.statements}
    assert told["elisa-rojas"] == ["Chile is not seeking negotiations with Peru"]
