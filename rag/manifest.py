"""manifest.json: which generation of the index is published, and what belongs to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeVar

from corpus.errors import IndexDamagedError, IndexMissingError
from corpus.store_records import LibraryCounts
from rag.disk import write_atomically

MANIFEST_FILE = "manifest.json"
MANIFEST_SCHEMA = 2

_Kind = TypeVar("_Kind")

_COUNT_NAMES = tuple(field.name for field in fields(LibraryCounts))
_INDEX_AGAIN = "Run: wenyuan index PATH (what was read and embedded before is kept)."


@dataclass(frozen=True, slots=True)
class Manifest:
    """One published generation.

    Attributes:
        schema: the form of this file and of the index files.
        generation: counts up; rows of the library are seen by this number.
        embedder: name of the embedding model, for people.
        fingerprint: which embedder's vectors the index holds.
        dimension: components of a vector.
        counts: what the generation holds.
        dense_file: the FAISS file, in the data folder.
        lexical_folder: the tantivy folder, in the data folder.
        dictionary_hash: short hash of the user's dictionary when the words were made.
        terms_hash: short hash of the list of corpus terms that queries are cut with.
        terms_passages: how many passages there were when the terms were collected.
        created: UTC time, ISO 8601.
        checks: path below the data folder → size and checksum of each index file.
    """

    schema: int
    generation: int
    embedder: str
    fingerprint: str
    dimension: int
    counts: LibraryCounts
    dense_file: str
    lexical_folder: str
    dictionary_hash: str
    terms_hash: str
    terms_passages: int
    created: str
    checks: Mapping[str, str]


def read_manifest(data_dir: Path) -> Manifest:
    """The manifest of the published generation.

    Raises:
        IndexMissingError: nothing was published in `data_dir`.
        IndexDamagedError: the file is no manifest, or one of another version.
    """
    path = data_dir / MANIFEST_FILE
    try:
        values = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise IndexMissingError(
            f"There is no index in {data_dir}.", remedy="Run: wenyuan index PATH"
        ) from exc
    except (OSError, ValueError) as exc:  # ValueError: neither JSON nor UTF-8
        raise IndexDamagedError(f"{path} cannot be read ({exc}).", remedy=_INDEX_AGAIN) from exc
    schema = values.get("schema") if isinstance(values, dict) else None
    if schema != MANIFEST_SCHEMA:
        raise IndexDamagedError(
            f"{path} has schema {schema!r}; {MANIFEST_SCHEMA} was expected.", remedy=_INDEX_AGAIN
        )
    try:
        return _manifest_from(values)
    except (TypeError, KeyError, ValueError) as exc:
        raise IndexDamagedError(f"{path} is damaged: {exc}.", remedy=_INDEX_AGAIN) from exc


def write_manifest(data_dir: Path, manifest: Manifest) -> None:
    """Publishes a generation: from now on readers load this one."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n"
    write_atomically(data_dir / MANIFEST_FILE, text.encode("utf-8"))


def _manifest_from(values: Mapping[str, object]) -> Manifest:
    counts = _checked(values, "counts", dict)
    checks = _checked(values, "checks", dict)
    return Manifest(
        schema=_checked(values, "schema", int),
        generation=_checked(values, "generation", int),
        embedder=_checked(values, "embedder", str),
        fingerprint=_checked(values, "fingerprint", str),
        dimension=_checked(values, "dimension", int),
        counts=LibraryCounts(*(_checked(counts, name, int) for name in _COUNT_NAMES)),
        dense_file=_plain_name(values, "dense_file"),
        lexical_folder=_plain_name(values, "lexical_folder"),
        dictionary_hash=_checked(values, "dictionary_hash", str),
        terms_hash=_checked(values, "terms_hash", str),
        terms_passages=_checked(values, "terms_passages", int),
        created=_checked(values, "created", str),
        checks={str(name): str(check) for name, check in checks.items()},
    )


def _plain_name(values: Mapping[str, object], name: str) -> str:
    value = _checked(values, name, str)
    if not value or Path(value).name != value:
        raise ValueError(f"{name} is {value!r}; a name without folders was expected")
    return value


def _checked(values: Mapping[str, object], name: str, kind: type[_Kind]) -> _Kind:
    value = values[name]
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {value!r}; {kind.__name__} was expected")
    return value
