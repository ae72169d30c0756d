"""The left ventricle alone, held at a volume for one beat: the peak pressure that it can make there."""

import numpy as np

from diastole.arrays import Array
from diastole.tracing.native import address, load

STEP = 1e-3  # s, longest of Heun's method; the peak of a preset is converged to 0.1 %


def isovolumic_curves(
    volumes: Array, period: float, step: float, wall: Array, calcium: Array, tension: Array, bridges: Array
) -> tuple[Array, Array]:
    """Return the transmural pressure at rest and at the peak of an isovolumic beat [mmHg] at volumes (n,) [mL].

    `period`: of the beat [s]; `step`: of the integration [s]; `wall`, `calcium`, `tension` and `bridges`: fields of
    ``Wall``, ``Calcium``, ``Tension`` and ``Crossbridges``.
    """
    fields = np.concatenate((wall, calcium, tension, bridges))
    relaxed, contracted = np.empty(volumes.size), np.empty(volumes.size)
    arrays = (volumes, np.array([step]), fields, relaxed, contracted)
    compiled = load("diastole.model.simulation.isovolumic_program:isovolumic")["isovolumic"]
    compiled(*map(address, arrays), volumes.size, int(period / step))
    return relaxed, contracted
