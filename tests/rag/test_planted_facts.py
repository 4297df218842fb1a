"""A fact in a file of every format is found by a question and cited with its exact place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from corpus.parsers.formats import FORMAT_BY_SUFFIX, FORMATS
from corpus.types import FileState
from rag.factory import open_indexer, open_pipeline
from rag.index_report import IndexReport
from rag.settings import Settings
from rag.types import Answer, AnswerStatus, Citation
from tests.planting_kit import ROOT, Planted, others, planted

# Old Word documents, which nothing here writes.
NOT_WRITTEN = {"doc"}


@pytest.fixture(scope="module")
def facts(browser: Browser) -> dict[str, Planted]:
    return {each.name: each for each in planted(browser)}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Settings:
    return Settings(tmp_path_factory.mktemp("data"), cache_dir)


@pytest.fixture(scope="module")
def report(
    facts: dict[str, Planted], settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> IndexReport:
    root = tmp_path_factory.mktemp("planted") / ROOT
    root.mkdir()
    files = {name: each.data for name, each in facts.items()} | others()
    for name, data in files.items():
        (root / name).write_bytes(data)
    indexer = open_indexer(settings, lambda _: None)
    try:
        return indexer.index([root])
    finally:
        indexer.close()


@pytest.fixture(scope="module")
def answers(
    facts: dict[str, Planted], settings: Settings, report: IndexReport
) -> dict[str, Answer]:
    assert report.published
    pipeline = open_pipeline(settings, lambda _: None)
    return {name: pipeline.answer(each.question) for name, each in facts.items()}


@pytest.fixture(scope="module")
def citations(answers: dict[str, Answer]) -> dict[str, Citation]:
    """The first of each answer."""
    return {name: answer.citations[0] for name, answer in answers.items() if answer.citations}


def told(facts: Mapping[str, Planted], tell: Callable[[Planted], object]) -> dict[str, object]:
    return {name: tell(each) for name, each in facts.items()}


def test_every_format_has_a_fact(facts: dict[str, Planted]) -> None:
    formats = {FORMAT_BY_SUFFIX[Path(name).suffix].name for name in facts}
    assert formats | NOT_WRITTEN == {row.name for row in FORMATS}


def test_every_file_is_read_without_losses(report: IndexReport) -> None:
    assert {file.source: file.detail for file in report.files if file.detail} == {}
    assert {file.state for file in report.files} == {FileState.INDEXED}


def test_every_question_is_answered_from_its_file(
    facts: dict[str, Planted], answers: dict[str, Answer], citations: dict[str, Citation]
) -> None:
    assert {answer.status for answer in answers.values()} == {AnswerStatus.ANSWERED}
    sources = {name: citation.passage.source for name, citation in citations.items()}
    assert sources == told(facts, lambda fact: fact.source)


def test_quotes_hold_the_facts(facts: dict[str, Planted], citations: dict[str, Citation]) -> None:
    missing = {
        name: citation.quote
        for name, citation in citations.items()
        if facts[name].words not in citation.quote
    }
    assert missing == {}


def test_sections_are_those_of_the_facts(
    facts: dict[str, Planted], citations: dict[str, Citation]
) -> None:
    """Blanks aside: PDF does not tell wide ones from others."""
    wrong = {
        name: citation.section
        for name, citation in citations.items()
        if not "".join(citation.section.split()).endswith("".join(facts[name].section.split()))
    }
    assert wrong == {}


def test_pages_slides_and_rows_are_those_of_the_facts(
    facts: dict[str, Planted], citations: dict[str, Citation]
) -> None:
    found = {name: without_boxes(citation) for name, citation in citations.items()}
    assert found == told(facts, lambda fact: fact.locator)


def without_boxes(citation: Citation) -> dict[str, object] | None:
    if citation.locator is None:
        return None
    return {key: value for key, value in citation.locator.items() if key != "boxes"}


def boxes_of(citation: Citation) -> list[tuple[float, float, float, float]]:
    assert citation.locator is not None
    boxes = citation.locator["boxes"]
    assert isinstance(boxes, list)
    return [tuple(box) for box in boxes]


def test_the_box_on_a_printed_page_holds_the_quote(
    facts: dict[str, Planted], citations: dict[str, Citation]
) -> None:
    [name] = [name for name in facts if name.endswith(".pdf")]
    citation = citations[name]
    assert citation.locator is not None
    page = pypdfium2.PdfDocument(facts[name].data)[int(str(citation.locator["page"])) - 1]
    height = page.get_height()
    shown = "".join(
        page.get_textpage().get_text_bounded(x0 - 1, height - y1 - 1, x1 + 1, height - y0 + 1)
        for x0, y0, x1, y1 in boxes_of(citation)
    )
    assert "".join(shown.split()) == "".join(citation.quote.split())


def test_the_box_on_a_page_of_ofd_is_a_line_of_its_size(
    facts: dict[str, Planted], citations: dict[str, Citation]
) -> None:
    [name] = [name for name in facts if name.endswith(".ofd")]
    [(x0, y0, x1, y1)] = boxes_of(citations[name])
    millimetre = 72 / 25.4
    assert x0 / millimetre == pytest.approx(25 + 2 * 4, abs=1)
    assert (x1 - x0) / millimetre == pytest.approx(len(citations[name].quote) * 4, abs=4.5)
    assert (y1 - y0) / millimetre == pytest.approx(4, abs=1)
