"""A conversation as a page for printing; addresses are relative to `/conversations/{id}`."""

from __future__ import annotations

import html

from ui.history.texts import HistoryTexts
from ui.history.transcript import Marker, Transcript, WrittenSource, WrittenTurn
from ui.languages import Language
from ui.static_files import static_link

_ROOT = "../"


def print_page(written: Transcript, texts: HistoryTexts, language: Language) -> str:
    """The whole page."""
    turns = "".join(_turn(turn, texts) for turn in written.turns)
    made = texts.made_of(len(written.turns), written.count)
    return _page(
        written.title,
        f"<h1>{_text(written.title)}</h1><p class='made'>{made}</p>"
        f"<p class='tools'><button type='button' id='print'>{texts.print_it}</button></p>"
        f"{turns or f'<p>{texts.empty}</p>'}",
        language,
    )


def gone_page(texts: HistoryTexts, language: Language) -> str:
    """That the conversation is not there, or not this person's."""
    return _page(texts.gone_title, f"<h1>{texts.gone_title}</h1><p>{texts.gone}</p>", language)


def _page(title: str, body: str, language: Language) -> str:
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{html.escape(title)}</title>"
        f"<link rel='icon' href='{_ROOT}{static_link('icon.svg')}' type='image/svg+xml'>"
        f"<link rel='stylesheet' href='{_ROOT}{static_link('transcript.css')}'>"
        f"<script src='{_ROOT}{static_link('transcript.js')}' defer></script>"
        f"</head><body><main>{body}</main></body></html>"
    )


def _turn(turn: WrittenTurn, texts: HistoryTexts) -> str:
    parts = [f"<h2>{_text(turn.question)}</h2><p class='made'>{turn.asked}</p>"]
    if turn.understood_as:
        parts.append(f"<p class='made'>{texts.understood_as}{_text(turn.understood_as)}</p>")
    if not turn.lines:
        parts.append(f"<p>{texts.not_found}</p>")
    if turn.headline:
        parts.append(f"<p><strong>{_text(turn.headline)}</strong></p>")
    parts += [f"<p>{''.join(map(_piece, line))}</p>" for line in turn.lines]
    if turn.sources:
        sources = "".join(map(_source, turn.sources))
        parts.append(f"<h3>{texts.sources}</h3><ul>{sources}</ul>")
    return f"<section>{''.join(parts)}</section>"


def _source(source: WrittenSource) -> str:
    return (
        f"<li>{_piece(source.marker)} <b>{_text(source.title)}</b> "
        f"<span class='place'>{_text(source.place)}</span>"
        f"<blockquote>{_text(source.quote)}</blockquote></li>"
    )


def _piece(piece: str | Marker) -> str:
    if isinstance(piece, Marker):
        return f"<a href='{html.escape(piece.address)}'>[{piece.number}]</a>"
    return _text(piece)


def _text(text: str) -> str:
    return f"<bdi>{html.escape(text)}</bdi>" if text else ""
