"""Alternatives in words, for table and page: columns, marks, reasons, goals."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from diastole.faces.words.objections import CAREFUL, FORBIDDEN, OPEN, cited, facts_behind, mark_of, sources_of
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.judgement import RuleResult
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import lowered
from diastole.numbers import NONE, listed, plain, signed
from diastole.studies.alternatives.option_runs import Alternatives, Outcome
from diastole.studies.alternatives.ranking import CLIP, GOALS, total

NO_CHANGE = "="  # stands for it in a column too narrow for words
SETTING = re.compile(r", (?=[\dP])| (?=40 mL)")  # before the setting in a title
NOT_A_VERDICT = (
    "Education and research only; a model's answer for a model's patient, not a verdict for a named patient."
)


CHANGES = f"Value and change against as found; {NO_CHANGE} no change that anybody could tell."


class OptionColumn(NamedTuple):
    """A number of each option."""

    heading: str
    title: str
    unit: str
    decimals: int
    measures: tuple[str, ...]  # summed

    @property
    def words(self) -> str:
        """Heading and title, as they are explained below a table."""
        return f"{self.heading} {lowered(self.title)}"


def _column(name: str, decimals: int) -> OptionColumn:
    measure = MEASURES[name]
    return OptionColumn(measure.short, measure.title, "" if measure.unit == "1" else measure.unit, decimals, (name,))


LEAKS = ("aortic_regurgitant_flow", "mitral_regurgitant_flow")
COLUMNS = (
    _column("cardiac_output", 1),
    _column("mean_aortic_pressure", 0),
    _column("left_atrial_pressure", 0),
    _column("lv_end_diastolic_pressure", 0),
    _column("subendocardial_supply_demand_ratio", 1),
    OptionColumn("Leak", "Leak of aortic and mitral valve", MEASURES[LEAKS[0]].unit, 1, LEAKS),
)


class OptionCell(NamedTuple):
    """A number, and its change against the patient without the option."""

    value: str
    change: str


def cells(outcome: Outcome, tried: Alternatives) -> list[OptionCell]:
    """Return the numbers of an option; the patient without any has no changes."""
    return [_cell(column, outcome, tried) for column in COLUMNS]


def _cell(column: OptionColumn, outcome: Outcome, tried: Alternatives) -> OptionCell:
    if outcome.run is None:
        return OptionCell(NONE, "")
    value = total(column.measures, outcome.run.measures)
    before = total(column.measures, tried.reference.measures)
    if outcome.run is tried.reference or value is None or before is None:
        return OptionCell(plain(value, column.decimals), "")
    told = MEASURES[column.measures[0]].direction(before, value)
    return OptionCell(plain(value, column.decimals), signed(value - before, column.decimals) if told else NO_CHANGE)


def mark(outcome: Outcome) -> str:
    """Return ✗ for what is contraindicated, ! for what calls for caution, ? for what is open, or nothing."""
    if outcome.contraindicated:
        return FORBIDDEN
    return CAREFUL if outcome.judged.cautions else OPEN if outcome.judged.unknown else ""


MARKS = (
    f"{FORBIDDEN} contraindicated, {CAREFUL} caution, "
    f"{OPEN} open: a fact that may speak against it is unknown and has to be asked first"
)


def rank(outcome: Outcome) -> str:
    """Return the rank of an option; if it is contraindicated, also the rank that its score alone would give."""
    if outcome.place is None:
        return NONE
    among = f" ({outcome.place.rank_among_all})" if outcome.contraindicated else ""
    return f"{outcome.place.rank}{among}"


def reflex_words(tried: Alternatives) -> str:
    """Return whether the baroreflex works, in words."""
    if tried.reflex:
        return "The baroreflex is on: rate, contractility, arterioles and veins answer to each option."
    return "The baroreflex is off: rate and vessel tone stay as they are."


def rule_words() -> list[str]:
    """Return the rule of the ranking in sentences."""
    goals = [
        f"{number}. {goal.title} (weight {goal.weight:g}), in units of {listed([part.words for part in goal.parts])}."
        for number, goal in enumerate(GOALS, start=1)
    ]
    return [
        *goals,
        f"The score is the weighted mean of the goals. Each change counts in its unit, at most {CLIP:g} of it either "
        "way; as found is 0. Units and weights are assumed. What is contraindicated comes last, with its rank by "
        "score among all in brackets.",
    ]


class Objection(NamedTuple):
    """A reason against options, and these options."""

    mark: str
    options: str
    reason: RuleResult

    @property
    def says(self) -> str:
        """The reason, and the facts of this patient."""
        return f"{self.reason.rule.title}. Found: {facts_behind(self.reason)}."

    @property
    def sources(self) -> str:
        """Each statement with its sources and how far it was checked."""
        return sources_of(self.reason)


def objections(tried: Alternatives) -> list[Objection]:
    """Return every reason once, contraindications first, with the options that it concerns."""
    concerned: dict[str, tuple[RuleResult, list[str]]] = {}
    for outcome in tried.outcomes:
        for reason in (*outcome.judged.reasons, *outcome.judged.cautions):
            concerned.setdefault(reason.rule.id, (reason, []))[1].append(short(outcome))
    every = [Objection(mark_of(reason), listed(names), reason) for reason, names in concerned.values()]
    return sorted(every, key=lambda each: each.mark != FORBIDDEN)


def statements_behind(tried: Alternatives) -> list[tuple[str, str]]:
    """Return each statement behind the reasons with its sources, and its text."""
    ids = dict.fromkeys(id_ for each in objections(tried) for id_ in each.reason.rule.statements)
    return [(cited(id_), load_statements()[id_].text.clinician) for id_ in ids]


def questions_first(tried: Alternatives) -> list[tuple[str, str]]:
    """Return the options with open questions, and these questions; options with the same questions are joined."""
    groups: dict[str, list[str]] = {}
    for outcome in tried.outcomes:
        if outcome.judged.unknown and outcome.option.kind != "combination":
            groups.setdefault("; ".join(questions(outcome.judged.unknown)), []).append(short(outcome))
    return [(listed(names), open_questions) for open_questions, names in groups.items()]


def questions(facts: Sequence[str]) -> list[str]:
    """Return the titles of facts that are unknown and have to be asked for."""
    return [fact_kind(name).title for name in facts]


def impossible_words(tried: Alternatives) -> list[str]:
    """Return why each option that is not shown is impossible."""
    return [f"{option.title}: {why.partition(': ')[2] or why}" for option, why in tried.impossible]


def short(outcome: Outcome) -> str:
    """Return the title without dose or setting."""
    title = outcome.option.title
    return title.partition(" ")[0] if outcome.option.kind == "drug" else SETTING.split(title)[0]
