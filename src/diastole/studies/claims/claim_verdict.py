"""From the cells of an experiment to a verdict: it follows from the runs alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from diastole.model.input_blocks.fields import quantities
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.claims.claim import Claim, Expectation, Experiment, ExperimentSubject, Ordering
from diastole.studies.claims.claim_experiment import ExperimentCell, Measures
from diastole.units import format_quantity, parse_quantity

type Word = Literal["holds", "holds_if", "does_not_hold", "cannot_be_shown"]

BISECTIONS = 6  # of the interval in which a verdict turns: to a sixtieth of it
QUANTITIES = quantities(Patient)


@dataclass(frozen=True)
class TurningPoint:
    """Where along a sweep the verdict of a subject turns."""

    subject: str
    key: str
    value: float  # in the unit of the key
    unit: str
    holds: Literal["above", "below"]
    across: str | None = None

    @property
    def where(self) -> str:
        """Such as ``above 0.23 cm²``."""
        return f"{self.holds} {format_quantity(float(f'{self.value:.2g}'), self.unit)}"


@dataclass(frozen=True)
class JudgedCell:
    """A cell with its verdict: None where it has none."""

    cell: ExperimentCell
    holds: bool | None
    parts: tuple[bool | None, ...] = ()  # of each expectation


@dataclass(frozen=True)
class ClaimVerdict:
    """The verdict that the runs give on a claim."""

    word: Word
    judged: tuple[JudgedCell, ...]
    thresholds: tuple[TurningPoint, ...]


def change(measures: tuple[Measures, Measures], name: str, less: str | None = None) -> tuple[float, float] | None:
    """Return a measure, or a difference of two, before and after; None where it is not defined."""
    ends = []
    for arm in measures:
        value, minus = arm[name], 0.0 if less is None else arm[less]
        if value is None or minus is None:
            return None
        ends.append(value - minus)
    return ends[0], ends[1]


def meets(cell: ExperimentCell, expectation: Expectation) -> bool | None:
    """Return whether a cell does what is expected; None where it cannot be decided."""
    if not cell.arms:
        return None
    names = list(cell.arms)
    if expectation.does in ("is_above", "is_below"):
        arm = cell.arms[expectation.arm or names[-1]]
        pair = change((arm, arm), expectation.measure, expectation.less)
        if pair is None:
            return None
        return pair[1] > expectation.by if expectation.does == "is_above" else pair[1] < expectation.by
    pair = change((cell.arms[names[0]], cell.arms[names[-1]]), expectation.measure, expectation.less)
    if pair is None:
        return None
    before, after = pair
    wanted = 1 if expectation.does == "rises" else -1
    told = MEASURES[expectation.measure].direction(before, after) == wanted
    return told and wanted * (after - before) > expectation.by * abs(before)


def judge(cell: ExperimentCell, experiment: Experiment) -> JudgedCell:
    """Return a cell with its verdict: all expectations together."""
    parts = tuple(meets(cell, expectation) for expectation in experiment.expect)
    if False in parts:
        return JudgedCell(cell, holds=False, parts=parts)
    return JudgedCell(cell, None if None in parts else True, parts)


def verdict(
    claim: Claim, cells: Sequence[ExperimentCell], run: Callable[[ExperimentSubject, str, str | None], ExperimentCell]
) -> ClaimVerdict:
    """Return the verdict of a claim.

    `cells`: of its experiment; `run`: runs one more cell of a subject at a value along and across, to find where the
    verdict turns.
    """
    experiment = claim.experiment
    if experiment is None:
        return ClaimVerdict("cannot_be_shown", (), ())
    if experiment.ordered is not None:
        return _ordered(experiment.ordered, cells)
    judged = tuple(judge(cell, experiment) for cell in cells)
    decided = [one for one in judged if one.holds is not None]
    if not decided:
        return ClaimVerdict("cannot_be_shown", judged, ())
    if all(one.holds for one in decided):
        return ClaimVerdict("holds", judged, ())
    if not any(one.holds for one in decided):
        return ClaimVerdict("does_not_hold", judged, ())
    return ClaimVerdict("holds_if", judged, _thresholds(experiment, judged, run))


def _ordered(ordering: Ordering, cells: Sequence[ExperimentCell]) -> ClaimVerdict:
    """Judge whether the relative change of a measure grows from subject to subject."""
    changes = {}
    for cell in cells:
        names = list(cell.arms)
        pair = change((cell.arms[names[0]], cell.arms[names[-1]]), ordering.measure) if names else None
        if pair is None or pair[0] == 0.0:
            return ClaimVerdict("cannot_be_shown", tuple(JudgedCell(one, None) for one in cells), ())
        changes[cell.subject] = pair
    row = [changes[name] for name in ordering.subjects]
    steps = [_grows(ordering.measure, earlier, later) for earlier, later in pairwise(row)]
    word: Word = "holds" if all(steps) else "does_not_hold" if not any(steps) else "holds_if"
    reached = dict(zip(ordering.subjects[1:], steps, strict=True))
    return ClaimVerdict(word, tuple(JudgedCell(cell, reached.get(cell.subject)) for cell in cells), ())


def _grows(measure: str, earlier: tuple[float, float], later: tuple[float, float]) -> bool:
    """Return whether a measure lies above where the relative change of the subject before would bring it."""
    expected = later[0] * earlier[1] / earlier[0]
    return MEASURES[measure].direction(expected, later[1]) > 0


def _thresholds(
    experiment: Experiment,
    judged: Sequence[JudgedCell],
    run: Callable[[ExperimentSubject, str, str | None], ExperimentCell],
) -> tuple[TurningPoint, ...]:
    """Return where the verdict of each subject turns, once along the sweep."""
    if experiment.along is None:
        return ()
    subjects = {subject.name: subject for subject in experiment.subjects}
    rows: dict[tuple[str, str | None], list[JudgedCell]] = {}
    for one in judged:
        rows.setdefault((one.cell.subject, one.cell.across), []).append(one)
    thresholds = []
    for (name, across), row in rows.items():
        decided = [one for one in row if one.holds is not None]
        turns = [i for i in range(1, len(decided)) if decided[i].holds != decided[i - 1].holds]
        if len(turns) == 1:
            pair = decided[turns[0] - 1], decided[turns[0]]
            thresholds.append(_bisect(experiment, subjects[name], across, pair, run))
    return tuple(thresholds)


def _bisect(
    experiment: Experiment, subject: ExperimentSubject, across: str | None, pair: tuple[JudgedCell, JudgedCell],
    run: Callable[[ExperimentSubject, str, str | None], ExperimentCell],
) -> TurningPoint:  # fmt: skip
    assert experiment.along is not None
    key = experiment.along.key
    unit = QUANTITIES[key].unit
    low, high = (parse_quantity(one.cell.along, unit) for one in pair)
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        here = judge(run(subject, format_quantity(middle, unit), across), experiment).holds
        if here is None:
            break
        low, high = (middle, high) if here == pair[0].holds else (low, middle)
    side: Literal["above", "below"] = "above" if pair[1].holds else "below"
    return TurningPoint(subject.name, key, 0.5 * (low + high), unit, side, across)
