"""Answers as JSON that gives them back whole, with the passages behind their citations."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from corpus.types import Passage
from rag.types import Answer, AnswerError, AnswerStatus, Citation, ScoredPassage

# Fields that hold ranked passages.
_RANKED = ("nearest", "more")


def answer_as_record(answer: Answer) -> str:
    """One line of JSON; each passage stands once, by its id."""
    ranked = {name: getattr(answer, name) for name in _RANKED}
    places = (*answer.citations, *(scored for group in ranked.values() for scored in group))
    fields = _fields(answer) | {
        "citations": [_with_passage_id(each) for each in answer.citations],
        "error": None if answer.error is None else _fields(answer.error),
        "passages": {each.passage.passage_id: _fields(each.passage) for each in places},
    }
    for name, group in ranked.items():
        fields[name] = [_with_passage_id(scored) for scored in group]
    return json.dumps(fields, ensure_ascii=False)


def answer_from_record(record: str) -> Answer:
    """The answer that `answer_as_record` was given."""
    fields = json.loads(record)
    passages = {name: _passage(each) for name, each in fields.pop("passages").items()}

    def placed(each: Mapping[str, Any]) -> dict[str, Any]:
        return {**each, "passage": passages[each["passage"]]}

    fields["citations"] = tuple(Citation(**placed(each)) for each in fields["citations"])
    for name in _RANKED:
        fields[name] = tuple(ScoredPassage(**placed(each)) for each in fields[name])
    fields["status"] = AnswerStatus(fields["status"])
    if fields["error"] is not None:
        fields["error"] = AnswerError(**fields["error"])
    return Answer(**fields)


def _fields(value: Any) -> dict[str, Any]:
    return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}


def _with_passage_id(place: Citation | ScoredPassage) -> dict[str, Any]:
    return _fields(place) | {"passage": place.passage.passage_id, "score": float(place.score)}


def _passage(fields: Mapping[str, Any]) -> Passage:
    return Passage(**{**fields, "also_in": tuple(fields["also_in"])})
