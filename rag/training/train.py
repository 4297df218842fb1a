"""Trains the reader.

    python -m rag.training.train --data FOLDER --work FOLDER [--minutes N]

Resumable: what is in `--work` is gone on with. Seeded; on a GPU if PyTorch sees one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import platformdirs
import torch

from embeddings import prepared_model
from embeddings.unigram import UnigramTokenizer
from rag.readers.pair_encoding import MAX_TOKENS, PairEncoder
from rag.training.examples import NO_SPAN, Example, make_examples
from rag.training.network import Batch, ReaderNetwork
from rag.training.vocabulary import kept_pieces

BATCH_SIZE = 16
LEARNING_RATE = 1e-4
WARM_UP = 0.06
SAVE_EVERY = 200
HELD_OUT = 20
SEED = 11
WIDTH_STEP = 32
FROZEN_LAYERS = 3


def main() -> int:
    """Trains until the planned steps are done; returns the exit status."""
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    folder = options.cache_dir / prepared_model.FOLDER_NAME
    pieces, scores = read_pieces(folder)
    examples = make_examples(options.data, options.seed)
    kept = _kept(options.work / "kept.npy", pieces, scores, options.data, examples)
    tokenizer = UnigramTokenizer([pieces[row] for row in kept], scores[kept], MAX_TOKENS)
    learnt = [example for number, example in enumerate(examples) if number % HELD_OUT]
    print(f"{len(learnt)} pairs, {len(kept)} word pieces, {device}", flush=True)
    network = ReaderNetwork(folder, kept, FROZEN_LAYERS).to(device)
    Trainer(network, PairEncoder(tokenizer), learnt, options, device).run()
    return 0


class Trainer:
    """AdamW with warm-up and linear decay over a fixed number of steps."""

    def __init__(
        self,
        network: ReaderNetwork,
        encoder: PairEncoder,
        examples: Sequence[Example],
        options: argparse.Namespace,
        device: torch.device,
    ) -> None:
        self._network = network
        self._encoder = encoder
        self._examples = examples
        self._device = device
        self._seed = options.seed
        self._steps: int = math.ceil(options.epochs * len(examples) / BATCH_SIZE)
        self._file = options.work / "checkpoint.pt"
        trained = [weights for weights in network.parameters() if weights.requires_grad]
        self._optimizer = torch.optim.AdamW(
            trained, lr=LEARNING_RATE, weight_decay=0.01, fused=True
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._rate)
        self._step = 0

    def run(self) -> None:
        """From the checkpoint, if there is one, to the last step."""
        self._load()
        self._network.train()
        started, first, total = time.monotonic(), self._step, 0.0
        for batch in self._batches(self._step):
            self._optimizer.zero_grad()
            with torch.autocast(self._device.type, dtype=torch.bfloat16):
                loss = self._network.loss(batch)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
            self._optimizer.step()
            self._schedule.step()
            self._step += 1
            total += float(loss.detach())
            if self._step % 50 == 0:
                pace = (time.monotonic() - started) / (self._step - first)
                left = pace * (self._steps - self._step) / 60
                print(
                    f"step {self._step}/{self._steps} loss {total / 50:.3f} "
                    f"{pace / BATCH_SIZE:.3f} s a pair, {left:.0f} min left",
                    flush=True,
                )
                total = 0.0
            if self._step % SAVE_EVERY == 0 or self._step == self._steps:
                self._save()

    def _rate(self, step: int) -> float:
        warm_up = max(1, int(WARM_UP * self._steps))
        if step < warm_up:
            return step / warm_up
        left: float = (self._steps - step) / max(1, self._steps - warm_up)
        return max(0.02, left)

    def _batches(self, first: int) -> Iterator[Batch]:
        """Batches from step `first` on: pairs of like length together, batches shuffled."""
        for epoch in range(math.ceil(self._steps * BATCH_SIZE / len(self._examples))):
            order = list(range(len(self._examples)))
            random.Random(self._seed + epoch).shuffle(order)
            rows: list[list[int]] = []
            for start in range(0, len(order), BATCH_SIZE * 50):
                block = order[start : start + BATCH_SIZE * 50]
                block.sort(key=lambda row: len(self._examples[row].passage))
                parts = [block[at : at + BATCH_SIZE] for at in range(0, len(block), BATCH_SIZE)]
                random.Random(self._seed + epoch + start).shuffle(parts)
                rows += parts
            before = epoch * len(rows)
            for number, batch in enumerate(rows):
                if first <= before + number < self._steps:
                    yield self._as_batch([self._examples[row] for row in batch])

    def _as_batch(self, examples: Sequence[Example]) -> Batch:
        pairs = [
            self._encoder.encode(example.question, example.context, example.passage)
            for example in examples
        ]
        # Widths repeat, since every new shape has its kernels compiled anew on a CPU.
        width = math.ceil(max(len(pair.ids) for pair in pairs) / WIDTH_STEP) * WIDTH_STEP
        ids = torch.ones((len(pairs), width), dtype=torch.long)
        mask = torch.zeros((len(pairs), width), dtype=torch.long)
        readable = torch.zeros((len(pairs), width), dtype=torch.bool)
        spans = [
            pair.tokens_of(example.start, example.end) if example.start != NO_SPAN else (-1, -1)
            for pair, example in zip(pairs, examples, strict=True)
        ]
        for row, pair in enumerate(pairs):
            ids[row, : len(pair.ids)] = torch.tensor(pair.ids)
            mask[row, : len(pair.ids)] = 1
            readable[row, pair.first : pair.first + len(pair.offsets)] = True
        relevant = torch.tensor([float(example.relevant) for example in examples])
        starts, ends = (torch.tensor(part) for part in zip(*spans, strict=True))
        tensors = (ids, mask, readable, starts, ends, relevant)
        return Batch(*(tensor.to(self._device) for tensor in tensors))

    def _save(self) -> None:
        part = self._file.with_suffix(".part")
        state = {
            "step": self._step,
            "network": self._network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
        }
        torch.save(state, part)
        part.rename(self._file)

    def _load(self) -> None:
        if self._file.exists():
            state = torch.load(self._file, map_location=self._device)
            self._network.load_state_dict(state["network"])
            self._optimizer.load_state_dict(state["optimizer"])
            self._schedule.load_state_dict(state["schedule"])
            self._step = state["step"]
            print(f"going on from step {self._step}", flush=True)


def read_pieces(folder: Path) -> tuple[list[str], np.ndarray]:
    """All word pieces of the prepared embedding model and their scores."""
    encoder = folder / prepared_model.ENCODER_FOLDER
    pieces = (encoder / prepared_model.PIECES_FILE).read_text(encoding="utf-8").split("\n")
    return pieces, np.load(encoder / prepared_model.SCORES_FILE)


def _kept(
    file: Path, pieces: list[str], scores: np.ndarray, data: Path, examples: Sequence[Example]
) -> np.ndarray:
    if not file.exists():
        news = gzip.decompress((data / "news" / "news_20k.jsonl.gz").read_bytes()).decode()
        texts = [json.loads(line)["text"] for line in news.splitlines()[:4000]]
        texts += [f"{example.question} {example.passage}" for example in examples]
        np.save(file, kept_pieces(pieces, scores, texts))
    kept: np.ndarray = np.load(file)
    return kept


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with cmrc2018, stard, news"
    )
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--epochs", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
