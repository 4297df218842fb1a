"""Which word pieces of multilingual-e5-small the reader keeps: Chinese and English ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from corpus.normalize import search_form
from embeddings.unigram import SPECIAL_PIECES, UnigramTokenizer

_ENGLISH_PIECES = 14_000
_ENGLISH = re.compile(r"▁?[a-z']+")
_ONE_CHARACTER = re.compile(r"▁?[\x20-\x7e一-鿿㐀-䶿　-〿＀-￯‐-⁞]")


def kept_pieces(
    pieces: list[str], scores: NDArray[np.float32], texts: Iterable[str]
) -> NDArray[np.int64]:
    """Ids, rising, of the pieces to keep.

    Kept are the special ones, all of one Chinese or ASCII character, the most likely
    lower-case English ones, and what occurs in the search forms of `texts`.
    """
    tokenizer = UnigramTokenizer(pieces, scores.tolist(), max_tokens=1_000_000)
    kept = set(range(len(SPECIAL_PIECES)))
    kept |= {row for row, piece in enumerate(pieces) if _ONE_CHARACTER.fullmatch(piece)}
    english = [row for row, piece in enumerate(pieces) if _ENGLISH.fullmatch(piece)]
    kept |= set(sorted(english, key=lambda row: -scores[row])[:_ENGLISH_PIECES])
    for text in texts:
        kept |= set(tokenizer.encode(search_form(text)))
    return np.array(sorted(kept), dtype=np.int64)
