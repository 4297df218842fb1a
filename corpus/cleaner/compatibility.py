"""Doubles of hanzi: compatibility ideographs and radicals, as PDFs give them for plain hanzi.

A font has one picture for a hanzi and its double, and many programs that read a PDF back take the
wrong one of the two: ⻓ for 长. No word with a double in it is found, and nobody sees why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpus.types import Cut, RemovalReason

# Radicals that have no NFKC form, but look as the hanzi does: the property
# Equivalent_Unified_Ideograph of the Unicode Character Database (EquivalentUnifiedIdeograph.txt,
# 14.0). Those that are only a part of hanzi (⺡, ⺮) never stand for a whole one and stay.
_RADICALS = (
    "⺁厂⺎兀⺒巳⺓幺⺝月⺠民⺩王⺬示⺻聿⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_HANZI_OF_RADICAL = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
_DOUBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")


def compatibility_forms(text: str) -> Iterator[Cut]:
    """Compatibility ideographs and radicals become the hanzi that they are doubles of.

    Nothing else is normalised: full-width letters and the like are what the author wrote.
    """
    for match in _DOUBLE.finditer(text):
        plain = _plain(match[0])
        if plain != match[0]:
            yield Cut(*match.span(), RemovalReason.COMPATIBILITY_FORM, plain)


def _plain(double: str) -> str:
    normal = unicodedata.normalize("NFKC", double)
    if normal != double and len(normal) == 1:
        return normal
    return _HANZI_OF_RADICAL.get(double, double)
