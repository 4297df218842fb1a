"""The peers: what each is, what it was given, and the command that starts its worker.

Nothing but the standard library: every peer's environment imports this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements")
# Nobody asks the network while being measured, and nobody reports home.
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "true",
}


class PeerError(Exception):
    """A peer cannot be set up or started; the text says which command mends it."""


class Variant(StrEnum):
    """How much a peer was told about Chinese."""

    SHIPPED = "shipped"
    HELPED = "helped"


class EmbeddingSource(StrEnum):
    """Where a peer's vectors come from; the weights are multilingual-e5-small's everywhere.

    ONNX_CACHED: our ONNX embedder, through the peer's own interface: for quality.
    TORCH: sentence-transformers on torch, as the peer's users have it: for speed of indexing.
    TORCH_QUERIES: stand-ins for passages, questions as in TORCH: for latency and memory.
    """

    ONNX_CACHED = "onnx-cached"
    TORCH = "torch"
    TORCH_QUERIES = "torch-queries"


@dataclass(frozen=True, slots=True)
class Peer:
    """One pipeline that users would pick instead.

    Attributes:
        name: in commands and in results.
        title: in tables.
        environment: folder of its environment, and `requirements/ENVIRONMENT.txt`.
        module: run as its worker.
        given: what it has in each variant, in plain words.
    """

    name: str
    title: str
    environment: str
    module: str
    given: Mapping[Variant, str]


_PACKAGE = "benchmarks.retrieval.peers"

PEERS = (
    Peer(
        "langchain",
        "LangChain, FAISS",
        "langchain",
        f"{_PACKAGE}.langchain_faiss",
        {
            Variant.SHIPPED: (
                "RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50) with its own"
                " separators (blank line, line, space, any character); FAISS.from_documents, an"
                " exact index; similarity_search. No word search."
            ),
            Variant.HELPED: (
                "The same with Chinese separators (。！？… then ；： then ，、), each kept at the"
                " end of its passage, so that passages end where sentences do. It has no word"
                " search that could be helped."
            ),
        },
    ),
    Peer(
        "llama_index",
        "LlamaIndex, vectors",
        "llama_index",
        f"{_PACKAGE}.llama_index_vectors",
        {
            Variant.SHIPPED: (
                "SentenceSplitter with its defaults (1,024 tokens of its own tokenizer, 200 of"
                " them overlapping) and VectorStoreIndex in memory. Metadata are kept out of the"
                " embedded text. Quality is measured with the same similarities taken from one"
                " matrix, speed with its own loop over all passages."
            ),
            Variant.HELPED: (
                "The same with a chunking_tokenizer_fn that cuts at 。！？… and chunk_size=512,"
                " chunk_overlap=50, so that no passage is longer than what the embedding model"
                " reads. It has no word search that could be helped."
            ),
        },
    ),
    Peer(
        "llama_index_fused",
        "LlamaIndex, vectors + BM25",
        "llama_index",
        f"{_PACKAGE}.llama_index_fused",
        {
            Variant.SHIPPED: (
                "As LlamaIndex above, and BM25Retriever.from_defaults over the same passages, both"
                " joined by QueryFusionRetriever(mode='reciprocal_rerank', num_queries=1), no"
                " language model. Its word pattern takes a run of Chinese characters for one word,"
                " and passages that share no word with the question come along with score 0."
            ),
            Variant.HELPED: (
                "As LlamaIndex helped, and BM25 over jieba's words (cut_for_search), in passages"
                " and questions alike; no English stop words, no stemming, no passages of score 0."
            ),
        },
    ),
    Peer(
        "haystack",
        "Haystack, vectors + BM25",
        "haystack",
        f"{_PACKAGE}.haystack_hybrid",
        {
            Variant.SHIPPED: (
                "DocumentSplitter with its defaults (200 words between spaces: nearly every"
                " Chinese document stays whole), InMemoryDocumentStore with BM25 (its pattern"
                " makes each Chinese character a word) and embeddings, both retrievers joined by"
                " DocumentJoiner(join_mode='reciprocal_rank_fusion'). Quality is measured with the"
                " same scores taken from arrays, speed with its own loops over all documents."
            ),
            Variant.HELPED: (
                "DocumentSplitter(split_by='function') with whole sentences up to 500 characters,"
                " and BM25 over jieba's words (cut_for_search) instead of characters."
            ),
        },
    ),
    Peer(
        "txtai",
        "txtai, hybrid",
        "txtai",
        f"{_PACKAGE}.txtai_hybrid",
        {
            Variant.SHIPPED: (
                "Embeddings(hybrid=True, content=True) over whole documents, as it cuts none by"
                " itself; its tokenizer makes each Chinese character a word; both scores added up."
            ),
            Variant.HELPED: (
                "The same over whole sentences up to 500 characters, its BM25 over jieba's words"
                " (cut_for_search), and exact search among vectors, where txtai takes an"
                " approximate index above 5,000."
            ),
        },
    ),
)


def requirements_file(environment: str) -> Path:
    """The pinned requirements of an environment."""
    return REQUIREMENTS / f"{environment}.txt"


def environment_python(environments: Path, environment: str) -> Path:
    """The interpreter of an environment, there or not."""
    return environments / environment / "bin" / "python"


def worker_command(
    peer: Peer, environments: Path, variant: Variant, embedding: EmbeddingSource, vectors: Path
) -> list[str]:
    """The command line of `peer`'s worker, to be run in the project's folder.

    Args:
        peer: one of `PEERS`.
        environments: the folder that `environments` has filled.
        variant: as shipped or helped.
        embedding: where vectors come from.
        vectors: the file of vectors computed before.

    Raises:
        PeerError: the environment is not there.
    """
    python = environment_python(environments, peer.environment)
    if not python.exists():
        raise PeerError(
            f"{peer.title}: there is no environment at {python.parent.parent}. Set it up with:"
            f" python -m {_PACKAGE}.environments --folder {environments}"
        )
    settings = [f"{name}={value}" for name, value in OFFLINE.items()]
    options = ["--variant", variant, "--embedding", embedding, "--vectors", str(vectors)]
    return ["env", *settings, str(python), "-m", peer.module, *options]
