"""Questions with passages that answer them, and with passages that only seem to.

Positives are the passages of CMRC 2018 (train) that hold the annotated answer. Negatives
are neighbours in the same text, passages of other texts that share words with the
question, and the positive itself after a year in the question was changed. STARD (train)
adds lay questions with the statute article that settles them, without a span.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.splitter import split
from corpus.tokenizer import Tokenizer
from rag.lexical_index import LexicalIndex

NO_SPAN = -1
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?=年)")
_STARD_LENGTH = 400
_SPOKEN = (
    ("什么时候", "啥时候"),
    ("为什么", "为啥"),
    ("如何", "怎么"),
    ("哪一年", "哪年"),
    ("何时", "什么时候"),
    ("是什么", "是啥"),
    ("什么", "啥"),
)
_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A pair to learn from.

    `[start, end)` is the answer in `passage`, or (NO_SPAN, NO_SPAN); `relevant` tells
    whether the passage answers. A relevant pair without span teaches relevance only.
    """

    question: str
    context: str
    passage: str
    start: int
    end: int
    relevant: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    text: int
    title: str
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class _Asked:
    text: int
    question: str
    start: int
    end: int


def make_examples(data: Path, seed: int) -> list[Example]:
    """All examples, shuffled; the same for the same data and seed."""
    chance = random.Random(seed)
    examples = list(_cmrc(data / "cmrc2018" / "train.json.gz", chance))
    examples += _stard(data / "stard", chance)
    chance.shuffle(examples)
    return [replace(example, question=_spoken(example.question, chance)) for example in examples]


def _spoken(question: str, chance: random.Random) -> str:
    """The question as people type it: often without mark, sometimes in spoken words."""
    if chance.random() < 0.4:
        question = question.rstrip("？?")
    if chance.random() < 0.3:
        for written, spoken in _SPOKEN:
            question = question.replace(written, spoken)
    return question


def _cmrc(path: Path, chance: random.Random) -> Iterator[Example]:
    texts, asked = _read_squad(path)
    pieces = [
        _Piece(number, title, span.start, text[span.start : span.end])
        for number, (title, text) in enumerate(texts)
        for span in split(text, title)
    ]
    of_text: dict[int, list[_Piece]] = {}
    for piece in pieces:
        of_text.setdefault(piece.text, []).append(piece)
    with tempfile.TemporaryDirectory() as folder:
        words = LexicalIndex.create(Path(folder), Tokenizer())
        words.add((row, piece.title, piece.words) for row, piece in enumerate(pieces))
        words.commit()
        for entry in asked:
            yield from _of_question(entry, of_text[entry.text], pieces, words, chance)


def _of_question(
    asked: _Asked,
    siblings: Sequence[_Piece],
    pieces: Sequence[_Piece],
    words: LexicalIndex,
    chance: random.Random,
) -> Iterator[Example]:
    """One or two positives and about as many negatives."""
    answer = None
    for piece in siblings:
        end = piece.start + len(piece.words)
        if piece.start <= asked.start and asked.end <= end:
            answer = piece.words[asked.start - piece.start : asked.end - piece.start]
            positive = Example(
                asked.question,
                _context(piece, chance),
                piece.words,
                asked.start - piece.start,
                asked.end - piece.start,
                relevant=True,
            )
    if answer is None:
        return
    yield positive
    hits = [pieces[row] for row, _ in words.search(asked.question, _CANDIDATES)]
    near = [piece for piece in siblings if answer not in piece.words]
    far = [piece for piece in hits if piece.text != asked.text and answer not in piece.words]
    other_year = _YEAR.sub(
        lambda match: str(int(match[0]) + chance.choice((-3, -1, 1, 2, 6))), asked.question, count=1
    )
    if other_year != asked.question and chance.random() < 0.5:
        yield replace(positive, question=other_year, start=NO_SPAN, end=NO_SPAN, relevant=False)
    elif near and chance.random() < 0.65:
        yield _negative(asked.question, chance.choice(near), chance)
    elif far:
        yield _negative(asked.question, chance.choice(far[:3]), chance)


def _negative(question: str, piece: _Piece, chance: random.Random) -> Example:
    context = _context(piece, chance)
    return Example(question, context, piece.words, NO_SPAN, NO_SPAN, relevant=False)


def _context(piece: _Piece, chance: random.Random) -> str:
    """The title as the product gives it, sometimes left out."""
    return piece.title if chance.random() < 0.8 else ""


def _stard(folder: Path, chance: random.Random) -> Iterator[Example]:
    """Lay questions with their articles, and with an article that only shares words."""
    lines = gzip.decompress((folder / "corpus.jsonl.gz").read_bytes()).decode().splitlines()
    articles = {entry["id"]: entry for entry in map(json.loads, lines)}
    questions = json.loads(gzip.decompress((folder / "train.json.gz").read_bytes()))
    with tempfile.TemporaryDirectory() as place:
        words = LexicalIndex.create(Path(place), Tokenizer())
        words.add((row, "", article["text"]) for row, article in articles.items())
        words.commit()
        for entry in questions:
            question, right = entry["问题"], set(entry["match_id"])
            for row in sorted(right)[:2]:
                yield _article(question, articles[row], relevant=True)
            wrong = [row for row, _ in words.search(question, 12) if row not in right]
            for row in chance.sample(wrong, min(2, len(wrong))):
                yield _article(question, articles[row], relevant=False)


def _article(question: str, article: dict[str, Any], *, relevant: bool) -> Example:
    context = f"{article['law']} / {article['article']}"
    text = article["text"][:_STARD_LENGTH]
    return Example(question, context, text, NO_SPAN, NO_SPAN, relevant)


def _read_squad(path: Path) -> tuple[list[tuple[str, str]], list[_Asked]]:
    """(title, text) of every paragraph and the questions on them, from a file in SQuAD form."""
    articles = json.loads(gzip.decompress(path.read_bytes()))["data"]
    texts: list[tuple[str, str]] = []
    asked = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            texts.append((article["title"], paragraph["context"]))
            for entry in paragraph["qas"]:
                answer = entry["answers"][0]
                start, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
                asked.append(_Asked(len(texts) - 1, entry["question"], start, end))
    return texts, asked
