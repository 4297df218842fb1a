"""Builds the files of a generation from the library, and publishes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import IndexDamagedError
from corpus.store import LibraryStore
from corpus.store_records import PassageEntry
from corpus.tokenizer import Tokenizer
from embeddings.vector_index_base import FaissIndex
from rag.disk import PART_SUFFIX
from rag.index_files import (
    build_lexical,
    checks_of,
    extend_lexical,
    is_intact,
    move_into_place,
)
from rag.index_report import IndexingStage, Progress, ProgressStep, no_progress
from rag.lexical_index import LexicalIndex
from rag.manifest import Manifest, write_manifest
from rag.terms import dictionary_hash, read_terms, read_user_dictionary, terms_hash
from rag.vector_building import build_vectors, extend_vectors

TokenizerFactory = Callable[[Sequence[str]], Tokenizer]
TermCollector = Callable[[Iterable[str]], Sequence[str]]

# The words are made afresh when the number of passages has changed by more than this share.
_SHARE_FOR_NEW_TERMS = 0.1


@dataclass(frozen=True, slots=True)
class WordTools:
    """How tokenizers are made, and how the library's own terms are found in its texts.

    `dictionary` is the user's file of words; None: the one in the data folder, if it is there.
    """

    create_tokenizer: TokenizerFactory
    collect_terms: TermCollector
    dictionary: Path | None = None

    def read_dictionary(self, data_dir: Path) -> tuple[str, ...]:
        """The words of the user's dictionary; raises SettingsError where they cannot be had."""
        return read_user_dictionary(data_dir, self.dictionary)


class Publisher:
    """Makes the vector file and the word folder of generations."""

    def __init__(
        self,
        data_dir: Path,
        store: LibraryStore,
        tools: WordTools,
        progress: Progress = no_progress,
    ) -> None:
        self._data_dir = data_dir
        self._store = store
        self._tools = tools
        self._progress = progress

    def publish(self, plan: Manifest, previous: Manifest | None) -> Manifest:
        """Builds the files that `plan` names, completes it and publishes it.

        `previous` is the published manifest, if its files can be built upon.
        """
        self._write_vectors(plan, previous)
        dictionary = self._tools.read_dictionary(self._data_dir)
        if previous is not None and self._can_extend(previous, plan, dictionary):
            self._extend_words(plan, previous)
            known = previous
        else:
            terms = self._collect_terms(plan.generation, dictionary)
            self._rebuild_words(plan, terms)
            known = replace(
                plan,
                dictionary_hash=dictionary_hash(dictionary),
                terms_hash=terms_hash(terms),
                terms_passages=plan.counts.passages,
            )
        return self._write(
            replace(
                plan,
                dictionary_hash=known.dictionary_hash,
                terms_hash=known.terms_hash,
                terms_passages=known.terms_passages,
            )
        )

    def repair(self, manifest: Manifest) -> Manifest:
        """Makes the damaged files of the published generation anew; its number stays."""
        names = (manifest.dense_file, manifest.lexical_folder)
        damaged = [name for name in names if not is_intact(self._data_dir, manifest, name)]
        for name in damaged or names:  # all, if they are as written and yet of no use
            if name == manifest.dense_file:
                self.build_vectors(manifest).save(self._data_dir / name)
            else:
                terms = self.terms_of(manifest)
                self._rebuild_words(manifest, terms)
                manifest = replace(manifest, terms_hash=terms_hash(terms))
        return self._write(manifest)

    def build_vectors(self, manifest: Manifest) -> FaissIndex:
        """All vectors of a generation, in memory."""
        index = build_vectors(self._store, manifest, self._progress)
        _check_complete("vectors", len(index), manifest)
        return index

    def build_words(self, folder: Path, manifest: Manifest, terms: Sequence[str]) -> LexicalIndex:
        """The words of a generation in `folder`, all made anew."""
        entries = self._told(
            self._store.iter_entries(manifest.generation), manifest.counts.passages
        )
        tokenizer = self._tools.create_tokenizer(terms)
        index = build_lexical(folder, entries, tokenizer, terms)
        _check_complete("words", len(index), manifest)
        return index

    def terms_of(self, manifest: Manifest) -> tuple[str, ...]:
        """The terms of a generation; collected again when their list is damaged."""
        try:
            terms = read_terms(self._data_dir / manifest.lexical_folder)
        except IndexDamagedError:  # all that is needed stands in the library
            terms = ()
        if terms_hash(terms) == manifest.terms_hash:
            return terms
        return self._collect_terms(manifest.generation, self._tools.read_dictionary(self._data_dir))

    def _write_vectors(self, plan: Manifest, previous: Manifest | None) -> None:
        vectors = None
        if previous is not None:
            vectors = extend_vectors(self._data_dir, self._store, previous, plan, self._progress)
        if vectors is None:
            vectors = self.build_vectors(plan)
        vectors.save(self._data_dir / plan.dense_file)

    def _can_extend(self, previous: Manifest, plan: Manifest, dictionary: Sequence[str]) -> bool:
        grown = abs(plan.counts.passages - previous.terms_passages)
        return (
            grown <= previous.terms_passages * _SHARE_FOR_NEW_TERMS
            and dictionary_hash(dictionary) == previous.dictionary_hash
            and is_intact(self._data_dir, previous, previous.lexical_folder)
        )

    def _extend_words(self, plan: Manifest, previous: Manifest) -> None:
        folder = self._data_dir / previous.lexical_folder
        part = self._part_of(plan)
        tokenizer = self._tools.create_tokenizer(read_terms(folder))
        removed = self._store.removed_rows(previous.generation, plan.generation)
        added = self._store.iter_entries(plan.generation, newer_than=previous.generation)
        total = max(0, plan.counts.passages - previous.counts.passages + len(removed))
        index = extend_lexical(folder, part, removed, self._told(added, total), tokenizer)
        _check_complete("words", len(index), plan)
        move_into_place(part, self._data_dir / plan.lexical_folder)

    def _rebuild_words(self, plan: Manifest, terms: Sequence[str]) -> None:
        part = self._part_of(plan)
        self.build_words(part, plan, terms)
        move_into_place(part, self._data_dir / plan.lexical_folder)

    def _part_of(self, plan: Manifest) -> Path:
        return self._data_dir / f".{plan.lexical_folder}{PART_SUFFIX}"

    def _collect_terms(self, generation: int, dictionary: Sequence[str]) -> tuple[str, ...]:
        texts = self._store.iter_texts(generation)
        return tuple(dict.fromkeys((*dictionary, *self._tools.collect_terms(texts))))

    def _write(self, plan: Manifest) -> Manifest:
        total = plan.counts.passages
        self._progress(ProgressStep(IndexingStage.PUBLISH, total, total))
        manifest = replace(
            plan,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            checks=checks_of(self._data_dir, plan.dense_file, plan.lexical_folder),
        )
        write_manifest(self._data_dir, manifest)
        return manifest

    def _told(self, entries: Iterable[PassageEntry], total: int) -> Iterator[PassageEntry]:
        for done, entry in enumerate(entries, start=1):
            yield entry
            self._progress(ProgressStep(IndexingStage.WORDS, done, total))


def _check_complete(what: str, held: int, manifest: Manifest) -> None:
    expected = manifest.counts.passages
    if held != expected:
        raise IndexDamagedError(
            f"The index of {what} would hold {held} passages; {expected} were expected.",
            remedy="Run: wenyuan index PATH",
        )
