"""Metrics of a beat of the finite-element ventricle: work, ATP, tension and filling, over the wall and by segment."""

import numpy as np
from mpi4py import MPI

from diastole.arrays import Array, Integers
from diastole.model.heart3d.mesh.segments import APEX
from diastole.model.heart3d.run.finite_element_heart import SteadyBeat, unassisted_landmarks
from diastole.model.heart3d.run.finite_element_ventricles import FiniteElementVentricles
from diastole.model.measures.definitions import MEASURES

# Metrics by name with their unit, in this order; validation/phenomena/Kim_2018/protocol.yaml defines them.
UNITS = {
    "stroke_work": "J",
    "contractile_atp": "µmol",
    "peak_tension": "kPa",
    "mean_tension": "kPa",
    "end_systolic_tension": "kPa",
    "end_diastolic_volume": "mL",
    "filling_excursion": "mL",
    "end_diastolic_pressure": "mmHg",
    "end_diastolic_strain": "1",
    "aortic_leak": "mL",
    "mitral_leak": "mL",
    "cardiac_output": MEASURES["cardiac_output"].unit,
}
# Metrics that are measures: their beat goes from one closure of the aortic valve to the next.
MEASURED = {
    "stroke_work": "lv_stroke_work",
    "contractile_atp": "lv_contractile_atp",
    "end_diastolic_volume": "lv_end_diastolic_volume",
    "end_diastolic_pressure": "lv_end_diastolic_pressure",
    "aortic_leak": "aortic_regurgitant_volume",
    "mitral_leak": "mitral_regurgitant_volume",
    "cardiac_output": "cardiac_output",
}


def beat_metrics(beat: SteadyBeat, ventricle: FiniteElementVentricles) -> dict[str, float]:
    """Return the metrics of ``UNITS`` of a steady beat, the same on all ranks.

    Tension is the mean of the active tension over the volume of the wall, from the first QRS onset to the next; strain
    is the mean stretch of the fibres of the wall at the QRS onset less 1.
    """
    measures = {name: value for name, value in beat.measures.items() if value is not None}
    metrics = {name: measures[measure] for name, measure in MEASURED.items()}
    trace = beat.trace
    one = trace.first_beat
    time, tension = trace.time[one], trace["tension_lv"][one]
    metrics |= {
        "peak_tension": float(tension.max()),
        "mean_tension": float(np.trapezoid(tension, time) / (time[-1] - time[0])),
        "end_systolic_tension": float(np.interp(unassisted_landmarks(beat).notch, time, tension)),
        "filling_excursion": measures["lv_end_diastolic_volume"] - measures["lv_end_systolic_volume"],
        "end_diastolic_strain": ventricle.wall.points.mean(beat.fields[0].stretch[0].astype(float)) - 1.0,
    }
    return {name: metrics[name] for name in UNITS}


def segment_metrics(beat: SteadyBeat, ventricle: FiniteElementVentricles, segments: Integers) -> dict[str, Array]:
    """Return ``atp`` [µmol/mL per beat], ``peak_tension`` and ``mean_tension`` [kPa] of each segment, (17,) each.

    They are computed for the first beat of the cycle from means over the volume of each segment; a segment without wall
    has NaN. All ranks return the same.

    Parameters
    ----------
    segments
        Number of the segment at each point of this rank, (points,).
    """
    fields, points = beat.fields[0], ventricle.wall.points
    tension = np.array([segment_means(row.astype(float), points.weights, segments, points.mesh.comm)
                        for row in fields.tension])  # fmt: skip
    time = np.array(fields.time)
    return {
        "atp": segment_means(fields.atp[-1].astype(float), points.weights, segments, points.mesh.comm),
        "peak_tension": tension.max(axis=0),
        "mean_tension": np.trapezoid(tension, time, axis=0) / (time[-1] - time[0]),
    }


def segment_means(values: Array, weights: Array, segments: Integers, comm: MPI.Comm) -> Array:
    """Return the weighted mean of values (points,) over each segment (17,), over all ranks; NaN without wall."""
    own = np.array([np.bincount(segments, amount, minlength=APEX + 1)[1:] for amount in (weights * values, weights)])
    summed, total = comm.allreduce(own, op=MPI.SUM)
    means = np.full(APEX, np.nan)
    means[total > 0.0] = summed[total > 0.0] / total[total > 0.0]
    return means
