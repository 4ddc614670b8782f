"""Put the named actors of an article into its cast: states, bodies, organisations, outlets, persons."""

from collections.abc import Iterable

from spacy.tokens import Doc

from dragoman.model import ActorKind
from dragoman.reading.acronyms import merge_short_forms
from dragoman.reading.cast import Cast, Part
from dragoman.reading.countries import former_names
from dragoman.reading.gazetteer import Known, gazetteer, known_ending
from dragoman.reading.metonyms import is_government
from dragoman.reading.name_kinds import OpenKind, weigh_names
from dragoman.reading.names import Name
from dragoman.reading.people_nouns import kind_of_noun
from dragoman.reading.persons import cast_persons, described_country
from dragoman.reading.sectors import organization_heads, sectors_of

__all__ = ["cast_names"]

_HALVES = frozenset({"North", "South"})
_TOWN_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "from", "around"})
_CHAMBERS = frozenset({"House", "Senate", "Congress", "Parliament", "Commons", "Knesset", "Bundestag"})
# First words of the committees that parliaments have everywhere.
_PANEL_TOPICS = frozenset({
    "Judiciary", "Intelligence", "Foreign", "Armed", "Appropriations", "Budget", "Oversight", "Homeland", "Ways",
})  # fmt: skip
_PANELS = frozenset({"Committee", "Subcommittee"})
# Last words of a state's services, where the state is told with them.
_SERVICES = (
    ("Air", "Force"), ("Armed", "Forces"), ("Coast", "Guard"), ("Border", "Guard"), ("National", "Guard"), ("Marine", "Corps"),
    ("Security", "Service"), ("Intelligence", "Service"), ("Secret", "Service"), ("Security", "Forces"),
    ("Defense", "Forces"), ("Defence", "Forces"), ("Defense", "Force"), ("Defence", "Force"), ("Air", "Forces"),
    ("National", "Assembly"), ("Legislative", "Assembly"), ("Constituent", "Assembly"),
)  # fmt: skip
_DIRECTIONS = frozenset({"North", "South", "East", "West", "North-East", "Northeast", "South-East", "Gulf"})


def cast_names(doc: Doc, names: list[Name]) -> Cast:
    """Return a cast of everybody who is named.

    1. states, organisations and outlets known by name or form; 2. acronyms; 3. persons, full names before short ones;
    4. the persons' offices, countries and sectors.
    """
    cast = Cast(doc)
    kinds = weigh_names(doc, names)
    _cast_known(cast, names)
    _cast_halves(cast, names)
    _cast_open_organizations(cast, names, kinds)
    merge_short_forms(cast, names)
    cast_persons(cast, names, kinds)
    return cast


def _cast_known(cast: Cast, names: Iterable[Name]) -> None:
    for name in names:
        known = name.known
        if known is None:
            if name.kind == "outlet":
                country = _country_inside(name)
                _mention(cast, name, Part(f"org:{name.form}", "outlet", name.form, country, ("JRN",)))
        elif known.kind == "state" and _is_where_a_town_is(cast.doc, name):
            continue
        elif known.kind == "people" and _are_some(cast.doc, name):
            form = cast.doc[name.start : name.end].text
            _mention(cast, name, Part(f"people:{known.key}", "group", form, known.country, ("CVL",)))
        elif known.kind in {"state", "people"} or (known.kind == "adjective" and _is_noun_use(cast.doc, name)):
            _mention_state(cast, name, known)
        elif known.kind == "seat" and is_government(cast.doc[name.start : name.end].root):
            _mention_seat(cast, name, known)
        elif known.kind in {"body", "organization", "outlet"}:
            _mention_organization(cast, name, known)


def _country_inside(name: Name) -> str | None:
    """Return the country of the place that a name begins with: "Vermont Public Radio"; "Iran International" may be anywhere."""
    known = gazetteer().get(name.form.split(maxsplit=1)[0])
    return known.country if known is not None and known.kind == "place" else None


def _are_some(doc: Doc, name: Name) -> bool:
    """Tell whether a people is some of its members, and not their state: "Americans", "three Colombians", not "the Danes"."""
    before = doc[name.start - 1].lower_ if name.start else ""
    return "the" not in {before, *(word.lower_ for word in doc[name.start].lefts)}


def _is_where_a_town_is(doc: Doc, name: Name) -> bool:
    """Tell whether a state only says where a town lies: "in Porto, Portugal", "TALLINN, Estonia"."""
    at = name.start - 2
    if at < 0 or doc[at + 1].text != "," or doc[at].pos_ != "PROPN" or doc[at].ent_type_ not in {"GPE", "LOC", "FAC"}:
        return False
    town = gazetteer().get(doc[at].text)
    if town is not None and town.kind == "state":
        return False  # "in Iraq, Syria, and beyond"
    while at > 0 and doc[at - 1].pos_ == "PROPN" and doc[at - 1].ent_type_ == doc[at].ent_type_:
        at -= 1
    closes = name.end >= len(doc) or doc[name.end].is_punct or doc[name.end].is_space
    return closes and (at == 0 or doc[at - 1].is_space or doc[at - 1].lower_ in _TOWN_PREPOSITIONS)


def _cast_halves(cast: Cast, names: Iterable[Name]) -> None:
    """Give "the South" to the only state of the article that is called South …, and the North likewise.

    "North and South Korea" are two.
    """
    for name in names:
        other = _first_half(cast, name)
        if other is not None:
            part = cast.add(Part(f"state:{other.key}", "state", "", other.country))
            part.call(f"{name.form} {cast.doc[name.end + 2].text}", 1)
            cast.mention(part.key, name.start, name.end, "name")
            continue
        if (
            name.kind != "open"
            or name.form not in {"North", "South"}
            or name.start == 0
            or cast.doc[name.start - 1].lower_ != "the"
        ):
            continue
        halves = [
            part for part in cast.parts.values() if part.kind == "state" and part.name.startswith(name.form + " ")
        ]
        if len(halves) == 1:
            cast.mention(halves[0].key, name.start, name.end, "name")


def _first_half(cast: Cast, name: Name) -> Known | None:
    """Find the state that the "North" of "North and South Korea" names."""
    if name.kind != "open" or name.form not in _HALVES or name.end + 2 >= len(cast.doc):
        return None
    joined = cast.doc[name.end].lower_ in {"and", "or"} and cast.doc[name.end + 1].text in _HALVES - {name.form}
    known = gazetteer().get(f"{name.form} {cast.doc[name.end + 2].text}") if joined else None
    return known if known is not None and known.kind == "state" else None


def _mention(cast: Cast, name: Name, part: Part) -> None:
    kept = cast.add(part)
    if len(name.form) > len(kept.name) and kept.kind != "person":
        kept.name = cast.doc[name.start : name.end].text
    cast.mention(kept.key, name.start, name.end, "name")


def _mention_state(cast: Cast, name: Name, known: Known) -> None:
    plural = known.kind in {"people", "adjective"}
    part = cast.add(Part(f"state:{known.key}", "state", "", known.country))
    described = name.form in former_names() or name.form.split()[-1].islower()  # "the Jewish state"
    part.call(cast.doc[name.start : name.end].text, 2 if plural or described else 4)
    cast.mention(part.key, name.start, name.end, "name")


def _mention_seat(cast: Cast, name: Name, known: Known) -> None:
    if known.country is None:
        part = cast.add(
            Part(f"org:{known.key}", "organization", cast.doc[name.start : name.end].text, None, known.sectors)
        )
    else:
        part = cast.add(Part(f"state:{known.key}", "state", "", known.country))
        part.call(cast.doc[name.start : name.end].text, 3)
    cast.mention(part.key, name.start, name.end, "name")


def _mention_organization(cast: Cast, name: Name, known: Known) -> None:
    kind = known.kind if name.kind != "organization" or known.key in gazetteer() else "organization"
    if name.kind == "organization" and known.key not in gazetteer():
        kind = "body" if _is_body(name, known) else "organization"
    panel = ("LEG",) if name.kind == "organization" and _is_panel(name.form.split()) else ()
    sectors = panel or known.sectors or _sectors_of_form(name.form)
    text = cast.doc[name.start : name.end].text
    owner = _owner_country(cast.doc, name)  # "Canada's House of Commons" is not the British one
    country = (
        (owner if kind == "body" else None)
        or known.country
        or owner
        or ("USA" if text.startswith(("U.S. ", "US ")) else None)
    )
    part = cast.add(Part(f"org:{known.key}", kind, text, country, sectors))  # type: ignore[arg-type]
    if len(text) > len(part.name):
        part.name = text
    doc = cast.doc
    if not (
        name.start
        and doc[name.start - 1].lower_ == "the"
        and name.start > 1
        and doc[name.start - 2].lower_ in {"in", "at", "inside", "outside"}
        and known.key in {"White House", "Kremlin", "Pentagon"}
    ):
        cast.mention(part.key, name.start, name.end, "name")


def _is_body(name: Name, known: Known) -> bool:
    head = name.form.split()[-1]
    words = name.form.split()
    heads = {
        "Ministry",
        "Department",
        "Parliament",
        "Army",
        "Navy",
        "Police",
        "Senate",
        "Congress",
        "Court",
        "Embassy",
        "Office",
        "Treasury",
        "Government",
    }
    return (
        head in heads | {"Cabinet"}
        or _is_panel(words)
        or words[0] in {"Ministry", "Department", "Embassy", "Presidential"}
        or not {"Ministry", "Court"}.isdisjoint(words)
        or words[:2] == ["Armed", "Forces"]
        or tuple(words[-2:]) in _SERVICES
        or words[0][0].isdigit()  # "the 10th Cavalry Regiment"
        or (known.country is not None and known.kind == "body")
    )


def _is_panel(words: list[str]) -> bool:
    """Tell whether a name is of a chamber's committee ("Senate Armed Services Committee")."""
    if _PANELS.isdisjoint(words) or words[0] == "Joint":
        return False
    return not _CHAMBERS.isdisjoint(words) or (words[-1] in _PANELS and words[0] in _PANEL_TOPICS)


def _sectors_of_form(form: str) -> tuple[str, ...]:
    if form in _CHAMBERS or _is_panel(form.split()):
        return ("LEG",)
    heads = organization_heads()
    by_words = sectors_of(form)
    words = form.split()
    if words[-1] in {"Court", "Tribunal"}:
        return heads[words[-1]]
    for word in words:
        if heads.get(word):
            return by_words if by_words and by_words != ("GOV",) else heads[word]
    return by_words


def _owner_country(doc: Doc, name: Name) -> str | None:
    """Return the country of a possessor or an adjective right before an organisation's name."""
    at = name.start - 1
    if at >= 0 and doc[at].tag_ == "POS":
        at -= 1
    known = known_ending(doc, at + 1)
    owned = known is not None and known.kind in {"state", "adjective", "seat"}
    return known.country if known is not None and owned else described_country(doc, name)


def _is_noun_use(doc: Doc, name: Name) -> bool:
    """Tell whether an adjective of nationality stands for the people ("the Japanese are")."""
    token = doc[name.end - 1]
    if token.dep_ not in {"nsubj", "nsubjpass", "pobj", "dobj", "conj", "poss", "agent"}:
        return False
    if token.tag_ not in {"NNPS", "NNP", "NNS"} or name.end >= len(doc):
        return False
    before = doc[name.start - 1].lower_ if name.start else ""
    return before == "the" and doc[name.end].pos_ not in {"NOUN", "PROPN"}


def _cast_open_organizations(cast: Cast, names: Iterable[Name], kinds: dict[str, OpenKind]) -> None:
    for name in names:
        if name.kind == "open" and kinds.get(name.form) == "organization" and name.form not in _DIRECTIONS:
            country, sectors = _owner_country(cast.doc, name), _sectors_of_form(name.form)
            kind = _kind_of_open(cast.doc, name)
            _mention(
                cast,
                name,
                Part(f"org:{name.form}", kind, name.form, country, ("JRN",) if kind == "outlet" else sectors),
            )


def _kind_of_open(doc: Doc, name: Name) -> ActorKind:
    """Return what an organisation that no table has is, by its form and the word before it."""
    if name.form in _CHAMBERS or name.form[0].isdigit():
        return "body"
    before = doc[name.start - 1].lower_ if name.start else ""
    return "outlet" if kind_of_noun(before) == "outlet" else "organization"  # "state broadcaster KCTV"
