"""Office files that are locked with a password, made into plain ones."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from xml.parsers.expat import ExpatError

from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
from msoffcrypto.exceptions import ParseError as DamagedError

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError, UnsafeFileError
from corpus.parsers.detection import ENCRYPTED_OFFICE, OLE_MARK, signature_of
from corpus.types import RawFile

# Excel and PowerPoint lock files that are only protected against changes with these.
DEFAULT_PASSWORDS = {
    "ooxml": "VelvetSweatshop",
    "xls97": "VelvetSweatshop",
    "ppt97": "/01Hannes Ruescher/01",
}
# Office writes 100,000; every password is hashed so many times.
MAX_ROUNDS = 1_000_000

_KINDS = {
    **dict.fromkeys(("doc", "dot", "docx", "docm", "dotx", "dotm", "wps", "wpt"), "Word document"),
    **dict.fromkeys(("xls", "xlt", "et", "xlsx", "xlsm", "xltx", "xltm", "xlsb"), "workbook"),
    **dict.fromkeys(("ppt", "pps", "pot", "pptx", "pptm", "ppsx", "potx", "dps"), "presentation"),
}
# What the library lets through from files that are damaged somewhere.
_DAMAGED = (
    *(OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, AssertionError),
    *(EOFError, OverflowError, struct.error, ExpatError, FileFormatError, DamagedError),
)


def unlocked(raw: RawFile) -> RawFile:
    """`raw` without its encryption, if it is an encrypted Office file; else as it is.

    Tried are the passwords of `raw` and those that Office itself uses.

    Raises:
        EncryptedFileError: none of them opens it.
        ParseError: its kind of encryption cannot be opened, or it is damaged.
    """
    if not raw.data.startswith(OLE_MARK):
        return raw
    office = _encrypted(raw)
    if office is None:
        return raw
    _refuse_endless(office, raw)
    try:
        if not _has_opened(office, raw.passwords):
            raise EncryptedFileError(_kind(raw), tried=any(raw.passwords))
        plain = io.BytesIO()
        office.decrypt(plain)
    except DecryptionError as exc:
        raise _unopenable(raw, str(exc)) from exc
    except _DAMAGED as exc:
        raise ParseError(
            f"The {_kind(raw)} is encrypted and damaged: it cannot be decrypted ({exc}).",
            remedy="Open it in the program that made it, save it again, or get an intact copy.",
        ) from exc
    return replace(raw, data=plain.getvalue())


def _encrypted(raw: RawFile) -> Any | None:
    """The file as the library opens it; None if it is not encrypted, or no Office file."""
    try:
        office = OfficeFile(io.BytesIO(raw.data))
        return office if office.is_encrypted() else None
    except DecryptionError as exc:
        raise _unopenable(raw, str(exc)) from exc
    except _DAMAGED as exc:
        if signature_of(raw.data) == ENCRYPTED_OFFICE:
            raise _unopenable(raw, "rights management or a damaged key") from exc
        return None  # whoever reads the file will say what is wrong with it


def _has_opened(office: Any, passwords: Iterable[str]) -> bool:
    check = {"verify_password": True} if office.format == "ooxml" else {}
    for password in filter(None, (*passwords, DEFAULT_PASSWORDS.get(office.format))):
        try:
            office.load_key(password=password, **check)
        except InvalidKeyError:
            continue
        return True
    return False


def _refuse_endless(office: Any, raw: RawFile) -> None:
    rounds = office.info.get("spinValue", 0) if office.format == "ooxml" else 0
    if rounds > MAX_ROUNDS:
        raise UnsafeFileError(
            f"The {_kind(raw)} is encrypted so that each password takes {rounds:,} rounds to try; "
            f"at most {MAX_ROUNDS:,} are made.",
            remedy="Open it in the program that made it and save it without a password.",
        )


def _unopenable(raw: RawFile, reason: str) -> ParseError:
    return ParseError(
        f"The {_kind(raw)} is encrypted in a way that cannot be opened here: {reason}.",
        remedy="Open it in the program that made it and save it without a password.",
    )


def _kind(raw: RawFile) -> str:
    return _KINDS.get(PurePath(raw.name).suffix.lower().lstrip("."), "Office file")
