"""The claims ledger in words: claim, what was measured, verdict."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from diastole.model.measures.definitions import MEASURES
from diastole.numbers import NONE, percent
from diastole.studies.claims.claim import Claim, Expectation
from diastole.studies.claims.claim_verdict import JudgedCell, TurningPoint, change
from diastole.studies.claims.ledger import LedgerEntry

WORDS = {
    "holds": "holds",
    "holds_if": "holds only if",
    "does_not_hold": "does not hold",
    "cannot_be_shown": "cannot be shown by this model",
}


def verdict_words(entry: LedgerEntry) -> str:
    """Return the verdict of an entry in words, with where it turns."""
    verdict = entry.verdict
    if verdict.word != "holds_if":
        return WORDS[verdict.word]
    rows: dict[str, dict[str | None, list[bool]]] = {}
    for judged in verdict.judged:
        if judged.holds is not None:
            rows.setdefault(_row_words(judged, entry), {}).setdefault(judged.cell.across, []).append(judged.holds)
    turns = {(point.subject, point.across): point for point in verdict.thresholds}
    holds = [_turn_words(name, row, turns, entry) for name, row in rows.items()]
    in_part = _where(rows, turns, lambda cells: len(set(cells)) > 1)
    nowhere = _where(rows, turns, lambda cells: not any(cells))
    parts = [words for words in holds if words]
    parts += [f"{title}: {', '.join(names)}" for title, names in (("in part", in_part), ("not", nowhere)) if names]
    return f"{WORDS[verdict.word]} {'; '.join(parts)}"


def _turn_words(
    name: str,
    row: Mapping[str | None, list[bool]],
    turns: Mapping[tuple[str, str | None], TurningPoint],
    entry: LedgerEntry,
) -> str:
    """Return where a subject turns for each value across, or its name where the claim holds; else nothing."""
    points = [(turns[name, across], across) for across in row if (name, across) in turns]
    whole = [across for across, cells in row.items() if all(cells) and (name, across) not in turns]
    if not points:
        return _with_values(name, whole, row) if whole else ""
    experiment = entry.claim.experiment
    label = f"{_name(experiment.across.key)} " if experiment and experiment.across else ""
    words = [f"{turn.where}{f' ({across})' if across else ''}" for turn, across in points]
    words += [f"always ({across})" for across in whole]
    words[0] = words[0].replace("(", f"({label}")
    return f"{name}: {_name(points[0][0].key)} {', '.join(words)}"


def _where(
    rows: Mapping[str, Mapping[str | None, list[bool]]], turns: Mapping[tuple[str, str | None], TurningPoint],
    fits: Callable[[list[bool]], bool],
) -> list[str]:  # fmt: skip
    """Return the subjects, with the values across, that have no single threshold and fit."""
    subjects = []
    for name, row in rows.items():
        values = [across for across, cells in row.items() if fits(cells) and (name, across) not in turns]
        if values:
            subjects.append(_with_values(name, values, row))
    return subjects


def _with_values(name: str, values: Sequence[str | None], row: Mapping[str | None, list[bool]]) -> str:
    named = [value for value in values if value]
    return f"{name} ({', '.join(named)})" if named and len(values) < len(row) else name


def _name(key: str) -> str:
    return key.rsplit(".", 1)[-1].replace("_", " ")


def _row_words(judged: JudgedCell, entry: LedgerEntry) -> str:
    """Return the subject of a cell; of an ordering, that it gains more than the one before."""
    experiment, cell = entry.claim.experiment, judged.cell
    if experiment is not None and experiment.ordered is not None:
        names = experiment.ordered.subjects
        return f"from {names[names.index(cell.subject) - 1]} to {cell.subject}"
    return cell.subject


def expectation_words(expectation: Expectation) -> str:
    """Return what is expected, such as ``Aortic regurgitant volume rises``."""
    title = MEASURES[expectation.measure].title
    if expectation.less:
        title = f"{title} less {MEASURES[expectation.less].title}"
    unit = MEASURES[expectation.measure].unit
    level = f" {expectation.by:g}{'' if unit == '1' else f' {unit}'}" if expectation.does.startswith("is_") else ""
    return f"{title} {expectation.does.replace('_', ' ')}{level}"


def part_words(claim: Claim, judged: Sequence[JudgedCell]) -> list[str]:
    """Return for each expectation in how many cells it is met."""
    experiment = claim.experiment
    if experiment is None:
        return [claim.not_shown]
    if experiment.ordered is not None:
        title = MEASURES[experiment.ordered.measure].title
        return [f"change of {title}: {', '.join(_changes(judged, experiment.ordered.measure))}"]
    lines = []
    for i, expectation in enumerate(experiment.expect):
        met = [cell.parts[i] for cell in judged if cell.parts[i] is not None]
        lines.append(f"{expectation_words(expectation)}: {sum(map(bool, met))} of {len(met)}")
    return lines


def _changes(judged: Sequence[JudgedCell], measure: str) -> list[str]:
    """Return the relative change of a measure in each cell."""
    words = []
    for cell in (each.cell for each in judged):
        arms = list(cell.arms.values())
        pair = change((arms[0], arms[-1]), measure) if arms else None
        words.append(f"{cell.subject} {NONE if pair is None or not pair[0] else percent(pair[1] / pair[0] - 1.0)}")
    return words


def verdict_counts(entries: Sequence[LedgerEntry]) -> str:
    """Return how many claims have each verdict."""
    counts = Counter[str](entry.verdict.word for entry in entries)
    return ", ".join(f"{counts[word]} {title}" for word, title in WORDS.items())
