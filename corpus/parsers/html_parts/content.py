"""Which blocks of a web page are its body, and which navigation, footer and share bars.

The body is what trafilatura takes for it, made whole: blocks between, beside and behind the ones
that it found are kept unless they are links or furniture. Where it misses paragraphs of text, or
finds nothing, all is kept but what the page itself marks as navigation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby

import trafilatura
from lxml import etree
from trafilatura.settings import DEFAULT_CONFIG

from corpus.cleaner.judging import judge
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.html_parts.blocks import Kind, WebBlock
from corpus.parsers.html_parts.tree import local_name

# Chinese says in 80 characters what English says in 250, the default.
MIN_EXTRACTED = "80"
MAX_BLOCKS = 20_000
MAX_DEPTH = 600
LONG_KEY = 20
MIN_KEY = 4
SEARCHED_AHEAD = 20_000
LINKED_SHARE = 0.5
LINKS_OF_LIST = 3
# A page with next to no links is a document that somebody saved as HTML.
PLAIN_PAGE_LINKED_SHARE = 0.03
BODY_PARAGRAPH = 40
MIN_COVERED = 0.8
MIN_KEPT_SHARE = 0.3
ATTACHMENTS_WITHIN = 8
LONGEST_BYLINE = 200
BYLINE_WITHIN = 12

_NO_KEY = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[。！？!?；;…”’」』）)]$|\.$")
_BYLINE = re.compile(
    r"(?:来源|來源|作者|稿源|发布(?:时间|日期|机构|单位)|發布(?:時間|日期)|发文(?:字号|机关)|成文日期|日期|时间)\s*[:：]"
    r"|\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|索\s*引\s*号|主题分类|[〔\[]\d{4}[〕\]]\d+号"
)
_ATTACHMENT = re.compile(r"(?:- )?附(?:件|表|录|图)?\s*\d*\s*[:：.、]?")
_NAVIGATION_TAGS = frozenset(("nav", "footer", "aside", "menu"))
_NAVIGATION_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar")
)
_MERGED = {"rowspan", "colspan"}
_PARTS = frozenset(("ul", "ol", "dl", "blockquote", "table", "thead", "tbody", "tr"))
_ARTICLE_TAGS = frozenset(("article", "main"))
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation|igator)?|menu|top_?nav|foot(?:er)?|copyright|bread_?crumbs?|crumbs?"
    r"|side_?bar|share(?:_?(?:bar|box))?|bdsharebuttonbox|pagination|pager|related|recommend"
    r"|friend_?links?|toolbar|skip|login|search(?:_?(?:bar|box))?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FAILURES = (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class Body:
    """For every block whether it is body; `is_guess` if the page gave no way to tell."""

    kept: tuple[bool, ...]
    is_guess: bool = False


def find_body(root: Element, blocks: Sequence[WebBlock], title: str) -> Body:
    """Tells the body of a page from what is around it."""
    furniture = _furniture(blocks)
    if not any(furniture) and _linked_share(blocks) < PLAIN_PAGE_LINKED_SHARE:
        return Body(tuple(True for _ in blocks))
    keys = [key_of(block.text) for block in blocks]
    if _holds_most_paragraphs(furniture, blocks, keys):
        furniture = [False] * len(blocks)  # such names have been given to the body itself
    found = _found_by_trafilatura(root, blocks, keys)
    kept = _made_whole(blocks, keys, found, furniture)
    if _is_too_little(blocks, keys, kept, furniture):
        outside = [not marked for marked in furniture]
        return Body(tuple(outside if any(outside) else [True] * len(blocks)), is_guess=True)
    return Body(_with_head(blocks, keys, kept, key_of(title)))


def key_of(text: str) -> str:
    """Letters and digits of `text`: what stays the same whoever formats it."""
    return _NO_KEY.sub("", unicodedata.normalize("NFC", text))


def _linked_share(blocks: Sequence[WebBlock]) -> float:
    characters = sum(len(block.text) for block in blocks)
    return sum(block.linked for block in blocks) / max(1, characters)


def _is_linked(block: WebBlock) -> bool:
    return block.linked >= LINKED_SHARE * len(block.text)


def _link_lists(blocks: Sequence[WebBlock]) -> list[bool]:
    """Whether each block is one of several in a row that are nothing but links."""
    listed: list[bool] = []
    for linked, group in groupby(blocks, key=_is_linked):
        size = sum(1 for _ in group)
        listed += [linked and size >= LINKS_OF_LIST] * size
    return listed


def _furniture(blocks: Sequence[WebBlock]) -> list[bool]:
    """Whether each block lies in an element that is marked as navigation, footer or the like."""
    known: dict[Element, bool] = {}
    marked = []
    for block in blocks:
        if block.place not in known:
            known[block.place] = _is_furniture(block.place)
        marked.append(known[block.place])
    return marked


def _is_furniture(place: Element) -> bool:
    chain = [place, *place.iterancestors()]
    in_article = any(local_name(element) in _ARTICLE_TAGS for element in chain)
    for element in chain:
        name = local_name(element)
        if name in {"body", "html"}:
            return False
        if name in _NAVIGATION_TAGS or (element.get("role") or "").lower() in _NAVIGATION_ROLES:
            return True
        if name == "header" and not in_article:
            return True
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _FURNITURE.search(names):
            return True
    return False


def _found_by_trafilatura(
    root: Element, blocks: Sequence[WebBlock], keys: Sequence[str]
) -> list[bool]:
    """Whether each block stands in the main content as trafilatura finds it."""
    if len(blocks) > MAX_BLOCKS or _depth(blocks) > MAX_DEPTH:
        return [False] * len(blocks)
    page = deepcopy(root)
    for cell in page.iter("td", "th"):  # merged cells: trafilatura counts them out one by one
        for name in _MERGED & set(cell.attrib):
            del cell.attrib[name]
    try:
        document = trafilatura.bare_extraction(
            page, include_comments=False, include_tables=True, config=_config()
        )
    except _FAILURES:
        return [False] * len(blocks)
    text = getattr(document, "text", None) or ""
    lines = {key_of(line) for line in text.split("\n")}
    whole = key_of(text)
    position = 0
    found = []
    for key in keys:
        at = whole.find(key, position, position + SEARCHED_AHEAD) if len(key) >= MIN_KEY else -1
        found.append(bool(key) and (at >= 0 or key in lines))
        if at >= 0 and len(key) >= LONG_KEY:
            position = at
    return found


def _config() -> ConfigParser:
    config = ConfigParser()
    config.read_dict(DEFAULT_CONFIG)
    config["DEFAULT"]["min_extracted_size"] = MIN_EXTRACTED
    config["DEFAULT"]["extraction_timeout"] = "0"
    return config


def _depth(blocks: Sequence[WebBlock]) -> int:
    places = {block.place for block in blocks}
    return max((sum(1 for _ in place.iterancestors()) for place in places), default=0)


def _made_whole(
    blocks: Sequence[WebBlock],
    keys: Sequence[str],
    found: Sequence[bool],
    furniture: Sequence[bool],
) -> list[bool]:
    """The blocks found, with those between them, beside them, and the files they attach."""
    hits = {i for i, hit in enumerate(found) if hit and not judge(blocks[i].text)}
    long = [i for i in sorted(hits) if len(keys[i]) >= LONG_KEY]
    anchors = long or [i for i in sorted(hits) if not furniture[i]]
    kept = [False] * len(blocks)
    if not anchors:
        return kept
    first, last, certain = anchors[0], anchors[-1], set(anchors)
    inside = _inside(_container([blocks[i].place for i in anchors]), blocks)
    links = _link_lists(blocks)
    beside = [near or i in hits for i, near in enumerate(inside)]
    while first > 0 and (beside[first - 1] or blocks[first - 1].place is blocks[first].place):
        first -= 1
    if first > 0 and blocks[first - 1].kind is Kind.HEADING:
        first -= 1
    while last + 1 < len(blocks) and (
        beside[last + 1] or blocks[last + 1].place is blocks[last].place
    ):
        last += 1
    for i in range(first, last + 1):
        surely = i in certain or (found[i] and not furniture[i])
        kept[i] = surely or not (furniture[i] or links[i])
    for i in range(anchors[0] + 1, min(last + 1 + ATTACHMENTS_WITHIN, len(blocks))):
        if blocks[i].file_links or _ATTACHMENT.match(blocks[i].text):
            kept[i] = True
    return kept


def _container(places: Sequence[Element]) -> Element:
    """The innermost element around all `places` that is no mere list, quotation or table."""
    chains = [[*reversed(list(place.iterancestors())), place] for place in set(places)]
    common: list[Element] = [
        level[0] for level in zip(*chains, strict=False) if len(set(level)) == 1
    ]
    while len(common) > 1 and local_name(common[-1]) in _PARTS:
        common.pop()
    return common[-1]


def _inside(container: Element, blocks: Sequence[WebBlock]) -> list[bool]:
    """Whether each block lies in `container`; of the whole page, only what is right below it."""
    if local_name(container) in {"body", "html"}:
        return [block.place is container for block in blocks]
    places = {block.place for block in blocks}
    inside = {
        place
        for place in places
        if place is container or any(above is container for above in place.iterancestors())
    }
    return [block.place in inside for block in blocks]


def _is_too_little(
    blocks: Sequence[WebBlock],
    keys: Sequence[str],
    kept: Sequence[bool],
    furniture: Sequence[bool],
) -> bool:
    """Whether paragraphs of text are missing, or nearly everything."""
    free = [
        i
        for i, marked in enumerate(furniture)
        if not (marked or _is_linked(blocks[i]) or judge(blocks[i].text))
    ]
    paragraphs = [i for i in free if _is_paragraph(blocks[i], keys[i])]
    if _size(keys, [i for i in paragraphs if kept[i]]) < MIN_COVERED * _size(keys, paragraphs):
        return True
    of_all = _size(keys, [i for i, keep in enumerate(kept) if keep])
    return of_all < MIN_KEPT_SHARE * _size(keys, free)


def _holds_most_paragraphs(
    marked: Sequence[bool], blocks: Sequence[WebBlock], keys: Sequence[str]
) -> bool:
    """Whether the blocks that are `marked` hold at least half of the text in paragraphs."""
    paragraphs = [
        i
        for i, block in enumerate(blocks)
        if _is_paragraph(block, keys[i]) and not _is_linked(block) and not judge(block.text)
    ]
    inside = [i for i in paragraphs if marked[i]]
    return bool(inside) and 2 * _size(keys, inside) >= _size(keys, paragraphs)


def _is_paragraph(block: WebBlock, key: str) -> bool:
    ends = block.kind is Kind.LINE and _SENTENCE_END.search(block.text)
    return len(key) >= BODY_PARAGRAPH and bool(ends)


def _size(keys: Sequence[str], places: Sequence[int]) -> int:
    return sum(len(keys[i]) for i in places)


def _with_head(
    blocks: Sequence[WebBlock], keys: Sequence[str], kept: Sequence[bool], title: str
) -> tuple[bool, ...]:
    """The body with its title, and with what stands between them: byline, number, date."""
    whole = list(kept)
    first = whole.index(True)
    titles = [i for i in range(first) if title and keys[i] == title]
    head = titles[-1] if titles else max(0, first - BYLINE_WITHIN)
    if titles:
        whole[head] = True
    for i in range(head, first):
        words = blocks[i].text
        is_byline = len(words) <= LONGEST_BYLINE and _BYLINE.search(words)
        if is_byline and not _is_linked(blocks[i]):
            whole[i] = True
    return tuple(whole)
