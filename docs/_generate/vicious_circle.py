"""Half an hour of the balloon in aortic regurgitation: courses, the sweep over the leak, signs, and a reading."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from matplotlib.axes import Axes

from _generate.pages import Output, figure, sentence_case, table
from _generate.plots import COLOURS, dress, new_figure, save
from diastole.faces.figures.theme import LIGHT
from diastole.model.measures.measure import lowered
from validation.phenomena.vicious_circle.course import HALF_HOUR, HARM, TITLES, UNITS, change, course
from validation.phenomena.vicious_circle.sweep import ORIFICES, hearts, sweep, turns, verdict
from validation.rows import text

SHOWN = (
    "leak_per_minute", "lv_end_diastolic_pressure", "subendocardial_supply_demand_ratio", "lung_water",
    "cardiac_output", "mean_aortic_pressure",
)  # fmt: skip
POINTS = 400  # of a curve
TICKS = {1: "1 s", 10: "10 s", 60: "1 min", 600: "10 min", 1800: "30 min"}  # by the second
ALT = "Six panels: leak per minute, LVEDP, subendocardial ratio, lung water, output, mean pressure"


@contextmanager
def _panels(out: Output, name: str, xlabel: str) -> Iterator[dict[str, Axes]]:
    """Yield axes by the value that they show, and save the figure."""
    sheet = new_figure(7.6, 6.4)
    panels = list(sheet.subplots(3, 2, sharex=True).ravel())
    yield dict(zip(SHOWN, panels, strict=True))
    panels[0].legend(fontsize=7, frameon=False)
    for axes in panels[-2:]:
        axes.set_xlabel(xlabel)
    save(out, name, sheet)


def _finish(axes: Axes, name: str, title: str) -> None:
    unit = f", {UNITS[name]}" if UNITS[name] != "1" else ""
    axes.set_title(f"{title}{unit}", fontsize=8, loc="left")
    dress(axes)


def courses(out: Output) -> None:
    """Draw half an hour with and without the balloon."""
    times = np.geomspace(1.0, HALF_HOUR, POINTS)
    with _panels(out, "vicious_circle_courses", "Time; dashed: without the balloon") as panels:
        for name, axes in panels.items():
            for (heart, patient), colour in zip(hearts().items(), COLOURS, strict=False):
                for balloon, style in ((False, "--"), (True, "-")):
                    values = course(patient, balloon=balloon).at(name, times)
                    axes.plot(times, values, style, color=colour, linewidth=1.2)
                axes.plot([], [], color=colour, label=heart)
            _finish(axes, name, TITLES[name])
            axes.set(xscale="log", xlim=(1.0, HALF_HOUR))
            axes.set_xticks(list(TICKS), list(TICKS.values()))


def sweeps(out: Output) -> None:
    """Draw what the balloon changes against the orifice; shaded is the side of harm."""
    with _panels(out, "vicious_circle_sweep", "Orifice, cm²; shaded: harm") as panels:
        for name, axes in panels.items():
            for heart, colour in zip(hearts(), COLOURS, strict=False):
                axes.plot(ORIFICES, sweep(heart, name), "o-", color=colour, ms=2.5, linewidth=1.0, label=heart)
            low, high = axes.get_ylim()
            low, high = min(low, 0.0), max(high, 0.0)
            edge = high if HARM[name] > 0 else low
            axes.axhspan(min(0.0, edge), max(0.0, edge), color=LIGHT.rule, alpha=0.5, linewidth=0)
            axes.axhline(0.0, color=LIGHT.ink, linewidth=0.8)
            axes.set(ylim=(low, high), xlim=(ORIFICES[0], ORIFICES[-1]))
            _finish(axes, name, f"Change of {lowered(TITLES[name])}")


def signs() -> str:
    """Return the table of what half an hour changes."""
    rows = []
    for name in HARM:
        cells = []
        for patient in hearts().values():
            changed = text(change(patient, name), signed=True)
            cells.append(f"{_from_to(patient, name, ' → ')} ({changed}): {verdict(patient, name)}")
        rows.append([TITLES[name], UNITS[name], *cells])
    return table(["what", "unit", *hearts()], rows)


def _from_to(patient: object, name: str, between: str) -> str:
    """Return a value at the end of half an hour without and with the balloon."""
    return between.join(text(course(patient, balloon=balloon).last(name)) for balloon in (False, True))


def sizes() -> str:
    """Return the table of where signs turn."""
    rows = [[title, *(_by_size(heart, name) for heart in hearts())] for name, title in TITLES.items() if name in HARM]
    return table(["what", *hearts()], rows)


def _by_size(heart: str, name: str) -> str:
    """Return in words at which sizes of the leak the balloon harms by a value."""
    if points := turns(heart, name):
        return ", ".join(f"{'harm' if to_harm else 'relief'} above {size:.2g} cm²" for size, to_harm in points)
    if not any(sweep(heart, name)):
        return "no change at any size"
    harm = max(sweep(heart, name), key=abs) * HARM[name] > 0.0
    return f"{'harm' if harm else 'relief'} at every size"


def words() -> str:
    """Return what the numbers mean, heart by heart."""
    lines = []
    for heart, patient in hearts().items():
        verdicts = {name: verdict(patient, name) for name in HARM}
        lists = []
        for title, kind in {"Harm": "harm", "Relief": "relief", "Unchanged": "none"}.items():
            names = [lowered(TITLES[name]) for name, word in verdicts.items() if word == kind]
            lists.append(f"{title}: {', '.join(names) or 'nothing'}.")
        lines.append(f"- **{sentence_case(heart)}.** {' '.join(lists)} {sentence_case(_circle(patient))}")
    return "\n".join(lines)


def _circle(patient: object) -> str:
    """Return in words whether the circle closes through the wall in a heart."""
    ratio = "subendocardial_supply_demand_ratio"
    supply = f"the inner wall's supply over demand goes from {_from_to(patient, ratio, ' to ')}"
    if verdict(patient, "weakened") == "harm":
        return f"{supply}, and contraction is lost: **the circle closes**."
    if min(course(patient, balloon=balloon).last(ratio) for balloon in (False, True)) > 1.0:
        return f"{supply}; it stays above 1, so ischaemia takes no part. **The circle does not close.**"
    if verdict(patient, "weakened") == "relief":
        gained = f"{text(-100.0 * change(patient, 'weakened'))} % of the contraction comes back"
        return f"{supply}, and {gained}. **The circle does not close**; it runs the other way."
    return f"{supply}, and no contraction is lost. **The circle does not close.**"


def write(out: Output) -> None:
    """Write the body of the page and its figures."""
    courses(out)
    sweeps(out)
    drawn = figure(
        "vicious_circle_courses.svg", f"{ALT} over 30 minutes.", "Half an hour with and without the balloon."
    )
    caption = "Change by half an hour of the balloon against the orifice of the leak."
    swept = figure("vicious_circle_sweep.svg", f"{ALT} against the orifice.", caption)
    parts = [
        "## What the numbers say", words(), "## Half an hour", signs(), drawn, "## From which leak on", sizes(), swept,
    ]  # fmt: skip
    out.text("parts/vicious_circle.md", "\n\n".join(parts))
