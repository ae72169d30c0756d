"""Evidence for facts in a bundle, its echocardiographies, and gaps: parts that were not read and may matter."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import NamedTuple

from tests.screening.oracle.codes import ABSENT_CODES, ECHO, ECHO_MEASURES, UNITS, codings, facts_of, grade_of, text_of
from tests.screening.oracle.quantities import GRADES, grades_of_quantity
from tests.screening.oracle.times import LASTS, NEVER, Span, read_time, when

FINDINGS = {
    "aortic_dissection", "aortic_aneurysm", "aortic_wall_disease", "sepsis", "terminal_disease", "uncontrolled_bleeding"
}  # fmt: skip
EXTENTS = {"peripheral_arterial_disease", "coagulopathy", "thrombocytopenia"}
SOME = frozenset({"trace", *GRADES})  # a diagnosis without a severity: any grade but none fits
LABORATORY = {"platelets": "thrombocytopenia", "inr": "coagulopathy"}
WITHDRAWN = {"entered-in-error"}
VALID = {"final", "amended", "corrected", "appended"}
ASIDE = {  # says nothing about the state of this patient's heart, aorta or blood
    "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Provenance", "Coverage",
    "RelatedPerson", "FamilyMemberHistory", "Medication", "Basic", "CareTeam", "Device", "Account",
}  # fmt: skip
WITH_REASONS = {
    "Encounter", "ServiceRequest", "DeviceRequest", "MedicationRequest", "MedicationStatement",
    "MedicationAdministration", "CarePlan", "ImagingStudy", "Task", "Appointment", "DeviceUseStatement", "Immunization",
}  # fmt: skip
PRESENT, SUSPECTED, ABSENT, OVER = "present", "suspected", "absent", "over"


class Evidence(NamedTuple):
    """What one source says of a fact: the words that it may mean, nothing if it is not understood, and when."""

    fact: str
    words: frozenset[str] | None
    span: Span | None
    where: str
    now: bool = False  # an undated sheet and a state that lasts speak of the moment of the verdict


@dataclass
class Reading:
    """Everything that a bundle says."""

    evidence: list[Evidence] = field(default_factory=list)
    echoes: list[Span | None] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    patients: set[str] = field(default_factory=set)


class Version(NamedTuple):
    resource: dict | None  # nothing: deleted
    order: int
    history: bool


def read_bundle(bundle: object, now: datetime) -> list[Reading]:
    """Read a bundle, with everything that it holds, once for each way in which the newest versions may be chosen."""
    outside, versions, urns = Reading(), {}, {}
    _walk_bundle(bundle, outside, versions, urns)
    found = []
    for chosen in product(*(_newest(group) for group in versions.values())):
        reading = Reading(gaps=list(outside.gaps))
        for version in chosen:
            if version.resource is not None:
                _read_resource(version.resource, now, reading)
        if len({urns.get(one, one) for one in reading.patients}) > 1:
            reading.gaps.append("more than one patient")
        found.append(reading)
    return found


# ------------------------------------------------------------------------------------------------- what holds what


def _walk_bundle(bundle, reading, versions, urns):
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        reading.gaps.append("not a bundle")
        return
    for link in bundle.get("link") or []:
        if not isinstance(link, dict) or link.get("relation") in ("next", "previous", "prev"):
            reading.gaps.append("one page of several")
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        reading.gaps.append("entries that are no list")
        return
    total = bundle.get("total", 0)
    if not isinstance(total, int) or total > len(entries):
        reading.gaps.append("fewer entries than the total")
    for entry in entries:
        _walk_entry(entry, bundle.get("type") == "history", reading, versions, urns)


def _walk_entry(entry, history, reading, versions, urns):
    if not isinstance(entry, dict) or "modifierExtension" in entry:
        reading.gaps.append("an entry that is not understood")
        return
    response, request, resource = (entry.get(key) or {} for key in ("response", "request", "resource"))
    status = str(response.get("status", "2")) if isinstance(response, dict) else "?"
    if not status.startswith("2"):
        reading.gaps.append(f"an entry whose answer is {status}")
    if isinstance(request, dict) and request.get("method") == "DELETE":
        url = re.search(r"([A-Za-z]+/[^/?#]+)(/_history/[^/]+)?$", str(request.get("url")))
        if not url:
            reading.gaps.append("a deletion of something unknown")
        else:
            _keep(url[1], None, history, versions)
    elif isinstance(entry.get("resourceType"), str):
        resource = entry  # without a wrapper, and still a resource
    elif not isinstance(resource, dict) or not resource:
        reading.gaps.append("an entry without a resource")
        return
    if isinstance(resource, dict) and resource:
        if resource.get("resourceType") == "Patient" and resource.get("id"):
            urns[str(entry.get("fullUrl"))] = str(resource["id"])
        _walk_resource(resource, history, reading, versions, urns)


def _walk_resource(resource, history, reading, versions, urns):
    kind = resource.get("resourceType")
    if kind == "Bundle":
        _walk_bundle(resource, reading, versions, urns)
    elif kind == "Parameters":
        for parameter in resource.get("parameter") or []:
            _walk_parameter(parameter, history, reading, versions, urns)
    elif not isinstance(kind, str):
        reading.gaps.append("a resource without a type")
    else:
        named = isinstance(resource.get("id"), str)
        _keep(f"{kind}/{resource['id']}" if named else f"{kind} number {len(versions)}", resource, history, versions)


def _keep(key, resource, history, versions):
    order = sum(len(group) for group in versions.values())
    versions.setdefault(key, []).append(Version(resource, order, history))


def _walk_parameter(parameter, history, reading, versions, urns):
    if not isinstance(parameter, dict):
        reading.gaps.append("a parameter that is not understood")
        return
    if isinstance(parameter.get("resource"), dict):
        _walk_resource(parameter["resource"], history, reading, versions, urns)
    for part in parameter.get("part") or []:
        _walk_parameter(part, history, reading, versions, urns)


# --------------------------------------------------------------------------------------------------------- versions


def _newest(group):
    """Return the newest version of a resource; all that may be the newest, where that cannot be told."""
    versions = [one for n, one in enumerate(group) if all(one.resource != two.resource for two in group[:n])]
    metas = [one.resource.get("meta") if one.resource is not None else None for one in versions]
    metas = [one if isinstance(one, dict) else {} for one in metas]
    found = {_by_number(metas), _by_time(metas)} - {None}
    told = any(all(key in one for one in metas) for key in ("versionId", "lastUpdated"))
    if not found and not told and all(one.history for one in versions):
        return [min(versions, key=lambda one: one.order)]  # a history begins with the newest
    return [versions[found.pop()]] if len(found) == 1 else versions


def _by_number(metas):
    numbers = [str(one.get("versionId", "")) for one in metas]
    if not all(one.isdecimal() for one in numbers):
        return None
    last = max(range(len(numbers)), key=lambda n: int(numbers[n]))
    return last if [int(one) for one in numbers].count(int(numbers[last])) == 1 else None


def _by_time(metas):
    spans = [read_time(one.get("lastUpdated")) for one in metas]
    if not all(spans):
        return None
    last = max(range(len(spans)), key=lambda n: spans[n].first)
    return last if all(spans[last].first > one.last for n, one in enumerate(spans) if n != last) else None


# -------------------------------------------------------------------------------------------------------- resources


def _read_resource(resource, now, reading):
    if resource.get("status") in WITHDRAWN or _codes(resource.get("verificationStatus")) & WITHDRAWN:
        return  # and so is what it contains
    kind, where = resource.get("resourceType"), f"{resource.get('resourceType')}/{resource.get('id')}"
    inside = resource.get("contained") or []
    for one in inside if isinstance(inside, list) else [inside]:
        if isinstance(one, dict) and one.get("resourceType") != "Patient":
            _read_resource(one, now, reading)
        elif not isinstance(one, dict):
            reading.gaps.append(f"{where}: what it contains is not understood")
    if kind == "Patient":
        reading.patients.add(str(resource.get("id", "no id")))
    if not _is_about_the_patient(resource, reading):
        return
    mine = Reading()
    if kind == "Condition":
        _read_condition(resource, where, now, mine)
    elif kind == "Observation":
        _read_observation(resource, where, mine)
    elif kind in ("Procedure", "DiagnosticReport"):
        _read_examination(resource, where, mine)
    elif kind == "OperationOutcome":
        mine.gaps.append("a query that failed")
    elif kind in WITH_REASONS:
        _read_reasons(resource.get("reasonCode"), resource, where, mine)
    elif kind not in ASIDE:
        mine.gaps.append(f"{where}: a kind of resource that is not read")
    unsure = "modifierExtension" in resource or "implicitRules" in resource
    if unsure:
        mine.echoes = []
        mine.evidence = [one._replace(words=None) for one in mine.evidence]
    reading.evidence += mine.evidence
    reading.echoes += mine.echoes
    reading.gaps += mine.gaps


def _is_about_the_patient(resource, reading):
    subject = resource.get("subject") or resource.get("patient") or {}
    reference = subject.get("reference") if isinstance(subject, dict) else None
    if not isinstance(reference, str):
        return True
    patient = re.search(r"(?:^|/)Patient/([^/?#]+)", reference)
    if patient:
        reading.patients.add(patient[1])
    elif reference.startswith("urn:"):
        reading.patients.add(reference)
    return bool(patient) or reference.startswith(("urn:", "#", "Patient?"))


def _codes(concept):
    if isinstance(concept, str):
        return {concept}
    return {code for _, code, _ in codings(concept) if code}


def _read_condition(resource, where, now, reading):
    claim, facts = _claim(resource, now), facts_of(resource.get("code"))
    if claim == OVER:
        return  # it was; whether anything is left of it, others have to say
    if facts is None and claim != ABSENT:
        reading.gaps.append(f"{where}: a condition that is not understood")
    for fact in facts or ():
        reading.evidence.append(_of_condition(resource, fact, claim, where))


def _claim(resource, now):
    """Return what a condition says of itself: absent, over, suspected, present, or nothing that is understood."""
    certainty, state = (_codes(resource.get(key)) for key in ("verificationStatus", "clinicalStatus"))
    if certainty == {"refuted"}:
        return ABSENT
    if bool(certainty) != ("verificationStatus" in resource) or bool(state) != ("clinicalStatus" in resource):
        return None  # a status in words
    if state and state <= {"inactive", "remission", "resolved"}:
        return OVER
    if not state <= {"active", "recurrence", "relapse"}:
        return None
    if abated := [key for key in resource if key.startswith("abatement")]:
        ended = read_time(resource.get("abatementDateTime"))
        return OVER if not state and len(abated) == 1 and ended and ended.last <= now else None
    if certainty <= {"confirmed"}:
        return PRESENT
    return SUSPECTED if certainty <= {"provisional", "differential", "unconfirmed"} else None


def _of_condition(resource, fact, claim, where):
    if claim == ABSENT:
        words = {"none"} if fact in EXTENTS or fact == "ar.grade" else {ABSENT}
        denied = read_time(resource.get("recordedDate")) or read_time(resource.get("onsetDateTime"))  # not before it
        return Evidence(fact, frozenset(words), denied, where)
    recorded = read_time(resource.get("recordedDate"))
    span = Span(recorded.first, NEVER) if recorded else LASTS
    if fact in FINDINGS and claim is not None:
        return Evidence(fact, frozenset({claim}), span, where, now=True)
    named = grade_of(resource.get("code"))
    if claim is not None and "severity" not in resource and not named:
        return Evidence(fact, SOME, span, where, now=True)
    grade = (named or grade_of(resource.get("severity"))) if claim == PRESENT else None
    return Evidence(fact, frozenset({grade}) if grade not in (None, "none", "trace") else None, span, where, now=True)


def _read_observation(resource, where, reading):
    if "focus" in resource:
        return  # about somebody or something else
    span = when(resource, "effective", "issued")
    valid = resource.get("status") in VALID
    whole = facts_of(resource.get("code"))
    parts = resource.get("component") or []
    blocks = [resource, *(one for one in parts if isinstance(one, dict))] if isinstance(parts, list) else [resource]
    measured = [code for one in blocks for system, code, _ in codings(one.get("code")) if system == "loinc"]
    if valid and ECHO_MEASURES.intersection(measured):
        reading.echoes.append(span)  # whoever measured on ultrasound pictures had them taken
    if whole is None and not parts and resource.get("status") != "cancelled":
        reading.gaps.append(f"{where}: an observation that is not understood")
    if not isinstance(parts, list):
        parts = []
        if whole != set():
            reading.gaps.append(f"{where}: components that are no list")
    _read_value(resource, whole or set(), valid, span, where, reading, whole_with_parts=bool(parts))
    for part in parts:
        facts = facts_of(part.get("code")) if isinstance(part, dict) else None
        if facts is None:
            if whole != set():
                reading.gaps.append(f"{where}: a component that is not understood")
            continue
        _read_value(part, facts, valid and "modifierExtension" not in part, span, where, reading)


def _read_value(block, facts, valid, span, where, reading, *, whole_with_parts=False):
    values = [key for key in block if key.startswith("value")]
    if not values and whole_with_parts and "dataAbsentReason" not in block:
        return
    for fact in facts:
        if fact in UNITS and _says_nothing(block, values):
            continue
        readable = valid and values and "dataAbsentReason" not in block
        said = {_words(fact, key, block[key]) for key in values} if readable else set()
        words = said.pop() if len(said) == 1 else None  # two values that do not agree say nothing
        if words != frozenset():
            reading.evidence.append(Evidence(LABORATORY.get(fact, fact), words, span, where))


def _says_nothing(block, values):
    """Tell whether a measurement was not made: cancelled, or without any value."""
    empty = not values or (
        values == ["valueQuantity"] and isinstance(block[values[0]], dict) and "value" not in block[values[0]]
    )
    return block.get("status") == "cancelled" or empty


def _words(fact, key, value):
    if fact == "ar.grade":
        said = {"valueBoolean": {"text": "no" if value is False else "yes"}, "valueString": {"text": value}}
        concept = value if key == "valueCodeableConcept" else said.get(key)
        grade = grade_of(concept)
        return frozenset({grade}) if grade else None
    if fact in FINDINGS or (fact in EXTENTS and key != "valueQuantity"):
        said = _codes(value) if key == "valueCodeableConcept" else set()
        text = value if key == "valueString" else text_of(value)
        denied = isinstance(text, str) and text.lower() in ("absent", "none", "no")
        absent = value is False or (said and said <= ABSENT_CODES) or denied
        return frozenset({"none" if fact in EXTENTS else ABSENT}) if absent else None
    return grades_of_quantity(fact, value) if key == "valueQuantity" and fact in UNITS else None


def _read_examination(resource, where, reading):
    report = resource["resourceType"] == "DiagnosticReport"
    span = when(resource, "effective" if report else "performed", "issued" if report else "")
    done = resource.get("status") in (VALID if report else {"completed"})
    if done and {(system, code) for system, code, _ in codings(resource.get("code"))} & ECHO:
        reading.echoes.append(span)
    _read_reasons(resource.get("conclusionCode" if report else "reasonCode"), resource, where, reading)


def _read_reasons(concepts, resource, where, reading):
    if resource.get("status") in ("cancelled", "not-done", "revoked"):
        return
    for concept in concepts if isinstance(concepts, list) else []:
        for fact in facts_of(concept) or set():
            reading.evidence.append(Evidence(LABORATORY.get(fact, fact), None, LASTS, where))
