"""Make weights to train on from, of the model files of the package, whose products are in int8.

    python training/restore.py --encoder model.safetensors --output FILE.pt

The embeddings, which no training changes, are taken from the encoder that everything began with; the rest is what
graph.py wrote, in the order in which it wrote it.
"""

import argparse
import pathlib
from collections.abc import Iterator

import numpy as np
import onnx
import torch
from events import Whole
from network import Reader, load_pretrained
from numpy.typing import NDArray
from onnx import numpy_helper
from paths import read_paths
from torch import nn

from dragoman.reading.network import MODEL_FILE, SIDES_FILE, load_network, load_sides
from export import HEADS


class Constants:
    """The constants of a graph, by the nodes that take them in."""

    def __init__(self, path: pathlib.Path) -> None:
        self.graph = onnx.load(path).graph
        self._values = {each.name: numpy_helper.to_array(each) for each in self.graph.initializer}

    def of(self, kind: str) -> Iterator[list[NDArray[np.generic]]]:
        """Yield the constants of each node of a kind, in order."""
        for node in self.graph.node:
            if node.op_type == kind:
                yield [self._values[name] for name in node.input if name in self._values]


def fill(layers: list[nn.Module], constants: Constants) -> None:
    """Put the constants of a graph into linear layers and norms, which come in the order of their nodes."""
    products, norms = constants.of("DynamicQuantizeMatMul"), constants.of("LayerNormalization")
    for layer in layers:
        if isinstance(layer, nn.Linear):
            weight, scale, _, bias = next(products)
            layer.weight.data = torch.tensor((weight.astype(np.float32) * scale).T)
            layer.bias.data = torch.tensor(bias)
        elif isinstance(layer, nn.LayerNorm):
            layer.weight.data, layer.bias.data = map(torch.tensor, next(norms))


def restore(encoder: pathlib.Path) -> Whole:
    """Return the network of the package, in floats. encoder: the checkpoint with the embeddings."""
    reader = Reader(load_pretrained(encoder))
    whole = Whole(reader)
    constants = Constants(MODEL_FILE)
    layers = [each for layer in reader.encoder.layers for each in layer.modules()]
    heads = [*(getattr(reader, name) for name in HEADS), reader.names.inner, reader.names.outer]
    fill([reader.encoder.norm, *layers, *heads], constants)
    features = [table for table, *_ in constants.of("Gather") if table.shape == reader.encoder.features.weight.shape]
    reader.encoder.features.weight.data = torch.tensor(features[0])
    for name in ("steps", "starts", "distance"):
        getattr(reader, name).data = torch.tensor(load_network().table(name))
    constants = Constants(SIDES_FILE)
    deep = [each for layer in whole.sides.layers for each in layer.modules()]
    fill([*deep, whole.sides.sides, whole.sides.standing], constants)
    whole.sides.mark.data = torch.tensor(next(constants.of("Mul"))[0])
    if list(load_sides().paths) != list(read_paths()):
        raise SystemExit("paths.txt is not what the layers of sides were trained with")
    (ways,), (scale,) = constants.of("Gather")
    whole.sides.paths.weight.data = torch.tensor(ways.astype(np.float32) * scale)
    return whole


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("encoder", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    torch.save(restore(options.encoder).state_dict(), options.output)


if __name__ == "__main__":
    main()
