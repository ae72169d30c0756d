"""Aortic regurgitation without a balloon: the leak against its orifice, and acute against chronic."""

from functools import partial

from validation.patients import leaking, preset, without_pump
from validation.rows import Row

INF = float("inf")
PEERS = "peers: CircAdapt, ModularCirc"
LEAKS = {0.10: (0.18, 0.28), 0.30: (0.45, 0.58)}  # orifice [cm²]: bounds of the regurgitant fraction
ACUTE, CHRONIC = preset("acute_severe_ar"), preset("chronic_severe_ar")
ORIFICE = ACUTE.lesions.aortic_regurgitation.orifice_area
HEALTHY = leaking("healthy", ORIFICE)  # the healthy heart with the acute orifice


def of(patient, measure) -> float:
    return without_pump(patient).measures[measure]


def less(measure, patient, other) -> float:
    return of(patient, measure) - of(other, measure)


def _leak(orifice, low, high) -> Row:
    read = partial(of, leaking("healthy", orifice), "aortic_regurgitant_fraction")
    who = f"healthy, {orifice:.2f} cm²"
    return Row("Leak against orifice", PEERS, who, "none", "aortic_regurgitant_fraction", "1", read, low, high)


def _row(patient, measure, unit, read, low=-INF, high=INF, *, source="teaching") -> Row:
    return Row("Acute against chronic", source, patient, "none", measure, unit, read, low, high, tuned=True)


PULSE, EARLY = "pulse_pressure", "mitral_closure_before_r_wave"
ROWS = [
    *(_leak(orifice, low, high) for orifice, (low, high) in LEAKS.items()),
    _row("acute_severe_ar", "pulse pressure against chronic", "mmHg", partial(less, PULSE, ACUTE, CHRONIC), high=0.0),
    _row(
        "acute_severe_ar", "pulse pressure against the healthy heart with the same orifice", "mmHg",
        partial(less, PULSE, ACUTE, HEALTHY), high=0.0,
    ),
    _row("acute_severe_ar", "lv_end_diastolic_volume", "mL", partial(of, ACUTE, "lv_end_diastolic_volume"), 65, 150,
         source="reference range"),
    _row("acute_severe_ar", "lv_end_diastolic_pressure", "mmHg", partial(of, ACUTE, "lv_end_diastolic_pressure"), 30),
    _row(
        "acute_severe_ar", "aortic less left ventricular end-diastolic pressure", "mmHg",
        lambda: of(ACUTE, "aortic_end_diastolic_pressure") - of(ACUTE, "lv_end_diastolic_pressure"), 0.01, 10.0,
    ),
    _row("acute_severe_ar", EARLY, "ms", partial(of, ACUTE, EARLY), 100),
    _row("chronic_severe_ar", PULSE, "mmHg", partial(of, CHRONIC, PULSE), 83, 127, source="mann1975"),
    _row(
        "chronic_severe_ar", "end-diastolic volume over the acute one", "1",
        lambda: of(CHRONIC, "lv_end_diastolic_volume") / of(ACUTE, "lv_end_diastolic_volume"), 1.7,
    ),
]  # fmt: skip
