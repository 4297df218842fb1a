"""Builds OpenDocument files for tests: XML by hand, zipped."""

from __future__ import annotations

import io
import zipfile

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("style", "style"), ("text", "text"), ("table", "table")),
        *(("draw", "drawing"), ("presentation", "presentation"), ("svg", "svg-compatible")),
        *(("fo", "xsl-fo-compatible"), ("manifest", "manifest")),
    )
)
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
MIME = "application/vnd.oasis.opendocument."
MANIFEST = f"<manifest:manifest {NAMESPACES}/>"


def content(body: str, kind: str = "text", styles: str = "") -> str:
    """A content.xml with automatic `styles`."""
    return (
        f"<office:document-content {NAMESPACES} {XLINK}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )


def packed(parts: dict[str, str], mime: str = f"{MIME}text") -> bytes:
    """A package of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime, zipfile.ZIP_STORED)
        for name, part in {"META-INF/manifest.xml": MANIFEST, **parts}.items():
            archive.writestr(name, part)
    return file.getvalue()


def odf(
    body: str, kind: str = "text", styles: str = "", named_styles: str = "", title: str = ""
) -> bytes:
    """A package: `styles` are automatic, `named_styles` those of the document."""
    return packed(
        {
            "content.xml": content(body, kind, styles),
            "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{named_styles}"
            "</office:styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {NAMESPACES} {XLINK}><office:meta><dc:title>"
            f"{title}</dc:title></office:meta></office:document-meta>",
        },
        MIME + kind,
    )


def level(number: int, form: str, rest: str = "") -> str:
    """One numbered level of a list style."""
    return f'<text:list-level-style-number text:level="{number}" style:num-format="{form}" {rest}/>'
