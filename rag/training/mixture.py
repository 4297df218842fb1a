"""The pairs of an epoch: what was mined and what is made up, drawn anew for every epoch."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.sentences import split_sentences
from rag.training.examples import NO_SPAN, Example, Unit, spoken
from rag.training.mining import Found, Pool
from rag.training.official import official_examples

MINED_QUESTIONS, OFFICIAL_PAIRS = 6000, 6000
# How often a question of a kind may come in an epoch.
_TIMES = {"stard": 2, "english": 6}
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?=年)")
_YEARS_AWAY = (-3, -1, 1, 2, 6)
# Shares: of passages cut to a part around the answer, of titles left out, and of the questions
# that are changed until nothing answers them.
_CUT_SHARE, _NO_CONTEXT_SHARE, _OTHER_YEAR_SHARE, _OTHER_NAME_SHARE = 0.25, 0.25, 0.5, 0.12
_NEAR_SHARE = 0.4
_SHORTEST_CUT, _LONGEST = 80, 280


def units_of_epoch(pools: Sequence[Pool], seed: int) -> list[Unit]:
    """Units of some pools and made-up pairs, shuffled; the same for the same pools and seed."""
    chance = random.Random(seed)
    titles = sorted({pool.title for pool in pools if len(pool.title) > 1})
    learnt = [
        pool for pool in pools if not pool.is_held_out for _ in range(_TIMES.get(pool.kind, 1))
    ]
    drawn = chance.sample(learnt, min(MINED_QUESTIONS, len(learnt)))
    units = [_unit(pool, titles, chance) for pool in drawn]
    units += [_said(unit, chance) for unit in _paired(official_examples(OFFICIAL_PAIRS, chance))]
    chance.shuffle(units)
    return units


def held_out_examples(pools: Sequence[Pool], seed: int) -> list[Example]:
    """Pairs on the texts that are not learnt."""
    chance = random.Random(seed)
    titles = sorted({pool.title for pool in pools if len(pool.title) > 1})
    units = (_unit(pool, titles, chance) for pool in pools if pool.is_held_out)
    return [pair for unit in units for pair in (unit.pair, unit.worse) if pair]


def _unit(pool: Pool, titles: Sequence[str], chance: random.Random) -> Unit:
    question = spoken(pool.question, chance)
    right = _pair(question, chance.choice(pool.answering), chance, relevant=True)
    return Unit(right, _worse(pool, question, right, titles, chance))


def _said(unit: Unit, chance: random.Random) -> Unit:
    """The same in other words; both pairs of a unit ask the same."""
    question = spoken(unit.pair.question, chance)
    worse = replace(unit.worse, question=question) if unit.worse else None
    return Unit(replace(unit.pair, question=question), worse)


def _worse(
    pool: Pool, question: str, right: Example, titles: Sequence[str], chance: random.Random
) -> Example | None:
    """The same passage under a changed question, or another passage under the same."""
    other_year = _YEAR.sub(
        lambda match: str(int(match[0]) + chance.choice(_YEARS_AWAY)), question, count=1
    )
    if other_year != question and chance.random() < _OTHER_YEAR_SHARE:
        return _unanswered(right, other_year)
    if len(pool.title) > 1 and pool.title in question and chance.random() < _OTHER_NAME_SHARE:
        return _unanswered(right, question.replace(pool.title, chance.choice(titles)))
    near = [found for found in pool.others if found.is_near]
    far = [found for found in pool.others if not found.is_near]
    if near and (not far or chance.random() < _NEAR_SHARE):
        return _pair(question, chance.choice(near), chance, relevant=False)
    if not far:
        return None
    # Those found first look most like an answer.
    weights = [1 / (rank + 1.5) for rank in range(len(far))]
    return _pair(question, chance.choices(far, weights)[0], chance, relevant=False)


def _unanswered(right: Example, question: str) -> Example:
    return replace(right, question=question, start=NO_SPAN, end=NO_SPAN, relevant=False)


def _pair(question: str, found: Found, chance: random.Random, *, relevant: bool) -> Example:
    context = "" if chance.random() < _NO_CONTEXT_SHARE else found.context
    passage, start, end = found.text, found.start, found.end
    if chance.random() < _CUT_SHARE or len(passage) > _LONGEST:
        first, last = _cut(passage, start, end, chance)
        passage = passage[first:last]
        if start != NO_SPAN:
            start, end = start - first, end - first
    if not relevant:
        start = end = NO_SPAN
    return Example(question, context, passage, start, end, relevant)


def _cut(text: str, start: int, end: int, chance: random.Random) -> tuple[int, int]:
    """Some sentences in a row, with the answer if there is one."""
    if start == NO_SPAN:
        start = end = chance.randrange(max(1, len(text)))
    sentences = split_sentences(text)
    touched = [row for row, (first, last) in enumerate(sentences) if first <= end and start < last]
    if not touched:
        return 0, len(text)
    opening = max(0, touched[0] - chance.randint(0, 2))
    closing = min(len(sentences) - 1, touched[-1] + chance.randint(0, 2))
    begin, stop = sentences[opening][0], sentences[closing][1]
    if stop - begin < _SHORTEST_CUT:
        begin, stop = 0, len(text)
    if stop - begin > _LONGEST:
        begin = min(max(begin, end - _LONGEST // 2), start)
        stop = max(min(stop, begin + _LONGEST), end)
    return begin, stop


def _paired(examples: Sequence[Example]) -> Iterator[Unit]:
    """Made-up pairs: a relevant one with one of the same question that is not, if there is one."""
    others: dict[str, list[Example]] = {}
    for example in examples:
        if not example.relevant:
            others.setdefault(example.question, []).append(example)
    for example in examples:
        if example.relevant:
            same = others.get(example.question)
            yield Unit(example, same.pop() if same else None)
    for left in others.values():
        yield from map(Unit, left)
