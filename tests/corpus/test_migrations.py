from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus import migrations
from corpus.errors import StoreError
from corpus.migrations import MIGRATIONS, migrate, schema_version
from corpus.store import LibraryStore


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "new.sqlite", isolation_level=None)) as opened:
        yield opened


def test_migrations_are_numbered_in_their_order() -> None:
    names = [migration.__name__ for migration in MIGRATIONS]
    assert [int(name[1:4]) for name in names] == list(range(1, len(names) + 1))
    assert all(re.fullmatch(r"m\d{3}_[a-z_]+", name) for name in names)
    assert all(getattr(migrations, name) for name in names)


def test_new_library_gets_the_newest_schema(connection: sqlite3.Connection) -> None:
    migrate(connection, MIGRATIONS)
    assert schema_version(connection) == len(MIGRATIONS)


def test_migrating_twice_changes_nothing(connection: sqlite3.Connection) -> None:
    migrate(connection, MIGRATIONS)
    before = connection.execute("SELECT * FROM sqlite_schema").fetchall()
    migrate(connection, MIGRATIONS)
    assert connection.execute("SELECT * FROM sqlite_schema").fetchall() == before


def test_only_missing_migrations_are_applied(connection: sqlite3.Connection) -> None:
    migrate(connection, MIGRATIONS)

    def m002_notes(opened: sqlite3.Connection) -> None:
        opened.execute("CREATE TABLE notes (text TEXT)")

    migrate(connection, (*MIGRATIONS, m002_notes))
    assert schema_version(connection) == len(MIGRATIONS) + 1
    assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)


def test_failing_migration_leaves_the_schema_before_it(connection: sqlite3.Connection) -> None:
    migrate(connection, MIGRATIONS)

    def m002_broken(opened: sqlite3.Connection) -> None:
        opened.execute("CREATE TABLE half_done (text TEXT)")
        opened.execute("INSERT INTO missing VALUES (1)")

    with pytest.raises(sqlite3.OperationalError, match="missing"):
        migrate(connection, (*MIGRATIONS, m002_broken))
    assert schema_version(connection) == len(MIGRATIONS)
    names = connection.execute("SELECT name FROM sqlite_schema").fetchall()
    assert ("half_done",) not in names
    assert not connection.in_transaction


def test_library_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    LibraryStore(path, create=True).close()
    with closing(sqlite3.connect(path)) as opened:
        opened.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 7}")
    before = path.read_bytes()
    told = f"schema {len(MIGRATIONS) + 7}, but this version knows"
    with pytest.raises(StoreError, match=told) as caught:
        LibraryStore(path)
    assert "newer Wenyuan" in caught.value.remedy
    assert path.read_bytes() == before
    assert [child.name for child in tmp_path.iterdir()] == ["library.sqlite"]
