"""The network: a BERT encoder with a feature of each word, its heads, and layers beside it for the sides of one event.

Layers follow all-MiniLM-L6-v2 (6 layers, 384 wide, 12 heads); only what training and export need is here.
"""

import copy
import functools
import pathlib
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from dragoman.reading.entity_tags import ENTITY_TAGS
from dragoman.reading.event_labels import KINDS, STANDINGS, TYPES
from dragoman.reading.network_words import FEATURES

WIDTH, HEADS = 384, 12
INNER = 4  # times as wide as the states are those between the two products of a layer
LAYERS = 6
TAGS = 7  # O, then B and I of source, cue, content
LINK = 64  # numbers that stand for one end of a span in the linker
DISTANCES = 16  # steps on a signed scale of words between a cue and a span
SHARED = 4  # layers of the encoder on which those of an event's sides stand
NAMES_INNER = 256  # width of the layer that the head of entities has of its own
CERTAIN = 4  # that it did not happen, may have, happened; and the three as one number
SIDES_DROPOUT = 0.1  # these layers learn by heart what the others still have to learn
SIDES = 5  # neither, then begin and inside of who acts and of who undergoes it


class Dropout(nn.Module):
    """Dropout whose masks are cut out of one long row at random places: to draw each anew takes a fifth of training's time."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        """Return states of which some numbers are zero, the rest a little larger."""
        if not self.training or not self.share:
            return states
        row = _row(self.share)
        first = int(torch.randint(len(row) - states.numel(), ()))
        return states * row[first : first + states.numel()].view(states.shape)


@functools.cache
def _row(share: float) -> Tensor:
    """Return a long row of zeros, in that share of its places, and of what makes up for them."""
    return (torch.rand(1 << 24) >= share).to(torch.bfloat16) / (1 - share)


class Layer(nn.Module):
    """One transformer layer, attention first, norms behind (as in BERT)."""

    def __init__(self, dropout: float, width: int = WIDTH, tiny: float = 1e-12) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm_attention = nn.LayerNorm(width, eps=tiny)
        self.up = nn.Linear(width, INNER * width)
        self.down = nn.Linear(INNER * width, width)
        self.norm_inner = nn.LayerNorm(width, eps=tiny)
        self.dropout = Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return the next states [B, T, W]; bias, of a shape like [B, 1, 1, T], is far below zero at the padding."""
        batch, length, width = states.shape
        query, key, value = self.query_key_value(states).view(batch, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        # Plain products: in half precision they take half the time of torch's fused attention, backwards above all.
        scores = query @ key.transpose(-1, -2) * (width // HEADS) ** -0.5
        mixed = torch.softmax(scores + bias.to(scores.dtype), dim=-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        states = self.norm_attention(states + self.dropout(self.out(mixed)))
        inner = self.down(nn.functional.gelu(self.up(states)))
        return self.norm_inner(states + self.dropout(inner))


def in_half() -> torch.autocast:
    """Return the context in which layers run in bfloat16, where the processor has AVX512_BF16; elsewhere it is far slower."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(torch.cpu.get_capabilities()["avx512_bf16"]))


def padding_bias(pieces: Tensor) -> Tensor:
    """Return what is added to the scores of attention [B, 1, 1, T]: far below zero where pieces [B, T] are padding, 0."""
    return (pieces == 0).float()[:, None, None, :] * -10000.0


class Encoder(nn.Module):
    """Embeddings and layers; words come with a feature each. The embeddings stay as they were trained."""

    def __init__(self, dropout: float = 0.0, vocabulary: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.features = nn.Embedding(FEATURES, WIDTH)
        nn.init.zeros_(self.features.weight)  # at first the encoder works as it was trained
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, features: Tensor) -> Tensor:
        """Return states [B, T, W] of pieces [B, T], where 0 is padding, and of the features of their words."""
        return self.both(pieces, features, LAYERS)[1]

    def both(self, pieces: Tensor, features: Tensor, depth: int) -> tuple[Tensor, Tensor]:
        """Return the states after `depth` layers, and after all."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.dropout(self.norm(self.words(pieces) + self.places(places)) + self.features(features))
        bias = padding_bias(pieces)
        for layer in self.layers[:depth]:
            states = layer(states, bias)
        early = states
        for layer in self.layers[depth:]:
            states = layer(states, bias)
        return early, states


def load_pretrained(path: pathlib.Path, dropout: float = 0.1) -> Encoder:
    """Return an encoder with the weights of a BERT checkpoint in safetensors."""
    saved = load_file(path)
    encoder = Encoder(dropout)
    # Every word of BERT's first segment has the same segment vector: it goes into the places.
    places = saved["embeddings.position_embeddings.weight"] + saved["embeddings.token_type_embeddings.weight"][0]
    own = {
        "words.weight": saved["embeddings.word_embeddings.weight"],
        "places.weight": places,
        "norm.weight": saved["embeddings.LayerNorm.weight"],
        "norm.bias": saved["embeddings.LayerNorm.bias"],
        "features.weight": encoder.features.weight.data,
    }
    names = {
        "query_key_value": [f"attention.self.{part}" for part in ("query", "key", "value")],
        "out": ["attention.output.dense"],
        "norm_attention": ["attention.output.LayerNorm"],
        "up": ["intermediate.dense"],
        "down": ["output.dense"],
        "norm_inner": ["output.LayerNorm"],
    }
    encoder.load_state_dict(own | layers_of(saved, names, LAYERS))
    for fixed in (encoder.words, encoder.places, encoder.norm):
        fixed.requires_grad_(requires_grad=False)
    return encoder


def layers_of(saved: dict[str, Tensor], names: dict[str, list[str]], count: int) -> dict[str, Tensor]:
    """Return the weights of layers as Layer names them. names: of each of its parts, where a checkpoint has it."""
    return {
        f"layers.{number}.{part}.{kind}": torch.cat([saved[f"encoder.layer.{number}.{one}.{kind}"] for one in places])
        for number in range(count)
        for part, places in names.items()
        for kind in ("weight", "bias")
    }


class Said(NamedTuple):
    """What the network gives for each piece."""

    tags: Tensor  # [B, T, TAGS]
    nested: Tensor  # [B, T, TAGS]: of attributions inside others
    polnear: Tensor  # [B, T, TAGS]: of the attributions that PolNeAR's annotators took
    links: Tensor  # [B, T, 6 * LINK]: first and last word of a cue, a source, a content
    null: Tensor  # [B, T, 1]: how much a cue stands without a source


class Reader(nn.Module):
    """An encoder with its heads.

    Those of statements give spans, and what belongs to which; those of events the type of a sentence, as a mean over its words,
    the words that name events, with the type of each, and how certain it is that what a word names happened; that of names
    the entities.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.tags = nn.Linear(WIDTH, TAGS)
        self.nested = nn.Linear(WIDTH, TAGS)
        self.polnear = nn.Linear(WIDTH, TAGS)
        self.links = nn.Linear(WIDTH, 6 * LINK)
        self.null = nn.Linear(WIDTH, 1)
        self.types = nn.Linear(WIDTH, len(TYPES))
        self.kinds = nn.Linear(WIDTH, len(KINDS))
        self.certain = nn.Linear(WIDTH, CERTAIN)
        self.names = Names()
        self.dropout = nn.Dropout(0.1)
        self.distance = nn.Parameter(torch.zeros(2, DISTANCES))  # role, step
        self.steps = nn.Parameter(_first_steps())  # from, to
        self.starts = nn.Parameter(torch.zeros(TAGS))

    def forward(self, pieces: Tensor, features: Tensor) -> Said:
        """Run the encoder and the heads of statements."""
        states = self.encoder(pieces, features)
        rows = (row(states) for row in (self.tags, self.nested, self.polnear))
        return Said(*rows, self.links(states), self.null(states))

    def chain_loss(self, scores: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Return minus the log likelihood per word of tag sequences under a linear-chain CRF.

        scores [B, N, TAGS] of words, gold [B, N] and mask [B, N]; each row's words come first.
        """
        within = mask > 0
        rows = torch.arange(scores.shape[0])
        own = torch.gather(scores, 2, gold[:, :, None])[:, :, 0] * mask
        moves = self.steps[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]
        path = self.starts[gold[:, 0]] + own.sum(dim=1) + moves.sum(dim=1)
        # What all sequences weigh is a product of one matrix a word, which may be taken in pairs: eight rounds for 256 words.
        still = torch.where(torch.eye(TAGS) > 0, 0.0, -1e4)
        chain = torch.where(within[:, 1:, None, None], self.steps + scores[:, 1:, None, :], still)
        while chain.shape[1] > 1:
            if chain.shape[1] % 2:
                chain = torch.cat([chain, still.expand(len(rows), 1, TAGS, TAGS)], dim=1)
            chain = torch.logsumexp(chain[:, ::2, :, :, None] + chain[:, 1::2, None, :, :], dim=3)
        first = self.starts + scores[:, 0]
        total = torch.logsumexp(first[:, :, None] + chain[:, 0], dim=1) if chain.shape[1] else first
        return (torch.logsumexp(total, dim=1) - path).sum() / mask.sum()


class Names(nn.Module):
    """The head of entities: a layer of its own on the states after SHARED layers, which know more of words, and after all."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(2 * WIDTH, NAMES_INNER)
        self.outer = nn.Linear(NAMES_INNER, ENTITY_TAGS)

    def forward(self, shared: Tensor, last: Tensor) -> Tensor:
        """Return the scores [..., ENTITY_TAGS] of words by their states [..., W]."""
        scores: Tensor = self.outer(nn.functional.gelu(self.inner(torch.cat([shared, last], dim=-1))))
        return scores


class Sides(nn.Module):
    """Layers on the states of an encoder, in which one trigger is marked: who acts, who undergoes it, how it stands.

    paths: how many ways through the grammar from a word to the trigger have a number; 0 stands for any other.
    """

    def __init__(self, encoder: Encoder, paths: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(copy.deepcopy(encoder.layers[SHARED:]))
        for layer in self.layers:
            layer.dropout = Dropout(SIDES_DROPOUT)
        self.mark = nn.Parameter(torch.randn(WIDTH) * 0.05)
        self.paths = nn.Embedding(paths + 1, WIDTH)
        nn.init.zeros_(self.paths.weight)
        self.dropout = nn.Dropout(0.1)
        self.sides = nn.Linear(WIDTH, SIDES)
        self.standing = nn.Linear(WIDTH, len(STANDINGS))

    def forward(self, states: Tensor, bias: Tensor, marks: Tensor, paths: Tensor) -> Tensor:
        """Return states [E, N, W] of words' states after SHARED layers [E, N, W], their padding, marks and paths [E, N]."""
        states = states + marks[:, :, None] * self.mark + self.paths(paths)
        for layer in self.layers:
            states = layer(states, bias)
        return self.dropout(states.float())


def _first_steps() -> Tensor:
    """Make it unlikely from the start that a span begins with its inside."""
    steps = torch.zeros(TAGS, TAGS)
    for inside in range(2, TAGS, 2):
        steps[:, inside] = -3.0
        steps[inside - 1 : inside + 1, inside] = 0.0
    return steps


def step_of(distance: Tensor) -> Tensor:
    """Put a signed number of words on a scale of DISTANCES steps, fine near zero (0 is: they touch)."""
    size = torch.log2(distance.abs().float() + 1).round().clamp(max=7).long()
    return torch.where(distance < 0, size, size + 8)
