"""Answers beside reference answers, as CMRC 2018 is evaluated; risk against coverage.

Cui et al. 2019, "A Span-Extraction Dataset for Chinese Machine Reading Comprehension", section 4:
both texts without punctuation, Chinese text by characters and other text by words; F1 over the
longest common run; the best of the references counts.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray


def exact_match(given: str, references: Sequence[str]) -> float:
    """1 if `given` is one of the references, punctuation, white space and case apart, else 0."""
    return float(any(units_of(given) == units_of(reference) for reference in references))


def run_f1(given: str, references: Sequence[str]) -> float:
    """The best F1 over the longest run of units that `given` and a reference share, in [0, 1]."""
    return max((_run_f1(units_of(given), units_of(each)) for each in references), default=0.0)


def unit_f1(given: str, references: Sequence[str]) -> float:
    """The best F1 over the units that `given` and a reference share in any order, in [0, 1]."""
    return max((_unit_f1(units_of(given), units_of(each)) for each in references), default=0.0)


def units_of(text: str) -> list[str]:
    """Chinese characters one by one and other words, in lower case, without punctuation."""
    spread = "".join(
        f" {character} " if _is_han(character) else " " if _is_mark(character) else character
        for character in text.lower()
    )
    return spread.split()


def risk_and_coverage(
    sure: Sequence[float], right: Sequence[bool]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shares of wrong answers (n,) and of questions answered (n,), the surest answers first.

    El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective Classification".
    """
    order = np.argsort(-np.asarray(sure), kind="stable")
    wrong = ~np.asarray(right, dtype=bool)[order]
    given = np.arange(1, len(order) + 1)
    return np.cumsum(wrong) / given, given / max(len(order), 1)


def _run_f1(given: list[str], wanted: list[str]) -> float:
    matcher = SequenceMatcher(None, given, wanted, autojunk=False)
    return _f1(matcher.find_longest_match().size, given, wanted)


def _unit_f1(given: list[str], wanted: list[str]) -> float:
    return _f1(sum((Counter(given) & Counter(wanted)).values()), given, wanted)


def _f1(common: int, given: list[str], wanted: list[str]) -> float:
    return 2 * common / (len(given) + len(wanted)) if common else 0.0


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PSZ"
