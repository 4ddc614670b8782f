"""A filter that learns from verdicts: naive Bayes over words (P. Graham, "A Plan for Spam", 2002), kept in the database."""

import math
import re

from django.db import transaction
from django.db.models import F

from dragoman.record.opened import record
from dragoman.talk.models import Word

__all__ = ["find_odds", "train"]

_WORD = re.compile(r"[^\W_]{3,40}")
_HOST = re.compile(r"https?://([^\s/?#\"'<>)]{1,35})")
_MOST = 400  # words of one text that are looked at
_TELLING = 20  # of them, the ones that tell most
_LEAST = 8  # verdicts of either kind before it says anything
_PRIOR = 0.5


def find_odds(text: str) -> float | None:
    """Return how likely it is that a text is unwanted, 0 to 1; None where too little was learned."""
    words = _words(text)
    rows = {row.text: row for row in Word.objects.filter(text__in=[*words, ""])}
    total = rows.pop("", None)
    if total is None or min(total.good, total.bad) < _LEAST:
        return None
    weights = []
    for row in rows.values():
        bad = (row.bad + _PRIOR) / (total.bad + 2 * _PRIOR)
        good = (row.good + _PRIOR) / (total.good + 2 * _PRIOR)
        weights.append(math.log(bad / good))
    told = sorted(weights, key=abs, reverse=True)[:_TELLING]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(told)))))


def train(text: str, *, bad: bool, undo: bool = False) -> None:
    """Learn that a text is unwanted or not; undo: take that back."""
    words = sorted({*_words(text), ""})
    field, by = ("bad" if bad else "good"), (-1 if undo else 1)
    with transaction.atomic(using=record().alias):
        Word.objects.bulk_create([Word(text=word) for word in words], ignore_conflicts=True)
        # Whoever has the row of totals trains; others wait here, and so never for one another's words.
        Word.objects.select_for_update().get(text="")
        rows = Word.objects.filter(text__in=words)
        if undo:
            rows = rows.filter(**{f"{field}__gt": 0})
        rows.update(**{field: F(field) + by})


def _words(text: str) -> list[str]:
    folded = text.casefold()
    hosts = [f"host:{host}" for host in _HOST.findall(folded)]
    return list(dict.fromkeys([*hosts, *_WORD.findall(folded)]))[:_MOST]
