from __future__ import annotations

import io
import re
import struct
from hashlib import md5
from random import Random

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from msoffcrypto.format.ooxml import OOXMLFile

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError, UnsafeFileError
from corpus.parsers.containers.office_passwords import unlocked
from corpus.parsers.registry import parse_raw
from corpus.types import RawFile
from tests import docx_kit as kit
from tests.msg_kit import compound

PASSWORD = "渠-2023"


@pytest.fixture(scope="module")
def plain() -> bytes:
    parts = kit.docx_parts(kit.paragraph("水渠由管理所养护。"))
    noise = Random(0).randbytes(5000)  # the library locks no files below 4,096 bytes rightly
    return kit.packed({**parts, "word/media/image1.png": noise})


@pytest.fixture(scope="module")
def locked(plain: bytes) -> bytes:
    return _locked(plain, PASSWORD)


def _locked(plain: bytes, password: str) -> bytes:
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt(password, buffer)
    return buffer.getvalue()


def test_a_locked_document_is_read_with_its_password(locked: bytes) -> None:
    parsed = parse_raw(RawFile("a.docx", locked, ("falsch", PASSWORD)))
    assert (parsed.text, parsed.facts.format) == ("水渠由管理所养护。\n", "docx")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.docx", "Word document"), ("a.XLSX", "workbook"), ("a.ppsx", "presentation")],
)
def test_without_a_password_it_is_asked_for(locked: bytes, name: str, kind: str) -> None:
    with pytest.raises(EncryptedFileError, match=f"The {kind} is encrypted: it asks") as caught:
        parse_raw(RawFile(name, locked))
    assert caught.value.message.startswith(name)
    assert "[passwords]" in caught.value.remedy


@pytest.mark.parametrize("passwords", [("falsch",), ("", "falsch")])
def test_wrong_passwords_are_told(locked: bytes, passwords: tuple[str, ...]) -> None:
    with pytest.raises(EncryptedFileError, match="no password of the settings opens it"):
        unlocked(RawFile("a.docx", locked, passwords))


def test_files_that_are_only_protected_against_changes_open(plain: bytes) -> None:
    data = _locked(plain, "VelvetSweatshop")
    assert unlocked(RawFile("a.xlsx", data)).data == plain


def test_other_files_are_left_as_they_are(plain: bytes) -> None:
    for data in (b"text", plain, compound({"Other": bytes(5000)}), compound({})[:700]):
        raw = RawFile("a.doc", data)
        assert unlocked(raw) is raw


def test_rounds_without_end_are_refused(locked: bytes) -> None:
    stated = re.compile(rb'spinCount="100000"([^\n]*\n) ')  # the next line is indented
    data = stated.sub(rb'spinCount="9000000"\1', locked)
    with pytest.raises(UnsafeFileError, match="9,000,000 rounds") as caught:
        unlocked(RawFile("a.docx", data, (PASSWORD,)))
    assert "without a password" in caught.value.remedy


def test_rights_management_is_named() -> None:
    data = compound({"EncryptedPackage": bytes(5000)})
    with pytest.raises(ParseError, match="cannot be opened here: rights management") as caught:
        parse_raw(RawFile("a.docx", data))
    assert "without a password" in caught.value.remedy


def test_a_locked_file_cut_short_is_called_damaged(locked: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        parse_raw(RawFile("a.docx", locked[: len(locked) // 2], (PASSWORD,)))
    assert caught.value.remedy


def _rc4(password: str, salt: bytes, data: bytes) -> bytes:
    """As workbooks up to 2003 are locked ([MS-OFFCRYPTO] 2.3.6.2), the first block."""
    first = md5(password.encode("utf-16le")).digest()[:5]
    second = md5((first + salt) * 16).digest()[:5]
    key = md5(second + struct.pack("<I", 0)).digest()
    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def _old_workbook(password: str) -> bytes:
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    secret = _rc4(password, salt, verifier + md5(verifier).digest())
    lock = struct.pack("<HHH", 1, 1, 1) + salt + secret
    records = [(0x809, bytes(16)), (0x2F, lock), (0x5C, bytes(5000)), (0x0A, b"")]
    stream = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    return compound({"Workbook": stream})


def test_an_old_workbook_is_unlocked_by_its_password() -> None:
    data = _old_workbook(PASSWORD)
    assert unlocked(RawFile("a.xls", data, (PASSWORD,))).data != data
    with pytest.raises(EncryptedFileError, match="The workbook is encrypted: it asks"):
        unlocked(RawFile("a.xls", data))
