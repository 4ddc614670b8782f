"""Tell what a trigger means here from who takes part: "attacked" of words and of arms, "told" of reporters and of states.

A table row looks at lemmas and grammar; these rules look at the actors found, and drop or retype what cannot be meant.
"""

from collections.abc import Iterable, Mapping

from spacy.tokens import Token

from dragoman.model import Actor
from dragoman.reading.event_matching import Match
from dragoman.reading.event_pairs import nations_before
from dragoman.reading.grammar import subject_of
from dragoman.reading.people_nouns import kind_of_noun
from dragoman.reading.rules import load_rules

__all__ = [
    "Sides",
    "is_closing",
    "is_left_undone",
    "is_meant",
    "is_of_words",
    "is_protest_of_states",
    "is_reception",
    "is_strike_of_arms",
    "names_no_act",
]

Sides = tuple[tuple[str, ...], tuple[str, ...]]

_BLOWS = frozenset({"attack", "assault", "broadside", "strike", "hit", "target", "attacks"})
_CONTESTS = frozenset({"defeat", "fight", "battle", "beat", "crush", "rout", "repel", "clash"})
_SAYING = frozenset({
    "call", "say", "accuse", "describe", "brand", "label", "claim", "declare", "argue", "allege", "term", "mock",
    "deride", "dub",
})  # fmt: skip
_CUTTING = frozenset({
    "scathing", "stinging", "verbal", "blistering", "personal", "extraordinary", "sharp", "thinly", "veiled",
    "withering", "rhetorical", "bitter", "furious", "political", "public", "gross", "angry", "ad", "twitter",
    "bitterly", "verbally", "publicly",
})  # fmt: skip
# Papers that "call for" something provide for it; who adopted them asked for it elsewhere.
_PAPERS = frozenset({
    "program", "programme", "plan", "budget", "bill", "law", "agreement", "deal", "accord", "pact", "scheme",
    "treaty", "proposal", "package", "directive", "rule", "contract", "legislation",
})  # fmt: skip
_QUARRELS = frozenset({"battle", "fight", "clash", "conflict", "war"})
_CIVIL = frozenset({
    "ally", "allie", "candidate", "lawmaker", "republican", "democrat", "politician", "senator", "union", "company",
    "bank", "firm", "leader", "minister", "party", "voter", "congress", "senate", "parliament", "house",
    "administration", "judge", "court",
})  # fmt: skip
_CROWDS = frozenset({"protester", "demonstrator", "people", "crowd", "mourner", "supporter", "activist", "thousand"})
_ENDING = frozenset({"end", "stop", "halt", "prevent", "avoid", "resolve", "avert"})
_REFLEXIVES = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "oneself"})
_SEVERAL_STATES = frozenset({"IGO", "NGO"})  # sectors of actors that hold summits of their own
_ASKING = frozenset({"WRB", "WP", "WDT"})
_NAMED = frozenset({"person", "state", "body", "organization"})
_MANY = frozenset({
    "community", "nation", "nations", "country", "countries", "government", "governments", "side", "sides", "party",
    "parties", "power", "powers", "member", "members", "union", "west",
})  # fmt: skip
_DENYING = frozenset({"deny", "refute", "rebut", "denies"})  # "denies" as the lemmatizer leaves it now and then
_DISMISSING = frozenset({"reject", "dismiss", "dispute", "contest"})
_NAMING_SOURCES = frozenset({"identify", "name", "quote"})
_BOTH = frozenset({"opposition"})  # a group, and what it does
_STATIC = frozenset({
    "be", "have", "fall", "rise", "remain", "seem", "happen", "exist", "know", "decline", "grow", "increase", "face",
    "like", "feel", "understand", "realise", "realize", "see", "think",
})  # fmt: skip


def is_of_words(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Tell whether an attack is one of words: on a person by a person, on a law, "calling it unfair"."""
    token = match.token
    if match.cue.type != "ASSAULT" or match.cue.mode is not None or token.lemma_.lower() not in _BLOWS:
        return False
    if any(
        child.lemma_.lower() in _CUTTING for child in token.children if child.dep_ in {"amod", "compound", "advmod"}
    ):
        return True
    verb = token if token.pos_ == "VERB" else token.head
    if any(child.lower_ == "for" and any(c.dep_ == "pcomp" for c in child.children) for child in token.children):
        return True  # "was attacked by Oslo for breaking ranks"
    if any(c.dep_ == "advcl" and c.tag_ == "VBG" and c.lemma_.lower() in _SAYING for c in verb.children):
        return True
    return all(side and _all_of(side, kinds, {"person"}) for side in sides)


def names_no_act(match: Match, kind: str) -> bool:
    """Tell whether the words of an event of a PLOVER type name none: people, a denied claim, a source's wish for no name."""
    if _is_somebody(match.token) or (kind == "REJECT" and _is_denial(match)):
        return True
    return kind in {"REQUEST", "REJECT"} and _is_wish_for_no_name(match)


def _is_denial(match: Match) -> bool:
    """Tell whether what is rejected is a claim, which is to make a statement: "denied the allegations", "denied that he knew"."""
    verb = match.token.lemma_.lower()
    if match.token.pos_ != "VERB" or verb not in _DENYING | _DISMISSING:
        return False
    nouns = [noun for noun in match.objects if verb != "dismiss" or noun.lemma_ != "charge"]  # a court does
    claims = any(_is_claim(noun, denied=verb in _DENYING) for noun in nouns)
    clause = any(child.dep_ in {"ccomp", "xcomp"} for child in match.token.children)
    return claims or (clause and not match.objects and verb in _DENYING)


def _is_claim(noun: Token, *, denied: bool) -> bool:
    """Tell whether a noun is of what somebody says is so; whoever rejects "claims" may reject a demand, but not "claims that"."""
    words, word = load_rules("plover_words"), noun.lemma_.lower()
    told = any(child.dep_ in {"acl", "ccomp"} and _has_that(child) for child in noun.children)
    return word in words["charges"] or (word in words["claims"] and (denied or told))


def _has_that(clause: Token) -> bool:
    return any(child.lower_ == "that" for child in clause.lefts)


def _is_wish_for_no_name(match: Match) -> bool:
    """Tell whether a source asks only to stay unnamed: "asking not to be identified", "declined to be named"."""
    clauses = (child for child in match.token.children if child.dep_ in {"xcomp", "ccomp", "advcl"})
    return any(
        clause.lemma_ in _NAMING_SOURCES and any(child.dep_ == "auxpass" for child in clause.children)
        for clause in clauses
    )


def _is_somebody(trigger: Token) -> bool:
    """Tell whether a word names people and nothing that they do: a mediator, a critic."""
    named = kind_of_noun(trigger.lower_) in {"unnamed", "group"} and trigger.pos_ == "NOUN"
    return named and trigger.lower_ not in _BOTH


def is_left_undone(match: Match, auxiliary: Iterable[str]) -> bool:
    """Tell whether a speech act that is denied is a way of doing something else: "without setting conditions"."""
    if "negation" not in auxiliary or match.cue.type not in {"REQUEST", "REJECT", "ACCUSE"}:
        return False
    token = match.token
    return (token.dep_ == "pcomp" and token.head.lower_ == "without") or token.lemma_.lower() in {"deny", "call"}


def is_protest_of_states(match: Match, actors: tuple[str, ...], kinds: Mapping[str, Actor]) -> bool:
    """Tell whether a protest is one of words: ministries and states do not march."""
    plain = match.cue.type == "PROTEST" and match.token.lemma_.lower() == "protest" and match.token.pos_ == "VERB"
    return plain and bool(actors) and _all_of(actors, kinds, {"state", "body", "person"}) and not match.cue.phrases


def is_strike_of_arms(match: Match, actors: tuple[str, ...], kinds: Mapping[str, Actor]) -> bool:
    """Tell whether a strike is one of arms: states stop no work."""
    if match.cue.type != "PROTEST" or match.cue.mode != "strike" or not actors:
        return False
    return _all_of(actors, kinds, {"state"}) or all("MIL" in kinds[i].sectors for i in actors)


def is_reception(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Tell whether a person is welcomed rather than what he did: "welcomed Blinken in Oslo"."""
    actors, recipients = sides
    if match.cue.type != "SUPPORT" or match.token.lemma_.lower() != "welcome" or not actors:
        return False
    guests = [mention for i in recipients if kinds[i].kind == "person" for mention in kinds[i].mentions]
    named = bool(match.objects) and all(any(m.start <= o.idx < m.end for m in guests) for o in match.objects)
    return named and not any(child.lower_ == "as" for child in match.token.children)


def is_closing(match: Match) -> bool:
    """Tell whether talks ended because they were over: "the envoys ended their talks", not "ended talks with Oslo"."""
    token = match.token
    if (
        match.cue.type != "REJECT"
        or match.cue.mode not in {"meet", "inner"}
        or token.lemma_.lower() != "end"
        or match.passive
    ):
        return False
    if any(child.lower_ == "with" for noun in (token, *match.objects) for child in noun.children):
        return False
    return any(child.lower_ == "their" for noun in match.objects for child in noun.children)


def is_meant(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Tell whether these sides can do this at all, as far as their kinds and the grammar around the trigger tell."""
    if _is_done_to_oneself(match) or _is_with_nobody(match, sides, kinds) or _is_compared(match.token):
        return False
    check = _CHECKS.get(match.cue.type)
    return check is None or check(match, sides, kinds)


def _is_done_to_oneself(match: Match) -> bool:
    """Tell whether the object is reflexive: "will hang himself", "calls itself a victim"."""
    return bool(match.objects) and match.token.pos_ == "VERB" and all(o.lower_ in _REFLEXIVES for o in match.objects)


def _is_compared(noun: Token) -> bool:
    """Tell whether a noun says what something serves as: "it came as a warning to Oslo"."""
    return noun.pos_ == "NOUN" and noun.dep_ == "pobj" and noun.head.lower_ == "as"


def _is_with_nobody(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Tell whether a noun for what takes two names one alone: "the talks with Oslo" when nobody says whose."""
    everyone = [i for side in sides for i in side]
    if not match.cue.symmetric or match.cue.kind != "noun" or len(everyone) != 1:
        return False
    only = kinds[everyone[0]]
    if any(word.lower_ == "intra" for left in match.token.lefts for word in left.subtree):
        return False  # "the intra-Syrian talks"
    own = [child for child in match.token.children if child.lower_ == "with"]
    named = any(mention.start <= match.token.idx < mention.end for mention in only.mentions)
    several = only.kind in {"group", "unnamed"} or (only.kind == "organization" and _SEVERAL_STATES & set(only.sectors))
    return bool(own) or named or not several


def _is_consult(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Nobody consults the press by speaking to it, and crowds gather to protest."""
    everyone = [i for side in sides for i in side]
    if match.cue.lemma in {"gather", "convene"} and any(_head(kinds[i]) in _CROWDS for i in everyone):
        return False
    if match.cue.mode == "visit" and match.cue.kind == "verb" and match.cue.phrases and _is_private(sides[0], kinds):
        return False
    if any(kinds[i].kind == "outlet" for i in everyone):
        return False
    if match.token.lemma_ == "meet" and not (match.objects or match.cue.phrases) and len(everyone) == 1:
        return kinds[everyone[0]].kind not in {"body", "organization"}  # "when the Diet meets"
    if match.cue.mode == "phone" and match.token.pos_ == "VERB" and _is_naming(match, sides, kinds):
        return False
    outlets = {word for actor in kinds.values() if actor.kind == "outlet" for word in actor.name.lower().split()}
    if any(kinds[i].kind in {"group", "unnamed"} and kinds[i].name.split()[0].lower() in outlets for i in sides[1]):
        return False  # "told a Daily Courier team"
    press = frozenset(load_rules("plover_words")["reporters"])
    return not any(kinds[i].kind in {"group", "unnamed"} and _head(kinds[i]) in press for i in everyone)


def _is_private(travellers: tuple[str, ...], kinds: Mapping[str, Actor]) -> bool:
    """Tell whether all who travel are people of no office: "the tourist's wife flew to Madrid" is no visit to Spain."""
    return bool(travellers) and all(
        kinds[i].kind == "person" and not (kinds[i].offices or kinds[i].sectors or kinds[i].country) for i in travellers
    )


def _is_naming(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Tell whether "call" gives a name or judges: "called the ruling unfair", "was called into question"."""
    verb = match.token
    called = [mention for i in sides[1] for mention in kinds[i].mentions]
    if verb.lemma_ == "call" and not any(m.start <= o.idx < m.end for o in match.objects for m in called):
        return True  # a thing of somebody's: nobody rings charges
    judged = any(
        child.dep_ in {"oprd", "attr", "acomp"}
        or (child.dep_ == "ccomp" and child.pos_ in {"ADJ", "NOUN", "PROPN"})
        or (child.dep_ == "prep" and child.lower_ == "into")
        for child in verb.children
    )
    return judged or any(map(_is_before_quotation, match.objects))


def _is_before_quotation(noun: Token) -> bool:
    """Tell whether a quotation follows a noun phrase: "called the opponents of the pact “cowards”"."""
    after = noun.right_edge.i + 1
    return any(noun.doc[at].is_quote for at in (noun.right_edge.i, after) if at < len(noun.doc))


def _is_threat(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """A warning to one's own side against something is advice: "warned Congress against scuttling the deal"."""
    actors, recipients = sides
    if match.token.lemma_.lower() == "warn" and _is_of_others(match):
        return False
    if match.token.lemma_.lower() != "warn" or not any(c.lower_ in {"against", "of"} for c in match.token.children):
        return True
    homes = {kinds[i].country for i in (*actors, *recipients)}
    return len(homes) > 1 or None in homes


def _is_of_others(match: Match) -> bool:
    """Tell whether a warning is of what a third party will do: "warned voters that Labour would tax them"."""
    clause = match.clause
    if clause is None or not match.objects:
        return False
    own = next((child for child in clause.children if child.dep_ == "nsubj"), None)
    return own is not None and own.pos_ == "PROPN" and any(c.tag_ == "MD" for c in clause.children)


def _is_request(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    token = match.token
    if _is_wish_for_no_name(match):
        return False
    if match.cue.lemma in {"must", "need"}:
        return _is_order(token, sides, kinds) and not _is_own_need(match, sides, kinds)
    if match.cue.lemma == "insist" and match.cue.clause == "must" and not _is_subjunctive(match.clause):
        return False  # "insisted that Oslo was ready"
    if match.cue.infinitive and _has_no_doer(match):
        return False
    if match.passive and token.lemma_.lower() == "press" and not any(c.dep_ == "xcomp" for c in token.children):
        return False  # "pressed on when he would go": he was asked
    if match.clause is not None and any(c.tag_ in _ASKING for c in match.clause.children):
        return False  # "asked how to get there"
    if match.cue.lemma == "call" and match.objects and not match.passive:
        return any(
            child.lower_ in {"on", "for", "upon"} for child in token.children
        )  # "calling the state on the ground dire"
    if token.lemma_.lower() == "call" and token.pos_ == "VERB" and not match.passive:
        subject = subject_of(token)
        return subject is None or subject.lemma_.lower() not in _PAPERS
    return True


def _is_subjunctive(clause: Token | None) -> bool:
    """Tell whether a clause has a bare verb and a subject: "that Oslo withdraw", "that Oslo be disarmed"."""
    if clause is None or not any(child.dep_ in {"nsubj", "nsubjpass"} for child in clause.children):
        return False
    helpers = [child for child in clause.children if child.dep_ in {"aux", "auxpass"}]
    if any(child.tag_ == "MD" or child.lower_ in {"to", "do", "does", "did"} for child in helpers):
        return False
    return clause.tag_ == "VB" or any(child.lower_ == "be" for child in helpers)


def _is_own_need(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Tell whether somebody says what his own state needs, or who governs it what it must do: "Norway needs its boats"."""
    homes = {kinds[i].country for side in sides for i in side}
    if len(homes) != 1 or None in homes:
        return False
    governing = all(kinds[i].kind == "state" or "GOV" in kinds[i].sectors for i in sides[0])
    return match.cue.lemma == "need" or (governing and _all_of(sides[1], kinds, {"state"}))


def _has_no_doer(match: Match) -> bool:
    """Tell whether an infinitive's object was taken for who is to do it: "the city that they want to avoid"."""
    verb, clause = match.token, match.clause
    if clause is None or verb.lemma_.lower() not in {"want", "wish"}:
        return False
    told = [noun for noun in match.objects if noun.head in {verb, clause} and noun.i < clause.i]
    return not told


def _is_order(modal: Token, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Tell whether "must" tells somebody who is named to do something: "Oslo must pay", not "prices must fall"."""
    verb = modal.head if modal.dep_ == "aux" else modal
    subject = subject_of(verb)
    own = [child for child in modal.children if child.dep_ == "xcomp"]
    act = own[0] if own else verb
    if any(c.lower_ in {"ready", "prepared"} for c in act.children):
        act = next((deep for c in act.children for deep in c.children if deep.dep_ == "xcomp"), act)
    if (
        subject is None
        or subject.lower_ in {"we", "i"}
        or act.lemma_.lower() in _STATIC
        or any(c.dep_ == "auxpass" for c in act.children)
    ):
        return False
    mentions = [m for i in sides[1] if kinds[i].kind in _NAMED for m in kinds[i].mentions]
    if len(nations_before(subject)) > 1:
        return True  # "Danish and Swedish forces must"
    return subject.lower_ in _MANY or any(m.start <= subject.idx < m.end for m in mentions)  # no "campaign of Oslo"


def _is_concession(match: Match, _sides: Sides, _kinds: Mapping[str, Actor]) -> bool:
    """Leave out markets: who meets "rising demand" grants nothing."""
    bare = [
        noun for noun in match.objects if noun.lower_ == "demand" and not any(c.lower_ == "of" for c in noun.children)
    ]
    return match.token.lemma_.lower() != "meet" or not bare or any(c.dep_ in {"poss", "det"} for c in bare[0].children)


def _is_retreat(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Who helps to end a war ends none himself, and what the press has released is news."""
    if match.cue.mode == "release" and sides[1] and _all_of(sides[1], kinds, {"outlet"}):
        return False
    return match.token.pos_ != "VERB" or match.token.head.lemma_.lower() != "help" or match.cue.mode == "release"


def _is_accusation(match: Match, sides: Sides, _kinds: Mapping[str, Actor]) -> bool:
    """Leave out moods ("angry crowds") and what might do harm: "a delay could undermine the treaty" accuses nobody."""
    if match.cue.kind == "adjective" and match.token.dep_ == "amod" and not sides[1]:
        return False
    if "speaker" not in match.cue.actor or match.token.pos_ != "VERB":
        return True
    return not any(child.tag_ == "MD" for child in match.token.children)


def _is_rejection(match: Match, _sides: Sides, _kinds: Mapping[str, Actor]) -> bool:
    """Leave out "as opposed to", which compares, and claims that are denied."""
    if _is_denial(match) or _is_wish_for_no_name(match):
        return False
    return match.token.i == 0 or match.token.nbor(-1).lower_ != "as"


def _is_assault(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Politicians defeat and fight each other without arms, and who wants a war ended tells of its end."""
    if match.cue.kind == "noun" and match.token.dep_ == "dobj" and match.token.head.lemma_.lower() in _ENDING:
        return bool(sides[0])
    if match.token.lemma_.lower() in _QUARRELS and all(
        kinds[i].kind in {"person", "outlet"} or _head(kinds[i]) in _CIVIL for side in sides for i in side
    ):
        return not any(sides)
    if match.token.lemma_.lower() not in _CONTESTS:
        return True
    return not any(side and _all_of(side, kinds, {"person"}) for side in sides[1:])


def _is_support(match: Match, sides: Sides, kinds: Mapping[str, Actor]) -> bool:
    """Take a person to be recognised only as something: "I recognise the president thinks so" is no support."""
    if match.token.lemma_.lower() == "defend" and match.token.pos_ == "VERB":
        owners = [child for noun in match.objects for child in noun.children if child.dep_ == "poss"]
        return not any(owner.pos_ == "PRON" for owner in owners)  # "defended his decision"
    if match.token.lemma_.lower() not in {"recognize", "recognise"}:
        return True
    named = any(child.lower_ == "as" for child in match.token.children)
    return named or not _all_of(sides[1], kinds, {"person", "unnamed"}) or not sides[1]


def _all_of(side: Iterable[str], kinds: Mapping[str, Actor], wanted: set[str]) -> bool:
    return all(kinds[i].kind in wanted for i in side)


def _head(actor: Actor) -> str:
    word = actor.name.split()[-1].lower()
    return word.removesuffix("s")


_CHECKS = {
    "ACCUSE": _is_accusation,
    "RETREAT": _is_retreat,
    "CONCEDE": _is_concession,
    "CONSULT": _is_consult,
    "REJECT": _is_rejection,
    "THREATEN": _is_threat,
    "REQUEST": _is_request,
    "ASSAULT": _is_assault,
    "SUPPORT": _is_support,
}
