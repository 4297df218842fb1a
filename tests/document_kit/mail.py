"""Mails in plain text and in HTML, with the document as an attachment, too; ZIP archives."""

from __future__ import annotations

from email.message import EmailMessage

from tests.document_kit.documents import OfficeDocument
from tests.document_kit.office import docx_of
from tests.document_kit.plain import text_of
from tests.document_kit.web import blocks_of
from tests.zip_kit import zip_with_raw_names

SENDER, RECEIVER = "办公室 <office@shimen.example>", "档案员 <files@shimen.example>"
ATTACHMENT = "正式文件（盖章版）.docx"
MEMBER = "2024年发文/通知类/文件正本.docx"
_OTHER_MEMBER = "2024年发文/说明.txt"
_WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def text_mail_of(document: OfficeDocument) -> bytes:
    """Plain text in GB18030; the title is the subject."""
    message = _message(document)
    body = text_of(document).partition("\n\n")[2]
    message.set_content(body, charset="gb18030", cte="base64")
    return message.as_bytes()


def html_mail_of(document: OfficeDocument, attached: OfficeDocument | None = None) -> bytes:
    """A short plain text, the whole as HTML, and it or another document attached."""
    message = _message(document)
    message.set_content("请用支持网页格式的邮件程序查看。\n")
    message.add_alternative(f"<html><body>{blocks_of(document.blocks)}</body></html>", "html")
    message.add_attachment(
        docx_of(attached or document), maintype=_WORD[0], subtype=_WORD[1], filename=ATTACHMENT
    )
    return message.as_bytes()


def _message(document: OfficeDocument) -> EmailMessage:
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = RECEIVER
    message["Subject"] = document.title
    message["Date"] = "Mon, 20 May 2024 09:15:00 +0800"
    return message


def head_of_mail(document: OfficeDocument) -> tuple[str, ...]:
    """The lines of a mail's head as they are read."""
    return (
        document.title,
        f"发件人: {SENDER}",
        f"收件人: {RECEIVER}",
        "日期: 2024-05-20 09:15",
    )


def zip_of(document: OfficeDocument) -> bytes:
    """An archive made on a Chinese Windows: the names are in GBK and do not say so."""
    files = {MEMBER: docx_of(document), _OTHER_MEMBER: "此包只含一份正本。".encode()}
    return zip_with_raw_names({name.encode("gbk"): data for name, data in files.items()})
