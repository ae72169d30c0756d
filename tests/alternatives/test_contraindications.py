"""What speaks against each option: the rules on it, judged on the facts of a model patient."""

import pytest
import yaml

from diastole.faces.words.objections import level_of
from diastole.knowledge.evidence.statements import load_statements
from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.knowledge.rules.conditions import Leaf, leaves
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.facts import Finding
from diastole.knowledge.rules.grading import with_grades
from diastole.knowledge.rules.option_names import OPTIONS
from diastole.knowledge.rules.rulebook import all_rules, rule_texts
from diastole.knowledge.screening.model_patient import patient_facts
from diastole.knowledge.screening.option_verdict import CAUTION, CONTRAINDICATED, judge_option
from diastole.knowledge.screening.verdict import screen
from diastole.model.patient import PRESETS, Patient
from diastole.studies.alternatives.current_treatments import facts_as_found
from diastole.studies.alternatives.option_runs import alternatives

AORTIC = "lesions.aortic_regurgitation"
IMPELLAS = ("impella_2_5", "impella_cp", "impella_5_5")
PRESSURES = {"right_atrial_pressure": 4.0, "mean_aortic_pressure": 90.0}


def patient(**values):
    return Patient.preset("healthy").with_values({key.replace("__", "."): value for key, value in values.items()})


def judged(name, pressures=PRESSURES, **values):
    return judge_option([name], facts_as_found(patient(**values), pressures))


def kinds(name, pressures=PRESSURES, **values):
    found = judged(name, pressures, **values)
    return [one.verdict for one in (*found.reasons, *found.cautions)]


@pytest.mark.parametrize(
    ("area", "balloon", "impella", "ecmo"),
    [
        (0.05, [CAUTION], [], []),
        (0.10, [CONTRAINDICATED], [CONTRAINDICATED], [CAUTION]),
        (0.29, [CONTRAINDICATED], [CONTRAINDICATED], [CAUTION]),
        (0.30, [CONTRAINDICATED], [CONTRAINDICATED], [CONTRAINDICATED]),
    ],
)
def test_aortic_regurgitation_by_grade(area, balloon, impella, ecmo):
    leak = {f"{AORTIC}.orifice_area": f"{area} cm²", f"{AORTIC}.onset": "chronic"}
    assert kinds("iabp", **leak) == balloon
    assert kinds("impella_cp", **leak) == impella
    assert kinds("va_ecmo", **leak) == ecmo


def test_severe_rests_on_the_label_and_moderate_on_reviews():
    severe, moderate = (
        judged("iabp", **{f"{AORTIC}.orifice_area": f"{area} cm²"}).reasons[0].rule for area in (0.4, 0.2)
    )
    assert (severe.statements[0], level_of(severe.statements[0])) == ("C-01", "primary-abstract")
    assert (moderate.statements[0], level_of(moderate.statements[0])) == ("C-02", "secondary")


@pytest.mark.parametrize("pump", IMPELLAS)
def test_impella_in_stenosis_defect_and_right_heart_failure(pump):
    assert kinds(pump) == []
    assert kinds(pump, lesions__aortic_stenosis__orifice_area="0.6 cm²") == [CONTRAINDICATED]
    assert kinds(pump, lesions__aortic_stenosis__orifice_area="0.7 cm²") == []
    assert kinds(pump, lesions__ventricular_septal_defect__orifice_area="0.5 cm²") == [CONTRAINDICATED]
    assert kinds(pump, lesions__ventricular_septal_defect__orifice_area="0 cm²") == []
    assert kinds(pump, {"right_atrial_pressure": 15.0}) == [CONTRAINDICATED]
    assert kinds(pump, {"right_atrial_pressure": None}) == []


def test_an_unknown_pressure_leaves_a_pump_open_and_is_asked_for():
    found = judged("tandemheart", {})
    assert found.contraindicated is None
    assert "right_atrial_pressure" in found.unknown
    assert "right_atrial_pressure" not in judged("tandemheart").unknown


@pytest.mark.parametrize(
    ("index", "wedge", "found"),
    [(2.1, 20.0, [CONTRAINDICATED]), (2.2, 20.0, []), (2.1, 15.0, []), (None, 20.0, []), (2.1, None, [])],
)  # fmt: skip
def test_a_beta_blocker_in_shock_by_its_numbers(index, wedge, found):
    measures = PRESSURES | {"cardiac_index": index, "left_atrial_pressure": wedge}
    assert kinds("esmolol", measures) == found
    shock_unknown = "cardiogenic_shock" in judged("esmolol", measures).unknown
    assert shock_unknown == (index is None or wedge is None)


def test_shock_that_a_person_sees_counts_without_numbers():
    facts = facts_as_found(patient(), {}).with_(Finding("cardiogenic_shock", "present", "sheet"))
    assert [one.rule.id for one in judge_option(["esmolol"], facts).reasons] == ["ESMOLOL-SHOCK"]


def test_a_combination_has_the_reasons_of_its_parts_and_each_question_once():
    facts = facts_as_found(patient(**{f"{AORTIC}.orifice_area": "0.4 cm²", f"{AORTIC}.onset": "chronic"}), PRESSURES)
    found = judge_option(("va_ecmo", "iabp"), facts)
    assert {one.rule.id for one in found.reasons} == {"AR-SEVERE", "ECMO-AR-SEVERE"}
    assert len(found.unknown) == len(set(found.unknown)) >= 5


@pytest.mark.parametrize(
    ("fact", "value", "options"),
    [
        ("peripheral_arterial_disease", "severe", {*IMPELLAS, "tandemheart", "va_ecmo", "lava_ecmo", "iabp"}),
        ("aortic_dissection", "suspected", {"va_ecmo", "lava_ecmo", "iabp"}),
        ("coagulopathy", "severe", {"va_ecmo", "lava_ecmo"}),
        ("tamponade", "present", set(IMPELLAS)),
        ("mr.grade", "severe", set()),
    ],
)  # fmt: skip
def test_what_a_sheet_adds_speaks_against_each_option_that_it_concerns(fact, value, options):
    """The fact of one option is a fact of all: unknown it is asked for, known it decides."""
    facts = facts_as_found(Patient.preset("shock"), PRESSURES)
    known = with_grades(facts.with_(Finding(fact, value, "sheet")))
    assert {name for name in OPTIONS if judge_option([name], known).reasons} == options
    for name in options:
        assert fact in judge_option([name], facts).unknown
        assert judge_option([name], facts).contraindicated is None
        assert fact not in judge_option([name], known).unknown


@pytest.mark.parametrize("name", PRESETS)
def test_the_balloon_has_the_verdict_of_its_screening(name):
    """One engine: an option table and a screening of the same patient cannot disagree."""
    found = alternatives(Patient.preset(name), reflex=False).of("iabp").judged
    assert found.verdict == screen(patient_facts(Patient.preset(name))).verdict


def test_a_statement_is_written_once():
    """Rules name statements by their ids; ten words of one in a row are retyped nowhere."""
    clinicians = [one.text.clinician for one in load_statements().values()]
    assert len(set(clinicians)) == len(clinicians)
    stated = {row for text in clinicians for row in _rows(text)}
    assert not [row for text in rule_texts().values() for row in _rows(text) if row in stated]


def _rows(text, length=10):
    words = text.split()
    return [" ".join(words[start : start + length]) for start in range(len(words) - length + 1)]


def test_every_limit_stands_once():
    """A limit of a graded measurement stands in its table; any other in one rule."""
    written = [node for text in rule_texts().values() for node in _leaves(yaml.safe_load(text))]
    limits = [(node["fact"], str(node[key])) for node in written for key in ("gt", "ge", "lt", "le") if key in node]
    assert len(set(limits)) == len(limits)
    assert not [fact for fact, _ in limits if fact_kind(fact).graded]
    tables = load_thresholds()
    asked = [leaf for rule in all_rules() for leaf in leaves(rule.when) if isinstance(leaf, Leaf)]
    for leaf in asked:
        kind = fact_kind(leaf.fact)
        if kind.graded and kind.unit:
            edges = {edge for band in tables.of(*kind.graded).bands for edge in (band.least, band.most)}
            assert leaf.threshold in edges


def _leaves(node):
    if isinstance(node, dict):
        if "fact" in node:
            yield node
        for value in node.values():
            yield from _leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value)
