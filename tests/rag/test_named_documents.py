from __future__ import annotations

import pytest

from benchmarks.collection import Collection, SourceText
from corpus.normalize import search_form
from embeddings.base import Embedder
from rag.readers.named_documents import find_names, name_before, named_documents

TEXTS = {
    "水渠条例": ("清河县水渠管护条例", "清河县水渠管护条例\n\n第一条 管好水渠。\n"),
    "水渠细则": (
        "清河县水渠管护条例实施细则（试行）",
        "清河县水渠管护条例实施细则（试行）\n\n第一条 细说。\n",
    ),
    "印发": (
        "关于印发《水站值班规则》的通知",
        "关于印发《水站值班规则》的通知\n\n清水发〔2023〕7号\n\n各站：\n现印发给你们。\n\n"
        "水站值班规则\n\n第一条 值班。\n",
    ),
    "修改": ("关于修改《水库安全办法》的决定", "关于修改《水库安全办法》的决定\n\n修改如下。\n"),
    "纪要": ("局长办公会议纪要", "局长办公会议纪要\n（2024年第4次）\n\n会议议定如下事项。\n"),
}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    texts = [SourceText(key, *entry) for key, entry in TEXTS.items()]
    return Collection.build(texts, embedder, tmp_path_factory.mktemp("documents"))


def found(question: str, collection: Collection) -> list[str]:
    form = search_form(question)
    before = name_before(form, form.index("第")) if "第" in form else None
    names = find_names(form) or ([before] if before else [])
    assert names
    documents = named_documents(names, collection.passages, collection)
    return [document.passage.source for document in documents]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("《清河县水渠管护条例》第一条", ["水渠条例"]),
        ("《水渠管护条例》第一条", ["水渠条例"]),
        ("请问根据水渠条例第一条", ["水渠条例"]),
        ("清河縣的條例第一條", ["水渠条例"]),
        ("实施细则第一条", ["水渠细则"]),
        ("《水渠管护条例实施细则（试行）》第一条", ["水渠细则"]),
        ("《水站值班规则》第一条", ["印发"]),
        ("清水发〔2023〕7号是谁发的", ["印发"]),
        ("清水发[2023]第7号是谁发的", ["印发"]),
        ("请问〔2023〕7号是谁发的", ["印发"]),
        ("《局长办公会议纪要（2024年第4次）》", ["纪要"]),
        ("《局长办公会议纪要（2024年第5次）》", []),
        ("《水库安全办法》第一条", []),
        ("《水渠管护办法》第一条", []),
        ("东陵县水渠条例第一条", []),
        ("县水发〔2023〕7号是谁发的", []),
        ("水发〔2023〕7号是谁发的", []),
    ],
)
def test_documents_are_told_by_what_they_are_called(
    collection: Collection, question: str, keys: list[str]
) -> None:
    assert found(question, collection) == keys


@pytest.mark.parametrize("question", ["本规定第三条", "请问第三条", "有关规定第三条"])
def test_a_word_for_any_document_names_none(question: str) -> None:
    assert name_before(question, question.index("第三条")) is None
