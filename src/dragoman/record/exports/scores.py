"""How cooperative or conflictual an event is, in PLOVER's scores (plover_scores.toml names the source)."""

import importlib.resources
import tomllib

__all__ = ["score_of"]

_FILE = importlib.resources.files("dragoman.record.exports") / "plover_scores.toml"
_SCORES: dict[str, dict[str, float]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def score_of(type_: str, mode: str | None) -> float:
    """Return the score of a PLOVER type and mode, from -10 (conflict) to 10 (cooperation)."""
    scores = _SCORES[type_]
    return float(scores.get(mode or "any", scores["any"]))
