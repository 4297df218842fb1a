"""Sets by name: equal crowds have equal texts, and nothing reported is tuned on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.retrieval.sets import public_sets
from benchmarks.retrieval.sets.english import QUESTIONS_ON_DEV, QUESTIONS_ON_TRAIN
from benchmarks.retrieval.sets.files import BenchmarkDataError
from benchmarks.retrieval.sets.registry import REPORTED, TUNING, load_set
from corpus.errors import UsageError
from tests.benchmarks.retrieval.public_files import question, write_json, write_lines, write_squad


def english_questions(path: Path) -> dict[str, str]:
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {entry["question_id"]: entry["question"] for entry in lines}


def first_of(path: Path) -> str:
    return next(iter(english_questions(path)))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Small stand-ins for every public file, with more texts than a short run takes."""
    for name, prefix, english in (
        (public_sets.CMRC_DEV, "DEV", first_of(QUESTIONS_ON_DEV)),
        (public_sets.CMRC_TRAIN, "TRAIN", first_of(QUESTIONS_ON_TRAIN)),
        (public_sets.DRCD_DEV, "DRCD", ""),
    ):
        text_of_english = english.rpartition("_QUERY")[0]
        keys = [text_of_english or f"{prefix}_first", *(f"{prefix}_x{row}" for row in range(150))]
        texts = [
            (key, f"{key}的正文。", [question(f"{key}_QUERY_{number}", "問？", (0, key[:3]))])
            for key, number in zip(keys, [english[-1:] or "0", *"0" * 150], strict=True)
        ]
        write_squad(tmp_path, name, texts)
    write_lines(
        tmp_path / public_sets.NEWS, [{"id": f"news-{row}", "text": f"{row}"} for row in range(400)]
    )
    articles = [{"id": r, "law": "法", "article": f"{r}条", "text": "文。"} for r in range(2000)]
    write_lines(tmp_path / "stard" / "corpus.jsonl.gz", articles)
    pairs = "".join(f"{row}\t{row * 2}\t1\n" for row in range(300))
    (tmp_path / "stard" / "qrels.tsv").write_text(pairs, "utf-8")
    for name, first in ((public_sets.STARD_DEV, 0), (public_sets.STARD_TRAIN, 150)):
        asked = [{"query_id": row, "问题": "？"} for row in range(first, first + 150)]
        write_json(tmp_path / name, asked)
    return tmp_path


@pytest.mark.parametrize("name", [*REPORTED, *TUNING])
@pytest.mark.parametrize("short", [False, True])
def test_every_set_holds_its_gold(data: Path, name: str, *, short: bool) -> None:
    texts, questions = load_set(name, data, short=short)

    bodies = {text.text_id: text.body for text in texts}
    assert len(bodies) == len(texts) == len(set(bodies.values()))
    assert len({each.question_id for each in questions.questions}) == len(questions.questions)
    spans = [span for each in questions.questions for span in each.spans]
    assert spans or (short and "english" in name)
    assert all(0 <= span.start < span.end <= len(bodies[span.text_id]) for span in spans)


@pytest.mark.parametrize("short", [False, True])
def test_equal_crowds_have_equal_texts(data: Path, *, short: bool) -> None:
    crowds: dict[str, object] = {}
    for name in (*REPORTED, *TUNING):
        texts, questions = load_set(name, data, short=short)
        assert crowds.setdefault(questions.crowd, texts) == texts
    assert len(crowds) == 7


def test_a_short_run_takes_part_of_a_crowd(data: Path) -> None:
    short, whole = (load_set("cmrc", data, short=short) for short in (True, False))

    assert len(short.texts) == 70
    assert len(short.questions.questions) == 30
    assert set(short.texts) < set(whole.texts)


def test_english_questions_keep_the_gold_of_their_ids(data: Path) -> None:
    (asked,) = load_set("english", data).questions.questions
    chinese = {each.question_id: each for each in load_set("cmrc", data).questions.questions}

    assert asked.question_id == first_of(QUESTIONS_ON_DEV)
    assert asked.question == english_questions(QUESTIONS_ON_DEV)[asked.question_id]
    assert asked.spans == chinese[asked.question_id].spans


@pytest.mark.parametrize(
    ("path", "part", "count"), [(QUESTIONS_ON_DEV, "DEV", 200), (QUESTIONS_ON_TRAIN, "TRAIN", 60)]
)
def test_english_questions_are_english_one_on_a_text(path: Path, part: str, count: int) -> None:
    asked = english_questions(path)

    assert len({key.rpartition("_QUERY_")[0] for key in asked}) == len(asked) == count
    assert all(key.startswith(f"{part}_") for key in asked)
    assert all(each.endswith("?") for each in asked.values())
    assert not [each for each in asked.values() if any(char > "\u2fff" for char in each)]


def test_an_unknown_set_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no set 'squad'.*cmrc, drcd, stard, needs-context"):
        load_set("squad", tmp_path)


def test_what_needs_no_public_data_asks_for_none(tmp_path: Path) -> None:
    assert len(load_set("needs-context", tmp_path).texts) == 72
    with pytest.raises(BenchmarkDataError):
        load_set("english", tmp_path)


def test_fewer_others_and_fewer_questions_are_part_of_all(data: Path) -> None:
    whole = load_set("cmrc", data)
    some = load_set("cmrc", data, others=1, questions=1)
    asked_texts = {span.text_id for each in whole.questions.questions for span in each.spans}
    others = [text for text in some.texts if text.text_id not in asked_texts]
    assert len(others) == 1
    assert set(some.texts) <= set(whole.texts)
    assert len(some.questions.questions) == 1
    assert set(some.questions.questions) <= set(whole.questions.questions)
