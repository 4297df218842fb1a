"""English questions on the Chinese texts of CMRC 2018, by the ids of its questions.

For each of the first texts in the order of samples, one question was taken, also in that order,
and asked anew in English. Left out were questions that cannot be understood without their text
or whose subject has no name in English. What answers a question is CMRC's gold for its id.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from benchmarks.retrieval.sets.public_sets import AskedTexts

_FOLDER = Path(__file__).parent
QUESTIONS_ON_DEV = _FOLDER / "english_questions.jsonl"
QUESTIONS_ON_TRAIN = _FOLDER / "english_questions_tuning.jsonl"


def asked_in_english(asked: AskedTexts, path: Path) -> AskedTexts:
    """The same texts, of their questions those that stand in `path`, as asked there."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    english = {entry["question_id"]: entry["question"] for entry in lines}
    questions = (
        replace(each, question=english[each.question_id])
        for each in asked.questions
        if each.question_id in english
    )
    return replace(asked, questions=tuple(questions))
