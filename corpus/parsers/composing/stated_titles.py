"""Titles that files state of themselves: programs fill them with what is none."""

from __future__ import annotations

import re

LONGEST_TITLE = 80

_GENERIC = re.compile(
    r"(?:microsoft\s+)?(?:power\s*point|word|excel|office|wps|impress|writer)?\s*"
    r"(?:presentation|document|slides?|title|untitled|template|new|no\s*title|"
    r"演示文稿|演示文檔|文档|文稿|幻灯片|投影片|簡報|标题|標題|无标题|無標題|未命名|模板|新建)"
    r"(?:\s*(?:presentation|document|文档|演示文稿|幻灯片))?\s*\d*",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\.(?:pptx?|ppsx?|potx?|dps|docx?|wps|odt|odp|rtf|pdf|txt|html?)$"
    r"|^microsoft (?:word|powerpoint) - |www\.|https?:|ppt模板|^[\W\d_]*$|\ufffd|[\x00-\x1f]",
    re.IGNORECASE,
)


def plausible_title(stated: str) -> str:
    """`stated` if it can be a title, else "": no program's default, file name or web address."""
    title = " ".join(stated.split())
    if len(title) > LONGEST_TITLE or _GENERIC.fullmatch(title) or _NO_TITLE.search(title):
        return ""
    return title
