"""One beat of `healthy` in space, driven through the volumes of the one fibre, with a change of the model or without.

Nothing is matched and no circulation settles, so that what differs between two of these beats is the change alone.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np

STEP = 8e-3  # s
STRENGTH = 1.0  # 1, matched for the model as it is


class Cause(NamedTuple):
    """A change of the model."""

    values: Mapping[str, Any] = MappingProxyType({})  # of the patient
    springs: Mapping[str, float] = MappingProxyType({})  # kPa/cm and heights
    cross_fibre: float | None = None  # 1
    strength: float = STRENGTH  # 1
    bulk: float | None = None  # kPa
    speeds: tuple[float, float] | None = None  # cm/s, of the front along and across the fibres
    layer: float | None = None  # 1, how many times faster the front is under the endocardium
    transverse: tuple[float, float] | None = None  # °, in the middle of the wall at the apex and at the base, outwards
    ring: bool = True  # whether muscle ends in the fibrous ring
    firmness: float | None = None  # 1, of the fibrous ring


def run(cause: Cause, edge: float) -> dict[str, Any]:
    """Return the motion of the beat with a cause, on elements of an edge [cm].

    With it go the number of elements, the work over that of the one fibre, and the share of the stroke that the base
    sweeps with the outer cross-section.
    """
    from diastole import Patient  # these need FEniCSx, which the tests do not
    from diastole.model.heart3d.conduction import activation
    from diastole.model.heart3d.mesh.transverse_angle import TRANSVERSE_ANGLES, leaning
    from diastole.model.heart3d.run import build_ventricle as build
    from diastole.model.heart3d.wall import loaded_ventricle, material
    from diastole.model.heart3d.wall.springs import Springs
    from diastole.model.run import simulate

    patient = Patient.preset("healthy").with_values(cause.values)
    one_fibre = simulate(patient)
    normal = activation.PATTERNS["normal"]
    along, across = cause.speeds or (normal.speed_along, normal.speed_across)
    front = normal._replace(speed_along=along, speed_across=across, layer_factor=cause.layer or normal.layer_factor)
    lean = partial(leaning, angles=cause.transverse or TRANSVERSE_ANGLES)
    with ExitStack() as stack:
        stack.enter_context(patch.dict(activation.PATTERNS, normal=front))
        stack.enter_context(patch.object(loaded_ventricle, "leaning", lean))
        stack.enter_context(patch.object(material, "BULK_MODULUS", cause.bulk or material.BULK_MODULUS))
        stack.enter_context(patch.object(build, "RING_FIRMNESS", cause.firmness or build.RING_FIRMNESS))
        built = build.build_ventricle(
            patient, one_fibre, edge=edge, step=STEP, strength=cause.strength, springs=Springs(**cause.springs),
            cross_fibre=build.CROSS_FIBRE if cause.cross_fibre is None else cause.cross_fibre,
        )  # fmt: skip
    if not cause.ring:
        built.ventricle.working[:] = 1.0
        built.ventricle.set_strengths(np.array([cause.strength]))
    return _driven(built, one_fibre)


def _driven(built, one_fibre) -> dict[str, Any]:
    """Return the results of the driven beat of a built ventricle."""
    from diastole.model.heart3d.run.build_ventricle import beat_loop
    from diastole.model.heart3d.run.heart_results import beat_motion
    from diastole.model.heart3d.run.strength_match import driven
    from diastole.model.heart3d.run.wall_motion import MM_PER_CM
    from diastole.model.heart3d.wall.global_numbering import Layout
    from diastole.model.simulation.coupled_heart import driven_muscle
    from diastole.model.simulation.events import systole

    trace, loop = one_fibre.steady.trace, beat_loop(one_fibre)
    (done,) = driven(built.ventricle, [driven_muscle(trace.parameters, "lv")], [loop])
    one = trace.first_beat
    closes = systole(trace.time[one], trace["q_aortic"][one], trace["p_lv"][one], may_stay_shut=False).closes
    layout, fields = Layout(built.ventricle.wall), built.ventricle.recorder.beats[-1]
    motion = beat_motion(fields, closes, built, layout)
    start = layout.places + layout.join_nodes(fields.displacement[0])
    swept = np.pi * np.hypot(start[:, 0], start[:, 1]).max() ** 2 * motion.measures["base_descent"] / MM_PER_CM
    return {
        "elements": built.elements, "motion": motion.measures, "work": done.work / loop.work,
        "swept": swept / np.ptp(loop.volume),
    }  # fmt: skip
