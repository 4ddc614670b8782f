"""Who takes part in an event: the grammar around a trigger, read down to the actors of the article."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from dragoman.model import Actor, Statement
from dragoman.reading.actor_index import actor_of
from dragoman.reading.countries import country_words
from dragoman.reading.event_matching import Match, phrase_objects
from dragoman.reading.grammar import SUBJECTS, agent_of, conjuncts_of, objects_of, subject_of
from dragoman.reading.statement_index import speaker_of, statements_around

__all__ = ["Roles"]

# How phrases hang on a noun that is no actor itself, when one asks whose it is: "the decision of the Turkish court".
_OWNERS = ("of", "by", "from", "between", "among", "against", "with", "on", "to")
_CLAUSE_PHRASES = ("with", "to", "from", "against", "by", "at", "on", "into", "in", "of", "for", "between", "over")
# Verbs that lend a noun their subject: "launched an attack", "is in talks".
_LIGHT = frozenset({
    "launch", "carry", "conduct", "hold", "make", "stage", "mount", "impose", "begin", "start", "open", "continue",
    "resume", "wage",
    "have", "give", "send", "issue", "offer", "provide", "pay", "undertake", "announce", "plan", "order", "propose",
    "be", "commit",
    "perpetrate", "receive", "deliver", "extend", "express", "voice", "file", "bring", "press", "face", "lead",
    "join", "arrive",
    "enter", "engage", "step", "intensify", "return", "reach", "sign", "complete", "end", "suspend", "stop", "halt",
    "finish", "win",
    "attend", "host", "lose", "fight", "do", "take", "keep", "pursue", "prepare", "support", "back", "renew",
    "repeat", "reject",
    "increase", "go", "fly", "travel", "come", "meet", "gather",
})  # fmt: skip
_DEPTH = 3
# Prepositions that make a capital a place: "in Moscow", where "of Moscow" may mean the government.
_PLACING = frozenset({"in", "at", "near", "from", "to", "around", "outside", "via", "through", "into", "for"})
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "use", "pledge", "take", "do", "make"})
_TOGETHER = frozenset({"along", "together", "alongside"})
_SPEAKERS = frozenset({"i", "we", "us", "me", "my", "our"})
_PERSONAL = frozenset({"he", "she", "it", "they", "we", "i"})
# What the noun before the hyphen does in "UN-led talks".
_LED = frozenset(
    {
        "lead",
        "broker",
        "mediate",
        "sponsor",
        "host",
        "back",
        "support",
        "organise",
        "organize",
        "chair",
        "run",
        "facilitate",
        "propose",
        "set",
        "draft",
        "issue",
        "make",
        "take",
        "launch",
        "adopt",
        "impose",
    }
)


class Roles:
    """Reads participants for the triggers of one text."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._words = country_words()
        self._states = {
            actor.country: actor.id for actor in reversed(doc._.actors) if actor.kind == "state" and actor.country
        }
        self.kinds: dict[str, Actor] = {actor.id: actor for actor in doc._.actors}

    def sides(self, match: Match) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of those who act and those who undergo it."""
        cue = match.cue
        actors = self._first(match, cue.actor, frozenset())
        recipients = self._first(match, cue.recipient, frozenset(actors))
        if cue.symmetric:
            return _unique([*actors, *recipients]), ()
        return _unique(actors), _unique(recipients)

    def _first(self, match: Match, sources: Iterable[str], but: frozenset[str]) -> list[str]:
        """Read sources in order until one names somebody who is not among `but`."""
        nouns: list[Token] = []
        for source in sources:
            for group in self._groups(match, source):
                found = [i for token in group for i in self.parties_of(token) if i not in but]
                if found:
                    return found
                nouns += group
        return [i for noun in nouns for i in self._inside(noun) if i not in but] if but else []

    def _inside(self, noun: Token) -> list[str]:
        """Name the state in which an undergoing party that is no actor itself is said to be: "soldiers in Mali"."""
        found = [self._by_country(place, anywhere=True) for place in phrase_objects(noun, "in")]
        return [state for state in found if state is not None]

    def _groups(self, match: Match, source: str) -> Iterator[list[Token]]:
        if source == "comp":
            yield from _clause_groups(match)
        else:
            yield self._tokens(match, source)

    def _tokens(self, match: Match, source: str) -> list[Token]:
        if source == "subj":
            return self._subject(match)
        if source == "obj":
            return [noun for noun in match.objects if noun.dep_ != "dative"] or list(match.objects)
        if source == "iobj":
            return [noun for noun in match.objects if noun.dep_ == "dative"]
        if source == "light":
            return _light_subject(match.token)
        if source == "poss":
            return [child for child in match.token.children if child.dep_ == "poss"]
        if source == "mod":
            return _modifiers(match.token)
        if source == "speaker":
            return []
        goods = phrase_objects(match.token, "of") if match.cue.kind == "noun" and source != "of" else match.objects
        return phrase_objects(match.token, source, goods)

    def _subject(self, match: Match) -> list[Token]:
        token = match.token
        if match.passive:
            agent = agent_of(token)
            return [agent] if agent is not None else []
        if match.cue.kind == "adjective":
            token = token.head if token.dep_ in {"acomp", "oprd", "conj", "attr", "ccomp"} else token
            if token is match.token:
                return [token.head] if token.dep_ == "amod" else []
        subject = _controller(token) or subject_of(token)
        return [subject, *_companions(subject, token)] if subject is not None else []

    def parties_of(self, noun: Token) -> list[str]:
        """Return the actors that a noun and those coordinated with it name, else those it belongs to."""
        return [i for each in conjuncts_of(noun) for i in self._party(each, 0)]

    def _party(self, noun: Token, depth: int) -> list[str]:
        own = actor_of(self.doc, noun) or self._by_country(noun)
        if own is not None:
            return [own]
        if depth == _DEPTH:
            return []
        if noun.lower_ in _SPEAKERS:
            speaker = speaker_of(self.doc, noun)
            return [speaker] if speaker is not None else []
        if noun.pos_ == "PRON":
            said_by = _sayer(noun)
            return self._party(said_by, depth + 1) if said_by is not None else []
        for children in _owner_groups(noun):
            found = [i for child in children for each in conjuncts_of(child) for i in self._party(each, depth + 1)]
            if found:
                return found
        return []

    def _by_country(self, word: Token, *, anywhere: bool = False) -> str | None:
        """Find the state that a name, a demonym or a capital stands for; `anywhere` takes places too."""
        if not word.text[:1].isupper() or word.pos_ not in {"ADJ", "PROPN"}:
            return None
        known = self._words.get(word.text)
        if known is None or (not anywhere and _is_only_place(known.kind, word)):
            return None
        return self._states.get(known.code)

    def speaker(self, token: Token) -> str | None:
        """Find the actor inside whose words a token stands."""
        around = statements_around(self.doc, token.idx, token.idx + len(token))
        said: Statement | None = next(
            (said for said in self.doc._.statements if around and said.id == around[-1]), None
        )
        if said is not None:
            return said.actor
        clause = next((up for up in (token, *token.ancestors) if up.dep_ == "ccomp"), None)
        sayer = subject_of(clause.head) if clause is not None else None
        return next(iter(self._party(sayer, 0)), None) if sayer is not None else None

    def state_of(self, country: str | None) -> str | None:
        """Find the state with an ISO 3166-1 alpha-3 code among the actors."""
        return self._states.get(country) if country is not None else None


def _controller(verb: Token) -> Token | None:
    """Find who is made to do a verb ("forced the regime to make concessions") or judged for it ("thanked Oman for hosting")."""
    if any(child.dep_ in SUBJECTS for child in verb.children):
        return None
    head = verb.head
    if verb.dep_ == "pcomp" and head.lower_ in {"for", "of", "from"}:
        head = head.head
    elif verb.dep_ != "xcomp" or head.lemma_.lower() in _SUBJECT_CONTROL:
        return None
    return next((noun for noun in objects_of(head) if noun.i < verb.i), None) if head.pos_ == "VERB" else None


def _companions(subject: Token, verb: Token) -> list[Token]:
    """Find who joins a subject: "Russia, along with Iran, sponsors"."""
    preps = [child for head in (subject, verb) for child in head.children if child.lower_ in _TOGETHER]
    found = [noun for prep in preps for noun in prep.children if noun.dep_ == "pobj"]
    return found + [noun for prep in preps for noun in phrase_objects(prep, "with")]


def _sayer(pronoun: Token) -> Token | None:
    """Find who says the clause whose subject is a pronoun that no reading has bound: "the rebels said they would"."""
    clause = pronoun.head
    if pronoun.lower_ not in _PERSONAL or pronoun.dep_ not in {"nsubj", "nsubjpass"} or clause.dep_ != "ccomp":
        return None
    sayer = subject_of(clause.head)
    return sayer if sayer is not None and sayer.pos_ != "PRON" and sayer.i != pronoun.i else None


def _modifiers(noun: Token) -> list[Token]:
    """Return compounds and adjectives before a noun, and who leads in "UN-led talks"."""
    found = [child for child in noun.children if child.dep_ in {"compound", "amod", "nmod"}]
    leaders = [
        word
        for verb in found
        if verb.lemma_.lower() in _LED
        for word in verb.children
        if word.dep_ in {"npadvmod", "compound", "amod"}
    ]
    return leaders or found


def _owner_groups(noun: Token) -> Iterator[list[Token]]:
    children = list(noun.children)
    yield [child for child in children if child.dep_ == "poss"]
    yield [word for word in _modifiers(noun) if word.text[:1].isupper()]
    for preposition in _OWNERS:
        yield phrase_objects(noun, preposition)
    made = [child for child in children if child.dep_ == "acl" and child.lemma_.lower() in _LED]
    yield [agent for verb in made for agent in (agent_of(verb),) if agent is not None]
    yield [child for child in children if child.dep_ == "appos"]
    yield from _upwards(noun)


def _upwards(noun: Token) -> Iterator[list[Token]]:
    """Climb from "one of the bodies" to the name it stands beside."""
    head = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    if head.dep_ == "appos" and (head == noun or head.lower_ in {"one", "part", "member"}):
        yield [head.head]


def _clause_groups(match: Match) -> Iterator[list[Token]]:
    """Yield whom a complement is about: its own subject, its objects, its phrases; then the same of its infinitive."""
    verb = match.clause
    for _ in range(_DEPTH):
        if verb is None:
            return
        own = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c not in match.objects]
        if own and own[0].pos_ != "PRON":
            yield own
        found = objects_of(verb)
        if _names_someone(found):
            yield found
        for preposition in _CLAUSE_PHRASES:
            yield phrase_objects(verb, preposition, found)
        yield found
        verb = next((child for child in verb.children if child.dep_ in {"xcomp", "ccomp"}), None)


def _is_only_place(kind: str, word: Token) -> bool:
    return kind == "place" or (kind == "seat" and word.head.lower_ in _PLACING)


def _names_someone(nouns: list[Token]) -> bool:
    return any(noun.pos_ in {"PROPN", "PRON"} or any(c.dep_ == "poss" for c in noun.children) for noun in nouns)


def _light_subject(noun: Token) -> list[Token]:
    """Find the subject of the verb that a noun completes: "launched an attack", "arrived for talks"."""
    head = noun.head
    if (
        noun.dep_ in {"pobj", "conj"}
        and head.dep_ == "prep"
        and head.lower_ in {"in", "for", "during", "to", "on", "into"}
    ):
        head = head.head
    elif noun.dep_ not in {"dobj", "attr", "nsubjpass"}:
        return []
    if head.pos_ not in {"VERB", "AUX"} or head.lemma_.lower() not in _LIGHT:
        return []
    if noun.dep_ == "nsubjpass":
        agent = agent_of(head)
        return [agent] if agent is not None else []
    subject = subject_of(head)
    return [subject] if subject is not None and subject is not noun else []


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
