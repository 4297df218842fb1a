"""Questions to suggest on an empty page, made and checked in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Protocol, Self

from corpus.errors import WenyuanError
from corpus.store import LibraryStore
from corpus.types import FileState
from rag.manifest import Manifest
from rag.suggestions.candidate import Candidate
from rag.suggestions.candidates import candidates_of
from rag.suggestions.kept import key_of, read_kept, write_kept
from rag.suggestions.selection import Selection, judge
from rag.types import Answer

_MOST_READ = 300
_MOST_ASKED_OF = 60
_PAUSE = 0.15
_BREATH = 0.01
_LONGEST_GOODBYE = 10.0

Notify = Callable[[str], None]


class Answering(Protocol):
    """Answers a question from the published index."""

    def answer(self, question: str) -> Answer:
        """The answer; raises WenyuanError when there can be none."""


class PublishedLibrary(Protocol):
    """The documents of one generation."""

    @property
    def manifest(self) -> Manifest:
        """Which generation it is."""

    @property
    def store(self) -> LibraryStore:
        """The library, to be read with the number of the generation."""


class Service(Protocol):
    """What questions are made from and asked of: `rag.factory.QAService` is one."""

    @property
    def pipeline(self) -> Answering:
        """Answers the questions, to check them."""

    @property
    def generation(self) -> Callable[[], PublishedLibrary]:
        """Gives the published generation."""


class SuggestedQuestions:
    """Up to six questions that the documents answer, varied over the documents.

    A thread of its own makes them after `start`, and again when a newer generation was
    published and somebody asks. It rests between any two questions for `pause` seconds,
    so that people come first. What it found is kept in `data_dir`, and so is there at
    once at the next start; `notify` hears, in one sentence, when it cannot be kept or
    made. `basis` says what else answers depend on (settings): with another basis they
    are made anew.
    """

    def __init__(
        self,
        service: Service,
        data_dir: Path,
        notify: Notify,
        *,
        basis: str = "",
        pause: float = _PAUSE,
    ) -> None:
        self._service = service
        self._data_dir = data_dir
        self._notify = notify
        self._basis = basis
        self._pause = pause
        self._questions: tuple[str, ...] = ()
        self._key = ""  # of the generation last worked on, with success or without
        self._asked = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="suggestions", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Starts the thread, which first recalls the kept questions; to be called once."""
        self._asked.set()
        self._thread.start()

    def current(self) -> tuple[str, ...]:
        """The questions of the newest generation that was worked on, at once; may be empty."""
        self._asked.set()
        return self._questions

    def close(self) -> None:
        """Stops the thread after the question that it is at; a second call does nothing."""
        self._closed.set()
        self._asked.set()
        if self._thread.is_alive():
            self._thread.join(_LONGEST_GOODBYE)

    def _work(self) -> None:
        while self._asked.wait():
            self._asked.clear()
            if self._closed.is_set():  # looked at after clearing: close() sets both
                return
            self._keep_up()

    def _keep_up(self) -> None:
        try:
            library = self._service.generation()
        except WenyuanError:  # whoever asks a question is told of it
            return
        key = key_of(library.manifest, self._basis)
        if key == self._key:
            return
        self._key = key
        kept = read_kept(self._data_dir, key)
        if kept is not None:
            self._questions = kept
            return
        try:
            made = self._make(library)
        except WenyuanError as exc:  # tried again with the next generation
            self._notify(f"No questions can be suggested: {exc}")
            return
        if made is not None:
            self._questions = made
            self._write(key, made)

    def _make(self, library: PublishedLibrary) -> tuple[str, ...] | None:
        """The questions of a generation; None when closed meanwhile."""
        selection = Selection(chain.from_iterable(self._candidates(library)))
        while not self._closed.is_set() and (candidate := selection.next()):
            answer = self._service.pipeline.answer(candidate.question)
            selection.tell(candidate, judge(candidate, answer))
            self._closed.wait(self._pause)
        return None if self._closed.is_set() else selection.questions()

    def _candidates(self, library: PublishedLibrary) -> Iterator[list[Candidate]]:
        """Those of some documents, the same ones as long as they stay in the library."""
        documents = library.store.documents(library.manifest.generation)
        canonical = [one for one in documents if one.state is not FileState.DUPLICATE]
        fruitful = 0
        for document in sorted(canonical, key=lambda one: one.text_hash)[:_MOST_READ]:
            if fruitful == _MOST_ASKED_OF or self._closed.wait(_BREATH):
                return
            text = library.store.text(document.text_hash)
            found = candidates_of(document.title, text, document.text_hash)
            fruitful += bool(found)
            yield found

    def _write(self, key: str, questions: tuple[str, ...]) -> None:
        try:
            write_kept(self._data_dir, key, questions)
        except OSError as exc:
            self._notify(
                f"The suggested questions cannot be kept in {self._data_dir} ({exc.strerror}); "
                "they are made again at the next start."
            )
