"""Who takes part in an event: the grammar around a trigger, read down to the actors of the article."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from dragoman.model import Statement
from dragoman.reading.event_matching import Match, asked_to, measured, phrase_objects
from dragoman.reading.event_parties import Parties, modifiers_of
from dragoman.reading.grammar import SUBJECTS, agent_of, conjuncts_of, is_passive, objects_of, subject_of
from dragoman.reading.reported_clause import speaker_above
from dragoman.reading.rules import load_rules
from dragoman.reading.statement_index import statements_around

__all__ = ["Roles"]

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
    "initiate", "implement", "unleash", "level", "claim", "embark", "increase", "go", "fly", "travel", "come", "meet", "gather",
})  # fmt: skip
_DEPTH = 3
_CLIMB = 5  # words from a noun up to the verb that governs it
_CURBS = frozenset({"sanction", "sanctions", "embargo", "tariff", "tariffs", "restriction", "ban"})
_STRIKING = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
_HARMING = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "AID"})
# Verbs that speak of a meeting without taking part in it.
_SPOKEN = frozenset({
    "say", "tell", "report", "describe", "discuss", "criticise", "criticize", "condemn", "welcome", "praise", "oppose",
    "urge", "call", "back", "support", "mention", "cover", "see", "know", "hear", "fear", "demand", "propose",
    "suggest", "broker", "mediate", "facilitate", "arrange", "follow", "warn", "blame", "monitor", "watch", "denounce",
    "dismiss", "reject",
})  # fmt: skip
# "credited Oslo with ending the war", "was charged with arming the rebels".
_CREDITING = frozenset({"credit", "charge", "task", "entrust"})
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "use", "pledge", "take", "do", "make"})
_HOLDING = frozenset(
    {"have", "need", "get", "take", "use", "lack", "find", "make", "see", "win", "gain", "miss", "lose"}
)
# Nouns that ask somebody to act: "an invitation to the Kurds to attend".
_ASKINGS = frozenset({"invitation", "call", "appeal", "request", "order", "permission", "demand", "plea", "ultimatum"})
# Who "condemned the attack on Oslo" or "welcomed the tariffs on Oslo" judges whoever did it, not Oslo.
_OF_DOERS = frozenset({"ACCUSE", "SUPPORT"})
# What follows "in" and is no place: "tested a missile in defiance of Oslo".
_MANNERS = frozenset({
    "defiance", "response", "retaliation", "violation", "support", "exchange", "return", "line", "accordance", "breach",
    "protest", "order", "light", "wake", "face", "favor", "favour", "context", "front", "addition", "coordination",
    "cooperation", "revenge", "bid", "effort", "attempt", "case", "reaction", "connection", "relation",
})  # fmt: skip
_JUDGED = frozenset({"REQUEST", "ACCUSE", "THREATEN"})
_AIMS = frozenset({"aim", "goal", "hope", "intention", "purpose", "effort", "bid", "attempt"})
_PAPERS = frozenset(
    {"statement", "letter", "report", "note", "message", "speech", "resolution", "declaration", "video"}
)
_HELPING = frozenset({"help", "support", "aid", "assist", "back", "arm", "supply", "join"})
# "pushed ahead with an invasion": the verb and the adverb that make it go on.
_GOING_ON = frozenset({"push", "press", "proceed", "go", "continue", "forge"})
# Verbs that do something to such words, which are then not their subject's: "rejected calls for a truce".
_ANSWERING = frozenset(
    {"reject", "support", "back", "stop", "halt", "end", "receive", "face", "suspend", "win", "take"}
)
# Verbs whose subject undergoes what their object names: "Oslo faces sanctions".
_MAKING = frozenset({"propose", "offer", "make", "present", "suggest", "submit", "issue", "table", "draft", "send"})
# "in a veiled attack on the mayor, he said": what such a noun calls is what is said.
_PLAIN = frozenset({"veiled", "scathing", "stinging", "apparent", "stark", "pointed", "blistering", "clear", "blunt"})
_LEAVING = frozenset({"withdraw", "pull", "leave", "quit", "exit", "abandon", "scrap", "suspend", "break"})
_UNDERGOING = frozenset({"face", "receive", "lose", "win"})
_HOSTING = frozenset({"hosting", "attendance", "participation", "chairmanship"})
_ATTENDING = frozenset({"attend", "host", "hold", "chair", "join"})
_TOGETHER = frozenset({"along", "together", "alongside"})


class Roles(Parties):
    """Reads participants for the triggers of one text."""

    def sides(self, match: Match) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of those who act and those who undergo it."""
        cue = match.cue
        actors = self._first(match, cue.actor, None)
        if cue.type == "RETREAT" and cue.kind == "noun" and "from" in cue.recipient:
            left = {i for noun in self._tokens(match, "from") for i in self.parties_of(noun)}
            actors = [i for i in actors if i not in left]  # "the withdrawal of staff from Oslo"
        if not actors and _is_posted(match):
            actors = [i for noun in match.objects for i in self.parties_of(noun, acting=True)]
        recipients = self._first(match, cue.recipient, frozenset(actors))
        if cue.symmetric:
            everyone = _unique([*actors, *recipients])
            everyone = tuple(i for i in everyone if not self._is_called(i, match.token))
            if len(everyone) == 1 and cue.kind == "noun":
                everyone = _unique([*self._meeting(match.token, everyone[0], with_them=not actors), *everyone])
            return everyone, ()
        if not recipients:
            recipients = self._undergoing(match, frozenset(actors))
        if cue.type == "REQUEST":
            spared = self.spared(match)
            recipients = [i for i in recipients if i not in spared]
        return _unique(actors), _unique(recipients)

    def spared(self, match: Match) -> set[str]:
        """Find for whose sake something is asked, who are not asked themselves: "called for the release of Ana Ruiz"."""
        sake = load_rules("plover_words")["sake"]
        goods = [noun for noun in (*match.objects, *phrase_objects(match.token, "for")) if noun.lemma_ in sake]
        owners = [
            owner
            for noun in goods
            for owner in (*(c for c in noun.children if c.dep_ == "poss"), *phrase_objects(noun, "of"))
        ]
        return {i for owner in owners for each in conjuncts_of(owner) if (i := self.party_itself(each)) is not None}

    def _is_called(self, actor: str, trigger: Token) -> bool:
        """Tell whether a trigger is a word of an actor's own name: "the Values Summit"."""
        return any(m.kind == "name" and m.start <= trigger.idx < m.end for m in self.kinds[actor].mentions)

    def _meeting(self, noun: Token, known: str, *, with_them: bool) -> list[str]:
        """Find who else takes part in what takes two: its host, or whoever the clause is about.

        with_them: the one who is known is named behind the noun ("accept negotiations with Oslo").
        """
        subject = _host_of(noun)
        if subject is None and with_them and not phrase_objects(noun, "between"):
            subject = _governing_subject(noun)
        found = self.parties_of(subject, acting=True) if subject is not None else []
        if not found and with_them and phrase_objects(noun, "with"):
            return self._speaking_for(noun, known)
        return [] if known in found else found

    def _speaking_for(self, noun: Token, known: str) -> list[str]:
        """Find the state for which somebody says "talks with Oslo": another one than Oslo's."""
        sayer = self.speaker(noun)
        country = self.kinds[sayer].country if sayer is not None else None
        if sayer is None or country is None or country == self.kinds[known].country:
            return []
        return [sayer] if self.kinds[sayer].kind == "state" else self._own_state(sayer)

    def _undergoing(self, match: Match, but: frozenset[str]) -> list[str]:
        """Find who undergoes it where nobody of the cast does: "Oslo faces criticism", "killed six people"."""
        token = match.token
        if match.cue.kind == "noun" and token.dep_ == "dobj" and token.head.lemma_.lower() in _UNDERGOING:
            subject = subject_of(token.head)
            return [i for i in self.parties_of(subject) if i not in but] if subject is not None else []
        judged = _maker(match) if match.cue.type in {"REJECT", "ACCUSE"} and match.cue.kind == "verb" else None
        if judged is not None:
            return [i for i in self.parties_of(judged) if i not in but]
        if match.cue.type == "REJECT" and match.cue.kind == "verb":
            left = [noun for word, _ in match.cue.phrases for noun in phrase_objects(token, word)]
            owners = [i for noun in left for word in modifiers_of(noun) if (i := self.by_country(word)) is not None]
            return [i for i in owners if i not in but]  # "walked out of Danish talks"
        if match.cue.type == "SANCTION" and match.cue.kind == "verb":
            beside = self._in_clause_before(token, but)
            if beside:
                return beside
            curbs = [noun for noun in match.objects if noun.lemma_.lower() in _CURBS]
            named = [word for noun in curbs for word in noun.children if word.dep_ == "compound"]
            found = [i for word in named if (i := self.by_country(word)) is not None and i not in but]
            if found:
                return found  # "announced new Iran sanctions"
        if match.cue.type == "AID" and not but:
            return []
        if match.cue.type not in _HARMING or match.cue.kind != "verb" or "obj" not in match.cue.recipient:
            return []
        return [i for noun in match.objects for each in conjuncts_of(noun) for i in self.victims(each, token)]

    def _in_clause_before(self, verb: Token, but: frozenset[str]) -> list[str]:
        """Find whom the clause before is about: "left the treaty with Riga and reimposed sanctions"."""
        first = verb.head if verb.dep_ == "xcomp" else verb
        if first.dep_ != "conj" or first.head.lemma_.lower() not in _LEAVING:
            return []
        goods = [*objects_of(first.head), *(n for p in ("from", "of") for n in phrase_objects(first.head, p))]
        nouns = [*phrase_objects(first.head, "with", goods), *goods]
        return [i for noun in nouns for i in self.parties_of(noun) if i not in but][:1]

    def is_bodily_done(self, match: Match) -> bool:
        """Tell whether what an act is done to can be hit at all; true where nothing is named."""
        groups = (group for source in match.cue.recipient for group in self._groups(match, source))
        nouns = [noun for group in groups for noun in group if noun.pos_ != "VERB"]
        return not nouns or any(self.is_bodily(noun) for noun in nouns)

    def _first(self, match: Match, sources: Iterable[str], but: frozenset[str] | None) -> list[str]:
        """Read sources in order until one names somebody who is not among `but`; `but` is None for those who act."""
        nouns: list[Token] = []
        for source in sources:
            for group in self._groups(match, source):
                doing = but is None or match.cue.type in _OF_DOERS
                parties = (i for token in group for i in self.parties_of(token, acting=doing))
                found = [i for i in parties if but is None or i not in but]
                if found:
                    return found
                nouns += group
        if not but or match.cue.type == "CONSULT" or (match.cue.type == "REQUEST" and not match.objects):
            return []  # "called for peace in Oslo" asks nothing of Oslo
        return [i for noun in nouns for i in self._inside(noun, struck=match.cue.type in _STRIKING) if i not in but]

    def _inside(self, noun: Token, *, struck: bool) -> list[str]:
        """Name the state in which an undergoing party that is no actor itself is said to be: "soldiers in Mali".

        struck: the place itself undergoes it too: "the campaign in Gaza".
        """
        places = [*phrase_objects(noun, "in"), *([noun] if struck else [])]
        found = [self.by_country(place, anywhere=True) for place in places]
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
            return [noun for noun in match.objects if noun.dep_ == "dative" or _is_told(noun, match)]
        if source == "light":
            if not match.cue.symmetric and match.token.head.lemma_.lower() in _UNDERGOING:
                return []
            return _light_subject(match.token, judged=match.cue.type in _JUDGED)
        if source == "poss":
            return [_fighter(match.token) or child for child in match.token.children if child.dep_ == "poss"]
        if source == "mod":
            return modifiers_of(match.token)
        if source == "speaker":
            return []
        if match.cue.kind == "noun" and source != "of":
            goods = [*phrase_objects(match.token, "of"), *phrase_objects(match.token, "by")]
        else:
            goods = [noun for each in match.objects for noun in (each, *measured(each))]
            # "came under fire from Oslo", "pulled out of a deal with Oslo"
            if source in {"from", "by"} or (source == "with" and match.cue.type == "REJECT"):
                goods += [noun for word, _ in match.cue.phrases for noun in phrase_objects(match.token, word)]
        found = phrase_objects(match.token, source, goods) + (asked_to(match.token) if source == "for" else [])
        return [noun for noun in found if noun.lemma_.lower() not in _MANNERS] if source == "in" else found

    def _subject(self, match: Match) -> list[Token]:
        token = match.token
        speaks_on = speaker_above(token) if token.tag_ == "VBD" and token.dep_ == "conj" else None
        if speaks_on is not None:
            return [speaks_on]  # "said she would not be bullied, and called it unjust"
        if match.passive:
            agent = agent_of(token)
            return [agent] if agent is not None else []
        if match.cue.kind == "adjective":
            token = token.head if token.dep_ in {"acomp", "oprd", "conj", "attr", "ccomp"} else token
            if token is match.token:
                return [token.head] if token.dep_ == "amod" else []
        subject = _controller(token) or _holder(token) or subject_of(token)
        subject = _aimer(subject) or _striker(subject, match) or subject
        return [subject, *_companions(subject, token)] if subject is not None else []

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
        return next(iter(self.parties_of(sayer)), None) if sayer is not None else None


def _controller(verb: Token) -> Token | None:
    """Find who is made to do a verb ("forced the regime to make concessions") or judged for it ("thanked Oman for hosting")."""
    if any(child.dep_ in SUBJECTS for child in verb.children):
        return None
    while verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ == "VBG" and verb.head.dep_ in {"pcomp", "conj"}:
        verb = verb.head  # "accused them of breaking the truce and refusing to leave"
    head = verb.head
    if verb.dep_ in {"acl", "relcl"} and head.lemma_.lower() in _ASKINGS:
        return next(
            iter([*phrase_objects(head, "to"), *phrase_objects(head, "on"), *phrase_objects(head, "for")]), None
        )
    deeper = _gerund_above(verb)
    if deeper is not None:
        return _controller(deeper)
    if verb.dep_ in {"xcomp", "advcl"} and head.lemma_.lower() in {"appeal", "plead"}:
        asked = [*phrase_objects(head, "to"), *phrase_objects(head, "with")]
        return asked[0] if asked and asked[0].i < verb.i else None
    credited = head.lower_ == "with" and head.head.lemma_.lower() in _CREDITING
    if verb.dep_ == "pcomp" and (credited or head.lower_ in {"for", "of", "from", "into"}):
        while head.dep_ == "conj":  # "accused him of meddling and of arming the rebels"
            head = head.head
        head = head.head
        curbed = _curbed(head)
        if curbed is not None:
            return curbed
    elif verb.dep_ != "xcomp" or head.lemma_.lower() in _SUBJECT_CONTROL:
        return None
    return next((noun for noun in objects_of(head) if noun.i < verb.i), None) if head.pos_ == "VERB" else None


def _curbed(verb: Token) -> Token | None:
    """Find on whom curbs lie that are given a reason: "imposed sanctions on Oslo for supplying Riga"."""
    curbs = [noun for noun in verb.children if noun.dep_ in {"dobj", "nsubjpass"} and noun.lemma_.lower() in _CURBS]
    nouns = [noun for word in ("on", "against") for noun in phrase_objects(verb, word, curbs)]
    return nouns[0] if curbs and nouns else None


def _holder(verb: Token) -> Token | None:
    """Find who has what an infinitive is for: "had good reason to ask Oslo", "took steps to ban the party"."""
    noun = verb.head
    if verb.dep_ not in {"acl", "relcl"} or noun.dep_ != "dobj" or noun.pos_ != "NOUN":
        return None
    is_infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    own = any(child.dep_ in SUBJECTS or child.lower_ == "for" for child in verb.children)
    held = is_infinitive and not own and noun.head.lemma_.lower() in _HOLDING
    return subject_of(noun.head) if held else None


def _aimer(aim: Token | None) -> Token | None:
    """Find who has an aim: "Oslo shut the pipe with the aim of pressuring Riga"."""
    if aim is None:
        return None
    word = aim.lemma_.lower()
    if word in _PAPERS and aim.dep_ == "dobj":  # "released a statement accusing Riga"
        return subject_of(aim.head) if not is_passive(aim.head) else None
    aimed = word in _AIMS and aim.dep_ == "pobj" and aim.head.lower_ in {"with", "in"}
    if not aimed and not (word == "fire" and aim.head.lower_ == "under"):  # "is under fire for seizing the ship"
        return None
    verb = aim.head.head
    return subject_of(verb) if verb.pos_ in {"VERB", "AUX"} and not is_passive(verb) else None


def _is_posted(match: Match) -> bool:
    """Tell whether troops act in a passive: they "are stationed", not "as peacekeepers", which is aid."""
    if match.cue.type != "MOBILIZE" or not any(child.dep_ == "auxpass" for child in match.token.children):
        return False
    return not phrase_objects(match.token, "as")


def _striker(place: Token | None, match: Match) -> Token | None:
    """Find the deed that a clause hung on its place is about: "a bombing in the suburbs of Riga that killed ten"."""
    if place is None or match.cue.type != "ASSAULT" or match.token.dep_ != "relcl" or place.dep_ != "pobj":
        return None
    deed = place.head.head
    return deed if place.head.lower_ in {"in", "near", "at", "outside"} and deed.pos_ == "NOUN" else None


def _is_told(noun: Token, match: Match) -> bool:
    """Tell whether an object is who is told a clause that follows: "promised the president that"."""
    clause = match.clause
    return clause is not None and clause.dep_ == "ccomp" and noun.head == match.token and noun.i < clause.left_edge.i


def _maker(match: Match) -> Token | None:
    """Find who made what is refused ("offered a plan, which Oslo rejected") or does what "concern that" names."""
    token = match.token
    made = token.head
    if token.dep_ == "relcl" and made in match.objects and made.dep_ == "dobj":
        return subject_of(made.head) if made.head.lemma_.lower() in _MAKING else None
    clauses = (
        c for noun in match.objects for c in noun.children if c.dep_ in {"acl", "ccomp"} and match.cue.type == "ACCUSE"
    )
    return next(
        (
            child
            for clause in clauses
            if any(mark.lower_ == "that" for mark in clause.children)
            for child in clause.children
            if child.dep_ == "nsubj"
        ),
        None,
    )


def _fighter(war: Token) -> Token | None:
    """Find whose war it is that somebody else helps with: "is helping Riga in its war on Oslo"."""
    verb = war.head.head
    own = any(child.dep_ == "poss" and child.pos_ == "PRON" for child in war.children)
    if not own or war.dep_ != "pobj" or verb.lemma_.lower() not in _HELPING:
        return None
    return next((noun for noun in objects_of(verb) if noun.i < war.i), None)


def _gerund_above(verb: Token) -> Token | None:
    """Find the gerund whose doer an infinitive shares: "accused them of not doing enough to stop the war"."""
    above = verb.head
    if verb.dep_ == "pcomp" and above.lower_ in {"by", "through"}:  # "accused Oslo of adding to the war by arming Riga"
        above = above.head
        return above if above.dep_ == "pcomp" and above.head.lower_ in {"for", "of", "from", "into"} else None
    if verb.dep_ in {"acl", "relcl"} and above.dep_ == "dobj":
        above = above.head
    elif verb.dep_ not in {"xcomp", "advcl", "acl"}:
        return None
    preposition = above.head.lower_ if above.dep_ == "pcomp" else ""
    return above if preposition in {"for", "of", "from", "into"} and not _has_named_object(above) else None


def _has_named_object(verb: Token) -> bool:
    """Tell whether a verb has an object that could itself do something."""
    return any(noun.pos_ in {"PROPN", "PRON"} for noun in objects_of(verb))


def _companions(subject: Token, verb: Token) -> list[Token]:
    """Find who joins a subject: "Russia, along with Iran, sponsors"."""
    preps = [child for head in (subject, verb) for child in head.children if child.lower_ in _TOGETHER]
    found = [noun for prep in preps for noun in prep.children if noun.dep_ == "pobj"]
    return found + [noun for prep in preps for noun in phrase_objects(prep, "with")]


def _clause_groups(match: Match) -> Iterator[list[Token]]:
    """Yield whom a complement is about: its own subject, its objects, its phrases; then the same of its infinitive."""
    verb = match.clause
    for _ in range(_DEPTH):
        if verb is None:
            return
        own = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c not in match.objects]
        if own and own[0].pos_ != "PRON" and match.cue.type == "AGREE":
            return  # who is promised to do something is not whom it is promised to: "pledged that Oslo would pay Riga"
        if own and own[0].pos_ != "PRON":
            yield own
        found = objects_of(verb)
        if _names_someone(found):
            yield found
        for preposition in _CLAUSE_PHRASES:
            yield phrase_objects(verb, preposition, found)
        yield found
        verb = next((child for child in verb.children if child.dep_ in {"xcomp", "ccomp"}), None)


def _names_someone(nouns: list[Token]) -> bool:
    return any(noun.pos_ in {"PROPN", "PRON"} or any(c.dep_ == "poss" for c in noun.children) for noun in nouns)


def _host_of(noun: Token) -> Token | None:
    """Find who holds or attends a meeting: "the summit that he is attending", "Oslo's hosting of the summit"."""
    for child in noun.children:
        if child.dep_ == "relcl" and child.lemma_.lower() in _ATTENDING:
            return next((c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in {"that", "which"}), None)
    above = noun.head.head if noun.dep_ == "pobj" else noun
    if above.lower_ in _HOSTING:
        return next((child for child in above.children if child.dep_ == "poss"), None)
    return None


def _governing_subject(noun: Token) -> Token | None:
    """Find the subject of the verb under which a noun stands; None where it is itself what the clause is about."""
    word = noun
    for _ in range(_CLIMB):
        if word.dep_ not in {"dobj", "pobj", "prep", "conj", "pcomp", "xcomp", "attr"} or word.head == word:
            return None
        word = word.head
        if word.lower_ in {"after", "before", "during", "following"} and word.dep_ == "prep":
            return subject_of(word.head) if word.head.pos_ == "VERB" else None  # "said so after talks with Oslo"
        if word.pos_ in {"VERB", "AUX"} and word.dep_ not in {"xcomp", "pcomp", "conj"}:
            spoken = word.lemma_.lower() in _SPOKEN or is_passive(word)
            return None if spoken else subject_of(word)
    return None


def _light_subject(noun: Token, *, judged: bool) -> list[Token]:
    """Find the subject of the verb that a noun completes: "launched an attack", "arrived for talks".

    judged: the noun is a speech act, which a verb may answer rather than make.
    """
    head = noun.head
    if noun.dep_ == "pobj" and head.lower_ == "including" and head.head.dep_ == "dobj":
        noun = head.head  # "took steps, including the release of prisoners"
        head = noun.head
    if noun.dep_ == "pobj" and head.lower_ == "of" and noun in measured(head.head):
        noun = head.head  # "unleashed a torrent of threats"
        head = noun.head
    if noun.dep_ == "pobj" and head.lower_ == "in" and any(c.lower_ in _PLAIN for c in noun.children):
        return [subject for subject in (subject_of(head.head),) if subject is not None and noun.i < subject.i]
    if (
        noun.dep_ in {"pobj", "conj"}
        and head.dep_ == "prep"
        and head.lower_ in {"in", "for", "during", "to", "on", "into"}
    ):
        head = head.head
    elif noun.dep_ == "pobj" and head.lower_ == "with" and head.head.lemma_.lower() in _GOING_ON:
        subject = subject_of(head.head)
        return [subject] if subject is not None and not is_passive(head.head) else []
    elif noun.dep_ not in {"dobj", "attr", "nsubjpass"}:
        return []
    if head.pos_ not in {"VERB", "AUX"} or head.lemma_.lower() not in _LIGHT:
        return []
    if judged and head.lemma_.lower() in _ANSWERING:
        return []
    if noun.dep_ == "nsubjpass":
        agent = agent_of(head)
        return [agent] if agent is not None else []
    subject = _controller(head) or subject_of(head)
    return [subject] if subject is not None and subject is not noun else []


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
