"""Which lines of a page are its site's own: menus, sharing, adverts, newsletters, notices, other stories."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.page.rules import load_rules

__all__ = ["Effect", "Field", "find_effect", "find_field", "find_wall", "keep_article", "places_of_article"]

# No line of a page's chrome that we have seen is longer; longer lines are not even looked at.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Field:
    """A line that names something of the article."""

    name: str  # category, byline, published, comments, trackbacks
    value: str  # as printed; "" where the line is but a heading


class Effect:
    """What a line of chrome does: it goes alone, or with everything below it."""

    DROP = "drop"
    CUT = "cut"
    END = "end"  # as CUT, and the article does not go on further down


@cache
def _line_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rule["pattern"], re.IGNORECASE), rule["effect"]) for rule in load_rules("chrome")["line"])


@cache
def _field_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rule["pattern"], re.IGNORECASE), rule["field"]) for rule in load_rules("fields")["line"])


@cache
def _wall_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rule["pattern"], re.IGNORECASE), rule["kind"]) for rule in load_rules("walls")["words"])


def find_effect(line: str) -> str | None:
    """Tell what a line of chrome does; None for a line of the article. line: stripped."""
    if len(line) > _LONGEST:
        return None
    effects = {effect for pattern, effect in _line_rules() if pattern.fullmatch(line)}
    return next((effect for effect in (Effect.END, Effect.CUT, Effect.DROP) if effect in effects), None)


def find_field(line: str) -> Field | None:
    """Read a line that names the article's category, author or date, or that heads its comments or trackbacks."""
    if len(line) > 160:
        return None
    for pattern, name in _field_rules():
        if match := pattern.fullmatch(line):
            return Field(name, (match.groupdict().get("value") or "").strip())
    return None


def find_wall(lines: Sequence[str]) -> str | None:
    """Tell whether lines speak of a login or of an error: "wall", "error" or None."""
    for line in lines:
        for pattern, kind in _wall_rules():
            if len(line) <= _LONGEST and pattern.search(line):
                return kind
    return None


def keep_article(paragraphs: Sequence[str]) -> list[str]:
    """Drop the lines of chrome between and below the paragraphs that an extractor found."""
    return [paragraphs[at] for at in places_of_article(paragraphs)]


def places_of_article(paragraphs: Sequence[str]) -> list[int]:
    """Return which paragraphs are no lines of chrome.

    A line that cuts does so only below the first two paragraphs of prose: above them it stands beside the article.
    """
    kept: list[int] = []
    prose = 0
    for at, paragraph in enumerate(paragraphs):
        effect = find_effect(paragraph)
        if effect in {Effect.CUT, Effect.END} and prose >= 2:
            break
        if effect is None:
            kept.append(at)
            prose += len(paragraph) > 80
    return kept
