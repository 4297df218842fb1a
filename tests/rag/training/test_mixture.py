"""The pairs of an epoch: exact answers, hard others, the same for the same seed."""

from __future__ import annotations

import pytest

from rag.training.examples import NO_SPAN, Unit
from rag.training.mining import Found, Pool
from rag.training.mixture import held_out_examples, units_of_epoch

ANSWER = "2007年"
TEXT = (
    "检验所成立于2007年,地址在高新区科园路26号,占地四十亩,建筑面积一万二千平方米。"
    "所里有检验员三十人,其中高级工程师六人,每年受理委托检验三千批次。"
    "检验报告在受理后十五个工作日内出具,加急的五个工作日。"
    "送检单位对结果有异议的,可以在收到报告之日起十五日内申请复检。"
    "复检由另一名检验员承担,费用由责任方支付,样品保存三个月备查。"
)
NEAR = "检验所每年举办两期培训班,学员来自各县区,学习结束后由所里发给合格证书。" * 3
FAR = "研究院成立于1998年,是全市最早的检验机构,后来并入了市质检中心。" * 3


def pool(number: int, *, is_held_out: bool = False) -> Pool:
    start = TEXT.index(ANSWER)
    return Pool(
        kind="cmrc",
        question=f"检验所第{number}分所2007年在哪里成立?",
        title=f"检验所第{number}分所",
        is_held_out=is_held_out,
        answering=(Found("检验所", TEXT, start, start + len(ANSWER), is_near=True),),
        others=(Found("检验所", NEAR, is_near=True), Found("研究院", FAR)),
    )


POOLS = [pool(number, is_held_out=number % 10 == 0) for number in range(60)]


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return units_of_epoch(POOLS, 3)


def of_pools(units: list[Unit]) -> list[Unit]:
    return [unit for unit in units if "分所" in unit.pair.question]


def test_every_answer_stands_where_it_is_said_to(units: list[Unit]) -> None:
    for unit in of_pools(units):
        assert unit.pair.relevant
        assert unit.pair.passage[unit.pair.start : unit.pair.end] == ANSWER


def test_what_is_worse_does_not_answer_its_question(units: list[Unit]) -> None:
    for unit in of_pools(units):
        worse = unit.worse
        assert worse is not None
        assert (worse.relevant, worse.start, worse.end) == (False, NO_SPAN, NO_SPAN)
        assert ANSWER not in worse.passage or worse.question != unit.pair.question


def test_all_kinds_of_worse_pairs_occur(units: list[Unit]) -> None:
    worse = [unit.worse for unit in of_pools(units) if unit.worse]
    assert any("2007年" not in pair.question for pair in worse)
    assert any("培训班" in pair.passage for pair in worse)
    assert any("研究院" in pair.passage for pair in worse)


def test_passages_come_whole_and_cut_with_and_without_context(units: list[Unit]) -> None:
    pairs = [unit.pair for unit in of_pools(units)]
    assert {pair.context for pair in pairs} == {"", "检验所"}
    assert TEXT in {pair.passage for pair in pairs}
    assert any(len(pair.passage) < len(TEXT) for pair in pairs)


def test_what_is_held_out_is_never_learnt(units: list[Unit]) -> None:
    learnt = {unit.pair.question.rstrip("？?")[: len("检验所第10分所")] for unit in units}
    held_out = held_out_examples(POOLS, 3)
    assert len(held_out) == 12
    for example in held_out:
        assert example.question[: len("检验所第10分所")] not in learnt - {"检验所第1分所"}


def test_an_epoch_is_the_same_for_the_same_seed_and_another_for_another(units: list[Unit]) -> None:
    assert units_of_epoch(POOLS, 3) == units
    assert units_of_epoch(POOLS, 4) != units
