"""Find the events of an article: who did what to whom, in PLOVER's terms."""

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading.event_answers import name_asked
from dragoman.reading.event_matching import find_matches
from dragoman.reading.event_merging import merge_tellings, name_attackers
from dragoman.reading.event_roles import Roles
from dragoman.reading.idle_actors import drop_idle
from dragoman.reading.learned_tellings import iter_learned_tellings
from dragoman.reading.network import load_network, load_sides
from dragoman.reading.ruled_tellings import iter_ruled_tellings
from dragoman.reading.statements import name_sources

__all__ = ["find_events"]


@Language.component("dragoman_events", assigns=["doc._.events"])
def find_events(doc: Doc) -> Doc:
    """Leave the events on `doc._.events`, in text order; needs dates, actors and statements.

    Who is cast for a side of one joins the actors, and is the source of the statements that name it; a state that is only a
    place leaves them.
    """
    matches = {match.token.i: match for match in find_matches(doc)}
    roles = Roles(doc)
    if doc._.network is None:
        tellings = iter_ruled_tellings(matches, roles)
    else:
        tellings = iter_learned_tellings(load_network(), load_sides(), matches, roles)
    events = name_attackers(merge_tellings(tellings, roles.kinds), roles.kinds)
    events = name_asked(events, doc)
    roles.cast_new(events)
    name_sources(doc)
    drop_idle(doc, events, roles.nouns_of_two())
    doc._.events = events
    return doc
