"""Writes a model of 4-bit blocks as the float32 folder that sentence-transformers loads.

The weights go to the file one tensor after the other (safetensors: u64 length of
the header, JSON header, raw data), so that little memory is needed for it.
"""

from __future__ import annotations

import json
import math
import struct
from typing import TYPE_CHECKING, Any

from embeddings.quantized_blocks import BlockFile, ModelShape, dequantized
from embeddings.unigram import SPECIAL_PIECES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WEIGHTS_FILE = "model.safetensors"

_BLOCKS_AT_ONCE = 200_000
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_PARTS = {"w": "weight", "b": "bias"}


def write_transformer_folder(source: BlockFile, folder: Path, prompts: Mapping[str, str]) -> None:
    """Write weights, tokenizer and configuration into `folder`, which exists."""
    _write_weights(source, folder / WEIGHTS_FILE)
    _write_json(folder / "tokenizer.json", _tokenizer(source))
    for name, content in _configuration(source.shape, prompts).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        _write_json(path, content)


def tensor_names(shape: ModelShape) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Name in the block file → name in BERT and shape there."""
    hidden, wide = shape.hidden, shape.feed_forward
    rows = {"emb.word": shape.vocabulary, "emb.pos": shape.positions, "emb.type": shape.token_types}
    names: dict[str, tuple[str, tuple[int, ...]]] = {
        short: (long, (rows[short], hidden) if short in rows else (hidden,))
        for short, long in _EMBEDDING_NAMES.items()
    }
    sizes = {"fi": (wide, hidden), "fo": (hidden, wide), "aln": (hidden,), "oln": (hidden,)}
    for number in range(shape.layers):
        for short, long in _LAYER_NAMES.items():
            size = sizes.get(short, (hidden, hidden))
            for part, word in _PARTS.items():
                name = f"encoder.layer.{number}.{long}.{word}"
                names[f"l{number}.{short}.{part}"] = (name, size if part == "w" else size[:1])
    return names


def _write_weights(source: BlockFile, path: Path) -> None:
    names = tensor_names(source.shape)
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, size in (*names.values(), *_pooler(source.shape)):
        start, end = end, end + 4 * math.prod(size)
        header[name] = {"dtype": "F32", "shape": size, "data_offsets": (start, end)}
    encoded = json.dumps(header).encode("ascii")
    encoded += b" " * (-len(encoded) % 8)  # the data begin at a multiple of 8
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(encoded)) + encoded)
        for short in names:
            for floats in _in_portions(source, short):
                file.write(floats.tobytes())
        file.write(bytes(end - (file.tell() - 8 - len(encoded))))  # the pooler


def _pooler(shape: ModelShape) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """A part of every BERT that mean pooling leaves unused: zeros, so that nothing is missing."""
    return (
        ("pooler.dense.weight", (shape.hidden, shape.hidden)),
        ("pooler.dense.bias", (shape.hidden,)),
    )


def _in_portions(source: BlockFile, name: str) -> Iterator[Floats]:
    """The weights of a tensor, a few megabytes at a time."""
    if not source.is_quantized(name):
        yield source.floats(name)
        return
    blocks = source.blocks(name)
    for start in range(0, len(blocks), _BLOCKS_AT_ONCE):
        yield dequantized(blocks[start : start + _BLOCKS_AT_ONCE])


def _configuration(shape: ModelShape, prompts: Mapping[str, str]) -> dict[str, Any]:
    """File name → content of the small JSON files."""
    modules = ("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")
    return {
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (kind, path) in enumerate(modules)
        ],
        "config_sentence_transformers.json": {
            "prompts": dict(prompts),
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "config.json": _bert_configuration(shape),
        "tokenizer_config.json": _special_names()
        | {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "clean_up_tokenization_spaces": False,
            "model_max_length": shape.positions,
        },
        "special_tokens_map.json": _special_names(),
    }


def _bert_configuration(shape: ModelShape) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.layer_norm_epsilon,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "pad_token_id": SPECIAL_PIECES.index("<pad>"),
    }


def _special_names() -> dict[str, str]:
    start, pad, end, unknown, mask = SPECIAL_PIECES
    return {
        "bos_token": start,
        "cls_token": start,
        "eos_token": end,
        "sep_token": end,
        "pad_token": pad,
        "unk_token": unknown,
        "mask_token": mask,
    }


def _tokenizer(source: BlockFile) -> dict[str, Any]:
    """The content of tokenizer.json for the package `tokenizers`."""
    start, _, end, unknown, _ = SPECIAL_PIECES
    metaspace = {
        "type": "Metaspace",
        "replacement": "▁",
        "prepend_scheme": "always",
        "split": True,
    }
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            _added_token(source.pieces.index(piece), piece) for piece in SPECIAL_PIECES
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Nmt"},
                {"type": "NFKC"},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
                {"type": "Strip", "strip_left": True, "strip_right": True},
            ],
        },
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [_special(start), _sequence("A"), _special(end)],
            "pair": [
                *(_special(start), _sequence("A"), _special(end)),
                *(_special(end), _sequence("B"), _special(end)),
            ],
            "special_tokens": {
                piece: {"id": piece, "ids": [source.pieces.index(piece)], "tokens": [piece]}
                for piece in (start, end)
            },
        },
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": source.pieces.index(unknown),
            "byte_fallback": False,
            "vocab": list(zip(source.pieces, source.scores.astype(float).tolist(), strict=True)),
        },
    }


def _added_token(number: int, piece: str) -> dict[str, Any]:
    return {
        "id": number,
        "content": piece,
        "single_word": False,
        "lstrip": piece == "<mask>",
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _special(piece: str) -> dict[str, Any]:
    return {"SpecialToken": {"id": piece, "type_id": 0}}


def _sequence(name: str) -> dict[str, Any]:
    return {"Sequence": {"id": name, "type_id": 0}}


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
