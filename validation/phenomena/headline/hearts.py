"""Hearts of the headline: presets, and plausible ones around them, drawn at random."""

from collections.abc import Iterator

import numpy as np

from diastole import Patient
from diastole.model.input_blocks.fields import quantities
from diastole.model.patient.relative_value import value_at
from validation.patients import Treatment, preset, run, treated

PRESETS = {"acute": "acute_severe_ar", "chronic": "chronic_severe_ar", "shock": "shock"}
TITLES = {"acute": "acute regurgitation", "chronic": "chronic regurgitation", "shock": "shock with a leak"}
ARTERIES = ("ascending_aorta", "thoracic_aorta", "abdominal_aorta", "upper_body", "lower_body")
SPREADS = {  # what is multiplied by one factor, and its lowest and highest; all assumed
    "stiffness of the left ventricle": (("left_ventricle.passive_stiffness",), 0.6, 1.6),
    "its force": (("left_ventricle.working_fraction",), 0.8, 1.0),
    "heart rate": (("heart_rate",), 0.85, 1.2),
    "blood volume": (("blood_volume",), 0.93, 1.05),
    "compliance of the arteries": (tuple(f"vessels.{name}.compliance" for name in ARTERIES), 0.6, 1.6),
    "resistance of head and arms": (("resistances.upper_body_bed",), 0.7, 1.4),
    "resistance of the lower body": (("resistances.lower_body_bed",), 0.7, 1.4),
    "closing pressure of the arterioles": (("systemic_arterioles.closing_pressure",), 0.6, 1.2),
}
BALLOONS = {  # settings, between which ends they lie, and their unit; assumed
    "balloon_pump.volume": (30.0, 50.0, "mL"),
    "balloon_pump.deflation_offset": (-30.0, 30.0, "ms"),
}
CLOSING = "systemic_arterioles.closing_pressure"
BEDS = ("resistances.upper_body_bed", "resistances.lower_body_bed")
HARDLY = 0.05  # 1, share of the closing pressure that stays where arterioles never close
UNITS = {key: quantity.unit for key, quantity in quantities(Patient).items()}


def varied(patient: Patient, factors: dict[str, float]) -> Patient:
    """Return a patient some of whose ``SPREADS`` are multiplied by factors."""
    values = {
        key: f"{factor * value_at(patient, key):.6g} {UNITS[key]}"
        for name, factor in factors.items()
        for key in SPREADS[name][0]
    }
    return treated(patient, tuple(values.items()))


def never_closing(patient: Patient) -> Patient:
    """Return a patient whose arterioles hardly close, with the resistance that keeps pressure and flow as they were."""
    measures, closing = run(patient).measures, value_at(patient, CLOSING)
    before = measures["mean_aortic_pressure"] - closing
    beyond = measures["mean_aortic_pressure"] - max(HARDLY * closing, measures["right_atrial_pressure"])
    values = {CLOSING: HARDLY * closing} | {key: beyond / before * value_at(patient, key) for key in BEDS}
    return treated(patient, tuple((key, f"{value:.6g} {UNITS[key]}") for key, value in values.items()))


def drawn(heart: str, number: int, seed: int) -> Iterator[tuple[Patient, Treatment]]:
    """Yield plausible patients around a preset, each with the settings of a balloon.

    Every factor of ``SPREADS`` goes evenly between the logarithms of its ends, independently of the others.
    """
    chance = np.random.default_rng(seed)
    for _ in range(number):
        factors = {
            name: float(np.exp(chance.uniform(np.log(low), np.log(high)))) for name, (_, low, high) in SPREADS.items()
        }
        settings = {key: f"{chance.uniform(low, high):.4g} {unit}" for key, (low, high, unit) in BALLOONS.items()}
        yield varied(preset(PRESETS[heart]), factors), tuple(settings.items())
