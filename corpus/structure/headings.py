"""Headings of a text, with their levels, also where they share a line with what they head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corpus.normalize import to_simplified
from corpus.structure.heading_kinds import (
    NUMBERED_KINDS,
    Candidate,
    HeadingKind,
    candidates_of,
    label_of,
)
from corpus.structure.lines import Line, read_lines
from corpus.structure.opening_sentences import parallel_openings
from corpus.structure.plain_headings import plain_candidates


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at `[start, end)`, over the text up to `section_end`; `level` counts from 1 down.

    `text` is its words: without the marks of Markdown and without the full stop
    of a heading that opens its paragraph. The heading of an article of a law is
    its label alone ("第十二条").
    """

    start: int
    end: int
    level: int
    text: str
    kind: HeadingKind
    section_end: int


# A numbered sentence that opens a paragraph is a heading where the paragraphs are
# about this long on average; in shorter ones it is an item of a list.
_LEAST_MEAN_PARAGRAPH = 80
_ATTACHMENTS = re.compile(r"附件\s*[:：]\s*1\s*[.．、]")
_NUMBERED_ENTRY = re.compile(r"\d{1,2}\s*[.．、]")


def find_headings(text: str) -> list[Heading]:
    """The headings of `text`, in order, not overlapping; its first line is one only if marked.

    Found are Markdown headings; 第X编/章/节/条; "一、", "（一）", "1.", "1.1", "（1）"
    with a short title on the line, at its start or set off by a space; short
    lines alone, where no Markdown marks the headings; questions with their
    answers; and sentences that open neighbouring paragraphs alike.
    """
    form = to_simplified(text)
    lines = read_lines(form)
    by_line = [candidates_of(form, line) for line in lines]
    marked = _without_lists(form, lines, by_line)
    marked = _without_short_run_ins(_without_attachments(form, lines, marked))
    heads = {candidate.line for candidate in marked}
    has_marks = sum(candidate.kind < HeadingKind.PART for candidate in marked) > 1
    plain = plain_candidates(form, lines, heads, only_questions=has_marks)
    taken = heads | {candidate.line for candidate in plain}
    openings = parallel_openings(form, lines, taken)
    run_ins = [_opening(line, start, end) for line, start, end in openings]
    candidates = _ranked(sorted([*marked, *plain, *run_ins], key=lambda c: c.start))
    levels = _levels(candidates)
    ends = _section_ends(candidates, levels, lines, len(text))
    return [_heading(text, *parts) for parts in zip(candidates, levels, ends, strict=True)]


def _opening(line: Line, start: int, end: int) -> Candidate:
    return Candidate(HeadingKind.RUN_IN, line, start, end, start, end, 0, True, True)


def _without_lists(
    text: str, lines: Sequence[Line], by_line: Sequence[Sequence[Candidate]]
) -> list[Candidate]:
    """Drop numbered lines that have nothing between them: lists and tables of contents."""
    labels = [label_of(text, line) for line in lines]
    is_bare = [not any(candidate.has_body for candidate in found) for found in by_line]
    is_item = [False] * len(lines)
    for index, (first, second) in enumerate(pairwise(labels)):
        both_bare = is_bare[index] and is_bare[index + 1]
        if first and second and both_bare and second == (first[0], first[1] + 1):
            is_item[index] = is_item[index + 1] = True
    kept = [
        candidate
        for listed, candidates in zip(is_item, by_line, strict=True)
        if not listed
        for candidate in candidates
    ]
    last_start = lines[-1].start if lines else 0
    return [c for c in kept if c.has_body or c.start < last_start or c.kind < HeadingKind.ARTICLE]


def _without_attachments(
    text: str, lines: Sequence[Line], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Drop the further entries of a list that begins "附件：1.…" on its first line."""
    entries: set[Line] = set()
    is_listing = False
    for line in lines:
        if is_listing and _NUMBERED_ENTRY.match(text, line.start, line.end):
            entries.add(line)
        else:
            is_listing = _ATTACHMENTS.match(text, line.start, line.end) is not None
    return [candidate for candidate in candidates if candidate.line not in entries]


def _without_short_run_ins(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Drop sentence-like headings of a kind that stands alone or before short paragraphs."""
    kept = list(candidates)
    counts = Counter(candidate.kind for candidate in kept)
    lengths: dict[HeadingKind, list[int]] = {}
    for candidate in kept:
        if candidate.is_run_in:
            lengths.setdefault(candidate.kind, []).append(len(candidate.line))
    dropped = {
        kind
        for kind, found in lengths.items()
        if counts[kind] < 2 or sum(found) < _LEAST_MEAN_PARAGRAPH * len(found)
    }
    return [c for c in kept if not (c.is_run_in and c.kind in dropped)]


def _levels(candidates: Iterable[Candidate]) -> list[int]:
    above: list[HeadingKind] = []
    levels = []
    for candidate in candidates:
        while above and above[-1] >= candidate.kind:
            above.pop()
        above.append(candidate.kind)
        levels.append(len(above))
    return levels


def _section_ends(
    candidates: Sequence[Candidate], levels: Sequence[int], lines: Sequence[Line], length: int
) -> list[int]:
    """Where each section ends: at the next heading of its level or higher.

    Sentences that head one paragraph each do so to the last: what follows it, a
    conclusion say, is no longer under it.
    """
    ends = [length] * len(candidates)
    open_at: list[int] = []
    for index, level in enumerate(levels):
        while open_at and levels[open_at[-1]] >= level:
            ends[open_at.pop()] = candidates[index].start
        open_at.append(index)
    following = dict(pairwise(lines))
    for run in _runs_of_siblings(candidates, levels):
        members = [candidates[index] for index in run]
        if all(following.get(a.line) == b.line for a, b in pairwise(members)):
            ends[run[-1]] = members[-1].line.end
    return ends


def _runs_of_siblings(
    candidates: Sequence[Candidate], levels: Sequence[int]
) -> Iterator[list[int]]:
    """The places of neighbouring sentence-like headings of one kind and level, two or more."""
    indexes = range(len(candidates))
    for _, group in groupby(indexes, key=lambda index: (candidates[index].kind, levels[index])):
        run = list(group)
        if len(run) > 1 and all(candidates[index].is_run_in for index in run):
            yield run


def _heading(text: str, candidate: Candidate, level: int, section_end: int) -> Heading:
    words = text[candidate.text_start : candidate.text_end].replace("**", "")
    words = words.rstrip("。") if candidate.is_run_in else words
    return Heading(candidate.start, candidate.end, level, words, candidate.kind, section_end)


def _ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Unnumbered headings and articles rank above or below numbered ones as they come first."""
    first_numbered = next((c.start for c in candidates if c.kind in NUMBERED_KINDS), None)
    changes: dict[HeadingKind, HeadingKind] = {}
    for kind, other in (
        (HeadingKind.PLAIN_BELOW, HeadingKind.PLAIN_ABOVE),
        (HeadingKind.ARTICLE, HeadingKind.ARTICLE_BELOW),
    ):
        first = next((c.start for c in candidates if c.kind is kind), None)
        comes_first = first is not None and (first_numbered is None or first < first_numbered)
        if comes_first is (kind is HeadingKind.PLAIN_BELOW):
            changes[kind] = other
    return [replace(c, kind=changes.get(c.kind, c.kind)) for c in candidates]
