"""A run says where it shows what no living patient shows."""

import pytest

from diastole.model.patient import PRESETS, Patient
from diastole.model.run import simulate

BLOOD = {
    "oxygen.haemoglobin=0.00001 g/dL": ["Haemoglobin of 1e-05 g/dL", "mixed venous saturation of 0%"],
    "oxygen.haemoglobin=2 g/dL": ["Haemoglobin of 2 g/dL"],
    "oxygen.haemoglobin=29 g/dL": ["Haemoglobin of 29 g/dL"],
    "oxygen.arterial_saturation=0.1": ["arterial saturation of 10%", "mixed venous saturation of 0%"],
    "oxygen.consumption=600 mL/min/m²": ["mixed venous saturation of"],
}


@pytest.mark.parametrize("change", BLOOD)
def test_blood_that_keeps_nobody_alive_is_a_caution(change):
    key, _, value = change.partition("=")
    run = simulate(Patient.preset("healthy").with_values({key: value}))
    for words in BLOOD[change]:
        assert any(words in caution for caution in run.cautions), run.cautions


@pytest.mark.parametrize("preset", PRESETS)
def test_the_presets_need_no_caution(preset, run_of):
    assert not any("saturation" in text or "Haemoglobin" in text for text in run_of(preset, "no pump").cautions)


def test_what_a_fit_missed_comes_first():
    missed = "This patient does not show all that was measured."
    patient = Patient.preset("healthy").model_copy(update={"misfit": missed, "heart_rate": 150.0})
    run = simulate(patient)
    assert run.cautions[0] == missed
    assert len(run.cautions) == 2


@pytest.mark.parametrize("flow", ["6 L/min", "1 L/min"])
def test_lungs_without_flow_are_a_caution(flow):
    """What lies in lungs and body then returns to itself however it is spread (found by a breaker)."""
    values = {"extracorporeal.circuit": "va_ecmo", "extracorporeal.flow": flow}
    values["lesions.mitral_regurgitation.orifice_area"] = "1.48 cm²"
    run = simulate(Patient.preset("shock_mr").with_values(values))
    idle = abs(run.signals["pulmonary_flow"].mean()) < 1.0  # mL/s
    assert any("Hardly any blood passes the lungs" in caution for caution in run.cautions) == idle
    assert idle == (flow == "6 L/min")


TIMING = {  # setting of the balloon → what the caution says; none where the balloon is empty during ejection
    "deflation_offset=0 ms": "",
    "deflation_offset=-100 ms": "",
    "deflation_offset=100 ms": "deflation is late",
    "deflation_offset=300 ms": "deflation is late",
    "deflation_offset=350 ms": "deflation is late",
    "inflation_offset=-60 ms": "",
    "inflation_offset=-200 ms": "inflation is early",
    "inflation_offset=120 ms": "",
    "drive=pneumatic": "",
    "trigger=pressure": "",
}


@pytest.mark.parametrize("setting", TIMING)
def test_a_balloon_in_the_way_of_ejection_is_a_caution(setting):
    key, _, value = setting.partition("=")
    run = simulate(Patient.preset("shock").with_values({f"balloon_pump.{key}": value}))
    said = [text for text in run.cautions if "ejects against it" in text]
    assert [TIMING[setting] in text for text in said] == ([True] if TIMING[setting] else [])


@pytest.mark.parametrize("ratio", ["1:1", "1:2", "1:3"])
@pytest.mark.parametrize("preset", PRESETS)
def test_the_usual_timing_is_none(preset, ratio, run_of):
    assert not any("balloon" in text for text in run_of(preset, ratio).cautions)


@pytest.mark.parametrize("offset", ["300 ms", "350 ms"])
def test_a_balloon_that_is_filled_again_in_late_diastole_gives_a_peak_below_the_notch(offset):
    labels = simulate(Patient.preset("shock").with_values({"balloon_pump.deflation_offset": offset})).labels
    assert labels["DN"] > labels["AUG"] > labels["ADIA"]


def test_the_console_prints_no_augmentation_where_pressure_only_falls_from_the_notch():
    labels = simulate(Patient.preset("acute_severe_ar").with_values({"balloon_pump.volume": "2 mL"})).labels
    assert labels["AUG"] is None
    assert labels["DN"] > labels["ADIA"]


@pytest.mark.parametrize("ratio", ["1:1", "1:2"])
@pytest.mark.parametrize("preset", PRESETS)
def test_an_early_inflation_runs_into_systole_and_fills_the_notch(preset, ratio):
    pump = {"balloon_pump.inflation_offset": "-120 ms", "balloon_pump.ratio": ratio}
    labels = simulate(Patient.preset(preset).with_values(pump)).labels
    assert labels["DN"] is None
    assert labels["AUG"] is not None


@pytest.mark.parametrize("preset", ["acute_severe_ar", "chronic_severe_ar"])
def test_a_late_inflation_gives_a_peak_below_the_notch_where_the_valve_leaks(preset):
    run = simulate(Patient.preset(preset).with_values({"balloon_pump.inflation_offset": "120 ms"}))
    beat = run.cycle.beat(0)
    time, pressure = (run.cycle[name] if name else run.cycle.time for name in ("", "p_ascending_aorta"))
    filled = (time > beat.starts + 0.12) & (time < beat.r_wave)  # from the order to inflate on
    assert run.labels["AUG"] == pytest.approx(pressure[filled].max(), abs=0.1)
    assert run.labels["AUG"] < run.labels["DN"]


def test_the_console_prints_no_notch_where_the_valve_stays_shut():
    run = simulate(Patient.preset("shock").with_values({"axial_pump.model": "5.5"}))
    assert run.measures["lv_ejection_time"] == 0.0
    assert run.labels["DN"] is None
