"""Grading limits: every value has one grade, the limits fall on the printed side, and wrong tables are refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.knowledge.evidence.sources import load_sources
from diastole.knowledge.evidence.thresholds import GRADES, load_thresholds, parse_thresholds

TABLES = list(load_thresholds().measured)
FALLING = ("pressure_half_time", "platelets", "mean_aortic_pressure", "cardiac_index")  # the lower, the worse


PRINTED = {
    ("aortic_regurgitation", "vena_contracta"): {0.29: "mild", 0.3: "moderate", 0.6: "moderate", 0.61: "severe"},
    ("aortic_regurgitation", "effective_regurgitant_orifice_area"): {
        0.195: "moderate", 0.20: "moderate_severe", 0.30: "severe"  # the first between 0.19 and 0.20
    },
    ("aortic_regurgitation", "regurgitant_volume"): {59.9: "moderate_severe", 60: "severe"},
    ("aortic_regurgitation", "regurgitant_fraction"): {50: "severe"},
    ("aortic_regurgitation", "jet_width_ratio"): {65: "severe"},
    ("aortic_regurgitation", "jet_area_ratio"): {4.9: "mild"},
    ("aortic_regurgitation", "pressure_half_time"): {199: "severe", 200: "moderate", 500: "moderate", 501: "mild"},
    ("mitral_regurgitation", "vena_contracta"): {0.69: "moderate", 0.7: "severe"},
    ("mitral_regurgitation", "effective_regurgitant_orifice_area"): {0.30: "moderate_severe", 0.40: "severe"},
    ("mitral_regurgitation", "regurgitant_volume"): {29: "mild"},
    ("mitral_regurgitation", "regurgitant_fraction"): {39: "moderate"},
}  # fmt: skip


@pytest.mark.parametrize(("key", "printed"), PRINTED.items())
def test_a_value_has_the_printed_grade(key: tuple[str, str], printed: dict[float, str]):
    assert {value: load_thresholds().of(*key).grade(value) for value in printed} == printed


@given(key=st.sampled_from(TABLES), value=st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_lies_in_one_band(key: tuple[str, str], value: float):
    assert sum(band.holds(value) for band in load_thresholds().measured[key].bands) == 1


@given(key=st.sampled_from(TABLES), values=st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)))
def test_grades_follow_the_value(key: tuple[str, str], values: tuple[float, float]):
    table = load_thresholds().measured[key]
    low, high = (GRADES.index(table.grade(value)) for value in sorted(values))
    assert low >= high if key[1] in FALLING else low <= high


def test_what_is_no_number_has_no_grade():
    with pytest.raises(InputError, match="nan"):
        load_thresholds().of(*TABLES[0]).grade(math.nan)


def test_an_unknown_parameter_is_refused_with_a_hint():
    with pytest.raises(InputError, match=r"Did you mean 'aortic_regurgitation\.vena_contracta'"):
        load_thresholds().of("aortic_regurgitation", "vena_contrata")


def test_every_limit_is_dated_and_sourced():
    tables = load_thresholds()
    for table in (*tables.measured.values(), *tables.signs.values()):
        assert set(table.sources) <= set(load_sources())
        assert table.date.year == 2026
        assert table.checked in ("secondary", "assumed")  # no mild or moderate limit was read in its own document


def test_signs_have_grades():
    signs = load_thresholds().signs
    assert signs["aortic_regurgitation", "descending_flow_reversal"].grades["holodiastolic"] == "severe"
    assert signs["aortic_regurgitation", "angiographic_grade"].grades["2+"] == "moderate"


ORIGIN = "sources: [ase2017], edition: ASE 2017, date: 2026-11-24, checked: secondary, note: x"
BANDS = "bands: [{grade: mild, below: 1}, {grade: severe, from: 1}]"
GOOD = f"thresholds: {{ar: {{vc: {{unit: cm, {BANDS}, {ORIGIN}}}}}}}\nsigns: {{}}\n"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("from: 1}", "from: 2}", "do not meet"), ("from: 1}", "above: 1}", "do not meet"),
        ("below: 1}", "to: 1}", "do not meet"), ("from: 1}", "from: 1, to: 5}", "have to be open"),
        ("below: 1}", "below: 1, from: 0}", "have to be open"), ("below: 1}", "below: 1, to: 1}", "at most one"),
        ("below: 1}", "below: 1, from: 1}", "empty"), ("grade: severe", "grade: mild", "neither rise nor fall"),
        ("grade: severe", "grade: awful", "awful|'none', 'trace'"), ("below: 1}", "below: yes}", "number|integer"),
        ("below: 1}", "below: .nan}", "finite|greater"), ("below: 1}", "below: '1'}", "number|integer"),
        (BANDS, "bands: 5", "tuple"), ("unit: cm, ", "", "unit"), ("unit: cm", "unit: cm, colour: red", "colour"),
        ("sources: [ase2017]", "sources: []", "is assumed, or names the sources"),
        ("checked: secondary", "checked: assumed", "is assumed, or names the sources"),
        ("checked: secondary", "checked: surely", "checked"), ("date: 2026-11-24", "date: soon", "date"),
        ("signs: {}\n", "", "signs"), ("signs: {}", "signs: {}\nno: 1", "read as bool"), ],
)  # fmt: skip
def test_a_wrong_table_is_refused(old: str, new: str, reason: str):
    assert old in GOOD
    assert parse_thresholds(GOOD).of("ar", "vc").grade(1.0) == "severe"
    with pytest.raises(InputError, match=reason):
        parse_thresholds(GOOD.replace(old, new))
