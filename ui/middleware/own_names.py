"""Names of this machine, without asking anybody."""

from __future__ import annotations

import socket
from pathlib import Path

HOSTS_FILE = Path("/etc/hosts")


def own_names(hosts_file: Path = HOSTS_FILE) -> frozenset[str]:
    """The host name, and the names that stand on one line with it in `hosts_file`.

    `socket.getfqdn` would ask a name server when it finds nothing there.
    """
    name = socket.gethostname().lower()
    return frozenset((name, *_names_beside(name, hosts_file)))


def _names_beside(name: str, hosts_file: Path) -> list[str]:
    try:
        text = hosts_file.read_text(encoding="utf-8", errors="replace")
    except OSError:  # a system without this file, or one that hides it
        return []
    lines = [line.partition("#")[0].lower().split()[1:] for line in text.splitlines()]
    return [beside for names in lines if name in names for beside in names]
