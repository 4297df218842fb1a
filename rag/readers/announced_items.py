"""What a sentence announces: the items of the enumeration that it leads into."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.structure.enumerations import Enumeration
from rag.readers.announcing import announces
from rag.readers.base import Library, Statement
from rag.readers.lists import enumerations_of
from rag.readers.sentences import ReadSentence
from rag.readers.statements import MAX_ANSWER_LENGTH, Span, statement_of_span

# Further behind the sentence, an enumeration is another matter.
_NEAR = 20


def announced_items(sentence: ReadSentence, library: Library) -> tuple[Statement, ...]:
    """The items that `sentence` announces, word for word; none if it announces nothing.

    Whole where they fit into the answer with it, else by their headings or first
    clauses, of those as many as fit.
    """
    if not announces(sentence.text):
        return ()
    passage = sentence.source.passage
    enumeration = _led_by(sentence, enumerations_of(library.text_of(passage)))
    if enumeration is None:
        return ()
    room = MAX_ANSWER_LENGTH - len(sentence.text)
    wholes = [(item.start, item.end) for item in enumeration.items]
    if _length(wholes) <= room:
        spans = wholes
    else:
        spans = _fitting([(item.head_start, item.head_end) for item in enumeration.items], room)
    score = sentence.probability
    return tuple(statement_of_span(library, passage, span, score) for span in spans)


def _led_by(sentence: ReadSentence, enumerations: Sequence[Enumeration]) -> Enumeration | None:
    """The first enumeration that starts right behind the sentence and has it as its lead."""
    for enumeration in enumerations:
        is_behind = sentence.end <= enumeration.start <= sentence.end + _NEAR
        is_lead = enumeration.lead_start < sentence.end and sentence.start < enumeration.lead_end
        if is_behind and is_lead:
            return enumeration
    return None


def _fitting(spans: Sequence[Span], room: int) -> list[Span]:
    fitting: list[Span] = []
    for span in spans:
        if _length([*fitting, span]) > room:
            break
        fitting.append(span)
    return fitting


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)
