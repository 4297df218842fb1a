"""The block of `key: value` lines between `---` that may open a Markdown file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.types import Metadata

FENCE = "---"
LONGEST_BLOCK = 60
KEY_LINE = re.compile(r"(?P<key>[\w.\- \u4e00-\u9fff]{1,40}?)\s*[:：](?:\s+(?P<value>.*))?$")
INNER_LINE = re.compile(r"\s*-\s+(?P<item>.*)$|\s+\S.*$|\s*(?:#.*)?$")
HANZI = re.compile(r"[\u4e00-\u9fff]")
FIELDS = {
    "title": "title",
    "标题": "title",
    "题目": "title",
    "標題": "title",
    "author": "author",
    "authors": "author",
    "作者": "author",
    "date": "date",
    "published": "date",
    "日期": "date",
    "发布日期": "date",
    "发布时间": "date",
    "發布日期": "date",
    "source": "origin",
    "origin": "origin",
    "来源": "origin",
    "來源": "origin",
    "出处": "origin",
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block states, and the text without it.

    Lines with a key in hanzi that is no field of `Metadata` stay in the text:
    their author wrote them to be read.
    """

    metadata: Metadata
    text: str


def split_front_matter(text: str) -> FrontMatter:
    r"""Take the block off a text with `\n` line ends; a text without one stays as it is."""
    lines = text.split("\n")
    end = _block_end(lines)
    if end == 0:
        return FrontMatter(Metadata(), text)
    fields: dict[str, list[str]] = {}
    kept: list[str] = []
    current = ""
    for line in lines[1:end]:
        key_line = KEY_LINE.match(line)
        if key_line is None:
            item = INNER_LINE.match(line)
            if current and item and item["item"]:
                fields[current].append(_plain(item["item"]))
            continue
        key = key_line["key"].strip()
        current = FIELDS.get(key.lower(), "")
        if current:
            fields.setdefault(current, []).extend(_values(key_line["value"] or ""))
        elif HANZI.search(key):
            kept.append(line)
    values = {name: "、".join(parts) for name, parts in fields.items()}
    metadata = Metadata(
        title=values.get("title", ""),
        author=values.get("author", ""),
        origin=values.get("origin", ""),
        date=values.get("date", ""),
    )
    return FrontMatter(metadata, "\n".join([*kept, *lines[end + 1 :]]))


def _block_end(lines: list[str]) -> int:
    """Index of the closing fence, or 0 when the text does not open with such a block."""
    if lines[0].strip() != FENCE:
        return 0
    for index, line in enumerate(lines[1 : LONGEST_BLOCK + 1], start=1):
        if line.strip() in {FENCE, "..."}:
            return index if index > 1 else 0
        if not KEY_LINE.match(line) and not INNER_LINE.match(line):
            return 0
    return 0


def _values(value: str) -> list[str]:
    inner = value.strip()
    if inner.startswith("[") and inner.endswith("]"):
        return [_plain(part) for part in re.split("[,，]", inner[1:-1]) if part.strip()]
    return [_plain(inner)] if inner else []


def _plain(value: str) -> str:
    stripped = value.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "\"'":
        return stripped[1:-1]
    return stripped
