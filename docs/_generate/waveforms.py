"""Waves of each preset, without and with the balloon, and what was tried on the shapes that the model misses."""

from matplotlib.axes import Axes

from _generate.pages import Output, cell, figure, table
from _generate.patients import OTHERS, REFERENCE, comparison
from _generate.plots import COLOURS, dress, new_figure, save
from diastole.faces.figures.theme import LIGHT
from diastole.model.devices.balloon_pump import console
from diastole.model.patient import Patient
from diastole.model.run import Run
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


def _waves(axes: Axes, run: Run, names: dict[str, str], style: str) -> None:
    shown = run.cycle.time <= BEATS * run.period
    for (name, label), colour in zip(names.items(), COLOURS, strict=False):
        label_of_line = label if style == "-" else "_"
        axes.plot(
            run.cycle.time[shown], run.cycle[name][shown], style, color=colour, linewidth=1.1, label=label_of_line
        )


def _panel(axes: Axes, runs: dict[str, Run], title: str) -> None:
    names, unit = PANELS[title]
    for style, run in runs.items():
        _waves(axes, run, names, style)
    for beat in range(BEATS):
        axes.axvline(beat * runs["-"].period + console.R_WAVE, color=LIGHT.muted, linewidth=0.7, linestyle=":")
    if title in ("Left atrium", "Right atrium"):
        axes.set_ylim(0.0, ABOVE * max(run.cycle[next(iter(names))].max() for run in runs.values()))
    dress(axes, title, zero=unit == "mL/s", legend=6.0, ylabel=unit)


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


def figures() -> str:
    """Return the figures of all presets."""
    parts = []
    for preset in (REFERENCE, *OTHERS):
        name = Patient.preset(preset).name
        alt = f"{name}: pressures and flows of two beats in nine panels, and pressure-volume loops"
        caption = f"`{preset}` without (solid) and with the balloon at 1:1 (dashed)."
        parts.append(f"### {name}\n\n{figure(f'waves_{preset}.svg', alt, caption)}")
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
    out.text("parts/waveforms.md", figures())
    out.text("parts/shapes.md", shapes())
    out.text("parts/shapes_tried.md", tried())
