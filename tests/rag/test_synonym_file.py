"""The user's synonym file while questions are answered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from rag.synonym_file import SynonymFile
from rag.synonyms import SYNONYMS_FILE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / SYNONYMS_FILE


def test_the_shipped_groups_hold_without_a_file(tmp_path: Path) -> None:
    assert SynonymFile(tmp_path, None, print).current().variants("质监局")


def test_the_users_groups_come_on_top_of_the_shipped_ones(tmp_path: Path, path: Path) -> None:
    path.write_text("质监局 = 质监部门", encoding="utf-8")
    current = SynonymFile(tmp_path, None, print).current()
    assert current.variants("质监局") == ("质量技术监督局", "质监部门")


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(
    tmp_path: Path, path: Path
) -> None:
    file = SynonymFile(tmp_path, None, print)
    path.write_text("甲局 = 乙局", encoding="utf-8")
    first = file.current()
    assert first.variants("甲局") == ("乙局",)
    assert file.current() is first
    path.write_text("甲局 = 丙局办", encoding="utf-8")
    assert file.current().variants("甲局") == ("丙局办",)
    path.unlink()
    assert file.current().variants("甲局") == ()


def test_a_file_of_the_same_length_is_told_by_its_time(tmp_path: Path, path: Path) -> None:
    path.write_text("甲局 = 乙局", encoding="utf-8")
    file = SynonymFile(tmp_path, None, print)
    path.write_text("甲局 = 丙局", encoding="utf-8")
    os.utime(path, ns=(10**18, 10**18))
    assert file.current().variants("甲局") == ("丙局",)


def test_while_the_file_is_broken_the_last_good_one_holds_and_it_is_told_once(
    tmp_path: Path, path: Path
) -> None:
    said: list[str] = []
    path.write_text("甲局 = 乙局", encoding="utf-8")
    file = SynonymFile(tmp_path, path, said.append)
    path.write_text("甲局 = 乙局\n丙局", encoding="utf-8")
    for _ in range(3):
        assert file.current().variants("甲局") == ("乙局",)
    path.unlink()
    for _ in range(3):
        assert file.current().variants("甲局") == ("乙局",)
    path.write_text("甲局 = 丁局", encoding="utf-8")
    assert file.current().variants("甲局") == ("丁局",)
    broken, missing = said
    assert "line 2 ('丙局')" in broken
    assert broken.endswith("Until then the synonyms read before are used.")
    assert "There is no synonym file" in missing


def test_a_file_that_is_broken_from_the_start_is_refused(tmp_path: Path, path: Path) -> None:
    path.write_text("甲局", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"synonyms\.txt cannot be used.*line 1"):
        SynonymFile(tmp_path, None, print)
    path.write_bytes("甲局 = 乙局".encode("gb18030"))
    with pytest.raises(SettingsError, match=r"synonyms\.txt cannot be read as UTF-8"):
        SynonymFile(tmp_path, None, print)


def test_a_named_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There is no synonym file") as caught:
        SynonymFile(tmp_path, tmp_path / "none.txt", print)
    assert "WENYUAN_SYNONYMS" in caught.value.remedy
