"""The balloon pump's figures and tables: timing on one console screen, and the four timing errors."""

import inspect
from functools import cache
from types import ModuleType

import numpy as np
from matplotlib.axes import Axes

from _generate.law_reader import COMMENT
from _generate.pages import Output, table
from _generate.patients import number
from _generate.plots import COLOURS, dress, new_figure, save
from diastole.faces.figures.theme import LIGHT
from diastole.model.devices.balloon_pump import console, console_alarms, ecg_trigger, r_wave
from diastole.model.devices.balloon_pump.console_alarms import ALARMS
from diastole.model.measures.console_labels import console_marks
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import Run, simulate
from validation import ecg_triggering, irregular_rhythm, pressure_triggering

PRESET = "shock"
SHIFT = 120  # ms
SHOWN_AROUND = 0.5  # s, of an electrocardiogram on either side of a beat
ERRORS = {
    f"{when} {event}": {f"{event}_offset": f"{shift} ms"}
    for event in ("inflation", "deflation")
    for when, shift in (("early", -SHIFT), ("late", SHIFT))
}
SHOWN = (
    "augmented_diastolic_pressure", "aortic_end_diastolic_pressure", "systolic_aortic_pressure", "mean_aortic_pressure",
    "lv_peak_pressure", "lv_end_diastolic_pressure", "lv_ejection_time", "forward_stroke_volume", "cardiac_output",
    "head_and_arm_flow", "lower_body_flow", "tension_time_index", "lv_contractile_atp", "coronary_flow",
)  # fmt: skip


@cache
def pumped(ratio: str, error: str = "") -> Run:
    """Return the preset with a pump at a ratio, with one of the timing errors."""
    pump = BalloonPump(ratio=ratio, **ERRORS.get(error, {}))
    return simulate(Patient.preset(PRESET).with_balloon_pump(pump))


def _waves(axes: Axes, run: Run, colour: str, width: float = 1.4) -> None:
    cycle = run.cycle
    axes.plot(cycle.time, cycle["p_ascending_aorta"], color=colour, linewidth=width)


def _r_waves(axes: Axes, run: Run, end: float) -> None:
    for i in range(int(end / run.period) + 1):
        axes.axvline(i * run.period + console.R_WAVE, color=LIGHT.muted, linewidth=0.7, linestyle=(0, (2, 2)), zorder=0)


def inflated(axes: Axes, run: Run, end: float) -> None:
    """Shade the spans for which the console orders helium in."""
    length = run.time[-1]
    for shift in (-length, 0.0, length):
        for each in run.steady.trace.inflations:
            if each.start + shift < end:
                axes.axvspan(max(each.start + shift, 0.0), min(each.end + shift, end), color=LIGHT.inflated, zorder=0)


def timing(out: Output) -> None:
    """Draw one screen of the console at 1:2, with the labels."""
    run = pumped("1:2")
    end = 2.75 * run.period
    figure = new_figure(7.6, 4.6)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    _waves(upper, run, LIGHT.aorta)
    cycle = run.cycle
    lower.plot(cycle.time, cycle["v_balloon"], color=LIGHT.balloon, linewidth=1.4)
    marks = console_marks(run.cycle, pumping=True)
    for label, place in ((label, tuple(mark)) for label, mark in marks.items() if mark):
        above = label in ("SYS", "AUG", "ASYS", "DN")
        upper.plot(*place, "o", color=LIGHT.ink, markersize=3.5)
        upper.annotate(label, place, (0, 6 if above else -6), textcoords="offset points", fontsize=8,
                       ha="center", va="bottom" if above else "top")  # fmt: skip
    for axes in (upper, lower):
        _r_waves(axes, run, end)
        inflated(axes, run, end)
    dress(upper, ylabel="Aortic pressure, mmHg", xlim=(0, end))
    upper.margins(y=0.15)
    dress(lower, ylabel="Balloon, mL", xlabel="Time from a QRS onset, s; dotted: R waves; shaded: helium ordered in")
    save(out, "timing", figure)


def errors(out: Output) -> None:
    """Draw the four timing errors at 1:2 over the usual timing."""
    usual = pumped("1:2")
    end = 2.2 * usual.period
    figure = new_figure(7.6, 5.4)
    grid = figure.subplots(2, 2, sharex=True, sharey=True).ravel()
    for axes, error in zip(grid, ERRORS, strict=True):
        run = pumped("1:2", error)
        inflated(axes, run, end)
        _r_waves(axes, run, end)
        _waves(axes, usual, LIGHT.without, 1.0)
        _waves(axes, run, LIGHT.aorta)
        dress(axes, error.capitalize(), xlim=(0, end))
    for axes in grid[2:]:
        axes.set_xlabel("Time from a QRS onset, s")
    for axes in grid[::2]:
        axes.set_ylabel("Aortic pressure, mmHg")
    save(out, "timing_errors", figure)


def _columns() -> dict[str, Run]:
    without = simulate(Patient.preset(PRESET))
    return {"no pump": without, "usual timing": pumped("1:1"), **{error: pumped("1:1", error) for error in ERRORS}}


def error_table() -> str:
    """Return measures of the timing errors at 1:1."""
    runs = _columns()
    rows = [
        [MEASURES[name].title, MEASURES[name].unit, *(number(name, run.measures[name]) for run in runs.values())]
        for name in SHOWN
    ]
    return table(["measure", "unit", *runs], rows)


def landmark_table() -> str:
    """Return when the helium goes in and out on the preset, with what the console went by."""
    run = pumped("1:1")
    seen, order = run.steady.landmarks, run.steady.trace.inflations[0]
    assert seen is not None
    rows = [
        ["R wave", console.R_WAVE], ["aortic valve opens (unassisted beat)", seen.upstroke],
        ["aortic valve closes, the notch (unassisted beat)", seen.notch], ["helium in", order.start],
        ["next R wave", run.period + console.R_WAVE], ["helium out", order.end],
    ]  # fmt: skip
    return table(["moment", "ms after the QRS onset"], [[name, f"{1000 * time:.0f}"] for name, time in rows])


def console_numbers(module: ModuleType = console) -> str:
    """Return the numbers of a part of the console with the comments behind them."""
    rows = []
    for line in inspect.getsource(module).splitlines():
        name, _, value = line.partition(" = ")
        if name.isupper() and (note := COMMENT.search(value)):
            unit, _, text = note[1].partition(", ")
            rows.append([f"`{name}`", value.partition("#")[0].strip(), unit, text])
    return table(["name", "value", "unit", "note"], rows)


def alarm_table() -> str:
    """Return each alarm of the console: when it sounds, and what the console does."""
    return table(["alarm", "when", "the console"], [[law.title, law.when, law.does] for law in ALARMS.values()])


def inexact_beats(out: Output) -> None:
    """Draw the beats of the recording whose R wave is not placed where the reference has it."""
    signal, rate, reference = ecg_triggering.recorded()
    judged = ecg_triggering.placed(signal, rate, reference)
    missed = reference[reference > ecg_trigger.LEARNING][~judged.is_exact]
    known = [each.time for each in r_wave.RWaveFinder(rate).see(signal)]
    figure = new_figure(7.5, 3.6)
    for axes, beat in zip(figure.subplots(2, (len(missed) + 1) // 2).flat, missed, strict=False):
        first, last = (round((beat + side) * rate) for side in (-SHOWN_AROUND, SHOWN_AROUND))
        time = np.arange(first, last) / rate
        axes.plot(time, signal[first:last], color=LIGHT.ink, linewidth=0.9)
        for moments, colour, style in ((reference, COLOURS[0], "solid"), (known, COLOURS[1], "dashed")):
            for moment in moments:
                if time[0] < moment < time[-1]:
                    axes.axvline(moment, color=colour, linestyle=style, linewidth=1.0)
        dress(axes, f"{beat:.1f} s")
    save(out, "inexact_beats", figure)


def write(out: Output) -> None:
    """Write figures and tables."""
    inexact_beats(out)
    timing(out)
    errors(out)
    out.text("parts/timing_errors.md", error_table())
    out.text("parts/timing_landmarks.md", landmark_table())
    out.text("parts/console_numbers.md", console_numbers())
    out.text("parts/console_alarms.md", alarm_table())
    out.text("parts/alarm_numbers.md", console_numbers(console_alarms))
    for module in (irregular_rhythm, ecg_triggering, pressure_triggering):
        out.text(f"parts/{module.__name__.rpartition('.')[2]}.md", table(list(module.HEADER), module.rows()))
