"""How good the passages found for a question are: by gold spans, never by strings.

Every measure takes the gold spans of a question and the passages found, best first, and gives a
number in [0, 1]; over a set its mean is reported.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.retrieval.types import Span

READ_CHARACTERS = 1500
MEASURED_RANKS = 10
# What pipelines are asked for: enough for all measures even where passages are short.
TOP_K = 50

Judge = Callable[[Sequence[Span], Sequence[Span]], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure under the name that tables show."""

    name: str
    judge: Judge


def evidence_recall(
    gold: Sequence[Span], found: Sequence[Span], characters: int = READ_CHARACTERS
) -> float:
    """1 if some gold span lies wholly in the first `characters` characters returned, else 0.

    Passages count in rank order and the last is cut; those of one text that touch or overlap
    join, but what is returned twice is read, and counted, twice.
    """
    read = joined(first_characters(found, characters))
    return float(any(contains(span, wanted) for span in read for wanted in gold))


def hit_within(rank: int) -> Judge:
    """1 if one of the first `rank` passages holds a whole gold span, else 0."""

    def judge(gold: Sequence[Span], found: Sequence[Span]) -> float:
        return float(first_hit(gold, found[:rank]) is not None)

    return judge


def reciprocal_rank(gold: Sequence[Span], found: Sequence[Span]) -> float:
    """1 / rank of the first passage with a whole gold span; 0 beyond `MEASURED_RANKS`."""
    rank = first_hit(gold, found[:MEASURED_RANKS])
    return 0.0 if rank is None else 1 / rank


def article_recall(gold: Sequence[Span], found: Sequence[Span]) -> float:
    """Share of the gold texts among the first `MEASURED_RANKS` texts found."""
    wanted = {span.text_id for span in gold}
    return len(wanted & set(articles(found)[:MEASURED_RANKS])) / len(wanted)


def article_ndcg(gold: Sequence[Span], found: Sequence[Span]) -> float:
    """Normalised DCG at `MEASURED_RANKS` over whole texts, each gold one worth 1.

    Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418, with the discount log2(rank + 1).
    """
    wanted = {span.text_id for span in gold}
    ranked = articles(found)[:MEASURED_RANKS]
    gained = sum(_discount(rank) for rank, text in enumerate(ranked, start=1) if text in wanted)
    return gained / sum(_discount(rank) for rank in range(1, min(len(wanted), MEASURED_RANKS) + 1))


PASSAGE_MEASURES = (
    Measure("evidence@1500", evidence_recall),
    Measure("hit@1", hit_within(1)),
    Measure("hit@5", hit_within(5)),
    Measure("hit@20", hit_within(20)),
    Measure("MRR@10", reciprocal_rank),
)
ARTICLE_MEASURES = (Measure("recall@10", article_recall), Measure("nDCG@10", article_ndcg))


def first_hit(gold: Sequence[Span], found: Sequence[Span]) -> int | None:
    """Rank, from 1, of the first passage that holds a whole gold span."""
    ranked = enumerate(found, start=1)
    hits = (rank for rank, span in ranked if any(contains(span, wanted) for wanted in gold))
    return next(hits, None)


def articles(found: Sequence[Span]) -> list[str]:
    """Ids of the texts found, each once, by the rank of its first passage."""
    return list(dict.fromkeys(span.text_id for span in found))


def first_characters(found: Sequence[Span], characters: int) -> list[Span]:
    """`found` up to `characters` characters in all; the last passage is cut."""
    taken: list[Span] = []
    for span in found:
        end = min(span.end, span.start + characters)
        if end <= span.start:
            break
        taken.append(Span(span.text_id, span.start, end))
        characters -= end - span.start
    return taken


def joined(spans: Sequence[Span]) -> list[Span]:
    """The union of `spans`: those of one text that touch or overlap are one."""
    union: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.text_id, each.start)):
        last = union[-1] if union else None
        if last is not None and last.text_id == span.text_id and span.start <= last.end:
            union[-1] = Span(last.text_id, last.start, max(last.end, span.end))
        else:
            union.append(span)
    return union


def contains(outer: Span, inner: Span) -> bool:
    """Whether `inner` lies wholly in `outer`."""
    return outer.text_id == inner.text_id and outer.start <= inner.start and inner.end <= outer.end


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)
