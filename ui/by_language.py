"""Texts in each language of the pages; those in Traditional characters are made of the others."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

import opencc

from ui.languages import Language

_Texts = TypeVar("_Texts")

# Where Taiwan's usage for documents differs from OpenCC's, which thinks of computers.
_USAGE = {
    "檔案": "文件",
    "幻燈片": "投影片",
    "回車傳送": "按 Enter 送出",
    "“": "「",
    "”": "」",
}


class ByLanguage(Mapping[Language, _Texts], Generic[_Texts]):
    """A dataclass of texts for each language.

    Those for Taiwan are the Chinese ones in its characters and words (OpenCC's s2twp), converted
    when they are first asked for.
    """

    def __init__(self, chinese: _Texts, english: _Texts) -> None:
        self._written = {Language.CHINESE: chinese, Language.ENGLISH: english}

    def __getitem__(self, language: Language) -> _Texts:
        if language not in self._written:
            self._written[language] = _traditional(self._written[Language.CHINESE])
        return self._written[language]

    def __iter__(self) -> Iterator[Language]:
        return iter(Language)

    def __len__(self) -> int:
        return len(Language)


def _traditional(texts: _Texts) -> _Texts:
    """`texts`, a dataclass, with all its strings converted, also those in its fields."""
    fields = dataclasses.fields(cast("Any", texts))
    changes = {field.name: _converted(getattr(texts, field.name)) for field in fields}
    return cast("_Texts", dataclasses.replace(cast("Any", texts), **changes))


def _converted(value: object) -> object:
    if type(value) is str:  # an enum's word stays
        return _in_taiwan(value)
    if isinstance(value, tuple):
        return tuple(map(_converted, value))
    if isinstance(value, Mapping):
        return {key: _converted(each) for key, each in value.items()}
    return value


def _in_taiwan(text: str) -> str:
    converted: str = _converter().convert(text)
    for found, usage in _USAGE.items():
        converted = converted.replace(found, usage)
    return converted


@functools.cache
def _converter() -> Any:
    return opencc.OpenCC("s2twp")
