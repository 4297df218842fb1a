"""Sets up one environment per peer, with everything pinned.

    python -m benchmarks.retrieval.peers.environments [--folder FOLDER] [--only ENVIRONMENT]

Can be run again: what is complete is left alone, what was interrupted goes on, what has other
requirements than before is brought up to date.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from benchmarks.retrieval.peers.registry import (
    PEERS,
    PeerError,
    environment_python,
    requirements_file,
)

ENVIRONMENTS = tuple(dict.fromkeys(peer.environment for peer in PEERS))
_COMPLETE = ".complete"


def main(arguments: Sequence[str] | None = None) -> int:
    """Sets up what is wanted; exit status 1 with the reason if one cannot be."""
    options = _options(arguments)
    try:
        for environment in options.only or ENVIRONMENTS:
            set_up(options.folder, environment, options.torch_index)
    except PeerError as exc:
        print(exc, file=sys.stderr)
        return 1
    return 0


def default_folder() -> Path:
    """Where environments lie unless told otherwise."""
    return platformdirs.user_cache_path("wenyuan") / "peers"


def set_up(folder: Path, environment: str, torch_index: str = "") -> None:
    """Makes `environment` under `folder` complete.

    Args:
        folder: of all environments; made if it is not there.
        environment: one of `ENVIRONMENTS`.
        torch_index: address of an index that has PyTorch's CPU build; empty for pip's own.

    Raises:
        PeerError: pip or venv failed; with what they said last.
    """
    if is_complete(folder, environment):
        print(f"{environment}: complete")
        return
    print(f"{environment}: installing into {folder / environment} (about 2 GB)", flush=True)
    python = environment_python(folder, environment)
    if not python.exists():
        _make(folder / environment)
    requirements = requirements_file(environment)
    if torch_index:
        _install(python, "--index-url", torch_index, _torch(requirements))
    _install(python, "--requirement", str(requirements))
    _run(python, "check")
    _marker(folder, environment).write_text(_fingerprint(environment), encoding="ascii")


def is_complete(folder: Path, environment: str) -> bool:
    """Whether everything was installed, by the requirements as they are now."""
    marker = _marker(folder, environment)
    return marker.exists() and marker.read_text(encoding="ascii") == _fingerprint(environment)


def _make(place: Path) -> None:
    try:
        venv.create(place, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as exc:
        raise PeerError(
            f"No environment could be made at {place}: {exc}. Choose another place with --folder;"
            " on Debian and Ubuntu the package python3-venv must be there."
        ) from exc


def _install(python: Path, *wanted: str) -> None:
    _run(python, "install", "--quiet", *wanted)


def _run(python: Path, *command: str) -> None:
    done = subprocess.run(
        [str(python), "-m", "pip", *command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-10:])
        raise PeerError(
            f"pip {' '.join(command)} failed in {python.parent.parent}:\n{said}\n"
            "Run the same command again: it goes on where it stopped. Without network, set"
            " PIP_INDEX_URL or PIP_FIND_LINKS to where the packages are."
        )


def _torch(requirements: Path) -> str:
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("torch=="))


def _marker(folder: Path, environment: str) -> Path:
    return folder / environment / _COMPLETE


def _fingerprint(environment: str) -> str:
    return hashlib.sha256(requirements_file(environment).read_bytes()).hexdigest()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--only", action="append", choices=ENVIRONMENTS, help="may be repeated")
    parser.add_argument("--torch-index", default="", help="index with PyTorch's CPU build")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
