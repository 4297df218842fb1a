"""Measures the exported reader on the pairs that training held out.

python -m rag.training.evaluate --work FOLDER [--pairs N] [--model FOLDER]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from rag.readers.reading_model import MODEL_FOLDER, ReadingModel
from rag.training.examples import NO_SPAN, Example
from rag.training.mining import read_pools
from rag.training.mixture import held_out_examples
from rag.training.train import SEED


def main() -> int:
    """Prints the figures; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="folder of `mining`")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER)
    options = parser.parse_args()
    pairs = held_out_examples(read_pools(options.work), options.seed)[: options.pairs]
    measure(ReadingModel(options.model), pairs)
    return 0


def measure(model: ReadingModel, examples: list[Example]) -> None:
    """Area under the ROC curve of the relevance; exact match and F1 of the spans."""
    relevance, exact, overlap = [], [], []
    for example in examples:
        reading = model.read(example.question, [(example.context, example.passage)])[0]
        relevance.append(reading.relevance)
        span = reading.best_span(0, len(example.passage))
        if example.start != NO_SPAN and span is not None:
            given = example.passage[slice(*span)]
            wanted = example.passage[example.start : example.end]
            exact.append(given == wanted)
            overlap.append(character_f1(given, wanted))
    area = roc_auc_score([example.relevant for example in examples], relevance)
    print(f"{len(examples)} pairs held out")
    print(f"relevance, area under the ROC curve: {area:.3f}")
    print(f"span, exact match: {np.mean(exact):.3f}; F1 on characters: {np.mean(overlap):.3f}")


def character_f1(given: str, wanted: str) -> float:
    """Harmonic mean of precision and recall over characters, as in CMRC 2018's evaluation."""
    common = sum((Counter(given) & Counter(wanted)).values())
    return 2 * common / (len(given) + len(wanted)) if common else 0.0


if __name__ == "__main__":
    sys.exit(main())
