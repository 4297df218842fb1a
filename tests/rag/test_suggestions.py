from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.errors import IndexDamagedError
from corpus.types import FileState
from rag.factory import open_service
from rag.generation import Generation, GenerationSource
from rag.settings import Settings
from rag.suggestions import SuggestedQuestions
from rag.suggestions.candidate import Candidate, Pattern
from rag.suggestions.candidates import candidates_of
from rag.suggestions.kept import SUGGESTIONS_FILE
from rag.suggestions.selection import Selection, Verdict, judge
from rag.types import Answer, AnswerStatus, Citation
from tests.library_kit import index, source, write

PATIENCE = 60.0


def questions_of(title: str, text: str) -> list[str]:
    return [one.question for one in candidates_of(title, text, "hash")]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "受理机构应当自收到申请之日起7个工作日内书面答复申请人。",
            "受理机构应当在多少个工作日内书面答复申请人？",
        ),
        ("承办单位应当在三个月内提交验收报告。", "承办单位应当在几个月内提交验收报告？"),
        ("年度疏浚计划应当于每年3月底前公布。", "年度疏浚计划最晚什么时候公布？"),
        ("现场值守人员不得少于3人。", "现场值守人员不得少于多少人？"),
        (
            "居民用水投诉率由2029年的3.1%下降到2030年的1.2%。",
            "居民用水投诉率有什么变化？",
        ),
        ("市民投诉最多的是夜间施工噪声。", "市民投诉最多的是什么？"),
        ("使用满十年的供水泵站，共214座。", "使用满十年的供水泵站共有多少座？"),
        ("复测所需费用由申请人先行垫付。", "复测所需费用由谁垫付？"),
        ("机关党委把读书活动品牌定名为“河畔书声”。", ""),
        ("读书活动品牌定名为“河畔书声”。", "读书活动品牌叫什么名字？"),
        ("泵站评定结果分为四类：优、良、中、差。", "泵站评定结果分为哪几类？"),
        ("有下列情形之一的，不予核发取水许可：", "哪些情形不予核发取水许可？"),
        ("申请取水许可的，应当提交下列材料：", "申请取水许可需要提交哪些材料？"),
        ("本办法所称中水，是指污水经处理后可以再用的水。", "什么是中水？"),
        ("2031年5月6日，柳湾水务局正式挂牌。", "柳湾水务局是什么时候挂牌的？"),
        ("第五届水文化节将于9月3日至5日在柳湾举办。", "第五届水文化节什么时候举办？"),
        ("柳湾水文化节开幕式在河畔广场举行。", "柳湾水文化节开幕式在哪里举行？"),
        ("局里成立防汛工作领导小组，由局长任组长。", "防汛工作领导小组的组长是谁？"),
        (
            "擅自占用河道滩地的，由水务局责令改正，处一万元以下罚款。",
            "擅自占用河道滩地会被罚款多少？",
        ),
        ("要坚持“三先三后”，即先看图、先听水。", "“三先三后”指的是什么？"),
        ("受理機構應當自收到申請之日起7日內答覆申請人。", "受理机构应当在多少日内答复申请人？"),
        ("今年活动的主题是“守护清流”。", ""),
        ("该局应当在5日内答复申请人。", ""),
        ("4月8日至19日在党校举办，26人参加。", ""),
    ],
)
def test_sentence_of_a_known_form_becomes_the_question_it_answers(
    sentence: str, question: str
) -> None:
    found = questions_of("杂记", f"柳湾的水。\n\n{sentence}\n\n到此为止。\n")
    assert found == ([question] if question else [])


@pytest.mark.parametrize(
    ("title", "heading", "question"),
    [
        ("柳湾取水许可管理办法", "一、适用范围", "《柳湾取水许可管理办法》的适用范围是什么？"),
        ("关于开展泵站安全检查的通知", "二、工作要求", "泵站安全检查有哪些工作要求？"),
        ("基层水务队伍现状的调查与思考", "二、存在的主要问题", "基层水务队伍存在哪些主要问题？"),
        ("柳湾水务局局务会议纪要", "一、关于购置清淤船", "局务会议对购置清淤船作了什么决定？"),
        ("柳湾水务局2030年工作总结", "（一）提升供水质量", "2030年为提升供水质量做了哪些工作？"),
        ("巡河随想", "一、加强巡河队伍建设", "如何加强巡河队伍建设？"),
        ("巡河随想", "一、什么是河长工作制", "什么是河长工作制？"),
        ("《柳湾中水技术规范》编制说明", "2 制定目的", "为什么要制定《柳湾中水技术规范》？"),
    ],
)
def test_heading_becomes_a_question_that_names_its_subject(
    title: str, heading: str, question: str
) -> None:
    body = "河水清清，两岸的人都来看。船在水上走，鸟在天上飞，一年又一年。"
    text = f"{title}\n\n{heading}\n　　{body}\n\n三、其他\n　　{body}\n"
    assert question in questions_of(title, text)


def test_what_people_ask_is_taken_as_they_ask_it_and_comes_first() -> None:
    text = (
        "# 用水问答\n\n**问：水表不走字了怎么办？要花钱吗？**\n\n答：打热线报修，不收费。\n\n"
        "**问：你们几点上班？**\n\n答：上午九点。\n\n现场值守人员不得少于3人。\n"
    )
    assert questions_of("用水问答", text)[0] == "水表不走字了怎么办？"
    assert not any("你们" in question for question in questions_of("用水问答", text))


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>泵站检修小组",
        "泵站[检修](javascript:alert(1))小组",
        "泵站\u202e检修小组",
        "泵站https://x.example/检修小组",
        "泵站检修小组" * 8,
        "凶杀案遇难者家属接待小组",
    ],
)
def test_markup_addresses_and_unseemly_words_never_reach_a_question(name: str) -> None:
    text = f"柳湾的水。\n\n**问：{name}的组长是谁？**\n\n答：不知道。\n\n{name}由局长牵头。\n"
    assert questions_of(name, text) == []


def test_candidates_lie_where_their_answers_stand_in_the_text_as_stored() -> None:
    text = "柳灣的水。\n\n年度疏濬計劃應當於每年3月底前公佈,不得延誤。\n"
    (found,) = candidates_of("雜記", text, "hash")
    assert text[found.start : found.end] == "年度疏濬計劃應當於每年3月底前公佈,不得延誤。"
    assert candidates_of("雜記", text, "hash") == [found]


def test_text_without_any_known_form_yields_nothing() -> None:
    assert questions_of("", "") == []
    assert questions_of("scan_0042", "The pump runs.\nIt must be checked within 5 days.\n") == []


def candidate(question: str, text_hash: str, score: float, pattern: Pattern) -> Candidate:
    return Candidate(question, pattern, text_hash, 0, 10, score)


def chosen(selection: Selection, verdict: Callable[[Candidate], Verdict]) -> list[str]:
    tried = []
    while one := selection.next():
        tried.append(one.question)
        selection.tell(one, verdict(one))
    return tried


def test_one_question_a_document_while_there_are_others_and_patterns_vary() -> None:
    selection = Selection(
        [
            candidate("甲乙丙丁", "a", 6, Pattern.ASKED),
            candidate("戊己庚辛", "a", 5.5, Pattern.ASKED),
            candidate("子丑寅卯", "b", 4, Pattern.ASKED),
            candidate("辰巳午未", "c", 3.5, Pattern.WHEN),
        ]
    )
    chosen(selection, lambda _: Verdict.IN_PLACE)
    assert selection.questions() == ("甲乙丙丁", "辰巳午未", "子丑寅卯", "戊己庚辛")


def test_trying_ends_when_enough_are_good_or_too_many_were_tried() -> None:
    many = [candidate(chr(0x4E00 + n) * 9, str(n), 3, Pattern.WHO) for n in range(40)]
    good, bad = Selection(many), Selection(many)
    assert len(chosen(good, lambda _: Verdict.IN_PLACE)) == len(good.questions()) == 6
    assert len(chosen(bad, lambda _: Verdict.ELSEWHERE)) == 24
    assert bad.questions() == ()


def test_answers_from_another_section_fill_up_to_three_and_repetitions_are_left_out() -> None:
    selection = Selection(
        [
            candidate("供水泵站共有多少座？", "a", 5, Pattern.COUNT),
            candidate("供水泵站共有多少台？", "b", 4, Pattern.COUNT),
            *(candidate(f"{n}{n}{n}{n}", str(n), 3, Pattern.WHO) for n in "甲乙丙"),
        ]
    )
    chosen(
        selection,
        lambda one: Verdict.IN_PLACE if one.score == 5 else Verdict.IN_DOCUMENT,
    )
    assert selection.questions()[0] == "供水泵站共有多少座？"
    assert len(selection.questions()) == 3
    assert "供水泵站共有多少台？" not in selection.questions()


@dataclass
class SureAnswers:
    """Answers exactly the questions that the published documents lead to."""

    generation: Callable[[], Generation]
    asked: list[str]
    gate: threading.Event

    @property
    def pipeline(self) -> SureAnswers:
        return self

    def answer(self, question: str) -> Answer:
        self.asked.append(question)
        assert self.gate.wait(PATIENCE)
        generation = self.generation()
        for line in generation.store.documents(generation.number):
            text = generation.store.text(line.text_hash)
            for one in candidates_of(line.title, text, line.text_hash):
                if one.question == question and line.state is FileState.INDEXED:
                    passage = generation.store.passages_of(line.document_id, generation.number)[0]
                    quote = text[one.start : one.end]
                    citation = Citation(1, passage, one.start, one.end, quote, 0.9)
                    return Answer(
                        "1", question, AnswerStatus.ANSWERED, f"{quote}[1]", citations=(citation,)
                    )
        return Answer("1", question, AnswerStatus.NO_EVIDENCE)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(
        tmp_path / "docs",
        a="泵站杂记\n\n现场值守人员不得少于3人。\n",
        b="河道杂记\n\n年度疏浚计划应当于每年3月底前公布。\n",
    )


@pytest.fixture
def data(tmp_path: Path, docs: Path) -> Path:
    index(tmp_path / "data", docs)
    return tmp_path / "data"


@pytest.fixture
def generations(data: Path) -> Iterator[GenerationSource]:
    with source(data) as opened:
        yield opened


@pytest.fixture
def service(generations: GenerationSource) -> SureAnswers:
    gate = threading.Event()
    gate.set()
    return SureAnswers(generations.current, [], gate)


BOTH = {"现场值守人员不得少于多少人？", "年度疏浚计划最晚什么时候公布？"}


def suggested(
    service: SureAnswers, data: Path, said: list[str] | None = None
) -> SuggestedQuestions:
    notes = [] if said is None else said
    return SuggestedQuestions(service, data, notes.append, pause=0)


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def test_questions_are_made_in_the_background_and_kept_for_the_next_start(
    service: SureAnswers, data: Path
) -> None:
    service.gate.clear()
    with suggested(service, data) as questions:
        assert questions.current() == ()  # the first check waits; who asks does not
        service.gate.set()
        assert eventually(lambda: set(questions.current()) == BOTH)
        assert eventually((data / SUGGESTIONS_FILE).exists)
        first = questions.current()
    service.asked.clear()
    with suggested(service, data) as again:
        assert eventually(lambda: again.current() == first)
    assert service.asked == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b'{"key": 1}',
        b"[" * 60_000,
        b'{"key": "KEY", "questions": "x"}',
        b'{"key": "KEY", "questions": [1]}',
        '{"key": "KEY", "questions": ["<b>谁？</b>"]}'.encode(),
        b'{"key": "KEY", "questions": ["' + b"a" * 70_000,
        '{"key": "another", "questions": ["什么是中水回用？"]}'.encode(),
    ],
)
def test_damaged_and_foreign_files_are_made_anew(
    service: SureAnswers, data: Path, content: bytes
) -> None:
    path = data / SUGGESTIONS_FILE
    with suggested(service, data) as questions:
        assert eventually(path.exists)
        assert eventually(lambda: set(questions.current()) == BOTH)
    right = path.read_bytes()
    key = json.loads(right)["key"]
    path.write_bytes(content.replace(b"KEY", key.encode()))
    with suggested(service, data) as questions:
        assert eventually(lambda: set(questions.current()) == BOTH)
        assert eventually(lambda: path.read_bytes() == right)


def test_other_settings_call_for_other_questions(service: SureAnswers, data: Path) -> None:
    with suggested(service, data):
        assert eventually((data / SUGGESTIONS_FILE).exists)
    service.asked.clear()
    with SuggestedQuestions(service, data, print, basis="top_k=3", pause=0) as questions:
        assert eventually(lambda: set(questions.current()) == BOTH)
    assert set(service.asked) == BOTH


def test_folder_that_takes_no_file_leaves_the_questions_in_memory(
    service: SureAnswers, data: Path
) -> None:
    said: list[str] = []
    (data / SUGGESTIONS_FILE).mkdir()  # as a read-only folder, also for root
    with suggested(service, data, said) as questions:
        assert eventually(lambda: set(questions.current()) == BOTH)
        assert eventually(lambda: len(said) == 1)
    assert "cannot be kept" in said[0]
    assert [path.name for path in data.iterdir() if "suggestions" in path.name] == [
        SUGGESTIONS_FILE
    ]


def test_newer_generation_is_noticed_when_somebody_asks(
    service: SureAnswers, data: Path, docs: Path
) -> None:
    with suggested(service, data) as questions:
        assert eventually(lambda: set(questions.current()) == BOTH)
        (docs / "a.txt").unlink()
        write(docs, c="水厂杂记\n\n使用满十年的供水泵站，共214座。\n")
        index(data, docs)
        expected = {"使用满十年的供水泵站共有多少座？", "年度疏浚计划最晚什么时候公布？"}
        assert eventually(lambda: set(questions.current()) == expected)
        assert eventually(
            lambda: set(json.loads((data / SUGGESTIONS_FILE).read_bytes())["questions"]) == expected
        )


def test_close_stops_in_the_middle_and_keeps_nothing_half_made(
    service: SureAnswers, data: Path
) -> None:
    service.gate.clear()
    questions = suggested(service, data)
    questions.start()
    assert eventually(lambda: len(service.asked) == 1)
    closing = threading.Thread(target=questions.close)
    closing.start()
    assert eventually(questions._closed.is_set)
    service.gate.set()
    closing.join(PATIENCE)
    questions.close()
    assert len(service.asked) == 1
    assert questions.current() == ()
    assert not (data / SUGGESTIONS_FILE).exists()
    suggested(service, data).close()  # never started


def test_index_that_cannot_be_used_suggests_nothing_until_it_can(
    service: SureAnswers, data: Path
) -> None:
    current, broken = service.generation, [True]

    def generation() -> Generation:
        if broken:
            raise IndexDamagedError("Nothing can be read.")
        return current()

    service.generation = generation
    with suggested(service, data) as questions:
        assert questions.current() == ()
        broken.clear()
        assert eventually(lambda: set(questions.current()) == BOTH)


def test_failing_answers_are_told_once_and_not_tried_again(
    service: SureAnswers, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def fail(question: str) -> Answer:
        service.asked.append(question)
        raise IndexDamagedError("Nothing can be read.")

    monkeypatch.setattr(service, "answer", fail)
    with suggested(service, data, said) as questions:
        assert eventually(lambda: len(said) == 1)
        assert questions.current() == ()
        assert eventually(lambda: not questions._asked.is_set())
    assert len(service.asked) == 1
    assert "No questions can be suggested" in said[0]


def test_the_sample_corpus_suggests_questions_that_it_answers_in_place(
    index_of_sample_corpus: Path, cache_dir: Path, tmp_path: Path
) -> None:
    service = open_service(Settings(index_of_sample_corpus, cache_dir), lambda _: None)
    with SuggestedQuestions(service, tmp_path, lambda _: None, pause=0) as questions:
        assert eventually(lambda: len(questions.current()) >= 3)
        found = questions.current()
    generation = service.generation()
    candidates = {
        one.question: one
        for line in generation.store.documents(generation.number)
        for one in candidates_of(line.title, generation.store.text(line.text_hash), line.text_hash)
    }
    assert len(found) == 6
    assert len({candidates[question].text_hash for question in found}) >= 5
    for question in found:
        assert judge(candidates[question], service.pipeline.answer(question)) is Verdict.IN_PLACE
