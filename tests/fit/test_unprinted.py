"""What a sheet does not print is drawn from plausible people, and the fit says what the sheet does not tell."""

import json
import re
from functools import cache

import pytest

from diastole.faces.notebook import html
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import simulate
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.filling_curve import over_common, volume_at
from diastole.studies.fit.fit_factors import FACTORS, WALL, factors_for, with_factors, with_numbers
from diastole.studies.fit.fitting import Fit, fit
from diastole.studies.fit.usual_values import FILLING_CURVE, OF_A_GROWN_WALL, OF_ADULTS, UsualValue, usual_values

STENOSES = {"stenosis": "0.7 cm²", "critical stenosis": "0.4 cm²"}  # areas of the aortic valve
SHEETS = {  # few numbers each, as a ward has them
    "catheter": {"right_atrial_pressure": "9 mmHg", "cardiac_index": "2.6 L/min/m²", "left_atrial_pressure": "12 mmHg"},
    "cuff": {"systolic_aortic_pressure": "120 mmHg", "diastolic_aortic_pressure": "75 mmHg", "heart_rate": "70 /min"},
    "hypertension": {"systolic_aortic_pressure": "185 mmHg", "diastolic_aortic_pressure": "105 mmHg"},
    "failing": {
        "mean_aortic_pressure": "85 mmHg", "cardiac_index": "2.1 L/min/m²", "left_atrial_pressure": "28 mmHg",
        "lv_ejection_fraction": "25 %",
    },
    "stenosis": {"systolic_aortic_pressure": "120 mmHg", "cardiac_index": "2.6 L/min/m²"},
    "critical stenosis": {"cardiac_output": "3.6 L/min"},
    "dry": {"systolic_aortic_pressure": "88 mmHg", "heart_rate": "104 /min", "left_atrial_pressure": "0 mmHg"},
}  # fmt: skip


@cache
def fitted(name: str, *more: tuple[str, str]) -> Fit:
    lesions = {"aortic_stenosis": {"orifice_area": STENOSES[name]}} if name in STENOSES else {}
    tree = {"name": name, "measured": SHEETS[name] | dict(more), "lesions": lesions}
    return fit(BedsideSheet.read(tree, name))


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_of_the_fitted_patient_is_odd(name):
    found = fitted(name)
    shown = simulate(found.patient)
    assert not any(row.large for row in found.rows)
    assert found.implausible == []
    odd = {one.name: one.excess(shown, found.sheet.measured) for one in OF_ADULTS}
    assert {what: by for what, by in odd.items() if abs(by) > 2.0} == {}


@pytest.mark.parametrize("name", SHEETS)
def test_the_filling_curve_of_every_fit_has_the_common_shape(name):
    patient = fitted(name).patient
    assert 0.9 <= over_common(patient, simulate(patient).measures["lv_end_diastolic_volume"]) <= 1.1


def test_a_catheter_without_an_echo_makes_no_giant_heart():
    assert 70.0 < simulate(fitted("catheter").patient).measures["lv_end_diastolic_volume"] < 180.0


@pytest.mark.parametrize("name", STENOSES)
def test_a_stenosis_thickens_the_wall_and_not_weakens_it(name):
    patient = fitted(name).patient
    assert patient.left_ventricle.wall_volume > Patient.preset(fitted(name).preset).left_ventricle.wall_volume
    assert simulate(patient).measures["lv_ejection_fraction"] > 0.4


def test_a_wall_grows_where_the_sheet_has_a_reason():
    healthy = Patient.preset("healthy")
    stenosed = healthy.with_values({"lesions.aortic_stenosis": {"orifice_area": "0.7 cm²"}})
    free = [
        WALL in {factor.name for factor in factors_for(patient, measured)}
        for patient, measured in (
            (healthy, {"systolic_aortic_pressure": 120.0}),
            (healthy, {"systolic_aortic_pressure": 160.0}),
            (healthy, {"mean_aortic_pressure": 115.0}),
            (stenosed, {"systolic_aortic_pressure": 120.0}),
        )
    ]
    assert free == [False, True, True, True]


def test_a_healthy_fibre_bears_no_more_than_one_in_a_grown_wall_may():
    stress = simulate(Patient.preset("healthy")).measures["lv_peak_fibre_stress"]
    assert 0.8 * OF_A_GROWN_WALL.high < stress < OF_A_GROWN_WALL.high


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_usual(name):
    run = simulate(Patient.preset(name))
    odd = {one.name: one.excess(run, ()) for one in OF_ADULTS}
    far = {what: by for what, by in odd.items() if abs(by) > 1.0}
    assert far == {} or name == "shock_mr"  # which is dying


def test_a_usual_value_draws_from_beyond_its_ends_only():
    run = simulate(Patient.preset("healthy"))
    rate = run.measures["heart_rate"]
    inside = UsualValue("heart_rate", rate - 5.0, rate + 5.0, 2.0)
    below, above = inside._replace(low=rate + 4.0, high=rate + 9.0), inside._replace(low=0.0, high=rate - 6.0)
    assert [one.excess(run, ()) for one in (inside, below, above)] == pytest.approx([0.0, -2.0, 3.0])
    assert below.excess(run, ("heart_rate",)) == 0.0
    assert below._replace(twins=("cardiac_output",)).excess(run, ("cardiac_output",)) == 0.0


def test_sizes_go_with_the_body_and_a_child_is_not_judged_as_an_adult():
    healthy = Patient.preset("healthy")
    small, child = (
        with_numbers(healthy, {"body.height": height, "body.weight": weight}, "given")
        for height, weight in ((150.0, 45.0), (110.0, 19.0))
    )
    volume = next(one for one in OF_ADULTS if one.name == "lv_end_diastolic_volume")
    fraction = next(one for one in OF_ADULTS if one.name == "lv_ejection_fraction")
    assert volume.ends(small, 0.0)[1] < 0.8 * volume.ends(healthy, 0.0)[1]
    assert fraction.ends(small, 0.0) == fraction.ends(healthy, 0.0)
    assert usual_values(child, FACTORS) == ()
    assert OF_A_GROWN_WALL in usual_values(small, FACTORS)


def test_a_curve_that_is_too_straight_is_drawn_back():
    healthy = Patient.preset("healthy")
    straight = with_numbers(healthy, {"left_ventricle.passive_exponent": 8.0}, "assumed")
    curve = next(one for one in OF_ADULTS if one.name == FILLING_CURVE)
    assert curve.excess(simulate(healthy), ()) == 0.0
    assert curve.excess(simulate(straight), ()) > 1.0
    assert over_common(healthy, 0.0) == over_common(healthy, volume_at(healthy, 5.0))


def ends(found: Fit, words: str) -> tuple[float, float]:
    """Return the range that a fit names for what the sheet does not tell."""
    [sentence] = [text for text in found.left_open if words in text]
    low, high = re.search(r"from (-?[\d.]+) \S+ to (-?[\d.]+) ", sentence).groups()
    return float(low), float(high)


def test_what_the_sheet_does_not_tell_is_said_with_what_would_fit():
    found = fitted("catheter")
    assert len(found.left_open) == len(found.undetermined)
    low, high = ends(found, "does not determine the size of the left ventricle: any LV end-diastolic volume")
    assert low < simulate(found.patient).measures["lv_end_diastolic_volume"] < high
    assert high > 1.5 * low


def test_more_numbers_leave_less_open():
    few, more = fitted("catheter"), fitted("catheter", ("lv_ejection_fraction", "60 %"), ("heart_rate", "70 /min"))
    size = "size of the left ventricle"
    assert not any(size in text for text in more.left_open) or ends(more, size)[1] < ends(few, size)[1]
    known = fitted("catheter", ("lv_end_diastolic_volume", "140 mL"))
    assert "lv_size" not in known.undetermined
    assert not any(size in text for text in known.left_open)


def test_the_range_of_a_wall_is_told_by_the_wall():
    low, high = ends(fitted("stenosis"), "does not determine the muscle mass of the left ventricle: anything")
    assert low < fitted("stenosis").patient.left_ventricle.wall_volume < high


def test_the_range_of_a_factor_whose_measure_is_printed_is_of_the_preset():
    """The fraction is on this sheet, and the force of the ventricle is not told by it."""
    found = fit(BedsideSheet.read({"name": "echo", "measured": {"lv_ejection_fraction": "60 %"}}, "echo"))
    [sentence] = [text for text in found.left_open if "contractility of the left ventricle" in text]
    low, high = (int(share) for share in re.findall(r"(\d+)%", sentence))
    assert low < 100 < high
    assert sentence.endswith("of that of the preset fits.")


def test_it_is_said_in_the_terminal_in_json_and_in_a_notebook(tmp_path, called):
    path = tmp_path / "bed.yaml"
    path.write_text("measured: {right_atrial_pressure: 9 mmHg, cardiac_index: 2.6 L/min/m²}\n", encoding="utf-8")
    shown = called("fit", path).stdout
    printed = json.loads(called("fit", path, "--json").stdout)
    assert printed["left_open"]
    for text in printed["left_open"]:
        assert text.replace(" ", "") in "".join(shown.split())
    found = fitted("catheter")
    assert all(text in html(found) for text in found.left_open)


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.name)
def test_a_factor_is_told_by_a_measure_that_it_moves(factor):
    if not factor.shown_by:
        return
    healthy = Patient.preset("healthy")
    before, after = (
        simulate(with_factors(healthy, [factor], [share])).measures[factor.shown_by] for share in (1.0, 1.1)
    )
    assert abs(after - before) > 0.002 * abs(before)
