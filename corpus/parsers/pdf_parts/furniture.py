"""Running heads, feet and page numbers: lines at the edges of pages that come again and again.

A line is furniture only with every line nearer to the edge, and in the margin of its page.
Numbers that count the pages do not make lines different.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.cleaner.lines import STRUCTURE
from corpus.parsers.pdf_parts.page import PageText, Row, rows_of
from corpus.types import RemovalReason

# The margins in which furniture stands, in parts of the page's height, and how many rows of it.
MARGIN = 0.16
DEEPEST_ROW = 3
SAME_HEIGHT = 6.0
LARGEST = 1.15
# So often a line comes again; in short documents on every page.
MIN_REPEATS = 3
LONGEST = 120

_NUMBER = re.compile(r"\d+")
_NUMERAL = r"(?:\d{1,5}|[ivxlcIVXLC]{1,7}|[一二三四五六七八九十百零〇]{1,6})"
_SAYS_PAGE = re.compile(
    rf"(?:第\s*{_NUMERAL}\s*[页頁](?:\s*[,，/／]?\s*[共總总]\s*{_NUMERAL}\s*[页頁])?"
    rf"|[—–\-－·•*~～]+\s*{_NUMERAL}\s*[—–\-－·•*~～]+"
    rf"|(?:[Pp]age|PAGE|[Pp]\.)\s*{_NUMERAL}(?:\s*(?:of|OF|/)\s*{_NUMERAL})?"
    rf"|{_NUMERAL}\s*(?:of|[/／])\s*{_NUMERAL})"
)
_ENDS_SENTENCE = re.compile(r"(?:[。！？；，]|[a-z][.])[”’」』）)]*$")
_BARE_NUMBER = re.compile(r"\d{1,5}|[ivxlc]{1,7}|[IVXLC]{1,7}")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a page has at its edges beside its body, each row with the reason why it goes."""

    top: tuple[tuple[Row, RemovalReason], ...] = ()
    bottom: tuple[tuple[Row, RemovalReason], ...] = ()


@dataclass(slots=True)
class _Candidates:
    """Rows at the edges of all pages by page number, the outermost first."""

    top: dict[int, list[Row]] = field(default_factory=dict)
    bottom: dict[int, list[Row]] = field(default_factory=dict)


def furniture_of(pages: Sequence[PageText], body_size: float) -> Mapping[int, Furniture]:
    """The furniture of each page, by page number; pages without any are left out."""
    candidates = _candidates(pages, body_size)
    found: dict[int, Furniture] = {}
    tops = _furniture_at(candidates.top)
    bottoms = _furniture_at(candidates.bottom)
    for number in sorted({*tops, *bottoms}):
        bottom = tuple(reversed(bottoms.get(number, [])))
        found[number] = Furniture(tuple(tops.get(number, [])), bottom)
    return found


def _candidates(pages: Sequence[PageText], body_size: float) -> _Candidates:
    found = _Candidates()
    for page in pages:
        limit = MARGIN * page.height
        near = [
            segment
            for segment in page.segments
            if segment.y0 < limit or segment.y1 > page.height - limit
        ]
        rows = [row for row in rows_of(near) if row.size <= LARGEST * body_size]
        small = [row for row in rows if len(row.text) <= LONGEST]
        top = [row for row in small if row.y1 <= limit]
        bottom = [row for row in small if row.y0 >= page.height - limit]
        found.top[page.number] = top[:DEEPEST_ROW]
        found.bottom[page.number] = bottom[: -DEEPEST_ROW - 1 : -1]
    return found


def _furniture_at(
    edge: Mapping[int, Sequence[Row]],
) -> dict[int, list[tuple[Row, RemovalReason]]]:
    offset = _page_offset(edge)
    repeated = _repeated(edge, offset)
    found: dict[int, list[tuple[Row, RemovalReason]]] = {}
    for number, rows in edge.items():
        taken: list[tuple[Row, RemovalReason]] = []
        for row in rows:
            key = _key(row, number, offset, max(edge))
            is_repeated = any((key, slot) in repeated for slot in _slots(row))
            reason = _reason(row, number, offset, is_repeated=is_repeated)
            if reason is None:
                break
            taken.append((row, reason))
        if taken:
            found[number] = taken
    return found


def _reason(
    row: Row,
    number: int,
    offset: int | None,
    *,
    is_repeated: bool,
) -> RemovalReason | None:
    text = row.text.strip()
    if _SAYS_PAGE.fullmatch(text):
        return RemovalReason.PAGE_NUMBER
    if _BARE_NUMBER.fullmatch(text) and _counts_pages(text, number, offset):
        return RemovalReason.PAGE_NUMBER
    # The last line of a paragraph may happen to come again; a running head is no sentence.
    return RemovalReason.RUNNING_HEAD if is_repeated and not _ENDS_SENTENCE.search(text) else None


def _counts_pages(text: str, number: int, offset: int | None) -> bool:
    if text.isdigit():
        return int(text) - number == (offset if offset is not None else 0)
    return offset is not None or number < 40


def _page_offset(edge: Mapping[int, Sequence[Row]]) -> int | None:
    """By how much the numbers printed on most pages differ from their places in the file."""
    votes: Counter[int] = Counter()
    for number, rows in edge.items():
        offsets = {int(n[:6]) - number for row in rows for n in _NUMBER.findall(row.text)}
        votes.update(offsets)
    if not votes:
        return None
    offset, count = max(votes.items(), key=lambda vote: (vote[1], -abs(vote[0])))
    return offset if count >= 2 and 2 * count >= len(edge) else None


def _key(row: Row, number: int, offset: int | None, last: int) -> str:
    """The text of a row with a sign for the numbers of its page and of the last one."""
    plain = " ".join(row.text.split())
    if offset is None or STRUCTURE.match(plain):
        return plain
    counted = {str(number + offset), str(last + offset)}
    return _NUMBER.sub(lambda match: "#" if match[0] in counted else match[0], plain)


def _slots(row: Row) -> Iterator[int]:
    """The heights at which a row is looked for: its own and the next ones."""
    slot = round(row.baseline / SAME_HEIGHT)
    yield from (slot - 1, slot, slot + 1)


def _repeated(edge: Mapping[int, Sequence[Row]], offset: int | None) -> set[tuple[str, int]]:
    """Texts with their height that stand on several pages."""
    pages: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for number, rows in edge.items():
        for row in rows:
            slot = round(row.baseline / SAME_HEIGHT)
            pages[_key(row, number, offset, max(edge)), slot].add(number)
    least = min(MIN_REPEATS, max(2, len(edge)))
    return {place for place, numbers in pages.items() if len(numbers) >= least}
