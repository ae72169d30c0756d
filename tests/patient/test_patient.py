"""What can be done with a patient."""

import copy
import pickle

import numpy as np
import pint
import pytest
import xarray
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from diastole.errors import InputError
from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.patient.body import body_surface_area

UNITS = pint.get_application_registry()
HEALTHY = Patient.preset("healthy")
AR, MR, AS, MS = (
    f"lesions.{valve}_{lesion}.orifice_area"
    for lesion in ("regurgitation", "stenosis")
    for valve in ("aortic", "mitral")
)
WITH_ALL = HEALTHY.with_values(
    {
        "lesions.aortic_regurgitation.orifice_area": "0.3 cm²",
        "lesions.aortic_regurgitation.onset": "acute",
        "lesions.mitral_regurgitation.orifice_area": "0 cm²",
        "lesions.aortic_stenosis.orifice_area": "1 cm²",
        "lesions.mitral_stenosis.orifice_area": "1.5 cm²",
        "lesions.ventricular_septal_defect.orifice_area": "0.5 cm²",
        "balloon_pump.ratio": "1:2",
    }
)


def reread(patient, tmp_path):
    path = tmp_path / "again.yaml"
    path.write_text(patient.to_yaml(), encoding="utf-8")
    return Patient.load(path)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_reads_back_from_what_it_writes(name, tmp_path):
    patient = Patient.preset(name)
    again = reread(patient, tmp_path)
    assert again == patient
    assert again.sources == patient.sources


def test_lesions_and_pump_read_back(tmp_path):
    again = reread(WITH_ALL, tmp_path)
    assert again == WITH_ALL
    assert again.sources == WITH_ALL.sources
    assert again.balloon_pump.beats == 2


KEYS = {key: known for key, known in quantities(Patient).items() if key in HEALTHY.sources}


@given(st.data())
def test_any_possible_number_reads_back(data):
    key = data.draw(
        st.sampled_from(["resistances.upper_body_bed", "atria.lead", "heart_rate", "left_ventricle.working_fraction"])
    )
    low, high = KEYS[key].ends.values()
    value = data.draw(st.floats(low, high, exclude_min="above" in KEYS[key].ends))
    patient = HEALTHY.with_values({key: f"{value!r} {KEYS[key].unit}"})
    block, _, name = key.rpartition(".")
    read = getattr(getattr(patient, block) if block else patient, name)
    assert read == value
    assert patient.with_values({}) == patient


@pytest.mark.parametrize("number", [110, 110.0, np.float32(110), np.int64(110), np.array(110), xarray.DataArray(110)])
def test_a_number_is_in_the_unit_of_its_key(number):
    assert HEALTHY.with_values({"heart_rate": number}) == HEALTHY.with_values({"heart_rate": "110 /min"})
    assert BalloonPump(inflation_offset=-0.04) == BalloonPump(inflation_offset="-40 ms")


@pytest.mark.parametrize(
    "quantity", [UNITS("1.5 / second"), UNITS("90 / minute"), xarray.DataArray(1.5, attrs={"units": "1/s"})]
)
def test_a_quantity_brings_its_unit(quantity):
    assert HEALTHY.with_values({"heart_rate": quantity}).heart_rate == pytest.approx(90)


@pytest.mark.parametrize(
    ("change", "times"), [("+10 %", 1.1), ("-10%", 0.9), ("− 10 %", 0.9), ("x0.5", 0.5), ("×1.25", 1.25), ("x 2", 2)]
)
def test_a_change_is_of_the_present_value(change, times):
    assert HEALTHY.with_values({"heart_rate": change}).heart_rate == pytest.approx(70 * times)
    both = HEALTHY.with_values({"coronary.basal_need": change, "heart_rate": "100 /min"})
    assert (both.coronary.basal_need, both.heart_rate) == (pytest.approx(HEALTHY.coronary.basal_need * times), 100)
    assert both.sources["coronary.basal_need"] == "given"


def test_only_a_number_is_changed():
    """A name may look like a change, and 1.2 of a share, or a sign before a time, is a value."""
    assert HEALTHY.with_values({"name": "x2"}).name == "x2"
    assert HEALTHY.with_values({"axial_pump.model": 5.5}).axial_pump.model == "5.5"
    assert WITH_ALL.with_values({"balloon_pump.inflation_offset": "+20 ms"}).balloon_pump.inflation_offset == 0.02


@pytest.mark.parametrize("values", [None, "heart_rate", [("heart_rate", 80)]])
def test_values_are_a_dictionary(values):
    with pytest.raises(InputError, match="is not a dictionary"):
        HEALTHY.with_values(values)


@pytest.mark.parametrize("key", KEYS)
def test_a_value_outside_its_range_is_refused(key):
    known = KEYS[key]
    low, high = known.ends.values()
    for outside in (low - 1, high + 1, *(limit for end, limit in known.ends.items() if end in ("above", "below"))):
        with pytest.raises(InputError, match="impossible"):
            HEALTHY.with_values({key: f"{outside!r} {known.unit}"})


def test_presets_are_frozen():
    with pytest.raises(ValidationError):
        HEALTHY.heart_rate = 100
    with pytest.raises(ValidationError):
        HEALTHY.vessels.upper_body.compliance = 1
    sources = HEALTHY.sources
    sources["heart_rate"] = "changed"
    assert HEALTHY.sources["heart_rate"] != "changed"


def test_with_values_leaves_the_patient_alone():
    before = HEALTHY.to_yaml()
    changed = HEALTHY.with_values({"heart_rate": "110 /min"})
    assert (changed.heart_rate, HEALTHY.heart_rate) == (110, 70)
    assert HEALTHY.to_yaml() == before
    assert changed != HEALTHY
    assert changed.with_values({"heart_rate": {"value": "70 /min", "source": "assumed"}}) == HEALTHY


CHANGES = (  # each way to change a patient
    lambda patient, pump: patient.with_values({"balloon_pump": pump}),
    lambda patient, pump: patient.with_values({"balloon_pump.ratio": pump.ratio}),
    lambda patient, pump: patient.with_balloon_pump(pump),
    lambda patient, pump: patient.model_copy(update={"balloon_pump": pump}),
)


@pytest.mark.parametrize("change", CHANGES)
def test_every_way_to_change_a_patient_is_validated(change):
    pumped = HEALTHY.with_values({"axial_pump.model": "CP"})
    with pytest.raises(InputError, match="axial_pump exclude each other"):
        change(pumped, BalloonPump())
    assert change(HEALTHY, BalloonPump(ratio="1:2")).balloon_pump.beats == 2


def test_a_change_reads_only_what_it_changes():
    changed = HEALTHY.with_values({"lesions.aortic_regurgitation.orifice_area": "0.1 cm²"})
    same = [name for name in type(HEALTHY).model_fields if getattr(changed, name) is getattr(HEALTHY, name)]
    changed_too = {"lesions", "heart_rate", "blood_volume", "chronotropic_response"}
    assert set(type(HEALTHY).model_fields) - set(same) <= changed_too


def test_with_values_makes_absent_blocks():
    assert HEALTHY.lesions.aortic_regurgitation is None
    assert HEALTHY.balloon_pump is None
    assert WITH_ALL.lesions.aortic_regurgitation.orifice_area == 0.3
    assert WITH_ALL.lesions.aortic_regurgitation.onset == "acute"
    assert WITH_ALL.lesions.mitral_regurgitation.orifice_area == 0
    assert WITH_ALL.balloon_pump == BalloonPump(ratio="1:2")
    assert WITH_ALL.sources["balloon_pump.ratio"] == "given"
    assert WITH_ALL.sources["balloon_pump.volume"] == "assumed"


def test_with_values_takes_blocks_away():
    gone = WITH_ALL.with_values({"balloon_pump": "none", "lesions.aortic_regurgitation": "none"})
    assert gone.balloon_pump is None
    assert gone.lesions.aortic_regurgitation is None
    assert gone.lesions.aortic_stenosis == WITH_ALL.lesions.aortic_stenosis
    assert not [key for key in gone.sources if key.startswith(("balloon_pump", "lesions.aortic_regurgitation"))]


@pytest.mark.parametrize(
    ("values", "needed"),
    [
        ({"heart_rat": "80 /min"}, ["'heart_rat'", "'heart_rate'"]),
        ({"aortic_regurgitation.orifice_area": "0.1 cm²"}, ["'lesions.aortic_regurgitation'"]),
        ({"heart_rate": "80"}, ["heart_rate", "no unit"]),
        ({"heart_rate": True}, ["heart_rate", "'True'"]),
        ({"heart_rate": float("nan")}, ["heart_rate", "finite"]),
        ({"heart_rate": np.array([70, 80])}, ["heart_rate", "'[70 80]'"]),
        ({"heart_rate": UNITS("80 mmHg")}, ["heart_rate", "a rate", "a pressure"]),
        ({"heart_rate": 800}, ["heart_rate", "'800 /min'", "250 /min"]),
        ({"heart_rate": "x4"}, ["heart_rate", "'280 /min'", "250 /min"]),
        ({"coronary.extraction": "+10 %"}, ["'x1.1' for the change", "'0.1' for the value"]),
        ({"balloon_pump.volume": "-10 %"}, ["balloon_pump.volume", "has none there"]),
        ({7: "80 /min"}, ["'7' is not a key"]),
        ({"heart_rate": None}, ["heart_rate"]),
        ({"heart_rate.slow": "1"}, ["'heart_rate.slow'", "is a value"]),
        ({"": "1"}, ["unknown key ''"]),
        ({"lesions..x": "1"}, ["unknown key 'lesions.'"]),
        ({"lesions.aortic_stenosis.open_area": "1 cm²"}, ["Did you mean 'lesions.aortic_stenosis.orifice_area'"]),
        ({"balloon_pump.ratio": 2}, ["balloon_pump.ratio", "'2'", "'1:2'"]),
        ({"lesions.aortic_regurgitation.onset": "acute"}, ["orifice_area is missing"]),
        ({"body": "none"}, ["body", "'none'"]),
    ],
)
def test_with_values_refuses(values, needed):
    with pytest.raises(InputError) as problem:
        HEALTHY.with_values(values)
    for words in needed:
        assert words in str(problem.value)


@pytest.mark.parametrize(
    ("values", "needed"),
    [
        ({AS: "3.6 cm²"}, [AS, "valves.aortic.open_area"]),
        ({MS: "6 cm²"}, [MS, "6 cm²", "5.1 cm²", "valves.mitral.open_area"]),
        ({AR: "4 cm²"}, [AR, "3.6 cm²"]),
        ({MS: "1 cm²", MR: "1 cm²"}, [MS, MR]),
        ({"valves.tricuspid.open_area": "0.00005 cm²"}, ["valves.tricuspid", "closed_area"]),
        ({"left_ventricle.peak_calcium": "0.1 µM"}, ["left_ventricle.peak_calcium", "calcium.diastolic"]),
        ({"right_ventricle.peak_calcium": "0.05 µM"}, ["right_ventricle.peak_calcium", "0.05 µM"]),
        ({"calcium.rise": "400 ms"}, ["calcium", "plateau_end"]),
        ({"blood_volume": "2000 mL"}, ["blood_volume", "2000 mL"]),
        ({"valves.aortic.open_area": "0.0001 cm²"}, ["valves.aortic", "closed_area"]),
        ({"myofilament.calcium_length_slope": "-5 µM"}, ["myofilament", "calcium_length_slope"]),
        ({"myofilament.stroke_rate": "200 /s"}, ["myofilament", "stroke_rate", "attachment_rate"]),
    ],
)  # fmt: skip
def test_contradictions_are_refused(values, needed):
    with pytest.raises(InputError) as problem:
        HEALTHY.with_values(values)
    for words in [*needed, "allowed"]:
        assert words in str(problem.value)


def test_blood_that_only_fills_the_vessels_is_refused():
    """Those of the heart muscle count too."""
    coronary = HEALTHY.coronary
    inside = (coronary.arteries, coronary.subendocardium, coronary.subepicardium)
    held = sum(store.unstressed_volume for store in (*(vessel for _, vessel in HEALTHY.vessels), *inside))
    HEALTHY.with_values({"blood_volume": f"{held + 1.0} mL"})
    with pytest.raises(InputError, match=f"is {held:g} mL and blood_volume is"):
        HEALTHY.with_values({"blood_volume": f"{held - 1.0} mL"})


def test_a_stenosis_of_a_leaking_valve_is_no_contradiction():
    assert WITH_ALL.lesions.aortic_stenosis.orifice_area > WITH_ALL.lesions.aortic_regurgitation.orifice_area


def test_balloon_pump_is_put_in_and_taken_out():
    pump = BalloonPump(volume="50 mL", inflation_offset="-40 ms")
    assisted = HEALTHY.with_balloon_pump(pump)
    assert assisted.balloon_pump.volume == 50
    assert assisted.balloon_pump.inflation_offset == -0.04
    assert assisted.sources["balloon_pump.volume"] == "given"
    assert assisted.sources["balloon_pump.fill_time"] == "assumed"
    assert assisted.with_balloon_pump(None) == HEALTHY
    assert assisted.with_balloon_pump(None).to_yaml() == HEALTHY.to_yaml()


def test_balloon_pump_has_the_defaults_of_the_console():
    assert list(dict(BalloonPump()).values()) == [
        40, "1:1", "on", "r_wave", 0, 0, "prescribed", 0.13, 0.1, 200, -150, 0.002, 1
    ]  # fmt: skip


@pytest.mark.parametrize("key", BalloonPump.model_fields)
def test_defaults_of_the_balloon_pump_are_possible(key):
    patient = HEALTHY.with_balloon_pump(BalloonPump())
    assert patient.with_values({}) == patient  # writes and reads every value again
    assert f"balloon_pump.{key}" in patient.sources


@pytest.mark.parametrize(
    ("values", "needed"),
    [
        ({"volume": "70 mL"}, "volume: '70 mL' is impossible"),
        ({"volume": "40"}, "volume: '40' has no unit"),
        ({"volum": "40 mL"}, "unknown key 'volum'. Did you mean 'volume'?"),
        ({"mode": "off"}, "mode: 'off' is not allowed"),
    ],
)
def test_balloon_pump_refuses_in_a_sentence(values, needed):
    with pytest.raises(InputError) as problem:
        BalloonPump(**values)
    assert needed in str(problem.value)


def test_preset_refuses_an_unknown_name():
    with pytest.raises(InputError, match="Did you mean 'healthy'"):
        Patient.preset("healthi")


def test_copies_and_pickles_are_equal():
    for twin in (copy.deepcopy(WITH_ALL), pickle.loads(pickle.dumps(WITH_ALL))):
        assert twin == WITH_ALL
        assert twin.sources == WITH_ALL.sources


def test_body_surface_area_of_mosteller():
    assert body_surface_area(180, 80) == 2.0  # √(180 · 80 / 3600) = √4
    assert HEALTHY.body.body_surface_area == pytest.approx(1.909, abs=5e-4)


@pytest.mark.parametrize(
    ("height", "volume"), [(140, 25), (151.9, 25), (152, 34), (162, 34), (163, 40), (175, 40), (183, 50), (200, 50)]
)
def test_a_balloon_goes_by_height_unless_its_volume_is_given(height, volume):
    tall = HEALTHY.with_values({"body.height": height})
    ways = (
        tall.with_balloon_pump(BalloonPump()),
        tall.with_values({"balloon_pump": {}}),
        tall.with_values({"balloon_pump.ratio": "1:2"}),
    )
    assert {patient.balloon_pump.volume for patient in ways} == {volume}
    assert tall.with_balloon_pump(BalloonPump(volume="45 mL")).balloon_pump.volume == 45
    later = ways[0].with_values({"balloon_pump.ratio": "1:3", "body.height": "150 cm"})
    assert later.balloon_pump.volume == volume  # of the balloon that is in


def test_a_number_that_need_not_be_there_may_be_none():
    """As a page saves it where a reader takes it away."""
    driven = Patient.preset("shock").with_values({"extracorporeal.flow": "3 L/min"})
    free = driven.with_values({"extracorporeal.flow": "none"})
    assert free.extracorporeal.flow is None
    assert free == driven.with_values({"extracorporeal": {}})
    with pytest.raises(InputError, match="'none' does not start with a finite number"):
        driven.with_values({"heart_rate": "none"})
