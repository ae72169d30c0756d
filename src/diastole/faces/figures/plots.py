"""The drawings of ``plot()`` on the axes of matplotlib, by the type of the result."""

from collections.abc import Mapping, Sequence
from functools import singledispatch
from itertools import cycle, product
from typing import Any

import matplotlib.pyplot as plt
import xarray
from matplotlib.axes import Axes

from diastole.errors import InputError, did_you_mean
from diastole.faces.figures import panels
from diastole.faces.figures.comparison_figure import dress
from diastole.faces.figures.legend import legend_style
from diastole.faces.figures.theme import LIGHT
from diastole.faces.figures.traces import loop, repeated, span
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.run import Comparison, Run
from diastole.studies.arms import ArmRuns
from diastole.studies.cohort.cohort_names import ARM, MEASURED_AS
from diastole.studies.cohort.ensemble import MEMBER
from diastole.studies.course.course_columns import MEASURED
from diastole.studies.course.course_dataset import course_dataset
from diastole.studies.course.patient_course import Course
from diastole.units import allowed

LOOP = "pressure_volume"
ROLES = {"aortic_pressure": LIGHT.aorta, "lv_pressure": LIGHT.ventricle, "left_atrial_pressure": LIGHT.atrium}
COLOURS = (LIGHT.ventricle, LIGHT.aorta, LIGHT.atrium, LIGHT.balloon, LIGHT.leak, LIGHT.without)
STYLES = ("-", "--", "-.", ":")
PRESSURES = tuple(name for name, _ in panels.PRESSURES)
OF_A_COURSE = ("mean_aortic_pressure", "lv_end_diastolic_pressure", "left_atrial_pressure")
MINUTE = 60.0  # s


@singledispatch
def plot(result: Any, names: Sequence[str], axes: Axes | None) -> Axes:
    """Draw a result; as `diastole.display.Plotted.plot`."""
    raise NotImplementedError(type(result))


@plot.register
def _run(run: Run, names: Sequence[str], axes: Axes | None) -> Axes:
    return _beats({"": run}, names, axes)


@plot.register
def _comparison(comparison: Comparison, names: Sequence[str], axes: Axes | None) -> Axes:
    return _beats({"without support": comparison.without, "with support": comparison.with_}, names, axes)


@plot.register
def _arms(arms: ArmRuns, names: Sequence[str], axes: Axes | None) -> Axes:
    if tuple(names) == (LOOP,):
        return _loops(arms.runs, _new(axes), "")
    chosen, unit = _checked(names or PRESSURES[:1], SIGNALS)
    drawn = _new(axes)
    length = span(*arms.runs.values())
    for colour, (arm, run) in zip(cycle(COLOURS), arms.runs.items(), strict=False):
        for style, name in zip(cycle(STYLES), chosen, strict=False):
            label = f"{arm}, {SIGNALS[name].title}" if len(chosen) > 1 else arm
            drawn.plot(*repeated(run, name, length), style, color=colour, label=label)
    return _over_time(drawn, length, _label(chosen, SIGNALS, unit), "")


@plot.register
def _course(course: Course, names: Sequence[str], axes: Axes | None) -> Axes:
    chosen, unit = _checked(names or OF_A_COURSE, MEASURED)
    drawn = _new(axes)
    columns = course_dataset(course)
    for colour, name in zip(cycle(COLOURS), chosen, strict=False):
        drawn.plot(columns["time"] / MINUTE, columns[name], color=colour, label=MEASURED[name].title)
    for step in course.past_steps[1:]:
        drawn.axvline(step.started / MINUTE, color=LIGHT.muted, linewidth=0.6, linestyle=":")
    _from_zero(drawn)
    return _finished(drawn, "Time, min", _label(chosen, MEASURED, unit), course.patient.name if axes is None else "")


def plot_cohort(cohort: xarray.Dataset, name: str, axes: Axes | None) -> Axes:
    """Draw a measure of a cohort over its first dimension, a line for each arm and each value of another dimension."""
    names = [str(each) for each, variable in cohort.data_vars.items() if "units" in variable.attrs]
    known = {each: MEASURES[each.removeprefix(MEASURED_AS)] for each in names}
    [chosen], unit = _checked([name], known)
    first, *others = [dimension for dimension in cohort[chosen].dims if dimension != ARM]
    drawn = _new(axes)
    places = cohort[first]
    across = list(product(*(cohort[dimension].values for dimension in others)))
    joined = first != MEMBER and places.dtype.kind in "iuf"
    for colour, arm in zip(cycle(COLOURS), cohort[ARM].values, strict=False):
        for style, point in zip(cycle(STYLES if joined else ["none"]), across, strict=False):
            values = cohort[chosen].sel({ARM: arm} | dict(zip(others, point, strict=True)))
            label = ", ".join([*([str(arm)] if cohort.sizes[ARM] > 1 else []), *map(_text, point)])
            drawn.plot(places, values, style, color=colour, marker="o", markersize=3.5, label=label)
    key = "; ".join(_name(cohort[dimension]) for dimension in others)
    return _finished(drawn, _name(places), _label([chosen], known, unit), "", key)


def _beats(runs: dict[str, Run], names: Sequence[str], axes: Axes | None) -> Axes:
    """Draw signals over the beat: of several runs the first is thin and dashed."""
    title = next(iter(runs.values())).patient.name if axes is None else ""
    if tuple(names) == (LOOP,):
        return _loops(runs, _new(axes), title)
    chosen, unit = _checked(names or PRESSURES, SIGNALS)
    drawn = _new(axes)
    length = span(*runs.values())
    for place, (arm, run) in enumerate(runs.items(), start=2 - len(runs)):
        for colour, name in zip(cycle(COLOURS), chosen, strict=False):
            style = panels.STRONG if place else panels.THIN
            label = SIGNALS[name].title if place else arm if name == chosen[-1] else None
            drawn.plot(*repeated(run, name, length), color=ROLES.get(name, colour), label=label, **style)
        panels.shade_inflations(drawn, run, length, LIGHT)
    return _over_time(drawn, length, _label(chosen, SIGNALS, unit), title)


def _over_time(axes: Axes, length: float, ylabel: str, title: str) -> Axes:
    axes.set_xlim(0.0, length)
    _from_zero(axes)
    return _finished(axes, "Time from the QRS onset, s", ylabel, title)


def _loops(runs: Mapping[str, Run], axes: Axes, title: str) -> Axes:
    """Draw the loops: of several runs the first is thin and dashed."""
    strong = cycle(COLOURS)
    for place, (arm, run) in enumerate(runs.items()):
        is_reference = place == 0 and len(runs) > 1
        style = {"color": LIGHT.without, **panels.THIN} if is_reference else {"color": next(strong), **panels.STRONG}
        axes.plot(*loop(run), label=arm or None, **style)
    _from_zero(axes)
    return _finished(axes, "Left ventricular volume, mL", "Left ventricular pressure, mmHg", title)


def _checked(names: Sequence[str], known: Any) -> tuple[list[str], str]:
    """Return names and their common unit, or raise InputError."""
    for name in names:
        if name not in known:
            raise InputError(f"'{name}' cannot be drawn; known are {', '.join(known)}.{did_you_mean(str(name), known)}")
    units = {known[name].unit for name in names}
    if len(units) > 1:
        raise InputError(f"{', '.join(names)} have several units ({', '.join(sorted(units))}); draw them on two axes")
    return list(names), units.pop()


def _new(axes: Axes | None) -> Axes:
    if axes is None:
        return plt.subplots(layout="constrained")[1]
    if not isinstance(axes, Axes):
        raise InputError(f"axes is '{axes}'; give axes of matplotlib, or leave it out")
    return axes


def _from_zero(axes: Axes) -> None:
    """Make zero part of the scale, also on axes that share it with others."""
    axes.update_datalim([(axes.dataLim.x0, 0.0)])
    axes.autoscale_view(scalex=False)


def _finished(axes: Axes, xlabel: str, ylabel: str, title: str, key: str = "") -> Axes:
    """Name the axes, and add a legend with its key where lines have names."""
    axes.set(xlabel=xlabel, ylabel=ylabel)
    dress(axes, LIGHT)
    if title:
        axes.set_title(title, loc="left", fontsize=10, color=LIGHT.ink)
    if len([label for label in axes.get_legend_handles_labels()[1] if label]) > 1:
        style = {"title": key or None, "title_fontsize": 8, "alignment": "left", **legend_style(LIGHT)}
        axes.legend(loc="upper left", bbox_to_anchor=(0.0, -0.14), ncols=3, **style)
    return axes


def _name(coordinate: xarray.DataArray) -> str:
    """Return the short name of a coordinate, with its unit."""
    words = str(coordinate.attrs.get("long_name") or str(coordinate.name).rpartition(".")[2].replace("_", " "))
    short = words.partition(";")[0].partition(" (")[0]
    return _with_unit(f"{short[0].upper()}{short[1:]}", str(coordinate.attrs.get("units", "1")))


def _label(names: Sequence[str], known: Any, unit: str) -> str:
    """Return the label of the y-axis: the title of the only name, or the kind of quantity of several."""
    kind = allowed(unit).split(" in ")[0].removeprefix("a ").removeprefix("an ")
    return _with_unit(known[names[0]].title if len(names) == 1 else f"{kind[0].upper()}{kind[1:]}", unit)


def _with_unit(title: str, unit: str) -> str:
    return title if unit in ("", "1") else f"{title}, {unit}"


def _text(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
