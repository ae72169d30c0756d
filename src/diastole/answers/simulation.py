"""What the simulator shows of a claim, in sentences whose numbers all come from its run."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from diastole.hemodynamics.vocabulary import MEASURES

if TYPE_CHECKING:
    from diastole.claims.claim import Claim, Expectation
    from diastole.claims.ledger import Entry
    from diastole.claims.verdict import Judged

LABEL = "Simulation, not clinical evidence"
PATIENT_WORDS = {
    "holds": "“{sentence}” A computer model of the heart shows this.",
    "holds_if": "“{sentence}” A computer model of the heart shows this in some cases only.",
    "does_not_hold": "“{sentence}” A computer model of the heart does not show this.",
    "cannot_be_shown": "“{sentence}” Our computer model of the heart cannot tell.",
}


def run_claims(claims: Iterable["Claim"]) -> dict[str, "Entry"]:
    """Return the entries of the ledger by the ids of their claims; run only where nothing is kept."""
    chosen = list(claims)
    if not chosen:
        return {}
    from diastole.claims.ledger import ledger  # brings the compiled simulator

    return {entry.claim.id: entry for entry in ledger(chosen)}


def claim_sentences(entry: "Entry", reader: str) -> list[str]:
    """Return the claim with its verdict and, but for the patient, the numbers of one cell of the experiment."""
    from diastole.report.claims import verdict_words

    sentence = getattr(entry.claim.sentence, reader)
    if reader == "patient":
        return [PATIENT_WORDS[entry.verdict.word].format(sentence=sentence)]
    return [f"“{sentence}” In the simulation: {verdict_words(entry)}.", *_numbers(entry)]


def run_words(entry: "Entry") -> str:
    """Return every word and number of a run that a sentence may repeat."""
    from diastole.report.claims import part_words, place_words, verdict_words

    judged = entry.verdict.judged
    words = [
        *entry.claim.sentence.model_dump().values(), *part_words(entry.claim, judged), verdict_words(entry),
        *(template for template in PATIENT_WORDS.values()),
    ]  # fmt: skip
    for one in judged:
        words += [place_words(one), *_cell_words(entry.claim, one)]
    return " ; ".join(words)


def _numbers(entry: "Entry") -> list[str]:
    """Return the numbers of a typical cell, or of the ordering."""
    from diastole.report.claims import part_words, place_words

    experiment, judged = entry.claim.experiment, entry.verdict.judged
    if experiment is None or not judged:
        return []
    if experiment.ordered is not None:
        words = part_words(entry.claim, judged)[0]
        return [f"{words[0].upper()}{words[1:]}."]
    typical = _typical(judged, holds=entry.verdict.word in ("holds", "holds_if"))
    if typical is None:
        return []
    return [f"Shown for {place_words(typical)}: {'; '.join(_cell_words(entry.claim, typical))}."]


def _typical(judged: "Sequence[Judged]", *, holds: bool) -> "Judged | None":
    """Return the middle one of the cells of the first subject that shows the verdict."""
    fitting = [one for one in judged if one.holds is holds and one.cell.arms]
    first = [one for one in fitting if one.cell.subject == fitting[0].cell.subject]
    return first[len(first) // 2] if first else None


def _cell_words(claim: "Claim", judged: "Judged") -> list[str]:
    """Return each expected measure of a cell in its arms, such as ``LVEDP 30.1 mmHg off, 32.0 mmHg on``."""
    experiment = claim.experiment
    if experiment is None or not judged.cell.arms:
        return []
    return [_measure_words(expectation, judged) for expectation in experiment.expect]


def _measure_words(expectation: "Expectation", judged: "Judged") -> str:
    from diastole.report.numbers import with_unit

    measure = MEASURES[expectation.measure]
    arms = judged.cell.arms
    names = list(arms)
    shown = [expectation.arm or names[-1]] if expectation.does in ("is_above", "is_below") else [names[0], names[-1]]
    title, values = measure.title, []
    if expectation.less:
        title = f"{title} less {MEASURES[expectation.less].title}"
    for name in shown:
        value = arms[name][expectation.measure]
        minus = arms[name][expectation.less] if expectation.less else 0.0
        difference = None if value is None or minus is None else value - minus
        values.append(f"{with_unit(difference, measure.decimals, measure.unit)} {name}")
    return f"{title} {', '.join(values)}"
