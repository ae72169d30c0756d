"""The manual of the published cohort, made of its specification and of what was built."""

from collections.abc import Iterable, Sequence
from typing import Any

import xarray
import yaml

from diastole.knowledge.evidence.sources import load_sources
from diastole.model.input_blocks.fields import quantities
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.cohort.specification import Specification
from validation.published_cohort.in_vivo import NEAR, SPREADS, Compared, in_vivo, printed

READING = """\
```python
import xarray

cohort = xarray.open_zarr("cohort.zarr", consolidated=False)
counts = cohort["rejected"] == 0
change = cohort["cardiac_output"].sel(arm="no leak, on") - cohort["cardiac_output"].sel(arm="no leak, off")
print(change.where(counts).mean().values, cohort["cardiac_output"].attrs["units"])
```"""
COUNTS = """\
A patient counts who shows this: what lies within two standard deviations of the means over both arms of the SHOCK trial
(picard2003). The trial's entry limit, a cardiac index of 2.2 L/min/m², is none for what was measured: with a mean of
2.0 and a standard deviation of 0.8, often under supportive measures, many lay above it. Who has no steady beat in one
of the runs counts in none of them: every arm holds the same patients, and those who could not live with a severe leak
are missing from the arms without one too."""
OFF, ON = ", off", ", on"  # end of the names of arms that belong together
CHANGED = (
    "cardiac_output", "head_and_arm_flow", "lv_end_diastolic_pressure", "subendocardial_supply_demand_ratio",
    "mean_aortic_pressure",
)  # fmt: skip
CAUTION = """\
These patients are simulated. The cohort shows what the model of diastole says over the stated distributions, most of
which are assumed; it is no sample of people, and nobody may be treated by it. What a balloon does to a leaking heart in
it is the model's answer, not an observation."""


def manual(cohort: xarray.Dataset, spec: Specification) -> str:
    """Return the manual of a cohort that was built, in Markdown."""
    about = cohort.attrs
    return "\n\n".join([
        f"# {spec.title}",
        f"{about['members']:,} simulated patients, each run to the steady beat in {len(spec.arms)} arms, with "
        f"{len(MEASURES)} measures a run. Made by diastole, seed {about['seed']}, program {about['program']}; who has "
        f"this version makes the same bytes.",
        CAUTION,
        "## How to read it", "`cohort.zarr` is Zarr, version 3; xarray, R and Julia read it without diastole:", READING,
        "`rejected` is 0 where a patient counts. `outcome` says how a run ended, and `reason` why it has no numbers.",
        "## Who is in it", specified(spec), "## How many count", counted(cohort),
        "## Against patients", compared_table(in_vivo(cohort)),
        "## What the balloon changes", changed_table(cohort), "## Measures", measures(),
        "## Sources", bibliography(spec),
        "## Licence and citation", "Apache-2.0, as the program. `CITATION.cff` says how to cite it.", "",
    ])  # fmt: skip


def specified(spec: Specification) -> str:
    """Return what differs between patients, what goes together, the arms, and who counts."""
    written = yaml.safe_load(spec.text)
    meanings = {key: known.meaning for key, known in quantities(Patient).items()}
    values = [
        [f"`{key}`", meanings[key], _distribution(given), given["source"]] for key, given in written["values"].items()
    ]
    together = [
        [f"`{one}`", f"`{other}`", given["rank"], given["source"]]
        for one, others in written.get("correlations", {}).items()
        for other, given in others.items()
    ]
    arms = [
        [name, "; ".join(f"`{key}: {_shown(value)}`" for key, value in arm.items()) or "nothing"]
        for name, arm in written["arms"].items()
    ]
    accepted = [
        [arm, MEASURES[measure].title, f"{ends['low']} to {ends['high']}"]
        for arm, ranges in written.get("accepted", {}).items()
        for measure, ends in ranges.items()
    ]
    return "\n\n".join([
        f"All are the preset `{written['based_on']}` but for these values; `x1.0` is the value of the preset:",
        table(["key", "what", "distribution", "source"], values),
        "Values that go together, by Spearman's rank correlation:",
        table(["value", "with", "rank correlation", "source"], together),
        "Each patient is run in every arm:", table(["arm", "what is changed"], arms),
        COUNTS,
        table(["arm", "measure", "between"], accepted),
    ])  # fmt: skip


def counted(cohort: xarray.Dataset) -> str:
    """Return how many patients count, and why the others do not."""
    labels, codes = cohort["rejected"].attrs["flag_labels"], cohort["rejected"].values
    return table(["", "patients"], [[label, f"{int((codes == code).sum()):,}"] for code, label in enumerate(labels)])


def compared_table(rows: Sequence[Compared]) -> str:
    """Return the baseline of the cohort beside what is printed."""
    low, high = SPREADS
    lines = [
        [
            MEASURES[row.printed.measure].title + (f" ({row.printed.note})" if row.printed.note else ""),
            row.printed.unit, f"{row.printed.mean:g} ± {row.printed.sd:g} ({row.printed.n})",
            f"{row.mean:.3g} ± {row.sd:.2g}", "met" if row.is_met else "not met", row.printed.source,
        ]
        for row in rows
    ]  # fmt: skip
    return (
        f"Patients who count, before any treatment and without a leak. A row is met where the mean is within {NEAR:g} "
        f"of the printed standard deviation, and the standard deviation is between {low:g} and {high:g} of it (both "
        f"assumed). The heart rate is drawn from the same source, so its rows test nothing but the drawing, and who "
        f"counts is taken from it too, which leaves out what lies two standard deviations off.\n\n"
        f"{table(['measure', 'unit', 'printed, mean ± SD (n)', 'cohort', 'verdict', 'source'], lines)}"
    )


def changed_table(cohort: xarray.Dataset) -> str:
    """Return what the balloon changes in the patients who count, leak by leak."""
    counts = cohort["rejected"] == 0
    leaks = [name.removesuffix(OFF) for name in cohort["arm"].values.tolist() if name.endswith(OFF)]
    rows = []
    for name in CHANGED:
        by_leak = [cohort[name].sel(arm=leak + ON) - cohort[name].sel(arm=leak + OFF) for leak in leaks]
        cells = [
            f"{float(one.mean()):+.2g} ± {float(one.std()):.2g}" for one in (each.where(counts) for each in by_leak)
        ]
        rows.append([MEASURES[name].title, MEASURES[name].unit, *(cell.replace("-", "−") for cell in cells)])
    said = (
        "Mean and standard deviation of the change from off to on. It is what the model foresees, and no observation."
    )
    return f"{said}\n\n{table(['measure', 'unit', *leaks], rows)}"


def measures() -> str:
    """Return every measure with its unit and how it is read."""
    return table(
        ["name", "unit", "definition"], [[f"`{name}`", one.unit, one.definition] for name, one in MEASURES.items()]
    )


def bibliography(spec: Specification) -> str:
    """Return the sources of values and of what is printed of patients."""
    used = [*(spread.source for spread in spec.spreads), *(row.source for row in printed().rows)]
    known = [load_sources()[key] for key in dict.fromkeys(used) if key in load_sources()]
    return "\n".join(f"- {source.id}: {source.citation}. {source.address}" for source in known)


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table in Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', '/') for cell in line)} |" for line in lines)


def _distribution(given: dict[str, Any]) -> str:
    family = next(name for name in ("uniform", "normal", "lognormal", "one_of") if name in given)
    cut = f", between {given['between']['low']} and {given['between']['high']}" if "between" in given else ""
    return f"{family}: {', '.join(f'{name} {value}' for name, value in given[family].items())}{cut}"


def _shown(value: Any) -> str:
    return ", ".join(f"{key} {part}" for key, part in value.items()) if isinstance(value, dict) else str(value)
