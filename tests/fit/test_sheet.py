"""What a bedside sheet may say, and how all that is wrong with one is listed."""

import subprocess
import sys
from pathlib import Path

import pytest

from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import ADULTS
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.body import Body
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.plausibility import plausible_range
from diastole.units import format_quantity

SHEETS = Path(__file__).parent / "sheets"
ROOT = Path(__file__).parents[2]
IMPOSSIBLE = {  # sheet → key, value, and what to do or what is plausible
    "a_co_zero": ["measured.cardiac_output: '0 L/min'", "0.48 L/min to 26 L/min", "leave the line out"],
    "b_cvp_percent": ["measured.right_atrial_pressure: '12 %'", "mmHg or kPa"],
    "c_cvp_no_unit": ["measured.right_atrial_pressure: '12' has no unit", "'12 mmHg'"],
    "e_ef_zero": ["measured.lv_ejection_fraction: '0 %'", "3 % to 95 %"],
    "f_edv_zero": ["measured.lv_end_diastolic_volume: '0 mL'", "9.6 mL to 1170 mL"],
    "g_hr_zero": ["measured.heart_rate: '0 /min'", "20 /min to 250 /min"],
    "h_bp_zero": ["2 problems", "measured.systolic_aortic_pressure: '0 mmHg'", "diastolic_aortic_pressure: '0 mmHg'"],
    "i_co_mL_min": ["measured.cardiac_output: '4.2 mL/min'", "write '4.2 L/min' if that is meant"],
    "j_edv_L_as_mL": ["measured.lv_end_diastolic_volume: '0.16 mL'", "write '0.16 L' if that is meant"],
    "k_kPa_as_mmHg": ["'11.7 mmHg'", "write '11.7 kPa' if", "'7.7 mmHg'", "write '7.7 kPa' if"],
    "l_pa_999": ["measured.pulmonary_artery_pressure: '999 mmHg'", "3 mmHg to 120 mmHg", "correct it"],
    "locale_a": ["measured.cardiac_output: '3,1 L/min' has a decimal comma; write '3.1 L/min'"],
    "locale_b_ef30": ["measured.lv_ejection_fraction: '30'", "write '30 %' if that is meant"],
    "locale_e_bp_pair": ["measured.systolic_aortic_pressure: '88 / 58 mmHg' holds two numbers"],
    "locale_f_na": ["measured.left_atrial_pressure: 'n/a' is no number; leave the line out"],
    "locale_g_empty": ["measured.left_atrial_pressure: '' is no number; leave the line out"],
    "locale_h_zero": ["measured.cardiac_output: '0 L/min'"],
    "locale_i_kpa_slip": ["'88 kPa'", "write '88 mmHg' if", "'58 kPa'", "write '58 mmHg' if"],
    "locale_j_mL_slip": ["'0.13 mL'", "write '0.13 L' if"],
    "locale_k_co_slip": ["'3.1 mL/min'", "write '3.1 L/min' if"],
    "locale_l_cmHg_slip": ["'8.8 mmHg'", "'5.8 mmHg'"],
    "locale_m_kpa_numbers_as_mmHg": ["'12 mmHg'", "write '12 kPa' if", "'8 mmHg'"],
}
SLIPS = {  # of the same kinds
    "stroke volume in litres": ("forward_stroke_volume: 0.07 mL", "write '0.07 L' if"),
    "rate in Hz": ("heart_rate: 1.7 /min", "write '1.7 /s' if"),
    "time in seconds": ("lv_ejection_time: 0.28 ms", "write '0.28 s' if"),
    "Wood units": ("systemic_vascular_resistance: 15 dyn s/cm5", "write '15 WU' if"),
    "milliwatts": ("cardiac_power_output: 600 W", "write '600 mW' if"),
    "percent without its sign": ("mixed_venous_oxygen_saturation: 65", "write '65 %' if"),
    "a fraction in percent": ("aortic_regurgitant_fraction: 45", "write '45 %' if"),
    "per millisecond": ("lv_dpdt_max: 1.3 mmHg/s", "write '1.3 mmHg/ms' if"),
    "no saturation": ("mixed_venous_oxygen_saturation: 0 %", "10 % to 95 %"),
    "no index": ("cardiac_index: 0 L/min/m2", "0.4 L/min/m²"),
    "no resistance": ("systemic_vascular_resistance: 0 dyn s/cm5", "correct it"),
    "a pressure of 999": ("left_atrial_pressure: 999 mmHg", "70 mmHg"),
    "a filler": ("lv_end_diastolic_volume: 9999 mL", "1170 mL"),
    "a negative output": ("cardiac_output: -4 L/min", "correct it"),
    "a right atrium of -40": ("right_atrial_pressure: -40 mmHg", "-10 mmHg to 50 mmHg"),
    "not measured": ("cardiac_output: --", "leave the line out"),
    "unknown": ("shoe_size: 43", "unknown key 'measured.shoe_size'"),
    "of the lung": ("pulmonary_vascular_resistance: 3000 WU", "0.1 WU to 40 WU"),
    "a block": ("heart_rate: {value: 80, by: me}", "'measured.heart_rate.by'"),
    "a block in a block": ("heart_rate: {at: {rest: 80 /min}}", "measured.heart_rate: "),
    "a pump": ("pump_flow: 3 L/min", "a sheet, whose numbers are without a pump"),
}


@pytest.fixture
def write(tmp_path):
    def _write(text: str) -> Path:
        path = tmp_path / "bed.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as problem:
        BedsideSheet.load(path)
    assert "\n" not in str(problem.value)
    return str(problem.value)


def test_every_sheet_that_is_refused_is_here():
    assert {path.stem for path in (SHEETS / "impossible").glob("*.yaml")} == set(IMPOSSIBLE)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_key_value_range_and_advice(name):
    said = refusal(SHEETS / "impossible" / f"{name}.yaml")
    for words in [f"{name}.yaml", *IMPOSSIBLE[name]]:
        assert words in said


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_of_the_same_kind(write, kind):
    line, words = SLIPS[kind]
    assert words in refusal(write(f"measured:\n  {line}\n"))


@pytest.mark.parametrize("path", sorted((SHEETS / "possible").glob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_rare_but_real_is_read(path):
    assert BedsideSheet.load(path).measured


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/bedside/*.yaml")))
def test_published_patients_are_read(path):
    assert BedsideSheet.load(path).measured


def test_a_negative_right_atrial_pressure_is_real():
    assert BedsideSheet.load(SHEETS / "possible" / "m_ra_minus2.yaml").measured["right_atrial_pressure"] == -2.0


@pytest.mark.parametrize("text", ["9593 Pa", "9593 J/m³", "71.954 mmHg", "71.954 Torr", "95.93 hPa", "71.954 mm[Hg]"])
def test_a_pressure_in_any_unit(write, text):
    found = BedsideSheet.load(write(f"measured: {{systolic_aortic_pressure: '{text}'}}")).measured
    assert found["systolic_aortic_pressure"] == pytest.approx(71.954, abs=0.002)


def test_every_problem_is_listed(write):
    said = refusal(
        write(
            "nearest: shok\ncolour: red\nbody: {sex: male, height: 9 m, weight: 70 kg}\nmeasured:\n  heart_rate: 95\n"
            "  cardiac_output: 0 L/min\n  shoe_size: 43\n  systolic_aortic_pressure: 120 mmHg\n"
            "  diastolic_aortic_pressure: 80 mmHg\n  mean_aortic_pressure: 79 mmHg\n"
        )
    )
    needed = (
        "6 problems", "unknown key 'colour'", "body.height: '9 m' is impossible", "heart_rate: '95' has no unit",
        "measured.cardiac_output: '0 L/min'", "unknown key 'measured.shoe_size'",
        "measured.diastolic_aortic_pressure (80 mmHg) is not below measured.mean_aortic_pressure (79 mmHg)",
    )  # fmt: skip
    for words in needed:
        assert words in said
    assert "(6)" in said


def test_a_preset_that_does_not_exist_is_told_with_the_rest(write):
    said = refusal(write("nearest: shok\nmeasured: {heart_rate: 0 /min}\n"))
    assert "2 problems" in said
    assert "Did you mean 'shock'?" in said


def test_the_size_of_the_body_moves_what_is_plausible(write):
    newborn, adult = "{sex: male, height: 50 cm, weight: 3.4 kg}", "{sex: male, height: 180 cm, weight: 80 kg}"
    line = "measured: {lv_end_diastolic_volume: 6 mL}\n"
    assert BedsideSheet.load(write(f"body: {newborn}\n{line}")).measured
    assert "this body of 2.00 m²" in refusal(write(f"body: {adult}\n{line}"))
    assert "give 'body' for anyone else" in refusal(write(line))
    assert "correct it" in refusal(write(f"body: {newborn}\nmeasured: {{lv_end_diastolic_volume: 160 mL}}\n"))


def test_a_sheet_understands_what_people_call_a_measure(write):
    sheet = BedsideSheet.load(write("measured: {MAP: 65 mmHg, sbp: 90 mmHg, EF: 35 %, CVP: 12 mmHg, HR: 99 /min}"))
    assert sheet.measured == {
        "mean_aortic_pressure": 65.0, "systolic_aortic_pressure": 90.0, "lv_ejection_fraction": 0.35,
        "right_atrial_pressure": 12.0, "heart_rate": 99.0,
    }  # fmt: skip


def test_one_measure_by_two_names_is_given_twice(write):
    said = refusal(write("measured: {MAP: 65 mmHg, mean_aortic_pressure: 66 mmHg, mapp: 3 mmHg}"))
    assert "measured.mean_aortic_pressure is mean_aortic_pressure, which has a line already" in said
    assert "unknown key 'measured.mapp'" in said
    assert "measured is '5'" in refusal(write("measured: 5"))


@pytest.mark.parametrize("height", [50.0, 120.0, 190.0])
@pytest.mark.parametrize("name", MEASURES)
def test_ranges_go_with_the_body_and_those_of_adults_hold_every_adult(name, height):
    low, high = plausible_range(name, Body(sex="male", height=f"{height} cm", weight=f"{height * 0.4} kg"))
    assert low < high
    lowest, highest = plausible_range(name, None)
    for area in ADULTS:
        low, high, power = MEASURES[name].plausible
        assert lowest <= low * area**power <= high * area**power <= highest


@pytest.mark.parametrize("preset", PRESETS)
def test_all_that_a_preset_shows_may_stand_on_a_sheet(write, run_of, preset):
    run = run_of(preset, "no pump")
    lesions = Patient.preset(preset).lesions
    lines = [
        f"  {name}: {format_quantity(value, MEASURES[name].unit)}"
        for name, value in run.measures.items()
        if value is not None and name != "augmented_diastolic_pressure"
    ]
    leaks = [
        f"  {name}: {{orifice_area: {lesion.orifice_area} cm², onset: {lesion.onset}}}"
        for name, lesion in lesions
        if lesion is not None
    ]
    body = Patient.preset(preset).body
    head = f"body: {{sex: {body.sex}, height: {body.height} cm, weight: {body.weight} kg}}\n"
    text = head + "measured:\n" + "\n".join(lines) + ("\nlesions:\n" + "\n".join(leaks) if leaks else "") + "\n"
    assert len(BedsideSheet.load(write(text)).measured) == len(lines)


def test_telling_a_sheet_from_other_files_loads_no_compiler():
    code = "import sys, diastole.studies.fit.sheet_detection; sys.exit('llvmlite' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("measured", "lesion"),
    [
        ("aortic_pressure_half_time: 100 ms", "aortic_regurgitation"),
        ("aortic_regurgitant_fraction: 60 %", "aortic_regurgitation"),
        ("aortic_regurgitant_volume: 40 mL", "aortic_regurgitation"),
        ("mitral_regurgitant_volume: 40 mL", "mitral_regurgitation"),
        ("mitral_regurgitant_fraction: 30 %", "mitral_regurgitation"),
        ("left_to_right_shunt: 3 L/min", "ventricular_septal_defect"),
    ],
)
def test_a_leak_without_its_lesion_is_told_the_line_to_add(write, measured, lesion):
    sheet = f"measured: {{heart_rate: 80 /min, {measured}}}\n"
    said = refusal(write(sheet))
    assert f"'{lesion}: {{orifice_area: 0.3 cm²}}'" in said
    line = f"lesions: {{{lesion}: {{orifice_area: 0.3 cm²}}}}\n"
    assert BedsideSheet.load(write(sheet + line)).measured
    for valve in ("nearest: acute_severe_ar\n", f"lesions: {{{lesion}: {{orifice_area: 0 cm²}}}}\n"):
        assert lesion in refusal(write(sheet + valve))


def test_the_closing_of_a_sound_valve_is_no_leak(write):
    text = "measured: {heart_rate: 80 /min, mitral_regurgitant_volume: 3 mL, aortic_regurgitant_fraction: 0 %}\n"
    assert BedsideSheet.load(write(text)).measured
