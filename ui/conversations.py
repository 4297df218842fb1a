"""Conversations of other programs: what was said under an id that the caller chose."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from rag.dialogue.turns import Turn, remembered
from rag.types import Answer

KEPT_CONVERSATIONS = 2000

# Who asks, and the id: the same id of another sender is another conversation.
Name = tuple[str, str]


class Conversations:
    """The last turns of the last `kept` conversations, in memory; may be shared by threads."""

    def __init__(self, kept: int = KEPT_CONVERSATIONS) -> None:
        self._kept = kept
        self._turns: OrderedDict[Name, tuple[Turn, ...]] = OrderedDict()
        self._lock = Lock()

    def earlier(self, name: Name) -> tuple[Turn, ...]:
        """The turns of a conversation so far, the oldest first."""
        with self._lock:
            return self._turns.get(name, ())

    def add(self, name: Name, answer: Answer) -> None:
        """Remembers one turn more; the conversation left alone longest is forgotten for it."""
        with self._lock:
            earlier = self._turns.pop(name, ())
            self._turns[name] = remembered(earlier, answer)
            while len(self._turns) > self._kept:
                self._turns.popitem(last=False)
