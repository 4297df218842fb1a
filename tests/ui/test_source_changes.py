"""Links to documents that changed after they were cited, through the real indexer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.former_texts import KEPT_VERSIONS
from tests.library_kit import index, source, write
from tests.source_kit import HTML, Published, SourcePage, get, page, target

QUOTE = "巡查人员应当每日记录水位两次。"
RULES = f"堤防巡查办法\n\n第一条 为规范巡查，制定本办法。\n\n第二条 {QUOTE}记录保存三年。\n"
OTHER = "机井管理办法\n\n第一条 机井深度不得小于十二米。\n"


@dataclass(frozen=True, slots=True)
class Library:
    docs: Path
    data: Path
    published: Published

    def write(self, **texts: str) -> None:
        write(self.docs, **texts)
        index(self.data, self.docs)

    def target(self, quote: str = QUOTE, **more: object) -> str:
        return target(self.published.document("办法.txt"), quote, **more)

    def page(self, address: str) -> SourcePage:
        shown = page(self.published, address)
        assert shown.text == self.published.document("办法.txt").text
        return shown


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    docs, data = tmp_path / "docs", tmp_path / "data"
    index(data, write(docs, 办法=RULES, 机井=OTHER))
    with source(data) as generations:
        yield Library(docs, data, Published(generations.current))


def test_unchanged_document_says_nothing_of_changes(library: Library) -> None:
    shown = library.page(library.target())
    assert (shown.marks, shown.notes) == ([QUOTE], "")


def test_quote_that_moved_is_found_again(library: Library) -> None:
    cited = library.target()
    library.write(办法=f"修订说明：本办法于今年修订。\n\n{RULES}")
    shown = library.page(cited)
    assert shown.marks == [QUOTE]
    assert "文件在引用之后有改动；引文未变" in shown.notes


def test_link_to_be_sent_then_names_the_new_place(library: Library) -> None:
    cited = library.target()
    library.write(办法=f"修订说明：本办法于今年修订。\n\n{RULES}")
    (link,) = [
        each for each in library.page(cited).attributes("a") if each.get("class") == "wy-bar__link"
    ]
    assert link["href"] == f".{library.target().removeprefix('/source')}#cited"


def test_quote_in_another_form_is_found_and_told(library: Library) -> None:
    cited = library.target()
    library.write(办法=RULES.replace(QUOTE, "巡查人員應當每日記錄\n\n水位兩次。"))
    shown = library.page(cited)
    assert shown.marks == ["巡查人員應當每日記錄", "水位兩次。"]
    assert "简繁写法与引用时不同" in shown.notes


def test_quote_that_is_gone_is_shown_as_it_was(library: Library) -> None:
    cited = library.target()
    library.write(办法=RULES.replace("两次", "三次"))
    shown = library.page(cited)
    assert shown.marks == []
    assert "这段文字已不在现行版本中" in shown.notes
    assert shown.former == QUOTE
    assert {"class": "wy-former", "id": "cited", "tabindex": "-1"} in shown.attributes("figure")


def test_quote_is_found_over_several_changes(library: Library) -> None:
    cited = library.target()
    for number in range(KEPT_VERSIONS):
        library.write(办法=f"第{number}次修订。\n\n{RULES}")
    assert library.page(cited).marks == [QUOTE]


def test_version_that_is_not_kept_any_more_marks_nothing(library: Library) -> None:
    cited = library.target()
    for number in range(KEPT_VERSIONS + 1):
        library.write(办法=f"第{number}次修订。\n\n{RULES}")
    shown = library.page(cited)
    assert shown.marks == []
    assert "没有保存" in shown.notes


@pytest.mark.parametrize("version", ["0123456789abcdef", "x", "'; DROP TABLE texts; --", "<b>"])
def test_version_that_never_was_marks_nothing(library: Library, version: str) -> None:
    shown = library.page(library.target(v=version))
    assert shown.marks == []
    assert "没有保存" in shown.notes
    assert "start=" in shown.html  # the link to be sent stays as it was


def test_version_of_another_document_shows_nothing_of_it(library: Library) -> None:
    other = library.published.document("机井.txt")
    address = library.target(v=other.text_hash)
    library.write(机井=OTHER.replace("十二米", "二十米"))
    for shown in (library.page(address), library.page(library.target(v=other.text_hash))):
        assert shown.marks == []
        assert "机井" not in shown.words


def test_place_beyond_the_cited_version_is_wrong(library: Library) -> None:
    version = library.published.document("办法.txt").text_hash
    library.write(办法=RULES + "第三条 附则。\n" * 50)
    address = target(library.published.document("办法.txt"), start=0, end=400, v=version)
    reply = get(library.published, address, HTML)
    assert reply.status == 422
    assert "超出了全文" in reply.body.decode()


def test_link_without_place_tells_of_the_change(library: Library) -> None:
    version = library.published.document("办法.txt").text_hash
    library.write(办法=RULES.replace("三年", "五年"))
    shown = library.page(library.target("", v=version))
    assert "有改动" in shown.notes


def test_removed_document_is_told(library: Library) -> None:
    cited = library.target()
    (library.docs / "办法.txt").unlink()
    index(library.data, library.docs, prune=True)
    reply = get(library.published, cited, HTML)
    assert reply.status == 404
    assert "可能已被移除或改名" in reply.body.decode()
    assert QUOTE not in reply.body.decode()
