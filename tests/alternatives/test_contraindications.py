from dataclasses import replace

import pytest

from diastole.errors import InputError
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.rules.contraindications import (
    CAUTION,
    CONTRAINDICATED,
    load_contraindications,
    parse_contraindications,
    questions,
    reasons,
)
from diastole.knowledge.rules.patient_conditions import CONDITIONS, Facts
from diastole.model.patient import Patient

WELL = Facts(None, None, None, None, 4.0, 90.0)
IMPELLAS = ("impella_2_5", "impella_cp", "impella_5_5")


def kinds(subject, **facts):
    return [reason.kind for reason in reasons((subject,), replace(WELL, **facts))]


@pytest.mark.parametrize(
    ("area", "balloon", "impella", "ecmo"),
    [
        (0.05, [], [], []),
        (0.10, [CONTRAINDICATED], [CONTRAINDICATED], [CAUTION]),
        (0.29, [CONTRAINDICATED], [CONTRAINDICATED], [CAUTION]),
        (0.30, [CONTRAINDICATED], [CONTRAINDICATED], [CONTRAINDICATED]),
    ],
)
def test_aortic_regurgitation_by_grade(area, balloon, impella, ecmo):
    assert kinds("iabp", aortic_regurgitation=area) == balloon
    assert kinds("impella_cp", aortic_regurgitation=area) == impella
    assert kinds("va_ecmo", aortic_regurgitation=area) == ecmo


def test_severe_rests_on_the_label_and_moderate_on_reviews():
    def first(area):
        return reasons(("iabp",), replace(WELL, aortic_regurgitation=area))[0]

    assert first(0.4).statements[0].id == "C-01"
    assert first(0.4).checked == "primary-abstract"
    assert first(0.2).statements[0].id == "C-02"
    assert first(0.2).checked == "secondary"
    assert "0.2 cm²" in first(0.2).found
    [ecmo] = reasons(("va_ecmo",), replace(WELL, aortic_regurgitation=0.4))
    assert ecmo.checked == "unverified"


@pytest.mark.parametrize("pump", IMPELLAS)
def test_impella_in_stenosis_defect_and_right_heart_failure(pump):
    assert kinds(pump) == []
    assert kinds(pump, aortic_stenosis=0.6) == [CONTRAINDICATED]
    assert kinds(pump, aortic_stenosis=0.7) == []
    assert kinds(pump, septal_defect=0.5) == [CONTRAINDICATED]
    assert kinds(pump, septal_defect=0.0) == []
    assert kinds(pump, right_atrial_pressure=15.0) == [CONTRAINDICATED]
    assert kinds(pump, right_atrial_pressure=None) == []


def test_a_septal_defect_speaks_against_tandemheart_not_against_the_balloon():
    assert kinds("tandemheart", septal_defect=0.5) == [CONTRAINDICATED]
    assert kinds("iabp", septal_defect=0.5) == []


@pytest.mark.parametrize("subject", ["esmolol", "pacing_slower"])
def test_a_slow_heart_in_acute_regurgitation_is_a_caution(subject):
    def at(onset):
        return kinds(subject, aortic_regurgitation=0.4, aortic_regurgitation_onset=onset)

    assert at("acute") == at("unknown") == [CAUTION]
    assert at("chronic") == []


def test_a_combination_has_the_reasons_of_its_parts_and_each_question_once():
    found = reasons(("va_ecmo", "iabp"), replace(WELL, aortic_regurgitation=0.4))
    assert len(found) == 2
    asked = [question.what for question in questions(("va_ecmo", "iabp"))]
    assert len(asked) == len(set(asked)) >= 5


def test_facts_of_a_patient():
    patient = Patient.preset("acute_severe_ar")
    facts = Facts.of(patient, {"right_atrial_pressure": 3.0, "mean_aortic_pressure": 70.0})
    assert facts.aortic_regurgitation == 0.5
    assert facts.aortic_regurgitation_onset == "acute"
    assert facts.septal_defect is None
    operated = patient.with_values({"surgery.aortic_valve_replacement.open_area": "1.8 cm²"})
    assert Facts.of(operated, {}).aortic_regurgitation is None


def test_every_reason_and_question_has_a_source_of_the_bibliography():
    data = load_contraindications()
    for each in (*data.rules, *data.questions):
        keys = {key for statement in each.statements for key in statement.sources}
        assert keys
        assert keys <= set(load_sources())
    cited = {statement.id for each in (*data.rules, *data.questions) for statement in each.statements}
    assert cited == set(data.statements)
    assert {name for rule in data.rules for name in rule.when} == set(CONDITIONS)


STATEMENT = "{says: x, sources: [teleflex-ac3], checked: secondary}"
RULE = "{options: [iabp], kind: caution, when: {septal_defect_above: 0 cm²}, text: t, statements: [S]}"
ASK = "{options: [iabp], what: w, statements: [S]}"


def text(statement=STATEMENT, rule=RULE, ask=ASK):
    return f"statements: {{S: {statement}}}\nrules: [{rule}]\nask_first: [{ask}]\n"


def test_the_smallest_data():
    assert len(parse_contraindications(text()).rules) == 1


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        (text(rule=RULE.replace("iabp", "iapb")), "'iapb' is not a known option.*Did you mean 'iabp'"),
        (text(rule=RULE.replace("defect_above", "defect_over")), "is not a condition.*septal_defect_above"),
        (text(rule=RULE.replace("0 cm²", "0 mmHg")), "rule 1.*mmHg"),
        (text(rule=RULE.replace("0 cm²", "0")), "no unit"),
        (text(rule=RULE.replace("{septal_defect_above: 0 cm²}", "{aortic_regurgitation_onset: [slow]}")), "slow"),
        (text(rule=RULE.replace("{septal_defect_above: 0 cm²}", "{}")), "no condition"),
        (text(rule=RULE.replace("{septal_defect_above: 0 cm²}", "__import__('os')")), "not a block"),
        (text(rule=RULE.replace("caution", "maybe")), "'maybe'"),
        (text(rule=RULE.replace("[S]", "[T]")), "'T' is not a known statement"),
        (text(rule=RULE.replace(", text: t", "")), "needs options, kind"),
        (text(rule=RULE.replace("[iabp]", "iabp")), "not a list"),
        (text(ask=ASK.replace("what", "why")), "ask_first 1"),
        (text(statement=STATEMENT.replace("teleflex-ac3", "nobody1999")), "nobody1999"),
        (text(statement=STATEMENT.replace("secondary", "surely")), "surely"),
        (text(statement=STATEMENT.replace("[teleflex-ac3]", "[]")), "names no source"),
        (text(statement="{says: x, sources: [], checked: unverified}"), "no statement with a source"),
        ("[1, 2]", "not a block"),
        ("statements: {", "not YAML"),
        ("!!python/object/apply:os.system [true]", "not YAML"),
        ("", "not a block"),
    ],
)
def test_wrong_data_are_refused(given, needed):
    with pytest.raises(InputError, match=needed):
        parse_contraindications(given)
