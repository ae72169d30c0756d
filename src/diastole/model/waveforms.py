"""Waveforms of a beat, and of the same patient without and with support, as xarray datasets."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.waveform_signals import SIGNALS

if TYPE_CHECKING:
    import xarray

SUPPORT = ("without", "with")


def beat_dataset(
    time: NDArray[np.float64], signals: Mapping[str, Any], attributes: Mapping[str, Any]
) -> "xarray.Dataset":
    """Return signals over the time of a support cycle [s], with units and long names."""
    import xarray  # takes as long to load as a patient to run

    variables = {
        name: ("time", signals[name], {"units": signal.unit, "long_name": signal.title})
        for name, signal in SIGNALS.items()
    }
    axis = ("time", time, {"units": "s", "long_name": "Time from the QRS onset"})
    return xarray.Dataset(variables, coords={"time": axis}, attrs=attributes)


def side_by_side(without: "xarray.Dataset", with_: "xarray.Dataset", period: float) -> "xarray.Dataset":
    """Return two runs over the same time, so that ``dataset.aortic_pressure.plot(hue="support")`` shows them together.

    The beat without support is repeated until it fills the support cycle, and read at its times: the two are cut into
    other steps, and with the reflex their beats differ in length.

    Parameters
    ----------
    without, with_
        From `beat_dataset`, with measures among the attributes.
    period
        Of the beat without [s].

    Returns
    -------
    Signals over the dimensions ``support`` (without, with) and ``time`` (s), with units and long names; ``measures``
    over ``support`` and ``measure``, NaN where one is undefined, with the coordinate ``unit``.
    """
    within = with_["time"].values % period
    variables = {
        name: (
            ("support", "time"),
            np.stack((np.interp(within, without["time"].values, without[name].values), signal.values)),
            signal.attrs,
        )
        for name, signal in with_.data_vars.items()
    }
    rows = [[run.attrs.get(name, np.nan) for name in MEASURES] for run in (without, with_)]
    measured = ("support", "measure"), np.array(rows, dtype=float), {"long_name": "Measures of the steady beat"}
    coordinates = {
        "support": ("support", list(SUPPORT), {"long_name": "Circulatory support"}),
        "time": with_["time"],
        "measure": ("measure", list(MEASURES)),
        "unit": ("measure", [measure.unit for measure in MEASURES.values()]),
    }
    return type(with_)({**variables, "measures": measured}, coordinates, {"title": with_.attrs["title"]})
