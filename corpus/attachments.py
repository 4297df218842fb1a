"""The attachments that a document names: `附件：1. 台账 2. 自查表`, or headings at its end."""

from __future__ import annotations

import re

from corpus.cleaner.lines import BLANK

LONGEST_NAME = 80
MOST_LINES = 40
LABEL = rf"(?:#{{1,6}} )?(?:\*\*)?附[{BLANK}]*件"
LIST = re.compile(
    rf"^[{BLANK}]*{LABEL}(?:下载|列表|目录)?(?:\*\*)?[{BLANK}]*[:：](?:\*\*)?", re.MULTILINE
)
ITEM = re.compile(rf"(?:^|(?<=[{BLANK}；;。]))(?P<number>\d{{1,2}})[{BLANK}]*[.．、](?=\D)")
HEADING = re.compile(
    rf"^[{BLANK}]*{LABEL}[{BLANK}]*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})?(?:\*\*)?"
    rf"(?:[{BLANK}:：—-]+(?P<name>[^\s:：—-][^\n。；]*))?$",
    re.MULTILINE,
)
AROUND = BLANK + "；;。，,*"
NO_NAME = frozenset(("", "无", "略", "如下"))


def attachments_of(text: str) -> tuple[str, ...]:
    """Names of the attachments, in their order; a list of them goes before their headings."""
    for match in LIST.finditer(text):
        lines = text[match.end() : match.end() + MOST_LINES * LONGEST_NAME].split("\n")
        if names := _listed([line.strip(AROUND) for line in lines[:MOST_LINES]]):
            return names
    headed = (_headed(text, match) for match in HEADING.finditer(text))
    return tuple(dict.fromkeys(name for name in headed if _is_name(name)))


def _listed(lines: list[str]) -> tuple[str, ...]:
    """The names of a list that begins in the first of `lines`, or in the next one with text."""
    filled = [line for line in lines if line]
    if lines[0] and not ITEM.match(lines[0]):
        return (lines[0],) if _is_name(lines[0]) else ()
    names: list[str] = []
    for index, line in enumerate(filled):
        items = _items(line, len(names) + 1)
        follows = _items((*filled, "")[index + 1], len(names) + 1)
        if not items and names and follows and _is_name(names[-1] + line):
            names[-1] += line  # a name that goes on in the next line
        elif not items:
            break
        names += items
    return tuple(filter(_is_name, names))


def _items(line: str, first: int) -> list[str]:
    """The items of a line that begins with number `first`; their numbers rise by one."""
    starts: list[re.Match[str]] = []
    for match in ITEM.finditer(line):
        if int(match["number"]) == first + len(starts) and (starts or match.start() == 0):
            starts.append(match)
    if not starts:
        return []
    ends = [match.start() for match in starts[1:]] + [len(line)]
    return [line[match.end() : end].strip(AROUND) for match, end in zip(starts, ends, strict=True)]


def _headed(text: str, match: re.Match[str]) -> str:
    """What the heading names, or the first line below it."""
    if match["name"]:
        return match["name"].strip(AROUND)
    below = text[match.end() : match.end() + 4 * LONGEST_NAME].lstrip(BLANK + "\n")
    return below.partition("\n")[0].lstrip("#").strip(AROUND)


def _is_name(name: str) -> bool:
    return name not in NO_NAME and len(name) <= LONGEST_NAME and "。" not in name
