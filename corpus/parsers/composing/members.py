"""Files inside files: which of them are handed on to be read, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from corpus.parsers.detection import is_recognised, suffix_of
from corpus.parsers.formats import supported_suffixes
from corpus.types import RawFile

MAX_MEMBERS = 5_000
MOST_NAMED = 8
SNIFFED = 1_024

ARCHIVE_SUFFIXES = frozenset(
    {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab", ".iso", ".jar"}
)
_SYSTEM_FOLDERS = frozenset({"__macosx"})
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


def safe_path(name: str) -> str:
    """`name` as a path below the file that holds it: no drive, no root, no way up."""
    parts = name.replace("\\", "/").split("/")
    if len(parts[0]) == 2 and parts[0][1] == ":":
        del parts[0]
    return "/".join(part for part in parts if part.strip() not in {"", ".", ".."})


def is_of_the_system(path: str) -> bool:
    """Whether a path names what programs leave behind: hidden files, folders of resources."""
    parts = PurePosixPath(path).parts
    return (
        any(part.startswith((".", "~$")) or part.lower() in _SYSTEM_FOLDERS for part in parts)
        or parts[-1].lower() in _SYSTEM_FILES
    )


def is_archive(path: str) -> bool:
    """Whether the name promises an archive: files inside files are opened one level deep."""
    return suffix_of(path) in ARCHIVE_SUFFIXES


def can_be_read(path: str, head: bytes) -> bool:
    """Whether there is a parser for a file of this name and these first bytes."""
    return suffix_of(path) in supported_suffixes() or is_recognised(head)


def listed(names: Iterable[str]) -> str:
    """The first names of many, and how many there are besides."""
    shown = list(names)
    rest = len(shown) - MOST_NAMED
    return ", ".join(shown[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


class Members:
    """Collects the files inside a file under names that differ."""

    def __init__(self, passwords: tuple[str, ...] = ()) -> None:
        self._passwords = passwords
        self._files: dict[str, RawFile] = {}

    def __len__(self) -> int:
        """Files so far."""
        return len(self._files)

    @property
    def files(self) -> tuple[RawFile, ...]:
        """All files so far, in order."""
        return tuple(self._files.values())

    def add(self, path: str, data: bytes) -> None:
        """Adds a file; a second one of a name is numbered: "a (2).txt"."""
        name, number = path, 1
        while name in self._files:
            number += 1
            suffix = PurePosixPath(path).suffix
            name = f"{path.removesuffix(suffix)} ({number}){suffix}"
        self._files[name] = RawFile(name, data, self._passwords)
