"""Files that are attached to a PDF, or to a place on one of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from corpus.types import RawFile

MOST = 100
MAX_BYTES = 64 * 1024 * 1024
MAX_NOTES = 1_000


@dataclass(slots=True)
class Attachments:
    """The attached files found so far, and sentences on those that could not be taken out."""

    members: list[RawFile] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def add_all_of(self, document: pdfium2.PdfDocument) -> None:
        """Those of the document as a whole."""
        for index in range(document.count_attachments()):
            self._add(pdfium.FPDFDoc_GetAttachment(document.raw, index), document)

    def add_those_on(self, page: Any, document: pdfium2.PdfDocument) -> None:
        """Those that hang on notes of a page."""
        for attached in _attached_to_notes(page):
            self._add(attached, document)

    def _add(self, attached: Any, document: pdfium2.PdfDocument) -> None:
        number = len(self.members) + len(self.losses) + 1
        if number > MOST:
            if number == MOST + 1:
                self.losses.append(f"Only the first {MOST} attachments were read.")
            return
        try:
            attachment = pdfium2.PdfAttachment(attached, document)
            name, data = attachment.get_name(), bytes(attachment.get_data())
        except (pdfium2.PdfiumError, ValueError):
            self.losses.append(f"Attachment {number} is damaged and was not read.")
            return
        if len(data) > MAX_BYTES:
            self.losses.append(
                f"The attachment {name} has more than {MAX_BYTES:,} bytes and was not read."
            )
        elif data:
            self.members.append(RawFile(name or f"attachment-{number}", data))


def _attached_to_notes(page: Any) -> Iterator[Any]:
    for index in range(min(MAX_NOTES, max(0, pdfium.FPDFPage_GetAnnotCount(page)))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                attached = pdfium.FPDFAnnot_GetFileAttachment(note)
                if attached:
                    yield attached
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
