"""Facts drawn for one document.

A specification is a word and what it needs:

count 80 900          a whole number
decimal 6.00 14.95    a number with as many decimals as the lower bound has
share income 0.8 0.9  a part of another fact, with as many decimals as that one has
choice 甲|乙|丙        one of these
firm 玩具厂            an invented name before it
day 4 10              a day of these months
person, spot, phone
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_SURNAMES = "沈陆顾季秦葛邵庄俞卞祁汪蒋苗褚阮费岑柏戚"
_GIVEN = (
    "怀舟 砚青 知夏 书槐 景棠 望岫 思衡 若筠 明砺 清晏 以宁 维桢 听澜 方屿 嘉树 立秋 承岳 "
    "静姝 远帆 其琛 晓棠 伯庸 海棠 延陵 长庚 小满 文漪 守拙 春晖 冬至"
)
_FIRMS = (
    "恒岳 瑞槐 柏岩 凌泽 朗川 启桦 德榕 万棠 嘉屿 信樾 同砺 博沅 顺泷 金榉 远峤 和桉 "
    "盛澜 华砚 新骊 鼎岑"
)
_SPOTS = (
    "望江楼广场 老粮库 槐荫巷 石榴园社区 北门外大街 丰收路口 百步亭 铁佛桥头 桃花坞 "
    "第三中学旁 旧车站 观澜新村 石磨坊 东码头 西苑文化宫 柳林集市 青砖厂 体育馆北侧 "
    "红旗渠边 荷塘小区 科技馆二楼 职业学校礼堂 会展中心西厅 老法院院内 中心苗圃 梧桐里"
)


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    decimals: int


def draw_facts(specifications: Mapping[str, str], source: random.Random) -> dict[str, str]:
    """Facts of one document as they stand in its text, by name.

    Whether thousands are parted by commas is drawn once for a document.
    """
    parted = source.random() < 0.5
    numbers: dict[str, _Number] = {}
    texts: dict[str, str] = {}
    for name, specification in specifications.items():
        kind, _, rest = specification.partition(" ")
        if kind in _WORDS:
            texts[name] = _WORDS[kind](rest, source)
        else:
            numbers[name] = _NUMBERS[kind](rest, source, numbers)
            texts[name] = _written(numbers[name], parted=parted)
    return texts


def _written(number: _Number, *, parted: bool) -> str:
    return f"{number.value:{',' if parted else ''}.{number.decimals}f}"


def _count(rest: str, source: random.Random, _: Mapping[str, _Number]) -> _Number:
    low, high = map(int, rest.split())
    return _Number(source.randint(low, high), 0)


def _decimal(rest: str, source: random.Random, _: Mapping[str, _Number]) -> _Number:
    low, high = rest.split()
    decimals = len(low.partition(".")[2])
    return _Number(round(source.uniform(float(low), float(high)), decimals), decimals)


def _share(rest: str, source: random.Random, drawn: Mapping[str, _Number]) -> _Number:
    name, low, high = rest.split()
    whole = drawn[name]
    smallest = 10**-whole.decimals
    part = whole.value * source.uniform(float(low), float(high))
    return _Number(max(round(part, whole.decimals), smallest), whole.decimals)


def _day(rest: str, source: random.Random) -> str:
    first, last = map(int, rest.split())
    return f"{source.randint(first, last)}月{source.randint(1, 28)}日"


_NUMBERS: dict[str, Callable[[str, random.Random, Mapping[str, _Number]], _Number]] = {
    "count": _count,
    "decimal": _decimal,
    "share": _share,
}
_WORDS: dict[str, Callable[[str, random.Random], str]] = {
    "choice": lambda rest, source: source.choice(rest.split("|")),
    "firm": lambda rest, source: source.choice(_FIRMS.split()) + rest,
    "person": lambda _, source: source.choice(_SURNAMES) + source.choice(_GIVEN.split()),
    "day": _day,
    "spot": lambda _, source: source.choice(_SPOTS.split()),
    "phone": lambda _, source: f"555{source.randint(0, 9999):04}",
}
