"""history.sqlite: the conversations of persons, kept for so many days and no longer."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.database import Database
from corpus.errors import UsageError
from corpus.store_records import storable
from rag.history import statements as sql
from rag.history.answer_records import answer_as_record, answer_from_record
from rag.history.conversations import (
    Conversation,
    ConversationSummary,
    KeptTurn,
    Rating,
    UnansweredQuestion,
    UnknownConversationError,
)
from rag.history.tables import HISTORY
from rag.types import Answer

HISTORY_FILE = "history.sqlite"
LISTED_CONVERSATIONS = 200
LONGEST_NAME = 100
LONGEST_REASON = 1_000
# Persons whose name is their own, given by a trusted proxy; others have a random one.
NAMED = "user:"

_ALL = -1
_PLACE_LIKE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


class HistoryStore(Database):
    """What people asked, newest first; a person sees their own only.

    May be used from several threads. An absent file is made.

    Args:
        path: the file.
        days: a turn is kept so long.
        now: the time, with its zone.

    Raises:
        StoreError: the file is damaged, foreign or too new; it is left as it was.
    """

    def __init__(
        self, path: Path, days: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        # What people ask is nobody else's business on this machine; SQLite's log follows suit.
        with contextlib.suppress(OSError):  # opening it will tell
            path.touch(mode=0o600)
        super().__init__(path, HISTORY, create=True)
        self._kept = timedelta(days=days)
        self._now = now
        # What is deleted is overwritten, not just unlinked.
        self.rows("PRAGMA secure_delete = ON")
        self.expire()

    def add(self, person: str, conversation_id: str, answer: Answer) -> None:
        """Adds a turn to a conversation of `person`, which begins with it when it is new.

        Raises:
            UnknownConversationError: the conversation belongs to somebody else.
        """
        name = {"conversation_id": conversation_id}
        now = {"now": self._time()}
        with self.transaction() as connection:
            owner = connection.execute(sql.OWNER, name).fetchone()
            if owner is None:
                connection.execute(sql.ADD_CONVERSATION, name | now | {"person": person})
                owner = connection.execute(sql.OWNER, name).fetchone()
            place = {"conversation": _owned(owner, person, conversation_id)}
            turn = {
                "answer_id": answer.id,
                "question": storable(answer.question),
                "answer": storable(answer_as_record(answer)),
            }
            connection.execute(sql.ADD_TURN, place | now | turn)
            connection.execute(sql.TOUCH, place | now)

    def conversations(self, person: str, search: str = "") -> list[ConversationSummary]:
        """Those of `person` with all of `search` in their name, a question or an answer."""
        pattern = f"%{search.strip().translate(_PLACE_LIKE)}%"
        found = self.rows(sql.SEARCH, person=person, pattern=pattern, limit=LISTED_CONVERSATIONS)
        return [_summary(row) for row in found]

    def conversation(
        self, person: str, conversation_id: str, last: int | None = None
    ) -> Conversation:
        """A conversation with its `last` turns; None: all.

        Raises:
            UnknownConversationError: `person` has no such conversation.
        """
        place = self._place(person, conversation_id)
        limit = _ALL if last is None else last
        (summary,) = self.rows(sql.SUMMARY, conversation=place)
        turns = self.rows(sql.TURNS, conversation=place, limit=limit)
        return Conversation(_summary(summary), tuple(map(_turn, turns)))

    def rename(self, person: str, conversation_id: str, name: str) -> None:
        """Gives a conversation a name of its own.

        Raises:
            UnknownConversationError: `person` has no such conversation.
            UsageError: the name is empty or longer than `LONGEST_NAME`.
        """
        said = " ".join(name.split())
        if not 0 < len(said) <= LONGEST_NAME:
            raise UsageError(
                f"The name has {len(said):,} characters; 1 to {LONGEST_NAME} were expected.",
                remedy="Give a short name.",
            )
        place = self._place(person, conversation_id)
        self._change(sql.RENAME, conversation=place, name=said)

    def delete(self, person: str, conversation_id: str) -> None:
        """Deletes a conversation with all that is known of it.

        Raises:
            UnknownConversationError: `person` has no such conversation.
        """
        self._change(sql.DELETE, conversation=self._place(person, conversation_id))
        self._forget()

    def rate(self, answer_id: str, rating: Rating, reason: str = "") -> None:
        """What a person thinks of an answer; who knows its id was given the answer.

        Raises:
            UnknownConversationError: there is no such answer.
            UsageError: the reason is longer than `LONGEST_REASON`.
        """
        if len(reason) > LONGEST_REASON:
            raise UsageError(
                f"The reason has {len(reason):,} characters; the limit is {LONGEST_REASON:,}.",
                remedy="Say it in fewer words.",
            )
        values = {"answer_id": answer_id, "rating": rating.value, "reason": reason.strip()}
        _found(self._change(sql.RATE, **values), answer_id)

    def submit(self, answer_id: str) -> None:
        """Hands the question of an answer on, as one that nobody answered; again does nothing.

        Raises:
            UnknownConversationError: there is no such answer.
        """
        _found(self._change(sql.SUBMIT, answer_id=answer_id, now=self._time()), answer_id)

    def unanswered(self) -> list[UnansweredQuestion]:
        """All questions that were handed on, the oldest first."""
        return [_unanswered(row) for row in self.rows(sql.UNANSWERED)]

    def expire(self) -> int:
        """Deletes turns that are too old, and conversations without any; says how many turns."""
        oldest = (self._now() - self._kept).isoformat(timespec="seconds")
        with self.transaction() as connection:
            expired = connection.execute(sql.EXPIRE_TURNS, {"oldest": oldest}).rowcount
            connection.execute(sql.DELETE_EMPTY)
        if expired:
            self._forget()
        return expired

    def clear(self) -> None:
        """Deletes everything."""
        self._change(sql.DELETE_ALL)
        self._forget()

    def _place(self, person: str, conversation_id: str) -> int:
        found = self.rows(sql.OWNER, conversation_id=conversation_id)
        return _owned(found[0] if found else None, person, conversation_id)

    def _change(self, statement: str, **values: object) -> int:
        """Runs one writing statement; says how many rows it changed."""
        with self.transaction() as connection:
            return connection.execute(statement, values).rowcount

    def _forget(self) -> None:
        """Takes what was deleted out of the write-ahead log, too."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def _time(self) -> str:
        return self._now().isoformat(timespec="seconds")


def _owned(row: sqlite3.Row | None, person: str, conversation_id: str) -> int:
    if row is None or row["person"] != person:  # the same words: nobody learns which ids exist
        raise UnknownConversationError(
            f"There is no conversation {conversation_id[:40]!r} of yours.",
            remedy="Open one of the list of conversations.",
        )
    return int(row["id"])


def _found(changed: int, answer_id: str) -> None:
    if not changed:
        raise UnknownConversationError(
            f"There is no answer {answer_id[:40]!r} (any more).", remedy="Ask the question again."
        )


def _summary(row: sqlite3.Row) -> ConversationSummary:
    title = row["title"] or ""
    return ConversationSummary(row["conversation_id"], title, row["changed"], row["turns"])


def _turn(row: sqlite3.Row) -> KeptTurn:
    return KeptTurn(
        asked=row["asked"],
        answer=answer_from_record(row["answer"]),
        rating=Rating(row["rating"]),
        reason=row["reason"],
        is_submitted=bool(row["submitted"]),
    )


def _unanswered(row: sqlite3.Row) -> UnansweredQuestion:
    answer = answer_from_record(row["answer"])
    person = str(row["person"])
    return UnansweredQuestion(
        submitted=row["submitted"],
        question=answer.question,
        understood_as=answer.understood_as or "",
        nearest=answer.nearest[0].passage.source if answer.nearest else "",
        person=person.removeprefix(NAMED) if person.startswith(NAMED) else "",
    )
