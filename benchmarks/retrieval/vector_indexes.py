"""The vector index alone beside flat search: recall, latency, building, bytes.

    python -m benchmarks.retrieval.vector_indexes --data FOLDER [--cache FILE] [--vectors N …]

Real vectors are those in the cache of an earlier run (--cache); without one the first passages
of FOLDER's news are embedded. Where more are asked for than there are, they are made of the real
ones (see `jittered_vectors`). Half of the queries are questions of CMRC 2018's trial part, which
ask about other texts; half are real vectors that were held out, with the same noise.

Flat is FAISS's IndexFlatIP over float32, what LangChain and others use. Both are searched by one
thread, which is the faster way wherever more than one question is answered; recall@10 is the
share of flat's ten best that the index gives.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import faiss
import numpy as np
import platformdirs

from benchmarks.report import table, write_section
from benchmarks.retrieval.jittered_vectors import JitteredVectors, cached_vectors, jittered
from benchmarks.retrieval.sets.files import BenchmarkDataError
from benchmarks.retrieval.sets.public_sets import CMRC_TRIAL, news, squad
from corpus.errors import WenyuanError
from corpus.splitter import split
from embeddings.base import Embedder, Vectors, l2_normalized
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from embeddings.vector_index_base import faiss_threads
from embeddings.vector_index_by_size import build_index, load_index

SIZES = (1_000, 10_000, 70_000, 1_000_000)
TITLE = "Vector index beside flat search"

_TOP_K = 10
_ASKED = _HELD_OUT = 150
_EMBEDDED = 3_000
_CHANGED = 100
_MEGABYTE = 2**20
_HEAD = (
    "vectors",
    "kind",
    "recall@10",
    "p50 ms",
    "p95 ms",
    "flat p50 ms",
    "flat p95 ms",
    "p95 / flat",
    "built in s",
    f"{_CHANGED} changed and saved in s",
    "MiB on disk",
    "flat MiB",
    "loaded in ms",
)


@dataclass(frozen=True, slots=True)
class Searches:
    """The ids of the ten best of each query, and the seconds that each query took."""

    ids: tuple[frozenset[int], ...]
    seconds: tuple[float, ...]

    def percentile(self, percent: int) -> float:
        """Of the seconds of a query."""
        return float(np.percentile(self.seconds, percent))


@dataclass(frozen=True, slots=True)
class Measured:
    """The product's index of one size beside flat search; times in seconds, sizes in bytes."""

    count: int
    kind: str
    flat: Searches
    ours: Searches
    built: float
    changed: float
    loaded: float
    size: int
    flat_size: int

    @property
    def recall(self) -> float:
        """Share of flat's ten best that were found, 0 to 1."""
        found = [len(a & b) for a, b in zip(self.flat.ids, self.ours.ids, strict=True)]
        return sum(found) / sum(len(best) for best in self.flat.ids)


def main() -> int:
    """Measures and records; exit status 0, or 2 for wrong use or missing data."""
    options = _options()
    try:
        asked = [each.question for each in squad(options.data, CMRC_TRIAL).questions]
        embedder = create_embedder(DEFAULT_EMBEDDER, platformdirs.user_cache_path("wenyuan"), _tell)
        real = _real_vectors(options, embedder)
    except WenyuanError as exc:
        print(f"{exc.message} {exc.remedy}", file=sys.stderr)
        return 2
    held_out, rest = real[:_HELD_OUT], real[_HELD_OUT:]
    queries = np.concatenate(
        (embedder.embed_queries(asked[:_ASKED]), jittered(held_out, np.random.default_rng(0)))
    )
    measured = []
    for count in options.vectors:
        _tell(f"{count:,} vectors around {len(rest):,} real ones")
        measured.append(measure(JitteredVectors(rest, count), queries))
    body = f"Made of {len(rest):,} real vectors; {len(queries)} queries, one thread.\n\n"
    write_section(TITLE, _command(options), body + table(_HEAD, [_row(each) for each in measured]))
    return 0


def measure(vectors: JitteredVectors, queries: Vectors) -> Measured:
    """Both indexes over the same vectors, one after the other."""
    flat, flat_size = _flat_searches(vectors, queries)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "index"
        dimension = queries.shape[1]
        built = _seconds(lambda: build_index(dimension, vectors.count, vectors.blocks).save(path))
        started = time.perf_counter()
        index = load_index(path, dimension)
        loaded = time.perf_counter() - started
        ours = _searches(lambda query: [row for row, _ in index.search(query, _TOP_K)], queries)
        return Measured(
            count=vectors.count,
            kind=type(index).__name__,
            flat=flat,
            ours=ours,
            built=built,
            changed=_seconds(lambda: _change(path, dimension, vectors.count)),
            loaded=loaded,
            size=_bytes_of(path),
            flat_size=flat_size,
        )


def _flat_searches(vectors: JitteredVectors, queries: Vectors) -> tuple[Searches, int]:
    """What flat search finds, and the bytes that it keeps."""
    flat = faiss.IndexFlatIP(queries.shape[1])
    for _, rows in vectors.blocks():
        flat.add(rows)
    with faiss_threads(1):
        found = _searches(lambda query: flat.search(query[np.newaxis], _TOP_K)[1][0], queries)
    return found, int(flat.ntotal) * flat.code_size


def _searches(search: Callable[[Vectors], Iterable[int]], queries: Vectors) -> Searches:
    """Each query once, after a few that are not counted."""
    for query in queries[:5]:
        search(query)
    ids, seconds = [], []
    for query in queries:
        started = time.perf_counter()
        found = search(query)
        seconds.append(time.perf_counter() - started)
        ids.append(frozenset(int(number) for number in found if number >= 0))
    return Searches(tuple(ids), tuple(seconds))


def _change(path: Path, dimension: int, count: int) -> None:
    """As after a change of a few files: some vectors removed, others added, saved beside."""
    index = load_index(path, dimension)
    index.remove(np.arange(_CHANGED))
    index.add(np.arange(count, count + _CHANGED), _any_vectors(dimension))
    index.save(path.with_name("next"))


def _any_vectors(dimension: int) -> Vectors:
    draw = np.random.default_rng(1)
    return l2_normalized(draw.normal(size=(_CHANGED, dimension)).astype(np.float32))


def _real_vectors(options: argparse.Namespace, embedder: Embedder) -> Vectors:
    """From the cache, or passages of the news (n, dimension); more than are held out."""
    if options.cache:
        vectors = cached_vectors(options.cache, embedder.dimension)
    else:
        texts = list(islice(_passages(options.data), options.embedded))
        _tell(f"embedding {len(texts):,} passages")
        vectors = embedder.embed_passages(texts)
    if len(vectors) <= _HELD_OUT:
        raise BenchmarkDataError(
            f"There are {len(vectors)} real vectors; more than {_HELD_OUT} were expected.",
            remedy="Give another --cache, or a larger number to --embedded.",
        )
    return vectors


def _passages(data: Path) -> Iterator[str]:
    for text in news(data):
        for span in split(text.body, ""):
            yield text.body[span.start : span.end]


def _row(measured: Measured) -> list[str]:
    ours, flat = measured.ours, measured.flat
    times = [ours.percentile(50), ours.percentile(95), flat.percentile(50), flat.percentile(95)]
    return [
        f"{measured.count:,}",
        measured.kind,
        f"{measured.recall:.3f}",
        *(f"{1_000 * seconds:.2f}" for seconds in times),
        f"1/{flat.percentile(95) / ours.percentile(95):.1f}",
        f"{measured.built:.1f}",
        f"{measured.changed:.2f}",
        f"{measured.size / _MEGABYTE:.0f}",
        f"{measured.flat_size / _MEGABYTE:.0f}",
        f"{1_000 * measured.loaded:.0f}",
    ]


def _seconds(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def _bytes_of(path: Path) -> int:
    files = path.iterdir() if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


def _command(options: argparse.Namespace) -> str:
    words = ["python -m benchmarks.retrieval.vector_indexes", f"--data {options.data.name}"]
    if options.cache:
        words.append(f"--cache {options.cache.name}")
    return " ".join([*words, "--vectors", *map(str, options.vectors)])


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{word} is no number of vectors from 1 on")
    return number


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval.vector_indexes")
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--cache", type=Path, help="file of vectors of an earlier run")
    parser.add_argument("--vectors", type=_positive, nargs="+", default=SIZES, metavar="N")
    parser.add_argument(
        "--embedded", type=_positive, default=_EMBEDDED, help="passages to embed without --cache"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
