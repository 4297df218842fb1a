from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.loader import load_document
from corpus.parsers import EmptyFileError
from corpus.types import Metadata, short_hash

BODY = (
    "清河县去年秋天修好了三十二公里的水渠，灌溉面积增加了四千多亩，沿线的群众都说这件事办得好。"
    "合作社还添置了两台烘干机和一辆运粮车，今年水稻亩产达到六百二十公斤，比去年多了五十公斤。"
)
PAGE = (
    "您当前位置: 首页 >> 正文\r\n\r\n水渠修好了\r\n\r\n"
    f"作者:王小二 来源:清河网 发布时间:2011年03月05日\r\n\r\n\u3000\u3000{BODY}\r\n\r\n"
    "(责任编辑:)\r\nCopyright © 2011 清河网\r\n"
)


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_copied_page_becomes_its_article(tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, "page.txt", PAGE.encode(encoding))
    document = load_document(path, "docs/page.txt")
    byline = "作者:王小二 来源:清河网 发布时间:2011年03月05日"
    assert document.text == f"水渠修好了\n\n{byline}\n\n{BODY}"
    assert document.metadata == Metadata("水渠修好了", "王小二", "清河网", "2011-03-05")
    assert document.text_as_read == PAGE


def test_the_id_depends_on_collection_and_source_only(tmp_path: Path) -> None:
    first = load_document(_file(tmp_path, "a.txt", b"one"), "docs/a.txt")
    changed = load_document(_file(tmp_path, "a.txt", b"two"), "docs/a.txt")
    elsewhere = load_document(_file(tmp_path, "a.txt", b"two"), "docs/a.txt", "other")
    assert first.document_id == changed.document_id == short_hash("default", "docs/a.txt")
    assert elsewhere.document_id != first.document_id
    assert first.text_hash != changed.text_hash


def test_a_text_without_title_is_named_after_its_file(tmp_path: Path) -> None:
    assert load_document(_file(tmp_path, "修渠.txt", BODY.encode()), "a").metadata.title == "修渠"


def test_markdown_keeps_its_heading_and_states_the_title(tmp_path: Path) -> None:
    document = load_document(_file(tmp_path, "a.md", f"# 修**渠**记\n\n{BODY}".encode()), "a")
    assert document.text == f"# 修渠记\n\n{BODY}"
    assert document.metadata.title == "修渠记"


def test_losses_and_encoding_are_kept(tmp_path: Path) -> None:
    data = BODY.encode("gb18030")
    document = load_document(_file(tmp_path, "a.txt", data[:40] + b"\xff" + data[41:]), "a")
    assert document.encoding == "gb18030"
    assert document.losses == ("1 place could not be decoded as gb18030.",)


@pytest.mark.parametrize("data", [b"", b"\r\n ", "\u200b\x1b[0m\n".encode()])
def test_a_file_without_text_is_told_apart(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmptyFileError, match="is empty"):
        load_document(_file(tmp_path, "a.txt", data), "a")


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"a\.txt: This is no text file"):
        load_document(_file(tmp_path, "a.txt", bytes(500)), "a")


def test_a_table_is_named_by_its_file_and_not_by_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "物资台账.csv"
    path.write_text("名目,作者,日期\n关于防汛的通知,王五,2019-01-02\n", "utf-8")
    document = load_document(path, "root/物资台账.csv")
    assert document.metadata == Metadata(title="物资台账")
    assert document.regions[0].locator == {"kind": "row", "sheet": "", "row": 2}
    assert document.text == "名目: 关于防汛的通知；作者: 王五；日期: 2019-01-02"
