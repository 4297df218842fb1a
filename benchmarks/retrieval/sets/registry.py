"""All sets by name, whole and short; and those that may be tuned on.

Figures are reported on `REPORTED` only; nothing is tuned on these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from benchmarks.retrieval.sets import public_sets
from benchmarks.retrieval.sets.english import (
    QUESTIONS_ON_DEV,
    QUESTIONS_ON_TRAIN,
    asked_in_english,
)
from benchmarks.retrieval.sets.needs_context import stored
from benchmarks.retrieval.sets.needs_context.generator import generate
from benchmarks.retrieval.sets.public_sets import AskedTexts
from benchmarks.retrieval.sets.sampling import (
    Size,
    sample_by_question,
    sample_by_text,
    sample_questions,
)
from benchmarks.retrieval.types import QuestionSet, SourceText
from corpus.errors import UsageError

_ALL = 10**9
_WHOLE = Size(_ALL, _ALL)
_TRAINING = Size(400, 2500)
_SHORT_AMONG_NEWS = Size(30, 40)
_SHORT_ARTICLES = Size(40, 200)


class LoadedSet(NamedTuple):
    """A set and the texts of its crowd; equal crowds have equal texts."""

    texts: tuple[SourceText, ...]
    questions: QuestionSet


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a set is read: its crowd, and how much is taken for a whole and for a short run."""

    crowd: str
    load: Callable[[Path, Size], AskedTexts]
    whole: Size = _WHOLE
    short: Size = _WHOLE


def load_set(
    name: str, data: Path, *, short: bool = False, others: int = _ALL, questions: int = _ALL
) -> LoadedSet:
    """The set `name` (of `REPORTED` or `TUNING`), its public part from the folder `data`.

    At most `others` texts without questions are taken, and at most `questions` questions.

    Raises:
        UsageError: there is no such set.
        BenchmarkDataError: a file of a public set is missing or broken.
    """
    recipe = _RECIPES.get(name)
    if recipe is None:
        raise UsageError(f"There is no set {name!r}.", f"There are: {', '.join(_RECIPES)}.")
    size = recipe.short if short else recipe.whole
    asked = recipe.load(data, replace(size, others=min(size.others, others)))
    chosen = sample_questions(asked.questions, questions)
    return LoadedSet(asked.texts, QuestionSet(name, recipe.crowd, chosen))


def _cmrc(data: Path, size: Size) -> AskedTexts:
    return _among_news(data, public_sets.CMRC_DEV, size)


def _cmrc_train(data: Path, size: Size) -> AskedTexts:
    return _among_news(data, public_sets.CMRC_TRAIN, size)


def _drcd(data: Path, size: Size) -> AskedTexts:
    return _among_news(data, public_sets.DRCD_DEV, size)


def _simplified_on_traditional(data: Path, size: Size) -> AskedTexts:
    return public_sets.asked_in_simplified(_drcd(data, size))


def _english(data: Path, size: Size) -> AskedTexts:
    return asked_in_english(_cmrc(data, size), QUESTIONS_ON_DEV)


def _english_tuning(data: Path, size: Size) -> AskedTexts:
    return asked_in_english(_cmrc_train(data, size), QUESTIONS_ON_TRAIN)


def _among_news(data: Path, name: str, size: Size) -> AskedTexts:
    return sample_by_text(public_sets.squad(data, name), public_sets.news(data), size)


def _stard(data: Path, size: Size) -> AskedTexts:
    return sample_by_question(public_sets.stard(data, public_sets.STARD_DEV), size)


def _stard_train(data: Path, size: Size) -> AskedTexts:
    return sample_by_question(public_sets.stard(data, public_sets.STARD_TRAIN), size)


def _needs_context(_data: Path, _size: Size) -> AskedTexts:
    return stored.read_asked(stored.FOLDER)


def _needs_context_tuning(_data: Path, _size: Size) -> AskedTexts:
    return generate(stored.TUNING_SEED)


REPORTED: Mapping[str, Recipe] = {
    "cmrc": Recipe("cmrc", _cmrc, short=_SHORT_AMONG_NEWS),
    "drcd": Recipe("drcd", _drcd, short=_SHORT_AMONG_NEWS),
    "stard": Recipe("stard", _stard, short=_SHORT_ARTICLES),
    "needs-context": Recipe("needs-context", _needs_context),
    "english": Recipe("cmrc", _english, short=_SHORT_AMONG_NEWS),
    "simplified-on-traditional": Recipe(
        "drcd", _simplified_on_traditional, short=_SHORT_AMONG_NEWS
    ),
}
TUNING: Mapping[str, Recipe] = {
    "cmrc-train": Recipe("cmrc-train", _cmrc_train, _TRAINING, _SHORT_AMONG_NEWS),
    "english-tuning": Recipe("cmrc-train", _english_tuning, _TRAINING, _SHORT_AMONG_NEWS),
    "stard-train": Recipe("stard-train", _stard_train, short=_SHORT_ARTICLES),
    "needs-context-tuning": Recipe("needs-context-tuning", _needs_context_tuning),
}
_RECIPES = {**REPORTED, **TUNING}
