from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from corpus.types import FileReport, FileState
from rag.index_report import IndexingStage, ProgressStep
from rag.indexing import IndexingOptions
from tests.library_kit import (
    EMBEDDER,
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


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", a=rule(1), b=rule(2), sub__c=rule(3))


def embedded_by(data: Path, docs: Path) -> int:
    before = EMBEDDER.calls
    index(data, docs)
    return EMBEDDER.calls - before


def test_first_run_indexes_everything_and_reports_it(data: Path, docs: Path) -> None:
    report = index(data, docs)
    assert states(report) == dict.fromkeys(
        ("docs/a.txt", "docs/b.txt", "docs/sub/c.txt"), FileState.INDEXED
    )
    assert report.published
    assert report.counts == published(data).counts
    assert report.counts.documents == 3
    assert report.embedded == report.counts.passages == sum(file.passages for file in report.files)
    assert report.characters == report.counts.characters
    assert problems(data) == []


def test_manifest_tells_what_the_index_is(data: Path, docs: Path) -> None:
    report = index(data, docs)
    manifest = published(data)
    assert (manifest.embedder, manifest.fingerprint) == ("pairs", EMBEDDER.fingerprint)
    assert (manifest.dimension, manifest.generation) == (EMBEDDER.dimension, report.generation)
    assert manifest.created.endswith("+00:00")
    assert {path.name for path in data.iterdir()} >= {manifest.dense_file, manifest.lexical_folder}


def test_second_run_changes_nothing(data: Path, docs: Path) -> None:
    index(data, docs)
    before = (data / "manifest.json").read_bytes()
    calls = EMBEDDER.calls
    report = index(data, docs)
    assert set(states(report).values()) == {FileState.UNCHANGED}
    assert not report.published
    assert (report.embedded, report.characters, EMBEDDER.calls) == (0, 0, calls)
    assert (data / "manifest.json").read_bytes() == before


def test_new_changed_and_vanished_files_are_taken_up(data: Path, docs: Path) -> None:
    index(data, docs)
    write(docs, a=rule(11), d=rule(4))
    (docs / "b.txt").unlink()
    report = index(data, docs)
    assert states(report) == {
        "docs/a.txt": FileState.INDEXED,
        "docs/d.txt": FileState.INDEXED,
        "docs/sub/c.txt": FileState.UNCHANGED,
    }
    assert report.removed == ("docs/b.txt",)
    assert documents(data) == ["docs/a.txt", "docs/d.txt", "docs/sub/c.txt"]
    assert problems(data) == []
    with source(data) as generations:
        found = {passage.text for passage in search(generations.current(), code(2), 50)}
    assert found
    assert not any(code(2) in text for text in found)


def test_only_changed_passages_are_embedded(data: Path, docs: Path) -> None:
    index(data, docs)
    text = (docs / "a.txt").read_text(encoding="utf-8")
    write(docs, a=f"{text}\n附则\n\n本规程自印发之日起施行，由调度中心解释。\n")
    assert 1 <= embedded_by(data, docs) < 3


def test_touched_file_is_neither_read_nor_embedded(data: Path, docs: Path) -> None:
    index(data, docs)
    os.utime(docs / "a.txt", ns=(10**18, 10**18))
    report = index(data, docs)
    assert set(states(report).values()) == {FileState.UNCHANGED}
    assert not report.published


def test_change_that_keeps_size_and_time_soon_after_indexing_is_seen(
    data: Path, docs: Path
) -> None:
    path = docs / "a.txt"
    # Young however long the indexing takes to come to it on a busy machine.
    young = time.time_ns() + 60 * 10**9
    os.utime(path, ns=(young, young))
    index(data, docs)
    status = path.stat()
    path.write_text(rule(1).replace("雨季", "冬季"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert states(index(data, docs))["docs/a.txt"] is FileState.INDEXED


def test_old_file_of_the_same_size_and_time_is_not_opened(data: Path, docs: Path) -> None:
    path = docs / "a.txt"
    os.utime(path, ns=(10**18, 10**18))
    index(data, docs)
    path.write_text(rule(1).replace("雨季", "冬季"), encoding="utf-8")
    os.utime(path, ns=(10**18, 10**18))
    assert states(index(data, docs))["docs/a.txt"] is FileState.UNCHANGED


def test_same_text_under_two_names_is_a_duplicate_embedded_once(data: Path, docs: Path) -> None:
    write(docs, z=rule(1))
    report = index(data, docs)
    (duplicate,) = [file for file in report.files if file.state is FileState.DUPLICATE]
    assert duplicate.source == "docs/z.txt"
    assert duplicate.detail == "The same text as docs/a.txt."
    assert report.counts.documents == 4
    assert report.embedded == report.counts.passages
    with source(data) as generations:
        hits = search(generations.current(), code(1), 1)
    assert (hits[0].source, hits[0].also_in) == ("docs/a.txt", ("docs/z.txt",))


def test_removing_the_first_name_promotes_the_other_without_embedding(
    data: Path, docs: Path
) -> None:
    write(docs, z=rule(1))
    index(data, docs)
    (docs / "a.txt").unlink()
    assert embedded_by(data, docs) == 0
    with source(data) as generations:
        hits = search(generations.current(), code(1), 1)
    assert (hits[0].source, hits[0].also_in) == ("docs/z.txt", ())
    assert problems(data) == []


def test_folder_moved_inside_the_root_is_not_taken_for_a_loss(data: Path, docs: Path) -> None:
    for path in docs.rglob("*.txt"):
        os.utime(path, ns=(10**18, 10**18))
    index(data, docs)
    (docs / "new").mkdir()
    for name in ("a.txt", "b.txt"):
        (docs / name).rename(docs / "new" / name)
    assert embedded_by(data, docs) == 0
    assert documents(data) == ["docs/new/a.txt", "docs/new/b.txt", "docs/sub/c.txt"]


def test_folder_without_readable_files_gives_an_empty_index(data: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.exe").touch()
    report = index(data, docs)
    assert states(report) == {"docs/a.exe": FileState.SKIPPED}
    assert report.counts.passages == 0
    with source(data) as generations:
        assert search(generations.current(), "泵站") == []


def test_word_index_grown_step_by_step_finds_what_a_new_one_finds(
    data: Path, docs: Path, tmp_path: Path
) -> None:
    many = {f"n{number}": rule(100 + number) for number in range(12)}
    write(docs, **many)
    index(data, docs)
    write(docs, n3=rule(77))
    (docs / "n4.txt").unlink()
    index(data, docs)
    index(tmp_path / "fresh", docs)
    with source(data) as grown, source(tmp_path / "fresh") as fresh:
        for query in (code(77), code(104), "班组负责", code(111)):
            pair = [
                [(one.source, one.start) for one in search(side.current(), query, 1)]
                for side in (grown, fresh)
            ]
            assert pair[0] == pair[1]
    assert problems(data) == []


def test_terms_and_user_dictionary_are_kept_whole(data: Path, docs: Path) -> None:
    write(docs, law="本办法依据《堰坝安澜条例》制定。\n")
    data.mkdir()
    (data / "user_dictionary.txt").write_text("# 本单位\n潮位预警牌 5 n\n\n", encoding="utf-8")
    index(data, docs)
    with source(data) as generations:
        tokens = generations.current().tokens("堰坝安澜条例与潮位预警牌")
    assert {"堰坝安澜条例", "潮位预警牌"} <= set(tokens)


def test_changed_user_dictionary_makes_the_words_anew(data: Path, docs: Path) -> None:
    index(data, docs)
    (data / "user_dictionary.txt").write_text("泵站检修规程\n", encoding="utf-8")
    report = index(data, docs)
    assert (report.published, report.embedded) == (True, 0)
    with source(data) as generations:
        assert "泵站检修规程" in generations.current().tokens(f"{code(1)}泵站检修规程")
    assert problems(data) == []
    assert not index(data, docs).published


def test_progress_passes_through_the_stages_in_order(data: Path, docs: Path) -> None:
    steps: list[ProgressStep] = []
    report = indexer(data).index([docs], progress=steps.append)
    stages = list(dict.fromkeys(step.stage for step in steps))
    assert stages == list(IndexingStage)
    reads = [step for step in steps if step.stage is IndexingStage.READ]
    assert [step.current for step in reads] == ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt", ""]
    assert (reads[-1].done, reads[-1].total) == (3, 3)
    embeds = [step for step in steps if step.stage is IndexingStage.EMBED]
    assert (embeds[-1].done, embeds[-1].total) == (report.embedded, report.embedded)


def test_other_passage_length_cuts_all_texts_anew(data: Path, docs: Path) -> None:
    before = index(data, docs).counts.passages
    report = indexer(data, options=IndexingOptions(target=100)).index([docs])
    assert set(states(report).values()) == {FileState.UNCHANGED}
    assert report.counts.passages > before
    assert problems(data) == []


def test_reports_stand_in_the_order_of_their_sources(data: Path, docs: Path) -> None:
    (docs / "aa.exe").touch()
    report = index(data, docs)
    assert [file.source for file in report.files] == sorted(states(report))
    assert report.files[1] == FileReport(
        "docs/aa.exe", FileState.SKIPPED, "Files of type '.exe' are not read."
    )
