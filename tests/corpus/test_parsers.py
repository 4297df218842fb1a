from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.parsers import (
    EmptyFileError,
    UnsupportedFormatError,
    parse_file,
    supported_suffixes,
)
from corpus.parsers.markdown import parse_markdown
from corpus.types import Metadata, RawFile


def _markdown(text: str) -> str:
    return parse_markdown(RawFile("a.md", text.encode())).text


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    parsed = parse_file(_file(tmp_path, "a.txt", "甲\r\n　乙  \n".encode("gb18030")))
    assert (parsed.text, parsed.encoding, parsed.losses) == ("甲\r\n　乙  \n", "gb18030", ())


def test_suffixes_are_found_whatever_their_case(tmp_path: Path) -> None:
    assert parse_file(_file(tmp_path, "A.TXT", b"abc")).text == "abc"
    assert parse_file(_file(tmp_path, "B.Md", b"**abc**")).text == "abc"
    assert {".txt", ".md", ".markdown"} <= supported_suffixes()


@pytest.mark.parametrize("name", ["a.exe", "a", "a.txt.bak"])
def test_an_unknown_suffix_is_refused_and_the_known_ones_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsupportedFormatError, match="no parser") as caught:
        parse_file(_file(tmp_path, name, b"abc"))
    assert ".md" in caught.value.remedy


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\ufeff\u3000\u200b\n".encode()])
def test_a_file_without_a_character_is_called_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmptyFileError, match=r"a\.txt is empty"):
        parse_file(_file(tmp_path, "a.txt", data))


def test_a_binary_file_is_refused_by_name_and_kind(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"picture\.txt: .*PNG image"):
        parse_file(_file(tmp_path, "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(50)))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"gone\.txt: The file cannot be opened"):
        parse_file(tmp_path / "gone.txt")


def test_a_damaged_place_is_told_as_a_loss(tmp_path: Path) -> None:
    data = "这里的水渠修好了，大家都说这是一件好事。".encode()
    parsed = parse_file(_file(tmp_path, "a.txt", data[:30] + b"\xff" + data[30:]))
    assert parsed.losses == ("1 place could not be decoded as utf-8.",)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("这是**重点**内容", "这是重点内容"),
        ("**整段加粗的问题？**", "整段加粗的问题？"),
        ("运行 `make test` 即可", "运行 make test 即可"),
        ("``a`b``", "a`b"),
        ("见[管理办法](http://a.example/b_(c).html)第二条", "见管理办法第二条"),
        ("![渠首](x.png)如图", "渠首如图"),
        ("**[粗链接](b)**", "粗链接"),
        ("*强调*一下", "强调一下"),
        ("<https://a.example/x>", "https://a.example/x"),
        (r"\*不是强调\*", "*不是强调*"),
        ("__重要__的事", "__重要__的事"),
        ("（__重要__）", "（重要）"),
        ("> 引用的话", "引用的话"),
        ("## 第二节 ##", "## 第二节"),
        ("### **三、收尾**", "### 三、收尾"),
        ("| 项目 | **数量** |", "项目 | 数量"),
        ("见[办法][1]\n\n[1]: http://a.example", "见办法\n"),
    ],
)
def test_marks_that_hurt_reading_are_taken_off(source: str, shown: str) -> None:
    assert _markdown(source) == shown


@pytest.mark.parametrize(
    "source",
    [
        "# 标题",
        "- 一项\n* 另一项\n1. 第一\n  - 里面一层",
        "2 * 3 * 4 与 3*4*5",
        "snake_case_name 和 __init__",
        "<script>alert(1)</script>",
        "见[附件]和[^1]",
        "[没有定义][某处]",
        "~~删去~~",
        "#没有空格",
        "他说：“好。”",
    ],
)
def test_what_is_no_mark_stays(source: str) -> None:
    assert _markdown(source) == source


def test_code_blocks_keep_their_lines_and_lose_their_fences() -> None:
    assert _markdown("前\n```python\nx = **y**\n# 注释\n```\n后") == "前\nx = **y**\n# 注释\n后"


def test_rules_and_table_rules_are_no_text() -> None:
    assert _markdown("| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |\n\n***\n完") == "甲 | 乙\n1 | 2\n\n\n完"


def test_underlined_lines_become_headings() -> None:
    assert _markdown("总则\n====\n\n范围\n----\n正文。") == "# 总则\n\n## 范围\n正文。"


def test_a_first_level_heading_is_the_title() -> None:
    parsed = parse_markdown(RawFile("a.md", "说明\n\n# **水渠**管理\n\n## 一".encode()))
    assert parsed.metadata == Metadata(title="水渠管理")


def test_front_matter_is_metadata_and_not_text() -> None:
    source = (
        '---\ntitle: "水渠管理"\nauthor:\n  - 张三\n  - 李四\ndate: 2023-05-01\n'
        "source: 清河水务\ntags: [a, b]\n文号: 清水发〔2023〕5号\n---\n# 别的标题\n正文。"
    )
    parsed = parse_markdown(RawFile("a.md", source.encode()))
    assert parsed.metadata == Metadata("水渠管理", "张三、李四", "清河水务", "2023-05-01")
    assert parsed.text == "文号: 清水发〔2023〕5号\n# 别的标题\n正文。"


@pytest.mark.parametrize(
    "source",
    ["---\n这是一条分隔线下的正文\n---\n完", "---\ntitle: 没有结束", "正文\n---\ntitle: x\n---"],
)
def test_a_rule_at_the_start_is_not_taken_for_front_matter(source: str) -> None:
    assert parse_markdown(RawFile("a.md", source.encode())).metadata.title == ""


@pytest.mark.parametrize("mark", ["*", "`", "[", "**a ", "\\", "[a]("])
def test_a_line_of_thousands_of_marks_is_left_alone(mark: str) -> None:
    assert _markdown("行" + mark * 5000) == "行" + mark * 5000
