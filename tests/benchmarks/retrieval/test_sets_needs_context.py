"""Generated documents are alike but for their title, and their gold spans are the facts."""

from __future__ import annotations

import re
import string
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.retrieval.sets.needs_context.generator import generate
from benchmarks.retrieval.sets.needs_context.stored import (
    FOLDER,
    REPORTED_SEED,
    TUNING_SEED,
    read_asked,
    write_asked,
)
from benchmarks.retrieval.sets.needs_context.templates import Template, read_templates

TEMPLATES = read_templates()
SHORTEST, LONGEST = 900, 2000


def facts_in(phrasing: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(phrasing) if name is not None]


def town_in(title: str) -> str:
    found = re.search(r"(?:^|（|季度)(\w\w)[市县区]", title)
    assert found is not None, title
    return found[1]


def test_the_committed_files_are_what_the_generator_makes(tmp_path: Path) -> None:
    write_asked(generate(REPORTED_SEED), tmp_path)

    for name in ("documents.jsonl", "questions.jsonl"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    assert read_asked(tmp_path) == generate(REPORTED_SEED)


def test_the_set_has_its_size() -> None:
    asked = read_asked(FOLDER)

    assert len({text.body for text in asked.texts}) == 72
    assert len({question.question for question in asked.questions}) == 216
    assert len({question.question_id for question in asked.questions}) == 216
    assert set(Counter(each.spans[0].text_id for each in asked.questions).values()) == {3}


@pytest.mark.parametrize("seed", [REPORTED_SEED, TUNING_SEED])
def test_a_body_says_only_at_its_head_whose_and_when_it_is(seed: int) -> None:
    for text in generate(seed).texts:
        head, mark, rest = text.body.partition("\n一、")
        assert mark
        assert re.search(r"20\d\d年", head.splitlines()[0])
        assert re.search(r"\d{4}年", rest) is None
        assert town_in(head.splitlines()[0]) not in rest
        assert SHORTEST <= len(text.body) <= LONGEST


def test_gold_lies_in_a_later_section() -> None:
    asked = read_asked(FOLDER)
    bodies = {text.text_id: text.body for text in asked.texts}

    for question in asked.questions:
        (span,) = question.spans
        body = bodies[span.text_id]
        assert span.start > body.index("\n二、")
        assert body[span.start : span.end].strip("\n。，") == body[span.start : span.end] != ""


def test_a_question_names_its_body_and_period() -> None:
    asked = read_asked(FOLDER)
    titles = {text.text_id: text.body.splitlines()[0] for text in asked.texts}

    for question in asked.questions:
        title = titles[question.spans[0].text_id]
        assert town_in(title) in question.question
        year = re.search(r"20(\d\d)年", title)
        assert year is not None
        chinese = year[1].translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
        assert f"{year[1]}年" in question.question or f"{chinese}年" in question.question


def test_another_seed_makes_other_documents() -> None:
    reported, tuning = generate(REPORTED_SEED), generate(TUNING_SEED)

    assert not {text.body for text in reported.texts} & {text.body for text in tuning.texts}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.kind)
def test_every_phrasing_of_a_sentence_states_the_same_facts(template: Template) -> None:
    stated: list[str] = []
    for section in template.sections:
        for phrasings in section.sentences:
            first, *others = (sorted(facts_in(phrasing)) for phrasing in phrasings)
            assert all(other == first for other in others), phrasings
            stated += first

    assert set(Counter(stated).values()) == {1}
    assert set(stated) <= set(template.facts)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.kind)
def test_only_facts_of_the_section_are_asked_for(template: Template) -> None:
    for section in template.sections:
        stated = {name for each in section.sentences for name in facts_in(each[0])}
        assert set(section.questions) <= stated
        assert len(section.details) >= 3
        assert not any(facts_in(detail) for detail in section.details)
