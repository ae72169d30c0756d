"""Try each option on a patient, side by side, to the steady beat, and rank what comes out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from diastole.display import Displayed
from diastole.errors import InputError, SimulationError
from diastole.knowledge.rules.facts import Finding, PatientFacts, WrittenQuantity
from diastole.knowledge.screening.admission import admit
from diastole.knowledge.screening.option_verdict import OptionVerdict, judge_option
from diastole.model.patient import Patient
from diastole.model.run import Baseline, Run, baseline, simulating
from diastole.model.simulation.plans import side_by_side
from diastole.studies.alternatives.current_treatments import facts_as_found
from diastole.studies.alternatives.ranking import Entry, OptionRank, goal_scores, places, total_score
from diastole.studies.alternatives.treatments import AS_FOUND, Option, options

type Watch = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Outcome:
    """An option on this patient."""

    option: Option
    run: Run | None  # its steady beat; None where the model found none, as ``failure`` says
    failure: str
    judged: OptionVerdict  # what speaks against it in this patient, and what has to be asked first
    goals: dict[str, float] = field(default_factory=dict)  # score of each goal, from −3 to 3; empty without a run
    score: float | None = None
    place: OptionRank | None = None

    @property
    def contraindicated(self) -> bool:
        """Whether a rule says that it must not be used; an unknown verdict counts as no."""
        return self.judged.contraindicated is True


@dataclass(frozen=True)
class Alternatives(Displayed):
    """Every option on a patient."""

    patient: Patient
    reflex: bool
    outcomes: list[Outcome]  # by rank: first what is not contraindicated, then what is, at last what has no numbers
    impossible: list[tuple[Option, str]]  # options that this patient cannot have, each with the reason
    reference: Run

    def __repr__(self) -> str:
        ranked = ", ".join(outcome.option.name for outcome in self.outcomes if outcome.place)
        return f"<Alternatives for '{self.patient.name}', by rank: {ranked}>"

    def of(self, name: str) -> Outcome:
        """Return the outcome of an option by its name."""
        return next(outcome for outcome in self.outcomes if outcome.option.name == name)


def alternatives(
    patient: Patient,
    *,
    stated: PatientFacts | None = None,
    reflex: bool = True,
    accuracy: str = "default",
    watch: Watch | None = None,
) -> Alternatives:
    """Try each option on a patient and rank them.

    Raise SimulationError if the patient as given has no steady beat. That of a single option is its ``failure`` and
    stops nothing.

    `patient`: as given: what is done for it already stays, unless an option takes its place.
    `stated`: what a bedside sheet says of this patient: rules count it before the run.
    `reflex`: whether the baroreflex answers; its set point is that of the patient before anything is done.
    `accuracy`: as of ``simulate``.
    `watch`: called as each option is done with how many are, how many there are, and its title.
    """
    before: Baseline | bool = baseline(patient, accuracy=accuracy) if reflex else False
    tried, impossible = _possible(patient)
    plans = (simulating(changed, accuracy=accuracy, reflex=before) for _, changed in tried)
    runs: dict[str, Run | InputError | SimulationError] = {}
    for done, (number, run) in enumerate(side_by_side(plans), start=1):
        option, _ = tried[number]
        runs[option.name] = run
        if watch:
            watch(done, len(tried), option.title)
    reference = runs[AS_FOUND]
    if isinstance(reference, Exception):
        raise reference
    facts = facts_as_found(patient, reference.measures, stated)
    outcomes = [_judged(option, runs[option.name], facts, reference) for option, _ in tried]
    return Alternatives(patient, reflex, _ranked(outcomes), impossible, reference)


def _possible(patient: Patient) -> tuple[list[tuple[Option, Patient]], list[tuple[Option, str]]]:
    """Return the options that a patient can have, each with the patient it makes, and the others, each with the reason.

    An option that makes what another one made already is refused: a drug of a pair may run already.
    """
    possible: list[tuple[Option, Patient]] = []
    impossible: list[tuple[Option, str]] = []
    seen: list[tuple[dict[str, Any], str]] = []
    for option in options(patient):
        try:
            changed = option.applied(patient)
        except InputError as error:
            impossible.append((option, str(error)))
            continue
        values = changed.model_dump()
        same = next((title for known, title in seen if known == values), None)
        if same is None:
            possible.append((option, changed))
            seen.append((values, option.title))
        else:
            impossible.append((option, f"{option.title}: in this patient the same as {same}"))
    return possible, impossible


def _judged(option: Option, run: Run | Exception, facts: PatientFacts, reference: Run) -> Outcome:
    """Return the outcome of an option, without its place; it has no numbers where its run failed."""
    if isinstance(run, Exception):
        return Outcome(option, None, str(run), judge_option(option.parts, facts))
    judged = judge_option(option.parts, facts.with_(*_brought_about(option, run, reference)))
    goals = goal_scores(run.measures, reference.measures)
    return Outcome(option, run, "", judged, goals, total_score(run.measures, reference.measures))


def _brought_about(option: Option, run: Run, reference: Run) -> list[Finding]:
    """Return the facts on what an option brings about; a pressure that is undefined is unknown."""
    source = f"simulation with {option.title}"
    after, before = (each.measures["mean_aortic_pressure"] for each in (run, reference))
    if after is None or before is None:
        return []
    return [
        admit("option.mean_aortic_pressure", WrittenQuantity(after, "mmHg"), source=source),
        admit("option.pressure_change", WrittenQuantity(after - before, "mmHg"), source=source),
    ]


def _ranked(outcomes: list[Outcome]) -> list[Outcome]:
    """Return the outcomes with their places, by rank."""
    where = places([Entry(each.option.name, each.contraindicated, each.score) for each in outcomes])
    placed = [replace(each, place=where.get(each.option.name)) for each in outcomes]
    return sorted(placed, key=lambda each: each.place.rank if each.place else len(placed) + 1)
