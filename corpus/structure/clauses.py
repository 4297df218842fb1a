"""Which paragraph (款) and item (项) of an article a place of a text lies in.

A law is cited as 第十二条第二款第（三）项. Its paragraphs carry no numbers: they are counted, from
the one behind the label; items （一）, （二） belong to the paragraph before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from corpus.chinese_numerals import chinese_numeral, value_of
from corpus.normalize import search_form
from corpus.numbered_parts import leading_part

SEPARATOR = " / "
_CN = "一二三四五六七八九十百千零〇"
_SPACE = " \t\u3000\u00a0"
_LABEL = rf"第[{_CN}\d]{{1,7}}[条條](?:之[{_CN}])?"
_IS_LABEL = re.compile(_LABEL)
# 第十二条规定的 and 第十条至第十二条 cite an article, they do not begin one.
_ARTICLE = re.compile(rf"{_LABEL}(?![的至和或及、，。）)]|[规規]定|所[列称稱述]|第)")
_BEGINS_LINE = rf"^[{_SPACE}#*]*"
_BEHIND_SENTENCE = rf"(?<=[。；：”）)])[{_SPACE}]+"
_DIVISION = re.compile(
    rf"(?:{_BEGINS_LINE}|{_BEHIND_SENTENCE})第[{_CN}\d]{{1,7}}[编編章节節](?=[{_SPACE}\n])"
    rf"|{_BEGINS_LINE}附[{_SPACE}]*[件录錄]",
    re.MULTILINE,
)
_DIVISION_BEFORE = re.compile(rf"第[{_CN}\d]{{1,7}}[编編章节節][^\n。；]{{0,40}}$")
# Before an item, and before what follows the items.
_CUT_IN_LINE = re.compile(
    rf"(?<=[：:；;。，,、])[{_SPACE}]*(?=[（(][{_CN}]{{1,3}}[)）])"
    r"|(?<=。)(?=(?:有|违反|違反|依照|依据|按照)?前[一二两三]?[款项項])"
)
# Where an article is one line, its paragraphs' ends survive as blanks behind their last marks.
_CUT_IN_ONLY_LINE = re.compile(rf"{_CUT_IN_LINE.pattern}|(?<=[。！？；：”’）)])[{_SPACE}]+(?=\S)")
_ITEM = re.compile(rf"[（(]([{_CN}]{{1,3}})[)）]")
_BELOW_ITEM = re.compile(r"\d{1,2}[.．、]|[（(]\d{1,2}[)）]|[①-⑳]|\|")
_CLOSED = re.compile(r"[。！？；：:;”’）)…]$")
_SHORTEST_PROSE = 20
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_LONGEST_HEADING = 60
_LONGEST_ARTICLE = 20_000
_WINDOWS = (2_000, 20_000, 200_000)


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph by its number, 0 where a place is in none, and an item by its numeral."""

    paragraph: int
    item: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article at `[start, end)`, label and all; `parts` are its paragraphs and items."""

    label: str
    start: int
    end: int
    parts: tuple[tuple[int, _Place], ...]

    @property
    def token(self) -> str:
        """As in `numbered_parts`: "条:12", "条:12-1" of 第十二条之一."""
        return leading_part(search_form(self.label))

    @property
    def number(self) -> int:
        """12, of 第十二条之一, too."""
        return int(self.token.partition(":")[2].partition("-")[0] or 0)

    @property
    def body_end(self) -> int:
        """The end of its last paragraph or item: before a signature, say."""
        end = self.end
        for start, place in reversed(self.parts):
            if place.paragraph:
                return end
            end = start
        return self.end

    def span_of(self, paragraph: int, item: int) -> tuple[int, int] | None:
        """Where a paragraph, with its items, or an item lies; 0 names none, None: there is none.

        Of items that several paragraphs have, the first is meant where no paragraph is named.
        """
        held = [
            (start, end)
            for (start, place), (end, _) in pairwise((*self.parts, (self.end, _Place(0))))
            if (place.paragraph == paragraph if paragraph else place.paragraph)
            and (not item or value_of(place.item) == item)
        ]
        if not held:
            return None
        return held[0] if item else (held[0][0], held[-1][1])

    def place_at(self, position: int) -> _Place:
        """The last part that begins at or before `position`; the label is of the first."""
        found = self.parts[0][1] if self.parts else _Place(0)
        for start, place in self.parts:
            if start > position:
                break
            found = place
        return found

    def named(self, place: _Place) -> str:
        """第十二条第二款第（三）项; the only paragraph of an article has no number."""
        paragraphs = {part.paragraph for _, part in self.parts if part.paragraph}
        numbered = place.paragraph and len(paragraphs) > 1
        paragraph = f"第{chinese_numeral(place.paragraph)}款" if numbered else ""
        return self.label + paragraph + (f"第（{place.item}）项" if place.item else "")


def is_article(section: str) -> bool:
    """Whether the last element of a section path is an article, `第十二条`."""
    return _IS_LABEL.fullmatch(section.rpartition(SEPARATOR)[2]) is not None


@lru_cache(maxsize=64)
def articles_of(text: str) -> tuple[Article, ...]:
    """The articles of a text, in order; found once for documents that are asked about often."""
    return tuple(_read_article(text, m) for m in _ARTICLE.finditer(text) if _opens(text, m))


def clause_at(text: str, section: str, position: int) -> str:
    """`section` with its article refined to the paragraph and item that `position` lies in.

    Without an article at its end the section is returned as it is. Only the text of the article
    is looked at.
    """
    return clause_of(text, section, position, position + 1)


def clause_of(text: str, section: str, start: int, end: int) -> str:
    """As `clause_at` for the span `[start, end)`: the smallest clause that holds all of it."""
    above, separator, label = section.rpartition(SEPARATOR)
    if not is_article(section):
        return section
    article = _article_at(text, label, start)
    if article is None:
        return section
    first, last = article.place_at(start), article.place_at(max(start, end - 1))
    if end > article.end or first.paragraph != last.paragraph:
        return above + separator + article.label
    place = first if first == last else _Place(first.paragraph)
    return above + separator + article.named(place)


def _article_at(text: str, label: str, position: int) -> Article | None:
    """The article that `position` lies in; None where the one called `label` does not come before.

    A passage may go on behind its first article: the nearest label names the article.
    """
    for window in _WINDOWS:
        begin = max(0, position - window)
        labels = [
            match
            for match in _ARTICLE.finditer(text, begin, position + _LONGEST_HEADING)
            if match.start() <= position and _opens(text, match)
        ]
        if any(_same(match[0], label) for match in labels):
            return _read_article(text, labels[-1])
        if begin == 0:
            break
    return None


def _same(label: str, other: str) -> bool:
    return label.replace("條", "条") == other.replace("條", "条")


def _opens(text: str, label: re.Match[str]) -> bool:
    """Whether a label stands where an article begins, and not in a sentence."""
    before = text[max(0, label.start() - _LONGEST_HEADING) : label.start()]
    words = before.rstrip(_SPACE + "#*")
    if not words or words[-1] == "\n":
        return True
    if words[-1] in "。！？；：”）)":
        return len(words) < len(before) or text[label.end() : label.end() + 1] in _SPACE
    return _DIVISION_BEFORE.search(words) is not None


def _read_article(text: str, label: re.Match[str]) -> Article:
    limit = min(len(text), label.end() + _LONGEST_ARTICLE)
    following = (
        match.start()
        for match in _ARTICLE.finditer(text, label.end(), limit)
        if _opens(text, match)
    )
    end = next(following, limit)
    division = _DIVISION.search(text, label.end(), end)
    end = division.start() if division else end
    return Article(label[0], label.start(), end, tuple(_parts(text, label.end(), end)))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, _Place]]:
    """Where the paragraphs and items of the text of an article begin."""
    paragraph, is_closed = 0, True
    for piece_start, piece_end in _pieces(text, start, end):
        piece = text[piece_start:piece_end]
        is_prose = _CLOSED.search(piece) is not None or len(piece) >= _SHORTEST_PROSE
        item = _ITEM.match(piece)
        if item:
            paragraph = max(1, paragraph)
            yield piece_start, _Place(paragraph, item[1])
        elif is_closed and not _BELOW_ITEM.match(piece):
            paragraph += is_prose
            yield piece_start, _Place(paragraph if is_prose else 0)
        is_closed = _CLOSED.search(piece) is not None or text.startswith("\n\n", piece_end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs and items, also where they share a line, without white space around them."""
    lines = [match.span() for match in _LINE.finditer(text, start, end)]
    pattern = _CUT_IN_LINE if len(lines) > 1 else _CUT_IN_ONLY_LINE
    for line_start, line_end in lines:
        cuts = [match.end() for match in pattern.finditer(text, line_start, line_end)]
        borders = sorted({line_start, *cuts, line_end})
        for left, right in pairwise(borders):
            words = text[left:right].strip()
            if words:
                begin = text.index(words, left)
                yield begin, begin + len(words)
