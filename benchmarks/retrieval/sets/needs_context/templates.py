"""What the documents are made of: one TOML file for each kind, eight kinds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class SectionTemplate:
    """A section of every document of a kind.

    Attributes:
        headings: of which a document takes one.
        sentences: for each sentence its phrasings, with `{fact}` where a fact stands.
        details: sentences without facts, some of which stand between the others.
        questions: for each fact that is asked for, ways to ask; `{doc}` stands for the
            document's name, which comes first where it is not said.
    """

    headings: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    details: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of document.

    Attributes:
        kind: the name of its file.
        body: the issuing body, of a `{place}`.
        titles: with `{body}` and `{period}`, as are `issuers` (with `{issued}`, a date).
        names: what a question calls a document; `{town}` is the place without its last sign.
        period: `year`, `quarter` or `meeting`.
        issued: when, as the period goes: `before`, `within` or `after`.
        facts: what each fact may be, see `facts`.
    """

    kind: str
    body: str
    titles: tuple[str, ...]
    issuers: tuple[str, ...]
    leads: tuple[str, ...]
    names: tuple[str, ...]
    period: str
    issued: str
    facts: Mapping[str, str]
    sections: tuple[SectionTemplate, ...]


def read_templates() -> tuple[Template, ...]:
    """All kinds, by name."""
    return tuple(_template(path) for path in sorted(_FOLDER.glob("*.toml")))


def _template(path: Path) -> Template:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Template(
        kind=path.stem,
        body=content["body"],
        titles=tuple(content["titles"]),
        issuers=tuple(content["issuers"]),
        leads=tuple(content["leads"]),
        names=tuple(content["names"]),
        period=content["period"],
        issued=content["issued"],
        facts=content["facts"],
        sections=tuple(_section(each) for each in content["sections"]),
    )


def _section(content: Mapping[str, Any]) -> SectionTemplate:
    return SectionTemplate(
        headings=tuple(content["headings"]),
        sentences=tuple(tuple(phrasings) for phrasings in content["sentences"]),
        details=tuple(content["details"]),
        questions={fact: tuple(asked) for fact, asked in content["questions"].items()},
    )
