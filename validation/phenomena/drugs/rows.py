"""Nitroprusside in aortic regurgitation, dobutamine in regurgitation and in shock."""

from functools import cache, partial

from scipy.optimize import brentq

from validation.interventions import (
    FALLS,
    NOTHING,
    RISES,
    Case,
    Expectation,
    difference,
    percent,
    presets,
    rows_of,
    with_bed_resistance,
)
from validation.patients import BLOOD, Treatment, preset, run, treated
from validation.rows import Row
from validation.titration import Titration, titration

INF = float("inf")
OPEN = "Nitroprusside in aortic regurgitation"
STRONG = "Dobutamine"
LOWERED = Titration(by="drugs.nitroprusside", measure="systemic_vascular_resistance", percent=-30.0)  # the demand
SMALL = 0.5  # 1, share of the gain of a patient with a high LVEDP that counts as small; assumed
DOBUTAMINE: Treatment = (("drugs.dobutamine", "5 µg/kg/min"),)
HIGH, LOW = 22.0, (11.0, 10.0)  # mmHg, LVEDP of a chronic heart that is full of blood and of one that is not; assumed
TAKEN, GIVEN = -1200.0, 1200.0  # mL, most blood that is taken or given for that; assumed

UNLOADS = (
    Expectation("aortic_regurgitant_fraction", "1", FALLS),
    Expectation("lv_end_diastolic_pressure", "mmHg", FALLS),
)
FORWARD = Expectation("cardiac_output", "L/min", RISES)
STRENGTHENS = (
    FORWARD,
    Expectation("lv_end_diastolic_volume", "mL", FALLS),
    Expectation("lv_end_diastolic_pressure", "mmHg", FALLS),
    Expectation("lv_contractile_atp_rate", "mmol/min", RISES),
)
CHRONIC = presets("chronic_severe_ar")


@cache
def blood_for(lvedp: float) -> str:
    """Return the blood volume with which the chronic heart has this end-diastolic pressure [mmHg]."""
    heart = preset("chronic_severe_ar")

    def missing(given: float) -> float:
        return run(treated(heart, ((BLOOD, f"{given:+.6g} mL"),))).measures["lv_end_diastolic_pressure"] - lvedp

    return f"{heart.blood_volume + brentq(missing, TAKEN, GIVEN, xtol=1.0):.0f} mL"


def filled(case: Case, lvedp: float) -> Case:
    """Return the case of a chronic heart with the blood that gives it this end-diastolic pressure [mmHg]."""
    return Case(
        f"{case.name}, LVEDP {lvedp:g} mmHg", lambda: treated(case.who(), ((BLOOD, blood_for(lvedp)),)), case.reflex
    )


FULL = {case.reflex: filled(case, HIGH) for case in CHRONIC}


def nitroprusside(case: Case) -> Treatment:
    """Return the infusion that lowers resistance by 30 %."""
    return titration(LOWERED, case.who(), NOTHING, reflex=case.reflex)


def gain(case: Case) -> float:
    """Return the relative gain of forward flow by nitroprusside [%]."""
    return percent(case, nitroprusside(case), "cardiac_output")


def share_of_gain(case: Case) -> float:
    """Return the gain of forward flow over that of the same heart with a high LVEDP."""
    return gain(case) / gain(FULL[case.reflex])


def opened(case: Case, measure: str) -> float:
    """Return the change of a measure as all systemic arterioles open to 0.7 of their resistance, and nothing else."""
    return difference(case, with_bed_resistance(case.who(), 0.7), NOTHING, measure)


def with_nitroprusside() -> list[Row]:
    """Return the rows of nitroprusside: hearts with a high and with a low LVEDP."""
    words, rows = "nitroprusside until resistance is 30 % lower", []

    def read(case: Case, measure: str) -> float:
        return difference(case, nitroprusside(case), NOTHING, measure)

    for case in (*presets("acute_severe_ar"), *FULL.values()):
        rows += [
            Row(
                OPEN,
                "bolen1976a",
                str(case),
                words,
                f"change of {measure}",
                unit,
                partial(read, case, measure),
                *bounds,
            )
            for measure, unit, bounds in (*UNLOADS, FORWARD)
        ]
    for case in CHRONIC:
        for dry in (filled(case, lvedp) for lvedp in LOW):
            rows += [
                Row(
                    OPEN,
                    "teaching",
                    str(dry),
                    words,
                    f"change of {measure}",
                    unit,
                    partial(read, dry, measure),
                    *bounds,
                )
                for measure, unit, bounds in UNLOADS
            ]
            lost = "gain of cardiac_output over that with a high LVEDP"
            rows.append(Row(OPEN, "jcj1982", str(dry), words, lost, "1", partial(share_of_gain, dry), high=SMALL))
    return rows


def with_open_arterioles() -> list[Row]:
    """Return the rows of arterioles alone, without the veins: forward flow rises whatever the LVEDP."""
    words = "arterioles at 0.7 of their resistance"
    return [
        Row(OPEN, "teaching", str(case), words, f"change of {measure}", unit, partial(opened, case, measure), *bounds)
        for case in presets("acute_severe_ar", "chronic_severe_ar")
        if not case.reflex
        for measure, unit, bounds in (*UNLOADS, FORWARD)
    ]


def with_dobutamine() -> list[Row]:
    hearts = presets("shock", "shock_mr", "acute_severe_ar", "chronic_severe_ar")
    return [row for case in hearts for row in rows_of(STRONG, case, "dobutamine 5 µg/kg/min", DOBUTAMINE, STRENGTHENS)]


def gain_of_dpdt(name: str) -> float:
    """Return the gain of dP/dt of a preset with dobutamine at its own rate, as where only the heart gets the drug."""
    case = Case(name, lambda: preset(name), reflex=False)
    rate = (("pacing.rate", f"{case.who().heart_rate:g} /min"),)
    return difference(case, (*DOBUTAMINE, *rate), rate, "lv_dpdt_max")


def in_failure() -> Row:
    """Return the row of a failing ventricle, which answers less than a healthy one."""
    return Row(
        STRONG, "colucci1988", "shock against healthy", "dobutamine 5 µg/kg/min, own rate",
        "gain of lv_dpdt_max over that of the healthy heart (published: 0.37)", "1",
        lambda: gain_of_dpdt("shock") / gain_of_dpdt("healthy"), high=1.0,
    )  # fmt: skip


ROWS = [*with_nitroprusside(), *with_open_arterioles(), *with_dobutamine(), in_failure()]
