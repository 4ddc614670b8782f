"""The teacher: MPNet (Song et al., 2020), twelve layers of 768, too slow to read with, and a head for how certain a word is.

all-mpnet-base-v2 (Apache-2.0) has its layers, BERT's vocabulary behind four words of its own, and one table for all layers of how
far apart two words stand.
"""

import math
import pathlib
from collections.abc import Sequence

import torch
from attribution import gather_words
from batches import inputs_of
from network import CERTAIN, HEADS, Layer, in_half, layers_of
from news import Cut
from safetensors.torch import load_file
from torch import Tensor, nn

from dragoman.reading.wordpieces import PAD, WordPieces

WIDTH, LAYERS = 768, 12
_FIRST, _LAST = 101, 102  # BERT's marks around a window
_FIRST_HERE, _PAD_HERE, _LAST_HERE, _SHIFT = 0, 1, 2, 4
_FARTHEST = 128  # words; what is farther apart counts as that


class Teacher(nn.Module):
    """MPNet's layers, and the scores of how certain it is that what a word names happened."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30527, WIDTH)
        self.places = nn.Embedding(514, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.relative = nn.Embedding(32, HEADS)
        self.layers = nn.ModuleList(Layer(dropout, WIDTH, 1e-5) for _ in range(LAYERS))
        self.certain = nn.Linear(WIDTH, CERTAIN)
        self.dropout = nn.Dropout(dropout)
        for fixed in (self.words, self.places, self.norm):
            fixed.requires_grad_(requires_grad=False)

    def forward(self, cuts: Sequence[Cut], vocabulary: WordPieces) -> Tensor:
        """Return the scores [B, N, CERTAIN] of the words of windows; vocabulary: BERT's."""
        inputs = inputs_of([(cut.words, cut.window) for cut in cuts], vocabulary)
        with in_half():
            states = self._states(inputs.pieces)
        scores: Tensor = self.certain(self.dropout(gather_words(states.float(), inputs.firsts)))
        return scores

    def _states(self, pieces: Tensor) -> Tensor:
        known = pieces + _SHIFT
        for here, there in ((_FIRST_HERE, _FIRST), (_LAST_HERE, _LAST), (_PAD_HERE, PAD)):
            known = torch.where(pieces == there, here, known)
        places = torch.arange(pieces.shape[1]) + 2  # the first two rows of the table stand for no place
        states = self.dropout(self.norm(self.words(known) + self.places(places)))
        bias = self._apart(pieces.shape[1]) + (pieces == PAD).float()[:, None, None, :] * -10000.0
        for layer in self.layers:
            states = layer(states, bias)
        return states

    def _apart(self, length: int) -> Tensor:
        """Return what is added to the scores of attention [1, HEADS, T, T] for how far apart two words stand.

        A row of the table stands for a distance, those backwards first; half of either's rows for one word each, the rest for
        a scale of logarithms.
        """
        side = self.relative.num_embeddings // 2
        gaps = torch.arange(length)[None, :] - torch.arange(length)[:, None]
        size, exact = gaps.abs(), side // 2
        far = exact + (torch.log(size.clamp(min=1) / exact) / math.log(_FARTHEST / exact) * (side - exact)).long()
        rows = torch.where(size < exact, size, far.clamp(max=side - 1)) + side * (gaps > 0)
        table: Tensor = self.relative(rows)
        return table.permute(2, 0, 1)[None]


def load_deep(path: pathlib.Path) -> Teacher:
    """Return a teacher with the weights of an MPNet checkpoint in safetensors; its head is still to be trained."""
    saved = load_file(path)
    teacher = Teacher()
    own = {
        "words.weight": saved["embeddings.word_embeddings.weight"],
        "places.weight": saved["embeddings.position_embeddings.weight"],
        "norm.weight": saved["embeddings.LayerNorm.weight"],
        "norm.bias": saved["embeddings.LayerNorm.bias"],
        "relative.weight": saved["encoder.relative_attention_bias.weight"],
    }
    names = {
        "query_key_value": [f"attention.attn.{part}" for part in "qkv"],
        "out": ["attention.attn.o"],
        "norm_attention": ["attention.LayerNorm"],
        "up": ["intermediate.dense"],
        "down": ["output.dense"],
        "norm_inner": ["output.LayerNorm"],
    }
    head = {f"certain.{name}": value for name, value in teacher.certain.state_dict().items()}
    teacher.load_state_dict(own | layers_of(saved, names, LAYERS) | head)
    return teacher
