"""RTF into its tokens: braces, control words and symbols, bytes of text."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple


class TokenKind(Enum):
    """What a token is; `HEX` and `TEXT` are bytes of text, written as codes or as they are."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    SYMBOL = auto()
    HEX = auto()
    TEXT = auto()
    END = auto()


class Token(NamedTuple):
    """`word` of a control word or symbol, with its `number` if it has one; `data` of text."""

    kind: TokenKind
    word: str = ""
    number: int | None = None
    data: bytes = b""


_END = Token(TokenKind.END)
_OPEN = Token(TokenKind.OPEN)
_CLOSE = Token(TokenKind.CLOSE)
# A byte above ASCII takes the next one along: as the second half of a hanzi it may be "\" or "}".
_TOKEN = re.compile(
    rb"(?P<text>(?:[\x81-\xfe][\x40-\xfe]|[^\\{}\r\n])+)"
    rb"|(?P<hex>(?:\\'[0-9A-Fa-f]{2})+)"
    rb"|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\(?P<symbol>[^A-Za-z])"
    rb"|(?P<open>\{)|(?P<close>\})"
    rb"|[\r\n]+|\\$",
    re.DOTALL,
)
_WESTERN_TOKEN = re.compile(
    _TOKEN.pattern.replace(rb"(?:[\x81-\xfe][\x40-\xfe]|[^\\{}\r\n])+", rb"[^\\{}\r\n]+"), re.DOTALL
)
_BRACE = re.compile(rb"[{}]|\\bin([0-9]{1,10})[ ]?|\\.", re.DOTALL)


class Scanner:
    """Goes through the bytes of a file; `has_double_bytes` as its code page tells."""

    def __init__(self, data: bytes) -> None:
        self.has_double_bytes = False
        self._data = data
        self._position = 0

    def next(self) -> Token:
        """The next token; binary data behind a control word is left out."""
        pattern = _TOKEN if self.has_double_bytes else _WESTERN_TOKEN
        while match := pattern.match(self._data, self._position):
            self._position = match.end()
            kind = match.lastgroup
            if kind == "text":
                return Token(TokenKind.TEXT, data=match["text"])
            if kind == "hex":
                return Token(
                    TokenKind.HEX, data=bytes.fromhex(match["hex"].decode()[2:].replace("\\'", ""))
                )
            if kind in {"word", "number"}:
                number = int(match["number"]) if match["number"] else None
                word = match["word"].decode()
                if word == "bin":
                    self._position += max(0, number or 0)
                    continue
                return Token(TokenKind.WORD, word, number)
            if kind == "symbol":
                return Token(TokenKind.SYMBOL, match["symbol"].decode("latin-1"))
            if kind is not None:
                return _OPEN if kind == "open" else _CLOSE
        return _END

    def skip_group(self) -> None:
        """Goes on to the brace that closes the present group, so that it comes next."""
        depth = 1
        while match := _BRACE.search(self._data, self._position):
            if match[0] == b"}":
                depth -= 1
                if depth == 0:
                    self._position = match.start()
                    return
            elif match[0] == b"{":
                depth += 1
            self._position = match.end() + int(match[1] or 0)
        self._position = len(self._data)
