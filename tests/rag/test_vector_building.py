"""Vectors in lists under a whole data folder; small ones, so that a few documents need them."""

from __future__ import annotations

import re
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Self

import faiss
import pytest

from corpus.store import LIBRARY_FILE, LibraryStore
from embeddings import vector_index_by_size
from embeddings.vector_index_ivf import ADDED_FILE, LISTS_FILE, REMOVED_FILE, IVFIndex
from rag.index_files import checks_of
from rag.manifest import write_manifest
from tests.library_kit import (
    EMBEDDER,
    code,
    index,
    problems,
    published,
    rule,
    search,
    source,
    write,
)
from tests.restless_readers import RestlessReaders

SEARCHERS = 3


@pytest.fixture(autouse=True)
def lists_from_ten_passages_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_index_by_size, "EXACT_UP_TO", 10)
    monkeypatch.setattr(vector_index_by_size, "_MOST_ADDED", 30)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", **{f"n{number}": rule(number) for number in range(12)})


@pytest.fixture
def data(tmp_path: Path, docs: Path) -> Path:
    data = tmp_path / "data"
    index(data, docs)
    return data


def dense(data: Path) -> Path:
    return data / published(data).dense_file


def loaded(data: Path) -> IVFIndex:
    return IVFIndex.load(dense(data), EMBEDDER.dimension)


def sources_of(data: Path, query: str) -> list[str]:
    """Sources of the five nearest passages by vector alone."""
    with source(data) as generations:
        generation = generations.current()
        hits = generation.dense.search(EMBEDDER.embed_query_vector(query), 5)
        passages = generation.passages([row for row, _ in hits])
        return [passages[row].source for row, _ in hits]


def test_many_passages_lie_in_lists_and_few_in_one_file(data: Path, docs: Path) -> None:
    assert dense(data).is_dir()
    assert problems(data) == []
    for number in range(1, 12):
        (docs / f"n{number}.txt").unlink()
    index(data, docs, prune=True)
    assert dense(data).is_file()
    assert problems(data) == []


def test_a_small_change_is_written_beside_the_lists(data: Path, docs: Path) -> None:
    before = dense(data)
    write(docs, n1=rule(44))
    index(data, docs)
    assert (before / LISTS_FILE).samefile(dense(data) / LISTS_FILE)
    assert loaded(data).added > 0
    assert loaded(data).removed_share > 0
    assert sources_of(data, rule(44))[0] == "docs/n1.txt"
    assert problems(data) == []


def test_lists_are_built_anew_when_the_changes_have_become_many(data: Path, docs: Path) -> None:
    before = dense(data)
    added = []
    for number in range(8):
        write(docs, **{f"n{number}": rule(60 + number)})
        index(data, docs)
        added.append(loaded(data).added)
    assert 0 in added[1:]
    assert not (before / LISTS_FILE).exists()
    assert problems(data) == []


@pytest.mark.parametrize("name", [LISTS_FILE, ADDED_FILE, REMOVED_FILE])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_damaged_file_of_the_lists_is_made_anew(data: Path, name: str, *, is_gone: bool) -> None:
    victim = dense(data) / name
    whole = victim.read_bytes()
    victim.unlink()
    if not is_gone:
        victim.write_bytes(whole[:-1] + b"?")
    said: list[str] = []
    with source(data, said) as generations:
        assert search(generations.current(), code(2), 1)[0].source == "docs/n2.txt"
    assert len(said) == 1
    assert problems(data) == []


def test_damaged_lists_are_not_built_upon(data: Path, docs: Path) -> None:
    victim = dense(data) / LISTS_FILE
    whole = victim.read_bytes()
    victim.unlink()
    victim.write_bytes(whole[: len(whole) // 2])
    write(docs, n1=rule(44))
    index(data, docs)
    assert loaded(data).added == 0
    assert problems(data) == []


def test_a_file_of_float32_is_taken_over_without_embedding(data: Path, docs: Path) -> None:
    manifest = published(data)
    with LibraryStore(data / LIBRARY_FILE) as store:
        blocks = list(store.iter_vectors(manifest.fingerprint, manifest.generation))
    former = faiss.IndexIDMap2(faiss.IndexFlatIP(EMBEDDER.dimension))
    for ids, vectors in blocks:
        former.add_with_ids(vectors, ids)
    replace_dense(data, former)
    assert problems(data) == []

    write(docs, n1=rule(44))
    report = index(data, docs)

    assert 0 < report.embedded < report.counts.passages / 4
    assert dense(data).is_dir()
    assert problems(data) == []


def replace_dense(data: Path, former: faiss.IndexIDMap2) -> None:
    """Puts a file of a former version in the place of the published vectors."""
    manifest = published(data)
    shutil.rmtree(dense(data))
    faiss.write_index(former, str(dense(data)))
    checks = checks_of(data, manifest.dense_file, manifest.lexical_folder)
    write_manifest(data, replace(manifest, checks=checks))


def test_readers_never_see_errors_or_half_changes_of_lists(data: Path, docs: Path) -> None:
    with RestlessReaders(data, "泵站检修由班组负责") as readers:
        for number in range(6):
            write(docs, **{f"n{number}": rule(50 + number)})
            last = index(data, docs).generation
            readers.wait_for_a_pass()
    assert readers.wrong == []
    assert readers.newest == last
    assert len(readers.seen) > 1


def version(number: int) -> dict[str, str]:
    """All twelve documents in their state of that number, which stands in every passage."""
    return {f"n{one}": rule(100 * number + one) for one in range(12)}


class Searchers:
    """Threads that search by vector while their block runs.

    `states` holds for each result the versions of the passages in it; `wrong` every error.
    """

    def __init__(self, data: Path) -> None:
        self.wrong: list[str] = []
        self.states: list[frozenset[int]] = []
        self._source = source(data, self.wrong)
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._search) for _ in range(SEARCHERS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()
        self._source.close()

    def wait_for(self, number: int) -> None:
        """Until a result stood in that version."""
        while frozenset({number}) not in self.states and not self.wrong:
            self._done.wait(0.01)

    def _search(self) -> None:
        query = EMBEDDER.embed_query_vector("泵站检修由班组负责")
        while not self._done.is_set():
            try:
                generation = self._source.current()
                rows = [row for row, _ in generation.dense.search(query, 8)]
                texts = [passage.text for passage in generation.passages(rows).values()]
            except Exception as exc:  # noqa: BLE001 - whatever it is, it is the finding
                self.wrong.append(repr(exc))
            else:
                found = [re.search(r"bz(\d\d)", text) for text in texts]
                self.states.append(frozenset(int(one[1]) for one in found if one))


def test_every_result_is_of_the_old_or_the_new_state_while_lists_are_rebuilt(
    data: Path, docs: Path
) -> None:
    with Searchers(data) as searchers:
        for number in range(1, 6):
            searchers.wait_for(number - 1)
            write(docs, **version(number))
            index(data, docs)
            assert loaded(data).added == 0
        searchers.wait_for(number)
    assert searchers.wrong == []
    assert set(searchers.states) == {frozenset({number}) for number in range(6)}
