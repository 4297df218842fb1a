"""The widget in pages that are strict, strange or hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Dialog, Route, expect

from tests.browser_kit import WebServer
from tests.widget_kit import ChatServer, Stage, open_stage, widget_tag

EXAMPLE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; frame-ancestors 'self'"
)
HOSTILE_STYLE = """<style>
* { all: unset !important; }
body > * { display: none !important; }
div, button, iframe, wenyuan-widget { display: none !important; visibility: hidden !important; }
wenyuan-widget { position: static !important; z-index: -1 !important; opacity: 0 !important;
  transform: scale(0) !important; filter: blur(9px) !important; }
.wy-panel, .wy-bubble { color: red !important; width: 1px !important; }
#cover { all: revert !important; display: block !important; position: fixed !important;
  inset: 0 !important; z-index: 2147483646 !important; background: pink !important; }
</style>"""


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    with open_stage(browser) as opened:
        yield opened


def bubble_style(stage: Stage, name: str) -> str:
    script = f"bubble => getComputedStyle(bubble).getPropertyValue({name!r})"
    return str(stage.bubble.evaluate(script))


def test_a_strict_policy_of_the_page_does_not_disturb(stage: Stage) -> None:
    server = stage.server.origin
    stage.intranet.policy = (
        f"default-src 'self'; script-src 'self' {server}; frame-src {server}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    stage.visit_with(greeting="欢迎提问", color="#8a1c1c")
    assert bubble_style(stage, "background-color") == "rgb(138, 28, 28)"
    assert bubble_style(stage, "position") == "fixed"
    stage.bubble.click()
    expect(stage.inside.locator("#wy-greeting")).to_have_text("欢迎提问")
    assert stage.warnings == []


def test_the_page_does_not_see_into_the_widget(browser: Browser) -> None:
    context = browser.new_context()
    with WebServer(ChatServer().app()) as server:
        page = context.new_page()
        page.goto(f"{server.origin}/widget/host.html")
        root = page.evaluate("document.querySelector('wenyuan-widget').shadowRoot")
        left = page.evaluate("Object.keys(window).filter(name => /wenyuan|widget/i.test(name))")
        context.close()
    assert (root, left) == (None, [])


def test_style_sheets_of_the_page_do_not_reach_the_widget(stage: Stage) -> None:
    stage.intranet.body = "<div id='cover'></div>"
    stage.visit(HOSTILE_STYLE, widget_tag(stage.server.origin))
    assert stage.bubble.bounding_box() == {"x": 1124, "y": 724, "width": 56, "height": 56}
    stage.bubble.click()
    expect(stage.question).to_be_focused()
    panel = stage.panel.bounding_box()
    assert panel is not None
    assert (panel["width"], panel["height"]) == (420, 640)
    assert bubble_style(stage, "color") == "rgb(255, 255, 255)"


def test_the_widget_leaves_the_page_as_it_was(stage: Stage) -> None:
    stage.intranet.body = "<h1 style='margin: 40px'>内部办公网</h1>"
    before = "() => document.querySelector('h1').getBoundingClientRect().toJSON()"
    stage.visit()
    plain = stage.page.evaluate(before)
    stage.visit_with()
    stage.bubble.click()
    expect(stage.frame).to_be_visible()
    assert stage.page.evaluate(before) == plain
    assert stage.page.evaluate("document.documentElement.scrollWidth") == 1200


def test_the_same_script_twice_is_one_bubble(stage: Stage) -> None:
    tag = widget_tag(stage.server.origin)
    stage.visit(tag, tag, tag.replace("widget.js", "widget.js?v=2").replace("defer", "async"))
    stage.page.wait_for_load_state("load")
    expect(stage.bubble).to_have_count(1)


def test_two_servers_are_two_bubbles_of_which_one_is_open(stage: Stage) -> None:
    with WebServer(ChatServer().app()) as other:
        stage.visit(
            widget_tag(stage.server.origin, title="甲", greeting="甲处"),
            widget_tag(other.origin, title="乙", greeting="乙处"),
        )
        expect(stage.bubble).to_have_count(2)
        first, second = (stage.bubble.nth(place).bounding_box() for place in (0, 1))
        assert first is not None
        assert second is not None
        assert second["x"] + second["width"] < first["x"]
        for place, greeting in ((0, "甲处"), (1, "乙处")):
            stage.bubble.nth(place).click()
            frame = stage.page.frame_locator("wenyuan-widget iframe").nth(place)
            expect(frame.locator("#wy-greeting")).to_have_text(greeting)
            expect(stage.panel.nth(place)).to_be_visible()
            expect(stage.panel.nth(1 - place)).to_be_hidden()
        stage.page.goto("about:blank")


def test_a_server_below_a_path_is_found_below_that_path(stage: Stage) -> None:
    outer = FastAPI()
    chat = ChatServer()
    outer.mount("/dept/wenyuan", chat.app())
    with WebServer(outer) as server:
        base = "<base href='http://127.0.0.1:1/elsewhere/'>"
        stage.visit(base, widget_tag(f"{server.origin}/dept/wenyuan", greeting="欢迎提问"))
        stage.bubble.click()
        expect(stage.inside.locator("#wy-greeting")).to_have_text("欢迎提问")
        stage.page.goto("about:blank")
    assert len(chat.visits) == 1


@pytest.mark.parametrize("way", ["module", "async", "injected", "end of body"])
def test_the_script_may_be_loaded_in_any_way(stage: Stage, way: str) -> None:
    address = f"{stage.server.origin}/widget.js"
    tag = f'<script src="{address}" data-title="局内问答" async></script>'
    if way == "module":
        tag = tag.replace("async", 'type="module"')
    if way == "end of body":
        stage.intranet.body += tag
        tag = ""
    stage.visit("" if way == "injected" else tag)
    if way == "injected":
        stage.page.evaluate(
            "src => { const tag = document.createElement('script'); tag.src = src;"
            " tag.dataset.title = '局内问答'; document.head.append(tag); }",
            address,
        )
    expect(stage.bubble).to_have_attribute("aria-label", "局内问答")


def test_a_script_run_again_in_a_swapped_body_brings_the_bubble_back(stage: Stage) -> None:
    stage.visit_with()
    expect(stage.bubble).to_be_visible()
    stage.page.evaluate("document.body.replaceChildren()")
    stage.page.add_script_tag(url=f"{stage.server.origin}/widget.js")
    expect(stage.bubble).to_have_count(1)


def test_a_script_without_an_address_says_what_it_needs(stage: Stage) -> None:
    stage.visit()
    script = stage.page.request.get(f"{stage.server.origin}/widget.js").text()
    stage.page.add_script_tag(content=script)
    assert stage.warnings == [
        'Wenyuan widget: no server address: got "". '
        'Expected <script src="http://SERVER/widget.js">.'
    ]
    expect(stage.bubble).to_have_count(0)


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>document.title='hit'</script>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "red;background:url(//evil.example/x)",
    "url(http://evil.example/x)",
    "expression(alert(1))",
    "data:text/html,<script>alert(1)</script>",
    "${alert(1)}{{7*7}}",
    "\u202egnp.exe",
]


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_attributes_are_only_text(stage: Stage, payload: str) -> None:
    dialogs: list[str] = []

    def note_dialog(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    stage.page.on("dialog", note_dialog)
    stage.visit_with(
        title=payload, greeting=payload, color=payload, position=payload, language=payload
    )
    stage.bubble.click()
    expect(stage.inside.locator("#wy-greeting")).to_have_text(payload, use_inner_text=False)
    expect(stage.panel.locator(".wy-title")).to_have_text(payload)
    assert stage.panel.locator("img, script, svg[onload]").count() == 0
    assert bubble_style(stage, "background-image") == "none"
    assert bubble_style(stage, "background-color") == "rgb(31, 95, 168)"
    assert dialogs == []
    assert [line.split("=")[0] for line in stage.warnings] == [
        "Wenyuan widget: data-language",
        "Wenyuan widget: data-color",
        "Wenyuan widget: data-position",
    ]


@pytest.mark.parametrize("value", ["nocolour", "var(--x)", "inherit", "rgb(0 0 0 / 50%)", "#12"])
def test_a_colour_that_is_none_leaves_the_products_colour(stage: Stage, value: str) -> None:
    stage.visit_with(color=value)
    expect(stage.bubble).to_have_css("background-color", "rgb(31, 95, 168)")
    assert stage.warnings == [
        f'Wenyuan widget: data-color="{value}" is not usable. Expected an opaque colour such as '
        "#1f5fa8. Using the product's colour."
    ]


@pytest.mark.parametrize(
    ("value", "background", "text"),
    [
        ("darkred", "rgb(139, 0, 0)", "rgb(255, 255, 255)"),
        ("#FFD400", "rgb(255, 212, 0)", "rgb(0, 0, 0)"),
        ("hsl(150 60% 30%)", "rgb(31, 122, 77)", "rgb(255, 255, 255)"),
        ("white", "rgb(255, 255, 255)", "rgb(0, 0, 0)"),
    ],
)
def test_text_on_any_colour_is_legible(
    stage: Stage, value: str, background: str, text: str
) -> None:
    stage.visit_with(color=value)
    expect(stage.bubble).to_have_css("background-color", background)
    expect(stage.bubble).to_have_css("color", text)
    assert stage.warnings == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("color", ["#8b0000", "#ffd400", "#1f5fa8", "#ffffff", "#000000"])
def test_the_chat_page_gets_a_colour_that_can_be_read_as_text(
    stage: Stage, color: str, scheme: Literal["light", "dark"]
) -> None:
    stage.page.emulate_media(color_scheme=scheme)
    stage.visit_with(color=color)
    stage.bubble.click()
    expect(stage.question).to_be_visible()
    ground = {"light": "#ffffff", "dark": "#1f262e"}[scheme]
    assert contrast(stage.accent(), ground) >= 4.5
    if contrast(color, ground) >= 4.5:
        assert stage.accent() == color


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours #rrggbb (WCAG 2.2, definitions)."""
    low, high = sorted(luminance(each) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    shares = [byte / 255 for byte in bytes.fromhex(color[1:])]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_texts_that_are_too_long_are_cut_and_said(stage: Stage) -> None:
    stage.visit_with(title="长" * 61, greeting="𠮷" * 501)
    stage.bubble.click()
    expect(stage.panel.locator(".wy-title")).to_have_text("长" * 59 + "…")
    expect(stage.inside.locator("#wy-greeting")).to_have_text("𠮷" * 499 + "…")
    assert [line.split(" is not usable. ")[1] for line in stage.warnings] == [
        "Expected at most 60 characters, got 61. Using its beginning.",
        "Expected at most 500 characters, got 501. Using its beginning.",
    ]


def test_left_is_left(stage: Stage) -> None:
    stage.visit_with(position=" LEFT ")
    assert stage.bubble.bounding_box() == {"x": 20, "y": 724, "width": 56, "height": 56}


@pytest.mark.parametrize(("stated", "lang"), [("zh-Hans", "zh-CN"), ("en-GB", "en")])
def test_a_dialect_counts_as_its_language(stage: Stage, stated: str, lang: str) -> None:
    stage.visit_with(language=stated)
    expect(stage.page.locator("wenyuan-widget .wy-shell")).to_have_attribute("lang", lang)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (740, 360)])
def test_on_a_phone_the_panel_fills_the_screen(stage: Stage, width: int, height: int) -> None:
    stage.page.set_viewport_size({"width": width, "height": height})
    stage.visit_with()
    stage.bubble.click()
    expect(stage.question).to_be_visible()
    expect(stage.bubble).to_be_hidden()
    assert stage.panel.bounding_box() == {"x": 0, "y": 0, "width": width, "height": height}
    stage.panel.get_by_label("关闭").click()
    expect(stage.bubble).to_be_focused()


def test_a_low_window_gets_a_lower_panel(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 900, "height": 500})
    stage.visit_with()
    stage.bubble.click()
    assert stage.panel.bounding_box() == {"x": 460, "y": 20, "width": 420, "height": 392}


def test_paper_shows_no_bubble(stage: Stage) -> None:
    stage.visit_with()
    stage.page.emulate_media(media="print")
    expect(stage.bubble).to_be_hidden()


def test_nothing_moves_for_those_who_asked_for_it(stage: Stage) -> None:
    stage.page.emulate_media(reduced_motion="no-preference")
    stage.visit_with()
    stage.bubble.click()
    expect(stage.panel).to_have_css("animation-name", "wy-rise")
    stage.page.emulate_media(reduced_motion="reduce")
    expect(stage.panel).to_have_css("animation-name", "none")
    expect(stage.bubble).to_have_css("transition-duration", "0s")


def test_a_dark_page_gets_a_dark_panel(stage: Stage) -> None:
    stage.page.emulate_media(color_scheme="dark")
    stage.visit_with()
    stage.bubble.click()
    expect(stage.panel).to_have_css("background-color", "rgb(27, 32, 39)")


def test_a_local_file_can_take_it_in_where_no_policy_forbids(stage: Stage, tmp_path: Path) -> None:
    stage.chat.frame_ancestors = None
    file = tmp_path / "host.html"
    file.write_text(widget_tag(stage.server.origin, greeting="欢迎提问"), encoding="utf-8")
    stage.page.goto(file.as_uri())
    stage.bubble.click()
    expect(stage.inside.locator("#wy-greeting")).to_have_text("欢迎提问")
    expect(stage.question).to_be_focused()
    stage.page.keyboard.press("Escape")
    expect(stage.panel).to_be_hidden()


def test_the_example_page_works_under_the_strictest_policy(stage: Stage) -> None:
    def add_policy(route: Route) -> None:
        response = route.fetch()
        headers = {**response.headers, "Content-Security-Policy": EXAMPLE_POLICY}
        route.fulfill(response=response, headers=headers)

    stage.page.route("**/widget/host.html", add_policy)
    stage.page.goto(f"{stage.server.origin}/widget/host.html")
    expect(stage.page.locator("section").first).to_have_css("border-radius", "8px")
    stage.bubble.click()
    expect(stage.panel).to_have_attribute("aria-label", "局内问答")
    expect(stage.inside.locator("#wy-greeting")).to_contain_text("请直接用一句话提问")
