"""The OpenAPI description of the HTTP interface, and its page: all from local files."""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.resources
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from corpus.errors import (
    IndexMissingError,
    UnknownCollectionError,
    UsageError,
    WenyuanError,
)
from corpus.store_records import UnknownDocumentError
from ui.api_shapes import ANSWER_EXAMPLE, CITATION_EXAMPLE, ProblemShape
from ui.json_output import json_text
from ui.problems import PROBLEM_MEDIA_TYPE, error_as_problem
from ui.static_files import static_link
from ui.version import product_version

# What the page at /api/docs needs; nothing of it is inline, nothing comes from elsewhere.
DOCS_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

_PROBLEM_SCHEMA = "#/components/schemas/ProblemShape"
_FOREVER = "public, max-age=31536000, immutable"
_PACKAGE = "fastapi_offline"
_MEDIA_TYPES = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}
_DESCRIPTION = """\
用您自己的文件回答问题,每一句话都标出它在原文中的确切位置。
Answers questions from your own documents and shows the exact place of every sentence.

出错时返回 RFC 9457 文档 · Every error is a problem document (`application/problem+json`):
`detail` says what went wrong, `remedy` what to do. 503 with `Retry-After`: 请稍后再试 · try later.
"""
_PAGE = """\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>文渊 Wenyuan API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css?v={version}">
<script src="docs/swagger-ui-bundle.js?v={version}" defer></script>
<script src="../{script}" defer></script>
</head>
<body>
<div id="wy-api-docs"></div>
</body>
</html>
"""

Responses = dict[int | str, dict[str, Any]]


def _problem(description: str, error: WenyuanError) -> dict[str, Any]:
    shown = {"schema": {"$ref": _PROBLEM_SCHEMA}, "example": error_as_problem(error)}
    return {"description": description, "content": {PROBLEM_MEDIA_TYPE: shown}}


INDEX_PROBLEMS: Responses = {
    503: _problem(
        "索引不可用或正忙 · the index cannot be used, or too many are asking",
        IndexMissingError("There is no index in /data.", remedy="Run: wenyuan index PATH"),
    )
}
PROBLEMS: Responses = INDEX_PROBLEMS | {
    422: _problem(
        "请求有误 · the request is wrong: what was got and what was expected",
        UsageError("The question is empty.", remedy="Type a question, for example: 谁是组长?"),
    )
}
TEXT_PROBLEMS: Responses = PROBLEMS | {
    404: _problem(
        "没有这份文件 · no such document",
        UnknownDocumentError("There is no document '3b1f0a9d2c4e5f60' in the index."),
    )
}


def ask_responses() -> Responses:
    """What a question may lead to."""
    return PROBLEMS | {
        200: {
            "description": "回答,或资料中没有 · an answer, or that the documents hold none",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": _events()}},
        },
        404: _problem(
            "没有这个文件集 · no such collection",
            UnknownCollectionError("There is no collection 'x'."),
        ),
        415: {
            "description": "不是 JSON · the body is not application/json",
            "content": {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": _PROBLEM_SCHEMA}}},
        },
    }


def add_description(router: APIRouter) -> None:
    """Adds `/api/openapi.json` and `/api/docs` to the routes that they describe."""

    @router.get("/api/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        headers = {"Cache-Control": "no-cache"}
        return Response(json_text(described()), media_type="application/json", headers=headers)

    @router.get("/api/docs", include_in_schema=False)
    def page() -> Response:
        filled = _PAGE.format(version=_asset_version(), script=static_link("api_docs.js"))
        headers = {
            "Cache-Control": "no-cache",
            "Content-Security-Policy": DOCS_CONTENT_SECURITY_POLICY,
        }
        return HTMLResponse(filled, headers=headers)

    @router.get("/api/docs/{name}", include_in_schema=False)
    def asset(name: str, request: Request) -> Response:
        return _asset(name, request.query_params.get("v"))

    @functools.cache
    def described() -> dict[str, Any]:
        return _openapi(router)


def _openapi(router: APIRouter) -> dict[str, Any]:
    document = get_openapi(
        title="文渊 Wenyuan",
        version=product_version(),
        description=_DESCRIPTION,
        routes=router.routes,
        servers=[{"url": "..", "description": "本服务器 · this server, under any path"}],
    )
    schema = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
    document["components"]["schemas"][ProblemShape.__name__] = schema
    return document


def _events() -> str:
    """A short stream, as an example."""
    shapes = (
        ("stage", {"name": "retrieve"}),
        ("citation", CITATION_EXAMPLE),
        ("token", {"text": ANSWER_EXAMPLE["answer"]}),
        ("done", ANSWER_EXAMPLE),
    )
    return "".join(f"event: {name}\ndata: {json_text(shape)}\n\n" for name, shape in shapes)


def _asset(name: str, version: str | None) -> Response:
    """One file of the page; browsers may keep it as long as its address names its version."""
    if name not in _MEDIA_TYPES:
        raise HTTPException(404, f"There is no file {name!r}.")
    is_versioned = version == _asset_version()
    with importlib.resources.as_file(importlib.resources.files(_PACKAGE)) as folder:
        return FileResponse(
            folder / "static" / name,
            media_type=_MEDIA_TYPES[name],
            headers={"Cache-Control": _FOREVER if is_versioned else "no-cache"},
        )


@functools.cache
def _asset_version() -> str:
    return importlib.metadata.version(_PACKAGE)
