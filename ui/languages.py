"""The languages of pages and of the texts the product itself says."""

from __future__ import annotations

from enum import StrEnum

_TRADITIONAL = frozenset(("hant", "tw", "hk", "mo"))


class Language(StrEnum):
    """A language that pages speak; the value is its BCP 47 tag."""

    CHINESE = "zh-CN"
    TRADITIONAL = "zh-TW"
    ENGLISH = "en"


def choose_language(stated: str | None, accept_language: str | None) -> Language:
    """The language of a page: the one `stated` in its address, else what the browser likes best.

    `stated` is a language tag or None; `accept_language` is the HTTP header of that name or
    None (RFC 9110, 12.5.4). A language that pages do not speak counts as not named; when none
    is named, it is Chinese.
    """
    for tag in (stated or "", *_by_preference(accept_language or "")):
        found = _spoken(tag)
        if found is not None:
            return found
    return Language.CHINESE


def _spoken(tag: str) -> Language | None:
    """The language for a tag; regions that write Traditional Chinese, or that script, count so."""
    primary, *others = tag.strip().lower().split("-")
    if primary == "zh" and _TRADITIONAL.intersection(others) and "hans" not in others:
        return Language.TRADITIONAL
    return {"zh": Language.CHINESE, "en": Language.ENGLISH}.get(primary)


def _by_preference(header: str) -> list[str]:
    weighted = []
    for place, part in enumerate(header.split(",")):
        tag, _, parameter = part.partition(";")
        weighted.append((-_quality(parameter), place, tag))
    return [tag for weight, _, tag in sorted(weighted) if weight < 0]


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
