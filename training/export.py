"""Write a trained network as the model file that the reader runs: ONNX, weights in int8.

    python training/export.py --weights FILE.pt --vocabulary vocab.txt --output src/dragoman/reading/models/reader.onnx
    python training/export.py --weights FILE.pt --vocabulary vocab.txt --output src/dragoman/reading/models/events.onnx

What the network is of, statements or events, is told by its weights. The metadata carry the vocabulary and the tables that
decoding needs; calibrate.py fills in those of the confidence.
"""

import argparse
import json
import pathlib
from typing import Any

import onnx
import torch
from graph import graph_of
from network import Encoder, Reader, SentenceReader
from torch import nn

# Until calibrate.py has been run: everything is as likely as not.
STATEMENTS = {"statement_confidence": [0.0] * 5, "outside": 0.0, "rule_confidence": 0.5}
EVENTS = {"event_confidence": [0.0] * 3}


def parts_of(weights: dict[str, torch.Tensor]) -> tuple[str, Encoder, dict[str, nn.Linear], dict[str, Any]]:
    """Return a name, the encoder, its heads, and the tables."""
    if "types.weight" in weights:
        judge = SentenceReader(Encoder())
        judge.load_state_dict(weights)
        return "dragoman-events 1", judge.encoder, {"types": judge.types}, EVENTS
    reader = Reader(Encoder())
    reader.load_state_dict(weights)
    tables = STATEMENTS | {name: getattr(reader, name).tolist() for name in ("steps", "starts", "distance")}
    heads = {"tags": reader.tags, "links": reader.links, "null": reader.null}
    return "dragoman-reader 3", reader.encoder, heads, tables


def main() -> None:
    """Export, and put the tables in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("weights", "vocabulary", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    name, encoder, heads, tables = parts_of(torch.load(options.weights))
    model = graph_of(encoder, heads)
    values = {
        "name": name,
        "vocabulary": options.vocabulary.read_text(encoding="utf-8").rstrip("\n"),
        "tables": json.dumps(tables),
    }
    onnx.helper.set_model_props(model, values)
    onnx.save(model, options.output)


if __name__ == "__main__":
    main()
