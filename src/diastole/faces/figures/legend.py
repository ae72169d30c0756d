"""The legend of the figure: one entry per colour and per kind of line."""

from typing import Any

from diastole.faces.figures.theme import Theme


def legend_entries(theme: Theme, *, balloon: bool) -> list[Any]:
    """Return the handles of the legend."""
    from matplotlib import lines, patches  # matplotlib takes longer to load than a patient to run

    strong: dict[str, Any] = {"linewidth": 1.9}
    entries: list[Any] = [
        lines.Line2D([], [], color=theme.aorta, label="Aorta", **strong),
        lines.Line2D([], [], color=theme.ventricle, label="Left ventricle", **strong),
        lines.Line2D([], [], color=theme.atrium, label="Left atrium", **strong),
        lines.Line2D([], [], color=theme.without, linewidth=1.0, dashes=(3.2, 1.8), label="Without"),
        patches.Patch(facecolor=theme.leak, label="Leak with"),
        patches.Patch(facecolor=theme.without_leak, label="Leak without"),
    ]
    return [*entries, patches.Patch(facecolor=theme.inflated, label="Helium in the balloon")] if balloon else entries


def legend_style(theme: Theme) -> dict[str, Any]:
    """Return how the legend looks."""
    return {"frameon": False, "fontsize": 8, "labelcolor": theme.ink, "handlelength": 1.7, "columnspacing": 1.4}
