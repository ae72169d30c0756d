"""What was tuned, against what, and what came out."""

import subprocess
import sys
from functools import cache

import yaml

from _generate.pages import DOCS, ROOT, Output, table
from _generate.patients import comparison, value_at, written
from _generate.vocabulary import anchor
from diastole.hemodynamics.run import Comparison, compare
from diastole.hemodynamics.vocabulary import MEASURES
from diastole.patient import PRESETS, Patient

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
    rows = []
    for preset in ("healthy", *(name for name in PRESETS if name != "healthy")):
        patient = Patient.preset(preset)
        keys = [key for key, source in patient.sources.items() if source == "fitted"]
        if preset != "healthy":
            base = Patient.preset("healthy")
            keys = [key for key in keys if value_at(patient, key) != value_at(base, key)]
        rows.append([f"`{preset}`", ", ".join(f"`{key}` {written(key, value_at(patient, key))}" for key in keys)])
    return table(["preset", "fitted values"], rows)


def _counts() -> str:
    sources = Patient.preset("healthy").sources
    names = sorted(set(sources.values()), key=lambda name: -list(sources.values()).count(name))
    return table(
        ["source", "values of the preset `healthy`"], [[name, list(sources.values()).count(name)] for name in names]
    )


AREAS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)  # cm²
HEARTS = ("acute_severe_ar", "chronic_severe_ar", "shock")
CHANGES = (
    "mean_aortic_pressure", "aortic_end_diastolic_pressure", "lv_end_diastolic_pressure", "lv_end_diastolic_volume",
    "aortic_regurgitant_volume", "aortic_regurgitant_fraction", "cardiac_output",
)  # fmt: skip


@cache
def sweep() -> list[tuple[str, float, Comparison]]:
    """Return hearts with an aortic leak of each area, without and with the usual pump."""
    key = "lesions.aortic_regurgitation.orifice_area"
    return [
        (heart, area, compare(Patient.preset(heart).with_values({key: f"{area} cm²"})))
        for heart in HEARTS
        for area in AREAS
    ]


def _sweep() -> str:
    rows = []
    for heart, area, both in sweep():
        leak = both.without.measures["aortic_regurgitant_volume"]
        cells = []
        for name in CHANGES:
            before, after = both.without.measures[name], both.with_.measures[name]
            assert before is not None
            assert after is not None
            cells.append(f"{after - before:+.{MEASURES[name].decimals}f}".replace("-", "−"))
        rows.append([f"`{heart}`", f"{area:g}", f"{leak:.0f}", *cells])
    changes = [f"Δ {MEASURES[name].title}, {MEASURES[name].unit}" for name in CHANGES]
    return table(["heart", "orifice, cm²", "leak, mL", *changes], rows)


def validation() -> str:
    """Return the table of the comparisons with publications, where they are there."""
    if not (ROOT / "validation" / "table.py").exists():
        return "The comparisons with publications are not part of this copy."
    done = subprocess.run(
        [sys.executable, "-m", "validation.table"], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode:
        raise RuntimeError(f"python -m validation.table ended with {done.returncode}: {done.stderr}")
    return done.stdout


def write(out: Output) -> None:
    """Write what pages include."""
    out.text("parts/targets.md", _targets())
    out.text("parts/fitted.md", _fitted())
    out.text("parts/orifice_sweep.md", _sweep())
    out.text("parts/source_counts.md", _counts())
    out.text("validation.md", validation())
