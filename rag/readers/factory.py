"""The readers by name, each with the order of passages that its model gives."""

from __future__ import annotations

from embeddings.base import Embedder
from rag.readers.base import Reader
from rag.readers.calibration import load_calibration
from rag.readers.extractive import CALIBRATION_FILE, ExtractiveReader
from rag.readers.passage_reader import PassageReader
from rag.readers.reading_model import MODEL_FOLDER, ReadingModel
from rag.readers.reading_reranker import ReadingReranker
from rag.readers.sentence_similarity import SentenceSimilarity
from rag.reranker import Reranker, RetrievalOrder

SENTENCES = "sentences"
SENTENCES_FILE = "sentences.json"


def open_reader(name: str, embedder: Embedder) -> tuple[Reader, Reranker]:
    """The reader `name`, "extractive" or "sentences", and the reranker that reads with it.

    "sentences" needs no trained model, and keeps the order of the retriever.

    Raises:
        ModelError: the reader's model is missing or damaged.
    """
    if name == SENTENCES:
        passages = PassageReader(SentenceSimilarity(embedder))
        calibration = load_calibration(MODEL_FOLDER / SENTENCES_FILE)
        return ExtractiveReader(passages, calibration, name=SENTENCES), RetrievalOrder()
    passages = PassageReader(ReadingModel())
    calibration = load_calibration(MODEL_FOLDER / CALIBRATION_FILE)
    return ExtractiveReader(passages, calibration), ReadingReranker(passages, calibration.ranking)
