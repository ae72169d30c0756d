"""The report of an echocardiography on a bedside sheet: a lesion of the patient, and facts that rules hear."""

import json

import pytest

import diastole
from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.knowledge.screening.verdict import screen
from diastole.model.run import simulate
from diastole.studies.fit.echo_leaks import ORIFICE, typical_orifice
from diastole.studies.fit.starting_patient import nearest_preset

MEASURED = "measured: {HR: 104 /min, BP: 88/58 mmHg, CO: 3.1 L/min, PCWP: 24 mmHg}\n"
ECHO = f"nearest: acute_severe_ar\n{MEASURED}"


def test_an_echo_gives_the_patient_its_lesion(read):
    sheet = read(f"{ECHO}echo: {{AR: {{orifice area: 40 mm2, onset: acute}}, MR: moderate-severe, EF: 35 %}}\n")
    assert sheet.lesions.aortic_regurgitation.orifice_area == pytest.approx(0.4)
    assert sheet.lesions.aortic_regurgitation.onset == "acute"
    assert sheet.lesions.mitral_regurgitation.orifice_area == pytest.approx(0.35)
    assert sheet.measured["lv_ejection_fraction"] == pytest.approx(0.35)
    assert "echo.MR: an orifice of 0.35 cm² is assumed for the grade moderate to severe" in sheet.notes[0]
    assert read(f"{ECHO}echo: {{AR: none, MR: trace}}\n").lesions.aortic_regurgitation is None
    own = read(f"{ECHO}echo: {{AR: {{onset: acute}}}}\nlesions: {{aortic_regurgitation: {{orifice_area: 0.3 cm²}}}}\n")
    assert own.lesions.aortic_regurgitation.onset == "acute"
    assert not own.not_used


@pytest.mark.parametrize("lesion", ["aortic_regurgitation", "mitral_regurgitation"])
def test_the_orifice_of_a_grade_has_that_grade(lesion):
    limits = load_thresholds().of(lesion, ORIFICE)
    areas = [typical_orifice(lesion, name) for name in ("trace", "mild", "moderate", "moderate_severe", "severe")]
    assert areas == sorted(areas)
    assert [limits.grade(area) for area in areas] == ["mild", "mild", "moderate", "moderate_severe", "severe"]


def test_measures_of_an_echo_are_fitted_once(read, refusal):
    line = "echo: {AR: {RVol: 55 mL, RF: 50 %, PHT: 210 ms}}\n"
    sheet = read(f"measured: {{HR: 90 /min}}\n{line}")
    assert sheet.measured["aortic_regurgitant_volume"] == 55.0
    assert sheet.measured["aortic_pressure_half_time"] == 210.0
    assert "has a line already" in refusal(f"measured: {{HR: 90 /min, aortic_regurgitant_volume: 20 mL}}\n{line}")


def test_an_echo_that_contradicts_itself_is_said_and_the_worst_counts(read, facts):
    text = f"{ECHO}echo: {{AR: {{grade: mild, vena_contracta: 9 mm}}}}\n"
    sheet = read(text)
    assert sheet.lesions.aortic_regurgitation.orifice_area == pytest.approx(0.4)
    [said] = [note for note in sheet.notes if "contradicts itself" in note]
    assert "reported grade: mild; vena contracta of aortic regurgitation 0.9 cm: severe" in said
    assert screen(facts(text)).verdict != "none_found"


@pytest.mark.parametrize(
    ("area", "echo", "contradict"),
    [
        ("0.4 cm²", "none", True), ("0.05 cm²", "severe", True), ("0 cm²", "moderate", True),
        ("0.25 cm²", "severe", False), ("0.05 cm²", "trace", False), ("0.4 cm²", "unknown", False),
        ("0.4 cm²", "{eroa: 0.2 cm²}", True), ("0.32 cm²", "{eroa: 0.3 cm²}", False),
    ],
)  # fmt: skip
def test_lesions_and_echo_have_to_agree(read, refusal, area, echo, contradict):
    text = f"{ECHO}lesions: {{aortic_regurgitation: {{orifice_area: {area}}}}}\necho: {{AR: {echo}}}\n"
    if contradict:
        assert "lesions.aortic_regurgitation.orifice_area" in (said := refusal(text))
        assert "contradict each other" in said
    else:
        assert read(text)


def test_a_grade_of_the_sheet_alarms_every_command(write, tmp_path, monkeypatch, called):
    monkeypatch.chdir(tmp_path)
    write(f"{ECHO}echo: {{AR: severe}}\n")
    assert json.loads(called("screen", "bed.yaml", "--json").stdout)["verdict"] == "contraindicated"
    assert diastole.screen("bed.yaml", progress=False).verdict == "contraindicated"
    options = json.loads(called("alternatives", "bed.yaml", "--json", "--no-reflex").stdout)["options"]
    assert next(one for one in options if one["name"] == "iabp")["contraindicated"]
    assert diastole.alternatives("bed.yaml", reflex=False, progress=False).of("iabp").contraindicated


@pytest.mark.parametrize(
    ("echo", "verdict", "value"),
    [
        ("{AR: severe}", "contraindicated", "severe"),
        ("{AR: {grade: 4+}}", "contraindicated", "severe"),
        ("{AR: {grade: severe, time: 2026-11-29T08:00Z}}", "contraindicated", "severe"),
        ("{time: 2026-11-28, AR: none}", "data_needed", "none"),
        ("{time: 2025-01-01, AR: none}", "data_needed", None),
        ("{time: 2027-01-01, AR: none}", "data_needed", None),
        ("{AR: {grade: none, time: 2025-01-01}}", "data_needed", None),
        ("{AR: {grade: {value: none, time: 2025-01-01}}}", "data_needed", None),
        ("{date: 2025-01-01, AR: none}", "data_needed", None),
        ("{AR: unknown}", "data_needed", None),
        ("{MR: none}", "data_needed", None),
        ("{EF: 30 %}", "data_needed", None),
        ("{time: 2025-01-01, AR: {RVol: 15 mL}}", "data_needed", None),
        ("{}", "data_needed", None),
    ],
)
def test_what_is_unknown_or_old_is_never_none(facts, echo, verdict, value):
    known = facts(f"{ECHO}echo: {echo}\n")
    found = screen(known)
    assert found.verdict == verdict
    assert known["ar.grade"].value == value
    if value is None:
        assert found.facts["ar.severity"].value is None
        assert found.facts["aortic_valve.assessed"].value is not True
        assert "ar.grade" in {one.fact for one in found.missing}


def test_an_old_echo_shapes_the_patient_and_answers_no_rule(facts, read):
    text = f"{ECHO}echo: {{time: 2025-01-01, AR: severe, VSD: {{area: 1 cm²}}}}\n"
    assert read(text).lesions.aortic_regurgitation.orifice_area > 0.0
    known = facts(text)
    assert known["ar.grade"].value is None
    assert known["ar.eroa"].value is None
    assert known["ventricular_septal_defect"].value == "present"  # a hole stays


def test_a_change_of_the_patient_takes_no_alarm_away(write, tmp_path, monkeypatch, called):
    monkeypatch.chdir(tmp_path)
    write(f"{ECHO}echo: {{AR: severe}}\nfacts: {{aortic_dissection: present}}\n")
    change = ("--set", "lesions.aortic_regurgitation.orifice_area=0.05 cm²")
    found = json.loads(called("screen", "bed.yaml", *change, "--json").stdout)
    assert found["verdict"] == "contraindicated"
    assert found["facts"]["ar.grade"]["value"] is None
    assert "contradictory" in found["facts"]["ar.grade"]["reason"]


def test_a_run_says_nothing_on_a_valve_that_the_sheet_does_not_name(write, tmp_path, monkeypatch, called):
    monkeypatch.chdir(tmp_path)
    write(f"nearest: shock_mr\n{MEASURED}echo: {{MR: severe}}\n")
    found = json.loads(called("screen", "bed.yaml", "--run", "--json").stdout)
    assert not [name for name in found["facts"] if name.startswith("ar.reg")]
    assert found["facts"]["mr.regurgitant_volume"]["value"] > 0.0
    assert found["verdict"] == "data_needed"


@pytest.mark.parametrize(
    ("echo", "words"),
    [
        ("{AR: {grade: {a: b}}}", "echo.AR.grade: needs 'value', and may have 'time' and 'source'"),
        ("{AR: {grade: {time: 2026-11-29}}}", "needs 'value'"),
        ("{EF: {percent: 35 %}}", "echo.EF: needs 'value'"),
        ("{AR: severe, aortic_regurgitation: mild}", "is aortic_regurgitation, which has a line already"),
        ("{AR: {vc: 7 mm, vena_contracta: 8 mm}}", "has a line already"),
        ("{ar.grade: severe}", "write it as a block, such as 'aortic_regurgitation: {grade: severe}'"),
        ("{MR: mild}\nlesions: {aortic_regurgitation: {grade: severe}}", "'echo: {aortic_regurgitation: severe}'"),
        ("{AS: {AVA: 70 cm²}}", "lesions.aortic_stenosis.orifice_area: '70 cm²' is impossible"),
        ("{AS: {AVA: big}}", "'big' is not a number with a unit"),
        ("{VSD: {finding: absent, area: 1 cm²}}", "and has an area; leave one of both out"),
        ("{AR: severe}\nlesions: {aortic_regurgitation: none}", "is 'none', and echo reports it"),
    ],
)
def test_a_report_that_could_be_read_in_two_ways_is_refused(refusal, echo, words):
    assert words in refusal(f"{ECHO}echo: {echo}\n")


@pytest.mark.parametrize("grade", ["", "~", "'null'", "n/a", "unknown", "{value: }"])
def test_an_empty_grade_is_unknown_and_not_none(facts, grade):
    known = facts(f"{ECHO}echo: {{AR: {{grade: {grade}}}}}\n")
    assert known["ar.grade"].value is None
    assert screen(known).verdict == "data_needed"


def test_areas_of_an_echo_are_facts_with_its_time(facts):
    text = "AS: {AVA: 0.7 cm2, grade: severe, mean_gradient: 45 mmHg}, VSD: {area: 1 cm²}"
    known = facts(f"{ECHO}echo: {{{text}}}\n")
    assert known["aortic_valve.area"].value == 0.7
    assert known["ventricular_septal_defect"].value == "present"
    old = facts(f"{ECHO}echo: {{time: 2020-01-01, {text}}}\n")
    assert old["aortic_valve.area"].value is None


def test_a_fact_of_a_valve_is_heard_by_rules_and_shapes_no_patient(facts, read):
    text = f"{ECHO}facts: {{ar.grade: severe}}\n"
    assert screen(facts(text)).verdict == "contraindicated"
    assert "facts.ar.grade is for rules" in read(text).notes[0]
    beside = facts(f"{ECHO}facts: {{ar.grade: severe}}\necho: {{AR: none}}\n")
    assert screen(beside).verdict in ("contraindicated", "data_needed")
    assert beside["ar.grade"].value is None


@pytest.mark.parametrize("lesion", ["aortic_stenosis", "mitral_stenosis"])
@pytest.mark.parametrize(
    ("grade", "low", "high"),
    [("severe", 0.5, 1.0), ("moderate", 1.0, 1.5), ("moderate to severe", 0.9, 1.1), ("mild", 1.5, 3.0)],
)
def test_a_stenosis_by_grade_has_an_area_of_that_grade_and_says_that_it_is_assumed(read, lesion, grade, low, high):
    sheet = read(f"{ECHO}echo: {{{lesion}: {{grade: {grade}, onset: chronic}}}}\n")
    stenosis = getattr(sheet.lesions, lesion)
    assert low < stenosis.orifice_area < high
    assert stenosis.onset == "chronic"
    [note] = sheet.notes
    assert f"echo.{lesion}: an orifice of {stenosis.orifice_area:g} cm² is assumed for the grade {grade}" in note
    assert not sheet.not_used


def test_a_measured_area_goes_before_the_grade_of_a_stenosis(read):
    sheet = read(f"{ECHO}echo: {{AS: {{grade: severe, AVA: 0.6 cm²}}}}\n")
    assert (sheet.lesions.aortic_stenosis.orifice_area, sheet.notes) == (0.6, [])


def test_an_assumed_area_answers_no_rule(facts):
    assert facts(f"{ECHO}echo: {{AS: severe}}\n")["aortic_valve.area"].value is None


@pytest.mark.parametrize("said", ["none", "absent"])
def test_no_stenosis_is_none(read, said):
    sheet = read(f"{ECHO}echo: {{AS: {said}}}\n")
    assert (sheet.lesions.aortic_stenosis, sheet.not_used) == (None, [])


def test_a_stenosis_without_grade_or_area_is_kept_and_not_used(read):
    sheet = read(f"{ECHO}echo: {{AS: present}}\n")
    assert sheet.lesions.aortic_stenosis is None
    assert "give its orifice_area" in sheet.not_used[0]


def test_a_valve_that_was_replaced_no_longer_leaks_in_the_fitted_patient(read, refusal):
    leak, done = (
        "lesions: {aortic_regurgitation: {orifice_area: 0.4 cm²}}\n",
        "surgery: {aortic_valve_replacement: {}}\n",
    )
    _, patient = nearest_preset(read(f"{ECHO}{leak}{done}"))
    assert patient.surgery.aortic_valve_replacement.open_area == 1.8
    assert simulate(patient).measures["aortic_regurgitant_volume"] < 3.0
    said = refusal(f"{ECHO}{done}")
    assert "surgery.aortic_valve_replacement: this patient has nothing to operate on" in said
    assert "give the lesion as it was before" in said
