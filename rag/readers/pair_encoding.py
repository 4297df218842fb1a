"""A question and a passage as the trained reader sees them: word pieces with their places."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from corpus.normalize import search_form
from embeddings.unigram import END, START, UnigramTokenizer

MAX_TOKENS = 384
_MAX_QUESTION_TOKENS = 64
_MAX_CONTEXT_TOKENS = 64


@dataclass(frozen=True, slots=True)
class EncodedPair:
    """`<s> question </s></s> context passage </s>`.

    `offsets` are the places (start, end) in the passage's text of the tokens from
    position `first` on; a passage that is too long is cut.
    """

    ids: list[int]
    first: int
    offsets: list[tuple[int, int]]

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """Positions of the first and last token that touch `[start, end)`; (-1, -1) if cut off."""
        first = bisect_right([place[1] for place in self.offsets], start)
        last = bisect_left([place[0] for place in self.offsets], end) - 1
        if first > last or last >= len(self.offsets):
            return -1, -1
        return self.first + first, self.first + last


class PairEncoder:
    """Encodes pairs in their search form, so that script, case and width do not matter."""

    def __init__(self, tokenizer: UnigramTokenizer) -> None:
        self._tokenizer = tokenizer

    def encode(self, question: str, context: str, passage: str) -> EncodedPair:
        """One pair, at most `MAX_TOKENS` tokens."""
        asked = self._plain(question, _MAX_QUESTION_TOKENS)
        above = self._plain(context, _MAX_CONTEXT_TOKENS)
        head = [START, *asked, END, END, *above]
        placed = self._tokenizer.encode_placed(search_form(passage))[: MAX_TOKENS - len(head) - 1]
        ids = [*head, *(piece for piece, _, _ in placed), END]
        return EncodedPair(ids, len(head), [(start, end) for _, start, end in placed])

    def _plain(self, text: str, most: int) -> list[int]:
        return self._tokenizer.encode(search_form(text))[1:-1][:most] if text else []
