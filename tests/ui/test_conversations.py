"""Conversations of other programs: apart by sender and id, and never too many."""

from __future__ import annotations

from rag.dialogue.turns import REMEMBERED_TURNS
from rag.types import Answer, AnswerStatus
from ui.conversations import Conversations


def refusal(question: str) -> Answer:
    return Answer("a", question, AnswerStatus.NO_EVIDENCE)


def test_the_same_id_of_another_sender_is_another_conversation() -> None:
    conversations = Conversations()
    conversations.talk(("10.0.0.1", "x")).on_answer(refusal("谁负责？"))
    (turn,) = conversations.talk(("10.0.0.1", "x")).earlier
    assert turn.question == "谁负责？"
    assert conversations.talk(("10.0.0.2", "x")).earlier == ()
    assert conversations.talk(("10.0.0.1", "y")).earlier == ()


def test_of_ten_thousand_turns_the_last_are_remembered() -> None:
    conversations = Conversations()
    for number in range(10_000):
        conversations.talk(("here", "x")).on_answer(refusal(f"问{number}"))
    turns = conversations.talk(("here", "x")).earlier
    assert len(turns) == REMEMBERED_TURNS
    assert turns[-1].question == "问9999"


def test_the_conversation_left_alone_longest_is_forgotten() -> None:
    conversations = Conversations(kept=2)
    for name in ("old", "kept", "old", "new"):
        conversations.talk(("here", name)).on_answer(refusal(name))
    known = {name for name in ("old", "kept", "new") if conversations.talk(("here", name)).earlier}
    assert known == {"old", "new"}
