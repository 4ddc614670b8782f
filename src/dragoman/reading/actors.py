"""Find the actors of an article: who is in it, what they are, and every place that speaks of them."""

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading.coreference import resolve_pronouns
from dragoman.reading.home_country import settle_home_country, settle_owners
from dragoman.reading.named_parts import cast_names
from dragoman.reading.names import find_names
from dragoman.reading.nominals import cast_nominals, cast_owned_governments

__all__ = ["find_actors"]


@Language.component("dragoman_actors", assigns=["doc._.actors", "doc._.actor_heads"])
def find_actors(doc: Doc) -> Doc:
    """Leave the actors on `doc._.actors`, and which token speaks of whom on `doc._.actor_heads`.

    1. names; 2. who they are, with their offices; 3. phrases without names; 4. pronouns, and the governments that
    they own; 5. the country of those who act in the only one that is named; 6. whose the offices of a state are.
    """
    names = find_names(doc)
    cast = cast_names(doc, names)
    cast_nominals(cast, names)
    resolve_pronouns(cast)
    cast_owned_governments(cast)
    settle_home_country(cast, names)
    settle_owners(cast)
    doc._.actors, doc._.actor_heads = cast.finish()
    return doc
