"""Reads RTF: follows its groups, decodes its text font by font, tells its paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.parsers.base import UnsafeFileError
from corpus.parsers.composing.blocks import Block, Line, words_of
from corpus.parsers.docx_parts.symbols import raised
from corpus.parsers.rtf_parts.body import Body
from corpus.parsers.rtf_parts.charsets import (
    DOUBLE_BYTE,
    Font,
    codec_of_page,
    decode_run,
    shown_symbol,
)
from corpus.parsers.rtf_parts.scanner import Scanner, Token, TokenKind
from corpus.parsers.rtf_parts.state import (
    DEFAULT_FONT,
    NO_FONT,
    SETTINGS,
    SHOWN,
    Destination,
    State,
    Tables,
)
from corpus.parsers.rtf_parts.words import (
    CODEC_OF_WORD,
    KEPT_STARRED,
    MATH_PROPERTIES,
    PARAGRAPH_ENDS,
    SKIPPED_GROUPS,
    TEXT_OF_SYMBOL,
    TEXT_OF_WORD,
)

MAX_DEPTH = 1_000
SYMBOL_AREA = range(0xF020, 0xF100)

_DESTINATION_OF_WORD = {
    "footnote": Destination.NOTE,
    "shptxt": Destination.BOX,
    "dptxbxtext": Destination.BOX,
    "fonttbl": Destination.FONTS,
    "stylesheet": Destination.STYLES,
    "info": Destination.INFO,
}
_DESTINATION_WITHIN_INFO = {"title": Destination.TITLE, "author": Destination.AUTHOR}


@dataclass(frozen=True, slots=True)
class RtfContent:
    """What an RTF file holds; `unreadable` counts the characters that could not be decoded."""

    blocks: list[Block]
    title: str
    author: str
    unreadable: int


class RtfReader:
    """Goes once through a file."""

    def __init__(self, data: bytes) -> None:
        self._scanner = Scanner(data)
        self._state = State()
        self._stack: list[State] = []
        self._tables = Tables()
        self._bodies = [Body()]
        self._pending = bytearray()
        self._default_font = DEFAULT_FONT
        self._captured: list[str] = []
        self._fallback = 0
        self._previous = TokenKind.OPEN
        self._notes = 0
        self._unreadable = 0

    def read(self) -> RtfContent:
        """The whole content.

        Raises:
            UnsafeFileError: its groups are nested beyond all reason.
        """
        steps: dict[TokenKind, Callable[[Token], None]] = {
            TokenKind.OPEN: self._open,
            TokenKind.CLOSE: self._close,
            TokenKind.WORD: self._word,
            TokenKind.SYMBOL: self._symbol,
            TokenKind.HEX: self._bytes,
            TokenKind.TEXT: self._bytes,
        }
        while (token := self._scanner.next()).kind is not TokenKind.END:
            steps[token.kind](token)
            self._previous = token.kind
            if token.kind is TokenKind.CLOSE and not self._stack:
                break  # what stands behind the document is no part of it
        while self._stack:
            self._close(token)
        info = self._tables.info
        return RtfContent(
            blocks=self._bodies[0].end(),
            title=info.get(Destination.TITLE, "").strip(),
            author=info.get(Destination.AUTHOR, "").strip(),
            unreadable=self._unreadable,
        )

    def _open(self, _: Token) -> None:
        self._flush()
        self._fallback = 0
        if len(self._stack) >= MAX_DEPTH:
            raise UnsafeFileError(
                f"The RTF document nests more than {MAX_DEPTH:,} groups in one another.",
                remedy="Open it in the program that made it and save it again.",
            )
        self._stack.append(self._state)
        self._state = replace(self._state, is_star=False)

    def _close(self, _: Token) -> None:
        self._flush()
        self._fallback = 0
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        if ended.destination is self._state.destination:
            if ended.destination in {Destination.FONTS, Destination.STYLES}:
                self._tables.add_entry(ended, self._take_captured())
        elif ended.destination in SHOWN:
            inner = self._bodies.pop().end()
            self._bodies[-1].defer(
                self._numbered(inner) if ended.destination is Destination.NOTE else inner
            )
        elif ended.destination in {Destination.TITLE, Destination.AUTHOR}:
            self._tables.info[ended.destination] = self._take_captured()

    def _numbered(self, note: list[Block]) -> list[Block]:
        self._notes += 1
        return [Line(f"[注{self._notes}] {words_of(note)}")]

    def _bytes(self, token: Token) -> None:
        data = token.data
        if self._fallback:
            skipped = min(self._fallback, len(data))
            self._fallback -= skipped
            data = data[skipped:]
        self._pending += data

    def _symbol(self, token: Token) -> None:
        if token.word == "*":
            self._state.is_star = self._previous is TokenKind.OPEN
        elif self._fallback:
            self._fallback -= 1
        elif token.word in {"\r", "\n"}:
            self._end_paragraph()
        elif token.word in {"\\", "{", "}"}:
            self._pending += token.word.encode()
        elif words := TEXT_OF_SYMBOL.get(token.word):
            self._write(words)

    def _word(self, token: Token) -> None:
        if self._fallback:
            self._fallback -= 1
            return
        word, number = token.word, token.number
        is_star, self._state.is_star = self._state.is_star, False
        if self._is_skipped(word, is_star=is_star):
            self._flush()
            self._scanner.skip_group()
        elif words := TEXT_OF_WORD.get(word):
            self._write(" " if self._state.is_mark and words == "\t" else words)
        elif word in PARAGRAPH_ENDS:
            self._end_paragraph()
        elif setting := SETTINGS.get(word):
            self._flush()
            setting(self._state, 1 if number is None else number)
        elif handler := _HANDLERS.get(word):
            self._flush()
            handler(self, number or 0)
        elif word in _DESTINATION_OF_WORD or word in _DESTINATION_WITHIN_INFO:
            self._enter(word)
        elif codec := CODEC_OF_WORD.get(word):
            self._set_codec(codec)

    def _is_skipped(self, word: str, *, is_star: bool) -> bool:
        if is_star and word not in KEPT_STARRED and word not in _DESTINATION_OF_WORD:
            return True
        return word in SKIPPED_GROUPS or MATH_PROPERTIES.fullmatch(word) is not None

    def _enter(self, word: str) -> None:
        self._flush()
        destination = _DESTINATION_OF_WORD.get(word)
        if destination is None:
            if self._state.destination is not Destination.INFO:
                return
            destination = _DESTINATION_WITHIN_INFO[word]
        if destination in SHOWN:
            self._bodies.append(Body())
        self._captured.clear()
        self._state.destination = destination

    def _write(self, words: str) -> None:
        self._flush()
        self._put(words)

    def _flush(self) -> None:
        if self._pending:
            words = decode_run(bytes(self._pending), self._font, self._tables.codec)
            self._pending.clear()
            self._put(words)

    def _put(self, words: str) -> None:
        state = self._state
        if state.destination in SHOWN:
            if not state.is_hidden and not state.is_deleted:
                self._unreadable += words.count("\N{REPLACEMENT CHARACTER}")
                self._bodies[-1].write(raised(words) if state.is_raised else words)
        elif state.destination is Destination.FONTS and words.endswith(";"):
            self._tables.add_entry(state, self._take_captured() + words)
        elif state.destination is not Destination.INFO:
            self._captured.append(words)

    @property
    def _font(self) -> Font:
        number = self._state.font
        chosen = self._default_font if number == DEFAULT_FONT else number
        return self._tables.fonts.get(chosen, NO_FONT)

    def _take_captured(self) -> str:
        words = "".join(self._captured)
        self._captured.clear()
        return words

    def _end_paragraph(self) -> None:
        self._flush()
        if self._state.destination in SHOWN:
            level = self._tables.level_of(self._state)
            self._bodies[-1].end_paragraph(level, in_table=self._state.in_table)

    def _set_codec(self, codec: str) -> None:
        self._tables.codec = codec
        self._scanner.has_double_bytes = codec in DOUBLE_BYTE

    # What single control words do; `number` stands behind the word, 0 if there is none.

    def set_page(self, number: int) -> None:
        """Code page of the document."""
        self._set_codec(codec_of_page(number))

    def set_default_font(self, number: int) -> None:
        """The font of text that names none."""
        self._default_font = number

    def set_charset(self, number: int) -> None:
        """Character set of the font that is being defined."""
        self._tables.set_charset(self._state.font, number)

    def set_font_page(self, number: int) -> None:
        """Code page of the font that is being defined."""
        self._tables.set_page(self._state.font, number)

    def write_unicode(self, number: int) -> None:
        """One UTF-16 unit; its repetition for old programs follows."""
        code = number % 0x10000
        in_symbols = code in SYMBOL_AREA
        self._put(shown_symbol(code, self._font.name) if in_symbols else chr(code))
        self._fallback = self._state.fallback_length

    def end_cell(self, _: int) -> None:
        """End of a cell."""
        self._bodies[-1].end_cell()

    def end_row(self, _: int) -> None:
        """End of a row."""
        self._bodies[-1].end_row()

    def part_nested(self, _: int) -> None:
        """End of a cell of a table within a cell."""
        self._put(" ")


_HANDLERS: dict[str, Callable[[RtfReader, int], None]] = {
    "ansicpg": RtfReader.set_page,
    "deff": RtfReader.set_default_font,
    "fcharset": RtfReader.set_charset,
    "cpg": RtfReader.set_font_page,
    "u": RtfReader.write_unicode,
    "cell": RtfReader.end_cell,
    "row": RtfReader.end_row,
    "nestcell": RtfReader.part_nested,
    "nestrow": RtfReader.part_nested,
}
