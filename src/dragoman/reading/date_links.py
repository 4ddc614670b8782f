"""Tell which time expression dates a word: the one that hangs on it, or on the verb it stands under, in the same clause."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from dragoman.model import Date

__all__ = ["date_for"]

# Up from a noun to the verb that it belongs to: "held talks last week", "the talks in May were …".
_UP = frozenset(
    {
        "dobj",
        "nsubj",
        "nsubjpass",
        "pobj",
        "attr",
        "prep",
        "agent",
        "compound",
        "conj",
        "xcomp",
        "pcomp",
        "acomp",
        "dative",
        "nmod",
        "poss",
    }
)
_CLAUSES = frozenset({"relcl", "acl", "ccomp", "advcl", "parataxis", "csubj", "conj", "appos"})
# A date "in breaking a ruling of 2014" dates what is broken: gerunds (`pcomp`) are not entered.
_DEEPER = frozenset({"prep", "npadvmod", "pobj", "advmod", "nummod", "amod", "compound", "poss", "attr", "dobj"})
_BEFORE_NOUNS = frozenset({"nummod", "amod", "compound", "poss", "nmod"})
# Verbs that happen when their object does: "attended Monday's talks".
_OCCASIONS = frozenset({"hold", "attend", "join", "host", "skip", "miss", "boycott", "open", "conclude", "chair"})
_GATHERINGS = frozenset(
    {"talk", "talks", "meeting", "summit", "negotiation", "visit", "conference", "hearing", "session", "round"}
)
# "said in a June 2014 speech": what was said there was said then.
_UTTERANCES = frozenset({
    "statement", "speech", "interview", "address", "letter", "tweet", "briefing", "testimony", "editorial",
    "article", "memo", "broadcast", "appearance",
})  # fmt: skip
# Where and to whom somebody speaks; a date beside what is spoken of is another's.
_AT = frozenset({"in", "at", "on", "to", "from"})
_SPEAKING = frozenset({"speaking", "talking", "writing", "appearing", "testifying"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
# Verbs of whoever goes somewhere: what they go for happens when they go.
_GOING = frozenset({"visit", "travel", "fly", "go", "come", "arrive", "gather", "head", "return", "convene"})
_STEPS = 5
_BELOW = 4


def date_for(doc: Doc, token: Token) -> Date | None:
    """Find the time expression of the clause in which `token` (a verb or a noun) stands; None where no one hangs there."""
    dates = _dates_by_token(doc)
    if not dates:
        return None
    for host in _hosts(token):
        if host.i in dates and host != token:
            return dates[host.i]
        found = _nearest_below(host, token, dates)
        if found is None and host == token:
            found = _of_occasion(token, dates)
        if found is not None:
            return found
    return None


def _of_occasion(verb: Token, dates: dict[int, Date]) -> Date | None:
    """Find when somebody spoke who did something by that: "Speaking in Lima on Sunday, Weber rejected the offer"."""
    for speaking in (one for one in verb.lefts if one.dep_ == "advcl" and one.lower_ in _SPEAKING):
        for child in speaking.children:
            places = child.subtree if child.lower_ in _AT else [child, *child.children]
            found = next((dates[one.i] for one in places if one.i in dates), None)
            if found is not None:
                return found
    return None


def _dates_by_token(doc: Doc) -> dict[int, Date]:
    cached: tuple[int, dict[int, Date]] | None = doc.user_data.get("dragoman_date_tokens")
    if cached is not None and cached[0] == id(doc._.dates):
        return cached[1]
    found: dict[int, Date] = {}
    for date in doc._.dates:
        if date.type not in {"DATE", "TIME"} or date.edtf is None:
            continue
        span = doc.char_span(date.span.start, date.span.end, alignment_mode="expand")
        found.update({token.i: date for token in span or ()})
    doc.user_data["dragoman_date_tokens"] = (id(doc._.dates), found)
    return found


def _hosts(token: Token) -> Iterator[Token]:
    """The word itself, then what governs it, as far as the clause's own verb and the verb that controls an infinitive."""
    yield token
    for _ in range(_STEPS):
        if (token.dep_ not in _UP and not _is_beside(token)) or token.head == token:
            break
        verbal = token.pos_ in {"VERB", "AUX"}
        if token.dep_ == "conj" and not verbal and token.head.pos_ in {"VERB", "AUX"}:
            break
        if token.dep_ == "conj" and verbal and any(child.dep_ in _SUBJECTS for child in token.children):
            break  # "warned on Monday, and experts say": a clause of its own
        token = token.head
        yield token
    if token.dep_ in {"advcl", "relcl"} and any(child.lower_ == "when" for child in token.children):
        yield token.head  # "was in 2004, when X met Y"


def _is_beside(verb: Token) -> bool:
    """Tell whether a verb goes on with what its clause tells: "spoke on Monday, urging restraint", "flew in to sign"."""
    purpose = verb.dep_ == "advcl" and verb.i > verb.head.i and verb.head.lemma_ in _GOING
    if purpose and any(child.lower_ == "to" for child in verb.lefts):
        return not any(child.dep_ in _SUBJECTS for child in verb.children)
    return (
        verb.dep_ == "advcl"
        and verb.tag_ == "VBG"
        and verb.i > verb.head.i
        and not any(child.dep_ in {"mark", "prep", "nsubj"} and child.i < verb.i for child in verb.children)
    )


def _nearest_below(host: Token, token: Token, dates: dict[int, Date]) -> Date | None:
    # What stands before a noun dates that noun: "Monday's talks"; "signed the 2014 deal" dates no signing.
    own = host == token or host.lemma_.lower() in _OCCASIONS or host.lower_ in {"round", "series", "day"}
    found = [(abs(below.i - token.i), below.i) for below in _below(host, dates, 0, own=own) if below.i in dates]
    if not found:
        return None
    nearest = dates[min(found)[1]]
    # "on 7 October last year" are two expressions, and the day says more than the year.
    finer = [dates[at] for _, at in sorted(found) if (dates[at].edtf or "").startswith(f"{nearest.edtf}-")]
    return finer[0] if finer else nearest


def _has_subject_noun(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} and child.lemma_.lower() in _GATHERINGS for child in verb.children)


def _below(host: Token, dates: dict[int, Date], depth: int, *, own: bool) -> Iterator[Token]:
    """Yield the words under a host that may date it; `own`: those before a noun too."""
    for child in host.children:
        verbal = child.pos_ in {"VERB", "AUX"}
        if child.dep_ in _CLAUSES and (verbal or child.dep_ != "conj"):
            continue
        if child.dep_ in _BEFORE_NOUNS and host.i not in dates and not own and host.pos_ not in {"VERB", "ADV", "ADP"}:
            continue
        if child.lower_ == "of" and host.dep_ == "dobj" and not own and host.i not in dates:
            continue  # "condemned the strikes of last week"
        yield child
        if child.dep_ == "xcomp" and depth == 0 and _has_subject_noun(host):
            yield from _below(child, dates, depth + 1, own=False)  # "talks are set to resume on Friday"
        # A date inside a participant ("the man he met in 2002") dates that participant, not the host.
        if child.dep_ in _DEEPER and depth < _BELOW and not (child.dep_ == "dobj" and child.ent_type_ == "PERSON"):
            occasion = (host.lemma_.lower() in _OCCASIONS and child.dep_ == "dobj") or (
                host.lower_ in {"at", "during", "after", "before"} and child.lemma_.lower() in _GATHERINGS
            )
            occasion = occasion or (host.lower_ in {"in", "at", "during"} and child.lemma_.lower() in _UTTERANCES)
            yield from _below(child, dates, depth + 1, own=occasion)
