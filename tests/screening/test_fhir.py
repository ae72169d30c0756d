"""The facts of single resources and of a few together: a value, or unknown with the reason."""

import pytest

from diastole.knowledge.rules.facts import Finding
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening.verdict import screen
from tests.screening.bundles import (
    ANEURYSM,
    DISSECTION,
    ECHO_REPORT,
    LEAK,
    LOINC,
    SEPSIS,
    SEVERITY,
    TODAY,
    bundle_of,
    coding,
    concept,
    condition,
    graded,
    observation,
    procedure,
    report,
)  # fmt: skip
from tests.screening.clean_record import facts, notes, read

EARLIER, WEEKS_AGO, TOMORROW = "2026-11-24T05:00:00Z", "2026-11-01T08:00:00Z", "2026-11-25T08:00:00Z"
PCS = "http://www.cms.gov/Medicare/Coding/ICD10"
WIDTH, GRADE, IN_PLACE, ORDERED = "ar.vena_contracta", "ar.grade", "balloon.in_place", "balloon.ordered"
TORN, WIDE = "aortic_dissection", "aortic_aneurysm"
NOT_KNOWN = "a device is in use, and which is not known"
DEVICE = {"resourceType": "Device", "id": "pump", "type": concept("129113006")}


def width(value=7, unit="mm", **more):
    """Return a measured vena contracta."""
    return observation("79948-6", value, unit, **more)


def use(status="active", reference="Device/pump", **more):
    return {
        "resourceType": "DeviceUseStatement", "status": status, "device": {"reference": reference},
        "recordedOn": TODAY, **more,
    }  # fmt: skip


def order(status="active", code="33967"):
    return {"resourceType": "ServiceRequest", "status": status, "code": concept(code)}


def denied(code, answer=False, **more):
    return observation(code, valueBoolean=answer, **more)


def graded_as(value, **more):
    return observation(LEAK, valueCodeableConcept=value, **more)


def status(*codes):
    return {"coding": [{"code": code} for code in codes]}


def without(resource, ending):
    return {key: node for key, node in resource.items() if not key.endswith(ending)}


def named(resource, name):
    return resource | {"code": {**resource["code"], "text": name}}


def contained(status="final", *inside):
    """Return a report with a measurement inside it."""
    part = {"id": "vc", **width(0.8, "cm")}
    return report(status=status, id="echo", contained=[*inside, part], result=[{"reference": "#vc"}])


TWO_GRADES = {"coding": [coding(SEVERITY["severe"]), coding(SEVERITY["mild"])]}
VALUES = [  # what is tested, fact, value, resources
    *[("a component", *row, observation("42148-7", component=[
        {"code": concept("79948-6"), "valueQuantity": {"value": 7, "code": "mm"}},
        {"code": concept("79947-8"), "valueQuantity": {"value": 190, "code": "ms"}},
        {"code": concept("1-8"), "valueQuantity": {"value": 1, "code": "ms"}},
    ])) for row in ((WIDTH, 0.7), ("ar.pressure_half_time", 190))],
    *[("a grade as a code", GRADE, word, graded(word)) for word in ("mild", "moderate", "moderate_severe", "severe")],
    *[("a grade as text counts only if it is exactly the word", GRADE, word, graded_as({"text": text})) for text, word
      in (("Moderate to severe", "moderate_severe"), ("none", "none"), ("not severe", None), ("severe?", None))],
    ("two severities in one value say nothing", GRADE, None, graded_as(TWO_GRADES)),
    ("text does not settle codes that differ", GRADE, None, graded_as(TWO_GRADES | {"text": "mild"})),
    ("a leak that is denied", GRADE, "none", denied(LEAK)),
    ("a leak without its severity", GRADE, None, denied(LEAK, True)),
    ("a finding as no", TORN, "absent", denied(DISSECTION)),
    ("a finding as yes", TORN, "present", denied(DISSECTION, True)),
    ("one site denied does not clear the aorta", WIDE, None, denied("I71.40")),
    ("one cause denied does not clear the valve", GRADE, None, denied("I35.1")),
    ("an age of a date alone counts from its first moment, at UTC+14", "echo.age", 36 + 14, width(time="2026-11-23")),
    ("a severity of a finding of the future", GRADE, None, graded("mild", time=TOMORROW)),
    ("an echo of the future", "echo.age", None, ECHO_REPORT | {"effectiveDateTime": TOMORROW}),
    ("the clearly newer observation counts", GRADE, "severe", graded("mild", time=EARLIER), graded("severe")),
    ("the clearly newer observation counts", GRADE, "mild", graded("mild"), graded("severe", time=EARLIER)),
    ("a condition", TORN, "present", condition(DISSECTION)), ("a condition", TORN, "present", condition("I71.012")),
    ("a condition", WIDE, "present", condition(ANEURYSM)), ("a condition", WIDE, "present", condition("I71.40")),
    ("a condition", "sepsis", "present", condition(SEPSIS)),
    ("a condition", "ventricular_septal_defect", "present", condition("371817007")),
    ("a condition that is acute", "mr.onset", "acute", condition("371816003")),
    ("a suspected acute leak has no onset yet", "mr.onset", None, condition("371816003", certainty="provisional")),
    ("a leak does not say its onset", "ar.onset", None, condition("I35.1")),
    ("a severity is the grade", GRADE, "severe", condition(LEAK, severity="severe")),
    ("a severity is the grade", "peripheral_arterial_disease", "severe", condition("400047006", severity="severe")),
    ("moderate to severe is severe where the fact does not know it", "peripheral_arterial_disease", "severe",
     condition("400047006", severity="moderate_severe")),
    ("moderate to severe stays where the fact knows it", GRADE, "moderate_severe",
     condition(LEAK, severity="moderate_severe")),
    ("a condition without severity leaves a grade alone", GRADE, "mild", condition(LEAK), graded("mild")),
    *[("a condition without severity contradicts hardly any leak", GRADE, None,
       condition("I35.1", time=EARLIER), graded_as({"text": word})) for word in ("none", "trace")],
    *[row for certainty in ("provisional", "differential", "unconfirmed") for row in (
        ("what is not confirmed is suspected", TORN, "suspected", condition(DISSECTION, certainty=certainty)),
        ("what is not confirmed has no grade", GRADE, None, condition(LEAK, certainty=certainty, severity="mild")))],
    *[("a status counts only if it is understood", TORN, value, condition(DISSECTION) | given) for given, value in (
        ({"verificationStatus": status("410516002", "refuted")}, "absent"),
        ({"verificationStatus": status("410516002")}, None),
        ({"verificationStatus": status("confirmed", "refuted")}, None),
        ({"verificationStatus": {"text": "refuted"}}, None), ({"clinicalStatus": status("sleeping")}, None),
        ({"clinicalStatus": {"text": "resolved"}}, None), ({"clinicalStatus": status("relapse")}, "present"))],
    ("a condition without any status is present", TORN, "present", without(condition(DISSECTION), "Status")),
    ("refuted is absent", TORN, "absent", condition(DISSECTION, certainty="refuted")),
    ("one site refuted does not clear the aorta", WIDE, None, condition("I71.20", certainty="refuted")),
    ("one site refuted hides no other", WIDE, "present",
     condition("I71.20", certainty="refuted"), condition("I71.40", time="2020-01-01")),
    ("a wide code beside a narrow one does not widen it", WIDE, None,
     condition("I71.40", certainty="refuted") | {"code": {"coding": [coding("I71.40"), coding("89138009")]}}),
    ("one cause refuted does not clear the valve", GRADE, None, condition("I35.1", certainty="refuted")),
    ("what is active lasts, so that a later denial contradicts it", TORN, None,
     condition(DISSECTION, time="2026-11-20T08:00:00Z"), condition(DISSECTION, certainty="refuted")),
    ("what begins after a denial counts", TORN, "present",
     condition(DISSECTION, certainty="refuted", time="2026-11-20T08:00:00Z"), condition(DISSECTION)),
    ("no echo in a bundle is unknown, not denied", "echo.done", None, condition("89138009")),
    *[row for echo in (ECHO_REPORT, procedure("433236007"), procedure("105376000")) for row in (
        ("an echo", "echo.done", True, echo), ("an echo has an age", "echo.age", 4, echo),
        ("an echo is no grade", GRADE, None, echo))],
    ("a grade alone is no echo, it may come from angiography", "echo.done", None, graded("mild")),
    ("a measurement is of an echo", "echo.done", True, width()),
    ("an undated echo", "echo.done", True, width(time=None)),
    ("an undated echo has no age", "echo.age", None, width(time=None)),
    ("a preliminary report is no echo", "echo.done", None, report(status="preliminary")),
    ("an echo that goes on is none yet", "echo.done", None, procedure("433236007", status="in-progress")),
    *[("the age of a period counts from its start", "echo.age", hours, width(time=None, effectivePeriod=period))
      for period, hours in (({"start": "2026-11-24T06:00:00Z", "end": TODAY}, 6),
                            ({"start": "2026-11-24T06:00:00Z"}, 6), ({}, None))],
    *[("an inserted balloon is in place", IN_PLACE, True, procedure(code)) for code in ("33967", "33970", "33973")],
    *[row for code in ("33968", "33971", "33974") for row in (
        ("a removed balloon is out", IN_PLACE, False, procedure("33967", time=EARLIER), procedure(code)),
        ("a balloon put in again is in place", IN_PLACE, True, procedure("33967"), procedure(code, time=EARLIER)),
        ("in and out at once is unknown", IN_PLACE, None, procedure("33967"), procedure(code)))],
    ("a planned insertion is no balloon", IN_PLACE, None, procedure("33967", status="preparation")),
    ("an insertion that goes on counts", IN_PLACE, True, procedure("33967", status="in-progress")),
    *[("assistance that goes on is a balloon in place", IN_PLACE, True,
       procedure("5A02210", system=system, status="in-progress")) for system in
      (PCS, "http://hl7.org/fhir/sid/icd-10-pcs")],
    *[("the use of a balloon pump", IN_PLACE, value, DEVICE, use(word)) for word, value in
      (("active", True), ("completed", False), ("stopped", False), ("on-hold", None))],
    ("an intended use is an order", ORDERED, True, DEVICE, use("intended")),
    ("a use that ended ends what a pump of the patient leaves open", IN_PLACE, False,
     {**DEVICE, "patient": {"reference": "Patient/p1"}}, use("completed")),
    *[("an order", ORDERED, value, order(word, code)) for word, code, value in (
        ("draft", "33967", True), ("active", "33967", True), ("revoked", "33967", None), ("completed", "33967", None),
        ("active", "33968", None))],
    ("an order is no balloon", IN_PLACE, None, order("draft")),
    ("a code that is known to be wrong", IN_PLACE, None, procedure("33989")),
    *[("the code of a unit counts before its print", WIDTH, value, observation("79948-6", valueQuantity=given))
      for given, value in (({"value": 7, "unit": "mm"}, 0.7), ({"unit": "cm", "code": "cm"}, None),
                           ({"value": 7, "unit": "centimetres", "code": "mm"}, 0.7), ({"value": 0.7}, None))],
    *[("a fraction without a unit", "ar.regurgitant_fraction", 45, observation("79942-9", 0.45, unit))
      for unit in ("1", "{fraction}")],
    ("a measurement inside a report counts", WIDTH, 0.8, contained()),
    ("a patient inside a report is no second patient", WIDTH, 0.8,
     {"resourceType": "Patient", "id": "1"}, contained("final", {"resourceType": "Patient", "id": "p"})),
    *[("a quantity", fact, inside, observation(code, value, unit)) for code, value, unit, fact, inside in (
        ("79948-6", 7, "mm", WIDTH, 0.7), ("79948-6", 0.7, "cm", WIDTH, 0.7), ("79960-1", 0.35, "cm2", "ar.eroa", 0.35),
        ("79960-1", 35, "mm2", "ar.eroa", 0.35), ("79951-0", 61, "mL", "ar.regurgitant_volume", 61),
        ("79950-2", 61, "ml", "ar.regurgitant_volume", 61), ("79942-9", 52, "%", "ar.regurgitant_fraction", 52),
        ("79947-8", 180, "ms", "ar.pressure_half_time", 180), ("79944-5", 66, "%", "ar.jet_width_lvot", 66),
        ("79943-7", 61, "%", "ar.jet_area_lvot", 61), ("80061-5", 0.8, "cm", "mr.vena_contracta", 0.8),
        ("80071-4", 0.4, "cm2", "mr.eroa", 0.4), ("8867-4", 95, "{beats}/min", "heart_rate", 95),
        ("8867-4", 95, "/min", "heart_rate", 95))],
]  # fmt: skip


@pytest.mark.parametrize("row", VALUES, ids=lambda row: row[0])
def test_a_value(row):
    _, fact, value, *resources = row
    given = facts(*resources)[fact].value
    assert given == (value if isinstance(value, bool | str | None) else pytest.approx(value))
    assert isinstance(given, bool) == isinstance(value, bool)


REASONS = [  # what is tested, fact, reason, resources
    *[("an implausible quantity, or one in another unit", WIDTH, said, width(value, unit)) for value, unit, said in (
        (0.7, "mm", "implausible"), (7, "cm", "implausible"), (0.7, "[ft_i]", "not accepted"),
        (0.7, "cm2", "not accepted"), (0.7, "", "a unit is missing"), (-0.7, "cm", "implausible"))],
    *[("a value that says too little", WIDTH, said, width(None, **more)) for more, said in (
        ({"valueQuantity": {"value": 0.7, "code": "cm", "comparator": "<"}}, "only a limit is given: < 0.7"),
        ({"valueQuantity": {"value": 0.7}}, "a unit is missing"), ({"valueString": "wide"}, "'wide' is not understood"),
        ({"dataAbsentReason": {"text": "unknown"}}, "the reason given is 'unknown'"))],
    *[row for word in ("preliminary", "registered", "unknown") for row in (
        ("an observation that is not final", GRADE, f"its status is {word}", graded("mild", status=word)),
        ("an observation that is not final is no echo", "echo.done", "not given", graded("mild", status=word)))],
    ("what was withdrawn is not used", GRADE, "not given", graded("severe", status="entered-in-error")),
    ("what was cancelled with a value", GRADE, "its status is cancelled", graded("severe", status="cancelled")),
    ("what was cancelled with a component", WIDTH, "its status is cancelled", observation(
        "85354-9", status="cancelled", component=[{key: width()[key] for key in ("code", "valueQuantity")}])),
    ("a modifier extension stops the reader", GRADE, "not given", graded("mild", modifierExtension=[{"url": "x"}])),
    ("the same digits of another system mean nothing", WIDTH, "not given", width(system="http://example.org")),
    ("a condition without severity says not how much", GRADE, "severity is not given", condition("I35.1")),
    *[("what was once is unknown, not absent", TORN, word, condition(DISSECTION, clinical=word))
      for word in ("resolved", "inactive", "remission")],
    ("a condition entered in error", TORN, "not given", condition(DISSECTION, certainty="entered-in-error")),
    ("a stale grade", GRADE, "stale", graded("mild", time=WEEKS_AGO)),
    ("assistance that ended says not whether the balloon is out", IN_PLACE, "a removal is not recorded",
     procedure("5A02210", system=PCS)),
    ("a removal that goes on does not count", IN_PLACE, "not given", procedure("33968", status="in-progress")),
    ("an intended use is no balloon", IN_PLACE, "not given", DEVICE, use("intended")),
    *[("the use of another device", IN_PLACE, "not given", {**DEVICE, "type": {"text": "Ventilator", **more}}, use())
      for more in (concept("36965003"), {})],
    ("a device is found by its reference only", IN_PLACE, NOT_KNOWN, {**DEVICE, "id": "other"}, use()),
    ("a device that is not here", IN_PLACE, NOT_KNOWN, use()),
    ("another device than that of the use", IN_PLACE, NOT_KNOWN, DEVICE, use(reference="Device/other")),
    *[row for kind in (concept("129113006"), {"text": "Intra-aortic balloon pump"}, {"text": "IABK"})
      for mine in [{**DEVICE, "type": kind, "patient": {"reference": "Patient/p1"}}] for row in (
        ("a balloon pump of the patient may be in place", IN_PLACE, "its use is not recorded", mine),
        ("an inactive pump is not", IN_PLACE, "not given", {**mine, "status": "inactive"}),
        ("a pump of nobody is not", IN_PLACE, "not given", {**mine, "patient": None}))],
    *[("a measurement inside a report is no more final than the report", WIDTH, f"its status is {word}",
       contained(word)) for word in ("cancelled", "preliminary", "registered")],
    ("a measurement inside a report that was withdrawn", WIDTH, "not given", contained("entered-in-error")),
    *[("two values, or a value and a reason for none", fact, "holds ", observation(code, **more))
      for code, fact in (("79948-6", WIDTH), (LEAK, GRADE)) for more in (
        {"valueString": "7 mm", "valueQuantity": {"value": 0.7, "code": "cm"}},
        {"valueBoolean": False, "valueCodeableConcept": {"text": "trace"}},
        {"valueQuantity": {"value": 0.7, "code": "cm"}, "dataAbsentReason": {"text": "unknown"}})],
]  # fmt: skip


@pytest.mark.parametrize("row", REASONS, ids=lambda row: row[0])
def test_an_unknown_with_its_reason(row):
    _, fact, said, *resources = row
    found = facts(*resources)[fact]
    assert found.value is None
    assert said in found.reason
    assert found.unresolved == (said != "not given")


NOTES = [
    ("what was withdrawn", "entered-in-error", graded("severe", status="entered-in-error")),
    ("what was cancelled", "cancelled", observation("79948-6", status="cancelled")),
    ("a modifier extension", "modifierExtension", graded("mild", modifierExtension=[{"url": "x"}])),
    ("one site refuted", "one form", condition("I71.20", certainty="refuted")),
    ("a code that is known to be wrong", "33989", procedure("33989")),
    ("a refuted condition that is not understood", "refuted", condition("9", system="urn:local", certainty="refuted")),
]  # fmt: skip
UNREAD = [
    observation("79948-6", 7, "mm") | {"code": {"coding": [{"system": LOINC}, {}]}},
    condition("999999", system="urn:local"), procedure("99213"), procedure("99213") | {"code": None},
    report("24323-8"), named(procedure("99213"), "Endovascular repair of the thoracic aorta"),
]  # fmt: skip
NOTHING = [
    observation("79948-6", status="cancelled"), condition("999999", system="urn:local", certainty="refuted"),
    named(procedure("99213"), "Office visit"), named(report("24323-8"), "Chest X-ray"), DEVICE | {"patient": None},
]  # fmt: skip


@pytest.mark.parametrize(("said", "resource"), [row[1:] for row in NOTES], ids=[row[0] for row in NOTES])
def test_what_is_not_used_is_named(said, resource):
    assert said in notes(resource)[0]


@pytest.mark.parametrize("resource", UNREAD)
def test_what_is_not_understood_is_named(resource):
    found = facts(resource)
    assert "not understood" in found["record.unread"].source
    assert set(found.findings) == {"record.unread"}


@pytest.mark.parametrize("resource", NOTHING)
def test_what_says_nothing(resource):
    assert facts(resource).findings == {}


def test_a_use_on_hold_says_nothing():
    assert facts(DEVICE, use("on-hold")).findings == {}


def test_a_source_names_the_resource_and_its_container():
    assert facts(width())[WIDTH].source == "Observation/r0"
    assert facts(contained())[WIDTH].source == "DiagnosticReport/echo#vc"


def test_a_stale_echo_is_unknown_and_reported():
    found = facts(graded("mild", time=WEEKS_AGO), ECHO_REPORT | {"effectiveDateTime": WEEKS_AGO})
    assert found["echo.age"].value == pytest.approx(23 * 24 + 4)
    assert screen(found).verdict == "data_needed"


def test_contradictory_observations_are_unknown_with_both_shown():
    found = facts(graded("mild"), graded("severe"))[GRADE]
    assert found.value is None
    assert "mild (Observation/r0" in found.reason
    assert "severe (Observation/r1" in found.reason


@pytest.mark.parametrize(
    ("code", "fact", "agreed"), [(SEPSIS, "sepsis", "absent"), (DISSECTION, TORN, None), (ANEURYSM, WIDE, None)]
)
def test_a_state_that_is_over_agrees_with_a_denial_what_leaves_a_trace_does_not(code, fact, agreed):
    found = facts(condition(code, clinical="resolved"))
    assert merged([*found, Finding(fact, "absent", "sheet")])[fact].value == agreed


@pytest.mark.parametrize(
    ("end", "agreed"),
    [
        ({"abatementDateTime": "2020-03"}, "absent"), ({"abatementDateTime": TODAY[:10]}, None),
        ({"abatementDateTime": "2027"}, None), ({"abatementDateTime": "long ago"}, None),
        ({"abatementString": "repaired 2012"}, None), ({"abatementBoolean": True}, None),
        ({"abatementPeriod": {"start": "2020"}}, None),
    ],
)  # fmt: skip
def test_only_an_end_that_is_surely_past_is_one(end, agreed):
    found = facts(without(condition(SEPSIS), "clinicalStatus") | end)
    assert found["sepsis"].value is None
    assert merged([*found, Finding("sepsis", "absent", "sheet")])["sepsis"].value == agreed
    active = facts(condition(SEPSIS) | end)
    assert merged([*active, Finding("sepsis", "absent", "sheet")])["sepsis"].value is None


def test_a_missing_echo_and_one_without_an_age_are_asked_for():
    asking = [
        {one.rule.id for one in screen(found).reasons if one.outcome in ("asks", "fired")}
        for found in (facts(condition("89138009")), facts(width(time=None)))
    ]
    assert "ECHO-MISSING" in asking[0]
    assert "ECHO-STALE" in asking[1]


@pytest.mark.parametrize(
    ("status", "device", "inside", "said"),
    [
        ("active", {"reference": "#pump"}, DEVICE, True), ("completed", {"reference": "#pump"}, DEVICE, False),
        ("active", {"reference": "#pump"}, {**DEVICE, "type": {"text": "IABP 40 cc"}}, True),
        ("active", {"reference": "#pump"}, {**DEVICE, "type": {"text": "Wheelchair"}}, "not given"),
        ("active", {"display": "Intra-aortic balloon pump"}, None, True), ("active", {"display": "IABP"}, None, True),
        ("active", {"display": "Ballonpumpe", "reference": "Device/x"}, None, True),
        ("active", {"display": "Wheelchair", "reference": "Device/x"}, None, "not given"),
        ("active", {"reference": "#other"}, DEVICE, NOT_KNOWN), ("active", {"reference": "Device/x"}, None, NOT_KNOWN),
        ("active", {"identifier": {"value": "7"}}, None, NOT_KNOWN), ("active", None, None, NOT_KNOWN),
        ("active", {"reference": "#pump"}, {**DEVICE, "type": concept("1")}, NOT_KNOWN),
        ("completed", {"reference": "Device/x"}, None, "not given"),
    ],
)  # fmt: skip
def test_a_device_in_use_is_known_by_code_or_name_or_is_unknown(status, device, inside, said):
    found = facts(use(status, device=device, contained=[inside] if inside else []))[IN_PLACE]
    assert (found.value, found.reason) == ((said, "") if isinstance(said, bool) else (None, said))


def addressed(resource, url):
    return {"fullUrl": url, "resource": resource}


def test_a_device_by_its_full_address():
    entries = [addressed(DEVICE, "urn:uuid:7"), {"resource": use(reference="urn:uuid:7")}]
    assert read(bundle_of(entries)).facts[IN_PLACE].value is True
    entries[0]["resource"] = DEVICE | {"resourceType": "Substance"}
    assert read(bundle_of(entries)).facts[IN_PLACE].reason == NOT_KNOWN


def test_a_whole_patient():
    found = screen(
        facts(
            {"resourceType": "Patient", "id": "p"}, graded("severe"), width(), ECHO_REPORT, procedure("33967"),
            condition(LEAK, severity="severe"),
        )
    )  # fmt: skip
    assert found.verdict == "contraindicated"
    assert {"AR-SEVERE", "BALLOON-IN-AR"} <= {one.rule.id for one in found.reasons if one.outcome == "fired"}
    step = next(step for one in found.reasons for step in one.judged.trace if step.fact == WIDTH)
    assert step.source == "Observation/r2"
