"""A cross-encoder of a few kilobytes with random weights, as transformers saves one."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, BertTokenizer

_PIECES = (
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    *"电梯检验泵站修规程负责班组由号雨季度计划",
)
LONGEST = 64


def write_tiny_cross_encoder(folder: Path, labels: int = 1) -> None:
    """Write model and tokenizer to `folder`; each pair has a score of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(_PIECES), encoding="utf-8")
    BertTokenizer.from_pretrained(str(folder)).save_pretrained(str(folder))
    config = AutoConfig.for_model(
        "bert",
        vocab_size=len(_PIECES),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=LONGEST,
        num_labels=labels,
        initializer_range=1.0,
    )
    with torch.random.fork_rng():
        torch.manual_seed(5)
        AutoModelForSequenceClassification.from_config(config).save_pretrained(str(folder))  # type: ignore[no-untyped-call]


def logit(folder: Path, question: str, passage: str) -> float:
    """What the model itself gives for a pair, before any activation."""
    tokenizer = BertTokenizer.from_pretrained(str(folder))
    model = AutoModelForSequenceClassification.from_pretrained(str(folder))
    pair = tokenizer(question, passage, return_tensors="pt", truncation=True, max_length=LONGEST)
    with torch.inference_mode():
        return float(model(**pair).logits[0, 0])
