"""The options that every peer's worker takes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from benchmarks.retrieval.peers.registry import EmbeddingSource, Variant


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """What a worker was started with.

    Attributes:
        variant: as shipped or helped.
        embedding: where vectors come from.
        vectors: the file of vectors computed before.
        cache_dir: where `wenyuan prepare` has put the embedding model.
    """

    variant: Variant
    embedding: EmbeddingSource
    vectors: Path
    cache_dir: Path

    @property
    def helped(self) -> bool:
        """Whether the peer was told about Chinese."""
        return self.variant is Variant.HELPED


def read_options(arguments: Sequence[str] | None = None) -> WorkerOptions:
    """The options on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--variant", type=Variant, required=True)
    parser.add_argument("--embedding", type=EmbeddingSource, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    return WorkerOptions(**vars(parser.parse_args(arguments)))
