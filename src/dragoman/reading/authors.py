"""Ask whose a document is that says something: "the mediators' statement", "the ministry released a report that warned"."""

from spacy.tokens import Doc, Token

from dragoman.reading.actor_index import actor_of
from dragoman.reading.attribution_words import sourcing_of
from dragoman.reading.grammar import agent_of, subject_of

__all__ = ["author_of"]

_ISSUING = frozenset(
    {
        "issue", "release", "publish", "endorse", "sign", "adopt", "send", "write", "circulate", "submit", "deliver",
        "draft", "unveil", "file", "approve",
    }
)  # fmt: skip
_SAYING = frozenset({"say", "write", "announce", "warn", "declare", "state", "note", "add", "explain", "confirm"})
_FROM = frozenset({"by", "from", "of"})
_BODIES = frozenset({"organization", "body", "outlet"})
_FAR = 400  # tokens between a document and its earlier mention at most


def author_of(doc: Doc, noun: Token) -> str | None:
    """Return the id of the actor whose document `noun` is, or None.

    Looks at the noun's own phrase and at the verb that issues it; for "the report" also at the same noun before.
    """
    if sourcing_of(noun) != "document":
        return None
    author = _told_author(doc, noun)
    if author is not None or not any(child.lower_ in {"the", "this", "that"} for child in noun.lefts):
        return author
    for index in range(noun.i - 1, max(-1, noun.i - _FAR), -1):
        author = _told_author(doc, doc[index]) if doc[index].lemma_ == noun.lemma_ else None
        if author is not None:
            return author
    return None


def _told_author(doc: Doc, noun: Token) -> str | None:
    if noun.pos_ == "VERB":  # "the Courier reported": "the report" below
        subject = subject_of(noun)
        tweeted = noun.lemma_ == "tweet"  # "Weber tweeted": "the tweet" below
        if subject is None or not (tweeted or _kind_of(doc, subject) == "outlet"):
            return None
        return actor_of(doc, subject)
    people = [child for child in noun.lefts if child.dep_ in {"poss", "compound"}]
    for child in noun.rights:
        if child.dep_ in {"prep", "agent"} and child.lower_ in _FROM:
            givers = [other for other in child.children if other.dep_ == "pobj"]
            if child.lower_ == "from" and noun.lemma_ == "report":
                # "Reports from Iraq" come from a place.
                givers = [one for one in givers if _kind_of(doc, one) in _BODIES]
            people += givers
        elif child.dep_ in {"acl", "relcl"} and child.lemma_ in _ISSUING:
            agent = agent_of(child)
            people += [agent] if agent is not None else []
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in _ISSUING:
        issuer = subject_of(verb)
        people += [issuer] if issuer is not None else []
    if noun.dep_ == "pobj" and verb.lower_ == "in" and verb.head.lemma_ in _SAYING:
        speaker = subject_of(verb.head)  # "said in a statement"
        people += [speaker] if speaker is not None else []
    return next((actor for actor in (actor_of(doc, one) for one in people) if actor is not None), None)


def _kind_of(doc: Doc, noun: Token) -> str | None:
    actor = actor_of(doc, noun)
    return next((one.kind for one in doc._.actors if one.id == actor), None)
