"""Questions over several documents are taken apart, and no others."""

from __future__ import annotations

import pytest

from rag.query.parts import split_into_parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "比较2019年和2020年云江市的抽检批次",
            ("2019年云江市的抽检批次", "2020年云江市的抽检批次"),
        ),
        (
            "请问2008年和2010年云江市的抽检批次分别是多少？",
            ("2008年云江市的抽检批次是多少", "2010年云江市的抽检批次是多少"),
        ),
        (
            "云江市2019、2020年抽检了多少批次",
            ("云江市2019年抽检了多少批次", "云江市2020年抽检了多少批次"),
        ),
        (
            "2018年、2019年和2020年的合格率各是多少",
            ("2018年的合格率是多少", "2019年的合格率是多少", "2020年的合格率是多少"),
        ),
        (
            "二〇一九年与二〇二〇年的合格率有什么不同",
            ("二〇一九年的合格率", "二〇二〇年的合格率"),
        ),
        (
            "2019年第一季度和第二季度的抽检批次分别是多少",
            ("2019年第一季度的抽检批次是多少", "2019年第二季度的抽检批次是多少"),
        ),
        (
            "去年和今年的投诉量哪一年更多",
            ("去年的投诉量", "今年的投诉量"),
        ),
        (
            "云江市2019年度和2020年度食品抽检合格率相差多少",
            ("云江市2019年度食品抽检合格率", "云江市2020年度食品抽检合格率"),
        ),
        (
            "云江市和白河市的抽检合格率有什么区别",
            ("云江市的抽检合格率", "白河市的抽检合格率"),
        ),
        (
            "2019年云江市、白河市和青山县的抽检合格率各是多少",
            (
                "2019年云江市的抽检合格率是多少",
                "2019年白河市的抽检合格率是多少",
                "2019年青山县的抽检合格率是多少",
            ),
        ),
        (
            "雲江市和白河市哪個市抽檢的批次更多？",
            ("雲江市抽檢的批次", "白河市抽檢的批次"),
        ),
        (
            "云江市市场监督管理局和白河市市场监督管理局分别有多少干部",
            ("云江市市场监督管理局有多少干部", "白河市市场监督管理局有多少干部"),
        ),
        (
            "比较云江市和白河市2019年和2020年的投诉量",
            (
                "云江市2019年的投诉量",
                "云江市2020年的投诉量",
                "白河市2019年的投诉量",
                "白河市2020年的投诉量",
            ),
        ),
        (
            "《抽查细则》和《抽查办法》对复检期限的规定有何不同？",
            ("《抽查细则》对复检期限的规定", "《抽查办法》对复检期限的规定"),
        ),
        (
            "“三点”和“五型”分别指什么",
            ("“三点”指什么", "“五型”指什么"),
        ),
        ("强制检定和校准有什么区别", ("强制检定", "校准")),
        ("请问型式批准与计量认证的区别是什么?", ("型式批准", "计量认证")),
        (
            "自愿性认证与强制性认证的程序有什么不同",
            ("自愿性认证的程序", "强制性认证的程序"),
        ),
        ("早期和现代的工具栏有什么区别？", ("早期的工具栏", "现代的工具栏")),
        (
            "雄性和雌性德州珊瑚蛇有什么区别？",
            ("雄性德州珊瑚蛇", "雌性德州珊瑚蛇"),
        ),
        (
            "云江的合格率和白河的合格率差异大吗",
            ("云江的合格率", "白河的合格率"),
        ),
        ("对比一下年度检验与定期检验", ("年度检验", "定期检验")),
        ("強制檢定與校準有何異同", ("強制檢定", "校準")),
        (
            "抽检、检定和校准有什么区别",
            ("抽检", "检定", "校准"),
        ),
        (
            "在收费上，强制检定和校准有什么不同",
            ("在收费上，强制检定", "在收费上，校准"),
        ),
        ("Compare verification and calibration", ("verification", "calibration")),
        (
            "What is the difference between verification and calibration?",
            ("verification", "calibration"),
        ),
        (
            "Could you please tell me the main differences between type A and type B in price?",
            ("type A in price", "type B in price"),
        ),
        (
            "Compare the rules for lifts and escalators in terms of inspection",
            (
                "the rules for lifts in terms of inspection",
                "the rules for escalators in terms of inspection",
            ),
        ),
        (
            "How do Yunjiang and Baihe differ in spending?",
            ("Yunjiang in spending", "Baihe in spending"),
        ),
        (
            "How many batches were checked in 2019 and 2020, respectively?",
            ("How many batches were checked in 2019", "How many batches were checked 2020"),
        ),
    ],
)
def test_each_thing_gets_a_question_of_its_own(question: str, parts: tuple[str, ...]) -> None:
    assert split_into_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "光荣和ω-force合作开发了什么",
        "北京和上海之间的距离",
        "北京市和上海市之间的距离是多少",
        "云江市和白河市联合发布了什么",
        "云江市和白河市的局长是谁",
        "2008年和2010年两次获奖的是谁",
        "2015和2016年共有多少支球队参加",
        "1937年和1945年间的局长是谁",
        "2008年至2010年投入了多少",
        "2019年和谐社区有多少",
        "质量月活动和承诺书是怎么规定的",
        "共和国成立的时间和地点",
        "请问参与和平谈判的有哪些人",
        "单位工程区别于单项工程的特点是什么？",
        "该岛北岸的玄武岩有什么不同？",
        "这里的公差与数学中的公差有什么区别？",
        "Casey字体和其他相似字体有什么区别？",
        "此部队与陆军训练内容有什么区别？",
        "明代的皇帝和如朝鲜国王等藩王所戴的翼善冠有什么区别？",
        "为什么肖特330比较安静和坚固？",
        "螺栓的种类比较多，一般怎么区分？",
        "中外股东分别是什么？",
        "《抽查细则》和《抽查办法》是谁发布的",
        "城市和农村市场分别有多少",
        "美国教育部与其他国家相比有什么不同之处？",
        "Who signed the treaty between France and Spain?",
        "research and development budget of 2019",
        "What did Koei and Omega Force develop?",
        "the difference between plan, budget and cost and result",
        "",
        "？",
        "和",
        "有什么区别",
        "比较",
        "A和B",
    ],
)
def test_any_other_question_stays_whole(question: str) -> None:
    assert split_into_parts(question) == (question,)


def test_more_combinations_than_six_are_not_made() -> None:
    question = "比较云江市、白河市、青山市和东陵市2019年和2020年的投诉量"
    assert split_into_parts(question) == (question,)
