"""Answers as HTML for the chat page: escaped, without blank lines, so that Markdown leaves it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.errors import WenyuanError
from rag.citations import by_document, split_markers
from rag.events import CitationFound, Stage, StageStarted, TextAdded
from rag.types import Answer, AnswerStatus, Citation, ScoredPassage
from ui.answer_actions import KeptAs, actions_html, edit_button
from ui.confidence_levels import level_of
from ui.excerpts import by_passage, excerpt, without_heading
from ui.html_text import escaped, isolated
from ui.links import source_link
from ui.page_texts import PageTexts
from ui.places import locator_words, other_names, shown_names
from ui.plain_text import beginning

# The chat page lies one level below the root.
_ROOT = "../"
_NEAREST_LENGTH = 140
_NEAREST_SHOWN = 3
_BAR_STEPS = 10


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an answer has come."""

    stage: Stage = Stage.RETRIEVE
    said: str = ""
    citations: tuple[Citation, ...] = ()

    def after(self, event: StageStarted | CitationFound | TextAdded) -> Progress:
        """The progress once `event` has happened."""
        match event:
            case StageStarted(stage):
                return replace(self, stage=stage)
            case CitationFound(citation):
                return replace(self, citations=(*self.citations, citation))
            case TextAdded(text):
                return replace(self, said=self.said + text)


def question_html(question: str, texts: PageTexts) -> str:
    """What the user asked, as a message of theirs."""
    lines = "<br>".join(escaped(line) for line in question.strip().splitlines() if line.strip())
    return f'<div class="wy-asked">{lines}</div>{edit_button(texts, "wy-revise")}'


def progress_html(progress: Progress, texts: PageTexts) -> str:
    """What is there of an answer while it is being made: its text so far, or the stage."""
    if progress.said:
        statements = _statements(progress.said, progress.citations)
        return f'<div class="wy-answer">{statements}</div>'
    return f'<div class="wy-stage">{texts.stages[progress.stage]}</div>'


def answer_html(answer: Answer, texts: PageTexts, kept: KeptAs | None = None) -> str:
    """A whole answer, or that the documents do not say; `kept` is where it is kept, if it is."""
    understood = (
        f'<p class="wy-understood">{texts.understood_as}{isolated(answer.understood_as)}'
        f"{edit_button(texts, 'wy-correct')}</p>"
        if answer.understood_as
        else ""
    )
    is_answered = answer.status is AnswerStatus.ANSWERED
    actions = actions_html(kept, texts, is_answered=is_answered)
    view = _answered if is_answered else _not_found
    return understood + view(answer, texts, actions)


def failure_html(error: WenyuanError, texts: PageTexts) -> str:
    """That a question failed, why, and what to do; the error's own words in small."""
    said = next((text for kind, text in texts.failures if isinstance(error, kind)), None)
    detail = "" if said else f'<p class="wy-detail">{isolated(str(error))}</p>'
    return (
        f'<div class="wy-failure" role="alert"><p class="wy-verdict">{texts.failed}</p>'
        f"<p>{escaped(said or texts.failure)}</p>{detail}</div>"
    )


def stopped_html(texts: PageTexts) -> str:
    """That the user stopped the answer, to stand below what had been said."""
    return f'<p class="wy-stopped">{texts.stopped}</p>'


def welcome_html(documents: int, updated: str, texts: PageTexts) -> str:
    """What an empty conversation shows: who answers, and from what."""
    facts = texts.library.format(documents=f"{documents:,}", updated=updated)
    return (
        f'<div class="wy-welcome"><h1>{texts.name}</h1><p>{texts.motto}</p>'
        f'<p class="wy-library">{escaped(facts)}</p><p id="wy-greeting"></p>'
        f'<p class="wy-invitation">{texts.invitation}</p></div>'
    )


def _answered(answer: Answer, texts: PageTexts, actions: str) -> str:
    short = (
        f'<p class="wy-short"><strong>{isolated(answer.headline)}</strong></p>'
        if answer.headline
        else ""
    )
    if not answer.citations:  # about the product itself
        return f'<div class="wy-answer">{_statements(answer.answer or "", ())}</div>{actions}'
    cards = "".join(
        _card(group, answer.confidence, texts) for group in by_document(answer.citations)
    )
    return (
        f'<div class="wy-answer">{short}{_statements(answer.answer or "", answer.citations)}</div>'
        f'{actions}<div class="wy-sources"><p class="wy-heading">{texts.sources}</p>{cards}</div>'
        f"{_more(answer, texts)}"
    )


def _more(answer: Answer, texts: PageTexts) -> str:
    """What else was read, folded away."""
    if not answer.more:
        return ""
    cards = "".join(_near_passage(scored, texts) for scored in answer.more)
    label = texts.more_sources.format(count=len(answer.more))
    return f'<details class="wy-more"><summary>{label}</summary>{cards}</details>'


def _statements(answer: str, citations: Sequence[Citation]) -> str:
    paragraphs = []
    for line in answer.splitlines():
        pieces = [
            escaped(piece) if isinstance(piece, str) else _marker(piece)
            for piece in split_markers(line, citations)
        ]
        paragraphs.append(f"<p><bdi>{''.join(pieces)}</bdi></p>")
    return "".join(paragraphs)


def _marker(citation: Citation) -> str:
    return f'<a class="wy-cite" href="{_href(citation)}">&#91;{citation.number}&#93;</a>'


def _card(citations: Sequence[Citation], confidence: float, texts: PageTexts) -> str:
    """One document with all that is cited from it; `confidence` is that of the answer."""
    passage = citations[0].passage
    names = ""
    if others := other_names(citations):
        shown = shown_names([isolated(name) for name in others], texts.separator)
        also = texts.also_in.format(count=f"{len(others):,}", names=shown)
        names = f'<p class="wy-also">{also}</p>'
    return (
        '<section class="wy-card"><div class="wy-card-head">'
        f'<p class="wy-title"><a href="{_href(citations[0])}">{isolated(passage.title)}</a></p>'
        f"{_confidence(confidence, texts)}</div>"
        f'<p class="wy-place">{_facts(passage.date, passage.source)}</p>{names}'
        f"{''.join(_cited_passage(group, texts) for group in by_passage(citations))}</section>"
    )


def _confidence(confidence: float, texts: PageTexts) -> str:
    """How probably it is an answer, in a word and as a bar of `_BAR_STEPS` steps."""
    level = level_of(confidence)
    filled = max(1, round(confidence * _BAR_STEPS))
    label = texts.confidence.format(level=texts.levels[level])
    return (
        f'<p class="wy-confidence wy-level-{level.value}">{label}'
        f'<span class="wy-bar wy-bar-{filled}"></span></p>'
    )


def _cited_passage(citations: Sequence[Citation], texts: PageTexts) -> str:
    """One passage with all that is cited from it marked."""
    places = (citation.section for citation in citations)
    locators = (locator_words(citation.locator, texts.locators) for citation in citations)
    place = _facts(*dict.fromkeys(places), *dict.fromkeys(locators))
    section = f'<p class="wy-section">{place}</p>' if place else ""
    markers = "".join(_marker(citation) for citation in citations)
    words = "".join(
        f"<mark>{escaped(piece.text)}</mark>" if piece.is_cited else escaped(piece.text)
        for piece in excerpt(citations)
    )
    return (
        f'<div class="wy-passage"><div class="wy-numbers">{markers}</div><div>{section}'
        f"<blockquote><bdi>{words}</bdi></blockquote></div></div>"
    )


def _not_found(answer: Answer, texts: PageTexts, actions: str) -> str:
    hint = texts.not_found_hint if answer.nearest else texts.nothing_near
    nearest = "".join(_near_passage(scored, texts) for scored in answer.nearest[:_NEAREST_SHOWN])
    return (
        f'<div class="wy-refusal"><p class="wy-verdict">{texts.not_found}</p>'
        f'<p>{hint}</p></div>{actions}<div class="wy-nearest">{nearest}</div>'
    )


def _near_passage(scored: ScoredPassage, texts: PageTexts) -> str:
    passage = scored.passage
    place = _facts(passage.section, locator_words(passage.locator, texts.locators), passage.date)
    words = beginning(without_heading(passage, passage.text), _NEAREST_LENGTH)
    return (
        '<section class="wy-card">'
        f'<p class="wy-title"><a href="{_href(scored)}">{isolated(passage.title)}</a></p>'
        f'<p class="wy-place">{place}</p>'
        f"<blockquote>{isolated(words)}</blockquote></section>"
    )


def _facts(*facts: str) -> str:
    return " · ".join(isolated(fact) for fact in facts if fact)


def _href(place: Citation | ScoredPassage) -> str:
    return html.escape(_ROOT + source_link(place))
