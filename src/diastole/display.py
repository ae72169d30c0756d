"""How a result reaches its faces, which stand above it and are loaded only when it is shown."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def face(name: str) -> Any:
    """Return a module of the faces; an import on top of a result's own module would tie the rooms in a circle."""
    return import_module(f"diastole.faces.{name}")


class Displayed:
    """A result that a notebook shows as a table."""

    def _repr_html_(self) -> str:
        return str(face("notebook").html(self))


class Plotted(Displayed):
    """A result that can be drawn."""

    def plot(self, *names: str, axes: "Axes | None" = None) -> "Axes":
        """Draw signals of a run or comparison over the beat, or measures of a course over time.

        Parameters
        ----------
        names
            Of one unit. The pressures of the left heart if none is given; ``pressure_volume`` draws the loop of the
            left ventricle.
        axes
            Of matplotlib, to draw on; new ones if not given.

        Returns
        -------
        The axes.

        Raises
        ------
        InputError
            If there is no such signal or measure, or they have several units.
        """
        drawn: Axes = face("figures.plots").plot(self, names, axes)
        return drawn
