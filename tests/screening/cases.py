"""Strategies for hypothesis: facts of every kind, known or not."""

from hypothesis import strategies as st

from diastole.knowledge.rules.fact_definitions import FactKind, vocabulary
from diastole.knowledge.rules.facts import Finding, PatientFacts

RAW = [kind for kind in vocabulary().values() if not kind.derived]


def values(kind: FactKind) -> st.SearchStrategy:
    """Return a value that can be believed."""
    if kind.unit:
        return st.floats(kind.least, kind.most, allow_nan=False)
    return st.booleans() if kind.is_flag else st.sampled_from(kind.words)


def findings(kind: FactKind) -> st.SearchStrategy:
    """Return a fact, unknown in one of three cases."""
    return st.one_of(st.none(), values(kind), values(kind)).map(
        lambda value: Finding(kind.name, value, "case", "" if value is not None else "not given")
    )


def all_facts() -> st.SearchStrategy:
    """Return facts with some of them unknown."""
    return st.tuples(*(findings(kind) for kind in RAW)).map(
        lambda found: PatientFacts({one.fact: one for one in found})
    )


NOTHING_FOUND = {
    "echo.done": True, "echo.age": 2.0, "aortic_valve.assessed": True, "ar.grade": "none", "mr.grade": "none",
    "aortic_dissection": "absent", "aortic_aneurysm": "absent", "aortic_wall_disease": "absent",
    "peripheral_arterial_disease": "none", "sepsis": "absent", "terminal_disease": "absent",
    "coagulopathy": "none", "thrombocytopenia": "none", "uncontrolled_bleeding": "absent", "balloon.in_place": False,
}  # fmt: skip
CLEAR = PatientFacts({name: Finding(name, value, "case") for name, value in NOTHING_FOUND.items()})


def clear_but(**changes: object) -> PatientFacts:
    """Return a patient in whom everything was asked and nothing found, with changes; ``ar_grade`` is ``ar.grade``."""
    found = CLEAR
    for key, value in changes.items():
        name = key if key in vocabulary() else key.replace("_", ".", 1)
        found = found.without(name) if value is None else found.with_(Finding(name, value, "case"))
    return found
