"""Markers and spans of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from corpus.types import Passage, short_hash
from rag.citations import CitationError, check_citations, cite, joined
from rag.readers.base import Evidence, Statement
from rag.types import citation_as_json
from tests.pipeline_kit import OneText

TEXT = "甲局成立于2001年。乙局成立于2002年。"


class Library(OneText):
    """The text above; its places are told by their offsets."""

    def __init__(self, text: str = TEXT) -> None:
        self._text = text

    def text_of(self, _: Passage) -> str:
        return self._text

    def locator_of(self, _: Passage, start: int, end: int) -> Mapping[str, object]:
        return {"kind": "page", "page": start, "end": end}


def passage() -> Passage:
    return Passage("p", "d", "root/a.txt", (), "题", "", "", 0, len(TEXT), TEXT, short_hash(TEXT))


def statement(start: int, end: int) -> Statement:
    quote = TEXT[start:end]
    return Statement(quote, (Evidence(passage(), start, end, quote, 0.9),))


def test_spans_are_numbered_by_first_use_and_a_span_has_one_number() -> None:
    text, citations = joined(
        cite([statement(11, 22), statement(0, 11), statement(11, 22)], Library())
    )
    assert text == f"{TEXT[11:22]}[1]\n{TEXT[0:11]}[2]\n{TEXT[11:22]}[1]"
    assert [(entry.number, entry.start, entry.end) for entry in citations] == [
        (1, 11, 22),
        (2, 0, 11),
    ]


def test_true_quotes_pass_the_check() -> None:
    text, citations = joined(cite([statement(0, 11)], Library()))
    check_citations(text, citations, lambda _: TEXT)


def test_a_quote_that_differs_from_its_span_is_found() -> None:
    text, citations = joined(cite([statement(0, 11)], Library()))
    forged = replace(citations[0], quote="甲局成立于1999年。")
    with pytest.raises(CitationError, match="1999"):
        check_citations(text, [forged], lambda _: TEXT)


def test_a_citation_without_marker_is_found() -> None:
    _, citations = joined(cite([statement(0, 11)], Library()))
    with pytest.raises(CitationError, match="not used"):
        check_citations("甲局成立于2001年。", citations, lambda _: TEXT)


def test_a_line_brings_the_citations_that_appear_in_it_first() -> None:
    lines = cite([statement(11, 22), statement(11, 22), statement(0, 11)], Library())
    assert [[entry.number for entry in line.new_citations] for line in lines] == [[1], [], [2]]
    assert [line.text[-3:] for line in lines] == ["[1]", "[1]", "[2]"]


LAW = "第十二条　水渠由村里管护。\n有下列情形之一的，由县里承担：\n（一）水毁的；\n（二）改道的。"


@pytest.mark.parametrize(
    ("quote", "section"),
    [
        ("水渠由村里管护。", "第二章 / 第十二条第一款"),
        ("（二）改道的。", "第二章 / 第十二条第二款第（二）项"),
        (LAW, "第二章 / 第十二条"),
    ],
)
def test_a_citation_of_a_law_names_the_clause(quote: str, section: str) -> None:
    law = replace(passage(), section="第二章 / 第十二条", end=len(LAW), text=LAW)
    start = LAW.index(quote)
    evidence = Evidence(law, start, start + len(quote), quote, 0.9)
    _, (citation,) = joined(cite([Statement(quote, (evidence,))], Library(LAW)))
    assert citation.section == section
    assert citation_as_json(citation)["section"] == section


def test_a_citation_has_the_place_of_its_span_in_the_file() -> None:
    _, (citation,) = joined(cite([statement(11, 22)], Library()))
    assert citation.locator == {"kind": "page", "page": 11, "end": 22}
    assert citation_as_json(citation)["locator"] == citation.locator
