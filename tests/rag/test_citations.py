"""Markers and spans of an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.types import Passage, short_hash
from rag.citations import CitationError, check_citations, cite, joined
from rag.readers.base import Evidence, Statement

TEXT = "甲局成立于2001年。乙局成立于2002年。"


def passage() -> Passage:
    return Passage("p", "d", "root/a.txt", (), "题", "", "", 0, len(TEXT), TEXT, short_hash(TEXT))


def statement(start: int, end: int) -> Statement:
    quote = TEXT[start:end]
    return Statement(quote, (Evidence(passage(), start, end, quote, 0.9),))


def test_spans_are_numbered_by_first_use_and_a_span_has_one_number() -> None:
    text, citations = joined(cite([statement(11, 22), statement(0, 11), statement(11, 22)]))
    assert text == f"{TEXT[11:22]}[1]\n{TEXT[0:11]}[2]\n{TEXT[11:22]}[1]"
    assert [(entry.number, entry.start, entry.end) for entry in citations] == [
        (1, 11, 22),
        (2, 0, 11),
    ]


def test_true_quotes_pass_the_check() -> None:
    text, citations = joined(cite([statement(0, 11)]))
    check_citations(text, citations, lambda _: TEXT)


def test_a_quote_that_differs_from_its_span_is_found() -> None:
    text, citations = joined(cite([statement(0, 11)]))
    forged = replace(citations[0], quote="甲局成立于1999年。")
    with pytest.raises(CitationError, match="1999"):
        check_citations(text, [forged], lambda _: TEXT)


def test_a_citation_without_marker_is_found() -> None:
    _, citations = joined(cite([statement(0, 11)]))
    with pytest.raises(CitationError, match="not used"):
        check_citations("甲局成立于2001年。", citations, lambda _: TEXT)


def test_a_line_brings_the_citations_that_appear_in_it_first() -> None:
    lines = cite([statement(11, 22), statement(11, 22), statement(0, 11)])
    assert [[entry.number for entry in line.new_citations] for line in lines] == [[1], [], [2]]
    assert [line.text[-3:] for line in lines] == ["[1]", "[1]", "[2]"]
