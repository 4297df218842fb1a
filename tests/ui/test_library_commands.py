from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.command_kit import Wenyuan

SOURCE = "documents/计量与特种设备办事问答.md"
NAME = "计量与特种设备办事问答.md"


@pytest.fixture(scope="module")
def wenyuan(index_of_sample_corpus: Path, cache_dir: Path) -> Wenyuan:
    return Wenyuan(index_of_sample_corpus, cache_dir)


def document_id(source: str) -> str:
    return hashlib.sha256(f"default\0{source}\0".encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", [SOURCE, NAME, document_id(SOURCE)])
def test_a_document_is_found_by_source_file_name_and_id(wenyuan: Wenyuan, name: str) -> None:
    result = wenyuan("show", name)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert f"来源 source: {SOURCE}" in lines
    assert f"document_id: {document_id(SOURCE)}" in lines
    assert "96333" in result.stdout


def test_the_text_alone_is_the_stored_text(wenyuan: Wenyuan) -> None:
    text = wenyuan("show", NAME, "--text").stdout
    text_hash = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert f"text_hash: {text_hash}" in wenyuan("show", NAME).stdout.splitlines()


def test_passages_are_shown_in_their_order(wenyuan: Wenyuan) -> None:
    result = wenyuan("show", NAME, "--passages")
    assert result.exit_code == 0
    numbers = [line.split(".")[0] for line in result.stdout.splitlines() if "–" in line]
    assert numbers[:2] == ["1", "2"]


def test_what_was_left_out_is_shown_with_its_reason(wenyuan: Wenyuan) -> None:
    result = wenyuan("show", "质量月活动启动_清江质量信息网.txt", "--removed")
    assert result.exit_code == 0
    header, *rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert header == ["原因 reason", "原文位置 position", "删去 removed", "换成 replaced by"]
    assert rows
    assert all(len(row) == 4 and row[0] and row[1] for row in rows)


@pytest.mark.parametrize("name", ["没有这个.txt", "0123456789abcdef", "", "/"])
def test_an_unknown_document_is_refused_with_a_remedy(wenyuan: Wenyuan, name: str) -> None:
    result = wenyuan("show", name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "wenyuan status" in result.stderr


def test_status_says_what_the_index_holds(wenyuan: Wenyuan) -> None:
    state = json.loads(wenyuan("status", "--json").stdout)
    assert state["data_dir"] == str(wenyuan.data_dir)
    assert (state["documents"], state["generation"], state["embedding_model"]) == (14, 1, "bundled")
    assert state["passages"] > 14
    assert state["size_bytes"] > 0
    assert "sources" not in state
    shown = wenyuan("status").stdout.splitlines()
    assert "文件 documents: 14" in shown
    assert f"段落 passages: {state['passages']:,}" in shown
    assert f"数据目录 data folder: {wenyuan.data_dir}" in shown


def test_status_lists_the_documents_when_asked(wenyuan: Wenyuan) -> None:
    sources = json.loads(wenyuan("status", "--documents", "--json").stdout)["sources"]
    assert len(sources) == 14
    assert SOURCE in {document["source"] for document in sources}
    assert SOURCE in wenyuan("status", "--documents").stdout
