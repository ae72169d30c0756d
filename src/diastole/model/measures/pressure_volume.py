"""The curves between which a pressure-volume loop lies: the ventricle at rest, and at the peak of its contraction."""

from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel_parameters import PLACES
from diastole.model.simulation.isovolumic import GROUP, STEP, isovolumic_curves

VOLUMES = 5 * GROUP  # points of the curves


class PressureVolumeCurves(NamedTuple):
    """Pressure of the relaxed and of the contracted ventricle at each volume."""

    volume: Array  # mL
    relaxed: Array  # mmHg, transmural, not below 0
    contracted: Array  # mmHg, transmural, peak of an isovolumic beat


def pressure_volume_curves(parameters: Array, largest: float, step: float = STEP) -> PressureVolumeCurves:
    """Return the curves of the left ventricle with these parameters of a beat, up to the largest volume [mL].

    `step`: longest of the integration [s]; it is never longer than ``STEP``.
    """
    wall, calcium, tension, bridges, (period,) = (
        parameters[PLACES[name]] for name in ("lv_wall", "lv_calcium", "lv_tension", "bridges", "period")
    )
    volume = np.linspace(1.0, largest, VOLUMES)
    relaxed, contracted = isovolumic_curves(volume, period, min(STEP, step), wall, calcium, tension, bridges)
    return PressureVolumeCurves(volume, np.maximum(relaxed, 0.0), np.maximum(contracted, 0.0))
