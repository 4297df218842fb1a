"""The title of a Word file among its headings, and what its properties say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.parsers.composing.blocks import Heading, Line
from corpus.parsers.composing.stated_titles import plausible_title
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.contents import ContentsEntry, DocxBlock
from corpus.types import Metadata

_TITLE, _SECTION = 1, 2
_MOST_BEFORE_TITLE = 5
_LONGEST_OPENING = 1500

_BREAK = re.compile(r"[^\S\n]*\n\s*")
_HANZI_AROUND = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][\d\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
    r"|\d[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
)
_LABEL = re.compile(r"第\S{1,6}(?:编|篇|章|节|部分)$")
_NUMBERED = re.compile(
    r"第\S{1,6}(?:编|篇|章|节|条|部分)|[一二三四五六七八九十]+、|\d+(?:[.、．]|\s)"
)
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z]+)+")
_NO_PERSON = re.compile(
    r"用户|用戶|管理|系统|微软|作者|公司|电脑|电子|办公|Microsoft|Windows|Office|User|Admin|Word"
    r"|雨林木风|番茄花园|深度技术|萝卜家园|之家|..[局部处處科厅廳院办辦会會室委队站所]$",
    re.IGNORECASE,
)


def with_title(blocks: Sequence[DocxBlock]) -> list[DocxBlock]:
    """`blocks` with one title at most, and with headings of one line.

    Title is what has the style of a title, over several paragraphs perhaps; without one, the only
    heading of the first level if it opens the document.
    """
    joined = _joined_titles(blocks)
    headings = [block for block in joined if isinstance(block, Heading)]
    if any(heading.level == _TITLE for heading in headings):
        return joined
    if not headings or not _opens_document(headings, joined):
        return joined
    return [
        replace(block, level=block.level - 1) if isinstance(block, Heading) else block
        for block in joined
    ]


def title_of(blocks: Sequence[DocxBlock]) -> str:
    """The words of the title; "" if there is none."""
    headings = (block for block in blocks if isinstance(block, Heading))
    return next((heading.words for heading in headings if heading.level == _TITLE), "")


def stated_metadata(properties: Element | None, title: str, text: str) -> Metadata:
    """Title and author; the properties of a file are believed only where they are plausible.

    Many a file was made from another one and still has its properties: a title in them counts if
    the text opens with it, too. Dates in them are those of the file.
    """
    if properties is None:
        return Metadata(title=title)
    stated = plausible_title(properties.findtext(f"{_DUBLIN_CORE}title") or "")
    opening = "".join(text[:_LONGEST_OPENING].split())
    author = (properties.findtext(f"{_DUBLIN_CORE}creator") or "").strip()
    is_person = _PERSON.fullmatch(author) and not _NO_PERSON.search(author)
    return Metadata(
        title=title or (stated if "".join(stated.split()) in opening else ""),
        author=author if is_person else "",
    )


def one_line_heading(words: str) -> str:
    """`words` without their line breaks; hanzi and figures on its sides belong together."""

    def between(match: re.Match[str]) -> str:
        before, after = words[: match.start()], words[match.end() :]
        is_within = _HANZI_AROUND.match(before[-1:] + after[:1]) and not _LABEL.search(before)
        return "" if is_within else " "

    return _BREAK.sub(between, words.strip())


def _joined_titles(blocks: Sequence[DocxBlock]) -> list[DocxBlock]:
    joined: list[DocxBlock] = []
    title: list[str] = []
    is_over = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == _TITLE and not is_over:
            title.append(block.words)
            continue
        if title and not is_over and not _is_blank(block):
            joined.append(Heading(one_line_heading("\n".join(title)), _TITLE))
            is_over = True
        joined.append(_as_section(block) if isinstance(block, Heading) else block)
    if title and not is_over:
        joined.append(Heading(one_line_heading("\n".join(title)), _TITLE))
    return joined


def _as_section(heading: Heading) -> Heading:
    return Heading(one_line_heading(heading.words), max(heading.level, _SECTION))


def _is_blank(block: DocxBlock) -> bool:
    return isinstance(block, Line) and not block.words.strip()


def _opens_document(headings: Sequence[Heading], blocks: Sequence[DocxBlock]) -> bool:
    """Whether the first heading is the only one of its level, not numbered, and near the top."""
    first = headings[0]
    if first.level != _SECTION or _NUMBERED.match(first.words):
        return False
    if any(heading.level == _SECTION for heading in headings[1:]):
        return False
    before = blocks[: next(i for i, block in enumerate(blocks) if block is first)]
    said = [b for b in before if not _is_blank(b) and not isinstance(b, ContentsEntry)]
    return len(said) <= _MOST_BEFORE_TITLE
