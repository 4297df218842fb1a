"""Blanks: indents, blanks at line ends, empty lines, blanks that tear hanzi apart.

One blank between two phrases of hanzi stays: titles and headings are built
with it, and in a text of one line it is the last trace of a paragraph's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.cleaner.lines import BLANK
from corpus.types import Cut, RemovalReason

HAN = r"\u3400-\u9fff\uf900-\ufaff"
OPENING = "“‘（《〈「『【〔"
CLOSING = "”’）》〉」』】〕，。、；：！？"
WIDE_BLANK = BLANK.replace(" ", "").replace("\t", "")
NARROW_FOREIGN_BLANK = re.compile(f"[{WIDE_BLANK.replace(chr(0x3000), '')}]")
# Indents before hanzi and full-width marks go; those of lists and code stay.
LINE_EDGES = re.compile(
    rf"^[{BLANK}]+(?=[{HAN}{OPENING}—])|^[ \t]*[{WIDE_BLANK}][{BLANK}]*|(?<![{BLANK}])[{BLANK}]++$",
    re.MULTILINE,
)
EMPTY_LINES = re.compile(r"\A\n+|(?<!\n)\n++\Z|(?<=\n\n)\n+")
BESIDE_MARKS = re.compile(
    rf"(?<=[{OPENING}、，])[{BLANK}]+(?=[{HAN}])|(?<=[{HAN}])[{BLANK}]+(?=[{CLOSING}])"
)
GAP = re.compile(rf"(?<=[{HAN}])[{BLANK}]+(?=[{HAN}])")
NAME_LINE = re.compile(
    r"^(?=.{1,60}$).*(?:□|[记記]者|作者|通[讯訊][员員]|主[讲講]人|撰稿|[文图]\s*[/／:：]).*$",
    re.MULTILINE,
)
SPACED_NAME = re.compile(rf"(?<![{HAN}])([{HAN}])([{BLANK}]+)[{HAN}](?![{HAN}])")
LINE = re.compile(r"[^\n]+")
HANZI = re.compile(f"[{HAN}]")
MARK = re.compile(r"[，。；：！？、,;:]")
MIN_GAPS = 5
MIN_HANZI = 40
MAX_HANZI_PER_GAP = 4
MAX_HANZI_PER_MARK = 30


def line_edges(text: str) -> Iterator[Cut]:
    """Indents before hanzi and blanks at line ends go."""
    return _cuts(LINE_EDGES, text)


def empty_lines(text: str) -> Iterator[Cut]:
    """One empty line at most between two lines, none at the start and the end."""
    return _cuts(EMPTY_LINES, text)


def blanks_beside_marks(text: str) -> Iterator[Cut]:
    """No blank between a hanzi and the full-width mark that belongs to it."""
    return _cuts(BESIDE_MARKS, text)


def _cuts(pattern: re.Pattern[str], text: str) -> Iterator[Cut]:
    return (Cut(*match.span(), RemovalReason.SPACING) for match in pattern.finditer(text))


def foreign_blanks(text: str) -> Iterator[Cut]:
    """No-break and other typographic blanks become ordinary ones."""
    for match in NARROW_FOREIGN_BLANK.finditer(text):
        yield Cut(*match.span(), RemovalReason.SPACING, " ")


def spaced_names(text: str) -> Iterator[Cut]:
    """`张 三` in a line of names becomes `张三`."""
    for line in NAME_LINE.finditer(text):
        for match in SPACED_NAME.finditer(text, *line.span()):
            yield Cut(*match.span(2), RemovalReason.SPACING)


def torn_sentences(text: str) -> Iterator[Cut]:
    """Blanks between the hanzi of a sentence go when they stand every few characters."""
    for line in LINE.finditer(text):
        gaps = [match.span() for match in GAP.finditer(text, *line.span())]
        if len(gaps) >= MIN_GAPS and _is_torn(line[0], len(gaps)):
            for start, end in gaps:
                yield Cut(start, end, RemovalReason.SPACING)


def _is_torn(line: str, gaps: int) -> bool:
    """Whether `line` is prose, full of gaps; lists of names and tables have few marks."""
    hanzi = len(HANZI.findall(line))
    marks = len(MARK.findall(line))
    full_of_gaps = hanzi >= MIN_HANZI and hanzi <= MAX_HANZI_PER_GAP * gaps
    return full_of_gaps and hanzi <= MAX_HANZI_PER_MARK * marks
