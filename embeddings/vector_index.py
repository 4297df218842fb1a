"""Search among vectors: what every index promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]
Hit = tuple[int, float]
Block = tuple[ArrayLike, ArrayLike]
"""Ids (n,) and the vectors (n, dimension) under them."""
Blocks = Callable[[], Iterable[Block]]
"""Gives all vectors of an index, block by block, each time it is called."""


class VectorIndex(Protocol):
    """Vectors under 64-bit ids, found by cosine; every vector given is of length 1.

    Vectors are kept as float16, as the library keeps them: a cosine is off by 0.001 at most.
    Searches may run from several threads at once, but not while the index is changed.
    """

    def __len__(self) -> int:
        """How many vectors are held."""
        ...

    @property
    def ids(self) -> Ids:
        """All ids held (n,), in no particular order."""
        ...

    def add(self, ids: ArrayLike, vectors: ArrayLike) -> None:
        """Add vectors (n, dimension) under new ids (n,); UsageError if an id is held or twice."""
        ...

    def remove(self, ids: ArrayLike) -> None:
        """Remove what is held under `ids`; ids that are not held are no error."""
        ...

    def search(self, query: ArrayLike, top_k: int) -> list[Hit]:
        """The `top_k` pairs (id, cosine), or all, nearest to a query (dimension,), best first.

        Of equal scores the lower id comes first.
        """
        ...

    def search_many(self, queries: ArrayLike, top_k: int) -> list[list[Hit]]:
        """The same for each row of queries (n, dimension)."""
        ...

    def save(self, path: Path) -> None:
        """Write all to `path`, which never holds a part of an index."""
        ...
