"""The example notebook runs on a corpus as it was made."""

import json
import pathlib
from collections.abc import Callable

from dragoman.corpus.run import Outcome

NOTEBOOK = pathlib.Path(__file__).parents[2] / "docs" / "examples" / "dyads.ipynb"
TEXT = """Japan and North Korea met again

Japanese Prime Minister Fumio Kishida met North Korean leader Kim Jong Un in Pyongyang on Monday, the ministry said. It was the
first of the talks that were to be held this year.

North Korea condemned Japan on Tuesday. Japan imposed sanctions on North Korea on Wednesday, and the ministry said that it would
have to be heard."""


def test_the_notebook_draws_a_series(run_here: Callable[..., Outcome], tmp_path: pathlib.Path) -> None:
    rows = [{"id": month, "text": TEXT, "date": f"2024-{month:02d}-15"} for month in (1, 2)]
    rows[1]["text"] = TEXT.replace("again", "once more").replace("condemned", "denounced")
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run_here([tmp_path / "a.jsonl"], tmp_path / "corpus")
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]).replace('"corpus"', repr(str(tmp_path / "corpus"))), names)  # noqa: S102
    series = names["series"]
    assert isinstance(series, list)
    assert [month for month, _, _ in series] == ["2024-01", "2024-02"]
    assert all(conflict >= 1 for _, _, conflict in series)
    picture = names["Bars"](series)._repr_svg_()  # type: ignore[operator]
    assert picture.count("<rect") == 4
