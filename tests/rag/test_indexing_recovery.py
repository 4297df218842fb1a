from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.errors import BusyError, SettingsError, StoreError
from corpus.store import LibraryStore
from corpus.types import FileState
from rag.index_files import index_lock
from rag.index_report import IndexingStage, ProgressStep
from tests.library_kit import (
    code,
    documents,
    index,
    indexer,
    problems,
    published,
    rule,
    search,
    source,
    states,
    write,
)
from tests.stub_embedder import HashEmbedder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", a=rule(1), b=rule(2), sub__c=rule(3))


def own_files(data: Path) -> set[str]:
    return {path.name for path in data.iterdir()}


def test_other_model_embeds_anew_and_says_so(data: Path, docs: Path) -> None:
    index(data, docs)
    other = HashEmbedder(32)
    report = indexer(data, other, "wide pairs").index([docs])
    assert set(states(report).values()) == {FileState.UNCHANGED}
    assert report.published
    assert report.embedded == report.counts.passages
    assert report.notes == (
        "The index was made with the model pairs; all passages were embedded anew with wide pairs.",
    )
    assert (published(data).fingerprint, published(data).dimension) == (other.fingerprint, 32)


def test_going_back_to_the_model_before_computes_nothing(data: Path, docs: Path) -> None:
    index(data, docs)
    indexer(data, HashEmbedder(32), "wide pairs").index([docs])
    report = index(data, docs)
    assert (report.published, report.embedded) == (True, 0)
    assert problems(data) == []


def test_current_and_previous_generation_are_kept_and_no_others(data: Path, docs: Path) -> None:
    numbers = []
    for number in range(4):
        write(docs, a=rule(20 + number))
        numbers.append(index(data, docs).generation)
    kept = {name for name in own_files(data) if name.startswith(("dense-", "lexical-"))}
    assert kept == {
        f"{kind}" for n in numbers[-2:] for kind in (f"dense-{n}.faiss", f"lexical-{n}")
    }


def test_left_overs_of_killed_runs_are_cleared(data: Path, docs: Path) -> None:
    index(data, docs)
    (data / ".lexical-9.part").mkdir()
    (data / ".dense-9.faiss.unfinished").touch()
    (data / ".manifest.json.x9-9.part").touch()
    (data / "dense-9.faiss").touch()
    (data / "notes.txt").touch()
    index(data, docs)
    assert own_files(data) >= {"notes.txt", "library.sqlite", "manifest.json"}
    assert not any("-9" in name for name in own_files(data))


def test_previous_generations_words_stay_as_they_were(data: Path, docs: Path) -> None:
    write(docs, **{f"n{number}": rule(100 + number) for number in range(12)})
    index(data, docs)
    with source(data) as generations:
        old = generations.current()
        before = {path.name: path.read_bytes() for path in (data / "lexical-1").iterdir()}
        write(docs, n3=rule(77))
        index(data, docs)
        after = {path.name: path.read_bytes() for path in (data / "lexical-1").iterdir()}
        assert after == before
        assert any(code(103) in passage.text for passage in search(old, code(103)))


def test_unreadable_user_dictionary_is_told_before_anything_is_done(data: Path, docs: Path) -> None:
    data.mkdir()
    (data / "user_dictionary.txt").write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(SettingsError, match=r"user_dictionary\.txt cannot be read"):
        index(data, docs)
    with LibraryStore(data / "library.sqlite") as store:
        assert store.files() == []


def test_lost_manifest_is_made_from_the_library(data: Path, docs: Path) -> None:
    index(data, docs)
    (data / "manifest.json").unlink()
    report = index(data, docs)
    assert (report.published, report.embedded) == (True, 0)
    assert problems(data) == []


def test_damaged_manifest_is_told_and_made_anew(data: Path, docs: Path) -> None:
    index(data, docs)
    (data / "manifest.json").write_text("{", encoding="utf-8")
    report = index(data, docs)
    assert (report.published, report.embedded) == (True, 0)
    assert "manifest.json cannot be read" in report.notes[0]
    assert problems(data) == []


def test_lost_library_is_read_anew(data: Path, docs: Path) -> None:
    index(data, docs)
    write(docs, a=rule(8))
    index(data, docs)
    for path in data.glob("library.sqlite*"):
        path.unlink()
    report = index(data, docs)
    assert report.generation > 2
    assert set(states(report).values()) == {FileState.INDEXED}
    assert "one of them was restored or removed" in report.notes[0]
    assert problems(data) == []


def test_damaged_library_is_told_and_nothing_is_touched(data: Path, docs: Path) -> None:
    index(data, docs)
    path = data / "library.sqlite"
    path.write_bytes(path.read_bytes()[:20_000])
    before = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    with pytest.raises(StoreError, match=r"library\.sqlite is cut short"):
        index(data, docs)
    assert {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("kind", ["dense", "lexical"])
def test_damaged_index_files_are_mended_by_the_next_run(data: Path, docs: Path, kind: str) -> None:
    index(data, docs)
    (damaged,) = data.glob(f"{kind}-*")
    victim = damaged if damaged.is_file() else max(damaged.glob("*.idx"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"?")
    report = index(data, docs)
    assert not report.published
    assert report.notes == ("Damaged index files were made anew from the library.",)
    assert problems(data) == []


def test_damaged_word_index_is_not_built_upon(data: Path, docs: Path) -> None:
    write(docs, **{f"n{number}": rule(100 + number) for number in range(12)})
    index(data, docs)
    shutil.rmtree(data / "lexical-1")
    write(docs, n3=rule(77))
    assert index(data, docs).published
    assert problems(data) == []


def test_second_indexer_is_told_to_wait(data: Path, docs: Path) -> None:
    with index_lock(data), pytest.raises(BusyError) as caught:
        index(data, docs)
    assert str(data) in caught.value.message
    assert "Wait" in caught.value.remedy
    assert index(data, docs).published


def test_interrupted_run_keeps_what_it_did_and_the_next_goes_on(data: Path, docs: Path) -> None:
    index(data, docs)
    write(docs, d=rule(4), e=rule(5))

    def interrupt(step: ProgressStep) -> None:
        if step.stage is IndexingStage.READ and step.current == "docs/e.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexer(data).index([docs], progress=interrupt)
    assert documents(data) == ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt"]
    assert problems(data) == []
    report = index(data, docs)
    assert states(report)["docs/d.txt"] is FileState.UNCHANGED
    assert states(report)["docs/e.txt"] is FileState.INDEXED
    assert "docs/d.txt" in documents(data)
    assert problems(data) == []


def test_vectors_made_before_an_interruption_are_not_made_again(
    data: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.vector_filling.EMBED_BLOCK", 2)
    steps = []

    def interrupt(step: ProgressStep) -> None:
        steps.append(step)
        if step.stage is IndexingStage.EMBED and step.done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexer(data).index([docs], progress=interrupt)
    report = index(data, docs)
    assert report.embedded == report.counts.passages - steps[-1].done
    assert problems(data) == []
