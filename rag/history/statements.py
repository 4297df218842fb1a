"""The SQL of history.sqlite."""

from __future__ import annotations

OWNER = "SELECT id, person FROM conversations WHERE conversation_id = :conversation_id"

ADD_CONVERSATION = """
INSERT INTO conversations (conversation_id, person, changed)
VALUES (:conversation_id, :person, :now)
"""

ADD_TURN = """
INSERT INTO turns (conversation, answer_id, asked, question, answer)
VALUES (:conversation, :answer_id, :now, :question, :answer)
"""

TOUCH = "UPDATE conversations SET changed = :now WHERE id = :conversation"

SUMMARY = "SELECT * FROM summaries WHERE id = :conversation"

# `pattern` is a LIKE pattern with "\\" as its escape sign.
SEARCH = """
SELECT * FROM summaries
WHERE person = :person AND (
    title LIKE :pattern ESCAPE '\\'
    OR id IN (
        SELECT conversation FROM turns
        JOIN conversations AS own ON own.id = turns.conversation AND own.person = :person
        WHERE question LIKE :pattern ESCAPE '\\'
            OR json_extract(answer, '$.answer') LIKE :pattern ESCAPE '\\'
    )
)
ORDER BY changed DESC, id DESC
LIMIT :limit
"""

# The last `limit` turns (all, when it is negative), the oldest first.
TURNS = """
SELECT * FROM (
    SELECT id, asked, answer, rating, reason, submitted FROM turns
    WHERE conversation = :conversation ORDER BY id DESC LIMIT :limit
) ORDER BY id
"""

RENAME = "UPDATE conversations SET name = :name WHERE id = :conversation"

DELETE = "DELETE FROM conversations WHERE id = :conversation"

DELETE_ALL = "DELETE FROM conversations"

RATE = "UPDATE turns SET rating = :rating, reason = :reason WHERE answer_id = :answer_id"

SUBMIT = """
UPDATE turns SET submitted = CASE submitted WHEN '' THEN :now ELSE submitted END
WHERE answer_id = :answer_id
"""

UNANSWERED = """
SELECT submitted, person, answer FROM turns
JOIN conversations ON conversations.id = turns.conversation
WHERE submitted <> '' ORDER BY submitted, turns.id
"""

EXPIRE_TURNS = "DELETE FROM turns WHERE asked < :oldest"

DELETE_EMPTY = """
DELETE FROM conversations
WHERE NOT EXISTS (SELECT 1 FROM turns WHERE turns.conversation = conversations.id)
"""
