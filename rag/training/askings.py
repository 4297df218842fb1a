"""Questions for the calibration, each asked of a collection that answers it or does not."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.collection import Collection, SourceText
from corpus.types import Passage
from embeddings.base import Embedder
from rag.training.examples import NO_SPAN, Example
from rag.training.official import held_out_official_examples
from rag.training.sources import read_news

CMRC_TRIAL = Path("cmrc2018/trial.json.gz")
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?=年)")
_YEARS_AWAY = 7


class Way(StrEnum):
    """How a question is asked."""

    ANSWER_IN = "answer in"
    ANSWER_OUT = "answer out"
    DOCUMENT_OUT = "document out"
    OTHER_YEAR = "other year"
    OFFICE_ANSWER_IN = "office, answer in"
    OFFICE_ANSWER_OUT = "office, answer out"

    @property
    def is_answered(self) -> bool:
        """Whether what is shown holds the answer."""
        return self in (Way.ANSWER_IN, Way.OFFICE_ANSWER_IN)

    @property
    def is_office(self) -> bool:
        """Whether it is about a made-up document."""
        return self in (Way.OFFICE_ANSWER_IN, Way.OFFICE_ANSWER_OUT)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, and the answer's `[start, end)` in the text `key`.

    `words` are the answer's, which in `Way.ANSWER_OUT` no passage that is shown may hold.
    """

    question: str
    collection: Collection
    way: Way
    key: str
    start: int
    end: int
    words: str

    def shows(self, passage: Passage) -> bool:
        """Whether the reader may see a passage in this way of asking."""
        if self.way is Way.DOCUMENT_OUT:
            return passage.source != self.key
        if self.way.is_office:
            kind = self.key.partition("/")[0]
            return passage.source == self.key or not passage.source.startswith(f"{kind}/")
        return self.way is not Way.ANSWER_OUT or self.words not in passage.text

    def is_answered_in(self, passage: Passage, start: int, end: int) -> bool:
        """Whether `[start, end)` of a passage's text touches the answer."""
        same = self.way.is_answered and passage.source == self.key
        return same and start < self.end and self.start < end


def askings_of_cmrc(
    data: Path, embedder: Embedder, place: Path, questions: int, others: int, seed: int
) -> Iterator[Asking]:
    """Questions of CMRC 2018 trial among `others` news texts, each in all its ways in a row."""
    articles = json.loads(gzip.decompress((data / CMRC_TRIAL).read_bytes()))["data"]
    paragraphs = [
        (f"c{number}", article["title"], paragraph)
        for number, (article, paragraph) in enumerate(
            (article, paragraph) for article in articles for paragraph in article["paragraphs"]
        )
    ]
    texts = [SourceText(key, title, paragraph["context"]) for key, title, paragraph in paragraphs]
    texts += [SourceText(f"n{row}", "", text) for row, text in enumerate(read_news(data, others))]
    collection = Collection.build(texts, embedder, place)
    asked = [
        (key, entry)
        for key, _, paragraph in paragraphs
        for entry in paragraph["qas"]
        if entry["question"].strip()  # one of the set is empty
    ]
    random.Random(seed).shuffle(asked)
    for key, entry in asked[:questions]:
        start, words = entry["answers"][0]["answer_start"], entry["answers"][0]["text"]
        for way in (Way.ANSWER_IN, Way.ANSWER_OUT, Way.DOCUMENT_OUT):
            yield Asking(entry["question"], collection, way, key, start, start + len(words), words)
        other = in_another_year(entry["question"])
        if other != entry["question"]:
            yield Asking(other, collection, Way.OTHER_YEAR, key, start, start + len(words), words)


def askings_of_office(
    embedder: Embedder, place: Path, questions: int, seed: int
) -> Iterator[Asking]:
    """Questions on made-up documents of kinds that are not learnt.

    Each is asked of its own document, which answers or nearly does, among documents of the
    other kinds: others of the same kind may answer as well.
    """
    kinds = held_out_official_examples(questions, random.Random(seed))
    asked = [(kind, example) for kind, examples in kinds.items() for example in examples]
    texts = [
        SourceText(f"{kind}/{row}", example.context, example.passage)
        for row, (kind, example) in enumerate(asked)
    ]
    collection = Collection.build(texts, embedder, place)
    for text, (_, each) in zip(texts, asked, strict=True):
        way = Way.OFFICE_ANSWER_IN if each.relevant else Way.OFFICE_ANSWER_OUT
        yield Asking(each.question, collection, way, text.key, *_place(each), "")


def _place(example: Example) -> tuple[int, int]:
    """Where the answer stands: anywhere, if no words of it are marked."""
    if example.relevant and example.start == NO_SPAN:
        return 0, len(example.passage)
    return example.start, example.end


def in_another_year(question: str) -> str:
    """The question with its first year moved by seven, so that nothing answers it."""
    return _YEAR.sub(lambda match: str(int(match[0]) + _YEARS_AWAY), question, count=1)
