from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_kit import Wenyuan
from tests.odd_queries import ODD_QUERIES

ANSWERABLE = "卡在电梯里出不来了，该打哪个电话"
UNANSWERABLE = "巴西队哪一年第一次夺得世界杯？"
ANSWER_KEYS = [
    "id",
    "question",
    "understood_as",
    "status",
    "answer",
    "short_answer",
    "citations",
    "nearest",
    "error",
    "reader",
    "elapsed_ms",
]
BAD_QUESTIONS = {
    "": "empty",
    " \t\n": "empty",
    "？！……": "no words",
    "😀": "no words",
    "长" * 1001: "1,001",
}


@pytest.fixture(scope="module")
def wenyuan(index_of_sample_corpus: Path, cache_dir: Path) -> Wenyuan:
    return Wenyuan(index_of_sample_corpus, cache_dir)


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_an_answer_is_shown_with_its_places(wenyuan: Wenyuan) -> None:
    result = wenyuan("ask", ANSWERABLE)
    assert result.exit_code == 0
    assert result.stderr == ""
    said, _, places = result.stdout.partition("出处 · Sources\n")
    assert "96333" in said
    assert "[1]" in said
    assert "  [1] " in places
    assert "documents/" in places


def test_an_answer_as_json_stands_alone_and_quotes_word_for_word(wenyuan: Wenyuan) -> None:
    result = wenyuan("ask", ANSWERABLE, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert list(answer) == ANSWER_KEYS
    assert (answer["question"], answer["status"]) == (ANSWERABLE, "answered")
    assert "电梯" in result.stdout
    for citation in answer["citations"]:
        text = wenyuan("show", citation["document_id"], "--text").stdout
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_no_evidence_is_told_apart_from_an_answer_and_from_an_error(wenyuan: Wenyuan) -> None:
    shown = wenyuan("ask", UNANSWERABLE)
    assert shown.exit_code == 0
    assert shown.stdout.startswith("资料中没有找到答案 · Not in the documents\n")
    assert "最接近的段落 · Nearest passages" in shown.stdout
    answer = json.loads(wenyuan("ask", UNANSWERABLE, "--json").stdout)
    assert (answer["status"], answer["answer"], answer["citations"]) == ("no_evidence", None, [])
    assert [passage["rank"] for passage in answer["nearest"]] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("question", BAD_QUESTIONS)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_is_no_question_is_refused_with_a_remedy(
    wenyuan: Wenyuan, command: str, question: str
) -> None:
    result = wenyuan(command, question, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("错误 / Error: ")
    assert BAD_QUESTIONS[question] in result.stderr


@pytest.mark.parametrize(
    "question",
    ["\x1b[2J电梯\x00电话", "[bold]电梯[/bold]电话", "电梯\u202e电话", "电梯\udce9\ud83d电话"],
)
def test_odd_characters_in_a_question_do_no_harm(wenyuan: Wenyuan, question: str) -> None:
    result = wenyuan("ask", question, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["question"] == question


@pytest.mark.parametrize("query", [*ODD_QUERIES, "电梯\udce9\ud83d电话"])
def test_an_odd_query_finds_passages(wenyuan: Wenyuan, query: str) -> None:
    result = wenyuan("search", query, "--top-k", "3", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert found["query"] == query
    assert [passage["rank"] for passage in found["passages"]] == [1, 2, 3]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_broken_synonym_file_is_told_by_its_lines(
    wenyuan: Wenyuan, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.txt"
    path.write_text("质监局 = 质监部门\n质监局\n= 质监部门\n", "utf-8")
    monkeypatch.setenv("WENYUAN_SYNONYMS", str(path))
    result = wenyuan(command, ANSWERABLE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"The synonym file {path}" in result.stderr
    assert "line 2 ('质监局'): it holds one term" in result.stderr
    assert "line 3 ('= 质监部门'): a term is empty" in result.stderr


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_reranker_that_is_not_on_this_machine_is_told(
    wenyuan: Wenyuan, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENYUAN_RERANKER", "nobody/no-such-model")
    result = wenyuan(command, ANSWERABLE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is no reranker 'nobody/no-such-model'" in result.stderr
    assert "hf download nobody/no-such-model" in result.stderr


def test_a_batch_answers_every_line_in_its_order(wenyuan: Wenyuan, tmp_path: Path) -> None:
    questions, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        json.dumps({"id": "有", "question": ANSWERABLE, "kind": "number"}).encode(),
        json.dumps({"id": 2, "question": UNANSWERABLE}, ensure_ascii=False).encode(),
        b"not json",
        b"",
        b'{"id": "n"}',
        b'{"id": "i", "question": "\xff"}',
        *(json.dumps({"id": bad[:3], "question": bad}).encode() for bad in BAD_QUESTIONS),
        json.dumps({"question": ANSWERABLE}).encode(),
    ]
    questions.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    result = wenyuan("ask", "--questions", questions, "--output", answers)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert f"{answers}: 11 lines (2 answered, 1 no_evidence, 8 error)." in result.stderr
    found = written(answers)
    assert all(list(answer) == ANSWER_KEYS for answer in found)
    assert [(answer["id"], answer["status"]) for answer in found] == [
        ("有", "answered"),
        (2, "no_evidence"),
        ("line-3", "error"),
        ("n", "error"),
        ("line-6", "error"),
        ("", "error"),
        (" \t\n", "error"),
        ("？！…", "error"),
        ("😀", "error"),
        ("长长长", "error"),
        ("line-12", "answered"),
    ]
    assert found[0]["answer"] == found[-1]["answer"]
    errors = [answer["error"] for answer in found if answer["status"] == "error"]
    assert {error["code"] for error in errors} == {"bad_request"}
    assert all(error["message"] and error["remedy"] for error in errors)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_batch_never_writes_over_its_questions(wenyuan: Wenyuan, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text('{"id": "a", "question": "谁？"}\n', "utf-8")
    for command, option in (("ask", "--questions"), ("search", "--queries")):
        result = wenyuan(command, option, questions, "--output", questions)
        assert result.exit_code == 2
        assert "would be overwritten" in result.stderr
    assert questions.read_text("utf-8") == '{"id": "a", "question": "谁？"}\n'


def test_search_lists_the_best_passages(wenyuan: Wenyuan) -> None:
    result = wenyuan("search", "电梯 困人 电话", "--top-k", "3")
    assert result.exit_code == 0
    ranks = [line.split(".")[0] for line in result.stdout.splitlines() if line[:1].isdigit()]
    assert ranks == ["1", "2", "3"]
    found = json.loads(wenyuan("search", "电梯 困人 电话", "--top-k", "3", "--json").stdout)
    assert list(found) == ["query", "passages"]
    assert found["query"] == "电梯 困人 电话"
    scores = [passage["score"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


def test_search_never_invents_passages_to_reach_top_k(wenyuan: Wenyuan) -> None:
    held = json.loads(wenyuan("status", "--json").stdout)["passages"]
    found = json.loads(wenyuan("search", "电梯", "--top-k", "1000", "--json").stdout)["passages"]
    ids = [passage["passage_id"] for passage in found]
    assert len(ids) == len(set(ids)) <= held


def test_a_batch_of_searches_keeps_bad_lines(wenyuan: Wenyuan, tmp_path: Path) -> None:
    queries, results = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked = ({"id": "a", "question": "电梯 电话"}, {"id": "b"}, {"id": "c", "question": ""})
    queries.write_text("\n\n".join(map(json.dumps, asked)), "utf-8")
    result = wenyuan("search", "--queries", queries, "--top-k", "2", "--output", results)
    assert result.exit_code == 0
    found = written(results)
    assert [(line["id"], line["query"], len(line["passages"])) for line in found] == [
        ("a", "电梯 电话", 2),
        ("b", "", 0),
        ("c", "", 0),
    ]
    assert "error" not in found[0]
    assert [line["error"]["code"] for line in found[1:]] == ["bad_request", "bad_request"]


def test_a_conversation_can_be_piped_in(wenyuan: Wenyuan) -> None:
    lines = (
        f"\ufeff{ANSWERABLE}",
        "",
        "  ",
        "/sources",
        "／help",
        "/frob\x1b",
        "？！",
        UNANSWERABLE,
    )
    typed = b"\n".join((*(line.encode() for line in lines), b"\xff\xfe", b"/quit", b"not asked"))
    result = wenyuan("chat", typed=typed)
    assert result.exit_code == 0
    assert "问 ›" not in result.stdout
    assert result.stdout.count("出处 · Sources") == 1
    assert "documents/计量与特种设备办事问答.md" in result.stdout
    assert result.stdout.count("/quit     ") == 2
    assert "No such command: /frob\\x1b" in result.stdout
    assert result.stdout.count("Not in the documents") == 1
    assert result.stderr.count("错误 / Error: ") == 2


def test_a_follow_up_is_understood_from_what_was_asked_before(wenyuan: Wenyuan) -> None:
    typed = "菜市场的电子秤多长时间检定一次？\n那出租车计价器呢？\n".encode()
    result = wenyuan("chat", typed=typed)
    assert result.stdout.count("理解为 · Understood as: ") == 1
    assert "Understood as: 出租车计价器多长时间检定一次？" in result.stdout


def test_who_answers_can_be_asked(wenyuan: Wenyuan) -> None:
    result = wenyuan("ask", "有哪些资料？")
    assert result.exit_code == 0
    assert "一共收录了 14 份文件：\n· " in result.stdout
    assert "出处" not in result.stdout


def test_a_conversation_without_input_ends_at_once(wenyuan: Wenyuan) -> None:
    result = wenyuan("chat")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
