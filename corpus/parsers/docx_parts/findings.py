"""What of a Word file is not in its text, counted while it is read and told in sentences."""

from __future__ import annotations

from collections import Counter
from enum import Enum


class Finding(Enum):
    """Things that are not read, each with its sentence for one and for several."""

    PICTURE = ("1 picture was not read.", "{} pictures were not read.")
    EMBEDDED = ("1 embedded file was not read.", "{} embedded files were not read.")
    FORMULA = (
        "1 formula of an old kind was not read.",
        "{} formulas of an old kind were not read.",
    )
    SYMBOL = (
        "1 sign of a symbol font was left out.",
        "{} signs of symbol fonts were left out.",
    )
    HIDDEN = (
        "1 character of hidden text was left out.",
        "{} characters of hidden text were left out.",
    )
    COMMENT = ("1 comment was left out.", "{} comments were left out.")
    CHANGE = (
        "1 tracked change was read as accepted.",
        "{} tracked changes were read as accepted.",
    )
    DEEP = (
        "1 part nested too deep was read without its structure.",
        "{} parts nested too deep were read without their structure.",
    )
    INSERTED_FILE = (
        "A part of the text is another file, inserted whole; it was not read.",
        "{} parts of the text are other files, inserted whole; they were not read.",
    )


# Not in the text though a reader of the document sees them there as text.
LOSSES = frozenset({Finding.INSERTED_FILE})

Findings = Counter[Finding]


def warnings(findings: Findings) -> tuple[str, ...]:
    """Sentences on what is worth knowing though no text was lost."""
    return tuple(
        _sentence(each, findings[each]) for each in Finding if each not in LOSSES and findings[each]
    )


def losses(findings: Findings) -> tuple[str, ...]:
    """Sentences on text that was not read."""
    return tuple(
        _sentence(each, findings[each]) for each in Finding if each in LOSSES and findings[each]
    )


def _sentence(finding: Finding, count: int) -> str:
    one, several = finding.value
    return one if count == 1 else several.format(f"{count:,}")
