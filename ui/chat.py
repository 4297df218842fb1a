"""The chat page: a Gradio conversation whose every reply is HTML of ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import fields, replace
from typing import Any

import gradio as gr

from corpus.errors import WenyuanError
from rag.manifest import Manifest
from rag.types import Answer
from ui import render
from ui.answer_actions import KeptAs
from ui.answering import Answering
from ui.chat_turns import (
    KEPT_TURNS,
    Conversation,
    Message,
    Replying,
    kept_conversation,
    messages,
    reply_to,
    stopped,
)
from ui.history.keeping import Keeping
from ui.languages import Language, choose_language
from ui.page_texts import TEXTS, PageTexts
from ui.status_view import local_time

KEPT_CONVERSATIONS = 500
_AT_ONCE = 100
_WAITING = 400
_SUGGESTION_PAUSE = 0.5
_SUGGESTION_LOOKS = 30

# In full, and as the page's head shows it.
_LANGUAGE_NAMES = {
    Language.CHINESE: ("简体中文", "简"),
    Language.TRADITIONAL: ("繁體中文", "繁"),
    Language.ENGLISH: ("English", "EN"),
}

Update = dict[str, Any]
State = tuple[Conversation, list[Message], Update]


class ChatPage:
    """The page over one product: `blocks` is to be mounted.

    Args:
        answering: answers the questions.
        manifest: the state of the index, for the first sight; may raise WenyuanError.
        suggestions: questions that an empty conversation offers.
        keeping: keeps the conversations.
    """

    def __init__(
        self,
        answering: Answering,
        manifest: Callable[[], Manifest],
        suggestions: Callable[[], Sequence[str]],
        keeping: Keeping,
    ) -> None:
        self._replying = Replying(answering, self._keep)
        self._keeping = keeping
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
            conversation = gr.State(None)
            with gr.Row(elem_id="wy-header"):
                gr.Markdown(
                    _header(has_history=self._keeping.is_on),
                    elem_id="wy-brand",
                    latex_delimiters=[],
                )
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
        blocks.load(self._welcome, None, [conversation, chat], **at_once)
        blocks.load(self._suggest_late, None, [chat], **at_once)

    async def _ask_typed(
        self, question: str, conversation: Conversation | None, request: gr.Request
    ) -> AsyncIterator[State]:
        async with aclosing(self._ask(question, conversation, request)) as states:
            async for state in states:
                yield state

    async def _ask_suggested(
        self, conversation: Conversation | None, chosen: gr.SelectData, request: gr.Request
    ) -> AsyncIterator[State]:
        question = chosen.value.get("text", "") if isinstance(chosen.value, dict) else ""
        async with aclosing(self._ask(str(question), conversation, request)) as states:
            async for state in states:
                yield state

    async def _ask(
        self, question: str, begun: Conversation | None, request: gr.Request
    ) -> AsyncGenerator[State, None]:
        texts = texts_for(request)
        conversation = begun or Conversation()
        if not conversation.person:
            conversation = replace(conversation, person=_person_of(request))
        box = gr.update(submit_btn=False, stop_btn=True)
        async with aclosing(reply_to(self._replying, question, texts, conversation)) as turns:
            async for turn in turns:
                if not turn.is_open:
                    box = gr.update(submit_btn=True, stop_btn=False)
                if turn.is_unfit:
                    box = gr.update(submit_btn=True, stop_btn=False, value=question)
                so_far = conversation.with_turn(turn)
                yield so_far, messages(so_far, texts), box
                box = gr.update()

    def _keep(self, conversation: Conversation, answer: Answer) -> KeptAs | None:
        """Under which ids an answer is kept from now on; None when it is not."""
        name = conversation.conversation_id
        is_kept = self._keeping.keep(conversation.person, name, answer)
        return KeptAs(name, answer.id) if is_kept else None

    def _stop(self, conversation: Conversation | None, request: gr.Request) -> State:
        """Ends the open turn where it stands."""
        texts = texts_for(request)
        ended = stopped(conversation or Conversation(), texts)
        return ended, messages(ended, texts), gr.update(submit_btn=True, stop_btn=False)

    def _start_anew(self, request: gr.Request) -> tuple[None, Update, Update]:
        chat = self._empty_chat(texts_for(request))
        return None, {**chat, "value": []}, gr.update(value="", submit_btn=True, stop_btn=False)

    def _welcome(self, request: gr.Request) -> tuple[Conversation | None, Update]:
        """The first sight: the conversation that the address names, else an empty one."""
        texts = texts_for(request)
        chat = self._empty_chat(texts)
        named = request.query_params.get("c")
        person = _person_of(request)
        kept = self._keeping.find(person, named, KEPT_TURNS) if named else None
        if kept is None:
            return None, chat
        conversation = kept_conversation(person, kept, texts)
        return conversation, {**chat, "value": messages(conversation, texts)}

    def _empty_chat(self, texts: PageTexts) -> Update:
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


def texts_for(request: gr.Request) -> PageTexts:
    """The page's texts in the language of its address, else of the browser."""
    stated = request.query_params.get("lang")
    return TEXTS[choose_language(stated, request.headers.get("accept-language"))]


def _person_of(request: gr.Request) -> str:
    """Who asks, as `ui.middleware.people` found out; "" when nothing is kept."""
    person: str = getattr(request.state, "person", "")
    return person


def _examples(questions: Sequence[str]) -> list[dict[str, str]]:
    """Suggested questions as Gradio's Chatbot takes them."""
    return [{"text": question} for question in questions]


def _plain(texts: PageTexts) -> dict[str, str]:
    """The sentences that Gradio itself puts on the page, by the name of their field."""
    values = {field.name: getattr(texts, field.name) for field in fields(texts)}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _header(*, has_history: bool) -> str:
    """Name and switches in every language; the page's style shows one."""
    return "".join(
        f'<div lang="{language}"><strong>{texts.name}</strong><span>{texts.motto}</span>'
        f'<div class="wy-tools">{_history_button(texts) if has_history else ""}'
        f'<button class="wy-theme" type="button" title="{texts.theme}"></button>'
        f"{_language_links(language)}</div></div>"
        for language, texts in TEXTS.items()
    )


def _history_button(texts: PageTexts) -> str:
    return f'<button class="wy-open-history" type="button">{texts.history}</button>'


def _language_links(shown: Language) -> str:
    return "".join(
        f'<a class="wy-language" href="?lang={language}" title="{name}">{short}</a>'
        for language, (name, short) in _LANGUAGE_NAMES.items()
        if language is not shown
    )
