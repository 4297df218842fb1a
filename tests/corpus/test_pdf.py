"""PDF files written by hand: places, forms, titles, pages without readable text, passwords."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest

from corpus.cleaner import clean
from corpus.errors import ParseError
from corpus.parsers import EmptyFileError, EncryptedFileError
from corpus.parsers.pdf import read_pdf
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, RemovalReason
from tests.pdf_kit import box_of, encrypted, pages_of, placed, stream

PROSE = (
    "The water board keeps records of every canal and of every gate in the",
    "whole of the district and reviews them in spring before the fields are",
    "flooded for the first time and once more in autumn after the harvest",
    "is over and the gates are closed.",
)
PICTURE = stream(b"q 100 0 0 100 72 600 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q")
BLANK = stream(b"")


def _read(data: bytes, *passwords: str) -> ParsedFile:
    return parse_raw(RawFile("a.pdf", data, passwords))


def _lines(parsed: ParsedFile) -> list[str]:
    cleaned = clean(parsed.text, parsed.layout, parsed.cuts)
    return [line for line in cleaned.text.split("\n") if line]


def _prose(top: float = 700.0, size: float = 12.0) -> list[tuple[float, float, float, str]]:
    return [(72, top - 16 * place, size, line) for place, line in enumerate(PROSE)]


def _changed(data: bytes, title: str = "", **entries: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if title:
            pdf.docinfo["/Title"] = title
        for page in pdf.pages:
            for name, value in entries.items():
                page[f"/{name}"] = value
        pdf.save(out)
    return out.getvalue()


def _first_box(data: bytes) -> Sequence[float]:
    return box_of(_read(data).regions[0])


def test_lines_of_a_paragraph_are_joined_by_spaces() -> None:
    assert _lines(_read(pages_of([placed(_prose())]))) == [" ".join(PROSE)]


def test_the_text_as_read_has_the_lines_of_the_page() -> None:
    parsed = _read(pages_of([placed(_prose())]))
    assert parsed.text == "\n".join(PROSE) + "\n"
    assert [cut.reason for cut in parsed.cuts] == [RemovalReason.LINE_BREAK] * 3


def test_numbers_and_words_keep_a_hyphen_of_their_own() -> None:
    lines = [
        (72.0, 700.0, 12.0, "The water board keeps records of the canals under number 2014-"),
        (72.0, 684.0, 12.0, "846 and of the pumps under others, which it looks through once"),
        (72.0, 668.0, 12.0, "a year; the list of these numbers is sent to all towns by its e-"),
        (72.0, 652.0, 12.0, "mail."),
    ]
    [joined] = _lines(_read(pages_of([placed(lines)])))
    assert "number 2014-846 and" in joined
    assert joined.endswith("e-mail.")


def test_a_word_parted_by_a_hyphen_is_joined() -> None:
    lines = [
        (72.0, 700.0, 12.0, "The water board keeps records of all canals and of all the irri-"),
        (72.0, 684.0, 12.0, "gation works of the district, which it reviews in spring, in sum-"),
        (72.0, 668.0, 12.0, "mer and in autumn, and it reports on them to the people of the"),
        (72.0, 652.0, 12.0, "towns."),
    ]
    [joined] = _lines(_read(pages_of([placed(lines)])))
    assert "all the irrigation works" in joined
    assert "in summer and" in joined


@pytest.mark.parametrize(
    ("rotation", "box"),
    [(0, (72.0, 131.4)), (90, (698.3, 72.0)), (180, (595 - 72 - 66.7, 698.3))],
)
def test_boxes_are_measured_from_the_top_left_of_the_page_as_shown(
    rotation: int, box: tuple[float, float]
) -> None:
    data = pages_of([placed([(72, 700, 12, "Some words")])])
    x0, y0, x1, y1 = _first_box(_changed(data, Rotate=rotation))
    assert (x0, y0) == pytest.approx(box, abs=0.3)
    assert {round(x1 - x0), round(y1 - y0)} == {67, 12}


def test_boxes_are_measured_from_the_crop_box() -> None:
    data = pages_of([placed([(72, 700, 12, "Some words")])])
    cropped = _changed(data, CropBox=[50, 100, 500, 750])
    assert _first_box(cropped)[:2] == pytest.approx((72 - 50, 750 - 700 - 10.6), abs=1)


def test_words_outside_of_the_page_are_left_out() -> None:
    data = pages_of([placed([(72, 700, 12, "Seen"), (72, 30, 12, "Unseen")])])
    assert _lines(_read(_changed(data, CropBox=[50, 100, 500, 750]))) == ["Seen"]


def test_larger_lines_are_headings_and_the_first_is_the_title() -> None:
    lines = [
        (72.0, 770.0, 22.0, "Canals of the"),
        (72.0, 745.0, 22.0, "district"),
        *_prose(710),
        (72.0, 620.0, 15.0, "Gates"),
        *_prose(600),
    ]
    body = " ".join(PROSE)
    assert _lines(_read(pages_of([placed(lines)]))) == [
        "# Canals of the district",
        body,
        "## Gates",
        body,
    ]


def test_running_heads_with_the_number_of_the_page_are_cut() -> None:
    contents = [
        placed([(72, 800, 9, f"Water board, report of 2021     {page}"), *_prose(700)])
        for page in range(7, 12)
    ]
    assert _lines(_read(pages_of(contents))) == [" ".join(PROSE)] * 5


def test_feet_that_tell_the_page_and_all_pages_are_cut_from_two_pages_on() -> None:
    for number_of_pages in (2, 3):
        contents = [
            placed([*_prose(700), (72, 30, 9, f"report.html   {page}/{number_of_pages}")])
            for page in range(1, number_of_pages + 1)
        ]
        assert _lines(_read(pages_of(contents))) == [" ".join(PROSE)] * number_of_pages


def test_end_of_a_sentence_is_no_foot_though_it_comes_again_on_every_page() -> None:
    last = "be reported to the station at once."
    contents = [placed([*_prose(700), (72, 60, 12, last)]) for _ in range(4)]
    assert sum(last in line for line in _lines(_read(pages_of(contents)))) == 4


def test_first_lines_that_differ_are_no_running_heads() -> None:
    contents = [placed([(72, 790, 12, f"Annex {number}"), *_prose(700)]) for number in (4, 9, 2, 7)]
    heads = [line for line in _lines(_read(pages_of(contents))) if line.startswith("Annex")]
    assert heads == ["Annex 4", "Annex 9", "Annex 2", "Annex 7"]


def test_a_watermark_is_cut() -> None:
    mark = b"\nBT /F 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (DRAFT) Tj ET"
    page = placed(_prose())
    body = page[page.index(b"stream\n") + 7 : -len(b"\nendstream")]
    parsed = _read(pages_of([stream(body + mark)] * 3))
    assert parsed.text.count("DRAFT") == 3
    assert _lines(parsed) == [" ".join(PROSE)] * 3


def test_values_of_form_fields_stand_where_they_are_shown() -> None:
    data = pages_of([placed([(72, 700, 12, "Name:"), (72, 660, 12, "Signed in May")])])
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V="Li Hua",
            Rect=[120, 695, 300, 712],
        )
        shown = pdf.make_indirect(field)
        pdf.pages[0].Annots = pikepdf.Array([shown])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([shown]))
        pdf.save(out)
    assert _lines(_read(out.getvalue())) == ["Name: Li Hua", "Signed in May"]


def test_attachments_are_given_back_as_members() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages_of([placed(_prose())]))) as pdf:
        pdf.attachments["附表.csv"] = b"a,b\n1,2\n"
        pdf.save(out)
    [member] = _read(out.getvalue()).members
    assert (member.name, member.data) == ("附表.csv", b"a,b\n1,2\n")


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("白石水务局年报", "白石水务局年报"),
        ("Canals and gates", "Canals and gates"),
        ("Microsoft Word - report.doc", ""),
        ("report_final2.docx", ""),
        ("untitled", ""),
        ("幻灯片 1", ""),
        ("20210304_scan", ""),
        ("\u00d0\u00d2\u00c4\u00e3\u00ba\u00c3\u00ca\u00c0\u00bd\u00e7" * 3, ""),
    ],
)
def test_only_a_plausible_title_is_taken_over(stated: str, kept: str) -> None:
    data = _changed(pages_of([placed(_prose())]), title=stated)
    assert _read(data).metadata.title == kept


def test_pages_without_text_are_named() -> None:
    page = placed(_prose())
    parsed = _read(pages_of([page, BLANK, PICTURE, PICTURE, page, PICTURE]))
    assert parsed.facts.pages == 6
    assert parsed.facts.empty_pages == (2, 3, 4, 6)
    assert parsed.losses == (
        "Pages 3–4, 6 have no text layer (scanned?); their text was not read.",
    )


def test_a_file_of_pictures_says_so() -> None:
    with pytest.raises(EmptyFileError, match=r"a\.pdf: .*only pictures") as caught:
        _read(pages_of([PICTURE]))
    assert "OCR" in caught.value.remedy


def test_a_blank_file_is_called_empty() -> None:
    with pytest.raises(EmptyFileError, match="pages are blank"):
        _read(pages_of([BLANK]))


def _shifted(text: str) -> str:
    """As fonts show their text that have codes of their own: "the" becomes "WKH"."""
    return "".join(chr(ord(letter) - 29) if letter.isalpha() else letter for letter in text)


def test_garbled_pages_are_left_out_and_named() -> None:
    garbled = placed([(x, y, size, _shifted(line)) for x, y, size, line in _prose()])
    parsed = _read(pages_of([placed(_prose()), garbled]))
    assert _lines(parsed) == [" ".join(PROSE)]
    assert parsed.facts.garbled_pages == (2,)
    assert parsed.losses == (
        "Page 2 has fonts that do not tell their characters; its text was not read.",
    )


def test_a_garbled_file_is_an_error() -> None:
    garbled = placed([(x, y, size, _shifted(line)) for x, y, size, line in _prose()])
    with pytest.raises(ParseError, match="fonts do not tell") as caught:
        _read(pages_of([garbled]))
    assert "text can be copied" in caught.value.remedy


def test_each_password_is_tried_and_the_empty_one() -> None:
    data = pages_of([placed(_prose())])
    expected = [" ".join(PROSE)]
    assert _lines(_read(encrypted(data, "geheim"), "other", "geheim")) == expected
    assert _lines(_read(encrypted(data, ""))) == expected
    assert _lines(_read(encrypted(data, "user", "owner"), "owner")) == expected


@pytest.mark.parametrize(
    ("passwords", "message"), [((), "asks for a password"), (("a", "b"), "no password")]
)
def test_an_encrypted_file_asks_for_its_password(passwords: Sequence[str], message: str) -> None:
    data = encrypted(pages_of([placed(_prose())]), "geheim")
    with pytest.raises(EncryptedFileError, match=message) as caught:
        _read(data, *passwords)
    assert "[passwords]" in caught.value.remedy


def test_the_pages_that_fit_the_time_are_read() -> None:
    page = placed(_prose())
    data = pages_of([page] * 400)
    parsed = read_pdf(RawFile("a.pdf", data), cpu_seconds=0.1)
    cut = parsed.facts.cut_pages
    assert parsed.facts.pages == 400
    assert 0 < len(cut) < 400
    assert cut == tuple(range(cut[0], 401))
    assert parsed.losses == (
        f"Pages {cut[0]}–400 were not read: the file takes too much time. "
        "Split the file into smaller ones.",
    )
    assert len(_lines(parsed)) == cut[0] - 1
