"""The text of a shape of a PowerPoint slide: paragraphs with the numbers that are shown.

Elements are known by their local names: the namespaces of the strict and the transitional form
of the standard differ, the names do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.parsers.composing import shown_numbers
from corpus.parsers.composing.shown_numbers import numbered
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_values import whole_number

BULLET_MARK = "-"
SLIDE_NUMBER = "slidenum"

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SCHEME = re.compile(r"(?P<figures>.*?)(?P<form>Period|ParenR|ParenBoth|Plain|Minus)?")
_FIGURES: dict[str, shown_numbers.Shown] = {
    "alphaLc": shown_numbers.letters,
    "alphaUc": shown_numbers.upper(shown_numbers.letters),
    "romanLc": shown_numbers.roman,
    "romanUc": shown_numbers.upper(shown_numbers.roman),
    "arabicDb": shown_numbers.full_width,
    "circleNumDb": shown_numbers.one_of(shown_numbers.CIRCLED),
    "circleNumWdWhite": shown_numbers.one_of(shown_numbers.CIRCLED),
    "circleNumWdBlack": shown_numbers.one_of(shown_numbers.BLACK_CIRCLED),
    "ea1Chs": shown_numbers.hanzi,
    "ea1Cht": shown_numbers.hanzi,
    "ea1JpnChsDb": shown_numbers.hanzi,
    "ea1JpnKor": shown_numbers.hanzi,
}
_FORMS = {"Plain": "{}", "ParenR": "{})", "ParenBoth": "({})", "Minus": "{}-"}


@dataclass(slots=True)
class _Count:
    """How far a list has come on one level, and the scheme that it counts by."""

    scheme: str
    number: int


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def branched(element: Element) -> Iterator[Element]:
    """The children of an element, of alternatives only the first."""
    for child in element:
        if local_name(child) == "AlternateContent":
            branch = child.find("{*}Choice")
            branch = child.find("{*}Fallback") if branch is None else branch
            yield from () if branch is None else branched(branch)
        else:
            yield child


def lines_of(body: Element) -> Iterator[str]:
    """The paragraphs of a text body that are not blank, with their numbers."""
    counts: dict[int, _Count] = {}
    styles = body.find("{*}lstStyle")
    for paragraph in body.iterfind("{*}p"):
        words = paragraph_text(paragraph)
        if words.strip():
            yield numbered(_number(paragraph, styles, counts), words)


def paragraph_text(paragraph: Element) -> str:
    """The characters of a paragraph; breaks inside it are line ends, slide numbers are left out."""
    return "".join(map(_run_text, branched(paragraph))).strip()


def largest_letters(body: Element) -> float:
    """The size of the largest letters that the body itself sets, in points; else 0."""
    runs = body.iterfind("{*}p/{*}r/{*}rPr")
    return max((whole_number(run, "sz") / 100 for run in runs), default=0)


def _run_text(run: Element) -> str:
    name = local_name(run)
    if name == "br":
        return "\n"
    if name not in {"r", "fld", "m"} or run.get("type", "").startswith(SLIDE_NUMBER):
        return ""
    words = "".join(text.text or "" for text in run.iter("{*}t"))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), words).replace("\v", "\n")


def _number(paragraph: Element, styles: Element | None, counts: dict[int, _Count]) -> str:
    """The shown number or mark of a paragraph; `counts` goes on by it."""
    properties = paragraph.find("{*}pPr")
    level = whole_number(properties, "lvl")
    for deeper in [known for known in counts if known > level]:
        del counts[deeper]
    bullet = _bullet(properties)
    if bullet is None and styles is not None:
        bullet = _bullet(styles.find(f"{{*}}lvl{level + 1}pPr"))
    if bullet is None or local_name(bullet) != "buAutoNum":
        counts.pop(level, None)
        return BULLET_MARK if bullet is not None and local_name(bullet) == "buChar" else ""
    scheme, start = bullet.get("type", ""), whole_number(bullet, "startAt", 1)
    count = counts.get(level)
    if count is None or count.scheme != scheme:
        count = counts[level] = _Count(scheme, start - 1)
    count.number += 1
    return _shown(scheme, count.number)


def _bullet(properties: Element | None) -> Element | None:
    if properties is None:
        return None
    kinds = {"buAutoNum", "buChar", "buNone", "buBlip"}
    return next((child for child in properties if local_name(child) in kinds), None)


def _shown(scheme: str, number: int) -> str:
    match = _SCHEME.fullmatch(scheme)
    figures, form = (match["figures"], match["form"]) if match else ("", None)
    return _FORMS.get(form or "", "{}.").format(_FIGURES.get(figures, str)(number))
