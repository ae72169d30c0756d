"""The human ventricular cell of tentusscher2006: currents and calcium, in the units of that paper (ms, mV, mM).

Gates follow Rush and Larsen, all else the explicit Euler method, as there. Currents are in pA/pF; those into the cell
are negative. The equations are written anew after the paper; a test holds them against another reading of it.
"""

from math import exp, log, sqrt
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.model.heart3d.compiler import compiled

STATES = (
    "V", "Xr1", "Xr2", "Xs", "m", "h", "j", "d", "f", "f2", "fCass", "s", "r", "R_prime", "Ca_i", "Ca_SR", "Ca_ss",
    "Na_i", "K_i",
)  # fmt: skip
VOLTAGE, CALCIUM = STATES.index("V"), STATES.index("Ca_i")
# Of the epicardial cell paced at 1/s, tentusscher2006.
AT_REST = (
    -85.23, 0.00621, 0.4712, 0.0095, 0.00172, 0.7444, 0.7045, 3.373e-5, 0.7888, 0.9755, 0.9953, 0.999998, 2.42e-8,
    0.9073, 0.000126, 3.64, 0.00036, 8.604, 136.89,
)  # fmt: skip

FARADAY = 96.485  # C/mmol
THERMAL = 8.314 * 310.0 / FARADAY  # mV, R T / F
SODIUM, POTASSIUM, CALCIUM_OUT = 140.0, 5.4, 2.0  # mM, outside the cell
CAPACITANCE = 185.0  # pF
CYTOSOL, RETICULUM, SUBSPACE = 16404.0, 1094.0, 54.68  # µm³
STIMULUS = -52.0  # pA/pF


class IonicCell(NamedTuple):
    """What differs between the layers of the wall, tentusscher2006."""

    to: float  # nS/pF, conductance of the transient outward current
    slow: float  # nS/pF, of the slow delayed rectifier current
    # Inactivation s of the transient outward current: half at −s_half; τ = peak exp(−(V + centre)²/width) + ...
    s_half: float  # mV
    s_peak: float  # ms
    s_centre: float  # mV
    s_width: float  # mV²
    s_shoulder: float  # ms, above 20 mV less
    s_floor: float  # ms


OUTER_GATE = (20.0, 85.0, 45.0, 320.0, 5.0, 3.0)
CELLS = {
    "endocardial": IonicCell(0.073, 0.392, 28.0, 1000.0, 67.0, 1000.0, 0.0, 8.0),
    "middle": IonicCell(0.294, 0.098, *OUTER_GATE),
    "epicardial": IonicCell(0.294, 0.392, *OUTER_GATE),
}


@compiled
def _relaxed(value: float, towards: float, tau: float, step: float) -> float:
    """x∞ + (x − x∞) exp(−Δt/τ): a gate after a step (Rush and Larsen)."""
    return towards + (value - towards) * exp(-step / tau)


@compiled
def _gates(y: Array, step: float, cell: IonicCell) -> None:
    """Advance the twelve gates of a cell by a step [ms] in place, at its voltage and calcium."""
    v, ss = y[0], y[16]
    rapid = 450.0 / (1.0 + exp((-45.0 - v) / 10.0)) * 6.0 / (1.0 + exp((v + 30.0) / 11.5))
    y[1] = _relaxed(y[1], 1.0 / (1.0 + exp((-26.0 - v) / 7.0)), rapid, step)
    rectifying = 3.0 / (1.0 + exp((-60.0 - v) / 20.0)) * 1.12 / (1.0 + exp((v - 60.0) / 20.0))
    y[2] = _relaxed(y[2], 1.0 / (1.0 + exp((v + 88.0) / 24.0)), rectifying, step)
    slow = 1400.0 / sqrt(1.0 + exp((5.0 - v) / 6.0)) / (1.0 + exp((v - 35.0) / 15.0)) + 80.0
    y[3] = _relaxed(y[3], 1.0 / (1.0 + exp((-5.0 - v) / 14.0)), slow, step)

    m_tau = (0.1 / (1.0 + exp((v + 35.0) / 5.0)) + 0.1 / (1.0 + exp((v - 50.0) / 200.0))) / (
        1.0 + exp((-60.0 - v) / 5.0)
    )
    y[4] = _relaxed(y[4], 1.0 / (1.0 + exp((-56.86 - v) / 9.03)) ** 2, m_tau, step)
    if v < -40.0:
        h_rate = 0.057 * exp(-(v + 80.0) / 6.8) + 2.7 * exp(0.079 * v) + 3.1e5 * exp(0.3485 * v)
        opening = (-2.5428e4 * exp(0.2444 * v) - 6.948e-6 * exp(-0.04391 * v)) * (v + 37.78)
        j_rate = opening / (1.0 + exp(0.311 * (v + 79.23)))
        j_rate += 0.02424 * exp(-0.01052 * v) / (1.0 + exp(-0.1378 * (v + 40.14)))
    else:
        h_rate = 0.77 / (0.13 * (1.0 + exp(-(v + 10.66) / 11.1)))
        j_rate = 0.6 * exp(0.057 * v) / (1.0 + exp(-0.1 * (v + 32.0)))
    open_at_rest = 1.0 / (1.0 + exp((v + 71.55) / 7.43)) ** 2
    y[5] = _relaxed(y[5], open_at_rest, 1.0 / h_rate, step)
    y[6] = _relaxed(y[6], open_at_rest, 1.0 / j_rate, step)

    d_tau = (1.4 / (1.0 + exp((-35.0 - v) / 13.0)) + 0.25) * 1.4 / (1.0 + exp((v + 5.0) / 5.0))
    y[7] = _relaxed(y[7], 1.0 / (1.0 + exp((-8.0 - v) / 7.5)), d_tau + 1.0 / (1.0 + exp((50.0 - v) / 20.0)), step)
    late = 1.0 / (1.0 + exp((v + 30.0) / 10.0))
    f_tau = 1102.5 * exp(-((v + 27.0) ** 2) / 225.0) + 200.0 / (1.0 + exp((13.0 - v) / 10.0)) + 180.0 * late + 20.0
    y[8] = _relaxed(y[8], 1.0 / (1.0 + exp((v + 20.0) / 7.0)), f_tau, step)
    f2_tau = 562.0 * exp(-((v + 27.0) ** 2) / 240.0) + 31.0 / (1.0 + exp((25.0 - v) / 10.0)) + 80.0 * late
    y[9] = _relaxed(y[9], 0.67 / (1.0 + exp((v + 35.0) / 7.0)) + 0.33, f2_tau, step)
    near = 1.0 / (1.0 + (ss / 0.05) ** 2)
    y[10] = _relaxed(y[10], 0.6 * near + 0.4, 80.0 * near + 2.0, step)

    s_tau = cell.s_peak * exp(-((v + cell.s_centre) ** 2) / cell.s_width)
    s_tau += cell.s_shoulder / (1.0 + exp((v - 20.0) / 5.0)) + cell.s_floor
    y[11] = _relaxed(y[11], 1.0 / (1.0 + exp((v + cell.s_half) / 5.0)), s_tau, step)
    y[12] = _relaxed(y[12], 1.0 / (1.0 + exp((20.0 - v) / 6.0)), 9.5 * exp(-((v + 40.0) ** 2) / 1800.0) + 0.8, step)


@compiled
def _rates(y: Array, out: Array, stimulus: float, cell: IonicCell) -> None:
    """Write the rates of voltage, of the release gate and of the concentrations into ``out`` [per ms]."""
    v, release, cai, sr, ss, nai, ki = y[0], y[13], y[14], y[15], y[16], y[17], y[18]
    x = v / THERMAL
    e_k, e_na = THERMAL * log(POTASSIUM / ki), THERMAL * log(SODIUM / nai)
    e_ks = THERMAL * log((POTASSIUM + 0.03 * SODIUM) / (ki + 0.03 * nai))
    e_ca = 0.5 * THERMAL * log(CALCIUM_OUT / cai)
    closing = (3.0 * exp(0.0002 * (v - e_k + 100.0)) + exp(0.1 * (v - e_k - 10.0))) / (1.0 + exp(-0.5 * (v - e_k)))
    opening = 0.1 / (1.0 + exp(0.06 * (v - e_k - 200.0)))
    k1 = 5.405 * opening / (opening + closing) * (v - e_k)
    kr = 0.153 * y[1] * y[2] * (v - e_k)
    ks = cell.slow * y[3] * y[3] * (v - e_ks)
    to = cell.to * y[12] * y[11] * (v - e_k)
    na = 14.838 * y[4] ** 3 * y[5] * y[6] * (v - e_na)
    shifted = 2.0 * (v - 15.0) / THERMAL
    # u / (eᵘ − 1) at u = 0 is 1
    drive = 1.0 / (1.0 + 0.5 * shifted) if abs(shifted) < 1e-4 else shifted / (exp(shifted) - 1.0)
    flux = drive * (0.25 * ss * exp(shifted) - CALCIUM_OUT)
    cal = 0.0398 * y[7] * y[8] * y[9] * y[10] * 2.0 * FARADAY * flux
    nak = 2.724 * POTASSIUM / (POTASSIUM + 1.0) * nai / (nai + 40.0) / (1.0 + 0.1245 * exp(-0.1 * x) + 0.0353 * exp(-x))
    out_of = exp(-0.65 * x)
    naca = 1000.0 * (exp(0.35 * x) * nai**3 * CALCIUM_OUT - out_of * SODIUM**3 * cai * 2.5)
    naca /= (87.5**3 + SODIUM**3) * (1.38 + CALCIUM_OUT) * (1.0 + 0.1 * out_of)
    pca = 0.1238 * cai / (cai + 0.0005)
    pk = 0.0146 * (v - e_k) / (1.0 + exp((25.0 - v) / 5.98))
    bna, bca = 0.00029 * (v - e_na), 0.000592 * (v - e_ca)

    into = CAPACITANCE / (CYTOSOL * FARADAY)  # mM/ms per pA/pF, of a charge of one
    out[0] = -(k1 + to + kr + ks + cal + nak + na + bna + naca + bca + pk + pca + stimulus)
    factor = 2.5 - 1.5 / (1.0 + (1.5 / sr) ** 2)
    bound = 0.15 / factor * ss * ss
    opened = bound * release / (0.06 + bound)
    out[13] = -0.045 * factor * ss * release + 0.005 * (1.0 - release)
    released = 0.102 * opened * (sr - ss)
    taken, leak = 0.006375 / (1.0 + (0.00025 / cai) ** 2), 0.00036 * (sr - cai)
    moved = 0.0038 * (ss - cai)
    gained = moved - (bca + pca - 2.0 * naca) * 0.5 * into + (leak - taken) * RETICULUM / CYTOSOL
    out[14] = gained / (1.0 + 0.2 * 0.001 / (cai + 0.001) ** 2)
    out[15] = (taken - released - leak) / (1.0 + 10.0 * 0.3 / (sr + 0.3) ** 2)
    entered = -cal * 0.5 * into * CYTOSOL / SUBSPACE + released * RETICULUM / SUBSPACE - moved * CYTOSOL / SUBSPACE
    out[16] = entered / (1.0 + 0.4 * 0.00025 / (ss + 0.00025) ** 2)
    out[17] = -(na + bna + 3.0 * nak + 3.0 * naca) * into
    out[18] = -(k1 + to + kr + ks + pk + stimulus - 2.0 * nak) * into


@compiled
def advance_cell(y: Array, out: Array, step: float, stimulus: float, cell: IonicCell) -> None:
    """Advance the states (19,) of a cell by a step [ms] in place; ``stimulus`` in pA/pF, ``out`` (19,) is scratch."""
    _rates(y, out, stimulus, cell)
    _gates(y, step, cell)
    y[0] += step * out[0]
    for k in range(13, 19):
        y[k] += step * out[k]


@compiled
def advance_cells(states: Array, steps: int, step: float, cell: IonicCell) -> None:
    """Advance cells (19, n) without a stimulus by so many steps [ms] in place."""
    y, scratch = np.empty(19), np.empty(19)
    for i in range(states.shape[1]):
        y[:] = states[:, i]
        for _ in range(steps):
            advance_cell(y, scratch, step, 0.0, cell)
        states[:, i] = y
