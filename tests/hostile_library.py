"""Documents that hold hostile words wherever a document can hold words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.hostile_kit import PAYLOADS

# Letters that run to the left, and figures between them.
TO_THE_LEFT = "סודי 24/7 سري"
BIDI_SIGNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# Each is asked for by a name of its own.
_PLACES = re.findall(
    "..",
    "青松白鹭红枫紫藤金沙银杏玉泉石桥南塘北渡东湖西岭长洲大坝小港老街新村上渚下堰中洲云台"
    "雾灵雪峰霜降雨花雷公电厂虹桥霞浦露台冰川海门江口河湾湖滨溪头泉州井冈池塘潭底沟帮渠首",
)
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")
_LONGEST_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class HostileDocument:
    """One payload as text, heading, title, author and origin, and as far as can be as file name.

    Attributes:
        source: its name and the folders above it.
        question: is answered from it.
    """

    payload: str
    source: str
    question: str


def write_hostile_documents(folder: Path) -> list[HostileDocument]:
    """One document for every payload, and one for `TO_THE_LEFT`, with which its words end."""
    pairs = zip(PAYLOADS, _PLACES, strict=True)
    hostile = [_write(folder, payload, place, " 并当日上报。") for payload, place in pairs]
    return [*hostile, _write(folder, TO_THE_LEFT, "左营", "")]


def _write(folder: Path, payload: str, place: str, end: str) -> HostileDocument:
    # A slash is the border of folders; two of them would be one.
    path = folder / f"{payload.replace('//', '/∕')}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    line = " ".join(payload.split())
    path.write_text(
        f"---\ntitle: {line}\nauthor: {line}\nsource: {line}\n---\n"
        f"## 值守 {_literal(line)}\n\n"
        f"{place}水闸的负责人须在每日巡查之后登记 {_literal(payload)}{end}\n\n"
        f"{place}水闸每年检修两次。\n",
        encoding="utf-8",
    )
    source = f"{folder.name}/{path.relative_to(folder)}"
    return HostileDocument(payload, source, f"{place}水闸的负责人什么时候登记？")


def _literal(text: str) -> str:
    """In Markdown, each sign as itself."""
    return _MARKS.sub(r"\\\g<0>", text)


def hostile_questions() -> list[str]:
    """All payloads, in as few questions as may hold them."""
    questions = [""]
    for payload in PAYLOADS:
        if len(questions[-1]) + len(payload) >= _LONGEST_QUESTION:
            questions.append("")
        questions[-1] += f"{payload}\n"
    return [question.strip() for question in questions]


def legible(text: str) -> str:
    r"""What of a text can be read: no blanks, no signs of direction, nor these as `\u202e`."""
    written_out = "|".join(rf"\\u{ord(sign):04x}" for sign in BIDI_SIGNS)
    return re.sub(rf"\s|[{BIDI_SIGNS}]|{written_out}", "", text)
