"""Figures of the documentation: one look, and the same bytes for the same figure."""

from io import BytesIO
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from _generate.pages import Output
from diastole.faces.figures.theme import LIGHT

STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"], "font.size": 9.0, "axes.linewidth": 0.8, "svg.fonttype": "path",
    "svg.hashsalt": "diastole",
}  # fmt: skip
COLOURS = ("#0067a5", "#b84a00", "#00775a", "#97467a", "#e69f00", "#69717b", "#1c2024")


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of this size [inch]."""
    return Figure(figsize=(width, height), layout="constrained", facecolor="white")


def dress(axes: Axes, title: str = "", *, zero: bool = False, legend: float = 0.0, **settings: Any) -> None:
    """Finish axes: a grid, no frame, and what is asked for.

    Parameters
    ----------
    zero
        Whether to draw a line at zero.
    legend
        Size of the text of the legend [pt]; none if 0.
    settings
        As of ``Axes.set``.
    """
    axes.grid(color=LIGHT.rule, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8, length=3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set(**settings)
    if title:
        axes.set_title(title, fontsize=9, loc="left")
    if zero:
        axes.axhline(0.0, color=LIGHT.muted, linewidth=0.8)
    if legend:
        axes.legend(fontsize=legend, frameon=False)


def save(out: Output, name: str, figure: Figure) -> None:
    """Write a figure as SVG."""
    buffer = BytesIO()
    with rc_context(STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    out.bytes(f"figures/{name}.svg", buffer.getvalue())
