"""A conversation as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ui.history.texts import HistoryTexts
from ui.history.transcript import Marker, Transcript, WrittenTurn

MEDIA_TYPE = "text/markdown; charset=utf-8"

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#~|&!])")
# At the beginning of a line these would make a list or a heading.
_LINE_SIGNS = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))")


def markdown(written: Transcript, texts: HistoryTexts) -> str:
    """The whole conversation, ending with a line end."""
    made = texts.made_of(len(written.turns), written.count)
    parts = [f"# {_plain(written.title)}", made]
    for turn in written.turns:
        parts += _turn(turn, texts)
    if not written.turns:
        parts.append(texts.empty)
    return "\n\n".join(part for part in parts if part) + "\n"


def _turn(turn: WrittenTurn, texts: HistoryTexts) -> Iterator[str]:
    yield f"## {_plain(turn.question)}"
    yield f"*{turn.asked}*"
    if turn.understood_as:
        yield f"*{texts.understood_as}{_plain(turn.understood_as)}*"
    if not turn.lines:
        yield texts.not_found
    if turn.headline:
        yield f"**{_plain(turn.headline)}**"
    for line in turn.lines:
        yield "".join(_piece(piece) for piece in line)
    if turn.sources:
        yield f"{texts.sources}:"
        yield "\n".join(
            f"- {_piece(source.marker)} {_plain(source.title)} · {_plain(source.place)}\n"
            f"  > {_plain(source.quote)}"
            for source in turn.sources
        )


def _piece(piece: str | Marker) -> str:
    if isinstance(piece, Marker):
        return f"[\\[{piece.number}\\]](<{piece.address}>)"
    return _plain(piece)


def _plain(text: str) -> str:
    """`text` with nothing in it that Markdown could act on."""
    return _LINE_SIGNS.sub(_escaped_beginning, _SIGNS.sub(r"\\\1", text))


def _escaped_beginning(match: re.Match[str]) -> str:
    blank, sign, number, point = match.groups()
    return f"{blank}\\{sign}" if sign else f"{blank}{number}\\{point}"
