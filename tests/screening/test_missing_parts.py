"""What a bundle says of what it does not hold, and resources where FHIR has none: named, never passed over."""

import json

import pytest

from tests.screening.bundles import DISSECTION, bundle_of, concept, graded
from tests.screening.clean_record import ECHO, MINE, NO_LEAK, PATIENT, clean, verdict

SEVERE = {"id": "s", **graded("severe"), **MINE}
SELF = {"relation": "self", "url": "http://ehr.org/x?page=1"}


def issue(severity, code="processing"):
    return {"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": code}]}


def link(relation, url="http://ehr.org/x?page=2"):
    return {"link": [SELF, {"relation": relation, "url": url}]}


def with_entry(**entry):
    return bundle_of([*clean(), entry])


def parameter(**more):
    return with_entry(resource={"resourceType": "Parameters", "parameter": [{"name": "p", **more}]})


@pytest.mark.parametrize(
    "more",
    [
        *(link(relation) for relation in ("Next", "next ", "last", "Previous")),
        link("http://www.iana.org/assignments/link-relations/next"),
        {"link": [{"rel": "next", "href": "http://ehr.org/x?page=2"}]}, {"link": [{"url": "http://ehr.org/x"}]},
        {"meta": {"tag": [{"code": "SUBSETTED"}]}}, {"meta": {"security": [{"code": "REDACTED"}]}},
        {"links": [{"relation": "next"}]}, {"Link": [{"relation": "next", "url": "x"}]}, {"implicitRules": "http://ehr.org/negated"},
        {"issues": issue("error")}, {"issues": issue("warning", "incomplete")}, {"issues": issue("")},
        {"entries": [{"resource": SEVERE}]}, {"contained": [SEVERE]}, {"data": {"records": [SEVERE]}},
    ],
    ids=str,
)  # fmt: skip
def test_a_bundle_that_is_not_whole_is_named(more):
    assert verdict(bundle_of(clean(), **more)) == "data_needed"


@pytest.mark.parametrize(
    "more",
    [
        {"link": [SELF]}, link("last", SELF["url"]), link("first"),
        link("alternate"), {"meta": {"tag": [{"code": "x"}]}},
        {"issues": issue("information", "informational")}, {"issues": issue("warning")}, {"total": 3},
        {"extension": [{"url": "http://ehr.org/x", "valueString": "y"}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_bundle_that_is_whole_is_whole(more):
    assert verdict(bundle_of(clean(), **more)) == "none_found"


@pytest.mark.parametrize(
    "tree",
    [
        with_entry(resource=issue("warning", "incomplete"), search={"mode": "outcome"}),
        with_entry(resource=issue("information", "suppressed")),
        with_entry(resource=issue("Error")),
        with_entry(resource={"resourceType": "OperationOutcome", "issue": "all"}),
        with_entry(resource=bundle_of([]), response={"status": "200", "outcome": issue("error")}),
        with_entry(resource=NO_LEAK, resources=[SEVERE]),
        with_entry(resource=PATIENT, outcome=SEVERE),
        with_entry(resource=PATIENT, response={"status": "200", "outcome": issue("warning", "timeout")}),
        with_entry(request={"method": "DELETE", "url": "Observation/zz"}, resource=SEVERE),
        with_entry(request={"method": "delete", "url": "Observation/s"}, resource=SEVERE),
        with_entry(request={"method": "PATCH", "url": "Observation/leak"}, resource={"resourceType": "Parameters"}),
        with_entry(request={"method": "Patch", "url": "Observation/leak"}, resource=PATIENT),
        parameter(valueCodeableConcept=concept(DISSECTION)),
        parameter(valueString="severe"),
        parameter(part=[{"name": "value", "valueCode": "severe"}]),
        parameter(resource=[SEVERE]),
        with_entry(resource={"resourceType": "Parameters", "parameters": [{"name": "r", "resource": SEVERE}]}),
        with_entry(resource={"resourceType": "Parameters", "contained": [SEVERE]}),
        with_entry(resource={**NO_LEAK, "id": "other", "related": [SEVERE]}),
        with_entry(resource={**NO_LEAK, "id": "other", "Contained": [SEVERE]}),
        with_entry(resource={"resourceType": "Encounter", "diagnosis": [{"condition": SEVERE}]}),
        with_entry(resource={**NO_LEAK, "id": "other", "meta": {"security": [{"code": "MASKED"}]}}),
        with_entry(resource=bundle_of([]), response={"status": "206 Partial Content"}),
        with_entry(resource=PATIENT, response=[{"status": "404"}]),
        parameter(resources=[SEVERE]),
        parameter(part=[{"name": "r", "entry": {"resource": SEVERE}}]),
    ],
    ids=lambda tree: str(tree["entry"][-1])[:90],
)
def test_an_entry_that_says_more_than_is_read_is_named(tree):
    assert verdict(tree) == "data_needed"


@pytest.mark.parametrize(
    "entry",
    [
        {"resource": issue("success", "success")},
        {"resource": PATIENT, "response": {"status": "200 OK", "outcome": issue("information", "informational")}},
        {"resource": PATIENT, "request": {"method": "PUT", "url": "Patient/p1"}, "link": [], "search": {"score": 1}},
        {"request": {"method": "DELETE", "url": "Observation/other"}, "response": {"status": "204"}},
    ],
    ids=str,
)
def test_an_entry_that_says_no_more_is_read(entry):
    assert verdict(with_entry(**entry)) == "none_found"


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r", "\n\n"])
@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_a_line_of_ndjson_ends_where_json_says(between, mark):
    named = {**PATIENT, "name": [{"text": f"A{mark}B"}]}
    lines = between.join(json.dumps(one, ensure_ascii=False) for one in (named, NO_LEAK, ECHO))
    assert verdict(lines.encode()) == "none_found"
