"""What the compiled measures are given and what they find: which numbers lie where."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from diastole.model.circulation.kernel_parameters import PLACES
from diastole.model.devices.register import FLOWS
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measured_beat import Performance
from diastole.model.measures.pressure_volume import VOLUMES
from diastole.model.simulation.systole_scans import FlowSystole
from diastole.number_records import numbers_of, refilled

# Signals and values of the patient that measures read: what a new measure needs beside them is added here.
SIGNALS = (
    "q_aortic", "p_lv", "p_ascending_aorta", "p_la", "p_ra", "p_rv", "p_pulmonary_arteries", "p_pericardium", "v_lv",
    "q_mitral", "q_septal_defect", "q_pulmonary_vein_ostia", "v_balloon", *FLOWS, "q_head_and_arm_arteries",
    "q_trunk_and_leg_arteries", "q_coronary_arteries", "q_subendocardial_arterioles", "q_subepicardial_arterioles",
    "atp_lv", "stress_lv",
)  # fmt: skip
PATIENT = (
    "has_bypass", "body.body_surface_area", "left_ventricle.wall_volume", "oxygen.haemoglobin",
    "oxygen.arterial_saturation", "oxygen.consumption", "coronary.basal_need", "coronary.activation_need",
    "coronary.extraction", "coronary.subendocardial_share", "coronary.subendocardium.arterioles",
    "coronary.subepicardium.arterioles", "lung.filtration", "lung.reflection", "lung.plasma_oncotic",
    "lung.tissue_oncotic", "lung.tissue_pressure", "lung.greatest_lymph",
)  # fmt: skip
FLAGS = ("has_bypass",)
WALL = ("lv_wall", "lv_calcium", "lv_tension", "bridges")  # parameters of the isovolumic beat


class BeatNumbers(NamedTuple):
    """What is read of a beat beside its signals and its patient."""

    length: float  # s, of the support cycle
    beats: float  # in the cycle
    start: float  # s, QRS onset of the beat in the first cycle
    end: float  # s, of the next one
    next_start: float  # s, QRS onset of the beat after it, in the first cycle
    next_end: float  # s, of the one after that
    later: float  # s, 0, or the length of the cycle where that beat belongs to the second one
    longest: float  # s, between two samples
    step: float  # s, between the first two
    aortic_leak: float  # cm²
    may_stay_shut: float  # 1 where a beat whose aortic valve stays shut is read all the same


class Verdict(NamedTuple):
    """What is found of a beat beside its measures: whether they may be believed."""

    driven: Performance
    failed: float  # 1 where the circulation is not sustained
    flows: tuple[FlowSystole, FlowSystole]  # with which the beat begins and ends


_FLOW = FlowSystole(*(0.0 for _ in FlowSystole._fields))
_VERDICT = Verdict(Performance(0.0, 0.0, 0.0), 0.0, (_FLOW, _FLOW))
WORK = 4 * VOLUMES + 2 + sum(PLACES[name].stop - PLACES[name].start for name in WALL)  # numbers, for calls
FOUND = len(MEASURES) + sum(1 for _ in numbers_of(_VERDICT))  # numbers that are found


def verdict_of(values: Sequence[Any]) -> Verdict:
    """Return the verdict among all that is found of a beat: numbers of a patient, or arrays of many."""
    return refilled(_VERDICT, iter(values[len(MEASURES) :]))
