"""The words of a paragraph as Word shows them, and what hangs on it: notes, boxes, graphics."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.drawings import Drawing, branch_of, read_drawing
from corpus.parsers.docx_parts.fields import Fields
from corpus.parsers.docx_parts.findings import Finding, Findings
from corpus.parsers.docx_parts.math import formula_words
from corpus.parsers.docx_parts.names import attribute, child, inner, is_on, name_of, number
from corpus.parsers.docx_parts.styles import Styles
from corpus.parsers.docx_parts.symbols import raised, symbol

DEEPEST = 40

_LINE_ENDS = re.compile(r"[\r\n\t]+")
_LEAST_RAISE = 4  # half-points
_SILENT = frozenset(
    {"w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:rt", "w:rubyPr", "w:smartTagPr", "w:customXmlPr"}
)


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A place that refers to a note; `kind` is "footnotes" or "endnotes"."""

    kind: str
    identity: str


@dataclass(frozen=True, slots=True)
class Words:
    """What was read from a paragraph.

    Attributes:
        shown: the words; soft line breaks are line ends.
        notes: that it refers to.
        drawings: that are anchored in it.
        in_contents: all of it is the result of a table of contents.
    """

    shown: str
    notes: tuple[NoteMark, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    in_contents: bool = False

    def before(self, other: Words) -> Words:
        """Both as one paragraph."""
        return Words(
            self.shown + other.shown,
            self.notes + other.notes,
            self.drawings + other.drawings,
            self.in_contents and other.in_contents,
        )


class RunReader:
    """Reads the paragraphs of one story in their order: fields reach over several."""

    def __init__(self, styles: Styles, findings: Findings) -> None:
        self._styles = styles
        self._findings = findings
        self.fields = Fields(findings)
        self._start(is_hidden=False)
        self._handlers: dict[str, Callable[[Element, int], None]] = {
            "w:r": self._run,
            "w:t": lambda part, _: self._add(_LINE_ENDS.sub(" ", part.text or "")),
            "w:tab": lambda *_: self._add("\t"),
            "w:ptab": lambda *_: self._add("\t"),
            "w:br": lambda *_: self._add("\n"),
            "w:cr": lambda *_: self._add("\n"),
            "w:noBreakHyphen": lambda *_: self._add("-"),
            "w:sym": self._symbol,
            "w:fldChar": self._field_mark,
            "w:instrText": lambda part, _: self.fields.instruct(part.text or ""),
            "w:fldSimple": self._simple_field,
            "w:ins": self._inserted,
            "w:moveTo": self._inserted,
            "w:del": self._deleted,
            "w:moveFrom": self._deleted,
            "w:footnoteReference": lambda part, _: self._note(part, "footnotes"),
            "w:endnoteReference": lambda part, _: self._note(part, "endnotes"),
            "mc:AlternateContent": lambda part, depth: self._walk(branch_of(part), depth + 1),
            "m:oMath": lambda part, _: self._add(formula_words(part)),
            "w:drawing": self._drawing,
            "w:pict": self._drawing,
            "w:object": self._drawing,
            "w:subDoc": lambda *_: self._findings.update({Finding.INSERTED_FILE: 1}),
        }

    def read(self, paragraph: Element, *, is_hidden: bool = False) -> Words:
        """The words of the next paragraph; hidden ones are only counted."""
        self._start(is_hidden=is_hidden)
        self._walk(paragraph, 0)
        self.fields.settle()
        shown = "".join(self._pieces)
        is_mixed = bool(shown[self._entries :].strip())
        in_contents = self._entries > 0 and not is_mixed
        return Words(shown, tuple(self._notes), tuple(self._drawings), in_contents)

    def _start(self, *, is_hidden: bool) -> None:
        self._is_hidden = is_hidden
        self._pieces: list[str] = []
        self._notes: list[NoteMark] = []
        self._drawings: list[Drawing] = []
        self._entries = 0

    def _walk(self, element: Element, depth: int) -> None:
        if depth > DEEPEST:
            self._findings[Finding.DEEP] += 1
            self._add("".join(part.text or "" for part in inner(element, "w:t")))
            return
        for part in element:
            name = name_of(part)
            handler = self._handlers.get(name)
            if handler is not None:
                handler(part, depth)
            elif name not in _SILENT:
                self._walk(part, depth + 1)

    def _add(self, words: str) -> None:
        if not words or not self.fields.is_shown:
            return
        if self._is_hidden:
            self._findings[Finding.HIDDEN] += len(words)
            return
        self._pieces.append(words)
        if self.fields.is_contents:
            self._entries += len(words)

    def _run(self, run: Element, depth: int) -> None:
        properties = child(run, "w:rPr")
        if properties is None:
            self._walk(run, depth + 1)
            return
        before, start = self._is_hidden, len(self._pieces)
        self._is_hidden = before or self._hides(properties)
        self._walk(run, depth + 1)
        self._is_hidden = before
        if _is_raised(properties):
            self._pieces[start:] = [raised("".join(self._pieces[start:]))]

    def _hides(self, properties: Element) -> bool:
        switch = child(properties, "w:vanish")
        if switch is not None:
            return is_on(switch)
        style = attribute(child(properties, "w:rStyle"), "val")
        return bool(style) and self._styles.is_hidden(style)

    def _symbol(self, part: Element, _: int) -> None:
        code = attribute(part, "char")
        try:
            sign = symbol(attribute(part, "font"), int(code, 16))
        except ValueError:
            sign = ""
        self._findings[Finding.SYMBOL] += not sign
        self._add(sign)

    def _field_mark(self, mark: Element, _: int) -> None:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self.fields.begin(mark)
        elif kind == "separate":
            self.fields.separate()
        elif kind == "end":
            self._add(self.fields.end())

    def _simple_field(self, field: Element, depth: int) -> None:
        self.fields.enter(attribute(field, "instr"))
        self._walk(field, depth + 1)
        self.fields.end()

    def _inserted(self, part: Element, depth: int) -> None:
        self._findings[Finding.CHANGE] += 1
        self._walk(part, depth + 1)

    def _deleted(self, *_: object) -> None:
        self._findings[Finding.CHANGE] += 1

    def _note(self, reference: Element, kind: str) -> None:
        if self.fields.is_shown and not self._is_hidden:
            self._notes.append(NoteMark(kind, attribute(reference, "id")))

    def _drawing(self, part: Element, _: int) -> None:
        if not self._is_hidden:
            self._drawings.append(read_drawing(part, self._findings))


def _is_raised(properties: Element) -> bool:
    if attribute(child(properties, "w:vertAlign"), "val") == "superscript":
        return True
    return (number(child(properties, "w:position")) or 0) >= _LEAST_RAISE
