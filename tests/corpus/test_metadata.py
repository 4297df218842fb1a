from __future__ import annotations

import pytest

from corpus.metadata import extract_metadata
from corpus.types import Metadata

BODY = (
    "清河县去年秋天修好了三十二公里的水渠，灌溉面积增加了四千多亩，沿线的群众都说这件事办得好。\n\n"
    "合作社还添置了两台烘干机和一辆运粮车，今年水稻亩产达到六百二十公斤，比去年多了五十公斤。"
)
TRAIL = "您当前位置: 首页 >> 县情 >> 正文"


def _found(text: str, stated: Metadata | None = None) -> Metadata:
    return extract_metadata(text, stated or Metadata())


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("水渠修好了", "水渠修好了"),
        ("修好水渠\u3000造福乡里", "修好水渠 造福乡里"),
        ("修渠记\n——清河县水利纪实", "修渠记——清河县水利纪实"),
        ("修渠记\n--清河县水利纪实", "修渠记——清河县水利纪实"),
        ("# 水渠管理办法", "水渠管理办法"),
        ("某某文集\n\n## 水渠修好了", "水渠修好了"),
        (f"清河新闻网\n{TRAIL}\n\n水渠修好了", "水渠修好了"),
        (
            "清河信息网-电话:0999-1234567\n\n水渠修好了\n\n人气: 【字号: 打印本文 收藏",
            "水渠修好了",
        ),
        ("水渠修好了_清河新闻网", "水渠修好了"),
        ("清水发〔2023〕5号\n关于修渠的通知", "关于修渠的通知"),
        ("清河县水务局\n关于修渠的通知", "关于修渠的通知"),
        ("清河县水务局", "清河县水务局"),
        ("关于印发《清河县水渠\n管理办法》的通知", "关于印发《清河县水渠管理办法》的通知"),
        ("关于做好春季农田水利\n建设工作的通知\n\n各乡镇：", "关于做好春季农田水利建设工作的通知"),
        ("以渠促收 以渠促業(yè)", "以渠促收 以渠促業"),
        ("2011-03-05 清河网\n水渠修好了", "水渠修好了"),
        ("作者：王小二\n水渠修好了", "水渠修好了"),
        ("Guide to the Canal", "Guide to the Canal"),
    ],
)
def test_the_title_is_the_first_line_that_can_be_one(head: str, title: str) -> None:
    assert _found(f"{head}\n\n{BODY}").title == title


@pytest.mark.parametrize("head", ["", "各乡镇人民政府：", "（2011年3月5日）", "来源：清河网"])
def test_a_text_that_begins_with_its_body_has_no_title(head: str) -> None:
    assert _found(f"{head}\n{BODY}").title == ""


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("作者：王小二", "王小二"),
        ("作 者: 王小二", "王小二"),
        ("作者：王小二 李四光", "王小二、李四光"),
        ("主讲人:某省某市水利局局长 王小二", "王小二"),
        ("□ 王 五 本報記者 李四光", "王五、李四光"),
        ("本报记者：王小二", "王小二"),
        ("文／王小二　　二〇二三年三月", "王小二"),
        ("文：王小二　刊于《水利》2023年第5期", "王小二"),
        ("撰寫人：王小二（水利協會副處長）", "王小二"),
        ("清河县水务局人事科　王小二", "王小二"),
        ("来源：清河网　作者：王小二　浏览次数：3", "王小二"),
        ("作者:佚名 来源:清河网", ""),
        ("来源：清河网", ""),
        ("作者：王小二 李四光 摄影报道", "王小二、李四光"),
        ("作者：王小二（版权归原作者所有", "王小二"),
        ("编制：计量科", ""),
    ],
)
def test_the_author_is_read_from_the_lines_around_the_body(line: str, author: str) -> None:
    assert _found(f"水渠修好了\n{line}\n\n{BODY}").author == author
    assert _found(f"水渠修好了\n\n{BODY}\n\n{line}").author == author


@pytest.mark.parametrize(
    ("note", "author"),
    [
        ("（记者 王小二）", "王小二"),
        ("（本报记者 王小二 通讯员 李四光）", "王小二、李四光"),
        ("（见图）", ""),
        ("（记者会后采访了三位老人）", ""),
    ],
)
def test_a_reporter_named_at_the_start_of_the_body_is_the_author(note: str, author: str) -> None:
    assert _found(f"水渠修好了\n\n本网讯{note}{BODY}").author == author


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("来源:清河新闻网 发布时间:2011年3月5日", "清河新闻网"),
        ("来　源：《清河日报》", "清河日报"),
        ("文章来源：清河新闻网", "清河新闻网"),
        ("2011-03-05 08:30:00 清河新闻网", "清河新闻网"),
        ("《清河日报》【水利专版】", "清河日报"),
        ("文：王小二　刊于《水利》2023年第5期", "水利"),
        ("来源：清河新闻网版权归原作者所有", "清河新闻网"),
        ("来源：本站原创", ""),
        ("资金来源：县财政", ""),
        ("2011年3月22日", ""),
    ],
)
def test_the_origin_is_the_publication_named(line: str, origin: str) -> None:
    assert _found(f"水渠修好了\n\n{BODY}\n\n{line}").origin == origin


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布时间:2011年03月05日", "2011-03-05"),
        ("发布日期：2011-3-5 08:30", "2011-03-05"),
        ("发布时间：２０１１年３月５日", "2011-03-05"),
        ("2011-03-05 00:00:00 清河网", "2011-03-05"),
        ("二〇二三年三月", "2023-03"),
        ("（二〇一六年九月二十日）", "2016-09-20"),
        ("清河县水务局办公室整理　2024年6月修订", "2024-06"),
        ("（2022年11月8日局务会议通过，自2023年1月1日起施行）", "2022-11-08"),
        ("报告日期：民國113年6月7日", "2024-06-07"),
        ("施行日期：2023年7月1日", "2023-07-01"),
        ("发布时间：2011年2月30日", "2011-02"),
        ("地点：三楼会议室", ""),
    ],
)
def test_the_date_is_written_in_iso_form(line: str, date: str) -> None:
    assert _found(f"水渠修好了\n{line}\n\n{BODY}").date == date


def test_a_signature_gives_the_date() -> None:
    assert _found(f"关于修渠的通知\n\n{BODY}\n\n清河县水务局\n2011年3月5日").date == "2011-03-05"


def test_a_labelled_date_goes_before_the_others() -> None:
    text = f"2011年3月1日\n水渠修好了\n\n{BODY}\n\n发布时间：2011年3月5日"
    assert _found(text).date == "2011-03-05"


def test_people_sources_and_days_of_the_body_are_not_those_of_the_text() -> None:
    body = (
        "2011年3月5日，清河县举行通水仪式，水务局局长王小二到场讲话，县里的几百名群众一起见证了通水。"
        "有人问钱从哪里来，来源：县财政，作者：李四光，发布时间：2012年1月1日，这些都是会上说的。"
    )
    assert _found(f"水渠修好了\n\n{body}") == Metadata(title="水渠修好了")


def test_bylines_glued_behind_a_text_of_one_line_are_read() -> None:
    text = BODY.replace("\n", "") + "来源：清河网作者：王小二 编辑：赵六"
    found = _found(text)
    assert (found.author, found.origin, found.title) == ("王小二", "清河网", "")


def test_what_the_format_states_goes_first() -> None:
    stated = Metadata("另一个标题", "张三", "水利报", "2020年1月2日")
    text = f"水渠修好了\n作者：王小二 来源：清河网 发布时间：2011年3月5日\n\n{BODY}"
    assert _found(text, stated) == Metadata("另一个标题", "张三", "水利报", "2020-01-02")


def test_an_empty_text_says_nothing() -> None:
    assert _found("") == Metadata()
