"""Pages of patients: every parameter with its value in every preset, the presets, and the bibliography."""

from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic_core import PydanticUndefined

from _generate.law_reader import all_laws
from _generate.laws import anchor as law_anchor
from _generate.laws import sources_in
from _generate.laws import title as law_title
from _generate.pages import Output, sentence_case, table
from _generate.vocabulary import anchor
from diastole.faces.figures.comparison_figure import comparison_figure, render
from diastole.knowledge.evidence.sources import Source, load_sources
from diastole.model.input_blocks.fields import block_of, fields, quantity_of
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.relative_value import value_at
from diastole.model.patient.treatment import TREATMENTS
from diastole.model.run import Comparison, compare
from diastole.numbers import plain

REFERENCE = "healthy"
OTHERS = tuple(name for name in PRESETS if name != REFERENCE)
LEVELS = {
    "primary-abstract": "the source's own abstract, table or publisher page was read",
    "secondary": "known through another document that cites it",
    "unverified": "not yet checked against any text",
}


@cache
def comparison(preset: str) -> Comparison:
    """Return a preset without and with the usual balloon pump."""
    return compare(Patient.preset(preset))


def leaf_fields() -> dict[str, Any]:
    """Return every field of a patient that holds a value, by its dotted key."""
    return {key: field for key, field in fields(Patient) if block_of(field) is None}


def written(key: str, value: Any) -> str:
    """Return a value as a patient file writes it."""
    known = quantity_of(leaf_fields()[key])
    return "–" if value is None else known.text(value) if known else str(value)


def _choices(annotation: Any) -> str:
    """Return the words that may be given where the value is no quantity."""
    annotation = getattr(annotation, "__value__", annotation)
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{word}`" for word in get_args(annotation))
    inner = [_choices(part) for part in get_args(annotation)]
    return next((text for text in inner if text), "")


def _row(key: str, field: Any) -> list[str]:
    known = quantity_of(field)
    meaning = sentence_case(known.meaning if known else field.description or key.rpartition(".")[2].replace("_", " "))
    allowed = known.range if known else _choices(field.annotation) or "text"
    base = value_at(Patient.preset(REFERENCE), key)
    cells = []
    for name in OTHERS:
        value = value_at(Patient.preset(name), key)
        text = _sourced(name, key, value)
        cells.append(f"**{text}**" if value != base else "=")
    return [f"`{key.rpartition('.')[2]}`", f"{meaning}. Allowed: {allowed}", _sourced(REFERENCE, key, base), *cells]


def _sourced(preset: str, key: str, value: Any) -> str:
    if value is None:
        return "–"
    source = _sources(preset).get(key, "")
    return f"{written(key, value)}{f' ({source})' if source else ''}"


def parameters() -> str:
    """Return a table for each block of a patient."""
    blocks: dict[str, list[list[str]]] = {}
    for key, field in leaf_fields().items():
        if key == "description":
            continue
        row = _row(key, field)
        if is_treatment(key):
            row = [*row[:2], written(key, field.default) if field.default is not PydanticUndefined else "–"]
        blocks.setdefault(key.rpartition(".")[0], []).append(row)
    of_patients = ["key", "meaning and range", f"`{REFERENCE}`", *(f"`{name}`" for name in OTHERS)]
    of_treatments = ["key", "meaning and range", "usual value"]
    parts = []
    for block, rows in blocks.items():
        parts.append(f"## {f'`{block}`' if block else 'At the top'}")
        if doc := _doc(block):
            parts.append(doc)
        parts.append(table(of_treatments if is_treatment(f"{block}.") else of_patients, rows))
    return "\n\n".join(parts)


def is_treatment(key: str) -> bool:
    """Whether a key belongs to a treatment; no preset has one."""
    return key.partition(".")[0] in TREATMENTS


def _doc(block: str) -> str:
    """Return the docstring of a block."""
    field = dict(fields(Patient)).get(block)
    kind = block_of(field) if field else None
    return (kind.__doc__ or "").partition("\n")[0] if kind else ""


def number(name: str, value: float | None) -> str:
    """Return a value of a measure as text without its unit."""
    return plain(value, MEASURES[name].decimals)


def preset_table() -> str:
    """Return all measures of all presets, without and with the usual pump."""
    headings = ["measure", "unit", *(f"`{name}`" for name in (REFERENCE, *OTHERS))]
    rows = []
    for name, measure in MEASURES.items():
        pairs = (comparison(preset) for preset in (REFERENCE, *OTHERS))
        cells = [" → ".join(number(name, run.measures[name]) for run in (both.without, both.with_)) for both in pairs]
        rows.append([f"[{measure.title}](#{anchor(name)})", measure.unit, *cells])
    return table(headings, rows)


def presets() -> str:
    """Return name and description of every preset."""
    rows = [[f"`{name}`", Patient.preset(name).name, Patient.preset(name).description] for name in (REFERENCE, *OTHERS)]
    return table(["preset", "name", "description"], rows)


@cache
def _sources(preset: str) -> dict[str, str]:
    """Return the source of each value of a preset that names one; working them out takes a while."""
    return Patient.preset(preset).sources


def _used_by_presets(key: str) -> list[str]:
    keys = {}
    for name in (REFERENCE, *OTHERS):
        for where, source in _sources(name).items():
            if source == key:
                keys.setdefault(where, name)
    return [f"`{where}`" for where in keys]


def _source(source: Source) -> str:
    laws = [
        f"[{law_title(law.name)}](#{law_anchor(law)})" for law in all_laws() if source.id in sources_in(law.docstring)
    ]
    values = _used_by_presets(source.id)
    lines = [f"(source-{source.id.replace('_', '-')})=", f"## {source.id}", "", f"{source.citation}.", ""]
    if source.type == "own":
        lines.append("- our own; see [credibility](/credibility/index.md)")
    else:
        lines.append(f"- checked: {source.checked}, that is, {LEVELS[source.checked]}")
    lines += [f"- not checked: {', '.join(source.unverified_fields)}"] if source.unverified_fields else []
    lines += [f"- note: {source.note}"] if source.note else []
    lines += [f"- laws: {', '.join(laws)}"] if laws else []
    lines += [f"- values in presets: {', '.join(values)}"] if values else []
    return "\n".join(lines)


def write(out: Output) -> None:
    """Write what pages include."""
    out.bytes("figures/compare.png", render(comparison_figure(comparison("acute_severe_ar")), "png"))
    out.text("parts/parameters.md", parameters())
    out.text("parts/presets.md", presets())
    out.text("parts/preset_measures.md", preset_table())
    out.text("parts/sources.md", "\n\n".join(_source(source) for source in load_sources().values()))
