"""The table of a run of the 3D heart: beside the one-fibre heart, without and with the pump."""

from typing import TYPE_CHECKING

from diastole.faces.terminal.tables import QUIET, STRONG, new_table
from diastole.faces.words.change import Change
from diastole.faces.words.confidence import DISCLAIMER
from diastole.numbers import NONE, percent, plain, significant

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from diastole.model.heart3d.run.heart_results import Heart3DResults

SHOWN = (  # of the vocabulary; the others are in the JSON
    "lv_end_diastolic_volume", "lv_end_systolic_volume", "lv_ejection_fraction", "lv_end_diastolic_pressure",
    "lv_peak_pressure", "lv_dpdt_max", "lv_stroke_work", "lv_contractile_atp", "systolic_aortic_pressure",
    "mean_aortic_pressure", "augmented_diastolic_pressure", "cardiac_output", "aortic_regurgitant_volume",
    "mitral_regurgitant_volume",
)  # fmt: skip
OF_THE_WALL = {  # metrics that only a wall has, by name: what it is called, unit, decimals
    "peak_tension": ("Peak tension, mean of the wall", "kPa", 1),
    "mean_tension": ("Mean tension over the beat", "kPa", 2),
    "end_systolic_tension": ("Tension as the aortic valve closes", "kPa", 1),
    "filling_excursion": ("Filling excursion", "mL", 1),
    "end_diastolic_strain": ("Fibre strain at end-diastole", "1", 3),
}
CONDITIONS = {"without": "3D without", "with": "3D with"}


def print_heart3d(results: "Heart3DResults", console: "Console") -> None:
    """Print measures, metrics of the wall, and how the wall was made."""
    from rich.text import Text

    console.print(Text(results.heart.one_fibre.patient.name, style=STRONG))
    console.print(_measures(results))
    for line in _facts(results):
        console.print(line, highlight=False)
    console.print(DISCLAIMER, style=QUIET, highlight=False)


def _measures(results: "Heart3DResults") -> "Table":
    both = len(results.conditions) == 2
    names = [CONDITIONS[name] if both else "3D" for name in results.conditions]
    table = new_table("Measure", "0D without" if both else "0D", *names, *(["Change"] if both else []), "")
    runs = [results.heart.one_fibre.measures, *(one.beat.measures for one in results.conditions.values())]
    for name in SHOWN:
        values = [run[name] for run in runs]
        words = [Change(name, value, None) for value in values]
        cells = [one.shown(one.before) for one in words]
        change = [_change(values[1], values[2])] if both else []
        table.add_row(words[0].title, *cells, *change, f"[{QUIET}]{words[0].unit}[/]")
    for name, (title, unit, decimals) in OF_THE_WALL.items():
        metrics = [one.metrics[name] for one in results.conditions.values()]
        change = [_change(*metrics)] if both else []
        shown = "" if unit == "1" else unit
        table.add_row(title, NONE, *(plain(value, decimals) for value in metrics), *change, f"[{QUIET}]{shown}[/]")
    return table


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None or abs(before) < 1e-12:
        return NONE
    return percent((after - before) / abs(before))


def _facts(results: "Heart3DResults") -> list[str]:
    """Return sentences on how the wall was made, and whether its beat may be trusted."""
    built = results.heart.built
    how = "matched to the work of 0D" if built.match else "not matched"
    strength = f"strength {significant(built.ventricle.strength)} ({how})"
    lines = [
        f"Wall of {built.elements} elements; stiffness factor {significant(built.stiffness)}, {strength}.",
        f"Cavity {built.cavity:.0f} mL at end-diastole, {built.unloaded_cavity:.0f} mL without load.",
    ]
    for name, one in results.conditions.items():
        lines.append(
            f"{CONDITIONS[name]}: steady after {len(one.beat.strokes)} support cycles; the muscle's work is that on "
            f"the blood and what was stored within {abs(one.balance):.3%}."
        )
    return lines
