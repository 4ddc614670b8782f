"""Short forms of organisations: acronyms, brackets, last words."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from dragoman.reading.cast import Cast, Part
from dragoman.reading.gazetteer import gazetteer, known_ending
from dragoman.reading.name_kinds import is_firm
from dragoman.reading.names import Name
from dragoman.reading.sectors import sectors_of

__all__ = ["merge_short_forms"]

_BODIES = frozenset({"organization", "body", "outlet"})


def merge_short_forms(cast: Cast, names: Iterable[Name]) -> None:
    """Give an acronym's mentions to the organisation whose capitals it spells, or whose words stand before its brackets."""
    for name in list(names):
        part = cast.at(name.start)
        if part is None or not re.fullmatch(r"[A-Z]{2,6}", name.form):
            continue
        told = _told_before(cast, name)
        if told is not None and told is not part and _goes_by(cast, part, name.form):
            cast.merge(part.key, told.key)  # whatever these letters mean elsewhere
            continue
        if part.key != f"org:{name.form}" or part.name != name.form:
            continue
        full = _spelled(cast, name.form)
        if full is None:
            full = _bracketed(cast, name)
        if full is not None:
            cast.merge(part.key, full.key)
    _merge_last_words(cast)
    _merge_without_country(cast)
    _merge_departments(cast)
    _merge_firms(cast)


def _merge_without_country(cast: Cast) -> None:
    """Give "the Border Police" to the Israeli Border Police, where it alone has a country before these words."""
    for part in [part for part in cast.parts.values() if part.kind in _BODIES and " " in part.name]:
        _merge_into_only(cast, part, [other for other in cast.parts.values() if _is_but_for_country(part, other)])


def _merge_firms(cast: Cast) -> None:
    """Give "Nordvind" to Nordvind Holdings Inc., where one firm alone begins so."""
    for part in [part for part in cast.parts.values() if part.kind == "organization" and " " not in part.name]:
        _merge_into_only(cast, part, [other for other in cast.parts.values() if _is_firm_of(part, other)])


def _merge_departments(cast: Cast) -> None:
    """Give "Treasury" to the Treasury Department, where the article has it."""
    for part in [part for part in cast.parts.values() if part.kind in _BODIES and " " not in part.name]:
        forms = (f"{part.name} Department", f"Department of {part.name}", f"Department of the {part.name}")
        whole = [other for other in cast.parts.values() if other.kind == "body" and other.name.endswith(forms)]
        if {part.country} <= {None, *(other.country for other in whole)}:
            _merge_into_only(cast, part, whole)


def _merge_into_only(cast: Cast, part: Part, longer: Sequence[Part]) -> None:
    """Give an actor's mentions to the one whose name is longer, where there is one alone."""
    if len(longer) == 1:
        cast.merge(part.key, longer[0].key)


def _is_firm_of(part: Part, firm: Part) -> bool:
    return firm.kind == "organization" and firm.name.startswith(part.name + " ") and is_firm(firm.name)


def _is_but_for_country(part: Part, longer: Part) -> bool:
    before = (
        gazetteer().get(longer.name.removesuffix(" " + part.name)) if longer.name.endswith(" " + part.name) else None
    )
    told = before is not None and before.kind in {"state", "adjective"} and part.country in {None, before.country}
    return told and longer.kind in _BODIES


def _merge_last_words(cast: Cast) -> None:
    """Give "the Times" to The New York Times, "the Commission" to the Harbour Commission, where one name alone ends so."""
    for part in [
        part
        for part in cast.parts.values()
        if part.key == f"org:{part.name}"
        and not part.name.isupper()
        and part.name != "House"  # the chamber is not the White one
        and (" " not in part.name or part.kind == "outlet" or part.name.endswith((" Committee", " Subcommittee")))
    ]:
        longer = [other for other in cast.parts.values() if other.name.endswith(" " + part.name)]
        _merge_into_only(cast, part, [other for other in longer if other.kind in _BODIES])


def _told_before(cast: Cast, name: Name) -> Part | None:
    """Find the organisation right before the brackets around an acronym that is spelled from it."""
    if name.start < 2 or cast.doc[name.start - 1].text != "(":
        return None
    part = cast.at(name.start - 2)
    return part if part is not None and _spells(name.form, part) else None


def _goes_by(cast: Cast, part: Part, acronym: str) -> bool:
    """Tell whether an actor is named by nothing but an acronym."""
    return all(cast.doc[start:end].text == acronym for start, end in part.mentions)


def _spelled(cast: Cast, acronym: str) -> Part | None:
    """Find the organisation that an acronym is spelled from."""
    return next((part for part in cast.parts.values() if _spells(acronym, part)), None)


def _spells(acronym: str, part: Part) -> bool:
    if part.kind not in _BODIES or " " not in part.name:
        return False
    words = [word for word in re.split(r"[\s-]+", part.name) if word and word[0].isupper()]
    initials = "".join(word[0] for word in words)
    return acronym == initials or (is_firm(part.name) and acronym == initials[:-1])


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
        known = known_ending(doc, start + 1)
        if known is not None and known.kind in {"adjective", "state"}:
            return known.country
    return None


def _sectors_before(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    before = sectors_of(doc[max(0, start - 2) : start].text)
    return before or sectors_of(doc[start:end].text)
