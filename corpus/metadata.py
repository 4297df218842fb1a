"""What a text says of itself: title, author, origin and date, number and issuer.

Looked at are the lines before and behind the body; the body itself may speak
of other people, sources and days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.bylines import NO_ONE, author_of, date_of, iso_date, origin_of
from corpus.cleaner import clean
from corpus.cleaner.lines import Line, find_zones
from corpus.official import ORDERS, official_of, title_lines
from corpus.official_lines import red_head_of, without_number
from corpus.types import Metadata

MAX_LINES_BEFORE = 12
MAX_LINES_BEHIND = 8
LONGEST_FRAME_LINE = 200
LONGEST_TITLE = 80
OPENING = 80
ENDING = 200
TITLE_LINES = 6

HEADING_MARK = re.compile(r"^#{1,6}\s+")
SUBTITLE = re.compile(r"^(?:—{1,2}|–{1,2}|-{2})\s*(?=\S)")
SITE_BEHIND_TITLE = re.compile(r"\s*[_|｜]\s*[\u4e00-\u9fff]{2,16}(?:网|網|网站|门户|频道|平台)$")
DOCUMENT_NUMBER = re.compile(r"^\S{0,12}[〔\[(（【]\s*\d{4}\s*[〕\])）】]\s*第?\s*\d+\s*号$")
NO_TITLE = re.compile(
    r"[。；;，,：:]$|^[（(].*[)）]$|^[□■◎●]|^\S{0,6}(?:作者|来源|來源|时间|日期|记者|主讲人|撰稿|编制|文)\s*[:：／/]"
    r"|^\d{4}\s*[-年/.]\s*\d{1,2}|^https?:|^[\W\d_]+$"
)
SUBJECT = re.compile(
    r"^[\u4e00-\u9fff]{0,30}(?:关于|關於).*|.*(?:通知|意见|意見|决定|決定|办法|辦法|规定|方案|公告|报告|批复|通报|通報|请示|函|细则|条例)$"
)
ENACTED = re.compile(r"(?:现(?:公布|发布))?《(?P<name>[^》]{4,60})》(?:已|业|，)")
SUBJECT_END = re.compile(
    r"的(?:\S{2,4}|函)$|^(?:通知|意见|决定|办法|规定|方案|公告|报告|批复|通报|请示|函)$"
)
SUBJECT_ENDED = re.compile(r"(?:的|》)(?:\S{2,4}|函)$")
# Under a title: by whom it was adopted, and when.
IN_BRACKETS = re.compile(r"[（(](?:[^（()）]|[（(][^（()）]*[)）])*[)）]")
MOST_SUBJECT_LINES = 2
SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)】]*")
OPENERS, CLOSERS = "《（(“", "》）)”"


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines around a body, the start of the body and what follows its last sentence."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    opening: str


def extract_metadata(text_as_read: str, stated: Metadata) -> Metadata:
    """Metadata of a text; what the file format itself `stated` goes before what is found."""
    return metadata_of(clean(text_as_read).text, stated)


def metadata_of(stored_text: str, stated: Metadata) -> Metadata:
    """As `extract_metadata`, for a text that is cleaned already."""
    frame = _frame(stored_text)
    lines = (*frame.before, *frame.behind)
    official = official_of(stored_text, frame.before)
    title = title_of(frame.before)
    beside_title = [line for line in frame.before if not title.startswith(line)]
    stated_author = "" if stated.author in NO_ONE else stated.author
    return Metadata(
        title=clean(stated.title).text or _named_order(title, official.number, frame.opening),
        author=stated_author or author_of(lines, frame.opening),
        origin=stated.origin or origin_of(lines),
        date=iso_date(stated.date)
        or official.date
        or date_of(beside_title, frame.behind, frame.opening),
        number=stated.number or official.number,
        issuer=stated.issuer or official.issuer,
        attachments=stated.attachments or official.attachments,
    )


def _frame(text: str) -> Frame:
    zones = find_zones(text, _is_no_body)
    if not zones.body:
        head = zones.before[:MAX_LINES_BEFORE]
        tail = zones.before[MAX_LINES_BEFORE:][-MAX_LINES_BEHIND:]
        return Frame(_texts(head), _texts(tail), "")
    first, last = zones.body[0].text, zones.body[-1].text
    glued = last[-ENDING:]
    ends = [match.end() for match in SENTENCE_END.finditer(glued)]
    rest = glued[ends[-1] :].strip() if ends else ""
    behind = _texts(zones.behind[-MAX_LINES_BEHIND:])
    return Frame(
        _texts(zones.before[:MAX_LINES_BEFORE]),
        (rest, *behind) if rest else behind,
        first[:OPENING],
    )


def _is_no_body(line: str) -> bool:
    return (IN_BRACKETS.fullmatch(line) or HEADING_MARK.match(line)) is not None


def _texts(lines: tuple[Line, ...]) -> tuple[str, ...]:
    return tuple(line.text for line in lines if len(line.text) <= LONGEST_FRAME_LINE)


def title_of(lines: tuple[str, ...]) -> str:
    """The title among the lines before the body; empty when none of them can be one."""
    candidates = title_lines(lines)[:TITLE_LINES]
    fitting = [index for index, line in enumerate(candidates) if _may_be_title(line)]
    if not fitting:
        return ""
    headings = [index for index in fitting if HEADING_MARK.match(candidates[index])]
    subjects = [index for index in fitting if _is_subject(candidates[index])]
    first = (headings or _behind_masthead(candidates, fitting, subjects) or fitting)[0]
    return _joined(candidates, first)


def _behind_masthead(lines: tuple[str, ...], fitting: list[int], subjects: list[int]) -> list[int]:
    """The subject of an official document whose first line names the office that wrote it."""
    return subjects if red_head_of(lines[fitting[0]])[0] else []


def _is_subject(line: str) -> bool:
    return SUBJECT.match(line) is not None and not red_head_of(line)[0]


def _named_order(title: str, number: str, opening: str) -> str:
    """The title of an order or announcement that has but its red head for one.

    Named is what it puts into force, else its number is added.
    """
    if red_head_of(title)[1] not in ORDERS:
        return title
    enacted = ENACTED.match(opening)
    if enacted:
        return enacted["name"]
    return number if number.startswith(title) else title


def _may_be_title(line: str) -> bool:
    if len(line) > LONGEST_TITLE or NO_TITLE.search(line) or DOCUMENT_NUMBER.match(line):
        return False
    return not SUBTITLE.match(line)


def _joined(lines: tuple[str, ...], index: int) -> str:
    """The title at `index` with the lines that go on with it."""
    title, *following = (HEADING_MARK.sub("", line) for line in (*lines[index:], ""))
    for _ in range(_lines_of_subject(title, following)):
        title += following.pop(0)
    if following and SUBTITLE.match(following[0]) and len(following[0]) <= LONGEST_TITLE:
        title += "——" + SUBTITLE.sub("", following[0])
    return re.sub(r"\s+", " ", SITE_BEHIND_TITLE.sub("", without_number(title)))


def _lines_of_subject(title: str, following: list[str]) -> int:
    """How many of the `following` lines go on with `title`."""
    if _is_open(title):
        return min(1, len(following))
    if not re.match(r"[\u4e00-\u9fff]{0,30}(?:关于|關於)", title) or SUBJECT_ENDED.search(title):
        return 0
    for index, line in enumerate(following[:MOST_SUBJECT_LINES]):
        if len(line) > LONGEST_TITLE or NO_TITLE.search(line):
            break
        if SUBJECT_END.search(line):
            return index + 1
    return 0


def _is_open(title: str) -> bool:
    """Whether a bracket of `title` is still open at its end."""
    return any(
        title.count(opener) > title.count(closer)
        for opener, closer in zip(OPENERS, CLOSERS, strict=True)
    )
