"""Styles and scripts of the chat page, as elements of its head."""

from __future__ import annotations

from ui.static_files import static_link

_STYLES = ("chat.css", "answer_actions.css", "history_panel.css")
# Before Gradio's own, which read language and theme.
_EARLY = ("language.js", "theme.js")
_SCRIPTS = (
    "question_box.js",
    "chat.js",
    "answer_actions.js",
    "history_panel.js",
    "source_panel.js",
    "embed.js",
)


def page_head() -> str:
    """The elements, with addresses relative to the page's folder."""
    styles = (f'<link rel="stylesheet" href="../{static_link(name)}">' for name in _STYLES)
    icon = f'<link rel="icon" href="../{static_link("icon.svg")}" type="image/svg+xml">'
    early = (f'<script src="../{static_link(name)}"></script>' for name in _EARLY)
    deferred = (f'<script src="../{static_link(name)}" defer></script>' for name in _SCRIPTS)
    return "".join((*styles, icon, *early, *deferred))
