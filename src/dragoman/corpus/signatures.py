"""What of a text tells its copies: a hash of the whole, and a MinHash sketch of its word sequences.

The record tells copies by containment, which takes every word sequence of every article. A sketch has one size whatever
the text, and a billion of them can be compared without comparing each with each.
"""

import hashlib
import re
from typing import Any

from rensa import RMinHash

from dragoman.model import Article

__all__ = ["BANDS", "COLUMNS", "ROWS", "signature_of"]

# 16 bands of 8: two texts that share 0.7 of their word sequences meet in one with a chance of a half, at 0.85 of 99 %.
BANDS = 16
ROWS = 8
_LENGTH = 4  # words a sequence, as in the record
_LEAST = 12  # sequences; shorter texts are headlines, alike by chance
_SEED = 1
_WORD = re.compile(r"\w+")

COLUMNS = {"article_id": "VARCHAR", "published": "VARCHAR", "text_hash": "VARCHAR", "sketch": "UINTEGER[]"}


def signature_of(article: Article) -> dict[str, Any]:
    """Return the signature as a row of COLUMNS; short texts have no sketch."""
    words = _WORD.findall(article.text.lower())
    sequences = sorted({" ".join(words[at : at + _LENGTH]) for at in range(len(words) - _LENGTH + 1)})
    sketch = None
    if len(sequences) >= _LEAST:
        minhash = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
        minhash.update(sequences)
        sketch = minhash.digest()
    # Case, punctuation and spaces differ between two captures of one page.
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).hexdigest()
    return {"article_id": article.id, "published": article.published, "text_hash": digest, "sketch": sketch}
