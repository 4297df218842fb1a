"""Numbers of lists and headings in OpenDocument files, as they are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.parsers.composing import shown_numbers
from corpus.parsers.containers.odf_package import STYLE, TEXT
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_values import whole_number

BULLET_MARK = "-"

_PLACE = re.compile(r"%(\d+)%")
_BULLETS = (f"{TEXT}list-level-style-bullet", f"{TEXT}list-level-style-image")
# By the first character of style:num-format: "1", "a", or a row such as "一, 二, 三, ...".
_FIGURES: dict[str, shown_numbers.Shown] = {
    "a": shown_numbers.letters,
    "A": shown_numbers.upper(shown_numbers.letters),
    "i": shown_numbers.roman,
    "I": shown_numbers.upper(shown_numbers.roman),
    "一": shown_numbers.hanzi,
    "壹": shown_numbers.cheque_hanzi,
    "甲": shown_numbers.one_of(shown_numbers.STEMS),
    "子": shown_numbers.one_of(shown_numbers.BRANCHES),
    "①": shown_numbers.one_of(shown_numbers.CIRCLED),
    "１": shown_numbers.full_width,
}


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """How one level of a list is numbered; `pattern`, if there is one, is "第%1%章"."""

    figures: str = ""
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    start: int = 1
    shown_levels: int = 1
    is_bullet: bool = False

    def figure(self, number: int) -> str:
        """A number without what stands around it; "" where the level has none."""
        return _FIGURES.get(self.figures[0], str)(number) if self.figures else ""


NO_NUMBER = LevelStyle()


def level_styles(style: Element | None) -> Mapping[int, LevelStyle]:
    """The levels of a list style or of the style of the outline, from 1."""
    if style is None:
        return {}
    return {whole_number(level, f"{TEXT}level", 1): _level_style(level) for level in style}


def _level_style(level: Element) -> LevelStyle:
    patterns = (value for key, value in level.attrib.items() if str(key).endswith("list-format"))
    return LevelStyle(
        figures=level.get(f"{STYLE}num-format", ""),
        prefix=level.get(f"{STYLE}num-prefix", ""),
        suffix=level.get(f"{STYLE}num-suffix", ""),
        pattern=str(next(patterns, "")),
        start=whole_number(level, f"{TEXT}start-value", 1),
        shown_levels=whole_number(level, f"{TEXT}display-levels", 1),
        is_bullet=level.tag in _BULLETS,
    )


@dataclass(slots=True)
class Count:
    """How far a list has come, on every level."""

    numbers: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, styles: Mapping[int, LevelStyle], start: int | None = None) -> str:
        """Counts one item on a level, which may `start` anew, and gives its number or mark."""
        style = styles.get(level, NO_NUMBER)
        for deeper in [known for known in self.numbers if known > level]:
            del self.numbers[deeper]
        following = self.numbers[level] + 1 if level in self.numbers else style.start
        self.numbers[level] = following if start is None else start
        return BULLET_MARK if style.is_bullet else self._shown(level, styles, style)

    def _shown(self, level: int, styles: Mapping[int, LevelStyle], style: LevelStyle) -> str:
        if not style.figures:
            # A level without figures may still show a word before each item.
            return (style.prefix + style.suffix).strip()
        if style.pattern:
            return _PLACE.sub(
                lambda match: self._figure(int(match[1]), styles), style.pattern
            ).strip()
        first = max(level - style.shown_levels, 0) + 1
        parts = (self._figure(each, styles) for each in range(first, level + 1))
        return (style.prefix + ".".join(filter(None, parts)) + style.suffix).strip()

    def _figure(self, level: int, styles: Mapping[int, LevelStyle]) -> str:
        style = styles.get(level, NO_NUMBER)
        return style.figure(self.numbers.get(level, style.start))
