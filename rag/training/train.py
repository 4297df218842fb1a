"""Trains the reader.

    python -m rag.training.train --data FOLDER --work FOLDER [--steps N] [--from-shipped]

Resumable: what is in `--work` is gone on with. Seeded; on a GPU if PyTorch sees one.
"""

from __future__ import annotations

import argparse
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
from rag.readers.reading_model import MODEL_FOLDER
from rag.training.batches import batch_of, in_batches
from rag.training.mining import Pool, read_pools
from rag.training.mixture import units_of_epoch
from rag.training.network import Batch, ReaderNetwork
from rag.training.shipped import kept_of, load_shipped
from rag.training.sources import read_news
from rag.training.vocabulary import kept_pieces

PAIRS_PER_BATCH = 16
LEARNING_RATE = 1e-4
WARM_UP = 0.06
SAVE_EVERY = 200
SEED = 11
_NEWS_FOR_PIECES = 4000


def main() -> int:
    """Trains until the planned steps are done; returns the exit status."""
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    folder = options.cache_dir / prepared_model.FOLDER_NAME
    pieces, scores = read_pieces(folder)
    pools = read_pools(options.work)
    kept = _kept(options, pieces, scores, pools)
    tokenizer = UnigramTokenizer([pieces[row] for row in kept], scores[kept], MAX_TOKENS)
    print(f"{len(pools)} questions, {len(kept)} word pieces, {device}", flush=True)
    network = ReaderNetwork(folder, kept, options.frozen_layers)
    if options.from_shipped:
        load_shipped(network, MODEL_FOLDER)
    Trainer(network.to(device), PairEncoder(tokenizer), pools, options, device).run()
    return 0


class Trainer:
    """AdamW with warm-up and linear decay over a fixed number of steps."""

    def __init__(
        self,
        network: ReaderNetwork,
        encoder: PairEncoder,
        pools: Sequence[Pool],
        options: argparse.Namespace,
        device: torch.device,
    ) -> None:
        self._network = network
        self._encoder = encoder
        self._pools = pools
        self._device = device
        self._seed = options.seed
        self._bfloat16: bool = options.bfloat16
        self._steps: int = options.steps
        self._file = options.work / "checkpoint.pt"
        trained = [weights for weights in network.parameters() if weights.requires_grad]
        self._optimizer = torch.optim.AdamW(
            trained, lr=options.learning_rate, weight_decay=0.01, fused=True
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
            with torch.autocast(self._device.type, torch.bfloat16, enabled=self._bfloat16):
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
                    f"{pace:.2f} s a step, {left:.0f} min left",
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
        """Batches from step `first` on, over as many epochs as it takes."""
        step, epoch = 0, 0
        while step < self._steps:
            units = units_of_epoch(self._pools, self._seed + epoch)
            for batch in in_batches(units, PAIRS_PER_BATCH, self._seed + epoch):
                if first <= step < self._steps:
                    yield batch_of(batch, self._encoder, self._device)
                step += 1
            epoch += 1

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
    options: argparse.Namespace, pieces: list[str], scores: np.ndarray, pools: Sequence[Pool]
) -> np.ndarray:
    """The word pieces of the run in `--work`; of a new one, those of the shipped reader or new."""
    file = options.work / "kept.npy"
    if not file.exists():
        if options.from_shipped:
            np.save(file, kept_of(MODEL_FOLDER, pieces))
        else:
            texts = read_news(options.data, _NEWS_FOR_PIECES)
            for pool in pools:
                texts += [pool.question, *(found.text for found in pool.answering)]
            np.save(file, kept_pieces(pieces, scores, texts))
    kept: np.ndarray = np.load(file)
    return kept


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with cmrc2018, stard, news"
    )
    parser.add_argument("--work", type=Path, required=True, help="folder of `mining`")
    parser.add_argument("--steps", type=int, default=4000, help=f"of {PAIRS_PER_BATCH} pairs")
    parser.add_argument("--learning-rate", type=float, default=LEARNING_RATE)
    parser.add_argument(
        "--from-shipped", action="store_true", help="start from the reader that is shipped"
    )
    parser.add_argument(
        "--bfloat16", action="store_true", help="for GPUs, and CPUs with AVX-512: faster there"
    )
    parser.add_argument(
        "--frozen-layers", type=int, default=0, help="lowest layers left as they are: faster"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
