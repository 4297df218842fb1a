"""The kinds of documents, as they stand in `kinds/*.txt`.

A file's lines:

    title: one title | another
    section: heading
    > a sentence with [its answer] or [2:a second one]
    ? question / another            answered by the sentence's answer, or, after ?2, by its second;
                                    after ?0 by the sentence, no words of it marked
    e question in English / another
    ! question / another            nothing in the document answers it
    - a sentence that answers nothing

`{name=a|b}` and `{name=5..60}` are fields (`values.py`), `{name}` one that is known or told by
its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "kinds"
_FIRST = 1
_ASKING = re.compile(r"([?e])([02]?)\s+(.*)")


@dataclass(slots=True)
class Sentence:
    """A sentence's template; `questions` by the number of the answer, 0 for none."""

    template: str
    questions: dict[int, list[str]] = field(default_factory=dict)
    english: dict[int, list[str]] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A heading, or "", and what stands under it."""

    heading: str
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(slots=True)
class Kind:
    """A kind of documents; `specifications` of its fields by name."""

    name: str
    titles: list[str]
    sections: list[Section]
    specifications: dict[str, str]


@cache
def read_kinds() -> tuple[Kind, ...]:
    """All kinds, by name."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.txt")))


def _read(path: Path) -> Kind:
    text = path.read_text(encoding="utf-8")
    kind = Kind(path.stem, [], [], dict(re.findall(r"\{(\w+)=([^{}]+)\}", text)))
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("title:"):
            kind.titles = [title.strip() for title in line.removeprefix("title:").split(" | ")]
        elif line.startswith("section:"):
            kind.sections.append(Section(line.removeprefix("section:").strip()))
        else:
            _read_line(kind.sections[-1].sentences, line, path)
    return kind


def _read_line(sentences: list[Sentence], line: str, path: Path) -> None:
    if line.startswith(("> ", "- ")):
        sentences.append(Sentence(line[2:]))
    elif line.startswith("! "):
        sentences[-1].unanswered += line[2:].split(" / ")
    elif asking := _ASKING.fullmatch(line):
        mark, number, questions = asking.groups()
        target = sentences[-1].english if mark == "e" else sentences[-1].questions
        target.setdefault(int(number or _FIRST), []).extend(questions.split(" / "))
    else:
        raise ValueError(f"{path.name}: what is {line!r}?")
