"""Tell whether an event happened: PLOVER's auxiliary modes of a trigger, and the condition put on it.

The words around a trigger are walked upwards, from the act to the words that embed it: each adds its own modality and
negation, and its kind (`auxiliary.toml`) says how much of what stands above reaches the act.
"""

from dataclasses import replace

from spacy.tokens import Token

from dragoman.model import Auxiliary
from dragoman.reading.auxiliary_cues import AuxiliaryCues, Effect, load_auxiliary_cues
from dragoman.reading.auxiliary_standing import ACTUAL, FUTURE, OPEN, TRUE, Standing, apply_effect
from dragoman.reading.auxiliary_times import is_ahead, is_history, is_over
from dragoman.reading.conditions import find_condition
from dragoman.reading.grammar import SUBJECTS, is_yet_to

__all__ = ["auxiliary_modes", "find_condition"]

_FUTURE_MODALS = frozenset({"will", "shall", "'ll", "\u2019ll", "wo", "sha"})
_OPEN_MODALS = frozenset(
    {"may", "might", "could", "should", "must", "ought", "can", "ca", "would", "'d", "\u2019d", "need"}
)
_NEGATORS = frozenset({"not", "n't", "n\u2019t", "never", "hardly", "scarcely", "nowhere", "neither", "nor", "barely"})
_WRONGLY = frozenset({"wrongly", "incorrectly", "falsely", "mistakenly", "erroneously"})
_NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
_OFTEN = frozenset({"often", "usually", "regularly", "frequently", "sometimes", "always", "routinely", "occasionally"})
_MAYBE = frozenset({"perhaps", "maybe", "possibly", "probably"})
_WISHES = frozenset({"welcome", "like", "prefer", "consider", "love", "be"})
_CARRYING = frozenset({"fly", "return"})
_WANTING = frozenset({"want", "like", "need"})
_IF_MARKS = frozenset({"if", "unless", "whether", "lest", "provided", "providing", "assuming", "supposing"})
_TIME_MARKS = frozenset({"when", "once", "until", "till", "before"})
_LIKELIHOOD = frozenset(
    {"likely", "unlikely", "possible", "impossible", "probable", "due", "ready", "bound", "conceivable"}
)
_OF_NOUNS = frozenset({"of", "for", "to", "on", "about", "over", "against"})
_INTO = frozenset({"in", "to", "on", "with", "into", "at"})
_TOWARDS = frozenset({"invitation", "threat", "close", "closer"})
_MAKING_ROOM = frozenset({"allow", "pave", "provide"})
_INDEFINITE = frozenset({"a", "an", "another", "further", "any"})
_OVER = frozenset({"on", "to", "with", "about", "over", "of", "upon"})  # as "talks on", "tied to", "the issue of"
_EXCHANGES = frozenset({"exchange", "return"})
_DECIDING = frozenset({"decide", "vote", "opt", "choose"})
_REPAYING = frozenset(
    {
        "punishment",
        "responsibility",
        "blame",
        "credit",
        "apology",
        "criticism",
        "praise",
        "condemnation",
        "revenge",
        "fire",
        "trial",
        "conviction",
        "arrest",
        "sentence",
        "charge",
        "anger",
        "outrage",
    }
)
_CHANGES = frozenset(
    {"increase", "decrease", "rise", "cut", "boost", "reduction", "surge", "change", "expansion", "pause"}
)
_WH = frozenset({"WDT", "WP", "WP$", "WRB"})
_HEADLINE = 4  # words from a name to "to" in a headline
_DEPTH = 12  # words climbed at most: deeper embeddings are misparses


def auxiliary_modes(trigger: Token, published: str | None, date: str | None) -> tuple[Auxiliary, ...]:
    """Return the auxiliary modes of the event that `trigger` (a verb or a noun) names.

    published, date: EDTF of publication and of the event, or None. Empty: it happened, or is happening.
    """
    cues = load_auxiliary_cues()
    standing = _standing(trigger, cues, _DEPTH)
    if standing == Standing(FUTURE) and _is_settled(trigger) and is_over(published, date):
        standing = TRUE  # "ahead of Monday's summit" in Tuesday's paper, "its decision to leave last year"
    if standing.world == FUTURE and find_condition(trigger) is not None:
        standing = replace(standing, world=OPEN)
    if standing == TRUE and is_ahead(trigger, published, date):
        standing = Standing(FUTURE)
    modes: list[Auxiliary] = []
    if standing == TRUE and is_history(trigger, published, date, cues):
        modes.append("historical")
    if standing.world:
        modes.append("future" if standing.world == FUTURE else "hypothetical")
    if standing.denied:
        modes.append("negation")
    return tuple(modes)


def _standing(token: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    own = _of_noun(token, cues) if token.pos_ in {"NOUN", "PROPN"} else _of_verb(token)
    if depth == 0:
        return own
    if token.dep_ == "ccomp" and any(child.lower_ == "whether" and child.dep_ == "mark" for child in token.children):
        return own  # "declined to confirm whether Oslo had agreed" denies nothing
    above = _from_above(token, cues, depth - 1)
    if token.pos_ in {"NOUN", "PROPN"}:
        return _noun_under(own, above, token)
    return own.under(above)


def _noun_under(own: Standing, above: Standing, noun: Token) -> Standing:
    """Join a noun to what stands above; "made no deal" is one denial, and "any" says nothing under "not"."""
    vague = above.denied and any(child.lower_ == "any" for child in noun.children)
    return Standing(above.world if vague else max(own.world, above.world), own.denied or above.denied)


# -- what the word itself carries


def _of_verb(verb: Token) -> Standing:
    world, denied = ACTUAL, False
    for child in verb.children:
        word = child.lower_
        if child.dep_ in {"aux", "auxpass"}:
            world = max(world, _world_of_modal(child, verb))
            denied |= word == "to" and is_yet_to(verb)
        elif child.dep_ == "neg" or word in _NEGATORS:
            denied = True
        elif child.dep_ in SUBJECTS or child.dep_ in {"dobj", "attr"}:
            denied |= (
                word in _NOBODY
                or _is_not_one(child)
                or any(c.lower_ in {"no", "neither"} and c.dep_ in {"det", "preconj", "cc"} for c in child.children)
            )
        elif word in (_IF_MARKS if child.dep_ == "mark" else _MAYBE):
            world = OPEN
    if world == OPEN and denied and any(child.lower_ in {"could", "can", "ca"} for child in verb.children):
        world = ACTUAL  # "could not agree": they did not
    return Standing(max(world, _world_of_question(verb)), denied)


def _is_not_one(subject: Token) -> bool:
    """Tell whether a subject is "not one of", "not a single"."""
    nots = [child for child in subject.children if child.lower_ == "not"]
    return bool(nots) and (subject.lower_ == "one" or any(c.lower_ in {"one", "single"} for c in subject.children))


def _world_of_modal(modal: Token, verb: Token) -> int:
    word = modal.lower_
    if word in _FUTURE_MODALS:
        return FUTURE
    if word in {"would", "'d", "\u2019d"} and modal.tag_ == "MD":
        if _is_habit(verb):
            return ACTUAL
        reported = verb.lemma_ not in _WISHES and _is_told_in_the_past(verb)
        return FUTURE if reported and not any(c.lower_ == "have" for c in verb.children) else OPEN
    return OPEN if word in _OPEN_MODALS and modal.tag_ == "MD" else ACTUAL


def _is_habit(verb: Token) -> bool:
    """Tell whether an act is repeated: "every spring the rebels would attack"."""
    return any(
        child.lower_ in _OFTEN
        or (child.dep_ == "npadvmod" and any(c.lower_ in {"every", "each"} for c in child.children))
        for child in verb.children
    )


def _is_told_in_the_past(verb: Token) -> bool:
    """Future in the past: "said Seoul would assist"; also "he would assist, Cho said"."""
    for _ in range(_DEPTH):
        if any(
            c.dep_ in {"ccomp", "parataxis"} and c.tag_ in {"VBD", "VBN"} and _is_aside(c, verb) for c in verb.children
        ):
            return True
        head = verb.head
        if head == verb:
            return False
        if verb.dep_ == "ccomp":
            return head.tag_ in {"VBD", "VBN"} or any(c.tag_ == "VBD" for c in head.children if c.dep_ == "aux")
        if verb.dep_ == "acl":
            return True  # "a promise that it would"
        verb = head
    return False


def _is_aside(said: Token, verb: Token) -> bool:
    """Tell whether a clause says who speaks: "he would help, Cho said", "the summit, she said, would help"."""
    if said.i > verb.i:
        return True
    end = said.right_edge.i
    return _has_subject(said) and "," in {token.text for token in said.doc[end : end + 2]}


def _world_of_question(verb: Token) -> int:
    if verb.dep_ != "ROOT" or verb.sent[-1].text != "?":
        return ACTUAL
    return ACTUAL if any(token.tag_ in _WH for token in verb.sent[:4]) else OPEN


def _of_noun(noun: Token, cues: AuxiliaryCues) -> Standing:
    world, denied = ACTUAL, False
    for child in noun.children:
        if child.dep_ == "neg" or child.lower_ in _NEGATORS:
            denied = True
        elif child.dep_ == "relcl" and _is_about_its_noun(child):
            world = max(world, _with_predicate(noun, child, cues, 1).world)
        elif child.dep_ in {"amod", "det", "compound", "advmod"}:
            mode = cues.modifiers.get(child.lower_)
            if mode == "negation":
                denied |= not (child.lower_ == "little" and any(c.dep_ == "det" for c in noun.children))
            elif mode == "future":
                world = max(world, FUTURE)
            elif mode == "hypothetical":
                world = OPEN
    return Standing(world, denied)


def _is_about_its_noun(clause: Token) -> bool:
    """Tell whether a relative clause says something of its noun: "talks that are due to restart"."""
    return any(child.dep_ in SUBJECTS and child.lower_ in {"that", "which"} for child in clause.children)


# -- what the words above it say


def _from_above(token: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    head, dep = token.head, token.dep_
    if dep == "ROOT" or head == token:
        return _of_headline(token)
    if _is_headline_future(token):
        return Standing(FUTURE)
    if dep == "conj":
        return _from_conjunct(token, head, cues, depth)
    if token.pos_ in {"NOUN", "PROPN"}:
        return _above_noun(token, head, cues, depth)
    return _above_clause(token, head, cues, depth)


def _of_headline(token: Token) -> Standing:
    """Give "US to send envoys" its future."""
    if token.tag_ == "VB" and _has_to(token):
        return Standing(FUTURE)
    return TRUE


def _is_headline_future(token: Token) -> bool:
    """Tell whether a name without a verb of its own has an infinitive behind it: "Mayor to visit Oslo"."""
    head = token.head
    nominal = head.dep_ == "ROOT" and head.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"acl", "relcl"}
    if not nominal or token.tag_ != "VB" or not _has_to(token) or _has_subject(token):
        return False
    return head.ent_type_ != "" and token.i < head.i + _HEADLINE


def _from_conjunct(token: Token, first: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    shares = token.tag_ == first.tag_ and token.tag_ in {"VB", "VBN", "VBG"}
    if shares and not any(child.dep_ in {"aux", "auxpass"} or child.dep_ in SUBJECTS for child in token.children):
        return _standing(first, cues, depth)
    if token.tag_ == "VB" and _has_to(token) and not _has_to(first):
        return Standing(FUTURE)
    if token.tag_ == "VBD" and first.tag_ in {"VB", "VBG"} and depth > 0:
        finite = next((up for up in first.ancestors if up.tag_ == "VBD" and up.sent == token.sent), None)
        if finite is not None:  # "took steps to spare lives and accused the rebels"
            return _from_above(finite, cues, depth - 1)
    if any(child.dep_ == "mark" and child.lower_ in _IF_MARKS for child in first.children) and not _has_subject(token):
        return Standing(OPEN)  # "if they followed him and threatened a veto"
    governor = _infinitive_before(token) if token.tag_ == "VB" and first.tag_ in {"VBD", "VBG"} else None
    if governor is not None and depth > 0:
        return _standing(governor, cues, depth - 1)
    return _from_above(first, cues, depth - 1) if depth > 0 else TRUE


def _infinitive_before(bare: Token) -> Token | None:
    """Find what a bare verb is coordinated with where the parse lost it: "to punish firms that left, and slap tariffs"."""
    if any(child.dep_ in {"aux", "auxpass"} or child.dep_ in SUBJECTS for child in bare.children):
        return None
    before = bare.doc[bare.sent.start : bare.i]
    return next(
        (verb for verb in reversed(before) if verb.tag_ == "VB" and any(c.dep_ == "aux" for c in verb.children)), None
    )


def _above_clause(token: Token, head: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    dep = token.dep_
    if token.tag_ == "VBG" and not _has_subject(token) and _is_spoken_of(token, head, cues):
        return Standing(OPEN)
    if dep == "relcl" and _has_to(token) and not _has_subject(token):
        return _under_embedder(token, head, cues, depth)  # "the means to impose sanctions"
    if dep in {"xcomp", "ccomp", "csubj", "csubjpass", "acl", "acomp", "oprd", "dep"}:
        return _under_embedder(token, head, cues, depth)
    if dep == "advcl":
        return _under_adverbial(token, head, cues, depth)
    if dep == "pcomp":
        return _under_preposition(head, cues, depth)
    if dep in {"attr", "amod"} and head.pos_ in {"AUX", "VERB"}:
        return _standing(head, cues, depth)
    return TRUE


def _is_spoken_of(gerund: Token, head: Token, cues: AuxiliaryCues) -> bool:
    """Tell whether a gerund names an act thought of: "arming Oslo will help", "one option is cancelling visas"."""
    if gerund.dep_ == "csubj":
        return head.tag_ != "VBD"
    if gerund.dep_ not in {"attr", "xcomp", "ccomp"} or head.lemma_ != "be" or head.tag_ == "VBD":
        return False
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    return subject is not None and cues.nouns.get(subject.lemma_.lower()) == "hypothetical"


def _effect_on_clause(token: Token, head: Token, cues: AuxiliaryCues) -> Effect:
    infinitive = _has_to(token)
    light = _effect_of_light_verb(token, head, infinitive=infinitive)
    if light is not None:
        return light
    if token.dep_ == "acl" and token.tag_ == "VBN" and head.dep_ == "dobj" and head.head.lemma_ in _WANTING:
        return "hypothetical"  # "wants sanctions imposed on Oslo"
    if token.dep_ == "acl" and not infinitive and token.tag_ in {"VBN", "VBG"} and not _has_subject(token):
        return "fact"  # a reduced relative clause: "the deal signed in Oslo"
    known = cues.clauses.get(_key(head)) or cues.clauses.get(head.lemma_.lower()) or cues.clauses.get(head.lower_)
    if known is None:
        return "hypothetical" if infinitive else "transparent"
    if known == "transparent" and token.tag_ == "VB" and not infinitive and not _has_modal(token):
        return "inherit"  # "the trip will see her visit Riga"
    if known == "transparent" and infinitive:
        return "inherit" if head.tag_ != "VBN" else "transparent"
    told = head.tag_ == "VBG" and head.dep_ == "ROOT" and token.tag_ == "VBD"
    return "transparent" if told and known in {"hypothetical", "future"} else known


def _effect_of_light_verb(token: Token, head: Token, *, infinitive: bool) -> Effect | None:
    """Read "is to", "going to", "has to" and "has yet to"; None for a verb with a meaning of its own."""
    if head.pos_ == "AUX" or head.lemma_ == "be":
        return "future" if infinitive and token.dep_ == "xcomp" and head.lemma_ == "be" else "inherit"
    if head.lower_ == "going" and infinitive:
        return "future"
    if head.lemma_ == "have" and infinitive:
        # "has yet to" is denied at the verb itself; who had to leave left
        done = head.tag_ in {"VBD", "VBN"} and not any(c.dep_ == "neg" or c.tag_ == "MD" for c in head.children)
        return "fact" if done or is_yet_to(token) else "hypothetical"
    return "inherit" if head.lemma_ == "go" and not infinitive else None


def _under_embedder(token: Token, head: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    predicate = _predicate_of(head) if token.dep_ in {"ccomp", "xcomp"} and head.pos_ == "AUX" else head
    effect = _effect_on_clause(token, predicate, cues)
    if token.dep_ == "ccomp" and any(child.lower_ in _WRONGLY for child in head.children):
        effect = "past_reverse"  # "wrongly stated that she opposed it"
    if effect == "fact":
        return TRUE
    adjective = (
        head.pos_ == "ADJ"
        and head.dep_ in {"acomp", "attr", "oprd", "xcomp"}
        and head.head.lemma_ in {"be", "seem", "become"}
    )
    above = _standing(head.head if adjective else head, cues, depth)
    untold = adjective or predicate != head or head.lemma_.lower() in cues.untold
    if effect == "transparent" and above.denied and untold:
        return Standing(OPEN)  # "it is not clear that", "they are not sure what", "has not confirmed that"
    if effect == "transparent" and head.pos_ == "NOUN" and _is_rebutted(head, cues):
        return apply_effect("past_reverse", _standing(head.head, cues, depth))
    if effect in {"future", "hypothetical"} and token.tag_ in {"VBD", "VBZ", "VBP"} and effect == "future":
        effect = "transparent"  # "agreed that it was wrong"
    return apply_effect(effect, above)


def _predicate_of(copula: Token) -> Token:
    """Return the adjective of "it is likely that …", else the copula itself."""
    return next((child for child in copula.children if child.dep_ == "acomp"), copula)


def _is_rebutted(telling: Token, cues: AuxiliaryCues) -> bool:
    """Tell whether a noun of telling is said to be untrue: "dismissed reports that"."""
    return telling.dep_ in {"dobj", "nsubjpass"} and telling.head.lemma_.lower() in cues.rebuttals


def _under_adverbial(token: Token, head: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    marks = {child.lower_ for child in token.children if child.dep_ in {"mark", "advmod", "prep"}}
    if marks & _IF_MARKS and not marks & {"even"}:
        return Standing(OPEN)
    if _has_to(token):
        known = cues.clauses.get(key) if "_" in (key := _key(head)) else None  # "signed up to", parsed as a purpose
        if known is not None:
            return apply_effect(known, _standing(head, cues, depth))
        return TRUE if marks & {"only"} else _of_purpose(token, head, cues, depth)
    if marks & {"until", "till", "once"} and token.tag_ in {"VBZ", "VBP"}:
        return Standing(OPEN)
    if marks & _TIME_MARKS:
        return Standing(_standing(head, cues, depth).world)
    if token.tag_ == "VBG" and not marks and token.i > head.i:
        return Standing(_standing(head, cues, depth).world)
    return TRUE


def _of_purpose(act: Token, head: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    """Judge what something is done for: "flew in to sign it" signs it, "raised funds to help Oslo" plans to help."""
    above = _standing(head, cues, depth)
    if above.denied or above.world == OPEN or _has_subject(act):
        return Standing(OPEN)  # "it will be hard for Oslo to leave"
    sent = head.lemma_ in _CARRYING and any(child.dep_ == "dobj" for child in head.children)  # "flew an envoy in to"
    done = head.pos_ == "VERB" and not sent and cues.clauses.get(head.lemma_.lower()) == "inherit"
    return above if done or above.world == FUTURE else Standing(OPEN)


def _under_preposition(preposition: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    word, head = preposition.lower_, preposition.head
    if word in {"without", "instead", "rather"} or (word == "of" and head.lower_ in {"instead", "short"}):
        return Standing(denied=True)
    if word == "of" and head.lemma_.lower() in cues.phases and head.dep_ in {"dobj", "nsubj", "nsubjpass"}:
        return _standing(head, cues, depth)
    known = cues.clauses.get(_key(head)) or cues.clauses.get(head.lemma_.lower())
    apart = _kept_apart(word, head, known, cues, depth)
    if apart is not None:
        return apart
    if word == "in" and head.pos_ == "VERB" and head.lemma_.lower() in cues.carriers:
        return _standing(head, cues, depth)  # "has yet to take steps in asking for help"
    if word in {"by", "before", "in"} or head.dep_ == "prep":
        return Standing(_standing(head, cues, depth).world) if head.pos_ in {"VERB", "AUX"} else TRUE
    if known is None or word not in _OF_NOUNS:
        return Standing(OPEN) if word == "for" and head.pos_ == "NOUN" and head.lemma_ not in _REPAYING else TRUE
    return apply_effect(known, _standing(head, cues, depth))


def _kept_apart(word: str, head: Token, known: Effect | None, cues: AuxiliaryCues, depth: int) -> Standing | None:
    """Judge a gerund behind "from", "against", "except" or "into"; None behind another preposition."""
    if word in {"except", "save"} or (word == "at" and head.lemma_.lower() == "look"):
        return Standing(OPEN)  # "could do nothing except scrap the law"
    if word == "into":  # "hopes to press them into leaving"; "forced them into leaving"
        return apply_effect(known or "inherit", _standing(head, cues, depth))
    if word == "from" and head.lemma_.lower() == "keep":
        return apply_effect("past_reverse", _standing(head, cues, depth))  # "kept Oslo from leaving"
    if word == "of" and _is_rebutted(head, cues):
        return apply_effect("past_reverse", _standing(head.head, cues, depth))  # "denied reports of leaving"
    against = word == "against" and head.lemma_.lower() in _DECIDING  # "decided against leaving"
    if against or (word == "from" and known in {"past_reverse", "reverse"}):
        return apply_effect("past_reverse", _standing(head, cues, depth))
    if word == "from" and known == "hypothetical":
        return Standing(OPEN)  # "discouraged Oslo from leaving"
    return TRUE if word == "from" else None


def _above_noun(noun: Token, head: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    match noun.dep_:
        case "dobj" | "nsubjpass" | "oprd":
            found = Standing(OPEN) if _is_bargained(noun, head, cues) else _under_verb(noun, head, cues, depth)
        case "nsubj":
            found = _with_predicate(noun, head, cues, depth)
        case "attr":
            found = _standing(head, cues, depth)
        case "pobj":
            found = _noun_under_preposition(noun, head, cues, depth)
        case "compound":
            effect = cues.nouns.get(head.lemma_.lower())
            planned = effect in {"future", "hypothetical"}
            found = apply_effect(effect, _standing(head, cues, depth)) if effect and planned else TRUE
        case "xcomp" | "ccomp":
            found = _above_clause(noun, head, cues, depth)
        case _:
            found = TRUE
    return found


def _is_only_wished(noun: Token, verb: Token, cues: AuxiliaryCues) -> bool:
    """Tell whether somebody is for or against one more act of a kind: "backs a ceasefire", but "backs the talks"."""
    new = any(child.dep_ == "det" and child.lower_ in {"a", "an"} for child in noun.children)
    return new and noun.dep_ == "dobj" and verb.lemma_.lower() in cues.attitudes


def _under_verb(noun: Token, verb: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    key = _key(verb)
    effect = cues.nouns.get(key)
    if effect is not None:
        return apply_effect(effect, _standing(verb, cues, depth))
    if _is_only_wished(noun, verb, cues):
        return Standing(OPEN)  # "did not support a strike"
    if verb.lemma_.lower() in cues.carriers:
        return _standing(verb, cues, depth)
    return TRUE


def _with_predicate(noun: Token, verb: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    """Follow a subject to what is said of it: "talks are due to begin", "the visit failed to take place"."""
    for _ in range(3):
        inner = next(
            (c for c in verb.children if c.dep_ in {"xcomp", "acomp"} and (c.pos_ == "ADJ" or _has_to(c))), None
        )
        if inner is None:
            break
        verb = inner
    if verb.pos_ == "ADJ":
        effect = cues.clauses.get(verb.lemma_.lower())
        return (
            apply_effect(effect, _standing(verb.head, cues, depth)) if effect and verb.lower_ in _LIKELIHOOD else TRUE
        )
    if verb.lemma_.lower() in cues.carriers:
        return _standing(verb, cues, depth)
    if any(c.lower_ in _INDEFINITE for c in noun.children) and any(c.lower_ in _OPEN_MODALS for c in verb.children):
        return Standing(OPEN)  # "an attack would need approval"
    gathers = noun.lemma_.lower() in cues.gatherings and _of_verb(verb).world == FUTURE
    return Standing(FUTURE) if gathers else TRUE  # "the summit will give him a chance": it is still to come


def _noun_under_preposition(noun: Token, preposition: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    word, head = preposition.lower_, preposition.head
    if word == "without" or (word == "of" and head.lower_ == "instead"):
        return Standing(denied=True)
    if word == "of" and head.lower_ == "ahead":
        return Standing(FUTURE)
    if word == "of" and head.lower_ in {"none", "neither"}:
        return Standing(denied=True)
    if head.pos_ == "VERB" and word in _INTO and head.lemma_.lower() in cues.carriers:
        return replace(_standing(head, cues, depth), denied=False)  # "not involved in the talks": there are talks
    if word in _OVER and _is_bargained(noun, _predicate_of(head), cues):
        return Standing(OPEN)
    if head.lower_ in _EXCHANGES and word == "for" and head.head.dep_ == "prep" and depth > 0:
        return _under_verb(
            noun, head.head.head, cues, depth - 1
        )  # "freed them in exchange for the release", "offered aid in return for"
    if word == "of" and head.lower_ in {"event", "case"} and head.head.lower_ == "in":
        return Standing(OPEN)  # "in the event of an attack"
    effect = cues.nouns.get(_key(head)) or cues.nouns.get(f"{head.lemma_.lower()}_{word}")
    if effect is None or word not in _OF_NOUNS:
        return _inside_noun(noun, preposition, cues, depth)
    if word in {"on", "to"}:
        effect = effect if head.lemma_ in _TOWARDS else "fact"
    return apply_effect(effect, _standing(head, cues, depth))


def _is_bargained(noun: Token, head: Token, cues: AuxiliaryCues) -> bool:
    """Tell whether something turns on an act or is said about it: "tied to the release of", "talks on a withdrawal"."""
    return noun.lemma_.lower() in cues.bargained and head.lemma_.lower() in cues.bargaining


def _inside_noun(noun: Token, preposition: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    """Follow "an increase in aid", "a round of talks", "any form of cooperation" to the first noun's standing."""
    word, head = preposition.lower_, preposition.head
    if word == "with" and head.lower_ == "along":
        head = head.head  # "the return of hostages along with the release of prisoners"
        return _noun_under_preposition(noun, head, cues, depth) if head.dep_ == "prep" and depth else TRUE
    if head.pos_ == "VERB":
        return _beside_verb(word, head, cues, depth)
    if head.pos_ != "NOUN" or depth == 0:
        return TRUE
    if word == "including":
        return apply_effect(cues.nouns.get(head.lemma_.lower(), "inherit"), _standing(head, cues, depth))
    same = word == "of" and (head.dep_ == "dobj" or head.lemma_.lower() in cues.phases)
    return _standing(head, cues, depth) if same or (word == "in" and head.lemma_ in _CHANGES) else TRUE


def _beside_verb(preposition: str, verb: Token, cues: AuxiliaryCues, depth: int) -> Standing:
    """Read "would allow for talks", and "is expected to ask for it during her visit"."""
    if depth == 0:
        return TRUE
    if preposition == "for" and verb.lemma_ in _MAKING_ROOM:
        return _standing(verb, cues, depth)
    ahead = preposition == "during" and _standing(verb, cues, depth).world == FUTURE
    return Standing(FUTURE) if ahead else TRUE


# -- small questions


def _key(head: Token) -> str:
    particle = next((child.lower_ for child in head.children if child.dep_ == "prt"), None)
    lemma = head.lemma_.lower()
    return f"{lemma}_{particle}" if particle else lemma


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.children)


def _is_settled(word: Token) -> bool:
    """Tell whether a noun stands after "ahead of", or a verb under a decision."""
    if word.dep_ in {"acl", "relcl"}:
        return word.head.lemma_.lower() == "decision"
    return word.dep_ == "pobj" and word.head.lower_ == "of" and word.head.head.lower_ == "ahead"


def _has_modal(verb: Token) -> bool:
    return any(child.dep_ == "aux" for child in verb.children)


def _has_to(token: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
