"""Files → index, incrementally.

Every file and every batch of vectors is committed as soon as it is ready; the
next run goes on where one was interrupted. Readers see nothing of it until the
new generation is published as a whole.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.cutting import PassageSplitter
from corpus.errors import IndexDamagedError, IndexMissingError
from corpus.parsers.formats import supported_suffixes
from corpus.sandbox.reader import SandboxedReader
from corpus.splitter import DEFAULT_TARGET
from corpus.store import LIBRARY_FILE, LibraryStore
from corpus.store_cuts import Cutting, find_furniture
from corpus.store_folds import find_folds
from corpus.store_live import folded_count, live_sources
from corpus.store_writer import LibraryWriter, Placing
from corpus.types import FileReport, FileState
from embeddings.base import Embedder
from rag.disk import disk_errors
from rag.file_reading import FileReader, ReadingOptions
from rag.file_reports import characters_of
from rag.index_files import dense_name, index_lock, is_intact, lexical_name, remove_stale
from rag.index_plan import IndexPlan, make_plan
from rag.index_report import IndexingStage, IndexReport, Progress, ProgressStep, no_progress
from rag.manifest import MANIFEST_SCHEMA, Manifest, read_manifest
from rag.publishing import Publisher, WordTools
from rag.terms import dictionary_hash
from rag.vector_filling import VectorFiller


@dataclass(frozen=True, slots=True)
class IndexingOptions:
    """How documents are read.

    Attributes:
        collection: that they belong to.
        target: the length of a passage, in characters.
        passwords: what may open encrypted files, by the keys of `passwords_for`.
    """

    collection: str = "default"
    target: int = DEFAULT_TARGET
    passwords: Mapping[str, str] = field(default_factory=dict)


class Indexer:
    """Keeps the index in one data folder in step with folders of documents.

    `embedder_name` is what the user called the model. The processes that read files stay for
    further runs until `close`.
    """

    def __init__(
        self,
        data_dir: Path,
        embedder: Embedder,
        embedder_name: str,
        tools: WordTools,
        options: IndexingOptions | None = None,
        sandbox: SandboxedReader | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._embedder = embedder
        self._embedder_name = embedder_name
        self._tools = tools
        self._options = options or IndexingOptions()
        self._sandbox = sandbox or SandboxedReader()

    def index(
        self,
        paths: Sequence[Path],
        *,
        prune: bool = False,
        verify: bool = False,
        progress: Progress = no_progress,
    ) -> IndexReport:
        """Makes the index hold what lies below `paths`: adds, updates and removes documents.

        With `verify` files are compared by their bytes instead of size and time, and those that
        failed are tried again.

        Raises:
            UsageError: a path does not exist, or a folder is missing, empty or lost
                more than half of its files while `prune` is False. Nothing was changed.
            BusyError: another process is indexing.
            StoreError: the library is damaged, or the disk is full.
            SettingsError: the user's dictionary cannot be read, or has broken lines.
        """
        started = time.monotonic()
        with (
            index_lock(self._data_dir),
            LibraryStore(self._data_dir / LIBRARY_FILE, create=True) as store,
        ):
            store.check()
            self._tools.read_dictionary(self._data_dir)  # a bad one is told before hours of work
            progress(ProgressStep(IndexingStage.SCAN, 0, len(paths)))
            plan = make_plan(
                paths,
                store.roots(),
                store.files(),
                suffixes=supported_suffixes(),
                data_dir=self._data_dir,
                prune=prune,
            )
            base = _find_base(self._data_dir, store)
            run = _Run(store, LibraryWriter(store, base.next_generation), progress, started)
            return self._carry_out(plan, base, run, self._reader(run, verify=verify))

    def close(self) -> None:
        """Ends the processes that read files; another run starts them again."""
        self._sandbox.close()

    def _reader(self, run: _Run, *, verify: bool) -> FileReader:
        placing = Placing(self._options.collection, self._cutting(run.store))
        options = ReadingOptions(placing, self._options.passwords, verify=verify)
        return FileReader(run.store, run.writer, run.store.files(), self._sandbox, options)

    def _carry_out(
        self, plan: IndexPlan, base: _Base, run: _Run, reader: FileReader
    ) -> IndexReport:
        removed = _removed(plan, run.store)
        filler = VectorFiller(run.store, run.writer, self._embedder, run.progress)
        reports = _read_files(plan, run, reader, filler)
        folded = self._fold(base, run)
        filler.fill_all()
        with disk_errors(self._data_dir):
            outcome = self._publish(run.store, run.writer, base, run.progress)
        manifest = outcome.manifest
        return IndexReport(
            files=tuple(sorted((*plan.reports, *reports), key=lambda report: report.source)),
            removed=removed,
            counts=manifest.counts,
            generation=manifest.generation,
            published=manifest.generation == base.next_generation,
            characters=characters_of(reports),
            embedded=filler.embedded,
            seconds=time.monotonic() - run.started,
            folded=folded,
            notes=self._notes(base, outcome),
        )

    def _cutting(self, store: LibraryStore) -> Cutting:
        splitter = PassageSplitter(self._options.target)
        return Cutting(splitter, splitter.recipe, find_furniture(store))

    def _fold(self, base: _Base, run: _Run) -> int:
        """Leaves out of passages and search what many documents repeat; how many are folded."""
        run.writer.cut_anew(self._cutting(run.store))
        published = base.manifest
        if published is None or run.writer.changed_since(published.generation):
            run.progress(ProgressStep(IndexingStage.FOLD, 0, 1))
            run.writer.fold(find_folds(run.store))
            run.progress(ProgressStep(IndexingStage.FOLD, 1, 1))
        return folded_count(run.store)

    def _publish(
        self, store: LibraryStore, writer: LibraryWriter, base: _Base, progress: Progress
    ) -> _Outcome:
        """A new generation if anything differs; the published one, mended if need be, if not."""
        publisher = Publisher(self._data_dir, store, self._tools, progress)
        published = base.manifest
        if published is None or self._differs(published, writer):
            outcome = _Outcome(publisher.publish(self._new_manifest(store, base), published))
            self._purge(writer, published)
        elif _files_are_intact(self._data_dir, published):
            outcome = _Outcome(published)
        else:
            outcome = _Outcome(publisher.repair(published), repaired=True)
        remove_stale(self._data_dir, outcome.manifest.generation)
        return outcome

    def _differs(self, published: Manifest, writer: LibraryWriter) -> bool:
        dictionary = dictionary_hash(self._tools.read_dictionary(self._data_dir))
        return (
            writer.changed_since(published.generation)
            or self._is_of_other_model(published)
            or published.dictionary_hash != dictionary
        )

    def _is_of_other_model(self, published: Manifest) -> bool:
        return published.fingerprint != self._embedder.fingerprint

    def _new_manifest(self, store: LibraryStore, base: _Base) -> Manifest:
        """What the next generation will be; the words' fields are filled in by the publisher."""
        number = base.next_generation
        return Manifest(
            schema=MANIFEST_SCHEMA,
            generation=number,
            embedder=self._embedder_name,
            fingerprint=self._embedder.fingerprint,
            dimension=self._embedder.dimension,
            counts=store.counts(number),
            dense_file=dense_name(number),
            lexical_folder=lexical_name(number),
            dictionary_hash="",
            terms_hash="",
            terms_passages=0,
            created="",
            checks={},
        )

    def _purge(self, writer: LibraryWriter, published: Manifest | None) -> None:
        """Deletes what no reader needs: one may still use the generation before the new one."""
        fingerprints = {self._embedder.fingerprint}
        before = 0
        if published is not None:
            fingerprints.add(published.fingerprint)
            before = published.generation
        writer.purge(before, sorted(fingerprints))

    def _notes(self, base: _Base, outcome: _Outcome) -> tuple[str, ...]:
        published = base.manifest
        if published is not None and self._is_of_other_model(published):
            return (
                *base.notes,
                f"The index was made with the model {published.embedder}; all passages were "
                f"embedded anew with {self._embedder_name}.",
            )
        if outcome.repaired:
            return (*base.notes, "Damaged index files were made anew from the library.")
        return base.notes


@dataclass(frozen=True, slots=True)
class _Base:
    """What a run builds upon: the published manifest, or None where there is none to trust."""

    manifest: Manifest | None
    next_generation: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The manifest at the end of a run; `repaired` if its files had to be made anew."""

    manifest: Manifest
    repaired: bool = False


def _find_base(data_dir: Path, store: LibraryStore) -> _Base:
    newest = store.newest_generation()
    try:
        manifest = read_manifest(data_dir)
    except IndexMissingError:
        return _Base(None, newest + 1)
    except IndexDamagedError as exc:
        return _Base(None, newest + 1, (f"{exc.message} The index was made anew.",))
    following = manifest.generation + 1
    if newest < manifest.generation:
        note = (
            f"The library stands at generation {newest}, the index at {manifest.generation}: "
            "one of them was restored or removed. The index was made anew."
        )
        return _Base(None, following, (note,))
    # Beyond `following` only when an older manifest was restored: its number was used already.
    return _Base(manifest, following if newest <= following else newest + 1)


@dataclass(frozen=True, slots=True)
class _Run:
    """What all steps of one run share."""

    store: LibraryStore
    writer: LibraryWriter
    progress: Progress
    started: float


def _removed(plan: IndexPlan, store: LibraryStore) -> tuple[str, ...]:
    """The vanished files that held documents."""
    held = live_sources(store)
    holding = held | {file.container for file in store.files() if file.source in held}
    return tuple(source for source in plan.vanished if source in holding)


def _read_files(
    plan: IndexPlan, run: _Run, reader: FileReader, filler: VectorFiller
) -> list[FileReport]:
    """Reads what has changed; whole blocks of new passages are embedded in between."""
    for name, path in plan.new_roots.items():
        run.writer.add_root(name, path)
    if plan.vanished:
        run.writer.retire(plan.vanished)
    reports: list[FileReport] = []
    total, pages, passages = len(plan.files), 0, 0
    for done, (found, store) in enumerate(reader.read(plan.files)):
        step = ProgressStep(IndexingStage.READ, done, total, found.source, pages, passages)
        run.progress(step)
        told = store()
        reports += told
        pages += sum(report.facts.pages for report in told)
        new = sum(report.passages for report in told if report.state is not FileState.UNCHANGED)
        passages += new
        filler.add(new)
    run.progress(ProgressStep(IndexingStage.READ, total, total, "", pages, passages))
    return reports


def _files_are_intact(data_dir: Path, manifest: Manifest) -> bool:
    names = (manifest.dense_file, manifest.lexical_folder)
    return all(is_intact(data_dir, manifest, name) for name in names)
