from __future__ import annotations

import pytest

from corpus.relocation import FoundQuote, find_again

QUOTE = "巡查人员应当每日记录水位两次。"
OLD = f"第一条 总则。\n第二条 {QUOTE}记录保存三年。\n第三条 附则。"


def found(old: str, quote: str, new: str, nth: int = 0) -> FoundQuote | None:
    start = -1
    for _ in range(nth + 1):
        start = old.index(quote, start + 1)
    return find_again(old, start, start + len(quote), new)


def test_quote_that_only_moved_is_found_verbatim() -> None:
    new = f"前言：本办法已修订。\n{OLD}"
    place = found(OLD, QUOTE, new)
    assert place == FoundQuote(new.index(QUOTE), new.index(QUOTE) + len(QUOTE), is_verbatim=True)


@pytest.mark.parametrize(
    "changed",
    [
        "巡查人员应当每日\n记录水位 两次。",
        "巡查人員應當每日記錄水位兩次。",
        "巡查人员应当每日记录水位两次｡",
    ],
    ids=["white space", "script", "width"],
)
def test_quote_that_differs_in_form_only_is_found(changed: str) -> None:
    new = f"新增一段。\n{OLD.replace(QUOTE, changed)}"
    place = found(OLD, QUOTE, new)
    assert place is not None
    assert not place.is_verbatim
    assert new[place.start : place.end] == changed


def test_changed_words_are_gone() -> None:
    assert found(OLD, QUOTE, OLD.replace("两次", "三次")) is None


def test_of_several_places_the_one_with_the_same_surroundings_counts() -> None:
    old = f"甲站规定：{QUOTE}甲站执行。\n乙站规定：{QUOTE}乙站执行。"
    new = f"{'说明。' * 40}\n乙站规定：{QUOTE}乙站执行。\n甲站规定：{QUOTE}甲站执行。"
    place = found(old, QUOTE, new, nth=1)
    assert place is not None
    assert new[place.start - 5 : place.start] == "乙站规定："


def test_of_equal_places_the_nearest_counts() -> None:
    old = f"{QUOTE}\n" * 9
    place = found(old, QUOTE, old + "末尾加一行。", nth=4)
    assert place is not None
    assert place.start == 4 * (len(QUOTE) + 1)


def test_short_quote_is_not_found_among_other_words() -> None:
    old = "保证金为伍万元，由承租人支付，逾期不退。"
    assert found(old, "伍万元", "罚款最高伍万元。") is None
    again = found(old, "伍万元", f"修订说明。{old}")
    assert again is not None
    assert again.start == len("修订说明。") + old.index("伍万元")


def test_blank_quote_is_never_found() -> None:
    assert find_again("甲 \n 乙", 1, 4, "甲 \n 乙 丙") is None


def test_whole_short_text_is_found_again() -> None:
    place = find_again("伍万元", 0, 3, "共伍万元")
    assert place == FoundQuote(1, 4, is_verbatim=True)


def test_offsets_count_code_points() -> None:
    old, new = f"😀{QUOTE}", f"😀😀𠀀{QUOTE}"
    place = found(old, QUOTE, new)
    assert place is not None
    assert (place.start, new[place.start : place.end]) == (3, QUOTE)
