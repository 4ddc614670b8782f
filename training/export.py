"""Write the network as the one model file that the reader runs: ONNX, weights in int8.

    python training/export.py --encoder model.safetensors --vocabulary vocab.txt --reader FILE.pt
        --output src/dragoman/reading/models/reader.onnx

The metadata carry the vocabulary and the tables that decoding needs; calibrate.py fills in those of the confidence.
"""

import argparse
import json
import pathlib
import tempfile
import warnings

import onnx
import torch
from network import Reader, load_pretrained
from onnxruntime.quantization import QuantType, quantize_dynamic

NAME = "dragoman-reader 2"
# Until calibrate.py has been run: everything is as likely as not.
TABLES = {
    "statement_confidence": [0.0] * 5,
    "event_confidence": [0.0] * 3,
    "verdict_bias": [0.0] * 3,
    "outside": 0.0,
    "rule_confidence": 0.5,
}


def load(encoder: pathlib.Path, weights: pathlib.Path) -> Reader:
    """Load the trained weights."""
    reader = Reader(*load_pretrained(encoder))
    reader.load_state_dict(torch.load(weights))
    return reader.eval()


def export(reader: Reader, path: pathlib.Path) -> None:
    """Write the graph in full precision."""
    example = (torch.ones(2, 8, dtype=torch.long), torch.zeros(2, 8, dtype=torch.long))
    names = ["tags", "links", "null", "verdicts", "types"]
    shape = {0: "batch", 1: "length"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter announces its successor
        torch.onnx.export(
            reader, example, str(path), dynamo=False, opset_version=17,
            input_names=["pieces", "features"], output_names=names,
            dynamic_axes=dict.fromkeys(["pieces", "features", *names], shape),
        )  # fmt: skip


def main() -> None:
    """Export, quantize, and put the tables in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("encoder", "vocabulary", "reader", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    reader = load(options.encoder, options.reader)
    with tempfile.TemporaryDirectory() as folder:
        full = pathlib.Path(folder) / "full.onnx"
        export(reader, full)
        quantize_dynamic(full, options.output, weight_type=QuantType.QInt8, per_channel=True)
    tables = TABLES | {name: getattr(reader, name).tolist() for name in ("steps", "starts", "distance")}
    model = onnx.load(options.output)
    values = {
        "name": NAME,
        "vocabulary": options.vocabulary.read_text(encoding="utf-8").rstrip("\n"),
        "tables": json.dumps(tables),
    }
    onnx.helper.set_model_props(model, values)
    onnx.save(model, options.output)


if __name__ == "__main__":
    main()
