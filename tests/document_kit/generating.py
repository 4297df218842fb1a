"""Sixty documents of four lengths, invented anew from words and sentence patterns; always the same.

Each has headings, a table, a list, a quote and both Chinese and Latin script; every sixth is in
Traditional characters.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import cycle

import opencc

from corpus.chinese_numerals import chinese_numeral
from tests.document_kit import phrases
from tests.document_kit.documents import (
    Block,
    Heading,
    Listing,
    OfficeDocument,
    Paragraph,
    Quote,
    Table,
)
from tests.document_kit.vocabulary import PEOPLE, PLACES, TERMS, TRADES, Trade

LENGTHS = (300, 1000, 3000, 10_000)
DOCUMENTS = 60

_LEAST_CHAPTERS = 3
_SHARE_OF_MIXED = 0.25


def generated_documents() -> tuple[OfficeDocument, ...]:
    """All of them, the short ones first."""
    return tuple(generated_document(number) for number in range(DOCUMENTS))


def generated_document(number: int) -> OfficeDocument:
    """The document `number` of the sixty, from 0."""
    return document_of_length(number, LENGTHS[number * len(LENGTHS) // DOCUMENTS])


def document_of_length(number: int, length: int) -> OfficeDocument:
    """A document of at least `length` characters; any `number` gives another one."""
    if number % 6 < 5:
        return _Author(number, length, PEOPLE).document()
    # The names are such that Big5 has them.
    people = [name for name in PEOPLE if "𠮷" not in name]
    return _traditional(_Author(number, length, people).document())


@dataclass(slots=True)
class Words:
    """What fills the gaps of sentences, drawn anew; no unit or act comes twice in turn."""

    chance: random.Random
    trade: Trade
    people: Sequence[str]
    unit_of_measure: str = "m"
    unit: str = ""
    act: str = ""

    def __getitem__(self, gap: str) -> str:
        draw = _DRAWS.get(gap)
        if draw is not None:
            return draw(self)
        return self.chance.choice(_POOLS[gap](self))

    def fill(self, patterns: Sequence[str], count: int = 1) -> list[str]:
        """Sentences of `count` different patterns."""
        chosen = self.chance.sample(patterns, min(count, len(patterns)))
        return [pattern.format_map(self) for pattern in chosen]

    def other_unit(self) -> str:
        self.unit = self.chance.choice([unit for unit in self.trade.units if unit != self.unit])
        return self.unit

    def other_act(self) -> str:
        self.act = self.chance.choice([act for act in self.trade.acts if act != self.act])
        return self.act

    def measure(self) -> str:
        name, self.unit_of_measure = self.chance.choice(self.trade.measures)
        return name

    def value(self) -> str:
        return f"{self.chance.uniform(0.3, 240):.{self.chance.randint(0, 2)}f} " + (
            self.unit_of_measure
        )


_POOLS: dict[str, Callable[[Words], Sequence[str]]] = {
    "bureau": lambda words: (words.trade.bureau,),
    "rule": lambda words: (words.trade.rule,),
    "thing": lambda words: words.trade.things,
    "place": lambda _: PLACES,
    "person": lambda words: words.people,
    "term": lambda _: TERMS,
}
_DRAWS: dict[str, Callable[[Words], str]] = {
    "unit": Words.other_unit,
    "unit_b": Words.other_unit,
    "act": Words.other_act,
    "act_b": Words.other_act,
    "measure": Words.measure,
    "value": Words.value,
    "n": lambda words: str(words.chance.randint(12, 98)),
    "few": lambda words: str(words.chance.randint(2, 9)),
    "big": lambda words: f"{words.chance.randint(1000, 48_000):,}",
    "percent": lambda words: f"{words.chance.uniform(60, 99.9):.1f}%",
    "point": lambda words: f"{words.chance.uniform(0.2, 7):.1f}",
    "money": lambda words: f"{words.chance.uniform(1, 900):.1f}万",
    "year": lambda words: str(words.chance.randint(2014, 2026)),
    "month": lambda words: str(words.chance.randint(1, 12)),
    "day": lambda words: str(words.chance.randint(1, 28)),
    "hour": lambda words: f"{words.chance.randint(7, 22)}:{words.chance.randint(10, 59)}",
    "phone": lambda words: f"８{words.chance.randint(100, 999)}",
}
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("名称", "{thing}"),
    ("地点", "{place}"),
    ("数量（件）", "{big}"),
    ("完成率", "{percent}"),
    ("完成日期", "{year}年{month}月{day}日"),
    ("责任人", "{person}"),
    ("责任单位", "{unit}"),
    ("工作内容", "{act}、{act_b}"),
    ("预算(元)", "{money}"),
    ("编号", "{year}-{n}{few}"),
)


@dataclass(slots=True)
class _Author:
    """Writes the document of a number."""

    number: int
    target: int
    people: Sequence[str]
    _words: Words = field(init=False)
    _used: set[str] = field(init=False, default_factory=set)
    _articles: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        trade = TRADES[self.number % len(TRADES)]
        self._words = Words(random.Random(self.number), trade, self.people)

    @property
    def _is_short(self) -> bool:
        return self.target < LENGTHS[1]

    def document(self) -> OfficeDocument:
        # With seven genres and ten trades, no title comes twice.
        pattern, (upper, lower) = phrases.GENRES[self.number % len(phrases.GENRES)]
        title = self._new((pattern,))
        blocks: list[Block] = [Paragraph(self._new(phrases.OPENINGS))]
        extras = cycle((self._table, self._listing, self._quote))
        document = OfficeDocument(title, tuple(blocks))
        chapter = 0
        while len(document) < self.target or chapter < _LEAST_CHAPTERS:
            chapter += 1
            blocks.append(Heading(_label(upper, chapter) + self._new(phrases.THEMES), 1))
            blocks += self._chapter(chapter, lower, has_articles="章" in upper)
            blocks += next(extras)()
            document = OfficeDocument(title, tuple(blocks))
        return document

    def _chapter(self, number: int, lower: str, *, has_articles: bool) -> Iterator[Block]:
        yield self._paragraph(is_article=has_articles)
        if self._is_short:
            return
        if not lower:
            for _ in range(self._words.chance.randint(1, 4)):
                yield self._paragraph(is_article=has_articles)
            return
        for section in range(1, self._words.chance.randint(2, 4)):
            yield Heading(_label(lower, section, number) + self._new(phrases.THEMES), 2)
            for _ in range(self._words.chance.randint(1, 2)):
                yield self._paragraph(is_article=False)

    def _paragraph(self, *, is_article: bool) -> Paragraph:
        chance = self._words.chance
        patterns = phrases.DUTIES if is_article else (*phrases.FACTS, *phrases.PLANS)
        most = 1 if self._is_short else 2 if self.target < LENGTHS[2] else 4
        sentences = self._words.fill(patterns, chance.randint(1, most))
        if chance.random() < _SHARE_OF_MIXED:
            sentences += self._words.fill((*phrases.MIXED, self._words.trade.phrase))
        self._articles += is_article
        label = f"第{chinese_numeral(self._articles)}条　" if is_article else ""
        return Paragraph(label + "".join(sentences))

    def _table(self) -> Iterator[Block]:
        chance = self._words.chance
        columns = chance.sample(_COLUMNS, 3 if self._is_short else chance.randint(3, 6))
        rows = 2 if self._is_short else chance.randint(3, 12)
        name = self._new(phrases.TABLE_NAMES)
        yield Paragraph(f"{name}如下：")
        yield Table(
            name,
            ("序号", *(column for column, _ in columns)),
            tuple(
                (str(row), *(pattern.format_map(self._words) for _, pattern in columns))
                for row in range(1, rows + 1)
            ),
        )

    def _listing(self) -> Iterator[Block]:
        items = self._words.fill(phrases.ITEMS, self._words.chance.randint(2, 5))
        closed = tuple(f"{item}；" for item in items[:-1])
        yield Paragraph(f"{self._new(phrases.THEMES)}包括以下几项：")
        yield Listing((*closed, f"{items[-1]}。"), is_numbered=self._words.chance.random() < 0.5)

    def _quote(self) -> Iterator[Block]:
        [words] = self._words.fill(phrases.QUOTES)
        yield Quote(words)

    def _new(self, patterns: Sequence[str]) -> str:
        """Words that this document does not have yet."""
        for _ in range(1000):
            [found] = self._words.fill(patterns)
            if found not in self._used:
                self._used.add(found)
                return found
        raise AssertionError("there are no more words")


def _label(pattern: str, number: int, above: int = 0) -> str:
    return pattern.format(chinese=chinese_numeral(number), digit=number, above=above)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")


def _traditional(document: OfficeDocument) -> OfficeDocument:
    """The same in Traditional characters."""
    convert = _converter().convert

    def all_of(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(convert, words))

    def converted(block: Block) -> Block:
        if isinstance(block, Listing):
            return replace(block, items=all_of(block.items))
        if isinstance(block, Table):
            rows = tuple(map(all_of, block.rows))
            return Table(convert(block.name), all_of(block.header), rows)
        return replace(block, words=convert(block.words))

    return OfficeDocument(convert(document.title), tuple(map(converted, document.blocks)))
