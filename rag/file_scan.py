"""Which files lie below the folders to index, and what they are called in citations.

A root is a folder given to `wenyuan index`; a file given alone has its folder
as root. A path inside a root that is known already belongs to that root (to
the deepest one), so that no file ever gets two names.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.parsers.detection import is_recognised
from corpus.types import FileReport, FileState

_SNIFFED_BYTES = 4096
_SPECIAL_KINDS = (
    (stat.S_ISFIFO, "named pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that can be read as a document, as it stood at the scan."""

    path: Path
    source: str
    root: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies at one path given by the user.

    `holds_files` tells whether there is any file that is not hidden; `reports`
    tell of what is not read; everything known below a prefix in `scope` but
    neither found nor below one in `unreadable` has vanished.
    """

    path: Path
    exists: bool
    holds_files: bool
    files: tuple[FoundFile, ...]
    reports: tuple[FileReport, ...]
    scope: tuple[str, ...]
    unreadable: tuple[str, ...]

    def covers(self, source: str) -> bool:
        """Whether a source lies at or below the path."""
        return _is_below(source, self.scope)

    def is_unreadable(self, source: str) -> bool:
        """Whether a source lies where this scan could not look."""
        return _is_below(source, self.unreadable)


class Roots:
    """Root names and their folders; new ones are collected in `added`."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._paths = dict(known)
        self.added: dict[str, str] = {}

    def cover(self, folder: Path) -> None:
        """Makes `folder` a root, unless it lies in one."""
        readable = readable_path(folder)
        if not any(_contains(path, readable) for path in self._paths.values()):
            name = self._free_name(Path(readable).name or "root")
            self._paths[name] = self.added[name] = readable

    def root_of(self, path: Path) -> str:
        """The name of the deepest root that `path` lies in."""
        readable = readable_path(path)
        holding = [name for name, root in self._paths.items() if _contains(root, readable)]
        return max(holding, key=lambda name: len(self._paths[name]))

    def source_of(self, path: Path) -> str:
        """Root name + "/" + path below the root."""
        root = self.root_of(path)
        below = os.path.relpath(readable_path(path), self._paths[root])
        return root if below == "." else f"{root}/{below}"

    def names_below(self, path: Path) -> list[str]:
        """Names of the roots at or below `path`."""
        readable = readable_path(path)
        return [name for name, root in self._paths.items() if _contains(readable, root)]

    def _free_name(self, name: str) -> str:
        number, free = 1, name
        while free in self._paths:
            number += 1
            free = f"{name}-{number}"
        return free


@dataclass(slots=True)
class _Walk:
    """The state of one walk through folders."""

    roots: Roots
    suffixes: frozenset[str]
    exclude: str
    base: str
    visited: set[str] = field(default_factory=set)
    holds_files: bool = False
    sources: set[str] = field(default_factory=set)
    files: list[FoundFile] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def report(self, path: Path, state: FileState, detail: str) -> None:
        self.reports.append(FileReport(self.roots.source_of(path), state, detail))


def scan(path: Path, roots: Roots, suffixes: frozenset[str], exclude: Path) -> Scan:
    """Looks through `path`, a file or a folder, in the order of names.

    `path` must be absolute; the folder `exclude` is passed over. Only files of an unknown suffix
    are opened, to see from their first bytes whether they are of a known format all the same.
    """
    is_folder = _is_folder(path)
    exists = is_folder or os.path.lexists(path)
    roots.cover(path if is_folder or not exists else path.parent)
    scope = tuple(dict.fromkeys((roots.source_of(path), *roots.names_below(path))))
    walk = _Walk(roots, suffixes, os.path.realpath(exclude), os.path.realpath(path))
    if is_folder:
        _walk_folder(walk, path)
    elif exists:
        _take_file(walk, path)
    return Scan(
        path=path,
        exists=exists,
        holds_files=walk.holds_files,
        files=tuple(walk.files),
        reports=tuple(walk.reports),
        scope=scope,
        unreadable=tuple(walk.unreadable),
    )


def readable_path(path: Path) -> str:
    """`path` as text that can be stored and shown.

    Names that are not UTF-8 (archives made on a Chinese Windows leave such) are
    read as GB18030.
    """
    return "/".join(_readable_name(part) for part in os.fspath(path).split("/"))


def _readable_name(name: str) -> str:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _walk_folder(walk: _Walk, folder: Path) -> None:
    pending = [folder]
    while pending:
        current = pending.pop()
        walk.visited.add(os.path.realpath(current))
        entries = [current / name for name in _names_in(walk, current)]
        pending += [entry for entry in entries if _take(walk, entry)]


def _names_in(walk: _Walk, folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries)
    except OSError as exc:
        walk.unreadable.append(walk.roots.source_of(folder))
        walk.report(folder, FileState.FAILED, f"The folder cannot be listed ({exc.strerror}).")
        return []


def _take(walk: _Walk, path: Path) -> bool:
    """Notes a file or says why not; True for a folder that is to be walked."""
    if path.name.startswith("."):
        walk.report(path, FileState.SKIPPED, "Hidden, so not read.")
    elif path.name.startswith("~$"):
        walk.report(path, FileState.SKIPPED, "The lock of a document that is open, not a document.")
    elif not _is_folder(path):
        _take_file(walk, path)
    elif os.path.realpath(path) == walk.exclude:
        walk.report(path, FileState.SKIPPED, "The data folder itself.")
    elif path.is_symlink() and _is_read_anyway(walk, os.path.realpath(path)):
        walk.report(path, FileState.SKIPPED, "A link to a folder that is read under another name.")
    elif path.is_symlink():
        _refuse_link(walk, path)
    else:
        return True
    return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # told when it is opened as a file
        return False


def _refuse_link(walk: _Walk, path: Path) -> None:
    """A link may lead to what its owner may read and nobody was to see in an answer."""
    target = readable_path(Path(os.path.realpath(path)))
    walk.report(
        path,
        FileState.SKIPPED,
        f"A link that leads out of the folder, to {target}. "
        "If it is to be read, index that path itself.",
    )


def _is_read_anyway(walk: _Walk, real: str) -> bool:
    """Whether a link leads to a folder of this walk, or to one above (a loop)."""
    return real in walk.visited or _contains(walk.base, real) or _contains(real, walk.base)


def _take_file(walk: _Walk, path: Path) -> None:
    walk.holds_files = True
    is_known = path.suffix.lower() in walk.suffixes
    try:
        found = path.stat()
        is_read = stat.S_ISREG(found.st_mode) and (is_known or _is_recognised(path))
    except OSError as exc:
        if not is_known:
            walk.report(path, FileState.SKIPPED, _unread_kind(path))
            return
        walk.unreadable.append(walk.roots.source_of(path))
        walk.report(path, FileState.FAILED, f"The file cannot be opened ({exc.strerror}).")
        return
    if not is_read:
        why = _unread_kind(path) if stat.S_ISREG(found.st_mode) else _special_kind(found.st_mode)
        walk.report(path, FileState.SKIPPED, why)
        return
    if path.is_symlink() and not _contains(walk.base, os.path.realpath(path)):
        _refuse_link(walk, path)
        return
    source = walk.roots.source_of(path)
    if source in walk.sources:
        walk.report(path, FileState.FAILED, "Another file has the same name once it is decoded.")
        return
    walk.sources.add(source)
    root = walk.roots.root_of(path)
    walk.files.append(FoundFile(path, source, root, found.st_size, found.st_mtime_ns))


def _is_recognised(path: Path) -> bool:
    with path.open("rb") as file:
        return is_recognised(file.read(_SNIFFED_BYTES))


def _unread_kind(path: Path) -> str:
    kind = f"of type {path.suffix!r}" if path.suffix else "without a suffix"
    return f"Files {kind} are not read."


def _special_kind(mode: int) -> str:
    kind = next((name for holds, name in _SPECIAL_KINDS if holds(mode)), "special file")
    return f"Not a regular file but a {kind}: it is never opened. Move it out of the folder."


def _contains(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _is_below(source: str, prefixes: tuple[str, ...]) -> bool:
    return any(_contains(prefix, source) for prefix in prefixes)


def without_repeats(scans: tuple[Scan, ...]) -> Iterator[FoundFile]:
    """The files of all scans by source, each source once."""
    by_source = {found.source: found for one in reversed(scans) for found in reversed(one.files)}
    return iter(sorted(by_source.values(), key=lambda found: found.source))
