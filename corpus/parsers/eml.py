"""Mails as files (.eml): subject, people, date, text; attachments are files of their own.

Web archives (.mht) have the form of mails as well; their page is read as a web page.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError, UnsafeFileError
from corpus.parsers.html import parse_page
from corpus.parsers.mail_parts.attachments import DEEPEST_MAIL, Attachments, MailParts, data_of
from corpus.parsers.mail_parts.headers import (
    RawHeaders,
    addresses,
    date_of,
    header,
    looks_like_mail,
    sender_name,
)
from corpus.parsers.mail_parts.mails import Findings, Mail, written_mail
from corpus.types import ParsedFile, RawFile

_LEADING = b"\xef\xbb\xbf \t\r\n"


def parse_eml(raw: RawFile) -> ParsedFile:
    """Read a mail with the mails attached to it; other attachments become members.

    Raises:
        EncryptedFileError: all its text is encrypted.
        UnsafeFileError: its parts are nested beyond all reason.
        ParseError: it does not begin with the headers of a mail.
    """
    if not looks_like_mail(raw):
        raise ParseError(
            "The file is no mail: it does not begin with headers like 'From:' and 'Subject:'.",
            remedy="Give the file its true suffix, or save the mail again.",
        )
    try:
        message = message_from_bytes(raw.data.lstrip(_LEADING), policy=RawHeaders())
        if (page := _archived_page(message)) is not None:
            return parse_page(data_of(page), page.get_content_charset("") or "")
        attachments = Attachments(raw.passwords)
        mail = _read(message, attachments, 0)
    except RecursionError as exc:
        raise UnsafeFileError(
            "The mail nests its parts beyond all reason.",
            remedy="Open it in a mail program and save its text.",
        ) from exc
    if attachments.encrypted:
        _note_encrypted(mail, attachments)
    return written_mail(
        mail,
        Findings(attachments.members.files, tuple(attachments.losses), attachments.warnings()),
    )


def _archived_page(message: Message) -> Message | None:
    """The page of a web archive: no mail, for it was saved by a program and sent to nobody."""
    sender = header(message, "from")
    is_saved = not sender or (sender.startswith("<") and "@" not in sender)
    if not is_saved or "to" in message or "received" in message:
        return None
    if message.get_content_type() not in {"multipart/related", "text/html"}:
        return None
    return next((one for one in message.walk() if one.get_content_type() == "text/html"), None)


def _read(message: Message, attachments: Attachments, depth: int) -> Mail:
    parts = MailParts(attachments)
    before = len(attachments.names)
    parts.take(message)
    names = attachments.names[before:]
    if depth < DEEPEST_MAIL:
        inner = tuple(_read(one, attachments, depth + 1) for one in parts.inner)
    else:
        inner = ()
        if parts.inner:
            attachments.losses.append(f"Mails nested deeper than {DEEPEST_MAIL} were not read.")
    shown, iso = date_of(message)
    return Mail(
        subject=header(message, "subject"),
        fields=(
            ("发件人", addresses(message, "from")),
            ("收件人", addresses(message, "to")),
            ("抄送", addresses(message, "cc")),
            ("日期", shown),
        ),
        bodies=tuple(parts.bodies),
        files=tuple(names),
        inner=inner,
        author=sender_name(message),
        date=iso,
    )


def _note_encrypted(mail: Mail, attachments: Attachments) -> None:
    if mail.bodies or mail.inner or attachments.members:
        attachments.losses.append("A part of the mail is encrypted and was not read.")
        return
    error = EncryptedFileError("mail", tried=False)
    error.remedy = "Open it in the mail program that has its key, and save it without encryption."
    raise error
