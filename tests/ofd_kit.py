"""Builds OFD documents for tests: XML by hand, zipped. Lengths are in millimetres."""

from __future__ import annotations

import io
import zipfile
from html import escape

XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def words(shown: str, y: float, x: float = 20, size: float = 4, more: str = "") -> str:
    """A text object whose base line begins at (x, y); ASCII characters are half as wide."""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} 170 {size}" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" {_deltas(shown, size)}>{escape(shown)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _deltas(shown: str, size: float) -> str:
    if len(shown) < 2:
        return ""
    if not any(map(str.isascii, shown)):
        return f'DeltaX="g {len(shown) - 1} {size}"'
    return f'DeltaX="{" ".join(str(width_of(character, size)) for character in shown[:-1])}"'


def width_of(shown: str, size: float) -> float:
    """How far words of a size reach."""
    return sum(size / 2 if character.isascii() else size for character in shown)


def page(*objects: str, template: str = "", area: str = "") -> str:
    """The content of a page."""
    used = f'<ofd:Template TemplateID="{template}"/>' if template else ""
    return (
        f"<ofd:Page {XMLNS}>{area}{used}<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


def ofd(*pages: str, title: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A document of A4 pages; `parts` are further files of the package."""
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    whole = {
        "OFD.xml": f"<ofd:OFD {XMLNS}><ofd:DocBody><ofd:DocInfo><ofd:Title>{escape(title)}"
        "</ofd:Title></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        "</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {XMLNS}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        '<ofd:TemplatePage ID="T" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)},
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in whole.items():
            archive.writestr(name, part)
    return file.getvalue()


def rule(*points: tuple[float, float]) -> str:
    """A drawn line through points."""
    steps = " ".join(f"{'L' if place else 'M'} {x} {y}" for place, (x, y) in enumerate(points))
    return (
        '<ofd:PathObject ID="2" Boundary="0 0 210 297"><ofd:AbbreviatedData>'
        f"{steps}</ofd:AbbreviatedData></ofd:PathObject>"
    )
