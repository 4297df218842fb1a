from __future__ import annotations

import pytest

from benchmarks.retrieval.peers.located import checked_span
from benchmarks.retrieval.peers.registry import PeerError
from benchmarks.retrieval.types import SourceText, Span

TEXT = SourceText("notice-1", "第一条。第二条。")


def test_a_passage_at_its_place_becomes_a_span() -> None:
    assert checked_span(TEXT, 4, "第二条。") == Span("notice-1", 4, 8)


@pytest.mark.parametrize("start", [-1, 0, 5, 9])
def test_a_passage_elsewhere_is_refused(start: int) -> None:
    with pytest.raises(PeerError, match=r"notice-1: the passage '第二条。' does not stand at"):
        checked_span(TEXT, start, "第二条。")
