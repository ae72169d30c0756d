"""Runs that look like physiology and are made by hand: the report is tested without a simulation."""

from dataclasses import dataclass, field, replace

import numpy as np

from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leak_drives import VALVES
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.patient import BalloonPump as Pump
from diastole.model.patient import Patient
from diastole.model.simulation.leak_scan import LeakDrive

PERIOD = 0.75  # s
PUMP = Pump()
PATIENT = Patient.preset("healthy").with_values({"name": "Test <patient> & co"})
BASE = {
    "heart_rate": 80.0, "mean_aortic_pressure": 70.0, "systolic_aortic_pressure": 92.0,
    "diastolic_aortic_pressure": 46.0, "aortic_end_diastolic_pressure": 47.0, "augmented_diastolic_pressure": 85.0,
    "pulse_pressure": 46.0, "lv_end_diastolic_pressure": 30.0, "lv_peak_pressure": 95.0,
    "left_atrial_pressure": 22.0, "right_atrial_pressure": 6.0, "pulmonary_artery_pressure": 28.0,
    "lv_end_diastolic_volume": 140.0, "lv_end_systolic_volume": 60.0, "lv_ejection_fraction": 0.57,
    "total_stroke_volume": 80.0, "forward_stroke_volume": 40.0, "cardiac_output": 3.2,
    "aortic_regurgitant_volume": 40.0, "mitral_regurgitant_volume": 0.2, "aortic_regurgitant_fraction": 0.5,
    "mitral_regurgitant_fraction": 0.002, "aortic_pressure_half_time": 180.0, "mitral_closure_before_r_wave": 90.0,
    "diastolic_mitral_regurgitant_volume": 0.0, "lv_ejection_time": 270.0, "lv_dpdt_max": 1200.0,
    "lv_stroke_work": 0.72, "pressure_volume_area": 1.1, "tension_time_index": 26.0,
    "diastolic_pressure_time_index": 12.0, "endocardial_viability_ratio": 0.46, "lv_contractile_atp": 19.0,
    "lv_peak_fibre_stress": 42.0, "lv_mean_fibre_stress": 15.0, "coronary_flow": 75.0,
    "coronary_diastolic_systolic_ratio": 1.6, "cardiac_index": 1.68, "native_cardiac_output": 3.2, "pump_flow": 0.0,
    "left_atrial_v_wave": 27.0, "rv_end_diastolic_pressure": 7.0, "pulmonary_artery_systolic_pressure": 38.0,
    "pulmonary_artery_diastolic_pressure": 23.0, "pulmonary_artery_pulsatility_index": 2.5,
    "pulmonary_vein_reversal_fraction": 0.0, "head_and_arm_flow": 0.9, "lower_body_flow": 2.2,
    "left_to_right_shunt": 0.0, "systemic_vascular_resistance": 1600.0, "cardiac_power_output": 0.5,
    "mixed_venous_oxygen_saturation": 0.57, "aortic_regurgitant_flow": 3.2, "mitral_regurgitant_flow": 0.016,
    "diastolic_time": 450.0, "lv_contractile_atp_rate": 1.52, "lv_oxygen_need": 10.5, "subendocardial_flow": 40.0,
    "subepicardial_flow": 35.0, "subendocardial_supply_demand_ratio": 1.5, "subepicardial_supply_demand_ratio": 2.6,
    "pulmonary_capillary_pressure": 24.4, "lung_water_gain": 0.0, "lung_congestion_grade": 1.0,
}  # fmt: skip
ASSISTED = {
    "mean_aortic_pressure": 75.0, "systolic_aortic_pressure": 86.0, "aortic_end_diastolic_pressure": 43.0,
    "augmented_diastolic_pressure": 101.0, "lv_end_diastolic_pressure": 33.0, "lv_end_diastolic_volume": 146.0,
    "left_atrial_pressure": 24.5, "total_stroke_volume": 87.0, "forward_stroke_volume": 40.1, "cardiac_output": 3.21,
    "aortic_regurgitant_volume": 46.9, "aortic_regurgitant_fraction": 0.54, "aortic_pressure_half_time": None,
    "lv_contractile_atp": 18.0, "coronary_flow": 84.0, "diastolic_pressure_time_index": 15.0,
    "endocardial_viability_ratio": 0.6, "lv_stroke_work": 0.75, "native_cardiac_output": 3.21, "cardiac_index": 1.69,
    "aortic_regurgitant_flow": 3.75, "lv_contractile_atp_rate": 1.44, "lv_oxygen_need": 10.1,
    "subendocardial_supply_demand_ratio": 1.7, "head_and_arm_flow": 0.86, "lower_body_flow": 2.26,
}  # fmt: skip


DRIVES = dict.fromkeys(VALVES, LeakDrive(seconds=0.4, above=60.0, below=20.0, root=6.0))


@dataclass(frozen=True)
class Run:
    patient: Patient
    time: np.ndarray
    signals: dict
    measures: dict
    labels: dict
    inflations: list
    r_waves: list
    period: float = PERIOD
    unassisted: dict | None = None
    beats: int = 14
    residual: float = 3e-8
    deflation_after_r_wave: float | None = None
    cautions: tuple = ()
    reflex: bool = False
    leak_drives: dict = field(default_factory=lambda: DRIVES)


@dataclass(frozen=True)
class Comparison:
    without: Run
    with_: Run


def bump(time, centre, width):
    """A hump of height 1 that repeats with the beat."""
    away = (time - centre + PERIOD / 2) % PERIOD - PERIOD / 2
    return np.exp(-((away / width) ** 2))


def waveforms(time, balloon, leak):
    """Every signal of the vocabulary; ``balloon`` is its volume over time [mL]."""
    systole = bump(time, 0.2, 0.1)
    flow = 450 * systole - leak * bump(time, 0.5, 0.12)
    signals = {name: np.full(time.size, 10.0) for name in SIGNALS}
    signals |= {
        "aortic_pressure": 55 + 35 * bump(time, 0.23, 0.13) + 0.9 * balloon * bump(time, 0.45, 0.1),
        "lv_pressure": 20 + 75 * systole,
        "left_atrial_pressure": 20 + 5 * bump(time, 0.68, 0.05),
        "aortic_flow": flow,
        "mitral_flow": 400 * bump(time, 0.5, 0.06),
        "lv_volume": 100 + 40 * np.cos(2 * np.pi * (time - 0.1) / PERIOD),
        "balloon_volume": balloon,
    }
    return signals


def run(pump=None, *, leak=150.0, **measures):
    """A run with these measures instead of the usual ones."""
    beats = pump.beats if pump else 1
    time = np.linspace(0.0, beats * PERIOD, 300 * beats + 1)
    helium = (time > 0.38) & (time < 0.80)
    spans = [] if pump is None else [(0.38, 0.80)] if beats > 1 else [(0.0, 0.05), (0.38, PERIOD)]
    if beats == 1:
        helium = (time > 0.38) | (time < 0.05)
    signals = waveforms(time, helium * (pump.volume if pump else 0.0), leak)
    named = dict.fromkeys(("SYS", "DIA", "AUG", "ASYS", "ADIA", "DN"))
    named |= {"AUG": float(signals["aortic_pressure"].max())} if pump else {"SYS": 90.0}
    waves = [0.035 + beat * PERIOD for beat in range(beats)]
    values = {name: ({**BASE, **measures})[name] for name in MEASURES}
    other = dict(BASE) if beats > 1 else None
    return Run(PATIENT.with_balloon_pump(pump), time, signals, values, named, spans, waves, unassisted=other)


def regurgitation(pump=PUMP, **measures):
    """Aortic regurgitation, without and with a balloon that enlarges the leak."""
    return Comparison(run(), run(pump, leak=190.0, **{**ASSISTED, **measures}))


def tight():
    """No valve disease."""
    small = {"aortic_regurgitant_volume": 1.9, "aortic_regurgitant_fraction": 0.02}
    larger = {"aortic_regurgitant_volume": 2.8, "aortic_regurgitant_fraction": 0.04}
    return Comparison(run(leak=0.0, **small), run(PUMP, leak=0.0, **{**ASSISTED, **larger}))


def mitral():
    """Mitral regurgitation that the balloon lowers."""
    leak = {"aortic_regurgitant_volume": 1.9, "aortic_regurgitant_fraction": 0.02}
    before = {"mitral_regurgitant_volume": 41.0, "mitral_regurgitant_fraction": 0.52}
    after = {"mitral_regurgitant_volume": 38.0, "mitral_regurgitant_fraction": 0.48}
    return Comparison(run(leak=0.0, **leak, **before), run(PUMP, leak=0.0, **{**ASSISTED, **leak, **after}))


def unpumped():
    """Twice the same patient without a pump."""
    return Comparison(run(), run())


def swapped(comparison):
    """The measures exchanged, the pump left where it is."""
    without, with_ = comparison.without, comparison.with_
    return Comparison(replace(without, measures=with_.measures), replace(with_, measures=without.measures))


CASES = {
    "regurgitation": regurgitation,
    "tight": tight,
    "mitral": mitral,
    "unpumped": unpumped,
    "one in two": lambda: regurgitation(Pump(ratio="1:2")),
    "one in three": lambda: regurgitation(Pump(ratio="1:3", inflation_offset=-0.12)),
    "standby": lambda: Comparison(run(), run(Pump(mode="standby", volume=0.0))),
}
