"""Vectors of texts that were embedded before, in one SQLite file for all pipelines.

Every pipeline gets the same weights, and many cut the same texts alike, so a vector is computed
once. A run that was interrupted goes on with what is there.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_PORTION = 256
_MOST_VARIABLES = 500
_BUSY_SECONDS = 120


class VectorCache:
    """Text → vector, kept in the file `path` for one `fingerprint` of an embedder."""

    def __init__(self, path: Path, fingerprint: str, dimension: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._fingerprint = fingerprint
        self._dimension = dimension
        with closing(self._connect()) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
                " WITHOUT ROWID"
            )

    def vectors(self, texts: Sequence[str], compute: Callable[[list[str]], Vectors]) -> Vectors:
        """Vectors (n, dimension) of length 1, float32 from float16; `compute` gives those new."""
        keys = [self._key(text) for text in texts]
        rows = np.empty((len(texts), self._dimension), dtype=np.float32)
        for start in range(0, len(texts), _PORTION):
            portion = range(start, min(start + _PORTION, len(texts)))
            self._fill(rows, keys, texts, portion, compute)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def _fill(
        self,
        rows: Vectors,
        keys: Sequence[bytes],
        texts: Sequence[str],
        portion: range,
        compute: Callable[[list[str]], Vectors],
    ) -> None:
        known = dict(self._known([keys[place] for place in portion]))
        new = {keys[place]: texts[place] for place in portion if keys[place] not in known}
        if new:
            computed = np.asarray(compute(list(new.values())), dtype=np.float16)
            fresh = {key: row.tobytes() for key, row in zip(new, computed, strict=True)}
            with closing(self._connect()) as connection, connection:
                connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", fresh.items())
            known |= fresh
        for place in portion:
            rows[place] = np.frombuffer(known[keys[place]], dtype=np.float16)

    def _known(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        with closing(self._connect()) as connection:
            for start in range(0, len(keys), _MOST_VARIABLES):
                some = keys[start : start + _MOST_VARIABLES]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"
                yield from connection.execute(query, some)

    def _key(self, text: str) -> bytes:
        digest = hashlib.blake2b(self._fingerprint.encode(), digest_size=16)
        digest.update(b"\0" + text.encode("utf-8", "replace"))
        return digest.digest()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        return connection
