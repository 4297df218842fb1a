from __future__ import annotations

from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile
from tests.odf_kit import odf

STYLES = (
    '<style:style style:name="dark" style:family="drawing-page"><style:drawing-page-properties '
    'presentation:visibility="hidden"/></style:style><text:list-style style:name="L1">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="●"/></text:list-style>'
)


def _read(*pages: str, title: str = "") -> ParsedFile:
    return parse_raw(RawFile("a.odp", odf("".join(pages), "presentation", STYLES, title=title)))


def _page(*shapes: str, attributes: str = "") -> str:
    return f"<draw:page {attributes}>{''.join(shapes)}</draw:page>"


def _frame(words: str, kind: str = "", x: str = "1cm", y: str = "1cm", more: str = "") -> str:
    return (
        f'<draw:frame presentation:class="{kind}" svg:x="{x}" svg:y="{y}" svg:height="1cm" {more}>'
        f"<draw:text-box><text:p>{words}</text:p></draw:text-box></draw:frame>"
    )


def test_slides_are_read_in_order_with_their_places() -> None:
    parsed = _read(
        _page(_frame("水务科", "subtitle"), _frame("清河水渠年报", "title")),
        _page(_frame("修缮", "title"), _frame("全长三公里。", "outline")),
    )
    assert parsed.text == "# 清河水渠年报\n\n水务科\n\n## 修缮\n\n全长三公里。\n"
    assert [(r.locator["slide"], parsed.text[r.start : r.end]) for r in parsed.regions] == [
        *((1, "# 清河水渠年报"), (1, "水务科"), (2, "## 修缮"), (2, "全长三公里。"))
    ]
    assert (parsed.metadata.title, parsed.facts.pages) == ("清河水渠年报", 2)


def test_shapes_are_read_by_rows_and_groups_stay_together() -> None:
    group = (
        f"<draw:g>{_frame('组下', y='50mm')}"
        '<draw:rect svg:x="1cm" svg:y="1in" svg:height="1cm"><text:p>组上</text:p></draw:rect>'
        "</draw:g>"
    )
    moved = _frame("末", x="0cm", y="0cm", more='draw:transform="rotate (0.5) translate (1cm 9cm)"')
    page = _page(
        moved, group, _frame("右", x="9cm", y="1.2cm"), _frame("左"), _frame("文", "outline")
    )
    assert _read(page).text.split() == ["文", "左", "右", "组上", "组下", "末"]


def test_lists_tables_and_notes_belong_to_their_slide() -> None:
    items = "".join(
        f"<text:list-item><text:p>{word}</text:p></text:list-item>" for word in ("查水位", "清淤泥")
    )
    body = (
        '<draw:frame presentation:class="outline"><draw:text-box><text:list text:style-name="L1">'
        f"{items}</text:list></draw:text-box></draw:frame>"
    )
    cells = "".join(
        f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in ("河段", "水位")
    )
    table = (
        '<draw:frame svg:y="5cm"><table:table><table:table-row>'
        f"{cells}</table:table-row></table:table><draw:image/></draw:frame>"
    )
    notes = (
        f"<presentation:notes><draw:page-thumbnail/>{_frame('先讲险情。', 'notes')}"
        "</presentation:notes>"
    )
    parsed = _read(_page(body, table, notes))
    assert parsed.text == "- 查水位\n- 清淤泥\n\n河段 | 水位\n\n备注: 先讲险情。\n"
    assert {region.locator["slide"] for region in parsed.regions} == {1}
    assert parsed.facts.warnings == ()


def test_hidden_slides_footers_and_empty_places_are_left_out() -> None:
    parsed = _read(
        _page(_frame("一"), _frame("内部", "footer"), _frame("7", "page-number")),
        _page(_frame("暗"), attributes='draw:style-name="dark"'),
        _page(_frame("点此添加", "outline", more='presentation:placeholder="true"'), _frame("三")),
    )
    assert (parsed.text, [r.locator["slide"] for r in parsed.regions]) == ("一\n\n三\n", [1, 3])
    assert parsed.facts.warnings == ("Hidden slides are left out: 2.",)


def test_slides_of_pictures_only_are_a_loss() -> None:
    picture = "<draw:frame><draw:image/></draw:frame>"
    parsed = _read(_page(_frame("有字"), picture), _page(picture), title="年报")
    assert parsed.facts.empty_pages == (2,)
    assert parsed.losses == ("Slides that hold only pictures, which are not read: 2.",)
    assert parsed.facts.warnings == ("Pictures that are not read: 2.",)
    assert parsed.metadata.title == "年报"
