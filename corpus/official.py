"""What the frame of an official document states (GB/T 9704): number, issuer, day, attachments.

The number of a document stands alone near its head; one that is cited in the text belongs to
another document. The issuer signs above the day; without a signature the red head names it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.attachments import attachments_of
from corpus.bylines import iso_date
from corpus.cleaner.lines import BLANK
from corpus.official_lines import (
    LABELLED_ISSUER,
    MINUTES,
    OFFICER,
    SEPARATOR,
    is_furniture,
    issuers_of,
    order_number,
    own_number,
    plain_line,
    red_head_of,
)

MOST_ISSUERS = 12
NUMERAL = "〇○零一二三四五六七八九十0-9０-９"
DAY = rf"[{NUMERAL}OoＯｏОо◯]{{4}} ?年 ?[{NUMERAL}]{{1,3}} ?月 ?[{NUMERAL}]{{1,3}} ?日"
SIGNED = re.compile(
    rf"^(?P<names>[^\n]{{0,80}}?)[{BLANK}（(]*(?P<day>{DAY})[)）]?[{BLANK}]*$", re.MULTILINE
)
LABELLED_DAY = re.compile(
    rf"成文(?:日期|时间)[{BLANK}]*[:：|][{BLANK}]*(?P<day>{DAY}|[\d-]{{8,10}})"
)
Span = tuple[int, int]
ORDERS = frozenset({"令", "公告", "通告", "通报", "公报"})


@dataclass(frozen=True, slots=True)
class Official:
    """What a document states in the forms of official ones; empty where it does not.

    `number`: "国质检〔2010〕12号", of an order "清江市人民政府令第12号". `issuer`: several are
    joined by "、". `date`: ISO, of the signature.
    """

    number: str = ""
    issuer: str = ""
    date: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed at the end, and when; a person's name is no issuer.

    `lines` are the spans of the lines that name the issuers, `day` that of the line of the day:
    the same where both share one.
    """

    issuers: tuple[str, ...] = ()
    date: str = ""
    lines: tuple[Span, ...] = ()
    day: Span = (0, 0)


def official_of(text: str, head: Sequence[str]) -> Official:
    """What `text` states; `head` are its lines before the body."""
    signature = signature_of(text) or Signature()
    issuers = _labelled_issuers(head) or signature.issuers or _head_issuers(head)
    return Official(
        number=_number(head),
        issuer="、".join(dict.fromkeys(issuers)),
        date=signature.date or _labelled_day(head),
        attachments=attachments_of(text),
    )


def title_lines(head: Sequence[str]) -> tuple[str, ...]:
    """The head without what no title is: copy number, secrecy, urgency, number, joint red heads."""
    lines = tuple(line for line in head if not is_furniture(line))
    mastheads = [index for index, line in enumerate(lines) if red_head_of(line)[0]]
    leading = sum(index == position for position, index in enumerate(mastheads))
    return lines[max(leading - 1, 0) :]


def _number(head: Sequence[str]) -> str:
    for line in head:
        if number := own_number(line):
            return number
        if plain_line(line).endswith(("：", ":")):
            break
    for line, following in pairwise(head):
        issuers, kind = red_head_of(line)
        if kind in ORDERS and (number := order_number(following)):
            return f"{'、'.join(issuers)}{kind}{number}"
    return ""


def _labelled_issuers(head: Sequence[str]) -> tuple[str, ...]:
    for line in head:
        if match := LABELLED_ISSUER.search(line):
            return tuple(SEPARATOR.split(match["issuers"]))
    return ()


def _labelled_day(head: Sequence[str]) -> str:
    days = (LABELLED_DAY.search(line) for line in head)
    return next((iso_date(match["day"]) for match in days if match), "")


def _head_issuers(head: Sequence[str]) -> tuple[str, ...]:
    """The issuers of the red head: lines of names, the last one with 文件 or above a number."""
    above: list[str] = []
    for line, following in pairwise((*head, "")):
        if minutes := MINUTES.fullmatch(plain_line(line)):
            return (minutes["issuers"],)
        issuers, kind = red_head_of(line)
        above = [*above, *issuers] if issuers else []
        if above and (kind or own_number(following)):
            return tuple(above)
    return ()


def signature_of(text: str) -> Signature | None:
    """The first day of the text that stands under or beside those who sign, and who they are."""
    for match in SIGNED.finditer(text):
        day = iso_date(match["day"])
        names = plain_line(match["names"])
        if names:
            issuers = issuers_of(names)
            if issuers and day:
                return Signature(issuers, day, (match.span(),), match.span())
            continue
        lines, signed = _signers_above(text, match.start())
        if (lines or signed) and day:
            signers = tuple(name for start, end in lines for name in issuers_of(text[start:end]))
            return Signature(signers, day, lines, match.span())
    return None


def _signers_above(text: str, position: int) -> tuple[tuple[Span, ...], bool]:
    """The lines above `position` that name bodies, and whether somebody signed at all."""
    signers: tuple[Span, ...] = ()
    begin = max(0, position - 100 * MOST_ISSUERS)
    end = begin + len(text[begin:position].rstrip(BLANK + "\n"))
    for _ in range(MOST_ISSUERS):
        start = text.rfind("\n", begin, end) + 1 or begin
        if not issuers_of(text[start:end]):
            person = OFFICER.fullmatch(plain_line(text[start:end])) is not None
            return signers, bool(signers) or person
        signers = ((start, end), *signers)
        if start == begin:
            break
        end = start - 1
    return signers, bool(signers)
