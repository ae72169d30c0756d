"""Both runs of a comparison as one dataset."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray

    from diastole.model.run import Comparison

SUPPORT = ("without", "with")


def comparison_dataset(comparison: "Comparison") -> "xarray.Dataset":
    """Return both runs over the same time, so that ``dataset.aortic_pressure.plot(hue="support")`` shows them together.

    The beat without support is repeated until it fills the support cycle, and read at its times: the two are cut into
    other steps, and with the reflex their beats differ in length.

    Returns
    -------
    Signals over the dimensions ``support`` (without, with) and ``time`` (s), with units and long names; ``measures``
    over ``support`` and ``measure``, NaN where one is undefined, with the coordinate ``unit``.
    """
    import xarray

    from diastole.model.measures.definitions import MEASURES

    without, with_ = comparison.without.dataset(), comparison.with_.dataset()
    within = with_["time"].values % comparison.without.period
    variables = {
        name: (
            ("support", "time"),
            np.stack((np.interp(within, without["time"].values, without[name].values), signal.values)),
            signal.attrs,
        )
        for name, signal in with_.data_vars.items()
    }
    rows = [[run.measures[name] for name in MEASURES] for run in (comparison.without, comparison.with_)]
    measured = ("support", "measure"), np.array(rows, dtype=float), {"long_name": "Measures of the steady beat"}
    coordinates = {
        "support": ("support", list(SUPPORT), {"long_name": "Circulatory support"}),
        "time": with_["time"],
        "measure": ("measure", list(MEASURES)),
        "unit": ("measure", [measure.unit for measure in MEASURES.values()]),
    }
    return xarray.Dataset({**variables, "measures": measured}, coordinates, {"title": comparison.patient.name})
