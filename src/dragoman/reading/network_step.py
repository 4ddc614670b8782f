"""The step that runs the trained network; the steps behind it take what they find on `doc._.network`."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.reading.network import Network, load_network
from dragoman.reading.network_words import words_of

__all__ = ["NETWORK_STEP", "NetworkStep", "make_network_step"]

NETWORK_STEP = "dragoman_network"


class NetworkStep:
    """Reads each text once for all heads."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        """Leave the network's States on `doc._.network`."""
        doc._.network = self.network.read(words_of(doc, self.network.vocabulary))
        return doc

    def pipe(self, docs: Iterator[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Read one text after another."""
        del batch_size  # the windows of one article fill a run
        yield from map(self, docs)


@Language.factory(NETWORK_STEP, assigns=["doc._.network"])
def make_network_step(nlp: Language, name: str) -> NetworkStep:
    """Load the network that comes with the package."""
    del nlp, name
    return NetworkStep(load_network())
