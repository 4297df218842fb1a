"""What `serve` does: checks that cost nothing first, then the page until it is stopped."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import SettingsError
from rag.manifest import read_manifest
from rag.settings import Settings
from ui import building, parts
from ui.listening import open_listener, own_address, shared_addresses
from ui.memory import share_heaps
from ui.terminal import messages, output, write

# Behind a proxy that strips its prefix, /chat/ below /chat could mean either.
_OWN_PATHS = frozenset(("api", "chat", "healthz", "source", "static", "widget", "widget.js"))
_READY = "文渊已就绪 Wenyuan is ready: "
_OPEN_TO_ALL = (
    "注意：目前没有登录，凡能打开这些地址的人都能读到全部文件。"
    "Note: there is no login; everybody who reaches these addresses can read all documents."
)


def serve(settings: Settings, index_paths: Sequence[Path] = ()) -> None:
    """Serves pages and API until Ctrl-C or SIGTERM, after indexing `index_paths`.

    Raises:
        SettingsError: host, port or sub-path cannot be used.
        IndexMissingError: nothing was indexed yet.
        WenyuanError: index or model cannot be used.
    """
    _check_root_path(settings.root_path)
    if not index_paths:
        read_manifest(settings.data_dir)
    with (
        open_listener(settings.host, settings.port) as listener,
        tempfile.TemporaryDirectory(prefix="wenyuan-") as folder,
        _interrupted_by_sigterm(),
    ):
        # Started in the background of a script, Ctrl-C ends the server without an interrupt.
        with suppress(KeyboardInterrupt):
            _set_environment(folder)
            share_heaps()
            if index_paths:
                building.index_before_serving(settings, index_paths)
            app = parts.open_app(settings)
            parts.run_app(app, listener, lambda: _tell_ready(settings, listener))
        write(messages(), "已停止 Stopped.")


def _check_root_path(root_path: str) -> None:
    if root_path.removeprefix("/").partition("/")[0] in _OWN_PATHS:
        raise SettingsError(
            f"The setting root_path has the value {root_path!r}, which begins like an address of "
            "the product's own.",
            remedy="Give another, like /wenyuan.",
        )


def _set_environment(folder: str) -> None:
    """What must stand in the environment before Gradio is imported.

    Gradio would report to its makers, and takes dozens of variables as its options: a stray one
    must not open what `ui.server` closes. Its shared default folder for files, which nothing
    here uses, may belong to another user.
    """
    for name in [name for name in os.environ if name.startswith("GRADIO_")]:
        del os.environ[name]
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = folder
    # Its statistics for a page that is closed here: a data frame anew with every question.
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(sys.maxsize)
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def _tell_ready(settings: Settings, listener: socket.socket) -> None:
    place = (settings.host, listener, settings.root_path)
    write(output(), f"{_READY}{own_address(*place)}")
    shared = shared_addresses(*place)
    if shared:
        write(messages(), f"同事可用的地址 Colleagues reach it at: {'  '.join(shared)}")
        write(messages(), _OPEN_TO_ALL)
    write(messages(), f"数据目录 Data folder: {settings.data_dir}", "dim")
    write(messages(), "按 Ctrl-C 停止 · Ctrl-C stops it.", "dim")


@contextmanager
def _interrupted_by_sigterm() -> Iterator[None]:
    """Makes SIGTERM, by which services are stopped, the same as Ctrl-C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
