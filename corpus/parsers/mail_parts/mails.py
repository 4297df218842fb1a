"""What a mail says, from whatever kind of file, and how it is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.cleaner.wraps import hard_wraps
from corpus.parsers.composing.composer import Composer, one_line
from corpus.types import Cut, Metadata, ParsedFile, RawFile, ReadingFacts, Region, TextLayout

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\v\f]")
SIGNATURE = "-- "


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, a meeting, a contact: all that a mail program keeps.

    Attributes:
        subject: its title.
        fields: lines above the text: who, to whom, when.
        bodies: its texts as they were read.
        files: names of the files attached to it.
        inner: mails attached to it, with the names they are attached under.
        author: the sender.
        date: ISO 8601.
    """

    subject: str
    fields: tuple[tuple[str, str], ...]
    bodies: tuple[ParsedFile, ...]
    files: tuple[str, ...] = ()
    inner: tuple[Mail, ...] = ()
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the reading of a mail found besides its text."""

    members: tuple[RawFile, ...] = ()
    losses: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def written_mail(mail: Mail, findings: Findings) -> ParsedFile:
    """A mail as a document: subject, fields, text, attached mails."""
    writer = _Writer()
    writer.write(mail, level=1)
    return ParsedFile(
        text=writer.text,
        encoding=next((body.encoding for body in mail.bodies), "utf-8"),
        metadata=Metadata(
            title=mail.subject, author=mail.author, date=mail.date, attachments=mail.files
        ),
        regions=tuple(writer.regions),
        losses=tuple(dict.fromkeys((*findings.losses, *writer.losses))),
        layout=TextLayout.STRUCTURED,
        cuts=tuple(writer.cuts),
        facts=ReadingFacts(warnings=tuple(dict.fromkeys((*findings.warnings, *writer.warnings)))),
        members=findings.members,
    )


def plain_body(
    text: str, *, flowed: bool = False, joined_without_space: bool = False
) -> ParsedFile:
    """A body in plain text; line breaks within sentences are named as cuts.

    In `flowed` text (RFC 3676) a line that ends with a space goes on in the next one.
    """
    lines = _LINE_ENDS.sub("\n", text).split("\n")
    if flowed:
        lines = list(_unflowed(lines, joined_without_space=joined_without_space))
    plain = "\n".join(lines).strip("\n")
    return ParsedFile(text=plain, cuts=tuple(hard_wraps(plain)))


def _unflowed(lines: Sequence[str], *, joined_without_space: bool) -> Iterator[str]:
    held = ""
    for line in lines:
        if line.startswith(">"):
            yield from filter(None, (held.rstrip(), line.rstrip()))
            held = ""
            continue
        words = line.removeprefix(" ")
        if words.endswith(" ") and words != SIGNATURE:
            held += words[:-1] if joined_without_space else words
        else:
            yield held + words
            held = ""
    if held:
        yield held.rstrip()


class _Writer:
    """Writes mails below each other; their cuts and places move along."""

    def __init__(self) -> None:
        self.cuts: list[Cut] = []
        self.regions: list[Region] = []
        self.losses: list[str] = []
        self.warnings: list[str] = []
        self._composer = Composer()

    @property
    def text(self) -> str:
        return self._composer.text

    def write(self, mail: Mail, level: int) -> None:
        self._composer.heading(mail.subject, level)
        for name, words in (*mail.fields, ("附件", "、".join(mail.files))):
            if words.strip():
                self._composer.line(f"{name}: {one_line(words)}")
        for body in mail.bodies:
            self._composer.gap()
            self._body(body)
        for inner in mail.inner:
            named = inner if inner.subject else replace(inner, subject="附件邮件")
            self.write(named, level + 1)

    def _body(self, body: ParsedFile) -> None:
        start = len(self._composer)
        if body.text.strip():
            self._composer.line(body.text.rstrip("\n"))
            self.cuts += [
                replace(cut, start=start + cut.start, end=start + cut.end) for cut in body.cuts
            ]
            self.regions += [
                replace(region, start=start + region.start, end=start + region.end)
                for region in body.regions
            ]
        self.losses += body.losses
        self.warnings += body.facts.warnings
