"""Calcium of the ionic cells of a wall, paced at the patient's rate: what the front sets off in each layer."""

from functools import lru_cache

import numpy as np

from diastole.arrays import Array, Integers
from diastole.model.heart3d.compiler import compiled
from diastole.model.heart3d.conduction.ten_tusscher import AT_REST, CALCIUM, CELLS, STIMULUS, IonicCell, advance_cell

MS = 1e3  # ms/s
SPACING = 1e-3  # s, about, between the samples of a curve
SUBSTEPS = 50  # of a sample: 0.02 ms, the step of tentusscher2006
STIMULATED = 1.0  # ms, tentusscher2006
# After so many beats a curve changes by less than 1e-3 of its height from one beat to the next; sodium takes ten times
# as many to settle, in which the height of all layers rises by some 4 % and is scaled away.
BEATS = 100
LAYER_ENDS = (1.0 / 3.0, 2.0 / 3.0)  # 1, depth under the nearest endocardium where the next layer begins; assumed


@compiled
def _paced(cell: IonicCell, states: Array, beats: int, samples: int, step: float) -> Array:
    """Return calcium [mM] over the last of so many beats (samples + 1,); ``states`` (19,) is changed in place."""
    curve, scratch = np.empty(samples + 1), np.empty(states.size)
    for _ in range(beats):
        for i in range(samples):
            curve[i] = states[CALCIUM]
            for k in range(SUBSTEPS):
                stimulated = (i * SUBSTEPS + k) * step < STIMULATED
                advance_cell(states, scratch, step, STIMULUS if stimulated else 0.0, cell)
        curve[samples] = states[CALCIUM]
    return curve


@lru_cache(maxsize=4)
def layer_calcium(period: float, beats: int = BEATS) -> Array:
    """Return calcium of the paced cell of each layer over a beat of a period [s] (layers, samples) [mM].

    The first sample is at the stimulus and the last at the next one.
    """
    samples = max(round(period / SPACING), 1)
    step = MS * period / samples / SUBSTEPS
    return np.stack([_paced(cell, np.array(AT_REST), beats, samples, step) for cell in CELLS.values()])


def layer_curves(period: float) -> tuple[Array, float]:
    """Return the curves (layers, samples) [1] of `CellTransient` at a period [s], and their spacing [s]."""
    calcium = layer_calcium(period)
    curves = (calcium - calcium.min(axis=1, keepdims=True)) / np.ptp(calcium[0])
    return curves, period / (curves.shape[1] - 1)


def layers_at(cover: Array) -> Integers:
    """Return the layer (points,), a row of the curves, at depths under the nearest endocardium (points,) [1]."""
    return np.searchsorted(LAYER_ENDS, cover, side="right").astype(np.int64)
