"""Measures the exported reader on the pairs that training held out.

python -m rag.training.evaluate --data FOLDER [--pairs N]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from rag.readers.reading_model import ReadingModel
from rag.training.examples import NO_SPAN, Example, make_examples
from rag.training.train import HELD_OUT, SEED


def main() -> int:
    """Prints the figures; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with cmrc2018, stard")
    parser.add_argument("--pairs", type=int, default=700)
    parser.add_argument("--seed", type=int, default=SEED, help="the one of the training")
    options = parser.parse_args()
    examples = make_examples(options.data, options.seed)
    held_out = [entry for row, entry in enumerate(examples) if row % HELD_OUT == 0]
    measure(held_out[: options.pairs])
    return 0


def measure(examples: list[Example]) -> None:
    """Area under the ROC curve of the relevance; exact match and F1 of the spans."""
    model = ReadingModel()
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
