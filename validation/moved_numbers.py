"""Which numbers of the presets a change of the model moved: a table for the changelog, made of runs.

``python -m validation.moved_numbers keep FILE`` keeps the numbers of the model that is imported, such as an earlier one
by ``PYTHONPATH=<its src>``; ``… since FILE`` prints the table from those to the present model.
"""

import json
from argparse import ArgumentParser
from pathlib import Path

from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import compare

SHOWN = (  # measures; what an earlier model did not know stays empty there
    "systolic_aortic_pressure", "mean_aortic_pressure", "augmented_diastolic_pressure", "aortic_end_diastolic_pressure",
    "cardiac_output", "head_and_arm_flow", "lower_body_flow", "lv_ejection_fraction", "lv_end_diastolic_volume",
    "lv_end_diastolic_pressure", "left_atrial_pressure", "left_atrial_v_wave", "right_atrial_pressure",
    "rv_end_diastolic_pressure", "pulmonary_artery_pressure", "aortic_regurgitant_volume", "mitral_regurgitant_volume",
    "coronary_flow", "subendocardial_supply_demand_ratio", "lv_stroke_work", "lv_contractile_atp",
)  # fmt: skip

type Numbers = dict[str, dict[str, list[float | None]]]  # by preset, by measure: without and with the balloon


def numbers() -> Numbers:
    """Return the numbers of the presets without and with the usual balloon."""
    found: Numbers = {}
    for preset in PRESETS:
        both = compare(Patient.preset(preset))
        without, pumped = both.without.measures, both.with_.measures
        found[preset] = {name: [without[name], pumped[name]] for name in SHOWN if name in without}
    return found


def moved(earlier: Numbers, present: Numbers) -> str:
    """Return the table from earlier to present numbers, as an item of the changelog."""
    lines = [f"  | earlier; **now** | unit | {' | '.join(f'`{preset}`' for preset in present)} |"]
    lines.append(f"  |{' --- |' * (2 + len(present))}")
    for name in SHOWN:
        if any(name in row for row in present.values()):
            cells = [f"{_pair(earlier, preset, name)}; **{_pair(present, preset, name)}**" for preset in present]
            lines.append(f"  | {MEASURES[name].title} | {MEASURES[name].unit} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _pair(store: Numbers, preset: str, name: str) -> str:
    """Return a measure without → with the balloon."""
    pair = store.get(preset, {}).get(name)
    if pair is None:
        return "–"
    decimals = MEASURES[name].decimals
    return " → ".join("–" if value is None else f"{value:.{decimals}f}".replace("-", "−") for value in pair)


def main() -> None:
    """Keep the numbers of a model, or print the table since then."""
    parser = ArgumentParser(description="Which numbers of the presets a change of the model moved.")
    parser.add_argument("what", choices=("keep", "since"))
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    if asked.what == "keep":
        asked.file.write_text(json.dumps(numbers()), encoding="utf-8")
    else:
        print(moved(json.loads(asked.file.read_text(encoding="utf-8")), numbers()))


if __name__ == "__main__":
    main()
