import pytest

from diastole.errors import InputError
from diastole.knowledge.rules.option_names import OPTIONS
from diastole.model.patient import PRESETS, Patient
from diastole.studies.alternatives.treatments import AS_FOUND, KINDS, options

SURGERY = ("aortic_valve_replacement", "mitral_valve_repair", "mitral_valve_replacement", "septal_defect_closure")


def named(patient):
    return {option.name: option for option in options(patient)}


def possible(patient):
    found = set()
    for option in options(patient):
        try:
            option.applied(patient)
        except InputError:
            continue
        found.add(option.name)
    return found


@pytest.mark.parametrize("name", PRESETS)
def test_each_patient_has_fourteen_options_at_least(name):
    patient = Patient.preset(name)
    assert len(possible(patient)) >= 14
    assert options(patient)[0].name == AS_FOUND
    assert options(patient)[0].applied(patient) == patient


def test_names_kinds_and_parts_are_known():
    every = options(Patient.preset("healthy"))
    assert len({option.name for option in every}) == len(every)
    assert {option.kind for option in every} == set(KINDS)
    assert {part for option in every for part in option.parts} == set(OPTIONS)


def test_surgery_is_for_what_is_diseased():
    assert not set(SURGERY) & possible(Patient.preset("healthy"))
    assert set(SURGERY) & possible(Patient.preset("acute_severe_ar")) == {"aortic_valve_replacement"}
    assert set(SURGERY) & possible(Patient.preset("shock_mr")) == {"mitral_valve_repair", "mitral_valve_replacement"}


@pytest.mark.parametrize(
    ("rate", "faster", "slower"), [("70 /min", 90.0, 50.0), ("130 /min", 140.0, 110.0), ("60 /min", 80.0, 50.0)]
)
def test_paced_rates_are_bounded(rate, faster, slower):
    patient = Patient.preset("healthy").with_values({"heart_rate": rate})
    found = named(patient)
    assert found["pacing_faster"].applied(patient).pacing.rate == faster
    assert found["pacing_slower"].applied(patient).pacing.rate == slower


@pytest.mark.parametrize(("rate", "name"), [("45 /min", "pacing_slower"), ("150 /min", "pacing_faster")])
def test_no_pacing_beyond_the_bounds(rate, name):
    patient = Patient.preset("healthy").with_values({"heart_rate": rate})
    with pytest.raises(InputError, match="already"):
        named(patient)[name].applied(patient)


def test_a_device_takes_the_place_of_a_device_and_leaves_the_rest():
    given = {"balloon_pump.volume": "30 mL", "drugs.dobutamine": "3 µg/kg/min", "pacing.rate": "100 /min"}
    patient = Patient.preset("shock").with_values(given)
    changed = named(patient)["impella_cp"].applied(patient)
    assert changed.balloon_pump is None
    assert changed.axial_pump.model == "CP"
    assert changed.drugs.dobutamine == 3.0
    assert changed.pacing.rate == 100.0


def test_what_the_patient_has_is_no_option():
    patient = Patient.preset("shock").with_values({"drugs.dobutamine": "5 µg/kg/min"})
    with pytest.raises(InputError, match="already"):
        named(patient)["dobutamine"].applied(patient)


def test_one_mitral_operation_takes_the_place_of_the_other():
    patient = Patient.preset("shock_mr").with_values({"surgery.mitral_valve_repair.open_area": "2.5 cm²"})
    changed = named(patient)["mitral_valve_replacement"].applied(patient)
    assert changed.surgery.mitral_valve_repair is None
    assert changed.surgery.mitral_valve_replacement is not None
