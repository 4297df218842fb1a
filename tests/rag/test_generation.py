from __future__ import annotations

import gc
import shutil
import tempfile
from pathlib import Path

import pytest

from corpus.errors import IndexMissingError, ModelError, StoreError
from rag.generation import GenerationSource
from rag.index_files import index_lock
from tests.library_kit import (
    TOOLS,
    code,
    documents,
    index,
    indexer,
    problems,
    published,
    rule,
    search,
    source,
    write,
)
from tests.restless_readers import RestlessReaders
from tests.stub_embedder import HashEmbedder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    index(data, write(tmp_path / "docs", a=rule(1), b=rule(2), c=rule(3)))
    return data


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return tmp_path / "docs"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_generation_looks_up_passages_texts_words_and_rarity(data: Path) -> None:
    with source(data) as generations:
        generation = generations.current()
        (best, *_) = search(generation, code(2), 3)
        assert best.source == "docs/b.txt"
        assert generation.text_of(best)[best.start : best.end] == best.text
        assert best in generation.passages_of(best)
        assert {one.source for one in generation.passages_of(best)} == {"docs/b.txt"}
        assert "泵站" in generation.tokens("泵站")
        assert generation.rarity("从未见过") > generation.rarity("泵站") >= 0


def test_same_generation_is_given_while_nothing_is_published(data: Path, docs: Path) -> None:
    with source(data) as generations:
        first = generations.current()
        index(data, docs)
        assert generations.current() is first


def test_new_generation_is_given_after_it_was_published(data: Path, docs: Path) -> None:
    with source(data) as generations:
        old = generations.current()
        write(docs, d=rule(44))
        index(data, docs)
        new = generations.current()
        assert new.number == old.number + 1
        assert any(code(44) in one.text for one in search(new, code(44)))
        assert not any(code(44) in one.text for one in search(old, code(44)))


def test_old_generation_stays_usable_after_two_more(data: Path, docs: Path) -> None:
    with source(data) as generations:
        old = generations.current()
        for number in (44, 45):
            write(docs, a=rule(number))
            index(data, docs)
        assert any(code(1) in one.text for one in search(old, code(1)))


def test_tokenizer_is_kept_while_the_terms_stay(data: Path, docs: Path) -> None:
    with source(data) as generations:
        old = generations.current()
        write(docs, a=rule(44))
        index(data, docs)
        assert generations.current().tokenizer is old.tokenizer


def test_nothing_indexed_yet_is_told(tmp_path: Path) -> None:
    with source(tmp_path) as generations, pytest.raises(IndexMissingError, match="no index"):
        generations.current()
    assert list(tmp_path.iterdir()) == []


def test_index_of_another_model_is_told_with_the_way_out(data: Path) -> None:
    with (
        GenerationSource(data, HashEmbedder(8).fingerprint, TOOLS, print) as generations,
        pytest.raises(ModelError, match="embedding model 'pairs'") as caught,
    ):
        generations.current()
    assert "--embedding-model pairs" in caught.value.remedy
    assert "wenyuan index PATH" in caught.value.remedy


def test_running_reader_is_told_when_the_model_was_changed(data: Path, docs: Path) -> None:
    with source(data) as generations:
        generations.current()
        indexer(data, HashEmbedder(8), "narrow").index([docs])
        with pytest.raises(ModelError, match="'narrow'"):
            generations.current()


def damage(data: Path, kind: str) -> None:
    dense = data / published(data).dense_file
    lexical = data / published(data).lexical_folder
    if kind == "dense missing":
        dense.unlink()
    elif kind == "dense cut short":
        dense.write_bytes(dense.read_bytes()[:200])
    elif kind == "dense flipped":
        dense.write_bytes(dense.read_bytes()[:-3] + b"???")
    elif kind == "words missing":
        shutil.rmtree(lexical)
    elif kind == "words meta garbage":
        (lexical / "meta.json").write_bytes(b"garbage")
    elif kind == "words segment flipped":
        segment = max(lexical.glob("*.idx"))
        segment.write_bytes(segment.read_bytes()[::-1])
    elif kind == "terms garbage":
        (lexical / "terms.txt").write_bytes(b"\xff\xfe\xfd")
    else:
        dense.unlink()
        shutil.rmtree(lexical)


KINDS = [
    "dense missing",
    "dense cut short",
    "dense flipped",
    "words missing",
    "words meta garbage",
    "words segment flipped",
    "terms garbage",
    "both missing",
]


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_index_files_are_made_anew_from_the_library(data: Path, kind: str) -> None:
    number = published(data).generation
    damage(data, kind)
    said: list[str] = []
    with source(data, said) as generations:
        assert generations.current().number == number
        assert search(generations.current(), code(2), 1)[0].source == "docs/b.txt"
    assert len(said) == 1
    assert said[0].endswith("It is made anew from the library.")
    assert problems(data) == []


@pytest.mark.parametrize("kind", ["dense missing", "words missing", "both missing"])
def test_reader_mends_for_itself_while_an_indexer_is_at_work(
    data: Path, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    damage(data, kind)
    before = snapshot(data)
    said: list[str] = []
    with index_lock(data), source(data, said) as generations:
        generation = generations.current()
        assert search(generation, code(2), 1)[0].source == "docs/b.txt"
        assert generations.current() is generation
        assert len(list((tmp_path / "scratch").iterdir())) == 1
        after = snapshot(data)
        assert {name: after[name] for name in before if "library" not in name} == {
            name: data for name, data in before.items() if "library" not in name
        }
    del generation, generations
    gc.collect()
    assert list((tmp_path / "scratch").iterdir()) == []
    assert len(said) == 1


@pytest.mark.parametrize("kind", ["garbage", "cut short", "missing", "empty"])
def test_damaged_library_is_told_and_nothing_is_touched(data: Path, kind: str) -> None:
    path = data / "library.sqlite"
    whole = path.read_bytes()
    if kind == "missing":
        path.unlink()
    else:
        path.write_bytes({"garbage": b"?" * 9_000, "cut short": whole[:9_000], "empty": b""}[kind])
    before = snapshot(data)
    with source(data) as generations, pytest.raises(StoreError) as caught:
        generations.current()
    assert str(path) in caught.value.message
    assert caught.value.remedy
    assert snapshot(data) == before


def test_older_library_than_the_index_is_told(data: Path, docs: Path) -> None:
    older = (data / "library.sqlite").read_bytes()
    write(docs, d=rule(44))
    index(data, docs)
    (data / "library.sqlite").write_bytes(older)
    with source(data) as generations, pytest.raises(StoreError, match="stands at generation 1"):
        generations.current()


def test_data_folder_replaced_under_a_running_reader_is_read_anew(data: Path, docs: Path) -> None:
    with source(data) as generations:
        generations.current()
        shutil.rmtree(data)
        with pytest.raises(IndexMissingError):
            generations.current()
        write(docs, a=rule(44))
        index(data, docs)
        found = search(generations.current(), code(44), 1)
        assert found[0].source == "docs/a.txt"


def test_readers_never_see_errors_or_half_changes_while_an_indexer_works(
    data: Path, docs: Path
) -> None:
    with RestlessReaders(data, "泵站检修由班组负责") as readers:
        for number in range(8):
            write(docs, **{f"n{number}": rule(50 + number), "a": rule(70 + number)})
            (docs / f"n{number - 2}.txt").unlink(missing_ok=True)
            last = index(data, docs).generation
            readers.wait_for_a_pass()
    assert readers.wrong == []
    assert readers.newest == last
    assert len(readers.seen) > 1
    assert len(documents(data)) == 5
