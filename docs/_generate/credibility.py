"""What was tuned, against what, and what came out."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from _generate.pages import DOCS, ROOT, Output, table
from _generate.patients import comparison, value_at, written
from _generate.vocabulary import anchor
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, Patient

VALIDATION = {"table": "validation", "flips": "where_it_flips"}  # module of validation/, page
TARGETS = DOCS / "credibility" / "targets.yaml"


def targets() -> dict[str, dict[str, dict[str, float]]]:
    """Return what the presets were fitted to: preset, kind of number, name, value."""
    return yaml.safe_load(TARGETS.read_text(encoding="utf-8"))


def _targets() -> str:
    rows = []
    for preset, kinds in targets().items():
        for name, aim in kinds.get("measures", {}).items():
            measure = MEASURES[name]
            found = comparison(preset).without.measures[name]
            assert found is not None
            decimals = measure.decimals
            rows.append(
                [
                    f"`{preset}`",
                    f"[{measure.title}](#{anchor(name)})",
                    measure.unit,
                    f"{aim:g}",
                    f"{found:.{decimals}f}",
                ]
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
    sources = Patient.preset("healthy").sources
    names = sorted(set(sources.values()), key=lambda name: -list(sources.values()).count(name))
    return table(
        ["source", "values of the preset `healthy`"], [[name, list(sources.values()).count(name)] for name in names]
    )


def validation(out: Output) -> str:
    """Write the pages of ``validation/`` where it is there, and return the list of them."""
    if not (ROOT / "validation").is_dir():
        return "The comparisons with publications are not part of this copy."
    names = list(VALIDATION)
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: _run(name, out), names))
    listing = "\n".join(f"/generated/{VALIDATION[name]}" for name in names)
    rows = "\n".join(f"- {{doc}}`/generated/{VALIDATION[name]}`" for name in names)
    return f"{rows}\n\n```{{toctree}}\n:hidden:\n\n{listing}\n```"


def _run(name: str, out: Output) -> None:
    """Let a program of ``validation/`` write its page."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.md"
        done = subprocess.run(
            [sys.executable, "-m", f"validation.{name}", str(page)],
            cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
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
