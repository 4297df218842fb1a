"""Calibrates the default reader's confidence on the trial part of CMRC 2018.

    python -m benchmarks.calibrate_reader --data FOLDER

FOLDER holds `cmrc2018/trial.json.gz` (SQuAD form, https://github.com/ymcui/cmrc2018,
CC BY-SA 4.0), which the reader was not trained on and which is reported nowhere else.
Writes `rag/readers/model/calibration.json`: a logistic regression and its figures.

Each question is asked in several ways: of the whole collection; with every passage that
holds the answer taken away (the document is there, the answer is not); with its document
taken away; and, if it names a year, with another year. The regression learns whether the
reader's best sentence answers. Figures are of the third of the questions that it was not
fitted on.

The threshold comes from other questions: those on the sample corpus, which people put in
their own words and are harder. The bias is moved until, at a confidence of 0.5, three
quarters of those that the documents do not answer are refused. That rule was settled after
results on the seed questions had been seen, which are therefore no blind test of it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.answers import SAMPLE_DOCUMENTS, SAMPLE_QUESTIONS, judge
from benchmarks.collection import Collection, SourceText
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from rag.factory import open_indexer, open_pipeline
from rag.question import Question, parse_question
from rag.readers.base import Library, Reading
from rag.readers.confidence import CONFIDENCE_FEATURES, confidence_features
from rag.readers.extractive import CALIBRATION_FILE, ExtractiveReader
from rag.readers.linear_model import LinearModel
from rag.readers.reading_model import MODEL_FOLDER
from rag.readers.sentences import ReadSentence, read_sentences
from rag.settings import DEFAULT_TOP_K, Settings
from rag.types import ScoredPassage

HELD_OUT = 1 / 3
FAIR = 0.5
REFUSED_SHARE = 0.75
_SPARE = 10
_NOT_CALIBRATED = LinearModel(CONFIDENCE_FEATURES, (0.0,) * len(CONFIDENCE_FEATURES), 0.0)
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?=年)")


class Way(StrEnum):
    """How a question is asked."""

    ANSWER_IN = "answer in"
    ANSWER_OUT = "answer out"
    DOCUMENT_OUT = "document out"
    OTHER_YEAR = "other year"


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the key of its text, and the span of its answer there."""

    question: str
    key: str
    start: int
    end: int
    answer: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking: the features of the best sentence, and whether it holds the answer."""

    features: NDArray[np.float64]
    right: bool
    held_out: bool
    way: Way


def main() -> int:
    """Runs the calibration; returns the exit status."""
    options = _options()
    texts, examples = read_squad(options.data / "cmrc2018" / "trial.json.gz")
    chance = random.Random(options.seed)
    chance.shuffle(examples)
    embedder = create_embedder(DEFAULT_EMBEDDER, options.cache_dir, print)
    reader = ExtractiveReader(calibration=_NOT_CALIBRATED)
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection.build(texts, embedder, Path(folder))
        asked = list(_ask_all(examples[: options.questions], collection, reader, chance))
    fitted = [entry for entry in asked if not entry.held_out]
    model = LogisticRegression(class_weight="balanced", max_iter=2000).fit(
        np.array([entry.features for entry in fitted]), [entry.right for entry in fitted]
    )
    shift, sample = shift_for_sample(options.cache_dir, _as_linear(model))
    held_out = [entry for entry in asked if entry.held_out]
    shown = {"cmrc_trial": figures(model, held_out), "sample_questions": sample}
    _write(options, _as_linear(model, shift), shown, len(texts))
    return 0


class RecordingReader:
    """The reader, remembering how confident it was last."""

    name = ExtractiveReader.name

    def __init__(self, calibration: LinearModel) -> None:
        self._reader = ExtractiveReader(calibration=calibration)
        self.confidence = 0.0

    def read(
        self, question: Question, passages: Sequence[ScoredPassage], library: Library
    ) -> Reading:
        """As the reader."""
        reading = self._reader.read(question, passages, library)
        self.confidence = reading.confidence
        return reading


def shift_for_sample(cache_dir: Path, model: LinearModel) -> tuple[float, dict[str, float]]:
    """What to add to the bias, and the shares given and refused on the sample questions then."""
    entries = [json.loads(line) for line in SAMPLE_QUESTIONS.read_text("utf-8").splitlines()]
    reader = RecordingReader(model)
    right: list[float] = []
    others: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), cache_dir, min_confidence=0.0)
        open_indexer(settings, print).index([SAMPLE_DOCUMENTS])
        pipeline = open_pipeline(settings, print, reader)
        for entry in entries:
            judged = judge(entry, pipeline.answer(entry["question"]))
            sure = min(max(reader.confidence, 1e-6), 1 - 1e-6)
            logit = float(np.log(sure / (1 - sure)))
            if not entry["source"]:
                others.append(logit)
            elif judged.right_words:
                right.append(logit)
    given, refused = np.array(right), np.array(others)

    allowed = int(len(refused) * (1 - REFUSED_SHARE))
    ordered = np.sort(refused)[::-1]
    threshold = float(ordered[allowed - 1] + ordered[allowed]) / 2
    return -threshold, {
        "right_answers_given": _share(given >= threshold),
        "refused": _share(refused < threshold),
    }


def read_squad(path: Path) -> tuple[list[SourceText], list[Example]]:
    """Texts, and the questions on them, of a file in SQuAD form."""
    if not path.is_file():
        sys.exit(f"{path} is missing. CMRC 2018: https://github.com/ymcui/cmrc2018")
    articles = json.loads(gzip.decompress(path.read_bytes()))["data"]
    texts: list[SourceText] = []
    examples: list[Example] = []
    for article in articles:
        for paragraph in article["paragraphs"]:
            key = str(len(texts))
            texts.append(SourceText(key, article["title"], paragraph["context"]))
            for entry in paragraph["qas"]:
                answer = entry["answers"][0]
                start, text = answer["answer_start"], answer["text"]
                if entry["question"].strip():  # one of the set is empty
                    asked = entry["question"]
                    examples.append(Example(asked, key, start, start + len(text), text))
    return texts, examples


def _ask_all(
    examples: Sequence[Example],
    collection: Collection,
    reader: ExtractiveReader,
    chance: random.Random,
) -> Iterator[Asked]:
    for number, example in enumerate(examples):
        if number % 100 == 0:
            print(f"asked {number} of {len(examples)}", flush=True)
        held_out = chance.random() < HELD_OUT
        for way in Way:
            text = _in_another_year(example.question) if way is Way.OTHER_YEAR else example.question
            if way is Way.OTHER_YEAR and text == example.question:
                continue
            question = parse_question(text)
            passages = _passages(example, text, way, collection)
            sentences = read_sentences(reader.read_passages(question, passages))
            if sentences:
                right = way is Way.ANSWER_IN and _holds(sentences[0], example)
                yield Asked(
                    confidence_features(question, sentences, collection), right, held_out, way
                )


def _passages(
    example: Example, question: str, way: Way, collection: Collection
) -> list[ScoredPassage]:
    found = collection.retriever.retrieve(question, DEFAULT_TOP_K + _SPARE)
    if way is Way.DOCUMENT_OUT:
        found = [entry for entry in found if entry.passage.source != example.key]
    if way is Way.ANSWER_OUT:
        found = [entry for entry in found if example.answer not in entry.passage.text]
    return [replace(entry, rank=rank) for rank, entry in enumerate(found[:DEFAULT_TOP_K], start=1)]


def _in_another_year(question: str) -> str:
    """The question with its first year moved by seven, so that nothing answers it."""
    return _YEAR.sub(lambda match: str(int(match[0]) + 7), question, count=1)


def _holds(sentence: ReadSentence, example: Example) -> bool:
    same = sentence.source.passage.source == example.key
    return same and sentence.start < example.end and example.start < sentence.end


def _as_linear(model: LogisticRegression, shift: float = 0.0) -> LinearModel:
    weights = tuple(round(float(weight), 5) for weight in model.coef_[0])
    return LinearModel(CONFIDENCE_FEATURES, weights, round(float(model.intercept_[0]) + shift, 5))


def _write(
    options: argparse.Namespace, model: LinearModel, figures: dict[str, Any], texts: int
) -> None:
    content = {
        "made_by": "python -m benchmarks.calibrate_reader",
        "date": datetime.now(UTC).date().isoformat(),
        "data": f"CMRC 2018 trial: {texts} texts, {options.questions} questions at most, "
        f"seed {options.seed}; threshold: the questions on the sample corpus",
        "figures": figures,
        "model": {
            "bias": model.bias,
            "weights": dict(zip(model.features, model.weights, strict=True)),
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    options.output.write_text(text + "\n", encoding="utf-8")
    print(text)


def figures(model: LogisticRegression, asked: Sequence[Asked]) -> dict[str, Any]:
    """What the reader and its confidence do on questions it was not fitted on."""
    sure = model.predict_proba(np.array([entry.features for entry in asked]))[:, 1]
    right = np.array([entry.right for entry in asked])
    ways = np.array([entry.way for entry in asked])
    answered = sure >= FAIR
    inside = ways == Way.ANSWER_IN
    refused = {
        f"refused_{way.name.lower()}": _share(~answered[ways == way])
        for way in Way
        if way is not Way.ANSWER_IN
    }
    return {
        "questions": int(inside.sum()),
        "best_sentence_right": _share(right[inside]),
        "auc_right_against_wrong": round(float(roc_auc_score(right, sure)), 4),
        "right_answers_given": _share(answered[inside & right]),
        "given_answers_right": _share(right[inside & answered]),
        **refused,
    }


def _share(flags: NDArray[Any]) -> float:
    return round(float(flags.mean()), 4) if len(flags) else 0.0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with cmrc2018/trial.json.gz"
    )
    parser.add_argument("--questions", type=int, default=1002, help="how many (default: all)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    parser.add_argument("--output", type=Path, default=MODEL_FOLDER / CALIBRATION_FILE)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
