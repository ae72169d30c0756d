"""What else could be done, with what speaks against it in this patient; unknown where that cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.knowledge.rules.facts import Facts
from diastole.knowledge.rules.kleene import Truth, conjunction, disjunction

if TYPE_CHECKING:
    from diastole.knowledge.rules.contraindications import Rule
    from diastole.knowledge.rules.patient_conditions import Facts as Seen

AT_LEAST = 0.01  # cm², a defect of unknown size; the rules ask only whether there is one
NAMES = {"impella_cp": "Impella CP", "va_ecmo": "VA-ECMO", "lava_ecmo": "LAVA-ECMO", "tandemheart": "TandemHeart"}
CLEAR = ("none", "trace")  # grades that count as no leak


@dataclass(frozen=True)
class Alternative:
    """An option by its name.

    Attributes
    ----------
    contraindicated
        None where a fact that decides is unknown or has to be asked first; false only if nothing is open.
    reasons, cautions
        Sentences of what applies.
    unknown
        Facts of the option's own contraindications that are unknown.
    """

    name: str
    contraindicated: Truth
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    ask_first: tuple[str, ...]
    unknown: tuple[str, ...]
    statements: tuple[str, ...]

    @property
    def said(self) -> str:
        """What a reader calls it."""
        return NAMES.get(self.name, self.name.replace("_", " "))


def judged_alternatives(names: Sequence[str], facts: Facts) -> tuple[Alternative, ...]:
    """Judge options by their own contraindications.

    Parameters
    ----------
    names
        Of options, in the order wanted.
    facts
        What is known; what is unknown leaves an option open, it never clears it.
    """
    return tuple(_judged(name, facts) for name in names)


def _judged(name: str, facts: Facts) -> Alternative:
    from diastole.knowledge.rules.contraindications import CONTRAINDICATED, load_contraindications, questions

    seen, known = _seen(facts)
    rules = [rule for rule in load_contraindications().rules if name in rule.subjects]
    met = [(rule, _met(rule, seen, known)) for rule in rules]
    against = [(rule, truth) for rule, truth in met if rule.kind == CONTRAINDICATED]
    asked = tuple(question.what for question in questions([name]))
    applying = [rule for rule, truth in met if truth]
    return Alternative(
        name=name,
        contraindicated=disjunction([*(truth for _, truth in against), None if asked else False]),
        reasons=tuple(rule.text for rule in applying if rule.kind == CONTRAINDICATED),
        cautions=tuple(rule.text for rule in applying if rule.kind != CONTRAINDICATED),
        ask_first=asked,
        unknown=tuple(dict.fromkeys(field for rule, truth in met if truth is None for field in _fields(rule) - known)),
        statements=tuple(dict.fromkeys(statement.id for rule in applying for statement in rule.statements)),
    )


def _met(rule: "Rule", seen: "Seen", known: frozenset[str]) -> Truth:
    from diastole.knowledge.rules.patient_conditions import condition

    return conjunction(
        condition(name).met(seen, limit) if condition(name).fact in known else None for name, limit in rule.when.items()
    )


def _fields(rule: "Rule") -> frozenset[str]:
    from diastole.knowledge.rules.patient_conditions import condition

    return frozenset(condition(name).fact for name in rule.when)


def _seen(facts: Facts) -> tuple["Seen", frozenset[str]]:
    """Return the patient as the contraindications of options see it, and which of that is known."""
    from diastole.knowledge.rules.patient_conditions import UNKNOWN
    from diastole.knowledge.rules.patient_conditions import Facts as Seen

    leak, leak_known = _leak(facts)
    onset = facts["ar.onset"].value
    defect = facts["ventricular_septal_defect"].value
    known = {"aortic_regurgitation", "aortic_regurgitation_onset"} if leak_known else set()
    if defect is not None:
        known.add("septal_defect")
    seen = Seen(
        aortic_regurgitation=leak,
        aortic_regurgitation_onset=None if leak is None else str(onset or UNKNOWN),
        aortic_stenosis=None,
        septal_defect=None if defect in (None, "absent") else AT_LEAST,
        right_atrial_pressure=None,
        mean_aortic_pressure=None,
    )
    return seen, frozenset(known)


def _leak(facts: Facts) -> tuple[float | None, bool]:
    """Return the orifice of the aortic leak [cm²], and whether it is known at all.

    Where only a grade is known, the lower limit of that grade stands in: every limit of the data is a limit of a grade.
    """
    grade = facts["ar.grade"].value or facts["ar.measured_grade"].value
    if grade is None:
        return None, False
    if grade in CLEAR:
        return None, True
    return _lower_limits()[str(grade)], True


@lru_cache(maxsize=1)
def _lower_limits() -> dict[str, float]:
    """Return the smallest orifice [cm²] of each grade."""
    bands = load_thresholds().of("aortic_regurgitation", "effective_regurgitant_orifice_area").bands
    return {band.grade: max(band.least, AT_LEAST) for band in bands}
