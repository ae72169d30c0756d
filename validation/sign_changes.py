"""Vary hearts, leaks, rates and balloons, and write where signs flip: ``python -m validation.sign_changes [FILE]``."""

from collections.abc import Callable, Iterator
from functools import partial

from diastole import InputError, Patient, SimulationError
from diastole.model.measures.definitions import MEASURES
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.fitting import fit
from validation.interventions import FALLS, RISES, Expectation, with_bed_resistance
from validation.patients import (
    LEAK,
    REGURGITANT,
    ROOT,
    Who,
    change,
    fitted_patient,
    leaking,
    preset,
    treated,
    with_pump,
    without_pump,
)  # fmt: skip
from validation.phenomena.balloon_pump.timing import END, ERRORS
from validation.phenomena.headline.turns import HEADLINE, bands_of, words
from validation.rows import table, text
from validation.table import write

FILE = ROOT / "docs/generated/where_it_flips.md"
MITRAL = "lesions.mitral_regurgitation.orifice_area"
ORIFICES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)  # cm²
RATES = (80, 95, 110, 120)  # 1/min
HEARTS = ("shock", "healthy", "acute_severe_ar", "chronic_severe_ar")
OUTPUTS, FRACTIONS = (3.0, 3.8, 4.5), (0.15, 0.25, 0.35)  # L/min, 1
PUMPS = {
    "40 mL": {},
    "30 mL": {"volume": "30 mL"},
    "50 mL": {"volume": "50 mL"},
    "1:2": {"ratio": "1:2"},
    "1:3": {"ratio": "1:3"},
    "helium by pressure": {"drive": "pneumatic"},
    "helium in 80, out 80 ms": {"fill_time": "80 ms", "vent_time": "80 ms"},
    "helium in 180, out 180 ms": {"fill_time": "180 ms", "vent_time": "180 ms"},
    "deflation 60 ms early": {"deflation_offset": "-60 ms"},
    "deflation 60 ms late": {"deflation_offset": "60 ms"},
}


IN_FAILURE = (
    Expectation("aortic_end_diastolic_pressure", "mmHg", FALLS),
    Expectation("systolic_aortic_pressure", "mmHg", FALLS),
    Expectation("mean_aortic_pressure", "mmHg", RISES),
    Expectation("cardiac_output", "L/min", RISES),
    Expectation("coronary_flow", "mL/min", RISES),
    Expectation("lv_end_diastolic_pressure", "mmHg", FALLS),
    Expectation("lv_stroke_work", "J", FALLS),
    Expectation("tension_time_index", "mmHg s", FALLS),
    Expectation("lv_contractile_atp", "µmol", FALLS),
    Expectation("right_atrial_pressure", "mmHg", FALLS),
)
IN_LEAK = (
    Expectation("aortic_regurgitant_volume", "mL", RISES),
    Expectation("aortic_regurgitant_fraction", "1", RISES),
    Expectation("lv_end_diastolic_pressure", "mmHg", RISES),
    Expectation("lv_end_diastolic_volume", "mL", RISES),
    Expectation("left_atrial_pressure", "mmHg", RISES),
    Expectation("cardiac_output", "L/min", FALLS),
    Expectation("head_and_arm_flow", "L/min", FALLS),
    Expectation("lower_body_flow", "L/min", FALLS),
    Expectation("mean_aortic_pressure", "mmHg", FALLS),
    Expectation("subendocardial_supply_demand_ratio", "1", FALLS),
    Expectation("lv_contractile_atp", "µmol", RISES),
)
IN_MITRAL = (
    Expectation("mitral_regurgitant_volume", "mL", FALLS),
    Expectation("mitral_regurgitant_fraction", "1", FALLS),
    Expectation("cardiac_output", "L/min", RISES),
    Expectation("left_atrial_pressure", "mmHg", FALLS),
)


def resistance(patient: Patient, factor: float) -> Patient:
    return treated(patient, with_bed_resistance(patient, factor))


def at_rate(patient: Patient, rate: float) -> Patient:
    return patient.with_values({"heart_rate": f"{rate:g} /min"})


def failing(output: float, fraction: float) -> Patient:
    """Return the shock preset fitted to an output [L/min] and an ejection fraction."""
    measured = {"cardiac_output": output, "lv_ejection_fraction": fraction}
    return fit(BedsideSheet(name="shock", nearest="shock", measured=measured)).patient


def failing_hearts() -> Iterator[tuple[str, Who]]:
    shock = preset("shock")
    yield "shock", lambda: shock
    for rate in (80, 110, 120):
        yield f"shock, {rate} /min", partial(at_rate, shock, rate)
    for share in (0.7, 1.3):
        yield f"shock, resistance × {share:g}", partial(resistance, shock, share)
    for output in OUTPUTS:
        for fraction in FRACTIONS:
            yield f"shock, fitted to {output:g} L/min and EF {fraction:.0%}", partial(failing, output, fraction)
    yield "shock (scheidt1973, fitted)", partial(fitted_patient, "examples/bedside/scheidt1973_shock.yaml")
    yield "healthy", partial(preset, "healthy")


def leaking_hearts() -> Iterator[tuple[str, Who]]:
    """Return hearts with an aortic leak: orifices, then rates and resistances."""
    for heart in HEARTS:
        for orifice in ORIFICES:
            yield f"{heart}, {orifice:g} cm²", partial(leaking, heart, orifice)
    for heart in HEARTS:
        leak = leaking(heart, 0.4)
        for rate in RATES:
            yield f"{heart}, 0.4 cm², {rate} /min", partial(at_rate, leak, rate)
        for share in (0.7, 1.3):
            yield f"{heart}, 0.4 cm², resistance × {share:g}", partial(resistance, leak, share)
    for name, sheet in REGURGITANT.items():
        yield name, partial(fitted_patient, sheet)


def mitral_hearts() -> Iterator[tuple[str, Who]]:
    for heart in ("shock", "healthy"):
        for orifice in (0.1, 0.2, 0.3, 0.4, 0.6):
            yield f"{heart}, mitral {orifice:g} cm²", partial(preset, heart, (MITRAL, f"{orifice:g} cm²"))
    yield (
        "acute mitral regurgitation (gold1973, fitted)",
        partial(fitted_patient, "examples/bedside/gold1973_acute_mr.yaml"),
    )


def cell(sign: Expectation, patient: Patient, settings: dict[str, str]) -> str:
    """Return a change in words: bold where it is against the expectation, in brackets where it is none."""
    before = without_pump(patient).measures[sign.measure]
    moved = change(patient, sign.measure, **settings)
    shown = text(moved, sign.unit, signed=True)
    against = (moved > 0.0) is not sign.rises
    small = MEASURES[sign.measure].direction(before, before + moved) == 0
    return f"**{shown}**" if against and not small else f"({shown})" if small else shown


def lines(hearts: Iterator[tuple[str, Who]], signs: tuple[Expectation, ...]) -> Iterator[list[str]]:
    """Return a line of changes for each heart; a heart that cannot be simulated says so."""
    for name, who in hearts:
        try:
            patient = who()
            yield [name, *(cell(sign, patient, {}) for sign in signs)]
        except (InputError, SimulationError) as problem:
            yield [name, str(problem), *[""] * (len(signs) - 1)]


def changes(hearts: Callable[[], Iterator[tuple[str, Who]]], signs: tuple[Expectation, ...]) -> str:
    head = ("patient", *(f"{sign.measure} {'↑' if sign.rises else '↓'}" for sign in signs))
    return table(head, lines(hearts(), signs))


def pumps(name: str, patient: Patient, signs: tuple[Expectation, ...]) -> str:
    """Return the table of one patient with many balloons."""
    head = (f"{name} with", *(f"{sign.measure} {'↑' if sign.rises else '↓'}" for sign in signs))
    return table(head, ([pump, *(cell(sign, patient, settings) for sign in signs)] for pump, settings in PUMPS.items()))


def timing() -> str:
    """Return which timing errors are not worse than the usual timing, by heart."""
    every = [*failing_hearts(), *leaking_hearts()]
    hearts = [(name, who) for name, who in every if "fitted to" not in name and "/min" not in name and "×" not in name]
    rows = []
    for name, who in hearts:
        patient = who()
        usual = with_pump(patient).measures
        for error, (settings, worse) in ERRORS.items():
            wrong = with_pump(patient, **settings).measures
            for measure, unit, bounds in worse:
                moved = wrong[measure] - usual[measure]
                if (moved > 0.0) is not (bounds == RISES):
                    taught = "rises" if bounds == RISES else "falls"
                    rows.append([name, error, measure, taught, text(moved, unit, signed=True)])
            if error == "late deflation" and wrong[END] <= without_pump(patient).measures[END]:
                moved = wrong[END] - without_pump(patient).measures[END]
                rows.append([name, error, f"{END} against no balloon", "rises", text(moved, "mmHg", signed=True)])
    head = ("patient", "error", "measure against the usual timing", "taught", "model")
    return f"{len(hearts)} hearts were looked at; only what is not as taught is shown.\n\n" + table(head, rows)


def console() -> str:
    """Return the labels of the screen at 1:2; teaching wants ASYS below SYS and ADIA below DIA."""
    rows = []
    for name in (*HEARTS, "shock_mr"):
        for pump in ("40 mL", "helium in 80, out 80 ms", "deflation 60 ms early", "deflation 60 ms late"):
            labels = with_pump(preset(name), ratio="1:2", **PUMPS[pump]).labels
            pairs = [(labels["SYS"], labels["ASYS"]), (labels["DIA"], labels["ADIA"])]
            cells = [f"{text(plain)} → {text(helped, 'mmHg')}" for plain, helped in pairs]
            cells = [f"**{words}**" if b >= a else words for words, (a, b) in zip(cells, pairs, strict=True)]
            rows.append([name, pump, *cells, text(labels["AUG"], "mmHg")])
    return table(("patient", "balloon", "SYS → ASYS", "DIA → ADIA", "AUG"), rows)


def thresholds() -> str:
    """Return what the headline's measures do with the balloon along the orifice, by heart."""
    rows = [[heart, *(words(bands_of(preset(heart), name)) for name in HEADLINE)] for heart in HEARTS]
    return table(("heart", *HEADLINE), rows)


def page() -> str:
    acute = preset("acute_severe_ar")
    parts = [
        "# Where it flips\n",
        "Written by `python -m validation.sign_changes`. A cell is the change with a balloon of 40 mL at 1:1. Arrows "
        "are expectations; **bold** is against them, (brackets) is a change that nobody could tell. "
        f"The hearts are variations of presets, not patients. `{LEAK}` is the orifice.\n",
        "## The failing heart\n", changes(failing_hearts, IN_FAILURE),
        "## The failing heart, other balloons\n", pumps("shock", preset("shock"), IN_FAILURE),
        "## The leaking aortic valve\n",
        "What teaching fears is the expectation here; bold therefore says that the model does not get worse.\n",
        changes(leaking_hearts, IN_LEAK),
        "### From which orifice on\n", thresholds(),
        "### Other balloons\n", pumps("acute_severe_ar", acute, IN_LEAK),
        "## The leaking mitral valve\n", changes(mitral_hearts, IN_MITRAL),
        "## Timing errors that are not worse\n", timing(),
        "## The console at 1:2\n", console(),
    ]  # fmt: skip
    return "\n".join(parts)


if __name__ == "__main__":
    write(page, FILE)
