"""Figures and tables of the numerics, all measured: convergence, errors by step, the way to the steady beat."""

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from _generate.pages import Output, table
from _generate.plots import COLOURS, dress, new_figure, save
from diastole.errors import SimulationError
from diastole.faces.figures.theme import LIGHT
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.measures.agreement import difference
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measured_beat import measure_beat
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.run import simulate
from diastole.model.simulation import steady_beat as steady
from diastole.model.simulation.acceleration import FAST, Acceleration, weighted_change
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.model.simulation.assist import steady_run, unassisted_landmarks
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.steady_beat import SteadyState
from tests.simulation.against_cvode import CASES, errors
from validation.phenomena.monodomain import run as monodomain
from validation.phenomena.same_heart import run as same_heart
from validation.phenomena.two_ventricles import run as two_ventricles
from validation.phenomena.two_ventricles.rows import LIKE
from validation.rows import text

Array = NDArray[np.float64]
RATIOS = ("1:1", "1:2", "1:3")
REFERENCE = 5e-5  # s
STEPS = (2.5e-4, 5e-4, 1e-3, 1.5e-3, 2e-3, 2.5e-3, 3e-3)  # s
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def _patients() -> dict[str, Patient]:
    presets = {name: Patient.preset(name) for name in PRESETS}
    pairs = ({name: each, f"{name} + pump": each.with_balloon_pump(BalloonPump())} for name, each in presets.items())
    return {name: patient for pair in pairs for name, patient in pair.items()}


@cache
def measures_at(case: str, step: float) -> dict[str, float | None] | None:
    """Return the measures of a patient at a longest step [s]; None where the method is unstable."""
    patient = _patients()[case]
    try:
        run = steady_run(patient, longest_step=step)
    except SimulationError:
        return None
    return measure_beat(PeriodicTrace(run.trace, patient), 0)


def errors_at(case: str, step: float) -> dict[str, float] | None:
    """Return the relative error of every measure of a patient at a step; small values have a floor of their unit."""
    measured, exact = measures_at(case, step), measures_at(case, REFERENCE)
    assert exact is not None
    if measured is None:
        return None
    pairs = {name: (measured[name], exact[name]) for name in MEASURES}
    return {name: 0.0 if None in pair else difference(MEASURES[name].unit, *pair) for name, pair in pairs.items()}


def all_steps() -> tuple[float, ...]:
    """Return the steps of the tables, with those of the package among them."""
    return tuple(sorted({*STEPS, *LONGEST_STEP.values()}))


def state_error(step: float, case: str = "healthy") -> float:
    """Return how far one beat from the steady state lands from where the finest step lands (weighted, mL)."""
    start = _steady_state(case)

    def after(longest: float) -> Array:
        heart = BeatingHeart(_patients()[case], longest_step=longest, state=start.state, slow=start.slow)
        heart.beat()
        return _whole(heart)

    return weighted_change(after(REFERENCE), after(step))


@cache
def _steady_state(case: str) -> SteadyState:
    heart = BeatingHeart(_patients()[case], longest_step=REFERENCE)
    return steady.find_steady_state(heart)


def _whole(heart: BeatingHeart) -> Array:
    """Return the states of the circulation and the slow ones."""
    return np.concatenate((heart.state, heart.slow))


def convergence(out: Output) -> None:
    """Draw error against step."""
    figure = new_figure(7.6, 3.7)
    left, right = figure.subplots(1, 2)
    steps = np.array([s for s in all_steps() if s >= 2.5e-4])
    for name, colour, marker in zip(PRESETS, COLOURS, MARKERS, strict=False):
        left.loglog(
            steps * 1e3, [state_error(s, name) for s in steps], marker, ls="-", color=colour, ms=4, lw=1, label=name
        )
        for suffix, style in (("", "-"), (" + pump", ":")):
            worst = [_worst(name + suffix, s) for s in steps]
            right.loglog(steps * 1e3, worst, marker, ls=style, color=colour, ms=4, lw=1)
    anchor = state_error(1e-3)
    for order, style in ((2, (0, (1, 1))), (4, (0, (5, 2)))):
        left.loglog(
            steps * 1e3, anchor * (steps / 1e-3) ** order, color=LIGHT.muted, lw=0.9, ls=style, label=f"order {order}"
        )
    right.plot([], [], "-", color=LIGHT.ink, label="without the pump")
    right.plot([], [], ":", color=LIGHT.ink, label="with the pump")
    for axes, what in ((left, "Error of the state after a beat, mL"), (right, "Worst relative error of a measure, %")):
        axes.xaxis.set_major_formatter("{x:g}")
        axes.set_xticks([0.25, 0.5, 1, 2, 3], [".25", ".5", "1", "2", "3"])
        axes.minorticks_off()
        dress(axes, legend=7, xlabel="Step, ms", ylabel=what)
    save(out, "convergence", figure)


def _worst(case: str, step: float) -> float:
    errors = errors_at(case, step)
    return np.nan if errors is None else 100 * max(errors.values())


def step_table() -> str:
    """Return the worst error over all measures for each patient and step."""
    steps = all_steps()
    worst = {case: [_worst(case, step) for step in steps] for case in _patients()}
    rows = [[case, *("unstable" if np.isnan(v) else f"{v:.2g}" for v in values)] for case, values in worst.items()]
    return table(["patient", *(f"{1e3 * step:g} ms" for step in steps)], rows)


def measure_table() -> str:
    """Return the worst error over all patients for each measure, at the steps of the package."""
    rows = []
    for name, measure in MEASURES.items():
        cells = []
        for step in LONGEST_STEP.values():
            errors = {case: errors_at(case, step) for case in _patients()}
            case, worst = max(((c, e[name]) for c, e in errors.items() if e is not None), key=lambda pair: pair[1])
            cells += [f"{100 * worst:.2g}", case if worst > 5e-8 else ""]
        rows.append([measure.title, *cells])
    headings = [text for name, step in LONGEST_STEP.items() for text in (f"{name}, {1e3 * step:g} ms: error, %", "in")]
    return table(["measure", *headings], rows)


def cvode_tables() -> tuple[str, str]:
    """Return the worst error against CVODE of each measure, with its case, and of each case, with its measure."""
    found = {case: errors(case) for case in CASES}
    by_measure = []
    for name, measure in MEASURES.items():
        case, worst = max(((c, e[name]) for c, e in found.items() if name in e), key=lambda pair: pair[1])
        by_measure.append([measure.title, f"{100 * worst:.2g}", case if worst > 0.0 else ""])
    by_case = []
    for case, each in found.items():
        name, worst = max(each.items(), key=lambda pair: pair[1])
        by_case.append([case, len(each), f"{100 * worst:.2g}", MEASURES[name].title])
    return (
        table(["measure", "worst error, %", "in"], by_measure),
        table(["patient", "measures compared", "worst error, %", "of"], by_case),
    )


def residuals(patient: Patient, *, accelerated: bool, cycles: int = 70) -> tuple[list[int], list[float]]:
    """Return beats and residuals on the way to the steady beat, from the start or from the console switched on."""
    heart = BeatingHeart(patient)
    settings = settings_of(patient.balloon_pump)
    if settings.on:
        steady.find_steady_state(heart)
        heart.set_console(settings, unassisted_landmarks(heart))
    first, beats, found = heart.beats, [], []
    heart.settling = True
    acceleration = Acceleration(_whole(heart))
    for _ in range(cycles):
        before = _whole(heart)
        for _ in heart.cycle():
            pass
        after = _whole(heart)
        beats.append(heart.beats - first)
        found.append(weighted_change(before, after))
        if accelerated and found[-1] < steady.TOLERANCE:
            break
        if accelerated:
            start = acceleration.next_start(before, after)
            heart.restore(replace(heart.snapshot(), state=start[:FAST], slow=start[FAST:]))
    return beats, found


def way_to_steady(out: Output) -> None:
    """Draw the residual against beats, plain and accelerated."""
    cases = {
        "healthy": Patient.preset("healthy"),
        "acute_severe_ar, pump switched on": Patient.preset("acute_severe_ar").with_balloon_pump(BalloonPump()),
        "shock, pump switched on at 1:2": Patient.preset("shock").with_balloon_pump(BalloonPump(ratio="1:2")),
    }
    figure = new_figure(7.0, 3.8)
    axes = figure.subplots()
    for (name, patient), colour in zip(cases.items(), COLOURS, strict=False):
        axes.semilogy(*residuals(patient, accelerated=False), color=colour, lw=1, ls=":")
        axes.semilogy(*residuals(patient, accelerated=True), "o-", color=colour, lw=1.4, ms=3, label=name)
    axes.axhline(steady.TOLERANCE, color=LIGHT.muted, lw=0.8, ls=(0, (5, 2)))
    axes.plot([], [], ":", color=LIGHT.ink, label="the same by plain iteration")
    labels = {"xlabel": "Beats", "ylabel": "Largest weighted change over a cycle, mL"}
    dress(axes, legend=8, xlim=(0, 60), ylim=(1e-8, 1e3), **labels)
    save(out, "steady", figure)


def beats_table() -> str:
    """Return how many beats each preset needs."""
    rows = []
    for name in PRESETS:
        patient = Patient.preset(name)
        off = simulate(patient)
        _, plain = residuals(patient, accelerated=False, cycles=300)
        needed = next((i + 1 for i, value in enumerate(plain) if value < steady.TOLERANCE), None)
        on = [simulate(patient.with_balloon_pump(BalloonPump(ratio=ratio))).beats for ratio in RATIOS]
        rows.append([f"`{name}`", off.beats, needed or "more than 300", *on])
    return table(["preset", "no pump", "no pump, plain", *(f"with the pump at {ratio}" for ratio in RATIOS)], rows)


def heart3d_ventricles() -> str:
    """Return the left ventricle of `healthy` with one ventricle in space and with both."""
    alone, both = same_heart.results()["healthy"], two_ventricles.results()["healthy"]["measures"]
    rows = []
    for name in same_heart.SHOWN:
        if name in both:
            fibre, one, two = alone["one_fibre"][name], alone["finite_elements"][name], both[name]
            percent = f"{100.0 * (two / one - 1.0):+.1f} %".replace("-", "−")
            limit = f"± {100.0 * LIKE:.0f} %" if name in same_heart.COMPARED else "none"
            rows.append([MEASURES[name].title, MEASURES[name].unit, text(fibre), text(one), text(two), percent, limit])
    return table(["", "unit", "one fibre", "one in space", "two in space", "two against one", "limit"], rows)


def heart3d_monodomain() -> str:
    """Return the speeds in cables, and how the fronts of monodomain and eikonal agree in block and wall."""
    found = monodomain.results()
    cables = found["cables"]
    edges = ["", *(f"edge {10.0 * edge:g} mm" for edge in cables["edges"])]
    speeds = [[f"speed {way} the fibres, cm/s", *(f"{one:.1f}" for one in cables[way])] for way in ("along", "across")]
    names = {"last_eikonal": "last place, eikonal", "last_monodomain": "monodomain",
             "mean_difference": "mean difference", "difference_of_95_percent": "95 % differ by less than",
             "largest_difference": "largest"}  # fmt: skip
    rows = [
        [part, f"{found[part]['nodes']:,}", *(f"{found[part][key]:.1f}" for key in names)] for part in list(found)[1:]
    ]
    return table(edges, speeds) + "\n" + table(["", "nodes", *(f"{name}, ms" for name in names.values())], rows)


def write(out: Output) -> None:
    """Write figures and tables."""
    convergence(out)
    way_to_steady(out)
    out.text("parts/heart3d_ventricles.md", heart3d_ventricles())
    out.text("parts/heart3d_monodomain.md", heart3d_monodomain())
    out.text("parts/step_errors.md", step_table())
    out.text("parts/measure_errors.md", measure_table())
    out.text("parts/beats.md", beats_table())
    by_measure, by_case = cvode_tables()
    out.text("parts/cvode_measures.md", by_measure)
    out.text("parts/cvode_cases.md", by_case)
