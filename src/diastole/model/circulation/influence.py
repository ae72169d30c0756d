"""Changes that drugs, pacemaker, reflex and coronary arterioles make in a running circulation.

Every beat starts from the patient's own parameters; an influence is never written onto another one.
"""

from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel_parameters import PLACES, SYSTEMIC_BEDS
from diastole.model.patient import Patient
from diastole.model.physiology.clock import atrial_lead_scale, systolic_scale

LEAST_FACTOR = 0.1  # 1, floor of every factor: no drug or reflex stops a heart or opens all arterioles; assumed


class Influence(NamedTuple):
    """Changes of the patient's own values; 0 is none."""

    rate: float = 0.0  # relative change of the heart rate
    contractility: float = 0.0  # relative change of the calcium transient of both ventricles
    resistance: float = 0.0  # relative change of resistance and, alike, closing pressure of the systemic arterioles
    pulmonary_resistance: float = 0.0  # relative change
    veins: float = 0.0  # mL/kg of blood pressed out of the systemic veins; negative where they take up more
    blockade: float = 0.0  # share of the reflex's hold on rate and contractility that is blocked
    weakened: float = 0.0  # share of the left ventricular wall that a lack of oxygen has put out of work
    subendocardial_tone: float = 1.0  # open share of the arterioles
    subepicardial_tone: float = 1.0

    def joined(self, other: "Influence") -> "Influence":
        """Return both together: relative changes multiply, blood out of the veins adds up; tones are the first's."""
        return self._replace(
            rate=(1.0 + self.rate) * (1.0 + other.rate) - 1.0,
            contractility=(1.0 + self.contractility) * (1.0 + other.contractility) - 1.0,
            resistance=(1.0 + self.resistance) * (1.0 + other.resistance) - 1.0,
            pulmonary_resistance=(1.0 + self.pulmonary_resistance) * (1.0 + other.pulmonary_resistance) - 1.0,
            veins=self.veins + other.veins,
            blockade=1.0 - (1.0 - self.blockade) * (1.0 - other.blockade),
        )


NO_INFLUENCE = Influence()


def _slot(name: str, field: str | None = None) -> int:
    """Return where a number, or a field of a law's tuple, lies in the flat vector."""
    type_ = dict(closed_loop.PARAMETERS)[name]
    offset: int = 0 if field is None else closed_loop.TYPES[type_]._fields.index(field)
    return int(PLACES[name].start) + offset


CALCIUM = ("lv_calcium", "rv_calcium")
# Every slot that an influence scales, with the name of its factor.
SCALED = (
    *((_slot(bed, "conductance"), "opening") for bed in SYSTEMIC_BEDS),
    *((_slot(bed, "closing_pressure"), "closing") for bed in SYSTEMIC_BEDS),
    (_slot("pulmonary_bed", "resistance"), "pulmonary"),
    (_slot("atrial_timing", "lead"), "lead"),
    (_slot("subendocardial_arterioles"), "inner"),
    (_slot("subepicardial_arterioles"), "outer"),
    *((_slot("lv_tension", field), "working") for field in ("full", "heads")),
    *((_slot(calcium, field), "faster") for calcium in CALCIUM for field in ("rise_rate", "fall_rate")),
    *((_slot(calcium, "plateau_end"), "slower") for calcium in CALCIUM),
)
SCALED_SLOTS = np.array([slot for slot, _ in SCALED])
FACTORS = tuple(dict.fromkeys(name for _, name in SCALED))
FACTOR_OF_SLOT = np.array([FACTORS.index(name) for _, name in SCALED])
PEAKS = np.array([_slot(calcium, "peak") for calcium in CALCIUM])
RESTS = np.array([_slot(calcium, "diastolic") for calcium in CALCIUM])
VEINS = _slot("systemic_veins", "unstressed_volume")


def heart_rate(patient: Patient, influence: Influence) -> float:
    """Return the heart rate [1/min]: the pacemaker's where there is one."""
    if patient.pacing is not None:
        return patient.pacing.rate
    return patient.heart_rate * max(1.0 + influence.rate, LEAST_FACTOR)


def write_influence(own: Array, patient: Patient, influence: Influence, p: Array) -> None:
    """Write an influence on the patient's own parameters into p, for a beat of that influence's heart rate."""
    rate = heart_rate(patient, influence)
    slower, lead, stronger = 1.0, 1.0, 1.0
    if rate != patient.heart_rate:
        slower = systolic_scale(rate) / systolic_scale(patient.heart_rate)
        lead = atrial_lead_scale(rate) / atrial_lead_scale(patient.heart_rate)
        stronger = 1.0 + patient.calcium.force_frequency * (rate / patient.heart_rate - 1.0)
    narrower = max(1.0 + influence.resistance, LEAST_FACTOR)
    factors = {
        "opening": 1.0 / narrower,
        "closing": narrower,
        "pulmonary": max(1.0 + influence.pulmonary_resistance, LEAST_FACTOR),
        "lead": lead,
        "inner": influence.subendocardial_tone,
        "outer": influence.subepicardial_tone,
        "working": max(1.0 - influence.weakened, LEAST_FACTOR),
        "faster": 1.0 / slower,
        "slower": slower,
    }
    p[SCALED_SLOTS] = own[SCALED_SLOTS] * np.array([factors[name] for name in FACTORS])[FACTOR_OF_SLOT]
    transient = max(stronger * (1.0 + influence.contractility), LEAST_FACTOR)
    p[PEAKS] = own[PEAKS] + (own[PEAKS] - own[RESTS]) * (transient - 1.0)
    p[VEINS] = own[VEINS] - influence.veins * patient.body.weight
