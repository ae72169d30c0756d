"""An aorta of many short stores: what waves make of the pressures that three stores give.

The ladder gets the ejection and the balloon of a run of the model and the same walls, spread over the length; nothing
goes back to the heart. The balloon lies in the descending aorta over its own length, where the model has one store.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from diastole.arrays import Array
from diastole.model.physiology.vessel import LIMP_PRESSURE, USUAL_PRESSURE, Arterioles, arteriolar_flow
from diastole.model.run import Run

CELLS = 24
LENGTH = 48.0  # cm, from the valve to the bifurcation; assumed
ENDS = (6.0, 1.8)  # cm², lumen at the valve and at the bifurcation; assumed
BALLOON = (15.0, 37.0)  # cm from the valve, where the balloon begins and ends; assumed
RELAXATION = 0.02  # s, viscosity of the wall times its compliance; assumed, as in the presets
DENSITY = 1.06  # g/cm³
BARYES = 1333.2  # dyn/cm² in 1 mmHg
BRANCHES = ((12.0, "upper_body", 1.0), (32.0, "lower_body", 0.6), (47.0, "lower_body", 0.4))  # cm, bed, share; assumed
BRANCH_RESISTANCE, BRANCH_INERTANCE, BRANCH_VISCOSITY = 0.03, 0.003, 0.2  # mmHg s/mL, mmHg s²/mL, mmHg s/mL; assumed
STEP = 2e-4  # s, longest
BEATS = 6  # until the ladder repeats itself
START = 75.0  # mmHg


@dataclass(frozen=True)
class Ladder:
    """The ladder of a run."""

    run: Run

    @cached_property
    def _line(self) -> tuple[Array, Array, Array]:
        """Place [cm] and compliance at the usual pressure [mL/mmHg] of each cell, inertance between [mmHg s²/mL]."""
        width = LENGTH / CELLS
        place = (np.arange(CELLS) + 0.5) * width
        lumen = ENDS[0] * (ENDS[1] / ENDS[0]) ** (place / LENGTH)
        vessels = self.run.patient.vessels
        whole = sum(getattr(vessels, f"{name}_aorta").compliance for name in ("ascending", "thoracic", "abdominal"))
        inertance = DENSITY * width / (0.5 * (lumen[1:] + lumen[:-1])) / BARYES
        return place, whole * lumen / lumen.sum(), inertance

    @cached_property
    def pressures(self) -> Array:
        """Pressure in each cell over the last beat (steps, cells) [mmHg]."""
        place, compliance, inertance = self._line
        patient, trace = self.run.patient, self.run.steady.trace
        at = [int(np.argmin(np.abs(place - where))) for where, _, _ in BRANCHES]
        shares = np.array([share for _, _, share in BRANCHES])
        branch = shares * np.array([getattr(patient.vessels, bed).compliance for _, bed, _ in BRANCHES])
        closing = patient.systemic_arterioles.closing_pressure
        arterioles = [
            Arterioles(share / getattr(patient.resistances, f"{bed}_bed"), closing) for _, bed, share in BRANCHES
        ]
        inside = (place > BALLOON[0]) & (place < BALLOON[1])
        covered = inside / inside.sum()
        steps = int(np.ceil(trace.onsets[-1] / STEP))
        step = trace.onsets[-1] / steps
        halves = np.arange(2 * steps + 1) * step / 2.0
        names = ("q_aortic", "q_coronary_arteries", "v_balloon", "q_balloon", "p_systemic_veins")
        ejected, coronary, balloon, filling, veins = (np.interp(halves, trace.time, trace[name]) for name in names)

        def rate(y: Array, half: int) -> tuple[Array, Array]:
            volume, flow, stored, out = np.split(y, [CELLS, 2 * CELLS - 1, 2 * CELLS + 2])
            net = np.zeros(CELLS)
            net[0] = ejected[half] - coronary[half]
            net[:-1] -= flow
            net[1:] += flow
            np.subtract.at(net, at, out)
            wall = _pressure(volume + covered * balloon[half], compliance)
            pressure = wall + RELAXATION / compliance * (net + covered * filling[half])
            beyond = _pressure(stored, branch)
            away = np.array([arteriolar_flow(p, veins[half], bed) for p, bed in zip(beyond, arterioles, strict=True)])
            drop = pressure[at] - beyond - BRANCH_VISCOSITY * (out - away) - BRANCH_RESISTANCE * out
            return np.concatenate((net, -np.diff(pressure) / inertance, out - away, drop / BRANCH_INERTANCE)), pressure

        y = np.concatenate((_volume(compliance), np.zeros(CELLS - 1), _volume(branch), np.zeros(len(BRANCHES))))
        kept = np.empty((steps, CELLS))
        for _ in range(BEATS):
            for i in range(steps):  # Runge-Kutta of order 4
                one, kept[i] = rate(y, 2 * i)
                two, _ = rate(y + 0.5 * step * one, 2 * i + 1)
                three, _ = rate(y + 0.5 * step * two, 2 * i + 1)
                four, _ = rate(y + step * three, 2 * i + 2)
                y = y + step / 6.0 * (one + 2.0 * two + 2.0 * three + four)
        return kept

    def lowest(self, where: float) -> float:
        """Return the lowest pressure [mmHg] at a place [cm from the valve]."""
        return float(self.pressures[:, int(np.argmin(np.abs(self._line[0] - where)))].min())


def _pressure(volume: Array, compliance: Array) -> Array:
    """Return the pressure [mmHg] of stressed volumes [mL], by the model's law of an artery."""
    return LIMP_PRESSURE * np.expm1(np.minimum(volume / (compliance * (USUAL_PRESSURE + LIMP_PRESSURE)), 5.0))


def _volume(compliance: Array) -> Array:
    """Return the stressed volumes [mL] at the first pressure."""
    return compliance * (USUAL_PRESSURE + LIMP_PRESSURE) * np.log1p(START / LIMP_PRESSURE)
