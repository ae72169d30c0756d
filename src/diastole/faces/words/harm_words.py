"""What a map of harm says, in sentences."""

import xarray

from diastole.model.measures.definitions import MEASURES
from diastole.numbers import significant
from diastole.studies.harm_map import Turn


def harm_sentence(turn: Turn, grid: xarray.Dataset) -> str:
    """Return where a treatment begins to harm, by one definition."""
    what = f"{MEASURES[turn.measure].title}: "
    whom = "the patient is" if grid.attrs["members"] == 1 else "more than half of the patients are"
    if turn.share != turn.share:  # not a number
        return f"{what}no heart on the map has a steady beat."
    if not turn.crossings:
        return f"{what}{whom} worse off {'everywhere' if turn.share > 0.0 else 'nowhere'} on this map."
    axis = grid["x"].attrs
    ends = sorted({significant(across) for across, _ in (turn.crossings[0], turn.crossings[-1])}, key=float)
    where = f"at {ends[0]}" if len(ends) == 1 else f"between {ends[0]} and {ends[1]}"
    share = f"{100 * turn.share:.0f} % of the map"
    return f"{what}{whom} worse off in {share}; the line lies {where} {axis['units']} ({axis['long_name']})."
