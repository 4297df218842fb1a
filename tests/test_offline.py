"""Nothing leaves the machine, and the default model needs neither torch nor transformers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Runs the command line in a child that writes down every look-up of a host and every
# connection, and at the end which of the heavy packages were imported.
_RECORDER = """
import json, os, sys
attempts = []
EVENTS = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
sys.addaudithook(lambda event, args: attempts.append([event, repr(args[-1])])
                 if event in EVENTS else None)
from ui.cli import main
try:
    main()
except SystemExit as end:
    code = end.code
else:
    code = 0
heavy = sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules))
with open(os.environ["RECORD_FILE"], "w") as out:
    json.dump({"attempts": attempts, "heavy": heavy, "code": code}, out)
"""


def record(folder: Path, arguments: list[str]) -> dict[str, object]:
    """Runs `wenyuan` with `arguments`; returns attempts, heavy packages and exit code."""
    result = folder / "record.json"
    environment = {key: value for key, value in os.environ.items() if "PROXY" not in key.upper()}
    subprocess.run(
        [sys.executable, "-c", _RECORDER, *arguments],
        check=True,
        capture_output=True,
        timeout=300,
        env=environment | {"RECORD_FILE": str(result)},
    )
    found: dict[str, object] = json.loads(result.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> list[str]:
    data_dir = tmp_path_factory.mktemp("offline")
    return ["--data-dir", str(data_dir), "--cache-dir", str(cache_dir)]


def test_prepare_index_ask_and_search_connect_to_nothing_and_import_no_torch(
    tmp_path: Path, options: list[str]
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "通知.txt").write_text("电梯评估通知\n评估应当在9月底前完成。\n", encoding="utf-8")
    for command in (
        ["prepare"],
        ["index", str(documents)],
        ["ask", "评估什么时候完成?", "--json"],
        ["search", "电梯评估", "--json"],
        ["status"],
    ):
        found = record(tmp_path, [*options, *command])
        assert found == {"attempts": [], "heavy": [], "code": 0}, command


def test_a_model_by_name_that_is_not_here_is_refused_without_a_connection(
    tmp_path: Path, options: list[str]
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text("电梯评估应当在9月底前完成。", encoding="utf-8")
    command = ["--embedding-model", "no-such/model", "index", str(documents)]
    found = record(tmp_path, [*options, *command])
    assert found["attempts"] == []
    assert found["code"] == 2
