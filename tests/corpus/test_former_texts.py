from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.former_texts import KEPT_VERSIONS
from corpus.migrations import MIGRATIONS, schema_version
from corpus.store import LibraryStore
from corpus.store_writer import LibraryWriter
from corpus.types import short_hash
from tests.store_kit import DYKE, WELL, document, put, texts

NAME = "root/a.txt"
DOCUMENT_ID = short_hash("default", NAME)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    with LibraryStore(tmp_path / "library.sqlite", create=True) as opened:
        yield opened


def former(store: LibraryStore, text: str, document_id: str = DOCUMENT_ID) -> str | None:
    return store.former_text(document_id, short_hash(text))


def purge(store: LibraryStore, generation: int) -> None:
    LibraryWriter(store, generation).purge(generation, [])


def change(store: LibraryStore, *versions: str) -> None:
    """One generation a version, each published and purged after, as the indexer does."""
    for text in versions:
        generation = store.newest_generation() + 1
        put(store, generation, document(NAME, text))
        purge(store, generation)


def test_replaced_text_outlives_the_generations_that_saw_it(store: LibraryStore) -> None:
    change(store, DYKE, WELL)
    for generation in (3, 4, 5):
        purge(store, generation)
    assert former(store, DYKE) == DYKE
    assert texts(store, 5) == [WELL]


def test_text_in_use_is_no_former_one(store: LibraryStore) -> None:
    change(store, DYKE)
    assert former(store, DYKE) is None


def test_former_text_is_told_of_its_own_document_only(store: LibraryStore) -> None:
    change(store, DYKE, WELL)
    put(store, 3, document("root/b.txt", WELL))
    assert former(store, DYKE, short_hash("default", "root/b.txt")) is None


def test_oldest_versions_go_first(store: LibraryStore) -> None:
    versions = [f"{DYKE}\n第{number}次修订。" for number in range(KEPT_VERSIONS + 3)]
    change(store, *versions)
    kept = [text for text in versions if former(store, text) is not None]
    assert kept == versions[-KEPT_VERSIONS - 1 : -1]


def test_texts_of_a_removed_document_go_with_it(store: LibraryStore) -> None:
    change(store, DYKE, WELL)
    LibraryWriter(store, 3).retire([NAME])
    assert former(store, DYKE) == DYKE  # until the removal is published
    purge(store, 3)
    assert former(store, DYKE) is None
    assert former(store, WELL) is None
    assert store.rows("SELECT * FROM former_texts") == []


def test_new_title_alone_leaves_no_former_text(store: LibraryStore) -> None:
    change(store, DYKE)
    put(store, 2, document(NAME, DYKE, title="新题"))
    assert store.rows("SELECT * FROM former_texts") == []


def test_text_that_came_back_and_went_again_counts_as_new(store: LibraryStore) -> None:
    others = [f"{WELL}\n第{number}稿。" for number in range(KEPT_VERSIONS - 1)]
    change(store, DYKE, WELL, *others[:2], DYKE, *others[2:])
    assert former(store, DYKE) == DYKE


def test_sources_of_a_text_are_those_of_the_generation(store: LibraryStore) -> None:
    put(store, 1, document("root/b.txt", DYKE), document(NAME, DYKE))
    LibraryWriter(store, 2).retire([NAME])
    assert store.sources_of(short_hash(DYKE), 1) == [NAME, "root/b.txt"]
    assert store.sources_of(short_hash(DYKE), 2) == ["root/b.txt"]
    assert store.sources_of(short_hash(WELL), 2) == []


def test_library_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        MIGRATIONS[0](connection)
        connection.execute("PRAGMA user_version = 1")
    with LibraryStore(path) as store:
        change(store, DYKE, WELL)
        assert former(store, DYKE) == DYKE
    with closing(sqlite3.connect(path)) as connection:
        assert schema_version(connection) == len(MIGRATIONS)
