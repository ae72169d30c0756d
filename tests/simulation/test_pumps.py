"""Rotary pumps in the beating heart: where blood goes, what they unload and load, and what stops them."""

import numpy as np
import pytest

from diastole.model.circulation.kernel_parameters import BLOOD
from diastole.model.devices.impella.axial_models import AXIAL_PUMPS
from diastole.model.patient import Patient
from diastole.model.run import simulate
from diastole.model.simulation.assist import steady_run
from diastole.model.simulation.beats import BeatingHeart
from tests.conftest import DEVICES

SHOCK = Patient.preset("shock")
each_device = pytest.mark.parametrize("device", DEVICES)


def measures_with(device, patient=SHOCK, **more):
    return simulate(patient.with_values(DEVICES[device] | more)).measures


@each_device
def test_blood_is_kept_over_a_thousand_beats(device):
    for patient in (SHOCK, Patient.preset("shock_mr")):
        heart = BeatingHeart(patient.with_values(DEVICES[device]))
        for _ in range(1000):
            heart.beat()
        assert heart.state[BLOOD].sum() == pytest.approx(patient.blood_volume, rel=1e-9)


@each_device
def test_support_raises_output_and_pressure_in_shock(device, run_of):
    plain, found = (run_of("shock", with_).measures for with_ in ("no pump", device))
    assert found["pump_flow"] > 1.0
    assert found["cardiac_output"] > plain["cardiac_output"]
    assert found["mean_aortic_pressure"] > plain["mean_aortic_pressure"]
    assert found["native_cardiac_output"] < plain["native_cardiac_output"]
    assert found["mixed_venous_oxygen_saturation"] > plain["mixed_venous_oxygen_saturation"]


@pytest.mark.parametrize("device", ["Impella 2.5", "Impella CP", "Impella 5.5", "TandemHeart"])
def test_what_drains_the_left_heart_unloads_it(device, run_of):
    plain, found = (run_of("shock", with_).measures for with_ in ("no pump", device))
    for name in ("left_atrial_pressure", "lv_end_diastolic_pressure", "lv_end_diastolic_volume", "lv_stroke_work"):
        assert found[name] < plain[name]


def test_blood_returned_into_the_aorta_loads_the_left_ventricle_of_va_ecmo(run_of):
    """It ejects less against more pressure, and the lung fills; a drained left atrium or ventricle prevents that.

    The rise of its filling pressure is small: the right heart, which the pump drains, leaves it more room.
    """
    plain, alone = (run_of("shock", with_).measures for with_ in ("no pump", "VA-ECMO"))
    assert alone["left_atrial_pressure"] > plain["left_atrial_pressure"]
    assert alone["lv_end_systolic_volume"] > plain["lv_end_systolic_volume"]
    assert alone["lv_contractile_atp"] > plain["lv_contractile_atp"]
    for venting in ("both atria", "VA-ECMO and Impella", "VA-ECMO and balloon"):
        assert run_of("shock", venting).measures["left_atrial_pressure"] < alone["left_atrial_pressure"] - 0.5


def test_more_flow_of_va_ecmo_loads_more():
    flows = [{"extracorporeal.flow": f"{flow} L/min"} for flow in (1, 2, 3, 4)]
    found = [measures_with("VA-ECMO", **flow) for flow in flows]
    for name in ("mean_aortic_pressure", "lv_end_diastolic_volume", "lv_end_systolic_volume", "pump_flow"):
        assert (np.diff([m[name] for m in found]) > 0.0).all()
    assert (np.diff([m["native_cardiac_output"] for m in found]) < 0.0).all()


@pytest.mark.parametrize("device", ["VA-ECMO", "both atria", "TandemHeart"])
@pytest.mark.parametrize("flow", [2.0, 3.5])
def test_a_controller_gets_the_flow_that_it_holds(device, flow):
    found = measures_with(device, **{"extracorporeal.flow": f"{flow} L/min"})["pump_flow"]
    assert found == pytest.approx(flow, rel=0.02)


@pytest.mark.parametrize("model", AXIAL_PUMPS)
def test_a_higher_level_pumps_more_and_unloads_more(model):
    levels = list(AXIAL_PUMPS[model].speeds)[1::2]
    found = [measures_with("Impella CP", **{"axial_pump.model": model, "axial_pump.level": lv}) for lv in levels]
    assert (np.diff([m["pump_flow"] for m in found]) > 0.0).all()
    assert (np.diff([m["mean_aortic_pressure"] for m in found]) > 0.0).all()
    assert (np.diff([m["lv_end_diastolic_pressure"] for m in found]) < 0.0).all()


@pytest.mark.parametrize("model", AXIAL_PUMPS)
def test_a_pump_at_its_lowest_level_is_a_leak(model, run_of):
    """Blood runs back through it in diastole of a heart that keeps up its pressure, and the ventricle is fuller."""
    run = simulate(Patient.preset("healthy").with_values({"axial_pump.model": model, "axial_pump.level": "P-1"}))
    flow, inside = (run.steady.trace[name] for name in ("q_axial_pump", "p_lv"))
    assert flow.min() < -5.0
    assert inside[int(np.argmin(flow))] < 30.0  # in diastole
    plain = run_of("healthy", "no pump").measures
    assert run.measures["lv_end_diastolic_volume"] > plain["lv_end_diastolic_volume"]


def test_the_flow_of_an_axial_pump_is_highest_in_systole(run_of):
    """The ventricle then helps to overcome the aorta."""
    trace = run_of("shock", "Impella CP").steady.trace
    fastest = int(np.argmax(trace["q_axial_pump"]))
    difference = trace["p_ascending_aorta"] - trace["p_lv"]
    assert difference[fastest] < np.quantile(difference, 0.2)
    assert trace["q_axial_pump"].max() > 1.3 * trace["q_axial_pump"].min()


def test_a_strong_pump_in_shock_keeps_the_aortic_valve_shut_and_is_measured_all_the_same(run_of):
    run = run_of("shock", "Impella 5.5")
    m = run.measures
    assert run.steady.trace["q_aortic"].max() < 20.0
    assert m["lv_ejection_time"] == 0.0
    assert m["aortic_regurgitant_fraction"] is None
    assert m["native_cardiac_output"] == pytest.approx(0.0, abs=0.05)
    assert m["lv_peak_pressure"] < m["mean_aortic_pressure"]
    assert None not in {m[name] for name in ("lv_end_diastolic_volume", "lv_dpdt_max", "diastolic_time")}
    assert 0.0 < m["diastolic_time"] < 1000.0 * run.period


def with_blood(share):
    return SHOCK.with_values({"blood_volume": f"{share * SHOCK.blood_volume} mL"})


@pytest.mark.parametrize("device", ["VA-ECMO", "both atria", "TandemHeart"])
def test_too_little_blood_means_suction_and_less_flow_than_is_held(device, run_of):
    """And an atrium is never drained empty; two inlets find more blood than one."""
    flows = [measures_with(device, with_blood(share))["pump_flow"] for share in (1.0, 0.8, 0.7)]
    assert flows[0] == pytest.approx(run_of("shock", device).measures["pump_flow"])
    assert flows[0] - flows[1] >= -1e-6
    assert flows[1] > flows[2] > 0.0
    assert steady_run(with_blood(0.7).with_values(DEVICES[device])).trace.states[:, BLOOD].min() > 0.0


@pytest.mark.parametrize("device", ["Impella CP", "Impella 5.5"])
def test_too_little_blood_gives_an_axial_pump_less_to_move(device):
    """Although there is less pressure to overcome; walls that fold and suck at the inlet keep a store from emptying."""
    shares = (1.0, 0.9, 0.8, 0.7)
    found = [measures_with(device, with_blood(share)) for share in shares]
    assert (np.diff([m["pump_flow"] for m in found]) < 0.0).all()
    assert (np.diff([m["mean_aortic_pressure"] for m in found]) < 0.0).all()
    assert (np.diff([m["left_atrial_pressure"] for m in found]) < 0.0).all()
    assert steady_run(with_blood(shares[-1]).with_values(DEVICES[device])).trace.states[:, BLOOD].min() > 0.0


def test_a_failing_right_ventricle_starves_a_pump_of_the_left_heart(run_of):
    weak = SHOCK.with_values({"right_ventricle.working_fraction": "0.25"})
    before, after = run_of("shock", "Impella 5.5").measures, measures_with("Impella 5.5", weak)
    assert after["pump_flow"] < 0.98 * before["pump_flow"]
    assert after["left_atrial_pressure"] < 0.6 * before["left_atrial_pressure"]
    assert after["right_atrial_pressure"] > before["right_atrial_pressure"] + 0.5
    held = run_of("shock", "VA-ECMO").measures["pump_flow"]
    assert measures_with("VA-ECMO", weak)["pump_flow"] == pytest.approx(held, rel=0.02)


def test_a_leaking_aortic_valve_wastes_what_an_axial_pump_moves(run_of):
    """The pump raises the pressure above the leak: part of its flow runs round in a circle."""
    leaking = SHOCK.with_values({"lesions.aortic_regurgitation.orifice_area": "0.2 cm²"})
    plain, tight = simulate(leaking).measures, run_of("shock", "Impella 5.5").measures
    circling = measures_with("Impella 5.5", leaking)
    assert circling["cardiac_output"] < circling["pump_flow"] - 1.0
    assert circling["native_cardiac_output"] < -1.0
    assert circling["aortic_regurgitant_flow"] > plain["aortic_regurgitant_flow"]
    assert circling["lv_end_diastolic_pressure"] > tight["lv_end_diastolic_pressure"]


def test_a_balloon_beside_va_ecmo_still_inflates_where_the_valve_stays_shut():
    weak = SHOCK.with_values({"left_ventricle.working_fraction": "0.3"})
    run = simulate(weak.with_values(DEVICES["VA-ECMO and balloon"]))
    assert run.signals["balloon_volume"].max() > 39.0
    assert run.measures["augmented_diastolic_pressure"] > run.measures["mean_aortic_pressure"]
