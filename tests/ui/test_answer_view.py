from __future__ import annotations

from dataclasses import replace

from corpus.types import Passage
from rag.types import Answer, AnswerError, AnswerStatus, Citation, ScoredPassage
from ui.answer_view import answer_text, passages_text

RULES = Passage(
    passage_id="p1",
    document_id="d1",
    source="规章/抽查细则.md",
    also_in=("旧档/抽查细则.md",),
    title="抽查细则",
    section="第二章 / 第九条",
    date="2010-11-05",
    start=100,
    end=160,
    text="对结论有异议的，\n应当在十日内提出。",
    text_hash="h1",
)
NOTICE = replace(
    RULES, passage_id="p2", source="通知.txt", also_in=(), title="通知", section="", date=""
)


def cited(number: int, passage: Passage, start: int, quote: str) -> Citation:
    return Citation(number, passage, start, start + len(quote), quote, 0.9, passage.section, None)


def test_an_answer_shows_what_it_says_then_its_places_by_document() -> None:
    answer = Answer(
        id="a",
        question="几日内提出？",
        status=AnswerStatus.ANSWERED,
        answer="应当在十日内提出。[1]\n逾期不予受理。[2]\n可以委托他人。[3]",
        short_answer="十日内",
        citations=(
            cited(1, RULES, 109, "应当在十日内提出。"),
            cited(2, NOTICE, 5, "逾期不予受理。"),
            cited(3, replace(RULES, section="第三章"), 1200, "可以委托\n他人。"),
        ),
    )
    assert answer_text(answer).plain.splitlines() == [
        "十日内",
        "",
        "应当在十日内提出。[1]",
        "逾期不予受理。[2]",
        "可以委托他人。[3]",
        "",
        "出处 · Sources",
        "抽查细则 · 2010-11-05 · 规章/抽查细则.md",
        "  另见 1 处 · Also in: 旧档/抽查细则.md",
        "  [1] 第二章 / 第九条 (109–118)",
        "      “应当在十日内提出。”",
        "  [3] 第三章 (1,200–1,208)",
        "      “可以委托 他人。”",
        "通知 · 通知.txt",
        "  [2] (5–12)",
        "      “逾期不予受理。”",
    ]


def test_a_long_quote_is_shortened_in_its_middle() -> None:
    quote = "开头" + "中" * 300 + "末尾"
    answer = Answer(
        "a", "q", AnswerStatus.ANSWERED, answer="x[1]", citations=(cited(1, RULES, 0, quote),)
    )
    shown = answer_text(answer).plain.splitlines()[-1]
    assert shown.startswith("      “开头中")
    assert shown.endswith("中末尾”")
    assert len(shown) == len("      “”") + 120


def test_no_evidence_looks_different_and_shows_the_nearest_passages() -> None:
    nearest = (ScoredPassage(RULES, 1, 0.5), ScoredPassage(NOTICE, 2, 0.25))
    answer = Answer("a", "q", AnswerStatus.NO_EVIDENCE, nearest=nearest)
    assert answer_text(answer).plain.splitlines() == [
        "资料中没有找到答案 · Not in the documents",
        "",
        "最接近的段落 · Nearest passages",
        "1. 抽查细则 · 第二章 / 第九条 · 2010-11-05",
        "   规章/抽查细则.md · 100–160 · 0.5000",
        "   对结论有异议的， 应当在十日内提出。",
        "  另见 1 处 · Also in: 旧档/抽查细则.md",
        "2. 通知",
        "   通知.txt · 100–160 · 0.2500",
        "   对结论有异议的， 应当在十日内提出。",
    ]


def test_only_the_verdict_of_no_evidence_is_coloured_as_a_warning() -> None:
    nearest = (ScoredPassage(RULES, 1, 0.5),)
    text = answer_text(Answer("a", "q", AnswerStatus.NO_EVIDENCE, nearest=nearest))
    warned = [
        text.plain[span.start : span.end] for span in text.spans if "yellow" in str(span.style)
    ]
    assert warned == ["资料中没有找到答案 · Not in the documents\n"]
    assert text.style == ""


def test_an_empty_library_has_no_nearest_passages() -> None:
    answer = Answer("a", "q", AnswerStatus.NO_EVIDENCE)
    assert answer_text(answer).plain == "资料中没有找到答案 · Not in the documents"


def test_an_error_shows_its_remedy() -> None:
    error = AnswerError("bad_request", "The question is empty.", "Type one.")
    answer = Answer("a", "", AnswerStatus.ERROR, error=error)
    assert answer_text(answer).plain == "错误 / Error: The question is empty. Type one."


def test_a_completed_question_is_shown_first() -> None:
    answer = Answer("a", "那费用呢？", AnswerStatus.NO_EVIDENCE, understood_as="复检的费用呢？")
    assert answer_text(answer).plain.startswith("理解为 · Understood as: 复检的费用呢？\n\n")


def test_nothing_of_a_document_can_steer_the_terminal() -> None:
    hostile = replace(
        RULES,
        title="\x1b[2J[bold]标题",
        section="章\u202e",
        date="\x07",
        source="目录/名\n称.txt",
        also_in=("另\x9b名",),
        text="正文\x1b]8;;http://x\x1b\\",
    )
    answer = Answer(
        "a",
        "q",
        AnswerStatus.ANSWERED,
        answer="答\x1b[31m案[1]",
        short_answer="短\u202e答",
        citations=(cited(1, hostile, 0, "引\x1b文\r"),),
    )
    for text in (answer_text(answer), passages_text([ScoredPassage(hostile, 1, 1.0)])):
        assert not set(text.plain) & set("\x1b\x9b\x07\r\u202e")
        assert r"\x1b[2J[bold]标题" in text.plain
        assert "目录/名 称.txt" in text.plain
