"""Score whole Readings against hand-made ones with the scorer that lies beside them.

    python benchmarks/readings.py [--gold DIR] [--scorer FILE] [--reader rules|learned]

Every `NAME.txt` with a `NAME.json` in DIR is read through the text importer, on the day that the case gives.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from dragoman.model.wire import dump_reading
from dragoman.page import read_page
from dragoman.reading.reader import DEFAULT_READER, READERS, load_language, read_article


def read_cases(gold: pathlib.Path, reader: str) -> list[str]:
    """Read every case, on the day that it gives; return the Readings as lines."""
    lines = []
    for case in sorted(gold.glob("*.json")):
        given = json.loads(case.read_text(encoding="utf-8"))["article"]["published_given"]
        text = case.with_suffix(".txt")
        article = read_page(text.read_bytes(), name=text.name, published=given)
        lines.append(dump_reading(read_article(article, load_language(reader=reader))))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=pathlib.Path, default=pathlib.Path("../shared/gold/readings"))
    parser.add_argument("--scorer", type=pathlib.Path, default=pathlib.Path("../shared/gold/score_readings.py"))
    parser.add_argument("--output", type=pathlib.Path, help="keep the Readings in this file")
    parser.add_argument("--reader", choices=READERS, default=DEFAULT_READER)
    options = parser.parse_args()
    cases = sorted(options.gold.glob("*.json"))
    if not cases or not options.scorer.exists():
        sys.exit(f"{options.gold}: no cases here; name the folder with --gold and the scorer with --scorer")
    lines = read_cases(options.gold, options.reader)
    with tempfile.TemporaryDirectory() as folder:
        output = options.output or pathlib.Path(folder) / "readings.jsonl"
        output.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, str(options.scorer), str(output), "--gold", str(options.gold), "--verbose"]
        subprocess.run(command, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
