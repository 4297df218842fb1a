"""Runs an ASGI application on a socket that listens already."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

# Streams that are still open then are cut off; answers take a fraction of it.
_LAST_SECONDS = 1


class _Server(uvicorn.Server):
    """Tells when it answers, and does not complain of streams that its own stop cuts off."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to answer."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets what is at work finish, for a second."""
        logging.getLogger("uvicorn.error").disabled = True
        await super().shutdown(sockets=sockets)


def run_app(app: ASGIApp, listener: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serves `app` until a signal stops it; `on_ready` hears when requests are answered.

    Raises:
        KeyboardInterrupt: Ctrl-C, after everything has been let go of.
    """
    config = uvicorn.Config(
        app,
        ws="none",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,  # ours believes less
        server_header=False,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )
    _Server(config, on_ready).run(sockets=[listener])
