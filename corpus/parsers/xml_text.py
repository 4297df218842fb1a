"""XML of any kind: the text of its elements in order; feeds and web pages as what they are."""

from __future__ import annotations

import re

from lxml import etree

from corpus.encodings import DecodedText
from corpus.errors import ParseError
from corpus.mojibake import decode_text
from corpus.parsers.base import UnsafeFileError
from corpus.parsers.composing.composer import Composer, one_line, record_line
from corpus.parsers.containers.safe_xml import Element, parse_xml
from corpus.parsers.feeds import FEED_ROOTS, write_feed
from corpus.parsers.html import parse_html
from corpus.parsers.html_parts.blocks import visible_blocks
from corpus.parsers.html_parts.tree import (
    NO_CONTROLS,
    declared_encoding,
    local_name,
    root_of,
    with_plain_entities,
)
from corpus.parsers.html_parts.writing import write_blocks
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.types import Metadata, ParsedFile, RawFile, ReadingFacts, TextLayout

KIND = "XML document"
LONGEST_MIXED = 2000
LONGEST_RECORD = 400
MIN_OWN_SHARE = 0.5
DAMAGED = "The XML is damaged; it was read as far as its parts could be told apart."
REPAIRED = "The XML is damaged, but its text could be read."
# Of a damaged document so much of the text must be found in the elements, or tags are ignored.
MIN_RECOVERED = 0.9
MIN_WHOLE = 0.98

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|img|table|ul|ol|li|h[1-6]|strong|b|em|font)\b[^<>]*>", re.IGNORECASE
)
_CELLS = frozenset(("cell", "td", "th", "entry", "col", "column", "field", "value", "单元格"))
_TITLES = frozenset(("title", "标题", "heading"))


def parse_xml_text(raw: RawFile) -> ParsedFile:
    """Read an XML document, also a damaged one as far as it goes.

    Raises:
        ParseError: there is no element in it.
        UnsafeFileError: it declares entities.
    """
    decoded = decode_text(raw.data, declared_encoding(raw.data))
    root, losses, warnings = _root(decoded)
    if local_name(root) == "html":
        return parse_html(raw)
    composer = Composer()
    is_feed = local_name(root) in FEED_ROOTS
    metadata = write_feed(root, composer) if is_feed else _write(root, composer)
    return ParsedFile(
        text=composer.text,
        encoding=decoded.encoding,
        metadata=metadata,
        losses=(*decoding_losses(decoded), *losses),
        layout=TextLayout.STRUCTURED,
        facts=ReadingFacts(warnings=(*decoding_warnings(decoded), *warnings)),
    )


def _root(decoded: DecodedText) -> tuple[Element, tuple[str, ...], tuple[str, ...]]:
    """The root of the document, losses and warnings; it is text now, whatever it declares."""
    plain = _DECLARATION.sub("", decoded.text.translate(NO_CONTROLS), count=1)
    data = with_plain_entities(plain).encode("utf-8", "replace")
    try:
        return parse_xml(data, KIND), (), ()
    except UnsafeFileError:
        raise
    except ParseError:
        root = parse_xml(data, KIND, recover=True)
    whole = max(1, _size(_TAG.sub("", plain)))
    share = _size("".join(map(str, root.itertext()))) / whole
    if share >= MIN_WHOLE:
        return root, (), (REPAIRED,)
    if share >= MIN_RECOVERED:
        return root, (DAMAGED,), ()
    flat = etree.Element("lines")
    for line in _TAG.sub("\n", plain).split("\n"):
        etree.SubElement(flat, "line").text = line
    return flat, (DAMAGED,), ()


def _size(text: str) -> int:
    return len("".join(text.split()))


def _write(root: Element, composer: Composer) -> Metadata:
    """Adds one line for every element with text; the first title names the document."""
    title = ""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element is not root:
                composer.line(one_line(element.tail or ""))
        elif _is_record(element):
            walk.skip_subtree()
            _write_record(element, composer)
        elif not _is_line(element):
            composer.line(one_line(element.text or ""))
        else:
            walk.skip_subtree()
            words = one_line("".join(map(str, element.itertext())))
            if local_name(element) in _TITLES:
                composer.heading(words, 1 if not title else 2)
                title = title or words
            else:
                _write_line(element, words, composer)
    if not composer.text.strip():
        _write_attributes(root, composer)
    return Metadata(title=title)


def _is_line(element: Element) -> bool:
    """Whether an element is a line: it holds text only, or text with marked words in it."""
    if len(element) == 0:
        return True
    own = _size("".join(filter(None, (element.text, *(child.tail for child in element)))))
    whole = sum(len(str(piece)) for piece in element.itertext())
    is_flat = all(len(child) == 0 for child in element)
    return own > 0 and whole <= LONGEST_MIXED and (is_flat or own >= MIN_OWN_SHARE * whole)


def _is_record(element: Element) -> bool:
    """Whether an element is one of several alike that hold the fields of a record each."""
    fields = _elements_in(element)
    names = {local_name(field) for field in fields}
    is_named = len(names) == len(fields) or names <= _CELLS
    if len(fields) < 2 or not is_named or names & _TITLES or any(map(len, fields)):
        return False
    own = (element.text, *(child.tail for child in element))
    neighbours = (element.getprevious(), element.getnext())
    is_one_of_several = any(other is not None and other.tag == element.tag for other in neighbours)
    size = sum(_size(field.text or "") for field in fields)
    return is_one_of_several and size <= LONGEST_RECORD and not "".join(filter(None, own)).strip()


def _write_record(element: Element, composer: Composer) -> None:
    """Adds a row of cells, or of fields with their names."""
    fields = _elements_in(element)
    names, values = [local_name(field) for field in fields], [field.text or "" for field in fields]
    if _CELLS.issuperset(names):
        composer.row(values)
    else:
        composer.line(record_line(names, values))


def _elements_in(element: Element) -> list[Element]:
    """The children that are elements, comments left out."""
    return [child for child in element if isinstance(child.tag, str)]


def _write_line(element: Element, words: str, composer: Composer) -> None:
    """Adds a line; HTML in it is taken off, and a name in Chinese says what it is."""
    root = root_of(words) if _MARKUP.search(words) else None
    if root is not None:
        write_blocks(composer, visible_blocks(root), 1)
        return
    name = local_name(element)
    composer.line(words if name.isascii() or not words else record_line([name], [words]))


def _write_attributes(root: Element, composer: Composer) -> None:
    """Adds a line for every element of a document that keeps all it says in attributes."""
    for element in root.iter("*"):
        names = [str(name).rpartition("}")[2] for name in element.attrib]
        composer.line(record_line(names, [str(value) for value in element.attrib.values()]))
