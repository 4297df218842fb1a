from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.retrieval.peers.registry import (
    PEERS,
    EmbeddingSource,
    Peer,
    PeerError,
    Variant,
    environment_python,
    requirements_file,
    worker_command,
)

ROOT = Path(__file__).parents[4]
BY_NAME = {peer.name: peer for peer in PEERS}
each_peer = pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)


def command(peer: Peer, environments: Path) -> list[str]:
    return worker_command(
        peer, environments, Variant.HELPED, EmbeddingSource.ONNX_CACHED, Path("vectors.sqlite")
    )


@each_peer
def test_every_peer_has_a_module_and_says_what_it_was_given(peer: Peer) -> None:
    assert (ROOT / peer.module.replace(".", "/")).with_suffix(".py").exists()
    assert set(peer.given) == set(Variant)


@each_peer
def test_every_requirement_is_pinned_exactly(peer: Peer) -> None:
    lines = requirements_file(peer.environment).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert "torch==2.13.0" in pins
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []


def test_all_peers_share_the_weights_libraries_of_the_product() -> None:
    product = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    libraries = ("sentence-transformers", "transformers", "onnxruntime", "numpy", "faiss-cpu")
    wanted = {line for line in product if line.partition("==")[0] in libraries}
    for peer in PEERS:
        lines = requirements_file(peer.environment).read_text(encoding="utf-8").splitlines()
        assert wanted <= set(lines), peer.name


def test_a_missing_environment_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(PeerError) as caught:
        command(BY_NAME["haystack"], tmp_path)
    told = str(caught.value)
    assert str(tmp_path / "haystack") in told
    assert f"python -m benchmarks.retrieval.peers.environments --folder {tmp_path}" in told


def test_a_worker_runs_in_its_environment_and_asks_no_network(tmp_path: Path) -> None:
    python = environment_python(tmp_path, "llama_index")
    python.parent.mkdir(parents=True)
    python.touch()
    line = command(BY_NAME["llama_index_fused"], tmp_path)
    place = line.index(str(python))
    assert line[0] == "env"
    assert "HF_HUB_OFFLINE=1" in line[:place]
    assert line[place + 1 : place + 3] == ["-m", "benchmarks.retrieval.peers.llama_index_fused"]
    assert line[place + 3 :] == [
        *("--variant", "helped"),
        *("--embedding", "onnx-cached"),
        *("--vectors", "vectors.sqlite"),
    ]
