from __future__ import annotations

import pytest

from corpus.metadata import extract_metadata
from corpus.types import Metadata
from tests.official_texts import BODY, OFFICIAL

TITLE = "关于修渠的通知"


def _found(text: str) -> Metadata:
    return extract_metadata(text, Metadata())


@pytest.mark.parametrize("kind", OFFICIAL)
def test_the_frame_of_an_official_document_is_read(kind: str) -> None:
    text, metadata = OFFICIAL[kind]
    assert _found(text) == metadata


@pytest.mark.parametrize(
    "line",
    [
        "清水发〔2023〕5号",
        "清水发[2023]5号",
        "清水发【2023】 5 号",
        "清水发（2023）第5号",
        "清 水 发 〔 2023 〕 5 号",
        "清水发﹝２０２３﹞５号",
        "（清水发〔2023〕5号）",
        "清河县水务局文件　　清水发〔2023〕5号",
        "文　号：清水发〔2023〕5号",
        "发文字号：清水发〔2023〕5号　主题词：水渠",
    ],
)
def test_a_number_is_written_in_one_form(line: str) -> None:
    assert _found(f"{line}\n\n{TITLE}\n\n{BODY}").number == "清水发〔2023〕5号"
    assert _found(f"{TITLE}\n{line}\n\n{BODY}").number == "清水发〔2023〕5号"


@pytest.mark.parametrize(
    "line",
    [
        "根据清水发〔2023〕5号",
        "（根据清水发〔2023〕5号修订）",
        "关于废止清水发〔2023〕5号文件的通知",
        "各乡镇：\n清水发〔2023〕5号",
        "清河县信访〔2023〕年报",
    ],
)
def test_a_number_that_is_cited_is_not_the_documents_own(line: str) -> None:
    assert _found(f"{TITLE}\n{line}\n\n{BODY}").number == ""


@pytest.mark.parametrize(
    ("signature", "issuer", "date"),
    [
        ("清河县水务局\n2023年3月5日", "清河县水务局", "2023-03-05"),
        ("清河县水务局\n\n　　（2023年3月5日）", "清河县水务局", "2023-03-05"),
        ("清河县水务局　二〇二三年三月五日", "清河县水务局", "2023-03-05"),
        ("清河县水务局（公章）\n二○二三年十二月三十日", "清河县水务局", "2023-12-30"),
        ("清河县水务局、石桥县水务局\n2023年3月5日", "清河县水务局、石桥县水务局", "2023-03-05"),
        ("局长　王小二\n2023年3月5日", "", "2023-03-05"),
        ("水渠修好的那天\n2023年3月5日", "", "2023-03-05"),
        (
            "清河县水务局\n2023年3月5日\n\n清河县水务局办公室　2023年3月8日印发",
            "清河县水务局",
            "2023-03-05",
        ),
        ("清河县水务局办公室　2023年3月8日印发", "", "2023-03-08"),
    ],
)
def test_the_issuer_signs_above_the_day(signature: str, issuer: str, date: str) -> None:
    found = _found(f"{TITLE}\n\n{BODY}\n\n{signature}")
    assert (found.issuer, found.date) == (issuer, date)


@pytest.mark.parametrize(
    ("end", "attachments"),
    [
        ("附件：水渠台账", ("水渠台账",)),
        ("附件: 1.水渠台账 2.申请表", ("水渠台账", "申请表")),
        ("附 件：\n1、水渠台账\n2、申请表", ("水渠台账", "申请表")),
        ("附件：1. 2023年台账；2. 1.5吨以上锅炉清单。", ("2023年台账", "1.5吨以上锅炉清单")),
        ("附件：1. 水渠台账\n清河县水务局\n2023年3月5日", ("水渠台账",)),
        ("附件1：水渠台账\n\n附件2：申请表", ("水渠台账", "申请表")),
        ("附件一\n\n水渠台账", ("水渠台账",)),
        ("附件：无", ()),
        ("附件1中的水渠由各乡镇管护。", ()),
    ],
)
def test_attachments_are_listed_by_name(end: str, attachments: tuple[str, ...]) -> None:
    assert _found(f"{TITLE}\n\n{BODY}\n\n{end}").attachments == attachments


def test_what_the_format_states_goes_before_the_frame() -> None:
    stated = Metadata(number="清水发〔2020〕1号", issuer="清河县", attachments=("图",))
    found = extract_metadata(OFFICIAL["a letter"][0], stated)
    assert (found.number, found.issuer, found.attachments) == (
        "清水发〔2020〕1号",
        "清河县",
        ("图",),
    )
