"""Outlook messages (.msg): mails, and appointments, contacts, tasks and notes as their fields."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from email import message_from_bytes
from typing import TypeAlias

import olefile

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError
from corpus.parsers.composing.blocks import write_blocks
from corpus.parsers.composing.composer import Composer
from corpus.parsers.containers.ole_files import BROKEN_OLE
from corpus.parsers.mail_parts.attachments import DEEPEST_MAIL, Attachments, MailParts
from corpus.parsers.mail_parts.headers import RawHeaders, date_of
from corpus.parsers.mail_parts.html import html_body
from corpus.parsers.mail_parts.mails import Findings, Mail, plain_body, written_mail
from corpus.parsers.mail_parts.msg_properties import Properties
from corpus.parsers.rtf_parts.compressed import unpacked_rtf
from corpus.parsers.rtf_parts.reader import RtfReader
from corpus.types import ParsedFile, RawFile

SUBJECT, BODY, RTF, CLASS = 0x0037, 0x1000, 0x1009, 0x001A
SUBMITTED, DELIVERED, HEADERS = 0x0039, 0x0E06, 0x007D
NAME, LONG_NAME, SHORT_NAME, CONTENT, CONTENT_ID = 0x3001, 0x3707, 0x3704, 0x3701, 0x3712
MIME_TYPE, HIDDEN, RECIPIENT_TYPE = 0x370E, 0x7FFE, 0x0C15
SENDER = ((0x0C1A, (0x5D01, 0x0C1F)), (0x0042, (0x5D02, 0x0065)))
SHOWN_TO, SHOWN_COPIES, TO, COPY = 0x0E04, 0x0E03, 1, 2
RECIPIENTS, ATTACHMENTS = "__recip_version1.0_#", "__attach_version1.0_#"

# Fields of what is no mail, by the start of its class; those of the latter two have a number as
# their name, which each file maps to an identity of its own.
Fields: TypeAlias = Mapping[str, tuple[tuple[str, int], ...]]
TEXTS: Fields = {
    "IPM.Contact": (
        *(("姓名", 0x3001), ("单位", 0x3A16), ("部门", 0x3A18), ("职务", 0x3A17)),
        *(("办公电话", 0x3A08), ("手机", 0x3A1C), ("住宅电话", 0x3A09), ("传真", 0x3A24)),
    ),
}
NAMED_TEXTS: Fields = {
    "IPM.Appointment": (("地点", 0x8208),),
    "IPM.Schedule": (("地点", 0x8208),),
    "IPM.Contact": (("电子邮件", 0x8083), ("办公地址", 0x801B), ("住宅地址", 0x801A)),
}
NAMED_MOMENTS: Fields = {
    "IPM.Appointment": (("开始", 0x820D), ("结束", 0x820E)),
    "IPM.Schedule": (("开始", 0x820D), ("结束", 0x820E)),
    "IPM.Task": (("开始", 0x8104), ("截止", 0x8105)),
}


def parse_msg(raw: RawFile) -> ParsedFile:
    """Read a message with the messages attached to it; other attachments become members.

    Raises:
        EncryptedFileError: it is encrypted.
        ParseError: it is no message or a damaged one.
    """
    attachments = Attachments(raw.passwords)
    try:
        with olefile.OleFileIO(io.BytesIO(raw.data)) as compound:
            mail = _read(Properties(compound), attachments, 0)
    except BROKEN_OLE as exc:
        raise ParseError(
            f"The Outlook message is damaged: its structure cannot be read ({exc}).",
            remedy="Open it in Outlook and save it again, or get an intact copy.",
        ) from exc
    if attachments.encrypted and not mail.bodies:
        error = EncryptedFileError("Outlook message", tried=False)
        error.remedy = "Open it in Outlook with its key, and save it without encryption."
        raise error
    return written_mail(
        mail,
        Findings(attachments.members.files, tuple(attachments.losses), attachments.warnings()),
    )


def _read(properties: Properties, attachments: Attachments, depth: int) -> Mail:
    kind = properties.text(CLASS)
    before = len(attachments.names)
    bodies = tuple(_bodies(properties, attachments))
    embedded: list[Properties] = []
    for part in properties.parts(ATTACHMENTS):
        message = part.embedded()
        if message is None:
            bodies += tuple(_attached(part, attachments))
        else:
            embedded.append(message)
    files = tuple(attachments.names[before:])
    if embedded and depth == DEEPEST_MAIL:
        attachments.losses.append(f"Mails nested deeper than {DEEPEST_MAIL} were not read.")
        embedded.clear()
    sender, author = _sender(properties)
    shown, iso = _date(properties)
    return Mail(
        subject=_subject(properties),
        fields=(
            ("发件人", "" if kind.startswith(("IPM.Contact", "IPM.StickyNote")) else sender),
            ("收件人", _people(properties, TO, SHOWN_TO)),
            ("抄送", _people(properties, COPY, SHOWN_COPIES)),
            ("日期", shown),
            *_special_fields(properties, kind),
        ),
        bodies=bodies,
        files=files,
        inner=tuple(_read(message, attachments, depth + 1) for message in embedded),
        author=author,
        date=iso,
    )


def _bodies(properties: Properties, attachments: Attachments) -> Iterator[ParsedFile]:
    """The text: the plain one, else that in HTML, else that in RTF."""
    if text := properties.text(BODY).strip("\r\n\0"):
        yield plain_body(text)
        return
    markup, charset = properties.html()
    packed = properties.binary(RTF)
    try:
        if markup.strip(b"\0 \r\n"):
            yield html_body(markup, charset)
        elif packed:
            composer = Composer()
            write_blocks(composer, RtfReader(unpacked_rtf(packed)).read().blocks)
            yield ParsedFile(composer.text)
    except ParseError as error:
        attachments.losses.append(f"The text of the message: {error.message}")


def _attached(part: Properties, attachments: Attachments) -> Iterator[ParsedFile]:
    """Takes an attached file; gives the texts of a mail that is wrapped in its signature."""
    kind = part.text(MIME_TYPE).lower()
    data = part.binary(CONTENT)
    if kind == "multipart/signed":
        signed = MailParts(attachments)
        signed.take(message_from_bytes(data, policy=RawHeaders()))
        yield from signed.bodies
    elif kind.endswith("pkcs7-mime"):
        attachments.encrypted += 1
    elif not (part.number(HIDDEN) or (kind.startswith("image/") and part.text(CONTENT_ID))):
        name = part.text(LONG_NAME) or part.text(SHORT_NAME) or part.text(NAME)
        attachments.add(name, data)


def _subject(properties: Properties) -> str:
    """The subject; a mark before it tells how long its "Re: " is."""
    subject = properties.text(SUBJECT)
    return (subject[2:] if subject.startswith("\x01") else subject).strip()


def _sender(properties: Properties) -> tuple[str, str]:
    """The sender with address, and the name alone."""
    for name_identity, address_identities in SENDER:
        name = properties.text(name_identity).strip()
        addresses = map(properties.text, address_identities)
        address = next((one for one in addresses if "@" in one), "")
        if name or address:
            return _person(name, address), name or address
    return "", ""


def _people(properties: Properties, kind: int, shown: int) -> str:
    people = [
        _person(part.text(NAME).strip(), _address(part))
        for part in properties.parts(RECIPIENTS)
        if part.number(RECIPIENT_TYPE) == kind
    ]
    return "、".join(filter(None, people)) or properties.text(shown).strip().replace("; ", "、")


def _address(part: Properties) -> str:
    return next((one for one in (part.text(0x39FE), part.text(0x3003)) if "@" in one), "")


def _person(name: str, address: str) -> str:
    plain = name.strip("'\"")
    return f"{plain} <{address}>" if plain and address and plain != address else plain or address


def _date(properties: Properties) -> tuple[str, str]:
    """As in the headers, by the sender's clock; else in UTC."""
    if headers := properties.text(HEADERS):
        shown, iso = date_of(message_from_bytes(headers.encode(), policy=RawHeaders()))
        if iso:
            return shown, iso
    moment = properties.moment(SUBMITTED) or properties.moment(DELIVERED)
    return (_shown(moment), f"{moment:%Y-%m-%d}") if moment else ("", "")


def _special_fields(properties: Properties, kind: str) -> Iterator[tuple[str, str]]:
    for start, fields in TEXTS.items():
        if kind.startswith(start):
            yield from ((label, properties.text(identity)) for label, identity in fields)
    for start, fields in NAMED_MOMENTS.items():
        if kind.startswith(start):
            for label, number in fields:
                moment = properties.moment(properties.named(number))
                yield label, _shown(moment) if moment else ""
    for start, fields in NAMED_TEXTS.items():
        if kind.startswith(start):
            yield from ((label, properties.text(properties.named(n))) for label, n in fields)


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
