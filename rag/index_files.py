"""The files of a generation: one FAISS file and one tantivy folder, built from the library."""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from corpus.errors import BusyError, IndexDamagedError, StoreError
from corpus.store_records import PassageEntry
from corpus.tokenizer import Tokenizer
from embeddings.vector_index_files import link_or_copy
from rag.disk import disk_errors, flush_folder
from rag.lexical_index import LexicalIndex, WordEntry
from rag.manifest import Manifest
from rag.terms import write_terms

LOCK_FILE = "index.lock"

_OWN_NAMES = re.compile(r"dense-(\d+)\.faiss|lexical-(\d+)")
# What is written beside before it gets its name; a killed run leaves such behind.
_UNFINISHED = re.compile(r"\.(?:dense-\d|lexical-\d|manifest\.json\.)")
_GENERATIONS_KEPT = 2
_READ_BYTES = 1 << 20
_TANTIVY_LOCKS = ".tantivy-"
_REBUILD = "It is made anew by: wenyuan index PATH"

Entries = Iterable[PassageEntry]


def dense_name(generation: int) -> str:
    """Name of a generation's FAISS file."""
    return f"dense-{generation}.faiss"


def lexical_name(generation: int) -> str:
    """Name of a generation's tantivy folder."""
    return f"lexical-{generation}"


@contextmanager
def index_lock(data_dir: Path) -> Iterator[None]:
    """Holds the right to change the data folder; it is free again when the process ends.

    Raises:
        BusyError: another process has it.
    """
    with disk_errors(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(data_dir / LOCK_FILE)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout as exc:
            raise BusyError(
                f"Another process is changing the index in {data_dir}.",
                remedy="Wait until it has ended, then run the same command again.",
            ) from exc
    try:
        yield
    finally:
        lock.release()


def build_lexical(
    folder: Path, entries: Entries, tokenizer: Tokenizer, terms: Iterable[str]
) -> LexicalIndex:
    """A new word index in `folder`, over all entries."""
    shutil.rmtree(folder, ignore_errors=True)
    with lexical_errors(folder):
        index = LexicalIndex.create(folder, tokenizer)
        index.add(map(_word_entry, entries))
        index.commit()
    write_terms(folder, terms)
    return index


def extend_lexical(
    previous: Path, folder: Path, removed: Iterable[int], added: Entries, tokenizer: Tokenizer
) -> LexicalIndex:
    """A copy of the word index `previous` in `folder`, with the differences applied."""
    shutil.rmtree(folder, ignore_errors=True)
    _copy_index(previous, folder)
    with lexical_errors(folder):
        index = LexicalIndex.open(folder, tokenizer)
        index.remove(removed)
        index.add(map(_word_entry, added))
        index.commit()
    return index


def _word_entry(entry: PassageEntry) -> WordEntry:
    """What the word index is given: number and issuer of a document find each of its passages."""
    context = "\n".join(filter(None, (entry.context, entry.further_words)))
    return WordEntry(entry.row_id, context, entry.text, entry.beside)


@contextmanager
def lexical_errors(folder: Path) -> Iterator[None]:
    """Turns what tantivy raises when it cannot write (ValueError) into StoreError."""
    try:
        yield
    except ValueError as exc:
        raise StoreError(
            f"The word index cannot be written to {folder} ({exc}).",
            remedy="Free some space (or raise the limit), then run the same command: it goes on.",
        ) from exc


def move_into_place(part: Path, folder: Path) -> None:
    """Gives a finished folder its name; what an unfinished run left there goes away."""
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)
    flush_folder(folder.parent)


def checks_of(data_dir: Path, *names: str) -> dict[str, str]:
    """Path below the data folder → size and CRC-32 of each file of an index."""
    paths = [path for name in names for path in _files_of(data_dir / name)]
    return {path.relative_to(data_dir).as_posix(): _check(path) for path in paths}


def verify(data_dir: Path, manifest: Manifest, name: str) -> None:
    """Compares a file or folder of an index with the checks in its manifest.

    Raises:
        IndexDamagedError: a part is missing or differs.
    """
    expected = {
        path: check for path, check in manifest.checks.items() if path.split("/")[0] == name
    }
    for path, check in expected.items():
        try:
            found = _check(data_dir / path)
        except OSError as exc:
            raise IndexDamagedError(
                f"{data_dir / path} cannot be read ({exc.strerror}).", remedy=_REBUILD
            ) from exc
        if found != check:
            raise IndexDamagedError(
                f"{data_dir / path} is damaged: its size and checksum are {found}, not {check}.",
                remedy=_REBUILD,
            )
    if not expected:
        raise IndexDamagedError(f"The manifest does not know {name}.", remedy=_REBUILD)


def is_intact(data_dir: Path, manifest: Manifest, name: str) -> bool:
    """Whether a file or folder of an index is as its manifest says."""
    try:
        verify(data_dir, manifest, name)
    except IndexDamagedError:
        return False
    return True


def remove_stale(data_dir: Path, published: int) -> None:
    """Deletes what belongs neither to the published generation nor to the one before it."""
    numbered: dict[Path, int] = {}
    for path in data_dir.iterdir():
        match = _OWN_NAMES.fullmatch(path.name)
        if match:
            numbered[path] = int(match[1] or match[2])
        elif _UNFINISHED.match(path.name):
            _delete(path)
    kept = sorted({number for number in numbered.values() if number <= published})
    for path, number in numbered.items():
        if number not in kept[-_GENERATIONS_KEPT:]:
            _delete(path)


def _copy_index(previous: Path, folder: Path) -> None:
    """Links the files that tantivy never changes, and copies those that it replaces."""
    folder.mkdir()
    for path in _files_of(previous):
        if path.suffix in (".json", ".txt"):
            shutil.copyfile(path, folder / path.name)
        else:
            link_or_copy(path, folder / path.name)


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(child for child in path.iterdir() if not child.name.startswith(_TANTIVY_LOCKS))


def _check(path: Path) -> str:
    size = checksum = 0
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            size += len(block)
            checksum = zlib.crc32(block, checksum)
    return f"{size}-{checksum:08x}"


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
