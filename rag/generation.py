"""The published generation, loaded: what questions are answered from."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpus.errors import BusyError, IndexDamagedError, IndexMissingError, ModelError, StoreError
from corpus.store import LIBRARY_FILE, LibraryStore
from corpus.tokenizer import Tokenizer
from corpus.types import Passage
from embeddings.vector_index_base import FaissIndex
from embeddings.vector_index_by_size import load_index
from rag.disk import disk_errors
from rag.index_files import index_lock, verify
from rag.lexical_index import LexicalIndex
from rag.manifest import MANIFEST_FILE, Manifest, read_manifest
from rag.publishing import Publisher, WordTools
from rag.terms import read_terms, terms_hash

_ATTEMPTS = 5
_INDEX_AGAIN = "Restore it, or run: wenyuan index PATH"

Notify = Callable[[str], None]
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the index; stays usable while newer ones are published.

    Attributes:
        manifest: what it holds.
        dense: vectors by row id.
        lexical: words by row id.
        tokenizer: cuts queries as the words of this generation were cut.
        store: the library, to be read with `number`.
    """

    manifest: Manifest
    dense: FaissIndex
    lexical: LexicalIndex
    tokenizer: Tokenizer
    store: LibraryStore

    @property
    def number(self) -> int:
        """The number by which the library's rows are seen."""
        return self.manifest.generation

    def passages(self, row_ids: Sequence[int]) -> dict[int, Passage]:
        """Row id → passage."""
        return self.store.passages(row_ids, self.number)

    def passages_of(self, passage: Passage) -> list[Passage]:
        """All passages of the same document, in order."""
        return self.store.passages_of(passage.document_id, self.number)

    def text_of(self, passage: Passage) -> str:
        """The whole stored text that a passage was cut from."""
        return self.store.text(passage.text_hash)

    def locator_of(self, passage: Passage, start: int, end: int) -> Mapping[str, object] | None:
        """Where a span of the stored text lies in the original file."""
        return self.store.locator_of(passage.text_hash, start, end, self.number)

    def tokens(self, text: str) -> list[str]:
        """The words of a text as the word index counts them."""
        return self.tokenizer.tokens(text)

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word, ≥ 0."""
        return self.lexical.rarity(word)


class GenerationSource:
    """Gives the published generation, and loads a newer one when it was published.

    Safe to use from several threads. `fingerprint` is that of the embedder that
    queries will be embedded with; `notify` hears of index files that had to be
    made anew.
    """

    def __init__(self, data_dir: Path, fingerprint: str, tools: WordTools, notify: Notify) -> None:
        self._data_dir = data_dir
        self._fingerprint = fingerprint
        self._tools = tools
        self._notify = notify
        self._lock = threading.Lock()
        self._loaded: tuple[Stamp, Generation] | None = None
        self._stores: dict[int, LibraryStore] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the library; generations given out can no longer be used."""
        with self._lock:
            self._loaded = None
            while self._stores:
                self._stores.popitem()[1].close()

    def current(self) -> Generation:
        """The published generation.

        While one thread loads a newer one, the others go on with the one before.

        Raises:
            IndexMissingError: nothing was indexed yet.
            ModelError: the index was made with another embedding model.
            StoreError: the library is damaged or missing; it is left as it is.
            IndexDamagedError: index files are damaged and cannot be made anew.
        """
        loaded = self._loaded
        if loaded is not None and loaded[0] == _stamp_of(self._data_dir / MANIFEST_FILE):
            return loaded[1]
        if not self._lock.acquire(blocking=loaded is None):
            assert loaded is not None
            return loaded[1]
        try:
            return self._load_newest()
        finally:
            self._lock.release()

    def _load_newest(self) -> Generation:
        """Starts over when another generation was published, and this one deleted, meanwhile."""
        for _ in range(_ATTEMPTS):
            stamp = _stamp_of(self._data_dir / MANIFEST_FILE)
            if self._loaded is not None and self._loaded[0] == stamp:
                return self._loaded[1]
            manifest = self._checked_manifest()
            store = self._store_for(manifest)
            try:
                generation = self._open(manifest, store)
            except IndexDamagedError as exc:
                if stamp != _stamp_of(self._data_dir / MANIFEST_FILE):
                    continue
                self._notify(f"{exc.message} It is made anew from the library.")
                if self._repair(manifest, store):
                    continue
                generation = self._open_privately(manifest, store)
            self._loaded = (stamp, generation)
            return generation
        raise IndexDamagedError(
            f"The index in {self._data_dir} could not be loaded in {_ATTEMPTS} attempts: its files "
            "are damaged again and again.",
            remedy="Check the disk, then run: wenyuan index PATH",
        )

    def _checked_manifest(self) -> Manifest:
        manifest = read_manifest(self._data_dir)
        if manifest.fingerprint != self._fingerprint:
            raise ModelError(
                f"The index in {self._data_dir} was made with the embedding model "
                f"{manifest.embedder!r}, which is not the one in use.",
                remedy=f"Use --embedding-model {manifest.embedder}, or embed all passages anew "
                "with: wenyuan index PATH",
            )
        return manifest

    def _store_for(self, manifest: Manifest) -> LibraryStore:
        """The library; opened again when its file was replaced."""
        path = self._data_dir / LIBRARY_FILE
        key = path.stat().st_ino if path.exists() else 0
        if key not in self._stores:
            self._stores[key] = LibraryStore(path)
        store = self._stores[key]
        newest = store.newest_generation()
        if newest < manifest.generation:
            raise StoreError(
                f"The library {path} stands at generation {newest}, but the index at "
                f"{manifest.generation}: one of them was restored or removed.",
                remedy=_INDEX_AGAIN,
            )
        return store

    def _open(self, manifest: Manifest, store: LibraryStore) -> Generation:
        for name in (manifest.dense_file, manifest.lexical_folder):
            verify(self._data_dir, manifest, name)
        folder = self._data_dir / manifest.lexical_folder
        tokenizer = self._tokenizer(read_terms(folder))
        return Generation(
            manifest=manifest,
            dense=load_index(self._data_dir / manifest.dense_file, manifest.dimension),
            lexical=LexicalIndex.open(folder, tokenizer),
            tokenizer=tokenizer,
            store=store,
        )

    def _repair(self, manifest: Manifest, store: LibraryStore) -> bool:
        """Makes damaged files anew for everybody; False where that is not possible now."""
        try:
            with index_lock(self._data_dir), disk_errors(self._data_dir):
                if read_manifest(self._data_dir) == manifest:
                    Publisher(self._data_dir, store, self._tools).repair(manifest)
        except (BusyError, StoreError):  # an indexer is at work, or the folder is not ours
            return False
        return True

    def _open_privately(self, manifest: Manifest, store: LibraryStore) -> Generation:
        """Index files of our own, away from those that another process may be changing."""
        publisher = Publisher(self._data_dir, store, self._tools)
        terms = publisher.terms_of(manifest)
        folder = Path(tempfile.mkdtemp(prefix="wenyuan-"))
        try:
            dense = publisher.build_vectors(manifest)
            lexical = publisher.build_words(folder, manifest, terms)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        weakref.finalize(lexical, shutil.rmtree, folder, ignore_errors=True)
        return Generation(manifest, dense, lexical, self._tokenizer(terms), store)

    def _tokenizer(self, terms: Sequence[str]) -> Tokenizer:
        """One tokenizer for as long as the terms stay the same: it is dear to make."""
        if self._loaded is not None:
            generation = self._loaded[1]
            if generation.manifest.terms_hash == terms_hash(terms):
                return generation.tokenizer
        return self._tools.create_tokenizer(terms)


def _stamp_of(path: Path) -> Stamp:
    """Time, size and inode: differs after every atomic replacement."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise IndexMissingError(
            f"There is no index in {path.parent}.", remedy="Run: wenyuan index PATH"
        ) from exc
    return found.st_mtime_ns, found.st_size, found.st_ino
