"""PDF files that a browser printed, as people make them, compared with what was printed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from corpus.cleaner import clean
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, RemovalReason
from tests.pdf_kit import FOOTER, PAGE_NUMBER_FOOTER, box_of, paragraphs, printed

HEADER = FOOTER.format("白石水务局文件汇编")
WORDS = ("水渠", "堤坝", "泵站", "闸门", "检修", "巡查", "记录", "乡镇", "水位", "工程")
PLAIN = paragraphs(24, WORDS)
CELLS = (
    ("名称", "单位", "数量", "备注"),
    ("闸门", "座", "120", "年检合格"),
    ("泵站", "座", "45", ""),
    (
        "堤坝",
        "千米",
        "312",
        "其中三十千米需要在两年之内加固完成并且按照规定建立完整的技术档案以备查验",
    ),
    ("水尺", "根", "2,045", "送检"),
)


def _read(data: bytes) -> ParsedFile:
    return parse_raw(RawFile("a.pdf", data))


def _lines(parsed: ParsedFile) -> list[str]:
    cleaned = clean(parsed.text, parsed.layout, parsed.cuts)
    return [line for line in cleaned.text.split("\n") if line]


def _html(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _table(kind: str) -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in CELLS)
    return f'<table class="{kind}">{rows}</table>'


@pytest.fixture(scope="module")
def report(browser: Browser) -> ParsedFile:
    body = (
        f"<h1>水渠管理年度报告</h1>{_html(PLAIN[:5])}<h2>总体情况</h2>{_html(PLAIN[5:12])}"
        f"<h2>第二章 主要任务</h2>{_html(PLAIN[12:])}"
    )
    return _read(printed(browser, body, header=HEADER, footer=PAGE_NUMBER_FOOTER))


def test_paragraphs_are_joined_over_lines_and_pages(report: ParsedFile) -> None:
    expected = [
        "# 水渠管理年度报告",
        *PLAIN[:5],
        "## 总体情况",
        *PLAIN[5:12],
        "第二章 主要任务",
        *PLAIN[12:],
    ]
    assert report.facts.pages >= 2
    assert _lines(report) == expected


def test_what_stands_on_every_page_is_cut_with_its_reason(report: ParsedFile) -> None:
    removed = [(cut.reason, report.text[cut.start : cut.end]) for cut in report.cuts]
    heads = [text for reason, text in removed if reason is RemovalReason.RUNNING_HEAD]
    numbers = [text for reason, text in removed if reason is RemovalReason.PAGE_NUMBER]
    assert heads == ["白石水务局文件汇编\n"] * report.facts.pages
    assert numbers == [f"- {page} -\n" for page in range(1, report.facts.pages + 1)]


def test_each_line_has_its_page_and_box(report: ParsedFile) -> None:
    title, second = report.regions[:2]
    assert report.text[title.start : title.end] == "# 水渠管理年度报告"
    assert title.locator["page"] == 1
    x0, y0, x1, y1 = box_of(title)
    assert 595 / 2 - 100 < x0 < x1 < 595 / 2 + 100
    assert 70 < y0 < y1 < 130
    assert box_of(second)[1] > y1
    assert report.regions[-1].locator["page"] == report.facts.pages


def test_two_columns_are_read_one_after_the_other(browser: Browser) -> None:
    body = (
        f'<h1>渠系水量的测算</h1><div class="columns">{_html(PLAIN[:9])}'
        f"<h2>2 测算方法</h2>{_html(PLAIN[9:])}</div>"
    )
    parsed = _read(printed(browser, body, header=HEADER, footer=PAGE_NUMBER_FOOTER))
    expected = ["# 渠系水量的测算", *PLAIN[:9], "## 2 测算方法", *PLAIN[9:]]
    assert _lines(parsed) == expected


def test_a_quotation_set_in_on_both_sides_is_a_paragraph(browser: Browser) -> None:
    quotes = [max(PLAIN, key=len), "水渠是村里的，修水渠也是村里的事。"]
    inside = "".join(f"<blockquote><p>{quote}</p></blockquote>" for quote in quotes)
    body = f"{_html(PLAIN[:3])}{inside}{_html(PLAIN[3:6])}"
    assert _lines(_read(printed(browser, body))) == [*PLAIN[:3], *quotes, *PLAIN[3:6]]


@pytest.mark.parametrize("kind", ["ruled", "plain"])
def test_tables_become_rows(browser: Browser, kind: str) -> None:
    body = f"{_html(PLAIN[:3])}{_table(kind)}{_html(PLAIN[3:6])}"
    expected = [*PLAIN[:3], *(" | ".join(row).strip() for row in CELLS), *PLAIN[3:6]]
    assert _lines(_read(printed(browser, body))) == expected


def test_a_table_between_rules_stands_across_the_columns(browser: Browser) -> None:
    style = "column-span: all; border-top: 1px solid black; border-bottom: 1px solid black"
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c, _ in CELLS)
    table = f'<table style="{style}">{rows}</table>'
    body = f'<div class="columns">{_html(PLAIN[:12])}{table}{_html(PLAIN[12:])}</div>'
    expected = [*PLAIN[:12], *(" | ".join(row[:3]) for row in CELLS), *PLAIN[12:]]
    assert _lines(_read(printed(browser, body))) == expected


def test_the_title_stands_below_the_letterhead(browser: Browser) -> None:
    body = (
        '<div style="font-size: 30pt; text-align: center">白石水务局文件</div>'
        '<div style="text-align: center">白水发〔2021〕12号</div>'
        f'<h1>关于检修水渠的通知</h1><p style="text-indent: 0">各乡镇水务站：</p>{_html(PLAIN[:4])}'
        '<div style="text-align: right">白石水务局</div>'
    )
    assert _lines(_read(printed(browser, body))) == [
        "白石水务局文件",
        "白水发〔2021〕12号",
        "# 关于检修水渠的通知",
        "各乡镇水务站：",
        *PLAIN[:4],
        "白石水务局",
    ]


def test_entries_of_a_table_of_contents_stay_apart(browser: Browser) -> None:
    dots = f'<span style="flex: 1; overflow: hidden">{"." * 200}</span>'
    titles = ("第一章 总则", "第二章 检修", "第三章 巡查")
    body = "".join(
        f'<div style="display: flex; white-space: nowrap"><span>{title}</span>{dots}'
        f"<span>{page}</span></div>"
        for page, title in enumerate(titles, start=1)
    )
    lines = _lines(_read(printed(browser, f"<h1>目录</h1>{body}")))
    assert [line.rstrip("0123456789.") for line in lines] == ["## 目录", *titles]


def test_english_words_keep_their_spaces(browser: Browser) -> None:
    words = ("water", "levels", "of", "the", "canals", "are", "measured", "independently", "by")
    texts = paragraphs(14, words, joint=" ", stop=".")
    body = f'<div lang="en" style="font-family: DejaVu Serif">{_html(texts)}</div>'
    for html in (body, f'<div class="columns">{body}</div>', f'<div align="left">{body}</div>'):
        assert _lines(_read(printed(browser, html))) == list(texts)


def test_paragraphs_without_indent_are_told_by_their_distance(browser: Browser) -> None:
    style = "<style>p { text-indent: 0; margin-bottom: 8pt }</style>"
    assert _lines(_read(printed(browser, style + _html(PLAIN)))) == list(PLAIN)


def test_lists_are_no_tables(browser: Browser) -> None:
    items = "".join(f"<li>{text}</li>" for text in PLAIN[:6])
    lines = _lines(_read(printed(browser, f"<ol>{items}</ol>")))
    assert [re.sub(r"^\d\.\s*", "", line) for line in lines] == list(PLAIN[:6])


def test_landscape_and_turned_text_keep_the_order_of_reading(browser: Browser) -> None:
    vertical = f'<div style="writing-mode: vertical-rl; height: 600px">{_html(PLAIN[:6])}</div>'
    assert _lines(_read(printed(browser, vertical))) == list(PLAIN[:6])
