import pytest

from corpus.mute_names import is_mute


@pytest.mark.parametrize(
    "name",
    [
        "正文",
        "新建文本文档 (2)",
        "新建 Microsoft Word 文档",
        "扫描件0003",
        "Untitled-1",
        "IMG_2041",
        "document",
        "20190312",
        "3f2a9c1e77",
        "附件1",
        "",
    ],
)
def test_a_name_that_says_nothing_is_mute(name: str) -> None:
    assert is_mute(name)


@pytest.mark.parametrize(
    "name",
    [
        "2019年度工作报告",
        "质量强国",
        "2019",
        "附件1 抽检名单",
        "README of the scales",
        "文档管理办法",
        "扫描仪使用说明",
    ],
)
def test_a_name_that_says_something_is_not(name: str) -> None:
    assert not is_mute(name)
