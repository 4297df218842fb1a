"""Subtitles of films and lectures (SRT, WebVTT): what is said, without numbers and times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from corpus.mojibake import decode_text
from corpus.parsers.composing.composer import Composer
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.types import ParsedFile, RawFile, ReadingFacts, TextLayout

LONGEST_PARAGRAPH = 300
MIN_SHARE_OF_SENTENCES = 0.2

_TIME = re.compile(
    r"\s*(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?\s*-+>\s*(?:\d{1,3}:)?\d{1,2}:\d{1,2}"
)
_SPEAKER = re.compile(r"<v(?:\.[^\s>]*)?\s+(?P<name>[^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)】]*$|(?<=[a-zA-Z)])\.$")
_HANZI = re.compile("[\u3000-\u9fff\uff00-\uffef]")


def parse_subtitles(raw: RawFile) -> ParsedFile:
    """Read subtitles; those that go on with a sentence stand on one line with its beginning."""
    decoded = decode_text(raw.data)
    composer = Composer()
    for paragraph in _paragraphs(list(_spoken(decoded.text.splitlines()))):
        composer.line(paragraph)
    return ParsedFile(
        text=composer.text,
        encoding=decoded.encoding,
        losses=decoding_losses(decoded),
        layout=TextLayout.STRUCTURED,
        facts=ReadingFacts(warnings=decoding_warnings(decoded)),
    )


def _spoken(lines: Sequence[str]) -> Iterator[str]:
    """What is said in each subtitle; what a rolling one repeats of the one before is left out."""
    times = [place for place, line in enumerate(lines) if _TIME.match(line)]
    shown: list[str] = []
    for start, end in zip(times, [*times[1:], len(lines)], strict=True):
        before, shown = shown, list(_shown(lines[start + 1 : end], is_last=end == len(lines)))
        fresh = [line for line in shown if line not in before]
        yield _joined(fresh)


def _shown(lines: Sequence[str], *, is_last: bool) -> Iterator[str]:
    """The lines of a subtitle; the number or name of the next one, if any, stands below them."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    is_next = not is_last and filled[-1:] == [len(lines) - 1] and _is_name(lines)
    for place in filled[:-1] if is_next else filled:
        if place and not lines[place - 1].strip() and lines[place].startswith(("NOTE", "STYLE")):
            return
        spoken = _SPEAKER.sub(lambda match: f"{match['name']}：", lines[place])
        yield html.unescape(_TAG.sub("", spoken)).strip()


def _is_name(lines: Sequence[str]) -> bool:
    """Whether the last line, right above the next time, is a number or stands apart."""
    return lines[-1].strip().isdigit() or (len(lines) > 1 and not lines[-2].strip())


def _paragraphs(spoken: Sequence[str]) -> Iterator[str]:
    """Subtitles joined to sentences, where they have the marks of sentences."""
    ends = sum(bool(_SENTENCE_END.search(words)) for words in spoken)
    if ends < MIN_SHARE_OF_SENTENCES * len(spoken):
        yield from spoken
        return
    paragraph = ""
    for words in spoken:
        if len(paragraph) + len(words) > LONGEST_PARAGRAPH:
            yield paragraph
            paragraph = ""
        paragraph = _joined([paragraph, words])
        if _SENTENCE_END.search(paragraph):
            yield paragraph
            paragraph = ""
    yield paragraph


def _joined(lines: Sequence[str]) -> str:
    """Lines as one; between hanzi there is no blank."""
    joined = ""
    for line in filter(None, lines):
        together = _HANZI.match(joined[-1:]) and _HANZI.match(line) and _ends_open(joined)
        joined += line if not joined or together else f" {line}"
    return joined


def _ends_open(words: str) -> bool:
    return bool(re.search("[，、；：。！？…”」》）]$", words))
