from __future__ import annotations

import pytest

from corpus.cleaner import clean
from corpus.types import RemovalReason

TITLE = "水渠修好了"
FIRST = "清河县去年秋天修好了三十二公里的水渠，灌溉面积增加了四千多亩，沿线的群众都说这件事办得好。"
LAST = "合作社还添置了两台烘干机和一辆运粮车，今年水稻亩产达到六百二十公斤，比去年多了五十公斤。"
ARTICLE = f"{TITLE}\n\n{FIRST}\n\n{LAST}"
TRAIL = "首页 > 新闻中心 > 正文"
FOOTER = "Copyright © 2011 清河网"

BEFORE = [
    "首页 > 新闻中心 > 县内要闻 > 正文",
    "您现在的位置：首页 >> 政务动态 >> 乡镇",
    "您当前位置: 县情>>《清河水务》>>",
    "清河新闻网\n您当前位置: 县情>>要闻>>",
    "当前位置:网站首页 > 工作动态",
    "首页｜政务公开｜办事服务｜互动交流｜专题专栏",
    "首页 | 要闻 | 水利 | 农事 | 留言板",
    "首页  机构概况  信息公开  办事服务  联系我们",
    "繁體 | English | 无障碍浏览 | 登录 | 注册",
    "设为首页 | 加入收藏",
    "首页\n新闻中心\n政策法规\n联系我们",
    "清河信息网-电话:0999-1234567",
    "人气: 【字号: 打印本文 收藏 发表评论",
    "字体：[大 中 小] 打印本页 关闭窗口",
    "【字号 大 中 小】【打印】【关闭】",
    "阅读次数：1024 次",
    "分享到： 新浪微博 微信好友 QQ空间 豆瓣网",
    f"{TITLE}_清河新闻网",
    "Home > News > Local news",
]
BEHIND = [
    "（责任编辑：王小二）",
    "(责任编辑:)",
    "责任编辑：李大山",
    "[编辑：赵六]",
    "打印本页 | 关闭窗口",
    "【打印本页】【关闭窗口】",
    "上一篇：关于放假的通知\n下一篇：没有了",
    "共 3 页 1 2 3 下一页",
    "相关新闻\n• 我县召开水利会议\n• 渠首闸门更换完成",
    "相关阅读：\n百亩稻田喜获丰收\n春耕正当时",
    "热门文章\n1. 甲地引水记\n2. 乙地修塘记",
    "相关信息\n没有相关内容",
    "本周排行TOP5\n  • 暂无项目!",
    "一周点击排行\n1. 某地发现溶洞\n2. 十种家常菜",
    "图片新闻\n  • 机耕道上的新变化、老闸门不再 ...\n\n  • 水库除险加固",
    "最新评论\n暂无评论",
    "猜你喜欢\n某地发现大型溶洞",
    "Copyright © 2012-2020 某某县人民政府 All Rights Reserved",
    "版权所有：某某县融媒体中心 某ICP备12345678号-1",
    "备案编号:某公网安备12345602000123号",
    "主办单位：某某县人民政府办公室 技术支持：某某网络公司",
    "联系我们 | 网站地图 | 版权声明 | 隐私政策",
    "未经许可不得转载",
    "凡本网注明“来源：某某网”的所有作品，版权均属于某某网，未经授权不得转载、摘编。",
    "声明：\n\n本网转载此文的目的在于传递更多信息，不代表本网观点，如有侵权请联系删除。",
    "【声明】凡标有“独家”字样的稿件，转用时请写明出处；其余取自合作媒体，内容以原文为准。",
    "返回顶部",
    "扫一扫在手机打开当前页",
    "分享到：微信 微博",
]


@pytest.mark.parametrize("clutter", BEFORE)
def test_clutter_before_an_article_goes(clutter: str) -> None:
    assert clean(f"{clutter}\n\n{ARTICLE}\n\n{FOOTER}").text == ARTICLE


@pytest.mark.parametrize("clutter", BEHIND)
def test_clutter_behind_an_article_goes(clutter: str) -> None:
    assert clean(f"{TRAIL}\n{ARTICLE}\n\n{clutter}").text == ARTICLE


BODY_LINES = [
    "三、版权保护",
    "第八条 未经本站授权，任何单位不得转载、复制本站发布的检测数据，违者追究法律责任。",
    "附件：1. 登记表 2. 联系我们",
    "（一）登录",
    "热门举报线索",
    "客户端",
    "联系人：王小二 电话：010-12345678",
    "2020年3月5日",
    "某某县水利局",
    "1. 分享到各村",
    "- 3号渠",
    "图1 渠首",
    "（此件公开发布）",
    "抄送：县委办公室。",
    "主办单位：县水利局 承办单位：县农业局",
    "版权所有权人：李某",
    "项目 | 数量 | 单位",
    "收藏",
    "关于我们",
    "举报",
    "作者：佚名 来源：某某网 发布时间：2020年3月5日",
    "主讲人：某县水利局局长 王小二",
    "2008-11-21 00:00:00 某某质量网",
    "《某某日报》【水利专版】",
    "打印机 扫描仪 复印机",
    "附：相关新闻",
    "您当前位置很重要",
    "# 相关链接",
    "申请书还应当包括海关备案号。",
    "<script>alert('登录')</script>",
]


@pytest.mark.parametrize("line", BODY_LINES)
def test_a_line_of_the_document_stays_wherever_it_stands(line: str) -> None:
    pages = (
        f"{line}\n\n{FIRST}\n\n{LAST}\n\n{FOOTER}",
        f"{TRAIL}\n\n{ARTICLE}\n\n{line}",
        f"{FIRST}\n\n{line}\n\n{LAST}",
        f"{FIRST}\n\n{line}",
        line,
    )
    for page in pages:
        assert line in clean(page).text.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        ARTICLE,
        f"{FIRST}\n相关新闻\n• 一项\n{LAST}",
        f"{ARTICLE}\n\n相关链接\n• 《用水管理办法》\n• 《取水许可条例》",
        f"{ARTICLE}\n\n最新动态",
        "登录\n注册\n首页\n设置",
        "# 手册\n\n## 登录\n\n点右上角。\n\n## 注册\n\n填表。",
        "甲 | 乙 | 丙\n1 | 2 | 3",
        "凡本网注明“来源：某某网”的作品，版权均属于某某网，未经授权不得转载。",
        "{dy}，先修水渠。第二，再种果树。护渠xx伍也壮大了。",
        "def f(x):\n    return x  # 注释",
        f"一、网站声明\n\n{FIRST}",
    ],
)
def test_a_text_without_clutter_comes_through_unchanged(text: str) -> None:
    cleaned = clean(text)
    assert (cleaned.text, cleaned.edits) == (text, ())


GLUED = [
    ("(责任编辑：王小二)", RemovalReason.EDITOR_LINE),
    (" 责任编辑：王小二", RemovalReason.EDITOR_LINE),
    (" 分享到： 微信 微博 打印 关闭", RemovalReason.SHARE_BAR),
    (" Copyright © 2012 某某网 某ICP备12345678号", RemovalReason.LEGAL_NOTICE),
    (" |", RemovalReason.PLACEHOLDER),
    ("水渠》由互联网用户分享整理。文章地址:http://a.example/1.html", RemovalReason.METADATA),
    (" 本文链接：https://a.example/2", RemovalReason.METADATA),
    (
        "本网注明“来源：某某网”的作品，版权均属于某某网，未经本网授权不得转载。",
        RemovalReason.LEGAL_NOTICE,
    ),
    ("(注：此文属于商业信息，文章内容不代表本网观点，仅供参考。)", RemovalReason.LEGAL_NOTICE),
]


@pytest.mark.parametrize(("clutter", "reason"), GLUED)
def test_clutter_glued_behind_a_text_of_one_line_goes(clutter: str, reason: RemovalReason) -> None:
    cleaned = clean(FIRST + LAST + clutter)
    assert cleaned.text == FIRST + LAST
    assert reason in {edit.reason for edit in cleaned.edits}


def test_several_pieces_glued_behind_each_other_go() -> None:
    text = f"{FIRST}{LAST}返回某某，查看更多责任编辑：王小二"
    assert clean(text).text == FIRST + LAST


def test_a_trail_glued_before_a_text_of_one_line_goes() -> None:
    assert clean(f"您当前位置：首页 > 新闻 > 正文 {FIRST}{LAST}").text == FIRST + LAST


@pytest.mark.parametrize(
    "ending",
    [
        "来源：清河网作者：王小二",
        "第五条 本网注明来源的作品，版权均属于本网，未经授权不得转载。",
        "联系人：王小二",
        "表中 | 为分隔符",
        "（作者单位：清河县水务局）",
    ],
)
def test_what_may_be_asked_for_stays_at_the_end_of_a_line(ending: str) -> None:
    assert clean(FIRST + LAST + ending).text == FIRST + LAST + ending


def test_a_byline_before_a_page_address_stays() -> None:
    text = f"{FIRST}{LAST}来源：清河网作者：王小二 本文链接：https://a.example/1.html"
    assert clean(text).text == f"{FIRST}{LAST}来源：清河网作者：王小二"


@pytest.mark.parametrize(
    "bar",
    [
        " 点击数：33",
        "　【字体：大 中 小】",
        " 浏览次数: 12 次",
        " 打印本页",
        " [打印] [关闭]",
        " 分享到：微信 微博",
    ],
)
def test_a_bar_within_a_byline_goes_and_the_byline_stays(bar: str) -> None:
    byline = "作者：王小二 来源：清河网 2011-03-05"
    assert clean(f"{TITLE}\n{byline}{bar}\n\n{FIRST}").text == f"{TITLE}\n{byline}\n\n{FIRST}"


@pytest.mark.parametrize("number", ["- 3 -", "— 12 —", "第 3 页 共 9 页", "第3页/共9页"])
def test_page_numbers_between_lines_go(number: str) -> None:
    assert clean(f"{FIRST}\n{number}\n{LAST}").text == f"{FIRST}\n{LAST}"


def test_removals_are_told_with_their_reasons() -> None:
    page = f"{TRAIL}\n{ARTICLE}\n(责任编辑:)\n相关新闻\n• 一项新闻\n打印本页 | 关闭窗口\n{FOOTER}"
    reasons = [edit.reason for edit in clean(page).edits if edit.removed.strip()]
    assert reasons == [
        RemovalReason.NAVIGATION,
        RemovalReason.EDITOR_LINE,
        RemovalReason.NEWS_LIST,
        RemovalReason.NEWS_LIST,
        RemovalReason.SHARE_BAR,
        RemovalReason.LEGAL_NOTICE,
    ]


@pytest.mark.parametrize("line", ["1" * 160, ">" * 160, " " * 5000 + "x", "相关新闻" + " " * 9000])
def test_hostile_lines_are_judged_in_no_time(line: str) -> None:
    assert clean(f"{FIRST}\n{line}\n{LAST}{line}").text.startswith(FIRST)


@pytest.mark.parametrize(
    "line", ["<b>红色</b>标题", "红色<script>alert(1)</script>标题", "<p>甲</p><p>乙</p>"]
)
def test_a_line_of_markup_is_text_and_no_breadcrumb(line: str) -> None:
    text = f"{line}\n会议由李强主持,在三楼会议室召开。"
    assert clean(text).text == text
