from __future__ import annotations

import pytest

from corpus.cutting import CutText, PassageSplitter
from corpus.edge_lines import edge_lines, is_furniture, without

BODY = (
    "灌区管理处负责干渠以上工程的维修，支渠由受益乡镇组织群众在冬春两季清淤。\n"
    "用水实行计划申报，各用水单位在每月二十五日以前报下月的用水量，由管理处平衡后下达。\n"
)
HEADER, FOOTER = "清河水务在线 服务大厅 政民互动", "技术支持由清河信息站提供"
PAGE = f"{HEADER}\n灌区管理办法\n{BODY * 4}{FOOTER}"


def lines_of(text: str) -> list[str]:
    return [text[line.start : line.end] for line in edge_lines(text)]


def test_lines_at_both_ends_are_told_once_each() -> None:
    assert lines_of(PAGE)[:2] == [HEADER, "灌区管理办法"]
    assert lines_of(PAGE)[-1] == FOOTER
    assert lines_of(f"{HEADER}\n{FOOTER}") == [HEADER, FOOTER]


def test_equal_lines_have_equal_keys_whatever_their_blanks() -> None:
    (first, *_) = edge_lines(PAGE)
    (second, *_) = edge_lines("清河水务在线服务大厅  政民互动\n" + BODY)
    assert first.key == second.key


@pytest.mark.parametrize(
    "fact",
    [
        "2024年5月6日",
        "二〇二四年五月六日",
        "清河县水利局",
        "清水发〔2024〕12号",
        "第一章 总则",
        "一、工作目标",
        "## 附则",
        "姓名 | 职务 | 电话",
        "联系电话：0571-000",
    ],
)
def test_facts_that_documents_share_are_never_furniture(fact: str) -> None:
    assert fact not in lines_of(f"灌区管理办法\n{fact}\n{BODY * 4}{fact}")


def test_long_sentences_count_at_the_very_end_only() -> None:
    notice = "凡注明来源为清河水务在线的作品，转载时请注明出处，违者将依法追究其责任。"
    assert notice not in lines_of(f"灌区管理办法\n{notice}\n{BODY * 6}")
    assert notice in lines_of(f"灌区管理办法\n{BODY * 6}{notice}")


@pytest.mark.parametrize(
    ("texts", "of_root", "is_so"),
    [(4, 4, False), (5, 5, True), (5, 1000, False), (30, 1000, True), (50, 100_000, True)],
)
def test_furniture_is_what_many_texts_of_a_root_share(
    texts: int,
    of_root: int,
    is_so: bool,  # noqa: FBT001
) -> None:
    assert is_furniture(texts, of_root) is is_so


def test_passages_hold_everything_but_what_is_left_out() -> None:
    lines = edge_lines(PAGE)
    left_out = tuple(
        (line.start, line.end) for line in lines if PAGE[line.start : line.end] in (HEADER, FOOTER)
    )
    spans = PassageSplitter()(CutText(PAGE, "灌区管理办法", (), left_out))
    kept = "".join(PAGE[span.start : span.end] for span in spans)
    assert HEADER not in kept
    assert FOOTER not in kept
    expected = PAGE.replace(HEADER, "").replace(FOOTER, "")
    assert "".join(kept.split()) == "".join(expected.split())


def test_spans_are_parted_around_what_is_left_out() -> None:
    text = "甲乙丙 丁戊己"
    assert without(0, 7, [(1, 2)], text) == [(0, 1), (2, 7)]
    assert without(0, 3, [(0, 3)], text) == []
    assert without(4, 7, [(0, 3)], text) == [(4, 7)]
