"""Author, publication and date, from the lines in which a text speaks of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.numerals import NumberKind, find_numbers

LONGEST_NAME = 8
LONGEST_ORIGIN = 40
LONGEST_DATED_LINE = 100
DATE_MARGIN = 4
HAN = r"\u3400-\u9fff\U00020000-\U000323af"
AUTHOR_LABELS = (
    r"作\s*者|撰稿人?|撰\s*文|撰[写寫]人?|主[讲講]人?|[执執][笔筆]人?|采写|署名"
    r"|(?:本报|本報)?[记記]者|通[讯訊][员員]"
)
PUBLISHED_PIECE = r"文章|稿件|信息|新闻|新聞|消息|内容|图文|资料|資料"
ORIGIN_LABELS = rf"(?:{PUBLISHED_PIECE})?[来來]\s*源|稿\s*源|出\s*[处處]|[转轉]\s*自"
PUBLISHED = (
    r"发布|發布|发表|發表|刊发|刊登|公布|发文|發文|成文|印发|印發|报告|報告|撰写|撰寫|更新|编辑"
)
DATE_LABELS = rf"(?:{PUBLISHED}|供稿)(?:时间|時間|日期)|日\s*期"
LATE_DATE_LABELS = r"(?:施行|实施|實施|生效)日期|时\s*间|時\s*間"
OTHER_LABELS = (
    r"(?:责任|責任|网络|流程)?[编編][辑輯制]|责编|[审審]核|校[对對]|版本|标准编号|文号|地点"
    r"|浏览(?:量|次数)|点击(?:数|量)|阅读(?:量|数)?|字[体号]|分享到|本文链接|摄影|图|制作|监制"
)
LABEL = re.compile(
    rf"(?P<author>{AUTHOR_LABELS})\s*[:：/／]|(?P<origin>{ORIGIN_LABELS})\s*[:：]"
    rf"|(?P<date>{DATE_LABELS})\s*[:：]|(?P<late>{LATE_DATE_LABELS})\s*[:：]"
    rf"|(?<![{HAN}])(?P<writer>文)\s*[:：/／|]|(?:{OTHER_LABELS})\s*[:：]"
)
NO_ONE = frozenset(
    (
        *("佚名", "未知", "不详", "不詳", "匿名", "无名氏", "网络", "互联网", "网友", "管理员"),
        *("本站", "本站原创", "原创", "转载", "admin", "unknown", "anonymous"),
    )
)
POSITION = re.compile(
    r"(?:[局处處科所院校厅廳部司组組社台站队隊会會市省县區区][长長]|主任|书记|書記|教授|主席|秘书长|研究员"
    r"|工程师|主编|经理|总裁|董事长|博士|律师|专家|委员|代表|干事|调研员|巡视员)$"
)
ROLE = re.compile(
    r"(?:本[报報刊网台]|全媒体|特约|特約|首席|见习|实习|融媒体?|总台|新华社|中新社)*"
    r"(?:[记記]者|通[讯訊][员員]|[实實][习習]生)\s*[:：]?"
)
NAME = rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}·[{HAN}]{{1,6}}"
NAMES_LINE = re.compile(r"^[□■◎●○◇◆☐▲]\s*(?P<names>.{2,60})$")
REPORTER_NOTE = re.compile(r"[（(]\s*(?=[^（()）]{0,12}?[记記]者)(?P<names>[^（()）]{3,50})[)）]")
UNIT = r"局|科|处|處|所|院|委|办|室|部|厅|站|会|會|公司|大学|学院|中心|支队|党校"
UNIT_AND_NAME = re.compile(rf"^[{HAN}]{{3,30}}(?:{UNIT})[ \u3000]+(?P<names>(?!文件$){NAME})$")
PUBLISHED_IN = re.compile(
    r"(?:刊[于於]|原载|原載|[载載][于於]|摘自|选自)\s*《(?P<origin>[^》]{2,30})》"
)
CLOSING_PUBLICATION = re.compile(
    r"^[（(]?\s*《(?P<origin>[^》]{2,20})》\s*(?:【[^】]*】)?\s*[)）]?$"
)
DATED_SITE = re.compile(
    r"^\s*\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}+\s*日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*"
    rf"(?P<origin>(?!\d+$)[{HAN}A-Za-z·\d]{{2,20}})$"
)
NO_NAME = re.compile(r"[报報][导導道]?$|[摄攝][影像]|整理|[网網社台]$|[:：/／]|指导")
VALUE_END = re.compile(
    r"版[权權]|[（(](?=[^（()）]*$)|\s{2,}|\u3000|[|｜;；，,。]|\s(?=\d{4}[-年/.])|https?:"
)
# Letters and circles that stand for the zero of a year: 二Ｏ一Ｏ年.
ZERO = re.compile(r"(?<=[一二三四五六七八九〇])[OoＯｏОо◯](?=[〇一二三四五六七八九年OoＯｏОо◯])")
REPUBLIC_YEAR = re.compile(r"民[国國]\s*(?P<year>\d{1,3})\s*年")
WEB_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")


def labelled_values(line: str) -> Iterator[tuple[str, str]]:
    """Pairs of kind (author, origin, date, late) and value, in order.

    A label glued to hanzi (`资金来源：`) counts only behind another label.
    """
    matches = list(LABEL.finditer(line))
    for index, match in enumerate(matches):
        glued = re.match(f"[{HAN}]", line[match.start() - 1 : match.start()])
        if match.lastgroup is None or (index == 0 and glued):
            continue
        end = matches[index + 1].start() if index + 1 < len(matches) else len(line)
        kind = "author" if match.lastgroup == "writer" else match.lastgroup
        yield kind, line[match.end() : end].strip()


def author_of(frame: Sequence[str], opening: str) -> str:
    """Names of the authors, joined by `、`; `opening` is the start of the body."""
    for line in frame:
        for kind, value in labelled_values(line):
            if kind == "author" and (author := _author_value(value)):
                return author
    for line in frame:
        match = NAMES_LINE.match(line) or UNIT_AND_NAME.match(line)
        if match and (author := _names(match["names"])):
            return author
    for line in (opening, *frame):
        for note in REPORTER_NOTE.finditer(line):
            if author := _names(note["names"]):
                return author
    return ""


def origin_of(frame: Sequence[str]) -> str:
    """The publication that a text names as its source."""
    for line in frame:
        for kind, value in labelled_values(line):
            if kind == "origin" and (origin := _origin_value(value)):
                return origin
    for line in frame:
        for pattern in (PUBLISHED_IN, CLOSING_PUBLICATION, DATED_SITE):
            match = pattern.search(line)
            if match and (origin := _origin_value(match["origin"])):
                return origin
    return ""


def date_of(before: Sequence[str], behind: Sequence[str], opening: str) -> str:
    """The date of a text in ISO form: labelled, else in the head, else at the end."""
    lines = (*before, *behind)
    # The day of printing stands last of all and is not that of the text.
    edges = sorted((*before, *reversed(behind)), key=lambda line: line.endswith("印发"))
    return (
        _labelled_date("date", lines)
        or next(filter(None, map(_date_at_edge, edges)), "")
        or _labelled_date("late", lines)
        or (iso_date(match[0]) if (match := WEB_DATE.match(opening)) else "")
    )


def _labelled_date(wanted: str, lines: Sequence[str]) -> str:
    values = (value for line in lines for kind, value in labelled_values(line) if kind == wanted)
    return next(filter(None, map(iso_date, values)), "")


def _date_at_edge(line: str) -> str:
    """The date with which a short line begins or ends, unless the line is about something else."""
    label = LABEL.match(line)
    own = label is None or label.lastgroup in {"author", "writer", "origin"}
    if not own or len(line) > LONGEST_DATED_LINE:
        return ""
    for start, end, value in _dates(line):
        if start < DATE_MARGIN or end > len(line) - DATE_MARGIN:
            return value
    return ""


def iso_date(text: str) -> str:
    """The first date in `text` as `2010-11-05`, or `2010-11` without a day; else empty."""
    return next((value for _, _, value in _dates(text)), "")


def _dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and ISO form of the dates in `text`; years of the Republic are converted."""
    western = REPUBLIC_YEAR.sub(lambda match: f"{1911 + int(match['year'])}年", text)
    for mention in find_numbers(ZERO.sub("〇", western)):
        value = mention.canonical.removeprefix("date:")
        if mention.kind in {NumberKind.DATE, NumberKind.MONTH} and _exists(value):
            yield mention.start, mention.end + len(text) - len(western), value


def _exists(value: str) -> bool:
    parts = [int(part) for part in value.split("-")]
    if len(parts) < 2 or parts[0] < 1000:
        return False
    try:
        date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return False
    return True


def _author_value(value: str) -> str:
    """`局长 某某` gives the name only; names in a row are joined."""
    plain = re.sub(r"[（(][^（()）]*[)）]", "", VALUE_END.split(value.strip(" :：□"))[0])
    words = [word for word in re.split(r"[\s、]+", plain) if word and not NO_NAME.search(word)]
    if len(words) > 1 and POSITION.search(words[-2]):
        words = words[-1:]
    fits = all(len(word) <= LONGEST_NAME for word in words)
    author = "、".join(words) if fits else plain.strip()
    return "" if author.lower() in NO_ONE or len(author) > LONGEST_ORIGIN else author


def _names(text: str) -> str:
    """Names of a line that holds nothing but names and roles; else empty."""
    words = re.split(r"[\s、，,;；/／]+", ROLE.sub(" ", text).strip())
    words = [word for word in words if word]
    fits = words and all(re.fullmatch(NAME, word) for word in words)
    return "、".join(words) if fits else ""


def _origin_value(value: str) -> str:
    plain = VALUE_END.split(value.strip())[0].strip(' 《》<>【】[]()（）"“”')
    return "" if plain.lower() in NO_ONE or len(plain) > LONGEST_ORIGIN else plain
