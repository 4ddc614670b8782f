"""Whether an event happened: every entry of the table, and sentences near to them that mean something else."""

import pytest
from spacy.language import Language
from spacy.tokens import Token

from dragoman.reading.auxiliary import auxiliary_modes, find_condition
from dragoman.reading.rules import load_rules

TABLE = load_rules("auxiliary")
ENTRIES = [
    (entry["example"], entry["modes"] if "modes" in entry else [entry["mode"]])
    for kind in ("embedder", "modifier", "carrier", "gathering", "phase", "rebuttal", "untold", "repaid", "attitude")
    for entry in TABLE[kind]
]
ENTRIES.append((TABLE["bargain"]["example"], TABLE["bargain"]["modes"]))


def trigger_in(nlp: Language, marked: str) -> Token:
    """Parse a sentence and find the word between asterisks."""
    before, word, _ = marked.split("*")
    doc = nlp(marked.replace("*", ""))
    return next(token for token in doc if token.idx <= len(before) + len(word) - 1 < token.idx + len(token))


@pytest.mark.parametrize(("marked", "modes"), ENTRIES)
def test_example_of_each_entry(nlp: Language, marked: str, modes: list[str]) -> None:
    assert list(auxiliary_modes(trigger_in(nlp, marked), None, None)) == modes


@pytest.mark.parametrize("marked", [
    "Oslo is *intensifying* its efforts.",
    "Oslo has *accepted* the offer.",
    "The two ministers *met* in Riga on Monday.",
    "The envoys have been *lobbying* Brussels.",
    "Oslo *refused* to meet the envoy.",
    "Oslo *plans* to send grain.",
    "The ministers signed a *deal* in Riga.",
    "Oslo said the ministers *signed* the deal.",
    "The *attack* will hurt relations.",
    "They were not involved in the *talks*.",
    "The two sides opposed the *war*.",
    "She became the first to *visit* the island.",
    "Oslo had to *leave* the talks.",
    "Oslo thanked Riga for *hosting* the talks.",
    "The general took steps to spare lives and *accused* the rebels.",
    "Envoys of Oslo flew to Riga to *sign* the treaty.",
    "The mayor's visit to *meet* lawmakers was short.",
    "Oslo is under fire for *seizing* the ship.",
    "Oslo did not support the *war* on Riga.",
])  # fmt: skip
def test_happened(nlp: Language, marked: str) -> None:
    assert auxiliary_modes(trigger_in(nlp, marked), "2024-02-13", None) == ()


@pytest.mark.parametrize("marked", [
    "Oslo will *send* envoys to Riga.",
    "The king is to *visit* Riga in May.",
    "The minister said Riga would *assist* Oslo.",
    "Riga is due to *host* a conference.",
    "Ahead of the *summit*, she spoke to the press.",
    "Officials are preparing to *fly* to Oslo.",
    "The ministers will arrive on Friday and *meet* the king.",
    "Oslo will not hesitate to *arrest* the envoy.",
    "Oslo will send envoys to *discuss* the border.",
    "The law is designed to *punish* Riga.",
    "The summit, the mayor said, would *end* the war.",
])  # fmt: skip
def test_future(nlp: Language, marked: str) -> None:
    assert auxiliary_modes(trigger_in(nlp, marked), None, None) == ("future",)


@pytest.mark.parametrize(("marked", "modes"), [
    ("The paper wrongly stated that the mayor *opposed* the plan.", ("negation",)),
    ("The paper stated that the mayor *opposed* the plan.", ()),
    ("Oslo kept Riga from *leaving* the pact.", ("negation",)),
    ("Oslo denied reports of *sending* troops.", ("negation",)),
    ("Not one of the senators *opposed* the plan.", ("negation",)),
    ("The mayor declined to confirm whether Oslo had *agreed* to it.", ("hypothetical",)),
    ("An *attack* by Oslo would need approval.", ("hypothetical",)),
    ("The *attack* by Oslo could need approval.", ()),
    ("The plan will see Oslo *leave* the pact.", ("future",)),
    ("If the senators followed him and *threatened* a veto, the plan would fail.", ("hypothetical",)),
])  # fmt: skip
def test_doubted_by_the_words_around(nlp: Language, marked: str, modes: tuple[str, ...]) -> None:
    assert auxiliary_modes(trigger_in(nlp, marked), None, None) == modes


@pytest.mark.parametrize("marked", [
    "Oslo could *host* the talks.",
    "The mayor seeks a *summit* with Riga.",
    "Oslo would *welcome* the plan.",
    "Oslo flew an envoy to Riga to *secure* their release.",
    "It will be harder for Oslo to *leave* the pact.",
    "Oslo wants sanctions *imposed* on Riga.",
    "If Oslo *sends* troops, Riga will object.",
    "Riga asked Oslo to *release* the crew.",
    "Riga called for a *ceasefire*.",
    "Oslo would pay on condition that Riga *withdraws* its complaint.",
    "Oslo could do nothing except *scrap* the law.",
    "Oslo hopes to press Riga into *dismantling* the base.",
    "*Arming* the rebels will prolong the war.",
    "Berlin discouraged Oslo from *attacking* Riga.",
    "There is no evidence that Oslo *attacked* Riga.",
    "The police did not say that Oslo had *bombed* Riga.",
])  # fmt: skip
def test_hypothetical(nlp: Language, marked: str) -> None:
    assert auxiliary_modes(trigger_in(nlp, marked), None, None) == ("hypothetical",)


@pytest.mark.parametrize("marked", [
    "Oslo has not *told* Riga about the plan.",
    "Oslo has yet to *answer* the letter.",
    "The two sides could not *agree* on a border.",
    "The envoy left without *meeting* the king.",
    "Nobody *signed* the treaty.",
    "The general denied *ordering* the strike.",
    "Oslo has yet to take steps in *requesting* aid.",
    "Oslo decided against *sending* troops.",
])  # fmt: skip
def test_negation(nlp: Language, marked: str) -> None:
    assert auxiliary_modes(trigger_in(nlp, marked), None, None) == ("negation",)


@pytest.mark.parametrize(("date", "historical"), [
    ("2023", False), ("2023-08-18", False), ("2019", True), ("2022", True), ("2023-02-13", True), ("2023-02-14", False),
    ("../2014", True), ("2022/2024", False), ("2011/..", False), (None, False),
])  # fmt: skip
def test_historical_is_a_year_or_more_ago(nlp: Language, date: str | None, *, historical: bool) -> None:
    trigger = trigger_in(nlp, "The two leaders *met* in Riga.")
    assert auxiliary_modes(trigger, "2024-02-13", date) == (("historical",) if historical else ())


@pytest.mark.parametrize("marked", [
    "Their agents *abducted* the boy two decades ago.",
    "She *met* then-mayor Ola Berg.",
    "Rebels *seized* the town in the 1990s.",
])  # fmt: skip
def test_historical_by_words(nlp: Language, marked: str) -> None:
    assert auxiliary_modes(trigger_in(nlp, marked), None, None) == ("historical",)


def test_date_after_publication_is_future(nlp: Language) -> None:
    trigger = trigger_in(nlp, "The council *meets* on Monday.")
    assert auxiliary_modes(trigger, "2024-02-13", "2024-02-19") == ("future",)
    assert auxiliary_modes(trigger, "2024-02-13", "2024-02-12") == ()


@pytest.mark.parametrize(("marked", "condition"), [
    ("Oslo would *join* the pact on condition that Riga paid its share.", "on condition that Riga paid its share"),
    ("Oslo will *attack* if Riga sends troops.", "if Riga sends troops"),
    ("Oslo would only *talk* to Riga once it changed its stance.", "once it changed its stance"),
    ("Unless Riga pays, Oslo will *close* the border.", "Unless Riga pays"),
    ("Oslo will only *help* when the fighting has stopped.", "when the fighting has stopped"),
    ("An envoy *spoke* on condition of anonymity.", None),
    ("Oslo *helped* when the fighting stopped.", None),
    ("Oslo *asked* if Riga would pay.", None),
    ("Oslo will *pay* even if Riga objects.", None),
])  # fmt: skip
def test_condition(nlp: Language, marked: str, condition: str | None) -> None:
    found = find_condition(trigger_in(nlp, marked))
    assert (found.text if found is not None else None) == condition
