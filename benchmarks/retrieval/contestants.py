"""Who is measured: our pipeline, and every peer as shipped and as helped."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.retrieval import ours
from benchmarks.retrieval.peers.registry import (
    PEERS,
    EmbeddingSource,
    Peer,
    Variant,
    requirements_file,
    worker_command,
)
from benchmarks.retrieval.stand_ins import STAND_INS
from corpus.errors import UsageError

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = "ours"

_HERE = Path(__file__).resolve().parent
_COMMON = (_HERE / "types.py", _HERE / "worker.py", _HERE / "cached_embedder.py")
_TELLS_ONLY = {_HERE / "peers" / "registry.py", _HERE / "peers" / "environments.py"}
_OUR_SOURCES = ("corpus", "embeddings", "rag")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where runs find what they share: environments of peers, and the file of vectors."""

    peers: Path
    vectors: Path


class Contestant(Protocol):
    """A pipeline that is measured."""

    @property
    def name(self) -> str:
        """In commands and in files."""

    @property
    def title(self) -> str:
        """In tables."""

    @property
    def given(self) -> str:
        """What it has, in plain words."""

    def command(self, embedding: EmbeddingSource, folders: Folders) -> list[str]:
        """The command line of its worker; raises PeerError when its environment is missing."""

    def sources(self) -> list[Path]:
        """The files that decide what it finds."""


@dataclass(frozen=True, slots=True)
class Own:
    """Our pipeline."""

    name: str = OURS
    title: str = "Wenyuan"
    given: str = ours.GIVEN

    def command(self, embedding: EmbeddingSource, folders: Folders) -> list[str]:
        """As `Contestant.command`; `TORCH` means the product's own embedder."""
        words = [sys.executable, "-m", ours.__name__]
        if embedding is EmbeddingSource.TORCH:
            return words
        return [*words, "--vectors", str(folders.vectors)]

    def sources(self) -> list[Path]:
        """As `Contestant.sources`: the whole product."""
        product = (path for name in _OUR_SOURCES for path in _code_below(ROOT / name))
        return [*_COMMON, _HERE / "ours.py", _HERE / "places.py", *product]


@dataclass(frozen=True, slots=True)
class HelpedOrNot:
    """A peer in one variant."""

    peer: Peer
    variant: Variant

    @property
    def name(self) -> str:
        """As `Contestant.name`."""
        return f"{self.peer.name}-{self.variant}"

    @property
    def title(self) -> str:
        """As `Contestant.title`."""
        return f"{self.peer.title}, {self.variant}"

    @property
    def given(self) -> str:
        """As `Contestant.given`."""
        return self.peer.given[self.variant]

    def command(self, embedding: EmbeddingSource, folders: Folders) -> list[str]:
        """As `Contestant.command`."""
        vectors = STAND_INS if embedding is EmbeddingSource.TORCH_QUERIES else folders.vectors
        return worker_command(self.peer, folders.peers, self.variant, embedding, vectors)

    def sources(self) -> list[Path]:
        """As `Contestant.sources`; not those of peers in other environments."""
        others = {_module_file(each) for each in PEERS} - {
            _module_file(each) for each in PEERS if each.environment == self.peer.environment
        }
        code = set(_code_below(_HERE / "peers")) - others - _TELLS_ONLY
        return [*_COMMON, *code, requirements_file(self.peer.environment)]


CONTESTANTS: tuple[Own | HelpedOrNot, ...] = (
    Own(),
    *(HelpedOrNot(peer, variant) for peer in PEERS for variant in Variant),
)


def contestants_named(names: Sequence[str]) -> list[Contestant]:
    """Contestants by their names, or by the names of peers for both variants.

    Raises:
        UsageError: a name is unknown.
    """
    chosen: dict[str, Contestant] = {}
    for name in names:
        fitting = [each for each in CONTESTANTS if name in _names_of(each)]
        if not fitting:
            known = ", ".join(each.name for each in CONTESTANTS)
            raise UsageError(f"There is no pipeline {name!r}.", remedy=f"There are: {known}.")
        chosen |= {each.name: each for each in fitting}
    return list(chosen.values())


def digest_of_files(paths: Iterable[Path]) -> str:
    """First 12 hex digits of a hash over the contents of files."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _names_of(contestant: Own | HelpedOrNot) -> set[str]:
    if isinstance(contestant, Own):
        return {contestant.name}
    return {contestant.name, contestant.peer.name}


def _module_file(peer: Peer) -> Path:
    return ROOT / f"{peer.module.replace('.', '/')}.py"


def _code_below(folder: Path) -> list[Path]:
    return list(folder.rglob("*.py"))
