"""A question over several things is answered thing by thing; what is missing is not made up."""

from __future__ import annotations

from rag.readers.statements import MAX_ANSWER_LENGTH
from tests.composition_kit import SURE, ask, check_verbatim, document, texts_of

EAST = document("东陵县图书馆建于1956年，位于老城。", title="东陵县图书馆")
WEST = document("望山县图书馆建于1978年，位于新城。", title="望山县图书馆")
BOTH = "东陵县图书馆和望山县图书馆分别建于哪一年？"
BUILT = {"1956年": SURE, "1978年": SURE}


def test_each_part_gets_its_sentence_in_the_order_of_the_question() -> None:
    reading = ask(BOTH, [WEST, EAST], BUILT)
    assert texts_of(reading) == [EAST.text, WEST.text]
    assert [entry.evidence[0].passage for entry in reading.statements] == [EAST, WEST]
    check_verbatim(reading)


def test_a_comparison_is_answered_for_each_side() -> None:
    pointed = {"现有图书3万册": SURE, "现有图书5万册": SURE}
    east = document("东陵县图书馆现有图书3万册。", title="东陵县图书馆")
    west = document("望山县图书馆现有图书5万册。", title="望山县图书馆")
    question = "比较东陵县图书馆和望山县图书馆的现有图书"
    assert texts_of(ask(question, [east, west], pointed)) == [east.text, west.text]


def test_a_part_without_evidence_is_left_out() -> None:
    reading = ask(BOTH, [EAST], BUILT)
    assert texts_of(reading) == [EAST.text]
    assert reading.confidence > 0.5


def test_a_year_that_no_document_speaks_of_is_left_out() -> None:
    text = document("2023年举办讲座85场，听众九千人。", title="2023年总结")
    reading = ask("2022年和2023年举办讲座各多少场？", [text], {"85场": SURE})
    assert texts_of(reading) == [text.text]


def test_nothing_is_said_where_no_part_has_evidence() -> None:
    other = document("青山县图书馆建于1990年。", title="青山县图书馆")
    assert ask(BOTH, [other], {"1990年": SURE}).statements == ()


def test_a_sentence_that_speaks_of_both_is_said_once() -> None:
    text = document("东陵县图书馆建于1956年，望山县图书馆建于1978年。")
    reading = ask(BOTH, [text], BUILT)
    assert texts_of(reading) == [text.text]
    assert reading.short_answer is None


def test_parts_of_one_passage_get_each_their_sentence() -> None:
    first, second = "甲部门由严松年负责。", "乙部门由白一帆负责。"

    def pointed(question: str) -> dict[str, float]:
        return {"严松年": SURE} if "甲部门" in question else {"白一帆": SURE}

    text = document(f"{first}{second}", title="分工")
    reading = ask("甲部门和乙部门分别由谁负责？", [text], pointed)
    assert texts_of(reading) == [first, second]


def test_parts_share_the_room_of_one_answer() -> None:
    east = document(
        "".join(f"东陵县图书馆{'很' * 40}{c}。" for c in "好大新"), title="东陵县图书馆"
    )
    west = document(
        "".join(f"望山县图书馆{'很' * 40}{c}。" for c in "旧小远"), title="望山县图书馆"
    )
    pointed = {f"很{c}": SURE for c in "好大新旧小远"}
    reading = ask("东陵县图书馆与望山县图书馆有什么区别？", [east, west], pointed)
    sources = [statement.evidence[0].passage for statement in reading.statements]
    assert {EAST.title, WEST.title} == {passage.title for passage in sources}
    assert sum(map(len, texts_of(reading))) <= MAX_ANSWER_LENGTH
