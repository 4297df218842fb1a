"""The file behind a source: handed out only while it is what was read, and drawn page by page."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.asgi_kit import Reply, own_request
from tests.library_kit import index, source
from tests.pdf_kit import encrypted, pages_of, placed
from tests.source_kit import HTML, Published, app_of, page, target
from ui.originals import Original
from ui.pdf_pages import NoPictureError, PdfPages

TEXT = "甲局成立于2001年。\n乙局成立于2002年。\n"
PDF = pages_of(
    [
        placed([(72, 700, 12, "The first page tells of scales.")]),
        placed([(72, 600, 12, "Lifts are inspected every year.")]),
        placed([(72, 500, 12, "The last page tells of nothing.")]),
    ]
)
LIFTS = "Lifts are inspected every year."


@contextmanager
def published(data_dir: Path, folder: Path) -> Iterator[Published]:
    index(data_dir, folder)
    with source(data_dir) as generations:
        yield Published(generations.current)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "公文"
    made.mkdir()
    (made / "局 志.txt").write_text(TEXT, encoding="utf-8")
    (made / "scales.pdf").write_bytes(PDF)
    with zipfile.ZipFile(made / "包.zip", "w") as archive:
        archive.writestr("里面.txt", "丙局成立于2003年。")
    return made


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Published]:
    with published(tmp_path / "data", folder) as found:
        yield found


def original(library: Published, name: str, *, downloads: bool = True) -> Reply:
    address = f"/source/{library.document(name).document_id}/original"
    return own_request(app_of(library, downloads=downloads), address, HTML)


def picture(library: Published, name: str, number: str) -> Reply:
    address = f"/source/{library.document(name).document_id}/page/{number}.png"
    return own_request(app_of(library), address)


def file_of(data: bytes) -> Original:
    return Original("a.pdf", data, hashlib.sha256(data).hexdigest())


def words(reply: Reply) -> str:
    return re.sub("<[^>]+>", "", reply.body.decode())


def test_the_original_comes_as_a_file_byte_for_byte(library: Published) -> None:
    reply = original(library, "局 志.txt")
    assert reply.status == 200
    assert reply.body == TEXT.encode()
    expected = "attachment; filename*=UTF-8''%E5%B1%80%20%E5%BF%97.txt"
    assert reply.headers["content-disposition"] == expected
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_the_page_offers_it(library: Published) -> None:
    document = library.document("局 志.txt")
    assert "下载原件" in page(library, target(document)).html
    assert f"{document.document_id}/original" in page(library, target(document)).html


def test_a_file_of_an_archive_is_not_offered(library: Published) -> None:
    shown = page(library, target(library.document("里面.txt")))
    assert "下载原件" not in shown.html
    reply = original(library, "里面.txt")
    assert reply.status == 404
    assert "原件不在了" in words(reply)


def test_where_downloads_are_off_there_are_none(library: Published) -> None:
    document = library.document("局 志.txt")
    reply = own_request(app_of(library, downloads=False), target(document), HTML)
    assert "下载原件" not in reply.body.decode()
    assert original(library, "局 志.txt", downloads=False).status == 404


def test_a_changed_original_is_not_handed_out(library: Published, folder: Path) -> None:
    (folder / "局 志.txt").write_text(TEXT.replace("2001", "1999"), encoding="utf-8")
    reply = original(library, "局 志.txt")
    assert reply.status == 409
    assert "有改动" in words(reply)
    assert "1999" not in words(reply)


def test_a_vanished_original_is_told_of(library: Published, folder: Path) -> None:
    (folder / "局 志.txt").unlink()
    reply = original(library, "局 志.txt")
    assert reply.status == 404
    assert "原件不在了" in words(reply)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    library: Published, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT, encoding="utf-8")  # even with the very same words
    (folder / "局 志.txt").unlink()
    (folder / "局 志.txt").symlink_to(secret)
    assert original(library, "局 志.txt").status == 404


@pytest.mark.parametrize("document_id", ["0" * 16, "..", "%2e%2e", "x" * 500])
def test_a_document_that_is_not_there_has_no_original(library: Published, document_id: str) -> None:
    reply = own_request(app_of(library), f"/source/{document_id}/original", HTML)
    assert reply.status == 404


def test_pages_are_drawn(library: Published) -> None:
    reply = picture(library, "scales.pdf", "2")
    assert reply.status == 200
    assert reply.headers["content-type"] == "image/png"
    assert reply.body.startswith(b"\x89PNG")


@pytest.mark.parametrize("number", ["0", "4", "10000", "-1", "x", "1.5", "²", "9" * 30])
def test_a_page_that_is_not_there_is_told_of(library: Published, number: str) -> None:
    reply = picture(library, "scales.pdf", number)
    assert reply.status == 404
    assert reply.shape["code"] == "no_picture"
    assert reply.shape["remedy"]


def test_what_is_no_pdf_has_no_pages(library: Published) -> None:
    assert picture(library, "局 志.txt", "1").shape["code"] == "no_picture"
    assert "页面图像" not in page(library, target(library.document("局 志.txt"))).html


def test_a_changed_pdf_is_not_drawn(library: Published, folder: Path) -> None:
    (folder / "scales.pdf").write_bytes(PDF + b"\n")
    assert picture(library, "scales.pdf", "1").shape["code"] == "original_changed"


def test_the_cited_words_are_boxed_on_their_page(library: Published) -> None:
    document = library.document("scales.pdf")
    text = page(library, target(document, LIFTS))
    assert "view=page&amp;page=2" in text.html
    shown = page(library, target(document, LIFTS, view="page"))
    assert "第 2 页，共 3 页" in shown.html
    (box,) = shown.attributes("rect")
    assert float(box["x"] or 0) == pytest.approx(72, abs=4)
    bottom = float(box["y"] or 0) + float(box["height"] or 0)
    assert bottom == pytest.approx(842 - 600, abs=6)  # points from the top; the line is at 600
    (image,) = shown.attributes("image")
    version = hashlib.sha256(PDF).hexdigest()[:16]
    assert image["href"] == f"./{document.document_id}/page/2.png?v={version}"


def test_pages_are_turned_and_other_pages_have_no_boxes(library: Published) -> None:
    document = library.document("scales.pdf")
    first = page(library, target(document, LIFTS, view="page", page=1))
    assert first.attributes("rect") == []
    assert first.html.count("page=2") == 2  # above the picture and below
    assert "page=0" not in first.html
    last = page(library, target(document, LIFTS, view="page", page=3))
    assert "page=4" not in last.html


@pytest.mark.parametrize("view", ["text", "", "../x", "PAGE"])
def test_other_views_are_the_text(library: Published, view: str) -> None:
    document = library.document("scales.pdf")
    assert page(library, target(document, view=view)).text == document.text


def test_an_encrypted_file_is_drawn_with_its_password() -> None:
    file = file_of(encrypted(PDF, "geheim"))
    drawn = PdfPages().draw(file, 1, ("geheim",))
    assert (round(drawn.width), round(drawn.height)) == (595, 842)
    with pytest.raises(NoPictureError, match="Page 1 cannot be drawn"):
        PdfPages().draw(file, 1, ())


@pytest.mark.parametrize("data", [b"", b"no PDF", PDF[:200]])
def test_a_damaged_file_is_told_of(data: bytes) -> None:
    with pytest.raises(NoPictureError, match="cannot be drawn"):
        PdfPages().draw(file_of(data), 1, ())


def test_words_that_go_on_on_the_next_page_are_boxed_on_both(library: Published) -> None:
    document = library.document("scales.pdf")
    cited = document.text[document.text.index("Lifts") : document.text.index("of nothing")]
    for number, count in ((1, 0), (2, 1), (3, 1)):
        shown = page(library, target(document, cited, view="page", page=number))
        assert len(shown.attributes("rect")) == count


def test_a_file_of_the_same_words_but_another_look_is_drawn_anew() -> None:
    pages = PdfPages()
    moved = pages_of([placed([(200, 300, 30, "The first page tells of scales.")])])
    assert pages.draw(file_of(PDF), 1, ()).png != pages.draw(file_of(moved), 1, ()).png


def test_what_is_said_instead_is_dark_where_the_chat_is(library: Published, folder: Path) -> None:
    (folder / "局 志.txt").unlink()
    address = f"/source/{library.document('局 志.txt').document_id}/original?theme=dark"
    reply = own_request(app_of(library), address, HTML)
    assert 'class="wy-dark"' in reply.body.decode()
    assert "现在看不到原件" in words(reply)
