"""One SQLite file, open: bound statements and transactions, usable from several threads."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from corpus.store_connection import DatabaseKind, check_pages, database_errors, open_database


class Database:
    """The file of one kind at `path`; with `create` an absent one is made.

    Raises:
        StoreError: the file is missing, damaged, foreign or too new; it is left as it was.
    """

    def __init__(self, path: Path, kind: DatabaseKind, *, create: bool = False) -> None:
        self.path = path
        self._kind = kind
        self._lock = threading.RLock()
        self._connection = open_database(path, kind, create=create)
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file; a second call does nothing."""
        with self._lock:
            self._connection.close()

    def check(self) -> None:
        """Reads the whole file; raises StoreError when a part of it is damaged."""
        with self._lock:
            check_pages(self._connection, self.path, self._kind)

    def rows(self, statement: str, **values: object) -> list[sqlite3.Row]:
        """All rows of one statement with bound, named values."""
        with self._lock, database_errors(self.path, self._kind):
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A writing transaction: committed at the end of the block, undone by any exception."""
        with self._lock, database_errors(self.path, self._kind):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
