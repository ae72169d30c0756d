"""The figure of an experiment in a text: the bench with a few controls, and the drawn figure where no script runs."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from diastole.faces.browser.bench_controls import controls_of
from diastole.faces.browser.explorable_payload import explorable_payload
from diastole.faces.pages.living import FIGURE, living
from diastole.faces.pages.place import PagePlace
from diastole.faces.pages.rendering import render
from diastole.knowledge.articles.front_matter import Opening
from diastole.model.patient import Patient
from diastole.model.run import Comparison, Run
from diastole.studies.claims.claim import Claim

LEAK, MITRAL = "lesions.aortic_regurgitation.orifice_area", "lesions.mitral_regurgitation.orifice_area"
USUAL = (LEAK, "left_ventricle.passive_stiffness", "heart_rate")  # controls where nobody chose them
OF_THE_PUMP = "balloon_pump.deflation_offset"


class ShownExperiment(NamedTuple):
    """An experiment that a figure shows."""

    arms: Mapping[str, Patient]
    found: Patient  # whose reflex defends what it has, if it answers
    keys: Sequence[str]  # of the controls
    reflex: bool


def of_bench(bench: Opening) -> ShownExperiment:
    """Return the experiment with which an article opens."""
    base = Patient.preset(bench.patient).with_values(bench.set)
    arms = {name: base.with_values(change) for name, change in bench.arms.items()}
    return ShownExperiment(arms, base, bench.controls, bench.reflex)


def of_comparison(comparison: Comparison, names: tuple[str, str]) -> ShownExperiment:
    """Return a comparison as an experiment, in the state in which it was run."""
    before, patient = comparison.without.patient, comparison.with_.patient
    acting = {control.key for control in controls_of(patient)}
    keys = [key for key in (*USUAL, *([OF_THE_PUMP] if patient.balloon_pump else [])) if key in acting]
    return ShownExperiment(dict(zip(names, (before, patient), strict=True)), patient, keys, comparison.with_.reflex)


def of_runs(runs: Mapping[str, Run]) -> ShownExperiment:
    """Return several arms, run without a reflex, as an experiment."""
    arms = {name: run.patient for name, run in runs.items()}
    acting = set.intersection(*({control.key for control in controls_of(arm)} for arm in arms.values()))
    return ShownExperiment(arms, next(iter(arms.values())), [key for key in USUAL if key in acting], reflex=False)


def of_claim(claim: Claim) -> ShownExperiment | None:
    """Return the experiment of a claim in its first patient; None where it has no two arms at a steady beat."""
    experiment = claim.experiment
    if experiment is None or experiment.minutes is not None or len(experiment.arms) < 2:
        return None
    subject = experiment.subjects[0]
    base = Patient.preset(subject.preset).with_values(subject.set)
    arms = {name: base.with_values(change) for name, change in experiment.arms.items()}
    swept = [sweep.key for sweep in (experiment.along, experiment.across) if sweep]
    keys = list(dict.fromkeys([*swept, *USUAL]))[: max(len(swept), len(USUAL))]
    return ShownExperiment(arms, base, keys, experiment.reflex)


def explorable(experiment: ShownExperiment, drawn: Markup, caption: str, place: PagePlace) -> dict[str, Any]:
    """Return ``figure`` and ``living`` for a template.

    `drawn`: what stands there until the hearts run, and where no script does.
    """
    _, *others = experiment.arms
    figure = render(
        "explorable.html.j2", drawn=drawn, caption=caption, two=len(others) == 1,
        pumped=any(arm.balloon_pump for arm in experiment.arms.values()),
    )  # fmt: skip
    payload = explorable_payload(experiment.arms, experiment.found, experiment.keys, reflex=experiment.reflex)
    return {"figure": Markup(figure), "living": living(payload, FIGURE, place)}
