"""What a person can do with a question and its answer, as buttons that the page's script works."""

from __future__ import annotations

from dataclasses import dataclass

from rag.history.conversations import Rating
from ui.page_texts import PageTexts


@dataclass(frozen=True, slots=True)
class KeptAs:
    """Under which ids an answer is kept, and what the person did with it so far."""

    conversation_id: str
    answer_id: str
    rating: Rating = Rating.NONE
    is_submitted: bool = False


def edit_button(texts: PageTexts, name: str) -> str:
    """Puts the words beside it into the box for questions; `name` is its second class."""
    return f'<button class="wy-edit {name}" type="button">{texts.edit}</button>'


def actions_html(kept: KeptAs | None, texts: PageTexts, *, is_answered: bool) -> str:
    """The row below an answer or a refusal; without `kept`, what needs no history.

    A page's script finds the ids in the classes `wy-answer-id-…` and `wy-conversation-id-…`:
    other attributes do not survive the cleaning of messages.
    """
    buttons = []
    if is_answered:
        buttons.append(_button("wy-copy", texts.copy))
    buttons.append(_button("wy-again", texts.ask_again))
    if kept is None:
        return _row("", buttons)
    if is_answered:
        good, bad = (kept.rating is rating for rating in (Rating.GOOD, Rating.BAD))
        buttons.append(_icon("wy-good", texts.good, is_chosen=good))
        buttons.append(_icon("wy-bad", texts.bad, is_chosen=bad))
    else:
        buttons.append(
            f'<button class="wy-submit wy-chosen" type="button" disabled>{texts.submitted}</button>'
            if kept.is_submitted
            else _button("wy-submit", texts.submit)
        )
    ids = f" wy-answer-id-{kept.answer_id} wy-conversation-id-{kept.conversation_id}"
    return _row(ids, buttons)


def _row(ids: str, buttons: list[str]) -> str:
    return f'<div class="wy-actions{ids}">{"".join(buttons)}</div>'


def _button(name: str, label: str) -> str:
    return f'<button class="{name}" type="button">{label}</button>'


def _icon(name: str, label: str, *, is_chosen: bool) -> str:
    chosen = " wy-chosen" if is_chosen else ""
    return f'<button class="wy-icon {name}{chosen}" type="button" title="{label}"></button>'
