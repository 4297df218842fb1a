"""Our pipeline as a worker: the product itself over files on disk.

    python -m benchmarks.retrieval.ours [--vectors CACHE.sqlite]

Every body becomes a file `正文.txt` in a folder of its own, so that no file name tells anything:
the product takes the name of a file as the title of a text that states none.
"""

from __future__ import annotations

import argparse
import os
from functools import partial
from pathlib import Path

import platformdirs

from benchmarks.retrieval.cached_embedder import CachedEmbedder
from benchmarks.retrieval.places import BodyPlaces, record_places
from benchmarks.retrieval.types import SourceText, Span
from benchmarks.retrieval.worker import Pipeline, serve
from rag.factory import open_indexer, open_pipeline, open_store
from rag.index_report import IndexReport
from rag.pipeline import QAPipeline
from rag.settings import Settings

GIVEN = "the product as it is: files named 正文.txt, default settings"

FILE_NAME = "正文.txt"
_DATA, _PLACES = "data", "places.sqlite"
_FILES_OF_FOLDER = 1000
_WRITTEN = 1_600_000_000  # seconds; the same for all, since the newest of like texts is shown


class OwnPipeline(Pipeline):
    """Files → index → search, as a user has them.

    With `vectors` passages are embedded through the cache of that file.
    """

    def __init__(self, vectors: Path | None, cache_dir: Path) -> None:
        self._vectors = vectors
        self._cache_dir = cache_dir
        self._pipeline: QAPipeline | None = None
        self._places: BodyPlaces | None = None

    def index(self, texts: list[SourceText], folder: Path) -> int:
        """Writes the files beside `folder`, indexes them into it, and loads the index."""
        documents = folder.with_name(f"{folder.name}-documents")
        bodies = write_files(texts, documents)
        settings = self._settings(folder)
        wrap = partial(CachedEmbedder, path=self._vectors) if self._vectors else None
        indexer = open_indexer(settings, print, wrap)
        report = indexer.index([documents])
        indexer.close()
        _tell_unread(report, len(texts))
        with open_store(settings) as store:
            record_places(folder / _PLACES, store, bodies)
        self.load(folder)
        return report.counts.passages

    def load(self, folder: Path) -> None:
        """Opens the index and the embedding model."""
        self._pipeline = open_pipeline(self._settings(folder), print)
        self._places = BodyPlaces(folder / _PLACES)

    def search(self, question: str, top_k: int) -> list[Span]:
        """The passages that the product finds; further texts that say the same come behind each."""
        assert self._pipeline is not None
        assert self._places is not None
        spans: list[Span] = []
        for found in self._pipeline.search(question, top_k):
            passage = found.passage
            spans += self._places.spans(passage.text_hash, passage.start, passage.end)
        return spans[:top_k]

    def _settings(self, folder: Path) -> Settings:
        return Settings(folder / _DATA, self._cache_dir)


def write_files(texts: list[SourceText], folder: Path) -> dict[str, SourceText]:
    """Writes each body into a file below `folder`; text by the source that its document gets."""
    bodies = {}
    for number, text in enumerate(texts):
        place = Path(f"{number // _FILES_OF_FOLDER:03}", f"{number % _FILES_OF_FOLDER:03}")
        path = folder / place / FILE_NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.body.encode())
        os.utime(path, (_WRITTEN, _WRITTEN))
        bodies[f"{folder.name}/{place}/{FILE_NAME}"] = text
    return bodies


def _tell_unread(report: IndexReport, expected: int) -> None:
    if report.counts.documents != expected:
        unread = [file for file in report.files if file.detail]
        print(f"{report.counts.documents} of {expected} texts were indexed; {unread[:5]}")


def main() -> None:
    """Serves the pipeline."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--vectors", type=Path, help="cache of the passages' vectors")
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    options = parser.parse_args()
    serve(OwnPipeline(options.vectors, options.cache_dir))


if __name__ == "__main__":
    main()
