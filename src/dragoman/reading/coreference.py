"""Resolve pronouns to actors, where the text leaves one reading; else leave them alone.

Rules, not scores: the subject of the clause around comes first (Hobbs 1978; Lappin and Leass 1994), a quotation is a
world of its own, and a pronoun whose nearest subject is no actor stays unresolved. A wrong actor is worse than none.
"""

from collections.abc import Callable, Iterator, Mapping

from spacy.tokens import Doc, Span, Token

from dragoman.reading.attribution_words import load_words
from dragoman.reading.cast import Cast, Part
from dragoman.reading.grammar import objects_of, subject_of

__all__ = ["plural_antecedent", "resolve_pronouns"]

_PERSONAL = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "hers": "she",
    "herself": "she",
}
_THINGS = frozenset({"it", "its", "itself"})
_PLURALS = frozenset({"they", "their", "them", "themselves", "theirs"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_THING_KINDS = frozenset({"state", "organization", "body", "outlet"})
_OPENING, _CLOSING = frozenset({"“", "„", "«"}), frozenset({"”", "»"})
_TIMES = frozenset({"DATE", "TIME"})
_SENTENCES_BACK = 3
# Verbs whose "it" acts; "it follows", "it fits", "it would be" have no actor behind them.
_ACTING = frozenset(
    [
        "say",
        "accuse",
        "warn",
        "call",
        "urge",
        "announce",
        "want",
        "plan",
        "hope",
        "demand",
        "deny",
        "reject",
        "agree",
        "insist",
        "add",
        "claim",
        "tell",
        "ask",
        "argue",
        "condemn",
        "describe",
        "refuse",
        "decide",
        "believe",
        "vow",
        "pledge",
        "threaten",
        "criticise",
        "criticize",
        "blame",
        "note",
        "state",
        "declare",
        "confirm",
        "order",
        "approve",
        "vote",
        "launch",
        "support",
        "oppose",
        "back",
        "welcome",
        "express",
        "offer",
        "propose",
        "seek",
        "expect",
        "publish",
        "report",
        "denounce",
        "dismiss",
        "intend",
        "promise",
        "call",
        "have",
        "reiterate",
        "stress",
    ]
)


# Verbs whose object is somebody else's.
_JUDGING = frozenset({
    "question", "criticise", "criticize", "praise", "attack", "support", "back", "endorse", "reject", "oppose", "discuss",
    "challenge", "condemn", "welcome", "blame", "mock", "investigate", "accept", "block", "denounce", "defend", "hail",
})  # fmt: skip


def resolve_pronouns(cast: Cast) -> None:
    """Give he and she, it and they the actor that they stand for."""
    quoted = _quoted_tokens(cast.doc)
    sentences = list(cast.doc.sents)
    told: list[Span] = []  # those before that say something: no lone mark, no picture's credit
    for sentence in sentences:
        for token in sentence:
            if token.tag_ in {"PRP", "PRP$"} and token.i not in cast.heads:
                key = _antecedent(cast, token, [*told[-_SENTENCES_BACK:], sentence], quoted)
                if key is not None:
                    # "Ruiz met her counterpart. He said": whoever was "her" is not "he" later on.
                    cast.parts[key].gender = cast.parts[key].gender or _PERSONAL.get(token.lower_)
                    cast.mention(key, token.i, token.i + 1, "pronoun")
        if any(token.pos_ in {"VERB", "AUX"} for token in sentence):
            told.append(sentence)


def _quoted_tokens(doc: Doc) -> dict[int, int]:
    """Map every token inside quotation marks to the number of its quotation; a paragraph's end closes one."""
    inside: dict[int, int] = {}
    number, opened = 0, False
    for token in doc:
        if token.is_space and "\n" in token.text:
            opened = False
        elif token.text in _OPENING or (token.text == '"' and _opens(token)):
            number, opened = number + 1, True
        elif token.text in _CLOSING or token.text == '"':
            opened = False
        elif opened:
            inside[token.i] = number
    return inside


def _opens(mark: Token) -> bool:
    """Tell whether a straight mark opens: by the spaces around it, as one that was forgotten would turn all others round."""
    return not mark.whitespace_ and (mark.i == 0 or bool(mark.nbor(-1).whitespace_) or mark.nbor(-1).is_space)


def _antecedent(cast: Cast, token: Token, sentences: list[Span], quoted: dict[int, int]) -> str | None:
    word = token.lower_
    if word in _PERSONAL:
        return _person(cast, token, sentences, quoted)
    if word in _THINGS:
        return _thing(cast, token, sentences, quoted)
    if word in _PLURALS:
        noun = plural_antecedent(token, cast.heads)
        part = cast.at(noun.i) if noun is not None and not _coordinated(noun) else None
        return (
            part.key
            if part is not None and quoted.get(token.i) == quoted.get(noun.i if noun is not None else -1)
            else None
        )
    return None


def _person(cast: Cast, token: Token, sentences: list[Span], quoted: dict[int, int]) -> str | None:
    """Find the person: the later subject that a fronted phrase waits for, else the nearest subject before."""
    subject = _subject_of_object(token)
    other = cast.at(subject.i) if subject is not None else None

    def fits(part: Part) -> bool:
        if part is other:
            return False
        single = part.kind == "person" or (part.kind == "unnamed" and not part.plural)
        return single and part.gender in {_PERSONAL[token.lower_], None}

    owner = _owner_beside(token)
    part = cast.at(owner.i) if owner is not None else None
    if part is not None and fits(part):
        return part.key
    sayer = _sayer_around(token)
    if sayer is not None and sayer.pos_ != "PRON":
        part = cast.at(sayer.i)
        another = part is not None and part.gender not in {_PERSONAL[token.lower_], None}  # "her spokesman said she"
        if not another and (part is None or part.kind not in _THING_KINDS):
            return part.key if part is not None and fits(part) else None
    later = _subject_after_front(token)
    if later is not None:
        part = cast.at(later.i)
        return part.key if part is not None and fits(part) else None
    inner = _subject_of_own_clause(token)
    part = cast.at(inner.i) if inner is not None and quoted.get(inner.i) == quoted.get(token.i) else None
    if part is not None and fits(part):
        return part.key
    behind = _stands_behind_words(token)
    passed = _running_subject(cast, token, sentences, quoted, fits)
    if passed is not None:
        return passed
    for sentence in reversed(sentences[:-1] if behind else sentences):
        found = [
            item for item in _candidates(cast, sentence, token, fits) if quoted.get(item[1].i) == quoted.get(token.i)
        ]
        if found:
            return _choose(found, speaking=behind or _frames_quotation(token, quoted))
        if token.i in quoted:
            return None
    return None


def _subject_of_own_clause(token: Token) -> Token | None:
    """Find who does what the innermost clause around "his" tells: "Berg said Ruiz loves her work".

    Of 21 such clauses that somebody says, whose subject a "his" fits, it is the subject's in 20; not whose the object of a
    verb of judging is ("Berg left after Ruiz questioned her plan").
    """
    if token.dep_ != "poss":
        return None
    clause, subject = _clause_of(token), next(_subjects_around(token), None)
    judged = clause is not None and clause.lemma_.lower() in _JUDGING and token.head.dep_ == "dobj"
    return None if judged else subject


def _owner_beside(token: Token) -> Token | None:
    """Find whose the noun is with which that of "his" is coordinated: "Weber's views on Peru and her opposition to talks"."""
    noun = token.head
    if token.dep_ != "poss" or noun.dep_ != "conj":
        return None
    first = noun.head
    if first.dep_ == "pobj" and first.head.head.pos_ == "NOUN":
        first = first.head.head  # the parser hangs the second noun on "Peru"
    return next((child for child in first.lefts if child.dep_ == "poss" and child.pos_ != "PRON"), None)


def _running_subject(
    cast: Cast, token: Token, sentences: list[Span], quoted: dict[int, int], fits: Callable[[Part], bool]
) -> str | None:
    """Find of whom the sentence before tells where this one opens with somebody who only undergoes something.

    "Weber was tired. After speaking to the queen, she resigned."
    """
    verb = token.head
    speaks = verb.dep_ in {"parataxis", "ccomp"} and verb.lemma_ in load_words().speech and verb.head.i > verb.i
    if token.dep_ not in _SUBJECTS or not (_is_main(verb) or speaks) or token.i in quoted or len(sentences) < 2:
        return None
    here = _candidates(cast, sentences[-1], token, fits)
    if not here or any(rank >= 2 for rank, _, _ in here):
        return None
    before = [item for item in _candidates(cast, sentences[-2], token, fits) if item[1].i not in quoted]
    subjects = {key for rank, _, key in before if rank == 3}
    return subjects.pop() if len(subjects) == 1 else None


def _subject_of_object(token: Token) -> Token | None:
    """Find the subject of the verb whose object "him" or "her" is: he who tells him is another."""
    if token.tag_ != "PRP" or token.lower_.endswith("self") or token.dep_ not in {"dobj", "dative", "pobj"}:
        return None
    verb = token.head.head if token.dep_ == "pobj" else token.head
    return subject_of(verb) if verb.pos_ in {"VERB", "AUX"} else None


def _stands_behind_words(token: Token) -> bool:
    """Tell whether the pronoun is the "she" of "The talks went on, she said": who is named in these words is another."""
    if token.dep_ not in _SUBJECTS or token.head.lemma_ not in load_words().speech or token.i < token.sent.start + 3:
        return False
    before = token.nbor(-1)
    ahead = token.doc[token.sent.start : before.i]
    return (
        before.text == ","
        and token.head.i > token.i
        and token.head.dep_ in {"ROOT", "parataxis", "ccomp"}
        and ahead[0].dep_ != "mark"
        and any(word.tag_ in {"VBD", "VBZ", "VBP", "MD"} for word in ahead)
        and not any(word.pos_ in {"VERB", "AUX", "SCONJ"} for word in token.doc[token.head.i + 1 : token.sent.end])
    )


def _sayer_around(token: Token) -> Token | None:
    """Find who says or thinks the clause whose subject the pronoun is ("an observer said he believed that"), before it."""
    clause = token.head
    if token.dep_ not in _SUBJECTS or clause.dep_ != "ccomp" or clause.head.lemma_ not in load_words().clausal:
        return None
    sayer = next((child for child in clause.head.lefts if child.dep_ == "nsubj"), None)
    singular = sayer is not None and sayer.tag_ in {"NN", "NNP", "PRP"} and not _coordinated(sayer)
    return sayer if singular and sayer is not None and sayer.i < token.i else None


def _subject_after_front(token: Token) -> Token | None:
    """Find the subject after a fronted phrase that holds the pronoun ("After meeting his council, X said")."""
    top = token
    while top.head != top and top.head.dep_ != "ROOT" and top.dep_ not in {"prep", "advcl"}:
        top = top.head
    while top.dep_ in {"prep", "advcl"} and top.head.pos_ not in {"VERB", "AUX"} and top.head != top:
        top = top.head
    if top.dep_ not in {"prep", "advcl"} or top.head == top or top.i > top.head.i:
        return None
    subject = next((child for child in top.head.lefts if child.dep_ in _SUBJECTS), None)
    if subject is None or subject.i < token.i or top.right_edge.i > subject.i or top.left_edge.i != token.sent.start:
        return None
    return subject if subject.pos_ != "PRON" else None


def _candidates(
    cast: Cast, sentence: Span, before: Token, fits: Callable[[Part], bool]
) -> list[tuple[int, Token, str]]:
    """Return (rank, head token, key) of the actors in a sentence before a token; subjects rank 2, of main clauses 3."""
    found = []
    for at in range(sentence.start, min(sentence.end, before.i)):
        part = cast.at(at)
        token = cast.doc[at]
        if (
            part is not None
            and cast.heads.get(at + 1) != part.key
            and fits(part)
            and not _is_modifier(cast, token, part)
        ):
            found.append((_rank(token), token, part.key))
    return found


def _is_modifier(cast: Cast, token: Token, part: Part) -> bool:
    """Tell whether a name only tells one thing from another ("the Obama administration's")."""
    return token.dep_ in {"compound", "nmod", "amod"} and cast.heads.get(token.head.i) != part.key


def _rank(token: Token) -> int:
    while token.dep_ in {"appos", "compound", "flat"} and token.head != token:
        token = token.head
    if token.dep_ in _SUBJECTS:
        return 3 if _is_main(token.head) else 2
    return 1 if token.dep_ in {"poss", "dobj"} else 0


def _is_main(verb: Token) -> bool:
    """Tell whether a verb is its sentence's own, or coordinated with it."""
    while verb.dep_ == "conj" and verb.head != verb:
        verb = verb.head
    return verb.dep_ == "ROOT"


def _frames_quotation(token: Token, quoted: dict[int, int]) -> bool:
    """Tell whether the pronoun is the "he" of `“…,” he said`."""
    says = token.dep_ in _SUBJECTS and token.head.lemma_ in load_words().speech and token.i not in quoted
    return says and any(at in quoted for at in range(token.sent.start, token.sent.end))


def _choose(found: list[tuple[int, Token, str]], *, speaking: bool) -> str | None:
    """Take the only actor, else the last speaker where somebody speaks on, else the last subject; main clauses first.

    Two that are no subjects leave it open.
    """
    keys = {key for _, _, key in found}
    if len(keys) == 1:
        return keys.pop()
    if speaking:
        speakers = [key for rank, token, key in found if rank >= 2 and token.head.lemma_ in load_words().speech]
        if speakers:
            return speakers[-1]
    subjects = [(rank, key) for rank, _, key in found if rank >= 2]
    best = max((rank for rank, _ in subjects), default=0)
    return next((key for rank, key in reversed(subjects) if rank == best), None)


def _thing(cast: Cast, token: Token, sentences: list[Span], quoted: dict[int, int]) -> str | None:
    """Find the state or organisation: what it is coordinated with, the subject around, for "It said" the one before."""
    if token.dep_ in {"expl", "dobj", "pobj", "dative"} or _is_empty(token):
        return None
    if token.dep_ == "poss" and token.head.dep_ == "conj":
        part = cast.at(token.head.head.i)
        if part is not None and part.kind in _THING_KINDS:
            return part.key
    for subject in _subjects_around(token):
        if quoted.get(subject.i) != quoted.get(token.i) and subject.i in quoted:
            return None
        part = cast.at(subject.i)
        if part is not None and part.kind in _THING_KINDS:
            return part.key
        if part is None and subject.pos_ not in {"PRON", "PROPN"} and subject.tag_ != "NNS":
            return None
    return _subject_before(cast, token, sentences, quoted)


def _is_empty(token: Token) -> bool:
    """Tell whether "it" stands for a clause or for nothing ("it is clear that", "it was agreed to", "it follows that")."""
    verb = token.head
    if token.dep_ not in _SUBJECTS:
        return False
    clause = any(
        child.dep_ in {"ccomp", "csubj", "advcl", "acl"}
        or (child.dep_ == "xcomp" and verb.lemma_ in {"be", "seem", "appear"})
        for child in verb.rights
    )
    if verb.lemma_ == "come" and verb.dep_ == "advcl" and any(child.lower_ == "to" for child in verb.rights):
        return True  # "when it comes to trade"
    complement = any(child.dep_ in {"acomp", "attr", "oprd"} for child in verb.rights)
    return (verb.lemma_ in {"be", "seem", "appear", "become", "look", "mean", "take"} and (clause or complement)) or (
        token.dep_ == "nsubjpass" and clause
    )


def _subjects_around(token: Token) -> Iterator[Token]:
    """Yield the subjects of the clauses around a pronoun, innermost first, that stand before it."""
    verb = _clause_of(token)
    seen: set[int] = set()
    while verb is not None and verb.i not in seen:
        seen.add(verb.i)
        subject = subject_of(verb)
        if subject is not None and subject.i < token.i and subject is not token:
            yield subject
        verb = _clause_of(verb) if verb.head != verb else None


def _clause_of(token: Token) -> Token | None:
    """Find the verb of the clause around a word."""
    at = token
    while at.head != at:
        at = at.head
        if at.pos_ in {"VERB", "AUX"}:
            return at
    return None


def _subject_before(cast: Cast, token: Token, sentences: list[Span], quoted: dict[int, int]) -> str | None:
    """Resolve "It also accused …" at a sentence's start to the main subject of the sentence before."""
    verb = token.head
    if (
        token.dep_ not in _SUBJECTS
        or verb.dep_ != "ROOT"
        or verb.lemma_ not in _ACTING
        or len(sentences) < 2
        or token.i in quoted
    ):
        return None
    root = sentences[-2].root
    subject = subject_of(root)
    part = cast.at(subject.i) if subject is not None else None
    return part.key if part is not None and part.kind in _THING_KINDS else None


def plural_antecedent(token: Token, heads: Mapping[int, str]) -> Token | None:
    """Find the noun that "they", "them" or "their" stands for: a plural or a coordination of actors.

    heads: tokens that head mentions of actors. Looks at the subjects of the clauses around, then at whom the clause says
    something to which its own gives the reason, then at the main subject of the sentence before.
    """
    for subject in _subjects_around(token):
        if _is_several(subject):
            return subject if subject.i in heads else None
    given = _object_before(token, heads)
    if given is not None:
        return given
    sentence = token.sent
    if token.lower_ == "them" and token.dep_ in {"dobj", "dative"} and sentence.start > 0:
        return _only_several(token, heads)
    if sentence.start == 0 or token.dep_ not in _SUBJECTS or _clause_of(token) is not sentence.root:
        return None
    before = subject_of(token.doc[sentence.start - 1].sent.root)
    return before if before is not None and _is_several(before) and before.i in heads else None


def _only_several(token: Token, heads: Mapping[int, str]) -> Token | None:
    """Find the only plural actor of the sentence so far, else of the one before: "Two men fled. Norway deported them"."""
    here, before = token.doc[token.sent.start : token.i], token.doc[token.sent.start - 1].sent
    for words in (here, before):
        plurals = [noun for noun in words if noun.tag_ in {"NNS", "NNPS"} and noun.ent_type_ not in _TIMES]
        if plurals:
            return plurals[0] if all(heads.get(noun.i) == heads.get(plurals[0].i, "") for noun in plurals) else None
    return None


def _object_before(token: Token, heads: Mapping[int, str]) -> Token | None:
    """Find the only plural actor that is object of the clause before: "the offer gives ministers a way out, as they know"."""
    clause = _clause_of(token)
    if token.dep_ not in _SUBJECTS or clause is None or clause.dep_ != "advcl" or clause.head.i > clause.i:
        return None
    found = [noun for noun in objects_of(clause.head) if noun.i in heads and _is_several(noun)]
    return found[0] if len(found) == 1 else None


def _is_several(noun: Token) -> bool:
    plural = noun.tag_ in {"NNS", "NNPS"} or noun.lower_ in {"police", "people", "opposition", "authorities"}
    return plural or _coordinated(noun)


def _coordinated(noun: Token) -> bool:
    return any(child.dep_ == "conj" for child in noun.children)
