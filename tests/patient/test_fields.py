"""Every field of a patient: unit, meaning, range, source, and the same value from another unit."""

import pint
import pytest

from diastole.knowledge.evidence.sources import load_sources
from diastole.model.input_blocks.fields import block_of, fields, quantities
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.patient.relative_value import value_at
from diastole.units import read_unit

FOREIGN = {  # our unit, another one, and the factor between them as pint sees it
    "mmHg": ("kPa", "mmHg", "kPa"),
    "kPa": ("mmHg", "kPa", "mmHg"),
    "mL": ("L", "mL", "L"),
    "s": ("min", "s", "min"),
    "cm²": ("mm²", "cm**2", "mm**2"),
    "cm": ("m", "cm", "m"),
    "m": ("Fr", "m", "mm/3"),
    "kg": ("g", "kg", "g"),
    "1": ("%", "", "percent"),
    "1/min": ("Hz", "1/min", "1/s"),
    "1/s": ("/min", "1/s", "1/min"),
    "µM": ("mol/L", "µM", "mol/L"),
    "µmol/mL": ("mM", "µmol/mL", "mM"),
    "kPa s": ("Pa min", "kPa*s", "Pa*min"),
    "mmHg s/mL": ("dyn s/cm⁵", "mmHg*s/mL", "dyn*s/cm**5"),
    "mmHg s²/mL": ("Pa min²/L", "mmHg*s**2/mL", "Pa*min**2/L"),
    "mL/mmHg": ("L/kPa", "mL/mmHg", "L/kPa"),
    "mmHg/mL": ("Pa/µL", "mmHg/mL", "Pa/µL"),
    "mmHg/mL²": ("kPa/L²", "mmHg/mL**2", "kPa/L**2"),
    "1/(mmHg s)": ("/kPa/min", "1/mmHg/s", "1/kPa/min"),
    "L/min": ("mL/s", "L/min", "mL/s"),
    "mL/min": ("L/h", "mL/min", "L/hour"),
    "mL/min/m²": ("L/h/m²", "mL/min/m**2", "L/hour/m**2"),
    "mL/min/mmHg": ("mL/s/kPa", "mL/min/mmHg", "mL/s/kPa"),
    "mL/min/kg": ("µL/s/g", "mL/min/kg", "µL/s/g"),
    "mL/kg": ("L/g", "mL/kg", "L/g"),
    "g/dL": ("kg/L", "g/dL", "kg/L"),
    "µg/kg/min": ("mg/kg/h", "µg/kg/min", "mg/kg/hour"),
}
REGISTRY = pint.get_application_registry()
PATIENT = Patient.preset("healthy").with_balloon_pump(BalloonPump()).with_values(
    {
        "lesions.aortic_regurgitation.orifice_area": "0.3 cm²",
        "lesions.mitral_regurgitation.orifice_area": "0.2 cm²",
        "lesions.aortic_stenosis.orifice_area": "1 cm²",
        "lesions.mitral_stenosis.orifice_area": "1.5 cm²",
        "lesions.ventricular_septal_defect.orifice_area": "0.5 cm²",
    }
)  # fmt: skip
OPERATED = PATIENT.with_values(
    {
        "surgery.aortic_valve_replacement.open_area": "1.8 cm²",
        "surgery.mitral_valve_replacement.open_area": "2 cm²",
        "surgery.septal_defect_closure.residual_area": "0.1 cm²",
        "pacing.rate": "90 /min",
        "extracorporeal.circuit": "lava_ecmo",
        "extracorporeal.flow": "4 L/min",
        "extracorporeal.left_atrial_share": "0.4",
    }
)
REPAIRED = PATIENT.with_values(
    {
        "surgery.mitral_valve_repair.open_area": "2.5 cm²",
        "extracorporeal.circuit": "tandemheart",
        "extracorporeal.speed": "6000 /min",
    }
)
QUANTITIES = quantities(Patient)


def owner_of(key):
    """Return the first patient who has a value under this key: some exclude each other."""
    return next(patient for patient in (PATIENT, OPERATED, REPAIRED) if value_at(patient, key) is not None)


def test_every_number_of_a_patient_is_a_quantity():
    for key, field in fields(Patient):
        assert field.annotation is not float or key in QUANTITIES
    assert len(QUANTITIES) > 180


@pytest.mark.parametrize("key", QUANTITIES)
def test_a_quantity_says_unit_meaning_and_range(key):
    known = QUANTITIES[key]
    assert read_unit(known.unit)
    assert len(known.meaning) > 5
    low, high = known.ends.values()
    assert low < high
    assert known.written is None or read_unit(known.written).dimension == read_unit(known.unit).dimension
    assert isinstance(value_at(owner_of(key), key), float)


def test_every_other_field_says_what_it_is():
    for key, field in fields(Patient):
        assert key in QUANTITIES or block_of(field) or field.description, key


@pytest.mark.parametrize("key", QUANTITIES)
def test_another_unit_gives_the_same_patient(key):
    patient = owner_of(key)
    known, value = QUANTITIES[key], value_at(patient, key)
    text, ours, theirs = (
        FOREIGN[known.unit] if value >= 0 or known.unit != "1" else ("1", "", "")
    )  # -60 % would be a change
    factor = (REGISTRY(ours or "1") / REGISTRY(theirs or "1")).to("").magnitude
    other = patient.with_values({key: f"{value * factor!r} {text}"})
    assert value_at(other, key) == pytest.approx(value, rel=1e-12, abs=1e-300)
    source = {"value": known.text(value), "source": patient.sources[key]}
    assert other.with_values({key: source}) == patient  # nothing else changed


@pytest.mark.parametrize("name", PRESETS)
def test_every_value_of_a_preset_has_a_source_that_resolves(name):
    known = set(load_sources()) | {"assumed"}
    sources = Patient.preset(name).sources
    assert {key: source for key, source in sources.items() if key in QUANTITIES and source not in known} == {}
    assert {key for key in QUANTITIES if value_at(Patient.preset(name), key) is not None} <= set(sources)


def test_a_schema_for_editors_can_be_made():
    schema = Patient.model_json_schema()
    assert schema["properties"]["heart_rate"]["unit"] == "1/min"
    assert "heart rate" in schema["properties"]["heart_rate"]["description"]
