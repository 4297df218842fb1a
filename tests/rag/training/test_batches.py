"""Batches keep pairs together and tell the network what to learn, token by token."""

from __future__ import annotations

import pytest
import torch

from rag.readers.reading_model import ReadingModel
from rag.training.batches import batch_of, in_batches
from rag.training.examples import NO_SPAN, Example, Unit

PASSAGE = "检验所成立于2007年,所长是李明。"


def example(*, relevant: bool, length: int = 1) -> Example:
    passage = PASSAGE * length
    start = passage.index("李明") if relevant else NO_SPAN
    return Example("所长是谁", "简介", passage, start, start + 2 if relevant else NO_SPAN, relevant)


UNITS = [
    Unit(example(relevant=True, length=length % 7 + 1), example(relevant=False))
    if length % 3
    else Unit(example(relevant=False, length=length % 5 + 1))
    for length in range(200)
]


def test_every_unit_is_in_one_batch_and_none_is_too_large() -> None:
    batches = list(in_batches(UNITS, 16, seed=1))
    spread = [unit for batch in batches for unit in batch]
    assert sorted(map(id, spread)) == sorted(map(id, UNITS))
    assert max(sum(2 if unit.worse else 1 for unit in batch) for batch in batches) <= 16


def test_batches_come_in_another_order_for_another_seed() -> None:
    first, again, other = (list(in_batches(UNITS, 16, seed)) for seed in (1, 1, 2))
    assert first == again != other


@pytest.fixture(scope="module")
def model() -> ReadingModel:
    return ReadingModel()


def test_a_batch_says_where_the_answer_is_and_which_passage_is_better(model: ReadingModel) -> None:
    units = [Unit(example(relevant=False)), Unit(example(relevant=True), example(relevant=False))]
    batch = batch_of(units, model.encoder, torch.device("cpu"))
    assert batch.relevant.tolist() == [0, 1, 0]
    assert (batch.better.tolist(), batch.worse.tolist()) == ([1], [2])
    assert batch.starts.tolist()[0] == batch.starts.tolist()[2] == -1
    pair = model.encoder.encode("所长是谁", "简介", PASSAGE)
    first, last = int(batch.starts[1]), int(batch.ends[1])
    begin = pair.offsets[first - pair.first][0]
    assert PASSAGE[begin : pair.offsets[last - pair.first][1]] == "李明"
    assert batch.readable[1].nonzero()[0].item() == pair.first
    assert batch.mask.sum(1).tolist() == [len(pair.ids)] * 3
