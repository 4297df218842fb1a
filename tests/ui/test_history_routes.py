"""Earlier conversations over HTTP: one's own only, whole, and harmless in every form."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from rag.history import HistoryStore
from rag.history.conversations import Conversation, ConversationSummary, Rating
from tests.rag.history.test_history_store import ANSWERED, REFUSED
from ui.history import markdown_export, routes, word_export
from ui.history.print_page import print_page
from ui.history.routes import create_history_router
from ui.history.texts import TEXTS
from ui.history.transcript import Transcript, transcript
from ui.languages import Language
from ui.middleware.people import People
from ui.page_texts import TEXTS as PAGE_TEXTS
from ui.people import COOKIE, PersonIds, Portal
from ui.problems import install_problem_handlers

IDS = PersonIds(b"key")
HOSTILE = '<script>alert(1)</script> [x](javascript:alert(1)) *a* `b` \x00\x1b[31m\u202e "&'
TYPED = HOSTILE.replace("\0", "")  # which no browser lets pass


@pytest.fixture
def history(tmp_path: Path) -> Iterator[HistoryStore]:
    with HistoryStore(tmp_path / "history.sqlite", 180) as store:
        yield store


def client(history: HistoryStore, person: str) -> TestClient:
    """A browser with the cookie of `person`."""
    app = FastAPI()
    install_problem_handlers(app)
    app.include_router(create_history_router(history))
    guarded = People(app, IDS, Portal(), "")
    cookies = {COOKIE: IDS.signed(person)}
    return TestClient(
        guarded, "http://wenku.example", cookies=cookies, raise_server_exceptions=True
    )


@pytest.fixture
def ann(history: HistoryStore) -> TestClient:
    history.add("ann", "c1", ANSWERED)
    history.add("ann", "c1", REFUSED)
    return client(history, "ann")


def test_ones_conversations_are_listed_and_read(ann: TestClient) -> None:
    (listed,) = ann.get("/api/conversations").json()["conversations"]
    assert (listed["conversation_id"], listed["title"], listed["turns"]) == (
        "c1",
        ANSWERED.question,
        2,
    )
    read = ann.get("/api/conversations/c1").json()
    assert [turn["answer"]["id"] for turn in read["turns"]] == ["a1", "a2"]
    assert read["turns"][0]["answer"]["citations"][0]["quote"] == ANSWERED.citations[0].quote


def test_a_search_finds_some(ann: TestClient) -> None:
    assert len(ann.get("/api/conversations", params={"q": "复检"}).json()["conversations"]) == 1
    assert ann.get("/api/conversations", params={"q": "%"}).json()["conversations"] == []


def test_a_search_of_many_pages_is_refused(ann: TestClient) -> None:
    reply = ann.get("/api/conversations", params={"q": "长" * 5_000})
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_conversation_is_renamed_and_deleted(ann: TestClient) -> None:
    assert ann.patch("/api/conversations/c1", json={"name": TYPED}).status_code == 204
    (listed,) = ann.get("/api/conversations").json()["conversations"]
    assert listed["title"] == " ".join(TYPED.split())
    assert ann.delete("/api/conversations/c1").status_code == 204
    assert ann.get("/api/conversations").json()["conversations"] == []
    assert ann.get("/api/conversations/c1").status_code == 404


@pytest.mark.parametrize("person", ["bob", "user:ann"])
def test_somebody_elses_conversation_is_not_there(
    ann: TestClient, history: HistoryStore, person: str
) -> None:
    other = client(history, person)
    assert other.get("/api/conversations").json()["conversations"] == []
    replies = [
        other.get("/api/conversations/c1"),
        other.patch("/api/conversations/c1", json={"name": "x"}),
        other.delete("/api/conversations/c1"),
        other.get("/conversations/c1.docx"),
        other.get("/conversations/c1.md"),
        other.get("/conversations/c1"),
    ]
    assert [reply.status_code for reply in replies] == [404] * len(replies)
    assert all(ANSWERED.question not in reply.text for reply in replies)
    assert len(ann.get("/api/conversations/c1").json()["turns"]) == 2


def test_without_a_cookie_nothing_is_there(ann: TestClient) -> None:
    ann.cookies.clear()
    assert ann.get("/api/conversations").json()["conversations"] == []
    assert ann.get("/api/conversations/c1").status_code == 404


def test_an_answer_is_rated_with_a_reason(ann: TestClient, history: HistoryStore) -> None:
    body = {"rating": "bad", "reason": TYPED}
    assert ann.post("/api/answers/a1/rating", json=body).status_code == 204
    turn = history.conversation("ann", "c1").turns[0]
    assert (turn.rating, turn.reason) == (Rating.BAD, TYPED.strip())


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/answers/none/rating", {"rating": "good"}, 404),
        ("/api/answers/a1/rating", {"rating": "fine"}, 422),
        ("/api/answers/a1/rating", {}, 422),
        ("/api/answers/a1/rating", {"rating": "bad", "reason": "x" * 1001}, 422),
        ("/api/answers/a1/rating", {"rating": "bad", "more": 1}, 422),
        ("/api/answers/none/submission", None, 404),
    ],
)
def test_what_cannot_be_done_is_a_problem_document(
    ann: TestClient, path: str, body: object, status: int
) -> None:
    reply = ann.post(path, json=body)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["remedy"]


@pytest.mark.parametrize("odd", ["\\ud800", "\\u0000"])
def test_what_is_no_text_is_no_reason_and_no_name(ann: TestClient, odd: str) -> None:
    json = {"Content-Type": "application/json"}
    reason = f'{{"rating": "bad", "reason": "{odd}"}}'
    name = f'{{"name": "x{odd}"}}'
    replies = (
        ann.post("/api/answers/a1/rating", content=reason, headers=json),
        ann.patch("/api/conversations/c1", content=name, headers=json),
    )
    assert [reply.status_code for reply in replies] == [422, 422]


def test_a_question_is_handed_on(ann: TestClient, history: HistoryStore) -> None:
    assert ann.post("/api/answers/a2/submission").status_code == 204
    assert [each.question for each in history.unanswered()] == [REFUSED.question]


def test_the_word_file_has_questions_answers_and_linked_sources(ann: TestClient) -> None:
    reply = ann.get("/conversations/c1.docx")
    name = unquote(reply.headers["content-disposition"].partition("''")[2])
    assert name == "多久内申请复检.docx"
    document = docx.Document(io.BytesIO(reply.content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert f"问：{ANSWERED.question}" in texts
    assert "十五日内" in texts
    assert "复检申请应当在十五日内提出。[1]" in texts
    assert "资料中没有找到答案" in texts
    assert "理解为：巴西多久内申请复检？" in texts
    assert any("第 3 页" in text or "第十二条" in text for text in texts)
    links = {
        relation.target_ref for relation in document.part.rels.values() if relation.is_external
    }
    assert links == {"http://wenku.example/source/d1?start=10&end=23&v=0a1b2c3d4e5f6071"}


def test_the_markdown_file_has_the_same(ann: TestClient) -> None:
    reply = ann.get("/conversations/c1.md", params={"lang": "en"})
    assert reply.headers["content-type"] == "text/markdown; charset=utf-8"
    assert f"## {ANSWERED.question}" in reply.text
    link = "[\\[1\\]](<http://wenku.example/source/d1?start=10&end=23&v=0a1b2c3d4e5f6071>)"
    assert f"复检申请应当在十五日内提出。{link}" in reply.text
    assert "The documents do not say" in reply.text


def test_the_page_for_printing_has_the_same(ann: TestClient) -> None:
    reply = ann.get("/conversations/c1")
    assert reply.status_code == 200
    assert ANSWERED.question in reply.text
    assert "/source/d1?start=10&amp;end=23" in reply.text
    assert "style=" not in reply.text


@pytest.mark.parametrize("suffix", ["pdf", "exe", "docx.exe"])
def test_other_kinds_of_files_are_refused(ann: TestClient, suffix: str) -> None:
    assert ann.get(f"/conversations/c1.{suffix}").status_code == 404


def written(conversation: Conversation) -> Transcript:
    return transcript(conversation, PAGE_TEXTS[Language.CHINESE].locators, "http://x/")


def test_what_documents_and_people_write_is_harmless_in_every_form(history: HistoryStore) -> None:
    passage = replace(ANSWERED.citations[0].passage, title=HOSTILE, source=HOSTILE)
    citation = replace(ANSWERED.citations[0], passage=passage, quote=HOSTILE)
    answer = replace(
        ANSWERED, question=HOSTILE, answer=f"{HOSTILE}[1]", short_answer="x", citations=(citation,)
    )
    history.add("ann", "c1", answer)
    known = written(history.conversation("ann", "c1"))
    texts = TEXTS[Language.CHINESE]
    page = print_page(known, texts, Language.CHINESE)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    text = markdown_export.markdown(known, texts)
    assert "\\<script\\>" in text
    assert re.search(r"(?<!\\)\]\((?!<http://x/)", text) is None
    document = docx.Document(io.BytesIO(word_export.word_document(known, texts)))
    assert any("<script>alert(1)</script>" in each.text for each in document.paragraphs)
    for form in (page, text):
        assert "\x1b" not in form
        assert "\u202e" not in form


@pytest.mark.parametrize("language", list(Language))
def test_a_conversation_without_turns_is_written_too(language: Language) -> None:
    empty = written(
        Conversation(ConversationSummary("c", "空", "2026-03-01T08:00:00+00:00", 0), ())
    )
    texts = TEXTS[language]
    assert texts.empty in markdown_export.markdown(empty, texts)
    assert texts.empty in print_page(empty, texts, language)
    document = docx.Document(io.BytesIO(word_export.word_document(empty, texts)))
    assert texts.empty in [paragraph.text for paragraph in document.paragraphs]


def test_of_ten_thousand_turns_the_word_file_has_the_last_and_says_so(
    history: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "_MOST_TURNS", {"docx": 20})
    for number in range(10_000):
        history.add("ann", "c1", replace(ANSWERED, id=f"n{number}", question=f"第{number}问"))
    ann = client(history, "ann")
    document = docx.Document(io.BytesIO(ann.get("/conversations/c1.docx").content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "由文渊整理 · 最近 20 个问题，共 10,000 个 · 引文均为原文原句" in texts
    assert [text for text in texts if text.startswith("问：")][-1] == "问：第9999问"
    assert ann.get("/conversations/c1.md").text.count("\n## ") == 10_000
    (listed,) = ann.get("/api/conversations").json()["conversations"]
    assert listed["turns"] == 10_000
