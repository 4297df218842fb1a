"""The title that a PDF states: many hold what a program put there."""

from __future__ import annotations

import re

from corpus.parsers.pdf_parts.legibility import is_garbled, unknown_characters

LONGEST = 120
SHORTEST = 2

_MADE_BY_A_PROGRAM = re.compile(
    r"^(?:microsoft\s+(?:word|powerpoint|excel|office)\b|powerpoint\b|wps\s|untitled|无标题|無標題"
    r"|未命名|文档\s?\d*$|文件\s?\d*$|幻灯片\s?\d*$|document\s?\d*$|slide\s?\d*$|print|about:|https?:"
    r"|\(?none\)?$|title$|标题$|scan\b|扫描)"
    r"|\.(?:docx?|pdf|xlsx?|pptx?|wps|et|dps|txt|indd|tex|dvi|ps|html?|rtf|odt|cdr|p65|fm)\b"
    r"|[\\/].*[\\/]",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"[\w.+~-]*[\d_][\w.+~-]*", re.ASCII)


def plausible_title(stated: str) -> str:
    """The stated title where somebody seems to have written it, else an empty string."""
    title = " ".join(stated.split())
    if (
        not SHORTEST <= len(title) <= LONGEST
        or not _LETTER.search(title)
        or _MADE_BY_A_PROGRAM.search(title)
        or _CODE.fullmatch(title)
        or unknown_characters(title)
        or "?" * 3 in title
        or is_garbled(title)
    ):
        return ""
    return title
