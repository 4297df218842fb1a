"""The shipped reader, read back into the network, says what the product's model says."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from embeddings import prepared_model
from embeddings.base import Embedder
from rag.readers.reading_model import MODEL_FOLDER, ReadingModel
from rag.training.network import ReaderNetwork
from rag.training.shipped import kept_of, load_shipped
from rag.training.train import read_pieces

QUESTION = "检验所是哪一年成立的"
PASSAGES = (
    ("检验所简介", "检验所成立于2007年,所长是李明,现有职工六十人。"),
    ("食堂通知", "食堂自五月起供应早餐,每份八元。"),
)


@pytest.mark.usefixtures("embedder")  # which prepares the folder
def test_network_with_shipped_weights_agrees_with_the_product(
    cache_dir: Path, embedder: Embedder
) -> None:
    assert embedder.dimension
    folder = cache_dir / prepared_model.FOLDER_NAME
    pieces, _ = read_pieces(folder)
    network = ReaderNetwork(folder, kept_of(MODEL_FOLDER, pieces))
    load_shipped(network, MODEL_FOLDER)
    network.eval()
    model = ReadingModel()
    for context, text in PASSAGES:
        pair = model.encoder.encode(QUESTION, context, text)
        ids = torch.tensor([pair.ids])
        with torch.inference_mode():
            starts, _, relevance = network(ids, torch.ones_like(ids))
        (reading,) = model.read(QUESTION, [(context, text)])
        # int8 products round what they are given, too.
        assert float(relevance[0]) == pytest.approx(reading.relevance, abs=0.6)
        inside = starts[0, pair.first : pair.first + len(pair.offsets)]
        assert int(inside.argmax()) == int(reading.starts.argmax())
