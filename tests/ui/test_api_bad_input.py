"""Whatever a client sends wrong is answered with a problem document that tells what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from rag.factory import QAService, open_indexer, open_service
from rag.manifest import MANIFEST_FILE
from rag.question import MAX_QUESTION_LENGTH
from rag.settings import Settings
from tests.api_kit import api_of, problem_of
from tests.browser_kit import WebServer
from tests.library_kit import rule, write
from tests.odd_queries import ODD_QUERIES
from tests.pipeline_kit import GivenReader, OneSnapshot
from tests.pipeline_kit import service as service_over
from ui.answering import Answering

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Path:
    folder = tmp_path_factory.mktemp("api")
    documents = write(folder / "docs", a=rule(1))
    (documents / os.fsdecode(b"\xb9\xe6\xb3\xcc.txt")).write_text(rule(2), encoding="utf-8")
    open_indexer(Settings(folder / "data", cache_dir), lambda _: None).index([documents])
    return folder / "data"


@pytest.fixture(scope="module")
def service(data: Path, cache_dir: Path) -> QAService:
    return open_service(Settings(data, cache_dir), lambda _: None)


@pytest.fixture(scope="module")
def client(service: QAService) -> Iterator[httpx.Client]:
    app = api_of(service, Answering(service))
    with WebServer(app) as server, httpx.Client(base_url=server.origin, timeout=60) as client:
        yield client


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
@pytest.mark.parametrize(
    ("question", "detail", "remedy"),
    [
        ("", "The question is empty.", "Type a question"),
        (" \n\t　", "The question is empty.", "Type a question"),
        ("?!……", "The question '?!……' holds no words.", "Ask in words"),
        (
            "问" * (MAX_QUESTION_LENGTH + 1),
            "The question has 1,001 characters; at most 1,000 are allowed.",
            "Ask in one or two sentences.",
        ),
    ],
)
def test_the_limits_of_a_question_are_told_as_the_product_tells_them(
    client: httpx.Client, question: str, detail: str, remedy: str, accept: str
) -> None:
    response = client.post("/api/ask", json={"question": question}, headers={"Accept": accept})
    problem = problem_of(response, 422)
    assert problem["detail"] == detail
    assert problem["remedy"].startswith(remedy)
    assert problem["code"] == "bad_request"


def test_the_longest_question_is_answered(client: httpx.Client) -> None:
    question = "泵" * MAX_QUESTION_LENGTH
    assert client.post("/api/ask", json={"question": question}).status_code == 200


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "body: Field required."),
        (b"{", "The body is no JSON"),
        (b"{'question': 'x'}", "The body is no JSON"),
        (b"null", "body: Input should be a valid dictionary"),
        (b"[]", "body: Input should be a valid dictionary"),
        (b"{}", "body.question: Field required."),
        (b'{"question": 5}', "body.question: Input should be a valid string; got 5."),
        (b'{"question": null}', "body.question: Input should be a valid string; got None."),
        (b'{"question": NaN}', "body.question: Input should be a valid string; got nan."),
        (b'{"question": 1e999}', "body.question: Input should be a valid string; got inf."),
        (b'{"question": ["x"]}', "body.question: Input should be a valid string"),
        (b'{"question": "x", "top_k": 3}', "body.top_k: Extra inputs are not permitted; got 3."),
        (rb'{"question": "a\u0000b"}', "body.question: Value error, Text without NUL"),
        (rb'{"question": "a\ud800b"}', "body.question: Value error, Text without NUL"),
        (rb'{"question": "x", "\ud800": 1}', "unable to parse raw data as a unicode string"),
        (b'{"question": "x", "conversation_id": ""}', "body.conversation_id: String should match"),
        (b'{"question": "x", "conversation_id": "a b"}', "body.conversation_id"),
        (rb'{"question": "x", "conversation_id": "a\n"}', "body.conversation_id"),
        (b'{"question": "x", "conversation_id": "%s"}' % (b"a" * 65), "body.conversation_id"),
        (b'{"question": "x", "collection": 5}', "body.collection: Input should be a valid string"),
    ],
)
def test_a_wrong_body_is_told_with_what_was_expected(
    client: httpx.Client, body: bytes, told: str
) -> None:
    problem = problem_of(client.post("/api/ask", content=body, headers=JSON), 422)
    assert told in problem["detail"]
    assert problem["remedy"]


@pytest.mark.parametrize("body", [b'{"question": "\xff\xfe"}', b"[" * 100_000, b"1" * 5_000])
def test_a_body_that_no_parser_takes_is_refused(client: httpx.Client, body: bytes) -> None:
    problem = problem_of(client.post("/api/ask", content=body, headers=JSON), 400)
    assert problem["remedy"] == "Send one JSON object in UTF-8."


def test_a_long_wrong_value_is_not_sent_back_whole(client: httpx.Client) -> None:
    body = {"question": ["长" * 10_000]} | {f"key{n}": n for n in range(500)}
    problem = problem_of(client.post("/api/ask", json=body), 422)
    assert len(problem["detail"]) < 1_000
    assert "And 496 more." in problem["detail"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_another_content_type_is_refused(client: httpx.Client, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = client.post("/api/ask", content=b'{"question": "x"}', headers=headers)
    assert "application/json was expected" in problem_of(response, 415)["detail"]


def test_json_with_a_charset_is_taken(client: httpx.Client) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    response = client.post("/api/ask", content='{"question": "泵站"}'.encode(), headers=headers)
    assert response.status_code == 200


def test_an_unknown_collection_is_not_found(client: httpx.Client) -> None:
    response = client.post("/api/ask", json={"question": "x", "collection": "秘密"})
    problem = problem_of(response, 404)
    assert problem["detail"] == "There is no collection '秘密'."
    assert problem["code"] == "unknown_collection"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "query.q: Field required."),
        ("q=", "The question is empty."),
        ("q=%3F", "holds no words"),
        (f"q={'a' * 1001}", "at most 1,000"),
        ("q=a%00b", "query.q: Value error, Text without NUL"),
        ("q=x&top_k=0", "query.top_k: Input should be greater than or equal to 1; got '0'."),
        ("q=x&top_k=1001", "query.top_k: Input should be less than or equal to 1000; got '1001'."),
        ("q=x&top_k=-1", "query.top_k"),
        ("q=x&top_k=1.5", "query.top_k"),
        ("q=x&top_k=NaN", "query.top_k"),
        ("q=x&top_k=", "query.top_k"),
        ("q=x&top_k=viele", "query.top_k: Input should be a valid integer"),
        ("q=%F0%9F%98%80", "The question '😀' holds no words."),
        ("q=x&top_k=" + "9" * 5_000, "query.top_k"),
        ("q=x&topk=5", "query.topk: Extra inputs are not permitted; got '5'."),
    ],
)
def test_a_wrong_search_is_told(client: httpx.Client, query: str, told: str) -> None:
    assert told in problem_of(client.get(f"/api/search?{query}"), 422)["detail"]


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_an_odd_query_finds_passages_and_is_answered_or_not(
    client: httpx.Client, query: str
) -> None:
    found = client.get("/api/search", params={"q": query, "top_k": 2})
    assert found.status_code == 200
    assert found.json()["query"] == query
    assert [one["rank"] for one in found.json()["passages"]] == [1, 2]
    answer = client.post("/api/ask", json={"question": query})
    assert answer.status_code == 200
    assert answer.json()["status"] in {"answered", "no_evidence"}


def test_a_search_for_bytes_that_are_no_utf_8_does_no_harm(client: httpx.Client) -> None:
    assert client.get("/api/search?q=%ff%feab").status_code == 200


@pytest.mark.parametrize(
    "document_id", ["0123456789abcdef", "zz", "%00", "%F0%9F%98%80", "a" * 3_000, "..%2e", "'--"]
)
def test_an_unknown_document_is_not_found(client: httpx.Client, document_id: str) -> None:
    problem = problem_of(client.get(f"/api/documents/{document_id}/text"), 404)
    assert problem["code"] == "unknown_document"


@pytest.mark.parametrize(
    "span", ["start=-1", "end=-1", "start=5&end=2", "start=99999", f"end={10**30}"]
)
def test_offsets_outside_the_text_are_refused(client: httpx.Client, span: str) -> None:
    document = client.get("/api/documents").json()["documents"][0]
    response = client.get(f"/api/documents/{document['document_id']}/text?{span}")
    problem = problem_of(response, 422)
    assert "does not lie in the text" in problem["detail"]
    assert str(document["characters"]) in problem["remedy"]


@pytest.mark.parametrize("span", ["start=a", "start=1.5", "start=", "start=NaN", "begin=1"])
def test_offsets_that_are_no_numbers_are_refused(client: httpx.Client, span: str) -> None:
    document = client.get("/api/documents").json()["documents"][0]
    problem_of(client.get(f"/api/documents/{document['document_id']}/text?{span}"), 422)


def test_an_odd_file_name_does_not_break_responses(client: httpx.Client) -> None:
    listed = client.get("/api/documents")
    assert listed.status_code == 200
    (odd,) = [one for one in listed.json()["documents"] if one["source"] != "docs/a.txt"]
    found = client.get("/api/search", params={"q": rule(2)[:20], "top_k": 1000}).json()
    assert odd["document_id"] in {one["document_id"] for one in found["passages"]}
    assert client.get(f"/api/documents/{odd['document_id']}/text").json()["text"] == rule(2).strip()


@pytest.mark.parametrize("path", ["/nope", "/api", "/api/nope", "/api/docs/../x", "/api/docs/x"])
def test_an_unknown_route_is_a_problem(client: httpx.Client, path: str) -> None:
    problem = problem_of(client.get(path), 404)
    assert "api/docs" in problem["remedy"]


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(client: httpx.Client) -> None:
    response = client.get("/api/ask")
    assert problem_of(response, 405)["detail"] == "GET /api/ask: Method Not Allowed."
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_an_index_that_vanishes_is_told_and_one_that_comes_back_is_used(
    data: Path, client: httpx.Client, accept: str
) -> None:
    manifest = data / MANIFEST_FILE
    manifest.rename(data / "away")
    try:
        asked = client.post("/api/ask", json={"question": "泵站"}, headers={"Accept": accept})
        for response in (
            asked,
            client.get("/api/search", params={"q": "泵站"}),
            client.get("/api/documents"),
            client.get("/api/documents/0123456789abcdef/text"),
            client.get("/healthz"),
        ):
            problem = problem_of(response, 503)
            assert problem["code"] == "no_index"
            assert "wenyuan index" in problem["remedy"]
    finally:
        (data / "away").rename(manifest)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_fault_of_the_program_shows_nothing_of_its_inside(accept: str) -> None:
    def broken() -> OneSnapshot:
        raise ZeroDivisionError("secret path /etc")

    service = service_over(GivenReader(), broken)
    app = api_of(service, Answering(service))
    with WebServer(app) as server:
        asked = {"question": "何时成立?"}
        response = httpx.post(f"{server.origin}/api/ask", json=asked, headers={"Accept": accept})
    problem = problem_of(response, 500)
    assert "secret" not in response.text
    assert problem["code"] == "internal_error"
