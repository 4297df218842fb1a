"""The shapes of numbers and dates, in texts in search form."""

from __future__ import annotations

import re

_D = "一二三四五六七八九"
_YEAR = rf"(?:1\d|2[01])\d\d|[一二][〇零○0{_D}]{{3}}"
_MONTH = rf"1[0-2]|0?[1-9]|十[一二]?|[{_D}]"
_DAY = rf"[12]\d|3[01]|0?[1-9]|二?十[{_D}]?|三十一?|[{_D}]"
CHINESE_DATE = re.compile(
    rf"(?<![\d.])(?P<year>{_YEAR}) ?年(?: ?(?P<month>{_MONTH}) ?月(?: ?(?P<day>{_DAY}) ?[日号])?)?"
)
DAY_OF_ANY_YEAR = re.compile(rf"(?<![\d.{_D}十])(?P<month>{_MONTH}) ?月 ?(?P<day>{_DAY}) ?[日号]")
NUMERIC_DATE = re.compile(
    r"(?<![\d./-])(?P<year>(?:1\d|2[01])\d\d)"
    r"(?:(?P<dash>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=dash)(?P<day>[12]\d|3[01]|0?[1-9])"
    r"|[-/](?P<only_month>1[0-2]|0[1-9]))(?![\d/-]|\.\d)"
)
_ARABIC = r"(?>\d{1,3}(?:,\d{3}){1,6}+(?!\d)|\d++)(?>\.\d++)?(?!\.\d)"
_TIMES = r"万亿|[千百]?亿|[千百]?万|千(?![米克瓦卡赫伏帕焦])|百(?![分姓货])"
_CHINESE = rf"[〇零○{_D}两十百千万亿]++(?:点[〇零{_D}]++)?"
PERCENT = re.compile(
    rf"(?<![\d.])(?P<number>{_ARABIC}) ?%|(?P<base>[百千万])分之(?P<part>{_ARABIC}|{_CHINESE})"
)
FRACTION = re.compile(rf"(?P<below>[{_D}十]{{1,3}})分之(?P<above>[{_D}十]{{1,3}})")
TELEPHONE = re.compile(r"(?<![\d-])\d{3,4}-\d{7,8}(?![\d-])")
ARABIC_NUMBER = re.compile(
    rf"(?P<ordinal>第 ?)?(?<![a-z\d.])(?P<number>{_ARABIC})(?P<times> ?(?:{_TIMES})"
    rf"(?:\d{{1,4}}(?:{_TIMES})){{0,2}})?"
)
PIECE = re.compile(rf"({_ARABIC}) ?({_TIMES})")
CHEQUE = re.compile("[壹贰叁肆伍陆柒捌玖][拾佰仟万亿][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]*+")
CHINESE_NUMBER = re.compile(rf"(?P<ordinal>第?)(?P<run>{_CHINESE})(?P<factor>[万亿]?)")

# A single Chinese digit is a number only before one of these: 三项, but not 三农 or 十分.
MEASURE = re.compile(
    r"[年月日号天周岁名人位个项条章节款届次期批家户件起种类级层支辆套座所间份本篇页元角吨克斤米亩升倍成字步大组环轮场]"
    r"|小时|分钟|季度|公[斤里顷]|千[克米瓦]|厘米|毫米|平方|立方|百分点|方面|部分|阶段"
    r"|台(?![山湾河])|点(?![〇零一二三四五六七八九])"
)
# 一 is mostly no number (一个, 一种, 每一名): it counts only before these, and rarely behind those.
MEASURE_OF_ONE = re.compile(r"[年月日号名人岁元吨米亩届级期倍]|小时|分钟|公[斤里顷]|季度")
BEFORE_NO_ONE = "统唯单之每同逐某这那另任进"
UNIT_OF_DECIMAL = re.compile(r"[倍个元吨米亩%度年级]|公[斤里顷]|平方")
ROUGH_AFTER = re.compile("[余多几][千万亿]")
ROUGH_BEFORE = "几数"
SLOGAN_OPENERS = '“「『‘《〈"'
