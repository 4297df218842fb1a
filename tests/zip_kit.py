"""Archives as old programs write them: with names in the encoding of their author."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


class _RawName(zipfile.ZipInfo):
    """A file in an archive whose name is bytes that say nothing of their encoding."""

    __slots__ = ("raw_name",)

    def __init__(self, raw_name: bytes) -> None:
        super().__init__(raw_name.decode("latin-1"))
        self.raw_name = raw_name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 (named by zipfile)
        return self.raw_name, self.flag_bits


def zip_with_raw_names(files: Mapping[bytes, bytes], extra: bytes = b"") -> bytes:
    """An archive of `files`, name → content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            info = _RawName(name)
            info.extra = extra
            archive.writestr(info, content)
    return buffer.getvalue()
