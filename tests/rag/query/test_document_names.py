"""The documents of a library that a question names."""

from __future__ import annotations

from datetime import date

import pytest

from rag.query.document_names import DocumentHead, DocumentMention, DocumentNames
from rag.query.plan import plan_query

TODAY = date(2026, 11, 26)
PLACES = {"yj": "云江市", "bh": "白河市", "qs": "青山县"}
REPORTS = [
    DocumentHead(f"{key}{year}", f"{place}市场监督管理局{year}年度食品安全监督抽检情况报告")
    for key, place in PLACES.items()
    for year in (2018, 2019, 2020)
]
OTHERS = [
    DocumentHead("quarter1", "2019年第一季度安全生产督查通报（云江市应急管理局）"),
    DocumentHead("quarter2", "2019年第二季度安全生产督查通报（云江市应急管理局）"),
    DocumentHead("minutes4", "云江市市场监督管理局局长办公会议纪要（2024年第4次）"),
    DocumentHead("minutes5", "云江市市场监督管理局局长办公会议纪要（2024年第5次）"),
    DocumentHead("nation", "云江市贯彻落实质量强国建设纲要实施方案"),
    DocumentHead("rules", "云江市产品质量监督抽查实施细则（试行）", number="云市监质〔2022〕31号"),
    DocumentHead("lifts", "关于开展老旧电梯安全评估的通知", "2024-03-20", "云市监特〔2024〕17号"),
    DocumentHead("water", "云江县供水有限公司2022年运营服务报告"),
    DocumentHead("law", "中华人民共和国食品安全法"),
    DocumentHead("lawrules", "中华人民共和国食品安全法实施条例"),
    DocumentHead("school2009", "教育工作总结", "2009-12-20", issuer="东陵区教育局"),
    DocumentHead("school2010", "教育工作总结", "2010-12-20", issuer="东陵区教育局"),
    DocumentHead("guide", "Visitor Guide to the Qingjiang Institute of Metrology"),
    DocumentHead(
        "notitle", "", lead="啄木鸟班组是云江市特种设备检验所电梯检验二组的绰号，建于2014年。"
    ),
]
SURE = 0.45


@pytest.fixture(scope="module")
def names() -> DocumentNames:
    return DocumentNames.build(REPORTS + OTHERS)


def named(names: DocumentNames, question: str) -> tuple[DocumentMention, ...]:
    return names.named_by(plan_query(question, TODAY))


@pytest.mark.parametrize(
    ("question", "document_id"),
    [
        ("云江市2019年食品安全抽检报告里抽了多少批次", "yj2019"),
        ("白河市2020年食品安全监督抽检的合格率是多少", "bh2020"),
        ("請問青山縣二〇一八年食品安全抽檢了多少批次", "qs2018"),
        ("云江市19年食品抽检的不合格项目", "yj2019"),
        ("《云江市市场监督管理局2019年度食品安全监督抽检情况报告》的结论", "yj2019"),
        ("云江市应急局2019年二季度通报了哪些企业", "quarter2"),
        ("云江市2024年第四次局长办公会议议定了什么", "minutes4"),
        ("《局长办公会议纪要（2024年第5次）》", "minutes5"),
        ("质量强国实施方案提出了哪些目标", "nation"),
        ("《产品质量监督抽查实施细则》第九条", "rules"),
        ("云市监特〔2024〕17号是谁发的", "lifts"),
        ("〔2022〕31号文规定了什么", "rules"),
        ("老旧电梯安全评估通知里的范围是什么", "lifts"),
        ("云江供水公司2022年服务报告", "water"),
        ("《食品安全法》怎么说", "law"),
        ("《食品安全法实施条例》怎么说", "lawrules"),
        ("东陵区教育局2010年的教育工作总结", "school2010"),
        ("Where does the visitor guide to the Qingjiang institute say to park?", "guide"),
    ],
)
def test_the_document_that_is_named_comes_first_and_far_ahead(
    names: DocumentNames, question: str, document_id: str
) -> None:
    first, *others = named(names, question)
    assert first.document_id == document_id
    assert first.strength >= SURE
    assert all(other.strength < 0.75 * first.strength for other in others)


@pytest.mark.parametrize(
    "question",
    [
        "东陵县2019年食品安全抽检报告",
        "云江市2015年食品安全抽检报告",
        "《水库安全办法》第一条",
        "东监发〔2023〕7号",
        "老旧电梯安全评估了多少台",
        "抽检",
        "工作报告",
        "组长是谁",
        "什么时候开会",
        "2019年",
        "",
        "🙂",
        "\ud800",
        "x" * 1000,
    ],
)
def test_nothing_is_surely_named_by_another_document_or_by_common_words(
    names: DocumentNames, question: str
) -> None:
    assert all(mention.strength < SURE for mention in named(names, question))


@pytest.mark.parametrize("question", ["云江市2015年食品安全抽检", "白河市应急局2019年二季度"])
def test_another_year_or_place_is_excluded(names: DocumentNames, question: str) -> None:
    of_shape = {head.document_id for head in REPORTS} | {"quarter2"}
    year_or_place = {"yj2018", "yj2019", "yj2020", "quarter2"}
    found = {mention.document_id for mention in named(names, question)}
    assert not found & of_shape & year_or_place


def test_what_thirty_documents_share_names_all_of_them_weakly() -> None:
    heads = [
        DocumentHead(f"d{i}", f"{place}市工作报告") for i, place in enumerate("甲乙丙丁戊" * 6)
    ]
    found = named(DocumentNames.build(heads), "工作报告里有什么")
    assert all(mention.strength < 0.2 for mention in found)


def test_a_title_without_year_is_told_by_the_date_of_its_document() -> None:
    heads = [
        DocumentHead("a", "云江市工作报告", "2019-01-20"),
        DocumentHead("b", "云江市工作报告", "2021-11-20"),
    ]
    names = DocumentNames.build(heads)
    assert named(names, "云江市2021年工作报告")[0].document_id == "b"
    assert named(names, "云江市2018年工作报告")[0].document_id == "a"


def test_a_document_without_title_is_named_by_its_lead_though_less_surely(
    names: DocumentNames,
) -> None:
    (mention,) = named(names, "啄木鸟班组是哪个检验所的绰号")
    assert mention.document_id == "notitle"
    assert 0.2 < mention.strength < 0.6


def test_two_documents_of_one_title_share_the_strength() -> None:
    title = "云江市老旧电梯安全评估方案"
    alone = DocumentNames.build([DocumentHead("a", title), *OTHERS[6:8]])
    twice = DocumentNames.build([DocumentHead("a", title), DocumentHead("b", title), *OTHERS[6:8]])
    question = f"《{title}》的范围"
    (first,) = named(alone, question)[:1]
    both = named(twice, question)[:2]
    assert {mention.document_id for mention in both} == {"a", "b"}
    assert both[0].strength == both[1].strength < first.strength


def test_several_names_of_one_document_count_as_one() -> None:
    heads = [
        DocumentHead("a", "老旧电梯安全评估方案"),
        DocumentHead("a", "老旧电梯安全评估方案-终稿"),
        *REPORTS,
    ]
    (mention,) = named(DocumentNames.build(heads), "《老旧电梯安全评估方案》")
    assert mention.document_id == "a"
    assert mention.strength > 0.9


def test_an_empty_library_names_nothing() -> None:
    assert named(DocumentNames.build([]), "《产品质量法》") == ()


def test_names_without_any_word_are_never_named() -> None:
    names = DocumentNames.build(
        [DocumentHead("a", ""), DocumentHead("b", "1234"), DocumentHead("c", "\n")]
    )
    assert named(names, "1234年的报告") == ()


def test_at_most_twenty_documents_are_given_the_surest_first() -> None:
    heads = [DocumentHead(f"d{i}", "老旧电梯安全评估工作方案实录") for i in range(40)]
    found = named(DocumentNames.build(heads), "《老旧电梯安全评估工作方案实录》")
    strengths = [mention.strength for mention in found]
    assert len(found) == 20
    assert strengths == sorted(strengths, reverse=True)
    assert all(0 < strength <= 1 for strength in strengths)
