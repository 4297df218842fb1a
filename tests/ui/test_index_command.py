from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from embeddings.base import Embedder
from rag.manifest import read_manifest
from rag.terms import read_terms
from tests.command_kit import Wenyuan

RULES = "# 泵站值班规程\n\n泵站实行两班制，夜班从20时开始。值班员每两小时巡视一次并记录水位。\n"


@pytest.fixture
def wenyuan(tmp_path: Path, cache_dir: Path, embedder: Embedder) -> Wenyuan:
    return Wenyuan(tmp_path / "index", cache_dir)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "站务"
    (folder / "旧档").mkdir(parents=True)
    (folder / "规程.md").write_text(RULES, "utf-8")
    (folder / "旧档" / "规程.md").write_text(RULES, "utf-8")
    (folder / "图片.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "空.txt").touch()
    return folder


def test_index_tells_what_became_of_every_file_and_goes_on_next_time(
    wenyuan: Wenyuan, folder: Path
) -> None:
    first = wenyuan("index", folder)
    assert first.exit_code == 0
    lines = first.stdout.splitlines()
    assert "已读入 indexed\t1" in lines
    assert any(line.startswith("重复 duplicate: 站务/") for line in lines)
    assert any(line.startswith("跳过 skipped: 站务/图片.png — ") for line in lines)
    empty = "跳过 skipped (没有文字 no text): 站务/空.txt — "
    assert any(line.startswith(empty) for line in lines)
    report = json.loads(wenyuan("index", folder, "--json").stdout)
    assert report["embedded"] == 0
    assert report["published"] is False
    assert [(file["source"], file["state"]) for file in report["files"]] == [
        ("站务/图片.png", "skipped"),
        ("站务/旧档/规程.md", "unchanged"),
        ("站务/空.txt", "skipped"),
        ("站务/规程.md", "unchanged"),
    ]
    assert report["index"]["documents"] == 2


def test_a_file_that_fails_is_told_first_and_sets_the_exit_code(
    wenyuan: Wenyuan, folder: Path
) -> None:
    (folder / "断链.txt").symlink_to(folder / "nowhere")
    result = wenyuan("index", folder)
    assert result.exit_code == 1
    told = [line for line in result.stdout.splitlines() if " — " in line]
    assert told[0].startswith("失败 failed: 站务/断链.txt — ")
    assert wenyuan("ask", "夜班几点开始？").exit_code == 0


def test_an_ambiguous_name_lists_its_candidates(wenyuan: Wenyuan, folder: Path) -> None:
    wenyuan("index", folder)
    result = wenyuan("show", "规程.md")
    assert result.exit_code == 2
    assert "站务/旧档/规程.md" in result.stderr
    assert "站务/规程.md" in result.stderr
    shown = wenyuan("show", "旧档/规程.md").stdout.splitlines()
    assert "另见 also in: 站务/规程.md" in shown


def test_a_path_that_does_not_exist_is_refused(wenyuan: Wenyuan, tmp_path: Path) -> None:
    result = wenyuan("index", tmp_path / "没有")
    assert result.exit_code == 2
    assert "没有" in result.stderr
    assert wenyuan("status").exit_code == 2


def test_a_folder_that_was_emptied_needs_prune(wenyuan: Wenyuan, folder: Path) -> None:
    wenyuan("index", folder)
    shutil.rmtree(folder)
    folder.mkdir()
    refused = wenyuan("index", folder)
    assert refused.exit_code == 2
    assert "--prune" in refused.stderr
    assert json.loads(wenyuan("status", "--json").stdout)["documents"] == 2
    pruned = wenyuan("index", folder, "--prune")
    assert pruned.exit_code == 0
    assert "移除 removed\t2" in pruned.stdout.splitlines()
    empty = wenyuan("ask", "夜班几点开始？")
    assert empty.exit_code == 0
    assert empty.stdout == "资料中没有找到答案 · Not in the documents\n"


def test_hostile_names_and_texts_reach_the_terminal_escaped(
    wenyuan: Wenyuan, tmp_path: Path
) -> None:
    folder = tmp_path / "[bold]站"
    folder.mkdir()
    (folder / "a\n\x1b[2J\u202e.md").write_text(
        "# [red]甲\x1b]0;x\x07\u202e站\n\n" + RULES, "utf-8"
    )
    (folder / "b\x1b.png").touch()
    (folder / os.fsdecode(b"c\xff\x1b.txt")).symlink_to("nowhere")
    for arguments in (
        ("index", folder),
        ("status", "--documents"),
        ("search", "夜班"),
        ("ask", "夜班几点开始？"),
        ("show", "a\n\x1b[2J\u202e.md"),
        ("show", "a\n\x1b[2J\u202e.md", "--removed"),
        ("show", "a\n\x1b[2J\u202e.md", "--passages"),
        ("show", "\x1b[31m\u202e"),
    ):
        result = wenyuan(*arguments)
        assert not set(result.output) & set("\x1b\x07\u202e\r"), arguments
    assert r"[bold]站/a \x1b[2J\u202e.md" in wenyuan("status", "--documents").stdout


def test_a_named_dictionary_that_changes_makes_the_words_anew_without_embedding(
    wenyuan: Wenyuan, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dictionary = tmp_path / "词典.txt"
    monkeypatch.setenv("WENYUAN_DICTIONARY", str(dictionary))
    dictionary.write_text("泵站值班 5 n\n", "utf-8")
    wenyuan("index", folder)
    dictionary.write_text("泵站值班\n水位记录\n", "utf-8")
    report = json.loads(wenyuan("index", folder, "--json").stdout)
    assert (report["published"], report["embedded"]) == (True, 0)
    lexical = wenyuan.data_dir / read_manifest(wenyuan.data_dir).lexical_folder
    assert {"泵站值班", "水位记录"} <= set(read_terms(lexical))
    assert json.loads(wenyuan("index", folder, "--json").stdout)["published"] is False


def test_a_broken_dictionary_is_told_by_its_lines_before_anything_is_read(
    wenyuan: Wenyuan, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dictionary = tmp_path / "词典.txt"
    monkeypatch.setenv("WENYUAN_DICTIONARY", str(dictionary))
    dictionary.write_text("泵站\n泵站 五 n\n12\n", "utf-8")
    result = wenyuan("index", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"The user dictionary {dictionary} cannot be used" in result.stderr
    assert "line 2 ('泵站 五 n'): the frequency '五' is no whole number" in result.stderr
    assert "line 3 ('12'): '12' holds no letter" in result.stderr
    dictionary.unlink()
    assert "There is no user dictionary" in wenyuan("index", folder).stderr
    assert "wenyuan index PATH" in wenyuan("status").stderr
