"""Working with the source beside the chat: from citation to citation, to the page image, back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.chat_kit import Chat, open_chat
from tests.command_kit import Wenyuan
from tests.pdf_kit import printed
from tests.server_kit import Server, running_server

# Gradio's own bookkeeping uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

LIST_QUESTION = "2024年度干部教育培训计划有哪些保障措施？"
LIFTS = "老旧电梯每半年检验一次，由市特检院负责。"
BODY = f"""<h1>清江市电梯检验办法</h1><h2>第一章 总则</h2><p>本办法适用于本市在用电梯。</p>
<h2>第二章 检验</h2><p>新装电梯每年检验一次。</p><div style="page-break-before: always"></div>
<p>{LIFTS}</p><h2>第三章 附则</h2><p>本办法自2024年1月1日起施行。</p>"""

TABLE = """器具,检定费（元）,检定周期,承检科室
电子天平,260,一年,质量室
压力表,45,半年,力学室
"""


@pytest.fixture(scope="module")
def address(
    browser: Browser, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lifts")
    (folder / "docs").mkdir()
    (folder / "docs" / "电梯检验办法.pdf").write_bytes(printed(browser, BODY))
    (folder / "docs" / "检定收费标准.csv").write_text(TABLE, encoding="utf-8")
    assert Wenyuan(folder / "data", cache_dir)("index", folder / "docs").exit_code == 0
    with running_server(folder / "data", cache_dir, folder / "out") as server:
        yield server.address


@pytest.fixture
def lifts(browser: Browser, address: str) -> Iterator[Chat]:
    with open_chat(browser, address) as chat:
        chat.ask_and_wait("老旧电梯多久检验一次？")
        chat.cites.first.click()
        expect(chat.source.locator("#cited")).to_be_in_viewport()
        yield chat


def test_the_page_image_shows_the_cited_words_in_a_box(lifts: Chat) -> None:
    lifts.source.get_by_role("link", name="页面图像").click()
    picture = lifts.source.locator(".wy-picture svg")
    expect(picture).to_be_visible()
    expect(lifts.source.locator(".wy-pages").first).to_contain_text("第 2 页，共 2 页")
    expect(picture.locator("rect").first).to_be_visible()
    drawn = picture.locator("image").evaluate(
        """image => new Promise(done => {
          const probe = new Image();
          probe.onload = () => done(probe.naturalWidth);
          probe.onerror = () => done(0);
          probe.src = image.href.baseVal;
        })"""
    )
    assert drawn > 1000


def test_pages_are_turned_and_the_text_is_one_click_away(lifts: Chat) -> None:
    lifts.source.get_by_role("link", name="页面图像").click()
    lifts.source.get_by_role("link", name="上一页").first.click()
    expect(lifts.source.locator(".wy-pages").first).to_contain_text("第 1 页，共 2 页")
    expect(lifts.source.locator("rect")).to_have_count(0)
    lifts.source.get_by_role("link", name="下一页").first.click()
    expect(lifts.source.locator("rect").first).to_be_visible()
    lifts.source.get_by_role("link", name="文字", exact=True).click()
    assert "每半年检验一次" in lifts.marked()


def test_the_cited_row_of_a_table_stands_out(browser: Browser, address: str) -> None:
    with open_chat(browser, address) as chat:
        chat.ask_and_wait("电子天平的检定费是多少？")
        chat.cites.first.click()
        assert "电子天平" in chat.marked()
        rows = chat.source.locator(".wy-text--rows p")
        colour = "row => getComputedStyle(row).backgroundColor"
        cited = rows.filter(has_text="电子天平")
        assert cited.evaluate(colour) != rows.filter(has_text="压力表").evaluate(colour)
        expect(chat.source.locator(".wy-facts")).to_contain_text("第 2 行")


def test_the_original_is_downloaded(lifts: Chat) -> None:
    with lifts.page.expect_download() as download:
        lifts.source.get_by_role("link", name="下载原件").click()
    assert download.value.suggested_filename == "电梯检验办法.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_the_contents_lead_to_headings_in_the_panel(lifts: Chat) -> None:
    contents = lifts.source.locator("details.wy-outline--folded")
    contents.locator("summary").click()
    contents.get_by_role("link", name="第三章").click()
    expect(lifts.source.locator("article").get_by_text("第三章 附则")).to_be_in_viewport()


def test_one_goes_from_citation_to_citation(browser: Browser, server: Server) -> None:
    with open_chat(browser, server.address) as chat:
        chat.ask_and_wait(LIST_QUESTION)
        count = len({each.get_attribute("href") for each in chat.cites.all()})
        assert count >= 2
        chat.cites.first.click()
        steps = chat.panel.locator(".wy-panel-steps")
        expect(steps).to_contain_text(f"1 / {count}")
        first = chat.marked()
        expect(steps.get_by_label("上一处引文")).to_be_disabled()
        steps.get_by_label("下一处引文").click()
        expect(steps).to_contain_text(f"2 / {count}")
        assert chat.marked() != first
        expect(chat.cites.nth(1)).to_have_class(re.compile("wy-opened"))
        steps.get_by_label("上一处引文").click()
        assert chat.marked() == first


def test_a_single_citation_has_no_steps(browser: Browser, server: Server) -> None:
    with open_chat(browser, server.address) as chat:
        chat.ask_and_wait("啄木鸟班组的组长是谁")
        chat.cites.first.click()
        expect(chat.panel.locator(".wy-panel-title")).to_be_visible()
        expect(chat.panel.locator(".wy-panel-steps")).to_be_hidden()


def test_the_source_is_dark_where_the_chat_is(browser: Browser, server: Server) -> None:
    with open_chat(browser, server.address) as chat:
        chat.ask_and_wait("啄木鸟班组的组长是谁")
        chat.page.locator(".wy-theme:visible").click()
        chat.cites.first.click()
        expect(chat.source.locator("html")).to_have_class("wy-dark")


@pytest.mark.long
def test_a_conversation_outlives_the_documents_that_it_cites(
    browser: Browser, cache_dir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "电梯.txt").write_text(LIFTS, encoding="utf-8")
    (folder / "其他.txt").write_text("本办法自2024年1月1日起施行。", encoding="utf-8")
    wenyuan = Wenyuan(tmp_path / "data", cache_dir)
    assert wenyuan("index", folder).exit_code == 0
    with (
        running_server(tmp_path / "data", cache_dir, tmp_path / "out") as server,
        open_chat(browser, server.address) as chat,
    ):
        chat.ask_and_wait("老旧电梯多久检验一次？")
        (folder / "电梯.txt").unlink()
        assert wenyuan("index", folder).exit_code == 0
        for _ in range(2):
            expect(chat.replies.last.locator(".wy-answer")).to_contain_text("每半年检验一次")
            chat.cites.first.click()
            expect(chat.source.locator("h1")).to_have_text("找不到这个文件")
            chat.errors.clear()  # the browser tells of each 404
            chat.page.reload()
