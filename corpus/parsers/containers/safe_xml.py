"""XML without its dangers: no external entities, no expansion bombs, no network."""

from __future__ import annotations

import re

from lxml import etree

from corpus.errors import ParseError
from corpus.parsers.base import UnsafeFileError

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type

_DECLARES_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_PROLOGUE = 65_536


def refuse_entities(prologue: bytes, kind: str) -> None:
    """Looks for declared entities in the first bytes of an XML document.

    Raises:
        UnsafeFileError: there are some.
    """
    if _DECLARES_ENTITY.search(prologue.replace(b"\0", b"")):
        raise UnsafeFileError(
            f"The {kind} declares XML entities, which can draw in other files or grow without end.",
            remedy="Save it without a DOCTYPE declaration.",
        )


def parse_xml(data: bytes, kind: str, *, recover: bool = False) -> Element:
    """The root of an XML document; entities that it declares itself are refused.

    With `recover` a damaged document is read as far as it goes.

    Raises:
        ParseError: it is not well-formed.
        UnsafeFileError: it declares entities.
    """
    refuse_entities(data[:_PROLOGUE], kind)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # long texts; the size of the input is bounded
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise ParseError(
            f"The {kind} is damaged: its XML cannot be read ({exc}).",
            remedy="Open it in the program that made it, save it again, or get an intact copy.",
        ) from exc
    if root is None:
        raise ParseError(
            f"The {kind} is damaged: it holds no XML element.",
            remedy="Open it in the program that made it, save it again, or get an intact copy.",
        )
    return root
