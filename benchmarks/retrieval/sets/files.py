"""Files of the public sets below `--data FOLDER`, and what to say when one is not there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import WenyuanError

_SOURCES = {
    "cmrc2018": "CMRC 2018 (https://github.com/ymcui/cmrc2018, CC BY-SA 4.0), in SQuAD form",
    "drcd": "DRCD (https://github.com/DRCKnowledgeTeam/DRCD, CC BY-SA 3.0), in SQuAD form",
    "news": "news of CRUD-RAG (https://github.com/IAAR-Shanghai/CRUD_RAG, Apache-2.0), "
    'one {"id", "text"} a line',
    "stard": "STARD (https://github.com/oneal2000/STARD, MIT)",
}


class BenchmarkDataError(WenyuanError):
    """A file of a public set that is missing or is not what was expected."""

    code = "no_benchmark_data"


def read_json(data: Path, name: str) -> Any:
    """What the gzipped JSON file `data / name` holds."""
    return _decoded(data, name, _content(data, name))


def read_json_lines(data: Path, name: str) -> Iterator[Any]:
    """What each line of the gzipped JSON-lines file `data / name` holds."""
    for line in _content(data, name).splitlines():
        yield _decoded(data, name, line)


def read_rows(data: Path, name: str) -> Iterator[list[str]]:
    """Fields of each line of the tab-separated file `data / name`."""
    for line in _bytes(data, name).decode("utf-8").splitlines():
        yield line.split("\t")


def _content(data: Path, name: str) -> bytes:
    compressed = _bytes(data, name)
    try:
        return gzip.decompress(compressed)
    except (gzip.BadGzipFile, EOFError) as exc:
        raise _not_as_expected(data, name, "gzip") from exc


def _bytes(data: Path, name: str) -> bytes:
    try:
        return (data / name).read_bytes()
    except OSError as exc:
        raise BenchmarkDataError(
            f"{data / name} cannot be read ({exc.strerror}): "
            f"{data} was expected to be the folder that holds {name}.",
            f"It is not part of the project: get {_source(name)}, store it there and "
            "name the folder with --data FOLDER.",
        ) from exc


def _decoded(data: Path, name: str, content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError as exc:
        raise _not_as_expected(data, name, "JSON") from exc


def _not_as_expected(data: Path, name: str, expected: str) -> BenchmarkDataError:
    return BenchmarkDataError(
        f"{data / name} is not {expected}, as was expected.", f"Get it anew: {_source(name)}."
    )


def _source(name: str) -> str:
    return _SOURCES[name.split("/", maxsplit=1)[0]]
