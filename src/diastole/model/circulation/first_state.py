"""The state that a circulation starts from, far from its steady beat: how much blood is where."""

from math import log1p, sqrt
from typing import Any

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel_parameters import BLOOD, STATE_INDEX, STATE_NAMES, is_artery
from diastole.model.input_blocks.block_numbers import Numbers
from diastole.model.patient import Patient
from diastole.model.patient.patient_numbers import named_parts, patient_numbers
from diastole.model.physiology.vessel import LIMP_PRESSURE, arterial_growth

# First guesses of pressures in vessels, mmHg, and filling of chambers; only the way to the steady beat depends on them.
FIRST_PRESSURE = {
    "ascending_aorta": 90.0, "thoracic_aorta": 90.0, "abdominal_aorta": 90.0, "upper_body": 88.0,
    "lower_body": 88.0, "great_veins": 6.0, "pulmonary_arteries": 15.0, "pulmonary_veins": 8.0,
}  # fmt: skip
FIRST_FILLING = 1.5  # 1, volume of a ventricle over its reference volume
FIRST_FOLD = 1.0  # 1, volume of an atrium beyond its unstressed one, over that which stiffens it e-fold
FIRST_BOUND = 0.02  # 1, calcium-bound troponin at rest
LEAST_VENOUS_SHARE = 0.1  # 1, of the stressed blood that the systemic veins hold at first
STORES = tuple(int(place) for place in np.flatnonzero(BLOOD))
VEINS = STATE_INDEX["v_systemic_veins"]


def fill_veins(state: Any, blood_volume: float) -> None:
    """Put the blood that a state lacks [mL] into its systemic veins, in place, or take out what is too much."""
    state[VEINS] = state[VEINS] + (blood_volume - sum([state[place] for place in STORES]))


def stressed_volume(pressure: float, vessel: Numbers) -> float:
    """Return what a vessel holds beyond its unstressed volume [mL] at a pressure [mmHg] that is the same for all.

    `vessel`: its block, or the numbers of that.
    """
    if is_artery(vessel):
        return log1p(pressure / LIMP_PRESSURE) / arterial_growth(vessel.compliance)
    softness = 1.0 + 4.0 * pressure * vessel.stiffening * (vessel.compliance * vessel.compliance)
    volume: float = 2.0 * pressure * vessel.compliance / (1.0 + sqrt(softness))
    return volume


def _first_chambers(numbers: Numbers) -> dict[str, float]:
    """Return the first volume of each chamber [mL], which goes with its own size."""
    atria = {"v_la": numbers.left_atrium, "v_ra": numbers.right_atrium}
    first = {name: own.unstressed_volume + FIRST_FOLD * own.stiffening_volume for name, own in atria.items()}
    first["v_lv"] = FIRST_FILLING * numbers.left_ventricle.reference_volume
    first["v_rv"] = FIRST_FILLING * numbers.right_ventricle.reference_volume
    return first


def first_numbers(numbers: Numbers) -> list[float]:
    """Return a state to start from, as a law: its blood is the patient's, the systemic veins hold what is left.

    A patient with little blood starts with less in every store, so that the veins do not suck the heart empty.
    """
    unstressed = {f"v_{name}": vessel.unstressed_volume for name, vessel in named_parts(numbers.vessels)}
    coronary = numbers.coronary
    layers = {"subendocardium": coronary.subendocardium, "subepicardium": coronary.subepicardium}
    unstressed |= {f"v_{name}": layer.unstressed_volume for name, layer in layers.items()}
    unstressed["v_intramural_arteries"] = coronary.arteries.unstressed_volume
    stressed = _first_chambers(numbers) | {
        f"v_{name}": stressed_volume(FIRST_PRESSURE.get(name, 0.0), vessel)
        for name, vessel in named_parts(numbers.vessels)
    }
    stressed["v_intramural_arteries"] = coronary.arteries.compliance * FIRST_PRESSURE["upper_body"]
    stressed |= {f"v_{name}": layer.reference_volume - layer.unstressed_volume for name, layer in layers.items()}
    available = numbers.blood_volume - sum(unstressed.values())
    share = min(1.0, (1.0 - LEAST_VENOUS_SHARE) * available / sum(stressed.values()))
    y = dict.fromkeys(STATE_NAMES, 0.0)
    for name, volume in stressed.items():
        y[name] = unstressed.get(name, 0.0) + share * volume
    for side in ("lv", "rv"):
        y[f"blocked_{side}"], y[f"bound_{side}"] = 1.0, FIRST_BOUND
    state = list(y.values())
    fill_veins(state, numbers.blood_volume)
    return state


def first_state(patient: Patient) -> Array:
    """Return a state to start from; see `first_numbers`."""
    return np.array(first_numbers(patient_numbers(patient)))
