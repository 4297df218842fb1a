from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.cutting import CutText
from corpus.store import LibraryStore
from corpus.store_cuts import Cutting
from corpus.store_records import UnknownDocumentError
from corpus.store_writer import LibraryWriter, Placing, PutResult
from corpus.types import (
    Document,
    PassageSpan,
    short_hash,
)
from tests.store_kit import DYKE, WELL, all_ids, document, put, record, texts


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryStore]:
    with LibraryStore(tmp_path / "library.sqlite", create=True) as opened:
        yield opened


def test_removing_the_canonical_name_promotes_the_next_and_keeps_rows(store: LibraryStore) -> None:
    put(
        store,
        1,
        document("root/a.txt", DYKE, title="甲"),
        document("root/b.txt", DYKE, title="乙"),
    )
    before = all_ids(store, 1)
    LibraryWriter(store, 2).retire(["root/a.txt"])
    assert all_ids(store, 2) == before
    passage = store.passages(before, 2)[before[0]]
    assert (passage.source, passage.title, passage.also_in) == ("root/b.txt", "乙", ())
    assert store.passages(before, 1)[before[0]].source == "root/a.txt"


def test_older_generation_sees_the_old_version_until_purged(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    put(store, 2, document("root/a.txt", WELL))
    assert texts(store, 1) == DYKE.split("\n")
    assert texts(store, 2) == [WELL]
    assert store.document(short_hash("default", "root/a.txt"), 1).text == DYKE
    assert store.document(short_hash("default", "root/a.txt"), 2).text == WELL
    writer = LibraryWriter(store, 3)
    writer.purge(2, [])
    assert texts(store, 1) == DYKE.split("\n")
    writer.purge(3, [])
    assert texts(store, 1) == []
    assert texts(store, 2) == [WELL]
    with pytest.raises(UnknownDocumentError):
        store.text(short_hash(DYKE))


def test_unfinished_generation_is_not_seen(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    put(store, 2, document("root/b.txt", WELL))
    LibraryWriter(store, 2).retire(["root/a.txt"])
    assert [line.source for line in store.documents(1)] == ["root/a.txt"]
    assert [line.source for line in store.documents(2)] == ["root/b.txt"]


def test_putting_the_same_document_again_changes_nothing(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    (again,) = put(store, 2, document("root/a.txt", DYKE))
    assert not again.changed
    assert not LibraryWriter(store, 2).changed_since(1)


@pytest.mark.parametrize(
    "other",
    [document("root/a.txt", WELL), document("root/a.txt", DYKE, title="新题")],
    ids=["text", "title"],
)
def test_changed_text_or_title_is_a_change(store: LibraryStore, other: Document) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    (result,) = put(store, 2, other)
    assert result.changed
    assert LibraryWriter(store, 2).changed_since(1)


def test_file_removed_and_back_before_publishing_keeps_its_row_ids(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    before = all_ids(store, 1)
    LibraryWriter(store, 2).retire(["root/a.txt"])
    put(store, 2, document("root/moved.txt", DYKE))
    assert all_ids(store, 2) == before
    assert store.removed_rows(1, 2) == []


def test_row_ids_are_never_given_again(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    before = all_ids(store, 1)
    writer = LibraryWriter(store, 2)
    writer.retire(["root/a.txt"])
    writer.purge(9, [])
    put(store, 3, document("root/a.txt", DYKE))
    assert min(all_ids(store, 3)) > max(before)


def test_unchanged_passage_of_a_changed_text_keeps_its_vector(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    keys = [entry.embedding_key for entry in store.iter_entries(1)]
    LibraryWriter(store, 1).add_vectors("model-x", keys, np.ones((2, 2)))
    put(store, 2, document("root/a.txt", f"{DYKE}\n第三行是新的。"))
    assert store.unembedded_count("model-x") == 1


def test_purge_drops_vectors_of_other_models_and_of_nothing(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE), document("root/b.txt", WELL))
    keys = [entry.embedding_key for entry in store.iter_entries(1)]
    writer = LibraryWriter(store, 2)
    for model in ("model-x", "model-y"):
        writer.add_vectors(model, keys, np.ones((3, 2)))
    writer.retire(["root/b.txt"])
    writer.purge(3, ["model-x"])
    rows = store.rows("SELECT embedding_key FROM vectors")
    assert sorted(row["embedding_key"] for row in rows) == sorted(keys[:2])
    assert store.unembedded_count("model-y") == 2


def test_new_recipe_cuts_the_text_again(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", DYKE))
    whole = [PassageSpan(0, len(DYKE), "")]
    other = Placing("default", Cutting(lambda _: whole, "2:250"))
    writer = LibraryWriter(store, 2)
    result = writer.put(document("root/a.txt", DYKE), other, record("root/a.txt"))
    assert result == PutResult(passages=1, duplicate_of="", changed=True)
    assert texts(store, 2) == [DYKE]
    assert texts(store, 1) == DYKE.split("\n")


def test_failed_put_leaves_nothing_behind(store: LibraryStore) -> None:
    def broken(_: CutText) -> list[PassageSpan]:
        raise LookupError("cut")

    put(store, 1, document("root/a.txt", DYKE))
    writer = LibraryWriter(store, 2)
    placing = Placing("default", Cutting(broken, "1:250"))
    with pytest.raises(LookupError):
        writer.put(document("root/b.txt", WELL), placing, record("root/b.txt"))
    assert not writer.changed_since(1)
    assert [file.source for file in store.files()] == ["root/a.txt"]


def test_lone_surrogates_do_not_stop_a_document(store: LibraryStore) -> None:
    put(store, 1, document("root/a.txt", WELL, title="坏\udcff名"))
    assert store.documents(1)[0].title == "坏?名"
