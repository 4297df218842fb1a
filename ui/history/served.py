"""The history of a running server: opened as the settings say, and kept from growing too old."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from corpus.errors import WenyuanError
from rag.factory import Notify
from rag.history import HistoryStore
from rag.history.store import HISTORY_FILE
from rag.settings import Settings

# What expires meanwhile stays so much longer.
_BETWEEN_EXPIRIES = 3600.0


def open_history(settings: Settings) -> HistoryStore | None:
    """The kept conversations; None when none shall be kept: then those of before are deleted."""
    path = settings.data_dir / HISTORY_FILE
    if settings.keep_history:
        return HistoryStore(path, settings.history_days)
    if path.exists():
        with HistoryStore(path, settings.history_days) as earlier:
            earlier.clear()
    return None


@asynccontextmanager
async def expiring(history: HistoryStore | None, notify: Notify) -> AsyncIterator[None]:
    """Inside the block, what becomes too old is deleted; behind it, the file is closed."""
    if history is None:
        yield
        return
    work = asyncio.create_task(_expire_hourly(history, notify))
    try:
        yield
    finally:
        work.cancel()
        history.close()


async def _expire_hourly(history: HistoryStore, notify: Notify) -> None:
    while True:
        await asyncio.sleep(_BETWEEN_EXPIRIES)
        try:
            await asyncio.to_thread(history.expire)
        except WenyuanError as exc:
            notify(f"Old conversations could not be deleted. {exc}")
