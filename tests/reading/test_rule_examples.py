"""Every word of the tables of states, offices, nouns, places and sources is read as its table says.

A word that is not, and should be, is listed in DEFECTS with the reason, and its own test fails as expected.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
from spacy.language import Language

from dragoman.model import Reading
from dragoman.reading.countries import country_words
from dragoman.reading.name_kinds import country_of_leader, gender_of_name
from dragoman.reading.offices import gender_of_title
from dragoman.reading.rules import load_names, load_rules
from dragoman.reading.sectors import sectors_of
from tests.reading.conftest import Misses, mentioned

Holds = Callable[[Reading, str], bool]

COUNTRIES = load_rules("countries")
STATES = COUNTRIES["country"]
CITIES = {city: code for code, cities in COUNTRIES["places"].items() if code != "example" for city in cities}
ORGANIZATIONS = load_names("organizations")
OUTLETS = load_names("outlets")
OFFICES = load_rules("offices")
NOUNS = load_rules("people_nouns")
PEOPLE = load_names("people")
SOURCES = load_rules("sourcing")["kind"]
METONYMS = load_rules("metonyms")
LEADERS = load_rules("leaders")
EVENT_PLACES = load_rules("event_places")["place"]
SECTORS = load_rules("sectors")
FULL_NAMES = {
    name: (code, gender) for gender in ("he", "she") for code, names in LEADERS[gender].items() for name in names
}
# The first of each country and whoever bears a title are read in a sentence; all are looked up.
ENTITLED = [name for name in FULL_NAMES if gender_of_title(name.split()[0].lower()) is not None]
SOME_LEADERS = [names[0] for gender in ("he", "she") for names in LEADERS[gender].values() if names[0] not in ENTITLED]


class Table(NamedTuple):
    """Words, the sentences to try them in, and what must hold of one of the readings."""

    name: str
    words: Sequence[str]
    frames: Sequence[str]
    holds: Holds
    deep: bool = False  # whether statements and events are needed, too


def _codes(section: str) -> dict[str, str]:
    return {word: row["code"] for row in STATES for word in row.get(section, ())}


def _state(codes: dict[str, str]) -> Holds:
    return lambda reading, word: [(a.kind, a.country) for a in mentioned(reading, word)] == [("state", codes[word])]


def _absent(reading: Reading, word: str) -> bool:
    return mentioned(reading, word) == []


def _american(name: str) -> str | None:
    return "USA" if name.startswith(("US ", "U.S. ")) else None


def _organization(rows: list[dict[str, Any]], default: str) -> Holds:
    wanted = {
        name: (row.get("kind", default), row.get("country") or _american(name), tuple(row.get("sectors", ["JRN"])))
        for row in rows
        for name in row["names"]
    }
    return lambda reading, word: [(a.kind, a.country, a.sectors) for a in mentioned(reading, word)] == [wanted[word]]


def _names(rows: list[dict[str, Any]], *, places: bool) -> list[str]:
    return [name for row in rows if (row.get("kind") == "place") == places for name in row["names"]]


def _titles(reading: Reading) -> list[tuple[str, str]]:
    return [(o.title.lower(), o.status) for actor in reading.actors if actor.kind == "person" for o in actor.offices]


def _entitled(reading: Reading, word: str) -> bool:
    return any(title == word for title, _ in _titles(reading))


def _title_begins(reading: Reading, word: str) -> bool:
    return any(title.startswith(word + " ") for title, _ in _titles(reading))


def _title_ends(reading: Reading, word: str) -> bool:
    return any(title.startswith("secretary " + word) for title, _ in _titles(reading))


def _title_is_president(reading: Reading, _: str) -> bool:
    return [title for title, _ in _titles(reading)] == ["president"]


def _status(status: str) -> Holds:
    return lambda reading, _: ("envoy", status) in _titles(reading)


def _is_weber(reading: Reading, _: str) -> bool:
    return [(actor.name, actor.kind) for actor in reading.actors] == [("Weber", "person")]


def _weber_is(gender: str) -> Holds:
    def holds(reading: Reading, _: str) -> bool:
        text = reading.article.text
        said = {m.span.of(text) for actor in mentioned(reading, "Weber") for m in actor.mentions if m.kind == "pronoun"}
        return said == {gender}

    return holds


def _noun(row: dict[str, Any]) -> Holds:
    kind = "state" if row.get("stands") == "state" else row["kind"]

    def holds(reading: Reading, word: str) -> bool:
        return [(a.kind, a.country) for a in mentioned(reading, f"the Danish {word}")] == [(kind, "DNK")]

    return holds


def _portugal(reading: Reading, _: str) -> bool:
    return any(actor.kind == "state" and actor.country == "PRT" for actor in reading.actors)


def _no_portugal(reading: Reading, word: str) -> bool:
    return not _portugal(reading, word)


def _sourcing(kind: str) -> Holds:
    return lambda reading, _: [said.sourcing for said in reading.statements] == [kind]


def _venue(reading: Reading, word: str) -> bool:
    text = reading.article.text
    return any(said.venue is not None and word in said.venue.of(text).lower() for said in reading.statements)


def _says_nothing(reading: Reading, _: str) -> bool:
    return reading.statements == ()


def _person_of(codes: dict[str, str | None]) -> Holds:
    return lambda reading, word: [(a.kind, a.country) for a in mentioned(reading, word)] == [("person", codes[word])]


def _happens_in(codes: dict[str, str]) -> Holds:
    return lambda reading, word: any(e.place is not None and e.place.country == codes[word] for e in reading.events)


def _officials_of(reading: Reading, word: str) -> bool:
    officials = mentioned(reading, "Officials")
    return _absent(reading, word) and [actor.country for actor in officials] == [CITIES[word]]


def _outlet(reading: Reading, word: str) -> bool:
    return [a.kind for a in mentioned(reading, f"Harbour {word}")] == ["outlet"]


def _no_harbour(reading: Reading, _: str) -> bool:
    return not any("Harbour" in actor.name for actor in reading.actors)


def _head(code: str) -> Holds:
    """The head's sector, where no word of the name gives one of its own and no parliament is known by it."""

    def holds(reading: Reading, word: str) -> bool:
        form = f"Harbour {word}"
        found = mentioned(reading, form) or mentioned(reading, word)
        told = sectors_of(form)
        sectors = told if told and told != ("GOV",) else (code,)
        return len(found) == 1 and found[0].kind in {"organization", "body"} and found[0].sectors == sectors

    return holds


ADJECTIVES, PEOPLES = _codes("adjectives"), _codes("people")
SEATS = {row["capital"]: row["code"] for row in STATES if "capital" in row} | _codes("seats")
SECRETARIES = (
    "The Danish {w} minister, Lise Holm, spoke on Monday.",
    "The Danish {w} secretary, Lise Holm, spoke on Monday.",
    "Lise Holm, {w} director at the Fjord Institute, spoke.",
    "Lise Holm, {w} fellow at the Fjord Institute, spoke.",
    "The envoy met Danish {W} Secretary Lise Holm.",
)

TABLES = [
    Table(
        "states",
        [*_codes("names"), *_codes("former")],
        ["France praised {w} on Monday."],
        _state(_codes("names") | _codes("former")),
    ),
    Table("adjectives", list(ADJECTIVES), ["The {w} government protested."], lambda r, w: _state({f"The {w} government": ADJECTIVES[w]})(r, f"The {w} government")),
    Table("peoples", list(PEOPLES), ["Many {w} protested on Monday.", "The {w} have protested against it.", "It was rejected by the {w}."], _state(PEOPLES)),
    Table("seats", list(SEATS), ["{W} has rejected the plan.", "The envoys had talks with {w} on Monday.", "The envoys pressed {w} to answer."], _state(SEATS)),
    Table("seats as places", list(SEATS), ["The envoy met reporters in {w} on Monday."], _absent),
    Table("cities", list(CITIES), ["Officials in {w} spoke to reporters."], _officials_of),
    Table("regions", COUNTRIES["regions"]["words"], ["The envoy to the {w} left.", "The envoy to {w} left."], lambda r, w: not any(w in actor.name and actor.kind != "unnamed" for actor in r.actors)),
    Table("organizations", _names(ORGANIZATIONS, places=False), ["Kenya and Chad will consult {w} next week."], _organization(ORGANIZATIONS, "organization")),
    Table("rooms", _names(ORGANIZATIONS, places=True), ["They met in the {w}."], _absent),
    Table("outlets", _names(OUTLETS, places=False), ["The minister spoke to {w} on Monday.", "The minister told the {w} that he would stay."], _organization(OUTLETS, "outlet")),
    Table("carriers", _names(OUTLETS, places=True), ["The picture came from {w}."], _absent),
    Table("outlet heads", load_rules("outlets")["heads"], ["The minister told the Harbour {w} that he would stay."], _outlet),
    *(Table(f"offices {row['example']}", [word for word in row["words"] if word not in OFFICES["no_offices"]["words"]], ["The Danish {w} Lise Holm spoke on Monday."], _entitled) for row in OFFICES["head"]),
    Table("no offices", OFFICES["no_offices"]["words"], ["The Danish {w} Lise Holm spoke on Monday."], lambda r, _: [a.offices for a in mentioned(r, "Lise Holm")] == [()]),
    Table("scholars", OFFICES["scholars"]["words"], ["Jo Marsh, a Peru {w}, met the Danish envoy."], lambda r, _: [a.country for a in mentioned(r, "Jo Marsh")] == [None]),
    Table("office modifiers", OFFICES["modifiers"]["words"], SECRETARIES, _title_begins),
    Table("office suffixes", OFFICES["suffixes"]["words"], ["The council’s secretary {w} Anna Weber was silent.", "Anna Weber, the secretary {w} of the council, was silent."], _title_ends),
    *(Table(f"office {s}", OFFICES["status"][s], ["The {w} Dutch envoy, Piet Smit, left.", "The Dutch {w} envoy, Piet Smit, left.", "Piet Smit, the {w} Dutch envoy, left."], _status(s)) for s in ("former", "incoming", "current")),
    Table("office descriptions", OFFICES["descriptions"]["words"], ["Hungary's {w} president Adam Szabo signed."], _title_is_president),
    Table("honorifics", OFFICES["honorifics"]["words"], ["{W} Weber spoke on Monday."], _is_weber),
    *(Table(f"titles of {g}", OFFICES["honorifics"][g], ["{W} Weber said that he would go and that she would go."], _weber_is(pronoun)) for g, pronoun in (("female", "she"), ("male", "he"))),
    *(Table(f"nouns {row['example']}", [word for word in row["words"] if word not in NOUNS["related"]["words"]], ["The Danish {w} protested on Monday.", "Reporters met the Danish {w} on Monday.", "The plan was rejected by the Danish {w}."], _noun(row)) for row in NOUNS["noun"]),
    Table("people", [row["one"] for row in PEOPLE], ["The Danish {w} protested on Monday.", "The Danish {w} said that it had failed.", "On Monday the Danish {w} was angry."], lambda r, w: [(a.kind, a.country) for a in mentioned(r, f"the Danish {w}")] == [("unnamed", "DNK")]),
    Table("several people", [row["many"] for row in PEOPLE], ["The Danish {w} protested on Monday.", "The Danish {w} said that it had failed."], lambda r, w: [(a.kind, a.country) for a in mentioned(r, f"the Danish {w}")] == [("group", "DNK")]),
    *(Table(f"sources {row['sourcing']}", row["words"], ["The {w} said that the truce had failed.", "{W} said that the truce had failed.", "The {w} showed that the truce had failed."], _sourcing(row["sourcing"]), deep=True) for row in SOURCES),
    Table("venues", load_rules("venues")["venue"][0]["words"], ["The envoy said in the {w} that the truce had failed.", "The envoy said in {w} that the truce had failed.", "The envoy said on {W} that the truce had failed."], _venue, deep=True),
    Table("opaque verbs", load_rules("reporting")["opaque"]["words"], ["The envoy could {w} that the truce had failed."], _says_nothing, deep=True),
    Table("capital as object", METONYMS["object_verbs"]["words"], ["The envoys could {w} Lisbon.", "The Danish envoys will {w} Lisbon next week.", "The envoys tried to {w} Lisbon."], _portugal),
    Table("capital after prepositions", METONYMS["prepositions"]["words"], ["Ties {w} Lisbon cooled."], _portugal),
    *(Table(f"capital with nouns and {p}", METONYMS["with_nouns"][p], [f"The {{w}} {p} Lisbon grew."], _portugal) for p in ("of", "on", "for", "to", "from")),
    Table("capital that owns", METONYMS["place_nouns"]["words"], ["Lisbon's {w} had changed."], _no_portugal),
    Table("leaders", SOME_LEADERS, ["{w} spoke to reporters on Monday."], _person_of({name: code for name, (code, _) in FULL_NAMES.items()})),
    Table("leaders with a title", ENTITLED, ["{w} spoke to reporters on Monday."], lambda r, w: [(a.kind, a.country) for a in r.actors][:1] == [("person", FULL_NAMES[w][0])]),
    Table("leaders by surname", LEADERS["alone"]["words"], ["{w} spoke to reporters on Monday.", "Reporters met {w} on Monday.", "The envoy said that {w} had agreed."], _person_of({word: country_of_leader(word) for word in LEADERS["alone"]["words"]})),
    Table("event places", list(EVENT_PLACES), ["The leaders of Kenya and Chad met in {w} on Monday.", "The leaders of Kenya and Chad met at {w}."], _happens_in(EVENT_PLACES), deep=True),
    *(Table(f"organization heads {code}", words, ["They asked the Harbour {w} for help."], _head(code)) for code, words in SECTORS["heads"].items() if code not in {"example", "NONE"}),
    Table("organization heads of no sector", SECTORS["heads"]["NONE"], ["They asked the Harbour {w} for help."], lambda r, w: [(a.kind, a.sectors) for a in mentioned(r, f"Harbour {w}")] == [("organization", sectors_of(w))]),
    Table("machines", NOUNS["machines"]["words"], ["The old {w} Kolibri was shown to the Danish envoy on Monday."], lambda r, _: not any("Kolibri" in a.name for a in r.actors)),
    Table("named machines", NOUNS["machines"]["named"], ["On Monday the THOR {w} was sent to the south by Peru."], lambda r, _: not any(a.name == "THOR" for a in r.actors)),
    Table("sites", NOUNS["sites"]["words"], ["On Monday prayers were held in the THOR {w} by Peru.", "On Monday the envoy came to the THOR {w} in the south."], lambda r, _: not any("THOR" in a.name for a in r.actors)),
    Table("names of things", load_rules("things")["words"], ["On Monday the envoy spoke of the {w} in Lima."], lambda r, w: not any(a.name == w for a in r.actors)),
    Table("related", NOUNS["related"]["words"], ["Reporters met Denmark's {w} in Oslo on Monday."], lambda r, w: all(a.country is None for a in r.actors if w in a.name)),
    Table("visiting", NOUNS["visiting"]["words"], ["The {w} in Peru left Denmark on Monday."], lambda r, w: all(a.country is None for a in r.actors if a.name.startswith(w))),
    Table("weighing", sorted(set(NOUNS["weighing"]["words"]) - {"how", "not", "about", "just"}), ["The guards took {w} Danish hostages on Monday."], lambda r, _: any(a.name == "Danish hostages" for a in r.actors)),
    Table("things of the people", NOUNS["things"]["words"], ["The strikes on the {w} went on."], lambda r, w: not any(w in a.name for a in r.actors)),
    Table("things", SECTORS["dependents"]["words"], ["They met at the Harbour {w} on Monday."], _no_harbour),
]  # fmt: skip

_SPLIT = "the tokeniser splits it, so the table's word is never met"
_UNSEEN = "NER gives the town another label, and then the table is not asked"
DEFECTS: dict[str, dict[str, str]] = {
    "outlets": {"Economist": "the office word economist hides the outlet of that name"},
    "office modifiers": {
        "under": "taken for a preposition, so an under secretary is a secretary",
        "second": "taken for a description, so a second secretary is a secretary",
    },
    "machines": dict.fromkeys(["launcher", "radar", "typhoon", "warship"], "the parser hangs the name on another word"),
    "office incoming": {"next": "not read before an office"},
    "office former": {"one-time": _SPLIT},
    "office descriptions": dict.fromkeys(["left-wing", "right-wing", "long-time", "pro-western"], _SPLIT),
    "sources document": {
        "intelligence": "cast as a body, which outweighs the noun",
        "figures": "the lemma is looked up first, and a figure is a person",
    },
    "leaders": {"Milan Kučan": "the first name is taken for the town"},
    "event places": dict.fromkeys(["Montreux", "Versailles", "Dayton"], _UNSEEN),
}
DEFECT_CASES = [
    pytest.param(table, word, id=f"{table.name} {word}", marks=pytest.mark.xfail(strict=True, reason=reason))
    for table in TABLES
    for word, reason in DEFECTS.get(table.name, {}).items()
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_word_of_a_table_is_read_as_it_says(misses: Misses, table: Table) -> None:
    known = DEFECTS.get(table.name, {})
    assert misses([word for word in table.words if word not in known], table.frames, table.holds, deep=table.deep) == []


@pytest.mark.parametrize(("table", "word"), DEFECT_CASES)
def test_a_word_that_should_be_read_and_is_not(misses: Misses, table: Table, word: str) -> None:
    assert misses([word], table.frames, table.holds, deep=table.deep) == []


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("The envoys photographed Lisbon.", _no_portugal),
        ("Lisbon was photographed.", _no_portugal),
        ("The weather of Lisbon changed.", _no_portugal),
        ("The train to Lisbon left.", _no_portugal),
        ("The road from Lisbon was long.", _no_portugal),
        ("The museum on Lisbon opened.", _no_portugal),
        ("The envoy could recount that the truce had failed.", _sourcing("unnamed")),
        ("The envoy said in the garden that the truce had failed.", lambda r, _: r.statements[0].venue is None),
    ],
)
def test_a_word_that_a_table_lacks_is_not_read_so(read: Callable[..., Reading], sentence: str, holds: Holds) -> None:
    assert holds(read(sentence), "")


def _participle(verb: str) -> str:
    odd = {
        "see": "seen",
        "know": "known",
        "say": "said",
        "tell": "told",
        "think": "thought",
        "understand": "understood",
    }
    odd |= {"bind": "bound", "commit": "committed"}
    return odd.get(verb) or (verb + "d" if verb.endswith("e") else verb + "ed").replace("fyed", "fied")


def test_every_passive_verb_makes_a_capital_its_government(misses: Misses) -> None:
    verbs = [_participle(verb) for verb in METONYMS["passive_verbs"]["words"]]
    assert misses(verbs, ["Lisbon was {w} by the envoys."], _portugal, deep=False) == []


@pytest.mark.parametrize("section", [name for name in METONYMS if name != "place_nouns"])
def test_examples_of_capitals_as_governments(read: Callable[..., Reading], section: str) -> None:
    assert _portugal(read(METONYMS[section]["example"]), "")


def test_example_of_a_capital_as_a_town(read: Callable[..., Reading]) -> None:
    assert read(METONYMS["place_nouns"]["example"]).actors == ()


@pytest.mark.parametrize("row", SOURCES, ids=lambda row: row["sourcing"])
def test_examples_of_sourcing(read: Callable[..., Reading], row: dict[str, str]) -> None:
    assert [said.sourcing for said in read(row["example"]).statements] == [row["sourcing"]]


def test_example_of_a_venue(read: Callable[..., Reading]) -> None:
    reading = read(load_rules("venues")["venue"][0]["example"])
    assert [said.venue.of(reading.article.text) for said in reading.statements if said.venue] == ["in a statement"]


def test_example_of_an_opaque_verb(read: Callable[..., Reading]) -> None:
    assert read(load_rules("reporting")["opaque"]["example"]).statements == ()


def test_example_of_an_event_place(read: Callable[..., Reading]) -> None:
    places = [event.place for event in read(load_rules("event_places")["example"]).events]
    assert [(place.name, place.country) for place in places if place is not None] == [("Yalta", "UKR")]


@pytest.mark.parametrize("row", SECTORS["sector"], ids=lambda row: row["code"])
def test_words_and_examples_of_sectors(row: dict[str, Any]) -> None:
    assert sectors_of(row["example"]) == (row["code"],)
    others = {word: sectors_of(word) for word in row["words"] if sectors_of(word) != (row["code"],)}
    # A phrase may say more than the word: an attorney general is of the government and of the courts.
    assert all(row["code"] in codes and word in SECTORS["phrases"] for word, codes in others.items()), others


@pytest.mark.parametrize("phrase", [phrase for phrase in SECTORS["phrases"] if phrase != "example"])
def test_phrases_decide_before_words(phrase: str) -> None:
    assert sectors_of(f"the Danish {phrase}s") == tuple(SECTORS["phrases"][phrase])


def test_example_of_phrases(read: Callable[..., Reading]) -> None:
    actors = read(SECTORS["phrases"]["example"]).actors
    assert [(a.name, a.country, a.sectors) for a in actors] == [
        ("Norwegian central bank", "NOR", ("GOV",)),
        ("defence ministry", "NOR", ("GOV", "MIL")),
    ]


@pytest.mark.xfail(strict=True, reason="a short sentence of long names is taken for a headline in capitals")
def test_example_of_organization_heads(read: Callable[..., Reading]) -> None:
    assert {actor.name for actor in read(SECTORS["heads"]["example"]).actors} == {"Harbour Council", "Fjord Institute"}


@pytest.mark.xfail(strict=True, reason="Corps is folded to corp, a business, before the table of heads is asked")
def test_corps_is_no_corporation(read: Callable[..., Reading]) -> None:
    assert mentioned(read("They asked the Harbour Corps for help."), "Harbour Corps")[0].sectors == ("MIL",)


def test_example_of_things(read: Callable[..., Reading]) -> None:
    assert read(SECTORS["dependents"]["example"]).actors == ()


def test_he_or_she_of_the_leaders() -> None:
    wrong = [name for name, facts in FULL_NAMES.items() if (country_of_leader(name), gender_of_name(name)) != facts]
    assert (len(FULL_NAMES) > 3000, wrong) == (True, [])


@pytest.mark.parametrize(
    "name", ["François Hollande", "Francois Hollande", "FRANÇOIS HOLLANDE", "Francois G. Hollande"]
)
def test_a_leader_is_known_in_other_spellings(name: str) -> None:
    assert country_of_leader(name) == "FRA"


def test_the_article_knows_better_than_the_table_of_leaders(read: Callable[..., Reading]) -> None:
    reading = read("The Canadian senator Paul Keating spoke to reporters on Monday.")
    assert [(actor.country, actor.kind) for actor in mentioned(reading, "Paul Keating")] == [("CAN", "person")]


@pytest.mark.parametrize(("section", "gender"), [("male", "he"), ("female", "she")])
def test_first_names_tell_he_from_she(section: str, gender: str) -> None:
    names = NOUNS["genders"][section]
    assert [name for name in names if gender_of_name(f"{name} Testsurname") != gender] == []


def test_a_surname_that_two_share_has_no_gender() -> None:
    assert (country_of_leader("Trump"), gender_of_name("Trump")) == ("USA", None)


def test_event_places_are_those_that_the_states_lack() -> None:
    assert [place for place in EVENT_PLACES if place in country_words()] == []


def _word_lists() -> dict[str, list[str]]:
    lists = {f"nouns {row['example']}": row["words"] for row in NOUNS["noun"]}
    other = {"noun", "genders", "nicknames", "alike", "what_it_is"}
    lists |= {f"nouns {name}": NOUNS[name]["words"] for name in NOUNS if name not in other}
    lists |= {f"nouns {name}": NOUNS["what_it_is"][name] for name in ("of_one", "of_fighters")}
    lists |= {f"nouns alike {row['word']}": row["words"] for row in NOUNS["alike"]["of"]}
    lists |= {f"offices {row['example']}": row["words"] for row in OFFICES["head"]}
    lists |= {
        f"offices {name}": OFFICES[name]["words"]
        for name in ("honorifics", "modifiers", "suffixes", "descriptions", "no_offices", "scholars")
    }
    lists |= {f"sources {row['sourcing']}": row["words"] for row in SOURCES}
    lists |= {f"capitals {name}": table["words"] for name, table in METONYMS.items() if "words" in table}
    lists |= {f"first names {name}": NOUNS["genders"][name] for name in ("male", "female")}
    lists["opaque"] = load_rules("reporting")["opaque"]["words"]
    lists["things"] = SECTORS["dependents"]["words"]
    return lists


@pytest.mark.parametrize("words", _word_lists().values(), ids=_word_lists())
def test_no_word_stands_twice_in_a_list(words: list[str]) -> None:
    assert [word for word, times in Counter(words).items() if times > 1] == []


@pytest.mark.parametrize("rows", [OFFICES["head"], NOUNS["noun"], SOURCES], ids=["offices", "nouns", "sources"])
def test_no_word_stands_in_two_rows_of_a_table(rows: list[dict[str, Any]]) -> None:
    assert [word for word, times in Counter(word for row in rows for word in row["words"]).items() if times > 1] == []


@pytest.mark.parametrize(
    "words", [row["words"] for row in NOUNS["noun"]], ids=[row["example"] for row in NOUNS["noun"]]
)
def test_nouns_are_single_tokens(nlp: Language, words: list[str]) -> None:
    assert [word for word in words if len(nlp.make_doc(word)) != 1] == []
