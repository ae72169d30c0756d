"""Whole records, most of them after symptoms that users of other programs reported, each with its right verdict.

They are judged with a sheet that denies everything a FHIR record seldom brings, so that a verdict can become "none
found" wherever something of the record is passed over.
"""

import copy
import json

import pytest

from diastole.knowledge.fhir.bundle_facts import FromBundle
from diastole.knowledge.screening.fact_sheet import read_sheet
from tests.screening import clean_record
from tests.screening.bundles import NOW, long_stay
from tests.screening.clean_record import RECORDS, verdict

ALARMS = "contraindicated"
ASKS = "data_needed"
VERDICTS = {
    "02-date-precision": {
        ALARMS: ["c_sydney_today", "e_sydney_today_grade_mild_yesterday_none", "f_hour_precision_no_seconds",
                 "g_instant_24h", "h_leap_second"],
        ASKS: ["a_severe_day_mild_hour", "b_same_but_both_days", "d_month_only", "i_no_zone_local",
               "j_severe_day_none_hour"],
    },
    "03-versioned-reference": {
        ALARMS: ["a_versioned_subject", "b_absolute_versioned", "c_contained_patient", "d_identifier_only",
                 "e_conditional", "f_urn_uuid_mixed", "g_patient_without_id", "h_case", "i_device_subject",
                 "j_specimen_group"],
    },
    "04-history-versions": {
        ALARMS: ["b_mild_then_corrected_severe", "d_deleted_entry", "f_exact_duplicate"],
        ASKS: ["a_mild_then_error", "c_refuted_then_confirmed", "e_error_only", "g_none_then_error"],
    },
    "05-abatement": {
        ASKS: ["a_active_and_abated", "b_nostatus_and_abated", "c_status_string_dstu2", "d_abatement_string",
               "e_text_only_status"],
    },
    "06-bundle-shapes": {
        ALARMS: ["a_no_resource_wrapper", "b_nested_searchset", "c_batch_response_404", "d_single_resource",
                 "e_bulk.ndjson", "f_array", "g_bom_crlf", "h_utf16", "i_next_page", "j_parameters",
                 "k_contained_obs"],
        ASKS: ["l_contained_condition", "m_next_page_none", "n_contained_condition_none", "o_nested_none"],
    },
    "07-one-bad-resource": {
        ALARMS: ["a_bad_date_in_lab", "b_lab_without_status", "c_lab_component_not_list",
                 "f_date_slash_unrelated_condition"],
        ASKS: ["d_value_as_text", "e_value_decimal_comma"],
    },
    "10-time-fields": {
        ALARMS: ["c_issued_severe_new_vs_effective_mild_old"],
        "caution": ["f_condition_recorded_old_onset_new", "i_condition_acute_old"],
        ASKS: ["a_issued_only_2015_none", "b_effectiveTiming", "d_no_time_severe_vs_dated_mild", "e_period_open",
               "g_echo_future", "h_echo_old_report_new_issued", "j_sepsis_no_time", "k_sepsis_recorded_2020"],
    },
    "11-merge-facts-file": {
        ASKS: ["a_present_and_refuted", "b_present_only", "c_ar_condition_no_severity", "d_two_grades_contradict",
               "e_status_text_only", "f_suspected_resolved", "g_aneurysm_present_and_refuted",
               "h_dissection_contradictory_ar_none", "i_dissection_status_text", "j_dissection_contradictory_dated",
               "k_ar_active_condition_vs_obs_none"],
    },
    "24-repeated-measurements": {
        ALARMS: ["a_two_methods_both_severe", "b_three_vc_all_severe", "c_same_value_two_units", "d_rounding",
                 "f_grade_two_words", "g_mild_and_moderate"],
    },
}  # fmt: skip
CASES = [
    (f"{folder}/{name}", verdict)
    for folder, by_verdict in VERDICTS.items()
    for verdict, names in by_verdict.items()
    for name in names
]


def raw(name: str) -> bytes:
    return (RECORDS / f"{name}.json").read_bytes()


def read(name: str) -> FromBundle:
    return clean_record.read(raw(name))


@pytest.mark.parametrize(("name", "right"), CASES)
def test_the_verdict(name, right):
    assert verdict(raw(name)) == right


def test_every_record_has_a_verdict():
    assert {name for name, _ in CASES} == {
        f"{folder}/{path.stem}" for folder in VERDICTS for path in (RECORDS / folder).glob("*.json")
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("06-bundle-shapes/e_bulk.ndjson", "read as NDJSON"),
        ("06-bundle-shapes/m_next_page_none", "3 of 250 entries are here"),
        ("06-bundle-shapes/c_batch_response_404", "404 Not Found"),
        ("03-versioned-reference/i_device_subject", "about Device/pump1"),
        ("04-history-versions/d_deleted_entry", "Observation/old: not used, it was deleted"),
        ("04-history-versions/b_mild_then_corrected_severe", "the newest of 2 versions counts"),
    ],
)
def test_what_is_not_used_is_named(name, said):
    assert any(said in note for note in read(name).notes)


def test_a_sheet_that_agrees_changes_nothing_and_one_that_does_not_overrules_nothing():
    no_leak = read_sheet(RECORDS / "facts_grade_none.yaml", NOW)
    for name in ("11-merge-facts-file/k_ar_active_condition_vs_obs_none", "24-repeated-measurements/d_rounding"):
        assert clean_record.judged(raw(name), no_leak)[0].verdict == ASKS


CLEAN = json.loads(raw("07-one-bad-resource/a_bad_date_in_lab"))


def test_the_sheet_lets_a_record_of_no_leak_become_none_found():
    """Else the tests above would show nothing: the record is read, and nothing in it keeps from "none found"."""
    clean = copy.deepcopy(CLEAN)
    clean["entry"][1]["resource"]["valueCodeableConcept"] = {"text": "none"}
    assert verdict(clean) == "none_found"


def test_a_long_stay_is_read_whole_with_its_newest_vital_signs():
    """5,000 chart events, the newest in the middle; thousands of readings of a heart rate are one reading of it."""
    rate = clean_record.read(long_stay(5000)).facts["heart_rate"]
    assert rate.value == 150
    assert rate.source == "Observation/newest"
    assert len(rate.made_of) > 500
