"""The search form of a text: full width, case and script folded, every offset kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import opencc

# OpenCC takes UTF-8 and so cannot take what only damaged text holds.
_SURROGATES = re.compile("([\ud800-\udfff]+)")


class _FoldTable(dict[int, int]):
    """Table for `str.translate`: each character is worked out when first met."""

    def __missing__(self, code: int) -> int:
        self[code] = folded = _fold(code)
        return folded


def _fold(code: int) -> int:
    """NFKC, then lower case, each only where one character results."""
    character = chr(code)
    compatible = unicodedata.normalize("NFKC", character)
    if len(compatible) == 1:
        character = compatible
    lower = character.lower()
    return ord(lower) if len(lower) == 1 else ord(character)


_FOLD = _FoldTable()


@cache
def _converter() -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def fold_characters(text: str) -> str:
    """`text` without full-width and case distinctions, of equal length."""
    return text.translate(_FOLD)


def to_simplified(text: str, convert: Callable[[str], str] | None = None) -> str:
    """`text` in Simplified characters, of equal length.

    OpenCC looks at whole words ("乾隆" keeps its first character, "乾燥" does
    not), so the text goes through `convert` (OpenCC's t2s unless given) as a
    whole. t2s was never seen to change a length; should a newer dictionary do
    so, the lines concerned are converted character by character instead, since
    every offset in the product rests on equal lengths.
    """
    use = convert or _converter()
    pieces = _SURROGATES.split(text)
    pieces[::2] = [_convert_equally(piece, use) for piece in pieces[::2]]
    return "".join(pieces)


def _convert_equally(text: str, convert: Callable[[str], str]) -> str:
    converted = convert(text)
    if len(converted) == len(text):
        return converted
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        return "".join(_convert_equally(line, convert) for line in lines)
    return "".join(_convert_one(character, convert) for character in text)


def _convert_one(character: str, convert: Callable[[str], str]) -> str:
    converted = convert(character)
    return converted if len(converted) == 1 else character


def search_form(text: str) -> str:
    """What index and query compare instead of `text`; never shown.

    Per character NFKC and lower case where one character results, then
    Traditional to Simplified. The result has the length of `text`, so an
    offset found in it is an offset of the text.
    """
    form = to_simplified(fold_characters(text))
    assert len(form) == len(text)
    return form
