"""Errors of the project: each says what is wrong, why, and how to mend it."""

from __future__ import annotations


class WenyuanError(Exception):
    """Base of every error that a user may see.

    `code` is a stable, lower-case word for machines (JSON, HTTP); `remedy` is
    one sentence that tells what to do next, or an empty string.
    """

    code = "error"

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageError(WenyuanError):
    """A wrong argument, question or combination of options."""

    code = "bad_request"


class UnknownCollectionError(UsageError):
    """A collection of documents that does not exist."""

    code = "unknown_collection"


class SettingsError(WenyuanError):
    """A setting that is unknown or has an impossible value."""

    code = "bad_settings"


class ParseError(WenyuanError):
    """A file that cannot be read as a document."""

    code = "unreadable_document"


class StoreError(WenyuanError):
    """The library database cannot be opened, read or written."""

    code = "store_unavailable"


class IndexMissingError(WenyuanError):
    """There is no index where one was expected."""

    code = "no_index"


class IndexDamagedError(WenyuanError):
    """An index file cannot be read; it can be rebuilt from the store."""

    code = "damaged_index"


class ModelError(WenyuanError):
    """An embedding model is missing, damaged or does not fit the index."""

    code = "model_unavailable"


class BusyError(WenyuanError):
    """Another process holds the lock that is needed."""

    code = "busy"


class OverloadedError(WenyuanError):
    """More work is waiting than can be done in a bearable time."""

    code = "overloaded"
