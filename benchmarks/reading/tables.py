"""The tables: each takes what is measured and gives Markdown."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.crowds import AskedCrowd, Crowds, ReadingQuestion, Recorder, spans_of
from benchmarks.reading.measures import exact_match, risk_and_coverage, run_f1, unit_f1
from benchmarks.reading.plots import draw_risk
from benchmarks.report import table
from benchmarks.retrieval.measures import (
    TOP_K,
    Measure,
    article_recall,
    evidence_recall,
    hit_within,
)
from rag.question import parse_question
from rag.readers.calibration import Calibration
from rag.readers.extractive import ExtractiveReader
from rag.readers.passage_reader import Model, PassageReader
from rag.readers.reading_reranker import ReadingReranker
from rag.reranker import Reranker, RetrievalOrder
from rag.settings import DEFAULT_MIN_CONFIDENCE
from rag.types import Answer, AnswerStatus, ScoredPassage

_SEED = 11
_TEN, _TIMED = 10, 100
_FIRST = Measure("hit@1", hit_within(1))
_EVIDENCE = Measure("evidence@1500", evidence_recall)
_RANKED = {
    "cmrc": (_FIRST,),
    "drcd": (_FIRST,),
    "english": (_FIRST, _EVIDENCE),
    "needs-context": (_FIRST, _EVIDENCE),
    "stard": (Measure("recall@10", article_recall),),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What is measured: a model and its calibration, on sets; `picture` is drawn."""

    model: Model
    calibration: Calibration
    crowds: Crowds
    picture: Path

    def opened(self) -> tuple[ExtractiveReader, Reranker]:
        """A reader and its reranker that have read nothing yet."""
        passages = PassageReader(self.model)
        reader = ExtractiveReader(passages, self.calibration)
        return reader, ReadingReranker(passages, self.calibration.ranking)


def span_table(parts: Parts) -> str:
    """The span that the model finds in the text that answers, however unsure it is."""
    crowd = parts.crowds.named("cmrc")
    reader, _ = parts.opened()
    exact, overlap = [], []
    for asked in crowd.questions:
        given = best_span(reader, asked.question, crowd.passages_of(asked.text_id))
        exact.append(exact_match(given, asked.references))
        overlap.append(run_f1(given, asked.references))
    rows = [
        ("Wenyuan's reader, 38 MB", f"{len(exact):,}", _percent(exact), _percent(overlap)),
        ("BERT-base Chinese, about 400 MB, as published (Cui et al. 2019)", "3,219", 63.6, 83.9),
    ]
    return table(("CMRC 2018 dev, the text given", "questions", "EM", "F1"), rows)


def whole_way_table(parts: Parts) -> str:
    """From the question to the short answer, among other texts."""
    crowd = parts.crowds.named("cmrc")
    reader, reranker = parts.opened()
    pipeline = crowd.pipeline(reranker, reader)
    answers = [(asked, pipeline.answer(asked.question)) for asked in crowd.questions]
    overlap = [run_f1(each.short_answer or "", asked.references) for asked, each in answers]
    short = [value for value, (_, each) in zip(overlap, answers, strict=True) if each.short_answer]
    rows = [
        ("questions / texts", f"{len(answers):,} / {len(crowd.collection.texts):,}"),
        ("F1 of the short answer; none counts 0", _percent(overlap)),
        ("F1 of the short answers that were given", _percent(short)),
        ("answered", _share([each.status is AnswerStatus.ANSWERED for _, each in answers])),
        ("with a short answer", _share([each.short_answer is not None for _, each in answers])),
        ("a cited sentence touches the answer", _share([is_right(*pair) for pair in answers])),
    ]
    return table(("CMRC 2018 dev, whole way", "figure"), rows)


def ranking_table(parts: Parts) -> str:
    """What the reader's order is worth."""
    rows = []
    for name, measures in _RANKED.items():
        crowd = parts.crowds.named(name)
        reader, reranker = parts.opened()
        found = {
            order: [spans_of(order.search(asked.question, TOP_K)) for asked in crowd.questions]
            for order in (crowd.pipeline(each, reader) for each in (RetrievalOrder(), reranker))
        }
        for measure in measures:
            before, after = (
                float(
                    np.mean(
                        [
                            measure.judge(asked.spans, spans)
                            for asked, spans in zip(crowd.questions, each, strict=True)
                        ]
                    )
                )
                for each in found.values()
            )
            misses = f"{(1 - after) / (1 - before):.2f}" if before < 1 else "–"
            count = f"{len(crowd.questions):,}"
            rows.append((name, count, measure.name, f"{before:.3f}", f"{after:.3f}", misses))
    head = ("set", "questions", "measure", "retriever's order", "reader's order", "misses, share")
    return table(head, rows)


def refusal_table(parts: Parts) -> str:
    """Half of the questions with their text taken out of the index."""
    crowd = parts.crowds.named("cmrc")
    reader, reranker = parts.opened()
    recorder = Recorder(reader)
    chance = random.Random(_SEED)
    sure, right, there = [], [], []
    for asked in crowd.questions:
        there.append(chance.random() < 1 / 2)
        hidden = "" if there[-1] else asked.text_id
        pipeline = crowd.pipeline(reranker, recorder, hidden=hidden, min_confidence=0.0)
        right.append(is_right(asked, pipeline.answer(asked.question)))
        sure.append(recorder.last.confidence)
    true, has_text = np.array(right), np.array(there)
    given = np.array(sure) >= DEFAULT_MIN_CONFIDENCE
    draw_risk(*risk_and_coverage(sure, right), float(given.mean()), parts.picture)
    rows = [
        ("questions with their text / without", f"{has_text.sum()} / {(~has_text).sum()}"),
        ("precision: right, of the answers given", _share(true[given])),
        ("recall: answered right, of those with their text", _share((true & given)[has_text])),
        ("refused, of those without their text", _share(~given[~has_text])),
        (
            "best recall at a precision of 0.90, over all thresholds",
            f"{recall_at(0.9, sure, right, sum(there)):.3f}",
        ),
    ]
    return f"{table(('CMRC 2018 dev', 'figure'), rows)}\n\n![]({parts.picture.name})"


def evidence_table(parts: Parts) -> str:
    """ExpMRC: the sentences that the reader gives for a text, beside those that people marked."""
    reader, _ = parts.opened()
    crowd, asked = parts.crowds.with_evidence()
    given = [evidence_in(reader, crowd, each) for each in asked]
    units, runs = (
        [measure(text, each.references) for text, each in zip(given, asked, strict=True)]
        for measure in (unit_f1, run_f1)
    )
    head = ("ExpMRC, CMRC 2018 dev: questions", "F1 over characters", "F1 over the common run")
    return table(head, [(len(asked), _percent(units), _percent(runs))])


def speed_table(parts: Parts) -> str:
    """Milliseconds, one question after the other."""
    crowd = parts.crowds.named("cmrc")
    texts = [(each.context, each.text) for each in crowd.collection.passages]
    chance = random.Random(_SEED)
    reader, reranker = parts.opened()
    pipeline = crowd.pipeline(reranker, reader)
    reading = [
        _milliseconds(partial(parts.model.read, asked.question, chance.choices(texts, k=_TEN)))
        for asked in crowd.questions[:_TIMED]
    ]
    asking = [
        _milliseconds(partial(pipeline.answer, asked.question))
        for asked in crowd.questions[:_TIMED]
    ]
    rows = [
        (what, *(f"{np.percentile(times, share):.0f}" for share in (50, 95)))
        for what, times in ((f"reading {_TEN} passages", reading), ("a whole answer", asking))
    ]
    return table(("one user, milliseconds", "p50", "p95"), rows)


TABLES: dict[str, Callable[[Parts], str]] = {
    "span": span_table,
    "whole-way": whole_way_table,
    "ranking": ranking_table,
    "refusal": refusal_table,
    "evidence": evidence_table,
    "speed": speed_table,
}


def best_span(reader: ExtractiveReader, question: str, passages: Sequence[ScoredPassage]) -> str:
    """The likeliest words of the passage that answers most probably; "" if there are none."""
    read = reader.read_passages(parse_question(question), passages)
    if not read:
        return ""
    text = read[0].passage.text
    span = read[0].reading.best_span(0, len(text))
    return text[slice(*span)] if span else ""


def evidence_in(reader: ExtractiveReader, crowd: AskedCrowd, asked: ReadingQuestion) -> str:
    """The sentences that the reader gives out of the text that answers, however unsure."""
    passages = crowd.passages_of(asked.text_id)
    reading = reader.read(parse_question(asked.question), passages, crowd.collection)
    return "".join(place.quote for each in reading.statements for place in each.evidence)


def is_right(asked: ReadingQuestion, answer: Answer) -> bool:
    """Whether an answer was given that cites a sentence which touches the gold answer."""
    return any(
        citation.passage.source == span.text_id
        and citation.start < span.end
        and span.start < citation.end
        for citation in answer.citations
        for span in asked.spans
    )


def recall_at(
    precision: float, sure: Sequence[float], right: Sequence[bool], answerable: int
) -> float:
    """The largest share of `answerable` that is answered right at no less than `precision`."""
    risk, _ = risk_and_coverage(sure, right)
    kept = np.flatnonzero(1 - risk >= precision)
    if not len(kept) or not answerable:
        return 0.0
    given = int(kept[-1]) + 1
    return float((1 - risk[given - 1]) * given / answerable)


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _percent(values: Sequence[float]) -> str:
    return f"{100 * float(np.mean(values)):.1f}" if len(values) else "–"


def _share(values: Sequence[bool] | NDArray[np.bool_]) -> str:
    right = int(np.sum(values))
    return f"{right / max(len(values), 1):.3f} ({right:,} of {len(values):,})"
