"""Nitroprusside in aortic regurgitation, dobutamine in regurgitation and in shock."""

from functools import partial

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
from validation.patients import Treatment, preset
from validation.rows import Row

INF = float("inf")
OPEN = "Nitroprusside in aortic regurgitation"
STRONG = "Dobutamine"
LOWERED = (-33.0, -27.0)  # %, systemic vascular resistance: the demand is −30 %
SMALL = 0.5  # 1, share of the gain of a patient with a high LVEDP that counts as small; assumed
DOSES = {False: "1 µg/kg/min", True: "1.6 µg/kg/min"}  # that lower the resistance so far, without and with the reflex
DOBUTAMINE: Treatment = (("drugs.dobutamine", "5 µg/kg/min"),)
MUCH, LITTLE = "4400 mL", ("3500 mL", "3450 mL")  # blood that gives the chronic heart an LVEDP of 22 and of 11, 10 mmHg

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
FULL = {case.reflex: case.but(f"{MUCH} of blood", ("blood_volume", MUCH)) for case in CHRONIC}


def nitroprusside(case: Case) -> Treatment:
    """Return the infusion that lowers resistance by about 30 %."""
    return (("drugs.nitroprusside", DOSES[case.reflex]),)


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
    rows = []
    for case in (*presets("acute_severe_ar"), *FULL.values()):
        words, treatment = f"nitroprusside {DOSES[case.reflex]}", nitroprusside(case)
        fall = partial(percent, case, treatment, "systemic_vascular_resistance")
        given = "change of systemic_vascular_resistance"
        rows.append(Row(OPEN, "demand", str(case), words, given, "%", fall, *LOWERED))
        rows += rows_of(OPEN, case, words, treatment, (*UNLOADS, FORWARD), source="bolen1976a")
    for case in CHRONIC:
        for blood in LITTLE:
            dry = case.but(f"{blood} of blood", ("blood_volume", blood))
            words, treatment = f"nitroprusside {DOSES[case.reflex]}", nitroprusside(case)
            rows += rows_of(OPEN, dry, words, treatment, UNLOADS)
            share = partial(share_of_gain, dry)
            lost = "gain of cardiac_output over that with a high LVEDP"
            rows.append(Row(OPEN, "jcj1982", str(dry), words, lost, "1", share, high=SMALL))
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
