from __future__ import annotations

import json

import pytest

from ui.json_output import json_text, write_json


@pytest.mark.parametrize(
    "text",
    [
        "质量月",
        "a\nb\x1b[31m",
        "\x9b2J\x7f",
        "\u202e反\u2066",
        "一\u2028二\x85",
        "\ud83d",
        "👩\u200d🔬",
    ],
)
def test_json_means_the_same_and_is_one_safe_line(text: str) -> None:
    line = json_text({"text": text})
    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1
    assert not set(line) & set("\x1b\x9b\x7f\u202e\u2066\u2028\x85\ud83d")
    line.encode("utf-8")


def test_chinese_stays_readable(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write_json({"answer": "十五日内"})
    assert capsysbinary.readouterr().out == '{"answer": "十五日内"}\n'.encode()
