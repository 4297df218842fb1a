"""Which texts say nearly the same: MinHash of character trigrams, then a look at the texts.

Likeness alone proves nothing: yearly reports and forms are alike and say different things. So a
passage counts as repeated only where its figures and, of whole documents, the titles agree too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from corpus.bylines import date_of
from corpus.normalize import search_form
from corpus.types import short_hash

PERMUTATIONS = 128
# Broder's banding: of pairs with a Jaccard index of 0.8, 0.95 share one of the bands, of pairs
# with 0.9 all but one in ten thousand (1 - (1 - j ** rows) ** bands).
BANDS, ROWS_OF_BAND = 16, 8
SIGNATURE_DTYPE = np.dtype("<u4")
MIN_LIKENESS = 0.8
MIN_CONTAINED = 0.9
MIN_OVERLAP = 0.5
# In larger groups every row is only paired with the first.
LARGEST_FULL_GROUP = 20
MIN_REPEATED = 60

_SEED = 20_101
_SHINGLE = 3
_BLANK = re.compile(r"\s+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿〇零两]{2,}")
_NUMERAL = re.compile("[0-9一二三四五六七八九十百千万亿〇零两]")
_TITLE_NOISE = re.compile(r"[\W_]+|转载|副本|copy|最终版|定稿", re.IGNORECASE)
_LEAST_TITLE = 4
_LONGEST_BYLINE = 60
# "This regulation is in force from today" says something else in every regulation.
_OF_ITSELF = re.compile(
    "本(?:办法|规定|规范|规则|规程|细则|条例|通知|意见|公告|方案|制度|标准|指南|指引|手册|合同|协议|报告|文|法|章程"
    "|会|次|届|年度?|月|季度|期|项目|公司|单位|局|厅|委|院|所|中心|校|市|省|县|区|镇|乡|村)"
)


def plain_words(text: str) -> str:
    """A text as it is compared: search form without blanks."""
    return _BLANK.sub("", search_form(text))


def shingles(words: str) -> set[str]:
    """The character trigrams of `plain_words`."""
    return {words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1)}


def signature(text: str) -> bytes:
    """MinHash of a text's trigrams, `PERMUTATIONS` little-endian uint32.

    Broder 1997, doi:10.1109/SEQUEN.1997.666900.
    """
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update(sorted(shingles(plain_words(text))))
    return np.array(sketch.digest(), dtype=SIGNATURE_DTYPE).tobytes()


def candidate_pairs(signatures: NDArray[np.uint32]) -> set[tuple[int, int]]:
    """Pairs (i, j), i < j, of rows of `signatures` (n, PERMUTATIONS) that share a band."""
    pairs: set[tuple[int, int]] = set()
    if len(signatures) < 2:
        return pairs
    for band in range(BANDS):
        columns = signatures[:, band * ROWS_OF_BAND : (band + 1) * ROWS_OF_BAND]
        _, inverse = np.unique(np.ascontiguousarray(columns), axis=0, return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        borders = np.flatnonzero(np.diff(inverse[order])) + 1
        for group in np.split(order, borders):
            members = sorted(map(int, group))
            if len(members) <= LARGEST_FULL_GROUP:
                pairs |= set(combinations(members, 2))
            else:
                pairs |= {(members[0], member) for member in members[1:]}
    return pairs


def may_be_same_document(title: str, other: str) -> bool:
    """Whether two titles can be of one document: equal, or one within the other, same figures."""
    first, second = _title_key(title), _title_key(other)
    if sorted(_FIGURE.findall(first)) != sorted(_FIGURE.findall(second)):
        return False
    short, long = sorted((first, second), key=len)
    return first == second or (len(short) >= _LEAST_TITLE and short in long)


def _title_key(title: str) -> str:
    return _TITLE_NOISE.sub("", search_form(title))


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text with its passages (id → words), prepared for comparison."""

    words: str
    passages: Mapping[int, str]


def compared_words(text: str) -> str:
    """`plain_words` of a text without the short lines that only say when it was published."""
    lines = text.split("\n")
    return plain_words("\n".join(line for line in lines if not _says_when(line)))


def _says_when(line: str) -> bool:
    is_byline = 0 < len(line) <= _LONGEST_BYLINE and line[-1] not in "。！？；，"
    return is_byline and bool(date_of([line], [], ""))


def repeated_passages(older: ComparedText, newer: ComparedText) -> dict[int, int]:
    """Passages of `older` that `newer` repeats → the passage there that is most like each.

    Empty unless the texts as a whole are alike. A passage is repeated where nearly all its
    trigrams stand in the newer text, and all that hold a part of a figure.
    """
    old, new = shingles(older.words), shingles(newer.words)
    if not old or not new or len(old & new) < MIN_LIKENESS * len(old | new):
        return {}
    figures = set(_FIGURE.findall(newer.words))
    targets = {key: shingles(words) for key, words in newer.passages.items()}
    found: dict[int, int] = {}
    for key, words in older.passages.items():
        own = shingles(words)
        changed = own - new
        if not own or len(changed) > (1 - MIN_CONTAINED) * len(own):
            continue
        if not set(_FIGURE.findall(words)) <= figures or any(map(_NUMERAL.search, changed)):
            continue
        best = max(targets, key=lambda target: len(own & targets[target]), default=None)
        if best is not None and len(own & targets[best]) >= MIN_OVERLAP * len(own):
            found[key] = best
    return found


def words_key(text: str) -> str:
    """Equal for passages that say the same wherever they stand; "" if that cannot be known.

    A short passage, or one that speaks of the document it stands in, means what its context says.
    """
    words = plain_words(text)
    if len(words) < MIN_REPEATED or _OF_ITSELF.search(words):
        return ""
    return short_hash(words)


def connected(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The groups that pairs join, each sorted."""
    parent: dict[int, int] = {}

    def top(item: int) -> int:
        parent.setdefault(item, item)
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for first, second in pairs:
        parent[top(first)] = top(second)
    groups: dict[int, list[int]] = {}
    for item in parent:
        groups.setdefault(top(item), []).append(item)
    return [sorted(group) for group in groups.values()]
