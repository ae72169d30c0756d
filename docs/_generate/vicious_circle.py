"""Half an hour of the balloon in aortic regurgitation: courses, the sweep over the leak, signs, and what they say."""

from typing import TYPE_CHECKING

import numpy as np

from _generate.pages import ROOT, Output, figure, sentence_case, table
from _generate.plots import COLOURS, dress, new_figure, save
from diastole.faces.figures.theme import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHOWN = (
    "leak_per_minute", "lv_end_diastolic_pressure", "subendocardial_supply_demand_ratio", "lung_water",
    "cardiac_output", "mean_aortic_pressure",
)  # fmt: skip
ABSENT = "The half hours are not part of this copy: they come from `validation/phenomena/vicious_circle`."
POINTS = 400  # of a curve
TICKS = {1: "1 s", 10: "10 s", 60: "1 min", 600: "10 min", 1800: "30 min"}  # by the second


def _axes() -> tuple["Figure", list["Axes"]]:
    sheet = new_figure(7.6, 6.4)
    return sheet, list(sheet.subplots(3, 2, sharex=True).ravel())


def _name(axes: "Axes", name: str, *, change: bool) -> None:
    from validation.phenomena.vicious_circle.course import TITLES, UNITS

    unit = f", {UNITS[name]}" if UNITS[name] != "1" else ""
    axes.set_title(f"{'Change of ' + _inside(TITLES[name]) if change else TITLES[name]}{unit}", fontsize=8, loc="left")
    dress(axes)


def courses(out: Output) -> None:
    """Draw half an hour with and without the balloon."""
    from validation.phenomena.vicious_circle.course import HALF_HOUR, course
    from validation.phenomena.vicious_circle.sweep import hearts

    times = np.geomspace(1.0, HALF_HOUR, POINTS)
    sheet, panels = _axes()
    for axes, name in zip(panels, SHOWN, strict=True):
        for (heart, patient), colour in zip(hearts().items(), COLOURS, strict=False):
            for balloon, style in ((False, "--"), (True, "-")):
                seen = course(patient, balloon=balloon)
                axes.plot(times, seen.at(name, times), style, color=colour, linewidth=1.2)
            axes.plot([], [], color=colour, label=heart)
        _name(axes, name, change=False)
        axes.set(xscale="log", xlim=(1.0, HALF_HOUR))
        axes.set_xticks(list(TICKS), list(TICKS.values()))
    panels[0].legend(fontsize=7, frameon=False)
    for axes in panels[-2:]:
        axes.set_xlabel("Time; dashed: without the balloon")
    save(out, "vicious_circle_courses", sheet)


def sweeps(out: Output) -> None:
    """Draw what the balloon changes against the orifice; shaded is the side of harm."""
    from validation.phenomena.vicious_circle.course import HARM
    from validation.phenomena.vicious_circle.sweep import ORIFICES, hearts, sweep

    sheet, panels = _axes()
    for axes, name in zip(panels, SHOWN, strict=True):
        for heart, colour in zip(hearts(), COLOURS, strict=False):
            axes.plot(ORIFICES, sweep(heart, name), "o-", color=colour, ms=2.5, linewidth=1.0, label=heart)
        low, high = axes.get_ylim()
        low, high = min(low, 0.0), max(high, 0.0)
        edge = high if HARM[name] > 0 else low
        axes.axhspan(min(0.0, edge), max(0.0, edge), color=LIGHT.rule, alpha=0.5, linewidth=0)
        axes.axhline(0.0, color=LIGHT.ink, linewidth=0.8)
        axes.set(ylim=(low, high), xlim=(ORIFICES[0], ORIFICES[-1]))
        _name(axes, name, change=True)
    panels[0].legend(fontsize=7, frameon=False)
    for axes in panels[-2:]:
        axes.set_xlabel("Orifice, cm²; shaded: harm")
    save(out, "vicious_circle_sweep", sheet)


def _written(value: float, *, signed: bool = False) -> str:
    from validation.rows import text

    return text(value, signed=signed)


def signs() -> str:
    """Return the table of what half an hour changes."""
    from validation.phenomena.vicious_circle.course import HARM, TITLES, UNITS, change, course
    from validation.phenomena.vicious_circle.sweep import hearts, verdict

    rows = []
    for name in HARM:
        cells = []
        for patient in hearts().values():
            before, after = (course(patient, balloon=balloon).last(name) for balloon in (False, True))
            changed = _written(change(patient, name), signed=True)
            cells.append(f"{_written(before)} → {_written(after)} ({changed}): {verdict(patient, name)}")
        rows.append([TITLES[name], UNITS[name], *cells])
    return table(["what", "unit", *hearts()], rows)


def _by_size(heart: str, name: str) -> str:
    """Return in words at which sizes of the leak the balloon harms by a value."""
    from validation.phenomena.vicious_circle.course import HARM
    from validation.phenomena.vicious_circle.sweep import sweep, turns

    if found := turns(heart, name):
        return ", ".join(f"{'harm' if to_harm else 'relief'} above {size:.2g} cm²" for size, to_harm in found)
    if not any(sweep(heart, name)):
        return "no change at any size"
    harm = max(sweep(heart, name), key=abs) * HARM[name] > 0.0
    return f"{'harm' if harm else 'relief'} at every size"


def sizes() -> str:
    """Return the table of where signs turn."""
    from validation.phenomena.vicious_circle.course import HARM, TITLES
    from validation.phenomena.vicious_circle.sweep import hearts

    rows = [[title, *(_by_size(heart, name) for heart in hearts())] for name, title in TITLES.items() if name in HARM]
    return table(["what", *hearts()], rows)


def _listed(heart: str, kind: str) -> str:
    from validation.phenomena.vicious_circle.course import HARM, TITLES
    from validation.phenomena.vicious_circle.sweep import hearts, verdict

    names = [TITLES[name] for name in HARM if verdict(hearts()[heart], name) == kind]
    return ", ".join(_inside(name) for name in names) or "nothing"


def _inside(title: str) -> str:
    """Return a title as it stands inside a sentence."""
    return title if title.startswith("LV") else title[:1].lower() + title[1:]


def _circle(heart: str) -> str:
    """Return in words whether the circle closes through the wall in a heart."""
    from validation.phenomena.vicious_circle.course import change, course
    from validation.phenomena.vicious_circle.sweep import hearts, verdict

    ratio, patient = "subendocardial_supply_demand_ratio", hearts()[heart]
    before, after = (course(patient, balloon=balloon).last(ratio) for balloon in (False, True))
    supply = f"the inner wall's supply over demand goes from {_written(before)} to {_written(after)}"
    if verdict(patient, "weakened") == "harm":
        return f"{supply}, and contraction is lost: **the circle closes**."
    if max(before, after) > 1.0 and min(before, after) > 1.0:
        return f"{supply}; it stays above 1, so ischaemia takes no part. **The circle does not close.**"
    if verdict(patient, "weakened") == "relief":
        gained = f"{_written(-100.0 * change(patient, 'weakened'))} % of the contraction comes back"
        return f"{supply}, and {gained}. **The circle does not close**; it runs the other way."
    return f"{supply}, and no contraction is lost. **The circle does not close.**"


def words() -> str:
    """Return what the numbers say, heart by heart."""
    from validation.phenomena.vicious_circle.sweep import hearts

    lines = []
    for heart in hearts():
        kinds = {"Harm": "harm", "Relief": "relief", "Unchanged": "none"}
        lists = " ".join(f"{title}: {_listed(heart, kind)}." for title, kind in kinds.items())
        lines.append(f"- **{sentence_case(heart)}.** {lists} {sentence_case(_circle(heart))}")
    return "\n".join(lines)


def _body(out: Output) -> str:
    courses(out)
    sweeps(out)
    alt = "Six panels: leak per minute, LVEDP, subendocardial ratio, lung water, output, mean pressure"
    return "\n\n".join([
        "## What the numbers say", words(),
        "## Half an hour", signs(),
        figure("vicious_circle_courses.svg", f"{alt} over 30 minutes.", "Half an hour with and without the balloon."),
        "## From which leak on", sizes(),
        figure(
            "vicious_circle_sweep.svg", f"{alt} against the orifice.",
            "Change by half an hour of the balloon against the orifice of the leak.",
        ),
    ])  # fmt: skip


def write(out: Output) -> None:
    """Write the body of the page and its figures."""
    present = (ROOT / "validation").is_dir()
    out.text("parts/vicious_circle.md", _body(out) if present else ABSENT)
