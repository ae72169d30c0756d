"""One list of names of measures, at every place where a value of a patient is set."""

import pytest

import diastole
from diastole.cli.inputs import read_changes
from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES, SPELLINGS
from diastole.model.measures.patient_keys import patient_key
from diastole.model.patient import Patient
from diastole.studies.arms import read_arms
from diastole.studies.course.script import parse_script

SHOCK = Patient.preset("shock")
PLACES = {
    "--set": lambda key: read_changes([f"{key}=110 /min"]),
    "--with": lambda key: {key: read_arms([SHOCK], [f"{key}=110 /min"])[1].patient.heart_rate},
    "set": lambda key: parse_script(f"set {key} to 110 /min for 1 min").steps[0].changes,
    "sweep": lambda key: diastole.sweep(SHOCK, key, [110], progress=False).coords,
    "arms": lambda key: diastole.sweep(SHOCK, "blood_volume", [5000], arms={"a": {key: 110}}, progress=False),
}


@pytest.mark.parametrize("place", ["--set", "set", "sweep"])
@pytest.mark.parametrize("called", ["HR", "hr", "heart-rate"])
def test_another_name_of_a_key_is_that_key(place, called):
    assert "heart_rate" in PLACES[place](called)


def test_an_arm_takes_another_name():
    assert PLACES["--with"]("HR")["HR"] == 110.0


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("called", ["sbp", "MAP", "CVP", "PCWP", "EF", "SvO2", "cardiac_output"])
def test_a_measure_is_no_key_and_the_sentence_says_so(place, called):
    name = SPELLINGS[called.casefold().replace("_", " ")]
    with pytest.raises(InputError, match="is computed by a run and cannot be set") as refused:
        PLACES[place](called)
    assert name in str(refused.value)
    assert "bedside sheet" in str(refused.value)
    assert refused.value.code == "unknown_key"


def test_no_key_of_a_patient_is_taken_for_a_measure():
    for key in Patient.model_fields:
        assert patient_key(key) == key
    assert set(Patient.model_fields) & set(MEASURES) == {"heart_rate"}
