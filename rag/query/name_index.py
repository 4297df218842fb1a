"""Names of documents by what they are made of: how much a question has in common with each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.query.name_units import Facet, Integers, are_characters, kinds_of, units_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Words of many titles: they tell little even where a library has few of them.
_FRAME = """
关于 印发 发布 转发 下达 开展 组织 做好 加强 推进 进一步 贯彻 落实 实施 若干 有关 相关 年度
工作 情况 管理 监督 管理局 委员会 人民政府 办公厅 办公室 有限公司 中华人民共和国 领导小组
通知 意见 决定 公告 通报 公报 报告 总结 计划 规划 方案 办法 细则 规定 条例 规则 制度 指南 说明
会议纪要 简报 工作报告 工作总结 工作计划 工作方案 实施方案 实施细则 实施意见 管理办法 情况报告
"""
_FRAME_WEIGHT, _CHARACTER_WEIGHT = 0.4, 0.15
_YEAR_WEIGHT, _FACET_WEIGHT = 1.2, 0.8


class NameIndex:
    """An index over names, which are known by their row.

    `totals` (n,) is what each name weighs: the sum of its units, single characters left out.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._count = len(names)
        rows, units = units_of(names)
        self._rows = rows.astype(np.int32)
        self._units, starts = np.unique(units, return_index=True)
        self._bounds = np.append(starts, len(units))
        self._weights = _weights(self._units, np.diff(self._bounds), self._count)
        counted = np.where(are_characters(self._units), 0.0, self._weights)
        each = np.repeat(counted, np.diff(self._bounds))
        self.totals = _sums(rows, each, self._count)
        kinds = kinds_of(units)
        self._facets = {kind: (rows[kinds == kind], units[kinds == kind]) for kind in Facet}

    def __len__(self) -> int:
        return self._count

    def shared(self, units: Integers) -> Floats:
        """What the units that each name (n,) has in common with `units` weigh."""
        if not len(self._units):
            return np.zeros(self._count)
        places = np.searchsorted(self._units, units).clip(max=len(self._units) - 1)
        places = places[self._units[places] == units]
        spans = [slice(self._bounds[place], self._bounds[place + 1]) for place in places]
        rows = np.concatenate([self._rows[:0], *(self._rows[span] for span in spans)])
        sizes = self._bounds[places + 1] - self._bounds[places]
        weights = np.repeat(self._weights[places], sizes)
        return _sums(rows, weights, self._count)

    def weight_of(self, units: Integers) -> float:
        """What `units` weigh, single characters left out; the unknown weigh most."""
        places = np.searchsorted(self._units, units).clip(max=max(len(self._units) - 1, 0))
        known = self._units[places] == units if len(self._units) else np.zeros(len(units), bool)
        weights = np.where(known, self._weights[places] if len(self._units) else 1.0, 1.0)
        return float(weights[~are_characters(units)].sum())

    def agreeing(self, units: Integers) -> Flags:
        """Which names (n,) have a facet that is among `units`."""
        flags = np.zeros(self._count, dtype=bool)
        for kind, asked in _by_kind(units):
            rows, facets = self._facets[kind]
            flags[rows[np.isin(facets, asked)]] = True
        return flags

    def having(self, kind: Facet) -> Flags:
        """Which names (n,) have a facet of a kind."""
        flags = np.zeros(self._count, dtype=bool)
        flags[self._facets[kind][0]] = True
        return flags

    def contradicting(self, units: Integers) -> Flags:
        """Which names (n,) have facets of a kind, but none of those that `units` has of it."""
        wrong = np.zeros(self._count, dtype=bool)
        for kind, asked in _by_kind(units):
            wrong |= self.having(kind) & ~self.agreeing(asked)
        return wrong


def _by_kind(units: Integers) -> list[tuple[Facet, Integers]]:
    kinds = kinds_of(units)
    return [(Facet(kind), units[kinds == kind]) for kind in np.unique(kinds[kinds > 0])]


def _weights(units: Integers, sizes: Integers, count: int) -> Floats:
    """How much each unit tells, in [0, 1.2]: its rarity ln(1 + N/n) / ln(1 + N), but of facets."""
    rarity = np.log1p(count / sizes) / np.log1p(count)
    kinds = kinds_of(units)
    factors = np.where(are_characters(units), _CHARACTER_WEIGHT, 1.0)
    factors[np.isin(units, units_of(_FRAME.split())[1])] *= _FRAME_WEIGHT
    weights: Floats = rarity * factors
    weights[kinds > 0] = _FACET_WEIGHT
    weights[kinds == Facet.YEAR] = _YEAR_WEIGHT
    return weights


def _sums(rows: NDArray[np.integer[Any]], weights: Floats, count: int) -> Floats:
    return np.bincount(rows, weights=weights, minlength=count).astype(np.float64)
