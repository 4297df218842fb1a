"""Running `wenyuan` in tests: inside this process, or as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner, Result

from ui.cli import app

# In the background of a script Ctrl-C is ignored, and so it would be in whatever runs there.
_START = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from ui.cli import main
main()
"""
PROGRAM = (sys.executable, "-c", _START)


@dataclass(frozen=True, slots=True)
class Wenyuan:
    """The command with its folders chosen."""

    data_dir: Path
    cache_dir: Path

    def __call__(self, *arguments: str | Path, typed: str | bytes = "") -> Result:
        """Runs a command inside this process; an exception of ours fails the test."""
        result = CliRunner().invoke(app, self._options(*arguments), input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def start(
        self,
        *arguments: str | Path,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
    ) -> subprocess.Popen[bytes]:
        """Starts a command as a program of its own."""
        return subprocess.Popen(
            [*PROGRAM, *self._options(*arguments)],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"},
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )

    def _options(self, *arguments: str | Path) -> list[str]:
        folders = ("--data-dir", self.data_dir, "--cache-dir", self.cache_dir)
        return [str(argument) for argument in (*folders, *arguments)]
