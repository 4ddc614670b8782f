"""Weigh over the whole article what each open name is: a person, an organisation, a place, a people."""

import functools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from spacy.tokens import Doc

from dragoman.reading.names import Name
from dragoman.reading.offices import is_honorific, is_office_word
from dragoman.reading.people_nouns import kind_of_noun, nouns_of
from dragoman.reading.rules import load_rules

__all__ = [
    "OpenKind",
    "called_in_full",
    "country_of_leader",
    "gender_of_name",
    "is_firm",
    "is_first_name",
    "is_party_member",
    "link_short_forms",
    "spelling_of",
    "weigh_names",
    "words_of",
]

OpenKind = Literal["person", "organization", "place", "people", "nothing"]
_LABELS: dict[str, OpenKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "people",
    "EVENT": "nothing", "LAW": "nothing", "WORK_OF_ART": "nothing", "DATE": "nothing", "PRODUCT": "nothing",
    "LANGUAGE": "nothing",
}  # fmt: skip
# Family names that stand first; a single one of them may be short for the whole name.
_FAMILY_FIRST = frozenset(
    [
        "kim",
        "lee",
        "park",
        "choi",
        "jung",
        "jeong",
        "kang",
        "cho",
        "yoon",
        "jang",
        "lim",
        "han",
        "oh",
        "seo",
        "shin",
        "kwon",
        "hwang",
        "ahn",
        "song",
        "hong",
        "moon",
        "ban",
        "go",
        "ri",
        "pak",
        "paek",
        "no",
        "roh",
        "chung",
        "xi",
        "li",
        "wang",
        "zhang",
        "liu",
        "chen",
        "yang",
        "zhao",
        "huang",
        "zhou",
        "wu",
        "xu",
        "sun",
        "hu",
        "zhu",
        "gao",
        "lin",
        "he",
        "guo",
        "ma",
        "luo",
        "wen",
        "deng",
        "mao",
        "jiang",
        "bo",
        "tsai",
        "nguyen",
        "tran",
        "pham",
        "le",
        "ho",
        "vo",
        "ngo",
    ]
)


# What stands behind the name of a firm and is left out where it is cut short.
_FIRMS = frozenset({"Co", "Inc", "Corp", "Ltd", "Plc", "PLC", "LLC", "AG", "SA", "Company", "Corporation", "Limited"})
_PARTY = 3  # words of "North Dakota Republican" at most


def words_of(form: str) -> tuple[str, ...]:
    """Return the folded words of a person's name, hyphens opened ("Moon Jae-in" -> moon, jae, in)."""
    return tuple(form.casefold().replace("-", " ").replace(".", "").split())


def _is_organization(noun: str) -> bool:
    """Tell whether a lower-case noun stands right before the name of an organisation or an outlet."""
    return kind_of_noun(noun) in {"organization", "outlet"} or noun in nouns_of("before_names")


@functools.cache
def _nicknames() -> dict[str, str]:
    """Map a short first name to the one it is short for ("mike" -> michael)."""
    table = load_rules("people_nouns")["nicknames"]
    return {short: long for long, forms in table.items() if isinstance(forms, list) for short in forms}


def called_in_full(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a full name with its first name unabridged: "mike", "lund" -> "michael", "lund"."""
    return (_nicknames().get(words[0], words[0]), *words[1:]) if len(words) > 1 else words


def is_first_name(word: str) -> bool:
    """Tell whether a word is a first name that the tables have, or short for one."""
    return word in _genders() or word.lower() in _nicknames() or word.lower() in _nicknames().values()


def weigh_names(doc: Doc, names: Sequence[Name]) -> dict[str, OpenKind]:
    """Decide for every open form what it names, from all its mentions together.

    Evidence: NER labels, offices and honorifics before, offices in apposition after, articles, acronyms, first names.
    """
    weights: dict[str, Counter[OpenKind]] = {}
    for name in names:
        if name.kind == "open":
            weights.setdefault(name.form, Counter()).update(_evidence(doc, name))
    for name in names:
        short = name.form.removesuffix(" Department")  # "Treasury", where the Treasury Department is named
        if is_firm(name.form):
            short = name.form.split(maxsplit=1)[0]
        if short != name.form and short in weights:
            weights[short]["organization"] += 6
    kinds = {form: _decide(form, weight) for form, weight in weights.items()}
    return kinds | _persons_by_short_form(kinds)


def _persons_by_short_form(kinds: dict[str, OpenKind]) -> dict[str, OpenKind]:
    """Correct what NER calls a short form of a person's full name ("Kishida" as an organisation)."""
    full = [form for form, kind in kinds.items() if kind == "person" and " " in form]
    return {
        form: "person"
        for form, kind in kinds.items()
        if kind != "person" and not form.isupper() and link_short_forms(form, full)
    }


def _evidence(doc: Doc, name: Name) -> Counter[OpenKind]:
    weight: Counter[OpenKind] = Counter()
    label = _LABELS.get(doc[name.end - 1].ent_type_)
    if label is not None:
        weight[label] += 2
    before = doc[name.start - 1] if name.start else None
    if name.title is not None:
        weight["person"] += 7
    elif (
        before is not None
        and before.text.islower()
        and before.pos_ != "ADJ"
        and (is_office_word(before.lower_.removesuffix("s")) or is_honorific(before.lower_))
    ):
        weight["person"] += 5
    noun = before is not None and before.pos_ == "NOUN" and _is_organization(before.lower_)
    if noun and gender_of_name(name.form) is None:  # not "the company Ana Ruiz founded"
        weight["organization"] += 6  # "the rights group Amal", "the company Orbis"
        weight["person"] -= 3
    if is_party_member(doc, name) or _is_of_thing(doc, name):
        weight["nothing"] += 9
    if before is not None and before.lower_ == "the" and country_of_leader(name.form.removesuffix("s")) is not None:
        weight["nothing"] += 6  # "the Trumps"
    if before is not None and before.lower_ == "the" and not _modifies(doc, name):
        weight["organization"] += 3
        weight["person"] -= 3
    if country_of_leader(name.form) is not None:
        weight["person"] += 6
    words = name.form.split()
    if len(words) == 1 and name.form.isupper() and 2 <= len(name.form) <= 6:
        weight["organization"] += 3
    if len(words) > 1 and gender_of_name(name.form):
        weight["person"] += 4
    if _office_follows(doc, name.end) or (
        name.end + 1 < len(doc) and doc[name.end].text == "," and doc[name.end + 1].lower_ in {"who", "whose"}
    ):
        weight["person"] += 4
    return weight


def is_firm(name: str) -> bool:
    """Tell whether a name ends as those of firms do: "Nordvind Foods Inc."."""
    return name.rpartition(" ")[2].rstrip(".") in _FIRMS


def is_party_member(doc: Doc, name: Name) -> bool:
    """Tell whether a name says of which party and state a lawmaker is: "the Ohio Republican"."""
    if name.form.split()[-1] not in {"Republican", "Democrat"}:
        return False
    start = name.start
    while start and name.end - start < _PARTY and doc[start - 1].text[0].isupper() and doc[start - 1].lower_ != "the":
        start -= 1
    return start > 0 and doc[start - 1].lower_ == "the" and name.end - start > 1


def _is_of_thing(doc: Doc, name: Name) -> bool:
    """Tell whether a noun beside a name says that it is a machine's or a site's: "the Kolibri missile", "the Wasp, a warship"."""
    last, before = doc[name.end - 1], doc[name.start - 1] if name.start else None
    things = nouns_of("machines", "named") | nouns_of("sites")
    if last.dep_ in {"compound", "nmod"} and last.head.i >= name.end and last.head.lemma_.lower() in things:
        return True  # "the Hansa ship" may be a company's
    beside = [child for child in last.rights if child.dep_ == "appos"]
    beside += [last.head] if last.dep_ == "appos" else []
    beside += [before] if before is not None and before.dep_ in {"compound", "nmod"} else []
    if before is not None and before.lower_ in {"called", "named", "dubbed"}:
        beside.append(before.head)  # "a virus called Kolibri"
    return any(word.lemma_.lower() in nouns_of("machines") for word in beside)


def _modifies(doc: Doc, name: Name) -> bool:
    """Tell whether a name stands before the noun that its article belongs to ("the Assad regime")."""
    last = doc[name.end - 1]
    following = doc[name.end] if name.end < len(doc) else None
    return last.dep_ in {"compound", "nmod", "amod", "poss"} or (following is not None and following.pos_ == "NOUN")


def _office_follows(doc: Doc, end: int) -> bool:
    """Tell whether an apposition with an office stands after a name (", senior fellow at")."""
    if end >= len(doc) or doc[end].text not in {",", "("}:
        return False
    for token in doc[end + 1 : end + 8]:
        if is_office_word(token.lower_) and token.text.islower():
            return token.pos_ in {"NOUN", "PROPN"}
        if token.pos_ in {"VERB", "AUX", "PRON", "SCONJ", "PUNCT", "CCONJ"} and token.text not in {"-", "'s", "’s"}:
            return False
    return False


def _decide(form: str, weight: Counter[OpenKind]) -> OpenKind:
    if not weight:
        return "nothing"
    kind, most = max(weight.items(), key=lambda item: item[1])
    if most <= 0:
        return "nothing"
    single = " " not in form
    # A single capital word that only NER calls an organisation is as often a mistake; an article or an acronym settles it.
    if kind == "organization" and single and most < 3:
        return "nothing"
    return kind


@functools.cache
def _genders() -> dict[str, str]:
    rules = load_rules("people_nouns")["genders"]
    return dict.fromkeys(rules["male"], "he") | dict.fromkeys(rules["female"], "she")


@functools.cache
def _leaders() -> dict[tuple[str, ...], tuple[str | None, str | None]]:
    """Map the folded names of well-known politicians to their country and "he" or "she".

    A surname alone has what all its bearers share: "Trump" is American, and neither he nor she.
    """
    rules = load_rules("leaders")
    full = {
        spelling_of(name): (code, gender)
        for gender in ("he", "she")
        for code, names in rules[gender].items()
        for name in names
    }
    alone = {spelling_of(word)[-1] for word in rules["alone"]["words"]}
    shared: dict[tuple[str, ...], tuple[str | None, str | None]] = {}
    for name, (code, gender) in full.items():
        if name[-1] in alone:
            known = shared.get(name[-1:], (code, gender))
            shared[name[-1:]] = (code if known[0] == code else None, gender if known[1] == gender else None)
    return shared | full


# Letters that no accent can be taken from.
_PLAIN = str.maketrans("łøđı", "lodi")
# Arabic words that papers spell in many ways, each in the spelling that stands for all.
_SPELLINGS = {
    "el": "al",
    **dict.fromkeys(("zelenskyy", "zelenskiy", "zelenskyi"), "zelensky"),
    **dict.fromkeys(("qaddafi", "gadhafi", "kadhafi", "qadhafi", "khadafy", "kaddafi"), "gaddafi"),
    **dict.fromkeys(("mohammed", "mohammad", "muhammad", "muhammed", "muhamad", "mohamad", "mahomed"), "mohamed"),
    **dict.fromkeys(("ahmed", "achmed", "achmad"), "ahmad"),
    **dict.fromkeys(("hussain", "husein", "husain", "hossein", "hoseyn", "hossain"), "hussein"),
    **dict.fromkeys(("abdallah", "abdulla", "abdalla"), "abdullah"),
    **dict.fromkeys(("yousef", "yousuf", "youssef", "yusef", "youssouf"), "yusuf"),
}


@functools.lru_cache(maxsize=4096)
def spelling_of(name: str) -> tuple[str, ...]:
    """Return the words of a name without accents and without initials between others, and in one spelling of those known."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    words = words_of("".join(letter for letter in plain if not unicodedata.combining(letter)))
    inner = [word for word in words[1:-1] if len(word) > 1]
    folded = (*words[:1], *inner, *words[-1:]) if len(words) > 1 else words
    return tuple(_SPELLINGS.get(word, word) for word in folded)


@functools.cache
def _by_ends() -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """Group the known names of three words and more by their first and last."""
    groups: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for name in _leaders():
        if len(name) > 2:
            groups.setdefault((name[0], name[-1]), []).append(name)
    return groups


def _facts_of(name: str) -> tuple[str | None, str | None] | None:
    """Look a name up: as it is known, or with more names between the first and the last ("Nawaf Al-Ahmad Al-Jaber Al-Sabah")."""
    spelt = spelling_of(name)
    facts = _leaders().get(spelt)
    if facts is not None or len(spelt) < 4:
        return facts
    known = [one for one in _by_ends().get((spelt[0], spelt[-1]), ()) if _within(one, spelt)]
    return _leaders()[known[0]] if len(known) == 1 else None


def _within(words: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Tell whether words stand in a longer row of them, in this order."""
    rest = iter(longer)
    return all(word in rest for word in words)


def country_of_leader(name: str) -> str | None:
    """Return the country of a politician whom news names without it, or None."""
    facts = _facts_of(name)
    return facts[0] if facts is not None else None


def gender_of_name(name: str) -> str | None:
    """Return "he" or "she" where a well-known name or a first name tells, else None."""
    facts = _facts_of(name)
    return facts[1] if facts is not None else _genders().get(name.split(maxsplit=1)[0])


def link_short_forms(short: str, persons: Iterable[str], *, by_first: bool = False) -> list[str]:
    """Return the full names that a shorter one may stand for, in the order given.

    by_first: whether a first name alone will do ("Sir Keir").
    "Kishida" -> Fumio Kishida; "Kim" -> Kim Jong Un; "De Mistura" -> Staffan de Mistura; "Assad" -> Bashar al-Assad.
    """
    wanted = spelling_of(short)
    return [
        full
        for full in persons
        if _stands_for(wanted, spelling_of(full)) or (by_first and len(wanted) == 1 and words_of(full)[0] == wanted[0])
    ]


def _stands_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if len(short) >= len(full):
        return False
    if full[-len(short) :] == short:
        return True
    short, full = called_in_full(short), called_in_full(full)
    if len(short) == 1:
        return short[0] == full[0] and (full[0] in _FAMILY_FIRST or len(full) == 3)
    return short[0] == full[0] and short[-1] == full[-1] and set(short) <= set(full)
