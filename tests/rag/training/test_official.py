"""Made-up documents: their questions are answered where they say so, and nowhere else."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from rag.training.examples import NO_SPAN, Example
from rag.training.official import (
    HELD_OUT_KINDS,
    held_out_official_examples,
    official_examples,
)
from rag.training.official.documents import Document, lay_out
from rag.training.official.tables import table_examples
from rag.training.official.templates import Sentence, read_kinds
from rag.training.official.values import draw

COUNT = 3000


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return official_examples(COUNT, random.Random(3))


def test_same_seed_same_examples(examples: list[Example]) -> None:
    assert official_examples(COUNT, random.Random(3)) == examples
    assert official_examples(COUNT, random.Random(4)) != examples


def test_more_than_two_in_five_are_near_misses(examples: list[Example]) -> None:
    missed = sum(not example.relevant for example in examples) / len(examples)
    assert 0.4 < missed < 0.6


def test_answers_are_words_of_their_passage(examples: list[Example]) -> None:
    for example in examples:
        if example.start == NO_SPAN:
            assert example.end == NO_SPAN
            continue
        assert example.relevant
        answer = example.passage[example.start : example.end]
        assert answer
        assert answer == answer.strip(" |[]"), answer


def test_no_field_or_mark_is_left(examples: list[Example]) -> None:
    for example in examples:
        written = f"{example.question}{example.context}{example.passage}"
        assert not re.search(r"[{}\[\]]", written), written


def test_questions_come_in_many_wordings(examples: list[Example]) -> None:
    english = sum(example.question.isascii() for example in examples) / len(examples)
    unmarked = sum(not example.question.endswith(("？", "?")) for example in examples)
    assert 0.05 < english < 0.2
    assert unmarked > len(examples) / 3
    assert sum(not example.context for example in examples) > len(examples) / 20


def test_there_are_many_kinds_and_facts() -> None:
    kinds = read_kinds()
    facts = [each for kind in kinds for part in kind.sections for each in part.sentences]
    assert len(kinds) >= 20
    assert sum(bool(fact.questions) for fact in facts) >= 150


def test_every_question_of_a_template_has_its_answer() -> None:
    for kind in read_kinds():
        for section in kind.sections:
            for fact in section.sentences:
                written = Document(kind, random.Random(1)).write(fact)
                for number in (*fact.questions, *fact.english):
                    assert number == 0 or number in written.answers, (kind.name, fact.template)


def test_kinds_held_out_are_not_learnt() -> None:
    titles = {
        title
        for kind in read_kinds()
        if kind.name in HELD_OUT_KINDS
        for title in re.findall(r"[一-鿿]{5,}", " ".join(kind.titles))
    }
    learnt = " ".join(example.context for example in official_examples(COUNT, random.Random(5)))
    assert titles
    assert not [title for title in titles if title in learnt]
    held_out = held_out_official_examples(80, random.Random(5))
    assert set(held_out) == HELD_OUT_KINDS
    assert {len(pairs) for pairs in held_out.values()} == {20}


def test_a_fact_taken_away_is_in_no_other_sentence(examples: list[Example]) -> None:
    """Where only the sentence is gone, its answer is not said by another one."""
    for right, wrong in pairwise(examples):
        same = (right.question, right.context) == (wrong.question, wrong.context)
        if same and right.relevant and not wrong.relevant and right.end - right.start > 5:
            assert right.passage[right.start : right.end] not in wrong.passage


def test_values_keep_to_their_specification() -> None:
    chance = random.Random(2)
    for _ in range(50):
        assert int(draw("n", "10..30*10", chance, "")) in (10, 20, 30)
        assert re.fullmatch(r"[1-3]\.\d", draw("d", "1.5..3", chance, ""))
        assert draw("x", "甲|乙", chance, "") in ("甲", "乙")
        assert draw("person2", None, chance, "").strip()


def test_a_document_says_the_same_value_everywhere() -> None:
    kind = read_kinds()[0]
    document = Document(kind, random.Random(6))
    fact = Sentence("由{person}负责，{person}牵头")
    said = re.fullmatch(r"由(.+)负责，(.+)牵头", document.write(fact).text)
    assert said is not None
    assert said[1] == said[2]
    assert document.other_value("person") != said[1]


def test_places_of_sentences_on_a_page() -> None:
    document = Document(read_kinds()[0], random.Random(7))
    written = [document.write(Sentence(text)) for text in ("甲事[三天]办完。", "乙事[五天]办完。")]
    for seed in range(20):
        page = lay_out(written, random.Random(seed))
        for start, sentence in zip(page.starts, written, strict=True):
            assert page.text[start:].startswith(sentence.text)


def test_cells_of_tables() -> None:
    for seed in range(60):
        right, wrong = table_examples(random.Random(seed))
        cell = right.passage[right.start : right.end]
        row = right.passage[right.passage.rfind("\n", 0, right.start) + 1 :].splitlines()[0]
        cells = [part.strip() for part in row.split("|")]
        assert cell in cells
        assert any(name and name in right.question for name in cells)
        assert wrong.start == NO_SPAN
        assert not wrong.relevant
