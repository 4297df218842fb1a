"""The documents and questions that figures are reported on, as committed.

They are made by `generate(REPORTED_SEED)`. What is tuned, is tuned on other seeds.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.retrieval.sets.public_sets import AskedTexts
from benchmarks.retrieval.types import GoldQuestion, Span
from benchmarks.retrieval.worker import read_texts, write_texts

REPORTED_SEED = 20261126
TUNING_SEED = 1
FOLDER = Path(__file__).parent
_DOCUMENTS = "documents.jsonl"
_QUESTIONS = "questions.jsonl"


def write_asked(asked: AskedTexts, folder: Path) -> None:
    """Two files: a document a line, a question with its gold spans a line."""
    write_texts(folder / _DOCUMENTS, list(asked.texts))
    lines = (json.dumps(_entry(each), ensure_ascii=False) + "\n" for each in asked.questions)
    (folder / _QUESTIONS).write_text("".join(lines), encoding="utf-8")


def read_asked(folder: Path) -> AskedTexts:
    """What `write_asked` wrote."""
    lines = (folder / _QUESTIONS).read_text(encoding="utf-8").splitlines()
    return AskedTexts(
        tuple(read_texts(folder / _DOCUMENTS)), tuple(map(_question, map(json.loads, lines)))
    )


def _entry(question: GoldQuestion) -> dict[str, object]:
    spans = [[span.text_id, span.start, span.end] for span in question.spans]
    return {"question_id": question.question_id, "question": question.question, "spans": spans}


def _question(entry: dict[str, Any]) -> GoldQuestion:
    spans = tuple(Span(*span) for span in entry["spans"])
    return GoldQuestion(entry["question_id"], entry["question"], spans)
