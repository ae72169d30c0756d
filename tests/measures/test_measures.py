"""Measures of a beat drawn by hand: each against what pencil and paper give."""

import numpy as np
import pytest

from diastole.errors import SimulationError
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measured_beat import measure_beat
from diastole.model.patient import Patient
from tests.measures.by_hand import drawn

LEAKING = Patient.preset("healthy").with_values({"lesions.aortic_regurgitation.orifice_area": "0.3 cm²"})
JOULE = 133.322e-6  # per mmHg mL


# Of the drawn beat: 20 µmol of ATP in a beat of 1 s, 140 mL of wall at 1.05 g/mL; Hb 14 g/dL, 97 % saturated.
OXYGEN = 20.0 * 0.0224 / 5.0 + 1.05 * 140.0 * (17.4 + 0.134 * 60.0) / 6e4  # mL/s
NEED = OXYGEN / (0.0134 * 14.0 * 0.97 * 0.7)  # mL/s of blood
OUTPUT = (60.0 - 25.0) * 60.0 / 1000.0  # L/min
PRESSURE = 65.0 * 0.08 + 90.0 * 0.17 + 105.0 * 0.15 + 92.5 * 0.2 + 82.5 * 0.4  # mmHg, mean of the aorta
SURFACE = (175.0 * 75.0 / 3600.0) ** 0.5  # m²


def measure(patient=LEAKING, **lines):
    return measure_beat(PeriodicTrace(drawn(**lines), patient), 0)


BY_HAND = {
    "heart_rate": 60.0,
    "systolic_aortic_pressure": 120.0,
    "diastolic_aortic_pressure": 60.0,
    # the valve opens 5 ms after 0.1 s; the minimum of 60 mmHg at 0.08 s lies in the 40 ms before
    "aortic_end_diastolic_pressure": 60.0,
    "augmented_diastolic_pressure": 95.0,
    "pulse_pressure": 60.0,
    "lv_end_diastolic_pressure": 10.0 + 900.0 * 0.035,
    "lv_peak_pressure": 100.0,
    "left_atrial_pressure": 8.0,
    "right_atrial_pressure": 4.0,
    "pulmonary_artery_pressure": 20.0,
    "pulmonary_artery_systolic_pressure": 30.0,
    "pulmonary_artery_diastolic_pressure": 10.0,
    "pulmonary_artery_pulsatility_index": (30.0 - 10.0) / 4.0,
    "rv_end_diastolic_pressure": 3.0 + 200.0 * 0.035,
    "mean_aortic_pressure": PRESSURE,
    "lv_end_diastolic_volume": 110.0,
    "lv_end_systolic_volume": 50.0,
    "lv_ejection_fraction": 60.0 / 110.0,
    "total_stroke_volume": 60.0 + 10.8,
    "forward_stroke_volume": 60.0 - 25.0,
    "cardiac_output": OUTPUT,
    "native_cardiac_output": OUTPUT,
    "pump_flow": 0.0,
    "head_and_arm_flow": 14.0 * 60.0 / 1000.0,
    "lower_body_flow": 20.0 * 60.0 / 1000.0,
    "left_to_right_shunt": 0.0,
    "cardiac_index": OUTPUT / SURFACE,
    "systemic_vascular_resistance": (PRESSURE - 4.0) / OUTPUT * 79.99,
    "cardiac_power_output": PRESSURE * 133.322 * OUTPUT / 60.0 / 1000.0,
    "mixed_venous_oxygen_saturation": 0.97 - 125.0 * SURFACE / (1000.0 * OUTPUT * 0.0134 * 14.0),
    "aortic_regurgitant_flow": 25.0 * 60.0 / 1000.0,
    "mitral_regurgitant_flow": 10.8 * 60.0 / 1000.0,
    "pulmonary_capillary_pressure": 8.0 + 0.4 * (20.0 - 8.0),
    "lung_water_gain": 0.0,
    "lung_congestion_grade": 0.0,
    "aortic_regurgitant_volume": 25.0,
    "aortic_regurgitant_fraction": 25.0 / 60.0,
    "mitral_regurgitant_volume": 10.8,
    "mitral_regurgitant_fraction": 10.8 / 70.8,
    "diastolic_mitral_regurgitant_volume": 0.8,
    "mitral_closure_before_r_wave": 1035.0 - 900.0,
    "lv_ejection_time": 1000.0 * (0.3 - 20.0 / 4000.0 - 20.0 / 2000.0),
    # from closure at 0.4 s to the next opening, 5 ms after 0.1 s
    "diastolic_time": 1000.0 - 400.0 + 100.0 + 5.0,
    "lv_dpdt_max": 900.0,
    "lv_stroke_work": 60.0 * 90.0 * JOULE,
    "tension_time_index": 55.0 * 0.1 + 100.0 * 0.3,
    # aorta 90 → 95 → 70 less ventricle 100 → 10, from where the aorta is above: t = 0.4 + 0.1·10/92.5 on
    "endocardial_viability_ratio": None,
    "diastolic_pressure_time_index": 0.5 * 82.5 * (0.1 - 1.0 / 92.5) + 83.75 * 0.1 + 72.5 * 0.4,
    "lv_contractile_atp": 20.0,
    "lv_peak_fibre_stress": 42.0,
    "lv_mean_fibre_stress": 2.0 + 40.0 * 0.2,
    "coronary_flow": 60.0,
    "lv_contractile_atp_rate": 20.0 * 60.0 / 1000.0,
    "lv_oxygen_need": 60.0 * OXYGEN,
    "subendocardial_flow": 60.0 * (0.1 * 0.4 + 0.9 * 0.6),
    "subepicardial_flow": 60.0 * (0.4 * 0.4 + 0.6 * 0.6),
    "subendocardial_supply_demand_ratio": (0.1 * 0.4 + 0.9 * 0.6) / (0.535 * NEED) / 0.4,
    "subepicardial_supply_demand_ratio": (0.4 * 0.4 + 0.6 * 0.6) / (0.465 * NEED) / 0.25,
    "coronary_diastolic_systolic_ratio": 4.0 / 3.0 / 0.5,
}


@pytest.mark.parametrize(("name", "value"), [(k, v) for k, v in BY_HAND.items() if v is not None])
def test_a_measure_is_what_paper_and_pencil_give(name, value):
    assert measure()[name] == pytest.approx(value, rel=2e-3)


def test_the_remaining_measures_of_the_drawn_beat():
    found = measure()
    ratio = found["diastolic_pressure_time_index"] / found["tension_time_index"]
    assert found["endocardial_viability_ratio"] == pytest.approx(ratio)
    assert found["pressure_volume_area"] > found["lv_stroke_work"]
    assert set(MEASURES) - set(BY_HAND) == {
        "aortic_pressure_half_time", "pressure_volume_area", "left_atrial_v_wave", "pulmonary_vein_reversal_fraction"
    }  # fmt: skip


# An atrium that contracts before the QRS, gives way while the ventricle contracts, and fills until the mitral valve
# opens, 82/970 s after 0.4 s: there the falling 100 − 900 τ of the ventricle meets its 18 + 70 τ.
WAVES = [(0, 18), (0.1, 11), (0.3, 11), (0.5, 25), (0.6, 12), (0.85, 12), (0.95, 30), (1, 18)]
NO_V_WAVE = [(0, 18), (0.3, 11), (0.5, 11), (0.6, 12), (0.85, 12), (0.95, 30), (1, 18)]
LUNG_VEINS = [  # 8 mL back in systole, 40 mL forward, 6 mL back by the atrium's own contraction
    (0, 0), (0.2, 0), (0.2, -40), (0.4, -40), (0.4, 0), (0.5, 0), (0.5, 100), (0.9, 100), (0.9, -60), (1, -60), (1, 0),
]  # fmt: skip
HALVED = 1.0 - 0.5**0.5  # 1, share of its velocity that a jet loses while its gradient halves


def jet(velocity):
    """Aortic pressure whose excess over the ventricle's 10 mmHg is the square of a velocity, from closure at 0.4 s to
    the R wave of the next beat."""

    def pressure(time):
        systolic = np.interp(time, [0.0, 0.1, 0.25, 0.4], [70.0, 60.0, 120.0, 91.0])
        since = (time - 0.4) % 1.0
        return np.where(since > 0.64, systolic, 10.0 + velocity(since) ** 2)

    return pressure


def straight(since):
    return 9.0 - 4.0 * since


def as_the_ventricle_relaxes(since):
    """A steep onset and a round top before the same straight line."""
    return np.where(since < 0.1, 8.6 - 300.0 * (0.1 - since) ** 2, straight(since))


AT_REST = [(0, 10), (0.04, 10), (0.1, 100), (0.4, 100), (0.4, 10), (1, 10)]
TWO_INFLOWS = [(0, 0), (0.5, 0), (0.55, 300), (0.6, 0), (0.85, 0), (0.9, 150), (0.95, 0), (1, 0)]
DOUBLED = [(t, 2 * q) for t, q in ((0, 0), (0.1, 0), (0.2, 400), (0.4, 0), (1, 0))]
BACKWARD = [(0, -0.5), (0.4, -0.5), (0.4, 1.5), (1, 1.5), (1, -0.5)]
CHANGED = {  # lines that are drawn otherwise → a measure and its value
    "a jet that slows on a straight line": (
        {"p_ascending_aorta": jet(straight), "p_lv": AT_REST},
        "aortic_pressure_half_time", pytest.approx(HALVED * 9.0 / 4.0 * 1000.0, rel=1e-3),
    ),
    "a jet that begins while the ventricle relaxes": (
        {"p_ascending_aorta": jet(as_the_ventricle_relaxes), "p_lv": AT_REST},
        "aortic_pressure_half_time", pytest.approx(HALVED * 8.6 / 4.0 * 1000.0, rel=1e-2),
    ),
    # a line through an exponential from 95 % to what is left: its slope lies between the first and the last
    "a jet that slows exponentially": (
        {"p_ascending_aorta": jet(lambda since: 9.0 * np.exp(-2.0 * since)), "p_lv": AT_REST},
        "aortic_pressure_half_time",
        pytest.approx(HALVED * 1000.0 / ((0.95 - np.exp(-1.27)) / (0.635 + np.log(0.95) / 2.0)), rel=0.03),
    ),
    "a jet that ends as pressures meet": (
        {"p_ascending_aorta": jet(lambda since: np.maximum(9.0 - 30.0 * since, 0.0)), "p_lv": AT_REST},
        "aortic_pressure_half_time", pytest.approx(HALVED * 9.0 / 30.0 * 1000.0, rel=1e-2),
    ),
    "a jet whose velocity hardly falls": (
        {"p_ascending_aorta": jet(lambda since: 9.0 - 0.5 * since), "p_lv": AT_REST}, "aortic_pressure_half_time", None
    ),
    "an inflated balloon": (
        {"v_balloon": [(0, 0), (0.5, 0), (0.6, 40), (0.9, 40), (1, 0)]}, "aortic_pressure_half_time", None
    ),
    "a rising gradient": (
        {"p_ascending_aorta": [(0, 70), (0.08, 60), (0.25, 120), (0.4, 90), (1, 130)], "p_lv": AT_REST},
        "aortic_pressure_half_time", None,
    ),
    "an early and a late (atrial) inflow, of which the last counts": (
        {"q_mitral": TWO_INFLOWS}, "mitral_closure_before_r_wave", pytest.approx(1035.0 - 945.0, rel=1e-3)
    ),
    "an inflow that never reaches 15 mL/s": (
        {"q_mitral": [(0, 0), (0.5, 0), (0.7, 14), (0.9, 0), (1, 0)]}, "mitral_closure_before_r_wave", None
    ),
    "a mitral valve that closes after the R wave": (
        {"q_mitral": [(0, 200), (0.05, 200), (0.06, 0), (0.6, 0), (0.7, 200), (1, 200)]},
        "mitral_closure_before_r_wave", pytest.approx(35.0 - 59.25, abs=0.5),
    ),
    "an atrium that fills while its valve is shut": (
        {"p_la": WAVES}, "left_atrial_v_wave", pytest.approx(18.0 + 70.0 * 82.0 / 970.0, rel=2e-3)
    ),
    "an atrium whose only wave is its own contraction": ({"p_la": NO_V_WAVE}, "left_atrial_v_wave", None),
    "a ventricle that is never below the atrium": ({"p_la": [(0, 8), (1, 8)]}, "left_atrial_v_wave", None),
    "blood that goes back into the lung": (
        {"p_la": WAVES, "q_pulmonary_vein_ostia": LUNG_VEINS},
        "pulmonary_vein_reversal_fraction", pytest.approx(8.0 / 40.0, rel=2e-3),
    ),
    "a lung that gives no blood": ({"p_la": WAVES}, "pulmonary_vein_reversal_fraction", None),
    "a right atrium at nothing": (
        {"p_ra": [(0, 0.9), (1, 0.9)]}, "pulmonary_artery_pulsatility_index", None
    ),
    "blood through a septal defect": (
        {"q_septal_defect": [(0, 20), (1, 20)]}, "total_stroke_volume", pytest.approx(90.8, rel=2e-3)
    ),
    "the other way through it": (
        {"q_septal_defect": [(0, -20), (1, -20)]}, "total_stroke_volume", pytest.approx(70.8, rel=2e-3)
    ),
    "twice the flow": ({"q_aortic": DOUBLED}, "cardiac_output", pytest.approx(120.0 * 0.06, rel=2e-3)),
    "twice the flow and no leak": ({"q_aortic": DOUBLED}, "aortic_regurgitant_fraction", pytest.approx(0.0, abs=1e-9)),
    "coronary flow that runs backward in systole": (
        {"q_coronary_arteries": BACKWARD}, "coronary_diastolic_systolic_ratio", None,
    ),
    # at 40 mmHg in atrium and artery: 0.25·(40 + 3 − 0.75·15.2) − 3.9 mL/min
    "water above what lymph carries": (
        {"p_la": [(0, 40), (1, 40)], "p_pulmonary_arteries": [(0, 40), (1, 40)]},
        "lung_water_gain", pytest.approx(60.0 * (0.25 * (43.0 - 0.75 * 15.2) - 3.9)),
    ),
    **{
        f"{atrial} mmHg in the left atrium": ({"p_la": [(0, atrial), (1, atrial)]}, "lung_congestion_grade", grade)
        for atrial, grade in ((17.9, 0), (18.1, 1), (24.9, 1), (25.1, 2), (29.9, 2), (30.1, 3), (40.0, 3))
    },
}  # fmt: skip


@pytest.mark.parametrize(("lines", "name", "value"), CHANGED.values(), ids=CHANGED)
def test_a_changed_line_gives(lines, name, value):
    assert measure(**lines)[name] == value


def test_a_tight_valve_has_no_half_time():
    assert measure(Patient.preset("healthy"))["aortic_pressure_half_time"] is None


def test_a_heart_that_sustains_no_circulation_is_refused():
    with pytest.raises(SimulationError, match=r"patient 'Healthy adult', steady beat: mean aortic pressure 10 mmHg"):
        measure(p_ascending_aorta=[(0, 10), (1, 10)])
    with pytest.raises(SimulationError, match="forward stroke volume -"):
        measure(q_aortic=[(0, 0), (0.1, 0), (0.2, 400), (0.4, 0), (0.41, -200), (0.9, -200), (1, 0)])


SUPPORTED = LEAKING.with_values({"axial_pump.model": "CP"})
STILL = [(0, -2), (1, -2)]


def test_pumps_add_to_what_the_body_gets():
    """60 mL/s for the whole beat are 3.6 L/min, whichever pump moves them; a septal defect takes nothing away."""
    for pump in ("q_axial_pump", "q_venous_drainage", "q_left_atrial_drainage"):
        found = measure(SUPPORTED, **{pump: [(0, 60), (1, 60)]})
        assert found["pump_flow"] == pytest.approx(3.6)
        assert found["native_cardiac_output"] == pytest.approx(OUTPUT, rel=2e-3)
        assert found["cardiac_output"] == pytest.approx(OUTPUT + 3.6, rel=2e-3)
    shunt = measure(q_septal_defect=[(0, 20), (1, 20)])
    assert shunt["left_to_right_shunt"] == pytest.approx(1.2)
    assert shunt["cardiac_output"] == pytest.approx(OUTPUT, rel=2e-3)


def test_behind_a_shut_valve_nothing_is_ejected_and_no_share_leaks():
    """With a pump that does the work; without one, a heart that does not eject is an error."""
    found = measure(SUPPORTED, q_aortic=STILL, q_axial_pump=[(0, 60), (1, 60)])
    assert found["lv_ejection_time"] == 0.0
    assert found["aortic_regurgitant_fraction"] is None
    assert found["native_cardiac_output"] == pytest.approx(-0.12)
    assert found["cardiac_output"] == pytest.approx(3.48)
    with pytest.raises(SimulationError, match="no ejection"):
        measure(q_aortic=STILL)


def test_a_body_that_gets_nothing_has_no_resistance_and_is_refused():
    with pytest.raises(SimulationError, match="forward stroke volume -"):
        measure(SUPPORTED, q_aortic=STILL)
