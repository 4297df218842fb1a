from __future__ import annotations

import pytest

from corpus.cleaner import clean
from corpus.errors import ParseError
from corpus.parsers import EmptyFileError, EncryptedFileError, UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, RemovalReason
from tests.ofd_kit import ofd, page, rule, words

MILLIMETRE = 72 / 25.4


def _read(data: bytes) -> ParsedFile:
    return parse_raw(RawFile("通知.ofd", data))


def _body(parsed: ParsedFile) -> str:
    return clean(parsed.text, parsed.layout, parsed.cuts).text


def test_lines_of_a_paragraph_are_joined_and_keep_their_boxes() -> None:
    first, second = "渠" * 38 + "道的水", "流到田里。"
    parsed = _read(ofd(page(words(second, 60), words(first, 54), words("另一段。", 66, 28))))
    assert _body(parsed) == f"{first}{second}\n另一段。"
    assert [cut.reason for cut in parsed.cuts] == [RemovalReason.LINE_BREAK]
    region = parsed.regions[0]
    assert parsed.text[region.start : region.end] == first
    assert (region.locator["kind"], region.locator["page"]) == ("page", 1)
    box = region.locator["boxes"][0]  # type: ignore[index]
    expected = (20, 54 - 0.88 * 4, 20 + 41 * 4, 54 + 0.14 * 4)
    assert box == pytest.approx([edge * MILLIMETRE for edge in expected], abs=0.1)


def test_pages_follow_their_list_and_are_counted() -> None:
    parsed = _read(ofd(page(words("甲页。", 50)), page(), page(words("丙页。", 50)), title="通知"))
    assert _body(parsed).split() == ["甲页。", "丙页。"]
    assert [region.locator["page"] for region in parsed.regions] == [1, 3]
    assert (parsed.facts.format, parsed.facts.pages, parsed.facts.empty_pages) == ("ofd", 3, (2,))
    assert parsed.metadata.title == "通知"


def test_places_go_through_the_matrix_and_the_box_of_the_page() -> None:
    moved = (
        '<ofd:TextObject ID="1" Boundary="30 40 100 10" CTM="2 0 0 2 5 0" Size="2">'
        '<ofd:TextCode X="0" Y="2" DeltaX="2 g 2 2">水渠年报</ofd:TextCode></ofd:TextObject>'
    )
    area = "<ofd:Area><ofd:PhysicalBox>10 20 200 200</ofd:PhysicalBox></ofd:Area>"
    box = _read(ofd(page(moved, area=area))).regions[0].locator["boxes"][0]  # type: ignore[index]
    expected = (25, 24 - 0.88 * 4, 25 + 4 * 4, 24 + 0.14 * 4)
    assert box == pytest.approx([edge * MILLIMETRE for edge in expected], abs=0.1)


def test_single_characters_make_words_and_wide_gaps_part_them() -> None:
    letters = [words(sign, 50, 20 + 4 * place) for place, sign in enumerate("开票日期")]
    parsed = _read(ofd(page(*letters, words("五月", 50, 60), *letters[:1])))
    assert _body(parsed) == "开票日期 五月"


def test_words_without_distances_are_laid_out_by_their_size() -> None:
    plain = (
        '<ofd:TextObject ID="1" Boundary="20 40 100 10" Size="4"><ofd:TextCode X="0" Y="4">'
        "合计ab</ofd:TextCode></ofd:TextObject>"
    )
    box = _read(ofd(page(plain))).regions[0].locator["boxes"][0]  # type: ignore[index]
    assert box[2] - box[0] == pytest.approx(12 * MILLIMETRE, abs=0.1)


def test_ruled_tables_are_rows() -> None:
    rules = [
        *(rule((20, y), (100, y)) for y in (40, 50, 60, 70)),
        *(rule((x, 40), (x, 70)) for x in (20, 60, 100)),
    ]
    cells = [
        words(cell, y, x)
        for y, row in ((47, ("河段", "水位")), (57, ("上游", "三米")), (67, ("下游", "二米")))
        for x, cell in zip((22, 62), row, strict=True)
    ]
    assert _body(_read(ofd(page(*rules, *cells)))) == "河段 | 水位\n上游 | 三米\n下游 | 二米"


def test_what_stands_on_every_page_is_read_once() -> None:
    pages = [page(words(f"第{n}页的话。", 80), template="T") for n in "一二"]
    parsed = _read(
        ofd(*pages, parts={"Doc_0/Tpls/Tpl_0/Content.xml": page(words("购买方名称", 70))})
    )
    assert _body(parsed).split() == ["购买方名称", "第一页的话。", "第二页的话。"]


def test_hidden_objects_are_left_out_and_slanted_ones_stand_apart() -> None:
    slanted = words("作废", 150, more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    parsed = _read(ofd(page(words("正文。", 50), words("暗", 60, more='Visible="false"'), slanted)))
    assert _body(parsed).split() == ["正文。", "作废"]


def test_names_of_parts_are_found_however_they_are_written() -> None:
    data = ofd(page(words("正文。", 50)))
    assert _body(_read(data.replace(b"Doc_0/Document.xml", b"DOC_0/Document.xml"))) == "正文。"


def _refusal(data: bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        _read(data)
    assert caught.value.remedy
    return caught.value


IMAGE = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="4"/>'


def test_pages_of_pictures_and_damaged_pages_are_losses() -> None:
    parsed = _read(ofd(page(words("正文。", 50)), page(IMAGE), page()[:-9]))
    assert parsed.losses == (
        "Pages that hold only pictures, which are not read: 2.",
        "Pages that are damaged and not read: 3.",
    )
    assert (parsed.facts.empty_pages, parsed.facts.cut_pages) == ((2,), (3,))


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (bytes(range(1, 256)) * 4, ParseError, "通知.ofd: The OFD document is damaged"),
        (ofd(page(IMAGE)), EmptyFileError, "holds only pictures"),
        (ofd(page()), EmptyFileError, "none of its pages has text (pages: 1)"),
        (ofd(), EmptyFileError, "none of its pages has text (pages: 0)"),
        (ofd(page()[:-9]), ParseError, "none of its pages can be read"),
        (ofd(parts={"Encryptions.xml": "<a/>"}), EncryptedFileError, "is encrypted"),
        (ofd(parts={"Doc_0/Document.xml": "<a"}), ParseError, "its XML cannot be read"),
        (ofd(parts={"x": " " * 30_000_000}), UnsafeFileError, "would unpack to"),
        (ofd('<!DOCTYPE a [<!ENTITY b "c">]>' + page()), UnsafeFileError, "XML entities"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, kind: type[ParseError], message: str) -> None:
    error = _refusal(data)
    assert type(error) is kind
    assert message in error.message


@pytest.mark.parametrize("deltas", ["g 999999999 4", "g", "g x", "nan inf", "4 " * 9999])
def test_senseless_distances_do_no_harm(deltas: str) -> None:
    words = (
        '<ofd:TextObject ID="1" Boundary="20 40 nan 10" CTM="1 0" Size="4"><ofd:TextCode X="0" '
        f'Y="4" DeltaX="{deltas}">甲乙</ofd:TextCode></ofd:TextObject>'
    )
    assert sorted(_body(_read(ofd(page(words)))).replace(" ", "")) == ["乙", "甲"]
