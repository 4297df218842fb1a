"""The headers of mails: encoded words, addresses, dates, names of files, as people meant them."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from itertools import groupby
from urllib.parse import unquote_to_bytes

from corpus.declared_encodings import codec_of, is_single_byte
from corpus.encodings import decode
from corpus.errors import ParseError
from corpus.types import RawFile

_ENCODED_WORD = re.compile(
    r"=\?(?P<charset>[^?\s*]+)(?:\*[^?\s]*)?\?(?P<kind>[BbQq])\?(?P<payload>[^?]*)\?="
)
_FOLD = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_TWO_HIGH_BYTES = re.compile(rb"[\x80-\xff]{2}")
_LATIN = frozenset({"iso8859-1", "iso8859-15", "cp1252"})
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


class RawHeaders(Compat32):
    """Headers are handed out as they are: the library would spoil bytes above ASCII in them.

    Its newer policies decode encoded words one by one, which tears hanzi apart.
    """

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value as it stands in the file."""
        del name
        return value


def header(mail: Message, name: str) -> str:
    """A header in plain words; "" if it is missing."""
    return decoded_words(str(mail.get(name, "")))


def decoded_words(value: str) -> str:
    """A header's value with its encoded words decoded and its folds undone.

    Words of one encoding that follow each other are decoded as one: many mailers divide them
    in the middle of a character.
    """
    value = _FOLD.sub(" ", value)
    parts: list[str] = []
    for key, group in groupby(_pieces(value), key=lambda piece: piece[:2]):
        charset, kind = key
        payloads = [payload for _, _, payload in group]
        if not charset:
            parts += map(_plain, payloads)
        else:
            parts.append(decoded_bytes(_word_bytes(kind, payloads), charset))
    return "".join(parts).strip()


def addresses(mail: Message, name: str) -> str:
    """People of a header: "name <address>", several joined by "、"."""
    values = [_FOLD.sub(" ", str(value)) for value in mail.get_all(name, [])]
    shown = [
        _shown_person(decoded_words(person), decoded_words(address))
        for person, address in getaddresses(values)
        if person or address
    ]
    return "、".join(shown) or "、".join(map(decoded_words, values))


def sender_name(mail: Message) -> str:
    """The name of the sender, or the address where there is no name."""
    people = getaddresses([_FOLD.sub(" ", str(mail.get("from", "")))])
    person, address = people[0] if people else ("", "")
    return decoded_words(person) or address


def date_of(mail: Message) -> tuple[str, str]:
    """When a mail was sent, by the sender's clock: to be shown, and as an ISO date.

    A date that cannot be understood is shown as it is.
    """
    stated = header(mail, "date")
    try:
        moment = parsedate_to_datetime(stated)
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated, ""
    return f"{moment:%Y-%m-%d %H:%M}", f"{moment:%Y-%m-%d}"


def file_name(part: Message) -> str:
    """The name of an attached file; "" if it has none."""
    stated = part.get_param("filename", None, "content-disposition") or part.get_param("name")
    if isinstance(stated, tuple):
        charset, _, value = stated
        return decoded_bytes(value.encode("latin-1", "surrogateescape"), charset or "")
    if not stated:
        return ""
    name = decoded_words(str(stated))
    if _PERCENT.search(name) and name.isascii():
        return decoded_bytes(unquote_to_bytes(name), "")
    return name


def decoded_bytes(data: bytes, charset: str) -> str:
    """Bytes of a header as text, by the charset that is stated where the bytes do not object."""
    codec = codec_of(charset)
    trusted = is_single_byte(codec) and not (codec in _LATIN and _TWO_HIGH_BYTES.search(data))
    if trusted:
        return data.decode(codec, "replace")
    try:
        return decode(data, charset).text if data else ""
    except ParseError:
        return data.decode(codec or "latin-1", "replace")


def _pieces(value: str) -> Iterator[tuple[str, str, str]]:
    """(charset, kind, payload) of each encoded word; plain text has no charset."""
    position = 0
    for word in _ENCODED_WORD.finditer(value):
        between = value[position : word.start()]
        if between.strip() or (between and position == 0):
            yield "", "", between
        yield codec_of(word["charset"]) or word["charset"], word["kind"].upper(), word["payload"]
        position = word.end()
    if value[position:]:
        yield "", "", value[position:]


def _word_bytes(kind: str, payloads: list[str]) -> bytes:
    if kind == "Q":
        return b"".join(
            quopri.decodestring(payload.encode("latin-1", "replace"), header=True)
            for payload in payloads
        )
    whole: list[str] = []
    for payload in payloads:
        if whole and len(whole[-1].rstrip()) % 4 and not whole[-1].rstrip().endswith("="):
            whole[-1] += payload  # divided within a group of four letters
        else:
            whole.append(payload)
    return b"".join(map(_base64_bytes, whole))


def _base64_bytes(payload: str) -> bytes:
    letters = payload.encode("latin-1", "replace")
    for padding in (b"==", b"A==", b""):
        try:
            return base64.b64decode(letters + padding)
        except binascii.Error:
            continue
    return letters


def _plain(value: str) -> str:
    """Text outside of encoded words, which may be bytes of any encoding all the same."""
    if value.isascii():
        return value
    return decoded_bytes(value.encode("utf-8", "surrogateescape"), "")


def _shown_person(person: str, address: str) -> str:
    if person and address and person != address:
        return f"{person} <{address}>"
    return person or address


def looks_like_mail(raw: RawFile) -> bool:
    """Whether the first lines of a file are the headers of a mail or a web archive."""
    return _FIRST_HEADERS.match(raw.data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")) is not None


_FIRST_HEADERS = re.compile(
    rb"(?:From [^\r\n]*\r?\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}",
)
