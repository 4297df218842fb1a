"""Rich Text Format: paragraphs, headings by style or outline, tables as rows, notes."""

from __future__ import annotations

from corpus.errors import ParseError
from corpus.parsers.composing.blocks import Heading, write_blocks
from corpus.parsers.composing.composer import Composer, one_line
from corpus.parsers.composing.stated_titles import plausible_title
from corpus.parsers.rtf_parts.reader import RtfReader
from corpus.types import Metadata, ParsedFile, RawFile, TextLayout

RTF_MARK = b"{\\rtf"


def parse_rtf(raw: RawFile) -> ParsedFile:
    """Read an RTF document.

    Raises:
        ParseError: it does not begin as RTF.
        UnsafeFileError: its groups are nested beyond all reason.
    """
    data = raw.data.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not data.startswith(RTF_MARK):
        raise ParseError(
            f"The file is no RTF document: it begins with {data[:12]!r}, not with {RTF_MARK!r}.",
            remedy="Give the file its true suffix, or save it as RTF again.",
        )
    content = RtfReader(data).read()
    title = next((b.words for b in content.blocks if isinstance(b, Heading) and b.level == 1), "")
    composer = Composer()
    write_blocks(composer, content.blocks)
    return ParsedFile(
        text=composer.text,
        metadata=Metadata(
            title=one_line(title) or plausible_title(content.title), author=content.author
        ),
        losses=_losses(content.unreadable),
        layout=TextLayout.STRUCTURED,
    )


def _losses(unreadable: int) -> tuple[str, ...]:
    if not unreadable:
        return ()
    characters = "character" if unreadable == 1 else "characters"
    return (f"{unreadable} {characters} could not be decoded.",)
