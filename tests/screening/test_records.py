"""Whole records, most after symptoms that users of other programs reported, with the verdicts of records/expected.yaml.

The sheet denies everything that a FHIR record seldom holds, so that a verdict becomes "none found" wherever a part of
the record is passed over.
"""

import copy
import json

import pytest

from diastole.knowledge.fhir.bundle_facts import FromBundle
from diastole.knowledge.screening.fact_sheet import read_sheet
from tests.screening import clean_record
from tests.screening.bundles import NOW, long_stay
from tests.screening.clean_record import EXPECTED, RECORDS, verdict

VERDICTS = EXPECTED["verdicts"]
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
    assert {name for name, _ in CASES} == {f"{path.parent.name}/{path.stem}" for path in RECORDS.glob("*/*.json")}


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
        assert clean_record.judged(raw(name), no_leak)[0].verdict == "data_needed"


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
