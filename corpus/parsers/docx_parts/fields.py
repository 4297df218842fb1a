"""Fields of Word: their results are shown, their instructions are not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.parsers.composing.shown_numbers import CIRCLED
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.findings import Finding, Findings
from corpus.parsers.docx_parts.names import attribute, child, children, is_on, number
from corpus.parsers.docx_parts.symbols import symbol

_CONTENTS = frozenset({"TOC", "INDEX", "TOA"})
_SYMBOL = re.compile(r'SYMBOL\s+(0x[0-9a-f]+|\d+).*?\\f\s*"?([^"\\]+)"?', re.IGNORECASE)
# Formulas as Word wrote them before 2007: a figure in a circle, a reading over a character
# (its base alone is read), a fraction.
_CIRCLE = re.compile(r"\\o(?:\\a\w)?\s*\(\s*[○〇◯Oo]\s*[,，;]\s*(\w+)\s*\)")
_READING = re.compile(r"\\o(?:\\a\w)?\s*\(\s*\\s\s*\\up\s*\d+\s*\([^()]*\)\s*[,，;]\s*([^()\\]+)\)")
_FRACTION = re.compile(r"\\f\s*\(([^(),，\\]+)[,，;]([^(),，\\]+)\)")
_LONGEST_INSTRUCTION = 2000


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    has_result: bool = False
    control: str = ""

    @property
    def kind(self) -> str:
        return self.instruction.split(maxsplit=1)[0].upper() if self.instruction.strip() else ""


class Fields:
    """The fields that are open at a place of the text."""

    def __init__(self, findings: Findings) -> None:
        self._open: list[_Field] = []
        self._findings = findings
        self.is_shown = True
        self.is_contents = False

    def begin(self, mark: Element) -> None:
        """A field begins; its instruction follows."""
        self._open.append(_Field(control=_control(mark)))
        self._update()

    def instruct(self, words: str) -> None:
        """A piece of the instruction of the innermost field."""
        if self._open and not self._open[-1].has_result:
            field = self._open[-1]
            field.instruction = (field.instruction + words)[:_LONGEST_INSTRUCTION]

    def separate(self) -> None:
        """The result of the innermost field follows."""
        if self._open:
            self._open[-1].has_result = True
            self._update()

    def end(self) -> str:
        """The innermost field ends; what is shown for it if it has no result."""
        if not self._open:
            return ""
        field = self._open.pop()
        self._update()
        return "" if field.has_result or not self.is_shown else self._computed(field)

    def enter(self, instruction: str) -> None:
        """A field begins whose result follows at once (`w:fldSimple`)."""
        self._open.append(_Field(instruction, has_result=True))
        self._update()

    def settle(self) -> None:
        """A paragraph ends: fields that still have no result are broken."""
        self._open = [field for field in self._open if field.has_result]
        self._update()

    def leave_contents(self) -> None:
        """A heading of the text begins: a table of contents that is still open is broken."""
        self._open = [field for field in self._open if field.kind not in _CONTENTS]
        self._update()

    def _update(self) -> None:
        self.is_shown = all(field.has_result for field in self._open)
        self.is_contents = any(field.kind in _CONTENTS for field in self._open)

    def _computed(self, field: _Field) -> str:
        if field.control:
            return field.control
        if field.kind == "EQ":
            shown = _equation(field.instruction)
            self._findings[Finding.FORMULA] += not shown
            return shown
        if match := _SYMBOL.search(field.instruction):
            shown = symbol(match[2], int(match[1], 0 if match[1][:2].lower() == "0x" else 10))
            self._findings[Finding.SYMBOL] += not shown
            return shown
        return ""


def _equation(instruction: str) -> str:
    if match := _READING.search(instruction):
        return match[1].strip()
    if match := _CIRCLE.search(instruction):
        figure = int(match[1]) if match[1].isdecimal() else 0
        return CIRCLED[figure - 1] if 0 < figure <= len(CIRCLED) else f"○{match[1]}"
    if match := _FRACTION.search(instruction):
        return f"{match[1].strip()}/{match[2].strip()}"
    return ""


def _control(mark: Element) -> str:
    """What a control of a form shows: the mark of a box, the chosen entry of a list."""
    data = child(mark, "w:ffData")
    if (box := child(data, "w:checkBox")) is not None:
        state = child(box, "w:checked")
        return "☑" if is_on(child(box, "w:default") if state is None else state) else "□"
    if (choices := child(data, "w:ddList")) is not None:
        entries = [attribute(entry, "val") for entry in children(choices, "w:listEntry")]
        chosen = number(child(choices, "w:result")) or 0
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return ""
