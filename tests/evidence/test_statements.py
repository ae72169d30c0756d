"""The statements that ship: all pass, none is missing, none claims a review that did not happen."""

import re
from collections import Counter

import pytest

from diastole.knowledge.evidence.check_evidence import check_package
from diastole.knowledge.evidence.closed_lists import CLAIMS, ENTITIES, INTENTS, KINDS, POLARITIES
from diastole.knowledge.evidence.readability import flesch_kincaid_grade, syllables
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.statement_rules import NUMBER, check_level, lowest_level
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.studies.claims.claim import load_claims

# Numbers of the collected material by its letter; nothing of it may get lost.
COLLECTED = {"G": 35, "C": 14, "K": 15, "D": 11, "R": 24, "V": 4, "S": 4, "P": 20, "H": 30, "X": 12, "M": 40}


def test_all_that_ships_passes():
    report = check_package("2026-11-24")
    assert [str(error) for error in report.errors] == []
    assert not report.warnings
    assert report.statements == load_statements()


@pytest.mark.parametrize(("letter", "last"), COLLECTED.items())
def test_every_collected_statement_is_here(letter: str, last: int):
    assert {f"{letter}-{number:02}" for number in range(1, last + 1)} <= set(load_statements())


def test_mechanisms_definitions_and_alternatives_suffice_for_an_answer():
    kinds = Counter(statement.kind for statement in load_statements().values())
    assert set(kinds) == set(KINDS)
    assert kinds["mechanism"] + kinds["definition"] + kinds["alternative"] >= 40
    assert min(kinds.values()) >= 5


def test_nothing_ships_reviewed():
    for statement in load_statements().values():
        assert statement.review.status == "submitted"
        assert not statement.review.reviewers


@pytest.mark.parametrize(("allowed", "field"), [(ENTITIES, "entities"), (INTENTS, "intents")])
def test_every_word_of_a_closed_list_is_used(allowed: tuple[str, ...], field: str):
    assert {word for statement in load_statements().values() for word in getattr(statement, field)} == set(allowed)
    assert {statement.polarity for statement in load_statements().values()} == set(POLARITIES)


def test_the_claims_are_those_of_the_ledger():
    assert set(CLAIMS) == set(load_claims())
    used = {claim for statement in load_statements().values() for claim in statement.claims}
    assert used == {key for key, claim in load_claims().items() if claim.experiment}  # the rest shows nothing


def test_no_two_texts_are_the_same():
    for reader in ("clinician", "trainee", "patient"):
        texts = Counter(getattr(statement.text, reader) for statement in load_statements().values())
        assert [text for text, count in texts.items() if count > 1] == []


def test_the_lowest_check_level_counts():
    statements, sources = load_statements(), load_sources()
    assert lowest_level(statements["G-21"], sources) == "unverified"  # less far than the source as a whole
    assert lowest_level(statements["C-01"], sources) == "primary-abstract"
    assert lowest_level(statements["X-10"].model_copy(update={"support": ()}), sources) is None


def test_most_statements_were_read_in_their_source():
    """The aim of the evidence base: at least seven of ten in the primary abstract or better."""
    statements, sources = load_statements(), load_sources()
    best = [{check_level(one, sources) for one in each.support} for each in statements.values()]
    assert sum("primary-abstract" in levels for levels in best) / len(statements) >= 0.7


def test_what_cannot_be_cited_is_never_advice():
    uncited = [statement for statement in load_statements().values() if statement.uncited]
    assert uncited
    assert all(one.kind in ("evidence", "caution", "mechanism") for one in uncited)


def test_simulations_are_called_so():
    for key, statement in load_statements().items():
        if statement.kind == "simulation":
            assert re.search(r"simulat|finite.element", statement.text.clinician, re.I), key
            assert re.search(r"model|simulat|simplified|finite.element", statement.text.trainee, re.I), key
            assert "computer" in statement.text.patient, key
    assert load_statements()["DEV-39"].is_simulation
    assert not load_statements()["M-44"].is_simulation


@pytest.mark.parametrize(
    ("key", "lesion", "parameter"),
    [
        ("GR-01", "aortic_regurgitation", "vena_contracta"), ("GR-11", "mitral_regurgitation", "vena_contracta"),
        ("GR-02", "aortic_regurgitation", "effective_regurgitant_orifice_area"),
        ("GR-12", "mitral_regurgitation", "effective_regurgitant_orifice_area"),
        ("GR-03", "aortic_regurgitation", "regurgitant_volume"), ("GR-05", "aortic_regurgitation", "jet_width_ratio"),
        ("GR-13", "mitral_regurgitation", "regurgitant_volume"), ("GR-06", "aortic_regurgitation", "jet_area_ratio"),
        ("GR-04", "aortic_regurgitation", "regurgitant_fraction"),
        ("GR-14", "mitral_regurgitation", "regurgitant_fraction"),
        ("GR-07", "aortic_regurgitation", "pressure_half_time"),
    ],
)  # fmt: skip
def test_the_limits_in_the_text_are_those_of_the_table(key: str, lesion: str, parameter: str):
    table = load_thresholds().of(lesion, parameter)
    statement = load_statements()[key]
    said = {float(number) for number in NUMBER.findall(statement.text.clinician)}
    limits = [edge for band in table.bands for edge in (band.least, band.most) if abs(edge) < float("inf")]
    upper_starts = {band.from_ for band in table.bands if band.grade in ("moderate", "moderate_severe")} - {None}
    assert {min(limits), max(limits)} | upper_starts <= said
    assert set(table.sources) <= {support.ref for support in statement.support}
    grade_words = re.findall(r"mild|moderate|severe", statement.text.clinician)
    assert {"mild", "moderate", "severe"} == set(grade_words)


WORDS = {
    "valve": 1, "beats": 1, "helped": 1, "leaky": 2, "table": 2, "closes": 2, "needed": 2, "aortic": 3, "area": 3,
    "serious": 3, "artery": 3, "ultrasound": 3, "helium": 3, "regurgitation": 5, "people": 2, "the": 1, "uses": 2,
}  # fmt: skip


@pytest.mark.parametrize(("word", "count"), WORDS.items())
def test_syllables(word: str, count: int):
    assert syllables(word) == count


def test_the_grade_of_a_text_is_that_of_the_formula():
    assert flesch_kincaid_grade("The cat sat.") == pytest.approx(0.39 * 3 + 11.8 - 15.59)
    assert flesch_kincaid_grade("The pump helps. The leak goes on.") == pytest.approx(0.39 * 3.5 + 11.8 - 15.59)
    assert flesch_kincaid_grade("") == flesch_kincaid_grade("12 %") == 0.0
