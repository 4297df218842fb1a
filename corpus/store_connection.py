"""Opening a database file: checks that touch nothing, and errors that tell what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BusyError, StoreError
from corpus.migrations import Migration, migrate, schema_version

BUSY_SECONDS = 30.0
_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_LARGEST_PAGE = 65_536
_CACHE_KIBIBYTES = 32_768

_FULL_REMEDY = "Free some space (or raise the limit) and run the same command again: it goes on."
_ACCESS_REMEDY = "Check that the folder exists and may be written to, or choose another one."

# Primary SQLite result codes → what they mean for a user, and what to do; "" where it depends on
# the kind of database.
_MEANINGS = {
    sqlite3.SQLITE_CORRUPT: ("is damaged", ""),
    sqlite3.SQLITE_NOTADB: ("is no database", ""),
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", _FULL_REMEDY),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", _FULL_REMEDY),
    sqlite3.SQLITE_READONLY: ("may not be written to", _ACCESS_REMEDY),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", _ACCESS_REMEDY),
    sqlite3.SQLITE_PERM: ("may not be opened", _ACCESS_REMEDY),
}


@dataclass(frozen=True, slots=True)
class DatabaseKind:
    """What a database file is for.

    Attributes:
        name: as errors call it, "library".
        application_id: marks its files; never changes.
        migrations: what makes its tables.
        missing_remedy: what to do when the file is not there.
        damaged_remedy: what to do when it cannot be used.
    """

    name: str
    application_id: int
    migrations: tuple[Migration, ...]
    missing_remedy: str
    damaged_remedy: str


@contextmanager
def database_errors(path: Path, kind: DatabaseKind) -> Iterator[None]:
    """Turns errors of SQLite inside the block into StoreError or BusyError."""
    try:
        yield
    except sqlite3.Error as exc:
        code = getattr(exc, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BusyError(
                f"The {kind.name} {path} has been held by another process for "
                f"{BUSY_SECONDS:.0f} s.",
                remedy="Wait until that process has ended, then try again.",
            ) from exc
        meaning, remedy = _MEANINGS.get(code, ("cannot be used", ""))
        raise StoreError(
            f"The {kind.name} {path} {meaning} ({exc}).", remedy=remedy or kind.damaged_remedy
        ) from exc


def open_database(path: Path, kind: DatabaseKind, *, create: bool) -> sqlite3.Connection:
    """A connection to the database, usable from any thread; an absent file is made by `create`.

    Raises:
        StoreError: the file is missing, damaged, foreign or too new. It is left as it was.
    """
    if not _check_file(path, kind):
        if not create:
            raise StoreError(f"The {kind.name} {path} is missing.", remedy=kind.missing_remedy)
        _make_folder(path.parent)
    with database_errors(path, kind):
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    try:
        with database_errors(path, kind):
            _prepare(connection, path, kind)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StoreError(
            f"The folder {folder} cannot be made ({exc.strerror}).", remedy=_ACCESS_REMEDY
        ) from exc


def check_pages(connection: sqlite3.Connection, path: Path, kind: DatabaseKind) -> None:
    """Reads the whole file and checks its structure.

    Raises:
        StoreError: a page is damaged.
    """
    with database_errors(path, kind):
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreError(
            f"The {kind.name} {path} is damaged ({found}).", remedy=kind.damaged_remedy
        )


def _prepare(connection: sqlite3.Connection, path: Path, kind: DatabaseKind) -> None:
    _check_owner(connection, path, kind)
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise StoreError(
            f"The folder of {path} does not support SQLite's write-ahead log (got {mode!r}).",
            remedy="Choose a data folder on a local disk, not on a network share.",
        )
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES:d}")
    migrate(connection, kind.migrations)


def _check_owner(connection: sqlite3.Connection, path: Path, kind: DatabaseKind) -> None:
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if (tables or schema_version(connection)) and owner != kind.application_id:
        raise StoreError(
            f"{path} is a database of another program (application id {owner:#x}).",
            remedy="Choose another data folder.",
        )


def _check_file(path: Path, kind: DatabaseKind) -> bool:
    """Refuses what is plainly no database or cut short, before SQLite can touch it.

    Returns whether there is one; a kill at the very first moment leaves an empty file.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return False
    except OSError as exc:
        raise StoreError(
            f"The {kind.name} {path} cannot be opened ({exc.strerror}).", remedy=_ACCESS_REMEDY
        ) from exc
    if size == 0:
        return False
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise StoreError(
            f"The {kind.name} {path} is damaged: it does not begin as an SQLite file does.",
            remedy=kind.damaged_remedy,
        )
    expected = _stated_size(header)
    if size < expected and not _has_log(path):
        raise StoreError(
            f"The {kind.name} {path} is cut short: {size} bytes of {expected}.",
            remedy=kind.damaged_remedy,
        )
    return True


def _stated_size(header: bytes) -> int:
    """Bytes that the file should have at least (https://sqlite.org/fileformat.html#the_database_header)."""
    page_size = int.from_bytes(header[16:18])
    if page_size == 1:
        page_size = _LARGEST_PAGE
    is_current = header[24:28] == header[92:96]
    return page_size * int.from_bytes(header[28:32]) if is_current else page_size


def _has_log(path: Path) -> bool:
    """Whether pages may stand in the write-ahead log only, as after a kill."""
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0
