"""Sentences and clauses of a text, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.structure.brackets import bracket_spans

Span = tuple[int, int]

_CJK = "\u3400-\u9fff\uf900-\ufaff"
_CLOSERS = "”’」』)）】》〉\"'］\\]"
_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"

_BREAK = re.compile(
    rf"[{_LINE_ENDS}]"
    rf"|(?:[。！？!?｡]+|…+|\.{{3,}})(?P<closers>[{_CLOSERS}]*)"
    rf"|(?P<period>\.)(?P<behind>[{_CLOSERS}]*)(?=[\s{_CJK}“‘「『（《]|$)"
)
_GOES_ON = re.compile("[，,、；;：:。]|的|等|—")
# “？”他问道 belongs to the question: a verb of saying before the next mark.
_SPEECH_TAG = re.compile(
    "[^，,。！？；：:!?\\s“”]{0,10}?"
    "(?:[问問]|[说說](?![明法])|道(?![路德理])|喊|答|叫(?!做)|[写寫](?!作)|表示|指出|[强強][调調]|[认認][为為])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|No|Nos|Fig|Figs|Eq|Vol|Ch|Sec|Art|pp|p|cf|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|approx|Tel|al)|\b[A-Za-z]|\b[ei]\.[ge]"
    r"|\b[ap]\.m|\bPh\.D)\.$"
)
_MAY_END = re.compile(r"(?:[ap]\.m|\b(?:Inc|Ltd|Co|Corp|al))\.$")
_STARTS_SENTENCE = re.compile(rf"\s+[\"'(“‘]?[A-Z{_CJK}]|\s*$")
_LIST_NUMBER = re.compile(r"[ \t　]*\(?[\dA-Za-z]{1,3}(?:\.\d+)*\.$")
_LONGEST_ABBREVIATION = 8


def split_sentences(text: str, breaks: Iterable[int] = ()) -> list[Span]:
    """The sentences of `text` as `[start, end)`, without surrounding space, in order.

    Every character that is not white space lies in exactly one sentence. A line
    end always ends a sentence; 。！？!?… do with the quotation marks and brackets
    behind them, and "." where it is no decimal point, abbreviation or list
    number; none of them inside 《》 or （） (see `bracket_spans`). Never cut at
    ；or ：. `breaks` are further places to cut at, such as the ends of headings.
    """
    ends = sorted({*_sentence_ends(text), *breaks, len(text)})
    return _stripped(text, 0, ends)


def split_clauses(text: str, start: int, end: int) -> list[Span]:
    """The sentences in `[start, end)`, cut also at ；and ，; punctuation at their ends left out.

    No cut inside brackets or quotation marks of up to 200 characters, nor at the
    comma of 3,500.
    """
    piece = text[start:end]
    enclosed = _Enclosed(bracket_spans(piece, 0, len(piece), quotes=True))
    cuts = {m.end() for m in _CLAUSE_END.finditer(piece) if not enclosed.holds(m.start())}
    sentence_ends = {sentence_end for _, sentence_end in split_sentences(piece)}
    clauses = _stripped(piece, 0, sorted(cuts | sentence_ends))
    trimmed = [(a, a + len(piece[a:b].rstrip(_CLAUSE_PUNCTUATION))) for a, b in clauses]
    return [(start + a, start + b) for a, b in trimmed if b > a]


_CLAUSE_END = re.compile(r"[；;，]|,(?!\d{3}(?!\d))|(?<!\d),")
_CLAUSE_PUNCTUATION = "；;，,。！？!?.：:、…｡ \t\u3000\u00a0"


def _stripped(text: str, start: int, ends: Iterable[int]) -> list[Span]:
    """Spans between consecutive `ends`, without white space around, empty ones left out."""
    spans = []
    for end in ends:
        piece = text[start:end]
        inner = piece.lstrip()
        if inner:
            begin = end - len(inner)
            spans.append((begin, begin + len(inner.rstrip())))
        start = end
    return spans


class _Enclosed:
    """Asks, for places in ascending order, whether they lie inside one of the spans."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = iter(spans)
        self._current: Span = next(self._spans, (0, 0))

    def holds(self, position: int) -> bool:
        start, end = self._current
        while end <= position:
            following = next(self._spans, None)
            if following is None:
                return False
            start, end = self._current = following
        return start <= position


def _sentence_ends(text: str) -> Iterator[int]:
    enclosed = _Enclosed(bracket_spans(text, 0, len(text)))
    for match in _BREAK.finditer(text):
        mark = text[match.start()]
        if mark in _LINE_ENDS:
            yield match.start()
        elif enclosed.holds(match.start()):
            continue
        elif match["period"] and not match[0].startswith("..."):
            if _is_full_stop(text, match):
                yield match.end()
        else:
            end = _with_closers(text, match)
            if not _goes_on(text, match.start(), end):
                yield end


def _with_closers(text: str, match: re.Match[str]) -> int:
    """The end of the mark and its closers, without an ASCII quote that opens what follows."""
    end = match.end()
    return end - 1 if _is_opening_quote(text, match.start(), end) else end


def _is_opening_quote(text: str, mark: int, end: int) -> bool:
    """Whether the quote before `end` is the first of a pair: an even number of them before it."""
    quote = text[end - 1]
    if end - 1 <= mark or quote not in "\"'" or text[end : end + 1].isspace() or end == len(text):
        return False
    line_start = max(text.rfind("\n", 0, mark) + 1, mark - _QUOTE_WINDOW)
    return text.count(quote, line_start, end - 1) % 2 == 0


_QUOTE_WINDOW = 200


def _goes_on(text: str, mark: int, end: int) -> bool:
    """Whether the sentence goes on behind its mark: “？”他问道, ……等, ！，."""
    if _GOES_ON.match(text, end):
        # 的 and 等 continue only what was quoted, bracketed or left open by ……
        return text[end] not in "的等" or text[end - 1] in "”’」』)）》…"
    is_speech = text[mark] in "？！?!" and text[end - 1] in '”’」』"'
    return is_speech and _SPEECH_TAG.match(text, end) is not None


def _is_full_stop(text: str, match: re.Match[str]) -> bool:
    """Whether an ASCII period ends a sentence."""
    position = match.start()
    before = text[position - 1 : position]
    if not before or before.isspace():
        return False
    if "\u3400" <= before <= "\u9fff" or before in ")）%％”’」』》":
        return True
    following = _STARTS_SENTENCE.match(text, match.end())
    if following is None or not (before.isalnum() or before in "\"']"):
        return False
    if before.isdecimal() or position < 4:
        line_start = text.rfind("\n", max(0, position - 12), position) + 1
        if _LIST_NUMBER.fullmatch(text, line_start, position + 1):
            return False
    head = text[max(0, position - _LONGEST_ABBREVIATION) : position + 1]
    if _ABBREVIATION.search(head):
        return bool(_MAY_END.search(head)) or match.end() == len(text)
    return True
