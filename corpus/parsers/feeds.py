"""Feeds of news sites (RSS, Atom): each entry with its title as a heading, its date, its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from corpus.parsers.composing.composer import Composer, one_line
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.html_parts.blocks import collapsed, visible_blocks
from corpus.parsers.html_parts.tree import local_name, root_of
from corpus.parsers.html_parts.writing import write_blocks
from corpus.types import Metadata

FEED_ROOTS = frozenset(("rss", "rdf", "feed"))
ENTRIES = frozenset(("item", "entry"))
ENTRY_LEVEL = 2

_TEXTS = ("encoded", "content", "description", "summary")
_DATES = ("pubdate", "published", "issued", "date", "updated", "modified", "created")
_BLANK_LINE = re.compile(r"\n[ \t\r\u3000]*\n")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w{2,31};")


def write_feed(root: Element, composer: Composer) -> Metadata:
    """Adds a feed; what it states of itself is returned."""
    channel = next((child for child in root if local_name(child) == "channel"), root)
    title = one_line(_plain(_child(channel, ("title",))))
    composer.heading(title, 1)
    _write_text(_child(channel, ("description", "tagline", "subtitle")), composer)
    for element in root.iter("*"):
        if local_name(element) in ENTRIES:
            _write_entry(element, composer)
    author = _plain(_child(_child(channel, ("author",)), ("name",)))
    return Metadata(title=title, author=one_line(author))


def _write_entry(entry: Element, composer: Composer) -> None:
    composer.heading(_plain(_child(entry, ("title",))) or "—", ENTRY_LEVEL)
    composer.line(_shown_date(_plain(_child(entry, _DATES))))
    _write_text(_child(entry, _TEXTS), composer)


def _child(element: Element | None, names: Sequence[str]) -> Element | None:
    """The first child with text by the order of `names`."""
    for name in names if element is not None else ():
        for child in element if element is not None else ():
            if local_name(child) == name and "".join(map(str, child.itertext())).strip():
                return child
    return None


def _plain(element: Element | None) -> str:
    """The text of an element, its markup taken off."""
    if element is None:
        return ""
    composer = Composer()
    _write_text(element, composer)
    return composer.text.strip()


def _write_text(element: Element | None, composer: Composer) -> None:
    """Adds a text: markup as elements, markup as text, or plain paragraphs."""
    if element is None:
        return
    if len(element):
        write_blocks(composer, visible_blocks(element), ENTRY_LEVEL)
        return
    text = element.text or ""
    root = root_of(text) if _MARKUP.search(text) else None
    if root is not None:
        write_blocks(composer, visible_blocks(root), ENTRY_LEVEL)
        return
    for paragraph in _BLANK_LINE.split(text):
        composer.line(collapsed(paragraph))


def _shown_date(stated: str) -> str:
    """A date in the form of mails as one that people read; any other as it is."""
    try:
        return parsedate_to_datetime(stated).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return one_line(stated)
