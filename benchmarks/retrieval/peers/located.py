"""Spans of the body for passages that a peer has cut, checked against the body."""

from __future__ import annotations

from benchmarks.retrieval.peers.registry import PeerError
from benchmarks.retrieval.types import SourceText, Span


def checked_span(text: SourceText, start: int, passage: str) -> Span:
    """The span of `passage` at `start` of the body.

    Raises:
        PeerError: something else stands there.
    """
    end = start + len(passage)
    if start < 0 or text.body[start:end] != passage:
        raise PeerError(
            f"{text.text_id}: the passage {passage[:40]!r} does not stand at {start}, where"
            f" {text.body[max(start, 0) : end][:40]!r} does."
        )
    return Span(text.text_id, start, end)
