"""The shapes of a PowerPoint slide: where they stand and what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from corpus.parsers.composing.blocks import Block, Line
from corpus.parsers.composing.slides import TITLE_RANK, Shape, in_reading_order
from corpus.parsers.composing.unread import Unread
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_values import whole_number
from corpus.parsers.pptx_parts.graphics import chart, diagram, table
from corpus.parsers.pptx_parts.text import branched, largest_letters, lines_of, local_name

FURNITURE = {"dt", "ftr", "hdr", "sldNum", "sldImg"}
TITLES = {"title", "ctrTitle"}
BODY_RANK = 2

Fetch = Callable[[str], Element | None]


def shapes_of(tree: Element, fetch: Fetch, unread: Counter[Unread]) -> Iterator[Shape]:
    """The shapes of a tree that hold text. `fetch` gives the part of a relation."""
    for element in branched(tree):
        name = local_name(element)
        if name in {"sp", "graphicFrame", "grpSp"}:
            if _is_hidden(element):
                unread[Unread.HIDDEN] += any(
                    (text.text or "").strip() for text in element.iter("{*}t")
                )
                continue
            place = placeholder(element)
            if place is None or place.get("type") not in FURNITURE:
                blocks = tuple(_blocks(element, fetch, unread))
                if blocks:
                    yield _placed(element, place, blocks)


def placeholder(element: Element) -> Element | None:
    """What tells the place of a layout that a shape fills."""
    return (
        element.find("{*}nvSpPr/{*}nvPr/{*}ph")
        if local_name(element) == "sp"
        else (element.find("{*}nvGraphicFramePr/{*}nvPr/{*}ph"))
    )


def _is_hidden(element: Element) -> bool:
    return any(
        properties.get("hidden") in {"1", "true"} for properties in element.iterfind("*/{*}cNvPr")
    )


def _blocks(element: Element, fetch: Fetch, unread: Counter[Unread]) -> Iterator[Block]:
    name = local_name(element)
    if name == "grpSp":
        for shape in in_reading_order(shapes_of(element, fetch, unread)):
            yield from shape.blocks
    elif name == "sp":
        for body in element.iterfind("{*}txBody"):
            yield from map(Line, lines_of(body))
    else:
        for holder in element.iterfind("{*}graphic/{*}graphicData"):
            for content in branched(holder):
                yield from _graphic(content, fetch, unread)


def _graphic(content: Element, fetch: Fetch, unread: Counter[Unread]) -> Iterator[Block]:
    name = local_name(content)
    if name == "tbl":
        yield table(content)
    elif name == "relIds":
        data = fetch(_relation(content, "dm"))
        unread[Unread.DIAGRAM] += data is None
        yield from () if data is None else diagram(data)
    elif name == "chart":
        root = fetch(_relation(content, "id"))
        blocks = () if root is None else tuple(chart(root))
        unread[Unread.CHART] += not blocks
        yield from blocks
    elif name == "oleObj":
        unread[Unread.OBJECT] += 1


def _relation(element: Element, name: str) -> str:
    """The attribute that names a relation, whatever its namespace."""
    values = (value for key, value in element.attrib.items() if str(key).endswith(f"}}{name}"))
    return str(next(values, ""))


def _placed(element: Element, place: Element | None, blocks: tuple[Block, ...]) -> Shape:
    frame = element.find("{*}xfrm")
    if frame is None:
        frame = element.find("*/{*}xfrm")
    rank = None
    if place is not None:
        is_title = place.get("type") in TITLES
        rank = TITLE_RANK if is_title else BODY_RANK + whole_number(place, "idx")
    body = element.find("{*}txBody")
    return Shape(
        top=_length(frame, "off", "y"),
        left=_length(frame, "off", "x"),
        height=_length(frame, "ext", "cy"),
        blocks=blocks,
        rank=rank,
        letters=0 if body is None else largest_letters(body),
    )


def _length(frame: Element | None, corner: str, name: str) -> float:
    point = frame.find(f"{{*}}{corner}") if frame is not None else None
    value = point.get(name, "") if point is not None else ""
    return float(value) if value.removeprefix("-").isdecimal() else 0
