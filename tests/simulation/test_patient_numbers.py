"""From the numbers of a patient to what a simulation needs of them: by floats, by arrays and by compiled code alike."""

from contextlib import suppress
from functools import cache

import numpy as np
import pytest

from diastole.array_words import ARRAY_WORDS
from diastole.errors import InputError
from diastole.law import reread
from diastole.model.circulation import first_state as first_laws
from diastole.model.circulation import kernel_parameters
from diastole.model.circulation.first_state import first_state
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.influence import influenced_patient
from diastole.model.circulation.kernel import widths
from diastole.model.circulation.kernel_parameters import BLOOD, DEVICE_LAWS, parameter_vector, parameters_read_by
from diastole.model.devices.balloon_pump import BalloonPump
from diastole.model.devices.balloon_pump.console import OFF, console_settings, settings_of
from diastole.model.devices.impella import AxialPump
from diastole.model.input_blocks.block_numbers import ABSENT, BlockReader
from diastole.model.input_blocks.fields import choices_of, fields, quantities
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.patient_numbers import EMPTY, LEFT_OUT, NUMBERS, patient_numbers
from diastole.model.patient.relative_value import value_at
from diastole.model.patient.treatment import TREATMENTS
from diastole.model.prepare_program import prepared_patient
from diastole.model.simulation import patient_program
from diastole.model.simulation.beat_to_beat import slow_physiology
from diastole.model.simulation.slow_states import unanswering
from diastole.number_records import numbers_of, refilled
from diastole.tracing import machine
from diastole.tracing.native import address
from diastole.tracing.traced_program import Program
from tests.simulation.test_random_patients import draw, treatment

PATIENTS = 1000
TOLERANCE = 1e-14  # of the largest of the terms that make a number
FILLED = ("parameters", "state", "influenced", "physiology", "settings")


def lesions(random):
    """Return lesions with and without an onset, a hole in the septum, and operations on each."""
    values = {}
    for valve in ("aortic", "mitral"):
        if random.random() < 0.5:
            values[f"lesions.{valve}_stenosis.orifice_area"] = f"{random.uniform(0.9, 1.6)} cm²"
        if random.random() < 0.5:
            values[f"lesions.{valve}_regurgitation.orifice_area"] = f"{random.uniform(0.0, 0.8)} cm²"
    for lesion in [key.removesuffix(".orifice_area") for key in values]:
        if random.random() < 0.6:
            values[f"{lesion}.onset"] = str(random.choice(["acute", "chronic"]))
    if random.random() < 0.4:
        values["lesions.ventricular_septal_defect.orifice_area"] = f"{random.uniform(0.0, 1.0)} cm²"
        if random.random() < 0.5:
            values["surgery.septal_defect_closure.residual_area"] = f"{random.uniform(0.0, 0.1)} cm²"
    return values


def pump(random):
    """Return a balloon pump with any settings, or nothing."""
    if random.random() < 0.5:
        return {}
    chosen = {key: str(random.choice(choices_of(field))) for key, field in fields(BalloonPump) if choices_of(field)}
    chosen["volume"] = f"{random.choice([0.0, 25.0, 40.0])} mL"
    chosen |= {f"{key}_offset": f"{random.uniform(-50, 50)} ms" for key in ("inflation", "deflation")}
    chosen |= {f"{key}_time": f"{random.uniform(50, 150)} ms" for key in ("fill", "vent")}
    return {f"balloon_pump.{key}": value for key, value in chosen.items()}


def details(random, values):
    """Return values with what an operation leaves open, and how a circuit shares its flow; one pump in the aorta."""
    found = dict(values)
    if "axial_pump.model" in values:
        found = {key: value for key, value in values.items() if not key.startswith("balloon_pump")} | {
            "balloon_pump": "none"
        }
    for key in values:
        if key.startswith("surgery.") and key.endswith("open_area"):
            found[key.replace("open", "closed")] = f"{random.uniform(0.0, 0.1)} cm²"
    if values.get("extracorporeal.circuit") == "lava_ecmo" and random.random() < 0.5:
        found["extracorporeal.left_atrial_share"] = str(random.uniform(0.1, 0.9))
    return found


@cache
def patients():
    """Return every preset, and patients drawn at random with lesions, onsets, operations, devices, drugs and pacing."""
    random, found = np.random.default_rng(17), [Patient.preset(name) for name in PRESETS]
    while len(found) < PATIENTS:
        with suppress(InputError):  # of devices that exclude each other, and of operations on what is healthy
            found.append(draw(random).with_values(details(random, lesions(random) | treatment(random) | pump(random))))
    return found


@cache
def rows():
    """Return the numbers of all patients (numbers, patients)."""
    return np.array([list(numbers_of(patient_numbers(patient))) for patient in patients()]).T.copy()


def plainly(patient):
    """Return what a simulation of one patient is made of, by name."""
    numbers = patient_numbers(patient)
    filled = (
        parameter_vector(patient), first_state(patient), influenced_patient(numbers), slow_physiology(patient),
        settings_of(patient.balloon_pump),
    )  # fmt: skip
    return {
        name: np.array(list(numbers_of(tuple(each))), dtype=float) for name, each in zip(FILLED, filled, strict=True)
    }


@cache
def expected():
    """Return the same of all patients, each (numbers, patients)."""
    each = [plainly(patient) for patient in patients()]
    return {name: np.stack([one[name] for one in each], axis=1) for name in FILLED}


def by_arrays(numbers):
    """Return what arrays of many patients give."""
    record = refilled(EMPTY, iter(numbers))
    laws = (first_laws.first_numbers, influenced_patient, unanswering, patient_program.settings)
    read = [parameters_read_by(ARRAY_WORDS), *(reread(law, ARRAY_WORDS) for law in laws)]
    found = {name: list(numbers_of(tuple(law(record)))) for name, law in zip(FILLED, read, strict=True)}
    return {name: np.stack([np.broadcast_to(one, numbers.shape[1:]) for one in each]) for name, each in found.items()}


def compiled(lanes):
    program = Program(lanes)
    patient_program.patients(program)
    return machine.loaded(machine.compiled(program))["prepare"]


def by_lanes(numbers, lanes, prepare=None):
    """Return what compiled code gives for blocks of so many patients."""
    prepare, found = prepare or compiled(lanes), {name: [] for name in FILLED}
    for start in range(0, numbers.shape[1], lanes):
        block = np.ascontiguousarray(numbers[:, start : start + lanes])
        filled = {name: np.full((each.shape[0], lanes), np.nan) for name, each in expected().items()}
        prepare(*map(address, (block, *filled.values())))
        for name, each in filled.items():
            found[name].append(each)
    return {name: np.concatenate(each, axis=1) for name, each in found.items()}


def differing(found, known):
    """Return the names of what differs; a state by what the whole blood can lose in its last digit."""
    scale = {name: np.abs(each) for name, each in known.items()} | {"state": known["state"][BLOOD].sum(axis=0)}
    return {name for name in FILLED if (np.abs(found[name] - known[name]) > TOLERANCE * scale[name]).any()}


def test_the_drawn_patients_have_all_that_a_patient_may_have():
    """Each choice is taken, and each number of lesions and treatments differs, but for those of the helium line."""
    for key, number in NUMBERS.items():
        assert set(map(float, range(len(number.choices)))) <= set(rows()[number.place]), key
    treatments = [key for key in NUMBERS if key.split(".")[0] in TREATMENTS or key.startswith("lesions.")]
    constant = {key for key in treatments if len(set(rows()[NUMBERS[key].place])) == 1}
    assert constant == {
        f"balloon_pump.{key}" for key in ("drive_pressure", "vacuum", "catheter_bore", "catheter_length")
    }


def test_arrays_give_what_floats_give():
    assert differing(by_arrays(rows()), expected()) == set()


@pytest.mark.parametrize("lanes", [1, 8])
def test_compiled_code_gives_what_floats_give(lanes):
    found = by_lanes(rows(), lanes)
    assert all(np.isfinite(each).all() for each in found.values())
    assert differing(found, expected()) == set()


@pytest.mark.parametrize(
    ("module", "name", "wrong"),
    [
        (kernel_parameters, "_atrial_growth", lambda numbers: numbers.heart_rate / numbers.heart_rate),
        (kernel_parameters, "arterial_growth", lambda compliance: 1.0 / (compliance * 121.0)),
        (first_laws, "stressed_volume", lambda pressure, vessel: pressure * vessel.compliance),
    ],
)
def test_a_fault_in_a_law_is_seen_by_all_readers(monkeypatch, module, name, wrong):
    """Each reader goes wrong like the others, and none as before."""
    some = slice(0, 64)
    right = {key: each[:, some] for key, each in expected().items()}
    monkeypatch.setattr(module, name, wrong)
    monkeypatch.setitem(patient_program.LAWS, "parameters", parameters_read_by(patient_program.WORDS))
    monkeypatch.setitem(patient_program.LAWS, "state", reread(first_laws.first_numbers, patient_program.WORDS))
    each = [plainly(patient) for patient in patients()[some]]
    floats = {key: np.stack([one[key] for one in each], axis=1) for key in FILLED}
    for found in (floats, by_arrays(rows()[:, some]), by_lanes(rows()[:, some], 8)):
        assert differing(found, right) & {"parameters", "state"}
        assert differing(found, floats) == set()


def what_follows(numbers):
    """Return all that follows from the numbers of patients, with what a page reads of them (results, patients)."""
    read = numbers_of(reread(prepared_patient, ARRAY_WORDS)(refilled(EMPTY, iter(numbers))))
    beside = [np.broadcast_to(each, numbers.shape[1:]) for each in read]
    return np.concatenate([*by_arrays(numbers).values(), np.stack(beside)])


def changed(key, numbers):
    """Yield the numbers of patients with others under a key: a little more, or each choice."""
    number = NUMBERS[key]
    before = numbers[number.place]
    more = np.where(before == ABSENT, 1.0, 1.01 * before + 1e-4)
    for given in range(len(number.choices)) if number.choices else (more,):
        after = numbers.copy()
        after[number.place] = given
        yield after


@pytest.fixture(scope="module")
def effects():
    """Return, by key, what of all that follows from a patient moves with its number in any of the patients."""
    before = what_follows(rows())
    moves = {key: [what_follows(after) != before for after in changed(key, rows())] for key in NUMBERS}
    return {key: np.any(each, axis=(0, 2)) for key, each in moves.items()}


def test_every_number_is_read_by_a_law(effects):
    assert [key for key in NUMBERS if not effects[key].any()] == []


def test_every_parameter_moves_with_a_number_but_for_constants(effects):
    """Constants are lengths and pressures of the laws, what no pump has, and inflations, which are ordered later."""
    names = [
        f"{name}.{field}" if type_ != "float" else name
        for name, type_ in closed_loop.PARAMETERS
        for field in (("",) if type_ == "float" else closed_loop.TYPES[type_]._fields)
    ]
    any_moves = np.any([effect[: len(names)] for effect in effects.values()], axis=0)
    still = {name for name, moves in zip(names, any_moves, strict=True) if not moves}
    inflations = {f"{which}.{field}" for which in ("earlier", "present") for field in ("start", "end", "volume")}
    pumps = {"axial_pump.held", "axial_pump.share", "axial_pump.pull"}
    assert still == inflations | pumps | {"drive.valve_time", "septal_defect.shortness", "mitral_coaptation.sealing"}


def test_the_numbers_are_those_of_the_patient_file():
    """Under their keys, in the unit of their field."""
    known = quantities(Patient)
    left_out = tuple(f"{key}." for key in LEFT_OUT)
    ours = {key for key in known if key not in LEFT_OUT and not key.startswith(left_out)}
    assert {key for key, number in NUMBERS.items() if not number.choices} == ours
    for patient in patients()[:100]:
        row = list(numbers_of(patient_numbers(patient)))
        for key in ours:
            value = value_at(patient, key)
            assert NUMBERS[key].unit == known[key].unit
            if value is not None:
                assert row[NUMBERS[key].place] == value, key


def test_what_is_absent_is_there_as_soon_as_its_first_number_is_given():
    """With the other values that its block has by itself, as when its key is set in a patient."""
    healthy = Patient.preset("healthy")
    leaking = healthy.with_values({"lesions.mitral_regurgitation.orifice_area": "0.4 cm²"})
    for before, key, given, written in (
        (healthy, "lesions.aortic_regurgitation.orifice_area", 0.0, "0 cm²"),
        (healthy, "pacing.rate", 90.0, "90 /min"),
        (leaking, "surgery.mitral_valve_repair.open_area", 2.2, "2.2 cm²"),
        (healthy, "balloon_pump.volume", 40.0, "40 mL"),
        (healthy, "axial_pump.model", 1.0, "CP"),
        (healthy, "extracorporeal.circuit", 1.0, "lava_ecmo"),
    ):
        row = np.array(list(numbers_of(patient_numbers(before))))
        assert row[NUMBERS[key].place] == ABSENT
        row[NUMBERS[key].place] = given
        after = before.with_values({key: written})
        assert (row == list(numbers_of(patient_numbers(after)))).all(), key
        assert parameter_vector(after) == pytest.approx(
            kernel_parameters.flat_parameters(refilled(EMPTY, iter(row)), DEVICE_LAWS), rel=1e-15
        )


def test_a_patient_without_a_pump_has_a_console_that_is_off():
    assert console_settings(EMPTY.balloon_pump) == OFF
    assert settings_of(None) == OFF


def test_a_level_beyond_those_of_a_model_is_its_highest():
    """A page may ask for it; a patient file is refused."""
    law, read = dict(DEVICE_LAWS)["axial_pump"], BlockReader(AxialPump)
    for model, highest in (("2.5", "P-8"), ("CP", "P-9")):
        usual = read(AxialPump(model=model))
        assert law(usual) == law(usual._replace(level=8.0)) == law(read(AxialPump(model=model, level=highest)))


def test_a_number_that_is_none_stays_none_in_its_lane():
    """And no neighbour feels it."""
    numbers = rows()[:, :8].copy()
    numbers[NUMBERS["left_ventricle.wall_volume"].place, 3] = np.nan
    found, right = by_lanes(numbers, 8), {key: each[:, :8] for key, each in expected().items()}
    assert np.isnan(found["parameters"][:, 3]).any()
    others = [lane for lane in range(8) if lane != 3]
    assert differing({k: v[:, others] for k, v in found.items()}, {k: v[:, others] for k, v in right.items()}) == set()


def test_the_widths_are_those_of_the_circulation():
    assert expected()["parameters"].shape[0] == widths(closed_loop).parameters
    assert expected()["state"].shape[0] == widths(closed_loop).states
