"""Conversations that are kept: what people asked, what they were told, what they thought of it."""

from rag.history.store import HistoryStore

__all__ = ["HistoryStore"]
