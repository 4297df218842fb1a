"""Signs of the symbol fonts (Wingdings, Symbol) as characters, and raised figures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SURROGATES, _PRIVATE_END = 0xD800, 0xF8FF
_SYMBOL_FONT = 0xF000

_WINGDINGS = {
    **{0x80 + value: sign for value, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8B + value: sign for value, sign in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
    0x22: "✂",
    0x28: "☎",
    0x2A: "✉",
    0x4A: "☺",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x72: "❒",
    0x75: "◆",
    0x76: "❖",
    0x9F: "•",
    0xA1: "○",
    0xA7: "▪",
    0xA8: "□",
    0xAB: "★",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {
    **dict(enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", 0x41)),
    **dict(enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ", 0x61)),
    0x22: "∀",
    0x24: "∃",
    0x5E: "⊥",
    0x7E: "∼",
    0xA2: "′",
    0xA3: "≤",
    0xA5: "∞",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB6: "∂",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBA: "≡",
    0xBB: "≈",
    0xC7: "∩",
    0xC8: "∪",
    0xCE: "∈",
    0xD0: "∠",
    0xD1: "∇",
    0xD2: "®",
    0xD3: "©",
    0xD4: "™",
    0xD6: "√",
    0xD7: "⋅",
    0xDE: "⇒",
    0xE5: "∑",
    0xF2: "∫",
}
_FONTS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
)
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LONGEST_RAISED = 4


def symbol(font: str, code: int) -> str:
    """The character that stands at `code` in a font; "" if that cannot be told."""
    signs = _FONTS.get(font.strip().lower())
    if signs is not None:
        return signs.get(code - _SYMBOL_FONT if code >= _SYMBOL_FONT else code, "")
    is_character = 0x20 <= code < 0x110000 and not _SURROGATES <= code <= _PRIVATE_END
    return chr(code) if is_character else ""


def raised(words: str) -> str:
    """Superscript figures as characters, so that 10 to the third does not read as 103."""
    figures = words.strip()
    if 0 < len(figures) <= _LONGEST_RAISED and all(ord(c) in _RAISED for c in figures):
        return words.translate(_RAISED)
    return words
