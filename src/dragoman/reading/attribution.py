"""Find attributions in the parse: a cue, the noun that is its source, and the words that are its content.

Any verb with a finite clause under it and a subject that can speak is a cue (PARC 3 and PolNeAR draw the line the same
way); tables add what the grammar cannot tell: intentions, judgements, states of mind, nouns.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dragoman.model import Span
from dragoman.reading.actor_index import actor_of
from dragoman.reading.attribution_words import Words, load_words, sourcing_of
from dragoman.reading.grammar import agent_of, is_passive, subject_of
from dragoman.reading.quotations import Quotation
from dragoman.reading.reported_clause import (
    before_next_speaker,
    end_of,
    is_edge,
    last_word,
    reported_clause,
    speaker_above,
    trimmed,
)

__all__ = ["Attribution", "can_speak", "cue_of", "find_attributions", "source_span"]

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FOUND = frozenset({"find", "show"})  # "found it hard to" reports nothing
_PERSONAL = frozenset({"he", "she", "they", "we", "i", "who", "it"})
_POSSESSIVES = frozenset({"his", "her", "their"})
_PEOPLE_DEP = frozenset({"nsubj", "nsubjpass"})
# "was said to have left": the reporter is left unsaid.
_PASSIVE_REPORTS = frozenset(
    {"say", "report", "believe", "think", "see", "view", "regard", "describe", "understand", "allege", "rumour"}
)
# Where the lemmatizer goes wrong ("hopes", "hoping").
_LEMMAS = {"hop": "hope"}
# "the agency quoted the minister as saying": the words are the minister's.
_QUOTING = frozenset({"quote", "cite"})
_SAYING = frozenset({"say", "add"})
_CLEAR_REACH = 3  # "made it very clear"
# What "if" and "how" hang on as what is asked or known; on other verbs they open a condition.
_ASKED = frozenset({"that", "whether", "how", "why"})
# What is its holder's own behind a preposition too ("held to the position that"); reports and charges are others' there.
_HELD = frozenset(
    {"position", "view", "belief", "hope", "expectation", "intention", "assurance", "argument", "insistence"}
)
_URGING = frozenset({"demand", "insistence", "suggestion"})  # "the demand that he leave"
_SEEING = frozenset({"see", "view", "regard", "consider"})
_MEASURING = frozenset({"put", "estimate"})
# Prepositions that lead to the content of a judgement, beside those of all.
_LEADS = {
    "put": ("at",),
    "estimate": ("at",),
    "express": ("at", "with", "in", "that"),
    "voice": ("at", "with", "in", "that"),
}
_NO_COMMENT = frozenset(
    {"comment", "elaborate", "respond", "discuss", "confirm", "say", "answer", "name", "identify", "specify", "speak"}
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """An attribution as the parse shows it, before quotations and actors are settled."""

    anchor: Token  # the head word of the cue
    cue: Span
    source: Token | None  # head noun or pronoun
    content: tuple[Span, ...]
    clausal: bool = True  # a clause or a quotation, as against the object of a judgement
    source_words: Span | None = None  # where they are known; else the grammar tells what goes with `source`
    confidence: float | None = None  # of the whole attribution, 0 to 1


def find_attributions(doc: Doc, quotations: tuple[Quotation, ...]) -> list[Attribution]:
    """Return the attributions that the grammar shows, in order of their cues."""
    words = load_words()
    quoted = _quoted_tokens(doc, quotations)
    found = []
    for token in doc:
        if token.pos_ not in {"VERB", "AUX", "NOUN", "ADJ", "SCONJ", "ADP"}:
            continue
        attribution = _attribution_at(token, words)
        if attribution is not None and not _inner_speech(attribution, quoted):
            found.append(attribution)
    return found


def _attribution_at(token: Token, words: Words) -> Attribution | None:
    if token.lower_ == "according":
        return _according_to(token)
    if token.pos_ in {"VERB", "AUX"}:
        return _verbal(token, words) or _adjectival(token, words)
    if token.pos_ == "ADJ":
        return _adjectival(token, words)
    if token.pos_ == "NOUN" and token.lemma_.lower() in words.nouns:
        return _nominal(token)
    return None


def _quoted_tokens(doc: Doc, quotations: tuple[Quotation, ...]) -> frozenset[int]:
    inside: set[int] = set()
    for quotation in quotations:
        span = doc.char_span(quotation.span.start, quotation.span.end, alignment_mode="contract")
        if span is not None:
            inside.update(range(span.start, span.end))
    return frozenset(inside)


def _inner_speech(attribution: Attribution, quoted: frozenset[int]) -> bool:
    """Tell a cue inside somebody's own words ("I think …") from a report of somebody else."""
    if attribution.anchor.i not in quoted:
        return False
    source = attribution.source
    return not attribution.clausal or attribution.anchor.pos_ == "NOUN" or source is None or source.pos_ == "PRON"


# --- verbs


def _verbal(verb: Token, words: Words) -> Attribution | None:
    lemma = _LEMMAS.get(verb.lemma_, verb.lemma_.lower())
    if verb.tag_ == "MD" or verb.dep_ in {"aux", "auxpass", "amod", "prep"}:
        return None
    passive = is_passive(verb)
    source = agent_of(verb) if passive else _quoted_speaker(verb) or speaker_above(verb) or _speaker_of(verb)
    if source is not None and source.lower_ == "it" and passive:
        source = None
    if passive:
        return _passive_report(verb, lemma, source, words)
    if not (can_speak(source, words) or _says(verb, source)) or _is_unsaid(verb) or _is_asked(verb):
        return None
    if lemma in _QUOTING and any(child.lower_ == "as" for child in verb.rights):
        return None  # the words are theirs who are quoted
    if lemma == "show" and source is not None and not _is_evidence(source):
        return None
    return (
        _made_clear(verb, source)
        or _clause_after(verb, source, lemma, words)
        or _clause_around(verb, source, lemma, words)
        or _intention(verb, source, lemma, words)
        or _judgement(verb, source, lemma, words)
    )


def _speaker_of(verb: Token) -> Token | None:
    """Find the subject; of two that the parse gives a verb, the nearer ("Coastal Guard (CG) spokesman Per Lie said")."""
    own = [child for child in verb.lefts if child.dep_ == "nsubj"]
    subject = subject_of(verb)
    if len(own) < 2 or subject not in own or any(t.pos_ in {"VERB", "AUX"} for t in verb.doc[own[0].i : verb.i]):
        return subject
    return own[-1]


def _quoted_speaker(verb: Token) -> Token | None:
    """Find whose words they are in "the paper quoted him as saying"."""
    quoting = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else None
    if quoting is None or quoting.lemma_ not in _QUOTING:
        return None
    return next((child for child in quoting.rights if child.dep_ == "dobj" and child.i < verb.i), None)


def _made_clear(verb: Token, source: Token | None) -> Attribution | None:
    """Read "made clear that the talks were over", "made it clear the talks were over"."""
    clear = next((child for child in verb.rights if child.lower_ in {"clear", "plain"}), None)
    if verb.lemma_ != "make" or clear is None or clear.i - verb.i > _CLEAR_REACH:
        return None
    clause = next(
        (child for host in (verb, clear) for child in host.rights if child.i > clear.i and _is_reported(child)), None
    )
    if clause is None:
        return None
    cue = Span(cue_of(verb).start, end_of(clear))
    return Attribution(verb, cue, source, (reported_clause(verb, clause),))


def _is_reported(clause: Token) -> bool:
    """Tell whether a clause behind "clear" is finite, with a subject of its own and no "if" or "because"."""
    marks = [child.lower_ for child in clause.lefts if child.dep_ == "mark"]
    subject = any(child.dep_ in _PEOPLE_DEP | {"expl"} for child in clause.lefts)
    return clause.dep_ in {"ccomp", "advcl"} and _is_finite(clause) and subject and set(marks) <= {"that"}


def _says(verb: Token, source: Token | None) -> bool:
    """Tell whether whatever the noun is, it is the very subject of "said" ("the service said")."""
    if source is None or verb.lemma_ not in _SAYING or source.head != verb or source.dep_ != "nsubj":
        return False
    return source.pos_ in {"NOUN", "PROPN"} and not any(child.lower_ == "no" for child in source.children)


def _is_unsaid(verb: Token) -> bool:
    """An infinitive is no report ("they met to urge a truce"), but where it goes on or declines to."""
    if verb.tag_ == "VB" and verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_ in {"let", "make", "help", "have"}:
        return True  # "let the world know", "helped defend the town"
    while verb.tag_ == "VB" and verb.dep_ == "conj" and verb.head.tag_ == "VB" and not _has_own_modal(verb):
        verb = verb.head  # "to go to Oslo, speak and criticise"
    marked = verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
    return marked and verb.head.lemma_ not in {"go", "continue", "use"}


def _is_asked(verb: Token) -> bool:
    """Tell whether a sentence begins with what was done to its subject ("Asked whether they would …, he said")."""
    return bool(verb.is_sent_start) and verb.tag_ in {"VBN", "VBD"} and not any(c.dep_ == "nsubj" for c in verb.lefts)


def _has_own_modal(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "nsubj"} for child in verb.children)


def can_speak(source: Token | None, words: Words) -> bool:
    """Tell whether a noun can be a source: an actor, a person's pronoun, or a noun that the tables know to speak."""
    if source is None or source.tag_ in {"EX", "WDT"} or source.lower_ in {"this", "that", "which", "what"}:
        return False
    if any(child.lower_ == "no" for child in source.children):
        return False
    if source.tag_ == "CD" and source.ent_type_ in {"", "CARDINAL", "PERCENT"}:
        return source.dep_ == "nsubj" and source.head.lemma_ in words.speech  # "four in ten said"
    if source.pos_ == "PRON" and source.lower_ != "it":
        return source.lower_ in _PERSONAL or source.lemma_.lower() in words.sourcing
    return (
        actor_of(source.doc, source) is not None
        or sourcing_of(source) is not None
        or (source.pos_ == "PROPN" and source.ent_type_ in {"", "PERSON", "ORG", "GPE", "NORP"})
    )


def _clause_after(verb: Token, source: Token | None, lemma: str, words: Words) -> Attribution | None:
    clause = next((child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i), None)
    if clause is None and lemma in words.speech:
        clause = _lent_clause(verb, words)
    if clause is None or lemma in words.opaque or (lemma not in words.clausal and _borrows(verb, words)):
        return None
    if lemma not in words.clausal and (not _is_finite(clause) or not _has_mark(clause) or _is_result(verb, clause)):
        return None
    if lemma in words.thought | _FOUND and not _is_finite(clause):
        return None
    return Attribution(verb, cue_of(verb), source, (reported_clause(verb, clause),))


def _lent_clause(verb: Token, words: Words) -> Token | None:
    """Find the clause of "said after the talks ended that …", which the parse gives to another word near by."""
    if _quoted_speaker(verb) is not None:  # "quoted him as saying on Monday that"
        return next((child for child in verb.head.head.rights if child.dep_ == "ccomp"), None)
    for inner in verb.rights:
        if inner.dep_ == "prep":
            clause = next(
                (c for noun in inner.rights for c in noun.rights if noun.dep_ == "pobj" and _is_told(c)), None
            )
            if clause is not None:
                return clause  # "said in a statement that"
        if inner.dep_ == "advcl" and inner.lemma_ not in words.clausal:
            clause = next((child for child in inner.rights if child.dep_ == "ccomp" and _has_mark(child)), None)
            if clause is not None and _is_finite(clause):
                return clause
    return None


def _is_told(clause: Token) -> bool:
    return clause.dep_ in {"acl", "ccomp", "relcl"} and _has_mark(clause) and _is_finite(clause)


def _borrows(verb: Token, words: Words) -> bool:
    """Tell whether the clause under a verb belongs to the verb of speech above it."""
    above = verb.head
    if verb.dep_ != "advcl" or above.i > verb.i or above.lemma_ not in words.speech:
        return False
    return not any(child.dep_ == "ccomp" and child.i > above.i for child in above.children)


def _is_result(verb: Token, clause: Token) -> bool:
    """Tell whether the clause says what came of it: "so botched the talks that", "in such a way that"."""
    return any(token.lower_ in {"so", "such"} for token in verb.doc[verb.left_edge.i : clause.left_edge.i])


def _is_evidence(source: Token) -> bool:
    """Tell whether what shows something is a report, a poll or the like; a state that "shows that it can" says nothing."""
    return sourcing_of(source) == "document" or actor_of(source.doc, source) is None


def _is_finite(clause: Token) -> bool:
    return clause.tag_ in _FINITE or any(
        child.tag_ in _FINITE for child in clause.children if child.dep_ in {"aux", "auxpass"}
    )


def _has_mark(clause: Token) -> bool:
    return any(child.lower_ in _ASKED and child.tag_ != "WDT" for child in clause.children if child.i < clause.i)


def _clause_around(verb: Token, source: Token | None, lemma: str, words: Words) -> Attribution | None:
    """The cue stands behind its content or in the midst of it: "…, officials said", "Talks, officials said, were on"."""
    if lemma not in words.speech and lemma not in words.thought:
        return None
    if lemma == "continue" and any(child.dep_ == "xcomp" for child in verb.rights):
        return None
    before = next((child for child in verb.children if child.dep_ in {"ccomp", "parataxis"} and child.i < verb.i), None)
    main = verb.head if verb.dep_ in {"parataxis", "ccomp"} and verb.head.pos_ in {"VERB", "AUX"} else None
    if main is not None and verb.dep_ == "ccomp" and main.i < verb.i:
        main = None  # a clause under another cue: "he denied that they had promised to leave"
    if before is None and (main is None or source is None or source.head != verb):
        return None
    first = min(verb.i, source.left_edge.i if source is not None and source.head == verb else verb.i)
    sentence = verb.sent
    if first > sentence.start and not (verb.doc[first - 1].is_punct or verb.doc[first - 1].is_quote):
        return None  # "what he said were …", "…, and he affirmed"
    spans = [trimmed(verb.doc, sentence.start, first)]
    if main is not None and main.i > verb.i:
        spans = [] if _is_lead(verb.doc, sentence.start, first) else spans
        behind = max(verb.i, source.right_edge.i if source is not None and source.i > verb.i else verb.i) + 1
        spans.append(trimmed(verb.doc, behind, sentence.end))
    content = tuple(span for span in spans if span is not None)
    return Attribution(verb, cue_of(verb), source, content) if content else None


def _is_lead(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the words before a cue only lead up to it: "Referring to the raid, he said …"."""
    words = [token for token in doc[start:end] if token.dep_ != "cc"]
    quoted = any(token.text in '“”"' for token in words)
    return not quoted and not any(token.tag_ in _FINITE for token in words)


def _intention(verb: Token, source: Token | None, lemma: str, words: Words) -> Attribution | None:
    wanted = next((child for child in verb.children if child.dep_ in {"xcomp", "ccomp"} and child.i > verb.i), None)
    if wanted is None or lemma not in words.intention or _is_finite(wanted):
        return None
    if any(child.dep_ in {"dobj", "nsubj"} and child.i > verb.i for child in verb.children):
        return None
    if lemma in {"decline", "refuse"} and wanted.lemma_ in _NO_COMMENT:
        return _no_comment(verb, wanted, source)
    return Attribution(verb, cue_of(verb), source, (reported_clause(verb, wanted),), clausal=False)


def _no_comment(verb: Token, wanted: Token, source: Token | None) -> Attribution:
    cue = cue_of(verb)
    rest = [child for child in wanted.children if child.i > wanted.i and child.dep_ != "punct"]
    content = (Span(rest[0].left_edge.idx, end_of(rest[-1].right_edge)),) if rest and wanted.lemma_ != "comment" else ()
    return Attribution(verb, Span(cue.start, end_of(wanted)), source, content, clausal=False)


def _judgement(verb: Token, source: Token | None, lemma: str, words: Words) -> Attribution | None:
    if lemma not in words.judgement or (
        verb.dep_ == "pcomp" and _quoted_speaker(verb) is None and not _names_what(verb)
    ):
        return None
    after = [child for child in verb.children if child.i > verb.i]
    objects = [child for child in after if child.dep_ in {"dobj", "dative", "ccomp", "xcomp", "oprd", "pobj"}]
    if lemma == "welcome" and any(noun.pos_ == "PRON" for noun in objects):
        return None  # a greeting
    objects = [*objects, *_as_phrases(objects)] if lemma in _SEEING else objects
    leads = {"as", "of", "for", "on", "over", "about", *_LEADS.get(lemma, ())}
    preps = [child for child in after if child.dep_ == "prep" and child.lower_ in leads and not _tells_day(child)]
    as_phrase = next((child for child in (*preps, *objects) if child.lower_ == "as"), None)
    if lemma in _SEEING and as_phrase is None:
        return None
    if lemma in _MEASURING and not (objects and any(child.lower_ == "at" for child in (*preps, *_ats(objects)))):
        return None
    if lemma == "speak":
        objects, preps = [], [child for child in preps if child.lower_ == "of" and verb.tag_ != "VBG"]
    if lemma == "call":
        preps = [child for child in preps if child.lower_ in {"for", "on"}]
        objects = [child for child in objects if child.dep_ != "dobj"] if preps else objects
    if lemma in {"tell", "press", "warn", "ask"} and not any(
        child.dep_ in {"xcomp", "ccomp"} or child.lower_ in {"of", "for"} for child in after
    ):
        return None
    pieces = objects or preps
    if not pieces:
        return None
    first = pieces[0].left_edge
    if lemma in {"call", "apologise", "apologize", "complain", "speak"} and pieces[0].dep_ == "prep":
        first = next(iter(pieces[0].children), pieces[0]).left_edge
    last = max((piece.right_edge for piece in pieces + (preps if objects else [])), key=lambda token: token.i)
    end = _before_next_act(verb, first, last.i + 1)
    while end > first.i + 1 and is_edge(verb.doc[end - 1]):
        end -= 1
    span = Span(first.idx, end_of(verb.doc[end - 1]))
    return Attribution(verb, cue_of(verb), source, (span,), clausal=False)


def _before_next_act(verb: Token, first: Token, end: int) -> int:
    """Where ", saying …", "and accusing …" or ", and also summoned …" begins: the source's next act, no object of this one."""
    doc, words = verb.doc, load_words()
    end = before_next_speaker(first, end)
    for index in range(first.i + 1, end - 1):
        following = doc[index + 1]
        if (
            doc[index].lower_ == "and"
            and following.tag_ == "VBG"
            and following.lemma_ in words.speech | words.judgement
        ):
            return index
        if doc[index].text == "," and following.lower_ == "and":
            act = next((token for token in doc[index + 2 : index + 4] if token.pos_ != "ADV"), following)
            if act.tag_ in {"VBD", "VBZ"} and act.tag_ == verb.tag_:
                return index
    return end


def _names_what(verb: Token) -> bool:
    """Tell whether somebody gives a thing a name in passing: "over what it called an outrage"."""
    return any(child.lower_ == "what" for child in verb.lefts)


def _as_phrases(objects: list[Token]) -> list[Token]:
    """Return the "as …" that the parse hangs on an object ("saw the vote in the council as a trick")."""
    return [child for noun in objects for child in noun.rights if child.dep_ == "prep" and child.lower_ == "as"]


def _ats(objects: list[Token]) -> list[Token]:
    return [child for noun in objects for child in noun.rights if child.dep_ == "prep" and child.lower_ == "at"]


def _tells_day(preposition: Token) -> bool:
    """Tell whether a phrase is only when it was said: "called on Thursday for"."""
    return preposition.lower_ == "on" and any(noun.ent_type_ in {"DATE", "TIME"} for noun in preposition.children)


def _passive_report(verb: Token, lemma: str, source: Token | None, words: Words) -> Attribution | None:
    if _is_unsaid(verb):
        return None
    if lemma not in _PASSIVE_REPORTS and not (source is not None and lemma in words.judgement | words.clausal):
        return None
    subject = next((child for child in verb.children if child.dep_ in _PEOPLE_DEP), None)
    rest = [
        child
        for child in verb.children
        if (child.i > verb.i and child.dep_ in {"xcomp", "ccomp", "oprd"}) or child.lower_ == "as"
    ]
    if source is not None and can_speak(source, words) and subject is None and verb.dep_ == "acl":
        noun = verb.head
        return Attribution(verb, cue_of(verb), source, (Span(noun.left_edge.idx, end_of(noun)),), clausal=False)
    if not rest or (source is None and lemma not in _PASSIVE_REPORTS):
        return None
    return Attribution(
        verb, cue_of(verb), source, (Span(rest[0].left_edge.idx, end_of(rest[-1].right_edge)),), clausal=False
    )


# --- other cues


def _according_to(token: Token) -> Attribution | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    noun = next((child for child in to.children if child.dep_ == "pobj"), None) if to is not None else None
    if to is None or noun is None or _is_measure(noun):
        return None
    doc, sentence = token.doc, token.sent
    cue = Span(token.idx, end_of(to))
    behind = noun.right_edge.i + 1
    if token.i - sentence.start <= 1:
        start = behind
        while start < sentence.end and doc[start].is_punct and doc[start].text not in "“\"‘'":
            start += 1
        span = trimmed(doc, start, sentence.end)
    else:
        span = trimmed(doc, sentence.start, token.i)
    return Attribution(token, cue, noun, (span,)) if span is not None else None


def _is_measure(noun: Token) -> bool:
    """Tell whether something is done "according to" a noun, and nothing said: "its own interest", "plan"."""
    words, lemma = load_words(), noun.lemma_.lower()
    return lemma in words.measures or (lemma in words.bare_measures and noun.left_edge.i == noun.i)


def _adjectival(token: Token, words: Words) -> Attribution | None:
    if token.head.lemma_ == "make" and token.lower_ in {"sure", "certain"}:
        return None  # "made sure it was linked"
    if token.lower_ not in words.adjectives or token.dep_ not in {
        "acomp",
        "conj",
        "ROOT",
        "ccomp",
        "relcl",
        "advcl",
        "amod",
    }:
        return None
    verb = token.head if token.dep_ in {"acomp", "conj"} else token
    source = subject_of(verb)
    if not can_speak(source, load_words()):
        return None
    after = [
        child for child in token.children if child.i > token.i and child.dep_ in {"ccomp", "prep", "xcomp", "advcl"}
    ]
    if not after:
        return None
    first = after[0]
    if first.dep_ == "prep":
        noun = next((child for child in first.children if child.dep_ in {"pobj", "pcomp"}), None)
        if noun is None or first.lower_ not in {"about", "of", "over", "at", "on", "by", "for"}:
            return None
        cue = Span(cue_of(verb).start, end_of(first))
        return Attribution(
            token, cue, source, (Span(noun.left_edge.idx, end_of(last_word(noun.right_edge))),), clausal=False
        )
    cue = Span(cue_of(verb).start, end_of(token))
    clausal = first.dep_ == "ccomp"  # "is confident that …" is told of somebody inside another's words too
    content = (Span(first.left_edge.idx, end_of(last_word(first.right_edge))),)
    return Attribution(token, cue, source, content, clausal=clausal)


def _nominal(noun: Token) -> Attribution | None:
    clause = next(
        (child for child in noun.children if child.dep_ in {"acl", "ccomp", "relcl"} and child.i > noun.i), None
    )
    owner = next((child for child in noun.children if child.dep_ == "poss"), None) or _owner_behind(noun)
    of = None
    if clause is None or not (_has_mark(clause) and (_is_finite(clause) or noun.lemma_ in _URGING)):
        of = next((child for child in noun.children if child.lower_ == "of" and noun.lemma_ == "intention"), None)
        if of is None:
            return None
    source = owner or next((c for c in noun.children if c.dep_ in {"compound", "amod"} and actor_of(c.doc, c)), None)
    if source is None and (noun.dep_ in {"dobj", "attr"} or (noun.dep_ == "pobj" and noun.lemma_ in _HELD)):
        source = subject_of(noun.head if noun.dep_ != "pobj" else noun.head.head)
    possessor = source is not None and source is owner and source.lower_ in _POSSESSIVES
    if source is not None and not possessor and (source.tag_ == "EX" or not can_speak(source, load_words())):
        source = None
    if noun.dep_ == "pobj" and noun.head.head.lemma_ in load_words().speech and of is None:
        saying = noun.head.head
        if saying.pos_ == "VERB" and not any(child.dep_ == "ccomp" and child.i > saying.i for child in saying.children):
            return None  # "said in a statement that": the verb is the cue
    body = of if of is not None else clause
    assert body is not None  # noqa: S101  (one of the two was found above)
    cue = Span(noun.idx, end_of(noun))
    first, last = body.left_edge, last_word(body.right_edge)
    last = last_word(noun.doc[before_next_speaker(first, last.i + 1) - 1])
    return Attribution(noun, cue, source, (Span(first.idx, end_of(last)),))


def _owner_behind(noun: Token) -> Token | None:
    """Find who has "the fears of many lawmakers that"."""
    of = next((child for child in noun.rights if child.lower_ == "of"), None)
    owner = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
    return owner if can_speak(owner, load_words()) else None


# --- spans


def cue_of(verb: Token) -> Span:
    """The words of a verbal cue: the verb with its auxiliaries, negation, adverbs between them and particles."""
    start = verb
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass", "neg"} and child.i < verb.i and child.i < start.i:
            start = child
    end = verb
    for child in verb.children:
        if child.i == end.i + 1 and child.dep_ in {"prt", "acomp"} and child.dep_ == "prt":
            end = child
    if any(token.dep_ in _PEOPLE_DEP for token in verb.doc[start.i : verb.i]):
        start = verb
    return Span(start.idx, end_of(end))


def source_span(source: Token, cue: Span) -> Span:
    """The noun phrase of a source with apposition and relative clause, without what belongs to the cue."""
    doc = source.doc
    left, right = source.left_edge.i, source.right_edge.i
    if source.pos_ == "PRON" and source.lower_ in _PERSONAL:
        return Span(source.idx, end_of(source))
    for child in source.children:
        holds_cue = child.left_edge.idx <= cue.start < end_of(child.right_edge) and child.i > source.i
        if child.dep_ == "advcl" or holds_cue:
            right = min(right, child.left_edge.i - 1)
    inside = [token for token in doc[left : right + 1] if not (cue.start <= token.idx < cue.end)]
    run = _run_with(inside, source)
    while len(run) > 1 and is_edge(run[-1]):
        run.pop()
    while len(run) > 1 and (run[0].is_punct or run[0].is_space or run[0].dep_ == "cc"):
        run.pop(0)
    return Span(run[0].idx, end_of(run[-1]))


def _run_with(tokens: list[Token], source: Token) -> list[Token]:
    """Keep the unbroken run of tokens that holds the source."""
    run = [source]
    by_index = {token.i: token for token in tokens}
    index = source.i - 1
    while index in by_index:
        run.insert(0, by_index[index])
        index -= 1
    index = source.i + 1
    while index in by_index:
        run.append(by_index[index])
        index += 1
    return run
