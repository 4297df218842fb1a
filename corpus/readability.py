"""How much a text looks like written Chinese or English: the scale on which readings compete."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

UNREADABLE_CATEGORIES = frozenset({"Cc", "Cn", "Co", "Cs"})
TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1b\x85")
# The most frequent characters of written Chinese, both scripts; order does not matter.
FREQUENT_CHARACTERS = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过"
    "家学对可里后么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经"
    "面公同三已老从动两知法定工部分全第其加关各高度市建民理體這來個國說們為會過對後麼沒於還發"
    "當無開見經動兩關業務機與書學時"
)
PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕…—·～％＋　")
LATIN_MARKS = frozenset("‘’“”–—…•«»°·€£©®™§²³½")
LATIN_LETTERS = frozenset("àáâäåæçèéêëìíîïñòóôöøùúûüßÀÁÄÅÆÇÈÉÊÖØÜœŒšŠžŽ")


def readability(text: str) -> float:
    """Mean weight of the characters above ASCII: near 2 for ordinary text, negative for noise."""
    counts = Counter(text)
    foreign = sum(count for character, count in counts.items() if not character.isascii())
    weight = sum(count * _weight(character) for character, count in counts.items())
    return weight / max(1, foreign)


def is_known(text: str) -> bool:
    """Whether all characters are such as ordinary texts have."""
    return all(_weight(character) > 0 for character in text if not character.isascii())


@cache
def _weight(character: str) -> float:
    if character.isascii():
        return 0.0 if character.isprintable() or character in TEXT_CONTROLS else -1.0
    for characters, weight in _weight_table():
        if character in characters:
            return weight
    return -3.0 if unicodedata.category(character) in UNREADABLE_CATEGORIES else -1.0


@cache
def _weight_table() -> tuple[tuple[frozenset[str], float], ...]:
    return (
        (FREQUENT_CHARACTERS, 3.0),
        (PUNCTUATION, 2.0),
        (common_characters(), 1.0),
        (common_symbols(), 0.5),
        (LATIN_MARKS | LATIN_LETTERS, 0.3),
        (frozenset("\N{REPLACEMENT CHARACTER}"), -4.0),
    )


@cache
def common_characters() -> frozenset[str]:
    """The first levels of GB2312 (3,755 characters) and Big5 (5,401)."""
    big5 = "".join(
        bytes((lead, trail)).decode("big5", "ignore")
        for lead in range(0xA4, 0xC7)
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    )
    return frozenset(_gb2312_rows(0xB0, 0xD8) + big5)


@cache
def common_symbols() -> frozenset[str]:
    """Rows 1 to 9 of GB2312: marks, full-width letters, kana, Greek, box drawing."""
    return frozenset(_gb2312_rows(0xA1, 0xAA) + "\N{NO-BREAK SPACE}")


def _gb2312_rows(first: int, end: int) -> str:
    return "".join(
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(first, end)
        for cell in range(0xA1, 0xFF)
    )
