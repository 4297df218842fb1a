"""The lines of an official document's frame, each told by its form (GB/T 9704)."""

from __future__ import annotations

import re

from corpus.bylines import HAN, UNIT
from corpus.cleaner.lines import BLANK

HEADING_MARK = re.compile(r"^#{1,6}\s+|\*\*")
ISSUER = (
    rf"(?!.{{0,30}}(?:关于|關於))[{HAN}（）()·]{{1,28}}(?:{UNIT}|署|政府|集团|集團|学校|学会|银行|医院"
    r"|大队|总队|党组|党委|小组|指挥部|法院|检察院|联合会|联盟|基金会|社)"
)
ISSUERS = re.compile(rf"{ISSUER}(?:[{BLANK}、]+{ISSUER})*")
SEPARATOR = re.compile(f"[{BLANK}、]+")
SEAL = re.compile(rf"[{BLANK}]*[（(](?:公章|盖章|印章|章|印)[)）]$")
RED_HEAD = re.compile(
    rf"(?P<issuers>{ISSUERS.pattern})[{BLANK}]*(?P<kind>文件|令|公告|通告|通报|公报|（[{HAN}]{{1,3}}）)?"
)
MINUTES = re.compile(
    rf"(?P<issuers>{ISSUER})(?:[局市县区省部厅][长務务]|主任|党组|党委|常务|专题|办公|工作|联席|全体|（扩大）)*"
    r"(?:会议)?纪要"
)
NUMBER = (
    rf"(?P<code>(?:[{HAN}A-Za-z]|[（(][{HAN}]{{1,4}}[)）]){{0,24}}?)[{BLANK}]*"
    rf"[〔﹝\[［【（(][{BLANK}]*(?P<year>\d{{4}})[{BLANK}]*[〕﹞\]］】）)][{BLANK}]*"
    rf"第?[{BLANK}]*(?P<number>\d{{1,5}})[{BLANK}]*号"
)
SIGNATORY = rf"签[{BLANK}]*发[{BLANK}]*人[{BLANK}]*[:：].*"
# The forms in which a document states its own number, in its head.
OWN_NUMBER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[（(]?{NUMBER}[)）]?(?:[{BLANK}]+{SIGNATORY})?$",
        rf"{RED_HEAD.pattern}[{BLANK}]+{NUMBER}(?:[{BLANK}]+{SIGNATORY})?$",
        rf"(?:.*[{BLANK}|])?(?:发[{BLANK}]*文[{BLANK}]*字[{BLANK}]*号|发布文号|公文文号|文[{BLANK}]*号|文件编号)"
        rf"[{BLANK}]*[:：|][{BLANK}]*{NUMBER}",
        rf"[（(](?:.*[，,；;{BLANK}])?{NUMBER}文?(?:件?印发|发布|公布)",
        rf".*(?:通知|意见|决定|办法|规定|方案|公告|报告|批复|通报|请示|函|细则|条例)(?:[{BLANK}]+|[{BLANK}]*[（(]){NUMBER}[)）]?$",
    )
)
NUMBER_BEHIND = re.compile(rf"[{BLANK}]*[（(]{NUMBER}[)）]$")
# A number of another document: cited, amended, carried out.
CITED = re.compile("根据|按照|依据|依照|贯彻|执行|转发|废止|修订|修改|落实|参照|^和|^及|^与")
ORDER_NUMBER = re.compile(
    rf"[（(]?(?:总)?(?P<year>\d{{4}}[{BLANK}]*年[{BLANK}]*)?第[{BLANK}]*(?P<number>\d{{1,5}}|[一二三四五六七八九十百〇零]+)"
    rf"[{BLANK}]*号[)）]?$"
)
FURNITURE = re.compile(
    rf"(?:№|No\.?)?[{BLANK}]*\d{{3,8}}$|(?:绝密|机密|秘密|内部|特急|加急|平急|急件|普通件)(?:[{BLANK}]*[★☆*].{{0,12}})?"
    rf"(?:[{BLANK}]*(?:特急|加急|平急))?$|{SIGNATORY}$|(?:主动公开|依申请公开|不予公开)$"
    rf"|(?:索[{BLANK}]*引[{BLANK}]*号|发文(?:机关|字号|单位|日期)|成文日期|发布(?:机构|日期|文号)|主题(?:分类|词)|公开方式"
    rf"|标[{BLANK}]*题|文[{BLANK}]*号|有[{BLANK}]*效[{BLANK}]*性|信息分类|体裁分类|组配分类|生成日期)[{BLANK}]*[:：|]"
)
LABELLED_ISSUER = re.compile(
    rf"(?:发文|发布|制发|颁布|制定|印发)[{BLANK}]*(?:机关|机构|单位|部门)[{BLANK}]*[:：|][{BLANK}]*"
    rf"(?P<issuers>{ISSUERS.pattern})(?=$|[{BLANK}|；;，])"
)
OFFICER = re.compile(
    rf"(?:代|副)?[{HAN}]{{0,16}}(?:[省市县区州部局厅署行院所校镇乡]长|主任|主席|总理|检察长|书记)"
    rf"[{BLANK}：:]*[{HAN}·]{{1,3}}[{BLANK}]?[{HAN}·]{{1,5}}"
)


def plain_line(line: str) -> str:
    """`line` without Markdown marks and outer blanks."""
    return HEADING_MARK.sub("", line).strip(BLANK)


def own_number(line: str) -> str:
    """The number that a head line states as the document's own ("国质检〔2010〕12号"), or ""."""
    for form in OWN_NUMBER:
        match = form.match(plain_line(line))
        if match and not CITED.search(match["code"]):
            code = match["code"].strip("（(")
            return f"{code}〔{int(match['year'])}〕{int(match['number'])}号"
    return ""


def order_number(line: str) -> str:
    """第12号, or 2010年第12号, of an order or an announcement; else empty."""
    match = ORDER_NUMBER.match(plain_line(line))
    if match is None:
        return ""
    year = re.sub(f"[{BLANK}]", "", match["year"] or "")
    return f"{year}第{match['number']}号"


def without_number(title: str) -> str:
    """`title` without the document's number, where it stands in brackets behind it."""
    return NUMBER_BEHIND.sub("", title)


def is_furniture(line: str) -> bool:
    """Whether a head line is no title: copy number, secrecy, urgency, signatory, number."""
    plain = plain_line(line)
    return bool(FURNITURE.match(plain) or ORDER_NUMBER.match(plain)) or (
        OWN_NUMBER[0].match(plain) is not None
    )


def issuers_of(line: str) -> tuple[str, ...]:
    """The bodies that a line names, if it names nothing else."""
    plain = SEAL.sub("", plain_line(line))
    if not ISSUERS.fullmatch(plain):
        return ()
    return tuple(SEPARATOR.split(plain))


def red_head_of(line: str) -> tuple[tuple[str, ...], str]:
    """Issuers and kind (文件, 令, 公告, "" where none is named) of a red head; else nothing."""
    match = RED_HEAD.fullmatch(plain_line(line))
    if match is None:
        return (), ""
    return tuple(SEPARATOR.split(match["issuers"].strip(BLANK))), match["kind"] or ""
