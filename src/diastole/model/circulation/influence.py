"""Changes that drugs, pacemaker, reflex and coronary arterioles make in a running circulation.

Every beat starts from the patient's own parameters; an influence is never written onto another one. `heart_rate`,
`write_influence` and what joins influences are laws: their numbers are those of one patient or arrays of many.
"""

from typing import Any, NamedTuple

from diastole.law import select
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel_parameters import PLACES, SYSTEMIC_BEDS
from diastole.model.input_blocks.block_numbers import Numbers
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
        """Return both together; tones and the share out of work are the first's."""
        both = {name: together(getattr(self, name), getattr(other, name)) for name, together in TOGETHER.items()}
        return self._replace(**both)


def both_changes(one: float, other: float) -> float:
    """Return two relative changes together: (1 + a)(1 + b) − 1, and exactly the one where the other is 0."""
    return one + other * (1.0 + one)


def both_blockades(one: float, other: float) -> float:
    """Return the share that two blockades leave nothing of: 1 − (1 − a)(1 − b), likewise."""
    return one + other * (1.0 - one)


def both_volumes(one: float, other: float) -> float:
    """Return the blood that two influences press out of the veins [mL/kg]."""
    return one + other


TOGETHER = {  # how a field of two influences becomes that of both
    "rate": both_changes, "contractility": both_changes, "resistance": both_changes,
    "pulmonary_resistance": both_changes, "veins": both_volumes, "blockade": both_blockades,
}  # fmt: skip
NO_INFLUENCE = Influence()


def _slot(name: str, field: str | None = None) -> int:
    """Return where a number, or a field of a law's tuple, lies in the flat vector."""
    type_ = dict(closed_loop.PARAMETERS)[name]
    offset: int = 0 if field is None else closed_loop.TYPES[type_]._fields.index(field)
    return int(PLACES[name].start) + offset


CALCIUM = ("lv_calcium", "rv_calcium")
ATRIAL_TIMING = ("la_timing", "ra_timing")
# Every slot that an influence scales, with the name of its factor.
SCALED = (
    *((_slot(bed, "conductance"), "opening") for bed in SYSTEMIC_BEDS),
    *((_slot(bed, "closing_pressure"), "closing") for bed in SYSTEMIC_BEDS),
    (_slot("pulmonary_bed", "resistance"), "pulmonary"),
    *((_slot(timing, "lead"), "lead") for timing in ATRIAL_TIMING),
    (_slot("subendocardial_arterioles"), "inner"),
    (_slot("subepicardial_arterioles"), "outer"),
    *((_slot("lv_tension", field), "working") for field in ("full", "heads")),
    *((_slot(calcium, field), "faster") for calcium in CALCIUM for field in ("rise_rate", "fall_rate")),
    *((_slot(calcium, "plateau_end"), "slower") for calcium in CALCIUM),
)
PEAKS_AND_RESTS = tuple((_slot(calcium, "peak"), _slot(calcium, "diastolic")) for calcium in CALCIUM)
VEINS = _slot("systemic_veins", "unstressed_volume")


class InfluencedPatient(NamedTuple):
    """What of a patient decides how an influence acts."""

    heart_rate: float  # 1/min, own
    paced_rate: float  # 1/min, that of a pacemaker; 0 without one
    systolic_scale: float  # 1, at the own rate
    lead_scale: float  # 1, of the atrial lead, likewise
    force_frequency: float  # 1, relative change of the calcium transient per relative change of the rate
    weight: float  # kg


def influenced_patient(numbers: Numbers) -> InfluencedPatient:
    """Return what of a patient decides how an influence acts."""
    rate = numbers.heart_rate
    return InfluencedPatient(
        rate, max(numbers.pacing.rate, 0.0), systolic_scale(rate), atrial_lead_scale(rate),
        numbers.calcium.force_frequency, numbers.body.weight,
    )  # fmt: skip


def heart_rate(patient: InfluencedPatient, influence: Influence) -> float:
    """Return the heart rate [1/min]: the pacemaker's where there is one."""
    answered = patient.heart_rate * max(1.0 + influence.rate, LEAST_FACTOR)
    return select(patient.paced_rate > 0.0, patient.paced_rate, answered)


def write_influence(own: Any, patient: InfluencedPatient, influence: Influence, p: Any) -> None:
    """Write an influence on the patient's own parameters into p, for a beat of that influence's heart rate.

    `own` and `p`: vectors of parameters (n,); of many patients (n, ...), each row of the shape of their numbers.
    """
    rate = heart_rate(patient, influence)
    slower = systolic_scale(rate) / patient.systolic_scale
    stronger = 1.0 + patient.force_frequency * (rate / patient.heart_rate - 1.0)
    narrower = max(1.0 + influence.resistance, LEAST_FACTOR)
    by_name = {
        "opening": 1.0 / narrower,
        "closing": narrower,
        "pulmonary": max(1.0 + influence.pulmonary_resistance, LEAST_FACTOR),
        "lead": atrial_lead_scale(rate) / patient.lead_scale,
        "inner": influence.subendocardial_tone,
        "outer": influence.subepicardial_tone,
        "working": max(1.0 - influence.weakened, LEAST_FACTOR),
        "faster": 1.0 / slower,
        "slower": slower,
    }
    for slot, factor in SCALED:
        p[slot] = own[slot] * by_name[factor]
    transient = max(stronger * (1.0 + influence.contractility), LEAST_FACTOR)
    for peak, rest in PEAKS_AND_RESTS:
        p[peak] = own[peak] + (own[peak] - own[rest]) * (transient - 1.0)
    p[VEINS] = own[VEINS] - influence.veins * patient.weight
