"""What is compared: patients, treatments of any kind, and what is refused."""

import pytest

from diastole.errors import InputError
from diastole.model.devices.register import DEVICES
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import value_at
from diastole.model.run import compare, simulate, without_and_with
from diastole.studies.alternatives.treatments import AS_FOUND, DEVICE_KEYS, options
from diastole.studies.arms import is_pair, read_arms, run_arms, usual_treatments

SHOCK, AR, MR = (Patient.preset(name) for name in ("shock", "acute_severe_ar", "shock_mr"))
PUMPED = SHOCK.with_values({"axial_pump.model": "CP"})
DEVICE_OPTIONS = [model.name for device in DEVICES for model in device.models]


def arms(patient, *words):
    return {arm.name: arm.patient for arm in read_arms([patient], words)}


@pytest.mark.parametrize("option", [each for each in options(MR) if each.name != AS_FOUND], ids=lambda each: each.name)
def test_every_option_of_alternatives_is_an_arm(option):
    try:
        expected = option.applied(MR)
    except InputError as problem:
        with pytest.raises(InputError, match=str(problem).rpartition(": ")[2]):
            arms(MR, option.name)
        return
    without, with_ = arms(MR, option.name).values()
    assert (without, with_.model_dump()) == (MR, expected.model_dump())


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        ("heart_rate=110 /min", "heart_rate", 110.0),
        ("drugs.nitroprusside = 1 µg/kg/min", "drugs.nitroprusside", 1.0),
        ("nitroprusside 1 mcg/kg/min", "drugs.nitroprusside", 1.0),
        ("Impella CP at P-6", "axial_pump.level", "P-6"),
        ("Impella 5.5", "axial_pump.model", "5.5"),
        ("LAVA-ECMO at 3 L/min", "extracorporeal.flow", 3.0),
        ("va_ecmo + balloon_pump.ratio=1:2", "balloon_pump.ratio", "1:2"),
        ("va_ecmo + balloon_pump.ratio=1:2", "extracorporeal.circuit", "va_ecmo"),
        ("pace at 110 /min", "pacing.rate", 110.0),
    ],
)
def test_values_steps_and_what_is_joined(words, key, value):
    assert value_at(list(arms(SHOCK, words).values())[1], key) == value


def test_a_device_that_is_compared_is_taken_from_the_arm_without_it_and_keeps_its_setting():
    pumped = SHOCK.with_values({"balloon_pump.ratio": "1:2", "extracorporeal.circuit": "va_ecmo"})
    found = arms(pumped, "iabp", "balloon_pump.ratio=1:3")
    assert list(found) == ["without", "IABP 1:2 at 40 mL", "balloon pump ratio 1:3"]
    without, own, changed = found.values()
    assert (without.balloon_pump, own.model_dump(), changed.balloon_pump.ratio) == (None, pumped.model_dump(), "1:3")
    assert without.extracorporeal == pumped.extracorporeal


def test_each_of_several_patients_gets_each_treatment():
    found = read_arms([AR, MR], ["iabp", "heart_rate=110 /min"])
    assert [arm.given for arm in found] == [AR] * 3 + [MR] * 3
    assert [arm.name.startswith(arm.given.name) for arm in found] == [True] * 6
    assert [arm.patient.balloon_pump is None for arm in found] == [True, False, True] * 2


def test_another_patient_is_an_arm_of_its_own(tmp_path):
    file = tmp_path / "other.yaml"
    file.write_text("based_on: shock\nname: Other\nheart_rate: 110 /min\n", encoding="utf-8")
    found = read_arms([SHOCK], ["acute_severe_ar", str(file)])
    assert [arm.name for arm in found] == ["Cardiogenic shock", AR.name, "Other"]
    assert not is_pair(found[:2])
    assert is_pair(read_arms([SHOCK], ["iabp"]))


def test_patients_of_one_name_are_told_apart():
    fast = SHOCK.with_values({"heart_rate": 110})
    faster = SHOCK.with_values({"heart_rate": 120})
    assert [arm.name for arm in read_arms([SHOCK, fast, faster], [])] == [
        SHOCK.name,
        f"{SHOCK.name} (2)",
        f"{SHOCK.name} (3)",
    ]


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        ("impela_cp", "Did you mean 'impella_cp'?"),
        ("VV-ECMO", "a device that the model does not know; expected one of IABP, Impella"),
        ("adrenaline", "a drug that the model does not know"),
        ("heart_rat=110 /min", "Did you mean 'heart_rate'?"),
        ("heart_rate=110", "has no unit"),
        ("nitroprusside 50 µg/kg/min", "at most 10"),
        ("aortic_valve_replacement", "nothing to operate on"),
        ("remove IABP", "changes nothing"),
        ("heart_rate=98.5 /min", "changes nothing"),
        ("nobody.yaml", "neither a preset nor an existing file"),
        ("", "neither a treatment"),
        ("iabp + impella_cp", "exclude each other"),
        ("iabp + ", "neither a treatment"),
    ],
)
def test_what_is_refused(words, needed):
    with pytest.raises(InputError) as problem:
        arms(SHOCK, words)
    assert needed in str(problem.value)


def test_what_excludes_each_other_is_refused_in_every_arm():
    with pytest.raises(InputError, match="exclude each other"):
        arms(PUMPED, "iabp")
    with pytest.raises(InputError, match="are the same"):
        arms(SHOCK, "iabp", "IABP 1:1 at 40 mL")
    with pytest.raises(InputError, match="too many"):
        read_arms([SHOCK, AR], DEVICE_OPTIONS)


@pytest.mark.parametrize(
    ("has", "compared"),
    [
        ({}, ["balloon_pump"]),
        ({"balloon_pump.ratio": "1:2"}, ["balloon_pump"]),
        ({"axial_pump.model": "CP"}, ["axial_pump"]),
        ({"axial_pump.level": "P-4", "extracorporeal.circuit": "va_ecmo"}, ["axial_pump", "extracorporeal"]),
        ({"balloon_pump.ratio": "1:2", "extracorporeal.flow": "3 L/min"}, ["balloon_pump"]),
    ],
)
def test_one_patient_is_compared_by_the_balloon_else_by_the_devices_that_are_there(has, compared):
    patient = SHOCK.with_values(has)
    found = read_arms([patient], usual_treatments([patient]))
    without, with_ = without_and_with(patient)
    assert [arm.patient.model_dump() for arm in found] == [without.model_dump(), with_.model_dump()]
    assert [key for key in DEVICE_KEYS if getattr(without, key) != getattr(with_, key)] == compared
    assert usual_treatments([patient, AR]) == []


def test_the_arms_are_run_as_they_are_and_the_reflex_answers_to_what_is_done():
    found = read_arms([SHOCK], ["iabp", "drugs.nitroprusside=1 µg/kg/min"])
    runs = run_arms(found, reflex=True)
    both = compare(SHOCK, reflex=True)
    without, balloon, drug = runs.values()
    assert (without.measures, balloon.measures) == (both.without.measures, both.with_.measures)
    assert drug.measures["heart_rate"] > without.measures["heart_rate"] + 0.5  # a blunted reflex still answers
    [one] = run_arms(read_arms([AR], [])).values()
    assert one.measures == simulate(AR).measures
