import pytest

from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.knowledge.rules.fact_definitions import vocabulary
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.rules.grading import grade, with_grades
from diastole.knowledge.screening.fact_sheet import read_facts


def graded(valve="ar", **measures):
    return grade(valve, read_facts({f"{valve}.{name}": text for name, text in measures.items()}, "test"))


LIMITS = {  # as published: a measurement, its values and their grades
    "ar.vena_contracta": {"0.29 cm": "mild", "0.3 cm": "moderate", "0.6 cm": "moderate", "6.1 mm": "severe"},
    "ar.eroa": {"0.09 cm²": "mild", "0.1 cm²": "moderate", "20 mm²": "moderate_severe", "0.3 cm²": "severe"},
    "ar.regurgitant_volume": {"29 mL": "mild", "45 mL": "moderate_severe", "60 mL": "severe"},
    "ar.regurgitant_fraction": {"50 %": "severe"},
    "ar.jet_width_lvot": {"65 %": "severe"},
    "ar.pressure_half_time": {"501 ms": "mild", "200 ms": "moderate", "199 ms": "severe"},
    "ar.flow_reversal": {"holodiastolic": "severe"},
    "ar.angiographic_grade": {"3+": "severe"},
    "mr.eroa": {"0.19 cm²": "mild", "0.39 cm²": "moderate_severe", "0.4 cm²": "severe"},
}


@pytest.mark.parametrize("name", LIMITS)
def test_published_limits(name):
    valve, _, measure = name.partition(".")
    assert {text: graded(valve, **{measure: text}).grade for text in LIMITS[name]} == LIMITS[name]


def test_the_worst_counts_and_nothing_is_averaged():
    found = graded(vena_contracta="0.25 cm", regurgitant_volume="35 mL", pressure_half_time="600 ms")
    assert found.grade == "moderate"
    assert [each.grade for each in found.parameters] == ["mild", "moderate", "mild"]
    assert not found.conflicting
    assert graded(vena_contracta="0.5 cm", eroa="0.35 cm²").grade == "severe"  # moderate beside severe


def test_mild_beside_severe_is_a_conflict_that_is_shown():
    found = graded(vena_contracta="0.25 cm", pressure_half_time="180 ms")
    assert found.conflicting
    assert found.grade is None
    assert "vena contracta of aortic regurgitation 0.25 cm: mild" in found.in_words
    assert "pressure half-time of aortic regurgitation 180 ms: severe" in found.in_words


def test_nothing_measured_is_no_grade():
    assert graded().grade is None
    facts = with_grades(PatientFacts())
    assert facts["ar.measured_grade"].value is None
    assert facts["ar.measured_grade"].reason == "nothing was measured"
    assert facts["ar.measurements_conflict"].value is False
    assert facts["aortic_valve.assessed"].value is None


def test_each_valve_has_its_own_measurements():
    facts = read_facts({"mr.eroa": "0.5 cm²", "ar.eroa": "0.05 cm²"}, "test")
    assert grade("ar", facts).grade == "mild"
    assert grade("mr", facts).grade == "severe"
    assert with_grades(read_facts({"mr.eroa": "0.5 cm²"}, "test"))["aortic_valve.assessed"].value is None


def test_an_implausible_measurement_grades_nothing():
    assert graded(vena_contracta="0.7 mm").parameters == ()


def test_a_measurement_says_that_the_valve_was_assessed():
    facts = with_grades(read_facts({"ar.pressure_half_time": "400 ms"}, "test"))
    assert facts["aortic_valve.assessed"].value is True
    assert facts["ar.measured_grade"].value == "moderate"


def test_what_was_said_about_the_assessment_stays():
    facts = with_grades(read_facts({"ar.grade": "mild", "aortic_valve.assessed": "false"}, "test"))
    assert facts["aortic_valve.assessed"].value is False


def test_the_facts_fit_the_tables():
    table = load_thresholds()
    graded_facts = [kind for kind in vocabulary().values() if kind.graded]
    for kind in graded_facts:
        if kind.unit:
            assert table.of(*kind.graded).unit == kind.unit
        else:
            assert set(table.signs[kind.graded].grades) == set(kind.words)
    assert {kind.graded for kind in graded_facts} == set(table.measured) | set(table.signs)
