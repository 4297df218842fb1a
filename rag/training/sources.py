"""The public sets the reader learns from, as they lie in the data folder."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.retrieval.sets.english import QUESTIONS_ON_TRAIN

CMRC_TRAIN = Path("cmrc2018/train.json.gz")
STARD_CORPUS, STARD_TRAIN = Path("stard/corpus.jsonl.gz"), Path("stard/train.json.gz")
_ENGLISH_QUESTIONS = Path(__file__).with_name("english_questions.jsonl")
NEWS = Path("news/news_20k.jsonl.gz")
# Every twentieth text is never learnt from: `evaluate` measures on it.
HELD_OUT = 20


@dataclass(frozen=True, slots=True)
class TextOfSquad:
    """A text with its title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on text number `text`, answered by its `[start, end)`.

    `english` is the same question in English, "" for most.
    """

    text: int
    question: str
    start: int
    end: int
    english: str = ""

    @property
    def is_held_out(self) -> bool:
        """Whether it is kept for `evaluate`, with all questions on its text."""
        return self.text % HELD_OUT == 0


@dataclass(frozen=True, slots=True)
class Article:
    """A statute's article under its law's name."""

    context: str
    text: str


@dataclass(frozen=True, slots=True)
class LayQuestion:
    """A question in everyday words and the ids of the articles that settle it."""

    question: str
    articles: frozenset[int]


def read_cmrc(data: Path) -> tuple[list[TextOfSquad], list[Asked]]:
    """Texts and questions of CMRC 2018 train, some of these in English as well."""
    files = (QUESTIONS_ON_TRAIN, _ENGLISH_QUESTIONS)
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    english = {entry["question_id"]: entry["question"] for entry in map(json.loads, lines)}
    texts, asked = [], []
    for article in json.loads(_content(data / CMRC_TRAIN))["data"]:
        for paragraph in article["paragraphs"]:
            texts.append(TextOfSquad(article["title"], paragraph["context"]))
            for entry in paragraph["qas"]:
                start, answer = entry["answers"][0]["answer_start"], entry["answers"][0]["text"]
                place = start, start + len(answer)
                again = english.get(entry["id"], "")
                asked.append(Asked(len(texts) - 1, entry["question"], *place, again))
    return texts, asked


def read_stard(data: Path) -> tuple[dict[int, Article], list[LayQuestion]]:
    """All articles by id, and the questions of STARD train."""
    articles = {
        entry["id"]: Article(f"{entry['law']} / {entry['article']}", entry["text"])
        for entry in map(json.loads, _content(data / STARD_CORPUS).splitlines())
    }
    entries: list[dict[str, Any]] = json.loads(_content(data / STARD_TRAIN))
    questions = [LayQuestion(entry["问题"], frozenset(entry["match_id"])) for entry in entries]
    return articles, questions


def read_news(data: Path, count: int) -> list[str]:
    """The first `count` news texts."""
    return [json.loads(line)["text"] for line in _content(data / NEWS).splitlines()[:count]]


def _content(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode()
