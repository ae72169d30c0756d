"""Only the newest version of a resource counts: which that is, and what it withdraws."""

from functools import partial

import pytest

from tests.screening import clean_record
from tests.screening.bundles import DISSECTION, LEAK, bundle_of, condition, graded, observation, report


def read(*entries, kind="collection"):
    return clean_record.read(bundle_of(entries, type=kind))


def facts(*entries, kind="collection"):
    return read(*entries, kind=kind).facts


def entry(resource, name="g", version=None, updated=None, url=None):
    meta = {key: given for key, given in (("versionId", version), ("lastUpdated", updated)) if given}
    addressed = {"fullUrl": url} if url else {}
    return {"resource": {"id": name, **resource, **({"meta": meta} if meta else {})}, **addressed}


def deletion(url="Observation/g", **response):
    return {"request": {"method": "DELETE", "url": url}, "response": {"status": "204", **response}}


MORNING, NOON = "2026-11-24T08:00:00Z", "2026-11-24T11:00:00Z"
SERVER_A, SERVER_B = "http://a.org/fhir/Observation/g", "http://b.org/fhir/Observation/g"
NO_LEAK = observation(LEAK, valueCodeableConcept={"text": "none"})
none, severe = partial(entry, NO_LEAK), partial(entry, graded("severe"))
withdrawn = partial(entry, NO_LEAK | {"status": "entered-in-error"})


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
        ({"version": "1", "url": SERVER_A}, {"version": "2", "url": "https://A.org/fhir/Observation/g"}),
        ({"version": "1", "url": SERVER_A}, {"version": "2", "url": f"{SERVER_A}/_history/2"}),
        ({"version": "1", "url": SERVER_A}, {"version": "2"}),
    ],
)
def test_the_newest_version_counts_wherever_it_stands(older, newer, turned):
    in_order = reversed if turned else list
    assert facts(*in_order([none(**older), severe(**newer)]))["ar.grade"].value == "severe"
    assert facts(*in_order([none(**older), withdrawn(**newer)]))["ar.grade"].reason == "not given"


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
    both = facts(none(**one), severe(**other))["ar.grade"]
    assert both.value is None
    assert set(both.values) == {"none", "severe"}
    assert "which is the newest is not known" in facts(none(**one), withdrawn(**other))["record.unread"].source


@pytest.mark.parametrize(
    "history",
    [
        [none(version="2"), withdrawn(version="2")],
        [none(version="2", updated=NOON), withdrawn(version="2", updated=NOON)],
        [none(updated=NOON), withdrawn(updated=NOON)],
        [withdrawn(version="1"), none(version="2"), withdrawn(updated=NOON)],
        [withdrawn(version="1"), none(version="2"), deletion()],
    ],
)
def test_a_history_out_of_turn_tells_no_order(history):
    """The turn of an entry counts only where every number and time agrees with it."""
    assert "which is the newest is not known" in facts(*history, kind="history")["record.unread"].source


@pytest.mark.parametrize(
    ("history", "grade"),
    [
        ([severe(), none()], "severe"),
        ([none(), severe()], "none"),
        ([deletion(), severe(version="2"), none(version="1")], None),
        ([severe(version="3"), deletion(etag='W/"2"'), none(version="1")], "severe"),
        # By number the second is newer than the third, by time the third than the first; their turns say otherwise.
        (
            [
                entry(graded("moderate"), updated=MORNING),
                entry(graded("mild"), version="2"),
                severe(version="1", updated=NOON),
            ],
            "mild",
        ),
    ],
)
def test_a_history_starts_with_the_newest(history, grade):
    found = facts(*history, kind="history")["ar.grade"]
    assert found.value == grade
    assert grade or found.reason == "not given"


def test_the_same_twice_is_once():
    found = read(none(), none())
    assert found.facts["ar.grade"].value == "none"
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
    found = facts(gone, none(version="2", updated=MORNING), kind="history")
    assert found["ar.grade"].value is None or "record.unread" in found.findings
    alone = read(gone, none(), kind="history")
    assert alone.facts["ar.grade"].reason == "not given"
    assert "Observation/g: not used, it was deleted" in alone.notes


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([deletion(status="412 Precondition Failed"), severe()], "412"),
        ([none(version="2", url=SERVER_A), severe(version="1", url=SERVER_B)], "several servers"),
        (
            [
                {"resource": bundle_of([none()], type="history")},
                {"resource": bundle_of([entry(graded("mild"), "other"), severe()], type="history")},
            ],
            "which is the newest is not known",
        ),
    ],
)
def test_a_failed_deletion_another_server_and_another_history_withdraw_nothing(entries, said):
    found = facts(*entries)
    assert "severe" in found["ar.grade"].values
    assert said in found["record.unread"].source


def test_what_an_older_version_contains_counts_no_more():
    inside = {"id": "vc", **observation("79948-6", 0.8)}
    old = entry(report(contained=[inside]), version="1")
    new = entry(report(contained=[inside | {"status": "entered-in-error"}]), version="2")
    assert facts(old)["ar.vena_contracta"].value == 0.8
    assert facts(new, old)["ar.vena_contracta"].reason == "not given"


def test_a_condition_that_was_withdrawn_takes_its_older_versions_along():
    present, wrong = condition(DISSECTION), condition(DISSECTION, certainty="entered-in-error")
    assert facts(entry(present, version="1"), entry(wrong, version="2"))["aortic_dissection"].reason == "not given"
