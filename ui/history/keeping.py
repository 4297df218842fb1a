"""Keeping the page's answers: a history that fails never costs an answer."""

from __future__ import annotations

from corpus.errors import WenyuanError
from rag.factory import Notify
from rag.history import HistoryStore
from rag.history.conversations import Conversation, UnknownConversationError
from rag.types import Answer


class Keeping:
    """What the chat page keeps and finds again.

    Args:
        history: where; None: nothing is kept.
        notify: hears of what could not be kept.
    """

    def __init__(self, history: HistoryStore | None, notify: Notify) -> None:
        self._history = history
        self._notify = notify

    @property
    def is_on(self) -> bool:
        """Whether anything is kept."""
        return self._history is not None

    def keep(self, person: str, conversation_id: str, answer: Answer) -> bool:
        """Keeps an answer; whether it is kept now."""
        if self._history is None:
            return False
        try:
            self._history.add(person, conversation_id, answer)
        except WenyuanError as exc:
            self._notify(f"An answer was given, but could not be kept. {exc}")
            return False
        return True

    def find(self, person: str, conversation_id: str, last: int) -> Conversation | None:
        """The `last` turns of a conversation; None when `person` has none of that id."""
        if self._history is None:
            return None
        try:
            return self._history.conversation(person, conversation_id, last)
        except UnknownConversationError:
            return None
        except WenyuanError as exc:
            self._notify(f"A kept conversation could not be read. {exc}")
            return None
