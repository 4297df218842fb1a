"""The HTTP interface over a real server, the sample corpus and the default model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag.factory import QAService, open_service
from rag.manifest import read_manifest
from rag.settings import Settings
from rag.types import answer_as_json, passage_as_json
from tests.api_kit import api_of, events_of
from tests.browser_kit import WebServer
from ui.answering import Answering
from ui.api_shapes import (
    AnswerShape,
    CitationShape,
    DocumentsShape,
    HealthShape,
    SearchShape,
    TextShape,
)

QUESTION = "加油机的静置时间为什么改成30秒?"
NOWHERE = "火星上有几座加油站?"


@pytest.fixture(scope="module")
def service(index_of_sample_corpus: Path, cache_dir: Path) -> QAService:
    return open_service(Settings(index_of_sample_corpus, cache_dir), lambda _: None)


@pytest.fixture(scope="module")
def client(service: QAService) -> Iterator[httpx.Client]:
    app = api_of(service, Answering(service))
    with WebServer(app) as server, httpx.Client(base_url=server.origin, timeout=60) as client:
        yield client


def without_chance(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"id": "", "elapsed_ms": 0}


def test_a_question_is_answered_as_by_the_pipeline(
    client: httpx.Client, service: QAService
) -> None:
    response = client.post("/api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    answer = response.json()
    AnswerShape.model_validate(answer, strict=False)
    expected = answer_as_json(service.pipeline.answer(QUESTION))
    assert answer["status"] == "answered"
    assert without_chance(answer) == without_chance(expected)


def test_chinese_is_sent_as_it_is_in_utf_8(client: httpx.Client) -> None:
    assert QUESTION.encode() in client.post("/api/ask", json={"question": QUESTION}).content


def test_a_refusal_is_an_answer_with_the_nearest_passages(client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": NOWHERE}).json()
    AnswerShape.model_validate(answer)
    assert (answer["status"], answer["answer"], answer["citations"]) == ("no_evidence", None, [])
    assert 1 <= len(answer["nearest"]) <= 5


def test_conversation_and_collection_are_taken(client: httpx.Client) -> None:
    body = {"question": NOWHERE, "conversation_id": "a-B_9" * 12, "collection": "default"}
    assert client.post("/api/ask", json=body).status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_follow_up_is_completed_within_its_conversation(
    client: httpx.Client, accept: str
) -> None:
    def ask(question: str, conversation: str | None) -> dict[str, Any]:
        body = {"question": question, "conversation_id": conversation}
        response = client.post("/api/ask", json=body, headers={"Accept": accept})
        is_stream = accept == "text/event-stream"
        shape: dict[str, Any] = events_of(response.text)[-1][1] if is_stream else response.json()
        return shape

    mine = f"mine-{len(accept)}"
    assert ask("“啄木鸟”班组的组长是谁？", mine)["understood_as"] is None
    answer = ask("她是哪里人？", mine)
    AnswerShape.model_validate(answer)
    assert answer["question"] == "她是哪里人？"
    assert answer["understood_as"] == "田秀禾是哪里人？"
    assert "望山县" in answer["answer"]
    assert ask("她是哪里人？", f"other-{len(accept)}")["understood_as"] is None
    assert ask("她是哪里人？", None)["understood_as"] is None


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json, Text/Event-Stream"])
def test_events_tell_the_same_answer_step_by_step(client: httpx.Client, accept: str) -> None:
    response = client.post("/api/ask", json={"question": QUESTION}, headers={"Accept": accept})
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-accel-buffering"] == "no"
    events = events_of(response.text)
    names = [name for name, _ in events]
    assert names[:4] == ["stage"] * 4
    assert [shape["name"] for _, shape in events[:4]] == ["retrieve", "rerank", "read", "cite"]
    assert names[4:6] == ["citation", "token"]
    assert names[-1] == "done"
    done = events[-1][1]
    AnswerShape.model_validate(done)
    assert "".join(shape["text"] for name, shape in events if name == "token") == done["answer"]
    citations = [shape for name, shape in events if name == "citation"]
    assert citations == done["citations"]
    CitationShape.model_validate(citations[0])
    plain = client.post("/api/ask", json={"question": QUESTION}).json()
    assert without_chance(plain) == without_chance(done)


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/event-stream;q=0", "text/*"])
def test_who_does_not_name_events_gets_json(client: httpx.Client, accept: str) -> None:
    response = client.post("/api/ask", json={"question": NOWHERE}, headers={"Accept": accept})
    assert response.headers["content-type"] == "application/json"
    assert response.headers["vary"] == "Accept"


def test_a_search_finds_what_the_pipeline_finds(client: httpx.Client, service: QAService) -> None:
    found = client.get("/api/search", params={"q": "老旧电梯 安全评估", "top_k": 3}).json()
    SearchShape.model_validate(found)
    expected = [passage_as_json(one) for one in service.pipeline.search("老旧电梯 安全评估", 3)]
    assert found == {"query": "老旧电梯 安全评估", "passages": expected}
    assert [one["rank"] for one in expected] == [1, 2, 3]


@pytest.mark.parametrize(("top_k", "expected"), [(1, 1), (1000, 100)])
def test_the_limits_of_top_k_are_allowed(client: httpx.Client, top_k: int, expected: int) -> None:
    found = client.get("/api/search", params={"q": "电梯", "top_k": top_k}).json()["passages"]
    assert 1 <= len(found) <= expected


def test_all_documents_are_listed_by_source(client: httpx.Client, service: QAService) -> None:
    shape = client.get("/api/documents").json()
    DocumentsShape.model_validate(shape)
    listed = [document["source"] for document in shape["documents"]]
    generation = service.generation()
    assert listed == [one.source for one in generation.store.documents(generation.number)]
    assert len(listed) == 14


def test_a_citation_leads_to_its_words(client: httpx.Client) -> None:
    citation = client.post("/api/ask", json={"question": QUESTION}).json()["citations"][0]
    span = {"start": citation["start"], "end": citation["end"]}
    piece = client.get(f"/api/documents/{citation['document_id']}/text", params=span).json()
    TextShape.model_validate(piece)
    assert piece["text"] == citation["quote"]
    assert (piece["text_hash"], piece["source"]) == (citation["text_hash"], citation["source"])


def test_a_whole_text_and_its_edges_can_be_had(client: httpx.Client) -> None:
    document = client.get("/api/documents").json()["documents"][0]
    address = f"/api/documents/{document['document_id']}/text"
    whole = client.get(address).json()
    length = document["characters"]
    assert (whole["start"], whole["end"], len(whole["text"])) == (0, length, length)
    assert whole["characters"] == length
    assert client.get(address, params={"start": length}).json()["text"] == ""
    assert client.get(address, params={"end": 5}).json()["text"] == whole["text"][:5]


def test_health_tells_what_is_served(client: httpx.Client, index_of_sample_corpus: Path) -> None:
    health = client.get("/healthz").json()
    HealthShape.model_validate(health)
    manifest = read_manifest(index_of_sample_corpus)
    assert health["status"] == "ok"
    assert (health["generation"], health["documents"]) == (manifest.generation, 14)
    assert health["passages"] == manifest.counts.passages


def test_the_description_names_every_route_and_the_shape_of_problems(client: httpx.Client) -> None:
    response = client.get("/api/openapi.json")
    assert response.headers["content-type"] == "application/json"
    described = response.json()
    assert set(described["paths"]) == {
        "/healthz",
        "/api/ask",
        "/api/search",
        "/api/documents",
        "/api/documents/{document_id}/text",
    }
    assert described["servers"][0]["url"] == ".."
    ask = described["paths"]["/api/ask"]["post"]
    assert set(ask["responses"]["200"]["content"]) == {"application/json", "text/event-stream"}
    assert {"404", "415", "422", "503"} < set(ask["responses"])
    assert "HTTPValidationError" not in json.dumps(described)
    for operations in described["paths"].values():
        for operation in operations.values():
            for status, problem in operation["responses"].items():
                if status != "200":
                    assert set(problem["content"]) == {"application/problem+json"}


def test_every_reference_of_the_description_leads_somewhere(client: httpx.Client) -> None:
    text = client.get("/api/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    parts = text.split('"#/components/schemas/')[1:]
    assert parts
    assert {part.split('"')[0] for part in parts} <= set(schemas)
