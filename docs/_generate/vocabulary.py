"""Pages of the vocabulary: measures, console labels and waveforms."""

from _generate.pages import Output, sentence_case, table
from diastole.faces.words.groups import grouped
from diastole.model.measures.console_labels import LABELS
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import TOLD, Measure
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.units import format_quantity

SCOPES = {
    "beat": "one beat; with assist every second or third beat, the assisted one",
    "cycle": "mean over the support cycle",
}


def anchor(name: str) -> str:
    """Return the link target of a measure."""
    return f"measure-{name.replace('_', '-')}"


def _measure(name: str, measure: Measure) -> str:
    unit = "a number without unit" if measure.unit == "1" else f"in {measure.unit}"
    words = f"`{name}`, {unit}. {measure.meaning}\n\n{measure.definition} Scope: {SCOPES[measure.scope]}."
    return f"({anchor(name)})=\n### {measure.title}\n\n{words} {_smallest(measure)}"


def _smallest(measure: Measure) -> str:
    least = (
        f"{100.0 * measure.least:g} percentage points"
        if measure.is_share
        else format_quantity(measure.least, measure.unit)
    )
    share = f" or {100.0 * TOLD:g} % of the value" if measure.has_zero else ""
    return f"A change under {least}{share} is called none."


def measures() -> str:
    """Return every measure by group."""
    parts = []
    for group, names in grouped(MEASURES).items():
        parts.append(f"## {group}")
        parts += [_measure(name, MEASURES[name]) for name in names]
    return "\n\n".join(parts)


def index() -> str:
    """Return the table of all measures."""
    rows = [[f"[`{name}`](#{anchor(name)})", m.title, m.unit, m.group] for name, m in MEASURES.items()]
    return table(["name", "title", "unit", "group"], rows)


def write(out: Output) -> None:
    """Write what pages include."""
    out.text("parts/measures_index.md", index())
    out.text("parts/measures.md", measures())
    out.text("parts/labels.md", table(["label", "meaning"], [[f"`{n}`", sentence_case(t)] for n, t in LABELS.items()]))
    rows = [[f"`{name}`", s.title, s.unit, f"`{s.source}`"] for name, s in SIGNALS.items()]
    out.text("parts/signals.md", table(["name", "title", "unit", "in the circulation"], rows))
