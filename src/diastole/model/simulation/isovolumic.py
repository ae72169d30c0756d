"""The left ventricle alone, held at a volume for one beat: the peak pressure that it can make there."""

from math import ceil

import numpy as np

from diastole.arrays import Array
from diastole.tracing.native import address, load

STEP = 1e-3  # s, longest of Heun's method; the peak of a preset is converged to 0.1 %
GROUP = 3  # volumes that compiled code computes side by side


def isovolumic_curves(
    volumes: Array, period: float, step: float, wall: Array, calcium: Array, tension: Array, bridges: Array
) -> tuple[Array, Array]:
    """Return the transmural pressure at rest and at the peak of an isovolumic beat [mmHg] at volumes (n,) [mL].

    `period`: of the beat [s]; `step`: of the integration [s]; `wall`, `calcium`, `tension` and `bridges`: fields of
    ``Wall``, ``Calcium``, ``Tension`` and ``Crossbridges``.
    """
    steps, passes = int(period / step), ceil(volumes.size / GROUP)
    filled = np.resize(volumes, passes * GROUP)
    relaxed, contracted = np.empty(filled.size), np.empty(filled.size)
    given = (filled, np.array([step]), np.array([float(steps)]), np.concatenate((wall, calcium, tension, bridges)))
    compiled = load("diastole.model.simulation.isovolumic_program:isovolumic")["isovolumic"]
    compiled(*map(address, (*given, relaxed, contracted)), passes, steps)
    return relaxed[: volumes.size], contracted[: volumes.size]
