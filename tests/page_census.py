"""What a page is made of and asked for, so that tests can tell what is not the product's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page

_OWN_ADDRESS = re.compile(
    r"(chat/)?(\?[\w&=-]*)?|chat/(assets/.+|static/.+|theme\.css\?.*|config)"
    r"|chat/gradio_api/(run/predict|queue/(join|data)|cancel|reset|app_id|startup-events)(\?.*)?"
    r"|source/[0-9a-f]{16}(\?[\w&=-]*)?(#cited)?|static/[a-z_]+\.(js|css|svg)(\?v=[0-9a-f]+)?"
    r"|widget\.js|widget/host\.html"
)
_OWN_LINK = re.compile(r"\.\./source/[0-9a-f]{16}\?[\w&=]+")
_OWN_TAGS = frozenset(
    (
        "a",
        "bdi",
        "blockquote",
        "br",
        "button",
        "details",
        "div",
        "mark",
        "p",
        "section",
        "span",
        "strong",
        "summary",
    )
)
_OWN_ATTRIBUTES = frozenset(
    ("aria-pressed", "class", "href", "rel", "target", "title", "type", "role")
)
# Elements that run, send, frame or fetch, and that Gradio does not make while one asks.
_ACTIVE = (
    "script:not([src]), meta, base, form, img, image, math, video, audio, object, embed, "
    "iframe:not(#wy-panel iframe)"
)
_CENSUS = f"""() => [
  document.title,
  Object.keys(window).sort(),
  [...document.querySelectorAll({_ACTIVE!r})].map(each => each.outerHTML),
]"""
_ELEMENTS = """messages => messages
  .flatMap(each => [...each.querySelectorAll(".message-content *")])
  .map(each => [each.localName, each.getAttributeNames(), each.getAttribute("href")])"""
# Letters that run to the left stand among themselves as they will.
_OUT_OF_ORDER = r"""root => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const wrong = [];
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.length; at += 1) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (!box.width || /[\s\u0590-\u06ff]/.test(node.data[at])) continue;
      const isBeside = last && box.top < last.bottom && last.top < box.bottom;
      if (isBeside && box.left < last.right - 1) wrong.push(node.data[at]);
      last = box;
    }
  }
  return wrong;
}"""


def census(page: Page) -> list[Any]:
    """Title, global names and active elements of a page."""
    found: list[Any] = page.evaluate(_CENSUS)
    return found


def not_our_addresses(addresses: Iterable[str], root: str) -> list[str]:
    """Those of the addresses at or below `root` that are no address of the product."""
    own = [each.removeprefix(root) for each in addresses if each.startswith(root)]
    return [each for each in own if not _OWN_ADDRESS.fullmatch(each)]


def check_elements(messages: Locator) -> None:
    """Messages of a conversation hold elements of ours only, and links only to sources."""
    for tag, attributes, address in messages.evaluate_all(_ELEMENTS):
        assert tag in _OWN_TAGS
        assert set(attributes) <= _OWN_ATTRIBUTES
        assert (tag == "a") == (address is not None)
        assert address is None or _OWN_LINK.fullmatch(address)


def out_of_order(place: Locator) -> list[str]:
    """Characters that stand left of those before them in their line."""
    found: list[str] = place.evaluate(_OUT_OF_ORDER)
    return found
