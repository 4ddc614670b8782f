"""Which time expression dates a word."""

import pytest
from spacy.language import Language

from dragoman.reading.date_links import date_for


def linked(nlp: Language, text: str, word: str) -> str | None:
    doc = nlp.make_doc(text)
    doc._.published = "2024-02-13"
    for _, step in nlp.pipeline:
        doc = step(doc)
    token = next(token for token in doc if token.text == word)
    date = date_for(doc, token)
    return date.edtf if date is not None else None


@pytest.mark.parametrize(
    ("text", "word", "edtf"),
    [
        ("Ruiz met Costa in Rome last year.", "met", "2023"),
        ("Ruiz visited Rome in 2004.", "visited", "2004"),
        ("Ruiz is preparing to fly to Rome in April.", "fly", "2024-04"),
        ("They held talks in Rome last month.", "talks", "2024-01"),
        ("Rome imposed sanctions on Oslo in 2019.", "sanctions", "2019"),
        ("The talks in May 2019 failed.", "talks", "2019-05"),
        ("Ruiz said on Monday that Costa had visited Rome.", "said", "2024-02-12"),
        ("They held talks on Monday.", "talks", "2024-02-12"),
        ("Ruiz will fly to Rome on Friday to meet Costa.", "meet", "2024-02-16"),
        ("They held Monday's talks in Rome.", "held", "2024-02-12"),
        ("Ruiz accused Costa at Monday's meeting.", "accused", "2024-02-12"),
        ("Ruiz accused Costa in a June 2023 speech.", "accused", "2023-06"),
        ("Ruiz said in Monday's statement that he would go.", "said", "2024-02-12"),
        ("Monday's talks in Rome failed.", "talks", "2024-02-12"),
        ("Ruiz and Costa signed a deal on Monday.", "signed", "2024-02-12"),
        ("Ruiz sent troops to the border Saturday.", "sent", "2024-02-10"),
        ("Two weeks ago, Ruiz promised a debate.", "promised", "2024-01-29/2024-02-04"),
        ("Ruiz spoke on Monday, urging Costa to pay.", "urging", "2024-02-12"),
        ("Speaking in Rome on Sunday, Ruiz rejected the offer.", "rejected", "2024-02-11"),
        ("Talking on Monday, Ruiz denounced Costa.", "denounced", "2024-02-12"),
        ("Writing in the Courier on Sunday, Ruiz rejected the offer.", "rejected", "2024-02-11"),
        ("Appearing in Rome on Monday, Ruiz condemned the strikes.", "condemned", "2024-02-12"),
        ("Testifying on Monday, Ruiz blamed Costa.", "blamed", "2024-02-12"),
        ("Speaking of the strike on Sunday, Ruiz met Costa on Friday.", "met", "2024-02-09"),
        ("They held the talks of last month.", "held", "2024-01"),
        ("Rome attacked Oslo in the early hours of Monday.", "attacked", "2024-02-12"),
        ("Oslo arrested Ruiz during the protests of 2019.", "arrested", "2019"),
        ("Speaking to reporters at a meeting on Monday, Ruiz blamed Costa.", "blamed", "2024-02-12"),
        ("The last summit was in 2004, when Ruiz met Costa in Rome.", "met", "2004"),
    ],
)
def test_the_date_of_its_own_clause(nlp: Language, text: str, word: str, edtf: str) -> None:
    assert linked(nlp, text, word) == edtf


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ruiz said on Monday that Costa had visited Rome.", "visited"),
        ("Ruiz met Costa, who left Rome in 2002.", "met"),
        ("Ruiz met Costa.", "met"),
        ("Rome accused Oslo of breaking a 2014 ruling.", "accused"),
        ("Rome and Oslo signed the 2014 agreement.", "signed"),
        ("The criticism of the 2015 deal grew.", "criticism"),
        ("Ruiz condemned Monday's attack.", "condemned"),
        ("Ruiz condemned the strikes of last week.", "condemned"),
        ("Fleeing on Sunday, Ruiz rejected the offer.", "rejected"),
        ("Speaking about his visit to Rome in 2014, Ruiz rejected the offer.", "rejected"),
        ("Speaking on Sunday, Ruiz thanked Costa for sending tanks to Oslo.", "sending"),
        ("Speaking on Sunday, Ruiz condemned the attack.", "attack"),
        ("Ruiz warned them on Friday, and some experts say that it helps.", "say"),
    ],
)
def test_no_date_of_another_clause(nlp: Language, text: str, word: str) -> None:
    assert linked(nlp, text, word) is None
