"""Units of an epoch in batches of like length, and a batch as tensors."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence

import torch

from rag.readers.pair_encoding import PairEncoder
from rag.training.examples import NO_SPAN, Example, Unit
from rag.training.network import Batch

_BLOCK = 50
# Widths repeat, since every new shape has its kernels compiled anew on a CPU.
_WIDTH_STEP = 32


def in_batches(units: Sequence[Unit], pairs: int, seed: int) -> Iterator[list[Unit]]:
    """Units of about `pairs` pairs a batch, those of like length together, batches shuffled."""
    for start in range(0, len(units), pairs * _BLOCK):
        block = sorted(units[start : start + pairs * _BLOCK], key=lambda unit: unit.longest)
        batches: list[list[Unit]] = [[]]
        count = 0
        for unit in block:
            size = 2 if unit.worse else 1
            if count + size > pairs:
                batches.append([])
                count = 0
            batches[-1].append(unit)
            count += size
        random.Random(seed + start).shuffle(batches)
        yield from batches


def batch_of(units: Sequence[Unit], encoder: PairEncoder, device: torch.device) -> Batch:
    """The pairs of `units` as padded tensors."""
    examples: list[Example] = []
    better, worse = [], []
    for unit in units:
        examples.append(unit.pair)
        if unit.worse is not None:
            better.append(len(examples) - 1)
            worse.append(len(examples))
            examples.append(unit.worse)
    pairs = [encoder.encode(each.question, each.context, each.passage) for each in examples]
    width = math.ceil(max(len(pair.ids) for pair in pairs) / _WIDTH_STEP) * _WIDTH_STEP
    ids = torch.ones((len(pairs), width), dtype=torch.long)
    mask = torch.zeros((len(pairs), width), dtype=torch.long)
    readable = torch.zeros((len(pairs), width), dtype=torch.bool)
    spans = [
        pair.tokens_of(each.start, each.end) if each.start != NO_SPAN else (-1, -1)
        for pair, each in zip(pairs, examples, strict=True)
    ]
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
        mask[row, : len(pair.ids)] = 1
        readable[row, pair.first : pair.first + len(pair.offsets)] = True
    relevant = torch.tensor([float(each.relevant) for each in examples])
    starts, ends = (torch.tensor(part) for part in zip(*spans, strict=True))
    rows = (torch.tensor(part, dtype=torch.long) for part in (better, worse))
    tensors = (ids, mask, readable, starts, ends, relevant, *rows)
    return Batch(*(tensor.to(device) for tensor in tensors))
