"""The tuning of the presets: targets, fitted values, and the comparisons with publications."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from _generate.pages import DOCS, ROOT, Output, table, toctree
from _generate.patients import comparison, number, written
from _generate.vocabulary import anchor
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.relative_value import value_at

VALIDATION = {"table": "validation", "sign_changes": "where_it_flips"}  # module of validation/, page
TARGETS = DOCS / "credibility" / "targets.yaml"


def targets() -> dict[str, dict[str, dict[str, float]]]:
    """Return what the presets were fitted to: preset, kind of number, name, value."""
    return yaml.safe_load(TARGETS.read_text(encoding="utf-8"))


def _targets() -> str:
    rows = []
    for preset, kinds in targets().items():
        for name, aim in kinds.get("measures", {}).items():
            title, unit = f"[{MEASURES[name].title}](#{anchor(name)})", MEASURES[name].unit
            rows.append(
                [f"`{preset}`", title, unit, f"{aim:g}", number(name, comparison(preset).without.measures[name])]
            )
        rows += [[f"`{preset}`", name, "", aim, "not a measure"] for name, aim in kinds.get("others", {}).items()]
    return table(["preset", "what", "unit", "aim", "the preset shows"], rows)


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
    out.text("parts/targets.md", _targets())
    out.text("parts/fitted.md", _fitted())
    out.text("parts/source_counts.md", _counts())
    out.text("parts/validation.md", validation(out))
