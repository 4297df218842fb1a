from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.errors import BusyError, ModelError
from corpus.types import Passage
from rag.events import CitationFound, Stage, StageStarted, TextAdded
from rag.history.conversations import Rating
from rag.question import LongQuestionError
from rag.types import Answer, AnswerStatus, Citation, ScoredPassage
from tests.hostile_kit import PAYLOADS, Markup
from ui.answer_actions import KeptAs
from ui.languages import Language
from ui.page_texts import TEXTS
from ui.plain_text import printable
from ui.render import (
    Progress,
    answer_html,
    failure_html,
    progress_html,
    question_html,
    stopped_html,
    welcome_html,
)

CHINESE = TEXTS[Language.CHINESE]
TEXT = "第一段。评估应当在9月底前完成。费用由市财政承担。"
PASSAGE = Passage(
    passage_id="p1",
    document_id="0123456789abcdef",
    source="documents/通知.txt",
    also_in=(),
    title="电梯评估通知",
    section="二、时间",
    date="2023-05-01",
    start=100,
    end=100 + len(TEXT),
    text=TEXT,
    text_hash="fedcba9876543210",
)


def citation(number: int, quote: str, passage: Passage = PASSAGE) -> Citation:
    start = passage.start + passage.text.index(quote)
    return cite_span(number, passage, start, quote)


def cite_span(number: int, passage: Passage, start: int, quote: str) -> Citation:
    place = (passage.section, passage.locator)
    return Citation(number, passage, start, start + len(quote), quote, 0.9, *place)


def in_place_of(passage: Passage, text: str) -> Passage:
    """The passage with another text."""
    return replace(passage, text=text, end=passage.start + len(text))


def answered(text: str, *citations: Citation, short: str | None = None) -> Answer:
    return Answer("1", "问", AnswerStatus.ANSWERED, text, short, citations)


WHEN = citation(1, "评估应当在9月底前完成。")
WHO = citation(2, "费用由市财政承担。")


def links(html: str) -> list[str | None]:
    return [attributes.get("href") for tag, attributes in Markup(html).elements if tag == "a"]


def test_each_marker_leads_to_the_exact_span_of_its_source() -> None:
    html = answer_html(answered(f"{WHEN.quote}[1]\n{WHO.quote}[2]", WHEN, WHO), CHINESE)
    first = f"../source/0123456789abcdef?start={WHEN.start}&end={WHEN.end}&v=fedcba9876543210"
    second = f"../source/0123456789abcdef?start={WHO.start}&end={WHO.end}&v=fedcba9876543210"
    assert links(html) == [first, second, first, first, second]  # text; title; passages


def test_the_same_signs_in_the_documents_own_words_are_no_marker() -> None:
    html = answer_html(answered(f"见附件[2]和[1]号文。{WHEN.quote}[7][1]", WHEN), CHINESE)
    shown = Markup(html)
    assert f"见附件[2]和[1]号文。{WHEN.quote}[7][1]" in shown.words
    assert [words for words in links(html) if words][:1] == links(html)[:1]
    assert len(links(html)) == 3  # one in the text, the title, the passage


def test_the_cited_words_are_marked_within_their_passage() -> None:
    html = answer_html(answered(f"{WHO.quote}[1]", replace(WHO, number=1)), CHINESE)
    assert html.count("<mark>") == 1
    marked = html.split("<mark>")[1].split("</mark>")[0]
    assert Markup(marked).words == WHO.quote
    assert TEXT in Markup(html).words


def test_what_is_cited_from_one_passage_is_marked_in_it_together() -> None:
    html = answer_html(answered("甲[1]\n乙[2]", WHEN, WHO), CHINESE)
    assert html.count("<blockquote>") == 1
    assert html.count("<mark>") == 1  # the two touch
    assert Markup(html.split("<mark>")[1].split("</mark>")[0]).words == WHEN.quote + WHO.quote
    first, third = citation(1, "第一段。"), replace(WHO, number=2)
    html = answer_html(answered("甲[1]\n乙[2]", first, third), CHINESE)
    marked = [Markup(part.split("</mark>")[0]).words for part in html.split("<mark>")[1:]]
    assert marked == [first.quote, WHO.quote]
    assert TEXT in Markup(html).words


def test_a_quote_that_goes_beyond_its_passage_stands_alone() -> None:
    longer = cite_span(1, PASSAGE, PASSAGE.end - 3, "承担。另有规定")
    words = Markup(answer_html(answered("甲[1]\n乙[2]", longer, WHO), CHINESE)).words
    assert "承担。另有规定" in words
    assert TEXT in words


def test_one_card_a_document_in_the_order_of_first_use() -> None:
    other = replace(PASSAGE, document_id="f" * 16, source="documents/另一份.txt", title="另一份")
    cited = (WHEN, citation(2, "第一段。", other), replace(WHO, number=3))
    html = answer_html(answered("甲[1]\n乙[2]\n丙[3]", *cited), CHINESE)
    cards = html.split('<section class="wy-card">')[1:]
    assert [Markup(card).words.count("[") for card in cards] == [2, 1]
    assert "电梯评估通知" in Markup(cards[0]).words
    assert "另一份" in Markup(cards[1]).words


def test_a_card_says_section_page_date_source_and_other_names() -> None:
    passage = replace(PASSAGE, also_in=("b/副本.txt",))
    cited = replace(WHEN, passage=passage, locator={"kind": "page", "page": 3})
    words = Markup(answer_html(answered("甲[1]", cited), CHINESE)).words
    for fact in ("二、时间 · 第 3 页", "2023-05-01 · documents/通知.txt", "另见 1 处：b/副本.txt"):
        assert fact in words


def test_a_card_says_the_clause_and_place_of_each_quote() -> None:
    page = {"kind": "page", "page": 3}
    when = replace(WHEN, section="第十二条第一款", locator=page)
    who = replace(WHO, section="第十二条第二款", locator=page)
    words = Markup(answer_html(answered("甲[1]\n乙[2]", when, who), CHINESE)).words
    assert "第十二条第一款 · 第十二条第二款 · 第 3 页" in words


def test_far_surroundings_of_a_quote_are_cut() -> None:
    passage = in_place_of(PASSAGE, "前" * 400 + WHEN.quote + "后" * 400)
    cited = replace(WHEN, passage=passage, start=500, end=500 + len(WHEN.quote))
    words = Markup(answer_html(answered("甲[1]", cited), CHINESE)).words
    assert f"…{'前' * 120}{WHEN.quote}{'后' * 120}…" in words


def test_a_heading_that_stands_above_is_not_said_twice() -> None:
    passage = replace(
        in_place_of(PASSAGE, f"## 二、时间\n{WHEN.quote}"), section="一、总则 / 二、时间"
    )
    start = passage.start + passage.text.index(WHEN.quote)
    cited = cite_span(1, passage, start, WHEN.quote)
    words = Markup(answer_html(answered("甲[1]", cited), CHINESE)).words
    assert words.count("二、时间") == 1
    assert "#" not in words


def test_blanks_around_the_mark_stay() -> None:
    passage = in_place_of(PASSAGE, "The group is led by Ms Tian today.")
    start = passage.start + passage.text.index("led")
    cited = cite_span(1, passage, start, "led")
    words = Markup(answer_html(answered("x[1]", cited), CHINESE)).words
    assert "The group is led by Ms Tian today." in words


def test_a_refusal_shows_the_nearest_passages_and_no_citation() -> None:
    nearest = (ScoredPassage(PASSAGE, 1, 0.5),)
    html = answer_html(Answer("1", "问", AnswerStatus.NO_EVIDENCE, nearest=nearest), CHINESE)
    assert 'class="wy-refusal"' in html
    assert "wy-answer" not in html
    assert "wy-failure" not in html
    assert links(html) == [
        f"../source/{'0123456789abcdef'}?start=100&end={100 + len(TEXT)}&v=fedcba9876543210"
    ]


def test_a_failure_looks_unlike_a_refusal_and_says_what_to_do() -> None:
    html = failure_html(LongQuestionError("The question has 1,001 characters."), CHINESE)
    assert 'class="wy-failure" role="alert"' in html
    assert "wy-refusal" not in html
    assert "最多 1,000 个字" in Markup(html).words


def test_an_error_without_words_of_its_own_is_shown_with_its_english_ones() -> None:
    html = failure_html(ModelError("The model is missing.", "Run: wenyuan prepare"), CHINESE)
    assert "The model is missing. Run: wenyuan prepare" in Markup(html).words
    assert "Run:" not in Markup(failure_html(BusyError("x", "Run: y"), CHINESE)).words


def test_what_is_there_of_an_answer_is_shown_while_it_grows() -> None:
    progress = Progress().after(StageStarted(Stage.READ))
    assert CHINESE.stages[Stage.READ] in progress_html(progress, CHINESE)
    for event in (CitationFound(WHEN), TextAdded(f"{WHEN.quote}[1]"), TextAdded("\n还有")):
        progress = progress.after(event)
    html = progress_html(progress, CHINESE)
    assert Markup(html).words == f"{WHEN.quote}[1]还有"
    assert len(links(html)) == 1


@pytest.mark.parametrize("language", Language)
def test_every_sentence_of_the_page_is_there_in_every_language(language: Language) -> None:
    texts = TEXTS[language]
    shown = [
        welcome_html(14, "2026-11-22 10:00", texts),
        stopped_html(texts),
        *(progress_html(Progress(stage), texts) for stage in Stage),
        failure_html(BusyError("x"), texts),
    ]
    assert all(Markup(html).words.strip() for html in shown)
    assert "14" in Markup(shown[0]).words


# Every element that replies are made of, with the attributes it has.
OURS = {
    *((tag,) for tag in ("p", "bdi", "strong", "blockquote", "mark", "br", "div", "summary")),
    *((tag, "class") for tag in ("p", "div", "section", "span", "details")),
    ("a", "href"),
    ("a", "class", "href"),
    ("button", "class", "type"),
    ("button", "class", "title", "type"),
}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_hostile_document_becomes_markup(payload: str) -> None:
    hostile = Passage(
        passage_id="p1",
        document_id="0123456789abcdef",
        source=payload,
        also_in=(payload,),
        title=payload,
        section=payload,
        date=payload,
        start=0,
        end=3 * len(payload),
        text=payload * 3,
        text_hash="fedcba9876543210",
    )
    cited = cite_span(1, hostile, len(payload), payload)
    more = (ScoredPassage(hostile, 2, 0.4),)
    whole = replace(
        answered(f"{payload}[1]", cited, short=payload), understood_as=payload, more=more
    )
    refused = Answer(
        "1", payload, AnswerStatus.NO_EVIDENCE, nearest=(ScoredPassage(hostile, 1, 0.5),)
    )
    for html in (
        answer_html(whole, CHINESE, KeptAs("c1", "a1", Rating.BAD)),
        answer_html(refused, CHINESE),
        question_html(payload, CHINESE),
        progress_html(Progress(said=payload), CHINESE),
    ):
        found = Markup(html)
        assert {(tag, *sorted(attributes)) for tag, attributes in found.elements} <= OURS
        assert all(link is None or link.startswith("../source/") for link in links(html))
        assert "".join(printable(payload).split()) in "".join(found.words.split())
        assert "\n" not in html  # a blank line would let Markdown begin anew
        assert not set(html) & set("*_`[]$~\\{}|^!")  # nor may its signs stand there


@pytest.mark.parametrize(
    ("score", "word", "bar"),
    [
        (1.0, "高", 10),
        (0.85, "高", 8),
        (0.84, "中", 8),
        (0.65, "中", 6),
        (0.5, "低", 5),
        (0.0, "低", 1),
    ],
)
def test_confidence_stands_on_the_card_as_a_word_and_a_bar(
    score: float, word: str, bar: int
) -> None:
    html = answer_html(replace(answered("甲[1]", WHEN), confidence=score), CHINESE)
    assert f"可信度 {word}<" in html
    assert f'"wy-bar wy-bar-{bar}"' in html


def test_the_score_of_a_passage_says_nothing_of_the_answer() -> None:
    items = answered("甲[1]\n乙[2]", replace(WHEN, score=0.01), replace(WHO, score=0.02))
    html = answer_html(replace(items, confidence=0.95), CHINESE)
    assert html.count("可信度 高<") == 1


def test_what_else_was_read_is_folded_away() -> None:
    more = tuple(ScoredPassage(PASSAGE, rank, 0.5) for rank in (2, 3))
    html = answer_html(replace(answered("甲[1]", WHEN), more=more), CHINESE)
    assert "<summary>显示更多来源（2）</summary>" in html
    assert "<details" not in answer_html(answered("甲[1]", WHEN), CHINESE)


@pytest.mark.parametrize("rating", list(Rating))
def test_the_rating_given_before_is_shown(rating: Rating) -> None:
    html = answer_html(answered("甲[1]", WHEN), CHINESE, KeptAs("c1", "a1", rating))
    assert "wy-answer-id-a1 wy-conversation-id-c1" in html
    assert ('wy-good wy-chosen"' in html) is (rating is Rating.GOOD)
    assert ('wy-bad wy-chosen"' in html) is (rating is Rating.BAD)


def test_what_is_not_kept_cannot_be_rated_or_handed_on() -> None:
    refused = Answer("1", "问", AnswerStatus.NO_EVIDENCE)
    for html in (answer_html(answered("甲[1]", WHEN), CHINESE), answer_html(refused, CHINESE)):
        assert "wy-again" in html
        assert not any(name in html for name in ("wy-good", "wy-bad", "wy-submit"))


def test_a_refusal_can_be_handed_on_once() -> None:
    refused = Answer("1", "问", AnswerStatus.NO_EVIDENCE)
    assert "提交给资料管理员<" in answer_html(refused, CHINESE, KeptAs("c1", "1"))
    handed_on = answer_html(refused, CHINESE, KeptAs("c1", "1", is_submitted=True))
    assert "disabled>已提交给资料管理员<" in handed_on
