"""The balloon in a leaking aortic valve, told whole: where its effects turn, on what that rests, and the prediction."""

from collections.abc import Iterator

from _generate.pages import Output, figure, sentence_case, table
from _generate.plots import COLOURS, dress, new_figure, save
from _generate.vocabulary import anchor
from diastole import Patient
from diastole.model.measures.definitions import MEASURES
from validation.patients import Treatment, preset
from validation.phenomena.headline.hearts import BALLOONS, PRESETS, SPREADS, TITLES, never_closing, varied
from validation.phenomena.headline.prediction import FEARED, SIZES, Prediction, Quantiles, kept, relative
from validation.phenomena.headline.turns import (
    HEADLINE,
    ORIFICES,
    bands,
    bands_of,
    begins,
    in_told_changes,
    sweep,
    words,
)
from validation.rows import text

DRAWN = ("cardiac_output", "head_and_arm_flow", "lower_body_flow", "mean_aortic_pressure")
RESTS = ("cardiac_output", "head_and_arm_flow", "mean_aortic_pressure", "lv_end_diastolic_pressure")
NEVER = "never"
VERBS = {1: "rises", -1: "falls"}


def turns() -> str:
    """Return the table of what each measure does along the leak, in three hearts, without and with the reflex."""
    head = ["with the balloon", *(title for title in TITLES.values()), "acute, with the baroreflex"]
    rows = []
    for name in HEADLINE:
        cells = [words(bands_of(preset(heart), name)) for heart in PRESETS.values()]
        rows.append([_title(name), *cells, words(bands_of(preset(PRESETS["acute"]), name, reflex=True))])
    return table(head, rows)


def sizes() -> str:
    """Return the table of changes at three sizes of the leak, in acute regurgitation and in shock."""
    hearts = ("acute", "shock")
    head = ["", "unit", *(f"{heart}, {size:g} cm²" for heart in hearts for size in SIZES)]
    rows = []
    for name in HEADLINE:
        cells = []
        for heart in hearts:
            pairs = sweep(preset(PRESETS[heart]), name)
            cells += [_cell(name, *pairs[_nearest(size)]) for size in SIZES]
        rows.append([_title(name), MEASURES[name].unit, *cells])
    return table(head, rows)


def _cell(name: str, before: float, after: float) -> str:
    moved = (
        text(100.0 * (after / before - 1.0), "%", signed=True) if relative(name) else text(after - before, signed=True)
    )
    none = MEASURES[name].direction(before, after) == 0
    return f"{text(before)} → {text(after)} ({'no change' if none else moved})"


def _nearest(size: float) -> int:
    return min(range(len(ORIFICES)), key=lambda i: abs(ORIFICES[i] - size))


def _title(name: str) -> str:
    return f"[{MEASURES[name].title}](#{anchor(name)})"


def _other_hearts() -> Iterator[tuple[str, Patient, Treatment]]:
    """Yield the acute heart with one thing changed at a time, and its balloon."""
    acute = preset(PRESETS["acute"])
    usual: Treatment = (("balloon_pump.volume", "40 mL"),)
    yield "as it is", acute, usual
    yield "arterioles that never close, at the same pressure and output", never_closing(acute), usual
    for name, (_, *ends) in SPREADS.items():
        for factor in ends:
            if factor != 1.0:
                yield f"{name} × {factor:g}", varied(acute, {name: factor}), usual
    for key, (*ends, unit) in BALLOONS.items():
        for value in ends:
            yield f"{_setting(key)} {value:g} {unit}".replace("-", "−"), acute, (*usual, (key, f"{value:g} {unit}"))


def _setting(key: str) -> str:
    """Return the setting of a balloon in words."""
    return f"{key.partition('.')[2].replace('_', ' ')} of the balloon"


def rests() -> str:
    """Return the table of where the feared change begins, in the acute heart with one thing changed at a time."""
    head = ["acute regurgitation", *(f"{_title(name)} {VERBS[FEARED[name]]} from" for name in RESTS)]
    rows = []
    for title, patient, balloon in _other_hearts():
        pairs = {name: sweep(patient, name, balloon) for name in RESTS}
        starts = [begins(bands(ORIFICES, in_told_changes(name, pairs[name])), FEARED[name]) for name in RESTS]
        rows.append([sentence_case(title), *(NEVER if start is None else f"{start:.2f} cm²" for start in starts)])
    counts = [
        f"{MEASURES[name].lower_title} {VERBS[FEARED[name]]} in {sum(row[i] != NEVER for row in rows)}"
        for i, name in enumerate(RESTS, 1)
    ]
    return f"{table(head, rows)}\n\nOf these {len(rows)} hearts, up to {ORIFICES[-1]:g} cm²: {', '.join(counts)}."


def drawing(out: Output) -> str:
    """Draw the changes along the leak."""
    sheet = new_figure(7.6, 2.8)
    panels = sheet.subplots(1, len(PRESETS), sharey=True)
    for axes, (heart, name) in zip(panels, PRESETS.items(), strict=True):
        for measure, colour in zip(DRAWN, COLOURS, strict=False):
            before, after = sweep(preset(name), measure).T
            label = MEASURES[measure].title
            axes.plot(ORIFICES, 100.0 * (after / before - 1.0), color=colour, linewidth=1.3, label=label)
        dress(axes, TITLES[heart], zero=True, xlabel="Orifice, cm²", xlim=(ORIFICES[0], ORIFICES[-1]))
    panels[0].set_ylabel("Change with the balloon, %")
    panels[-1].legend(fontsize=6.5, frameon=False)
    save(out, "headline", sheet)
    alt = "Three panels: change of output, of flow to head and arms and to the lower body, and of mean pressure."
    return figure("headline.svg", alt, "Change with the balloon (40 mL, 1:1) against the orifice of the leak.")


def predictions() -> str:
    """Return what was predicted, each on its day."""
    parts = []
    for one in kept():
        lived = ", ".join(f"{number} {TITLES[heart]}" for heart, number in one.hearts.items())
        parts.append(
            f"**Written down on {one.date}**, by a model of the hash `{one.model}`. Hearts: {lived}; "
            f"start of the draws {one.seed}. Each cell is the middle of the hearts, and in brackets the 5 % and 95 % "
            "quantiles."
        )
        parts += [_prediction(one, heart) for heart in one.hearts]
    return "\n\n".join(parts)


def _prediction(one: Prediction, heart: str) -> str:
    head = [
        TITLES[heart], "feared", "comes in", "from an orifice of, cm²", "with a regurgitant fraction of",
        *(f"change at {size:g} cm²" for size in SIZES),
    ]  # fmt: skip
    rows = []
    for name, seen in one.foreseen[heart].items():
        changes = [f"{_interval(seen.changes[size])} {'%' if relative(name) else 'mmHg'}" for size in SIZES]
        comes = [_interval(seen.orifice), _interval(seen.fraction)] if seen.feared else ["–", "–"]
        rows.append([_title(name), VERBS[FEARED[name]], f"{seen.feared:.0%}".replace("%", " %"), *comes, *changes])
    return table(head, rows)


def _interval(found: Quantiles) -> str:
    low, middle, high = ("beyond" if value is None else f"{value:g}".replace("-", "−") for value in found)
    return f"{middle} ({low} to {high})"


def spreads() -> str:
    """Return the table of what was drawn."""
    rows = [[sentence_case(name), f"× {low:g} to {high:g}"] for name, (_, low, high) in SPREADS.items()]
    rows += [
        [sentence_case(_setting(key)), f"{low:g} to {high:g} {unit}".replace("-", "−")]
        for key, (low, high, unit) in BALLOONS.items()
    ]
    return table(["drawn evenly, each by itself", "between"], rows)


def write(out: Output) -> None:
    """Write what the page includes."""
    out.text("parts/headline_turns.md", "\n\n".join([turns(), drawing(out), sizes()]))
    out.text("parts/headline_rests.md", rests())
    out.text("parts/headline_prediction.md", "\n\n".join([predictions(), spreads()]))
