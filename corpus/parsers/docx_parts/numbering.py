"""Numbers of the lists and headings of a Word file, counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corpus.parsers.composing.shown_numbers import (
    BRANCHES,
    CIRCLED,
    STEMS,
    cheque_hanzi,
    full_width,
    hanzi,
    one_of,
    roman,
    upper,
)
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.names import attribute, child, children, inner, is_on, number
from corpus.parsers.docx_parts.styles import Styles

LEVELS = 9
PLAIN_BULLET = "•"

_PLACE = re.compile(r"%([1-9])")
# Behind these the gap to the words is part of the sign.
_WIDE_ENDS = "、，。：；）》】〕」．﹒⑴⒈"
_BLANKS = " \t\u3000\u00a0"
_MOST_CIRCLED = 20
_TRADITIONAL = str.maketrans("贰叁陆", "貳參陸")
_FIGURES = str.maketrans("0123456789", "〇一二三四五六七八九")


def _digits(value: int) -> str:
    return str(value).translate(_FIGURES)


def _repeated_letter(value: int) -> str:
    """After z comes aa, then bb."""
    turns, place = divmod(value - 1, 26)
    return chr(ord("a") + place) * (turns + 1) if 0 < value <= 26 * LEVELS else str(value)


def _hanzi_below_hundred(value: int) -> str:
    return hanzi(value) if value < 100 else _digits(value)


def _ordinal(value: int) -> str:
    """1 → "1st"."""
    is_teen = 10 < value % 100 < 20
    return f"{value}{'th' if is_teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _stem_and_branch(value: int) -> str:
    return STEMS[(value - 1) % len(STEMS)] + BRANCHES[(value - 1) % len(BRANCHES)]


_SHOWN: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "none": lambda _: "",
        "bullet": lambda _: "",
        "decimalZero": lambda value: f"{value:02}",
        "lowerRoman": roman,
        "upperRoman": upper(roman),
        "lowerLetter": _repeated_letter,
        "upperLetter": upper(_repeated_letter),
        "chineseCounting": _hanzi_below_hundred,
        "taiwaneseCounting": _hanzi_below_hundred,
        "chineseCountingThousand": hanzi,
        "taiwaneseCountingThousand": hanzi,
        "japaneseCounting": hanzi,
        "ideographDigital": _digits,
        "taiwaneseDigital": _digits,
        "japaneseDigitalTenThousand": _digits,
        "chineseLegalSimplified": cheque_hanzi,
        "ideographLegalTraditional": lambda value: cheque_hanzi(value).translate(_TRADITIONAL),
        "ideographTraditional": one_of(STEMS),
        "ideographZodiac": one_of(BRANCHES),
        "ideographZodiacTraditional": _stem_and_branch,
        "ideographEnclosedCircle": one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
        "decimalEnclosedCircle": one_of(CIRCLED[:_MOST_CIRCLED]),
        "decimalEnclosedCircleChinese": one_of(CIRCLED[:_MOST_CIRCLED]),
        "decimalEnclosedParen": one_of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
        "decimalEnclosedFullstop": one_of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
        "decimalFullWidth": full_width,
        "decimalFullWidth2": full_width,
        "ordinal": _ordinal,
        "numberInDash": lambda value: f"- {value} -",
    }
)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Attributes:
        start: its first number.
        format: the name of its numerals ("chineseCounting").
        text: its sign; "%1" stands for the number of the first level.
        is_tight: nothing stands between the sign and the words.
        restart: it starts anew under each level below this one (from 0).
        is_legal: all numbers of the sign are shown in Arabic figures.
        style: the paragraph style that belongs to it.
    """

    start: int
    format: str
    text: str
    is_tight: bool
    restart: int
    is_legal: bool
    style: str


_NO_SIGN = Level(1, "none", "", is_tight=True, restart=LEVELS, is_legal=False, style="")


@dataclass(frozen=True, slots=True)
class _List:
    """A list (`w:num`): lists of one `definition` go on counting where the other stopped."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbering:
    """Counts the numbered paragraphs of a file in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._lists = {} if root is None else _read_lists(root, styles)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of(self, list_id: str, style: str) -> int:
        """The level of a list that belongs to a paragraph style, else the first."""
        found = self._lists.get(list_id)
        levels = {} if found is None else found.levels
        return next((i for i, level in levels.items() if style and level.style == style), 0)

    def count(self, list_id: str, level: int) -> Level | None:
        """Counts a paragraph; its level with the sign filled in, None if it has no number."""
        found = self._lists.get(list_id)
        if found is None or level not in found.levels:
            return None
        counts = self._counts.setdefault(found.definition, [None] * LEVELS)
        self._step(counts, list_id, found, level)
        own = found.levels[level]
        return own if own.format == "bullet" else _filled(own, found, counts)

    def _step(self, counts: list[int | None], list_id: str, found: _List, level: int) -> None:
        for higher in range(level):  # one that is skipped counts as if it were there
            if counts[higher] is None:
                counts[higher] = _start_of(found, higher)
                self._begun.add((list_id, higher))
        last, start = counts[level], _start_of(found, level)
        is_new = level in found.starts and (list_id, level) not in self._begun
        self._begun.add((list_id, level))
        counts[level] = start if last is None or is_new else last + 1
        for deeper in range(level + 1, LEVELS):
            if level < found.levels.get(deeper, _NO_SIGN).restart:
                counts[deeper] = None


def labelled(sign: Level | None, words: str) -> str:
    """`words` behind the sign of their level, with the gap that is shown between them."""
    label = "" if sign is None else shown_sign(sign)
    if sign is None or not label:
        return words
    if not words.strip():
        return label
    tight = sign.is_tight or label[-1] in _WIDE_ENDS
    return f"{label}{'' if tight else ' '}{words.lstrip(_BLANKS)}"


def shown_sign(sign: Level) -> str:
    """The number or bullet; signs of symbol fonts become a plain bullet."""
    text = sign.text.strip(_BLANKS)
    if sign.format != "bullet":
        return text
    is_of_symbol_font = (
        text.isalnum() or text == "§" or any("\ue000" <= c <= "\uf8ff" for c in text)
    )
    return PLAIN_BULLET if is_of_symbol_font or not text else text


def _filled(own: Level, found: _List, counts: list[int | None]) -> Level:
    def number_at(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        count = counts[place]
        value = _start_of(found, place) if count is None else count
        shown = _SHOWN.get(found.levels.get(place, _NO_SIGN).format, str)
        return (str if own.is_legal and shown(value) else shown)(value)

    text = _PLACE.sub(number_at, own.text)
    return Level(own.start, own.format, text, own.is_tight, own.restart, own.is_legal, own.style)


def _start_of(found: _List, level: int) -> int:
    return found.starts.get(level, found.levels.get(level, _NO_SIGN).start)


def _read_lists(root: Element, styles: Styles) -> dict[str, _List]:
    definitions = {
        attribute(each, "abstractNumId"): each for each in children(root, "w:abstractNum")
    }
    owners = {attribute(num, "numId"): num for num in children(root, "w:num")}
    return {
        list_id: _read_list(num, definitions, owners, styles) for list_id, num in owners.items()
    }


def _read_list(
    num: Element, definitions: Mapping[str, Element], owners: Mapping[str, Element], styles: Styles
) -> _List:
    identity = attribute(child(num, "w:abstractNumId"), "val")
    link = attribute(child(definitions.get(identity), "w:numStyleLink"), "val")
    if link:  # the levels stand in the definition of a style
        owner = owners.get(styles.of(link).numbering)
        identity = attribute(child(owner, "w:abstractNumId"), "val") or identity
    definition = definitions.get(identity)
    levels = {} if definition is None else _levels_of(definition)
    starts: dict[int, int] = {}
    for override in children(num, "w:lvlOverride"):
        place, start = number(override, "ilvl"), number(child(override, "w:startOverride"))
        levels |= _levels_of(override)
        if place is not None and start is not None:
            starts[place] = start
    return _List(identity, levels, starts)


def _levels_of(element: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for level in children(element, "w:lvl"):
        place = number(level, "ilvl")
        if place is not None and 0 <= place < LEVELS:
            levels[place] = _read_level(level, place)
    return levels


def _read_level(level: Element, place: int) -> Level:
    start = number(child(level, "w:start"))
    restart = number(child(level, "w:lvlRestart"))
    formats = [attribute(each, "val") for each in inner(level, "w:numFmt")]
    return Level(
        start=0 if start is None else start,
        format=formats[-1] if formats else "decimal",
        text=attribute(child(level, "w:lvlText"), "val"),
        is_tight=attribute(child(level, "w:suff"), "val") == "nothing",
        restart=place if restart is None else restart,
        is_legal=is_on(child(level, "w:isLgl")),
        style=attribute(child(level, "w:pStyle"), "val"),
    )
