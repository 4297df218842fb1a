from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.locators import slide_locator
from corpus.parsers.base import EmptyFileError, MissingToolError
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, Region, TextLayout
from tests.msg_kit import compound
from tests.ppt_kit import (
    BODY,
    NOTES_BODY,
    SLIDE_NUMBER,
    TITLE,
    notes,
    picture,
    presentation,
    record,
    shape,
    slide,
    table,
    text,
)


def _parsed(data: bytes) -> ParsedFile:
    return parse_raw(RawFile("a.ppt", data))


def test_slides_have_titles_texts_and_notes() -> None:
    first = slide(shape(text("要点一\r要点二\vb"), BODY), shape(text("水渠", 0), TITLE))
    second = slide(shape(text("right"), place=(0, 500)), shape(text("left")))
    remarks = notes(256, shape(text("备注一", 2), NOTES_BODY))
    parsed = _parsed(presentation([first, second], [remarks]))
    assert parsed.text == ("## 水渠\n\n要点一\n要点二\nb\n备注: 备注一\n\nleft\nright\n")
    assert parsed.regions[0] == Region(0, 5, slide_locator(1))
    assert parsed.regions[-1].locator == slide_locator(2)
    assert (parsed.layout, parsed.facts.pages) == (TextLayout.STRUCTURED, 2)
    assert (parsed.facts.format, parsed.losses) == ("ppt", ())


def test_a_title_slide_names_the_document() -> None:
    opening = slide(shape(text("水渠管理", 6), TITLE), layout=0)
    parsed = _parsed(presentation([opening, slide(shape(text("x")))]))
    assert parsed.text.startswith("# 水渠管理\n")
    assert parsed.metadata.title == "水渠管理"


def test_texts_kept_in_the_outline_stand_on_their_slide() -> None:
    outline = text("标题在此", 0) + text("body", 1)
    shapes = [shape(record(3998, bytes([index, 0, 0, 0]))) for index in range(2)]
    parsed = _parsed(presentation([slide(*shapes)], outlines=[outline]))
    assert parsed.text == "## 标题在此\n\nbody\n"


def test_tables_become_rows_and_empty_cells_stay() -> None:
    cells = [
        shape(text(words), place=place, in_group=True)
        for words, place in (("d", (10, 20)), ("甲", (0, 0)), ("b", (0, 20)))
    ]
    assert _parsed(presentation([slide(table(*cells))])).text.strip() == "甲 | b\n | d"


def test_fields_and_furniture_are_left_out() -> None:
    field = text("Page *") + record(4056, bytes([5, 0, 0, 0]))
    parsed = _parsed(presentation([slide(shape(field), shape(text("7"), SLIDE_NUMBER))]))
    assert parsed.text == "Page\n"


def test_hidden_and_empty_slides_and_pictures_are_told() -> None:
    slides = [slide(shape(text("x"))), slide(shape(text("y")), hidden=True), slide(picture())]
    parsed = _parsed(presentation(slides))
    assert parsed.text.strip() == "x"
    assert parsed.facts.empty_pages == (3,)
    assert parsed.facts.warnings[0] == "Hidden slides are left out: 2."
    assert parsed.losses == ("Slides that hold only pictures, which are not read: 3.",)


def test_only_the_last_save_counts() -> None:
    old = slide(shape(text("old")))
    assert _parsed(presentation([slide(shape(text("new")))], before=old)).text == "new\n"


def test_slides_are_found_where_the_directory_is_lost() -> None:
    stream = slide(shape(text("one"))) + slide(shape(text("two")))
    assert _parsed(compound({"PowerPoint Document": stream})).text == "one\n\ntwo\n"


def test_a_slide_that_is_missing_is_a_loss() -> None:
    whole = presentation([slide(shape(text("one"))), slide(shape(text("two")))])
    second = whole.index(b"two") - 60
    broken = whole[: whole.index(slide(shape(text("two"))))]
    damaged = broken + b"\0\0\0\0" + whole[len(broken) + 4 :]
    assert second > 0
    parsed = _parsed(damaged)
    assert (parsed.text, parsed.facts.cut_pages) == ("one\n", (2,))


def test_a_presentation_without_text_is_empty() -> None:
    with pytest.raises(EmptyFileError, match=r"a\.ppt is empty.*pictures: 1"):
        _parsed(presentation([slide(picture())]))


@pytest.mark.parametrize("content", [b"", b"\0" * 99, b"\xff" * 99, record(1006, b"\xff" * 9)])
def test_damaged_records_do_no_harm(content: bytes) -> None:
    with pytest.raises(ParseError):
        _parsed(compound({"PowerPoint Document": content, "Current User": b"\xff" * 40}))


def test_other_presentations_need_a_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError, match=r"a\.dps: No program is installed") as caught:
        parse_raw(RawFile("a.dps", b"something else"))
    assert "apt install libreoffice-impress-nogui" in caught.value.remedy
