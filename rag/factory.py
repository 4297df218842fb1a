"""The only place where objects are wired: settings in, working parts out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.normalize import search_form
from corpus.sandbox.reader import SandboxedReader
from corpus.store import LIBRARY_FILE, LibraryStore
from corpus.store_documents import rows_beside, vectors_of_document
from corpus.store_records import DocumentSummary
from corpus.terms import collect_terms
from corpus.tokenizer import Tokenizer
from embeddings.base import Embedder
from embeddings.factory import create_embedder
from rag.dialogue.product_questions import answer_about
from rag.document_naming import NamesOfGenerations
from rag.generation import Generation, GenerationSource
from rag.hybrid_retriever import NEIGHBOURS_REACH, HybridRetriever, RowVectors, Steering
from rag.indexing import Indexer, IndexingOptions
from rag.manifest import read_manifest
from rag.pipeline import QAPipeline
from rag.publishing import WordTools
from rag.query.document_names import DocumentNames
from rag.readers.base import Reader
from rag.readers.factory import open_reader
from rag.reranker import READER_RERANKER, create_reranker
from rag.retriever import Retriever
from rag.settings import Settings
from rag.synonym_file import SynonymFile
from rag.synonyms import Synonyms

_JIEBA_FOLDER = "jieba"

Notify = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PublishedSnapshot:
    """A generation with the retriever over it."""

    library: Generation
    retriever: Retriever


@dataclass(frozen=True, slots=True)
class QAService:
    """What a server answers from.

    Attributes:
        pipeline: answers questions from the newest published index.
        generation: gives that index, for whole documents; raises as `GenerationSource.current`.
    """

    pipeline: QAPipeline
    generation: Callable[[], Generation]


def open_pipeline(settings: Settings, notify: Notify, reader: Reader | None = None) -> QAPipeline:
    """What answers questions: `open_service` without the documents; raises as it does."""
    return open_service(settings, notify, reader).pipeline


def open_service(settings: Settings, notify: Notify, reader: Reader | None = None) -> QAService:
    """What answers questions from the published index, with `reader` or the default one.

    `notify` hears, in one sentence each, of models that are made ready, of index files that
    had to be made anew and of a synonym file that was broken meanwhile.

    Raises:
        IndexMissingError: nothing was indexed yet.
        ModelError: a model is missing, or the embedding model is not the one of the index.
        StoreError: the library is damaged.
        SettingsError: the synonym file is missing or broken.
    """
    read_manifest(settings.data_dir)
    synonyms = SynonymFile(settings.data_dir, settings.synonyms, notify)
    embedder = create_embedder(settings.embedding_model, settings.cache_dir, notify)
    source = GenerationSource(
        settings.data_dir, embedder.fingerprint, _word_tools(settings), notify
    )
    names = NamesOfGenerations()
    names.of(source.current())

    def snapshot() -> PublishedSnapshot:
        generation = source.current()
        hybrid = _hybrid(generation, embedder, names.of(generation), synonyms.current())
        return PublishedSnapshot(generation, hybrid)

    by_default, judgement = open_reader(settings.reader, embedder)
    pipeline = QAPipeline(
        snapshot,
        judgement
        if settings.reranker == READER_RERANKER
        else create_reranker(settings.reranker, notify),
        reader or by_default,
        top_k=settings.top_k,
        min_confidence=settings.min_confidence,
        about=lambda question: _about_documents(question, source.current()),
    )
    return QAService(pipeline, source.current)


def open_indexer(
    settings: Settings, notify: Notify, wrap: Callable[[Embedder], Embedder] | None = None
) -> Indexer:
    """What keeps the index in step with folders of documents.

    `wrap` puts something around the embedder that gives the same vectors: a cache, say.

    Raises:
        ModelError: the embedding model is missing.
    """
    embedder = create_embedder(settings.embedding_model, settings.cache_dir, notify)
    return Indexer(
        settings.data_dir,
        wrap(embedder) if wrap else embedder,
        settings.embedding_model,
        _word_tools(settings),
        IndexingOptions(passwords=settings.passwords),
        SandboxedReader(cache_dir=settings.cache_dir / _JIEBA_FOLDER),
    )


def open_store(settings: Settings) -> LibraryStore:
    """The library behind the published index.

    Raises:
        IndexMissingError: nothing was indexed yet.
        StoreError: the library is damaged.
    """
    read_manifest(settings.data_dir)
    return LibraryStore(settings.data_dir / LIBRARY_FILE)


def _about_documents(question: str, generation: Generation) -> str | None:
    """The answer to a question about the product or its documents as such."""
    store = generation.store

    def documents() -> list[DocumentSummary]:
        return store.documents(generation.number)

    def holds(document: DocumentSummary, words: str) -> bool:
        return words in search_form(store.text(document.text_hash))

    return answer_about(question, documents, holds)


def _word_tools(settings: Settings) -> WordTools:
    def create_tokenizer(terms: Sequence[str]) -> Tokenizer:
        return Tokenizer(terms, cache_dir=settings.cache_dir / _JIEBA_FOLDER)

    return WordTools(create_tokenizer, collect_terms, settings.dictionary)


def _hybrid(
    generation: Generation, embedder: Embedder, names: DocumentNames, synonyms: Synonyms
) -> HybridRetriever:
    def rows_of(document_id: str) -> RowVectors:
        return vectors_of_document(
            generation.store, document_id, embedder.fingerprint, generation.number
        )

    def beside(row_id: int) -> list[int]:
        return rows_beside(generation.store, row_id, NEIGHBOURS_REACH, generation.number)

    return HybridRetriever(
        generation.passages,
        generation.dense,
        embedder,
        generation.lexical,
        Steering(names, rows_of, beside, synonyms),
    )
