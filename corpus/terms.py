"""Words that jieba does not know: the terms a corpus itself coins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from corpus.normalize import search_form
from corpus.structure.headings import find_headings

_HAN = "\u3400-\u9fff"
_NAMED = re.compile(f"[“《「『]([{_HAN}]{{2,12}})[”》」』]")
_TERM = re.compile(f"[{_HAN}]{{2,12}}")
_LABEL = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+[编篇章节条]|[（(]?[一二三四五六七八九十\d.]{1,5}[)）]?)[、.．\s]*"
)
# A text with more names than this is a list of names, not one that coins terms.
_MOST_COUNTED = 500
_LONGEST_TITLE = 60


def collect_terms(texts: Iterable[str], minimum: int = 2) -> list[str]:
    """The terms that `texts` coin, in search form, sorted.

    A term has 2 to 12 Chinese characters and stands in quotation marks, in 《》
    or alone as a heading; it counts when the texts that name it so use it at
    least `minimum` times in all, or when a title (first line) names it.
    """
    counts: Counter[str] = Counter()
    titled: set[str] = set()
    for text in texts:
        form = search_form(text)
        first_line = form.lstrip().partition("\n")[0]
        if len(first_line) <= _LONGEST_TITLE and "。" not in first_line:
            titled |= set(_NAMED.findall(first_line))
        counts += _counted(form)
    return sorted(titled | {term for term, count in counts.items() if count >= minimum})


def _counted(form: str) -> Counter[str]:
    named = Counter(_NAMED.findall(form))
    for heading in find_headings(form):
        words = _LABEL.sub("", heading.text, count=1)
        if _TERM.fullmatch(words):
            named[words] += 1
    if len(named) > _MOST_COUNTED:
        return named
    return Counter({term: form.count(term) for term in named})
