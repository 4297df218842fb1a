"""The parts of a mail: which are its text, which are files, which are other mails."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from itertools import repeat
from pathlib import PurePosixPath

from corpus.errors import ParseError
from corpus.mojibake import decode_text
from corpus.parsers.composing.members import Members, can_be_read, is_archive, listed, safe_path
from corpus.parsers.detection import suffix_of
from corpus.parsers.mail_parts.headers import file_name
from corpus.parsers.mail_parts.html import html_body
from corpus.parsers.mail_parts.mails import plain_body
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.parsers.zip_archive import parse_zip
from corpus.types import ParsedFile, RawFile, ReadingFacts

MAX_PARTS = 2_000
DEEPEST_MAIL = 5
# A plain version that holds less than this of the other one is a stub ("see the HTML version").
SUBSTANTIAL_SHARE = 0.6
_SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-encrypted",
    }
)
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED_DATA = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_PGP_MARK = "-----BEGIN PGP MESSAGE-----"


class Attachments:
    """Files that hang on a mail: those that can be read, and what is said of the others."""

    def __init__(self, passwords: tuple[str, ...]) -> None:
        self.members = Members(passwords)
        self.losses: list[str] = []
        self.names: list[str] = []
        self.encrypted = 0
        self._passwords = passwords
        self._unread: list[str] = []

    def warnings(self) -> tuple[str, ...]:
        """A sentence on the files that no parser reads."""
        return (f"No parser reads: {listed(self._unread)}.",) if self._unread else ()

    def add(self, name: str, data: bytes) -> None:
        """Takes a file; of a ZIP archive its files."""
        path = PurePosixPath(safe_path(name)).name or "附件"
        self.names.append(path)
        if suffix_of(path) == ".zip":
            self._unpack(path, data)
        elif is_archive(path):
            self.losses.append(f"Archives attached to the mail are not opened: {path}.")
        elif not can_be_read(path, data):
            self._unread.append(path)
        elif data:
            self.members.add(path, data)

    def _unpack(self, path: str, data: bytes) -> None:
        try:
            archive = parse_zip(RawFile(path, data, self._passwords))
        except ParseError as error:
            self.losses.append(f"{path}: {error.message}")
            return
        for member in archive.members:
            self.members.add(f"{path}/{member.name}", member.data)
        self.losses += [f"{path}: {loss}" for loss in archive.losses]


class MailParts:
    """Sorts the parts of one mail; attachments of inner mails are collected with its own."""

    def __init__(self, attachments: Attachments) -> None:
        self.bodies: list[ParsedFile] = []
        self.inner: list[Message] = []
        self._attachments = attachments
        self._count = 0

    def take(self, part: Message) -> None:
        """Takes a part with all parts in it."""
        self._count += 1
        if self._count > MAX_PARTS:
            return
        kind = part.get_content_type()
        if kind in {"message/rfc822", "message/global"}:
            self.inner += map(_unwrapped, _parts_of(part), repeat(part))
        elif kind == "multipart/alternative":
            self._choose(_parts_of(part))
        elif kind == "multipart/encrypted" or kind in _SMIME:
            self._locked(part)
        elif part.is_multipart():
            for inner in _parts_of(part):
                self.take(inner)
        elif kind not in _SIGNATURES:
            self._leaf(part, kind)

    def _leaf(self, part: Message, kind: str) -> None:
        name = file_name(part)
        disposition = part.get_content_disposition()
        is_file = disposition == "attachment" or bool(name)
        if kind.startswith("image/") and (disposition != "attachment" or part.get("content-id")):
            return
        if kind in _BODIES and not is_file:
            self._body(part, kind)
        elif not (kind.startswith("text/") and not is_file and kind != "text/calendar"):
            self._attachments.add(name or _name_for(kind), data_of(part))

    def _body(self, part: Message, kind: str) -> None:
        data = data_of(part)
        if not data.strip():
            return
        try:
            body = _BODIES[kind](part, data)
        except ParseError as error:
            self._attachments.losses.append(f"A text of the mail: {error.message}")
            return
        if body.text.lstrip().startswith(_PGP_MARK):
            self._attachments.encrypted += 1
        elif body.text.strip():
            self.bodies.append(body)

    def _choose(self, versions: list[Message]) -> None:
        """One of several versions of a text: the plain one, unless it is a stub."""
        readers = [self._reader_of(version) for version in versions]
        for reader in readers:
            self.inner += reader.inner
        read = [reader.bodies for reader in readers if reader.bodies]
        if not read:
            return
        sizes = [sum(len("".join(body.text.split())) for body in bodies) for bodies in read]
        enough = SUBSTANTIAL_SHARE * max(sizes)
        self.bodies += next(
            bodies for bodies, size in zip(read, sizes, strict=True) if size >= enough
        )

    def _reader_of(self, part: Message) -> MailParts:
        reader = MailParts(self._attachments)
        reader._count = self._count
        reader.take(part)
        self._count = reader._count
        return reader

    def _locked(self, part: Message) -> None:
        data = b"" if part.is_multipart() else data_of(part)
        if str(part.get_param("smime-type") or "") == "signed-data" or _SIGNED_DATA in data[:64]:
            self._attachments.losses.append(
                "The text is wrapped in its signature (S/MIME), which cannot be read."
            )
        else:
            self._attachments.encrypted += 1


def _plain(part: Message, data: bytes) -> ParsedFile:
    decoded = decode_text(data, part.get_content_charset("") or "")
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    tight = str(part.get_param("delsp") or "").lower() == "yes"
    body = plain_body(decoded.text, flowed=flowed, joined_without_space=tight)
    return ParsedFile(
        body.text,
        encoding=decoded.encoding,
        cuts=body.cuts,
        losses=decoding_losses(decoded),
        facts=ReadingFacts(warnings=decoding_warnings(decoded)),
    )


def _html(part: Message, data: bytes) -> ParsedFile:
    return html_body(data, part.get_content_charset("") or "")


_BODIES: dict[str, Callable[[Message, bytes], ParsedFile]] = {
    "text/plain": _plain,
    "text/html": _html,
    "application/xhtml+xml": _html,
}


def _parts_of(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if part.is_multipart() else []


def _unwrapped(mail: Message, part: Message) -> Message:
    """An attached mail; some programs encode it as a whole, against the standard."""
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding not in {"base64", "quoted-printable"} or mail.keys():
        return mail
    mail["content-transfer-encoding"] = encoding
    return message_from_bytes(data_of(mail), policy=part.policy)


def data_of(part: Message) -> bytes:
    """The bytes of a part, without the coding they were sent in."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _name_for(kind: str) -> str:
    return f"附件{mimetypes.guess_extension(kind) or ''}"
