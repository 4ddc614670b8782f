"""Put the named actors of an article into its cast: states, bodies, organisations, outlets, persons."""

import re
from collections.abc import Iterable

from spacy.tokens import Doc

from dragoman.reading.cast import Cast, Part, ReportedOffice
from dragoman.reading.gazetteer import Known, gazetteer
from dragoman.reading.metonyms import is_government
from dragoman.reading.name_kinds import OpenKind, gender_of_name, link_short_forms, weigh_names, words_of
from dragoman.reading.names import Name
from dragoman.reading.offices import gender_of_title, office_sectors
from dragoman.reading.sectors import organization_heads, sectors_of
from dragoman.reading.titles import Title, find_titles, span_of_title

__all__ = ["cast_names"]


def cast_names(doc: Doc, names: list[Name]) -> Cast:
    """Return a cast of everybody who is named.

    1. states, organisations and outlets known by name or form; 2. acronyms; 3. persons, full names before short ones;
    4. the persons' offices, countries and sectors.
    """
    cast = Cast(doc)
    kinds = weigh_names(doc, names)
    _cast_known(cast, names)
    _cast_open_organizations(cast, names, kinds)
    _merge_acronyms(cast, names)
    persons = _cast_persons(cast, names, kinds)
    _report_offices(cast, names, persons)
    return cast


def _cast_known(cast: Cast, names: Iterable[Name]) -> None:
    for name in names:
        known = name.known
        if known is None:
            if name.kind == "outlet":
                _mention(cast, name, Part(f"org:{name.form}", "outlet", name.form, None, ("JRN",)))
        elif known.kind in {"state", "people"}:
            _mention_state(cast, name, known)
        elif known.kind == "adjective" and _is_noun_use(cast.doc, name):
            _mention_state(cast, name, known)
        elif known.kind == "seat" and is_government(cast.doc[name.start : name.end].root):
            _mention_seat(cast, name, known)
        elif known.kind in {"body", "organization", "outlet"}:
            _mention_organization(cast, name, known)


def _mention(cast: Cast, name: Name, part: Part) -> None:
    kept = cast.add(part)
    if len(name.form) > len(kept.name) and kept.kind != "person":
        kept.name = cast.doc[name.start : name.end].text
    cast.mention(kept.key, name.start, name.end, "name")


def _mention_state(cast: Cast, name: Name, known: Known) -> None:
    plural = known.kind in {"people", "adjective"}
    part = cast.add(Part(f"state:{known.key}", "state", "", known.country))
    form = cast.doc[name.start : name.end].text
    if not plural and (len(form) > len(part.name) or part.name not in gazetteer()):
        part.name = form
    cast.mention(part.key, name.start, name.end, "name")


def _mention_seat(cast: Cast, name: Name, known: Known) -> None:
    if known.country is None:
        part = cast.add(
            Part(f"org:{known.key}", "organization", cast.doc[name.start : name.end].text, None, known.sectors)
        )
    else:
        part = cast.add(Part(f"state:{known.key}", "state", "", known.country))
    cast.mention(part.key, name.start, name.end, "name")


def _mention_organization(cast: Cast, name: Name, known: Known) -> None:
    kind = known.kind if name.kind != "organization" or known.key in gazetteer() else "organization"
    if name.kind == "organization" and known.key not in gazetteer():
        kind = "body" if _is_body(name, known) else "organization"
    sectors = known.sectors or _sectors_of_form(name.form)
    text = cast.doc[name.start : name.end].text
    part = cast.add(Part(f"org:{known.key}", kind, text, known.country or _owner_country(cast.doc, name), sectors))  # type: ignore[arg-type]
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
        head in heads
        or words[0] in {"Ministry", "Department", "Embassy"}
        or (known.country is not None and known.kind == "body")
    )


def _sectors_of_form(form: str) -> tuple[str, ...]:
    heads = organization_heads()
    by_words = sectors_of(form)
    for word in form.split():
        if heads.get(word):
            return by_words if by_words and by_words != ("GOV",) else heads[word]
    return by_words


def _owner_country(doc: Doc, name: Name) -> str | None:
    """Return the country of a possessor or an adjective right before an organisation's name."""
    at = name.start - 1
    if at >= 0 and doc[at].tag_ == "POS":
        at -= 1
    known = _known_ending(doc, at + 1)
    return known.country if known is not None and known.kind in {"state", "adjective", "seat"} else None


def _known_ending(doc: Doc, end: int) -> Known | None:
    """Return the known name that ends right before token `end`."""
    for start in range(max(0, end - 4), end):
        known = gazetteer().get(doc[start:end].text.replace("’", "'"))
        if known is not None:
            return known
    return None


def _is_noun_use(doc: Doc, name: Name) -> bool:
    """Tell whether an adjective of nationality stands for the people ("the Japanese are")."""
    token = doc[name.end - 1]
    if token.dep_ not in {"nsubj", "nsubjpass", "pobj", "dobj", "conj", "poss", "agent"}:
        return False
    if token.tag_ not in {"NNPS", "NNP", "NNS"} or name.end >= len(doc):
        return False
    before = doc[name.start - 1].lower_ if name.start else ""
    return before == "the" and not doc[name.end].pos_ in {"NOUN", "PROPN"}


def _cast_open_organizations(cast: Cast, names: Iterable[Name], kinds: dict[str, OpenKind]) -> None:
    for name in names:
        if name.kind == "open" and kinds.get(name.form) == "organization":
            _mention(
                cast,
                name,
                Part(
                    f"org:{name.form}",
                    "organization",
                    name.form,
                    _owner_country(cast.doc, name),
                    _sectors_of_form(name.form),
                ),
            )


def _merge_acronyms(cast: Cast, names: Iterable[Name]) -> None:
    """Give an acronym's mentions to the organisation whose capitals it spells, or whose words stand before its brackets."""
    for name in list(names):
        part = cast.at(name.start)
        if (
            part is None
            or not re.fullmatch(r"[A-Z]{2,6}", name.form)
            or part.key != f"org:{name.form}"
            or part.name != name.form
        ):
            continue
        full = _spelled(cast, name.form)
        if full is None:
            full = _bracketed(cast, name)
        if full is not None:
            _merge(cast, part.key, full.key)


def _spelled(cast: Cast, acronym: str) -> Part | None:
    """Find the organisation that an acronym is spelled from."""
    for part in cast.parts.values():
        if part.kind in {"organization", "body", "outlet"} and " " in part.name:
            initials = "".join(word[0] for word in re.split(r"[\s-]+", part.name) if word and word[0].isupper())
            if initials == acronym:
                return part
    return None


def _bracketed(cast: Cast, name: Name) -> Part | None:
    """Read the organisation from the words before "(HNC)", where their first letters spell it."""
    doc, start = cast.doc, name.start
    if start < 2 or doc[start - 1].text != "(":
        return None
    letters = list(name.form.lower())
    at = start - 2
    while letters and at >= 0:
        word = doc[at]
        if word.lower_ in {"of", "the", "for", "and", "to", "in", "on"} or word.text == "-":
            at -= 1
            continue
        if not word.is_alpha or word.lower_[0] != letters[-1]:
            return None
        letters.pop()
        at -= 1
    if letters:
        return None
    first = at + 1
    while doc[first].lower_ in {"of", "the", "for", "and", "to", "in", "on"} or doc[first].text == "-":
        first += 1
    span = doc[first : start - 1]
    part = cast.add(
        Part(
            f"org:{span.text}",
            "organization",
            span.text,
            _country_before(doc, first),
            _sectors_before(doc, first, start - 1),
        )
    )
    cast.mention(part.key, first, start - 1, "name")
    return part


def _country_before(doc: Doc, at: int) -> str | None:
    for start in range(max(0, at - 4), at):
        known = _known_ending(doc, start + 1)
        if known is not None and known.kind in {"adjective", "state"}:
            return known.country
    return None


def _sectors_before(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    before = sectors_of(doc[max(0, start - 2) : start].text)
    return before or sectors_of(doc[start:end].text)


def _merge(cast: Cast, old: str, new: str) -> None:
    """Give all mentions of one part to another."""
    if old == new:
        return
    moved, kept = cast.parts[old], cast.parts[new]
    kept.mentions |= moved.mentions
    kept.country = kept.country or moved.country
    kept.sectors = kept.sectors or moved.sectors
    cast.heads = {token: new if key == old else key for token, key in cast.heads.items()}
    del cast.parts[old]


def _cast_persons(cast: Cast, names: Iterable[Name], kinds: dict[str, OpenKind]) -> list[tuple[Name, Part]]:
    """Cast full names first, longest first, then what is short for one of them, then single names that stand alone."""
    named = [name for name in names if name.kind == "open"]
    full = _full_names(named, kinds)
    found: list[tuple[Name, Part]] = []
    for name in named:
        key = full.get(name.form)
        if key is None and kinds.get(name.form) != "organization":
            key = _bearer(cast, name, sorted(set(full.values()), key=lambda form: _weight(named, form)), kinds)
        if key is None:
            continue
        part = cast.add(Part(f"person:{key}", "person", key))
        part.name = _fullest(part.name, cast.doc[name.start : name.end].text, part.mentions == {})
        cast.mention(part.key, name.start, name.end, "name")
        part.gender = part.gender or _gender(cast.doc, name)
        found.append((name, part))
    return found


def _full_names(named: list[Name], kinds: dict[str, OpenKind]) -> dict[str, str]:
    """Map every form of two words and more that names a person to the form that stands for the person."""
    forms = dict.fromkeys(name.form for name in named if kinds[name.form] == "person" and len(words_of(name.form)) > 1)
    full: dict[str, str] = {}
    by_words: dict[tuple[str, ...], str] = {}
    for form in sorted(forms, key=lambda form: -len(words_of(form))):
        same = by_words.get(words_of(form))
        longer = link_short_forms(form, full.values()) if same is None else [same]
        full[form] = longer[0] if len(set(longer)) == 1 else form
        by_words.setdefault(words_of(form), full[form])
    return full


def _weight(named: list[Name], form: str) -> tuple[int, int]:
    """Rank bearers of a short name: who is named first in full comes first."""
    starts = [name.start for name in named if words_of(name.form) == words_of(form)]
    return (min(starts), -len(starts))


def _bearer(cast: Cast, name: Name, full: list[str], kinds: dict[str, OpenKind]) -> str | None:
    """Find whom a short name stands for: its only bearer, else the one whom its title fits, else the first in the text."""
    bearers = link_short_forms(name.form, full)
    if bearers:
        return next((form for form in bearers if _gender_fits(cast.doc, name, form)), None)
    return name.form if kinds[name.form] == "person" else None


def _gender_fits(doc: Doc, name: Name, form: str) -> bool:
    wanted = _gender(doc, name)
    known = gender_of_name(form.split()[0])
    return wanted is None or known is None or wanted == known


def _gender(doc: Doc, name: Name) -> str | None:
    if name.title is not None:
        for token in doc[name.title : name.start]:
            told = gender_of_title(token.lower_)
            if told is not None:
                return told
    elif name.start:
        told = gender_of_title(doc[name.start - 1].lower_)
        if told is not None:
            return told
    return gender_of_name(name.form.split()[0]) if " " in name.form else None


def _fullest(known: str, printed: str, first: bool) -> str:
    return printed if first or len(words_of(printed)) > len(words_of(known)) else known


def _report_offices(cast: Cast, names: list[Name], persons: list[tuple[Name, Part]]) -> None:
    """Read the offices around every mention of a person, and the country and sectors that they tell."""
    covering = {token: (name.start, name.end, name.kind) for name in names for token in range(name.start, name.end)}
    for name, part in persons:
        for title in find_titles(cast.doc, name.start, name.end, covering.get, name.title):
            _report(cast, part, title)
        part.country = part.country or _possessor_country(cast.doc, name)


def _possessor_country(doc: Doc, name: Name) -> str | None:
    """Read the country from "North Korea's Kim Jong Un"."""
    at = name.start - 1
    if name.title is None and at > 0 and doc[at].tag_ == "POS":
        known = _known_ending(doc, at)
        return known.country if known is not None and known.kind == "state" else None
    return None


def _report(cast: Cast, part: Part, title: Title) -> None:
    doc = cast.doc
    first, last = title.words
    words = " ".join(doc[first:last].text.split())
    owner = cast.at(title.owner) if title.owner is not None else None
    printed = doc[title.owner].text if title.owner is not None and owner is None else None
    known = _known_at(doc, title.owner) if title.owner is not None else None
    head = doc[title.head].lower_
    sectors = sectors_of(words) or office_sectors(head)
    if known is not None and known.kind in {"adjective", "state"} and known.country is not None:
        owner = cast.parts.get(f"state:{known.key}")
        printed = None if owner is not None else doc[title.owner].text if title.owner is not None else None
    country = known.country if known is not None else owner.country if owner is not None else None
    if title.status != "former" or not part.country:
        part.country = part.country or country
    if known is not None and known.sectors and known.kind in {"organization", "body"}:
        sectors = known.sectors
    part.sectors = part.sectors or sectors
    office = ReportedOffice(
        words, owner.key if owner is not None else None, printed, title.status, span_of_title(doc, title), head
    )
    if not any(_same_office(office, other) for other in part.offices):
        part.offices.append(office)
    cast.heads.setdefault(title.head, part.key)


def _same_office(office: ReportedOffice, other: ReportedOffice) -> bool:
    return (
        office.head == other.head
        and (office.owner == other.owner or office.owner is None)
        and office.status == other.status
    )


def _known_at(doc: Doc, token: int) -> Known | None:
    """Return the known name that begins at a token."""
    for end in range(min(len(doc), token + 6), token, -1):
        known = gazetteer().get(doc[token:end].text.replace("’", "'"))
        if known is not None:
            return known
    return None
