"""The tables of history.sqlite, made by numbered migrations."""

from __future__ import annotations

import sqlite3

from corpus.store_connection import DatabaseKind

# Marks the file as a history of this product ("Weyh"); never changes.
_APPLICATION_ID = 0x57657968

_M001 = (
    f"PRAGMA application_id = {_APPLICATION_ID:d}",
    """
    CREATE TABLE conversations (
        id INTEGER PRIMARY KEY,
        conversation_id TEXT NOT NULL UNIQUE,
        person TEXT NOT NULL,
        name TEXT NOT NULL DEFAULT '',
        changed TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX conversations_by_person ON conversations (person, changed)",
    # `answer` is the JSON of rag.history.answer_records; `submitted` is the time when the person
    # handed the question to who looks after the documents.
    """
    CREATE TABLE turns (
        id INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        answer_id TEXT NOT NULL UNIQUE,
        asked TEXT NOT NULL,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        rating TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '',
        submitted TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX turns_by_conversation ON turns (conversation, id)",
    "CREATE INDEX turns_by_time ON turns (asked)",
    "CREATE INDEX turns_submitted ON turns (submitted) WHERE submitted <> ''",
    # A conversation without a name of its own is called by its first question.
    """
    CREATE VIEW summaries AS
    SELECT
        id,
        conversation_id,
        person,
        changed,
        (SELECT count(*) FROM turns WHERE conversation = conversations.id) AS turns,
        CASE name WHEN '' THEN (
            SELECT question FROM turns WHERE conversation = conversations.id ORDER BY id LIMIT 1
        ) ELSE name END AS title
    FROM conversations
    """,
)


def m001_history(connection: sqlite3.Connection) -> None:
    """Conversations of persons, and their turns."""
    for statement in _M001:
        connection.execute(statement)


HISTORY = DatabaseKind(
    name="history",
    application_id=_APPLICATION_ID,
    migrations=(m001_history,),
    missing_remedy="It is made when the page is served: wenyuan serve",
    damaged_remedy="It was left as it is: restore it from a backup, or move it away; the documents "
    "and their index are not concerned.",
)
