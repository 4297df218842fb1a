"""What an RTF reader remembers: the state of each group, and the tables at the head of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from corpus.parsers.rtf_parts.charsets import DEFAULT_CODEC, Font
from corpus.parsers.rtf_parts.words import HEADING_STYLE, TITLE_STYLE

DEEPEST_OUTLINE = 8
BODY_TEXT = 9
NO_FONT = Font()
DEFAULT_FONT = -1


class Destination(Enum):
    """Where the text of a group goes."""

    BODY = auto()
    NOTE = auto()
    BOX = auto()
    FONTS = auto()
    STYLES = auto()
    INFO = auto()
    TITLE = auto()
    AUTHOR = auto()


SHOWN = frozenset({Destination.BODY, Destination.NOTE, Destination.BOX})


@dataclass(slots=True)
class State:
    """What a group inherits and gives back at its end.

    Attributes:
        fallback_length: how many bytes behind a Unicode character repeat it for old programs.
        is_mark: it is the number or the bullet of an item of a list.
        outline: level of the paragraph from 0; BODY_TEXT for none.
        is_star: the group began with the mark of those that may be left out.
    """

    destination: Destination = Destination.BODY
    font: int = DEFAULT_FONT
    fallback_length: int = 1
    is_hidden: bool = False
    is_deleted: bool = False
    is_raised: bool = False
    is_mark: bool = False
    style: int = 0
    outline: int = BODY_TEXT
    in_table: bool = False
    is_star: bool = False


@dataclass(slots=True)
class Tables:
    """What the tables at the head of the file say; `levels` are those of headings, by style."""

    codec: str = DEFAULT_CODEC
    fonts: dict[int, Font] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    info: dict[Destination, str] = field(default_factory=dict)

    def set_charset(self, font: int, charset: int) -> None:
        """Notes the character set of a font."""
        self.fonts[font] = replace(self.fonts.get(font, NO_FONT), charset=charset)

    def set_page(self, font: int, page: int) -> None:
        """Notes the code page of a font."""
        self.fonts[font] = replace(self.fonts.get(font, NO_FONT), page=page or None)

    def add_entry(self, state: State, name: str) -> None:
        """Notes the name of a font or of a style."""
        plain = name.strip().removesuffix(";").strip()
        if not plain:
            return
        if state.destination is Destination.FONTS:
            self.fonts[state.font] = replace(self.fonts.get(state.font, NO_FONT), name=plain)
        elif heading := HEADING_STYLE.fullmatch(plain):
            self.levels[state.style] = 1 + int(heading[1])
        elif TITLE_STYLE.fullmatch(plain):
            self.levels[state.style] = 1
        elif state.outline <= DEEPEST_OUTLINE:
            self.levels[state.style] = 2 + state.outline

    def level_of(self, state: State) -> int:
        """The level of a heading, 1 for the title of the document; 0 for other paragraphs."""
        if state.outline <= DEEPEST_OUTLINE:
            return self.levels.get(state.style) or 2 + state.outline
        return self.levels.get(state.style, 0)


def _font(state: State, number: int) -> None:
    state.font = number


def _fallback_length(state: State, number: int) -> None:
    state.fallback_length = max(0, number)


def _hidden(state: State, number: int) -> None:
    state.is_hidden = number != 0


def _deleted(state: State, number: int) -> None:
    state.is_deleted = number != 0


def _raised(state: State, number: int) -> None:
    state.is_raised = number != 0


def _not_raised(state: State, _: int) -> None:
    state.is_raised = False


def _plain(state: State, _: int) -> None:
    state.font, state.is_raised = DEFAULT_FONT, False
    state.is_hidden = state.is_deleted = False


def _new_paragraph(state: State, _: int) -> None:
    state.style, state.outline, state.in_table = 0, BODY_TEXT, False


def _style(state: State, number: int) -> None:
    state.style = number


def _outline(state: State, number: int) -> None:
    state.outline = number


def _in_table(state: State, number: int) -> None:
    state.in_table = number != 0


def _mark(state: State, _: int) -> None:
    state.is_mark = True


# Control words that change the state; one without a number counts as 1.
SETTINGS: Mapping[str, Callable[[State, int], None]] = {
    "f": _font,
    "uc": _fallback_length,
    "v": _hidden,
    "deleted": _deleted,
    "super": _raised,
    "sub": _not_raised,
    "nosupersub": _not_raised,
    "plain": _plain,
    "pard": _new_paragraph,
    "s": _style,
    "outlinelevel": _outline,
    "intbl": _in_table,
    "listtext": _mark,
    "pntext": _mark,
}
