"""Pinyin notes: `质(zhì)量` becomes `质量` when the note is a reading of its character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from corpus.types import Cut, RemovalReason

LONGEST_SYLLABLE = 6
HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
NOTE = re.compile(
    r"[(（][ \u3000]?"
    r"([a-zA-ZɑɡüÜ\u00e0-\u00fc\u0101-\u01dc\u0300-\u030c\u01f8\u01f9\u1e3f]{1,12}[0-5]?)"
    r"[ \u3000]?[)）]"
)
TONE_MARKS = str.maketrans("", "", "\u0300\u0301\u0304\u0306\u030c")
SCRIPT_LETTERS = str.maketrans({"ɑ": "a", "ɡ": "g", "\u0131": "i"})
DIAERESIS = "\u0308"


def pinyin_notes(text: str) -> Iterator[Cut]:
    """Brackets that hold a reading of the character before them go."""
    for match in NOTE.finditer(text):
        character = text[match.start() - 1 : match.start()]
        if HAN.match(character) and is_reading(character, match[1]):
            yield Cut(*match.span(), RemovalReason.PINYIN)


@cache
def is_reading(character: str, note: str) -> bool:
    """Whether `note` is a pinyin syllable of `character`, with or without its tone.

    A single plain letter (`总额(e)`) or plain capitals (`吉(JI)`) are a symbol
    rather than a reading. Tones are not compared: the standards of Beijing and
    Taipei differ in them.
    """
    syllable = _without_tone(note)
    symbol = note.isascii() and (len(note) == 1 or note != note.lower())
    if symbol or len(syllable) > LONGEST_SYLLABLE:
        return False
    return syllable in _syllables(unicodedata.normalize("NFKC", character))


def _without_tone(note: str) -> str:
    letters = unicodedata.normalize("NFD", note.lower().translate(SCRIPT_LETTERS))
    toneless = letters.rstrip("012345").translate(TONE_MARKS)
    return toneless.replace("u" + DIAERESIS, "v").replace("u:", "v")


@cache
def _syllables(character: str) -> frozenset[str]:
    # pypinyin loads a large dictionary; texts without notes never need it.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    readings = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore")
    syllables = {_without_tone(reading) for group in readings for reading in group}
    return frozenset(syllables | {syllable.replace("v", "u") for syllable in syllables})
