"""Documents written in every form and read back, and the measure itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from corpus.loader import load_raw
from corpus.parsers.formats import FORMAT_BY_SUFFIX, FORMATS
from corpus.types import RawFile
from tests.document_kit.documents import Heading, Listing, OfficeDocument, Paragraph, Quote, Table
from tests.document_kit.forms import FORMS, Form, printed_form
from tests.document_kit.generating import DOCUMENTS, generated_document, generated_documents
from tests.document_kit.measuring import Figures, Share, round_trip, stored

KEPT, TRUE, HEADINGS, CELLS = 0.99, 0.99, 0.95, 0.98
# Of every length and genre, one of them in Traditional characters.
NUMBERS = (4, 10, 17, 22, 33, 45)
BY_NAME = {form.name: form for form in FORMS}
# Old binary formats, of which nothing here writes more than the tests of their parsers do.
NOT_WRITTEN = {"xls", "doc", "ppt", "msg", "subtitles"}
RARE = OfficeDocument(
    "孙𠮷同志工作交接单",
    (
        Paragraph("移交人：孙𠮷，接收人：卫䶮、陈㛃；监交人为甪里镇档案馆周龘，用时约３０分钟。"),
        Heading("一、移交内容"),
        Paragraph("下列物品已当面点清，由保管利用股登记在册（一式２份）。"),
        Table("物品", ("保管人", "面积"), (("孙𠮷", "1,204㎡"), ("陈㛃", "3.5‰"))),
        Heading("二、其他事项"),
        Listing(("钥匙 3 把(含备用)；", "U盘（64 GB）1 只。"), is_numbered=True),
        Quote("“𠮷”字的上半部为“土”，录入时不得以“吉”字代替。"),
    ),
)
SHORT = generated_document(1)


def total(form: Form, numbers: Sequence[int] = NUMBERS) -> Figures:
    trips = (round_trip(generated_document(number), form) for number in numbers)
    return sum((figures for figures in trips if figures is not None), Figures())


def assert_goals(figures: Figures) -> None:
    assert float(figures.kept) >= KEPT
    assert float(figures.true) >= TRUE
    assert float(figures.headings) >= HEADINGS
    assert float(figures.cells) >= CELLS


@pytest.mark.parametrize("name", BY_NAME)
def test_words_headings_and_rows_come_back(name: str) -> None:
    figures = total(BY_NAME[name])
    assert figures.kept.total > 0
    assert_goals(figures)


def test_words_headings_and_rows_come_back_from_printed_pages(browser: Browser) -> None:
    assert_goals(total(printed_form(browser), NUMBERS[:-1]))  # the last takes its time


@pytest.mark.parametrize("name", BY_NAME)
def test_rare_characters_and_signs_come_back(name: str) -> None:
    figures = round_trip(RARE, BY_NAME[name])
    if figures is None:
        assert "Big5" in name
        return
    assert figures.kept == Share(figures.kept.total, figures.kept.total)
    assert figures.cells == Share(figures.cells.total, figures.cells.total)


def test_rare_characters_and_signs_come_back_from_printed_pages(browser: Browser) -> None:
    figures = round_trip(RARE, printed_form(browser))
    assert figures is not None
    assert float(figures.kept) == float(figures.cells) == 1


def test_every_format_that_can_be_written_is_tried() -> None:
    tried = {FORMAT_BY_SUFFIX[form.suffix].name for form in FORMS}
    assert tried | {"pdf"} | NOT_WRITTEN == {row.name for row in FORMATS}


def test_the_documents_are_sixty_different_ones_of_four_lengths() -> None:
    documents = generated_documents()
    assert len({each.title for each in documents}) == len(documents) == DOCUMENTS
    lengths = [len(each) for each in documents]
    assert all(300 < length < 600 for length in lengths[:15])
    assert all(800 < length < 2000 for length in lengths[15:30])
    assert all(2900 < length < 4000 for length in lengths[30:45])
    assert all(10_000 <= length < 11_000 for length in lengths[45:])
    kinds = {Heading, Paragraph, Listing, Quote, Table}
    assert all({type(block) for block in each.blocks} == kinds for each in documents)
    assert generated_document(33) == documents[33]


def measured(read: OfficeDocument) -> Figures:
    """The figures of a form that reads `read` whatever is written."""
    form = BY_NAME["markdown"]
    figures = round_trip(SHORT, replace(form, write=lambda _: form.write(read)))
    assert figures is not None
    return figures


def test_what_is_the_same_measures_one() -> None:
    figures = measured(SHORT)
    for share in (figures.kept, figures.true, figures.paragraphs, figures.cells, figures.titles):
        assert share == Share(share.total, share.total)


def test_lost_and_invented_words_are_counted() -> None:
    place = next(i for i, each in enumerate(SHORT.blocks) if isinstance(each, Quote))
    without = replace(SHORT, blocks=(*SHORT.blocks[:place], *SHORT.blocks[place + 1 :]))
    words = SHORT.blocks[place].words  # type: ignore[union-attr]
    lost = measured(without)
    assert lost.kept.total - lost.kept.found == len("".join(words.split()))
    assert lost.true == Share(lost.kept.found, lost.kept.found)
    more = measured(replace(SHORT, blocks=(Paragraph("另有说明。"), *SHORT.blocks)))
    assert more.kept == Share(more.kept.total, more.kept.total)
    assert more.true.total - more.true.found == 5


def test_lost_headings_and_rows_out_of_order_are_counted() -> None:
    blocks = [
        Paragraph(f"{each.words}。") if isinstance(each, Heading) else each for each in SHORT.blocks
    ]
    assert measured(replace(SHORT, blocks=tuple(blocks))).headings.found == 0
    turned = [
        replace(each, rows=each.rows[::-1]) if isinstance(each, Table) else each
        for each in SHORT.blocks
    ]
    cells = measured(replace(SHORT, blocks=tuple(turned))).cells
    [table] = SHORT.tables
    assert cells == Share(len(table.header) * 2, len(table.header) * 3)


def test_a_file_that_is_not_read_whole_fails() -> None:
    with pytest.raises(AssertionError, match="not read"):
        stored(load_raw(RawFile("a.pdf", b"%PDF-1.7 no more")))
