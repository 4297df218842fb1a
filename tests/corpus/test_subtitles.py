from __future__ import annotations

import pytest

from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, TextLayout

SRT = """1
00:00:01,000 --> 00:00:03,000
今天我们讲水渠，

2
00:00:03,500 --> 00:00:05,000 X1:10 X2:20
<i>它有三十二公里长。</i>

3
00:00:06,000 --> 00:00:08,000
{\\an8}去年
一共花了
42

4
00:00:08,000 --> 00:00:09,000
三百万元。
"""


def _read(text: str, name: str, encoding: str = "utf-8") -> ParsedFile:
    return parse_raw(RawFile(name, text.encode(encoding)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_spoken_words_are_kept_without_numbers_and_times(encoding: str, line_end: str) -> None:
    parsed = _read(SRT.replace("\n", line_end), "a.srt", encoding)
    assert parsed.text == "今天我们讲水渠，它有三十二公里长。\n去年 一共花了 42 三百万元。\n"
    assert (parsed.layout, parsed.losses) == (TextLayout.STRUCTURED, ())


def test_without_marks_of_sentences_every_subtitle_is_a_line() -> None:
    cues = "\n".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\n第{i}句\n" for i in range(1, 5))
    assert _read(cues, "a.srt").text == "第1句\n第2句\n第3句\n第4句\n"


def test_webvtt_names_its_speakers_and_hides_its_notes() -> None:
    text = (
        "WEBVTT - 讲座\n\nSTYLE\n::cue { color: red }\n\nNOTE 说明\n这里不是台词\n\n"
        "opening\n00:01.000 --> 00:03.000 align:start\n<v.loud 王芳>大家好&amp;欢迎。</v>\n\n"
        "NOTE\n这也不是\n\n00:04.000 --> 00:05.000\n讲<c.red>水</c><00:04.500>渠。\n"
    )
    assert _read(text, "a.vtt").text == "王芳：大家好&欢迎。\n讲水渠。\n"


def test_what_a_rolling_subtitle_repeats_is_left_out() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n水渠修好了\n\n"
        "00:02.000 --> 00:03.000\n水渠修好了\n大家高兴\n\n00:03.000 --> 00:04.000\n大家高兴\n"
    )
    assert _read(text, "a.vtt").text == "水渠修好了\n大家高兴\n"


def test_long_sentences_are_divided() -> None:
    cues = "".join(f"{i}\n00:00:01,000 --> 00:00:02,000\n{'水' * 90}\n\n" for i in range(9))
    lines = _read(f"{cues}10\n00:00:01,000 --> 00:00:02,000\n完。\n", "a.srt").text.split("\n")
    assert max(map(len, lines)) <= 300
