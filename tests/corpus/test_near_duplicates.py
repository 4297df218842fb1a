from __future__ import annotations

import numpy as np
import pytest

from corpus.near_duplicates import (
    SIGNATURE_DTYPE,
    ComparedText,
    candidate_pairs,
    compared_words,
    connected,
    may_be_same_document,
    plain_words,
    repeated_passages,
    shingles,
    signature,
    words_key,
)

PARTS = (
    "灌区管理处负责干渠以上工程的维修，支渠由受益乡镇组织群众在冬春两季清淤。",
    "用水实行计划申报，各用水单位在每月二十五日以前报下月的用水量，由管理处平衡。",
    "水费按量计收，农业用水每立方米八分，逾期不交的每天加收千分之二的滞纳金。",
    "任何单位不得擅自在渠道上设闸开口，违者恢复原状并承担全部修复费用。",
)
FURTHER = (
    "电灌站由供电所按成本供电，机手须持证上岗，每班做好开停机和电表读数的记录。",
    "塘坝实行谁受益谁管护，养鱼不得影响灌溉，放水前一天通知下游的村组。",
    "抗旱期间由县里统一调度，先人畜后灌溉，先远后近，先高后低。",
    "节约用水成绩突出的单位和个人，由管理处在年终给予表彰。",
)
RULES = "".join((*PARTS, *FURTHER))


def compared(text: str, first: int) -> ComparedText:
    half = len(text) // 2
    passages = {first: plain_words(text[:half]), first + 1: plain_words(text[half:])}
    return ComparedText(plain_words(text), passages)


def matrix(*texts: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint32]]:
    rows = [np.frombuffer(signature(text), dtype=SIGNATURE_DTYPE) for text in texts]
    return np.stack(rows)


def test_shares_of_equal_places_estimate_the_likeness_of_texts() -> None:
    other = RULES.replace("农业用水", "工业用水").replace("清淤", "加固")
    first, second = shingles(plain_words(RULES)), shingles(plain_words(other))
    likeness = len(first & second) / len(first | second)
    signed = matrix(RULES, other)
    assert abs(float(np.mean(signed[0] == signed[1])) - likeness) < 0.12


def test_pairs_are_those_that_are_alike() -> None:
    reprint = RULES.replace("群众", "村民")
    strange = "本站雷达资料每六分钟更新一次，回波强度用颜色表示，红色以上请注意防范强降水。" * 4
    assert candidate_pairs(matrix(RULES, strange, reprint)) == {(0, 2)}
    assert candidate_pairs(matrix(RULES)) == set()


def test_every_one_of_very_many_equal_texts_is_in_a_pair() -> None:
    pairs = candidate_pairs(matrix(*[RULES] * 50))
    assert {member for pair in pairs for member in pair} == set(range(50))


def test_reprint_with_two_words_changed_is_repeated_passage_by_passage() -> None:
    reprint = RULES.replace("群众", "村民", 1).replace("修复费用", "修理费用", 1)
    assert repeated_passages(compared(reprint, 10), compared(RULES, 20)) == {10: 20, 11: 21}


def test_other_figures_are_another_statement() -> None:
    changed = RULES.replace("八分", "十二分")
    assert repeated_passages(compared(changed, 10), compared(RULES, 20)) == {11: 21}
    for figure in ("前三天", "前五天"):
        told = RULES.replace("前一天", figure)
        assert repeated_passages(compared(told, 10), compared(RULES, 20)) == {10: 20}
    half = len(RULES) // 2
    partly = RULES[:half] + RULES[half:].replace("先高后低", "十五日一轮")
    assert repeated_passages(compared(partly, 10), compared(RULES, 20)) == {10: 20}


def test_texts_that_share_some_passages_only_are_no_copies() -> None:
    other = PARTS[0] + "鱼塘换水须提前三天告知。" * 12 + PARTS[1]
    assert repeated_passages(compared(other, 10), compared(RULES, 20)) == {}


@pytest.mark.parametrize(
    ("title", "other", "same"),
    [
        ("灌区管理办法", "灌区管理办法", True),
        ("灌区管理办法", "《灌区管理办法》(副本)", True),
        ("灌区管理办法_清河网", "灌区管理办法", True),
        ("2022年灌区工作总结", "2023年灌区工作总结", False),
        ("东干渠管理办法", "西干渠管理办法", False),
        ("通知", "关于停水的通知", False),
        ("", "", True),
    ],
)
def test_titles_tell_copies_from_siblings(
    title: str,
    other: str,
    same: bool,  # noqa: FBT001
) -> None:
    assert may_be_same_document(title, other) is same
    assert may_be_same_document(other, title) is same


def test_day_of_publication_is_no_part_of_what_a_text_says() -> None:
    days = ("2011-03-05", "2014-06-01")
    old, new = (f"{RULES[:80]}\n发布时间：{day}\n{RULES[80:]}" for day in days)
    assert compared_words(old) == compared_words(new) == plain_words(RULES)
    assert compared_words("请于2011年3月5日以前把名单和预算一并报送到管理处，逾期不候。") != ""


def test_words_key_is_for_long_passages_that_do_not_speak_of_their_document() -> None:
    disclaimer = "转载信息只为交流，其准确由原发布单位负责，如有异议请在三十日内来函告知，" * 2
    assert words_key(disclaimer) == words_key(disclaimer.replace("，", "， ")) != ""
    assert words_key("请于五月一日前报名。") == ""
    assert words_key("本办法自公布之日起施行，" + disclaimer) == ""
    assert words_key(disclaimer + "甲") != words_key(disclaimer)


def test_pairs_join_to_groups() -> None:
    assert sorted(connected([(1, 2), (5, 6), (2, 3)])) == [[1, 2, 3], [5, 6]]
