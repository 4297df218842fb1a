"""The chat page: a Gradio conversation whose every reply is HTML of ours."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import ExitStack, aclosing
from dataclasses import dataclass, fields, replace
from typing import Any

import gradio as gr

from corpus.errors import UsageError, WenyuanError
from rag.dialogue import turns as dialogue
from rag.events import AnswerEvent, Finished
from rag.manifest import Manifest
from ui import render
from ui.answering import Answering, AnswerRun
from ui.conversations import Talk
from ui.languages import Language, choose_language
from ui.page_texts import TEXTS, PageTexts
from ui.render import Progress
from ui.status_view import local_time

# A conversation lives in the memory of the server: this bounds it.
KEPT_TURNS = 50
KEPT_CONVERSATIONS = 500
# Each open reply is a stream; more than 25 to 30 in a process need a slower pace than this.
PAUSE = 0.15
PULSE = 2.0
_AT_ONCE = 100
_WAITING = 400
_SUGGESTION_PAUSE = 0.5
_SUGGESTION_LOOKS = 30

Update = dict[str, Any]
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


Conversation = tuple[Turn, ...]


class ChatPage:
    """The page over one product: `blocks` is to be mounted.

    Args:
        answering: answers the questions.
        manifest: the state of the index, for the first sight; may raise WenyuanError.
        suggestions: questions that an empty conversation offers.
    """

    def __init__(
        self,
        answering: Answering,
        manifest: Callable[[], Manifest],
        suggestions: Callable[[], Sequence[str]],
    ) -> None:
        self._answering = answering
        self._manifest = manifest
        self._suggestions = suggestions
        self.translations = gr.I18n(
            **{language.value: _plain(texts) for language, texts in TEXTS.items()}
        )
        self.blocks = self._build()

    def _build(self) -> gr.Blocks:
        say = self.translations
        blocks = gr.Blocks(
            title="文渊 Wenyuan", fill_height=True, fill_width=True, analytics_enabled=False
        )
        with blocks:
            conversation = gr.State(())
            with gr.Row(elem_id="wy-header"):
                gr.Markdown(_header(), elem_id="wy-brand", latex_delimiters=[])
                new = gr.Button(say("new_conversation"), elem_id="wy-new", size="sm", scale=0)
            chat = gr.Chatbot(
                elem_id="wy-chat",
                show_label=False,
                container=False,
                scale=1,
                buttons=[],
                sanitize_html=True,
                allow_tags=False,
                latex_delimiters=[],
                autoscroll=False,
                group_consecutive_messages=False,
            )
            box = gr.Textbox(
                elem_id="wy-question",
                label=say("question"),
                show_label=False,
                container=False,
                placeholder=say("question"),
                submit_btn=True,
                max_lines=6,
            )
            self._connect(blocks, conversation, chat, box, new)
        blocks.state_session_capacity = KEPT_CONVERSATIONS
        blocks.queue(max_size=_WAITING, default_concurrency_limit=_AT_ONCE, api_open=False)
        return blocks

    def _connect(
        self,
        blocks: gr.Blocks,
        conversation: gr.State,
        chat: gr.Chatbot,
        box: gr.Textbox,
        new: gr.Button,
    ) -> None:
        """Wires the parts. The box is emptied by the page itself, so that one can type on."""
        outputs = [conversation, chat, box]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        at_once: dict[str, Any] = {**quiet, "queue": False}
        # A reply is whole a moment before its stream ends: till then "once", the default, would
        # drop the next question unseen. The page itself sends one question at a time.
        typed: dict[str, Any] = {**quiet, "trigger_mode": "multiple"}
        asked: list[dict[str, Any]] = [
            box.submit(self._ask_typed, [box, conversation], outputs, **typed),
            chat.example_select(self._ask_suggested, [conversation], outputs, **quiet),
        ]
        box.stop(self._stop, [conversation], outputs, cancels=asked, **at_once)
        new.click(self._start_anew, None, outputs, cancels=asked, **at_once)
        blocks.load(self._welcome, None, [chat], **at_once)
        blocks.load(self._suggest_late, None, [chat], **at_once)

    async def _ask_typed(
        self, question: str, conversation: Conversation, request: gr.Request
    ) -> AsyncIterator[tuple[Conversation, list[Message], Update]]:
        async with aclosing(self._ask(question, conversation, texts_for(request))) as states:
            async for state in states:
                yield state

    async def _ask_suggested(
        self, conversation: Conversation, chosen: gr.SelectData, request: gr.Request
    ) -> AsyncIterator[tuple[Conversation, list[Message], Update]]:
        question = chosen.value.get("text", "") if isinstance(chosen.value, dict) else ""
        async with aclosing(self._ask(str(question), conversation, texts_for(request))) as states:
            async for state in states:
                yield state

    async def _ask(
        self, question: str, conversation: Conversation, texts: PageTexts
    ) -> AsyncGenerator[tuple[Conversation, list[Message], Update], None]:
        earlier = conversation[-KEPT_TURNS + 1 :]
        box = gr.update(submit_btn=False, stop_btn=True)
        told = [turn.told for turn in earlier if turn.told is not None]
        async with aclosing(reply_to(self._answering, question, texts, told)) as turns:
            async for turn in turns:
                if not turn.is_open:
                    box = gr.update(submit_btn=True, stop_btn=False)
                if turn.is_unfit:
                    box = gr.update(submit_btn=True, stop_btn=False, value=question)
                so_far = (*earlier, turn)
                yield so_far, _messages(so_far), box
                box = gr.update()

    def _stop(
        self, conversation: Conversation, request: gr.Request
    ) -> tuple[Conversation, list[Message], Update]:
        """Ends the open turn where it stands."""
        if conversation and conversation[-1].is_open:
            last = conversation[-1]
            said = last.reply if last.has_words else ""
            reply = said + render.stopped_html(texts_for(request))
            conversation = (*conversation[:-1], replace(last, reply=reply, is_open=False))
        return conversation, _messages(conversation), gr.update(submit_btn=True, stop_btn=False)

    def _start_anew(self, request: gr.Request) -> tuple[Conversation, Update, Update]:
        chat = self._welcome(request)
        return (), {**chat, "value": []}, gr.update(value="", submit_btn=True, stop_btn=False)

    def _welcome(self, request: gr.Request) -> Update:
        texts = texts_for(request)
        try:
            manifest = self._manifest()
        except WenyuanError as exc:
            return gr.update(placeholder=render.failure_html(exc, texts))
        html = render.welcome_html(manifest.counts.documents, local_time(manifest.created), texts)
        return gr.update(placeholder=html, examples=_examples(self._suggestions()))

    async def _suggest_late(self) -> Update:
        """Suggested questions that are still being made while the page opens."""
        if self._suggestions():
            return gr.update()
        for _ in range(_SUGGESTION_LOOKS):
            await asyncio.sleep(_SUGGESTION_PAUSE)
            if questions := self._suggestions():
                return gr.update(examples=_examples(questions))
        return gr.update()


def _messages(conversation: Conversation) -> list[Message]:
    """The conversation as Gradio's Chatbot takes it."""
    return [
        message
        for turn in conversation
        for message in (
            {"role": "user", "content": render.question_html(turn.question)},
            {"role": "assistant", "content": turn.reply},
        )
    ]


def texts_for(request: gr.Request) -> PageTexts:
    """The page's texts in the language of its address, else of the browser."""
    stated = request.query_params.get("lang")
    return TEXTS[choose_language(stated, request.headers.get("accept-language"))]


async def reply_to(
    answering: Answering, question: str, texts: PageTexts, told: Sequence[dialogue.Turn] = ()
) -> AsyncGenerator[Turn, None]:
    """The turn after `told` as it grows, at most every `PAUSE` seconds; the last one is closed.

    An error becomes the reply.
    """
    progress, shown_at = Progress(), -PAUSE
    with ExitStack() as stack:
        try:
            run = answering.start(question, talk=Talk(told[-dialogue.REMEMBERED_TURNS :]))
            stack.callback(run.leave)
            while not isinstance(event := await _next(run), Finished):
                progress = progress if event is None else progress.after(event)
                if event is None or time.monotonic() - shown_at >= PAUSE:
                    shown_at = time.monotonic()
                    html = render.progress_html(progress, texts)
                    yield Turn(question, html, has_words=bool(progress.said))
            html = render.answer_html(event.answer, texts)
            now_told = dialogue.turn_of(event.answer, told)
            yield Turn(question, html, told=now_told, is_open=False)
        except WenyuanError as exc:
            html = render.failure_html(exc, texts)
            unfit = isinstance(exc, UsageError)
            yield Turn(question, html, is_open=False, is_unfit=unfit)


async def _next(run: AnswerRun) -> AnswerEvent | None:
    """The next event, or None when `PULSE` seconds pass without one.

    Gradio looks whether somebody is still there only when something is shown.
    """
    try:
        return await asyncio.wait_for(run.next(), PULSE)
    except TimeoutError:
        return None


def _examples(questions: Sequence[str]) -> list[dict[str, str]]:
    """Suggested questions as Gradio's Chatbot takes them."""
    return [{"text": question} for question in questions]


def _plain(texts: PageTexts) -> dict[str, str]:
    """The sentences that Gradio itself puts on the page, by the name of their field."""
    values = {field.name: getattr(texts, field.name) for field in fields(texts)}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _header() -> str:
    """Name and language switch in every language; the page's style shows one."""
    return "".join(
        f'<div lang="{language}"><strong>{TEXTS[language].name}</strong>'
        f'<span>{TEXTS[language].motto}</span><a class="wy-language" href="?lang={other}">'
        f"{TEXTS[language].other_language}</a></div>"
        for language, other in (
            (Language.CHINESE, Language.ENGLISH),
            (Language.ENGLISH, Language.CHINESE),
        )
    )
