from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.cleaner import clean
from corpus.types import RemovalReason, TextLayout


@pytest.mark.parametrize(
    ("torn", "plain"),
    [
        ("关于建设质 量 强 国的意见", "关于建设质量强国的意见"),
        ("清 江 市 人 民 政 府", "清江市人民政府"),
        ("# 国 务 院 办 公 厅", "# 国务院办公厅"),
        ("国 务 院  办 公 厅", "国务院  办公厅"),
        ("第 二 十 一 条 水渠由村里管护", "第二十一条 水渠由村里管护"),
        ("第 三 章 水渠", "第三章 水渠"),
        ("第一章　总　则", "第一章　总则"),
        ("总 则 第一条", "总则 第一条"),
        ("性 别：男  年 龄：三十", "性别：男  年龄：三十"),
        ("| 姓 名 | 性 别 |", "| 姓名 | 性别 |"),
        ("（紧 急 预 警）今天", "（紧急预警）今天"),
        ("清江水利 大 学 从 去 年 起", "清江水利 大学从去年 起"),
        ("二 〇 一 〇 年 十 一 月 五 日", "二〇一〇年十一月五日"),
        ("2 0 1 0 年 1 1 月 5 日", "2010年11月5日"),
        ("張 三    李 四", "張三    李四"),
        ("品 質 檢 驗 報 告", "品質檢驗報告"),
    ],
)
@pytest.mark.parametrize("layout", [TextLayout.PLAIN, TextLayout.STRUCTURED])
def test_torn_words_are_put_together(torn: str, plain: str, layout: TextLayout) -> None:
    cleaned = clean(torn, layout)
    assert cleaned.text == plain
    assert {edit.reason for edit in cleaned.edits} == {RemovalReason.SPACING}


@pytest.mark.parametrize(
    "text",
    [
        "张三 李四 王五",
        "张 三 李 四 王 五",
        "王 李 张 刘",
        "甲 乙 丙 丁",
        "是 否",
        "男 女 合计",
        "春 夏 秋 冬",
        "東 南 西 北",
        "优 良 中 差",
        "省 市 县",
        "申请日期： 年 月 日",
        "修渠现场。刘文华 摄    图为修好的水渠",
        "赵文统 摄 据介绍",
        "《修渠记》 杨志军 著 作家出版社",
        "某甲 男 清江市人 某乙 女 清江市人",
        "水利站 邢 萌 清江修渠队",
        "2010 年 11 月 5 日",
        "第 12 条",
    ],
)
def test_names_columns_and_choices_stay_apart(text: str) -> None:
    assert clean(text).text == text


def test_the_dictionary_is_loaded_only_for_texts_with_single_hanzi() -> None:
    code = (
        "import sys; from corpus.cleaner import clean\n"
        "clean('修好水渠 造福乡里'); assert 'jieba' not in sys.modules\n"
        "clean('质 量 法（草案）'); assert 'jieba' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
