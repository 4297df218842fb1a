from __future__ import annotations

import pytest

from corpus.errors import ParseError
from corpus.parsers.base import UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import Metadata, ParsedFile, RawFile, TextLayout

FONTS = (
    rb"{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\froman\fcharset0 Times New Roman;}"
    rb"{\f2\fnil\fcharset136 PMingLiU;}{\f3\fnil\fcharset128 MS Mincho;}"
    rb"{\f4\fnil\fcharset129 Batang;}{\f5\fnil\fcharset2 Wingdings;}{\f6\fnil\fcharset2 Symbol;}}"
)


def _parsed(body: bytes, head: bytes = rb"\ansi\ansicpg936\deff0" + FONTS) -> ParsedFile:
    return parse_raw(RawFile("a.rtf", rb"{\rtf1" + head + body + b"}"))


def _text(body: bytes, head: bytes = rb"\ansi\ansicpg936\deff0" + FONTS) -> str:
    return _parsed(body, head).text


def _codes(words: str, encoding: str = "gb18030") -> bytes:
    return b"".join(b"\\'%02x" % byte for byte in words.encode(encoding))


def _as_word_writes(words: str, encoding: str) -> bytes:
    """Bytes above ASCII as codes, the others as they are, escaped where they must be."""
    parts = []
    for byte in words.encode(encoding):
        special = bytes([byte]) in b"\\{}"
        parts.append(
            b"\\" + bytes([byte]) if special else b"\\'%02x" % byte if byte > 0x7F else b"%c" % byte
        )
    return b"".join(parts)


def test_paragraphs_are_lines() -> None:
    body = b"\\pard " + _codes("第一段。") + b"\\par\r\n" + _codes("第二") + b"\r\nab\\par"
    parsed = _parsed(body)
    assert parsed.text == "第一段。\n第二ab\n"
    assert (parsed.layout, parsed.losses) == (TextLayout.STRUCTURED, ())
    assert parsed.facts.format == "rtf"


@pytest.mark.parametrize(
    ("words", "encoding", "font"),
    [
        ("裏面的榮譽", "gb18030", 0),  # 裏 has the trail byte Y
        ("許功蓋，成績", "big5", 2),  # 許功蓋 have the trail byte \
        ("表示ソフト", "cp932", 3),
        ("한국어 문서", "cp949", 4),
    ],
)
def test_second_bytes_of_characters_may_be_letters(words: str, encoding: str, font: int) -> None:
    assert _text(b"\\f%d " % font + _as_word_writes(words, encoding)) == words + "\n"
    assert _text(b"\\f%d " % font + _codes(words, encoding)) == words + "\n"


def test_fonts_decide_where_the_code_page_says_otherwise() -> None:
    body = b"\\f0 " + _codes("简体") + b"{\\f2 " + _codes("繁體", "big5") + b"}" + _codes("简体")
    assert _text(body, rb"\ansi\ansicpg1252\deff1" + FONTS) == "简体繁體简体\n"


def test_western_letters_in_a_chinese_document_are_read() -> None:
    assert _text(b"\\f1 1995\\'961999") == "1995\N{EN DASH}1999\n"


def test_chinese_text_that_is_called_western_is_read() -> None:
    head = rb"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Arial;}}"
    assert _text(_codes("为了加强水渠的管理"), head) == "为了加强水渠的管理\n"
    assert _text(_codes("Größe für Käse", "cp1252"), head) == "Größe für Käse\n"


def test_raw_bytes_are_read_by_the_code_page() -> None:
    assert _text("水渠誠".encode("gbk") + b"\\par ab") == "水渠誠\nab\n"


def test_unicode_characters_replace_their_fallbacks() -> None:
    body = (
        b"\\uc1\\u27700 ?\\u28192\\'3f{\\uc2\\u27700\\'cb\\'ae}"
        b"\\u-10179 ?\\u-9161 ?!\\uc0\\u65292 a"
    )
    assert _text(body) == "水渠水\U0001f437!，a\n"


def test_special_characters_and_breaks_are_shown() -> None:
    body = b"a\\emdash b\\ldblquote c\\rdblquote\\~d\\{e\\}\\\\ f\\tab g\\line h\\-i\\par"
    assert _text(body) == "a—b“c”\N{NO-BREAK SPACE}d{e}\\ f\tg\nhi\n"


def test_headings_come_from_styles_and_outline_levels() -> None:
    styles = (
        b"{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}{\\s2 "
        + _codes("标题 2")
        + b";}{\\s3 Title;}{\\*\\cs4 Strong;}{\\s5\\outlinelevel2 Mine;}}"
    )
    body = (
        styles
        + b"\\pard\\plain\\s3 T\\par\\pard\\s1 A\\par\\pard\\s2 B\\par\\pard\\s5 C\\par"
        + b"\\pard\\outlinelevel0 D\\par\\pard\\s4 e\\par\\pard\\outlinelevel9 f\\par"
    )
    parsed = _parsed(body)
    assert parsed.text == "# T\n\n## A\n\n### B\n\n#### C\n\n## D\n\ne\nf\n"
    assert parsed.metadata.title == "T"


def test_tables_become_rows_of_cells() -> None:
    body = (
        b"x\\par\\trowd\\cellx1\\cellx2\\pard\\intbl A\\par B\\cell C\\cell\\row"
        b"\\trowd\\pard\\intbl {1{\\nestcell}{\\*\\nesttableprops\\nestrow}{\\nonesttables\\par}"
        b"}\\cell 2\\cell\\row\\pard y\\par"
    )
    assert _text(body) == "x\n\nA B | C\n1 | 2\n\ny\n"


def test_numbers_of_lists_are_shown_and_bullets_drawn() -> None:
    body = (
        b"{\\listtext\\pard\\plain 1.\\tab}a\\par{\\pntext\\f6\\'b7\\tab}b\\par"
        b"{\\listtext\\f5 \\'fc\\tab}c\\par{\\*\\pn\\pnlvlblt{\\pntxtb\\'b7}}"
        b"{\\listtext\\u-3913 ?\\tab}d\\par"
    )
    assert _text(body) == "1. a\n• b\n✓ c\n• d\n"


def test_what_is_not_shown_is_left_out() -> None:
    body = (
        b"{\\header head\\par}{\\footerr 1\\par}a{\\v hidden}b{\\deleted gone}c"
        b"{\\*\\unknown x{y}}{\\pict\\bin4 }}}}abcdef}{\\object{\\*\\objdata 0105}{\\result d}}"
        b"{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt e}}{\\*\\annotation note}{\\xe index}\\par"
    )
    assert _text(body) == "abcde\n"


def test_a_mark_of_ignorable_groups_counts_only_at_their_start() -> None:
    assert _text(b"{\\f0\\*\\cs7 kept}") == "kept\n"


def test_footnotes_and_text_boxes_follow_their_paragraph() -> None:
    body = (
        b"a{\\super\\chftn{\\footnote\\pard\\plain\\chftn  note}}b"
        b"{\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt box\\par}}{\\shprslt twice}}\\par c"
    )
    assert _text(body) == "ab\n[注1] note\nbox\nc\n"


def test_raised_figures_are_told_from_the_number_before_them() -> None:
    assert _text(b"10{\\super 3}m{\\super 2}") == "10³m²\n"


def test_title_and_author_are_metadata() -> None:
    info = b"{\\info{\\title " + _codes("水渠管理") + b"}{\\author A}{\\company C}}"
    assert _parsed(info + b"x").metadata == Metadata(title="水渠管理", author="A")
    assert _parsed(b"{\\info{\\title Microsoft Word - a.doc}}x").metadata.title == ""


def test_characters_that_cannot_be_decoded_are_a_loss() -> None:
    assert _parsed(b"ab\\'81\\par\\'ff").losses == ("2 characters could not be decoded.",)


def test_what_stands_behind_the_document_is_no_part_of_it() -> None:
    assert parse_raw(RawFile("a.rtf", b"{\\rtf1 a}\0\xff\xfe")).text == "a\n"


def test_a_document_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert parse_raw(RawFile("a.rtf", b"{\\rtf1 a\\par{\\b b")).text == "a\nb\n"


def test_rtf_is_known_by_its_content() -> None:
    assert parse_raw(RawFile("a.doc", b"{\\rtf1 a}")).facts.format == "rtf"


def test_another_file_of_that_suffix_is_refused() -> None:
    with pytest.raises(ParseError, match="no RTF document") as caught:
        parse_raw(RawFile("a.rtf", bytes(range(1, 256)) * 4))
    assert "true suffix" in caught.value.remedy


def test_groups_nested_without_end_are_refused() -> None:
    with pytest.raises(UnsafeFileError, match=r"more than 1,000 groups") as caught:
        _parsed(b"{" * 100_000)
    assert "save it again" in caught.value.remedy
