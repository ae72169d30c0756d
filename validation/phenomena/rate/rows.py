"""Heart rate in acute aortic regurgitation: slower is worse, faster is better, as far as the model agrees."""

from functools import cache, partial

from scipy.optimize import brentq

from validation.interventions import (
    FALLS,
    RISES,
    Case,
    Expectation,
    measured,
    presets,
    rows_of,
    with_bed_resistance,
    without_and_with_reflex,
)
from validation.patients import LEAK, Treatment, fitted_patient, run, treated
from validation.rows import Row

SLOWER = "Slower rate in acute aortic regurgitation"
FASTER = "Faster pacing in acute aortic regurgitation"
SLOW, RATES = 65, (85, 100)  # 1/min, of the demand
FAST, OWN = (110, 120), 95  # 1/min, own rate of the preset
ORIFICES = (0.3, 0.4, 0.5)  # cm², the last is the preset's
ESMOLOL: Treatment = (("drugs.esmolol", "100 µg/kg/min"),)
FACTORS, TIGHT = (0.5, 2.0), 1e-4  # 1, of the tone of the arterioles, and how closely it is sought
SHEET = "examples/bedside/mann1975_acute_ar.yaml"

WORSE = (
    Expectation("aortic_regurgitant_volume", "mL", RISES),
    Expectation("lv_end_diastolic_pressure", "mmHg", RISES),
    Expectation("cardiac_output", "L/min", FALLS),
)
BETTER = (Expectation("diastolic_time", "ms", FALLS), Expectation("aortic_regurgitant_fraction", "1", FALLS))
SLOWED = (Expectation("heart_rate", "1/min", FALLS), Expectation("mean_aortic_pressure", "mmHg", FALLS))


def paced(rate: float) -> Treatment:
    """Return pacing at a rate [1/min]."""
    return (("pacing.rate", f"{rate:g} /min"),)


def hearts() -> list[Case]:
    """Return the acute heart with leaks of several sizes, and the heart fitted to a group of patients."""
    own = presets("acute_severe_ar")
    leaks = [case.but(f"{area:.1f} cm²", (LEAK, f"{area} cm²")) for area in ORIFICES for case in own]
    return leaks + without_and_with_reflex("acute (mann1975, fitted)", lambda: fitted_patient(SHEET))


@cache
def held(case: Case, rate: float, pressure: float) -> Treatment:
    """Return pacing at a rate [1/min] with arterioles so narrow that the mean aortic pressure [mmHg] is held."""
    patient = case.who()

    def treatment(factor: float) -> Treatment:
        return (*paced(rate), *with_bed_resistance(patient, factor))

    def error(factor: float) -> float:
        return run(treated(patient, treatment(factor))).measures["mean_aortic_pressure"] - pressure

    return treatment(brentq(error, *FACTORS, xtol=TIGHT))


def at_held_pressure(case: Case, rate: float, measure: str) -> float:
    """Return a measure at the slow rate less that at another, at the mean pressure of the other."""
    pressure = measured(case, paced(rate), "mean_aortic_pressure")
    return measured(case, held(case, SLOW, pressure), measure) - measured(case, paced(rate), measure)


def slower() -> list[Row]:
    rows = [
        row
        for case in hearts()
        for rate in RATES
        for row in rows_of(SLOWER, case, f"pacing {SLOW} against {rate} /min", paced(SLOW), WORSE, other=paced(rate))
    ]
    own = presets("acute_severe_ar")[0]
    return rows + [
        Row(
            SLOWER, "teaching", str(own), f"pacing {SLOW} against {rate} /min, mean pressure held by the arterioles",
            f"change of {measure}", unit, partial(at_held_pressure, own, rate, measure), *bounds,
        )
        for rate in RATES
        for measure, unit, bounds in WORSE
    ]  # fmt: skip


def with_esmolol() -> list[Row]:
    return [
        row
        for case in hearts()
        for row in rows_of(SLOWER, case, "esmolol 100 µg/kg/min", ESMOLOL, (*(SLOWED if case.reflex else ()), *WORSE))
    ]


def faster() -> list[Row]:
    return [
        row
        for case in hearts()
        for rate in FAST
        for row in rows_of(FASTER, case, f"pacing {rate} against {OWN} /min", paced(rate), BETTER, other=paced(OWN))
    ]


ROWS = [*slower(), *with_esmolol(), *faster()]
