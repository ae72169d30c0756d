"""Waves of each preset, without and with the balloon in and out of time, and what was tried on the shapes it misses."""

from functools import partial

from matplotlib.axes import Axes

from _generate.pages import Output, cell, figure, table
from _generate.patients import OTHERS, REFERENCE, comparison
from _generate.plots import COLOURS, dress, new_figure, save
from _generate.pump import ERRORS, SHIFT, inflated
from diastole.arrays import Array
from diastole.faces.figures.theme import LIGHT
from diastole.model.devices.balloon_pump import console
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import Run, simulate
from validation.phenomena.waveforms.rows import ROWS
from validation.phenomena.waveforms.tried import TRIED
from validation.rows import text

BEATS = 2
ABOVE = 1.2  # times the highest atrial pressure, up to which an atrium's panel reaches
PANELS = {  # title: what is drawn, by its name in the circulation; unit
    "Left heart": ({"p_lv": "left ventricle", "p_ascending_aorta": "aortic root", "p_la": "left atrium"}, "mmHg"),
    "Right heart": ({"p_rv": "right ventricle", "p_pulmonary_arteries": "lung artery", "p_ra": "right atrium"}, "mmHg"),
    "Left atrium": ({"p_la": "left atrium", "p_lv": "left ventricle", "p_pericardium": "pericardium"}, "mmHg"),
    "Right atrium": ({"p_ra": "right atrium", "p_rv": "right ventricle", "p_pericardium": "pericardium"}, "mmHg"),
    "Inflow": ({"q_mitral": "mitral", "q_tricuspid": "tricuspid"}, "mL/s"),
    "Ejection": ({"q_aortic": "aortic", "q_pulmonary": "pulmonary"}, "mL/s"),
    "From the lung": ({"q_pulmonary_vein_ostia": "pulmonary veins"}, "mL/s"),
    "To the heart muscle": ({"q_coronary_arteries": "coronary inflow"}, "mL/s"),
    "Along the aorta": (
        {"p_ascending_aorta": "root", "p_thoracic_aorta": "thoracic", "p_abdominal_aorta": "abdominal"}, "mmHg",
    ),
}  # fmt: skip
LOOPS = {"v_lv": "p_lv", "v_rv": "p_rv"}
AS_USUAL = "usual timing"
OUT_OF_TIME = {  # title: what is drawn, by its name in the circulation; unit
    "Left heart": PANELS["Left heart"],
    "Right heart": PANELS["Right heart"],
    "Valves and veins": (
        {"q_aortic": "aortic", "q_mitral": "mitral", "q_pulmonary_vein_ostia": "pulmonary veins"}, "mL/s",
    ),
    "To the heart muscle": PANELS["To the heart muscle"],
    "Balloon": ({"v_balloon": "helium"}, "mL"),
}  # fmt: skip
BESIDE = ("p_ascending_aorta", "q_coronary_arteries")  # drawn without the pump too
EVERY = 4  # sample is drawn, out of several thousand


def _waves(axes: Axes, run: Run, names: dict[str, str], style: str) -> None:
    shown = run.cycle.time <= BEATS * run.period
    for (name, label), colour in zip(names.items(), COLOURS, strict=False):
        label_of_line = label if style == "-" else "_"
        axes.plot(
            run.cycle.time[shown], run.cycle[name][shown], style, color=colour, linewidth=1.1, label=label_of_line
        )


def _legend(axes: Axes, height: float = 0.98) -> None:
    """Name the lines above the panel, at a share of its height, where they hide nothing."""
    if len(axes.get_legend_handles_labels()[1]) > 1:
        above = {"loc": "lower right", "bbox_to_anchor": (1.0, height), "borderaxespad": 0.0, "ncols": 3}
        axes.legend(fontsize=5.5, frameon=False, handlelength=1.0, columnspacing=0.8, **above)


def _panel(axes: Axes, runs: dict[str, Run], title: str) -> None:
    names, unit = PANELS[title]
    for style, run in runs.items():
        _waves(axes, run, names, style)
    for beat in range(BEATS):
        axes.axvline(beat * runs["-"].period + console.R_WAVE, color=LIGHT.muted, linewidth=0.7, linestyle=":")
    if title in ("Left atrium", "Right atrium"):
        axes.set_ylim(0.0, ABOVE * max(run.cycle[next(iter(names))].max() for run in runs.values()))
    dress(axes, title, zero=unit == "mL/s", ylabel=unit)
    _legend(axes)


def _loops(axes: Axes, runs: dict[str, Run]) -> None:
    for (volume, pressure), colour in zip(LOOPS.items(), COLOURS, strict=False):
        for style, run in runs.items():
            axes.plot(run.cycle[volume], run.cycle[pressure], style, color=colour, linewidth=1.1)
    dress(axes, "Loops, left and right", xlabel="mL", ylabel="mmHg")


def waves(out: Output, preset: str) -> None:
    """Draw the waves of a preset over two beats."""
    both = comparison(preset)
    runs = {"-": both.without, "--": both.with_}
    sheet = new_figure(7.6, 10.0)
    panels = list(sheet.subplots(5, 2).ravel())
    for axes, title in zip(panels, PANELS, strict=False):
        _panel(axes, runs, title)
    _loops(panels[-1], runs)
    panels[-2].set_xlabel("Time from a QRS onset, s; dotted: R waves")
    save(out, f"waves_{preset}", sheet)


def _thinned(run: Run, signal: str) -> tuple[Array, Array]:
    """Return time [s] and a signal, by fewer samples."""
    return run.cycle.time[::EVERY], run.cycle[signal][::EVERY]


def _row(panels: list[Axes], name: str, run: Run, without: Run) -> None:
    """Draw a timing over the two beats of its cycle, the first of them assisted."""
    end = BEATS * run.period
    for axes, (title, (names, unit)) in zip(panels, OUT_OF_TIME.items(), strict=True):
        for (signal, label), colour in zip(names.items(), COLOURS, strict=False):
            if signal in BESIDE:
                axes.plot(*_thinned(without, signal), "--", color=LIGHT.without, linewidth=0.8)
            axes.plot(*_thinned(run, signal), color=colour, linewidth=0.9, label=label)
        inflated(axes, run, end)
        for beat in range(BEATS):
            axes.axvline(beat * run.period + console.R_WAVE, color=LIGHT.muted, linewidth=0.6, linestyle=":")
        dress(axes, name if axes is panels[0] else "", zero=unit == "mL/s", ylabel=f"{title}, {unit}", xlim=(0.0, end))
        axes.yaxis.label.set_size(7)
        axes.tick_params(labelsize=6)


def out_of_time(out: Output, preset: str) -> None:
    """Draw a preset with the pump at 1:2 in its usual timing and with each of the four errors."""
    patient = Patient.preset(preset)
    pump = partial(BalloonPump, ratio="1:2")
    timings = {AS_USUAL: pump(), **{error: pump(**offset) for error, offset in ERRORS.items()}}
    sheet = new_figure(13.0, 9.5)
    grid = sheet.subplots(len(timings), len(OUT_OF_TIME), sharex=True)
    for panels, (name, settings) in zip(grid, timings.items(), strict=True):
        _row(list(panels), name.capitalize(), simulate(patient.with_balloon_pump(settings)), comparison(preset).without)
    for axes in grid[0]:
        _legend(axes, height=1.12)
    save(out, f"timing_{preset}", sheet)


def figures() -> str:
    """Return the figures of all presets."""
    parts = []
    for preset in (REFERENCE, *OTHERS):
        name = Patient.preset(preset).name
        alt = f"{name}: pressures and flows of two beats in nine panels, and pressure-volume loops"
        caption = f"`{preset}` without (solid) and with the balloon at 1:1 (dashed)."
        timing = f"{name}: pressures, flows and helium of two beats, in rows for the usual timing and the four errors"
        shifted = (
            f"`{preset}` at 1:2, and with each time shifted by {SHIFT} ms. The balloon assists the second systole. "
            "Shade: helium ordered in; dashed grey: without the pump."
        )
        shown = [figure(f"waves_{preset}.svg", alt, caption), figure(f"timing_{preset}.svg", timing, shifted)]
        parts.append("\n\n".join([f"### {name}", *shown]))
    return "\n\n".join(parts)


def shapes() -> str:
    """Return what the model shows of the shapes that are held against tracings and Doppler."""
    rows = [[row.patient, row.measure, row.published, row.model, row.source, row.verdict] for row in ROWS]
    return table(["preset", "shape", "expected", "model", "from", ""], rows)


def tried() -> str:
    """Return what was tried on the shapes that are missed."""
    rows = [
        [
            each.of.patient, each.of.measure, " and ".join(f"`{key}={value}`" for key, value in each.changes),
            f"{each.of.model} → {text(each.value, each.of.unit)}", "explains it" if each.explains else "does not",
        ]
        for each in TRIED
    ]  # fmt: skip
    return table(["preset", "shape", "tried", "model", ""], [[cell(value) for value in row] for row in rows])


def write(out: Output) -> None:
    """Write figures and tables."""
    for preset in (REFERENCE, *OTHERS):
        waves(out, preset)
        out_of_time(out, preset)
    out.text("parts/waveforms.md", figures())
    out.text("parts/shapes.md", shapes())
    out.text("parts/shapes_tried.md", tried())
