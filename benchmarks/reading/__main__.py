"""How well the trained reader reads, orders, answers and refuses.

    python -m benchmarks.reading --data FOLDER          a sample with a fixed seed; minutes
    python -m benchmarks.reading --data FOLDER --full   all questions among 20,000 news texts

FOLDER holds the public sets (cmrc2018, drcd, news, stard). Every table is a section of the day's
results; `--only` measures some of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from benchmarks.reading.crowds import Crowds
from benchmarks.reading.tables import TABLES, Parts
from benchmarks.report import RESULTS, command_line, write_section
from benchmarks.retrieval.cached_embedder import CachedEmbedder
from corpus.errors import WenyuanError
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from rag.readers.calibration import load_calibration
from rag.readers.extractive import CALIBRATION_FILE
from rag.readers.reading_model import MODEL_FOLDER, ReadingModel

_QUESTIONS, _OTHERS = 200, 600


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and records; exit status 0, or 2 for missing data or a broken model."""
    options = _options(arguments)
    suffix = "" if options.full else ", sampled"
    name = f"risk-and-coverage{suffix.replace(', ', '-')}.png"
    picture = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{name}"
    try:
        embedder = create_embedder(DEFAULT_EMBEDDER, options.cache_dir, print)
        if options.cache is not None:
            embedder = CachedEmbedder(embedder, options.cache)
        with tempfile.TemporaryDirectory() as folder:
            crowds = Crowds(options.data, embedder, Path(folder), options.others, options.questions)
            parts = Parts(
                ReadingModel(options.model),
                load_calibration(options.model / CALIBRATION_FILE),
                crowds,
                picture,
            )
            for name in options.only:
                started = time.perf_counter()
                body = TABLES[name](parts)
                print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
                write_section(f"Reading: {name}{suffix}", command_line(), body)
    except WenyuanError as exc:
        print(f"{exc.message} {exc.remedy}", file=sys.stderr)
        return 2
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reading",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--data", type=Path, required=True, help="folder of the public sets")
    add("--full", action="store_true", help="everything instead of a sample")
    add("--questions", type=int, metavar="N", help=f"of each set; of a sample {_QUESTIONS}")
    add("--others", type=int, metavar="N", help=f"texts without questions; of a sample {_OTHERS}")
    add(
        "--only",
        nargs="+",
        choices=list(TABLES),
        metavar="TABLE",
        default=list(TABLES),
        help=f"of: {', '.join(TABLES)}",
    )
    add("--model", type=Path, default=MODEL_FOLDER, help="folder of the reader and calibration")
    add("--cache", type=Path, help="file for vectors of texts that were embedded before")
    add("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    options = parser.parse_args(arguments)
    everything = sys.maxsize if options.full else None
    options.questions = options.questions or everything or _QUESTIONS
    options.others = options.others or everything or _OTHERS
    return options


if __name__ == "__main__":
    sys.exit(main())
