"""Bytes of a web page to a tree of elements, whatever is broken in it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5
from typing import cast

import lxml.html
from lxml import etree

from corpus.encodings import DecodedText
from corpus.mojibake import decode_text
from corpus.parsers.containers.safe_xml import Element

HEAD_BYTES = 4096
# Scanners for attributes take quadratic time; genuine tags have a few dozen.
_TAG_BOMB = re.compile(
    r"<(?P<name>[a-zA-Z][^\s>/]*+)"
    r"""(?:\s++[^\s"'>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+){300,}+"""
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']?(?P<xml>[\w.:-]+)"""
    rb"""|<meta[^>]{0,400}?charset\s*=\s*["']?\s*(?P<meta>[\w.:-]+)""",
    re.IGNORECASE,
)
_XML_PROLOGUE = re.compile(r"\s*<\?xml\b[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b(?:[^\[>]|\[[^\]]*\])*+>", re.IGNORECASE)
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?P<name>\w{2,31};)")
_XHTML = re.compile(
    r"\s*(?:<\?xml\b|(?>(?:(?><!--.*?-->)\s*)*)(?:<!DOCTYPE[^>]*XHTML[^>]*>\s*)?<html\b[^>]*http://www\.w3\.org/1999/xhtml)",
    re.IGNORECASE | re.DOTALL,
)
# An HTML scanner takes no notice of the slash: all that follows would be the script.
_EMPTY_ELEMENT = re.compile(
    r"<(?P<name>script|style|title|textarea|iframe|a|div|span|p|td|i|b|em)\b(?P<rest>[^<>]*)/>",
    re.IGNORECASE,
)
_UNSEEN = tuple(
    (re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE))
    for start, end in (
        ("<!--", "-->"),
        *((rf"<{name}\b", rf"</{name}\s*>") for name in ("script", "style", "head", "noscript")),
    )
)
_TAG = re.compile(r"</?(?P<name>[a-zA-Z][\w:-]*)[^<>]*>")
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup"),
        *("tt", "u", "var", "wbr"),
    )
)
# What a page of frames says to those who see none is taken for raw text by the scanner.
_FRAMES = re.compile(r"</?(?:frameset|noframes)\b[^<>]*>", re.IGNORECASE)
_TOO_DEEP = "Excessive depth"
NO_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))


@dataclass(frozen=True, slots=True)
class Page:
    """A web page: its text, and the elements in it; `is_flat` if nesting had to be dropped."""

    decoded: DecodedText
    root: Element
    is_flat: bool = False


def read_page(data: bytes, declared: str = "") -> Page:
    """The page in `data`; `declared` is the encoding that its surroundings state, if any.

    Raises:
        ParseError: the bytes are no text.
    """
    decoded = decode_text(data, declared or declared_encoding(data))
    root = root_of(decoded.text)
    if root is not None:
        return Page(decoded, root)
    return Page(decoded, _flat(decoded.text), is_flat=True)


def declared_encoding(data: bytes) -> str:
    """What the first bytes of HTML or XML state as their encoding; "" for nothing."""
    match = _DECLARED.search(data[:HEAD_BYTES].replace(b"\0", b""))
    return (match["xml"] or match["meta"]).decode("ascii", "replace") if match else ""


def root_of(text: str) -> Element | None:
    """The tree of a page; None if it is nested too deeply for any reader."""
    text = _TAG_BOMB.sub(r"<\g<name>", text.replace("\0", ""))
    is_xhtml = _XHTML.match(text[:HEAD_BYTES])
    text = _without_prologue(text)
    if is_xhtml:
        root = _xhtml_root(text)
        if root is not None:
            return root
        text = _EMPTY_ELEMENT.sub(r"<\g<name>\g<rest>></\g<name>>", text)
    return _html_root(_without_cdata(_FRAMES.sub("", text)))


def with_plain_entities(text: str) -> str:
    """`text` with the characters that HTML has names for, which XML knows none of."""
    return _ENTITY.sub(lambda match: html5.get(match["name"], match[0]), text)


def _without_prologue(text: str) -> str:
    """`text` without XML declaration and document type, which may declare entities."""
    return _DOCTYPE.sub("", _XML_PROLOGUE.sub("", text, count=1), count=1)


def _without_cdata(text: str) -> str:
    """CDATA sections, which HTML has none of, as the text that they hold."""
    parts: list[str] = []
    position = 0
    while (start := text.find(_CDATA_START, position)) >= 0:
        end = text.find(_CDATA_END, start)
        if end < 0:
            break
        inner = text[start + len(_CDATA_START) : end]
        parts += [text[position:start], html.escape(inner, quote=False)]
        position = end + len(_CDATA_END)
    return "".join((*parts, text[position:]))


def local_name(element: Element) -> str:
    """The name of an element, lower case, without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _xhtml_root(text: str) -> Element | None:
    """As XML, if the page is well-formed."""
    parser = lxml.html.XHTMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    plain = with_plain_entities(text)
    try:
        root = etree.fromstring(plain.strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if local_name(root) != "html":
        return None
    for element in root.iter(etree.Element):
        element.tag = local_name(element)
    return cast("Element", root)


def _html_root(text: str) -> Element | None:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but blanks and comments
        root = None
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        return None
    return lxml.html.Element("html") if root is None else root


def _without(text: str, start: re.Pattern[str], end: re.Pattern[str]) -> str:
    """`text` without what stands between `start` and `end`; what has no end is left."""
    parts: list[str] = []
    position = 0
    while opened := start.search(text, position):
        closed = end.search(text, opened.end())
        if closed is None:
            break
        parts.append(text[position : opened.start()])
        position = closed.end()
    return "".join((*parts, text[position:]))


def _flat(text: str) -> Element:
    """The page as paragraphs without any nesting."""
    plain = _TAG_BOMB.sub(r"<\g<name>", _without_prologue(text))
    for start, end in _UNSEEN:
        plain = _without(plain, start, end)
    plain = _TAG.sub(lambda match: "" if match["name"].lower() in _INLINE else "\n", plain)
    root: Element = lxml.html.Element("html")
    body = etree.SubElement(root, "body")
    for line in plain.split("\n"):
        if line.strip():
            etree.SubElement(body, "p").text = html.unescape(line).translate(NO_CONTROLS)
    return root
