"""Waveforms of a beat, and of several runs side by side, as xarray datasets."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from diastole.arrays import Array
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.waveform_signals import SIGNALS

if TYPE_CHECKING:
    import xarray


def beat_dataset(time: Array, signals: Mapping[str, Any], attributes: Mapping[str, Any]) -> "xarray.Dataset":
    """Return signals over the time of a support cycle [s], with units and long names."""
    import xarray  # takes as long to load as a patient to run

    variables = {
        name: ("time", signals[name], {"units": signal.unit, "long_name": signal.title})
        for name, signal in SIGNALS.items()
    }
    axis = ("time", time, {"units": "s", "long_name": "Time from the QRS onset"})
    return xarray.Dataset(variables, coords={"time": axis}, attrs=attributes)


def side_by_side(runs: Mapping[str, "xarray.Dataset"]) -> "xarray.Dataset":
    """Return runs over the same time, so that ``dataset.aortic_pressure.plot(hue="support")`` shows them together.

    The time is that of the longest support cycle, of the last one where several are as long. The other runs are
    repeated until they fill it, and read at its times: they are cut into other steps, and their beats may differ in
    length.

    `runs`: by name, such as ``without`` and ``with``; each from `beat_dataset`, with measures among the attributes.

    Returns signals over the dimensions ``support`` (the names) and ``time`` (s), with units and long names;
    ``measures`` over ``support`` and ``measure``, NaN where one is undefined, with the coordinate ``unit``.
    """
    every = list(runs.values())
    longest = sorted(every, key=lambda one: float(one["time"][-1]))[-1]
    time = longest["time"].values
    variables = {
        name: (
            ("support", "time"),
            np.stack([one[name].values if one is longest else _at(time, one, name) for one in every]),
            signal.attrs,
        )
        for name, signal in longest.data_vars.items()
    }
    rows = [[one.attrs.get(name, np.nan) for name in MEASURES] for one in every]
    measured = ("support", "measure"), np.array(rows, dtype=float), {"long_name": "Measures of the steady beat"}
    coordinates = {
        "support": ("support", list(runs), {"long_name": "Circulatory support"}),
        "time": longest["time"],
        "measure": ("measure", list(MEASURES)),
        "unit": ("measure", [measure.unit for measure in MEASURES.values()]),
    }
    title = ", ".join(dict.fromkeys(one.attrs["title"] for one in every))
    return type(longest)({**variables, "measures": measured}, coordinates, {"title": title})


def _at(time: Array, one: "xarray.Dataset", name: Hashable) -> Array:
    """Return a signal of a periodic run at the times of another one [s]."""
    own = one["time"].values
    read: Array = np.interp(time % own[-1], own, one[name].values)
    return read
