"""Conversations of other programs: what was said under an id that the caller chose."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock

from rag.dialogue.turns import Turn, remembered
from rag.types import Answer

KEPT_CONVERSATIONS = 2000

# Who asks, and the id: the same id of another sender is another conversation.
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation that a question belongs to.

    `earlier` are the turns so far, the oldest first; `on_answer` is told the answer before who
    asked is.
    """

    earlier: Sequence[Turn] = ()
    on_answer: Callable[[Answer], None] = lambda _: None


ALONE = Talk()


class Conversations:
    """The last turns of the last `kept` conversations, in memory; may be shared by threads."""

    def __init__(self, kept: int = KEPT_CONVERSATIONS) -> None:
        self._kept = kept
        self._turns: OrderedDict[Name, tuple[Turn, ...]] = OrderedDict()
        self._lock = Lock()

    def talk(self, name: Name) -> Talk:
        """A conversation so far, which remembers the next answer."""
        with self._lock:
            return Talk(self._turns.get(name, ()), partial(self._add, name))

    def _add(self, name: Name, answer: Answer) -> None:
        """One turn more; the conversation left alone longest is forgotten for it."""
        with self._lock:
            earlier = self._turns.pop(name, ())
            self._turns[name] = remembered(earlier, answer)
            while len(self._turns) > self._kept:
                self._turns.popitem(last=False)
