"""Addresses of the product's own pages, relative to its root, so that any sub-path fits."""

from __future__ import annotations

from urllib.parse import urlencode

from rag.types import Citation, ScoredPassage


def source_link(place: Citation | ScoredPassage) -> str:
    """`source/{document_id}?start=&end=&v=` of what was cited or found (contracts: HTTP)."""
    passage = place.passage
    cited = place if isinstance(place, Citation) else passage
    span = {"start": cited.start, "end": cited.end, "v": passage.text_hash}
    return f"source/{passage.document_id}?{urlencode(span)}"
