"""Put the persons of an article into its cast: full names, short names, their offices, countries and sectors."""

import itertools
import re
from dataclasses import replace

from spacy.tokens import Doc, Token

from dragoman.model import Span
from dragoman.reading.cast import Cast, Part, ReportedOffice
from dragoman.reading.countries import country_name
from dragoman.reading.gazetteer import known_beginning, known_ending
from dragoman.reading.name_kinds import (
    OpenKind,
    called_in_full,
    country_of_leader,
    gender_of_name,
    is_first_name,
    is_party_member,
    link_short_forms,
    spelling_of,
    words_of,
)
from dragoman.reading.name_words import is_leaned_on
from dragoman.reading.names import Name
from dragoman.reading.office_holders import is_out_of_office
from dragoman.reading.offices import (
    country_of_title,
    gender_of_title,
    is_counterpart,
    is_honorific,
    is_no_office,
    is_scholar,
    office_key,
    office_of_plural,
    office_of_rank,
    office_sectors,
    one_of_several,
    rank_sectors,
    spelled_out,
    status_of,
)
from dragoman.reading.people_nouns import kind_of_noun
from dragoman.reading.sectors import sectors_afterwards, sectors_of
from dragoman.reading.titles import NameAt, Title, find_titles, span_of_title

__all__ = ["cast_persons", "described_country"]

_DESCRIBED = 4  # lower-case words before a name that say what it names

# What American papers put behind a politician: ", R-S.C.,", "(D., Ohio)", ", Virginia Democrat".
_PARTY_TAG = re.compile(
    r"\s*[,(]\s*(?:[RDI](?:\.?,\s*|[-–])(?P<seat>[A-Z]{2}|[A-Z][a-z]*\.?(?:[A-Z]\.)?)(?=[\s,.)])"
    r"|(?:[A-Z][a-z]+ ){1,2}(?:Republican|Democrat)\b)"
)
# What stands before a rank and is a part of it: "Brig. Gen.", "Rear Adm.".
_STEPS = frozenset({"Brig.", "Maj.", "Lt.", "Rear", "Vice"})
_RANKS_OF_STATE = frozenset({"senator", "congressman", "governor"})
_BY_FIRST_NAME = frozenset({"king", "queen", "pope", "emir", "sultan"})
# Who is sent somewhere is not of there, and who speaks for a state at a body is not of the body.
_SENT = frozenset({"ambassador", "diplomat", "consul", "attache", "attaché"})


def cast_persons(cast: Cast, names: list[Name], kinds: dict[str, OpenKind]) -> None:
    """Cast the persons of an article.

    1. full names, longest first; 2. what is short for one of them, by its title where several could be meant, else by
    who is named first; 3. single names that stand alone; 4. countries that offices of others tell.
    """
    named = [name for name in names if name.kind == "open"]
    full = _full_names(named, kinds)
    name_at = _names_by_token(cast, names).get
    whole = [name for name in named if name.form in full]
    for name in whole:
        _cast(cast, name, full[name.form])
    for name in whole:
        _report_offices(cast, name, name_at)
    order = sorted(set(full.values()), key=lambda form: _first_token(named, form))
    for name in named:
        if name.form not in full:
            form = _bearer(cast, name, order, kinds, name_at)
            if form is not None:
                _cast(cast, name, form)
                _report_offices(cast, name, name_at)
    for name in named:
        if is_party_member(cast.doc, name):
            _mention_lawmaker(cast, name)
    _pass_on_countries(cast)
    _retire(cast)


def _mention_lawmaker(cast: Cast, name: Name) -> None:
    """Give "the Ohio Republican" to the lawmaker who was named last."""
    lawmakers = [
        part for part in cast.parts.values() if part.kind == "person" and not part.ranks.isdisjoint(_RANKS_OF_STATE)
    ]
    last = max(lawmakers, key=lambda part: part.last_before(name.start), default=None)
    if last is not None and last.last_before(name.start) >= 0:
        start = next(at for at in range(name.start - 1, -1, -1) if cast.doc[at].lower_ == "the")
        cast.mention(last.key, start, name.end, "nominal", head=name.end - 1)


def _full_names(named: list[Name], kinds: dict[str, OpenKind]) -> dict[str, str]:
    """Map every form of two words and more that names a person to the form that stands for the person."""
    forms = dict.fromkeys(name.form for name in named if kinds[name.form] == "person" and len(words_of(name.form)) > 1)
    full: dict[str, str] = {}
    by_words: dict[tuple[str, ...], str] = {}
    for form in sorted(forms, key=lambda form: -len(words_of(form))):
        initialled = _with_initials(form, full)
        same = by_words.get(called_in_full(words_of(form)))
        longer = link_short_forms(form, full.values()) if same is None else [same]
        full[form] = longer[0] if len(set(longer)) == 1 else form
        if initialled is not None:
            full |= dict.fromkeys((other for other, whole in full.items() if whole == initialled), full[form])
        by_words.setdefault(called_in_full(words_of(form)), full[form])
    return full


def _with_initials(form: str, full: dict[str, str]) -> str | None:
    """Find the only longer form that has initials where a form has none: "Donald J. Trump" of "Donald Trump"."""
    alike = {whole for whole in full.values() if spelling_of(whole) == spelling_of(form)}
    plain = len(words_of(form)) == len(spelling_of(form))
    return alike.pop() if plain and len(alike) == 1 else None


def _names_by_token(cast: Cast, names: list[Name]) -> dict[int, tuple[int, int, str]]:
    """Map tokens to the name that covers them; names read from before brackets are in the cast alone."""
    organizations = {
        token: (start, end, "organization")
        for part in cast.parts.values()
        if part.kind == "organization"
        for start, end in part.mentions
        for token in range(start, end)
    }
    return organizations | {
        token: (name.start, name.end, name.kind)
        for name in names
        if name.kind != "thing"
        for token in range(name.start, name.end)
    }


def _first_token(named: list[Name], form: str) -> int:
    return min(name.start for name in named if words_of(name.form) == words_of(form))


def _cast(cast: Cast, name: Name, form: str) -> None:
    printed = " ".join(cast.doc[name.start : name.end].text.split())
    country = country_of_leader(form) or _country_with_title(cast.doc, name)
    part = cast.add(Part(f"person:{form}", "person", printed, country))
    # The longest, without initials.
    part.name = max(part.name, printed, key=lambda one: (len(spelling_of(one)), -len(words_of(one))))
    cast.mention(part.key, name.start, name.end, "name")
    part.gender = part.gender or _gender(cast.doc, name)


def _country_with_title(doc: Doc, name: Name) -> str | None:
    """Look a name up together with the title before it: "King Salman"."""
    start = name.title if name.title is not None else name.start - 1
    return country_of_leader(doc[start : name.end].text) if start >= 0 else None


def _report_offices(cast: Cast, name: Name, name_at: NameAt) -> None:
    part = cast.parts[cast.heads[name.start]]
    for title in find_titles(cast.doc, name.start, name.end, name_at, name.title):
        _report(cast, part, title, name_at)
    before = cast.doc[name.title if name.title is not None else max(0, name.start - 1) : name.start]
    noun = before[0].lower_ if len(before) == 1 and (before[0].tag_ == "NN" or before[0].is_sent_start) else ""
    if kind_of_noun(noun) == "unnamed":
        part.ranks.add(noun)  # "pilot Ana Ruiz", who is "the pilot" below
    forms = [*before, *_form_of_several(cast.doc, name)]
    tag = _PARTY_TAG.match(cast.text, cast.doc[name.end - 1].idx + len(cast.doc[name.end - 1]))
    seat = tag["seat"] if tag is not None else _seat_behind(cast.doc, name, name_at)
    for token in forms:
        if ranks := office_of_rank(token.lower_):
            part.ranks.update(ranks)
            status = "former" if _is_over(cast.doc, name) else "current"
            span = Span(token.idx, token.idx + len(token))
            owner = seat or _seat_before(cast.doc, name_at, token.i) if ranks[0] in _RANKS_OF_STATE else None
            one = one_of_several(token.lower_)
            printed = token.text if one is None else token.text[:1] + one[1:]  # "Sens. X and Y"
            step = token.nbor(-1) if token.i else None
            if step is not None and step.text in _STEPS:
                printed, span = f"{step.text} {printed}", Span(step.idx, span.end)
            _add_office(part, ReportedOffice(printed, None, owner, status, span, ranks[0]))
    if not part.ranks.isdisjoint(_RANKS_OF_STATE) and _is_over(cast.doc, name):
        part.sectors = part.sectors or ("ELI",)
    if tag is not None:
        part.country = part.country or "USA"
        part.sectors = part.sectors or ("LEG",)
    part.country = part.country or _possessor_country(cast.doc, name) or described_country(cast.doc, name)
    if not part.sectors:
        part.sectors = next(filter(None, (rank_sectors(token.lower_) for token in forms)), ())


def _seat_behind(doc: Doc, name: Name, name_at: NameAt) -> str | None:
    """Read for where somebody sits in a parliament: "Rep. X of New York"."""
    place = name_at(name.end + 1) if name.end + 1 < len(doc) and doc[name.end].lower_ == "of" else None
    return doc[place[0] : place[1]].text if place is not None and place[2] in {"place", "open"} else None


def _seat_before(doc: Doc, name_at: NameAt, title: int) -> str | None:
    """Read for where somebody sits or governs from what stands before a short title: "Ohio Gov. X"."""
    place = name_at(title - 1) if title else None
    return doc[place[0] : place[1]].text if place is not None and place[2] == "place" else None


def _form_of_several(doc: Doc, name: Name) -> list[Token]:
    """Return the short form before the first of several names of which this is a later one: "Sens. X and Y"."""
    if name.title is not None or (name.start and is_honorific(doc[name.start - 1].lower_)):
        return []  # "Sens. X, Y and Rep. Z"
    first = doc[name.end - 1]
    while first.dep_ == "conj":
        first = first.head
    return [word for word in first.lefts if first.i < name.start and one_of_several(word.lower_) is not None]


def _bearer(cast: Cast, name: Name, order: list[str], kinds: dict[str, OpenKind], name_at: NameAt) -> str | None:
    """Find whom a short name stands for: its only bearer, else the one whom its title fits, else the first in the text."""
    if kinds[name.form] == "organization":
        return None
    by_first = _is_called_by_first_name(cast.doc, name)
    bearers = [
        form for form in link_short_forms(name.form, order, by_first=by_first) if _gender_fits(cast.doc, name, form)
    ]
    if name.title is not None and " " not in name.form and cast.doc[name.start - 1].lower_ in _BY_FIRST_NAME:
        bearers = [form for form in bearers if words_of(form)[0] == words_of(name.form)[0]]  # kings have no surname
    if len(bearers) > 1:
        country = _country_told(cast, name, name_at)
        bearers = [
            form for form in bearers if country is not None and cast.parts[f"person:{form}"].country == country
        ] or bearers
    if bearers:
        return bearers[0]
    person = kinds[name.form] == "person"
    called = _called_by_first_name(cast.doc, name, order) if person or is_first_name(name.form) else None
    if called is not None:
        return called
    return name.form if person else None


def _called_by_first_name(doc: Doc, name: Name, order: list[str]) -> str | None:
    """Find the only person whose first name stands alone ("We want Lukas back", of Lukas Berg)."""
    before = doc[name.start - 1].lower_ if name.start else ""
    if name.title is not None or " " in name.form or is_honorific(before):
        return None
    called = [form for form in order if words_of(form)[0] == words_of(name.form)[0]]
    return called[0] if len(called) == 1 else None


def _is_called_by_first_name(doc: Doc, name: Name) -> bool:
    """Tell whether a title goes with the first name ("Sir Keir", "King Charles")."""
    before = doc[name.title : name.start] if name.title is not None else doc[max(0, name.start - 1) : name.start]
    return any(token.lower_ in {"sir", "dame", "king", "queen", "prince", "princess", "pope"} for token in before)


def _country_told(cast: Cast, name: Name, name_at: NameAt) -> str | None:
    """Return the country that an office or a possessor right at the name tells."""
    for title in find_titles(cast.doc, name.start, name.end, name_at, name.title):
        known = known_beginning(cast.doc, title.owner) if title.owner is not None else None
        if known is not None and known.country is not None:
            return known.country
    return _possessor_country(cast.doc, name)


def _is_over(doc: Doc, name: Name) -> bool:
    """Tell whether "former" stands before a short title: "Former Ohio Gov. X"."""
    first = name.title if name.title is not None else name.start - 1
    near = reversed(doc[max(0, first - 3) : max(0, first)])
    before = itertools.takewhile(lambda token: token.text != ",", near)
    return any(status_of(token.lower_) == "former" for token in before)  # not "Late Monday, Gen. X"


def _gender_fits(doc: Doc, name: Name, form: str) -> bool:
    wanted, known = _gender(doc, name), gender_of_name(form)
    return wanted is None or known is None or wanted == known


def _gender(doc: Doc, name: Name) -> str | None:
    """Return "he" or "she" where a title before the name or the first name tells."""
    before = doc[name.title : name.start] if name.title is not None else doc[max(0, name.start - 1) : name.start]
    told = next((told for told in (gender_of_title(token.lower_) for token in before) if told is not None), None)
    president = any(token.lower_ == "president" for token in before) and country_of_leader(name.form) == "USA"
    return told or gender_of_name(name.form) or ("he" if president else None)  # none of them was a woman so far


def _possessor_country(doc: Doc, name: Name) -> str | None:
    """Read the country from "North Korea's Kim Jong Un"."""
    at = name.start - 1
    if name.title is None and at > 0 and doc[at].tag_ == "POS":
        known = known_ending(doc, at)
        return known.country if known is not None and known.kind == "state" else None
    return None


def described_country(doc: Doc, name: Name) -> str | None:
    """Read the country from the nouns right before a name: "Danish air carrier Nordvind", "US pop star Ana Ruiz"."""
    at = name.start - 1
    while at >= 0 and name.start - at <= _DESCRIBED and doc[at].text.islower() and doc[at].pos_ in {"NOUN", "ADJ"}:
        at -= 1
    nouns = doc[at + 1 : name.start]
    if not nouns or nouns[-1].tag_ not in {"NN", "JJ"} or is_scholar(nouns[-1].lower_) or nouns[-1].lower_ in _SENT:
        return None
    known = known_ending(doc, at + 1)
    told = known is not None and (known.kind == "adjective" or doc[at].text in {"US", "U.S.", "UK", "U.K."})
    return known.country if known is not None and told and not is_leaned_on(doc, at) else None


def _report(cast: Cast, part: Part, title: Title, name_at: NameAt) -> None:
    """Add an office to a person, with the country and sectors that it tells."""
    doc = cast.doc
    first, last = title.words
    words = " ".join(doc[first:last].text.split())
    word = doc[title.head].lower_
    one = office_of_plural(word)
    if one is not None:  # "Presidents X and Y"
        words, word = words.removesuffix("s") if word == one + "s" else words.removesuffix("ies") + "y", one
    called, word = spelled_out(words.lower()), spelled_out(word)
    if title.owner is not None and not _owns(doc, title.owner, title.head):
        title = replace(title, owner=None)
    known = known_beginning(doc, title.owner) if title.owner is not None else None
    owner = cast.at(title.owner) if title.owner is not None else None
    of_body = owner is not None and owner.kind in {"organization", "body"}  # "the Canadian Federation of Agriculture"
    if known is not None and known.country is not None and known.kind in {"adjective", "state", "seat"} and not of_body:
        in_town = word == "mayor" and known.kind == "seat"
        owner = None if in_town else cast.parts.get(f"state:{known.key}")
    named = name_at(title.owner) if owner is None and title.owner is not None else None
    printed = None if owner is not None or title.owner is None else doc[title.owner].text
    printed = doc[named[0] : named[1]].text if named is not None else printed  # "North Korean"
    if printed is not None and known is not None and known.kind == "adjective" and known.country is not None:
        printed = country_name(known.country) or printed
    posted = word in _SENT and title.owner is not None and title.owner > title.head
    at_body = word in _SENT and owner is not None and "IGO" in owner.sectors
    works = owner is not None and _is_workplace(word, owner)
    country = None if works else known.country if known is not None else owner.country if owner is not None else None
    if posted and title.owner is not None and doc[title.owner - 1].lower_ == "in":
        country = None
    usual = country_of_title(called)
    if title.owner is None and f"state:{usual}" in cast.parts:
        country = usual
    if country is not None and known is not None and known.kind == "adjective" and not part.offices:
        part.country = country  # "the Canadian senator": a namesake of whom the table knows
    part.country = part.country or country
    over = title.status == "current" and is_out_of_office(called, part.country, part.name, doc._.published or "")
    status = "former" if over else title.status
    if status != "former":
        owned = owner.sectors if owner is not None and not at_body and owner.kind in {"organization", "body"} else ()
        told = ("GOV",) if _is_of_an_office(words, owner) else owned or sectors_of(words)
        part.sectors = part.sectors or told or office_sectors(word)
    if is_counterpart(word) or is_no_office(word):
        cast.heads.setdefault(title.head, part.key)
        return
    origin = title.owner is not None and doc[title.owner - 1].lower_ == "from" and "LEG" not in office_sectors(word)
    if origin and known is not None and known.kind in {"state", "place", "seat"}:
        owner = printed = None  # "an analyst from Gaza" is of there, and no analyst of Gaza's
    head = office_key(called, word)
    office = ReportedOffice(
        words, owner.key if owner is not None else None, printed, status, span_of_title(doc, title), head
    )
    _add_office(part, office)
    cast.heads.setdefault(title.head, part.key)


def _is_workplace(head: str, owner: Part) -> bool:
    """Tell whether whose an office is says nothing of its holder's country: a professor's university, a reporter's paper."""
    anywhere = owner.kind == "outlet" or bool({"EDU", "NGO", "JRN"} & set(owner.sectors))
    return owner.kind in {"organization", "outlet"} and anywhere and bool({"EDU", "JRN"} & set(office_sectors(head)))


def _is_of_an_office(title: str, owner: Part | None) -> bool:
    """Tell whether a chief of staff serves a person or a body and no army: only a state's alone is a general."""
    told = title.lower()
    return told.endswith("chief of staff") and ("deputy" in told or (owner is not None and owner.kind == "person"))


def _owns(doc: Doc, owner: int, head: int) -> bool:
    """Tell whether an office is of whom stands before it: not "the anti-American cleric", nor "a North Korea expert"."""
    known = known_beginning(doc, owner)
    topic = known is not None and known.kind == "state" and owner < head and is_scholar(doc[head].lower_)
    own = any(token.tag_ == "POS" for token in doc[owner:head])  # "Peru's expert"
    return not is_leaned_on(doc, owner) and (own or not topic)


def _add_office(part: Part, office: ReportedOffice) -> None:
    """Keep an office once: the telling that says whose it is."""
    for at, other in enumerate(part.offices):
        if other.head != office.head or other.status != office.status:
            continue
        if other.owner == office.owner or office.owner is None:
            return
        if other.owner is None and other.words is None:
            part.offices[at] = replace(other, owner=office.owner)
            return
    part.offices.append(office)


def _pass_on_countries(cast: Cast) -> None:
    """Give an adviser of a president the president's country."""
    for part in cast.parts.values():
        for office in part.offices:
            owner = cast.parts.get(office.owner) if office.owner is not None else None
            if part.country is None and owner is not None:
                part.country = None if _is_workplace(office.head, owner) else owner.country
            elif owner is not None and owner.country is None and _is_domestic(owner):
                owner.country = part.country  # the Senate whose leader is known to be an American


def _is_domestic(part: Part) -> bool:
    return part.kind == "body" and bool(part.sectors) and part.sectors[0] in {"LEG", "JUD", "MIL", "COP"}


def _retire(cast: Cast) -> None:
    """Give who only held offices that are over the sector of the elite."""
    for part in cast.parts.values():
        if (
            part.kind == "person"
            and not part.sectors
            and part.offices
            and all(o.status == "former" for o in part.offices)
        ):
            office = part.offices[0]
            part.sectors = sectors_afterwards(sectors_of(office.title) or office_sectors(office.head))
