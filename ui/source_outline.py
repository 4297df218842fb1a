"""The headings of a source as a table of contents."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ui.plain_text import beginning, one_line
from ui.source_texts import SourceTexts
from ui.source_view import OutlineEntry

_SHOWN = 40
_LEAST = 3
_MOST = 150
_LEVELS = 2


def outline_html(entries: Sequence[OutlineEntry], texts: SourceTexts, *, is_folded: bool) -> str:
    """Links to the upper headings, "" where there are few; folded away where room is short."""
    upper = [entry for entry in entries if entry.level <= _LEVELS]
    if len(upper) < _LEAST:
        return ""
    items = "".join(map(_item, upper[:_MOST])) + ("<li>…</li>" if len(upper) > _MOST else "")
    name = html.escape(texts.outline)
    if is_folded:
        return (
            f'<details class="wy-outline wy-outline--folded"><summary>{name}</summary>'
            f"<ol>{items}</ol></details>"
        )
    return f'<nav class="wy-outline" aria-label="{name}"><h2>{name}</h2><ol>{items}</ol></nav>'


def _item(entry: OutlineEntry) -> str:
    words = html.escape(one_line(beginning(entry.text, _SHOWN)))
    return (
        f'<li class="wy-outline__level{entry.level}"><a href="#{entry.anchor}">'
        f"<bdi>{words}</bdi></a></li>"
    )
