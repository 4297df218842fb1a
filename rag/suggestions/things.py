"""Noun phrases that can be asked about: what opens a clause and points at nothing before it."""

from __future__ import annotations

import re

HAN = "\u3400-\u9fff"

_POINTS_BACK = (
    "[这那该其此本我你他她它咱各每]|上述|以[上下]|下列|有关|相关|当地|双方|会议|活动|仪式|公司|记者"
    "|部分|前[款条项述]|全[年市省局县国系]|目前|当前|今[年天]|去年|明年|近[日年期来]|昨天|日前|其中|之后|最[后近终]"
)
_OPENS_CLAUSE = (
    "[并而但且或及把被在由按据如若凡已还也都又再只没则即却更很才须将于为至起约虽因经与和]"
    "|不(?!合格|良)|对(?!外|口)|从(?!业)|以(?!旧)|自(?!行|来|然|动|助|主)|就(?!业|诊)|现(?!场|代|行|金)"
    "|要(?!素)|会(?!计|员)|可(?!再)|应(?!急)|需(?!求)|共(?!享|同|青)|最(?!低|高)|截至|通过|根据|随着"
    "|所谓|首先|其次|此外|另|同时|再次|首次|第.(?:[条步，]|.条)|[一二三四五六七八九十两][是个次条项种名位家方]"
)
_WITHIN = (
    "[是了着把被将也并我你他她它这那该您还已又让，。；：、？！\\s]|其(?!他)|(?<![规细原准])则|使(?!用|命)"
    "|过(?!程|渡|期)|(?<!供)给(?!水|排)|(?<![首成])都|就(?!业|诊)|均(?!衡|价)|(?<![定方面])向"
    "|可以|能够|应当|必须|不得|没有|不[会能要]"
)
_NO_THING = re.compile(
    r"^(?!20\d\d年)\d|^20\d\d年(?:.{0,3}$|\d|年?底|[上下]半年)|[于自从至到]\d|\d[月日]"
    "|(?:再次|首次|[后时前中上])$"
)

NOT_FIRST = f"{_POINTS_BACK}|{_OPENS_CLAUSE}"
THING = rf"(?!{NOT_FIRST})(?P<x>(?:(?!{_WITHIN})[{HAN}A-Za-z0-9“”《》·—-]){{4,20}}?)"


def is_thing(words: str) -> bool:
    """Whether words that matched `THING` name something: no date, no number, no time."""
    return _NO_THING.search(words) is None and words.count("“") == words.count("”")
