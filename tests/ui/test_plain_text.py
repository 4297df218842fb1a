from __future__ import annotations

import pytest

from ui.plain_text import beginning, one_line, printable, shortened, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红\x1b[0m", r"\x1b[31m红\x1b[0m"),
        ("清\x9b2J", r"清\x9b2J"),
        ("报告\u202efdp.exe", r"报告\u202efdp.exe"),
        ("a\u2066b\u2069\u200f\u061c", r"a\u2066b\u2069\u200f\u061c"),
        ("第一行\r第二行\x08\x00", r"第一行\r第二行\x08\x00"),
        ("一\u2028二\u2029三\x85", r"一\u2028二\u2029三\x85"),
        ("半个\ud83d字", r"半个\ud83d字"),
        ("标\U000e0041签", r"标\U000e0041签"),
    ],
)
def test_what_could_steer_a_terminal_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text", ["质量监督，“抽查” 10%", "[bold]粗[/bold] :smile:", "两\n行\t栏", "👩\u200d🔬 é ü 한"]
)
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_a_line_stays_one_line() -> None:
    assert one_line(" 一\n二\u2028\x1b三 \t四 ") == r"一 二 \x1b三 四"


def test_nothing_invisible_stays_hidden_in_what_was_removed() -> None:
    assert visible("a\n\u200b\u202e\t页 码\u3000 ") == r"a\n\u200b\u202e\t页 码\u3000␣"
    assert visible("  ") == "␣␣"
    assert visible(" 页") == "␣页"
    assert visible("") == ""


def test_a_long_quote_keeps_both_ends() -> None:
    assert shortened("甲" * 60 + "乙" * 60) == "甲" * 60 + "乙" * 60
    cut = shortened("甲" * 100 + "乙" * 100)
    assert len(cut) == 120
    assert cut.startswith("甲甲")
    assert cut.endswith("乙乙")
    assert " … " in cut


def test_a_snippet_keeps_the_beginning() -> None:
    assert beginning("一二三四", 4) == "一二三四"
    assert beginning("一二三四五", 4) == "一二三四…"
