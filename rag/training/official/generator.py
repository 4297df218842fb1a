"""Pairs of questions and made-up passages: answered, and near misses of every sort."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import opencc

from rag.training.examples import NO_SPAN, Example
from rag.training.official.documents import Document, Page, Written, lay_out
from rag.training.official.tables import table_examples
from rag.training.official.templates import Kind, Section, Sentence, read_kinds
from rag.training.official.values import FIELD

# Kinds that are never learnt: `calibrate` asks about them.
HELD_OUT_KINDS = frozenset(("culture_case", "fire_safety", "water_service", "training_course"))
_ENGLISH_SHARE = 0.4  # of the questions on what has one in English: a tenth of all
_NO_CONTEXT_SHARE, _NAMED_SHARE, _TRADITIONAL_SHARE = 0.15, 0.2, 0.12
_TABLE_SHARE, _POSED_SHARE = 0.08, 0.06
_LONGEST, _MOST_SENTENCES = 420, 10
_YEARS_AWAY = (-3, -2, -1, 1, 2, 4)


def official_examples(count: int, chance: random.Random) -> list[Example]:
    """About `count` pairs, more than two in five of them near misses."""
    kinds = [kind for kind in read_kinds() if kind.name not in HELD_OUT_KINDS]
    return _examples(kinds, count, chance)


def held_out_official_examples(count: int, chance: random.Random) -> dict[str, list[Example]]:
    """As many on each kind of documents that is not learnt, by its name."""
    return {
        kind.name: _examples([kind], count // len(HELD_OUT_KINDS), chance, table_share=0)
        for kind in read_kinds()
        if kind.name in HELD_OUT_KINDS
    }


def _examples(
    kinds: list[Kind], count: int, chance: random.Random, table_share: float = _TABLE_SHARE
) -> list[Example]:
    found: list[Example] = []
    while len(found) < count:
        if chance.random() < table_share:
            found += table_examples(chance)
        else:
            found += _Asker(Document(chance.choice(kinds), chance), chance).pairs()
    return found[:count]


class _Asker:
    """One question on one document, answered and missed."""

    def __init__(self, document: Document, chance: random.Random) -> None:
        self._document = document
        self._chance = chance
        facts = [
            (section, row)
            for section in document.kind.sections
            for row, sentence in enumerate(section.sentences)
            if sentence.questions
        ]
        self._section, self._row = chance.choice(facts)

    def pairs(self) -> Iterator[Example]:
        """The answered pair and one or two that are not."""
        chance, document = self._chance, self._document
        fact = self._section.sentences[self._row]
        number, asked = self._asking(fact)
        sentences = self._around()
        at = next(row for row, each in enumerate(sentences) if each.template is fact)
        question, named = self._named(document.fill(asked))
        right = self._answered(question, sentences, at, number)
        if named and not right.context:
            right = replace(right, context=document.context(self._section))
        pairs = [right, *self._misses(right, asked, sentences, at, named=named)]
        if chance.random() < _TRADITIONAL_SHARE:
            pairs = [_in_traditional(pair) for pair in pairs]
        yield from pairs

    def _asking(self, fact: Sentence) -> tuple[int, str]:
        number = self._chance.choice(list(fact.questions))
        english = fact.english.get(number)
        if english and self._chance.random() < _ENGLISH_SHARE:
            return number, self._chance.choice(english)
        return number, self._chance.choice(fact.questions[number])

    def _around(self) -> list[Written]:
        """The fact's sentence with neighbours of its section, in order."""
        chance, document = self._chance, self._document
        templates = self._section.sentences
        first = last = self._row
        wanted = chance.randint(2, _MOST_SENTENCES)
        written = {self._row: document.write(templates[self._row])}
        while last - first + 1 < wanted:
            row = first - 1 if chance.random() < 0.5 else last + 1
            if not 0 <= row < len(templates):
                row = last + 1 if row < 0 else first - 1
            if not 0 <= row < len(templates):
                break
            written[row] = document.write(templates[row])
            first, last = min(first, row), max(last, row)
            if sum(len(each.text) for each in written.values()) > _LONGEST:
                break
        return _without_twins([written[row] for row in sorted(written)], written[self._row])

    def _answered(self, question: str, sentences: list[Written], at: int, number: int) -> Example:
        page = lay_out(sentences, self._chance)
        text, opening = page.text, page.starts[at]
        if self._chance.random() < _POSED_SHARE:
            other = self._chance.choice(sentences[at].template.questions[number])
            posed = f"问：{self._document.fill(other).rstrip('？')}？\n答："
            text = text[:opening] + posed + text[opening:]
            opening += len(posed)
        if number not in sentences[at].answers:
            return Example(question, self._context(), text, NO_SPAN, NO_SPAN, relevant=True)
        start, end = (opening + place for place in sentences[at].answers[number])
        return Example(question, self._context(), text, start, end, relevant=True)

    def _context(self) -> str:
        if self._chance.random() < _NO_CONTEXT_SHARE:
            return ""
        return self._document.context(self._section)

    def _named(self, question: str) -> tuple[str, bool]:
        """The question, sometimes with the document's year or body; whether it has one."""
        document = self._document
        names = [name for name in ("year", "org", "firm", "city") if name in document.values]
        names = [name for name in names if document.values[name] in document.title]
        if not names or question.isascii() or self._chance.random() > _NAMED_SHARE:
            return question, False
        name = self._chance.choice(names)
        told = document.values[name] + ("年" if name == "year" else "")
        if told in question:
            return question, False
        return f"{told}{self._chance.choice(('', '的', '，'))}{question}", True

    def _misses(
        self, right: Example, asked: str, sentences: list[Written], at: int, *, named: bool
    ) -> list[Example]:
        chance = self._chance
        ways = [
            self._without_fact(right, sentences, at),
            self._exchanged(right, asked, sentences[at]),
        ]
        ways += [self._not_said(right, sentences[at]), self._other_section(right)]
        if named:
            ways.append(self._other_document(right))
        possible = [way for way in ways if way is not None]
        if named and chance.random() < 0.5 and ways[-1]:
            return [ways[-1]]
        return chance.sample(possible, min(len(possible), chance.choice((0, 1, 1, 1, 2))))

    def _without_fact(self, right: Example, sentences: list[Written], at: int) -> Example | None:
        rest = [each for row, each in enumerate(sentences) if row != at]
        if not rest:
            return None
        page: Page = lay_out(rest, self._chance)
        return _unanswered(right, passage=page.text)

    def _exchanged(self, right: Example, asked: str, fact: Written) -> Example | None:
        """Another number, thing or name in the question than in the sentence."""
        outside = {name for name, _ in FIELD.findall(fact.template.template)}
        names = [name for name, _ in FIELD.findall(asked) if name in outside]
        if not names:
            return None
        name = self._chance.choice(names)
        other = self._document.other_value(name)
        question = self._document.fill(asked, {name: other})
        # The passage must not speak of the other thing as well.
        if not other or other in right.passage or other in right.context:
            return None
        return _unanswered(right, question=question)

    def _not_said(self, right: Example, fact: Written) -> Example | None:
        if not fact.template.unanswered:
            return None
        question = self._document.fill(self._chance.choice(fact.template.unanswered))
        return _unanswered(right, question=question)

    def _other_section(self, right: Example) -> Example | None:
        """Another section of the same document, which does not answer."""
        others: list[Section] = [
            each for each in self._document.kind.sections if each is not self._section
        ]
        if not others:
            return None
        section = self._chance.choice(others)
        count = min(len(section.sentences), self._chance.randint(2, 5))
        first = self._chance.randrange(len(section.sentences) - count + 1)
        written = [self._document.write(each) for each in section.sentences[first : first + count]]
        context = self._document.context(section) if right.context else ""
        page = lay_out(written, self._chance)
        return _unanswered(right, passage=page.text, context=context)

    def _other_document(self, right: Example) -> Example | None:
        """The same passage in a document of another year and body."""
        document = self._document
        other = Document(document.kind, self._chance)
        title = document.title
        for name in ("year", "org", "firm", "city"):
            value = document.values.get(name, "")
            if value and value in title:
                new = (
                    str(int(value) + self._chance.choice(_YEARS_AWAY))
                    if name == "year"
                    else other.value(name)
                )
                if new == value:
                    return None
                if value in right.question or name != "year":
                    title = title.replace(value, new)
        if title == document.title:
            return None
        named = [document.values.get(name, "") for name in ("org", "firm", "city", "year")]
        if any(value and value in right.question and value in right.passage for value in named):
            return None
        return _unanswered(right, context=document.context(self._section, title))


def _without_twins(sentences: list[Written], fact: Written) -> list[Written]:
    """Without sentences that say the answer of `fact` once more."""
    said = [fact.text[start:end] for start, end in fact.answers.values()]
    return [
        each
        for each in sentences
        if each is fact or not any(len(words) > 1 and words in each.text for words in said)
    ]


def _unanswered(
    right: Example,
    *,
    question: str | None = None,
    passage: str | None = None,
    context: str | None = None,
) -> Example:
    return Example(
        right.question if question is None else question,
        right.context if context is None else context,
        right.passage if passage is None else passage,
        NO_SPAN,
        NO_SPAN,
        relevant=False,
    )


_TRADITIONAL = opencc.OpenCC("s2t")


def _in_traditional(example: Example) -> Example:
    """The pair in Traditional characters, places kept; as it is where they would move."""
    parts = (example.question, example.context, example.passage)
    question, context, passage = map(_TRADITIONAL.convert, parts)
    if len(passage) != len(example.passage):
        return example
    return replace(example, question=question, context=context, passage=passage)
