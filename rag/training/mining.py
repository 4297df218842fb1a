"""Finds, with the product's own search, the passages that look like an answer and are none.

    python -m rag.training.mining --data FOLDER --work FOLDER

Writes `mined.json.gz` into the work folder: pools of a question, the passages that answer it
and those that were found for it and do not, best first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import platformdirs

from benchmarks.collection import Collection, SourceText
from corpus.tokenizer import Tokenizer
from corpus.types import Passage
from embeddings.base import Embedder
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from rag.lexical_index import LexicalIndex, WordEntry
from rag.training.sources import Asked, LayQuestion, TextOfSquad, read_cmrc, read_news, read_stard

MINED_FILE = "mined.json.gz"
NEWS_AMONG = 1500
_FOUND, _KEPT = 20, 8
_ARTICLES_LOOKED_AT = 25
_ARTICLE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its context; `[start, end)` is the answer in `text`, or -1, -1.

    `is_near`: it stands in the text that answers.
    """

    context: str
    text: str
    start: int = -1
    end: int = -1
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class Pool:
    """A question with passages that answer and passages that do not, best first.

    `title` is that of the text it was asked on, "" for a statute.
    """

    kind: str
    question: str
    title: str
    is_held_out: bool
    answering: tuple[Found, ...]
    others: tuple[Found, ...]


def mine(data: Path, embedder: Embedder) -> Iterator[Pool]:
    """Pools of CMRC 2018 and STARD, train parts only."""
    with tempfile.TemporaryDirectory() as place:
        yield from _cmrc_pools(data, embedder, Path(place) / "cmrc")
    with tempfile.TemporaryDirectory() as place:
        yield from _stard_pools(data, embedder, Path(place))


def read_pools(work: Path) -> list[Pool]:
    """What `mine` found, from the work folder."""
    lines = gzip.decompress((work / MINED_FILE).read_bytes()).decode().splitlines()
    pools = []
    for entry in map(json.loads, lines):
        for part in ("answering", "others"):
            entry[part] = tuple(Found(**found) for found in entry[part])
        pools.append(Pool(**entry))
    return pools


def _cmrc_pools(data: Path, embedder: Embedder, place: Path) -> Iterator[Pool]:
    texts, asked = read_cmrc(data)
    sources = [SourceText(f"c{row}", text.title, text.text) for row, text in enumerate(texts)]
    news = enumerate(read_news(data, NEWS_AMONG))
    sources += [SourceText(f"n{row}", "", text) for row, text in news]
    collection = Collection.build(sources, embedder, place)
    siblings: dict[str, list[Passage]] = {}
    for passage in collection.passages:
        siblings.setdefault(passage.source, []).append(passage)
    for entry in asked:
        found = collection.retriever.retrieve(entry.question, _FOUND)
        pool = _cmrc_pool(
            entry, texts[entry.text], siblings[f"c{entry.text}"], [each.passage for each in found]
        )
        if pool.answering:
            yield pool
            if entry.english:
                yield replace(pool, kind="english", question=entry.english)


def _cmrc_pool(
    asked: Asked, text: TextOfSquad, siblings: Sequence[Passage], found: Sequence[Passage]
) -> Pool:
    """Passages with the annotated answer answer; those without its words anywhere do not."""
    words = text.text[asked.start : asked.end]
    answering = [
        Found(each.context, each.text, asked.start - each.start, asked.end - each.start, True)
        for each in siblings
        if each.start <= asked.start and asked.end <= each.end
    ]
    own = f"c{asked.text}"
    candidates = [*found, *siblings]
    others: dict[str, Found] = {}
    for each in candidates:
        if words not in each.text:
            others.setdefault(each.text, Found(each.context, each.text, is_near=each.source == own))
    kept = tuple(others.values())[:_KEPT]
    return Pool("cmrc", asked.question, text.title, asked.is_held_out, tuple(answering), kept)


def _stard_pools(data: Path, embedder: Embedder, place: Path) -> Iterator[Pool]:
    """Only articles that share words with a question, or settle one, are embedded."""
    articles, questions = read_stard(data)
    words = LexicalIndex.create(place / "all", Tokenizer())
    words.add(WordEntry(row, each.context, each.text) for row, each in articles.items())
    words.commit()
    rows = {row for entry in questions for row in entry.articles}
    for entry in questions:
        rows |= {row for row, _ in words.search(entry.question, _ARTICLES_LOOKED_AT)}
    sources = [
        SourceText(str(row), articles[row].context, articles[row].text[:_ARTICLE_LENGTH])
        for row in sorted(rows)
    ]
    collection = Collection.build(sources, embedder, place / "some")
    for number, entry in enumerate(questions):
        found = collection.retriever.retrieve(entry.question, _FOUND)
        answering = [
            Found(articles[row].context, articles[row].text[:_ARTICLE_LENGTH])
            for row in sorted(entry.articles)
        ]
        yield _stard_pool(number, entry, answering, [each.passage for each in found])


def _stard_pool(
    number: int, entry: LayQuestion, answering: Sequence[Found], found: Sequence[Passage]
) -> Pool:
    right = {str(row) for row in entry.articles}
    others = [Found(each.context, each.text) for each in found if each.source not in right]
    is_held_out = number % 20 == 0
    return Pool("stard", entry.question, "", is_held_out, tuple(answering), tuple(others[:_KEPT]))


def main() -> int:
    """Writes the pools; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="has cmrc2018, stard, news")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is found")
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    embedder = create_embedder(DEFAULT_EMBEDDER, options.cache_dir, lambda _: None)
    part = options.work / f"{MINED_FILE}.part"
    count = 0
    with gzip.open(part, "wt", encoding="utf-8") as file:
        for pool in mine(options.data, embedder):
            file.write(json.dumps(asdict(pool), ensure_ascii=False) + "\n")
            count += 1
    part.rename(options.work / MINED_FILE)
    print(f"{count} questions with passages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
