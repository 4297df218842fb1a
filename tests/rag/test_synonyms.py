"""Groups of terms, and what they add to a query."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from corpus.normalize import search_form
from rag.synonyms import Mention, Synonyms, read_synonyms, shipped_synonyms


def synonyms(*lines: str) -> Synonyms:
    return Synonyms.parse("\n".join(lines), "The synonyms s.txt")


def put_in(known: Synonyms, query: str) -> tuple[str, ...]:
    """What the variants of `query` have in place of its terms, each once."""
    form, variants = search_form(query), known.variants(query)
    names: dict[str, None] = {}
    for found in known.mentions(form):
        before, behind = form[: found.start], form[found.end :]
        names |= dict.fromkeys(
            variant[len(before) : len(variant) - len(behind)]
            for variant in variants
            if variant.startswith(before) and variant.endswith(behind)
        )
    return tuple(names)


def alternatives(query: str, *lines: str) -> tuple[str, ...]:
    return put_in(synonyms(*lines), query)


GROUP = "质监局 = 质量技术监督局 = 质监部门"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("质监局的职责", ("质量技术监督局", "质监部门")),
        ("市质量技术监督局何时成立", ("质监局", "质监部门")),
        ("質監部門", ("质监局", "质量技术监督局")),
        ("质监局与质监部门", ("质量技术监督局",)),
        ("监督局", ()),
        ("", ()),
    ],
)
def test_each_term_of_a_group_finds_the_others(query: str, expected: tuple[str, ...]) -> None:
    assert alternatives(query, GROUP) == expected


def test_one_way_the_left_finds_the_right_only() -> None:
    line = "特种设备、特设 => 电梯, 锅炉"
    assert alternatives("特种设备检验", line) == ("电梯", "锅炉")
    assert alternatives("特设检验", line) == ("电梯", "锅炉")
    assert alternatives("电梯检验", line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "质监局=质监部门",
        "质监局，质监部门",
        "质监局、质监部门",
        "質監局 ＝ 质监部门 ＃ 旧称",
        "\ufeff质监局 = 质监部门",
    ],
)
def test_the_ways_to_write_a_group(line: str, tmp_path: Path) -> None:
    path = tmp_path / "s.txt"
    path.write_text(f"{line}\r\n# 注释\r\n\r\n", encoding="utf-8")
    assert read_synonyms(path).variants("质监局") == ("质监部门",)


def test_the_longest_term_wins_where_several_overlap() -> None:
    lines = ("药监局 = 药品监管局", "食药监局 = 食品药品监管局", "局长 = 首长")
    assert alternatives("食药监局长", *lines) == ("食品药品监管局",)
    assert synonyms(*lines).mentions("药监局和食药监局") == (
        Mention(0, 3, ("药品监管局",)),
        Mention(4, 8, ("食品药品监管局",)),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("AI的应用", ("人工智能",)),
        ("用ai", ("人工智能",)),
        ("ai 2020", ("人工智能",)),
        ("ａｉ", ("人工智能",)),
        ("email是什么", ()),
        ("ai2的应用", ()),
    ],
)
def test_no_term_is_found_inside_a_longer_latin_word(query: str, found: tuple[str, ...]) -> None:
    assert alternatives(query, "AI = 人工智能") == found


def test_a_term_that_only_stands_inside_a_latin_word_still_counts_as_missing() -> None:
    assert alternatives("人工智能与email", "AI = 人工智能") == ("ai",)


def test_a_term_in_several_groups_finds_all_without_joining_them() -> None:
    lines = ("安监 = 安全监督", "安监 = 安装监理")
    assert alternatives("安监", *lines) == ("安全监督", "安装监理")
    assert alternatives("安全监督", *lines) == ("安监",)


def test_more_synonyms_come_on_top() -> None:
    both = synonyms(GROUP).with_more(synonyms("质监局 = 质量局", "甲 = 乙"))
    assert both.variants("质监局") == ("质量技术监督局", "质监部门", "质量局")
    assert both.variants("甲") == ("乙",)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("质监局", "it holds one term; at least two were expected"),
        ("质监局 =", "a term is empty"),
        ("= 质监局", "a term is empty"),
        ("甲 = = 乙", "a term is empty"),
        ("甲 =>", "a term is empty"),
        ("质监局 = 质監局", "'质监局' stands in it twice"),
        ("甲 => 乙、甲", "'甲' stands in it twice"),
        ("甲 = 乙 => 丙", "may not be mixed"),
        ("甲 => 乙 => 丙", '"=>" stands once'),
        ("甲 = 2023", "'2023' holds no letter"),
        (f"甲 = {'乙' * 65}", "a word has 65 characters; at most 64 are allowed"),
        ("甲\x07 = 乙", "the control character U+0007"),
    ],
)
def test_a_broken_line_is_named_by_its_number_with_the_reason(line: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        synonyms("# 同义词", GROUP, "", line)
    assert caught.value.message.startswith("The synonyms s.txt cannot be used")
    assert re.findall(r"line (\d+) \(", caught.value.message) == ["4"]
    assert told in caught.value.message
    assert "质监局 = 质量技术监督局" in caught.value.remedy


def test_all_broken_lines_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        synonyms("甲", GROUP, "甲 =", *["乙"] * 20)
    assert re.findall(r"line (\d+) \(", caught.value.message) == [*"13456789", "10", "11"]
    assert "and 12 more" in caught.value.message


def test_the_shipped_groups_are_in_order_and_know_the_common_offices() -> None:
    shipped = shipped_synonyms()
    assert put_in(shipped, "发改委和质监局的职责") == (
        "发展改革委",
        "发展和改革委员会",
        "质量技术监督局",
    )
    assert put_in(shipped, "人力资源和社会保障局")[0] == "人社局"
    assert put_in(shipped, "个人所得税怎么交") == ()


def test_a_long_query_among_many_groups_is_searched_whole() -> None:
    many = synonyms(*(f"甲{n}号 = 乙{n}号" for n in range(2_000)))
    assert put_in(many, "闸" * 990 + "甲1999号") == ("乙1999号",)
