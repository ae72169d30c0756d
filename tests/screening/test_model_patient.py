import pytest

from diastole.knowledge.screening.model_patient import LEAKS, facts_of_run, measured_facts, patient_facts
from diastole.knowledge.screening.verdict import screen
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import simulate


def preset(name="healthy", **values):
    return Patient.preset(name).with_values({key.replace("__", "."): value for key, value in values.items()})


AORTIC = "lesions__aortic_regurgitation__orifice_area"


GRADES = (("0", "none"), ("0.05", "mild"), ("0.1", "moderate"), ("0.25", "moderate_severe"), ("0.3", "severe"))


@pytest.mark.parametrize(("area", "grade"), GRADES)
def test_the_orifice_area_gives_the_grade(area, grade):
    assert patient_facts(preset(**{AORTIC: f"{area} cm²"}))["ar.grade"].value == grade


@pytest.mark.parametrize("fact", ["ar.grade", "mr.grade"])
def test_a_valve_without_a_lesion_does_not_leak(fact):
    assert patient_facts(preset())[fact].value == "none"


def test_what_a_patient_file_does_not_say_is_unknown():
    facts = patient_facts(preset("shock"))
    for name in ("aortic_dissection", "aortic_aneurysm", "peripheral_arterial_disease", "sepsis", "ar.vena_contracta"):
        assert facts[name].value is None
        assert facts[name].reason == "not given"


def test_the_onset_is_never_guessed():
    assert patient_facts(preset(**{AORTIC: "0.4 cm²"}))["ar.onset"].value is None
    assert patient_facts(preset("acute_severe_ar"))["ar.onset"].value == "acute"


def test_a_replaced_valve_does_not_leak():
    facts = patient_facts(preset("acute_severe_ar", surgery__aortic_valve_replacement__open_area="1.8 cm²"))
    assert facts["ar.grade"].value == "none"
    assert facts["ar.onset"].value is None


def test_a_balloon_in_the_file_is_in_place():
    assert patient_facts(preset())["balloon.in_place"].value is False
    found = screen(patient_facts(preset("acute_severe_ar", balloon_pump__volume="40 mL")))
    assert "BALLOON-IN-AR" in [one.rule.id for one in found.reasons if one.outcome == "fired"]


def test_a_paced_rate_is_the_rate():
    assert patient_facts(preset(pacing__rate="135 /min"))["heart_rate"].value == pytest.approx(135)


@pytest.mark.parametrize("name", PRESETS)
def test_verdicts_of_the_presets(name):
    found = screen(patient_facts(Patient.preset(name)))
    assert found.verdict == ("contraindicated" if "severe_ar" in name else "data_needed")


@pytest.mark.parametrize(("preset", "leaking"), [("chronic_severe_ar", {"ar"}), ("shock_mr", {"mr"}), ("shock", set())])
def test_a_run_of_a_patient_file_grades_no_leak_of_a_valve_without_a_lesion(preset, leaking):
    graded = {fact.partition(".")[0] for fact in facts_of_run(Patient.preset(preset)) if fact in LEAKS}
    assert graded == leaking


def test_a_run_measures_only_if_asked():
    patient = Patient.preset("acute_severe_ar")
    assert patient_facts(patient)["ar.regurgitant_volume"].value is None
    measures = simulate(patient).measures
    run = patient_facts(patient).with_(*measured_facts(measures, "simulation of the preset", facts_of_run(patient)))
    assert run["ar.regurgitant_volume"].value > 30
    assert run["ar.regurgitant_fraction"].value > 30
    assert run["ar.pressure_half_time"].source.startswith("simulation of")
    assert run["mr.regurgitant_volume"].value is None


def test_no_measured_leak_is_left_out_because_another_number_is_small():
    small = {"aortic_regurgitant_volume": 4.0, "aortic_regurgitant_fraction": 0.55}
    assert {finding.fact for finding in measured_facts(small, "sheet")} == {
        "ar.regurgitant_volume",
        "ar.regurgitant_fraction",
    }


def test_a_lesion_of_no_size_is_no_leak_to_grade():
    shut = Patient.preset("shock").with_values({"lesions.mitral_regurgitation.orifice_area": "0 cm²"})
    assert not [fact for fact in facts_of_run(shut) if fact in LEAKS]


HOLE = "lesions__ventricular_septal_defect__orifice_area"


@pytest.mark.parametrize(
    ("values", "value"),
    [
        ({}, "absent"), ({HOLE: "0.5 cm²"}, "present"), ({HOLE: "0 cm²"}, "absent"),
        ({HOLE: "0.5 cm²", "surgery__septal_defect_closure__residual_area": "0 cm²"}, "absent"),
    ],
)  # fmt: skip
def test_a_hole_in_the_septum_until_it_is_closed(values, value):
    assert patient_facts(preset(**values))["ventricular_septal_defect"].value == value
