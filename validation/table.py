"""Write the page 'How far to trust this': ``python -m validation.table [FILE]``."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from diastole.calibration.freedom import value_of
from diastole.patient import PRESETS, Patient
from validation import published
from validation.aortic_regurgitation import rows as aortic_regurgitation
from validation.balloon_pump import rows as balloon_pump
from validation.balloon_pump.dose import ASSISTED, DOSES, ORDERED, ladder
from validation.balloon_pump.effects import regurgitant_patients
from validation.healthy import rows as healthy
from validation.patients import ROOT, change, fitted, percent, without_pump
from validation.rows import HIT, MISS, SIGN, Row, text

FILE = ROOT / "docs/generated/validation.md"
NAMES = {HIT: "hit", SIGN: "sign only", MISS: "**miss**"}
HEAD = ("source", "patient", "intervention", "measure", "published", "model", "verdict")
LEAK_HEAD = {  # measure: unit, in percent
    "aortic_regurgitant_volume": ("mL", False),
    "aortic_regurgitant_fraction": ("1", False),
    "lv_end_diastolic_pressure": ("mmHg", False),
    "lv_end_diastolic_volume": ("mL", False),
    "left_atrial_pressure": ("mmHg", False),
    "cardiac_output": ("L/min", False),
    "mean_aortic_pressure": ("mmHg", False),
    "lv_contractile_atp": ("%", True),
}
DEMANDS: tuple[Row, ...] = (*healthy.ROWS, *aortic_regurgitation.ROWS, *balloon_pump.ROWS)
TUNED_FOR = {
    "healthy": "the reference ranges of the first table",
    "shock": "pressures, output and volumes of a textbook case without the balloon",
    "shock_mr": "nothing of its own; the orifice is assumed",
    "acute_severe_ar": "the signs of acute regurgitation, without the balloon",
    "chronic_severe_ar": "the signs of chronic regurgitation, without the balloon",
}
CAUTION = """\
- No value of a run with a balloon was given to a fit of a sheet. The times in which helium moves and the place of the
  aorta's compliance are assumed, and they decide how far the end-diastolic pressure falls; they were first chosen with
  that fall in view, so that it counts as tuned.
- In `acute_severe_ar` end-diastolic pressure and volume rise with the balloon, in other hearts they fall: the table of
  aortic regurgitation above and the page *Where it flips* show in which. That the leak grows holds in all of them.
- Publications print means of groups, mostly in an abstract, of patients under treatment. Agreement of a mean is not
  agreement in a patient.
"""


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows) + "\n"


def verdict(row) -> str:
    """Return the verdict in words."""
    if isinstance(row, published.PublishedRow):
        return "sign agrees" if row.sign_only and row.verdict == SIGN else NAMES[row.verdict]
    return NAMES[row.verdict] + (" (tuned)" if row.tuned else "")


def line(row) -> list[str]:
    """Return a row of a table."""
    words = getattr(row, "words", "")
    measure = f"{row.measure} ({words})" if words else row.measure
    return [row.source, row.patient, row.intervention, measure, row.published, row.model, verdict(row)]


def count(rows) -> str:
    """Return a sentence on how many rows agree."""
    found = Counter(verdict(row).replace(" (tuned)", "").strip("*") for row in rows)
    return f"{found.total()} rows: {', '.join(f'{kind} {number}' for kind, number in found.most_common())}.\n"


def demands() -> str:
    """Return the tables of what the model must show, by topic."""
    parts = [count(DEMANDS)]
    for topic in dict.fromkeys(row.topic for row in DEMANDS):
        parts += [f"### {topic}\n", table(HEAD, [line(row) for row in DEMANDS if row.topic == topic])]
    return "\n".join(parts)


def publications() -> str:
    """Return the table of published values, why some are missed, and what the fits were given."""
    rows = [row for source in published.sources() for row in published.rows_of(source)]
    missed = [row for row in rows if row.verdict != HIT and not row.sign_only]
    reasons = [f"- {row.id} ({NAMES[row.verdict]}): {row.because.strip()}.".replace("..", ".") for row in missed]
    meaning = " ".join(published.__doc__.split("\n\n")[1].split())
    parts = [count(rows), meaning + "\n", table(HEAD, [line(row) for row in rows])]
    return "\n".join(
        [*parts, "### Why not\n", "\n".join(reasons) + "\n", "### What the fits were given\n", baselines(rows)]
    )


def baselines(rows) -> str:
    """Return the table of the numbers that the sheets hold, which are no evidence."""
    studies = {row.study.sheet: row.study for row in rows if row.study.sheet}
    lines = []
    for sheet, study in studies.items():
        done = fitted(sheet)
        left = ", ".join(done.undetermined) or "none"
        for number in done.rows:
            values = [text(value, number.unit) for value in (number.measured, number.fitted)]
            lines.append([study.source, study.patient, number.measure, *values, left])
    return table(("source", "patient", "measure", "on the sheet", "fitted", "factors left as in the preset"), lines)


def leaks() -> str:
    """Return how everything changes with the balloon in aortic regurgitation: what gets worse and what does not."""
    lines = []
    for name, who in regurgitant_patients().items():
        cells = [
            text((percent if relative else change)(who(), measure), unit, signed=True)
            for measure, (unit, relative) in LEAK_HEAD.items()
        ]
        lines.append([name, *cells])
    return table(("patient", *(f"change of {measure}" for measure in LEAK_HEAD)), lines)


def doses() -> str:
    """Return which measures are ordered by ratio and by volume."""
    parts = []
    for name, settings in DOSES.items():
        lines = []
        for measure in (*ORDERED, *ASSISTED):
            mean = measure in ORDERED
            values = ladder(settings, measure, mean=mean)
            ordered = sorted(values) in (values, values[::-1])
            kind = "mean of all beats" if mean else "assisted beat"
            lines.append([measure, kind, " → ".join(text(value) for value in values), "yes" if ordered else "**no**"])
        parts.append(table(("measure", "of", f"none → {name.replace(', ', ' → ')}", "ordered"), lines))
    note = (
        "The assisted beat of 1:2 and 1:3 follows an unassisted one of higher pressure and a fuller heart; so its own "
        "values need not be ordered by ratio, while the means over all beats are.\n"
    )
    return "\n".join([*parts, note])


def own_fitted(name: str) -> list[str]:
    """Return the fitted values of a preset that it does not share with the healthy one."""
    own, base = Patient.preset(name), Patient.preset("healthy")
    fitted_keys = [key for key, source in own.sources.items() if source == "fitted"]
    return [key for key in fitted_keys if own == base or value_of(own, key) != value_of(base, key)]


def tuned() -> str:
    """Return what was tuned, by preset, and what is predicted."""
    lines = []
    for name in PRESETS:
        keys = [f"`{key}`" for key in own_fitted(name)]
        lines.append([name, TUNED_FOR.get(name, "see the preset"), ", ".join(keys)])
    predicted = [
        f"- {topic}: {sum(row.topic == topic and not row.tuned for row in DEMANDS)} of "
        f"{sum(row.topic == topic for row in DEMANDS)} rows"
        for topic in dict.fromkeys(row.topic for row in DEMANDS)
    ]
    predicted.append("- publications: every row; what the sheets were given is in its own table and not counted")
    return "\n".join(
        [
            "### Tuned\n",
            table(("preset", "fitted to", "by"), lines),
            "### Predicted\n",
            "\n".join(predicted) + "\n",
            CAUTION,
        ]
    )


def not_expressed() -> str:
    """Return the published changes that the model cannot express."""
    rows = yaml.safe_load((Path(__file__).parent / "not_expressed.yaml").read_text(encoding="utf-8"))
    return table(("row", "why not"), [[row["id"], row["because"]] for row in rows])


def healthy_distance() -> str:
    """Return how far the healthy heart is from what animal work found."""
    patient = Patient.preset("healthy")
    values = {
        name: text(percent(patient, name), "%", signed=True) for name in ("forward_stroke_volume", "lv_peak_pressure")
    }
    mean = without_pump(patient).measures["mean_aortic_pressure"]
    return (
        "Animal work found no effect of the balloon on a healthy heart. The model shows "
        f"{values['forward_stroke_volume']} of forward stroke volume and {values['lv_peak_pressure']} of LV peak "
        f"pressure, at a mean aortic pressure of {text(mean, 'mmHg')}.\n"
    )


def page() -> str:
    """Return the whole page."""
    parts = [
        "# How far to trust this\n",
        "Written by `python -m validation.table`; each figure of the model comes from a run.\n",
        "## What the model must show\n", demands(), healthy_distance(),
        "## Published values\n", publications(),
        "## The balloon in aortic regurgitation: what gets worse, and what does not\n", leaks(),
        "## More of the balloon\n", doses(),
        "## What the model cannot express\n", not_expressed(),
        "## What is tuned, and what is predicted\n", tuned(),
    ]  # fmt: skip
    return "\n".join(parts)


def write(content: str, arguments: Sequence[str], default: Path) -> None:
    """Write a page to the file that the command line names, or to the default."""
    file = Path(arguments[0]) if arguments else default
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    print(file)


if __name__ == "__main__":
    write(page(), sys.argv[1:], FILE)
