"""Many clients at once: waiting, overload, leaving in the middle, errors in the middle."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from corpus.errors import ModelError
from rag.question import Question
from rag.readers.base import Library, Reading
from rag.types import ScoredPassage
from tests.api_kit import api_of, events_of, problem_of
from tests.browser_kit import WebServer
from tests.pipeline_kit import FIRST, PATIENCE, SECOND, GatedReader, GivenReader, service
from ui.answering import Answering
from ui.problems import RETRY_AFTER_SECONDS

EVENTS = {"Accept": "text/event-stream"}
ANSWER = f"{FIRST}[1]\n{SECOND}[2]"
SHORT = 0.01


@pytest.fixture
def reader() -> GatedReader:
    return GatedReader()


@pytest.fixture
def client(reader: GatedReader) -> Iterator[httpx.Client]:
    """One place, one more in line, and a sign of life every hundredth of a second."""
    asked = service(reader)
    app = api_of(asked, Answering(asked, at_once=1, waiting=1), SHORT)
    with WebServer(app) as server, httpx.Client(base_url=server.origin, timeout=60) as client:
        yield client
        reader.let_through(100)


def answer(client: httpx.Client, question: str) -> httpx.Response:
    return client.post("/api/ask", json={"question": question})


def stream(client: httpx.Client, question: str) -> str:
    return client.post("/api/ask", json={"question": question}, headers=EVENTS).text


def until(lines: Iterator[str], wanted: str) -> None:
    for line in lines:
        if line == wanted:
            return
    raise AssertionError(f"the stream ended without {wanted!r}")


def test_signs_of_life_are_sent_while_nothing_happens(
    client: httpx.Client, reader: GatedReader
) -> None:
    with client.stream("POST", "/api/ask", json={"question": "慢"}, headers=EVENTS) as response:
        lines = response.iter_lines()
        until(lines, ": ping")
        until(lines, ": ping")
        reader.let_through()
        until(lines, "event: done")


def test_who_must_wait_is_told_so(client: httpx.Client, reader: GatedReader) -> None:
    with ThreadPoolExecutor() as threads:
        first = threads.submit(answer, client, "一")
        reader.wait_for(1)
        with client.stream("POST", "/api/ask", json={"question": "二"}, headers=EVENTS) as second:
            lines = second.iter_lines()
            until(lines, 'data: {"name": "wait"}')
            reader.let_through(2)
            until(lines, 'data: {"name": "retrieve"}')
            until(lines, "event: done")
        assert first.result().json()["answer"] == ANSWER


@pytest.mark.parametrize("headers", [{}, EVENTS])
def test_one_too_many_is_told_to_come_back(
    client: httpx.Client, reader: GatedReader, headers: dict[str, str]
) -> None:
    with ThreadPoolExecutor() as threads:
        first = threads.submit(answer, client, "一")
        reader.wait_for(1)
        with client.stream("POST", "/api/ask", json={"question": "二"}, headers=EVENTS) as second:
            lines = second.iter_lines()
            until(lines, 'data: {"name": "wait"}')
            for refused in (
                client.post("/api/ask", json={"question": "三"}, headers=headers),
                client.get("/api/search", params={"q": "三"}),
            ):
                assert problem_of(refused, 503)["code"] == "overloaded"
                assert refused.headers["retry-after"] == str(RETRY_AFTER_SECONDS)
            reader.let_through(2)
            until(lines, "event: done")
        first.result()


def test_a_client_that_leaves_in_the_middle_of_a_stream_frees_its_place(
    client: httpx.Client, reader: GatedReader
) -> None:
    with client.stream("POST", "/api/ask", json={"question": "走"}, headers=EVENTS) as response:
        until(response.iter_lines(), 'data: {"name": "read"}')
        reader.wait_for(1)
    with ThreadPoolExecutor() as threads:
        staying = threads.submit(stream, client, "留")
        reader.wait_for(2)  # while the first still reads
        reader.let_through(2)
        assert events_of(staying.result())[-1][1]["answer"] == ANSWER
    assert reader.asked == ["走", "留"]


def test_a_client_that_leaves_before_its_answer_frees_its_place(
    client: httpx.Client, reader: GatedReader
) -> None:
    with ThreadPoolExecutor() as threads:
        with httpx.Client(base_url=client.base_url, timeout=60) as impatient:
            leaving = threads.submit(impatient.post, "/api/ask", json={"question": "走"})
            reader.wait_for(1)
            close_connections(impatient)
            with pytest.raises(httpx.HTTPError):
                leaving.result()
        staying = threads.submit(answer, client, "留")
        reader.wait_for(2)
        reader.let_through(2)
        assert staying.result().json()["answer"] == ANSWER


def test_clients_that_come_and_go_leave_all_places_free(
    client: httpx.Client, reader: GatedReader
) -> None:
    for n in range(12):
        with client.stream("POST", "/api/ask", json={"question": f"走{n}"}, headers=EVENTS):
            reader.let_through()
    reader.let_through(12)
    assert answer(client, "留").json()["answer"] == ANSWER


def test_an_error_in_the_middle_of_a_stream_is_its_last_event() -> None:
    class BrokenReader(GivenReader):
        def read(self, _q: Question, _p: Sequence[ScoredPassage], _l: Library) -> Reading:
            raise ModelError("The reading model is damaged.", remedy="Run: make setup")

    asked = service(BrokenReader())
    with WebServer(api_of(asked, Answering(asked))) as server:
        body = {"question": "何时成立?"}
        response = httpx.post(f"{server.origin}/api/ask", json=body, headers=EVENTS)
    assert response.status_code == 200
    *stages, (name, problem) = events_of(response.text)
    assert [shape["name"] for _, shape in stages] == ["retrieve", "rerank", "read"]
    assert name == "error"
    assert problem["status"] == 503
    assert (problem["detail"], problem["remedy"]) == (
        "The reading model is damaged.",
        "Run: make setup",
    )


def close_connections(client: httpx.Client) -> None:
    """Hangs up while another thread waits for the answer."""
    pool = client._transport._pool  # type: ignore[attr-defined]
    for connection in pool.connections:
        network_stream = connection._connection._network_stream
        network_stream.get_extra_info("socket").shutdown(2)


def test_threads_of_clients_that_left_end_with_their_step(reader: GatedReader) -> None:
    asked = service(reader)
    answering = Answering(asked, at_once=1)
    before = set(threading.enumerate())
    with WebServer(api_of(asked, answering)) as server:
        for n in range(3):
            body = {"question": f"走{n}"}
            address = f"{server.origin}/api/ask"
            with httpx.stream("POST", address, json=body, headers=EVENTS) as response:
                until(response.iter_lines(), 'data: {"name": "read"}')
                reader.wait_for(n + 1)
        reader.let_through(3)
        answering.close()
    started = [each for each in threading.enumerate() if each not in before]
    for thread in started:
        thread.join(PATIENCE)
    assert [thread for thread in started if thread.is_alive()] == []
