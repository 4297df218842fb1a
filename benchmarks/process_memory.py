"""Memory of a process and of all that it has started."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
# Fields of /proc/PID/stat behind the name, which may hold blanks itself; see proc(5).
_PARENT, _RESIDENT = 1, 21


def memory_of_tree(root: int) -> float:
    """Resident megabytes of `root` and its descendants, added up; shared pages count in each."""
    resident: dict[int, int] = {}
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            fields = (entry / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has just ended
            continue
        values = fields.rpartition(")")[2].split()
        resident[int(entry.name)] = int(values[_RESIDENT])
        children[int(values[_PARENT])].append(int(entry.name))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += resident.get(process, 0)
        waiting += children[process]
    return total * _PAGE / 2**20
