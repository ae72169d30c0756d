"""The left ventricle alone, held at a volume for one beat: the peak pressure that it can make there."""

from math import ceil
from typing import Any

import numpy as np

from diastole.arrays import Array
from diastole.tracing.native import address, load

STEP = 1e-3  # s, longest of Heun's method; the peak of a preset is converged to 0.1 %
ABREAST = 8  # volumes of one patient that are computed side by side


def isovolumic_curves(
    volumes: Array, period: Any, step: Any, wall: Array, calcium: Array, tension: Array, bridges: Array
) -> tuple[Array, Array]:
    """Return the transmural pressure at rest and at the peak of an isovolumic beat [mmHg] at volumes (n,) [mL].

    `period`: of the beat [s]; `step`: of the integration [s]; `wall`, `calcium`, `tension` and `bridges`: fields of
    ``Wall``, ``Calcium``, ``Tension`` and ``Crossbridges``. Of a block of patients: volumes (n, lanes), a period and a
    step by lane, and fields (k, lanes).
    """
    fields = np.concatenate((wall, calcium, tension, bridges))
    if volumes.ndim > 1:
        return _curves(volumes, period, step, fields)
    rows = np.resize(volumes, (ceil(volumes.size / ABREAST), ABREAST))
    relaxed, contracted = _curves(rows, period, step, np.repeat(fields[:, np.newaxis], ABREAST, axis=1))
    return relaxed.ravel()[: volumes.size], contracted.ravel()[: volumes.size]


def _curves(volumes: Array, period: Any, step: Any, fields: Array) -> tuple[Array, Array]:
    count, lanes = volumes.shape
    own_steps = np.broadcast_to(np.floor(period / step), lanes)
    given = [np.ascontiguousarray(one) for one in (volumes, np.broadcast_to(step, lanes), own_steps, fields)]
    relaxed, contracted = np.empty((count, lanes)), np.empty((count, lanes))
    compiled = load("diastole.model.simulation.isovolumic_program:isovolumic", lanes)["isovolumic"]
    compiled(*map(address, (*given, relaxed, contracted)), count, int(np.fmax.reduce(own_steps, initial=0.0)))
    return relaxed, contracted
