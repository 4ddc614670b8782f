"""An encoder and its heads as an ONNX graph of int8 products, laid out for one window at a time.

The exporter of PyTorch and onnxruntime's quantizer make a graph that reads a fifth fewer pieces a second: theirs hides padding,
which a single window has none of, and fuses sum and norm into a kernel that is slower than the two by themselves.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from network import HEADS, SHARED, WIDTH, Encoder, Layer, Names, Sides
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

_OWN = "com.microsoft"  # onnxruntime's own operators


def quantize(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a matrix in whole numbers from -127 to 127 and the scale of each of its columns."""
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-9) / 127
    return np.round(weight / scale).astype(np.int8), scale.astype(np.float32)


class Graph:
    """Nodes and constants under construction."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, value: NDArray[np.generic] | Tensor) -> str:
        """Add a constant; return its name."""
        name = f"c{len(self.constants)}"
        array = value.detach().numpy() if isinstance(value, Tensor) else value
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], outputs: Sequence[str] = (), **settings: object) -> str:
        """Add a node; return the name of its (first) output."""
        names = list(outputs) or [f"t{len(self.nodes)}"]
        domain = _OWN if kind in {"DynamicQuantizeMatMul", "MultiHeadAttention", "FastGelu"} else ""
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **settings))
        return names[0]

    def product(self, states: str, layer: nn.Linear, outputs: Sequence[str] = ()) -> str:
        """Add a linear layer: weights in int8, a scale a column; the states are cut to eight bits as they come."""
        weight, scale = quantize(layer.weight.detach().numpy().T)
        parts = [weight, scale, np.zeros(len(scale), dtype=np.int8), layer.bias]
        return self.add("DynamicQuantizeMatMul", [states, *map(self.constant, parts)], outputs)

    def look_up(self, table: Tensor, numbers: str) -> str:
        """Add an embedding in int8, a scale a row."""
        values, scale = quantize(table.detach().numpy().T)
        rows = self.add("Cast", [self.add("Gather", [self.constant(values.T), numbers])], to=TensorProto.FLOAT)
        return self.add("Mul", [rows, self.add("Gather", [self.constant(scale[:, None]), numbers])])

    def layer(self, states: str, layer: Layer) -> str:
        """Add a transformer layer."""
        parts = self.constant(np.array([WIDTH] * 3, dtype=np.int64))
        names = [f"t{len(self.nodes)}_{name}" for name in ("query", "key", "value")]
        self.add("Split", [self.product(states, layer.query_key_value), parts], names, axis=-1)
        mixed = self.add("MultiHeadAttention", names, num_heads=HEADS)
        states = self.norm(self.add("Add", [self.product(mixed, layer.out), states]), layer.norm_attention)
        inner = self.product(self.add("FastGelu", [self.product(states, layer.up)]), layer.down)
        return self.norm(self.add("Add", [inner, states]), layer.norm_inner)

    def norm(self, states: str, layer: nn.LayerNorm) -> str:
        """Add a layer norm."""
        parts = map(self.constant, (layer.weight, layer.bias))
        return self.add("LayerNormalization", [states, *parts], axis=-1, epsilon=layer.eps)


def graph_of(encoder: Encoder, heads: dict[str, nn.Linear], names: Names) -> onnx.ModelProto:
    """Return the graph: pieces and features [1, T] in, what each head says of each piece [1, T, X] out.

    The states [1, T, W] after SHARED layers come out too, as "states".
    """
    graph = Graph()
    length = graph.add("Shape", ["pieces"], start=1, end=2)
    first = graph.constant(np.array([0], dtype=np.int64))
    places = graph.add("Slice", [graph.constant(encoder.places.weight), first, length])
    states = graph.norm(graph.add("Add", [graph.look_up(encoder.words.weight, "pieces"), places]), encoder.norm)
    features = graph.add("Gather", [graph.constant(encoder.features.weight), "features"])
    states = graph.add("Add", [states, features])
    for number, layer in enumerate(encoder.layers):
        states = graph.layer(states, layer)
        if number + 1 == SHARED:
            shared = graph.add("Identity", [states], ["states"])
    for name, head in heads.items():
        graph.product(states, head, [name])
    inner = graph.product(graph.add("Concat", [shared, states], axis=-1), names.inner)
    graph.product(graph.add("FastGelu", [inner]), names.outer, ["names"])
    return _model(graph, {"pieces": [1, "length"], "features": [1, "length"]}, [*heads, "names", "states"], 1)


def sides_graph_of(sides: Sides) -> onnx.ModelProto:
    """Return the graph of the layers that read an event's sides, for all events of a sentence at once.

    In: states [E, T, W] of words, marks [E, T], 1 at those of the trigger, and the number of each word's path to it [E, T]; out:
    "sides" [E, T, 5] and "standing" [E, T, 4].
    """
    graph = Graph()
    marks = graph.add("Cast", ["marks"], to=TensorProto.FLOAT)
    marks = graph.add("Unsqueeze", [marks, graph.constant(np.array([2], dtype=np.int64))])
    states = graph.add("Add", ["marked", graph.add("Mul", [marks, graph.constant(sides.mark)])])
    states = graph.add("Add", [states, graph.look_up(sides.paths.weight, "paths")])
    for layer in sides.layers:
        states = graph.layer(states, layer)
    graph.product(states, sides.sides, ["sides"])
    graph.product(states, sides.standing, ["standing"])
    numbers: dict[str, list[Any]] = {"marks": ["events", "length"], "paths": ["events", "length"]}
    return _model(graph, numbers, ["sides", "standing"], "events", ["marked"])


def _model(
    graph: Graph, numbers: dict[str, list[Any]], outputs: Sequence[str], rows: int | str, states: Sequence[str] = ()
) -> onnx.ModelProto:
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name, shape in numbers.items()]
    inputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, [rows, "length", WIDTH]) for name in states]
    results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [rows, "length", None]) for name in outputs]
    whole = helper.make_graph(graph.nodes, "reader", inputs, results, graph.constants)
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_OWN, 1)]
    return helper.make_model(whole, opset_imports=versions, ir_version=8)
