"""Things of one kind side by side in a question: 2019年和2020年, 云江市、白河市, 《A》与《B》."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONJUNCTION = r" ?(?:以及|还有|和|与|跟|及|或者?|、|,|对比|\bvs\.?|\band\b) ?(?:and )?"

_DIGIT = "〇零○一二三四五六七八九"
_YEAR = rf"(?:(?:1[5-9]|20)\d\d|[一二][{_DIGIT}]{{3}}|0\d(?=年))"
_PART = rf"(?:第?[一二三四1-4]季度|[上下]半年|(?:1[0-2]|[1-9]|十[一二]?|[{_DIGIT}])月份?)"
_SPOKEN = "今年|去年|前年|明年|上年|本年"
_TIME = rf"(?:{_SPOKEN}|(?<![\d.〔\[(-]){_YEAR}(?:年度?)?)(?:{_PART})?"
_WITHIN = r"[^\W\d_a-z和与跟及或的年月在于、,]"
_PLACE = rf"{_WITHIN}{{1,7}}?(?:自治区|[省市县区州镇乡])"
_BODY = (
    rf"(?:{_PLACE})?{_WITHIN}{{1,14}}?"
    "(?:局|厅|委员会|政府|研究院|医院|大学|学院|中学|小学|公司|集团|银行|检验所|测试所|研究所|中心)"
)
# What a name may follow: else it could not be told where it begins.
_LEFT = (
    r"(?:^|(?<=[ ,.:;、。年月度在于由对])|(?<=半年)|(?<=比较)|(?<=对比)|(?<=一下))"
    r"(?!比较|对比|对照)"
)

_ENGLISH_YEAR = r"(?<![\d./-])\b(?:19|20)\d\d\b(?![./-]\d)"


@dataclass(frozen=True, slots=True)
class ParallelItems:
    """Items of one kind at `[start, end)` of a question, as they are to be said alone."""

    start: int
    end: int
    items: tuple[str, ...]
    are_times: bool = False


def _list_of(item: str, left: str = "") -> re.Pattern[str]:
    return re.compile(rf"{left}(?:{item})(?:{_CONJUNCTION}(?:{item}))+")


_TIMES = _list_of(_TIME)
_PARTS = _list_of(_PART)
_ENGLISH_YEARS = _list_of(rf"(?:in |for )?{_ENGLISH_YEAR}")
_NAMED = tuple(
    _list_of(item)
    for item in (r"《[^《》]{1,80}》(?:\([^()]{1,20}\))?", r"“[^“”]{1,40}”", r"「[^「」]{1,40}」")
)
_PLACES = _list_of(_PLACE, _LEFT)
_BODIES = _list_of(_BODY, _LEFT)
_ONE_TIME = re.compile(rf"(?P<year>{_SPOKEN}|{_YEAR})(?P<rest>.*)")
_LEVELS = frozenset("省市县区州镇乡")
# The endings of words that are no places: 城市, 小区, 自治州 and the like are.
_NO_PLACE = re.compile(
    "(?:城|超|门|股|都|上|各|全|本|我|该|夜|菜)市$|(?:社|地|小|园|景|校|辖|山|片|各|全|灾)区$|[各全]省$|[城下]乡$"
)


def find_parallels(text: str, form: str) -> list[ParallelItems]:
    """The lists of times, titles and names in a question, by start; `form` is its search form."""
    found: list[ParallelItems] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(form):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            items = reader(text[slice(*match.span())], form[slice(*match.span())])
            if len(set(items)) == len(items) > 1:
                is_time = pattern in (_TIMES, _PARTS, _ENGLISH_YEARS)
                found.append(ParallelItems(*match.span(), items, is_time))
    return sorted(found, key=lambda each: each.start)


def _split(text: str, form: str) -> list[str]:
    pieces, position = [], 0
    depth = [0]
    for character in form:
        depth.append(depth[-1] + (character in "《“「(") - (character in "》”」)"))
    for match in re.finditer(_CONJUNCTION, form):
        if depth[match.start()] == 0 and match.start() >= position:
            pieces.append(text[position : match.start()])
            position = match.end()
    return [*pieces, text[position:]]


def _times(text: str, form: str) -> tuple[str, ...]:
    """Years with their 年 and what else the last one alone says: 2019、2020年 is 2019年, 2020年."""
    items = _split(text, form)
    last = _ONE_TIME.fullmatch(items[-1])
    if last is None or not (last["rest"] or last["year"].endswith("年")):
        return ()
    return tuple(item + last["rest"] if re.fullmatch(_YEAR, item) else item for item in items)


def _names(text: str, form: str) -> tuple[str, ...]:
    """Names of places, or that end alike; 上海市和城市 are none."""
    items = _split(text, form)
    endings = {item[-1] for item in items}
    are_alike = len(endings) == 1 or endings <= _LEVELS
    if not are_alike or any(_NO_PLACE.search(item) for item in _split(form, form)):
        return ()
    return tuple(items)


def _as_said(text: str, form: str) -> tuple[str, ...]:
    return tuple(_split(text, form))


_READERS = (
    *((pattern, _as_said) for pattern in _NAMED),
    (_TIMES, _times),
    (_PARTS, _as_said),
    (_ENGLISH_YEARS, _as_said),
    (_BODIES, _names),
    (_PLACES, _names),
)
