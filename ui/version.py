"""Which version of the product this is."""

from __future__ import annotations

import importlib.metadata


def product_version() -> str:
    """The installed version, `0` where it runs from its source without being installed."""
    try:
        return importlib.metadata.version("wenyuan")
    except importlib.metadata.PackageNotFoundError:
        return "0"
