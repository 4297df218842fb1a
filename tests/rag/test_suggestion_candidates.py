from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.suggestions.candidate import Candidate, Pattern
from rag.suggestions.candidates import candidates_of
from rag.suggestions.selection import Selection, Verdict


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
