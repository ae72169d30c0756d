"""Which way the measures of leaks and of the right heart go, whatever the presets are."""

from itertools import pairwise

import numpy as np
import pytest

from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import simulate

HEALTHY = Patient.preset("healthy")
MITRAL, AORTIC = (f"lesions.{valve}_regurgitation.orifice_area" for valve in ("mitral", "aortic"))


def measured(patient, key, *values):
    """Return the measures of a patient at each value of a key."""
    return [simulate(patient.with_values({key: value})).measures for value in values]


def told(name, runs):
    """Return which way a measure goes from run to run."""
    return [MEASURES[name].direction(one[name], other[name]) for one, other in pairwise(runs)]


@pytest.fixture(scope="module")
def leaking_mitral():
    found = simulate(HEALTHY).measures
    return [found, *measured(HEALTHY, MITRAL, "0.15 cm²", "0.3 cm²", "0.5 cm²")]


def test_a_larger_mitral_leak_makes_a_taller_v_wave_and_sends_more_back_into_the_lung(leaking_mitral):
    assert told("left_atrial_v_wave", leaking_mitral) == [1, 1, 1]
    assert -1 not in told("pulmonary_vein_reversal_fraction", leaking_mitral)
    assert leaking_mitral[0]["pulmonary_vein_reversal_fraction"] < 0.01
    assert leaking_mitral[-1]["pulmonary_vein_reversal_fraction"] > 0.05


def test_the_v_wave_stands_above_the_mean_where_the_mitral_valve_leaks(leaking_mitral):
    excess = [m["left_atrial_v_wave"] - m["left_atrial_pressure"] for m in leaking_mitral]
    assert sorted(excess) == excess
    assert excess[0] > 0.0


@pytest.mark.parametrize("preset", PRESETS)
def test_pressures_of_the_lung_s_artery_are_in_order(preset, run_of):
    m = run_of(preset, "no pump").measures
    low, mean, high = (m[f"pulmonary_artery_{part}pressure"] for part in ("diastolic_", "", "systolic_"))
    assert low < mean < high
    assert m["pulmonary_artery_pulsatility_index"] == pytest.approx((high - low) / m["right_atrial_pressure"])
    assert m["rv_end_diastolic_pressure"] < high


def test_a_failing_right_ventricle_lowers_papi():
    """Its pulse falls and its atrium fills."""
    keys = "right_ventricle.peak_calcium"
    found = HEALTHY.right_ventricle.peak_calcium
    weak = [simulate(HEALTHY.with_values({keys: f"{share * found} µM"})).measures for share in (1.0, 0.9, 0.8)]
    assert told("pulmonary_artery_pulsatility_index", weak) == [-1, -1]
    assert told("right_atrial_pressure", weak)[-1] == 1


def test_a_loaded_ventricle_whose_calcium_falls_later_shortens_for_longer_and_the_other_one_does_not():
    """As the right wall does in pulmonary hypertension (marcus2008)."""
    loaded = HEALTHY.with_values(
        {
            "segments.pulmonary_bed.resistance": "0.7 mmHg s/mL",
            "vessels.pulmonary_arteries.compliance": "3 mL/mmHg",
            "right_ventricle.wall_volume": "90 mL",
            "valves.pulmonary.length": "1.9 cm",  # a longer column of blood goes on when the muscle has ended
        }
    )
    shortest = {"lv": [], "rv": []}
    for patient in (loaded, loaded.with_values({"right_ventricle.calcium_prolongation": "80 ms"})):
        beat = simulate(patient).steady.trace
        systole = beat.time < 0.7  # s
        for name, times in shortest.items():
            times.append(beat.time[systole][beat[f"stretch_{name}"][systole].argmin()])
    assert np.diff(shortest["rv"])[0] == pytest.approx(0.08, abs=0.02)
    assert np.diff(shortest["lv"])[0] == pytest.approx(0.0, abs=0.005)


@pytest.mark.parametrize(
    ("preset", "rates"), [("chronic_severe_ar", (60, 70, 80, 90, 100)), ("acute_severe_ar", (80, 90, 100, 110))]
)
def test_the_half_time_does_not_grow_with_the_rate(preset, rates):
    """In people it falls (gozzelino1996); read while the ventricle relaxes, it grew. In the acute heart pressures meet
    before the R wave at slower rates."""
    patient = Patient.preset(preset)
    runs = [simulate(patient.with_values({"heart_rate": f"{rate} /min"})).measures for rate in rates]
    assert None not in [run["aortic_pressure_half_time"] for run in runs]
    assert 1 not in told("aortic_pressure_half_time", runs)


def test_a_larger_aortic_leak_shortens_the_half_time():
    """Mild above 500 ms, severe below 200 ms (ase2017)."""
    runs = measured(HEALTHY, AORTIC, "0.05 cm²", "0.1 cm²", "0.2 cm²", "0.4 cm²")
    assert told("aortic_pressure_half_time", runs) == [-1, -1, -1]
    mild, severe = runs[0]["aortic_pressure_half_time"], runs[-1]["aortic_pressure_half_time"]
    assert mild > 500.0
    assert severe < 250.0


def test_coronary_inflow_lives_less_on_diastole_where_the_aortic_valve_leaks():
    """Diastolic pressure falls, systolic rises: in dogs the ratio falls from 2.2 to 0.15."""
    runs = [simulate(HEALTHY).measures, *measured(HEALTHY, AORTIC, "0.2 cm²", "0.4 cm²")]
    assert told("coronary_diastolic_systolic_ratio", runs) == [-1, -1]


def test_a_smaller_share_goes_to_the_head_where_its_arterioles_close():
    key = "resistances.upper_body_bed"
    tight = HEALTHY.with_values({key: f"{1.5 * HEALTHY.resistances.upper_body_bed} mmHg s/mL"})
    runs = [simulate(HEALTHY).measures, simulate(tight).measures]
    assert told("head_and_arm_flow", runs) == [-1]
    assert told("lower_body_flow", runs) == [1]
