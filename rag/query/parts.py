"""A question over several documents, taken apart: 比较2019年和2020年…, A与B有什么不同."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from corpus.normalize import search_form
from rag.query.asking_words import without_politeness
from rag.query.comparisons import compared, compared_in_english
from rag.query.parallel_items import ParallelItems, find_parallels

_MOST_PARTS = 6

_COMPARE = "比较|对比|比一比|比一下|对照"
_DIFFERENCE = "不同|区别|差别|差异|异同|不一样|两样"
_LIKENESS = r"(?:(?:联系|共同|相同|相似)(?:点|之处)?(?:和|与|、|及|以及))?"
_BETWEEN = "(?:之间)?(?:(?:两者|二者|三者|它们|这?[两二三][个种类](?:形式|方式|情况)?)(?:之间)?)?"
_MAIN = "(?:又一个|最)?(?:主要|大|本质|根本|明显|具体|显著)?的?"
# The end of a question that asks what sets things apart.
_APART = (
    rf"{_BETWEEN}(?:的|{_MAIN}(?:有|存在)(?:什么|哪些|何|啥|怎样的)?|有没有)?(?:方面的?)?{_MAIN}"
    rf"{_LIKENESS}(?:{_DIFFERENCE})(?:点|之处|的地方)?"
    r"(?:主要)?(?:(?:是|体现在|表现在|在于|在)(?:什么|哪里|哪儿|哪些|哪)?(?:方面|地方)?"
    r"|有哪些|何在|大吗|吗|呢)?[?。! ]*$"
)
_ENDS_APART = re.compile(_APART)
_BEGINS = re.compile(rf"^(?:{_COMPARE})(?:一下|下)?[:, ]*")
_EACH = "各(?=[是有为占达抽查做]|多少)"
_DEGREE = "[更最较](?:[高低多少大小好快早晚长短严])"
_WHICH = rf"(?:哪一?个?[年家省市县区月项部]?|谁)的?(?=.{{0,12}}{_DEGREE})"
_TRIGGER = re.compile(
    rf"分别|各自|{_EACH}|{_COMPARE}|{_DIFFERENCE}|差距|相差|变化|孰|{_WHICH}"
    r"|\b(?:compare|contrast|differ\w*|respectively|each|versus|vs)\b"
)
_COUNTS = re.compile("多少|几[个家次项起件台人]|哪些")
_TOGETHER = re.compile(
    "之间|期间|年间|[两二三]次|[两二三]年|[两二三][地国市县区届]|合计|总计|总共|共(?![同产和])|总和|总数|加起来|累计|平均"
    "|连续|先后|同时|交界|合作|联合|共同|距离|相距|签[署订]|均|都"
)
_DROPPED = re.compile(
    rf"{_APART}|{_BEGINS.pattern}|(?:进行)?(?:{_COMPARE})|分别|各自|{_EACH}|{_WHICH}"
    rf"|(?:之间的?)?(?:差距|相差)(?:有?(?:多少|多大|几)|是多少)?|{_DEGREE}(?:一?些|一点)?"
    r"|有(?:什么|哪些|何)变化|(?:发生了?)?(?:什么|怎样的?|哪些)变化|的变化"
    r"|,? ?\brespectively\b|\beach\b|^(?:compare|contrast) (?:the )?"
)
_RESPECT = "(?P<rest> (?:in terms of|with respect to|with regard to|regarding|as to{}) .+)?".format
_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:compare|contrast) (?P<pair>.+?){_RESPECT('')}",
        r"(?:(?:what|explain|describe|name|list)(?:'s| is| are| was| were)? )?"
        r"(?:the )?(?:main |key |major )?differences? between (?P<pair>.+?)" + _RESPECT("|in"),
        rf"how (?:do|does|did) (?P<pair>.+?) differ(?: from each other)?{_RESPECT('|in')}",
        r"(?P<pair>\S+(?: \S+){0,3} (?:versus|vs\.?) \S+(?: \S+){0,3}?)(?P<rest>)",
    )
)
_PLACEHOLDER = 0xE000


def split_into_parts(question: str) -> tuple[str, ...]:
    """One question for each of the things that `question` asks after side by side.

    "比较2019年和2020年的抽检批次" gives "2019年的抽检批次" and "2020年的抽检批次".
    A question of another kind, and one that cannot surely be taken apart, is its only part.
    """
    core = without_politeness(question)
    form = search_form(core)
    parts = _of_parallels(core, form) or _of_comparison(core, form) or _of_english(core, form)
    return parts if 2 <= len(parts) <= _MOST_PARTS else (question,)


def _of_parallels(core: str, form: str) -> tuple[str, ...]:
    groups = find_parallels(core, form)
    if not groups or not _asks_apart(form, groups):
        return ()
    template, position = "", 0
    for place, group in enumerate(groups):
        template += core[position : group.start] + chr(_PLACEHOLDER + place)
        position = group.end
    rest = _without_comparing(template + core[position:])
    combinations = product(*(group.items for group in groups))
    return tuple(_filled(rest, items) for items in combinations)


def _asks_apart(form: str, groups: Sequence[ParallelItems]) -> bool:
    """Whether a question sets items against each other, and does not take them together."""
    if _ENDS_APART.search(form):
        return True
    if _TOGETHER.search(form):
        return False
    has_trigger = _TRIGGER.search(form) is not None
    return has_trigger or (_COUNTS.search(form) is not None and groups[0].are_times)


def _without_comparing(template: str) -> str:
    form = search_form(template)
    pieces, position = [], 0
    for match in _DROPPED.finditer(form):
        pieces.append(template[position : match.start()])
        position = match.end()
    rest = "".join((*pieces, template[position:]))
    return re.sub(r"\s+", " ", rest).strip(" 的,，.。?？!！、")


def _filled(template: str, items: Sequence[str]) -> str:
    return template.translate({_PLACEHOLDER + place: item for place, item in enumerate(items)})


def _of_comparison(core: str, form: str) -> tuple[str, ...]:
    """比较A和B, A与B有什么不同, perhaps in some respect, perhaps behind a clause."""
    begins, ends = _BEGINS.match(form), _ENDS_APART.search(form)
    if not (begins or ends):
        return ()
    start = begins.end() if begins else form.rfind(",", 0, ends.start() if ends else None) + 1
    end = ends.start() if ends else len(form.rstrip("?。! "))
    respect = re.search("(?<=.)在[^在]{1,10}(?:上|方面|中|里)?,?$", form[start:end])
    middle = start + respect.start() if respect else end
    items = compared(core[start:middle], form[start:middle])
    before = "" if begins else core[:start]
    return tuple(f"{before}{item}{core[middle:end].rstrip(',，')}" for item in items)


def _of_english(core: str, form: str) -> tuple[str, ...]:
    stripped = core.rstrip(" ?.!")
    for pattern in _ENGLISH:
        match = pattern.fullmatch(form[: len(stripped)])
        if match:
            items = compared_in_english(core[slice(*match.span("pair"))])
            rest = core[slice(*match.span("rest"))]
            return tuple(f"{item}{rest}" for item in items)
    return ()
