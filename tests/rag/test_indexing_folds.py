"""What several documents say is found once, under the newest, with the others named."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import LIBRARY_FILE, LibraryStore
from corpus.types import FileState, Passage
from tests.library_kit import index, problems, published, search, source, states, write

PARTS = (
    "灌区管理处负责干渠以上工程的维修，支渠由受益乡镇组织群众在冬春两季清淤。",
    "用水实行计划申报，各用水单位在每月二十五日以前报下月的用水量，由管理处平衡。",
    "水费按量计收，农业用水每立方米八分，逾期不交的每天加收千分之二的滞纳金。",
    "任何单位不得擅自在渠道上设闸开口，违者恢复原状并承担全部修复费用。",
    "电灌站由供电所按成本供电，机手须持证上岗，每班做好开停机和电表读数的记录。",
    "抗旱期间由县里统一调度，先人畜后灌溉，先远后近，先高后低，任何人不得阻拦放水。",
)
RULES = "灌区管理办法\n\n发布时间：{date}\n\n" + "\n\n".join(PARTS) + "\n"
DISCLAIMER = (
    "转载信息只为交流，其准确与完整由原发布单位负责，读者据此行事的后果自负，"
    "如有异议请在三十日内来函告知，逾期视为同意，来函请写明姓名、住址和联系电话。"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return tmp_path / "docs"


def found(data: Path, query: str) -> list[Passage]:
    with source(data) as generations:
        return [
            passage for passage in search(generations.current(), query) if query in passage.text
        ]


def test_reprint_with_two_words_changed_is_shown_once_under_the_newest(
    data: Path, docs: Path
) -> None:
    old = RULES.format(date="2011-03-05")
    new = RULES.format(date="2014-06-01").replace("群众", "村民").replace("机手", "操作员")
    write(docs, a=old, b=new, c="闸门启闭由两人操作。\n" * 3)
    report = index(data, docs)
    assert report.folded > 0
    passage, *others = found(data, "每立方米八分")
    assert (passage.source, passage.also_in) == ("docs/b.txt", ("docs/a.txt",))
    assert others == []
    assert problems(data) == []


def test_damaged_copy_never_hides_the_whole_one(data: Path, docs: Path) -> None:
    write(docs, whole=RULES.format(date="2011-03-05"))
    torn = RULES.format(date="2014-06-01").replace("群众", "村民").encode("gb18030")
    (docs / "torn.txt").write_bytes(torn[:-20] + b"\xff\xff" + torn[-20:])
    report = index(data, docs)
    assert states(report)["docs/torn.txt"] is FileState.PARTIAL
    assert found(data, "每立方米八分")[0].source == "docs/whole.txt"


def test_copy_comes_back_into_the_search_when_the_newer_one_goes(data: Path, docs: Path) -> None:
    write(docs, a=RULES.format(date="2011-03-05"), z="闸门启闭由两人操作。\n" * 3)
    write(docs, b=RULES.format(date="2014-06-01").replace("群众", "村民"))
    index(data, docs)
    (docs / "b.txt").unlink()
    report = index(data, docs)
    assert report.folded == 0
    assert [passage.source for passage in found(data, "每立方米八分")] == ["docs/a.txt"]
    assert found(data, "每立方米八分")[0].also_in == ()
    assert problems(data) == []


def test_same_rules_with_another_figure_stay_apart(data: Path, docs: Path) -> None:
    write(docs, a=RULES.format(date="2011-03-05"))
    write(docs, b=RULES.format(date="2014-06-01").replace("八分", "一角二分"))
    index(data, docs)
    assert [passage.source for passage in found(data, "每立方米八分")] == ["docs/a.txt"]
    assert [passage.source for passage in found(data, "每立方米一角二分")] == ["docs/b.txt"]


def test_alike_reports_of_different_years_are_no_copies(data: Path, docs: Path) -> None:
    for year in (2021, 2022, 2023):
        text = RULES.format(date=f"{year}-12-30").replace("灌区管理办法", f"{year}年灌区工作总结")
        write(docs, **{f"r{year}": text.replace("八分", f"{year - 2013}分")})
    assert index(data, docs).folded < 9
    for year in (2021, 2022, 2023):
        (passage,) = found(data, f"每立方米{year - 2013}分")
        assert passage.source == f"docs/r{year}.txt"


def test_repeated_disclaimer_is_found_once_with_the_others_named(data: Path, docs: Path) -> None:
    for number, part in enumerate(PARTS[:4]):
        body = f"## 第{number}号告示\n\n{part * 5}\n\n## 声明\n\n{DISCLAIMER}\n"
        date = f"发布时间：201{number}-01-02"
        write(docs, **{f"n{number}": f"# 告示{number}\n\n{date}\n\n{body}\n\n## 附\n\n{part}\n"})
    index(data, docs)
    passage, *others = found(data, "三十日内来函")
    assert others == []
    assert passage.source == "docs/n3.txt"
    assert passage.also_in == ("docs/n2.txt", "docs/n1.txt", "docs/n0.txt")
    assert problems(data) == []


def test_site_header_is_in_no_passage_once_enough_documents_have_it(data: Path, docs: Path) -> None:
    header = "清河水务在线服务大厅"
    pages = {
        f"p{number}": f"{header}\n第{number}水库水情\n\n" + f"第{number}水库水位{number}米。" * 20
        for number in range(8)
    }
    write(docs, p0=pages["p0"], p1=pages["p1"])
    index(data, docs)
    assert len(found(data, header)) == 2
    write(docs, **pages)
    report = index(data, docs)
    assert states(report)["docs/p0.txt"] is FileState.UNCHANGED
    assert found(data, header) == []
    assert found(data, "第3水库水位3米")
    assert problems(data) == []
    with LibraryStore(data / LIBRARY_FILE) as store:
        kept = store.find_document("p0.txt", published(data).generation)
    assert kept.text.startswith(header)
