"""The user's synonyms, read again whenever their file changes while questions are answered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from corpus.errors import SettingsError
from rag.synonyms import SYNONYMS_FILE, Synonyms, read_synonyms, shipped_synonyms

Notify = Callable[[str], None]
Stamp = tuple[int, int, int]


class SynonymFile:
    """The synonyms that come with the product and those of the user's file, as it is now.

    The file is `named`, or, if None, the one in the data folder, which need not be there. Safe to
    use from several threads.

    Raises:
        SettingsError: the file named is missing, or the file is broken.
    """

    def __init__(self, data_dir: Path, named: Path | None, notify: Notify) -> None:
        self._path = named or data_dir / SYNONYMS_FILE
        self._is_named = named is not None
        self._notify = notify
        self._shipped = shipped_synonyms()
        self._lock = threading.Lock()
        self._stamp = _stamp_of(self._path)
        self._synonyms = self._read()

    def current(self) -> Synonyms:
        """The synonyms of the file as it is, or, while it is broken, as it last was in order.

        `notify` hears once of every state in which the file is broken.
        """
        with self._lock:
            stamp = _stamp_of(self._path)
            if stamp != self._stamp:
                self._stamp = stamp
                self._read_again()
            return self._synonyms

    def _read_again(self) -> None:
        try:
            self._synonyms = self._read()
        except SettingsError as exc:
            self._notify(f"{exc} Until then the synonyms read before are used.")

    def _read(self) -> Synonyms:
        try:
            return self._shipped.with_more(read_synonyms(self._path))
        except FileNotFoundError as exc:
            if not self._is_named:
                return self._shipped
            raise SettingsError(
                f"There is no synonym file {self._path}.",
                remedy="Correct the setting synonyms (WENYUAN_SYNONYMS), or remove it.",
            ) from exc


def _stamp_of(path: Path) -> Stamp | None:
    """Time, size and inode; None where nothing can be seen."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
