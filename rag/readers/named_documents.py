"""The document that a question names: by its title, a part of it, or its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.metadata import metadata_of
from corpus.normalize import search_form
from corpus.structure.lines import read_lines
from corpus.types import Metadata, Passage
from rag.readers.base import Library

# On the search form of a question.
_NUMBER = re.compile(
    r"(?P<code>[\u3400-\u9fffa-z]*(?:\([\u3400-\u9fff]{1,4}\))?) ?"
    r"[〔\[(【] ?(?P<year>\d{4}) ?[〕\])】] ?第? ?(?P<number>\d{1,5}) ?号(?:文件?)?"
)
_ORDER = re.compile(
    r"[\u3400-\u9fff]*(?:令|公告|通告)(?:\(?\d{4}年)?第? ?(?:\d{1,5}|[一二三四五六七八九十百]{1,4})"
    r" ?号\)?"
)
_TITLE = re.compile("《(?P<title>[^》]{2,80})》(?: ?\\([^()]{1,20}\\))?")
_KIND = (
    "条例|细则|办法|规则|规程|规范|章程|准则|守则|公约|制度|规定|通则|标准|纲要|指引|指南|导则|方案|通知|意见|决定"
    "|纪要|计划|法|典"
)
_NAME = re.compile(rf"(?P<title>[\u3400-\u9fff\d()]*(?:{_KIND}))(?=[的中里内 ]{{0,2}}$)")
# Words of the asker before a name or a number.
_ASKER = re.compile(
    r"^(?:请问|想问|请|问|一下|违反|根据|按照|依据|依照|关于|对于|那么|那|查|看|帮我|告诉|我们|咱们|你们|我|想|要|知道|了解"
    r"|贵?单位|公司|局里|学校|现行|最新|有关|相关|上述|在|的|[这该本][个部份项]?)+(?=.)"
)
_BEFORE_CODE = re.compile(
    "问|根据|按照|依据|依照|关于|对于|文件|通知|公告|知道|一下|的|[和与及在看查]"
)
# Kinds that stand for any document, as 文件 does.
_ANY = frozenset({"规定", "制度", "法规", "规章", "标准"})
_ENDS_WITH_KIND = re.compile(f"(?:{_KIND})$")
_PUTTING_INTO_FORCE = "(?:印发|发布|公布|颁布|转发|下发)"
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBERED = re.compile(r"第?\d+[^\d)]?")
_HEAD = 400
_BESIDE_TITLE = re.compile(r"\([^()]*\)|\s")
_LONGEST_TITLE_LINE = 60


@dataclass(frozen=True, slots=True)
class DocumentName:
    """What names a document at `[start, end)` of the search form of a question.

    Either a `number` ("清市监特〔2024〕17号", perhaps without its letters) or a `title`, which is
    `quoted` in 《》 or may be but a part or an abbreviation of it.
    """

    start: int
    end: int
    number: str = ""
    title: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document by one of its passages; what is named begins at `start` of its text."""

    passage: Passage
    start: int = 0


def find_names(form: str) -> list[DocumentName]:
    """The documents that the search form of a question names by number or in 《》."""
    numbers = [
        DocumentName(*match.span(), number=_number_of(match)) for match in _NUMBER.finditer(form)
    ]
    orders = [
        DocumentName(*match.span(), number=_key(_ASKER.sub("", match[0])))
        for match in _ORDER.finditer(form)
    ]
    titles = [
        DocumentName(*match.span(), title=match["title"], quoted=True)
        for match in _TITLE.finditer(form)
    ]
    return numbers + orders + titles


def name_before(form: str, end: int) -> DocumentName | None:
    """The document named without 《》 right before `end`: 抽查细则 before 第九条."""
    match = _NAME.search(form, 0, end)
    title = _ASKER.sub("", match["title"]) if match else ""
    if match is None or title in _ANY:
        return None
    return DocumentName(match.start(), match.end(), title=title)


def documents_at_hand(passages: Sequence[Passage]) -> list[Passage]:
    """The best passage of each document, by rank."""
    return list({passage.document_id: passage for passage in reversed(passages)}.values())[::-1]


def named_documents(
    names: Sequence[DocumentName], passages: Sequence[Passage], library: Library
) -> list[NamedDocument]:
    """The documents at hand that bear all of `names`; of several those that do so best.

    In the order of their best passages.
    """
    found: list[tuple[int, NamedDocument]] = []
    for passage in documents_at_hand(passages):
        text = library.text_of(passage)
        fits = [_fit(name, passage, text) for name in names]
        if all(share for share, _ in fits):
            start = max((start for _, start in fits), default=0)
            found.append((sum(share for share, _ in fits), NamedDocument(passage, start)))
    best = max((share for share, _ in found), default=0)
    return [document for share, document in found if share == best]


def stands_in(name: DocumentName, text: str) -> bool:
    """Whether a text speaks of what is so named."""
    return _key(name.number or name.title) in _key(text)


def bears_title(name: DocumentName, passage: Passage) -> bool:
    """Whether a name is the whole title of a document."""
    return bool(name.title) and _plain(name.title) == _plain(passage.title)


@lru_cache(maxsize=64)
def stated_by(text: str) -> Metadata:
    """What a text states of itself; found once for documents that are asked about often."""
    return metadata_of(text, Metadata())


def _fit(name: DocumentName, passage: Passage, text: str) -> tuple[int, int]:
    """How well a name fits a document, 0 for not at all, and where in it the named begins."""
    if name.number:
        return int(_is_number(name.number, _key(stated_by(text).number))), 0
    if not _of_same_issue(name.title, passage.title, text):
        return 0, 0
    title, named = _plain(passage.title), _plain(name.title)
    is_part = named in title and not _ENDS_WITH_KIND.search(named)
    for share, fits in (
        (5, title == named),
        (4, title.endswith(named)),
        (3, is_part or _puts_into_force(title, named)),
    ):
        if fits:
            return share, 0
    start = _titled_line(text, named) if len(named) > len("细则") else -1
    if start >= 0:
        return 2, start
    is_short_form = title[-2:] == named[-2:] and _abbreviates(named, title)
    return int(is_short_form), 0


def _of_same_issue(named: str, title: str, text: str) -> bool:
    """Whether the numbers in the brackets of a name, （第4次）, stand at a document's head."""
    head = _key(title) + _key(text[:_HEAD])
    issues = _IN_BRACKETS.findall(_key(named))
    return all(number in head for issue in issues for number in _NUMBERED.findall(issue))


def _puts_into_force(title: str, named: str) -> bool:
    """Whether a document carries what is named with it: 关于印发《抽查细则》的通知."""
    return re.search(rf"{_PUTTING_INTO_FORCE}.*{re.escape(named)}》?.{{0,8}}的", title) is not None


def _is_number(named: str, own: str) -> bool:
    """Whether a number is the document's own; one without letters is of any office."""
    is_whole = "〔" in named and not named.startswith("〔")
    return bool(own) and (named == own if is_whole else own.endswith(named))


def _titled_line(text: str, title: str) -> int:
    """Where, behind the head of a text, a line stands that is or ends with a title; else -1."""
    for line in read_lines(text):
        words = text[line.start : line.end]
        if len(words) <= _LONGEST_TITLE_LINE and _plain(search_form(words)).endswith(title):
            return line.start
    return -1


def _abbreviates(short: str, title: str) -> bool:
    """Whether the characters of `short`, but for 的, stand in `title` in their order."""
    rest: Iterator[str] = iter(title)
    return all(character in rest for character in short.replace("的", ""))


def _number_of(match: re.Match[str]) -> str:
    code = _BEFORE_CODE.split(match["code"])[-1] if match["code"] else ""
    return f"{code}〔{match['year']}〕{int(match['number'])}号"


def _key(words: str) -> str:
    """The search form without blanks, with the brackets of numbers in one shape."""
    form = re.sub(r"\s", "", search_form(words))
    return re.sub(r"[〔\[(【](\d{4})[〕\])】]第?", r"〔\1〕", form)


def _plain(title: str) -> str:
    """The search form of a title without blanks, marks and what stands in brackets."""
    return _BESIDE_TITLE.sub("", search_form(title)).strip("#*《》")
