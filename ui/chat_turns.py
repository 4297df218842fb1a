"""The turns of a conversation on the page: how a reply grows, and how a kept one comes back."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from corpus.errors import UsageError, WenyuanError
from rag.dialogue import turns as dialogue
from rag.events import AnswerEvent, Finished
from rag.history import conversations as history
from rag.types import Answer
from ui import render
from ui.answer_actions import KeptAs, actions_html
from ui.answering import Answering, AnswerRun
from ui.conversations import Talk
from ui.page_texts import PageTexts
from ui.render import Progress

# A conversation lives in the memory of the server: this bounds it.
KEPT_TURNS = 50
# Each open reply is a stream; more than 25 to 30 in a process need a slower pace than this.
PAUSE = 0.15
PULSE = 2.0

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the reply so far, as HTML.

    `told` is what a follow-up may look back on, once it is there;
    `is_open` while more may come; `has_words` when the reply says anything of the answer yet;
    `is_unfit` when the question must be put in other words to be answered at all.
    """

    question: str
    reply: str
    told: dialogue.Turn | None = None
    is_open: bool = True
    has_words: bool = False
    is_unfit: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a page shows: its last turns. `person` is who began it, "" before the first question."""

    conversation_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    person: str = ""
    turns: tuple[Turn, ...] = ()

    def with_turn(self, turn: Turn) -> Conversation:
        """One turn more; the oldest one is forgotten for it when there are many."""
        return replace(self, turns=(*self.turns[-KEPT_TURNS + 1 :], turn))

    @property
    def told(self) -> list[dialogue.Turn]:
        """What follow-ups may look back on."""
        told = [turn.told for turn in self.turns if turn.told is not None]
        return told[-dialogue.REMEMBERED_TURNS :]


@dataclass(frozen=True, slots=True)
class Replying:
    """What replies need: who answers, and who keeps the answers of a conversation.

    `keep` is told an answer, and says under which ids it is kept; None when it is not.
    """

    answering: Answering
    keep: Callable[[Conversation, Answer], KeptAs | None]


def kept_conversation(person: str, kept: history.Conversation, texts: PageTexts) -> Conversation:
    """A conversation of `person` as it was, to be gone on with."""
    conversation = Conversation(kept.summary.conversation_id, person)
    for turn in kept.turns:
        answer = turn.answer
        ids = KeptAs(
            conversation.conversation_id, answer.id, turn.rating, is_submitted=turn.is_submitted
        )
        told = dialogue.turn_of(answer, conversation.told)
        reply = render.answer_html(answer, texts, ids)
        conversation = conversation.with_turn(
            Turn(answer.question, reply, told=told, is_open=False)
        )
    return conversation


def messages(conversation: Conversation, texts: PageTexts) -> list[Message]:
    """The conversation as Gradio's Chatbot takes it."""
    return [
        message
        for turn in conversation.turns
        for message in (
            {"role": "user", "content": render.question_html(turn.question, texts)},
            {"role": "assistant", "content": turn.reply},
        )
    ]


def stopped(conversation: Conversation, texts: PageTexts) -> Conversation:
    """The conversation with its open turn, if there is one, ended where it stands."""
    if not conversation.turns or not conversation.turns[-1].is_open:
        return conversation
    *earlier, last = conversation.turns
    reply = (last.reply if last.has_words else "") + render.stopped_html(texts)
    reply += actions_html(None, texts, is_answered=False)
    return replace(conversation, turns=(*earlier, replace(last, reply=reply, is_open=False)))


async def reply_to(
    replying: Replying, question: str, texts: PageTexts, conversation: Conversation
) -> AsyncGenerator[Turn, None]:
    """The next turn of `conversation` as it grows, at most every `PAUSE` seconds.

    The last one is closed. An error becomes the reply.
    """
    progress, shown_at = Progress(), -PAUSE
    kept: list[KeptAs | None] = []

    def keep(answer: Answer) -> None:
        kept.append(replying.keep(conversation, answer))

    with ExitStack() as stack:
        try:
            run = replying.answering.start(question, talk=Talk(conversation.told, keep))
            stack.callback(run.leave)
            while not isinstance(event := await _next(run), Finished):
                progress = progress if event is None else progress.after(event)
                if event is None or time.monotonic() - shown_at >= PAUSE:
                    shown_at = time.monotonic()
                    html = render.progress_html(progress, texts)
                    yield Turn(question, html, has_words=bool(progress.said))
            html = render.answer_html(event.answer, texts, kept[0])
            told = dialogue.turn_of(event.answer, conversation.told)
            yield Turn(question, html, told=told, is_open=False)
        except WenyuanError as exc:
            yield _failed(question, exc, texts)


def _failed(question: str, error: WenyuanError, texts: PageTexts) -> Turn:
    is_unfit = isinstance(error, UsageError)
    again = "" if is_unfit else actions_html(None, texts, is_answered=False)
    html = render.failure_html(error, texts) + again
    return Turn(question, html, is_open=False, is_unfit=is_unfit)


async def _next(run: AnswerRun) -> AnswerEvent | None:
    """The next event, or None when `PULSE` seconds pass without one.

    Gradio looks whether somebody is still there only when something is shown.
    """
    try:
        return await asyncio.wait_for(run.next(), PULSE)
    except TimeoutError:
        return None
