"""Markdown: the text a reader sees, with heading marks, list marks and table bars left.

Heading marks stay because the headings are found by them. Emphasis, code and
link marks go, in code blocks nothing does. HTML is text like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.mojibake import decode_text
from corpus.parsers.front_matter import split_front_matter
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.types import ParsedFile, RawFile, ReadingFacts

MAX_MARKS_IN_LINE = 400
FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
UNDERLINE = re.compile(r" {0,3}(?:=+|-{3,})[ \t]*$")
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$")
TABLE_ROW = re.compile(r"[ \t]*\|(?P<cells>.*[^\\])\|[ \t]*$")
QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+")
NOT_A_PARAGRAPH = re.compile(r"[ \t]*(?:$|[-*+>#|]|\d+[.)]\s|`{3}|~{3})")
DEFINITION = re.compile(r" {0,3}\[(?P<label>[^\]^][^\]]*)\]:[ \t]+\S+(?:[ \t]+[\"'(].*)?[ \t]*$")
TARGET = r"\((?:[^()\n]|\([^()\n]*\))*\)"
INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>[^\n]+?)(?<!`)(?P=ticks)(?!`)"
    rf"|!\[(?P<alt>[^\[\]\n]*)\]{TARGET}"
    rf"|\[(?P<link>[^\[\]\n]+)\]{TARGET}"
    r"|\[(?P<reference>[^\[\]\n^][^\[\]\n]*)\]\[(?P<label>[^\[\]\n]*)\]"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]+)>"
    r"|\*\*(?P<strong>(?=\S)(?:(?!\*\*).)+?(?<=\S))\*\*"
    r"|(?<![\w_])__(?P<strong_>(?=\S)(?:(?!__).)*?[^\x00-\x7f ](?:(?!__).)*?(?<=\S))__(?![\w_])"
    r"|(?<![*A-Za-z0-9])\*(?P<stressed>(?=[^\s*])[^*\n]+?(?<=[^\s*]))\*(?![*A-Za-z0-9])"
)
HEADING_TEXT = re.compile(r"# (?P<text>.+)")


def parse_markdown(raw: RawFile) -> ParsedFile:
    """Decode a Markdown file and take its marks off; a first heading gives the title."""
    decoded = decode_text(raw.data)
    block = split_front_matter(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = list(_readable_lines(block.text.split("\n")))
    metadata = block.metadata
    if not metadata.title:
        heading = next(filter(None, (HEADING_TEXT.fullmatch(line) for line in lines)), None)
        metadata = replace(metadata, title=heading["text"].strip() if heading else "")
    return ParsedFile(
        text="\n".join(lines),
        encoding=decoded.encoding,
        metadata=metadata,
        losses=decoding_losses(decoded),
        facts=ReadingFacts(warnings=decoding_warnings(decoded)),
    )


def _readable_lines(lines: list[str]) -> Iterator[str]:
    labels = {match["label"].lower() for line in lines if (match := DEFINITION.match(line))}
    fence = ""
    for index, line in enumerate(lines):
        mark = FENCE.match(line)
        if fence:
            if mark and mark["mark"].startswith(fence) and not mark["info"].strip():
                fence = ""
            else:
                yield line
        elif mark:
            fence = mark["mark"]
        elif not DEFINITION.match(line):
            following = lines[index + 1] if index + 1 < len(lines) else ""
            yield from _block_line(line, lines[index - 1] if index else "", following, labels)


def _block_line(line: str, previous: str, following: str, labels: set[str]) -> Iterator[str]:
    """The line as it is read: none for marks that only rule or underline."""
    paragraph = not NOT_A_PARAGRAPH.match(line)
    if heading := HEADING.match(line):
        yield f"{heading['marks']} {_plain(heading['text'], labels)}"
    elif paragraph and not previous.strip() and UNDERLINE.match(following):
        level = "#" if "=" in following else "##"
        yield f"{level} {_plain(line.strip(), labels)}"
    elif UNDERLINE.match(line) and previous.strip() and not NOT_A_PARAGRAPH.match(previous):
        return
    elif RULE.match(line):
        yield ""
    elif TABLE_RULE.match(line):
        return
    elif row := TABLE_ROW.match(line):
        yield _plain(row["cells"].strip(), labels)
    else:
        yield _plain(QUOTE.sub("", line, count=1), labels)


def _plain(text: str, labels: set[str]) -> str:
    """`text` without the marks of emphasis, code and links."""
    if sum(map(text.count, "*_`[\\")) > MAX_MARKS_IN_LINE:
        return text

    def shown(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind in {"escaped", "code", "alt", "address"}:
            return match[kind].strip() if kind == "code" else match[kind]
        if kind == "label" and (match["label"] or match["reference"]).lower() not in labels:
            return match[0]
        return _plain(match["reference" if kind == "label" else str(kind)], labels)

    return INLINE.sub(shown, text)
