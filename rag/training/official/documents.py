"""A document of a kind: its title, and passages of it with the places of answers."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from rag.training.official.templates import Kind, Section, Sentence
from rag.training.official.values import FIELD, draw, draw_city

_ANSWER = re.compile(r"\[(?:(\d):)?([^\[\]]*)\]")
_NUMERALS = "一二三四五六七八九"
_ARABIC = tuple(f"{number}. " for number in range(1, 10))
_IN_BRACKETS = tuple(f"（{numeral}）" for numeral in _NUMERALS)
_ARTICLES = tuple(f"第{numeral}条　" for numeral in _NUMERALS)


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence with its values; `answers` are places in `text` by number."""

    template: Sentence
    text: str
    answers: dict[int, tuple[int, int]]


@dataclass(slots=True)
class Document:
    """Draws the values of one document as they are asked for."""

    kind: Kind
    chance: random.Random
    values: dict[str, str] = field(default_factory=dict)
    title: str = ""
    city: str = ""

    def __post_init__(self) -> None:
        self.city = draw_city(self.chance)
        self.title = self.fill(self.chance.choice(self.kind.titles))

    def fill(self, template: str, exchanged: dict[str, str] | None = None) -> str:
        """A template with the document's values, or those in `exchanged`."""
        others = exchanged or {}
        return FIELD.sub(lambda found: others.get(found[1]) or self.value(found[1]), template)

    def value(self, name: str) -> str:
        """The document's value of a field, always the same."""
        if name not in self.values:
            self.values[name] = self.drawn(name)
        return self.values[name]

    def drawn(self, name: str) -> str:
        """Some value for a field."""
        return draw(name, self.kind.specifications.get(name), self.chance, self.city)

    def other_value(self, name: str) -> str:
        """A value for a field that is not the document's; "" if there is none."""
        for _ in range(8):
            if (other := self.drawn(name)) != self.value(name):
                return other
        return ""

    def write(self, template: Sentence) -> Written:
        """A sentence of the document."""
        text, answers, at = "", {}, 0
        for found in _ANSWER.finditer(template.template):
            text += self.fill(template.template[at : found.start()])
            start = len(text)
            text += self.fill(found[2])
            answers[int(found[1] or 1)] = (start, len(text))
            at = found.end()
        text += self.fill(template.template[at:])
        return Written(template, text, answers)

    def context(self, section: Section, title: str | None = None) -> str:
        """What stands over a passage of `section`, as the product writes it."""
        parts = (self.title if title is None else title, self.fill(section.heading))
        return " / ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Page:
    """A passage's text; `starts` are the sentences' places in it."""

    text: str
    starts: tuple[int, ...]


def lay_out(sentences: list[Written], chance: random.Random) -> Page:
    """The sentences as a passage: in a row, as items, as articles, or each on its line."""
    style = chance.choices(("prose", "items", "articles", "lines"), (5, 3, 2, 1))[0]
    marks = {
        "items": chance.choice((_ARABIC, _IN_BRACKETS)),
        "articles": _ARTICLES,
    }.get(style, ("",))
    first = chance.randrange(3) if style in ("items", "articles") else 0
    is_english = sentences[0].text[:1].isascii() and " " in sentences[0].text
    joint = (" " if is_english else "") if style == "prose" else "\n"
    text, starts = "", []
    for row, sentence in enumerate(sentences):
        mark = marks[(row + first) % len(marks)]
        text += (joint if text else "") + mark
        starts.append(len(text))
        text += sentence.text
    return Page(text, tuple(starts))
