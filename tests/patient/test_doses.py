"""A dose is read alike in a patient file, a change, a script, a sweep and a bedside sheet."""

import pint
import pytest
import yaml

from diastole.errors import InputError
from diastole.model.input_blocks.problems import ABSENT
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import read_value
from diastole.studies.course.script import parse_script, plan
from diastole.studies.fit.bedside_sheet import BedsideSheet

SHOCK = Patient.preset("shock")
WEIGHT = SHOCK.body.weight
KEY = "drugs.dobutamine"
DOSES = {"20 mg/h": 20_000.0 / 60.0 / WEIGHT, "400 µg/min": 400.0 / WEIGHT, "0.3 mg/kg/h": 5.0, "5 mcg/kg/min": 5.0}


def from_file(text, folder):
    path = folder / "patient.yaml"
    path.write_text(
        yaml.safe_dump({"based_on": "shock", "name": "p", "drugs": {"dobutamine": text}}, allow_unicode=True)
    )
    return Patient.load(path).drugs.dobutamine


def from_sheet(text, _):
    tree = {"name": "s", "body": {"sex": "male", "height": "180 cm", "weight": f"{WEIGHT} kg"}}
    sheet = BedsideSheet.read(tree | {"measured": {"HR": "90 /min"}, "drugs": {"dobutamine": text}}, "sheet")
    return sheet.drugs.dobutamine


WAYS = {
    "file": from_file,
    "change": lambda text, _: SHOCK.with_values({KEY: text}).drugs.dobutamine,
    "script": lambda text, _: plan(SHOCK, parse_script(f"dobutamine {text} for 5 min"))[0].drugs.dobutamine,
    "value": lambda text, _: read_value(SHOCK, KEY, text),
    "sheet": from_sheet,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", DOSES)
def test_a_dose_is_read_alike_in_every_way_in(way, text, tmp_path):
    assert WAYS[way](text, tmp_path) == pytest.approx(DOSES[text], rel=1e-5)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 mL/h", "is the rate of a syringe pump"),
        ("110 /min", "is no dose in µg/kg/min"),
        ("3 g/min", "is impossible; allowed is at least 0 µg/kg/min and at most 20 µg/kg/min"),
        ("5", "has no unit; give a dose in µg/kg/min"),
    ],
)
def test_what_is_no_dose_is_refused_alike_in_every_way_in(way, text, words, tmp_path):
    with pytest.raises(InputError, match=words):
        WAYS[way](text, tmp_path)


def test_the_weight_is_that_of_the_changed_patient():
    changed = SHOCK.with_values({KEY: "400 µg/min", "body.weight": "50 kg"})
    assert changed.drugs.dobutamine == pytest.approx(8.0)


def test_a_quantity_of_pint_is_divided_by_the_weight():
    dose = pint.get_application_registry().Quantity(400.0, "µg/min")
    assert SHOCK.with_values({KEY: dose}).drugs.dobutamine == pytest.approx(400.0 / WEIGHT, rel=1e-5)


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("lesions.aortic_regurgitation.onset", "sudden", "'sudden' is not allowed; allowed is acute or chronic"),
        ("axial_pump.level", "P-99", "'P-99' is not allowed; allowed is P-"),
        ("axial_pump.model", ABSENT, "'none' is not allowed"),
    ],
)
def test_a_word_that_is_no_choice_is_refused(key, given, words):
    with pytest.raises(InputError, match=words) as refused:
        read_value(SHOCK, key, given)
    assert given not in refused.value.allowed["values"]


@pytest.mark.parametrize("given", ["acute", "chronic", ABSENT, None])
def test_a_choice_that_may_be_left_out_takes_its_words_and_none(given):
    assert read_value(SHOCK, "lesions.aortic_regurgitation.onset", given) == given
