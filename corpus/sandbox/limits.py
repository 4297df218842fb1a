"""What one file may cost (measured values: genuine files stay far below)."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

_MEBIBYTE = 1024 * 1024
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Limits of the process that reads one file.

    Attributes:
        memory_bytes: of address space.
        cpu_seconds: of processor time.
        wall_seconds: from start to end; then the whole process group is killed.
        written_bytes: of a file that it writes (only programs for old formats write any).
        answer_bytes: of what it may tell.
    """

    memory_bytes: int = 2048 * _MEBIBYTE
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    written_bytes: int = 512 * _MEBIBYTE
    answer_bytes: int = 128 * _MEBIBYTE

    def impose(self) -> None:
        """Puts this process under the limits, for good."""
        for kind, soft, hard in (
            (resource.RLIMIT_AS, self.memory_bytes, self.memory_bytes),
            (resource.RLIMIT_CPU, self.cpu_seconds, self.cpu_seconds + 5),
            (resource.RLIMIT_FSIZE, self.written_bytes, self.written_bytes),
            (resource.RLIMIT_CORE, 0, 0),
        ):
            _, allowed = resource.getrlimit(kind)
            most = hard if allowed == resource.RLIM_INFINITY else min(hard, allowed)
            resource.setrlimit(kind, (min(soft, most), most))


def end_with(parent: int) -> None:
    """Has this process killed as soon as its parent ends, however that happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)
