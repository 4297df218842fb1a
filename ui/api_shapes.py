"""What the HTTP interface takes and gives, as models: for checking requests and for OpenAPI.

Responses are made by the functions `…_as_json`; tests hold the two together.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from corpus.types import FileState
from rag.question import MAX_QUESTION_LENGTH
from rag.types import AnswerStatus

MAX_TOP_K = 1000
DEFAULT_TOP_K = 10

_QUESTION = "企业对抽查的检验结论不服,最晚什么时候可以提出复检?"
_QUOTE = "企业对检验结论有异议的,可以自收到检验报告之日起15日内提出复检申请。"
_ANSWER = f"{_QUOTE}[1]"
_PLACE: dict[str, Any] = {
    "passage_id": "8f0c7c2a51d3e6b4",
    "document_id": "3b1f0a9d2c4e5f60",
    "source": "documents/抽查实施细则.md",
    "also_in": [],
    "title": "产品质量监督抽查实施细则",
    "section": "第三章 / 第十二条",
    "date": "2023-07-01",
    "text_hash": "0a1b2c3d4e5f6071",
    "locator": None,
}
CITATION_EXAMPLE: dict[str, Any] = _PLACE | {
    "number": 1,
    "start": 832,
    "end": 867,
    "quote": _QUOTE,
    "score": 0.93,
}
ANSWER_EXAMPLE: dict[str, Any] = {
    "id": "5d2c1e0f9a8b47c6b1d2e3f4a5b6c7d8",
    "question": _QUESTION,
    "understood_as": None,
    "status": "answered",
    "answer": _ANSWER,
    "short_answer": "15日内",
    "citations": [CITATION_EXAMPLE],
    "nearest": [],
    "error": None,
    "reader": "extractive",
    "elapsed_ms": 124.3,
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _plain(text: str) -> str:
    """Refuses what is no text: NUL, and half surrogates, which have no UTF-8."""
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("Text without NUL and half surrogate pairs was expected")
    return text


Text = Annotated[str, AfterValidator(_plain)]


class AskRequest(_Model):
    """一个问题 · A question."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": _QUESTION}]}
    )

    question: Text = Field(
        description=f"问题,1–{MAX_QUESTION_LENGTH} 字 · the question, with at least one letter "
        f"or digit and at most {MAX_QUESTION_LENGTH:,} characters"
    )
    conversation_id: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9_-]{1,64}$",
        description="对话编号,由调用方取定,宜随机 · the conversation: chosen by the caller, "
        "best at random; its follow-ups are completed from what was said before",
    )
    collection: str | None = Field(
        default=None,
        description='文件集,目前只有 "default" · the collection; there is only "default"',
    )


class SearchRequest(_Model):
    """检索 · A search."""

    q: Text = Field(description="检索词或问题 · words or a question", examples=["电梯 安全评估"])
    top_k: int = Field(
        default=DEFAULT_TOP_K, ge=1, le=MAX_TOP_K, description="最多几段 · passages at most"
    )


class TextRequest(_Model):
    """原文的哪一段 · Which piece of a text."""

    start: int | None = Field(
        default=None, description="起,默认 0 · first character (code point), from 0"
    )
    end: int | None = Field(
        default=None, description="止(不含),默认文末 · end, not included; the text's end if absent"
    )


class PageLocator(_Model):
    """页 · Page and boxes in points, origin top left."""

    kind: Literal["page"]
    page: int
    boxes: list[tuple[float, float, float, float]]


class RowLocator(_Model):
    """表格行 · Row of a sheet."""

    kind: Literal["row"]
    sheet: str
    row: int


class SlideLocator(_Model):
    """幻灯片 · Slide."""

    kind: Literal["slide"]
    slide: int


Locator = Annotated[PageLocator | RowLocator | SlideLocator, Field(discriminator="kind")]


class _PlaceShape(_Model):
    passage_id: str
    document_id: str
    source: str = Field(description="文件 · root name / path")
    also_in: list[str] = Field(description="同样内容的其他文件 · other files with the same text")
    title: str
    section: str = Field(description="章节 · headings above it, joined by ' / '")
    date: str = Field(description="日期 · ISO 8601, empty if the document gives none")
    start: int = Field(description="起 · offset in the stored text, in code points")
    end: int = Field(description="止(不含)· end, not included")
    text_hash: str = Field(description="原文指纹 · changes with the stored text")
    locator: Locator | None = Field(description="页、行或幻灯片 · place in the original file")
    score: float


class PassageShape(_PlaceShape):
    """一段原文 · A passage found."""

    text: str
    rank: int = Field(description="名次,从 1 起 · from 1")


class CitationShape(_PlaceShape):
    """一处引文 · The exact words that an answer rests on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [CITATION_EXAMPLE]})

    number: int = Field(description="答案里 [n] 的 n · the n of [n] in the answer")
    quote: str = Field(description="引文,与原文一字不差 · verbatim: stored text[start:end]")


class AnswerErrorShape(_Model):
    """没有答案的原因 · Why there is no answer."""

    code: str
    message: str
    remedy: str


class AnswerShape(_Model):
    """回答 · An answer, or that the documents hold none (status no_evidence)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [ANSWER_EXAMPLE]})

    id: str
    question: str
    understood_as: str | None = Field(description="补全后的追问 · a follow-up, completed")
    status: AnswerStatus
    answer: str | None = Field(description="带 [n] 的答案 · text with [n]; null without evidence")
    short_answer: str | None
    citations: list[CitationShape]
    nearest: list[PassageShape] = Field(
        description="没有答案时最接近的段落 · without evidence, up to five passages"
    )
    error: AnswerErrorShape | None
    reader: str
    elapsed_ms: float


class SearchShape(_Model):
    """检索结果 · What a search found, best first."""

    query: str
    passages: list[PassageShape]


class DocumentShape(_Model):
    """一份文件 · A document of the index."""

    document_id: str
    source: str
    also_in: list[str]
    title: str
    date: str
    state: FileState = Field(
        description="indexed 已入库; duplicate 与另一份相同 same text as another; "
        "partial 未读全 read with losses"
    )
    characters: int
    passages: int
    text_hash: str
    format: str = Field(description="格式 · pdf, docx, …")
    number: str = Field(description="发文字号 · number of an official document, or empty")
    issuer: str = Field(description="发文机关 · who issued it, or empty")


class DocumentsShape(_Model):
    """全部文件 · All documents, by source."""

    documents: list[DocumentShape]


class TextShape(_Model):
    """入库的原文或其中一段 · A stored text, or a piece of it."""

    document_id: str
    source: str
    title: str
    author: str
    origin: str = Field(description="来源 · the publication that the text names as its source")
    date: str
    characters: int = Field(description="全文字数 · characters of the whole text")
    text_hash: str
    start: int
    end: int
    text: str = Field(description="原文 · stored text[start:end]")


class HealthShape(_Model):
    """状态 · What the server answers from."""

    status: Literal["ok"]
    version: str
    generation: int = Field(description="索引版本 · counts up with every new index")
    updated: str = Field(description="索引时间 · when it was published, ISO 8601")
    documents: int
    passages: int


class ProblemShape(_Model):
    """出错 · A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="出了什么错 · what went wrong")
    remedy: str = Field(description="怎么办 · what to do; may be empty")
    code: str | None = Field(default=None, description="供程序判断 · stable word for programs")
