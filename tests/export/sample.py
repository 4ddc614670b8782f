"""A Reading made by hand of an article of our own, with one of everything that the exports must carry."""

from dragoman.model import (
    Actor,
    Article,
    Date,
    Event,
    Figure,
    FigureCheck,
    Forecast,
    Mention,
    Office,
    Parts,
    Place,
    Reader,
    Reading,
    Response,
    Span,
    Statement,
)

TITLE = "Norway to host talks as Chile and Peru weigh deal over detained fishermen"
STANDFIRST = "Santiago says it will free 14 boats if Lima drops its complaint"
PARAGRAPHS = (
    (
        "Chile’s foreign minister Marta Oyarzún met her Peruvian counterpart, Julio Quispe Salas, in Oslo on Monday "
        "and offered to release 14 fishing boats, two people familiar with the talks said."
    ),
    (
        "“We came to listen, and we heard each other,” Oyarzún told reporters after the session. “My government is "
        "ready to release the boats on condition that Lima withdraws its complaint at The Hague.”"
    ),
    (
        "Quispe Salas was more guarded. He said that Peru would study the offer and reply by the end of June, but he "
        "denied that his government had promised to withdraw the complaint."
    ),
    (
        "Chile’s navy seized 31 boats with 124 fishermen on board in March, according to the Chilean defence ministry. "
        "Of the 124, 96 have been released and 28 are still held in the port of Arica, the ministry said."
    ),
    "Norway’s prime minister Ingeborg Tveit, who invited both ministers, will travel to Lima on June 18.",
    (
        "A summit this year is unlikely, said Henrik Dahl, a former Danish ambassador to Chile. He believes that the "
        "two presidents will probably speak by phone first."
    ),
    "In 1978 their leaders met in Quito and signed a declaration that kept their warships in port.",
)
TEXT = "\n\n".join((TITLE, STANDFIRST, *PARAGRAPHS))


def at(words: str, near: str = "") -> Span:
    """Find words in the text; the first ones inside `near` where that is given."""
    start = TEXT.index(words, TEXT.index(near) if near else 0)
    return Span(start, start + len(words))


def mention(words: str, kind: str = "name", near: str = "") -> Mention:
    return Mention(*at(words, near), kind)  # type: ignore[arg-type]


def _parts() -> Parts:
    return Parts(title=at(TITLE), standfirst=at(STANDFIRST), paragraphs=tuple(at(block) for block in PARAGRAPHS))


def _actor(id_: str, name: str, kind: str, country: str | None, *mentions: Mention, **more: object) -> Actor:
    return Actor(id_, name, kind, country, mentions=mentions, **more)  # type: ignore[arg-type]


def _event(id_: str, type_: str, trigger: Span, evidence: str, **more: object) -> Event:
    values: dict[str, object] = {
        "mode": None,
        "contexts": (),
        "actors": (),
        "recipients": (),
        "date": None,
        "place": None,
        "auxiliary": (),
        "condition": None,
        "statements": (),
    }
    return Event(id_, type_, trigger=trigger, evidence=at(evidence), **(values | more))  # type: ignore[arg-type]


_MET = PARAGRAPHS[0]
_HEARD = "“We came to listen, and we heard each other,” Oyarzún told reporters after the session."
_READY = "“My government is ready to release the boats on condition that Lima withdraws its complaint at The Hague.”"
_DENIED = PARAGRAPHS[2].partition(". ")[2]
_SEIZED, _HELD = (
    PARAGRAPHS[3].partition(". ")[0] + ".",
    "Of the 124, 96 have been released and 28 are still held in the port of Arica, the ministry said.",
)


def make_reading() -> Reading:
    """Return the Reading; its ids are as a reader gives them."""
    return Reading(
        reader=Reader("dragoman", "0.1.0", "rules", ("en_core_web_sm 3.8.0",)),
        article=Article(
            id="sample-1",
            text=TEXT,
            parts=_parts(),
            url="https://news.example/oslo-talks",
            publisher="The Example Courier",
            byline="Ana Prueba",
            language="en",
            title=TITLE,
            standfirst=STANDFIRST,
            published="2024-05-28",
            comments=(Response("At last.", author="Reader <b>One</b>"),),
        ),
        actors=_ACTORS,
        statements=_STATEMENTS,
        events=_EVENTS,
        dates=(
            Date(at("Monday"), "DATE", "2024-05-27", "2024-05-27"),
            Date(at("by the end of June"), "DATE", "2024-06", "2024-06"),
            Date(at("in March"), "DATE", "2024-03", "2024-03"),
            Date(at("June 18"), "DATE", "2024-06-18", "2024-06-18"),
            Date(at("In 1978"), "DATE", "1978", "1978"),
        ),
        figures=(
            Figure("f1", 14, "boats", at("fishing boats"), None, ("s1",), at("14 fishing boats")),
            Figure("f2", 31, "boats", at("seized 31 boats"), None, ("s5",), at("31 boats")),
            Figure("f3", 124, "fishermen", at("fishermen on board"), None, ("s5",), at("124 fishermen")),
            Figure("f4", 96, "fishermen", at("have been released"), "f3", ("s6",), at("96", _HELD)),
            Figure("f5", 28, "fishermen", at("still held in the port of Arica"), "f3", ("s6",), at("28", _HELD)),
        ),
        figure_checks=(FigureCheck("f3", ("f4", "f5"), 124, holds=True),),
        forecasts=(
            Forecast("p1", "s7", at("A summit this year"), at("unlikely"), (0.2, 0.45), None, "2024"),
            Forecast("p2", "s8", at("the two presidents will probably speak by phone first"), at("probably"),
                     (0.55, 0.8), "e7", None),
        ),
    )  # fmt: skip


_ACTORS = (
    _actor("marta-oyarzun", "Marta Oyarzún", "person", "CHL", mention("Marta Oyarzún"),
           mention("Oyarzún", near="other,”"), sectors=("GOV",),
           offices=(Office("foreign minister", "chile", "current", at("foreign minister")),)),
    _actor("julio-quispe-salas", "Julio Quispe Salas", "person", "PER", mention("Julio Quispe Salas"),
           mention("Quispe Salas", near=PARAGRAPHS[2]), mention("He", "pronoun", PARAGRAPHS[2]), sectors=("GOV",),
           offices=(Office("counterpart", "peru", "current", at("counterpart")),)),
    _actor("chile", "Chile", "state", "CHL", mention("Chile"), mention("Santiago"), mention("My government", "nominal"),
           sectors=("GOV",)),
    _actor("peru", "Peru", "state", "PER", mention("Peru"), mention("Lima"), mention("Lima", near=_READY),
           mention("Peru", near=PARAGRAPHS[2]), mention("his government", "nominal"), sectors=("GOV",)),
    _actor("people-familiar", "two people familiar with the talks", "unnamed", None,
           mention("two people familiar with the talks", "nominal")),
    _actor("defence-ministry", "Chilean defence ministry", "body", "CHL", mention("the Chilean defence ministry"),
           mention("the ministry", "nominal"), sectors=("GOV", "MIL")),
    _actor("navy", "Chile’s navy", "body", "CHL", mention("Chile’s navy"), sectors=("MIL",)),
    _actor("fishermen", "fishermen", "group", "PER", mention("fishermen", "nominal", _SEIZED), sectors=("LAB",)),
    _actor("ingeborg-tveit", "Ingeborg Tveit", "person", "NOR", mention("Ingeborg Tveit"), sectors=("GOV",),
           offices=(Office("prime minister", "norway", "current", at("prime minister")),)),
    _actor("norway", "Norway", "state", "NOR", mention("Norway"), sectors=("GOV",)),
    _actor("henrik-dahl", "Henrik Dahl", "person", "DNK", mention("Henrik Dahl"),
           mention("He", "pronoun", "He believes"),
           offices=(Office("ambassador to Chile", None, "former", at("former Danish ambassador to Chile")),)),
    _actor("reporters", "reporters", "group", None, mention("reporters", "nominal"), sectors=("JRN",)),
)  # fmt: skip
_STATEMENTS = (
    Statement("s1", at("two people familiar with the talks"), "people-familiar", "unnamed", at("said"),
              (Span(at(_MET).start, at(", two people").start),), "indirect"),
    Statement("s2", at("Oyarzún", _HEARD), "marta-oyarzun", "named", at("told"),
              (at("“We came to listen, and we heard each other,”"), at(_READY)), "direct", to=("reporters",)),
    Statement("s3", at("He", _DENIED), "julio-quispe-salas", "named", at("said", _DENIED),
              (at("that Peru would study the offer and reply by the end of June"),), "indirect"),
    Statement("s4", at("he", "but he"), "julio-quispe-salas", "named", at("denied"),
              (at("that his government had promised to withdraw the complaint"),), "indirect"),
    Statement("s5", at("the Chilean defence ministry"), "defence-ministry", "body", at("according to"),
              (at("Chile’s navy seized 31 boats with 124 fishermen on board in March"),), "indirect"),
    Statement("s6", at("the ministry", _HELD), "defence-ministry", "body", at("said", "the ministry said"),
              (at("Of the 124, 96 have been released and 28 are still held in the port of Arica"),), "indirect"),
    Statement("s7", at("Henrik Dahl"), "henrik-dahl", "named", at("said", "unlikely, said"),
              (at("A summit this year is unlikely"),), "indirect"),
    Statement("s8", at("He", "He believes"), "henrik-dahl", "named", at("believes"),
              (at("that the two presidents will probably speak by phone first"),), "indirect"),
)  # fmt: skip
_EVENTS = (
    _event("e1", "CONSULT", at("met"), _MET, mode="third-party", contexts=("diplomatic",),
           actors=("marta-oyarzun", "julio-quispe-salas"), date="2024-05-27", place=Place(at("Oslo"), "Oslo", "NOR"),
           statements=("s1",)),
    _event("e2", "CONCEDE", at("offered to release"), _MET, contexts=("economic",), actors=("marta-oyarzun",),
           recipients=("peru",), date="2024-05-27", auxiliary=("future", "hypothetical"),
           condition=at("on condition that Lima withdraws its complaint at The Hague"), statements=("s1",),
           also=(at("ready to release"),)),
    _event("e3", "CONCEDE", at("promised"), _DENIED, actors=("peru",), recipients=("chile",), auxiliary=("negation",),
           statements=("s4",)),
    _event("e4", "COERCE", at("seized"), _SEIZED, mode="seize", contexts=("military", "territory"), actors=("navy",),
           recipients=("fishermen",), date="2024-03", statements=("s5",)),
    _event("e5", "AGREE", at("will travel"), PARAGRAPHS[4], actors=("ingeborg-tveit",), recipients=("peru",),
           date="2024-06-18", place=Place(at("Lima", PARAGRAPHS[4]), "Lima", "PER"), auxiliary=("future",)),
    _event("e6", "CONSULT", at("met", PARAGRAPHS[6]), PARAGRAPHS[6], mode="visit", actors=("chile", "peru"),
           date="1978", place=Place(at("Quito"), "Quito", "ECU"), auxiliary=("historical",)),
    _event("e7", "CONSULT", at("speak by phone"), PARAGRAPHS[5].partition(". ")[2], mode="phone",
           actors=("chile", "peru"), date="2024-05-28/..", auxiliary=("future", "hypothetical"),
           statements=("s8",)),
)  # fmt: skip
