"""Whom a noun names: the actor it is, or else the actor it belongs to."""

import functools
from collections.abc import Collection, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from dragoman.model import Actor, ActorKind, Event, Mention, Span
from dragoman.reading.actor_index import actor_of, actors_of, in_small_letters
from dragoman.reading.annotations import paragraphs_of
from dragoman.reading.cast import slug_of
from dragoman.reading.countries import country_name, country_words
from dragoman.reading.event_matching import object_lemmas, phrase_objects
from dragoman.reading.event_pairs import nations_before, two_meant
from dragoman.reading.event_places import country_of, is_gathering
from dragoman.reading.grammar import agent_of, conjuncts_of, noun_phrase, subject_of
from dragoman.reading.metonyms import is_government
from dragoman.reading.name_words import is_thing
from dragoman.reading.people_nouns import kind_of_noun, noun_rows, nouns_of
from dragoman.reading.quotations import find_quotations
from dragoman.reading.rules import load_rules
from dragoman.reading.statement_index import speaker_of

__all__ = ["Parties", "modifiers_of"]

# How phrases hang on a noun that is no actor itself, when one asks whose it is: "the decision of the Turkish court".
_OWNERS = ("of", "by", "from", "between", "among", "against", "with", "on", "to")
# The same for those who act: "voters oppose any concession to Peru", "pressure on Oslo" do not make Peru or Oslo act.
_DOERS = ("of", "by", "from", "between", "among")
_DEPTH = 3
# Prepositions that make a capital a place: "in Moscow", where "of Moscow" may mean the government.
_PLACING = frozenset({"in", "at", "near", "from", "to", "around", "outside", "via", "through", "into", "for"})
_BEFORE_NOUNS = frozenset({"compound", "nmod", "amod"})
_SPEAKERS = frozenset({"i", "we", "us", "me", "my", "our"})
_WE = frozenset({"we", "us", "our"})
# What one does by saying so: in "we urge Oslo" whoever speaks urges; in "we stopped the talks" a country did.
_PERFORMED = frozenset({
    "accept", "agree", "apologise", "apologize", "appeal", "ask", "call", "condemn", "congratulate", "demand",
    "deplore", "denounce", "invite", "offer", "oppose", "promise", "refuse", "reject", "request", "support", "thank",
    "urge", "warn", "welcome",
})  # fmt: skip
_BODIES = frozenset({"GPE", "NORP", "LOC", "FAC", "PERSON"})
_EDGES = frozenset({"border", "frontier", "boundary"})
_PARTS = frozenset({"area", "areas", "part", "parts", "outskirts", "edge", "centre", "center", "heart"})
# People who may be cast by what is done to them alone.
_PEOPLE = frozenset({
    "people", "person", "man", "woman", "child", "boy", "girl", "civilian", "other", "others", "resident", "villager",
    "worker", "family", "tourist", "passenger", "policeman", "officer", "soldier", "troop", "sailor", "pilot", "guard",
    "migrant", "refugee", "student", "teacher", "dozen", "hundred", "thousand", "bystander", "worshipper", "pilgrim",
})  # fmt: skip
_ACTING = frozenset({"GOV", "MIL"})  # sectors of those who say "we" for their state
_THEM = frozenset({"they", "them", "their"})
# What the name of somebody whom no other step has cast is, by its NER label.
_NAMED_KINDS: dict[str, ActorKind] = {"PERSON": "person", "NORP": "group"}
# NER labels of names that are nobody's.
_NO_ACTORS = frozenset({
    "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "DATE", "TIME", "MONEY", "QUANTITY",
})  # fmt: skip
_COUNTING = frozenset(
    {"as", "about", "some", "many", "several", "nearly", "almost", "over", "few", "at", "least", "more", "than"}
)
_ONE = frozenset({"he", "she"})
_SEVERAL = frozenset({"they", "we"})
_PERSONAL = frozenset({"he", "she", "it", "they", "we", "i"})
# People who act for themselves whoever they belong to, beside those of `people_nouns.toml`.
_OWN_PEOPLE = frozenset({
    "attorney", "attorneys", "lawyers", "campaign", "family", "wife", "husband", "son", "daughter", "brother",
    "sister", "father", "mother", "friend", "friends", "ally", "rival", "rivals", "supporter", "opponent", "team",
    "predecessor", "successor", "deputy", "colleague", "camp", "doctors", "aides", "advisers", "followers", "fans",
})  # fmt: skip
# What the noun before the hyphen does in "UN-led talks".
_LED = frozenset({
    "lead", "broker", "mediate", "sponsor", "host", "back", "support", "organise", "organize", "chair", "run",
    "facilitate", "propose", "set", "draft", "issue", "make", "take", "launch", "adopt", "impose",
})  # fmt: skip


@functools.cache
def _own_people() -> frozenset[str]:
    """Return the nouns, as printed in lower case, of people who act for themselves."""
    return _OWN_PEOPLE | noun_rows().keys()


@functools.cache
def _bodily() -> frozenset[str]:
    """Return the lemmas of things and people that can be hit, shot, bombed."""
    words = load_rules("plover_words")
    sets = ("targets", "troops", "prisoners", "arms", "peacekeepers", "gains", "physical")
    return frozenset(word for name in sets for word in words[name]) - {"area", "control", "land"}


@functools.cache
def _demands() -> frozenset[str]:
    """Return the lemmas of what governments say: demands, offers, warnings."""
    return frozenset(load_rules("plover_words")["demand"]) | {"warning", "threat", "criticism", "objection", "protest"}


class Parties:
    """Reads the actors that the nouns of one text name."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.kinds: dict[str, Actor] = {actor.id: actor for actor in doc._.actors}
        self._words = country_words()
        self._states: dict[str, str] = {
            actor.country: actor.id for actor in reversed(doc._.actors) if actor.kind == "state" and actor.country
        }
        self._new: dict[str, tuple[Actor, int]] = {}  # whom no step before has cast: actor, token
        self._two: set[tuple[str, int]] = set()  # actor and the noun that speaks of two at once
        self._quoted: list[Span] | None = None
        self._victims: dict[int, str] = {}  # by the head of the phrase

    def parties_of(self, noun: Token, *, acting: bool = False) -> list[str]:
        """Return the actors that a noun and those coordinated with it name, else those it belongs to."""
        return [i for each in conjuncts_of(noun) for i in self._party(each, 0, _DOERS if acting else _OWNERS)]

    def named_by(self, phrase: TokenSpan, *, acting: bool = False) -> list[str]:
        """Return the actors that a phrase speaks of by itself, people and bodies that nothing else speaks of among them.

        acting: it is who acts; there a capital is its government ("Lima played a part"), a new actor where the state is none yet.
        """
        noun = phrase.root
        if noun.pos_ == "PRON":
            found = actors_of(self.doc, noun) if noun.lower_ in _THEM else []
            return found or self._party(noun, 0, _DOERS) or self._acting_before(noun)
        if several := self._several(noun):
            return several
        own = self.party_itself(noun)
        if own is None:
            own = next(
                (i for word in reversed(phrase) if (i := actor_of(self.doc, word)) and _is_head_of(word, noun)), None
            )
        own = own or self._person_at_end(phrase)
        place = self._words.get(noun.text)
        if own is None and place is not None and place.kind in {"state", "seat"}:
            own = self.state_of(place.code)  # "travel to Lima": Peru, or nobody
            if own is None and acting and not _is_placing(noun):
                own = self._state_named(noun, place.code)
        elif own is None and _is_somebody(noun) and not self._stands_for_state(noun) and not _is_thing(phrase):
            own = self._phrase_cast(phrase)
        return [own] if own is not None else self._party(noun, 0, _DOERS)

    def _person_at_end(self, phrase: TokenSpan) -> str | None:
        """Find the person whose name ends a phrase of nouns, whatever the parser has made its head: "Ohio Senator Ana Ruiz"."""
        found = actor_of(self.doc, phrase[-1])
        nouns = all(word.pos_ in {"PROPN", "NOUN", "ADJ", "DET"} for word in phrase)
        return found if found is not None and nouns and self.kinds[found].kind == "person" else None

    def _acting_before(self, noun: Token) -> list[str]:
        """Return the several who are the subject of the sentence before, where "they" act: "Trump and Putin met. They …"."""
        if noun.lower_ != "they" or noun.head != noun.sent.root or noun.sent.start == 0 or self._is_quoted(noun):
            return []
        if any(word.dep_ in {"nsubj", "nsubjpass"} for word in self.doc[noun.sent.start : noun.i]):
            return []  # "After shots were fired they fled"
        subject = subject_of(self.doc[noun.sent.start - 1].sent.root)
        found = [i for each in conjuncts_of(subject) if (i := self.party_itself(each))] if subject is not None else []
        if len(set(found)) < 2:
            return []
        self._two |= {(i, noun.i) for i in found}
        return list(dict.fromkeys(found))

    def _several(self, noun: Token) -> list[str]:
        """Return whom a plural speaks of where it is two at once: "the two leaders", "Danish and Swedish envoys"."""
        nations = [i for word in nations_before(noun) if (i := self.by_country(word)) is not None]
        if len(set(nations)) > 1:
            return list(dict.fromkeys(nations))
        two = two_meant(noun, self.doc._.actors)
        self._two |= {(i, noun.i) for i in two}
        return list(two)

    def _stands_for_state(self, noun: Token) -> bool:
        """Tell whether a noun is of a state and no people: "Israeli strikes", "the Danish side"."""
        return noun.lower_ not in _own_people() and any(
            word.text in self._words for word in noun.children if word.dep_ in {"amod", "compound", "poss", "nmod"}
        )

    def _phrase_cast(self, phrase: TokenSpan) -> str:
        """Cast somebody whom nothing else of the article speaks of; the same words are the same actor."""
        noun = phrase.root
        words = _uncounted(phrase)
        if words.text.isupper() and (same := in_small_letters(self.kinds.values(), words.text)) is not None:
            return same
        chosen = slug_of(words.text) or "unnamed"
        before = self.kinds.get(chosen)
        if before is not None and chosen not in self._new and before.name == words.text and not _is_another(phrase):
            return chosen  # "the whistleblower", and "whistleblower complaint"
        named = noun.pos_ == "PROPN"
        mention = Mention(words.start_char, words.end_char, "name" if named else "nominal")
        known = self._new.get(chosen)
        if known is not None:
            actor = replace(known[0], mentions=tuple(sorted({*known[0].mentions, mention})))
        else:
            while chosen in self.kinds:
                chosen += "-other"
            kind = (
                _NAMED_KINDS.get(noun.ent_type_, "organization")
                if named
                else kind_of_noun(noun.lower_) or ("group" if noun.tag_ == "NNS" else "unnamed")
            )
            country = next((self._words[w.text].code for w in noun.children if w.text in self._words), None)
            actor = Actor(chosen, words.text, kind, country, (), (), (mention,))
        return self._keep(actor, noun)

    def party_itself(self, noun: Token) -> str | None:
        """Return the actor that a noun names by itself, not by whom it belongs to."""
        return actor_of(self.doc, noun) or self.by_country(noun)

    def is_bodily(self, noun: Token) -> bool:
        """Tell whether a noun names somebody, or something that can be hit: no plan, trade or deficit."""
        return any(
            self.party_itself(each) is not None
            or each.ent_type_ in _BODIES
            or each.lower_ in _own_people()
            or (each.lower_ in _PARTS and any(n.ent_type_ in _BODIES for n in phrase_objects(each, "of")))
            or not _bodily().isdisjoint(object_lemmas(each))
            for each in conjuncts_of(noun)
        )

    def by_country(self, word: Token, *, anywhere: bool = False) -> str | None:
        """Find the state that a name, a demonym or a capital stands for; `anywhere` takes places too.

        A state that the article names by an adjective alone ("German goods") becomes an actor where it is a side.
        """
        if not word.text[:1].isupper() or word.pos_ not in {"ADJ", "PROPN"}:
            return None
        known = self._words.get(word.text)
        if known is None or (not anywhere and (_is_only_place(known.kind, word) or _is_venue(known.kind, word))):
            return None
        if known.code in self._states:
            return self._states[known.code]
        at_home = known.kind == "seat" and not anywhere and not is_government(word)  # "the Vienna talks"
        return None if at_home else self._state_named(word, known.code)

    def _state_named(self, word: Token, code: str) -> str:
        name = country_name(code) or word.text
        chosen = slug_of(name)
        if chosen in self.kinds:
            chosen += "-state"
        mention = Mention(word.idx, word.idx + len(word), "name")
        # "The annexation of Crimea" and "Ukrainian troops" do not say what the state is called.
        called = name if self._words[word.text].kind in {"place", "adjective"} else word.text
        actor = Actor(chosen, called, "state", code, (), (), (mention,))
        self._states[code] = chosen
        return self._keep(actor, word)

    def _keep(self, actor: Actor, word: Token) -> str:
        """Have an actor whom no step before has cast among those that are known, and return the id."""
        self.kinds[actor.id] = actor
        self._new[actor.id] = (actor, word.i)
        return actor.id

    def cast_new(self, events: Collection[Event]) -> None:
        """Add whom no step before has cast, and who is a side of an event, to the actors; and what speaks of two at once."""
        sides = {side for event in events for side in (*event.actors, *event.recipients)}
        self.doc._.actors = tuple(self._with_pairs(actor, events) for actor in self.doc._.actors)
        new = [(self._with_pairs(actor, events), token) for key, (actor, token) in self._new.items() if key in sides]
        if new:
            actors = (*self.doc._.actors, *(actor for actor, _ in new))
            self.doc._.actors = tuple(sorted(actors, key=lambda actor: min(m.start for m in actor.mentions)))
            self.doc._.actor_heads = {**{token: actor.id for actor, token in new}, **self.doc._.actor_heads}

    def nouns_of_two(self) -> set[int]:
        """Return the tokens of nouns that spoke of two actors at once, "the two leaders", and of nobody else."""
        return {token for _, token in self._two}

    def _with_pairs(self, actor: Actor, events: Collection[Event]) -> Actor:
        """Return an actor with the mentions that speak of two, in the sentences of the events that it is a side of."""
        told = [event.evidence for event in events if actor.id in {*event.actors, *event.recipients}]
        spans = [noun_phrase(self.doc[at]) for i, at in self._two if i == actor.id]
        spans = [span for span in spans if any(place.start <= span.start_char < place.end for place in told)]
        found = {Mention(s.start_char, s.end_char, "pronoun" if s.root.pos_ == "PRON" else "nominal") for s in spans}
        return replace(actor, mentions=tuple(sorted({*actor.mentions, *found}))) if found else actor

    def victims(self, noun: Token, verb: Token) -> list[str]:
        """Cast people whom nothing else of the article speaks of but who undergo something: "six people"."""
        if noun.lemma_.lower() not in _PEOPLE or noun.pos_ not in {"NOUN", "NUM", "ADJ"} or not _is_counted(noun):
            return []
        if noun.i not in self._victims:
            places = [*phrase_objects(noun, "in"), *phrase_objects(verb, "in")]
            country = next((code for place in places if (code := country_of(place)) is not None), None)
            self._victims[noun.i] = self._group_of(noun, country)
        return [self._victims[noun.i]]

    def _group_of(self, noun: Token, country: str | None) -> str:
        span = noun_phrase(noun)
        name = span.text.removeprefix("the ").removeprefix("The ")
        chosen = wanted = slug_of(name)
        number = 2
        while chosen in self.kinds:
            chosen, number = f"{wanted}-{number}", number + 1
        mention = Mention(span.start_char, span.end_char, "nominal")
        actor = Actor(chosen, name, "group" if noun.tag_ != "NN" else "unnamed", country, (), (), (mention,))
        return self._keep(actor, noun)

    def state_of(self, country: str | None) -> str | None:
        """Find the state with an ISO 3166-1 alpha-3 code among the actors."""
        return self._states.get(country) if country is not None else None

    def _party(self, noun: Token, depth: int, owners: tuple[str, ...]) -> list[str]:
        if several := self._several(noun):
            return several
        own = self.party_itself(noun)
        if own is not None:
            return [own]
        if depth == _DEPTH:
            return []
        if noun.lower_ in _SPEAKERS:
            return self._first_person(noun)
        if noun.lower_ == "whose":
            clause = next((up for up in noun.ancestors if up.dep_ == "relcl"), None)
            return self._party(clause.head, depth + 1, owners) if clause is not None else []
        if noun.pos_ == "PRON":
            said_by = _sayer(noun) if not self._is_quoted(noun) else None
            found = self._party(said_by, depth + 1, owners) if said_by is not None else []
            return [i for i in found if self._agrees(noun, said_by, i)]
        for children in _owner_groups(noun, owners):
            found = [
                i
                for child in children
                for each in conjuncts_of(child)
                for i in self._party(each, depth + 1, owners)
                if not self._is_of_person(noun, i)
            ]
            if found:
                return found
        return []

    def _first_person(self, word: Token) -> list[str]:
        """Read "I" and "we" of a quotation; a single person's "we" only where saying it does or promises it ("we urge Oslo")."""
        speaker = speaker_of(self.doc, word)
        if speaker is None:
            return []
        verb = word.head
        promised = any(child.lower_ in {"will", "'ll", "\u2019ll", "shall"} for child in verb.children)
        performed = word.dep_ == "nsubj" and (
            promised or (verb.lemma_.lower() in _PERFORMED and verb.tag_ in {"VBP", "VB"})
        )
        if word.lower_ in _WE and self.kinds[speaker].kind in {"person", "unnamed"} and not performed:
            return self._own_state(speaker)
        return [speaker]

    def _own_state(self, speaker: str) -> list[str]:
        """Find the state that somebody who acts for one means by "we" and "our": "our borders", says a minister."""
        actor = self.kinds[speaker]
        state = self.state_of(actor.country) if not _ACTING.isdisjoint(actor.sectors) else None
        return [state] if state is not None else []

    def _agrees(self, pronoun: Token, noun: Token | None, actor: str) -> bool:
        """Tell whether a pronoun may stand for an actor: "they" for no single person, "it" for no person at all."""
        kind, word = self.kinds[actor].kind, pronoun.lower_
        single = kind in {"person", "unnamed"} and (noun is None or noun.tag_ not in {"NNS", "NNPS"})
        if word in _SEVERAL:
            return not single
        return single if word in _ONE else word != "it" or kind not in {"person", "unnamed"}

    def _is_of_person(self, noun: Token, owner: str) -> bool:
        """Tell whether a noun names people of somebody, who act for themselves: "his attorneys"."""
        word = noun.lower_.rpartition("-")[2]  # "half-brother"
        return word in _own_people() and self.kinds[owner].kind == "person"

    def _is_quoted(self, token: Token) -> bool:
        if self._quoted is None:
            found = find_quotations(self.doc.text, paragraphs_of(self.doc))
            self._quoted = [quotation.span for quotation in found]
        return any(span.start <= token.idx < span.end for span in self._quoted)


def _is_somebody(noun: Token) -> bool:
    """Tell whether a noun that no other step has cast can be an actor.

    No place or thing with a name is one ("Crimea"), nor a title that is left alone ("Rep."), nor what can never act ("cities").
    """
    if noun.pos_ == "PROPN":
        return not noun.text.endswith(".") and noun.ent_type_ not in _NO_ACTORS and not is_thing(noun.text)
    return noun.pos_ == "NOUN" and noun.lemma_.lower() not in nouns_of("things")


def _uncounted(phrase: TokenSpan) -> TokenSpan:
    """Return a phrase without what says how many there are, and without a loose end: "as many as 1,000 retired pilots"."""
    start, end = 0, len(phrase)
    while end > phrase.root.i - phrase.start + 1 and phrase[end - 1].pos_ in {"DET", "ADP", "CCONJ", "PUNCT"}:
        end -= 1  # "leader of the", whose name is a party of its own
    while start < phrase.root.i - phrase.start and (
        phrase[start].pos_ in {"DET", "NUM"}
        or phrase[start].tag_ in {"JJR", "PDT"}
        or phrase[start].lower_ in _COUNTING
    ):
        start += 1
    return phrase[start:end]


def _is_another(phrase: TokenSpan) -> bool:
    """Tell whether a phrase is of somebody new: "a man", "another man"."""
    return any(word.dep_ == "det" and word.lower_ not in {"the", "this", "that"} for word in phrase.root.children)


def _is_thing(phrase: TokenSpan) -> bool:
    """Tell whether a phrase is the name of what can never act, its article aside: "the Western Wall"."""
    name = phrase[1:] if len(phrase) > 1 and phrase[0].pos_ == "DET" else phrase
    return is_thing(name.text.replace("’", "'"))


def _is_placing(noun: Token) -> bool:
    """Tell whether a capital stands where the grammar has a place: "talks in Lima", "the Lima summit"."""
    if noun.dep_ == "conj":
        return _is_placing(noun.head)
    return noun.dep_ in _BEFORE_NOUNS or (noun.dep_ == "pobj" and noun.head.lower_ in _PLACING - {"from"})


def _is_head_of(word: Token, noun: Token) -> bool:
    """Tell whether a word of a phrase names whom the phrase speaks of: beside its head, not below it."""
    return word == noun or (
        word.head == noun and word.dep_ in {"appos", "flat", "compound", "nmod"} and word.pos_ == "PROPN"
    )


def _sayer(pronoun: Token) -> Token | None:
    """Find who says the clause whose subject is a pronoun that no reading has bound: "the rebels said they would"."""
    clause = pronoun.head
    if pronoun.lower_ not in _PERSONAL or pronoun.dep_ not in {"nsubj", "nsubjpass"} or clause.dep_ != "ccomp":
        return None
    sayer = subject_of(clause.head)
    return sayer if sayer is not None and sayer.pos_ != "PRON" and sayer.i != pronoun.i else None


def _is_counted(noun: Token) -> bool:
    """Tell whether a noun of people says how many or which there are: "about 300 people", "scores of villagers"."""
    return noun.lemma_.lower() in {"other", "dozen", "hundred", "thousand"} or any(
        child.dep_ in {"nummod", "quantmod"} or child.lower_ in {"many", "several", "dozens", "some", "its", "their"}
        for child in noun.children
    )


def modifiers_of(noun: Token) -> list[Token]:
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


def _owner_groups(noun: Token, owners: tuple[str, ...]) -> Iterator[list[Token]]:
    children = list(noun.children)
    if noun.lemma_.lower() == "counterpart":
        yield [
            word for word in modifiers_of(noun) if word.text[:1].isupper()
        ]  # "his Russian counterpart" is no man of his
    if noun.lemma_.lower() in _EDGES:
        yield phrase_objects(noun, "with")  # "its border with Sweden": the other side is meant
    yield [child for child in children if child.dep_ == "poss"]
    yield [word for word in modifiers_of(noun) if word.text[:1].isupper()]
    for preposition in owners:
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


def _is_venue(kind: str, word: Token) -> bool:
    """Tell whether a capital says where something is held: "the Tokyo summit" is no act of Japan's."""
    return kind == "seat" and word.dep_ in {"compound", "nmod", "amod"} and is_gathering(word.head)


def _is_only_place(kind: str, word: Token) -> bool:
    if kind == "seat" and word.head.lower_ == "from" and word.head.head.lemma_.lower() in _demands():
        return False  # "rejected a suggestion from Moscow"
    return kind == "place" or (kind == "seat" and word.head.lower_ in _PLACING)
