"""Of one id the newest version only; which that is, and what it withdraws."""

import json

import pytest

from diastole.knowledge.fhir.bundle_facts import bundle_facts
from tests.screening.bundles import ECHO_REPORT, NOW, condition, graded, observation


def read(*entries, kind="collection"):
    raw = json.dumps({"resourceType": "Bundle", "type": kind, "entry": list(entries)}).encode()
    return bundle_facts(raw, "bundle.json", NOW)


def entry(resource, name="g", version=None, updated=None, url=None):
    meta = {key: given for key, given in (("versionId", version), ("lastUpdated", updated)) if given}
    return {"resource": {"id": name, **resource, **({"meta": meta} if meta else {})}} | (
        {"fullUrl": url} if url else {}
    )


def deletion(url="Observation/g", **response):
    return {"request": {"method": "DELETE", "url": url}, "response": {"status": "204", **response}}


MORNING, NOON = "2026-11-24T08:00:00Z", "2026-11-24T11:00:00Z"
NONE = observation("60234000", system="http://snomed.info/sct", valueCodeableConcept={"text": "none"})
WITHDRAWN = NONE | {"status": "entered-in-error"}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"version": "1"}, {"version": "2"}),
        ({"version": "9"}, {"version": "10"}),
        ({"updated": MORNING}, {"updated": NOON}),
        ({"updated": "2026-11-24T18:00:00+11:00"}, {"updated": MORNING}),
        ({"version": "1", "updated": MORNING}, {"version": "2"}),
        ({"version": "W/1", "updated": MORNING}, {"version": "W/2", "updated": NOON}),
    ],
)
def test_the_newest_version_counts_wherever_it_stands(older, newer, turned):
    entries = [entry(NONE, **older), entry(graded("severe"), **newer)]
    found = read(*(reversed(entries) if turned else entries))
    assert found.facts["ar.grade"].value == "severe"
    withdrawn = [entry(NONE, **older), entry(WITHDRAWN, **newer)]
    assert read(*(reversed(withdrawn) if turned else withdrawn)).facts["ar.grade"].reason == "not given"


def test_a_history_begins_with_the_newest():
    assert read(entry(graded("severe")), entry(NONE), kind="history").facts["ar.grade"].value == "severe"
    assert read(entry(NONE), entry(graded("severe")), kind="history").facts["ar.grade"].value == "none"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"version": "2", "updated": MORNING}, {"version": "1", "updated": NOON}),
        ({"version": "a"}, {"version": "b"}),
        ({"updated": "2026-11-24"}, {"updated": MORNING}),
        ({"version": "1"}, {"updated": NOON}),
    ],
)
def test_where_the_order_is_not_known_both_count_and_nothing_is_calmed(one, other):
    both = read(entry(NONE, **one), entry(graded("severe"), **other)).facts
    assert both["ar.grade"].value is None
    assert set(both["ar.grade"].values) == {"none", "severe"}
    withdrawn = read(entry(NONE, **one), entry(WITHDRAWN, **other)).facts
    assert "which is the newest is not known" in withdrawn["record.unread"].source


@pytest.mark.parametrize(
    "history",
    [
        [entry(NONE, version="2"), entry(WITHDRAWN, version="2")],
        [entry(NONE, version="2", updated=NOON), entry(WITHDRAWN, version="2", updated=NOON)],
        [entry(NONE, updated=NOON), entry(WITHDRAWN, updated=NOON)],
        [entry(WITHDRAWN, version="1"), entry(NONE, version="2"), entry(WITHDRAWN, updated=NOON)],
        [entry(WITHDRAWN, version="1"), entry(NONE, version="2"), deletion()],
    ],
)
def test_a_history_out_of_turn_tells_no_order(history):
    """The turn of an entry counts only where every number and time agrees with it."""
    found = read(*history, kind="history").facts
    assert "which is the newest is not known" in found["record.unread"].source


def test_a_history_in_turn_tells_where_a_version_without_a_number_stands():
    deleted = [deletion(), entry(graded("severe"), version="2"), entry(NONE, version="1")]
    assert read(*deleted, kind="history").facts["ar.grade"].reason == "not given"


def test_a_third_version_tells_the_order_of_two():
    """By number the second is newer than the third, by time the third than the first; their turns say otherwise."""
    versions = [
        entry(graded("moderate"), updated=MORNING),
        entry(graded("mild"), version="2"),
        entry(graded("severe"), version="1", updated=NOON),
    ]
    assert read(*versions, kind="history").facts["ar.grade"].value == "mild"


def test_the_same_twice_is_once():
    found = read(entry(graded("mild")), entry(graded("mild")))
    assert found.facts["ar.grade"].value == "mild"
    assert found.notes == ()


@pytest.mark.parametrize(
    "gone",
    [
        deletion(),
        deletion("http://host/fhir/Observation/g"),
        deletion("Observation/g/_history/3"),
        deletion(etag='W/"3"'),
        deletion(lastModified=NOON),
        {"fullUrl": "http://host/fhir/Observation/g", "request": {"method": "DELETE"}},
    ],
)
def test_a_deletion_withdraws_all_older(gone):
    known = entry(NONE, version="2", updated=MORNING)
    found = read(gone, known, kind="history").facts
    assert found["ar.grade"].value is None or "record.unread" in found.findings
    alone = read(gone, entry(NONE), kind="history")
    assert alone.facts["ar.grade"].reason == "not given"
    assert "Observation/g: not used, it was deleted" in alone.notes


def test_a_deletion_that_failed_withdraws_nothing():
    found = read(deletion(status="412 Precondition Failed"), entry(graded("severe")), kind="history").facts
    assert found["ar.grade"].value == "severe"
    assert "412" in found["record.unread"].source


def test_turns_of_two_histories_do_not_compare():
    one, other = ({"resource": {"resourceType": "Bundle", "type": "history", "entry": given}} for given in (
        [entry(NONE)], [entry(graded("mild"), "other"), entry(graded("severe"))]
    ))  # fmt: skip
    assert "severe" in read(one, other).facts["ar.grade"].values


def test_what_was_made_again_after_its_deletion_counts():
    entries = [entry(graded("severe"), version="3"), deletion(etag='W/"2"'), entry(NONE, version="1")]
    assert read(*entries, kind="history").facts["ar.grade"].value == "severe"


def test_what_an_older_version_contains_counts_no_more():
    inside = {"id": "vc", **observation("79948-6", 0.8)}
    old = entry({**ECHO_REPORT, "contained": [inside]}, version="1")
    new = entry({**ECHO_REPORT, "contained": [inside | {"status": "entered-in-error"}]}, version="2")
    assert read(old).facts["ar.vena_contracta"].value == 0.8
    assert read(new, old).facts["ar.vena_contracta"].reason == "not given"


def test_a_condition_that_was_withdrawn_takes_its_older_versions_along():
    present, wrong = condition("308546005"), condition("308546005", certainty="entered-in-error")
    assert read(entry(present, version="1"), entry(wrong, version="2")).facts["aortic_dissection"].reason == "not given"


def test_one_id_on_two_servers_may_be_two_resources():
    both = [
        entry(NONE, version="2", url="http://a.org/fhir/Observation/g"),
        entry(graded("severe"), version="1", url="http://b.org/fhir/Observation/g"),
    ]
    found = read(*both).facts
    assert "severe" in found["ar.grade"].values
    assert "several servers" in found["record.unread"].source


@pytest.mark.parametrize(
    "url", ["https://A.org/fhir/Observation/g", "http://a.org/fhir/Observation/g/_history/2", None]
)
def test_a_server_is_the_same_however_its_address_is_written(url):
    both = [
        entry(NONE, version="1", url="http://a.org/fhir/Observation/g"),
        entry(graded("severe"), version="2", url=url),
    ]
    assert read(*both).facts["ar.grade"].value == "severe"
