from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.store import LibraryStore
from corpus.store_records import UnknownDocumentError, embedding_key
from corpus.store_writer import LibraryWriter
from corpus.types import (
    Edit,
    FileState,
    Metadata,
    Region,
    RemovalReason,
    short_hash,
)
from tests.store_kit import DYKE, WELL, all_ids, document, put, texts


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    with LibraryStore(tmp_path / "library.sqlite", create=True) as opened:
        yield opened


def test_document_comes_back_as_it_was_put(store: LibraryStore) -> None:
    whole = replace(
        document("root/a.txt", DYKE),
        metadata=Metadata("巡查办法", "陆明", "某地水务", "2031-05"),
        edits=(Edit(3, 8, "点击打印", "", RemovalReason.SHARE_BAR),),
        regions=(Region(0, 4, {"kind": "page", "page": 2, "boxes": [[1.5, 2.0, 3.0, 4.0]]}),),
        encoding="gb18030",
        losses=("第三页无法读取。",),
    )
    put(store, 1, whole)
    assert store.document(whole.document_id, 1) == whole


def test_passages_are_exact_slices_of_the_stored_text(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE), document("root/b.txt", WELL))
    found = store.passages(all_ids(store, 1), 1)
    assert [passage.text for passage in found.values()] == [*DYKE.split("\n"), WELL]
    for passage in found.values():
        whole = store.document(passage.document_id, 1)
        assert passage.text == whole.text[passage.start : passage.end]
        assert passage.text_hash == whole.text_hash
        assert passage.passage_id == short_hash(
            passage.text_hash, str(passage.start), str(passage.end)
        )


def test_passages_keep_the_order_asked_for_and_leave_out_unknown_ids(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    first, second = all_ids(store, 1)
    assert list(store.passages([second, 999, first], 1)) == [second, first]
    assert store.passages([], 1) == {}


def test_passage_locator_is_the_region_it_begins_in(store: LibraryStore) -> None:
    pages = tuple(Region(start, start + 11, {"kind": "page", "page": start}) for start in (0, 11))
    put(store, 1, replace(document("root/a.pdf", DYKE), regions=pages))
    first, second = store.passages(all_ids(store, 1), 1).values()
    assert first.locator == {"kind": "page", "page": 0}
    assert second.locator == {"kind": "page", "page": 11}


def test_text_with_characters_beyond_the_basic_plane_and_nul_keeps_its_offsets(
    store: LibraryStore,
) -> None:
    odd = "𠮷井\0深𪚥米。\n第二行👷。"
    put(store, 1, document("root/a.txt", odd))
    assert texts(store, 1) == odd.split("\n")


def test_same_text_is_stored_once_and_its_other_names_are_told(store: LibraryStore) -> None:
    results = put(
        store,
        1,
        document("root/b.txt", DYKE),
        document("root/a.txt", DYKE),
        document("root/c.txt", DYKE),
    )
    assert [result.duplicate_of for result in results] == ["", "root/b.txt", "root/a.txt"]
    assert store.counts(1).documents == 3
    assert store.counts(1).passages == 2
    assert store.counts(1).characters == len(DYKE)
    passage = store.passages(all_ids(store, 1), 1).popitem()[1]
    assert (passage.source, passage.also_in) == ("root/a.txt", ("root/b.txt", "root/c.txt"))


def test_differences_between_generations_are_the_added_and_removed_rows(
    store: LibraryStore,
) -> None:
    put(store, 1, document("root/a.txt", DYKE), document("root/b.txt", WELL))
    first, second, well = all_ids(store, 1)
    put(store, 2, document("root/a.txt", "新的一行。"))
    new = [entry.row_id for entry in store.iter_entries(2, newer_than=1)]
    assert sorted([*new, well]) == all_ids(store, 2)
    assert store.removed_rows(1, 2) == [first, second]


def test_vectors_are_found_by_row_in_blocks_of_any_size(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE), document("root/b.txt", WELL))
    entries = list(store.iter_entries(1))
    vectors = np.array([[1, 0, 0.5], [0, 1, 0.25], [0.5, 0.5, 0]], dtype=np.float32)
    keys = [entry.embedding_key for entry in entries]
    LibraryWriter(store, 1).add_vectors("model-x", keys, vectors)
    for block in (1, 2, 50):
        blocks = list(store.iter_vectors("model-x", 1, block))
        ids = np.concatenate([ids for ids, _ in blocks])
        assert ids.tolist() == [entry.row_id for entry in entries]
        assert ids.dtype == np.int64
        found = np.concatenate([rows for _, rows in blocks])
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, vectors)
    assert list(store.iter_vectors("model-y", 1)) == []


def test_only_passages_without_a_vector_are_to_be_embedded(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE), document("root/b.txt", WELL))
    assert store.unembedded_count("model-x") == 3
    (first, *_), *_ = store.iter_unembedded("model-x")
    assert first.context == "巡查办法 / 巡查办法第1节"
    assert first.embedding_key == embedding_key(first.context, first.text)
    assert first.embedded_text == f"{first.context}\n{first.text}"
    LibraryWriter(store, 1).add_vectors("model-x", [first.embedding_key], np.ones((1, 2)))
    assert store.unembedded_count("model-x") == 2
    assert store.unembedded_count("model-y") == 3
    left = [entry.text for block in store.iter_unembedded("model-x", 1) for entry in block]
    assert left == [DYKE.split("\n")[1], WELL]


def test_document_is_found_by_source_name_or_end_of_path(store: LibraryStore) -> None:
    put(
        store,
        1,
        document("root/x/a.txt", DYKE),
        document("root/y/a.txt", WELL),
        document("root/y/b.txt", "另一篇。"),
    )
    assert store.find_document("root/y/a.txt", 1).text == WELL
    assert store.find_document("y/a.txt", 1).text == WELL
    assert store.find_document("b.txt", 1).text == "另一篇。"
    with pytest.raises(UnknownDocumentError, match=r"fits 2 documents: root/x/a.txt, root/y/a"):
        store.find_document("a.txt", 1)
    with pytest.raises(UnknownDocumentError, match=r"called '\.txt'"):
        store.find_document(".txt", 1)
    with pytest.raises(UnknownDocumentError):
        store.find_document("", 1)


def test_list_of_documents_tells_states_and_counts(store: LibraryStore) -> None:
    put(
        store,
        1,
        document("root/b.txt", DYKE),
        document("root/a.txt", DYKE),
        replace(document("root/c.txt", WELL), losses=("一页缺失。",)),
    )
    lines = store.documents(1)
    assert [(line.source, line.state, line.passages, line.also_in) for line in lines] == [
        ("root/a.txt", FileState.INDEXED, 2, ("root/b.txt",)),
        ("root/b.txt", FileState.DUPLICATE, 2, ("root/a.txt",)),
        ("root/c.txt", FileState.PARTIAL, 1, ()),
    ]
    assert (lines[2].losses, lines[2].date) == (("一页缺失。",), "2031-05-06")
    assert lines[2].characters == len(WELL)


def test_passages_of_a_document_come_in_its_order(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE), document("root/b.txt", DYKE))
    found = store.passages_of(short_hash("default", "root/b.txt"), 1)
    assert [passage.text for passage in found] == DYKE.split("\n")
    assert found[0].source == "root/a.txt"
    assert store.passages_of("no such id", 1) == []


def test_every_text_of_a_generation_comes_once(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE), document("root/b.txt", DYKE))
    put(store, 2, document("root/c.txt", WELL))
    assert list(store.iter_texts(1)) == [DYKE]
    assert list(store.iter_texts(2)) == [DYKE, WELL]


def test_reader_goes_on_while_another_connection_writes(
    store: LibraryStore, tmp_path: Path
) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    with LibraryStore(tmp_path / "library.sqlite") as other:
        LibraryWriter(other, 2)
        with other.transaction() as connection:
            connection.execute("DELETE FROM passages")
            assert texts(store, 1) == DYKE.split("\n")
        assert texts(store, 1) == []


def test_many_threads_may_read_at_once(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    ids = all_ids(store, 1)
    found: list[int] = []

    def read() -> None:
        found.extend(len(store.passages(ids, 1)) for _ in range(50))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 200
