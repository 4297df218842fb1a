from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import IndexDamagedError, IndexMissingError
from corpus.store_records import LibraryCounts
from rag.manifest import MANIFEST_FILE, MANIFEST_SCHEMA, Manifest, read_manifest, write_manifest

MANIFEST = Manifest(
    schema=MANIFEST_SCHEMA,
    generation=4,
    embedder="某模型",
    fingerprint="pairs-64",
    dimension=64,
    counts=LibraryCounts(documents=3, passages=20, characters=4_000),
    dense_file="dense-4.faiss",
    lexical_folder="lexical-4",
    dictionary_hash="aa",
    terms_hash="bb",
    terms_passages=18,
    created="2031-05-06T07:08:09+00:00",
    checks={"dense-4.faiss": "100-0badcafe"},
)


def changed(tmp_path: Path, **values: object) -> None:
    path = tmp_path / MANIFEST_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | values), encoding="utf-8")


def test_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST_FILE]


def test_absent_manifest_says_how_to_index(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(IndexMissingError) as caught:
            read_manifest(folder)
        assert caught.value.message == f"There is no index in {folder}."
        assert caught.value.remedy == "Run: wenyuan index PATH"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'{"generation": 4}', b"\x00" * 50]
)
def test_what_is_no_manifest_is_told_as_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / MANIFEST_FILE).write_bytes(data)
    with pytest.raises(IndexDamagedError) as caught:
        read_manifest(tmp_path)
    assert MANIFEST_FILE in caught.value.message
    assert "wenyuan index" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("generation", "4"),
        ("dimension", None),
        ("counts", [3, 20, 4_000]),
        ("counts", {"documents": 3}),
        ("checks", "none"),
        ("fingerprint", 5),
        ("dense_file", "../elsewhere.faiss"),
        ("lexical_folder", ""),
    ],
)
def test_wrong_values_are_told_as_damaged(tmp_path: Path, name: str, value: object) -> None:
    write_manifest(tmp_path, MANIFEST)
    changed(tmp_path, **{name: value})
    with pytest.raises(IndexDamagedError, match="is damaged"):
        read_manifest(tmp_path)


def test_manifest_of_another_version_is_refused(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    changed(tmp_path, schema=MANIFEST_SCHEMA + 1)
    with pytest.raises(IndexDamagedError, match=f"has schema {MANIFEST_SCHEMA + 1}"):
        read_manifest(tmp_path)


def test_fields_added_by_later_versions_are_passed_over(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    changed(tmp_path, colour="blue")
    assert read_manifest(tmp_path) == MANIFEST
