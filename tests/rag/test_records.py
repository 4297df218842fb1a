from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from corpus.tokenizer import Tokenizer
from corpus.types import Passage
from rag.question import parse_question
from rag.readers.records import without_strange_records
from rag.types import ScoredPassage


@dataclass(frozen=True, slots=True)
class EvenLibrary:
    """A library in which all words are equally rare."""

    tokenizer: Tokenizer

    def tokens(self, text: str) -> list[str]:
        return self.tokenizer.tokens(text)

    def rarity(self, _word: str) -> float:
        return 1.0

    def text_of(self, passage: Passage) -> str:
        return passage.text

    def locator_of(self, passage: Passage, _start: int, _end: int) -> Mapping[str, object] | None:
        return passage.locator

    def passages_of(self, passage: Passage) -> Sequence[Passage]:
        return [passage]


LIBRARY = EvenLibrary(Tokenizer())
ROW = {"kind": "row", "sheet": "设备", "row": 3}
METER = "编号: QL-002；设备名称: 气相色谱仪；购置日期: 2022年11月20日；保管人: 阮青禾"


def kept(question: str, text: str, locator: Mapping[str, object] | None) -> bool:
    passage = Passage(
        "p", "d", "docs/a.xlsx", (), "设备台账", "", "", 0, len(text), text, "h", locator
    )
    scored = [ScoredPassage(passage, 1, 1.0)]
    return without_strange_records(parse_question(question), scored, LIBRARY) == scored


@pytest.mark.parametrize(
    "question",
    ["气相色谱仪的保管人是谁", "阮青禾保管什么设备", "气相色谱仪哪天购置的", "QL-002是什么"],
)
def test_row_that_holds_what_is_asked_about_is_read(question: str) -> None:
    assert kept(question, METER, ROW)


@pytest.mark.parametrize("question", ["食堂午餐补贴是多少", "宣传组的组长是谁", "客运索道有几台"])
def test_row_that_says_nothing_of_it_is_not_read(question: str) -> None:
    assert not kept(question, METER, ROW)


def test_prose_is_read_whatever_is_asked() -> None:
    assert kept("食堂午餐补贴是多少", "工作日的中午由单位负担。", None)
