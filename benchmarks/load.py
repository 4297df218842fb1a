"""Many people at once: each asks on the chat page, reads, and asks again.

    python -m benchmarks.load [--people 20 --reading 20 --rounds 4]

Each person speaks Gradio's own protocol, as the page does: a question is put into the queue,
the reply comes as a stream of events on a connection of its own. The first words are the
first event whose reply holds text of an answer, or says that there is none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import platformdirs

from benchmarks.answers import SAMPLE_DOCUMENTS, SAMPLE_QUESTIONS
from benchmarks.report import command_line, table, write_section
from benchmarks.running_server import index, running_server

_FIRST_WORDS = ("wy-answer", "wy-refusal")
_FAILED = "wy-failure"


@dataclass(frozen=True, slots=True)
class Asked:
    """Seconds from a question to the first words and to the end; None: it failed."""

    first_words: float
    finished: float
    failed: bool


def main() -> int:
    """Prints and records the figures; exit status 1 if a question failed."""
    options = _options()
    lines = SAMPLE_QUESTIONS.read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        index(Path(folder), options.cache_dir, SAMPLE_DOCUMENTS)
        with running_server(Path(folder), options.cache_dir) as server:
            asked = asyncio.run(_crowd(server.address, questions, options))
            memory = server.memory()
    failed = sum(each.failed for each in asked)
    first = [each.first_words for each in asked if not each.failed]
    finished = [each.finished for each in asked if not each.failed]
    rows = [
        ("people / seconds of reading / questions", _crowd_text(options, len(asked))),
        ("errors", f"{failed}"),
        ("seconds to the first words, p50 / p95 / worst", _spread(first)),
        ("seconds to the whole answer, p50 / p95 / worst", _spread(finished)),
        ("memory of the server afterwards", f"{memory:.0f} MB"),
    ]
    write_section("Many people at once", command_line(), table(("what", "figure"), rows))
    return 1 if failed else 0


async def _crowd(address: str, questions: list[str], options: argparse.Namespace) -> list[Asked]:
    chance = random.Random(options.seed)
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        function = await _ask_function(client)
        people = [
            _person(
                client,
                function,
                chance.sample(questions, options.rounds),
                chance.uniform(0, options.reading),
                options.reading,
            )
            for _ in range(options.people)
        ]
        return [asked for each in await asyncio.gather(*people) for asked in each]


async def _ask_function(client: httpx.AsyncClient) -> int:
    """The number under which the page's configuration lists sending a typed question."""
    config = (await client.get("chat/config")).raise_for_status().json()
    submits = [
        entry["id"]
        for entry in config["dependencies"]
        if any(trigger[1] == "submit" for trigger in entry["targets"])
    ]
    return int(submits[0])


async def _person(
    client: httpx.AsyncClient, function: int, questions: list[str], arrives: float, reads: float
) -> list[Asked]:
    """One page: comes after `arrives` seconds, reads for `reads` seconds between questions."""
    session = uuid.uuid4().hex[:12]
    await asyncio.sleep(arrives)
    asked = []
    for question in questions:
        asked.append(await _ask(client, function, session, question))
        await asyncio.sleep(reads)
    return asked


async def _ask(client: httpx.AsyncClient, function: int, session: str, question: str) -> Asked:
    started = time.perf_counter()
    body = {"data": [question, None], "fn_index": function, "session_hash": session}
    joined = await client.post("chat/gradio_api/queue/join", json=body)
    first = 0.0
    if joined.is_success:
        where = f"chat/gradio_api/queue/data?session_hash={session}"
        async with client.stream("GET", where) as stream:
            async for line in stream.aiter_lines():
                event = _event(line)
                if not first and any(sign in line for sign in _FIRST_WORDS):
                    first = time.perf_counter() - started
                if event.get("msg") == "process_completed":
                    failed = not event.get("success") or _FAILED in line or not first
                    return Asked(first, time.perf_counter() - started, failed)
    return Asked(first, time.perf_counter() - started, failed=True)


def _event(line: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(line[5:]) if line.startswith("data:") else {}
    return event


def _crowd_text(options: argparse.Namespace, questions: int) -> str:
    return f"{options.people} / {options.reading:g} / {questions}"


def _spread(values: list[float]) -> str:
    if not values:
        return "none"
    middle, high = np.percentile(values, (50, 95))
    return f"{middle:.2f} / {high:.2f} / {max(values):.2f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--reading", type=float, default=20.0, help="seconds between questions")
    parser.add_argument("--rounds", type=int, default=4, help="questions of each person")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
