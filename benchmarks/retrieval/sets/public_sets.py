"""The public sets, read from `--data FOLDER`: texts as bodies, gold answers as spans of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.retrieval.sets.files import read_json, read_json_lines, read_rows
from benchmarks.retrieval.types import GoldQuestion, SourceText, Span
from corpus.normalize import to_simplified

CMRC_DEV = "cmrc2018/dev.json.gz"
CMRC_TRAIN = "cmrc2018/train.json.gz"
CMRC_TRIAL = "cmrc2018/trial.json.gz"
DRCD_DEV = "drcd/dev.json.gz"
NEWS = "news/news_20k.jsonl.gz"
STARD_DEV = "stard/dev.json.gz"
STARD_TRAIN = "stard/train.json.gz"
_STARD_CORPUS = "stard/corpus.jsonl.gz"
_STARD_RELEVANT = "stard/qrels.tsv"


@dataclass(frozen=True, slots=True)
class AskedTexts:
    """Different texts, and questions whose gold spans lie in them."""

    texts: tuple[SourceText, ...]
    questions: tuple[GoldQuestion, ...]


def squad(data: Path, name: str) -> AskedTexts:
    """A file in SQuAD form: CMRC 2018 or DRCD.

    Gold are the spans of all reference answers that stand at their offset; a question
    with none is left out. A text that comes twice is taken once.
    """
    prefix = name.split("/", maxsplit=1)[0]
    ids: dict[str, str] = {}
    questions = []
    for paragraph in _paragraphs(read_json(data, name)):
        body: str = paragraph["context"]
        text_id = ids.setdefault(body, f"{prefix}-{paragraph['id']}")
        for entry in paragraph["qas"]:
            spans = tuple(dict.fromkeys(_fitting_spans(text_id, body, entry["answers"])))
            if spans:
                questions.append(GoldQuestion(str(entry["id"]), entry["question"], spans))
    texts = tuple(SourceText(text_id, body) for body, text_id in ids.items())
    return AskedTexts(texts, tuple(questions))


def asked_in_simplified(asked: AskedTexts) -> AskedTexts:
    """The same texts, their questions converted from Traditional by OpenCC's t2s."""
    questions = (replace(each, question=to_simplified(each.question)) for each in asked.questions)
    return replace(asked, questions=tuple(questions))


def news(data: Path) -> tuple[SourceText, ...]:
    """The news documents, nearly 20,000 different ones: the crowd among which others hide."""
    ids: dict[str, str] = {}
    for entry in read_json_lines(data, NEWS):
        ids.setdefault(entry["text"], entry["id"])
    return tuple(SourceText(text_id, body) for body, text_id in ids.items())


def stard(data: Path, name: str) -> AskedTexts:
    """All articles of STARD, and the lay questions of the file `name`.

    A body is the law's name and the article's number, then in a new line the article; each
    gold span is a whole body.
    """
    texts = {entry["id"]: _article(entry) for entry in read_json_lines(data, _STARD_CORPUS)}
    relevant: dict[int, list[Span]] = defaultdict(list)
    for query_id, article_id, _ in read_rows(data, _STARD_RELEVANT):
        text = texts[int(article_id)]
        relevant[int(query_id)].append(Span(text.text_id, 0, len(text.body)))
    questions = (
        GoldQuestion(f"stard-{each['query_id']}", each["问题"], tuple(relevant[each["query_id"]]))
        for each in read_json(data, name)
    )
    return AskedTexts(tuple(texts.values()), tuple(questions))


def _paragraphs(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for article in content["data"]:
        yield from article["paragraphs"]


def _fitting_spans(text_id: str, body: str, answers: list[Mapping[str, Any]]) -> Iterator[Span]:
    for answer in answers:
        start, text = answer["answer_start"], answer["text"]
        if text and body.startswith(text, start):
            yield Span(text_id, start, start + len(text))


def _article(entry: Mapping[str, Any]) -> SourceText:
    body = f"{entry['law']}{entry['article']}\n{entry['text']}"
    return SourceText(f"stard-{entry['id']}", body)
