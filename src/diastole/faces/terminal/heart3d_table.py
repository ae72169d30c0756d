"""The table of a run of the 3D heart, with the one-fibre heart, without and with the pump."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diastole.faces.terminal.printing import QUIET, STRONG, new_table, unit_cell
from diastole.faces.words.change import Change
from diastole.faces.words.confidence import DISCLAIMER
from diastole.model.heart3d.run.wall_motion import MEASURES, SEPTUM
from diastole.numbers import NONE, percent, plain, significant

if TYPE_CHECKING:
    from diastole.arrays import Array
    from diastole.model.heart3d.run.heart_results import Heart3DResults

SHOWN = (  # of the vocabulary; the others are in the JSON
    "lv_end_diastolic_volume", "lv_end_systolic_volume", "lv_ejection_fraction", "lv_end_diastolic_pressure",
    "lv_peak_pressure", "lv_dpdt_max", "lv_stroke_work", "lv_contractile_atp", "systolic_aortic_pressure",
    "mean_aortic_pressure", "augmented_diastolic_pressure", "cardiac_output", "aortic_regurgitant_volume",
    "mitral_regurgitant_volume",
)  # fmt: skip
OF_THE_WALL = {  # metrics that only a wall has, by name: title, unit, decimals
    "peak_tension": ("Peak tension, mean of the wall", "kPa", 1),
    "mean_tension": ("Mean tension over the beat", "kPa", 2),
    "end_systolic_tension": ("Tension as the aortic valve closes", "kPa", 1),
    "filling_excursion": ("Filling excursion", "mL", 1),
    "end_diastolic_strain": ("Fibre strain at end-diastole", "", 3),
}
MOTION = {  # measures of the motion that are shown, with their decimals
    "base_descent": 1, "twist_outside": 1, "circumferential_strain": 3, "longitudinal_strain": 3, "thickening": 0,
}  # fmt: skip
CONDITIONS = {"without": "3D without", "with": "3D with"}


def print_heart3d(results: "Heart3DResults", console: Console) -> None:
    """Print measures, metrics of the wall, and how the wall was made."""
    console.print(Text(results.heart.one_fibre.patient.name, style=STRONG))
    console.print(_measures(results))
    for line in _facts(results):
        console.print(line, highlight=False)
    console.print(DISCLAIMER, style=QUIET, highlight=False)


def _measures(results: "Heart3DResults") -> Table:
    conditions = results.conditions
    both = len(conditions) == 2
    names = [CONDITIONS[name] if both else "3D" for name in conditions]
    table = new_table("Measure", "0D without" if both else "0D", *names, *["Change"] * both, "")
    runs = [results.heart.one_fibre.measures, *(each.beat.measures for each in conditions.values())]
    for name in SHOWN:
        values = [run[name] for run in runs]
        words = Change(name, None, None)
        change = [_change(*values[1:])] if both else []
        table.add_row(words.title, *map(words.shown, values), *change, unit_cell(words.unit))
    for name, (title, unit, decimals) in OF_THE_WALL.items():
        metrics = [each.metrics[name] for each in conditions.values()]
        change = [_change(*metrics)] if both else []
        table.add_row(title, NONE, *(plain(value, decimals) for value in metrics), *change, unit_cell(unit))
    motion = MOTION | (
        {"least_septal_curvature": 2} if "least_septal_curvature" in results.last.motion.measures else {}
    )
    for name, decimals in motion.items():
        (unit, title), seen = (MEASURES | SEPTUM)[name], [each.motion.measures[name] for each in conditions.values()]
        change = [_change(*seen)] if both else []
        table.add_row(title, NONE, *(plain(value, decimals) for value in seen), *change, unit_cell(unit))
    return table


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None or abs(before) < 1e-12:
        return NONE
    return percent((after - before) / abs(before))


def _sides(values: "Array", shown: Callable[[float], str]) -> str:
    """Return the number of the left ventricle, or those of both."""
    return " (left) and ".join(map(shown, values.tolist())) + (" (right)" if len(values) == 2 else "")


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _facts(results: "Heart3DResults") -> list[str]:
    """Return sentences on how the wall was made, and whether its beat can be trusted."""
    built = results.heart.built
    how = "matched to the work of 0D" if built.match else "not matched"
    return [
        f"Wall of {built.elements} elements; stiffness factor {_sides(built.stiffness, significant)}, "
        f"strength {_sides(built.ventricle.strengths, significant)} ({how}).",
        f"Cavity {_sides(built.cavities, _whole)} mL at end-diastole, {_sides(built.unloaded_cavities, _whole)} mL "
        "without load.",
        *(
            f"{CONDITIONS[name]}: steady after {len(each.beat.strokes)} support cycles; the muscle's work is that on "
            f"the blood and what was stored within {abs(each.balance):.3%}."
            for name, each in results.conditions.items()
        ),
    ]
