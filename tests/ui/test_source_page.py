from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.types import Document, Metadata
from tests.conftest import SAMPLE_DOCUMENTS
from tests.library_kit import index, source, write
from tests.source_kit import HTML, Published, SourcePage, get, page, target
from ui.languages import Language
from ui.source_page import SourceView, source_page
from ui.source_place import Finding, FoundPlace, RequestedPlace, Span

RULES = "清江市产品质量监督抽查实施细则.md"
REPORT = "2023年工作总结和2024年工作打算.md"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    data_dir = tmp_path_factory.mktemp("sample-pages")
    index(data_dir, SAMPLE_DOCUMENTS)
    with source(data_dir) as generations:
        yield Published(generations.current)


def test_every_document_of_the_corpus_is_shown_character_for_character(sample: Published) -> None:
    generation = sample.generation()
    summaries = generation.store.documents(generation.number)
    assert len(summaries) == len(list(SAMPLE_DOCUMENTS.iterdir()))
    for summary in summaries:
        document = generation.store.document(summary.document_id, generation.number)
        assert page(sample, target(document)).text == document.text


def test_every_passage_is_marked_as_its_offsets_say(sample: Published) -> None:
    generation = sample.generation()
    for summary in generation.store.documents(generation.number):
        document = generation.store.document(summary.document_id, generation.number)
        for passage in generation.store.passages_of(summary.document_id, generation.number):
            shown = page(sample, target(document, passage.text))
            assert shown.text == document.text
            assert "".join(shown.marks) == passage.text.replace("\n", "")
            anchors = [mark for mark in shown.attributes("mark") if mark.get("id") == "cited"]
            assert anchors == [shown.attributes("mark")[0]]


def test_headings_are_headings(sample: Published) -> None:
    shown = page(sample, target(sample.document(RULES)))
    assert shown.headings[:3] == [
        ("h1", "# 清江市产品质量监督抽查实施细则（试行）"),
        ("h2", "## 第一章 总则"),
        ("h2", "## 第二章 计划与抽样"),
    ]
    assert "第一条 " not in {words for _, words in shown.headings}  # it opens its paragraph


def test_contents_lead_to_the_headings(sample: Published) -> None:
    shown = page(sample, target(sample.document(RULES)))
    ids = {attributes.get("id") for _, attributes in shown.elements}
    leads = [link["href"] or "" for link in shown.attributes("a")]
    inside = [lead.removeprefix("#") for lead in leads if lead.startswith("#")]
    assert len(inside) >= 5
    assert ids.issuperset(inside)


def test_lines_of_a_table_become_one(sample: Published) -> None:
    document = sample.document(REPORT)
    shown = page(sample, target(document, "电梯困人平均到场时间（分钟） | 16.8"))
    assert len(shown.attributes("table")) == 1
    assert len(shown.attributes("tr")) == 8
    assert "".join(shown.marks) == "电梯困人平均到场时间（分钟） | 16.8"


def test_what_is_known_of_a_document_is_told(sample: Published) -> None:
    document = sample.document(RULES)
    shown = page(sample, target(document))
    for known in (document.source, document.metadata.date, f"{len(document.text):,} 字符"):
        assert known in shown.words
    assert shown.title == f"{document.metadata.title} – 文渊"


def test_other_names_of_the_same_text_are_told(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", 甲="同样的内容。\n第二行。", 乙="同样的内容。\n第二行。")
    index(tmp_path / "data", docs)
    with source(tmp_path / "data") as generations:
        published = Published(generations.current)
        shown = page(published, target(published.document("docs/甲.txt")))
    assert "docs/乙.txt" in shown.words


def test_without_a_place_nothing_is_marked(sample: Published) -> None:
    shown = page(sample, target(sample.document(RULES)))
    assert (shown.marks, shown.notes) == ([], "")
    assert 'id="cited"' not in shown.html


def test_offsets_without_version_are_of_the_current_text(sample: Published) -> None:
    shown = page(sample, target(sample.document(RULES), "第六条", v=""))
    assert shown.marks == ["第六条"]


def test_place_is_counted_in_code_points(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", 说明="说明\n\n😀𠀀两个符号之后，要标的字在这里。")
    index(tmp_path / "data", docs)
    with source(tmp_path / "data") as generations:
        published = Published(generations.current)
        shown = page(published, target(published.document("说明.txt"), "要标的字"))
    assert shown.marks == ["要标的字"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("start=-1&end=5", "start=-1、end=5"),
        ("start=5&end=5", "start=5、end=5"),
        ("start=9&end=3", "start=9、end=3"),
        ("start=0&end=99999999", "end=99999999，超出了全文"),
        ("start=a&end=5", "start 是“a”"),
        ("start=1.5&end=5", "start 是“1.5”"),
        ("start=%EF%BC%91&end=5", "start 是“１”"),
        ("start=1&end=" + "9" * 5000, "应当是不超过 12 位的整数"),
        ("start=3", "只有 start，缺少 end"),
        ("end=3&v=0123456789abcdef", "只有 end，缺少 start"),
        ("start=<script>&end=5", "start 是“<script>”"),
    ],
)
def test_wrong_place_is_told_with_the_remedy(sample: Published, query: str, told: str) -> None:
    document = sample.document(RULES)
    reply = get(sample, f"/source/{document.document_id}?{query}", HTML)
    shown = _fault(reply.body)
    assert reply.status == 422
    assert told in shown.words.replace("\u00a0", " ")
    assert "请核对链接" in shown.words
    assert {"href": f"./{document.document_id}"} in shown.attributes("a")
    assert {"href": "../chat/"} in shown.attributes("a")


@pytest.mark.parametrize("name", ["0123456789abcdef", "..%2F..%2Fetc", "%3Cb%3E", "甲" * 300])
def test_unknown_document_is_told(sample: Published, name: str) -> None:
    reply = get(sample, f"/source/{name}", HTML)
    assert reply.status == 404
    if "%2F" not in name:  # a slash is no part of an id, so that is no source page at all
        assert "可能已被移除" in _fault(reply.body).words


def test_programs_get_problem_documents(sample: Published) -> None:
    document = sample.document(RULES)
    for query, status in (("start=9&end=3", 422), ("start=9", 422)):
        reply = get(sample, f"/source/{document.document_id}?{query}", ("accept", "*/*"))
        assert (reply.status, reply.shape["status"]) == (status, status)
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.shape["remedy"]
    reply = get(sample, "/source/0123456789abcdef", ("accept", "application/json"))
    assert (reply.status, reply.shape["code"]) == (404, "unknown_document")


def test_missing_index_is_told_without_inside_knowledge(tmp_path: Path) -> None:
    index(tmp_path / "data", write(tmp_path / "docs", 甲="一份说明。"))
    with source(tmp_path / "data") as generations:
        published = Published(generations.current)
        (tmp_path / "data" / "manifest.json").unlink()
        reply = get(published, "/source/0123456789abcdef", HTML)
    shown = _fault(reply.body)
    assert reply.status == 503
    assert "现在打不开这个文件" in shown.words
    assert str(tmp_path) not in shown.words


def test_page_speaks_the_language_asked_for(sample: Published) -> None:
    document = sample.document(RULES)
    chinese = page(sample, target(document, "第六条"))
    english = page(sample, target(document, "第六条", lang="en"))
    by_header = page(sample, target(document), ("accept-language", "en-GB,zh;q=0.5"))
    assert chinese.attributes("html") == [{"lang": "zh-CN"}]
    assert "复制链接" in chinese.words
    assert english.attributes("html") == by_header.attributes("html") == [{"lang": "en"}]
    assert "Copy link" in english.words
    assert english.text == chinese.text


def test_panel_leads_to_a_window_of_its_own(sample: Published) -> None:
    document = sample.document(RULES)
    address = target(document, "第六条", panel=1, lang="en")
    shown = page(sample, address)
    (alone,) = [link for link in shown.attributes("a") if link.get("target") == "_blank"]
    query = address.partition("?")[2].replace("&panel=1", "")
    assert alone["href"] == f"./{document.document_id}?{query}#cited"
    assert alone["rel"] == "noopener"
    assert "../chat/" not in shown.html
    assert {"class": "wy-source wy-source--panel"} in shown.attributes("body")


def test_link_to_be_sent_names_place_and_version_alone(sample: Published) -> None:
    document = sample.document(RULES)
    shown = page(sample, target(document, "第六条", lang="en"))
    (link,) = [each for each in shown.attributes("a") if each.get("class") == "wy-bar__link"]
    assert link["href"] == f".{target(document, '第六条').removeprefix('/source')}#cited"


def test_addresses_in_the_page_are_relative_and_nothing_is_inline(sample: Published) -> None:
    shown = page(sample, target(sample.document(RULES), "第六条"))
    for tag, attributes in shown.elements:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src"):
            address = attributes.get(name)
            assert address is None or re.match(r"\.\.?/|#|data:,", address)
    assert re.search(r"<script[^>]*>(?!</script>)", shown.html) is None


def test_answer_may_not_be_kept_without_asking(sample: Published) -> None:
    reply = get(sample, target(sample.document(RULES)))
    assert reply.headers["cache-control"] == "no-cache"
    assert "Accept-Language" in reply.headers["vary"]


def test_text_of_two_megabytes_is_shown_whole() -> None:
    paragraph = "本节说明了办理的条件、程序和时限，并规定了责任单位。"
    text = "\n\n".join(f"## 第{n}节\n\n{paragraph}第{n}项。" for n in range(20_000))
    start = text.index(f"{paragraph}第19000项。")
    place = RequestedPlace(Span(start, start + 40), "")
    view = SourceView(
        document=Document("0123456789abcdef", "docs/大.md", text, Metadata(title="大")),
        also_in=(),
        requested=place,
        found=FoundPlace(Finding.CITED, place.span),
        language=Language.CHINESE,
    )
    shown = SourcePage(source_page(view))
    assert len(text.encode()) > 2_000_000
    assert shown.text == text
    assert "".join(shown.marks) == text[start : start + 40].replace("\n", "")


def _fault(body: bytes) -> SourcePage:
    return SourcePage(body.decode())
