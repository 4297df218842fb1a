"""Questions that a whole document answers, from its title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.suggestions.candidate import Draft, Pattern
from rag.suggestions.document_names import DocumentName, is_name
from rag.suggestions.from_headings import question_of_effort

_STORY = re.compile(r"(?:——)?(?P<whose>[^—]+?)(?:工作)?(?:纪实|侧记|巡礼|掠影)$")
_DUTY = re.compile("(?:建设|管理|监管|治理|改革|发展|服务)$")
_AND = re.compile("[与和及]")


def questions_of_title(document: DocumentName) -> Iterator[Draft]:
    """The questions that a title leads to, in Simplified characters."""
    story = _STORY.search(document.title)
    if story and is_name(story["whose"]):
        yield Draft(f"{story['whose']}有哪些做法？", Pattern.DONE)
    elif not document.name.startswith("《"):
        yield from question_of_effort(document.title, document)
    duty = _AND.split(document.topic)[-1]
    if is_name(duty) and _DUTY.search(duty) and not document.is_of_rules:
        yield Draft(f"如何加强{duty}？", Pattern.HOW)
