"""What must hold between the measures of a run, and what a run tells besides."""

import numpy as np
import pytest

from diastole.errors import SimulationError
from diastole.model.circulation.kernel_parameters import law_parameters
from diastole.model.devices.balloon_pump.console import R_WAVE
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.physiology.one_fibre import MMHG_PER_KPA
from diastole.model.run import compare, simulate
from tests.conftest import PUMPS

each_run = pytest.mark.parametrize(("preset", "pump"), [(preset, pump) for preset in PRESETS for pump in PUMPS])


@each_run
def test_measures_of_one_run_fit_together(preset, pump, run_of):
    """Output is stroke times rate over a whole support cycle; at 1:1 that is the assisted beat alone."""
    run = run_of(preset, pump)
    m = run.measures
    edv, esv = m["lv_end_diastolic_volume"], m["lv_end_systolic_volume"]
    ejected = m["forward_stroke_volume"] + m["aortic_regurgitant_volume"]
    assert m["lv_ejection_fraction"] == pytest.approx((edv - esv) / edv)
    assert m["aortic_regurgitant_fraction"] == pytest.approx(m["aortic_regurgitant_volume"] / ejected)
    assert m["mitral_regurgitant_fraction"] == pytest.approx(m["mitral_regurgitant_volume"] / m["total_stroke_volume"])
    assert m["total_stroke_volume"] == pytest.approx(ejected + m["mitral_regurgitant_volume"])
    assert edv - esv <= m["total_stroke_volume"] + m["aortic_regurgitant_volume"]
    assert m["pulse_pressure"] == pytest.approx(m["systolic_aortic_pressure"] - m["diastolic_aortic_pressure"])
    assert m["diastolic_aortic_pressure"] <= m["aortic_end_diastolic_pressure"] < m["systolic_aortic_pressure"]
    assert m["diastolic_aortic_pressure"] < m["mean_aortic_pressure"]
    assert m["right_atrial_pressure"] < m["left_atrial_pressure"] < m["pulmonary_artery_pressure"]
    assert m["lv_peak_pressure"] > m["lv_end_diastolic_pressure"]
    assert m["lv_peak_fibre_stress"] > m["lv_mean_fibre_stress"] > 0.0
    others = [run.unassisted["forward_stroke_volume"]] * (len(run.r_waves) - 1) if run.unassisted else []
    stroke = np.mean([m["forward_stroke_volume"], *others])
    assert m["cardiac_output"] == pytest.approx(stroke * run.patient.heart_rate / 1000.0, rel=2e-3)
    assert m["heart_rate"] == pytest.approx(run.patient.heart_rate)
    ratio = m["diastolic_pressure_time_index"] / m["tension_time_index"]
    assert m["endocardial_viability_ratio"] == pytest.approx(ratio)
    assert m["pressure_volume_area"] > m["lv_stroke_work"] > 0.0


@pytest.mark.parametrize("preset", PRESETS)
def test_stroke_work_is_pressure_times_what_flows_over_the_cycle(preset, run_of):
    """Area of the loop, the other way round: ∫P (Q_out − Q_in) dt."""
    run = run_of(preset, "no pump")
    s = run.signals
    power = s["lv_pressure"] * (s["aortic_flow"] - s["mitral_flow"] + s["septal_defect_flow"])
    work = np.trapezoid(power, run.time) * 133.322e-6
    assert run.measures["lv_stroke_work"] == pytest.approx(work, rel=2e-3)


@pytest.mark.parametrize("pump", ["no pump", "1:1"])
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("side", ["lv", "rv"])
def test_fibre_work_is_pump_work(side, preset, pump):
    """∮P dV = V_w ∮σ d ln λ over a beat, P the pressure across the wall (arts1991)."""
    patient = Patient.preset(preset).with_balloon_pump(PUMPS[pump])
    trace = simulate(patient, accuracy="accurate").steady.trace
    transmural = trace[f"p_{side}"] - trace["p_pericardium"]
    pump_work = np.trapezoid(transmural, trace[f"v_{side}"])
    stress, stretch = trace[f"stress_{side}"], trace[f"stretch_{side}"]
    wall = law_parameters(patient)[f"{side}_wall"].volume
    fibre_work = MMHG_PER_KPA * wall * np.trapezoid(stress, np.log(stretch))
    assert fibre_work == pytest.approx(pump_work, rel=1e-4)
    assert -pump_work * 133.322e-6 > 0.02  # J


@pytest.mark.parametrize("preset", PRESETS)
def test_heads_that_detach_cost_as_much_as_the_rate_says(preset, run_of):
    run = run_of(preset, "no pump")
    assert run.measures["lv_contractile_atp"] == pytest.approx(
        np.trapezoid(run.signals["lv_atp_rate"], run.time), rel=2e-3
    )


@pytest.mark.parametrize("pump", ["no pump", "1:1", "pneumatic"])
def test_without_other_beats_there_are_no_unassisted_measures(pump, run_of):
    assert run_of("shock", pump).unassisted is None


@pytest.mark.parametrize("pump", ["1:2", "1:3"])
def test_assisted_and_unassisted_beats_are_kept_apart(pump, run_of):
    """The systole after an inflation meets less pressure than the others."""
    run = run_of("shock", pump)
    plain = run_of("shock", "no pump").measures
    assert run.unassisted["systolic_aortic_pressure"] > run.measures["systolic_aortic_pressure"] + 1.0
    assert run.measures["augmented_diastolic_pressure"] > run.unassisted["augmented_diastolic_pressure"] + 5.0
    for name, measure in MEASURES.items():
        if measure.scope == "cycle":
            assert run.unassisted[name] == pytest.approx(run.measures[name])
    assert plain["cardiac_output"] < run.measures["cardiac_output"] < run_of("shock", "1:1").measures["cardiac_output"]


def test_the_unassisted_beats_at_one_to_three_are_averaged(run_of):
    run = run_of("shock", "1:3")
    cycle = run.cycle
    second, third = (cycle.beat(index).over("q_aortic").integral for index in (1, 2))
    assert run.unassisted["forward_stroke_volume"] == pytest.approx(0.5 * (second + third))
    assert second != pytest.approx(third, rel=1e-4)


def test_the_console_prints_what_its_screen_shows(run_of):
    """At 1:1 no unassisted beat is on the screen; without a pump only such beats are."""
    plain, one, two = (run_of("shock", pump) for pump in ("no pump", "1:1", "1:2"))
    assert [name for name, value in plain.labels.items() if value is not None] == ["SYS", "DIA", "DN"]
    assert [name for name, value in one.labels.items() if value is not None] == ["AUG", "ASYS", "ADIA", "DN"]
    assert None not in two.labels.values()
    assert two.labels["ASYS"] == two.measures["systolic_aortic_pressure"] < two.labels["SYS"]
    assert two.labels["ADIA"] == two.measures["aortic_end_diastolic_pressure"]
    assert two.labels["DIA"] == two.unassisted["aortic_end_diastolic_pressure"]
    assert two.labels["AUG"] == two.measures["augmented_diastolic_pressure"] > two.labels["SYS"]
    notch = plain.cycle.beat(0).starts
    assert plain.labels["DN"] == pytest.approx(np.interp(notch, plain.time, plain.signals["aortic_pressure"]))


@pytest.mark.parametrize("preset", PRESETS)
def test_with_the_usual_timing_the_screen_shows_unloading(preset, run_of):
    """At 1:2 both assisted pressures lie below the unassisted ones: what is looked for at the bedside."""
    labels = run_of(preset, "1:2").labels
    assert labels["ASYS"] < labels["SYS"]
    assert labels["ADIA"] < labels["DIA"]


def test_the_console_shows_early_and_late_deflation():
    """At 1:2 a late deflation leaves the assisted end-diastolic pressure above the unassisted one (textbook sign)."""
    early, late = (
        simulate(Patient.preset("shock").with_balloon_pump(BalloonPump(ratio="1:2", deflation_offset=offset))).labels
        for offset in ("-40 ms", "80 ms")
    )
    assert early["ADIA"] < early["DIA"] - 5.0
    assert late["ADIA"] > late["DIA"] + 10.0


@pytest.mark.parametrize(("pump", "beats"), [("no pump", 1), ("1:1", 1), ("1:2", 2), ("1:3", 3)])
def test_a_run_spans_its_support_cycle(pump, beats, run_of):
    run = run_of("shock", pump)
    assert run.period == pytest.approx(60.0 / run.patient.heart_rate)
    assert run.time[0] == 0.0
    assert run.time[-1] == pytest.approx(beats * run.period)
    assert (np.diff(run.time) > 0.0).all()
    assert run.r_waves == pytest.approx([R_WAVE + i * run.period for i in range(beats)])
    assert run.beats >= beats
    assert 0.0 <= run.residual < 1e-6


@pytest.mark.parametrize("pump", [name for name in PUMPS if name != "no pump"])
def test_inflations_are_where_the_balloon_holds_helium(pump, run_of):
    run = run_of("shock", pump)
    volume = run.signals["balloon_volume"]
    inside = np.zeros(run.time.size, dtype=bool)
    for start, end in run.inflations:
        assert 0.0 <= start < end <= run.time[-1]
        inside |= (run.time >= start) & (run.time <= end)
    assert (volume[~inside] <= 0.0).all()
    assert run_of("shock", "no pump").inflations == []


def test_a_comparison_holds_the_same_patient_twice_with_the_pump_that_it_has_or_the_usual_one():
    found = compare(Patient.preset("shock"))
    assert found.without.patient.balloon_pump is None
    assert found.patient == found.without.patient.with_balloon_pump(BalloonPump())
    assert found.without.measures["cardiac_output"] < found.with_.measures["cardiac_output"]
    pump = BalloonPump(volume="30 mL", ratio="1:2")
    kept = compare(Patient.preset("shock").with_balloon_pump(pump))
    assert kept.patient.balloon_pump == pump
    assert kept.with_.unassisted is not None


def test_an_accurate_run_agrees_with_the_default_one():
    patient = Patient.preset("chronic_severe_ar")
    default, accurate = (simulate(patient, accuracy=name).measures for name in ("default", "accurate"))
    for name in ("cardiac_output", "aortic_regurgitant_volume", "lv_end_diastolic_pressure", "lv_contractile_atp"):
        assert default[name] == pytest.approx(accurate[name], rel=1e-3)


def test_a_heart_that_cannot_eject_gives_a_sentence():
    dead = Patient.preset("healthy").with_values({"left_ventricle.working_fraction": "0.02"})
    with pytest.raises(SimulationError, match=r"patient 'Healthy adult', (steady beat|beat \d+): "):
        simulate(dead)
