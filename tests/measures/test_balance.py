"""Measures of the whole body against each other: flow, resistance, oxygen, work, lung; in treated patients too."""

import pytest

from diastole.model.circulation.network import CLOSED_LOOP
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.run import baseline, simulate
from tests.conftest import DEVICES

ML_PER_S = 1000.0 / 60.0  # per L/min
DYN = 79.9934  # dyn s/cm⁵ per mmHg min/L
SHOCK, HEALTHY = Patient.preset("shock"), Patient.preset("healthy")
PATIENTS = {name: (Patient.preset(name), False) for name in PRESETS} | {
    "nitroprusside and reflex": (HEALTHY.with_values({"drugs.nitroprusside": "1 µg/kg/min"}), True),
    "dobutamine": (SHOCK.with_values({"drugs.dobutamine": "10 µg/kg/min"}), False),
    "balloon 1:2": (SHOCK.with_balloon_pump(BalloonPump(ratio="1:2")), False),
    "balloon 1:2 and reflex": (SHOCK.with_balloon_pump(BalloonPump(ratio="1:2")), True),
    "VA-ECMO and reflex": (SHOCK.with_values({"extracorporeal.circuit": "va_ecmo"}), True),
    "septal defect": (SHOCK.with_values({"lesions.ventricular_septal_defect.orifice_area": "0.4 cm²"}), False),
    "paced": (HEALTHY.with_values({"pacing.rate": "100 /min"}), False),
    **{name: (SHOCK.with_values(values), False) for name, values in DEVICES.items()},
}
each_patient = pytest.mark.parametrize("name", PATIENTS)


@pytest.fixture(scope="module")
def runs():
    return {name: simulate(patient, reflex=reflex) for name, (patient, reflex) in PATIENTS.items()}


@each_patient
def test_output_is_what_comes_back_and_in_every_store_what_comes_in_goes_out(name, runs):
    """Output is native flow and pump flow; venous return is what caval and coronary veins bring."""
    mean, m = {link.name: runs[name].cycle.mean(f"q_{link.name}") for link in CLOSED_LOOP.links}, runs[name].measures
    veins = sum(mean[way] for way in ("venae_cavae", "subendocardial_veins", "subepicardial_veins"))
    assert m["cardiac_output"] * ML_PER_S == pytest.approx(veins, rel=1e-3)
    assert m["cardiac_output"] == pytest.approx(m["native_cardiac_output"] + m["pump_flow"])
    for store in CLOSED_LOOP.stores:
        into = sum(mean[link.name] for link in CLOSED_LOOP.links if link.target == store.name)
        out = sum(mean[link.name] for link in CLOSED_LOOP.links if link.source == store.name)
        assert into == pytest.approx(out, rel=2e-3, abs=0.1), store.name


@each_patient
def test_output_goes_to_head_and_arms_the_lower_body_and_the_heart(name, runs):
    m = runs[name].measures
    parts = m["head_and_arm_flow"] + m["lower_body_flow"] + m["coronary_flow"] / 1000.0
    assert parts == pytest.approx(m["cardiac_output"], rel=2e-3)


@each_patient
def test_resistance_times_flow_is_pressure(name, runs):
    m = runs[name].measures
    difference = m["mean_aortic_pressure"] - m["right_atrial_pressure"]
    assert m["systemic_vascular_resistance"] / DYN * m["cardiac_output"] == pytest.approx(difference, rel=1e-6)
    assert m["cardiac_power_output"] == pytest.approx(m["mean_aortic_pressure"] * m["cardiac_output"] / 451.0, rel=3e-3)
    assert m["cardiac_index"] * runs[name].patient.body.body_surface_area == pytest.approx(m["cardiac_output"])


def test_pressure_above_the_closing_pressure_goes_with_the_resistance_of_the_arterioles(runs):
    """Two beds side by side, in series with arteries; the coronary bed takes a little beside them."""
    r, m = HEALTHY.resistances, runs["healthy"].measures
    beds = 1.0 / (1.0 / (r.upper_body_bed + r.head_and_arm_arteries) + 1.0 / (r.lower_body_bed + 0.08))
    above = m["mean_aortic_pressure"] - HEALTHY.systemic_arterioles.closing_pressure
    assert above == pytest.approx(beds * m["cardiac_output"] * ML_PER_S, rel=0.05)


def test_a_drug_that_opens_arterioles_is_seen_in_the_resistance(runs):
    before, after = (runs[n].measures["systemic_vascular_resistance"] for n in ("healthy", "nitroprusside and reflex"))
    assert after < 0.9 * before


@each_patient
def test_energy_per_minute_is_energy_per_beat_times_rate(name, runs):
    run = runs[name]
    beats = [run.measures["lv_contractile_atp"]] + (
        [run.unassisted["lv_contractile_atp"]] * (len(run.r_waves) - 1) if run.unassisted else []
    )
    per_minute = sum(beats) / len(beats) * run.measures["heart_rate"] / 1000.0
    assert run.measures["lv_contractile_atp_rate"] == pytest.approx(per_minute, rel=1e-3)


@each_patient
def test_the_shunt_is_what_the_lung_gets_more_than_the_body(name, runs):
    cycle, m = runs[name].cycle, runs[name].measures
    lung = cycle.mean("q_pulmonary") / ML_PER_S
    bypassed = cycle.mean("q_venous_drainage") / ML_PER_S
    assert m["left_to_right_shunt"] == pytest.approx(lung + bypassed - m["cardiac_output"], abs=2e-3 * lung)
    assert (m["left_to_right_shunt"] > 0.5) == (name == "septal defect")


@each_patient
def test_the_body_uses_the_oxygen_that_arteries_bring_and_veins_do_not_take_away(name, runs):
    run, m = runs[name], runs[name].measures
    o = run.patient.oxygen
    used = o.consumption * run.patient.body.body_surface_area  # mL/min
    carried = 1000.0 * m["cardiac_output"] * 1.34 * o.haemoglobin / 100.0  # mL/min at full saturation
    assert carried * (o.arterial_saturation - m["mixed_venous_oxygen_saturation"]) == pytest.approx(used, rel=1e-6)


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        ({"oxygen.consumption": "200 mL/min/m²"}, -1),
        ({"oxygen.haemoglobin": "8 g/dL"}, -1),
        ({"oxygen.arterial_saturation": "0.85"}, -1),
        ({"body.height": "200 cm"}, -1),
        ({"oxygen.haemoglobin": "17 g/dL"}, 1),
    ],
)
def test_what_leaves_less_oxygen_in_the_veins(values, sign, runs):
    before = runs["healthy"].measures["mixed_venous_oxygen_saturation"]
    after = simulate(HEALTHY.with_values(values)).measures["mixed_venous_oxygen_saturation"]
    assert sign * (after - before) > 0.0


@each_patient
def test_the_two_layers_together_are_the_coronary_flow(name, runs):
    m = runs[name].measures
    assert m["subendocardial_flow"] + m["subepicardial_flow"] == pytest.approx(m["coronary_flow"], rel=2e-3)


@each_patient
def test_leaks_per_minute_are_leaks_per_beat_times_rate(name, runs):
    run = runs[name]
    if run.unassisted:
        pytest.skip("its beats leak differently")
    for valve in ("aortic", "mitral"):
        per_beat = run.measures[f"{valve}_regurgitant_volume"]
        per_minute = per_beat * run.measures["heart_rate"] / 1000.0
        assert run.measures[f"{valve}_regurgitant_flow"] == pytest.approx(per_minute, rel=2e-3, abs=1e-3)


@each_patient
def test_ejection_and_diastole_fit_into_the_beat(name, runs):
    run, m = runs[name], runs[name].measures
    assert 0.0 < m["diastolic_time"] < 1000.0 * run.period
    assert m["lv_ejection_time"] + m["diastolic_time"] <= 1000.0 * run.period + 5.0


def test_a_faster_heart_loses_diastole():
    """That is why pacing helps a leaking aortic valve: less time to leak."""
    leaking = Patient.preset("chronic_severe_ar")
    slow, fast = (simulate(leaking.with_values({"pacing.rate": f"{r} /min"})).measures for r in (60, 110))
    share = [m["diastolic_time"] * m["heart_rate"] for m in (slow, fast)]
    assert share[1] < 0.9 * share[0]
    assert fast["aortic_regurgitant_fraction"] < slow["aortic_regurgitant_fraction"]


def congested(share):
    """Return the measures of a shocked heart with a share of its blood."""
    return simulate(SHOCK.with_values({"blood_volume": f"{share * SHOCK.blood_volume} mL"})).measures


def test_the_lung_fills_with_the_left_atrium():
    """Grade 0 below 18, 1 from 18, 2 from 25, 3 from 30 mmHg; water from some 25 mmHg in the capillaries on."""
    grades = set()
    for share in (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2):
        m = congested(share)
        atrial = m["left_atrial_pressure"]
        assert m["lung_congestion_grade"] == sum(atrial >= limit for limit in (18.0, 25.0, 30.0))
        assert atrial < m["pulmonary_capillary_pressure"] < m["pulmonary_artery_pressure"]
        assert (m["lung_water_gain"] > 0.0) == (m["pulmonary_capillary_pressure"] > 24.0)
        grades.add(m["lung_congestion_grade"])
    assert grades == {0.0, 1.0, 2.0, 3.0}


def test_without_the_reflex_a_run_is_the_same_whoever_was_found_before(runs):
    own = baseline(SHOCK)
    assert simulate(SHOCK, reflex=own).measures["cardiac_output"] == pytest.approx(
        runs["shock"].measures["cardiac_output"], rel=1e-6
    )
