"""`wenyuan index --watch` follows the folder, as a program of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

from embeddings.base import Embedder
from tests.command_kit import Wenyuan

PATIENCE_SECONDS = 60


@contextmanager
def watching(wenyuan: Wenyuan, docs: Path) -> Iterator[Queue[bytes]]:
    """The command at work; its reports, line by line."""
    said: Queue[bytes] = Queue()
    arguments = ("index", docs, "--watch", "--json")
    with wenyuan.start(*arguments, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        lines = process.stdout

        def listen() -> None:
            for line in lines:
                said.put(line)

        threading.Thread(target=listen, daemon=True).start()
        try:
            yield said
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_SECONDS)
    assert process.returncode == 0


def next_report(said: Queue[bytes]) -> dict[str, str]:
    """States by source of the next report."""
    report = json.loads(said.get(timeout=PATIENCE_SECONDS))
    return {file["source"]: file["state"] for file in report["files"]}


def test_changes_are_followed_until_ctrl_c(
    tmp_path: Path, cache_dir: Path, embedder: Embedder
) -> None:
    docs = tmp_path / "站务"
    docs.mkdir()
    (docs / "规程.md").write_text("# 值班规程\n\n夜班从20时开始。\n", "utf-8")
    with watching(Wenyuan(tmp_path / "data", cache_dir), docs) as said:
        assert next_report(said) == {"站务/规程.md": "indexed"}
        (docs / "~$规程.docx").write_bytes(b"lock")
        (docs / "通知.txt").write_text("检修于五月开始。", "utf-8")
        assert next_report(said)["站务/通知.txt"] == "indexed"
        (docs / "规程.md").unlink()
        assert "站务/规程.md" not in next_report(said)
