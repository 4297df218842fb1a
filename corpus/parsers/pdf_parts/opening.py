"""Opening a PDF: by its passwords, unless it is a bomb, and after a repair where it is damaged."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError
from corpus.parsers.pdf_parts.bombs import refuse_bombs
from corpus.types import RawFile

KIND = "PDF document"
# Without one, qpdf leaves out the last object of a file that was cut off behind it.
END_OF_FILE = b"\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """A document of PDFium; `is_repaired` tells that the file was damaged."""

    document: pdfium2.PdfDocument
    is_repaired: bool


def open_pdf(raw: RawFile) -> OpenedPdf:
    """The document in a file, to be closed by the caller.

    Raises:
        EncryptedFileError: no password opens it.
        UnsafeFileError: it would unpack to too much.
        ParseError: it is damaged beyond repair.
    """
    passwords = ("", *raw.passwords)
    if b"/Encrypt" in raw.data:
        return _open_encrypted(raw.data, passwords)
    refuse_bombs(raw.data)
    document = _load(raw.data, "")
    if document is not None and len(document) > 0:
        return OpenedPdf(document, is_repaired=False)
    return _open_repaired(raw.data, passwords)


def _open_encrypted(data: bytes, passwords: tuple[str, ...]) -> OpenedPdf:
    """Its streams can be looked into only when they are decrypted: so it is saved anew."""
    opened = _resaved(data, passwords)
    if opened is not None:
        refuse_bombs(opened)
        document = _load(opened, "")
        if document is not None and len(document) > 0:
            return OpenedPdf(document, is_repaired=False)
    for password in passwords:
        document = _load(data, password)
        if document is not None and len(document) > 0:
            return OpenedPdf(document, is_repaired=False)
    raise _damaged()


def _open_repaired(data: bytes, passwords: tuple[str, ...]) -> OpenedPdf:
    repaired = _resaved(data + END_OF_FILE, passwords)
    if repaired is not None:
        refuse_bombs(repaired)
        document = _load(repaired, "")
        if document is not None and len(document) > 0:
            return OpenedPdf(document, is_repaired=True)
    raise _damaged()


def _load(data: bytes, password: str) -> pdfium2.PdfDocument | None:
    """The document, or None where PDFium cannot read it or the password is wrong."""
    try:
        return pdfium2.PdfDocument(data, password=password or None)
    except pdfium2.PdfiumError:
        return None


def _resaved(data: bytes, passwords: tuple[str, ...]) -> bytes | None:
    """The file written anew by qpdf, which repairs and decrypts it; None where it cannot.

    Raises:
        EncryptedFileError: no password opens it.
    """
    for password in passwords:
        try:
            with pikepdf.open(io.BytesIO(data), password=password) as pdf:
                out = io.BytesIO()
                pdf.save(out, encryption=False)
                return out.getvalue()
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError, RuntimeError, OverflowError):
            return None
    raise EncryptedFileError(KIND, tried=len(passwords) > 1)


def _damaged() -> ParseError:
    reason = {
        pdfium.FPDF_ERR_FORMAT: "its structure cannot be read",
        pdfium.FPDF_ERR_SECURITY: "its encryption is of an unknown kind",
    }.get(pdfium.FPDF_GetLastError(), "it has no page that can be read")
    return ParseError(
        f"The {KIND} is damaged: {reason}, nor could it be repaired.",
        remedy="Open it in a PDF viewer and print it into a new file, or get an intact copy.",
    )
