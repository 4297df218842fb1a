"""A real nginx in front of a server, in the two ways that portals put one there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

START_SECONDS = 30
# Who is logged in at each of the two; a server believes it only when it is told to.
PERSONS = ("王芳", "李强")
_STEP_SECONDS = 0.02

_CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
error_log stderr;
pid nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_buffering off;
    map $server_port $person {{ {keeping} {first_person}; {stripping} {second_person}; }}
    proxy_set_header X-Remote-User $person;
    server {{  # hands the path on as it is
        listen 127.0.0.1:{keeping};
        location {root_path}/ {{ proxy_pass http://127.0.0.1:{port}; }}
    }}
    server {{  # strips the sub-path
        listen 127.0.0.1:{stripping};
        location {root_path}/ {{ proxy_pass http://127.0.0.1:{port}/; }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Proxies:
    """Ports of nginx: one hands paths on as they are, one strips the sub-path."""

    keeping: int
    stripping: int


@contextmanager
def running_nginx(folder: Path, port: int, root_path: str) -> Iterator[Proxies]:
    """nginx before the server on `port`, with both ways on ports of their own."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.fail("There is no nginx. Install it: sudo apt-get install nginx")
    proxies = Proxies(_free_port(), _free_port())
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            user="user root;" if os.geteuid() == 0 else "",
            keeping=proxies.keeping,
            stripping=proxies.stripping,
            root_path=root_path,
            port=port,
            first_person=PERSONS[0],
            second_person=PERSONS[1],
        ),
        encoding="utf-8",
    )
    command = [program, "-p", str(folder), "-c", str(configuration), "-e", "stderr"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        try:
            for each in (proxies.keeping, proxies.stripping):
                _wait_for(each, process)
            yield proxies
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, f"nginx ended with {process.returncode}"
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(_STEP_SECONDS)
    raise AssertionError(f"nginx does not listen on {port}")
