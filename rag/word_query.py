"""What the word index is asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordQuery:
    """Distinct tokens of a query, and the sounds of the names in it that may be Pinyin."""

    words: tuple[str, ...]
    sounds: tuple[str, ...] = ()
