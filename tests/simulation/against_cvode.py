"""Every measure of patients against CVODE at 1e-10, which has its own landmarks and its own steady beat.

Both integrators see the slow states of the run, which stand still. The balloon beside another device gets the landmarks
of the run, since only a preset's are sought by the reference; a test compares those.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from diastole.model.devices.balloon_pump.console import Console, settings_of
from diastole.model.drugs.formulary import DRUGS
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measured_beat import measure_beat
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import Run, simulate
from diastole.model.simulation.assist import unassisted_landmarks
from diastole.model.simulation.steady_beat import find_steady_state, record_cycle
from tests.conftest import DEVICES, PUMPS
from tests.simulation.reference import Held, ReferenceHeart

LARGEST_ERROR = 1e-3
FLOORS = {  # a moment is wanted to 0.1 ms; a valve that leaks less than 3 mL is taken as tight by the report
    "pulmonary_vein_reversal_fraction": 0.05,  # severe regurgitation sends back several times as much
    "mitral_closure_before_r_wave": 100.0, "aortic_regurgitant_volume": 3.0, "mitral_regurgitant_volume": 3.0,
    "diastolic_mitral_regurgitant_volume": 3.0,
}  # fmt: skip
FLOOR = {"1": 0.01, "mL/h": 30.0}  # of fractions, and of what rises from a threshold; 1 mL, 1 mmHg, … else
REFLEX = {  # with the reflex at work, whose states both hold: preset and what is done
    "the balloon": ("shock", {"balloon_pump.ratio": "1:1"}),
    "axial pump behind a shut valve": ("shock", {"axial_pump.model": "5.5", "axial_pump.level": "P-9"}),
    "VA-ECMO and a mitral leak": ("shock_mr", {"extracorporeal.circuit": "va_ecmo", "extracorporeal.flow": "3 L/min"}),
    "two drugs": ("acute_severe_ar", {"drugs.nitroprusside": "1 µg/kg/min", "drugs.dobutamine": "5 µg/kg/min"}),
    **{name: ("shock", values) for name, values in DEVICES.items()},
    **{name: ("shock", {f"drugs.{name}": f"{drug.usual_dose} µg/kg/min"}) for name, drug in DRUGS.items()},
    "aortic stenosis": ("healthy", {"lesions.aortic_stenosis.orifice_area": "0.7 cm²"}),
    "mitral stenosis": ("healthy", {"lesions.mitral_stenosis.orifice_area": "1 cm²"}),
    "septal defect": ("shock", {"lesions.ventricular_septal_defect.orifice_area": "0.5 cm²"}),
}

type Measured = dict[str, float | None]


class Beats(NamedTuple):
    """A beat of a run, by both integrators; with the balloon at 1:2 the assisted one, and the mean of the others."""

    ours: Measured
    theirs: Measured


def reference_heart(run: Run, state=None) -> ReferenceHeart:
    """Return a heart with the slow states of a run, which stand still; everything else it finds by itself."""
    slow = run.steady.reached.slow
    return ReferenceHeart(run.patient, state=state, slow=slow, regulation=Held(run.patient))


def measured(heart: ReferenceHeart) -> list[Measured]:
    """Return the measures of each beat of a steady heart's cycle."""
    cycle = PeriodicTrace(record_cycle(heart), heart.patient)
    return [measure_beat(cycle, index) for index in range(cycle.beats)]


@cache
def unassisted(preset: str) -> ReferenceHeart:
    heart = reference_heart(simulate(Patient.preset(preset)))
    find_steady_state(heart)
    return heart


@cache
def landmarks(preset: str):
    heart = reference_heart(simulate(Patient.preset(preset)), unassisted(preset).state)
    return unassisted_landmarks(heart)


@cache
def reference(preset: str, pump: str) -> tuple[ReferenceHeart, list[Measured]]:
    """Return heart and measures of the reference; the balloon's beat is sought from the unassisted one."""
    patient = Patient.preset(preset).with_balloon_pump(PUMPS[pump])
    heart = reference_heart(simulate(patient), unassisted(preset).state)
    if PUMPS[pump]:
        heart.set_console(settings_of(patient.balloon_pump), landmarks(preset))
        find_steady_state(heart)
    return heart, measured(heart)


def with_pump(preset: str, pump: str) -> list[Beats]:
    """Return the beats of a preset with one of ``PUMPS``."""
    run = simulate(Patient.preset(preset).with_balloon_pump(PUMPS[pump]))
    first, *others = reference(preset, pump)[1]
    beats = [Beats(run.measures, first)]
    if run.unassisted is not None:
        mean = {name: None if None in (each := [row[name] for row in others]) else np.mean(each) for name in MEASURES}
        beats.append(Beats(run.unassisted, mean))
    return beats


def with_reflex(preset: str, values: dict[str, str]) -> list[Beats]:
    """Return the beat of a preset that is treated, or that has a lesion, with the reflex at work."""
    patient = Patient.preset(preset).with_values(values)
    run = simulate(patient, reflex=True)
    heart = reference_heart(run)
    if run.steady.landmarks is not None:
        seen_at = simulate(patient.with_balloon_pump(None), reflex=True).measures["heart_rate"]
        heart.console = Console(settings_of(patient.balloon_pump), run.steady.landmarks, seen_at)
    find_steady_state(heart)
    return [Beats(run.measures, measured(heart)[0])]


CASES: dict[str, Callable[[], list[Beats]]] = {
    **{f"{name}, {pump}": partial(with_pump, name, pump) for name in PRESETS for pump in PUMPS if pump != "1:3"},
    "acute_severe_ar, 1:3": partial(with_pump, "acute_severe_ar", "1:3"),
    **{f"{name}, in {preset}": partial(with_reflex, preset, values) for name, (preset, values) in REFLEX.items()},
}


@cache
def compared(case: str) -> list[Beats]:
    """Return the beats of a case of ``CASES``."""
    return CASES[case]()


def error(name: str, ours: float, theirs: float) -> float:
    """Return the relative error of a measure [1]."""
    floor = FLOORS.get(name, FLOOR.get(MEASURES[name].unit, 1.0))
    return abs(ours - theirs) / max(abs(theirs), floor)


def errors(case: str) -> dict[str, float]:
    """Return the largest relative error of every measure that the beats of a case have [1]."""
    found: dict[str, float] = {}
    for ours, theirs in compared(case):
        for name in MEASURES:
            one, other = ours[name], theirs[name]
            if one is not None and other is not None:
                found[name] = max(found.get(name, 0.0), error(name, one, other))
    return found
