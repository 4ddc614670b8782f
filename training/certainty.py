"""How certain it is that what a word names happened: the training half of the UW set (Lee et al., 2015), and its scale.

A label is a number from -3, it did not happen, to 3, it happened. It is learned as four numbers: the chances that it is -1 or
less, between, and 1 or more, and the number itself over UNIT.
"""

import json
import pathlib
from collections.abc import Sequence

import spacy
import torch
from network import CERTAIN
from news import Article, Cut, Sentence
from torch import Tensor
from torch.nn.functional import cross_entropy, smooth_l1_loss

from dragoman.reading.certainty import UNIT
from dragoman.reading.network_words import words_of
from dragoman.reading.paragraphs import mark_paragraphs
from dragoman.reading.wordpieces import WordPieces

CUT = 1.0


def read_certainties(data: pathlib.Path, vocabulary: WordPieces, split: str = "train") -> list[Article]:
    """Read the lines of factuality/uw_fact.jsonl, each as an article of its own.

    Format: JSON Lines of {"text", "split", "events": [{"start", "end", "label"}]}.
    """
    nlp = spacy.blank("en")
    lines = (data / "factuality" / "uw_fact.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for row in map(json.loads, lines):
        if row["split"] != split or not row["events"]:
            continue
        doc = mark_paragraphs(nlp.make_doc(row["text"]))
        words = words_of(doc, vocabulary)
        ends = [doc[at].idx + len(doc[at]) for at in words.tokens]
        certain = torch.full((len(ends), CERTAIN), torch.nan)
        for event in row["events"]:
            word = next(number for number, end in enumerate(ends) if event["start"] < end)
            certain[word] = told(event["label"])
        found.append(Article(words, (Sentence((0, len(ends)), None, None),), certain=certain))
    return found


def told(label: float) -> Tensor:
    """Return the four numbers of a label."""
    return torch.tensor([label <= -CUT, -CUT < label < CUT, label >= CUT, label / UNIT]).float()


def certain_of(cuts: Sequence[Cut]) -> Tensor:
    """Return the numbers of the words of windows [B, N, CERTAIN]; NaN where nobody told."""
    wanted = torch.full((len(cuts), max(cut.window.end - cut.window.start for cut in cuts), CERTAIN), torch.nan)
    for at, cut in enumerate(cuts):
        if cut.article.certain is not None:
            mine = cut.article.certain[cut.window.start : cut.window.end]
            wanted[at, : len(mine)] = mine
    return wanted


def certain_loss(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return the loss of scores [..., CERTAIN] of words; those whose wanted numbers are NaN count for nothing."""
    asked = ~wanted[..., 0].isnan()
    if not asked.any():
        return scores.new_zeros(())
    scores, wanted = scores[asked], wanted[asked]
    return cross_entropy(scores[:, :3], wanted[:, :3]) + smooth_l1_loss(scores[:, 3], wanted[:, 3])
