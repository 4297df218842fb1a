"""What a web page states of itself: its title without the site's name, date, author, source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.bylines import NO_ONE, iso_date
from corpus.parsers.composing.stated_titles import plausible_title
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.html_parts.blocks import Kind, WebBlock, collapsed
from corpus.parsers.html_parts.tree import local_name
from corpus.types import Metadata

LONGEST_TITLE = 120
LONGEST_NAME = 40
MIN_TITLE = 4

_TITLE_NAMES = ("articletitle", "og:title", "dc.title", "twitter:title")
_SITE_NAMES = ("sitename", "og:site_name", "application-name")
_DATE_NAMES = (
    *("pubdate", "publishdate", "article:published_time", "og:article:published_time"),
    *("datepublished", "publish_date", "publish-date", "date.published", "dcterms.issued"),
    *("dcterms.created", "dc.date", "weibo:article:create_at", "apub:time", "date"),
)
_AUTHOR_NAMES = ("author", "article:author", "dc.creator", "og:article:author")
_ORIGIN_NAMES = ("contentsource", "source", "dc.source")
_SEPARATOR = re.compile(
    r"\s*(?:_{1,}|\||｜|>|›|»|«|--+|——)\s*|\s+[-–—·]\s+|(?<=[^\s\d])-(?=[\u4e00-\u9fff])"
)
_SITE = re.compile(
    r".*(?:网|網|网站|門戶|门户|频道|頻道|平台|官网|在线|首页|新闻|资讯|动态|百科|博客|论坛|blog"
    r"|政府|[局厅部署委院]|委员会|大学|学院|公司|集团|协会|学会|中心|[日早晚时商]报|周刊|杂志|出版社"
    r"|通知公告|公告|政策法规|信息公开|\.(?:com|cn|net|org|gov))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|@")
_OWN_SITE = frozenset(("本网", "本站", "本网站", "本站原创", "原创"))


def page_metadata(root: Element, blocks: Sequence[WebBlock]) -> Metadata:
    """What the head of a page states; the title as its heading shows it, if one does."""
    stated = _stated(root)
    site = _first(stated, _SITE_NAMES)
    origin = _first(stated, _ORIGIN_NAMES)
    author = _first(stated, _AUTHOR_NAMES)
    return Metadata(
        title=_title(root, stated, blocks, site),
        author=author if _is_name(author) else "",
        origin=site if origin in _OWN_SITE else origin if _is_name(origin) else "",
        date=next(filter(None, (iso_date(stated.get(name, "")) for name in _DATE_NAMES)), ""),
    )


def _stated(root: Element) -> Mapping[str, str]:
    """The values of the page's meta elements, by their name in lower case; the first counts."""
    stated: dict[str, str] = {}
    for element in root.iter("meta", "time"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        value = collapsed(element.get("content") or element.get("datetime") or "")
        if name and value:
            stated.setdefault(name.strip().lower(), value)
    return stated


def _first(stated: Mapping[str, str], names: Sequence[str]) -> str:
    return next(filter(None, (stated.get(name, "") for name in names)), "")


def _is_name(value: str) -> bool:
    fits = 1 < len(value) <= LONGEST_NAME and value.lower() not in NO_ONE
    return fits and not _ADDRESS.search(value)


def _title(root: Element, stated: Mapping[str, str], blocks: Sequence[WebBlock], site: str) -> str:
    element = next((e for e in root.iter("title") if _is_of_page(e)), None)
    of_window = collapsed("".join(map(str, element.itertext()))) if element is not None else ""
    candidates = [*(stated.get(name, "") for name in _TITLE_NAMES), of_window]
    shown = {_squeezed(block.text): block.text for block in reversed(blocks) if block.text}
    for candidate in filter(None, candidates):
        for part in _parts(candidate):
            if len(part) >= MIN_TITLE and _squeezed(part) in shown:
                return plausible_title(shown[_squeezed(part)]) or part
    headings = [b.text for b in blocks if b.kind is Kind.HEADING and b.level == 1]
    if len(headings) == 1 and len(headings[0]) >= MIN_TITLE and not _same(headings[0], site):
        return headings[0]
    stripped = (_without_site(candidate, site) for candidate in candidates)
    return next(filter(None, map(plausible_title, stripped)), "")


def _is_of_page(element: Element) -> bool:
    return all(local_name(ancestor) != "svg" for ancestor in element.iterancestors())


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _same(a: str, b: str) -> bool:
    return _squeezed(a) == _squeezed(b)


def _parts(title: str) -> list[str]:
    """`title`, and what is left of it when names are taken off its end or its start."""
    cuts = list(_SEPARATOR.finditer(title))
    heads = [title[: cut.start()] for cut in reversed(cuts)]
    tails = [title[cut.end() :] for cut in cuts]
    return [title, *heads, *tails]


def _without_site(title: str, site: str) -> str:
    """`title` without the names of site and section at its end, or of the site at its start."""
    parts = _SEPARATOR.split(title)
    seams = [match[0] for match in _SEPARATOR.finditer(title)]
    while len(parts) > 1 and (_same(parts[-1], site) or _SITE.fullmatch(parts[-1])):
        parts.pop()
    seams = seams[: len(parts) - 1]
    if len(parts) > 1 and site and _same(parts[0], site):
        parts, seams = parts[1:], seams[1:]
    joined = parts[0] + "".join(s + p for s, p in zip(seams, parts[1:], strict=True))
    return joined if not _same(joined, site) else ""
