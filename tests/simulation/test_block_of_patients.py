"""Cohorts in blocks of lanes: a patient who goes wrong says why and leaves the others alone, however many they are."""

import numpy as np
import pytest

import diastole
from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.simulation.beats import BeatingHeart
from diastole.tracing.native import widest

FAULTY = "the one that goes wrong"
HEALTHY = Patient.preset("healthy")
EMPTIED = {"blood_volume": "x0.6", "extracorporeal.circuit": "tandemheart", "extracorporeal.speed": "7500 /min"}
# Little strength, a pump that takes what flows in, and a leak: beats differ for ever.
RESTLESS = {
    "heart_rate": "125 /min", "blood_volume": "5572 mL",
    "left_ventricle.passive_stiffness": "3.07 kPa", "left_ventricle.peak_calcium": "0.275 µM",
    "resistances.upper_body_bed": "1.155 mmHg s/mL", "resistances.lower_body_bed": "0.602 mmHg s/mL",
    "lesions.aortic_regurgitation.orifice_area": "0.367 cm²", "balloon_pump.ratio": "1:1",
    "extracorporeal.circuit": "va_ecmo", "extracorporeal.speed": "4700 /min",
    "drugs.dopamine": 7.61, "drugs.noradrenaline": 0.0484, "drugs.esmolol": 86,
}  # fmt: skip


def neighbour(number: int) -> Patient:
    return HEALTHY.with_values({"name": f"neighbour {number}", "blood_volume": f"{4100 + 30 * number} mL"})


def with_number(number: float):
    """Return a search that begins with a state that is no number."""
    begins = BeatingHeart.search_numbers

    def numbers(heart, tolerance):
        given = begins(heart, tolerance)
        return [number, *given[1:]] if heart.patient.name == FAULTY else given

    return numbers


FAULTS = {
    "empties a store": ("healthy", EMPTIED, None, "a store of blood cannot be empty"),
    "never repeats": ("shock_mr", RESTLESS, None, "cycles do not repeat"),
    "is no number": ("healthy", {}, np.nan, "is no longer a finite number"),
    "is infinite": ("healthy", {}, np.inf, "is no longer a finite number"),
}


@pytest.fixture(scope="module")
def alone():
    """Return a whole block of patients of whom none goes wrong."""
    return diastole.ensemble([neighbour(number) for number in range(widest())], progress=False)


@pytest.mark.parametrize("place", [0, widest() - 1])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_patient_who_goes_wrong_says_why_and_leaves_neighbours_alone(fault, place, alone, monkeypatch):
    preset, changes, number, reason = FAULTS[fault]
    if number is not None:
        monkeypatch.setattr(BeatingHeart, "search_numbers", with_number(number))
    patients = [neighbour(number) for number in range(widest())]
    patients[place] = Patient.preset(preset).with_values({"name": FAULTY, **changes})
    with pytest.warns(UserWarning, match=f"1 of {widest()} runs failed"):
        found = diastole.ensemble(patients, progress=False)
    failures = list(found["failure"].values.ravel())
    said = failures.pop(place)
    assert FAULTY in said
    assert reason in said
    assert not any(failures)
    assert np.isnan(found["cardiac_output"].values.ravel()[place])
    others = np.arange(widest()) != place
    for name in MEASURES:
        whole, expected = found[name].values.ravel()[others], alone[name].values.ravel()[others]
        assert whole == pytest.approx(expected, rel=1e-10, abs=1e-10, nan_ok=True), name


def test_a_whole_block_that_goes_wrong_is_told_one_by_one():
    changes = [EMPTIED, {"left_ventricle.working_fraction": 0.02}] * widest()
    with pytest.warns(UserWarning, match=f"{2 * widest()} of {2 * widest()} runs failed"):
        found = diastole.ensemble(changes, of="healthy", progress=False)
    failures = list(found["failure"].values.ravel())
    assert all("cannot be empty" in said for said in failures[::2])
    assert all("sustains a circulation" in said for said in failures[1::2])


def test_no_patient_is_refused():
    with pytest.raises(InputError, match="members has no values"):
        diastole.ensemble([], progress=False)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 1025])
def test_each_of_so_many_patients_is_what_it_is_alone(count):
    """Of other rates and loads, so that blocks are mixed; their order is that of the members."""
    random = np.random.default_rng(count)
    changes = [
        {"heart_rate": random.uniform(55.0, 110.0), "blood_volume": f"x{random.uniform(0.9, 1.1)}"}
        for _ in range(count)
    ]
    found = diastole.ensemble(changes, of="healthy", progress=False)
    assert found.sizes == {"member": count, "arm": 1}
    assert not (found["failure"] != "").any()
    assert found["heart_rate"].values == pytest.approx([one["heart_rate"] for one in changes])
    assert found["measured_heart_rate"].values.ravel() == pytest.approx(found["heart_rate"].values)
    for number in {0, count // 2, count - 1}:
        run = diastole.simulate(HEALTHY.with_values(changes[number]))
        for name in MEASURES:
            key = "measured_heart_rate" if name == "heart_rate" else name
            expected = run.measures[name]
            assert found[key].values[number, 0] == pytest.approx(
                np.nan if expected is None else expected, rel=1e-9, abs=1e-9, nan_ok=True
            ), name
