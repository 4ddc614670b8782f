"""Write a trained network as the model file that the reader runs: ONNX, weights in int8.

    python training/export.py --weights FILE.pt --vocabulary vocab.txt --output src/dragoman/reading/models/reader.onnx
    python training/export.py --weights FILE.pt --vocabulary vocab.txt --output src/dragoman/reading/models/events.onnx

What the network is of, statements or events, is told by its weights; beside events.onnx sides.onnx is written. The metadata
carry the vocabulary and the tables that decoding needs; calibrate.py fills in those of the confidence.
"""

import argparse
import json
import pathlib

import onnx
import torch
from graph import graph_of, sides_graph_of
from network import SHARED, Encoder, Reader, SentenceReader, Sides

# Until calibrate.py has been run: everything is as likely as not.
STATEMENTS = {"statement_confidence": [0.0] * 5, "outside": 0.0, "rule_confidence": 0.5}
EVENTS = {"event_confidence": [0.0] * 6}


def write(model: onnx.ModelProto, path: pathlib.Path, **metadata: str) -> None:
    """Write a model file with its metadata."""
    onnx.helper.set_model_props(model, metadata)
    onnx.save(model, path)


def export_events(weights: dict[str, dict[str, torch.Tensor]], vocabulary: str, output: pathlib.Path) -> None:
    """Write the encoder with its heads, and the layers of sides beside it."""
    network = SentenceReader(Encoder())
    network.load_state_dict(weights["network"])
    sides = Sides(network.encoder)
    sides.load_state_dict(weights["sides"])
    heads = {"types": network.types, "kinds": network.kinds}
    model = graph_of(network.encoder, heads, states_of=SHARED)
    write(model, output, name="dragoman-events 2", vocabulary=vocabulary, tables=json.dumps(EVENTS))
    write(sides_graph_of(sides), output.with_name("sides.onnx"), name="dragoman-sides 1")


def export_statements(weights: dict[str, torch.Tensor], vocabulary: str, output: pathlib.Path) -> None:
    """Write the encoder with its heads, and what decoding needs."""
    reader = Reader(Encoder())
    reader.load_state_dict(weights)
    tables = STATEMENTS | {name: getattr(reader, name).tolist() for name in ("steps", "starts", "distance")}
    heads = {"tags": reader.tags, "links": reader.links, "null": reader.null}
    model = graph_of(reader.encoder, heads)
    write(model, output, name="dragoman-reader 3", vocabulary=vocabulary, tables=json.dumps(tables))


def main() -> None:
    """Export, and put the tables in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("weights", "vocabulary", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    weights = torch.load(options.weights)
    vocabulary = options.vocabulary.read_text(encoding="utf-8").rstrip("\n")
    export = export_events if "sides" in weights else export_statements
    export(weights, vocabulary, options.output)


if __name__ == "__main__":
    main()
