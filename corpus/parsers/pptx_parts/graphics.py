"""Tables, charts and diagrams (SmartArt) of PowerPoint slides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.parsers.composing.blocks import Block, Line, Table
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_values import whole_number
from corpus.parsers.pptx_parts.text import lines_of, local_name

MAX_POINTS = 2000
_PERCENT = re.compile(r"0(?:\.(?P<places>0+))?%")
_ON = {"1", "true"}
_HELPER_POINTS = {"pres", "parTrans", "sibTrans", "asst_pres"}


def table(element: Element) -> Table:
    """The rows of a table; a merged cell has its words once."""
    return Table(tuple(_row(row.findall("{*}tc")) for row in element.iterfind("{*}tr")))


def _row(cells: list[Element]) -> tuple[str, ...]:
    while cells and cells[-1].get("hMerge") in _ON:
        cells.pop()
    return tuple(map(_cell_text, cells))


def _cell_text(cell: Element) -> str:
    body = cell.find("{*}txBody")
    is_covered = cell.get("hMerge") in _ON or cell.get("vMerge") in _ON
    return "" if body is None or is_covered else " ".join(lines_of(body))


def diagram(data: Element) -> Iterator[Block]:
    """The texts of a diagram, each before those below it."""
    points = {
        point.get("modelId", ""): point
        for point in data.iterfind("{*}ptLst/{*}pt")
        if point.get("type") not in _HELPER_POINTS
    }
    below: dict[str, list[tuple[int, str]]] = {}
    for link in data.iterfind("{*}cxnLst/{*}cxn"):
        if link.get("type", "parOf") == "parOf":
            child = (whole_number(link, "srcOrd"), link.get("destId", ""))
            below.setdefault(link.get("srcId", ""), []).append(child)
    waiting = [identity for identity, point in points.items() if point.get("type") == "doc"][::-1]
    while waiting or points:
        identity = waiting.pop() if waiting else next(iter(points))
        point = points.pop(identity, None)
        if point is not None:
            body = point.find("{*}t")
            yield from () if body is None else map(Line, lines_of(body))
            children = sorted(below.get(identity, []), reverse=True)
            waiting += [child for _, child in children]


def chart(root: Element) -> Iterator[Block]:
    """A chart as its title and a table: categories and the values of every series."""
    title = root.find("{*}chart/{*}title")
    if title is not None:
        yield from map(Line, filter(None, (_rich_text(title),)))
    for axis in root.iterfind("{*}chart/{*}plotArea/{*}*/{*}title"):
        yield from map(Line, filter(None, (_rich_text(axis),)))
    for plot in root.iterfind("{*}chart/{*}plotArea/{*}*"):
        series = plot.findall("{*}ser")
        if series:
            yield Table(tuple(_chart_rows(series)))


def _rich_text(title: Element) -> str:
    lines = (line for body in title.iterfind("{*}tx/{*}rich") for line in lines_of(body))
    return " ".join(lines)


def _chart_rows(series: list[Element]) -> Iterator[tuple[str, ...]]:
    names = [" ".join(_points(one.find("{*}tx")).values()) for one in series]
    labels = _points(_first(series[0], "cat", "xVal"))
    columns = [_points(_first(one, "val", "yVal")) for one in series]
    yield ("", *names)
    for index in sorted({*labels, *(place for column in columns for place in column)}):
        yield (labels.get(index, ""), *(column.get(index, "") for column in columns))


def _first(element: Element, *names: str) -> Element | None:
    return next((child for child in element if local_name(child) in names), None)


def _points(holder: Element | None) -> dict[int, str]:
    """The cached values of a series by their place; only the innermost level of categories."""
    if holder is None:
        return {}
    form = holder.findtext(".//{*}formatCode") or ""
    level = next(holder.iter("{*}lvl"), holder)
    values: dict[int, str] = {}
    for point in level.iter("{*}pt"):
        if len(values) < MAX_POINTS:
            shape = point.get("formatCode", form)
            value = _shown_value(point.findtext("{*}v") or "", shape)
            values[whole_number(point, "idx")] = value
    return values


def _shown_value(value: str, form: str) -> str:
    """A cached value as a chart shows it: percentages, and no noise of binary fractions."""
    try:
        number = float(value)
    except ValueError:
        return value
    if percent := _PERCENT.fullmatch(form):
        return f"{number:.{len(percent['places'] or '')}%}"
    return f"{number:.12g}" if "." in value and "e" not in value.lower() else value
