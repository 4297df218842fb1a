"""Settings from command line, environment and file."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from rag.settings import DEFAULT_TOP_K, read_settings


def test_command_line_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "wenyuan.toml").write_text("top_k = 3\nmin_confidence = 0.25\n", encoding="utf-8")
    environment = {"WENYUAN_DATA_DIR": "/nowhere", "WENYUAN_TOP_K": "5", "HOME": "/x"}
    settings = read_settings(environment, data_dir=tmp_path)
    assert settings.data_dir == tmp_path
    assert settings.top_k == 5
    assert settings.min_confidence == 0.25
    assert settings.embedding_model == "bundled"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WENYUAN_TOPK", "5", "WENYUAN_TOPK"),
        ("WENYUAN_TOP_K", "0", "1 to 100"),
        ("WENYUAN_TOP_K", "many", "'many'"),
        ("WENYUAN_MIN_CONFIDENCE", "1.5", "[0, 1]"),
        ("WENYUAN_KEEP_HISTORY", "maybe", "'maybe'"),
        ("WENYUAN_HISTORY_DAYS", "0", "WENYUAN_KEEP_HISTORY=false"),
        ("WENYUAN_HISTORY_DAYS", "1.5", "'1.5'"),
        ("WENYUAN_USER_HEADER", "X-Remote-User", "trusted_proxies"),
        ("WENYUAN_TRUSTED_PROXIES", "10.0.0.5", "user_header"),
    ],
)
def test_unknown_keys_and_impossible_values_are_named(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({name: value}, data_dir=tmp_path)
    assert said in str(refused.value)


@pytest.mark.parametrize("content", ["top_k = ", "nonsense = 1", 'data_dir = "x"', "\xff"])
def test_a_wrong_settings_file_is_named_with_its_remedy(tmp_path: Path, content: str) -> None:
    (tmp_path / "wenyuan.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(SettingsError) as refused:
        read_settings({}, data_dir=tmp_path)
    assert "wenyuan.toml" in str(refused.value)
    assert refused.value.remedy


def test_empty_environment_variables_count_as_not_given(tmp_path: Path) -> None:
    settings = read_settings({"WENYUAN_CACHE_DIR": "", "WENYUAN_TOP_K": ""}, data_dir=tmp_path)
    assert settings.top_k == DEFAULT_TOP_K
    assert settings.cache_dir.name == "wenyuan"


def test_files_of_words_are_those_of_the_data_folder_unless_named(tmp_path: Path) -> None:
    settings = read_settings({}, data_dir=tmp_path)
    assert (settings.dictionary, settings.synonyms, settings.reranker) == (None, None, "none")
    environment = {"WENYUAN_DICTIONARY": "~/d.txt", "WENYUAN_SYNONYMS": "s.txt"}
    named = read_settings(environment, data_dir=tmp_path)
    assert (named.dictionary, named.synonyms) == (Path("~/d.txt").expanduser(), Path("s.txt"))


def test_files_of_words_in_the_settings_file_are_looked_for_beside_it(tmp_path: Path) -> None:
    (tmp_path / "wenyuan.toml").write_text(
        'dictionary = "d.txt"\nsynonyms = "/srv/s.txt"\nreranker = "models/r"\n', encoding="utf-8"
    )
    settings = read_settings({}, data_dir=tmp_path)
    assert settings.dictionary == tmp_path / "d.txt"
    assert settings.synonyms == Path("/srv/s.txt")
    assert settings.reranker == "models/r"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("true", True), ("Yes", True), ("on", True), ("1", True), ("false", False), ("0", False)],
)
def test_switches_are_read_in_the_usual_words(
    tmp_path: Path,
    text: str,
    expected: object,
) -> None:
    settings = read_settings({"WENYUAN_KEEP_HISTORY": text}, data_dir=tmp_path)
    assert settings.keep_history is expected


def test_a_switch_of_the_file_is_a_word_of_toml(tmp_path: Path) -> None:
    (tmp_path / "wenyuan.toml").write_text("keep_history = false\n", encoding="utf-8")
    assert read_settings({}, data_dir=tmp_path).keep_history is False


def test_proxies_that_may_name_users_are_networks(tmp_path: Path) -> None:
    environment = {
        "WENYUAN_USER_HEADER": "X-Remote-User",
        "WENYUAN_TRUSTED_PROXIES": "10.0.0.5, 10.1.0.0/16，::1",
    }
    settings = read_settings(environment, data_dir=tmp_path)
    assert settings.user_header == "x-remote-user"
    assert settings.trusted_proxies == ("10.0.0.5", "10.1.0.0/16", "::1")


@pytest.mark.parametrize(
    ("header", "proxies", "said"),
    [
        ("X Remote", "10.0.0.5", "like X-Remote-User"),
        ("X-Remote-User", "portal.example", "like 10.0.0.5"),
        ("X-Remote-User", "10.0.0.5/8", "like 10.0.0.5"),
    ],
)
def test_a_header_or_proxy_that_is_none_is_named(
    tmp_path: Path, header: str, proxies: str, said: str
) -> None:
    environment = {"WENYUAN_USER_HEADER": header, "WENYUAN_TRUSTED_PROXIES": proxies}
    with pytest.raises(SettingsError, match=said):
        read_settings(environment, data_dir=tmp_path)
