"""Turns the reader's numbers into probabilities, on questions that were not learnt.

    python -m rag.training.calibrate --data FOLDER [--reader sentences]

Writes `rag/readers/model/calibration.json` (`sentences.json`): three logistic regressions and
their figures. Each question of CMRC 2018 trial is asked in several ways among `--others` news
texts: as it is; with every passage that holds the answer taken away (the document is there, the
answer is not); with its document taken away; and, if it names a year, with another year. So are
questions on made-up documents of kinds that were not learnt, answered or not. The regressions
learn whether a passage, and whether the reader's best sentence, answers. In the last one right and
wrong sentences count the same, and so do both sorts of documents; its bias is moved until 0.5, from
which on the product answers, is where Youden's index of the made-up documents is largest (share of
the answerable answered right, and share of the others refused: Youden 1950). Figures are of the
third of the questions that the regressions were not fitted on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from embeddings.base import Embedder
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from rag.question import parse_question
from rag.readers.calibration import PASSAGE_FEATURES, Calibration, passage_features
from rag.readers.confidence import CONFIDENCE_FEATURES, confidence_features
from rag.readers.extractive import CALIBRATION_FILE, ExtractiveReader
from rag.readers.factory import SENTENCES, SENTENCES_FILE
from rag.readers.linear_model import LinearModel
from rag.readers.passage_reader import PassageReader
from rag.readers.reading_model import MODEL_FOLDER, ReadingModel
from rag.readers.reading_reranker import DEPTH, ReadingReranker
from rag.readers.sentence_similarity import SentenceSimilarity
from rag.readers.sentences import ReadSentence, read_sentences
from rag.reranker import Reranker, RetrievalOrder
from rag.settings import DEFAULT_MIN_CONFIDENCE, DEFAULT_TOP_K, READERS
from rag.training.askings import Asking, Way, askings_of_cmrc, askings_of_office
from rag.training.regression import Rows
from rag.types import ScoredPassage

HELD_OUT = 1 / 3
# Passages found beyond those that are looked at; on made-up documents most are not shown.
_SPARE, _OFFICE_SPARE = 10, 300
_REMEMBERED = 100_000
_UNKNOWN = LinearModel(CONFIDENCE_FEATURES, (0.0,) * len(CONFIDENCE_FEATURES), 0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking: the passages that were found for it, and whether it is for fitting."""

    asking: Asking
    found: list[ScoredPassage]
    is_fitted: bool


class Calibrator:
    """Fits one regression after the other, each on what the earlier ones make of the askings."""

    def __init__(self, passages: PassageReader, *, has_reranker: bool) -> None:
        self._passages = passages
        self._has_reranker = has_reranker

    def fit(self, asked: Sequence[Asked]) -> Calibration:
        """The regressions, in the order in which the product uses them."""
        fitted = [entry for entry in asked if entry.is_fitted]
        ranking = self._fit_passages(fitted, RetrievalOrder())
        passage = self._fit_passages(fitted, self._reranker(ranking))
        half = Calibration(ranking, passage, _UNKNOWN)
        rows = Rows()
        for entry in fitted:
            if best := self.best_sentence(entry, half):
                sentence, features = best
                right = is_right(entry.asking, sentence)
                rows.add(features, entry.asking.way, right=right)
        answer = rows.settled(rows.fit(CONFIDENCE_FEATURES, balanced=True))
        return Calibration(ranking, passage, answer)

    def best_sentence(
        self, entry: Asked, calibration: Calibration
    ) -> tuple[ReadSentence, NDArray[np.float64]] | None:
        """The reader's best sentence for an asking and its features; None: nothing to read."""
        question = parse_question(entry.asking.question)
        reader = ExtractiveReader(self._passages, calibration)
        passages = self._reranker(calibration.ranking).rerank(question, entry.found)
        sentences = read_sentences(reader.read_passages(question, passages[:DEFAULT_TOP_K]))
        if not sentences:
            return None
        collection = entry.asking.collection
        return sentences[0], confidence_features(question, sentences, collection)

    def _fit_passages(self, asked: Sequence[Asked], reranker: Reranker) -> LinearModel:
        rows = Rows()
        for entry in asked:
            question = parse_question(entry.asking.question)
            passages = reranker.rerank(question, entry.found)[:DEPTH]
            readings = self._passages.read(question, passages)
            for scored, reading in zip(passages, readings, strict=True):
                passage = scored.passage
                right = entry.asking.is_answered_in(passage, passage.start, passage.end)
                features = passage_features(reading.relevance, scored.rank)
                rows.add(features, entry.asking.way, right=right)
        return rows.fit(PASSAGE_FEATURES)

    def _reranker(self, ranking: LinearModel) -> Reranker:
        return ReadingReranker(self._passages, ranking) if self._has_reranker else RetrievalOrder()


def main() -> int:
    """Runs the calibration; returns the exit status."""
    options = _options()
    embedder = create_embedder(DEFAULT_EMBEDDER, options.cache_dir, print)
    is_trained = options.reader != SENTENCES
    model = ReadingModel(options.model) if is_trained else SentenceSimilarity(embedder)
    calibrator = Calibrator(PassageReader(model, remembered=_REMEMBERED), has_reranker=is_trained)
    with tempfile.TemporaryDirectory() as folder:
        asked = ask_all(options, embedder, Path(folder))
        calibration = calibrator.fit(asked)
        shown = figures(calibrator, calibration, [each for each in asked if not each.is_fitted])
    output = options.output or MODEL_FOLDER / (CALIBRATION_FILE if is_trained else SENTENCES_FILE)
    text = json.dumps(_content(options, calibration, shown), ensure_ascii=False, indent=2)
    output.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def ask_all(options: argparse.Namespace, embedder: Embedder, folder: Path) -> list[Asked]:
    """Asks every question in its ways; all ways of one are for fitting, or none is."""
    askings = chain(
        askings_of_cmrc(
            options.data, embedder, folder / "cmrc", options.questions, options.others, options.seed
        ),
        askings_of_office(embedder, folder / "office", options.questions, options.seed),
    )
    chance = random.Random(options.seed)
    kept: dict[str, bool] = {}
    asked = []
    for number, asking in enumerate(askings):
        if number % 200 == 0:
            print(f"asked {number}", flush=True)
        is_fitted = kept.setdefault(asking.key, chance.random() >= HELD_OUT)
        spare = _OFFICE_SPARE if asking.way.is_office else _SPARE
        found = asking.collection.retriever.retrieve(asking.question, DEPTH + spare)
        shown = [entry for entry in found if asking.shows(entry.passage)][:DEPTH]
        ranked = [replace(entry, rank=rank) for rank, entry in enumerate(shown, start=1)]
        asked.append(Asked(asking, ranked, is_fitted))
    return asked


def figures(
    calibrator: Calibrator, calibration: Calibration, asked: Sequence[Asked]
) -> dict[str, Any]:
    """What the calibrated reader does on askings that it was not fitted on."""
    sure, right, ways = [], [], []
    for entry in asked:
        best = calibrator.best_sentence(entry, calibration)
        sure.append(calibration.answer.probability(best[1]) if best else 0.0)
        right.append(best is not None and is_right(entry.asking, best[0]))
        ways.append(entry.asking.way)
    given = np.array(sure) >= DEFAULT_MIN_CONFIDENCE
    true = np.array(right)
    shown: dict[str, Any] = {
        "askings": len(asked),
        "auc_right_against_wrong": round(float(roc_auc_score(true, sure)), 4),
        "given_answers_right": _share(true[given]),
        "right_answers_given": _share(given[true]),
    }
    for way in Way:
        of_way = np.array([each is way for each in ways])
        if not of_way.any():
            continue
        shown[way.value] = {"askings": int(of_way.sum()), "given": _share(given[of_way])}
        if way.is_answered:
            shown[way.value]["best_sentence_right"] = _share(true[of_way])
    return shown


def is_right(asking: Asking, sentence: ReadSentence) -> bool:
    """Whether a sentence holds the answer."""
    return asking.is_answered_in(sentence.source.passage, sentence.start, sentence.end)


def _share(values: NDArray[np.bool_]) -> float:
    return round(float(values.mean()), 4) if len(values) else 0.0


def _content(
    options: argparse.Namespace, calibration: Calibration, shown: dict[str, Any]
) -> dict[str, Any]:
    models = {
        name: {"bias": model.bias, "weights": dict(zip(model.features, model.weights, strict=True))}
        for name, model in calibration.by_name().items()
    }
    return {
        "made_by": f"python -m rag.training.calibrate --reader {options.reader}",
        "date": datetime.now(UTC).date().isoformat(),
        "data": f"{options.questions} questions of CMRC 2018 trial among {options.others} other "
        f"texts, {options.questions} on made-up documents, seed {options.seed}",
        "figures": shown,
        "models": models,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="has cmrc2018 and news")
    parser.add_argument("--reader", choices=READERS, default=READERS[0])
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER, help="folder of the reader")
    parser.add_argument("--questions", type=int, default=300, help="of either sort")
    parser.add_argument("--others", type=int, default=1000, help="news texts to search among")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--output", type=Path, help="default: where the product looks for it")
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
