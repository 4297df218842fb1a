"""The reader as a PyTorch module: an encoder with three small heads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertModel


@dataclass(frozen=True, slots=True)
class Batch:
    """Token ids and their mask (pairs, tokens); spans and relevance (pairs,).

    `starts` and `ends` are token positions, or -1 where there is no span to learn. `better` and
    `worse` (comparisons,) are rows: the former is the more relevant one.
    """

    ids: Tensor
    mask: Tensor
    readable: Tensor
    starts: Tensor
    ends: Tensor
    relevant: Tensor
    better: Tensor
    worse: Tensor


class ReaderNetwork(nn.Module):
    """BERT over `<s> question </s></s> context passage </s>`.

    Gives logits: start and end of the answer for every token, and relevance for the
    pair. Word rows and the lowest `frozen` layers stay those of multilingual-e5-small.
    """

    def __init__(self, folder: Path, kept: NDArray[np.int64], frozen: int = 0) -> None:
        super().__init__()
        # No dropout: its random numbers take longer on a CPU than the products, and an epoch
        # or two over so many pairs do not overfit.
        self.encoder = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        words = self.encoder.embeddings.word_embeddings.weight.detach()[torch.from_numpy(kept)]
        self.encoder.embeddings.word_embeddings = nn.Embedding(
            words.shape[0], words.shape[1], _weight=words
        )
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]):
            part.requires_grad_(requires_grad=False)
        hidden = self.encoder.config.hidden_size
        self.span = nn.Linear(hidden, 2)
        self.relevance = nn.Linear(hidden, 1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Start and end logits (pairs, tokens), relevance logits (pairs,)."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        spans = self.span(states)
        return spans[..., 0], spans[..., 1], self.relevance(states[:, 0])[:, 0]

    def loss(self, batch: Batch) -> Tensor:
        """Cross entropy of start and end over the passage, of relevance, and of its order.

        The last is that of RankNet (Burges et al. 2005): log(1 + exp(worse - better)).
        """
        starts, ends, relevance = (part.float() for part in self(batch.ids, batch.mask))
        loss = nn.functional.binary_cross_entropy_with_logits(relevance, batch.relevant)
        if len(batch.better):
            apart = relevance[batch.worse] - relevance[batch.better]
            loss = loss + 0.5 * nn.functional.softplus(apart).mean()
        with_span = batch.starts >= 0
        if not with_span.any():
            return loss
        hidden = ~batch.readable[with_span]
        for logits, targets in ((starts, batch.starts), (ends, batch.ends)):
            allowed = logits[with_span].masked_fill(hidden, -1e4)
            loss = loss + 0.5 * nn.functional.cross_entropy(allowed, targets[with_span])
        return loss
