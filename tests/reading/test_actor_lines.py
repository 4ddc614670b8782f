"""One actor, one line: names and descriptions that are one, what is no actor, and what the words around a name tell."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from spacy.language import Language

from dragoman.model import Actor, Article, Parts, Reading, Span
from dragoman.reading import capital_runs, name_kinds, named_parts, names, nominals
from dragoman.reading.reader import read_article
from dragoman.reading.rules import load_rules
from tests.reading.conftest import mentioned

OF_ONE = load_rules("offices")["of_one_state"]["titles"]
Read = Callable[..., Reading]
TERMS = load_rules("terms")
OF_STATE = [
    re.sub(r"\b(?!of|the)[a-z]", lambda first: first[0].upper(), title)
    for title in load_rules("offices")["of_state"]["words"]
]
AIRCRAFT = {"capable": "nuclear-capable", "range": "long-range"}
WHAT_IT_IS = load_rules("people_nouns")["what_it_is"]


def only(reading: Reading, words: str) -> Actor:
    (actor,) = mentioned(reading, words)
    return actor


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Michael Lund resigned on Monday. Mike Lund had been asked to go.", "Mike Lund", "Michael Lund"),
        ("David Berg is missing. “We love David,” his sister Eva Berg said.", "David", "David Berg"),
        ("Sen. Carla Voss met the envoy. The senator was calm.", "The senator", "Carla Voss"),
        ("Rep. Tom Lund met the envoy. The Ohio congressman was calm.", "The Ohio congressman", "Tom Lund"),
        (
            "A far-right Danish minister has led a march. Danish Foreign Minister Lise Holm waved.",
            "A far-right Danish minister",
            "Lise Holm",
        ),
        (
            "US Secretary of State Ana Ruiz landed in Oslo. The US's top diplomat met the king.",
            "The US's top diplomat",
            "Ana Ruiz",
        ),
        ("The minister told Reuters news agency so on Monday. Reuters printed it.", "Reuters news agency", "Reuters"),
        ("The Foreign Affairs Committee met after the House Foreign Affairs Committee had voted.", "Foreign Affairs Committee", "House Foreign Affairs Committee"),
        ("Danish Harbour Police shot a man in the old town. The Harbour Police denied it on Monday.", "Harbour Police", "Danish Harbour Police"),
        ("GM CEO Ana Ruiz met the envoy on Monday. The CEO met him again on Tuesday.", "The CEO", "Ana Ruiz"),
        ("Danish leader Ana Ruiz met the envoy on Monday. The Danish dictator met him again.", "The Danish dictator", "Ana Ruiz"),
        ("“It is a disgrace,” war refugee and campaigner Ana Ruiz said in the old town.", "war refugee", "Ana Ruiz"),
        ("China’s official news agency, Xinhua, printed the letter of the envoy.", "China’s official news agency", "Xinhua"),
        ("CNN was shut out on Monday. According to the network, the lunch is off the record.", "the network", "CNN"),
        ("The Rail Workers Union met on Monday. According to the union, the strike is over.", "the union", "Rail Workers Union"),
        ("The UN secretary general, Ana Ruiz, was calm. The secretary-general said that it would help.", "The secretary-general", "Ana Ruiz"),
        ("US Attorney General Ana Ruiz was calm. The attorney general said that it would help.", "The attorney general", "Ana Ruiz"),
        ("Ukraine’s military denied it on Monday. The Ukrainian military claims that it won.", "The Ukrainian military", "Ukraine’s military"),
        ("Oslo said that pilot Ana Ruiz had died. The pilot had been in the south.", "The pilot", "Ana Ruiz"),
        ("Rep. Ana Ruiz was calm on Monday. The Ohio Republican hit back at the envoy.", "The Ohio Republican", "Ana Ruiz"),
        ("Nordvind Foods Inc. was calm on Monday. The envoy met Nordvind in the south.", "Nordvind", "Nordvind Foods Inc."),
        ("Archer Rail Freight Co was calm on Monday. The envoy said that ARF had not answered.", "ARF", "Archer Rail Freight Co"),
        ("Americans are tired of it. The American people want a deal, the envoy said.", "The American people", "Americans"),
        ("The World Bank met on Monday. The plan the group agreed to called for a loan.", "the group", "World Bank"),
        ("Special counsel Ana Ruiz spoke in the old town on Monday. The special counsel was calm.", "The special counsel", "Ana Ruiz"),
        ("Former President Ana Ruiz spoke in the old town on Monday. The former president was calm.", "The former president", "Ana Ruiz"),
        ("Tech billionaire Ana Ruiz spoke in the old town on Monday. The tech billionaire was calm.", "The tech billionaire", "Ana Ruiz"),
        ("Volodymyr Zelenskyy spoke in the old town on Monday. The envoy called Zelensky again.", "Zelensky", "Volodymyr Zelenskyy"),
        ("President Trump left the old town on Monday. The Trump Administration met the envoys, and they were calm.", "The Trump Administration", "Trump Administration"),
        ("Gazprom cut the supplies on Monday. The energy giant said that a pipe was broken.", "The energy giant", "Gazprom"),
        ("Mirza Lund was calm on Monday. The envoy from Oslo called Mirza again.", "Mirza", "Mirza Lund"),
        *((f"Archer Foods {tail} was calm on Monday. The envoy met Archer in the south.", "Archer", f"Archer Foods {tail}") for tail in sorted(name_kinds._FIRMS - {"LLC"})),
        pytest.param("Nordvind Holdings LLC was calm on Monday. The envoy met Nordvind in the south.", "Nordvind", "Nordvind Holdings LLC", marks=pytest.mark.xfail(strict=True, reason="these letters are taken for a name of their own")),
        *((f"President Trump left on Monday. The Trump {noun} met the envoys of the United States.", f"The Trump {noun}", "United States") for noun in sorted(names._GOVERNING - {"Cabinet"})),
        ("Reuters printed it on Monday. The outlet reported that the talks had failed.", "The outlet", "Reuters"),
        *((f"Hezbollah left the talks on Monday. The Hezbollah {noun} stayed away, the envoy said.", f"The Hezbollah {noun}", "Hezbollah") for noun in WHAT_IT_IS["of_one"]),
        ("The TBS cable network aired it. On Monday TBS denied it, the envoy said.", "The TBS cable network", "TBS"),
        *((f"The Taliban left the talks on Monday. It helps Taliban {noun}, the envoy said.", f"Taliban {noun}", "Taliban") for noun in WHAT_IT_IS["of_fighters"]),
        *((f"Danish troops crossed the river. On Monday they fired at Danish {noun}, the envoy said.", f"Danish {noun}", "Danish troops") for noun in ("soldiers", "forces")),
        ("Danish soldiers crossed the river. The forces were calm on Monday, the envoy said.", "The forces", "Danish soldiers"),
        (
            "Rep. Ana Ruiz is throwing her support behind former Vice President Tom Lund, the Hawaii congresswoman announced on Thursday.",
            "the Hawaii congresswoman",
            "Ana Ruiz",
        ),
        (
            "President Ana Ruiz spoke in Oslo beside the Danish president, Tom Lund. The president said that the talks had failed.",
            "The president",
            "Ana Ruiz",
        ),
    ],
)  # fmt: skip
def test_two_tellings_of_one(read: Read, text: str, words: str, name: str) -> None:
    assert only(read(text), words).name == name


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("The raid killed three Danish soldiers in the south. On Monday Danish troops left the town.", "three Danish soldiers", "Danish troops"),
        ("Some 120 protesters were held on Monday. On Tuesday 300 protesters fled, the envoy said.", "Some 120 protesters", "300 protesters"),
        ("The UN left the town on Monday. The UN refugee agency stayed, the envoy said.", "UN", "UN refugee agency"),
    ],
)  # fmt: skip
def test_two_are_not_one(read: Read, text: str, one: str, other: str) -> None:
    reading = read(text)
    assert only(reading, one).id != only(reading, other).id


def test_some_of_an_organisation_are_not_it(read: Read) -> None:
    reading = read("The Taliban left the talks on Monday. In the south two Taliban insurgents were held.")
    assert {mention.span.of(reading.article.text) for mention in only(reading, "The Taliban").mentions} == {"Taliban"}


def test_the_office_of_a_premier_is_one(read: Read) -> None:
    text = "The Danish prime minister, Lise Holm, left. Danish Prime Minister Lise Holm’s office denied it. Holm’s office said so."
    offices = [actor for actor in read(text).actors if actor.name.endswith("office")]
    assert len(offices) == 1


def test_the_house_is_not_the_white_house(read: Read) -> None:
    reading = read("The White House agreed. In the House, Tom Lund objected, and the House voted.")
    assert only(reading, "White House").id != mentioned(reading, "House")[-1].id


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Guns were given to the Iranian-backed rebels in the south.", "Iranian-backed rebels"),
        ("Guns were given to the Iranian-armed rebels in the south.", "Iranian-armed rebels"),
        ("The envoy met American and Russian experts in Cairo on Monday.", "American and Russian experts"),
        ("The charity said US and British forces must open the road to Basra.", "US and British forces"),
        ("Guns were given to the pro-Iranian rebels in the south.", "pro-Iranian rebels"),
        ("Western diplomats in Tehran met the envoy from Peru on Monday.", "Western diplomats"),
        ("The envoy from Peru met the anti-American cleric Omar Tarik on Monday.", "Omar Tarik"),
    ],
)
def test_whose_they_are_is_left_open(read: Read, text: str, words: str) -> None:
    assert only(read(text), words).country is None


def test_members_of_a_people_are_not_its_state(read: Read) -> None:
    reading = read("In the raid three Danes and a mob of Libyans died. The Chileans said that the talks had failed.")
    kinds = {actor.name: (actor.kind, actor.country) for actor in reading.actors if actor.country}
    assert kinds == {"Danes": ("group", "DNK"), "Libyans": ("group", "LBY"), "Chileans": ("state", "CHL")}


def test_what_brackets_say_of_letters_outweighs_what_they_mean_elsewhere(read: Read) -> None:
    reading = read("The Rural Security Fund (RSF) took the town on Monday. The army fought the RSF in the south.")
    assert only(reading, "Rural Security Fund").mentions[-1].span.of(reading.article.text) == "RSF"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Armed Forces of Peru", "body"),
        *((f"Peruvian {first} {last}", "body") for first, last in named_parts._SERVICES),
    ],
)
def test_services_of_a_state_are_bodies_of_it(read: Read, words: str, kind: str) -> None:
    reading = read(f"On Monday the ministers of both states met envoys of the {words} in the old hall.")
    assert (only(reading, words).kind, only(reading, words).country) == (kind, "PER")


def test_a_name_behind_a_noun_for_outlets_is_one(read: Read) -> None:
    assert (
        only(read("On Monday the state broadcaster KVTV reported that the talks had failed."), "KVTV").kind == "outlet"
    )


def test_a_ministry_is_the_one_that_is_named_later(read: Read) -> None:
    reading = read("Lima's defence ministry said that the boat had left. The Peruvian Defence Ministry denied it.")
    assert only(reading, "Lima's defence ministry").id == only(reading, "Peruvian Defence Ministry").id


def test_the_pm_is_whoever_holds_the_office(read: Read) -> None:
    reading = read("Lise Holm, the Danish prime minister, met the envoy. The PM said the talks had been useful.")
    assert only(reading, "The PM").name == "Lise Holm"


def test_a_space_that_does_not_break_is_no_word(nlp: Language) -> None:
    reading = read_article(
        Article(id="test", text="In answer to Mr\u00a0Holm's remarks Mr\u00a0Lund left the hall."), nlp
    )
    assert [actor.name for actor in reading.actors] == ["Holm", "Lund"]


def test_each_of_several_has_the_office_before_the_name(read: Read) -> None:
    text = (
        "After the meeting Vice President Tom Lund, Secretary of State Ana Ruiz and Chief of Staff Nora Falk talked with "
        "several reporters about what comes next in the talks."
    )
    offices = {actor.name: [office.title for office in actor.offices] for actor in read(text).actors}
    assert offices["Tom Lund"] == ["Vice President"]
    assert offices["Ana Ruiz"] == ["Secretary of State"]
    assert offices["Nora Falk"] == ["Chief of Staff"]


def test_a_news_agency_is_an_outlet(read: Read) -> None:
    assert only(read("The minister has left, the Isna news agency reported."), "Isna news agency").kind == "outlet"


def test_a_dateline_names_nobody(nlp: Language) -> None:
    text = "LUND (AP) — Prospects for talks depend on Oslo, Anna Weber said on Monday."
    parts = Parts(dateline=Span(0, 12), paragraphs=(Span(0, len(text)),))
    names = {actor.name for actor in read_article(Article(id="test", text=text, parts=parts), nlp).actors}
    assert names == {"AP", "Oslo", "Anna Weber"}


def test_a_heading_in_capitals_names_nobody(read: Read) -> None:
    assert not read("“LAST CHANCE”\n\nOslo agreed.").actors[1:]


def test_a_region_inside_a_name(read: Read) -> None:
    names = {actor.name for actor in read("Japan joined the Trans-Pacific Partnership with Peru.").actors}
    assert not {"Trans", "Partnership"} & names


def test_states_in_a_row_are_states(read: Read) -> None:
    assert {"IRQ", "SYR"} <= {
        actor.country for actor in read("Its acts against Iraq, Syria, and Yemen worry Oslo.").actors
    }


def test_the_military_is_no_official_of_it(read: Read) -> None:
    reading = read("A military official said so. The military said it was investigating the raid.")
    assert only(reading, "The military").name != "military official"


def test_a_king_is_not_his_son(read: Read) -> None:
    reading = read("Crown Prince Omar bin Tarik met the Saudi King Tarik on Monday, and King Tarik was ill.")
    assert mentioned(reading, "Tarik")[0].id != only(reading, "Omar bin Tarik").id


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("SPOKESMAN: Thank you. (Laughter.) Peru agreed at 9 P.M. on Monday.", {"Laughter", "P.M."}),
        ("Sen. Carla Voss, R-S.C., opposed the bill.", {"R-S.C.", "S.C."}),
        ("Rep. Carla Voss (R., Ohio) opposed the bill.", {"R."}),
        ("The minister mocked her on social media.", {"social media"}),
        ("The Arab Spring began in Tunisia.", {"Arab Spring", "Spring"}),
        ("She told NBC's “Meet the Press” that Peru agreed.", {"Press"}),
        ("The envoy landed in Porto, Portugal, and met Costa.", {"Portugal"}),
        ("Nine major Internet companies met the envoy.", {"Internet"}),
        ("Ms. Ruiz, a General Motors board member, left.", {"Motors"}),
        ("Fierce opposition from farmers stopped the bill.", {"opposition", "Fierce opposition"}),
        ("The rebels took six hostage, she said.", {"hostage"}),
        ("She ran for president in 2016.", {"president"}),
        ("Peru opened a secret channel to Chile.", {"secret channel"}),
        ("Rep. Tomas “Tom” Berg met the envoy from Peru.", {"Tomas", "Tom", "Berg"}),
        ("Rep. Carla Voss (D-NY) opposed the bill.", {"NY", "D-NY"}),
        ("They sent nuclear-capable B-52 bombers to the south.", {"nuclear-capable B-52 bombers"}),
        ("Part of his mission will be to persuade the Danish minister.", {"mission"}),
        ("The plan of the Danish minister was only on paper.", {"paper"}),
        ("The queen nominated Tom Lund for U.N. ambassador on Monday.", {"U.N. ambassador"}),
        ("The talks failed by 6 PM on Monday, and the Danish envoy left.", {"PM"}),
        ("On Monday the THOR missile-defence system was sent to the south by Peru.", {"THOR"}),
        ("Sailors of the Kolibri, an old warship, met the Danish envoy on Monday.", {"Kolibri"}),
        ("The Trumps met the emperor on Monday in the old hall of the palace.", {"Trumps"}),
        ("The envoys discussed the Danish alliance with Peru on Monday.", {"Danish alliance"}),
        ("The envoy left Lima on Monday after the talks with Chile.", {"Lima", "Peru"}),
        ("On Monday Danish chief of staff Ana Ruiz met the envoy.", {"staff"}),
        *((f"On Monday they sent {AIRCRAFT.get(word, word)} bombers to the south of Peru.", {f"{word} bombers", f"long-{word} bombers", f"nuclear-{word} bombers"}) for word in sorted(nominals._OF_AIRCRAFT)),
        ("The director of national intelligence was calm on Monday.", {"intelligence", "national intelligence"}),
        ("The envoy has embarrassing intelligence on Peru.", {"embarrassing intelligence"}),
        ("Peru and Chile have veto powers.", {"veto powers"}),
        *((f"On Monday Peru was using an internal {word} source in the old town.", {f"internal {word} source"}) for word in sorted(nominals._OF_POWER)),
        ("On Monday Peru was using internal power sources in the old town.", {"internal power sources"}),
    ],
)  # fmt: skip
def test_what_is_no_actor(read: Read, text: str, absent: set[str]) -> None:
    assert not absent & {actor.name for actor in read(text).actors}


CODES: list[tuple[str, str, dict[str, Any]]] = [
    ("Democrat Ana Ruiz opposed the bill.", "Ana Ruiz", {"name": "Ana Ruiz"}),
    ("Ohio Democrat Sen. Ana Ruiz opposed the bill.", "Ana Ruiz", {"name": "Ana Ruiz", "sectors": ("LEG",)}),
    ("The U.S. Senate heard her.", "U.S. Senate", {"country": "USA"}),
    ("Canada's House of Commons condemned it.", "House of Commons", {"country": "CAN"}),
    ("The Harbour Revenue Service denied it.", "Harbour Revenue Service", {"sectors": ()}),
    ("External Affairs Secretary Ana Ruiz left.", "Ana Ruiz", {"sectors": ("GOV",)}),
    ("The Defense Department heard her.", "Defense Department", {"country": "USA", "sectors": ("GOV", "MIL")}),
    ("The House Oversight and Reform Committee heard her about the raid on the consulate.", "House Oversight and Reform Committee",
     {"kind": "body", "sectors": ("LEG",)}),
    ("The Judiciary Committee heard her.", "Judiciary Committee", {"kind": "body", "sectors": ("LEG",)}),
    ("The Coastal Surveillance Court heard her.", "Coastal Surveillance Court", {"sectors": ("JUD",)}),
    ("Ana Ruiz, Virginia Democrat, spoke.", "Ana Ruiz", {"country": "USA", "sectors": ("LEG",)}),
    ("Former Ohio Gov. Tom Lund spoke.", "Tom Lund", {"sectors": ("ELI",)}),
    ("Rebels attacked the Benghazi consulate, and Peru protested.", "the Benghazi consulate", {"country": None}),
    ("Israel spoke. The Jewish state protested.", "Israel", {"name": "Israel"}),
    ("The Georgia congressman met Tom Lund.", "The Georgia congressman", {"country": None}),
    ("U.N. Ambassador Ana Ruiz spoke.", "Ana Ruiz", {"sectors": ("GOV",)}),
    ("The deputy chief of staff, Ana Ruiz, left.", "Ana Ruiz", {"sectors": ("GOV",)}),
]  # fmt: skip


@pytest.mark.parametrize("words", ["senior fellow at Harvard University", "writer for The New York Times"])
def test_where_somebody_works_says_nothing_of_their_country(read: Read, words: str) -> None:
    assert only(read(f"Ana Ruiz, a {words}, met the envoy on Monday."), "Ana Ruiz").country is None


def test_a_general_staff_is_no_general(read: Read) -> None:
    staff = only(read("On Monday Ukraine’s General Staff denied it in the old town."), "General Staff")
    assert (staff.kind, staff.country, staff.offices) == ("body", "UKR", ())


@pytest.mark.parametrize("noun", sorted(capital_runs._UNITS))
def test_a_unit_with_its_number_is_a_body(read: Read, noun: str) -> None:
    reading = read(f"On Monday the envoy met men of the 10th Coastal {noun} in the old town.")
    assert only(reading, f"10th Coastal {noun}").kind == "body"


@pytest.mark.parametrize("word", sorted(names._RANKING))
def test_what_ranks_an_office_is_no_part_of_a_name(read: Read, word: str) -> None:
    found = {
        actor.name for actor in read(f"On Monday Orbis {word.capitalize()} President Ana Ruiz met the envoy.").actors
    }
    assert "Ana Ruiz" in found


@pytest.mark.parametrize("word", load_rules("outlets")["articled"])
def test_an_article_with_a_capital_makes_an_outlet(read: Read, word: str) -> None:
    reading = read(f"On Monday the envoy told The {word} that the talks with Peru had failed.")
    assert [actor.kind for actor in mentioned(reading, word)] == ["outlet"]


@pytest.mark.parametrize(("text", "words", "facts"), CODES, ids=[row[0] for row in CODES])
def test_what_words_tell(read: Read, text: str, words: str, facts: dict[str, Any]) -> None:
    actor = only(read(text), words)
    assert {name: getattr(actor, name) for name in facts} == facts


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ana Ruiz, the White House deputy press secretary, spoke.", "deputy press secretary"),
        ("Former First Minister Ana Ruiz spoke.", "First Minister"),
        ("Committee chairman Rep. Ana Ruiz spoke.", "Committee chairman"),
        ("Ana Ruiz, President Tom Lund’s deputy adviser, spoke.", "deputy adviser"),
    ],
)
def test_offices_of_several_words(read: Read, text: str, title: str) -> None:
    assert title in {office.title for office in only(read(text), "Ana Ruiz").offices}


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("It had failed under Presidents Carla Voss and Tom Lund, the envoy said.", {"Carla Voss": "President", "Tom Lund": "President"}),
        ("The senators Carla Voss, Tom Lund and Max Roe opposed the bill.", {"Carla Voss": "senator", "Tom Lund": "senator", "Max Roe": "senator"}),
        ("The secretaries Carla Voss and Tom Lund opposed the bill.", {"Carla Voss": "secretary", "Tom Lund": "secretary"}),
        ("The envoy told ministers Lund would resign and leave.", {"Lund": None}),
        ("NATO Vice President Tom Lund said the talks were moving.", {"Tom Lund": "Vice President"}),
        ("Tom Lund, the White House chief economic adviser, told reporters so.", {"Tom Lund": "chief economic adviser"}),
    ],
)  # fmt: skip
def test_the_office_of_each(read: Read, text: str, offices: dict[str, str | None]) -> None:
    told = {actor.name: next((office.title for office in actor.offices), None) for actor in read(text).actors}
    assert {name: told[name] for name in offices} == offices


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Foreign Minister Ana Ruiz of Denmark met the envoy on Monday.", "Ana Ruiz", ("Foreign Minister", "denmark")),
        ("Chief Ana Ruiz of the Harbour Police met the envoy from the south in the old town on Monday.", "Ana Ruiz", ("Chief", "harbour-police")),
        ("Ana Ruiz, president of the Canadian Federation of Farmers, was calm.", "Ana Ruiz", ("president", "canadian-federation-of-farmers")),
        ("London’s Labour Mayor Ana Ruiz met the envoy from the south in the old town on Monday.", "Ana Ruiz", ("Mayor", "London")),
        ("Chile’s Prime Minister, Ana Ruiz said that the routes were closed.", "Ana Ruiz", ("Prime Minister", "chile")),
        ("Former Labour leader Ana Ruiz was calm on Monday.", "Ana Ruiz", ("leader", None)),
        ("It was said in the old town that Former Vice President Ana Ruiz was wrong.", "Ana Ruiz", ("Vice President", None)),
        ("Both the White House and French President Ana Ruiz said that the talks had failed.", "Ana Ruiz", ("President", "France")),
        ("White House Counsel Ana Ruiz met the envoys in the old town on Monday.", "Ana Ruiz", ("Counsel", "white-house")),
        ("Secretary of State Ana Ruiz Thursday said that the talks in the old town had failed.", "Ana Ruiz", ("Secretary of State", None)),
        ("In a letter on Monday Sens. Carla Voss and Max Roe and Rep. Ana Ruiz asked for it.", "Ana Ruiz", ("Rep.", None)),
        ("Tom Lund, who as secretary of state under Barack Obama promoted the deal, was calm.", "Barack Obama", None),
        ("Mr. Abe told Mr. Lund, according to the Danish official, that the talks had failed.", "Lund", None),
        ("“It was late,” Navy Cdr. Ana Ruiz said on Monday.", "Ana Ruiz", None),
        *((f"{title} Barack Obama met the envoy on Monday. The United States was calm.", "Barack Obama", (title, "united-states")) for title in OF_STATE),
        ("Finance Minister Angela Merkel met the envoy on Monday. Germany was calm.", "Angela Merkel", ("Finance Minister", "germany")),
        ("Sen. Ana Ruiz, R-Fla., met the envoy on Monday.", "Ana Ruiz", ("Sen.", "Fla.")),
        ("Rep. Ana Ruiz of New York met the envoy on Monday.", "Ana Ruiz", ("Rep.", "New York")),
        ("Ana Ruiz, an assistant professor of East Asian studies at Yonsei University, met the envoy on Monday.", "Ana Ruiz", ("assistant professor of East Asian studies", "yonsei-university")),
        ("Ana Ruiz, chief executive officer of Disney, met the envoy on Monday.", "Ana Ruiz", ("chief executive officer", "disney")),
        ("A White House press aide named Ana Ruiz left on Monday.", "Ana Ruiz", ("press aide", "white-house")),
        ("Senator Barack Obama met the envoy on Monday. The United States was calm.", "Barack Obama", ("Senator", None)),
    ],
)  # fmt: skip
def test_whose_office_it_is(read: Read, text: str, name: str, office: tuple[str, str | None] | None) -> None:
    told = [(office.title, office.of) for office in only(read(text), name).offices]
    assert told == ([] if office is None else [office])


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Nordvind Co (NRD.N) was calm on Monday.", "NRD.N"),
        ("“It was late,” Navy Cdr. Ana Ruiz said on Monday.", "Navy Cdr"),
        ("Both countries met the envoy on Monday.", "countries"),
        ("Send tips to Ana@Fox.com, the envoy said on Monday.", "Ana@Fox.com"),
        ("It was a list of wrongs from A to Z. The envoy was calm.", "Z."),
        ("The envoys met in D.C. on Monday, an ally said.", "D.C."),
        ("Farmer Ana Ruiz drives a lorry to the old town.", "Farmer Ana Ruiz"),
    ],
)
def test_labels_are_nobody(read: Read, text: str, nobody: str) -> None:
    assert nobody not in {actor.name for actor in read(text).actors}


def test_ministers_of_two_states_are_of_none_by_these_words(read: Read) -> None:
    reading = read("Danish and Libyan foreign ministers Ana Ruiz and Omar Tarik met on Monday in the old town.")
    assert [(actor.name, actor.country) for actor in reading.actors if actor.kind == "person"] == [
        ("Ana Ruiz", None),
        ("Omar Tarik", None),
    ]


@pytest.mark.parametrize(
    ("published", "status"),
    [("1999-04-17", "current"), ("2001-01-20", "former"), ("2001", "current"), (None, "current")],
)
def test_who_has_left_office_for_good_is_former(read: Read, published: str | None, status: str) -> None:
    reading = read("President Bill Clinton restored relations with Hanoi, the envoy said.", published=published)
    (office,) = only(reading, "Bill Clinton").offices
    assert office.status == status


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Danish air carrier Nordvind signed a deal with the ministry on Monday.", "Nordvind", "DNK"),
        ("The letter of US pop star Ana Ruiz was read on Monday.", "Ana Ruiz", "USA"),
        ("The envoys told Vermont Public Radio in the old town on Monday.", "Vermont Public Radio", "USA"),
        ("The letter of Iran expert Ana Ruiz was read on Monday.", "Ana Ruiz", None),
        (
            "House Appropriations Committee Chairwoman Ana Ruiz (D-NY) rejected the plan of the general on Monday.",
            "Ana Ruiz",
            "USA",
        ),
    ],
)
def test_the_words_before_a_name_tell_a_country(read: Read, text: str, words: str, country: str | None) -> None:
    assert only(read(text), words).country == country


def test_the_capitals_of_a_heading_name_whom_the_text_does(read: Callable[..., Reading]) -> None:
    text = "PRESIDENT LUND ATTACKS NORDVIND ON MONDAY\n\nPresident Tom Lund criticised the Danish air carrier Nordvind on Monday."
    assert {actor.name for actor in read(text).actors} >= {"Tom Lund", "Nordvind"}
    assert not any(actor.name.isupper() for actor in read(text).actors)


def test_a_party_owns_no_president(read: Read) -> None:
    (office,) = only(read("Republican President Ana Ruiz spoke."), "Ana Ruiz").offices
    assert (office.title, office.of) == ("President", None)


def test_whose_day_it_is_tells_who_the_president_is(read: Read) -> None:
    text = "Reagan spoke in Berlin. The president was calm."
    assert only(read(text, published="1987-06-12"), "The president").name == "Reagan"
    assert all(actor.name != "Reagan" for actor in mentioned(read(text, published="1999-06-12"), "The president"))


@pytest.mark.parametrize("row", TERMS["office"], ids=lambda row: f"{row['title']} {row['country']}")
def test_terms_follow_each_other(row: dict[str, Any]) -> None:
    days = [day for _, first, last in row["holders"] for day in (first, last)]
    assert days[:-1] == sorted(days[:-1])


def test_a_president_named_like_his_wife_is_a_man(read: Read) -> None:
    reading = read("Ambassador Ana Ruiz defended President Trump’s decision. She was calm.")
    assert only(reading, "She").name == "Ana Ruiz"


def test_a_short_form_before_several_names_is_the_office_of_each(read: Read) -> None:
    reading = read("In a letter on Monday Sens. Carla Voss and Tom Lund asked the ministry to wait.")
    offices = {actor.name: [office.title for office in actor.offices] for actor in reading.actors}
    assert offices["Carla Voss"] == offices["Tom Lund"] == ["Sen."]
    assert only(reading, "Tom Lund").sectors == ("LEG",)
    assert not any(actor.name == "Sens" for actor in reading.actors)


def test_a_short_form_before_a_name_is_an_office_too(read: Read) -> None:
    reading = read("Sen. Carla Voss met former Gov. Tom Lund in the old town on Monday. Senator Voss was calm.")
    offices = {actor.name: [(office.title, office.status) for office in actor.offices] for actor in reading.actors}
    assert offices["Carla Voss"] == [("Sen.", "current")]
    assert offices["Tom Lund"] == [("Gov.", "former")]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("In the evening the rights group Amalvita panned the apology of the minister.", "Amalvita", "organization"),
        ("The envoy spoke of the company Ana Ruiz founded in the old town.", "Ana Ruiz", "person"),
    ],
)
def test_the_noun_before_a_name_says_what_it_names(read: Read, text: str, name: str, kind: str) -> None:
    assert only(read(text), name).kind == kind


@pytest.mark.parametrize(
    ("text", "name", "offices"),
    [
        ("Weber said Friday President Ana Ruiz could stay.", "Ana Ruiz", [("President", None)]),
        ("Treasury Secretary Ana Ruiz signed it.", "Ana Ruiz", [("Treasury Secretary", None)]),
    ],
)
def test_a_day_is_no_part_of_a_title(read: Read, text: str, name: str, offices: list[tuple[str, str | None]]) -> None:
    (person,) = [actor for actor in read(text).actors if actor.name == name]
    assert [(office.title, office.of) for office in person.offices] == offices


@pytest.mark.parametrize(("title", "code"), [(title, code) for code, titles in OF_ONE.items() for title in titles])
def test_a_title_that_few_states_have_tells_a_country(read: Read, title: str, code: str) -> None:
    state = {"USA": "The United States", "GBR": "Britain"}[code]
    for also, country in ((f"{state} agreed.", code), ("Peru agreed, and so did Chile.", None)):
        reading = read(f"Ana Ruiz, the {title}, signed it on Monday. {also}")
        (person,) = [actor for actor in reading.actors if actor.name == "Ana Ruiz"]
        assert person.country == country


def test_a_short_title_of_one_is_not_that_of_the_next(read: Read) -> None:
    offices = {a.name: [o.title for o in a.offices] for a in read("Pres. Ana Ruiz and Lise Holm met in Oslo.").actors}
    assert offices["Lise Holm"] == []


def test_whoever_is_named_by_an_occupation_is_known_by_it(read: Read) -> None:
    reading = read(
        'Rapper Ana Ruiz left Oslo on Friday. "I will not sing," the rapper said. Some historians disagreed.'
    )
    spoken = {a.id: [m.span.of(reading.article.text) for m in a.mentions] for a in reading.actors}
    assert spoken["ana-ruiz"] == ["Ana Ruiz", "the rapper"]
    assert "historians" in spoken
    assert next(actor for actor in reading.actors if actor.id == "historians").country is None


def test_of_what_they_are_members_is_part_of_their_name(read: Read) -> None:
    names = {actor.name for actor in read("Some members of Congress attacked Peru on Friday.").actors}
    assert names == {"members of Congress", "Congress", "Peru"}
