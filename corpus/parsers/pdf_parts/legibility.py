"""Whether the characters of a page can be told: fonts may name wrong ones, or none."""

from __future__ import annotations

import re
import unicodedata

from corpus.encodings import MIN_FREQUENT_SHARE
from corpus.readability import FREQUENT_CHARACTERS

MAX_UNKNOWN_SHARE = 0.3
MAX_HIGH_LATIN_SHARE = 0.4
MIN_LETTERS = 100
MIN_HANZI = 100
MIN_HIGH_LATIN = 20
# Of the letters e, t, a, o, i, n, s, r: English has 0.65, Turkish 0.52, letters drawn by lot 0.31,
# text whose codes are shifted by the usual 29 has 0.18.
MIN_COMMON_SHARE = 0.27

_UNKNOWN_CATEGORIES = frozenset({"Cc", "Cn", "Co", "Cs"})
_BLANKS = re.compile(r"\s+")
_HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[A-Za-z]")
_COMMON = re.compile(r"[etaoinsrETAOINSR]")
_HIGH_LATIN = re.compile(r"[\x80-\xff]")


def unknown_characters(text: str) -> int:
    """How many characters have no meaning: control codes, private use, U+FFFD, unassigned."""
    return sum(text.count(character) for character in set(text) if _is_unknown(character))


def is_garbled(text: str) -> bool:
    """Whether most of a text is no writing of any kind."""
    plain = _BLANKS.sub("", text)
    if not plain:
        return False
    return (
        unknown_characters(plain) > MAX_UNKNOWN_SHARE * len(plain)
        or _is_high_latin(plain)
        or _is_shifted_latin(plain)
        or _is_random_hanzi(plain)
    )


def _is_unknown(character: str) -> bool:
    if character in "\t\n":
        return False
    return character == "\ufffd" or unicodedata.category(character) in _UNKNOWN_CATEGORIES


def _is_high_latin(plain: str) -> bool:
    """Bytes of another encoding shown as Latin-1."""
    high = len(_HIGH_LATIN.findall(plain))
    return high >= MIN_HIGH_LATIN and high > MAX_HIGH_LATIN_SHARE * len(plain)


def _is_shifted_latin(plain: str) -> bool:
    letters = len(_LATIN.findall(plain))
    return (
        letters >= MIN_LETTERS
        and 2 * letters > len(plain)
        and len(_COMMON.findall(plain)) < MIN_COMMON_SHARE * letters
    )


def _is_random_hanzi(plain: str) -> bool:
    hanzi = _HANZI.findall(plain)
    if len(hanzi) < MIN_HANZI or 2 * len(hanzi) < len(plain) or _KANA.search(plain):
        return False
    frequent = sum(character in FREQUENT_CHARACTERS for character in hanzi)
    return frequent < MIN_FREQUENT_SHARE * len(hanzi)
