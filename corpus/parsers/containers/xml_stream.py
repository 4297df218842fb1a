"""Large XML parts read element by element, each forgotten once it was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from lxml import etree

from corpus.errors import ParseError
from corpus.parsers.containers.safe_xml import Element, refuse_entities
from corpus.parsers.containers.zip_files import BROKEN_ZIP

_PROLOGUE = 65_536


def stream_xml(source: IO[bytes], names: Sequence[str], kind: str) -> Iterator[Element]:
    """The elements of these local names, as each ends; none is valid behind the next one.

    Raises:
        ParseError: the XML is not well-formed, or its source breaks off.
        UnsafeFileError: it declares entities.
    """
    try:
        refuse_entities(source.read(_PROLOGUE), kind)
        source.seek(0)
        # Without `huge_tree` the parser itself holds texts and depths within bounds.
        events = etree.iterparse(
            source,
            tag=[f"{{*}}{name}" for name in names],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except (etree.XMLSyntaxError, *BROKEN_ZIP) as exc:
        raise ParseError(
            f"The {kind} is damaged: its XML cannot be read ({exc}).",
            remedy="Open it in the program that made it, save it again, or get an intact copy.",
        ) from exc
