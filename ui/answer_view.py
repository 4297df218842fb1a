"""Answers and passages as a reader of a terminal sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from rag.citations import by_document
from rag.types import Answer, AnswerStatus, Citation, ScoredPassage
from ui.languages import Language
from ui.page_texts import TEXTS
from ui.places import locator_words, other_names, shown_names
from ui.plain_text import beginning, one_line, printable, shortened

SNIPPET_LENGTH = 80
PASSAGE_LENGTH = 200

_DIM = "bright_black"
_LOCATORS = TEXTS[Language.CHINESE].locators


def answer_text(answer: Answer) -> Text:
    """The whole of an answer: what it says, or that nothing was found, and the places."""
    views = {
        AnswerStatus.ANSWERED: _answered,
        AnswerStatus.NO_EVIDENCE: _not_found,
        AnswerStatus.ERROR: _failed,
    }
    text = Text()
    if answer.understood_as is not None:
        text.append(f"理解为 · Understood as: {one_line(answer.understood_as)}\n\n", _DIM)
    return text.append_text(views[answer.status](answer))


def passages_text(passages: Iterable[ScoredPassage], length: int = PASSAGE_LENGTH) -> Text:
    """A ranked list: place and first `length` characters of each passage."""
    text = Text()
    for scored in passages:
        passage = scored.passage
        text.append(f"{scored.rank}. ", "cyan")
        text.append(_joined(passage.title, passage.section, passage.date), "bold")
        text.append(f"\n   {one_line(passage.source)}", _DIM)
        text.append(f" · {passage.start:,}–{passage.end:,} · {scored.score:.4f}\n", _DIM)
        text.append(f"   {beginning(one_line(passage.text), length)}\n")
        text.append_text(_other_names(passage.also_in))
    text.rstrip()
    return text


def _answered(answer: Answer) -> Text:
    text = Text()
    if answer.headline:
        text.append(f"{one_line(answer.headline)}\n\n", "bold green")
    text.append(f"{printable(answer.answer or '')}\n\n")
    if not answer.citations:  # about the product itself
        text.rstrip()
        return text
    text.append("出处 · Sources\n", "bold")
    for citations in by_document(answer.citations):
        text.append_text(_document_citations(citations))
    text.rstrip()
    return text


def _document_citations(citations: Sequence[Citation]) -> Text:
    passage = citations[0].passage
    text = Text()
    text.append(_joined(passage.title, passage.date), "bold")
    text.append(f" · {one_line(passage.source)}\n", _DIM)
    text.append_text(_other_names(other_names(citations)))
    for citation in citations:
        text.append(f"  [{citation.number}] ", "cyan")
        where = _joined(citation.section, locator_words(citation.locator, _LOCATORS))
        if where:
            text.append(f"{where} ")
        text.append(f"({citation.start:,}–{citation.end:,})\n", _DIM)
        text.append(f"      “{shortened(one_line(citation.quote))}”\n", "italic")
    return text


def _not_found(answer: Answer) -> Text:
    text = Text.assemble(("资料中没有找到答案 · Not in the documents\n", "bold yellow"))
    if answer.nearest:
        text.append("\n最接近的段落 · Nearest passages\n", _DIM)
        text.append_text(passages_text(answer.nearest, SNIPPET_LENGTH))
    text.rstrip()
    return text


def _failed(answer: Answer) -> Text:
    error = answer.error
    said = "" if error is None else f"{error.message} {error.remedy}"
    return Text.assemble(("错误 / Error: ", "bold red"), one_line(said))


def _other_names(also_in: Sequence[str]) -> Text:
    if not also_in:
        return Text()
    shown = shown_names([one_line(name) for name in also_in], ", ")
    return Text(f"  另见 {len(also_in):,} 处 · Also in: {shown}\n", _DIM)


def _joined(*parts: str) -> str:
    return " · ".join(one_line(part) for part in parts if part)
