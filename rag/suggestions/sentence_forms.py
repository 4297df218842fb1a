"""The forms of sentences that answer a question, and that question."""

from __future__ import annotations

import re

from rag.suggestions.candidate import Pattern
from rag.suggestions.things import HAN, NOT_FIRST, THING

_NUMBER = r"(?:\d[\d,，]*(?:\.\d+)?[余多]?[万亿]?|[两三四五六七八九十百]{1,4})"
_COUNTED = "台|家|个|项|名|人|座|所|件|辆|处|艘|批次|万元|元|亩|公里|户|种|条|间|块|位|套"
_SPAN = "个工作日|日|天|个?小时|个月|分钟"
_DATE = r"(?=\d{1,4}[年月])(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日|[上中下]旬|底)?"
_PART_OF_DAY = "(?:上午|下午|晚)?"
_HELD = "举行|召开|举办|开幕|启动|揭牌|开赛|开展|开讲|开班"
_BEGUN = (
    "揭牌成立|挂牌成立|挂牌|成立|启动|开工|竣工|建成|投产|上线|开业|通车|投入使用|揭牌|开馆|开通"
)
_RULE = "细则|办法|规定|标准|条例|规范|制度|规程|指引|章程|规则"
_CHANGED = "上升|提高|提升|增加|增长|下降|降低|降|减少|缩短|升|增"
_MEASURED = "(?:(?<=[率度数量额])|(?<=时间|比重|比例|占比|收入|价格|成本|规模|面积))"
_GROUP = "小组|专班|委员会|工作组|调查组|专家组|指挥部"
_APPLY = "申请|申报|办理|报考|参加"
_ACT = rf"[{HAN}“”《》]{{2,14}}"
_LESS = "不得(?:少于|低于|超过|高于|大于|小于|多于)"
_LISTED = "(?:下列|以下|如下)"

# Each is tried on a clause from its start; {…} are groups of the form.
CLAUSE_FORMS: tuple[tuple[Pattern, re.Pattern[str], str], ...] = tuple(
    (pattern, re.compile(form), question)
    for pattern, form, question in (
        (
            Pattern.TERM,
            rf"{THING}(?P<m>应当|应|必须|须)(?:[自从在于][^，。]{{2,16}}?)?[在于]?{_NUMBER}"
            rf"(?P<u>{_SPAN})[以之]?内(?P<v>{_ACT})$",
            "{x}{m}在多少{u}内{v}？",
        ),
        (
            Pattern.DEADLINE,
            rf"{THING}(?:应当|应|必须|须|要)?[于在]?(?:每年)?{_DATE}[以之]?前(?P<v>{_ACT})$",
            "{x}最晚什么时候{v}？",
        ),
        (
            Pattern.LIMIT,
            rf"{THING}(?P<v>{_LESS}){_NUMBER}"
            rf"(?P<u>人|名|年|次|元|万元|学时|平方米|公斤|米|层|倍|{_SPAN})$",
            "{x}{v}多少{u}？",
        ),
        (Pattern.LIMIT, rf"{THING}(?P<v>{_LESS})±?{_NUMBER}(?:%|℃|‰)$", "{x}{v}多少？"),
        (
            Pattern.CHANGE,
            rf"{THING}{_MEASURED}已?[由从][^，。]{{0,8}}?\d[^，。]{{0,10}}?"
            rf"(?:{_CHANGED})[到至为][^，。]{{0,10}}?\d",
            "{x}有什么变化？",
        ),
        (
            Pattern.CHANGE,
            rf"{THING}(?P<v>同比(?:增长|增加|下降|减少|提高))了?{_NUMBER}%",
            "{x}{v}多少？",
        ),
        (
            Pattern.MOST,
            rf"(?!{NOT_FIRST})(?P<x>[{HAN}]{{3,12}}"
            r"(?:最[高多大低少快]|前[三五十]位|首位)的)是(?=\S{2})",
            "{x}是什么？",
        ),
        (
            Pattern.COUNT,
            rf"{THING}，?(?:共有|共计|一共有|总共有|共){_NUMBER}(?P<u>{_COUNTED})(?![次以])",
            "{x}共有多少{u}？",
        ),
        (
            Pattern.WHO,
            rf"{THING}由(?!于)[{HAN}、]{{2,16}}?(?:先行|统一|全额)?"
            r"(?P<v>承担|负担|垫付|支付|牵头负责|牵头|主办|承办|主持|领队|带队)$",
            "{x}由谁{v}？",
        ),
        (Pattern.NAME, rf"{THING}被?(?:定名|命名|取名)为?“", "{x}叫什么名字？"),
        (Pattern.NAME, rf"{THING}的?主题[是为]：?“", "{x}的主题是什么？"),
        (
            Pattern.KINDS,
            rf"{THING}(?P<v>分为|划分为|分成){_LISTED}?{_NUMBER}"
            r"(?P<u>个?类|种|个方面|个阶段|个等级|级|步|个部分|大类)",
            "{x}{v}哪几{u}？",
        ),
        (
            Pattern.CASES,
            rf"有{_LISTED}(?P<x>情形|情况|行为)之一的?，(?P<v>(?:不予|不得|应当|可以){_ACT})$",
            "哪些{x}{v}？",
        ),
        (
            Pattern.CASES,
            rf"{_LISTED}(?P<x>[{HAN}]{{2,6}}?)(?P<v>(?:优先|应当|不得|可以|不予|免予|免于){_ACT})$",
            "哪些{x}{v}？",
        ),
        (
            Pattern.CASES,
            rf"(?P<v>{_APPLY})(?P<x>[{HAN}]{{2,10}}?)的?，(?:应当|须|需要?)?(?:提交|提供|携带)"
            rf"{_LISTED}(?P<y>材料|资料|文件|证件)$",
            "{v}{x}需要提交哪些{y}？",
        ),
        (
            Pattern.CASES,
            rf"(?P<v>{_APPLY})(?P<x>[{HAN}]{{2,10}}?)的?，(?:应当|须|需要?)?(?:具备|符合|满足)"
            rf"{_LISTED}条件$",
            "{v}{x}需要符合哪些条件？",
        ),
        (
            Pattern.MEANING,
            rf"(?:[{HAN}]{{0,10}}?所称的?|所谓)?(?!{NOT_FIRST})(?P<x>(?:(?!所称|[是了的，])[{HAN}A-Za-z0-9“”])"
            r"{2,12})，?(?:是指|指的是)(?=\S{6})",
            "什么是{x}？",
        ),
        (
            Pattern.MEANING,
            rf"(?!{NOT_FIRST})(?P<x>[{HAN}]{{4,10}})，就是(?=对|指|将|把)",
            "什么是{x}？",
        ),
        (
            Pattern.CORE,
            rf"{THING}[的，](?P<v>关键|核心|根本)(?:是|在于)(?=\S{{4}})",
            "{x}的{v}是什么？",
        ),
        (
            Pattern.WHEN,
            rf"{_DATE}{_PART_OF_DAY}，?{THING}(?:正式|顺利)?(?P<v>{_BEGUN})$",
            "{x}是什么时候{v}的？",
        ),
        (
            Pattern.WHEN,
            rf"{THING}[将拟定]?[于在]{_DATE}(?:至{_DATE}|至\d{{1,2}}日)?(?:在[{HAN}]{{1,20}}?)?(?P<v>{_HELD})",
            "{x}什么时候{v}？",
        ),
        (Pattern.WHEN, rf"{THING}成立于{_DATE}", "{x}是什么时候成立的？"),
        (
            Pattern.WHERE,
            rf"(?:{_DATE}{_PART_OF_DAY}，?)?{THING}在[{HAN}]{{3,20}}?(?:隆重|正式|顺利|成功)?(?P<v>{_HELD})$",
            "{x}在哪里{v}？",
        ),
        (
            Pattern.LEADER,
            rf".*?成立了?(?!{NOT_FIRST})(?P<x>[{HAN}]{{2,14}}(?:{_GROUP}))，由[^，。]+?"
            r"[任为](?P<y>组长|主任|总指挥)",
            "{x}的{y}是谁？",
        ),
    )
)

# Said of the document itself: "本细则", or a line above the text without a subject.
DOCUMENT_FORMS: tuple[tuple[Pattern, re.Pattern[str], str], ...] = (
    (
        Pattern.IN_FORCE,
        re.compile(rf"(?:本(?:{_RULE})从?|[，（])自{_DATE}(?:之日)?起(?P<v>施行|实施|执行)"),
        "{n}什么时候开始{v}？",
    ),
    (
        Pattern.IN_FORCE,
        re.compile(r"(?P<v>施行|实施)日期：\s*\d{4}年"),
        "{n}什么时候开始{v}？",
    ),
)

# “五型”服务 … 一是 …: a number of things under one catchword, told behind it.
CATCHWORD = re.compile(
    rf"(?P<x>“[一二三四五六七八九十两][{HAN}]{{1,4}}”(?:服务|工程|行动|机制|模式|工作法|原则|制度)?)"
    r"(?:的?[^，。；“”]{0,6})?[：，](?=一是|第一|即|不得|[“])"
)

# Tried anywhere between two ；: an offence and, behind it, its fine.
FINE = re.compile(
    rf"(?:^|，)(?P<x>(?:擅自|未经|非法|伪造|倒卖|隐瞒|拒不|逾期)[{HAN}]{{3,14}})的，"
    r"[^；。]{0,60}?处[^；。]{0,30}元[^；。]{0,12}罚款"
)
