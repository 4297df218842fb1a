"""Where lines end: not inside Latin words and numbers, nor before closing marks."""

from __future__ import annotations

import re

_PIECE = re.compile(r"(?:[!-~]+ *|[^!-~])[，。；：！？、”）》]*|.")


def broken(words: str, width: float, indent: float = 0) -> list[str]:
    """The lines of a paragraph; a line has room for `width` hanzi, the first one for less."""
    lines, line = [], ""
    room = width - indent
    for piece in _PIECE.findall(words):
        if line and width_of(line + piece.rstrip()) > room:
            lines.append(line.rstrip())
            line, room = piece.lstrip(" "), width
        else:
            line += piece
    return [*lines, line] if line.strip() else lines


def width_of(words: str) -> float:
    """Of a line in hanzi; Latin letters and figures are half as wide."""
    return sum(0.5 if character.isascii() else 1 for character in words)
