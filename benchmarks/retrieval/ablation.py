"""What each part of our ranking is worth, on sets that may be tuned on.

    python -m benchmarks.retrieval.ablation --data FOLDER [--sets NAME…] [--cache FILE]

Passages, indexes and retriever are the product's, in memory. Each row changes one thing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import platformdirs

from benchmarks.report import command_line, table, write_section
from benchmarks.retrieval.ablation_variants import VARIANTS, Variant
from benchmarks.retrieval.cached_embedder import CachedEmbedder
from benchmarks.retrieval.indexed_texts import IndexedTexts, Layout
from benchmarks.retrieval.measures import TOP_K, Measure
from benchmarks.retrieval.quality import judge, measures_of
from benchmarks.retrieval.sets.registry import TUNING, LoadedSet, load_set
from benchmarks.retrieval.types import Found
from corpus.errors import WenyuanError
from corpus.tokenizer import Tokenizer
from embeddings.base import Embedder
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder

_MEASURES = 2
_CACHE_DIR = platformdirs.user_cache_path("wenyuan")

Key = tuple[str, Layout, type[Tokenizer]]


class Workbench:
    """Indexes of the sets' texts, each built once."""

    def __init__(self, embedder: Embedder, cache_dir: Path, folder: Path) -> None:
        self._embedder = embedder
        self._cache_dir = cache_dir
        self._folder = folder
        self._indexed: dict[Key, IndexedTexts] = {}

    def cells(self, loaded: LoadedSet, variant: Variant) -> Iterator[str]:
        """The means of the set's first measures."""
        retriever = variant.retriever(self._index(loaded, variant), self._embedder)
        indexed = self._index(loaded, variant)
        questions = loaded.questions.questions
        found = [
            Found(
                each.question_id,
                tuple(indexed.span(row) for row, _ in retriever.rank(each.question, TOP_K)),
                0.0,
            )
            for each in questions
        ]
        for values in judge(questions, found, _measures(loaded)).values():
            yield f"{values.mean():.4f}"

    def _index(self, loaded: LoadedSet, variant: Variant) -> IndexedTexts:
        key = (loaded.questions.crowd, variant.layout, variant.tokenizer)
        if key not in self._indexed:
            folder = self._folder / str(len(self._indexed))
            tokenizer = variant.tokenizer(cache_dir=self._cache_dir / "jieba")
            self._indexed[key] = IndexedTexts.build(
                loaded.texts, self._embedder, variant.layout, tokenizer, folder
            )
        return self._indexed[key]


def main() -> int:
    """Measures and records; exit status 0, or 2 for missing data."""
    options = _options()
    try:
        sets = [load_set(name, options.data, others=options.others) for name in options.sets]
    except WenyuanError as exc:
        print(f"{exc.message} {exc.remedy}", file=sys.stderr)
        return 2
    embedder = CachedEmbedder(create_embedder(DEFAULT_EMBEDDER, _CACHE_DIR, print), options.cache)
    rows: list[Sequence[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Workbench(embedder, _CACHE_DIR, Path(folder))
        for variant in VARIANTS:
            rows.append((variant.title, *(c for each in sets for c in bench.cells(each, variant))))
            print(*rows[-1], sep=" | ", flush=True)
    head = ("", *(f"{each.questions.name} {m.name}" for each in sets for m in _measures(each)))
    sizes = ", ".join(
        f"{each.questions.name}: {len(each.questions.questions):,} questions over "
        f"{len(each.texts):,} texts"
        for each in sets
    )
    body = f"Sets for tuning. {sizes}.\n\n{table(head, rows)}"
    write_section("Retrieval ablation", command_line(), body)
    return 0


def _measures(loaded: LoadedSet) -> tuple[Measure, ...]:
    return measures_of(loaded.questions)[:_MEASURES]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--sets", nargs="+", choices=list(TUNING), default=list(TUNING))
    parser.add_argument(
        "--others", type=int, default=800, help="texts without questions (default: %(default)s)"
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=_CACHE_DIR / "benchmarks" / "vectors.sqlite",
        help="vectors computed before (default: %(default)s)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
