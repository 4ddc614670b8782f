"""Write the trained network as the model files that the reader runs: ONNX, weights in int8.

    python training/export.py --weights FILE.pt --vocabulary vocab.txt --output src/dragoman/reading/models/reader.onnx

The layers of sides are written beside it, as sides.onnx. The metadata carry the vocabulary and the tables that decoding needs;
calibrate.py fills in those of the confidence.
"""

import argparse
import json
import pathlib

import onnx
import paths
import torch
from events import Whole
from graph import graph_of, sides_graph_of
from network import Encoder, Reader

from dragoman.reading.learned_attribution import ROWS

HEADS = (*ROWS, "links", "null", "types", "kinds", "certain")
# Until calibrate.py has been run: everything is as likely as not.
TABLES = {
    "statement_confidence": dict.fromkeys(ROWS, [0.0] * 5),
    "outside": dict.fromkeys(ROWS, 0.0),
    "rule_confidence": 0.5,
    "event_confidence": [0.0] * 10,
}


def write(model: onnx.ModelProto, path: pathlib.Path, **metadata: str) -> None:
    """Write a model file with its metadata."""
    onnx.helper.set_model_props(model, metadata)
    onnx.save(model, path)


def export(weights: dict[str, torch.Tensor], vocabulary: str, output: pathlib.Path) -> None:
    """Write the encoder with its heads, and the layers of sides beside it."""
    whole = Whole(Reader(Encoder()))
    whole.load_state_dict(weights)
    reader = whole.reader
    tables = TABLES | {name: getattr(reader, name).tolist() for name in ("steps", "starts", "distance")}
    heads = {name: getattr(reader, name) for name in HEADS}
    model = graph_of(reader.encoder, heads, reader.names)
    write(model, output, name="dragoman-reader 12", vocabulary=vocabulary, tables=json.dumps(tables))
    known = "\n".join(paths.read_paths())
    write(sides_graph_of(whole.sides), output.with_name("sides.onnx"), name="dragoman-sides 8", paths=known)


def main() -> None:
    """Export, and put the tables in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("weights", "vocabulary", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    vocabulary = options.vocabulary.read_text(encoding="utf-8").rstrip("\n")
    export(torch.load(options.weights), vocabulary, options.output)


if __name__ == "__main__":
    main()
