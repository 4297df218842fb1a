"""BM25 over the words of passages and their context, in a tantivy folder."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, starmap
from pathlib import Path
from typing import NamedTuple, TypeAlias

import tantivy

from corpus.errors import IndexDamagedError
from corpus.numbered_parts import is_reference
from corpus.pinyin_syllables import romanized_names
from corpus.tokenizer import Tokenizer
from rag.word_query import WordQuery

_ID = "id"
_WORDS = "words"
_BESIDE = "beside"
_ANALYZER = "words"
_NUMBERED_BOOST = 2.0
# A word beside a passage counts this much of one in it.
_BESIDE_BOOST = 0.2
_MOST_RECENT = 64
_K1 = 1.2  # tantivy's, as its b of 0.75
# Before the token of a part or document: the passage lies in it, and does not only cite it.
_IN_PLACE = "in:"
_WRITER_HEAP_BYTES = 64_000_000
_REBUILD = "It is rebuilt from the library by: wenyuan index PATH"


class WordEntry(NamedTuple):
    """A passage: its row, what is above it, its text, and the passages beside it in its text."""

    row_id: int
    context: str
    text: str
    beside: tuple[str, ...] = ()


Clause: TypeAlias = tuple[tantivy.Occur, tantivy.Query]


class LexicalIndex:
    """A word index over passages.

    Context and text share one field, so a passage is found by the words of its title and
    headings too; the words beside it stand in another, where they count less. Changes are seen
    by `search` after `commit`.
    """

    def __init__(self, index: tantivy.Index, tokenizer: Tokenizer) -> None:
        index.register_tokenizer(_ANALYZER, _analyzer())
        self._index = index
        self._tokenizer = tokenizer
        self._recent: dict[str, list[str]] = {}
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = index.searcher()

    @classmethod
    def create(cls, folder: Path, tokenizer: Tokenizer) -> LexicalIndex:
        """An empty index in `folder`, which is made if absent and must hold no index."""
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(), path=str(folder), reuse=False)
        return cls(index, tokenizer)

    @classmethod
    def open(cls, folder: Path, tokenizer: Tokenizer) -> LexicalIndex:
        """The index in `folder`.

        Raises:
            IndexDamagedError: the folder holds no index that can be read.
        """
        try:
            return cls(tantivy.Index.open(str(folder)), tokenizer)
        except (ValueError, OSError) as exc:
            raise IndexDamagedError(
                f"The word index in {folder} cannot be read ({exc}).", remedy=_REBUILD
            ) from exc

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def add(self, entries: Iterable[WordEntry | tuple[int, str, str]]) -> None:
        """Adds entries; row ids must be new to the index."""
        writer = self._open_writer()
        for row_id, context, text, beside in starmap(WordEntry, entries):
            above = self._tokens_of(context)
            places = [_IN_PLACE + word for word in above if is_reference(word)]
            document = tantivy.Document()
            document.add_integer(_ID, row_id)
            document.add_text(_WORDS, " ".join((*above, *places, *self._tokens_of(text))))
            document.add_text(_BESIDE, " ".join(chain.from_iterable(map(self._tokens_of, beside))))
            writer.add_document(document)

    def _tokens_of(self, text: str) -> list[str]:
        """The tokens of `text`, which soon comes again: as a neighbour, or above others."""
        tokens = self._recent.get(text)
        if tokens is None:
            if len(self._recent) >= _MOST_RECENT:
                self._recent = {}
            tokens = self._recent[text] = self._tokenizer.indexed_tokens(text)
        return tokens

    def remove(self, ids: Iterable[int]) -> None:
        """Removes entries by row id; unknown ids are ignored."""
        writer = self._open_writer()
        for row_id in ids:
            writer.delete_documents_by_term(_ID, row_id)

    def commit(self) -> None:
        """Writes pending changes to disk and makes them searchable."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, query: str, top_k: int) -> list[tuple[int, float]]:
        """Best `top_k` (row id, BM25 score), best first; empty when no word is known."""
        return self.search_words(self._tokenizer.tokens(query), top_k)

    def search_words(self, words: Sequence[str], top_k: int) -> list[tuple[int, float]]:
        """As `search`, for words that come from the same tokenizer."""
        if not words or top_k < 1:
            return []
        return self._found(self._any_of(words), top_k)

    def query_of(self, text: str) -> WordQuery:
        """What `coverage` is asked for to find the words of `text`."""
        words = dict.fromkeys(self._tokenizer.tokens(text))
        return WordQuery(tuple(words), romanized_names(text))

    def coverage(
        self,
        query: WordQuery,
        top_k: int,
        sound_boost: float,
        among: Sequence[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Best `top_k` (row id, coverage), best first; of the rows `among`, if given.

        Coverage is BM25 divided by what a passage would have that holds every word of the query
        without end: (k1 + 1) times the sum of their rarities, so that what is no word in the
        library makes all else count less. It is in [0, 1] but for what words beside the passage
        add, and the sounds of names, each `sound_boost` times as much as a word.
        """
        schema = self._index.schema
        optional = [_boosted(schema, word, _BESIDE_BOOST, _BESIDE) for word in query.words]
        if sound_boost > 0:
            optional += [_boosted(schema, sound, sound_boost) for sound in query.sounds]
        clauses = self._any_of(query.words) + [(tantivy.Occur.Should, each) for each in optional]
        if not clauses or top_k < 1:
            return []
        if among is not None:
            clauses = [(tantivy.Occur.Must, self._among(among)), *clauses]
        most = (_K1 + 1) * sum(map(self.rarity, query.words or query.sounds))
        return [(row_id, score / most) for row_id, score in self._found(clauses, top_k)]

    def search_named(self, query: str, top_k: int) -> list[tuple[int, float]]:
        """As `search`, among the passages in the place that the query names by number.

        "第十二条" names the passages under that heading, the number of a document all of its
        passages. Empty where the query names no place, or none that there is.
        """
        words = self._tokenizer.tokens(query)
        places = [_IN_PLACE + word for word in dict.fromkeys(words) if is_reference(word)]
        if not places or top_k < 1:
            return []
        schema = self._index.schema
        required = [(tantivy.Occur.Must, _clause(schema, place)) for place in places]
        return self._found([*required, *self._any_of(words)], top_k)

    def _among(self, rows: Sequence[int]) -> tantivy.Query:
        """Any of the rows, which adds nothing to their scores."""
        any_row = tantivy.Query.term_set_query(self._index.schema, _ID, list(rows))
        return tantivy.Query.const_score_query(any_row, 0.0)

    def _any_of(self, words: Sequence[str]) -> list[Clause]:
        schema = self._index.schema
        return [(tantivy.Occur.Should, _clause(schema, word)) for word in dict.fromkeys(words)]

    def _found(self, clauses: list[Clause], top_k: int) -> list[tuple[int, float]]:
        searcher = self._searcher
        result = searcher.search(
            tantivy.Query.boolean_query(clauses), limit=min(top_k, max(len(self), 1)), count=False
        )
        addresses = [address for _, address in result.hits]
        ids = searcher.fast_field_values(_ID, addresses)
        scores = [float(score) for score, _ in result.hits]
        return [
            (row_id, score)
            for row_id, score in zip(ids, scores, strict=True)
            if isinstance(row_id, int)
        ]

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a word as in BM25, ≥ 0; highest for unknown words.

        ln(1 + (N - n + 0.5) / (n + 0.5)), Robertson & Zaragoza 2009,
        doi:10.1561/1500000019.
        """
        total = len(self)
        holding = self._searcher.doc_freq(_WORDS, word)
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5))

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
        return self._writer


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(_ID, stored=False, indexed=True, fast=True)
    for field in (_WORDS, _BESIDE):
        builder.add_text_field(field, stored=False, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _clause(schema: tantivy.Schema, word: str) -> tantivy.Query:
    """The passages with a word; who names a part or a document by its number means just that."""
    return _boosted(schema, word, _NUMBERED_BOOST if is_reference(word) else 1.0)


def _boosted(schema: tantivy.Schema, word: str, boost: float, field: str = _WORDS) -> tantivy.Query:
    term = tantivy.Query.term_query(schema, field, word, index_option="freq")
    return term if boost == 1.0 else tantivy.Query.boost_query(term, boost)
