"""Signs that a bundle is incomplete, and resources in places where FHIR has none: named, never passed over."""

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


def parameter(**more):
    return {"resourceType": "Parameters", "parameter": [{"name": "p", **more}]}


OTHER = {**NO_LEAK, "id": "other"}
NOT_WHOLE = [
    *(link(relation) for relation in ("Next", "next ", "last", "Previous")),
    link("http://www.iana.org/assignments/link-relations/next"),
    {"link": [{"rel": "next", "href": "http://ehr.org/x?page=2"}]}, {"link": [{"url": "http://ehr.org/x"}]},
    {"meta": {"tag": [{"code": "SUBSETTED"}]}}, {"meta": {"security": [{"code": "REDACTED"}]}},
    {"links": [{"relation": "next"}]}, {"Link": [{"relation": "next", "url": "x"}]},
    {"implicitRules": "http://ehr.org/negated"},
    {"issues": issue("error")}, {"issues": issue("warning", "incomplete")}, {"issues": issue("")},
    {"entries": [{"resource": SEVERE}]}, {"contained": [SEVERE]}, {"data": {"records": [SEVERE]}},
]  # fmt: skip
WHOLE = [
    {"link": [SELF]}, link("last", SELF["url"]), link("first"), link("alternate"), {"meta": {"tag": [{"code": "x"}]}},
    {"issues": issue("information", "informational")}, {"issues": issue("warning")}, {"total": 3},
    {"extension": [{"url": "http://ehr.org/x", "valueString": "y"}]},
]  # fmt: skip
MORE_THAN_READ = [
    *({"resource": one} for one in (
        issue("information", "suppressed"), issue("Error"), {"resourceType": "OperationOutcome", "issue": "all"},
        {"resourceType": "Parameters", "parameters": [{"name": "r", "resource": SEVERE}]},
        {"resourceType": "Parameters", "contained": [SEVERE]}, {**OTHER, "related": [SEVERE]},
        {**OTHER, "Contained": [SEVERE]}, {"resourceType": "Encounter", "diagnosis": [{"condition": SEVERE}]},
        {**OTHER, "meta": {"security": [{"code": "MASKED"}]}},
        parameter(valueCodeableConcept=concept(DISSECTION)), parameter(valueString="severe"),
        parameter(part=[{"name": "value", "valueCode": "severe"}]), parameter(resource=[SEVERE]),
        parameter(resources=[SEVERE]), parameter(part=[{"name": "r", "entry": {"resource": SEVERE}}]))),
    {"resource": issue("warning", "incomplete"), "search": {"mode": "outcome"}},
    {"resource": bundle_of([]), "response": {"status": "200", "outcome": issue("error")}},
    {"resource": NO_LEAK, "resources": [SEVERE]}, {"resource": PATIENT, "outcome": SEVERE},
    {"resource": PATIENT, "response": {"status": "200", "outcome": issue("warning", "timeout")}},
    {"request": {"method": "DELETE", "url": "Observation/zz"}, "resource": SEVERE},
    {"request": {"method": "delete", "url": "Observation/s"}, "resource": SEVERE},
    {"request": {"method": "PATCH", "url": "Observation/leak"}, "resource": {"resourceType": "Parameters"}},
    {"request": {"method": "Patch", "url": "Observation/leak"}, "resource": PATIENT},
    {"resource": bundle_of([]), "response": {"status": "206 Partial Content"}},
    {"resource": PATIENT, "response": [{"status": "404"}]},
]  # fmt: skip
NO_MORE = [
    {"resource": issue("success", "success")},
    {"resource": PATIENT, "response": {"status": "200 OK", "outcome": issue("information", "informational")}},
    {"resource": PATIENT, "request": {"method": "PUT", "url": "Patient/p1"}, "link": [], "search": {"score": 1}},
    {"request": {"method": "DELETE", "url": "Observation/other"}, "response": {"status": "204"}},
]


@pytest.mark.parametrize(
    ("tree", "right"),
    [
        *((bundle_of(clean(), **more), "data_needed") for more in NOT_WHOLE),
        *((bundle_of(clean(), **more), "none_found") for more in WHOLE),
        *((bundle_of([*clean(), entry]), "data_needed") for entry in MORE_THAN_READ),
        *((bundle_of([*clean(), entry]), "none_found") for entry in NO_MORE),
    ],
)
def test_a_bundle_or_an_entry_that_is_not_whole_is_named(tree, right):
    assert verdict(tree) == right


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r", "\n\n"])
@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_a_line_of_ndjson_ends_where_json_says(between, mark):
    named = {**PATIENT, "name": [{"text": f"A{mark}B"}]}
    lines = between.join(json.dumps(one, ensure_ascii=False) for one in (named, NO_LEAK, ECHO))
    assert verdict(lines.encode()) == "none_found"
