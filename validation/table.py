"""Write the page 'How far to trust this': ``python -m validation.table [FILE]``."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.relative_value import value_at
from validation import sweeps
from validation.demands import DEMANDS
from validation.patients import ROOT, change, percent, without_pump
from validation.phenomena.balloon_pump.dose import ASSISTED, DOSES, ORDERED, ladder
from validation.phenomena.balloon_pump.effects import regurgitant_patients
from validation.phenomena.filling_curve import straight
from validation.phenomena.pericardium import slack
from validation.publications_page import not_expressed, published_values
from validation.rows import Row, table, text
from validation.verdicts import HEAD, count, line

FILE = ROOT / "docs/generated/validation.md"
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
TUNED_FOR = {
    "healthy": "the reference ranges of the first table",
    "shock": "systolic, wedge and right atrial pressure, output and ejection fraction without the balloon",
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


def demands() -> str:
    parts = [count(DEMANDS)]
    for topic in dict.fromkeys(row.topic for row in DEMANDS):
        rows = [row for row in DEMANDS if row.topic == topic]
        parts += [f"### {topic}\n", table(HEAD, [line(row) for row in rows]), *not_met(rows)]
    return "\n".join(parts)


def not_met(rows: Iterable[Row]) -> list[str]:
    """Return why rows are missed, each reason once, with how many rows it stands for."""
    reasons = Counter(row.because for row in rows if row.because)
    lines = [f"- {number} missed: {reason}" for reason, number in reasons.items()]
    return ["\n".join(lines) + "\n"] if lines else []


def leaks() -> str:
    """Return the changes of measures with the balloon in aortic regurgitation, for the worse and for the better."""
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
    return [key for key in fitted_keys if own == base or value_at(own, key) != value_at(base, key)]


def tuned() -> str:
    """Return the tuned values, by preset, and the predicted ones."""
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


def healthy_distance() -> str:
    """Return the difference of the healthy heart from the findings of animal work."""
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
    parts = [
        "# How far to trust this\n",
        "Written by `python -m validation.table`; each figure of the model comes from a run.\n",
        "## What the model must show\n", demands(), healthy_distance(),
        "## Published values\n", published_values(),
        "## The balloon in aortic regurgitation: what gets worse, and what does not\n", leaks(),
        "## More of the balloon\n", doses(),
        "## Heart rate, leak and share drained, step by step\n", sweeps.tables(),
        "## What rests on the filling curve\n", straight.tables(),
        "## What rests on the pericardium\n", slack.tables(),
        "## Values that are no rows\n", not_expressed(),
        "## What is tuned, and what is predicted\n", tuned(),
    ]  # fmt: skip
    return "\n".join(parts)


def write(page: Callable[[], str], default: Path) -> None:
    """Write a page to the file that the command line names, or to the default."""
    parser = ArgumentParser(description="Write a page of the documentation; each figure is from a run of the model.")
    parser.add_argument("file", nargs="?", type=Path, default=default, help="(default: %(default)s)")
    file: Path = parser.parse_args().file
    content = page()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    print(file)


if __name__ == "__main__":
    write(page, FILE)
