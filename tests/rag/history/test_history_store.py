"""Conversations in a real history.sqlite: whose they are, how long they stay, what is left."""

from __future__ import annotations

import dataclasses
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.errors import StoreError, UsageError
from corpus.types import Passage
from rag.history import HistoryStore
from rag.history.answer_records import answer_as_record, answer_from_record
from rag.history.conversations import Rating, UnknownConversationError
from rag.history.store import LONGEST_NAME, LONGEST_REASON, NAMED
from rag.types import Answer, AnswerError, AnswerStatus, Citation, ScoredPassage

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
PASSAGE = Passage(
    passage_id="p1",
    document_id="d1",
    source="docs/办法.pdf",
    also_in=("docs/副本.pdf",),
    title="办法",
    section="第二章 / 第十二条",
    date="2024-05-01",
    start=10,
    end=30,
    text="复检申请应当在十五日内提出。逾期不予受理。",
    text_hash="0a1b2c3d4e5f6071",
    locator={"kind": "page", "page": 3, "boxes": [[1.0, 2.0, 3.0, 4.0]]},
)
CITATION = Citation(
    1, PASSAGE, 10, 23, "复检申请应当在十五日内提出。", 0.93, "第十二条第二款", None
)
ANSWERED = Answer(
    id="a1",
    question="多久内申请复检？",
    status=AnswerStatus.ANSWERED,
    answer="复检申请应当在十五日内提出。[1]",
    short_answer="十五日内",
    citations=(CITATION,),
    more=(ScoredPassage(dataclasses.replace(PASSAGE, passage_id="p2"), 2, 0.4),),
    reader="extractive",
    elapsed_ms=12.5,
    confidence=0.91,
)
REFUSED = Answer(
    id="a2",
    question="那巴西呢？",
    understood_as="巴西多久内申请复检？",
    status=AnswerStatus.NO_EVIDENCE,
    nearest=(ScoredPassage(PASSAGE, 1, 0.2),),
)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def pass_days(self, days: float) -> None:
        self.time += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(tmp_path: Path, clock: Clock) -> Iterator[HistoryStore]:
    with HistoryStore(tmp_path / "history.sqlite", 180, clock) as store:
        yield store


def answered(number: int, question: str = "") -> Answer:
    return dataclasses.replace(ANSWERED, id=f"n{number}", question=question or f"第{number}问")


@pytest.mark.parametrize(
    "answer",
    [
        ANSWERED,
        REFUSED,
        Answer("a3", "x", AnswerStatus.ERROR, error=AnswerError("busy", "Busy.", "Wait.")),
        Answer("a4", "你是谁", AnswerStatus.ANSWERED, answer="我是文渊。", reader="about"),
    ],
    ids=["answered", "refused", "error", "about"],
)
def test_an_answer_comes_back_from_its_record_as_it_was(answer: Answer) -> None:
    assert answer_from_record(answer_as_record(answer)) == answer


def test_a_conversation_comes_back_with_its_turns_in_order(history: HistoryStore) -> None:
    history.add("ann", "c1", ANSWERED)
    history.add("ann", "c1", REFUSED)
    kept = history.conversation("ann", "c1")
    assert [turn.answer for turn in kept.turns] == [ANSWERED, REFUSED]
    assert (kept.summary.title, kept.summary.turns) == ("多久内申请复检？", 2)
    assert kept.turns[0].asked == kept.summary.changed == "2026-03-01T08:00:00+00:00"


def test_it_survives_closing_the_file(tmp_path: Path, clock: Clock) -> None:
    for _ in range(2):
        with HistoryStore(tmp_path / "history.sqlite", 180, clock) as store:
            if not store.conversations("ann"):
                store.add("ann", "c1", ANSWERED)
            assert store.conversation("ann", "c1").turns[0].answer == ANSWERED


def test_the_last_turns_of_a_long_conversation_can_be_had_alone(history: HistoryStore) -> None:
    for number in range(30):
        history.add("ann", "c1", answered(number))
    last = history.conversation("ann", "c1", last=3)
    assert [turn.answer.id for turn in last.turns] == ["n27", "n28", "n29"]
    assert last.summary.turns == 30
    assert len(history.conversation("ann", "c1").turns) == 30


def test_the_conversation_changed_last_is_listed_first(history: HistoryStore, clock: Clock) -> None:
    for number, conversation in enumerate(("c1", "c2", "c1", "c3")):
        clock.pass_days(1)
        history.add("ann", conversation, answered(number))
    listed = [each.conversation_id for each in history.conversations("ann")]
    assert listed == ["c3", "c1", "c2"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("复检", ["c1"]),
        ("十五日", ["c1"]),  # in the answer
        ("电梯", ["c2"]),
        ("我的", ["c2"]),  # its name
        (" 复检 ", ["c1"]),
        ("", ["c2", "c1"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("没有这句", []),
    ],
)
def test_a_search_looks_into_names_questions_and_answers(
    history: HistoryStore, search: str, found: list[str]
) -> None:
    history.add("ann", "c1", ANSWERED)
    lift = dataclasses.replace(ANSWERED, id="n2", question="电梯谁管？", answer="甲局管。[1]")
    history.add("ann", "c2", lift)
    history.rename("ann", "c2", "我的 电梯")
    history.add("bob", "c3", dataclasses.replace(ANSWERED, id="n3"))
    listed = history.conversations("ann", search)
    assert [each.conversation_id for each in listed] == found


def test_nobody_reaches_the_conversations_of_others(history: HistoryStore) -> None:
    history.add("ann", "c1", ANSWERED)
    assert history.conversations("bob") == []
    doings = (
        lambda: history.conversation("bob", "c1"),
        lambda: history.rename("bob", "c1", "x"),
        lambda: history.delete("bob", "c1"),
        lambda: history.add("bob", "c1", REFUSED),
    )
    for do in doings:
        with pytest.raises(UnknownConversationError, match="'c1' of yours"):
            do()
    assert [turn.answer for turn in history.conversation("ann", "c1").turns] == [ANSWERED]


def test_a_foreign_id_and_one_that_never_was_are_refused_alike(history: HistoryStore) -> None:
    history.add("ann", "c1", ANSWERED)
    said = []
    for name in ("c1", "c9"):
        with pytest.raises(UnknownConversationError) as caught:
            history.conversation("bob", name)
        said.append(str(caught.value).replace(name, "ID"))
    assert said[0] == said[1]


def test_a_renamed_conversation_keeps_its_name(history: HistoryStore) -> None:
    history.add("ann", "c1", ANSWERED)
    history.rename("ann", "c1", "  复检\n 期限 ")
    history.add("ann", "c1", REFUSED)
    assert history.conversations("ann")[0].title == "复检 期限"


@pytest.mark.parametrize("name", ["", " \n", "长" * (LONGEST_NAME + 1)])
def test_a_name_that_is_none_is_refused(history: HistoryStore, name: str) -> None:
    history.add("ann", "c1", ANSWERED)
    with pytest.raises(UsageError, match="1 to 100 were expected"):
        history.rename("ann", "c1", name)
    assert history.conversations("ann")[0].title == ANSWERED.question


def test_ratings_and_reasons_can_be_changed(history: HistoryStore) -> None:
    history.add("ann", "c1", ANSWERED)
    for rating, reason in ((Rating.BAD, " 日期<b>不对 "), (Rating.GOOD, ""), (Rating.NONE, "")):
        history.rate("a1", rating, reason)
        (turn,) = history.conversation("ann", "c1").turns
        assert (turn.rating, turn.reason) == (rating, reason.strip())


def test_what_was_never_answered_cannot_be_rated_or_handed_on(history: HistoryStore) -> None:
    with pytest.raises(UnknownConversationError, match="no answer 'zzz'"):
        history.rate("zzz", Rating.GOOD)
    with pytest.raises(UnknownConversationError, match="no answer 'zzz'"):
        history.submit("zzz")


def test_a_reason_of_many_pages_is_refused(history: HistoryStore) -> None:
    history.add("ann", "c1", ANSWERED)
    with pytest.raises(UsageError, match="the limit is 1,000"):
        history.rate("a1", Rating.BAD, "长" * (LONGEST_REASON + 1))
    assert history.conversation("ann", "c1").turns[0].rating is Rating.NONE


def test_questions_handed_on_are_listed_once_with_who_asked(
    history: HistoryStore, clock: Clock
) -> None:
    history.add(f"{NAMED}王芳", "c1", REFUSED)
    history.add("8f3a", "c2", answered(5))
    history.submit("a2")
    clock.pass_days(1)
    for _ in range(2):
        history.submit("n5")
        history.submit("a2")
    first, second = history.unanswered()
    assert (first.question, first.understood_as) == ("那巴西呢？", "巴西多久内申请复检？")
    assert (first.person, first.nearest) == ("王芳", "docs/办法.pdf")
    assert first.submitted == "2026-03-01T08:00:00+00:00"
    assert (second.question, second.person, second.nearest) == ("第5问", "", "")
    assert history.conversation("8f3a", "c2").turns[0].is_submitted


def test_nothing_is_kept_longer_than_the_days_given(
    tmp_path: Path, history: HistoryStore, clock: Clock
) -> None:
    history.add("ann", "c1", answered(1, "旧问题甲"))
    history.submit("n1")
    history.add("ann", "c2", answered(2, "旧问题乙"))
    clock.pass_days(100)
    history.add("ann", "c2", answered(3, "新问题"))
    clock.pass_days(79)
    assert history.expire() == 0
    clock.pass_days(1.1)
    assert history.expire() == 2
    (left,) = history.conversations("ann")
    assert (left.conversation_id, left.title, left.turns) == ("c2", "新问题", 1)
    assert history.unanswered() == []
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "新问题".encode() in stored
    assert "旧问题".encode() not in stored


def test_opening_the_file_after_a_long_time_expires_what_is_old(
    tmp_path: Path, clock: Clock
) -> None:
    with HistoryStore(tmp_path / "h.sqlite", 10, clock) as store:
        store.add("ann", "c1", ANSWERED)
    clock.pass_days(11)
    with HistoryStore(tmp_path / "h.sqlite", 10, clock) as store:
        assert store.conversations("ann") == []


@pytest.mark.parametrize("way", ["delete", "clear"])
def test_what_is_deleted_is_not_left_in_the_file(
    tmp_path: Path, history: HistoryStore, way: str
) -> None:
    history.add("ann", "c1", answered(1, "不该留下的问题"))
    if way == "delete":
        history.delete("ann", "c1")
    else:
        history.clear()
    assert history.conversations("ann") == []
    for path in tmp_path.iterdir():
        assert "不该留下".encode() not in path.read_bytes()


def test_threads_add_to_one_conversation_without_loss(history: HistoryStore) -> None:
    def add(first: int) -> None:
        for number in range(first, first + 20):
            history.add("ann", "c1", answered(number))

    threads = [threading.Thread(target=add, args=(100 * each,)) for each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert history.conversations("ann")[0].turns == 80


def test_a_question_with_half_a_character_is_kept(history: HistoryStore) -> None:
    history.add("ann", "c1", answered(1, "谁是\ud800组长"))
    assert history.conversation("ann", "c1").turns[0].answer.question == "谁是?组长"


def test_other_users_of_the_machine_cannot_read_it(tmp_path: Path, history: HistoryStore) -> None:
    history.add("ann", "c1", ANSWERED)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    path.write_text("no database")
    with pytest.raises(StoreError, match=r"The history .* is damaged"):
        HistoryStore(path, 180)
    assert path.read_text() == "no database"
