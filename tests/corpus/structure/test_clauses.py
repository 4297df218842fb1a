from __future__ import annotations

import pytest

from corpus.structure.clauses import articles_of, clause_at, clause_of, is_article

LAW = """清河县水渠管护条例

第一章　总　则

第一条　为了管好水渠，根据有关法律，制定本条例。

第二条　本县水渠的规划、建设、管护，适用本条例。
法律、法规另有规定的，从其规定。

第二章　监督检查

第三条　县水务局每年春灌以前检查水渠。
检查的内容包括：
（一）渠道是否畅通；
（二）闸门能否开关；
（三）管护人员是否到位，包括：
1. 村里的管水员；
2. 乡镇的水管员。
违反第二条第二款规定的，不适用前项。
第四条
有下列情形之一的，由县水务局责令改正，可以处五百元以上的罚款：
（一）在渠道上私开口子的；
（二）向渠道倾倒垃圾的。
第五条 依照本条例第三条处理的，应当书面告知
当事人，并且说明理由。

第三章　附则

第六条　本条例自2024年1月1日起施行。

清河县水务局
2023年12月1日
"""
TWO = "第二章　监督检查 / 第三条"
WORDS = {
    ("第一章　总则 / 第一条", "为了管好"): "第一章　总则 / 第一条",
    ("第一章　总则 / 第二条", "第二条　本县"): "第一章　总则 / 第二条第一款",
    ("第一章　总则 / 第二条", "适用本条例"): "第一章　总则 / 第二条第一款",
    ("第一章　总则 / 第二条", "从其规定"): "第一章　总则 / 第二条第二款",
    (TWO, "春灌以前"): f"{TWO}第一款",
    (TWO, "检查的内容"): f"{TWO}第二款",
    (TWO, "闸门能否"): f"{TWO}第二款第（二）项",
    (TWO, "（三）管护"): f"{TWO}第二款第（三）项",
    (TWO, "乡镇的水管员"): f"{TWO}第二款第（三）项",
    (TWO, "违反第二条第二款"): f"{TWO}第三款",
    ("第四条", "有下列情形"): "第四条",
    ("第四条", "倾倒垃圾"): "第四条第（二）项",
    ("第五条", "依照本条例"): "第五条",
    ("第五条", "说明理由"): "第五条",
    ("第六条", "本条例自2024"): "第六条",
    ("第六条", "2023年12月"): "第六条",
    ("第一章　总则", "为了管好"): "第一章　总则",
    ("", "为了管好"): "",
}
JOINED = LAW.replace("\n\n", " ").replace("\n", " ").replace("告知 当事人", "告知当事人")


@pytest.mark.parametrize(("place", "clause"), WORDS.items())
@pytest.mark.parametrize("text", [LAW, LAW.replace("\n", "\n\n").replace("告知\n\n", "告知\n")])
def test_a_place_is_named_by_paragraph_and_item(
    text: str, place: tuple[str, str], clause: str
) -> None:
    section, words = place
    assert clause_at(text, section, text.index(words)) == clause


@pytest.mark.parametrize(("place", "clause"), WORDS.items())
def test_paragraphs_joined_into_one_line_are_counted(place: tuple[str, str], clause: str) -> None:
    section, words = place
    assert clause_at(JOINED, section, JOINED.index(words)) == clause


def test_items_within_a_line_are_told_apart() -> None:
    text = (
        "第九条　有下列情形之一的，责令改正：（一）私开口子的；（二）倾倒垃圾的。"
        "前款规定的罚款上缴县财政。\n第十条　其他。"
    )
    named = [clause_at(text, "第九条", text.index(words)) for words in ("责令", "倾倒", "上缴")]
    assert named == ["第九条第一款", "第九条第一款第（二）项", "第九条第二款"]


def test_marks_of_headings_do_not_hide_a_label() -> None:
    text = "## 第十二条\n\n水渠由村里管护。\n\n费用由县里承担。\n\n## 第十三条\n\n其他。"
    assert clause_at(text, "第十二条", text.index("费用")) == "第十二条第二款"


@pytest.mark.parametrize(
    ("first", "last", "clause"),
    [
        ("检查的内容", "畅通", f"{TWO}第二款"),
        ("（一）渠道", "畅通；", f"{TWO}第二款第（一）项"),
        ("渠道是否", "能否开关", f"{TWO}第二款"),
        ("第三条　县水务局", "春灌", f"{TWO}第一款"),
        ("春灌", "畅通", TWO),
        ("县水务局每年", "私开口子", TWO),
    ],
)
def test_a_span_is_named_by_what_holds_all_of_it(first: str, last: str, clause: str) -> None:
    start, end = LAW.index(first), LAW.index(last) + len(last)
    assert clause_of(LAW, TWO, start, end) == clause


def test_a_passage_that_goes_on_into_the_next_article_is_named_by_the_nearest() -> None:
    section = "第二章　监督检查 / 第四条"
    assert clause_at(LAW, TWO, LAW.index("倾倒")) == f"{section}第（二）项"


def test_a_place_before_its_article_keeps_the_section() -> None:
    assert clause_at(LAW, TWO, LAW.index("第二章")) == TWO


def test_a_label_in_traditional_characters_is_the_same() -> None:
    text = "第二條　水渠由村裏管護。\n費用由縣裏承擔。"
    assert clause_at(text, "第二条", text.index("費用")) == "第二條第二款"


@pytest.mark.parametrize("section", ["第三条", "第二章 / 第12条", "第三条之一", "第三條"])
def test_an_article_is_told_by_its_label(section: str) -> None:
    assert is_article(section)


@pytest.mark.parametrize("section", ["", "第三条 / 一、总则", "第三章", "第三条规定"])
def test_other_sections_are_no_articles(section: str) -> None:
    assert not is_article(section)


@pytest.mark.parametrize("text", [LAW, JOINED])
def test_articles_are_read_with_their_numbers(text: str) -> None:
    articles = articles_of(text)
    assert [article.number for article in articles] == [1, 2, 3, 4, 5, 6]
    assert text[articles[0].start :].startswith("第一条　为了")
    assert text[articles[1].start : articles[1].end].rstrip().endswith("从其规定。")


@pytest.mark.parametrize(
    ("number", "paragraph", "item", "words"),
    [
        (2, 1, 0, "本县水渠的规划、建设、管护，适用本条例。"),
        (2, 2, 0, "法律、法规另有规定的，从其规定。"),
        (3, 3, 0, "违反第二条第二款规定的，不适用前项。"),
        (3, 2, 2, "（二）闸门能否开关；"),
        (3, 0, 1, "（一）渠道是否畅通；"),
        (4, 1, 2, "（二）向渠道倾倒垃圾的。"),
    ],
)
def test_a_paragraph_or_item_of_an_article_is_found(
    number: int, paragraph: int, item: int, words: str
) -> None:
    span = articles_of(LAW)[number - 1].span_of(paragraph, item)
    assert span is not None
    assert LAW[slice(*span)].strip() == words


def test_a_paragraph_holds_its_items() -> None:
    span = articles_of(LAW)[2].span_of(2, 0)
    assert span is not None
    assert LAW[slice(*span)].strip().startswith("检查的内容包括：\n（一）")
    assert LAW[slice(*span)].strip().endswith("2. 乡镇的水管员。")


@pytest.mark.parametrize(("paragraph", "item"), [(3, 0), (0, 1), (1, 1)])
def test_what_an_article_does_not_have_is_not_found(paragraph: int, item: int) -> None:
    assert articles_of(LAW)[1].span_of(paragraph, item) is None


def test_the_last_article_ends_before_the_signature() -> None:
    last = articles_of(LAW)[-1]
    assert LAW[last.start : last.body_end].strip() == "第六条　本条例自2024年1月1日起施行。"


def test_an_inserted_article_has_a_number_of_its_own() -> None:
    articles = articles_of("第四条 甲不得入内。\n第四条之一 乙可以入内。\n")
    assert [article.token for article in articles] == ["条:4", "条:4-1"]
