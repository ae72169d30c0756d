"""Sweeps and ensembles: labelled, the same numbers as single runs, and failures kept."""

import numpy as np
import pytest
import xarray

import diastole
from diastole.model import many_runs
from diastole.model.measures.definitions import MEASURES
from diastole.model.run import finding_baseline
from diastole.studies.cohort import cohort_runs
from tests.measured import same_numbers

ORIFICE = "lesions.aortic_regurgitation.orifice_area"
ARMS = {"without": {}, "with": {"balloon_pump.volume": 40}}
AR = diastole.Patient.preset("acute_severe_ar")
STOPPED = diastole.Patient.preset("healthy").with_values({"left_ventricle.working_fraction": 0.02})


@pytest.fixture(scope="module")
def leaks():
    return diastole.sweep(AR, ORIFICE, [0.1, "30 mm²", "x1.2"], across={"heart_rate": [80, 100]}, arms=ARMS)


def test_a_sweep_is_labelled(leaks):
    assert isinstance(leaks, xarray.Dataset)
    assert leaks.sizes == {ORIFICE: 3, "heart_rate": 2, "arm": 2}
    assert leaks[ORIFICE].values == pytest.approx([0.1, 0.3, 0.6])
    assert (leaks[ORIFICE].attrs["units"], leaks["heart_rate"].attrs["units"]) == ("cm²", "1/min")
    assert {name.removeprefix("measured_") for name in leaks.data_vars} == {*MEASURES, "failure", "cautions"}
    for name, variable in leaks.data_vars.items():
        if name not in ("failure", "cautions"):
            assert variable.attrs["units"] == MEASURES[name.removeprefix("measured_")].unit


def test_a_cell_is_the_run_of_its_values(leaks):
    alone = diastole.simulate(AR.with_values({ORIFICE: 0.3, "heart_rate": 100, "balloon_pump.volume": 40}))
    cell = leaks.sel({ORIFICE: 0.3, "heart_rate": 100, "arm": "with"})
    assert float(cell["cardiac_output"]) == pytest.approx(alone.measures["cardiac_output"], rel=1e-10)
    assert float(cell["measured_heart_rate"]) == pytest.approx(100)
    plain = leaks.sel({ORIFICE: 0.3, "heart_rate": 80, "arm": "without"})
    unpumped = diastole.simulate(AR.with_values({ORIFICE: 0.3, "heart_rate": 80}))
    leak = unpumped.measures["aortic_regurgitant_volume"]
    assert float(plain["aortic_regurgitant_volume"]) == pytest.approx(leak, rel=1e-10)


def test_a_larger_hole_leaks_more_and_the_balloon_adds_to_it(leaks):
    leak = leaks["aortic_regurgitant_volume"]
    assert (leak.diff(ORIFICE) > 0).all()
    assert (leak.sel(arm="with") > leak.sel(arm="without")).all()


def test_a_failure_is_kept_with_its_reason_and_stops_nothing():
    with pytest.warns(UserWarning, match="1 of 2 runs failed"):
        found = diastole.sweep(AR, ORIFICE, [0.1, 4], progress=False)
    assert found["failure"].values.ravel()[0] == ""
    assert "valves.aortic.open_area" in found["failure"].values.ravel()[1]
    for name in set(MEASURES) - {"aortic_pressure_half_time", "mitral_closure_before_r_wave"}:
        assert np.isnan(found[name].values.ravel()[1])
        assert np.isfinite(found[name].values.ravel()[0])


def test_a_heart_that_stops_is_a_failure():
    with pytest.warns(UserWarning, match="runs failed"):
        found = diastole.sweep("healthy", "left_ventricle.working_fraction", [0.02], progress=False)
    assert "Healthy adult" in found["failure"].item()


def test_words_are_a_coordinate_too():
    found = diastole.sweep("shock", "balloon_pump.ratio", ["1:1", "1:3"], progress=False)
    assert list(found["balloon_pump.ratio"].values) == ["1:1", "1:3"]
    assert found["cardiac_output"].values[0] > found["cardiac_output"].values[1]


def test_a_word_may_be_one_that_a_patient_need_not_have():
    """The level of a pump depends on its model; how a leak began may be left open."""
    pump = {"axial_pump.model": "CP", "axial_pump.level": "P-6"}
    changes = [pump, {"lesions.mitral_regurgitation.onset": "acute"}]
    found = diastole.ensemble(changes, of="shock_mr", progress=False)
    assert list(found["failure"].values.ravel()) == ["", ""]
    alone = diastole.simulate(diastole.Patient.preset("shock_mr").with_values(pump))
    assert float(found["cardiac_output"].values[0, 0]) == pytest.approx(alone.measures["cardiac_output"], rel=1e-10)


def test_patients_are_the_members_of_an_ensemble():
    found = diastole.ensemble(["healthy", AR], progress=False)
    assert list(found["member"].values) == ["healthy", AR.name]
    healthy, ar = found["aortic_regurgitant_volume"].values.ravel()
    assert ar > 20 > healthy
    named = diastole.ensemble({"a": "healthy"}, arms=ARMS, progress=False)
    assert (named.sizes["member"], list(named["arm"].values)) == (1, ["without", "with"])


def test_changes_are_members_with_what_is_changed_as_coordinates():
    changes = [{"heart_rate": 80}, {"heart_rate": "+10 %", "balloon_pump.ratio": "1:2"}]
    found = diastole.ensemble(changes, of="shock", progress=False)
    rate = diastole.Patient.preset("shock").heart_rate
    assert found["heart_rate"].values == pytest.approx([80, 1.1 * rate])
    assert list(found["balloon_pump.ratio"].values) == ["", "1:2"]
    assert found["heart_rate"].dims == ("member",)


def test_workers_change_no_number(leaks):
    shared = diastole.sweep(AR, ORIFICE, [0.1, 0.3, 0.6], across={"heart_rate": [80, 100]}, arms=ARMS, workers=2)
    xarray.testing.assert_allclose(shared, leaks, rtol=1e-12)  # NumPy sums in another order on other memory


def test_a_cohort_is_written_and_read(leaks, tmp_path):
    path = diastole.save(leaks, tmp_path / "leaks.nc")
    with xarray.open_dataset(path, engine="h5netcdf") as again:
        assert again["cardiac_output"].values == pytest.approx(leaks["cardiac_output"].values)
        assert again[ORIFICE].attrs["units"] == "cm²"


def test_with_the_reflex_a_patient_as_found_runs_once_for_all_arms(monkeypatch):
    found = []

    def counted(patient, accuracy):
        found.append(patient)
        return finding_baseline(patient, accuracy)

    monkeypatch.setattr(many_runs, "finding_baseline", counted)
    members = {"ar": AR, "faster": AR.with_values({"heart_rate": 110}), "healthy": "healthy", "stopped": STOPPED}
    arms = {**ARMS, "drug": {"drugs.dobutamine": 5}, "impossible": {ORIFICE: 4}, "another leak": {ORIFICE: 0.1}}
    with pytest.warns(UserWarning, match="8 of 20 runs failed"):
        cohort = diastole.ensemble(members, arms=arms, reflex=True, progress=False)
    assert len(found) == 2 * len(members)  # as given, and with another leak
    for name in ("ar", "faster", "healthy"):
        member = diastole.Patient.preset(name) if name == "healthy" else members[name]
        for arm in set(arms) - {"impossible"}:
            alone = diastole.simulate(member.with_values(arms[arm]), reflex=True)
            cell = cohort.sel(member=name, arm=arm)
            assert cell["failure"] == ""
            assert {key: none_of(cell[key]) for key in alone.measures} == same_numbers(alone.measures)
    assert (cohort["failure"].sel(member="stopped") != "").all()
    assert (cohort["failure"].sel(arm="impossible") != "").all()


def none_of(value):
    return None if np.isnan(value) else float(value)


@pytest.mark.parametrize("count", [1, 2, 9])
def test_cells_are_what_they_are_alone_however_many_are_held_at_once(monkeypatch, count):
    monkeypatch.setattr(cohort_runs, "MOST_AT_ONCE", 2)
    rates = np.linspace(60, 110, count)
    found = diastole.sweep("healthy", "heart_rate", rates, reflex=True, progress=False)
    for rate in rates:
        alone = diastole.simulate(diastole.Patient.preset("healthy").with_values({"heart_rate": rate}), reflex=True)
        cell = found.sel(heart_rate=rate)["cardiac_output"].item()
        assert cell == pytest.approx(alone.measures["cardiac_output"], rel=1e-9)
