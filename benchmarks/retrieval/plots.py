"""Pictures of the tables: quality per pipeline and set, latency against size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.retrieval.contestants import OURS
from benchmarks.retrieval.peers.registry import Variant
from benchmarks.retrieval.quality import SetResult
from benchmarks.retrieval.speed import QuestionSpeed

OUR_COLOR, _PEER_COLOR, GRID = "#c0392b", "#5d7285", "#dfe4e8"
_DOTS_PER_INCH = 95
_PEER_COLORS = ("#2471a3", "#ca8a04", "#1e8449", "#7d3c98", "#566573", "#a04000")
_MARKERS = "s^Dv<o"


def draw_quality(results: Sequence[SetResult], titles: Mapping[str, str], path: Path) -> None:
    """A panel for each set: the main measure of each pipeline; `titles` by name, in order."""
    height = 1.3 + 0.32 * len(titles)
    figure = Figure(figsize=(2.6 + 1.9 * len(results), height), layout="constrained")
    panels = figure.subplots(1, len(results), sharey=True, squeeze=False)[0]
    for panel, result in zip(panels, results, strict=True):
        _draw_set(panel, result, list(titles))
    panels[0].set_yticks(range(len(titles)), list(titles.values()))
    panels[0].set_ylim(len(titles) - 0.5, -0.5)
    for name, label in zip(titles, panels[0].get_yticklabels(), strict=True):
        label.set_color(_color(name))
    save(figure, path)


def draw_latency(
    measured: Mapping[str, Sequence[QuestionSpeed]], titles: Mapping[str, str], path: Path
) -> None:
    """Median milliseconds of one question against passages, both logarithmic.

    A colour for each peer; dashed where it is helped.
    """
    figure = Figure(figsize=(8.5, 4.6), layout="constrained")
    axes = figure.subplots()
    peers = list(dict.fromkeys(_peer_of(name) for name in measured if name != OURS))
    for name, speeds in measured.items():
        place = len(peers) if name == OURS else peers.index(_peer_of(name))
        axes.plot(
            [speed.passages for speed in speeds],
            [speed.alone[0] for speed in speeds],
            color=OUR_COLOR if name == OURS else _PEER_COLORS[place % len(_PEER_COLORS)],
            linestyle="--" if name.endswith(Variant.HELPED) else "-",
            linewidth=2.6 if name == OURS else 1.3,
            marker=_MARKERS[place % len(_MARKERS)],
            markersize=5,
            label=titles[name],
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("passages of the pipeline itself")
    axes.set_ylabel("milliseconds a question, median")
    axes.grid(color=GRID)
    figure.legend(loc="outside right center", fontsize=8, frameon=False)
    save(figure, path)


def _peer_of(name: str) -> str:
    return name.rpartition("-")[0]


def _draw_set(panel: Axes, result: SetResult, order: Sequence[str]) -> None:
    for scores in result.scores:
        value = scores.mean(result.main)
        place = order.index(scores.name)
        panel.plot([value], [place], "o", color=_color(scores.name), markersize=7)
        side = -1 if value > 0.5 else 1
        panel.annotate(
            f"{value:.3f}",
            (value, place),
            xytext=(side * 7, 0),
            textcoords="offset points",
            ha="right" if side < 0 else "left",
            va="center",
            fontsize=8,
            color=_color(scores.name),
        )
    panel.set_xlim(-0.04, 1.04)
    panel.set_title(f"{result.asked.name}\n{result.main}", fontsize=9)
    panel.grid(axis="x", color=GRID)
    panel.tick_params(axis="x", labelsize=8)


def _color(name: str) -> str:
    return OUR_COLOR if name == OURS else _PEER_COLOR


def save(figure: Figure, path: Path) -> None:
    """Writes a picture as PNG, the same bytes for the same figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=_DOTS_PER_INCH, metadata={"Software": None})
