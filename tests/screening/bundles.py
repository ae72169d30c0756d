"""FHIR resources for the tests, with as little as they need."""

import json
import re
from datetime import UTC, datetime

SCT, LOINC, ICD = "http://snomed.info/sct", "http://loinc.org", "http://hl7.org/fhir/sid/icd-10-cm"
CPT, UCUM = "http://www.ama-assn.org/go/cpt", "http://unitsofmeasure.org"
FORMS = ((r"\d+-\d", LOINC), (r"[A-Z]\d.*", ICD), (r"\d{5}", CPT))  # how a system writes its codes; else SNOMED CT
STATUS = "http://terminology.hl7.org/CodeSystem/condition-"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = "2026-11-24T08:00:00Z"
SEVERITY = {"mild": "255604002", "moderate": "6736007", "moderate_severe": "371924009", "severe": "24484000"}
LEAK, DISSECTION, ANEURYSM, SEPSIS, PAD = "60234000", "308546005", "67362008", "91302008", "840580004"


def coding(code, system=None, **more):
    """Return one code; without a system it is of the one that writes codes like it."""
    written = next((name for form, name in FORMS if re.fullmatch(form, code)), SCT)
    return {"system": system or written, "code": code, **more}


def concept(code, system=None, **more):
    return {"coding": [coding(code, system)], **more}


def bundle_of(entries, /, **more):
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}


def bundle(*resources, **more):
    return bundle_of([{"resource": {"id": f"r{number}", **one}} for number, one in enumerate(resources)], **more)


def observation(code, value=None, unit="cm", *, system=None, time=TODAY, status="final", **more):
    dated = {"effectiveDateTime": time} if time else {}
    measured = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    said = {} if value is None else {"valueQuantity": measured}
    return {"resourceType": "Observation", "status": status, "code": concept(code, system), **dated, **said, **more}


def graded(word, *, code=LEAK, **more):
    return observation(code, valueCodeableConcept=concept(SEVERITY[word]), **more)


def condition(code, *, system=None, clinical="active", certainty="confirmed", severity=None, time=TODAY, **more):
    return {
        "resourceType": "Condition", "code": concept(code, system), "recordedDate": time,
        "clinicalStatus": concept(clinical, f"{STATUS}clinical"),
        "verificationStatus": concept(certainty, f"{STATUS}ver-status"),
        **({"severity": concept(SEVERITY[severity])} if severity else {}), **more,
    }  # fmt: skip


def procedure(code, *, system=None, status="completed", time=TODAY, **more):
    coded = concept(code, system)
    return {"resourceType": "Procedure", "status": status, "code": coded, "performedDateTime": time, **more}


def report(code="42148-7", status="final", **more):
    """Return a report, of an echocardiography unless another code is given."""
    return {
        "resourceType": "DiagnosticReport", "status": status, "code": concept(code), "effectiveDateTime": TODAY, **more
    }  # fmt: skip


def leak(**more):
    """Return an echocardiography that found no leak of the aortic valve."""
    return observation(LEAK, valueCodeableConcept={"text": "none"}) | more


def charted(name, category="laboratory", **value):
    """Return an observation with a name and no code."""
    coded = {"code": {"text": name}, "category": [{"coding": [{"code": category}]}]}
    return {"resourceType": "Observation", "status": "final", **coded, **value}


def worded(resource, *, display=None, text=None):
    """Return a resource whose code has a text, or a display, beside it."""
    [first, *rest] = resource["code"]["coding"]
    code = {"coding": [first | ({"display": display} if display else {}), *rest]}
    return {**resource, "code": code | ({"text": text} if text else {})}


CHARTED = (("8867-4", 60.0, "/min"), ("8478-0", 70.0, "mm[Hg]"), ("59408-5", 95.0, "%"), ("777-3", 180.0, "10*3/uL"))


def long_stay(events):
    """Return a stay of 23 days with so many chart events, the newest heart rate (150/min) in the middle of them."""
    charted = []
    for number in range(events - 1):
        code, value, unit = CHARTED[number % len(CHARTED)]
        day, hour = 1 + number % 23, number // 23 % 24
        charted.append(observation(code, value + number % 5, unit, time=f"2026-11-{day:02}T{hour:02}:30:00Z"))
    charted.insert(events // 2, {"id": "newest", **observation("8867-4", 150, "/min", time="2026-11-24T11:58:00Z")})
    return json.dumps(bundle(*charted)).encode()


ECHO_REPORT = report()
