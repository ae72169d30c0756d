"""The state that a circulation starts from, far from its steady beat: how much blood is where."""

import math

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel_parameters import BLOOD, STATE_INDEX, STATE_NAMES
from diastole.model.patient import Patient
from diastole.model.patient.vessels import Artery as ArteryBlock
from diastole.model.patient.vessels import Vessel as VesselBlock
from diastole.model.physiology.vessel import LIMP_PRESSURE, arterial_growth

# First guesses of pressures in vessels, mmHg, and filling of chambers; only the way to the steady beat depends on them.
FIRST_PRESSURE = {
    "ascending_aorta": 90.0, "thoracic_aorta": 90.0, "abdominal_aorta": 90.0, "upper_body": 88.0,
    "lower_body": 88.0, "pulmonary_arteries": 15.0, "pulmonary_veins": 8.0,
}  # fmt: skip
FIRST_FILLING = 1.5  # 1, volume of a ventricle over its reference volume
FIRST_FOLD = 1.0  # 1, volume of an atrium beyond its unstressed one, over that which stiffens it e-fold
FIRST_BOUND = 0.02  # 1, calcium-bound troponin at rest
LEAST_VENOUS_SHARE = 0.1  # 1, of the stressed blood that the systemic veins hold at first


def fill_veins(state: Array, blood_volume: float) -> None:
    """Put the blood that a state lacks [mL] into its systemic veins, in place, or take out what is too much."""
    state[STATE_INDEX["v_systemic_veins"]] += blood_volume - state[BLOOD].sum()


def stressed_volume(pressure: float, vessel: VesselBlock | ArteryBlock) -> float:
    """Return what a vessel holds beyond its unstressed volume [mL] at a pressure [mmHg], not below 0."""
    if isinstance(vessel, ArteryBlock):
        return math.log1p(pressure / LIMP_PRESSURE) / arterial_growth(vessel.compliance)
    softness = 1.0 + 4.0 * pressure * vessel.stiffening * vessel.compliance**2
    return 2.0 * pressure * vessel.compliance / (1.0 + math.sqrt(softness))


def _first_chambers(patient: Patient) -> dict[str, float]:
    """Return the first volume of each chamber [mL], which goes with its own size."""
    atria = {"v_la": patient.left_atrium, "v_ra": patient.right_atrium}
    first = {name: own.unstressed_volume + FIRST_FOLD * own.stiffening_volume for name, own in atria.items()}
    first["v_lv"], first["v_rv"] = (
        FIRST_FILLING * own.reference_volume for own in (patient.left_ventricle, patient.right_ventricle)
    )
    return first


def first_state(patient: Patient) -> Array:
    """Return a state to start from: its blood is the patient's blood volume, the systemic veins hold what is left.

    A patient with little blood starts with less in every store, so that the veins do not suck the heart empty.
    """
    unstressed = {f"v_{name}": vessel.unstressed_volume for name, vessel in patient.vessels}
    coronary = patient.coronary
    layers = {"subendocardium": coronary.subendocardium, "subepicardium": coronary.subepicardium}
    unstressed |= {f"v_{name}": layer.unstressed_volume for name, layer in layers.items()}
    unstressed["v_intramural_arteries"] = coronary.arteries.unstressed_volume
    stressed = _first_chambers(patient) | {
        f"v_{name}": stressed_volume(FIRST_PRESSURE.get(name, 0.0), vessel) for name, vessel in patient.vessels
    }
    stressed["v_intramural_arteries"] = coronary.arteries.compliance * FIRST_PRESSURE["upper_body"]
    stressed |= {f"v_{name}": layer.reference_volume - layer.unstressed_volume for name, layer in layers.items()}
    available = patient.blood_volume - sum(unstressed.values())
    share = min(1.0, (1.0 - LEAST_VENOUS_SHARE) * available / sum(stressed.values()))
    y = dict.fromkeys(STATE_NAMES, 0.0)
    for name, volume in stressed.items():
        y[name] = unstressed.get(name, 0.0) + share * volume
    for side in ("lv", "rv"):
        y[f"blocked_{side}"], y[f"bound_{side}"] = 1.0, FIRST_BOUND
    state = np.array([y[name] for name in STATE_NAMES])
    fill_veins(state, patient.blood_volume)
    return state
