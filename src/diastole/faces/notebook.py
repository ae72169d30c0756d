"""Results in a notebook: a title, some lines, and tables; long tables are folded."""

from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape
from typing import Any

from diastole.answers.answer import Answer
from diastole.faces.words.alternatives_words import mark
from diastole.faces.words.answer_words import joined, paragraphs, reference_words, withdrawn_words
from diastole.faces.words.arms_words import rows_of
from diastole.faces.words.change import Change, changes, key_changes
from diastole.faces.words.claim_words import verdict_words
from diastole.faces.words.confidence import DISCLAIMER
from diastole.faces.words.patient_rows import parameters
from diastole.faces.words.screening_words import VERDICT_WORDS
from diastole.faces.words.treatment_words import doing, reflex_words
from diastole.knowledge.screening.verdict import Screening
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.patient.treatment import TREATMENTS
from diastole.model.run import Comparison, Run
from diastole.numbers import NONE, plain
from diastole.studies.alternatives.option_runs import Alternatives
from diastole.studies.arms import ArmRuns
from diastole.studies.claims.ledger import LedgerEntry
from diastole.studies.course.course_columns import MEASURED
from diastole.studies.course.durations import shown_time
from diastole.studies.course.outcome import basis, measures_at_end, sentences
from diastole.studies.course.patient_course import Course
from diastole.studies.fit.fitting import Fit

OWN = ("body", "heart_rate", "lesions", *TREATMENTS)  # blocks by which patients differ most
IN_A_COURSE = ("heart_rate", "mean_aortic_pressure", "lv_end_diastolic_pressure", "cardiac_output")


@singledispatch
def html(result: Any) -> str:
    """Return a result as HTML without scripts or styles of its own."""
    raise NotImplementedError(type(result))


@html.register
def _patient(patient: Patient) -> str:
    rows = [(row.key, row.value, row.source) for row in parameters(patient)]
    own = [row[:2] for row in rows if row[0].split(".")[0] in OWN]
    lines = [patient.description, *patient.fit_remarks]
    return _whole(patient.name, lines, _table((), own), _folded("All values, with their sources", _table((), rows)))


@html.register
def _run(run: Run) -> str:
    measured = [Change(name, value, None) for name, value in run.measures.items()]
    rows = [(each.title, each.shown(each.before), each.unit) for each in measured]
    short = [row for row, each in zip(rows, measured, strict=True) if each.measure.is_key]
    lines = [doing(run), reflex_words(run), *run.cautions]
    return _whole(run.patient.name, lines, _table((), short), _folded("All measures", _table((), rows)))


@html.register
def _comparison(comparison: Comparison) -> str:
    headings = ("", "Without", "With", "", "Change", "")
    short, rows = (
        [(c.title, c.shown(c.before), c.shown(c.after), c.unit, c.absolute_text, c.percent_text) for c in chosen]
        for chosen in (key_changes(comparison), changes(comparison).values())
    )
    lines = [doing(comparison.with_), reflex_words(comparison.with_)]
    folded = _folded("All measures", _table(headings, rows))
    return _whole(comparison.patient.name, lines, _table(headings, short), folded)


@html.register
def _arms(arms: ArmRuns) -> str:
    measured = [row for group in rows_of(arms.runs).values() for row in group]
    rows = [(row.measure.title, *row.values, row.unit) for row in measured]
    short = [cells for cells, row in zip(rows, measured, strict=True) if row.measure.is_key]
    headings = ("", *arms.runs, "")
    return _whole("Side by side", [], _table(headings, short), _folded("All measures", _table(headings, rows)))


@html.register
def _course(course: Course) -> str:
    headings = ("Step", "Ended", *(f"{MEASURED[name].title}, {MEASURED[name].unit}" for name in IN_A_COURSE))
    rows = []
    for step in course.past_steps:
        ends = measures_at_end(course, step)
        numbers = [plain(ends[name], MEASURED[name].decimals) for name in IN_A_COURSE]
        rows.append((step.text, shown_time(step.ended), *numbers))
    return _whole(course.patient.name, [basis(course), *sentences(course)], _table(headings, rows))


@html.register
def _answer(answer: Answer) -> str:
    lines = [*answer.notices, *withdrawn_words(answer), *answer.corrections, answer.message]
    parts = []
    for section in answer.sections:
        parts.append(f"<p><b>{escape(section.title)}</b></p>")
        parts += [f"<p>{escape(joined(sentences))}</p>" for _, sentences in paragraphs(section)]
    references = [(str(each.number), reference_words(each)) for each in answer.references]
    related = [(link.question, link.article) for link in answer.related]
    parts += [_folded(title, _table((), rows)) for title, rows in (("References", references), ("Related", related))]
    return _whole(answer.title or answer.question, lines, *parts)


@html.register
def _screening(screening: Screening) -> str:
    rows = [(VERDICT_WORDS[each.verdict or "none_found"], each.rule.title, each.rule.id) for each in screening.reasons]
    return _whole(f"Balloon pump: {VERDICT_WORDS[screening.verdict]}", [], _table((), rows))


@html.register
def _alternatives(tried: Alternatives) -> str:
    rows = [
        (str(each.place.rank) if each.place else NONE, f"{mark(each)} {each.option.title}", plain(each.score, 2),
         each.failure)
        for each in tried.outcomes
    ]  # fmt: skip
    return _whole(tried.patient.name, [], _table(("Rank", "Option", "Score", ""), rows))


@html.register
def _fit(fit: Fit) -> str:
    rows = []
    for row in fit.rows:
        decimals = MEASURES[row.measure].decimals
        numbers = [plain(value, decimals) for value in (row.measured, row.fitted, row.residual)]
        rows.append((MEASURES[row.measure].title, *numbers, row.unit))
    return _whole(
        fit.patient.name,
        [*fit.left_open, *fit.notes, *fit.cautions],
        _table(("", "Measured", "Fitted", "Residual", ""), rows),
    )


@html.register
def _entry(entry: LedgerEntry) -> str:
    return _whole(entry.claim.id, [entry.claim.sentence.clinician, verdict_words(entry)])


def _whole(title: str, lines: Iterable[str], *parts: str) -> str:
    text = "".join(f"<div>{escape(line)}</div>" for line in lines if line)
    return f"<div><b>{escape(title)}</b>{text}{''.join(parts)}<small>{DISCLAIMER}</small></div>"


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{content}</details>"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in headings)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{f'<tr>{head}</tr>' if head else ''}{body}</table>"
