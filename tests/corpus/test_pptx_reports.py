from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.loader import load_document
from corpus.parsers import EmptyFileError, UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import RawFile
from tests.pptx_kit import (
    TITLE_AND_BODY,
    TITLE_SLIDE,
    add_box,
    add_slide,
    changed_parts,
    deck_bytes,
    new_deck,
    read_deck,
)


def _picture() -> io.BytesIO:
    return io.BytesIO(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
            "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )


def test_slides_of_pictures_only_are_a_loss() -> None:
    deck = new_deck()
    add_box(add_slide(deck).shapes, "有字")
    add_slide(deck).shapes.add_picture(_picture(), 0, 0)
    add_slide(deck)
    parsed = read_deck(deck)
    assert parsed.facts.empty_pages == (2, 3)
    assert parsed.losses == ("Slides that hold only pictures, which are not read: 2.",)
    assert parsed.facts.warnings == ("Pictures that are not read: 1.",)


def test_a_deck_of_pictures_only_is_called_empty() -> None:
    deck = new_deck()
    add_slide(deck).shapes.add_picture(_picture(), 0, 0)
    with pytest.raises(EmptyFileError, match=r"no slide .* holds text.*pictures: 1") as caught:
        read_deck(deck)
    assert "as text" in caught.value.remedy


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("清河水渠年报", "清河水渠年报"),
        *((bad, "") for bad in ("PowerPoint Presentation", "PowerPoint 演示文稿", "幻灯片 1")),
        *((bad, "") for bad in ("年报.pptx", "第一PPT模板网-WWW.1PPT.COM", "无标题", "12")),
    ],
)
def test_stated_titles_count_only_when_plausible(stated: str, title: str) -> None:
    deck = new_deck()
    deck.core_properties.title = stated
    add_box(add_slide(deck).shapes, "正文。")
    assert read_deck(deck).metadata.title == title


def test_a_damaged_slide_is_a_loss_and_the_others_are_read() -> None:
    deck = new_deck()
    for words in ("一", "二"):
        add_box(add_slide(deck).shapes, words)
    data = changed_parts(
        deck_bytes(deck), lambda name, part: part[:200] if name.endswith("slide1.xml") else part
    )
    parsed = parse_raw(RawFile("a.pptx", data))
    assert (parsed.text, parsed.facts.cut_pages) == ("二\n", (1,))
    assert parsed.losses == ("Slides that are damaged and not read: 1.",)


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", b"0" * 30_000_000)
    return file.getvalue()


def _entities() -> bytes:
    deck = new_deck()
    add_slide(deck)
    lol = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    return changed_parts(
        deck_bytes(deck),
        lambda name, part: (
            part.replace("<p:sld ", f"{lol}<p:sld ", 1) if name.endswith("slide1.xml") else part
        ),
    )


def _nested() -> bytes:
    deck = new_deck()
    add_box(add_slide(deck).shapes, "深")
    depth = 1500
    return changed_parts(
        deck_bytes(deck),
        lambda name, part: (
            part.replace("<p:sp>", "<p:grpSp>" * depth + "<p:sp>").replace(
                "</p:sp>", "</p:sp>" + "</p:grpSp>" * depth
            )
            if name.endswith("slide1.xml")
            else part
        ),
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [(_bomb, "would unpack to"), (_entities, "XML entities"), (_nested, "nests")],
)
def test_bombs_are_refused(make: Callable[[], bytes], message: str) -> None:
    with pytest.raises(UnsafeFileError, match=message) as caught:
        parse_raw(RawFile("a.pptx", make()))
    assert caught.value.remedy


def test_what_is_no_package_is_called_damaged() -> None:
    with pytest.raises(ParseError, match=r"a\.pptx: The PowerPoint presentation is damaged"):
        parse_raw(RawFile("a.pptx", bytes(range(1, 256)) * 4))


def test_a_deck_becomes_a_document_with_places(tmp_path: Path) -> None:
    deck = new_deck()
    add_slide(deck, TITLE_SLIDE, "清河\u00ad水渠年报")
    add_slide(deck, TITLE_AND_BODY, "修缮").placeholders[1].text = "全长三公里。"
    path = tmp_path / "a.pptx"
    path.write_bytes(deck_bytes(deck))
    document = load_document(path, "根/a.pptx")
    assert document.text == "# 清河水渠年报\n\n## 修缮\n\n全长三公里。"
    assert document.metadata.title == "清河水渠年报"
    last = document.regions[-1]
    assert document.text[last.start : last.end] == "全长三公里。"
    assert last.locator == {"kind": "slide", "slide": 2}
