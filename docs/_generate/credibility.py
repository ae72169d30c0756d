"""The tuning of the presets: their records, fitted values, and the comparisons with publications."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from _generate.pages import ROOT, Output, table, toctree
from _generate.patients import comparison, number, written
from _generate.vocabulary import anchor
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.relative_value import value_at
from diastole.model.run import Run
from validation.presets.demands import (
    APART,
    COMMON_SHAPE,
    DOGS_ATRIUM,
    PULMONARY_PULSE,
    SALINE,
    TAKEN_OFF,
    V_OVER_MEAN,
    apart_as_printed,
    apart_at_onset,
    begins_to_press,
    carried,
    pulmonary_pulse,
    shape_of_filling,
    taken_off,
    v_over_mean,
)  # fmt: skip
from validation.presets.record import READINGS, Baseline, records
from validation.score_worth import worth_table

VALIDATION = {"table": "validation", "sign_changes": "where_it_flips"}  # module of validation/, page


def _baselines() -> str:
    """Return what each preset was fitted to and is compared with, from its record."""
    parts = []
    for record in records():
        run = comparison(record.preset).without
        rows = [_baseline(one, run) for one in record.baselines]
        head = ["what", "unit", "aim", "published or assumed", "source", "the preset shows"]
        parts += [f"`{record.preset}`. {record.why}", table(head, rows)]
        parts += [f"Fitted once, and kept since: to {record.earlier_to}."] if record.earlier else []
    return "\n\n".join(parts)


def _baseline(one: Baseline, run: Run) -> list[str]:
    if one.name in MEASURES:
        title, shown = f"[{MEASURES[one.name].title}](#{anchor(one.name)})", number(one.name, one.shown(run))
    else:
        title, shown = READINGS[one.name].title, f"{one.shown(run):.3g}"
    source = f"{{ref}}`{one.source} <source-{one.source}>`" if one.published else one.source
    said = f"{source}; {one.note}" if one.note else source
    aim = "–" if one.aim is None else f"{one.aim:g}"
    return [title, one.unit, aim, f"{one.value:g} ± {one.spread:g}", said, shown]


def _demands() -> str:
    """Return what each preset shows of the demands on how a heart is filled and held."""
    rows = []
    for name in PRESETS:
        run = comparison(name).without
        gaps = [f"{read(run):.1f}" for read in (apart_at_onset, apart_as_printed, pulmonary_pulse)]
        begins = ", ".join(f"{begins_to_press(run, ventricle):.0f}" for ventricle in ("lv", "rv"))
        v_wave = f"{v_over_mean(run):.2f}" if name == "shock_mr" else "–"
        shares = [f"{share(name):.0%}" for share in (carried, taken_off)]
        rows.append([f"`{name}`", begins, *gaps, v_wave, f"{shape_of_filling(run):.2f}", *shares])
    least, most = COMMON_SHAPE
    aims = [f"at most {APART:g}", "", f"at least {PULMONARY_PULSE:g}", f"at least {V_OVER_MEAN:g}"]
    rows.append(["aim", "", *aims, f"{least:g} to {most:g}", "", f"at least {TAKEN_OFF:.0%}"])
    head = [
        "preset", "pressure begins to rise, ms after the QRS begins: left and right ventricle",
        "RVEDP less right atrial pressure, mmHg: as the QRS begins", "as printed, at the R wave",
        "pulmonary pulse, mmHg", "V wave over the mean with an acute mitral leak",
        "filling curve over the common shape",
        f"rise of LVEDP under {SALINE:g} mL of saline, from a right atrial pressure of {DOGS_ATRIUM:g} mmHg or more, "
        "that is a rise of the pericardial pressure",
        "taken off by opening the pericardium",
    ]  # fmt: skip
    return table(head, rows)


def _fitted() -> str:
    """Return the fitted values of each preset that an earlier one does not have."""
    rows, seen = [], set()
    for preset in ("healthy", "shock", *PRESETS):
        patient = Patient.preset(preset)
        fitted = {
            (key, written(key, value_at(patient, key))) for key, source in patient.sources.items() if source == "fitted"
        }
        if new := sorted(fitted - seen):
            rows.append([f"`{preset}`", ", ".join(f"`{key}` {value}" for key, value in new)])
        seen |= fitted if preset in ("healthy", "shock") else set()
    return table(["preset", "fitted values"], rows)


def _counts() -> str:
    counts = Counter(Patient.preset("healthy").sources.values())
    return table(["source", "values of the preset `healthy`"], counts.most_common())


def validation(out: Output) -> str:
    """Write the pages of ``validation/``, and return the list of them."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: _run(name, out), VALIDATION))
    rows = "\n".join(f"- {{doc}}`/generated/{page}`" for page in VALIDATION.values())
    return f"{rows}\n\n{toctree(VALIDATION.values())}"


def _run(name: str, out: Output) -> None:
    """Run a program of ``validation/``, which writes its page."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.md"
        done = subprocess.run(
            [sys.executable, "-m", f"validation.{name}", str(page)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"python -m validation.{name} ended with {done.returncode}: {done.stderr}")
        out.text(f"{VALIDATION[name]}.md", page.read_text(encoding="utf-8"))


def write(out: Output) -> None:
    """Write what pages include, and the pages of the comparisons with publications."""
    out.text("parts/baselines.md", _baselines())
    out.text("parts/demands.md", _demands())
    out.text("parts/worth.md", worth_table())
    out.text("parts/fitted.md", _fitted())
    out.text("parts/source_counts.md", _counts())
    out.text("parts/validation.md", validation(out))
