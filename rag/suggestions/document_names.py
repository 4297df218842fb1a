"""How a question names a document and what the document is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST_TITLE = 80
_LONGEST_NAME = 20
_LONGEST_TOPIC = 16
_SHORTEST = 4

_HAN = "\u3400-\u9fff"
_RULES = "办法|细则|规定|条例|规范|规程|标准|指引|制度|规则|章程|准则"
_KINDS = re.compile(
    f"(?:{_RULES}|通知|意见|方案|指南|计划|规划|总结|报告|纪要|公告|通报|决定|问答|须知|手册|说明"
    "|思考|探讨)$"
)
_RULES_ONLY = re.compile(f"(?:{_RULES})》?$")
_BEHIND = re.compile(r"[（(][^（()）]*[)）]$")
_SUBTITLE = re.compile("——.*$")
_BOOK = re.compile("《([^《》]{4,20})》")
_OFFICE = re.compile(
    rf"^[{_HAN}]{{2,14}}?(?:管理局|监督局|委员会|人民政府|办公厅|办公室|研究院|公司|局|厅)"
    r"(?=\S{6,})(?!长|机关|系统|队伍)"
)
_TOPICS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^关于(?:印发|转发)?(?:进一步)?(?:组织)?(?:开展|加强|做好|推进|规范|实施)?(?P<topic>.+?)"
        r"(?:工作)?的(?:若干)?(?:紧急|实施|指导)?(?:通知|意见|通报|公告|报告|决定|函|批复|规定)$",
        r"^(?:关于)?(?P<topic>.+?)(?:现状|情况)?的(?:几点)?(?:调查与|调研与|实践与)?"
        r"(?:思考|探讨|对策|调查报告|调研报告)(?:与建议)?$",
        "^(?:浅谈|浅析|浅议|试论|试析|略论|谈谈|漫谈|论)(?P<topic>.+)$",
        "^(?P<topic>.+?)(?:作业|工作|操作)指引$",
        "^(?P<topic>.+?)(?:操作规程|作业指导书|技术规范|管理规定|办事指南|服务指南|须知)$",
        "^(?P<topic>.+?)(?:管理|暂行|实施)?(?:办法|细则)$",
        "^(?P<topic>.+?)(?:实施|工作|行动)方案$",
    )
)
_AND = re.compile("[和与及、]")
_YEAR = re.compile(r"(20\d\d)年度?.{0,6}(?:总结|报告|公报|情况|回顾)")
_MINUTES = re.compile(rf"(?P<meeting>[{_HAN}]{{2,10}}会议?)(?:纪要|记录|决议)$")


@dataclass(frozen=True, slots=True)
class DocumentName:
    """A document in a question; each part is empty where there is none.

    Attributes:
        title: the title without what stands in brackets behind it.
        name: "《…》", or a short title without its office.
        topic: what a notice, rule or study is about, "老旧电梯安全评估".
        year: the year that a report is on.
        meeting: the meeting that minutes are of, "局长办公会议".
    """

    title: str
    name: str = ""
    topic: str = ""
    year: str = ""
    meeting: str = ""

    @property
    def is_of_rules(self) -> bool:
        """Whether it lays down rules, and can be said to apply or be in force."""
        return self.name.startswith("《") and _RULES_ONLY.search(self.name) is not None


def name_document(title: str) -> DocumentName:
    """How to speak of a document with this title, given in Simplified characters."""
    plain = _BEHIND.sub("", title[:_LONGEST_TITLE]).strip()
    year, minutes = _YEAR.search(plain), _MINUTES.search(_OFFICE.sub("", plain))
    return DocumentName(
        title=plain,
        name=_name_of(plain),
        topic=_topic_of(plain),
        year=year[1] if year else "",
        meeting=minutes["meeting"] if minutes else "",
    )


def is_name(text: str, longest: int = _LONGEST_NAME) -> bool:
    """Whether a text of a few Chinese characters, without punctuation, can name something."""
    is_plain = re.fullmatch(rf"[{_HAN}A-Za-z0-9“”]+", text) is not None
    return is_plain and len(text) <= longest and len(re.findall(rf"[{_HAN}]", text)) >= _SHORTEST


def _name_of(title: str) -> str:
    book = _BOOK.search(title)
    if book:
        return f"《{book[1]}》"
    if is_name(title) and _KINDS.search(title):
        return f"《{title}》"
    short = _OFFICE.sub("", _SUBTITLE.sub("", title))
    return short if is_name(short) and _KINDS.search(short) else ""


def _topic_of(title: str) -> str:
    whole = _OFFICE.sub("", _SUBTITLE.sub("", title))
    matches = (pattern.match(whole) for pattern in _TOPICS)
    return next((_first_of(match["topic"]) for match in matches if match), "")


def _first_of(topic: str) -> str:
    """The topic, or of a long one that names two things the first."""
    if is_name(topic, _LONGEST_TOPIC):
        return topic
    first = _AND.split(topic)[0]
    return first if is_name(first, _LONGEST_TOPIC) and len(first) > _SHORTEST + 1 else ""
