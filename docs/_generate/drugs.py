"""The drugs: their curves as tables and a figure, and how far their effects depend on assumptions."""

from collections.abc import Iterator
from functools import cache
from unittest.mock import patch

import numpy as np

from _generate.laws import link
from _generate.pages import Output, sentence_case, table
from _generate.plots import COLOURS, dress, new_figure, save
from diastole.errors import SimulationError
from diastole.faces.figures.theme import LIGHT
from diastole.model.drugs.formulary import DRUGS, Curve
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.run import Baseline, Run, baseline, simulate
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.slow_states import drug_influence
from diastole.numbers import signed

PATIENTS = ("shock", "acute_severe_ar")
SHOWN = ("cardiac_output", "mean_aortic_pressure", "lv_end_diastolic_pressure")
FACTORS = (0.5, 2.0)  # by which an assumed value is varied
TARGETS = {  # field of an influence
    "rate": "heart rate", "contractility": "calcium transient", "resistance": "systemic arterioles",
    "pulmonary_resistance": "resistance of the lung",
    "veins": "blood out of the veins", "blockade": "block of the reflex on the heart",
}  # fmt: skip
PARTS = {"greatest": "size", "half_dose": "half dose"}  # of a curve, with a source each


def sourced(source: str) -> str:
    """Return a source as a link, or the word assumed."""
    return "**assumed**" if source == "assumed" else link(source)


def source_of(curve: Curve, part: str) -> str:
    """Return where the size or the half dose of a curve comes from."""
    return curve.source if part == "greatest" else curve.half_dose_source


def _size(curve: Curve) -> str:
    value, unit = (curve.greatest, "mL/kg") if curve.on == "veins" else (100.0 * curve.greatest, "%")
    return f"{value:+g} {unit}".replace("-", "−")


def drug_table() -> str:
    """Return what each drug is for, with its doses."""
    rows = [
        [f"`{name}`", sentence_case(drug.purpose), f"{drug.usual_dose:g}", f"{drug.largest_dose:g}",
         link(drug.range_source), f"{drug.onset:g} s"]
        for name, drug in DRUGS.items()
    ]  # fmt: skip
    return table(["drug", "what it does", "usual dose", "largest dose", "source of the range", "onset"], rows)


def curve_table() -> str:
    """Return every curve, with the source of each of its values."""
    rows = []
    for name, drug in DRUGS.items():
        for curve in drug.curves:
            healthy = ", healthy heart" if drug.goes_with_response(curve) else ""
            rows.append(
                [f"`{name}`", TARGETS[curve.on] + healthy, f"{_size(curve)} ({sourced(curve.source)})",
                 f"{curve.half_dose:g} ({sourced(curve.half_dose_source)})", f"{curve.steepness:g}"]
            )  # fmt: skip
    headings = ["drug", "acts on", "greatest effect", "half dose, µg/kg/min", "steepness"]
    return table(headings, rows)


def curves(out: Output) -> None:
    """Draw the effect of each drug over its dose, as the simulation sums it up."""
    figure = new_figure(8.2, 5.2)
    panels = figure.subplots(2, 3).ravel()
    veins = panels[-1]
    response = Patient.preset("healthy").chronotropic_response
    for axes, (name, drug), mark in zip(panels, DRUGS.items(), COLOURS, strict=False):
        doses = np.linspace(0.0, drug.largest_dose, 201)
        levels = [[dose if other == name else 0.0 for other in DRUGS] for dose in doses]
        effects = [drug_influence(level, response) for level in levels]
        for (target, words), colour in zip(TARGETS.items(), COLOURS, strict=False):
            effect = [getattr(each, target) for each in effects]
            if not any(effect):
                continue
            if target == "veins":
                veins.plot(doses / drug.usual_dose, effect, color=mark, label=name)
            else:
                axes.plot(doses, [100 * value for value in effect], color=colour, label=words)
        axes.axvline(drug.usual_dose, color=LIGHT.muted, linewidth=0.8, linestyle=(0, (2, 2)))
        dress(axes, sentence_case(name), zero=True, xlabel="Dose, µg/kg/min", ylabel="Change, %")
    dress(veins, "Veins", zero=True, xlabel="Dose over the usual dose", ylabel="Blood pressed out, mL/kg", xlim=(0, 4))
    for axes in panels:
        axes.legend(fontsize=6.5, facecolor=LIGHT.paper, edgecolor="none", framealpha=0.8)
    save(out, "drug_curves", figure)


@cache
def _before(preset: str) -> Baseline:
    return baseline(Patient.preset(preset))


def with_drug(preset: str, name: str, *, reflex: bool = True) -> Run:
    """Return a preset with a drug at its usual dose."""
    patient = Patient.preset(preset).with_values({f"drugs.{name}": f"{DRUGS[name].usual_dose} µg/kg/min"})
    return simulate(patient, reflex=_before(preset) if reflex else False)


def _change(run: Run, plain: Run, measure: str) -> float:
    after, before = run.measures[measure], plain.measures[measure]
    assert after is not None
    assert before is not None
    return after - before


def effect_table() -> str:
    """Return what each drug does at its usual dose, without and with the reflex."""
    rows = []
    for preset in PATIENTS:
        plain = simulate(Patient.preset(preset))
        for name, drug in DRUGS.items():
            cells = []
            for measure in ("heart_rate", *SHOWN):
                each = (_change(with_drug(preset, name, reflex=r), plain, measure) for r in (False, True))
                cells.append(" → ".join(signed(value, MEASURES[measure].decimals) for value in each))
            rows.append([f"`{preset}`", f"`{name}`", f"{drug.usual_dose:g}", *cells])
    units = [f"{MEASURES[name].title}, {MEASURES[name].unit}" for name in ("heart_rate", *SHOWN)]
    return table(["preset", "drug", "dose, µg/kg/min", *units], rows)


def assumed() -> Iterator[tuple[str, int, str]]:
    """Yield every assumed value: drug, place of its curve, part of the curve."""
    for name, drug in DRUGS.items():
        for place, curve in enumerate(drug.curves):
            for part in PARTS:
                if source_of(curve, part) == "assumed":
                    yield name, place, part


def _words(name: str, place: int, part: str) -> str:
    """Return a value in words; two curves of a drug with one target are distinguished by their half doses."""
    curves = DRUGS[name].curves
    curve = curves[place]
    twice = sum(other.on == curve.on for other in curves) > 1
    return f"{name}: {TARGETS[curve.on]}{f' (about {curve.half_dose:g})' if twice else ''}, {PARTS[part]}"


def _varied(preset: str, name: str, place: int, part: str, factor: float) -> Run:
    """Return the run in which one value of a drug is another one."""
    drug = DRUGS[name]
    curve = drug.curves[place]
    changed = curve._replace(**{part: factor * getattr(curve, part)})
    given = drug._replace(curves=(*drug.curves[:place], changed, *drug.curves[place + 1 :]))
    # Compiled code knows each drug as it is, so these hearts go their way beat by beat in Python.
    with patch.dict(DRUGS, {name: given}), patch.object(BeatingHeart, "is_compiled", False):
        return with_drug(preset, name)


def sensitivity(out: Output) -> None:
    """Draw how far effects at the usual dose move with each assumed value halved and doubled."""
    values = list(assumed())
    figure = new_figure(8.2, 0.26 * len(values) + 1.0)
    panels = figure.subplots(1, len(SHOWN), sharey=True)
    for shift, (preset, colour) in enumerate(zip(PATIENTS, COLOURS, strict=False)):
        plain = simulate(Patient.preset(preset))
        usual = {name: with_drug(preset, name) for name in DRUGS}
        for row, (name, place, part) in enumerate(values):
            ends = []
            for factor in FACTORS:
                try:
                    ends.append(_varied(preset, name, place, part, factor))
                except SimulationError:  # this patient dies with the value; the others may not
                    continue
            y = row + (0.16 if shift else -0.16)
            for axes, measure in zip(panels, SHOWN, strict=True):
                middle = _change(usual[name], plain, measure)
                reach = [middle, *(_change(run, plain, measure) for run in ends)]
                axes.plot([min(reach), max(reach)], [y, y], color=colour, linewidth=3.0, solid_capstyle="butt",
                          label=preset if row == 0 else None)  # fmt: skip
                axes.plot(middle, y, "|", color=LIGHT.ink, markersize=5)
    starts = [row for row in range(1, len(values)) if values[row][0] != values[row - 1][0]]
    for axes, measure in zip(panels, SHOWN, strict=True):
        dress(axes)
        axes.axvline(0.0, color=LIGHT.muted, linewidth=0.8)
        axes.set_xlabel(f"{MEASURES[measure].title}\nchange, {MEASURES[measure].unit}", fontsize=8)
        for row in starts:
            axes.axhline(row - 0.5, color=LIGHT.rule, linewidth=1.2)
    panels[0].set_yticks(range(len(values)), [_words(*value) for value in values], fontsize=7)
    panels[0].invert_yaxis()
    panels[-1].legend(fontsize=7, frameon=False, loc="lower right")
    save(out, "drug_sensitivity", figure)


def write(out: Output) -> None:
    """Write figures and tables."""
    curves(out)
    sensitivity(out)
    out.text("parts/drugs.md", drug_table())
    out.text("parts/drug_curves.md", curve_table())
    out.text("parts/drug_effects.md", effect_table())
