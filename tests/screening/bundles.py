"""FHIR resources for the tests, with as little as they need."""

import json
from datetime import UTC, datetime

SCT, LOINC, ICD = "http://snomed.info/sct", "http://loinc.org", "http://hl7.org/fhir/sid/icd-10-cm"
CPT = "http://www.ama-assn.org/go/cpt"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = "2026-11-24T08:00:00Z"
SEVERITY = {"mild": "255604002", "moderate": "6736007", "moderate_severe": "371924009", "severe": "24484000"}


def concept(system, code):
    return {"coding": [{"system": system, "code": code}]}


def bundle(*resources, **more):
    entries = [{"resource": {"id": f"r{number}", **one}} for number, one in enumerate(resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries, **more}).encode()


def observation(code, value=None, unit="cm", *, system=LOINC, time=TODAY, status="final", **more):
    found = {"resourceType": "Observation", "status": status, "code": concept(system, code), **more}
    if time:
        found["effectiveDateTime"] = time
    if value is not None:
        found["valueQuantity"] = {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    return found


def graded(word, *, code="60234000", time=TODAY, **more):
    coded = concept(SCT, SEVERITY[word])
    return observation(code, system=SCT, time=time, valueCodeableConcept=coded, **more)


def condition(code, *, system=SCT, clinical="active", certainty="confirmed", severity=None, time=TODAY):
    found = {
        "resourceType": "Condition", "code": concept(system, code), "recordedDate": time,
        "clinicalStatus": concept("http://terminology.hl7.org/CodeSystem/condition-clinical", clinical),
        "verificationStatus": concept("http://terminology.hl7.org/CodeSystem/condition-ver-status", certainty),
    }  # fmt: skip
    return found | ({"severity": concept(SCT, SEVERITY[severity])} if severity else {})


def procedure(code, *, system=CPT, status="completed", time=TODAY):
    return {"resourceType": "Procedure", "status": status, "code": concept(system, code), "performedDateTime": time}


CHARTED = (("8867-4", 60.0, "/min"), ("8478-0", 70.0, "mm[Hg]"), ("59408-5", 95.0, "%"), ("777-3", 180.0, "10*3/uL"))


def long_stay(events):
    """Return a stay of 23 days with so many chart events, the newest heart rate (150/min) in the middle of them."""
    charted = []
    for number in range(events - 1):
        code, value, unit = CHARTED[number % len(CHARTED)]
        day, hour = 1 + number % 23, number // 23 % 24
        charted.append(observation(code, value + number % 5, unit, time=f"2026-11-{day:02}T{hour:02}:30:00Z"))
    charted.insert(events // 2, {"id": "newest", **observation("8867-4", 150, "/min", time="2026-11-24T11:58:00Z")})
    return bundle(*charted)


ECHO_REPORT = {
    "resourceType": "DiagnosticReport",
    "status": "final",
    "code": concept(LOINC, "42148-7"),
    "effectiveDateTime": TODAY,
}
