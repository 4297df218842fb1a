"""Documents from templates, and questions on them, the same for the same seed.

For each of eight kinds three bodies report on three periods close to each other: what a passage
says would fit nine documents, and a question is on one of them.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from benchmarks.retrieval.sets.needs_context.facts import draw_facts
from benchmarks.retrieval.sets.needs_context.periods import Period, draw_periods
from benchmarks.retrieval.sets.needs_context.templates import (
    SectionTemplate,
    Template,
    read_templates,
)
from benchmarks.retrieval.sets.public_sets import AskedTexts
from benchmarks.retrieval.types import GoldQuestion, SourceText, Span

BODIES_OF_A_KIND = 3
QUESTIONS_ON_A_DOCUMENT = 3
_PLACES = (
    "云汀市 云溪县 临渚市 临岸区 宁墟市 安渡市 澄屏市 青禾县 青岑县 白芷县 白岸县 松屏区 "
    "松堰区 东澄区 西澄区 柳堰县 桐渚市 枫岸区 鹤汀县 岚谷县"
)
_NUMERALS = "一二三四五六七八九"
_DETAILS = 2
_BY_TITLE = 0.1
_OPENINGS = ("",) * 9 + ("请问", "想查一下，", "帮忙看看，")
_IN_TITLE = ("里，", "中，")


@dataclass(slots=True)
class _Writer:
    """A body as it grows, and where the facts came to stand."""

    text: str = ""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)

    def write(self, phrasing: str, facts: Mapping[str, str]) -> None:
        for literal, name, _, _ in string.Formatter().parse(phrasing):
            self.text += literal
            if name is not None:
                start = len(self.text)
                self.text += facts[name]
                self.places[name] = (start, len(self.text))


@dataclass(frozen=True, slots=True)
class _Subject:
    """Which of its kind a document is."""

    template: Template
    place: str
    period: Period

    def filled(self, pattern: str, period: str) -> str:
        body = self.template.body.format(place=self.place)
        return pattern.format(
            body=body,
            place=self.place,
            town=self.place[:-1],
            period=period,
            issued=self.period.issued,
        )


def generate(seed: int) -> AskedTexts:
    """72 documents of 900 to 2,000 characters, and 216 questions, three on each."""
    source = random.Random(seed)
    texts, questions = [], []
    for number, subject in enumerate(_subjects(source), 1):
        text_id = f"context-{number:02}"
        title = subject.filled(source.choice(subject.template.titles), subject.period.written)
        sections = _ordered(subject.template.sections, source)
        writer = _written(subject, title, sections, source)
        texts.append(SourceText(text_id, writer.text))
        asked = _asked(subject, title, sections, source)
        for place, (fact, question) in enumerate(asked, 1):
            span = Span(text_id, *writer.places[fact])
            questions.append(GoldQuestion(f"{text_id}-{place}", question, (span,)))
    return AskedTexts(tuple(texts), tuple(questions))


def _subjects(source: random.Random) -> Iterator[_Subject]:
    for template in read_templates():
        periods = draw_periods(template.period, template.issued, source)
        for place in source.sample(_PLACES.split(), BODIES_OF_A_KIND):
            for period in periods:
                yield _Subject(template, place, period)


def _ordered(
    sections: tuple[SectionTemplate, ...], source: random.Random
) -> tuple[SectionTemplate, ...]:
    """The first and the last section stay in their places."""
    first, *middle, last = sections
    return (first, *source.sample(middle, len(middle)), last)


def _written(
    subject: _Subject, title: str, sections: tuple[SectionTemplate, ...], source: random.Random
) -> _Writer:
    template = subject.template
    soon = subject.period.soon
    specifications = {name: each.format(soon=soon) for name, each in template.facts.items()}
    facts = draw_facts(specifications, source)
    issuer = subject.filled(source.choice(template.issuers), subject.period.written)
    writer = _Writer(f"{title}\n{issuer}\n{source.choice(template.leads)}")
    for numeral, section in zip(_NUMERALS, sections, strict=False):
        writer.text += f"\n{numeral}、{source.choice(section.headings)}"
        for paragraph in _paragraphs(section, source):
            writer.text += "\n"
            writer.write(paragraph, facts)
    writer.text += "\n"
    return writer


def _paragraphs(section: SectionTemplate, source: random.Random) -> Iterator[str]:
    """One or two paragraphs: every sentence in one of its phrasings, details among them."""
    sentences = [source.choice(phrasings) for phrasings in section.sentences]
    for detail in source.sample(section.details, _DETAILS):
        sentences.insert(source.randint(0, len(sentences)), detail)
    middle = source.randint(1, len(sentences) - 1)
    yield "".join(sentences[:middle])
    yield "".join(sentences[middle:])


def _asked(
    subject: _Subject, title: str, sections: tuple[SectionTemplate, ...], source: random.Random
) -> Iterator[tuple[str, str]]:
    """Facts of different sections, none of the first one, and a question on each."""
    for section in source.sample(sections[1:], QUESTIONS_ON_A_DOCUMENT):
        fact = source.choice(list(section.questions))
        yield fact, _question(subject, title, source.choice(section.questions[fact]), source)


def _question(subject: _Subject, title: str, asked: str, source: random.Random) -> str:
    called = source.choice(subject.period.called)
    name = subject.filled(source.choice(subject.template.names), called)
    if "{doc}" in asked:
        return asked.format(doc=name)
    if source.random() < _BY_TITLE:
        return f"《{title}》{source.choice(_IN_TITLE)}{asked}"
    return f"{source.choice(_OPENINGS)}{name}{asked}"
