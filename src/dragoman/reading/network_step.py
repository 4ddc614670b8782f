"""The two steps that run the trained network: it reads in a thread of its own, while spaCy tags and parses the same text.

The first stands where the words are known, the second before those that take what they find on `doc._.network`.
"""

import functools
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading.entity_tags import set_entities
from dragoman.reading.network import Network, load_network
from dragoman.reading.network_words import words_of

__all__ = ["NETWORK_BEGIN", "NETWORK_END", "NetworkStep", "end_network", "make_network_step"]

NETWORK_BEGIN, NETWORK_END = "dragoman_network", "dragoman_network_end"


class NetworkStep:
    """Has each text read once for all heads."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        """Leave what will be the network's States on `doc._.network`."""
        # Here, since spaCy's strings are not to be read from two threads.
        words = words_of(doc, self.network.vocabulary)
        doc._.network = _thread(os.getpid()).submit(self.network.read, words)
        return doc

    def pipe(self, docs: Iterator[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Have one text read after another; they come on at once."""
        del batch_size  # the windows of one article fill a run
        yield from map(self, docs)


@functools.cache
def _thread(process: int) -> ThreadPoolExecutor:
    """Return the thread that the network runs in: another in a process that was split off, where this one does not live."""
    del process
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="network")


@Language.factory(NETWORK_BEGIN, assigns=["doc._.network"])
def make_network_step(nlp: Language, name: str) -> NetworkStep:
    """Load the network that comes with the package."""
    del nlp, name
    return NetworkStep(load_network())


@Language.component(NETWORK_END, requires=["doc._.network"], assigns=["doc._.network", "doc.ents"])
def end_network(doc: Doc) -> Doc:
    """Wait until a text is read; leave the States on `doc._.network` and its entities on the Doc."""
    doc._.network = doc._.network.result()
    set_entities(doc, doc._.network)
    return doc
