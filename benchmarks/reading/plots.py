"""The picture of risk against coverage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from benchmarks.retrieval.plots import GRID, OUR_COLOR, save


def draw_risk(
    risk: NDArray[np.float64], coverage: NDArray[np.float64], at_default: float, path: Path
) -> None:
    """Share of wrong answers (n,) against share of questions answered (n,).

    `at_default`: the share that the default threshold answers.
    """
    figure = Figure(figsize=(6.4, 3.8), layout="constrained")
    axes = figure.subplots()
    axes.plot(coverage, risk, color=OUR_COLOR, linewidth=2)
    axes.axvline(at_default, color="black", linestyle="--", linewidth=1)
    axes.annotate(
        "default threshold",
        (at_default, axes.get_ylim()[1]),
        (6, -12),
        textcoords="offset points",
        fontsize=8,
    )
    axes.set_xlim(0, 1)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("questions answered, half of them without their text")
    axes.set_ylabel("wrong, of the answers given")
    axes.grid(color=GRID)
    save(figure, path)
