"""One vocabulary: what a run measures is what the list says, under the names that were agreed."""

import numpy as np
import pytest

from diastole.model.circulation.kernel_parameters import STATE_INDEX
from diastole.model.measures.definitions import GROUPS, LABELS, MEASURES, SIGNALS
from diastole.model.patient import PRESETS
from diastole.model.run import units
from diastole.model.simulation.trace import SIGNAL_INDEX
from tests.conftest import PUMPS

# As the design says them: names with their unit; claims, rules and pages of other packages rely on these.
AGREED = {
    "1/min": "heart_rate",
    "mmHg": """mean_aortic_pressure systolic_aortic_pressure diastolic_aortic_pressure aortic_end_diastolic_pressure
        augmented_diastolic_pressure pulse_pressure lv_end_diastolic_pressure lv_peak_pressure left_atrial_pressure
        right_atrial_pressure pulmonary_artery_pressure pulmonary_capillary_pressure""",
    "mL": """lv_end_diastolic_volume lv_end_systolic_volume total_stroke_volume forward_stroke_volume
        aortic_regurgitant_volume mitral_regurgitant_volume diastolic_mitral_regurgitant_volume""",
    "L/min": """cardiac_output native_cardiac_output pump_flow left_to_right_shunt aortic_regurgitant_flow
        mitral_regurgitant_flow""",
    "L/min/m²": "cardiac_index",
    "dyn s/cm⁵": "systemic_vascular_resistance",
    "W": "cardiac_power_output",
    "1": """lv_ejection_fraction aortic_regurgitant_fraction mitral_regurgitant_fraction endocardial_viability_ratio
        coronary_diastolic_systolic_ratio mixed_venous_oxygen_saturation subendocardial_supply_demand_ratio
        subepicardial_supply_demand_ratio lung_congestion_grade""",
    "ms": "aortic_pressure_half_time mitral_closure_before_r_wave lv_ejection_time diastolic_time",
    "mmHg/s": "lv_dpdt_max",
    "J": "lv_stroke_work pressure_volume_area",
    "mmHg s": "tension_time_index diastolic_pressure_time_index",
    "µmol": "lv_contractile_atp",
    "kPa": "lv_peak_fibre_stress lv_mean_fibre_stress",
    "mL/min": "coronary_flow subendocardial_flow subepicardial_flow lv_oxygen_need",
    "mL/h": "lung_water_gain",
    "mmol/min": "lv_contractile_atp_rate",
}
SIGNALS_OF_THE_CONTRACT = """aortic_pressure thoracic_aortic_pressure abdominal_aortic_pressure lv_pressure rv_pressure
    left_atrial_pressure right_atrial_pressure pulmonary_artery_pressure pericardial_pressure aortic_flow mitral_flow
    tricuspid_flow pulmonary_flow septal_defect_flow coronary_flow lv_volume rv_volume left_atrial_volume
    right_atrial_volume balloon_volume helium_pressure lv_fibre_stress lv_fibre_stretch lv_active_tension lv_calcium
    lv_atp_rate"""


def test_the_names_and_units_are_those_that_were_agreed():
    agreed = {name: unit for unit, names in AGREED.items() for name in names.split()}
    assert units() == agreed


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_says_what_it_is(name):
    measure = MEASURES[name]
    assert measure.title
    assert measure.group in GROUPS
    assert measure.scope in ("beat", "cycle")
    assert 0 <= measure.decimals <= 3
    for sentence in (measure.meaning, measure.definition):
        assert len(sentence) > 10
        assert sentence.endswith(".")
    assert measure.meaning != measure.definition


def test_no_two_measures_share_a_title():
    assert len({measure.title for measure in MEASURES.values()}) == len(MEASURES)


@pytest.mark.parametrize("pump", PUMPS)
@pytest.mark.parametrize("preset", PRESETS)
def test_a_run_measures_the_vocabulary_and_nothing_else(preset, pump, run_of):
    run = run_of(preset, pump)
    assert list(run.measures) == list(MEASURES)
    for name, value in run.measures.items():
        assert value is None or np.isfinite(value), name
    if run.unassisted is not None:
        assert list(run.unassisted) == list(MEASURES)
    assert list(run.labels) == list(LABELS)


def test_only_what_may_be_undefined_is_none(run_of):
    """Half-time needs a leak and no balloon; everything else of the presets is a number."""
    for preset in PRESETS:
        for pump in PUMPS:
            run = run_of(preset, pump)
            missing = {name for name, value in run.measures.items() if value is None}
            leaking = preset.endswith("_ar")
            assert missing == (set() if leaking and pump == "no pump" else {"aortic_pressure_half_time"})


def test_signals_have_a_source_a_unit_and_a_title():
    assert set(SIGNALS_OF_THE_CONTRACT.split()) <= set(SIGNALS)
    for signal in SIGNALS.values():
        assert signal.source in STATE_INDEX or signal.source in SIGNAL_INDEX
        assert signal.unit
        assert signal.title


def test_the_dataset_carries_units_and_long_names(run_of):
    run = run_of("acute_severe_ar", "1:2")
    dataset = run.dataset()
    assert set(dataset.data_vars) == set(SIGNALS)
    for name, signal in SIGNALS.items():
        assert dataset[name].attrs == {"units": signal.unit, "long_name": signal.title}
        assert dataset[name].dims == ("time",)
        assert dataset[name].shape == run.time.shape
    assert dataset["time"].attrs["units"] == "s"
    assert dataset.attrs["cardiac_output"] == run.measures["cardiac_output"]
    assert None not in dataset.attrs.values()
