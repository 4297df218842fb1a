"""The tables tell a model that knows from one that does not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.reading.__main__ import main
from benchmarks.reading.crowds import EVIDENCE_FILE, Crowds
from benchmarks.reading.tables import TABLES, Parts
from embeddings.base import Embedder
from rag.readers.calibration import PASSAGE_FEATURES, Calibration
from rag.readers.confidence import CONFIDENCE_FEATURES
from rag.readers.linear_model import LinearModel
from rag.readers.reading_model import PassageReading

FACTS = {
    "检验所的所长是谁？": ("检验所位于江边,设三个科室。所长是李明,副所长是王芳。", "李明"),
    "图书馆哪一年建成？": ("图书馆藏书十万册。馆舍于1998年建成,地上五层。", "1998年"),
    "水库由哪个单位管理？": ("水库灌溉农田两万亩。水库由水利站管理,站长一名。", "水利站"),
}
NEWS = ("昨日本市降雨,道路湿滑,请注意安全。", "篮球联赛开幕,十二支队伍参加。")
BY_RELEVANCE = LinearModel(PASSAGE_FEATURES, (1.0, 0.0), 0.0)
CALIBRATION = Calibration(
    BY_RELEVANCE,
    BY_RELEVANCE,
    LinearModel(CONFIDENCE_FEATURES, (1.0, *(0.0,) * (len(CONFIDENCE_FEATURES) - 1)), 0.0),
)


class Knowing:
    """Points at the answer of `FACTS`, and is sure where it stands."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        return [self._read(FACTS[question][1], text) for _, text in passages]

    def _read(self, answer: str, text: str) -> PassageReading:
        marks = np.eye(len(text), dtype=np.float32)
        places = tuple((at, at + 1) for at in range(len(text)))
        start = text.find(answer)
        if start < 0:
            return PassageReading(-6.0, marks[0], marks[0], places)
        return PassageReading(6.0, marks[start], marks[start + len(answer) - 1], places)


class Unsure:
    """Never finds anything."""

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        del question
        rows = []
        for _, text in passages:
            even = np.full(len(text), 1 / len(text), dtype=np.float32)
            places = tuple((at, at + 1) for at in range(len(text)))
            rows.append(PassageReading(-6.0, even, even, places))
        return rows


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sets")
    articles = []
    for number, (question, (text, answer)) in enumerate(FACTS.items()):
        entry = {
            "id": f"q{number}",
            "question": question,
            "answers": [{"text": answer, "answer_start": text.index(answer)}],
            "evidences": [text.split("。")[1] + "。"],
        }
        paragraph = {"id": f"t{number}", "context": text, "qas": [entry]}
        articles.append({"title": "", "paragraphs": [paragraph]})
    for name in ("cmrc2018/dev.json.gz", EVIDENCE_FILE):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(json.dumps({"data": articles}).encode()))
    (folder / "news").mkdir()
    lines = [json.dumps({"id": f"n{row}", "text": text}) for row, text in enumerate(NEWS)]
    (folder / "news" / "news_20k.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    return folder


@pytest.fixture
def table(data: Path, embedder: Embedder, tmp_path: Path) -> Callable[[str, object], str]:
    def made(name: str, model: object) -> str:
        crowds = Crowds(data, embedder, tmp_path / type(model).__name__, 10, 10)
        return TABLES[name](Parts(model, CALIBRATION, crowds, tmp_path / "risk.png"))  # type: ignore[arg-type]

    return made


def test_span(table: Callable[[str, object], str]) -> None:
    assert "| 3 | 100.0 | 100.0 |" in table("span", Knowing())
    assert "| 3 | 0.0 |" in table("span", Unsure())


def test_whole_way(table: Callable[[str, object], str]) -> None:
    knowing, unsure = table("whole-way", Knowing()), table("whole-way", Unsure())
    assert "| F1 of the short answer; none counts 0 | 100.0 |" in knowing
    assert "| answered | 1.000 (3 of 3) |" in knowing
    assert "| F1 of the short answer; none counts 0 | 0.0 |" in unsure
    assert "| answered | 0.000 (0 of 3) |" in unsure


def test_refusal(table: Callable[[str, object], str], tmp_path: Path) -> None:
    knowing, unsure = table("refusal", Knowing()), table("refusal", Unsure())
    assert "right, of the answers given | 1.000" in knowing
    assert "without their text | 1.000" in knowing
    assert "right, of the answers given | 0.000 (0 of 0)" in unsure
    assert (tmp_path / "risk.png").stat().st_size > 1000


def test_evidence(table: Callable[[str, object], str]) -> None:
    assert "| 3 | 100.0 | 100.0 |" in table("evidence", Knowing())


def test_speed(table: Callable[[str, object], str]) -> None:
    assert "a whole answer" in table("speed", Knowing())


def test_missing_data_is_named(
    tmp_path: Path, cache_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--data", str(tmp_path), "--only", "span", "--cache-dir", str(cache_dir)]
    assert main(words) == 2
    assert "cmrc2018/dev.json.gz" in capsys.readouterr().err
