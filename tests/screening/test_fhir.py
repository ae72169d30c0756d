import json

import pytest

from diastole.errors import InputError
from diastole.knowledge.fhir.bundle_facts import bundle_facts
from diastole.knowledge.rules.facts import Finding
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening.verdict import screen
from tests.screening.bundles import (
    CPT,
    ECHO_REPORT,
    ICD,
    LOINC,
    NOW,
    SCT,
    TODAY,
    bundle,
    concept,
    condition,
    graded,
    observation,
    procedure,
)

EARLIER = "2026-11-24T05:00:00Z"


def facts(*resources):
    return bundle_facts(bundle(*resources), "bundle.json", NOW).facts


def notes(*resources):
    return bundle_facts(bundle(*resources), "bundle.json", NOW).notes


# ------------------------------------------------------------ observations


@pytest.mark.parametrize(
    ("code", "value", "unit", "fact", "inside"),
    [
        ("79948-6", 7, "mm", "ar.vena_contracta", 0.7),
        ("79948-6", 0.7, "cm", "ar.vena_contracta", 0.7),
        ("79960-1", 0.35, "cm2", "ar.eroa", 0.35),
        ("79960-1", 35, "mm2", "ar.eroa", 0.35),
        ("79951-0", 61, "mL", "ar.regurgitant_volume", 61),
        ("79950-2", 61, "ml", "ar.regurgitant_volume", 61),
        ("79942-9", 52, "%", "ar.regurgitant_fraction", 52),
        ("79947-8", 180, "ms", "ar.pressure_half_time", 180),
        ("79944-5", 66, "%", "ar.jet_width_lvot", 66),
        ("79943-7", 61, "%", "ar.jet_area_lvot", 61),
        ("80061-5", 0.8, "cm", "mr.vena_contracta", 0.8),
        ("80071-4", 0.4, "cm2", "mr.eroa", 0.4),
        ("8867-4", 95, "{beats}/min", "heart_rate", 95),
        ("8867-4", 95, "/min", "heart_rate", 95),
    ],
)
def test_quantities(code, value, unit, fact, inside):
    found = facts(observation(code, value, unit))[fact]
    assert found.value == pytest.approx(inside)
    assert found.source == "Observation/r0"


@pytest.mark.parametrize(
    ("value", "unit"), [(0.7, "mm"), (7, "cm"), (0.7, "[ft_i]"), (0.7, "cm2"), (0.7, ""), (-0.7, "cm")]
)
def test_a_quantity_that_cannot_be_believed_is_unknown(value, unit):
    found = facts(observation("79948-6", value, unit))["ar.vena_contracta"]
    assert found.value is None
    assert found.reason not in ("", "not given")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"valueQuantity": {"value": 0.7, "code": "cm", "comparator": "<"}}, "only a limit is given: < 0.7"),
        ({"valueQuantity": {"value": 0.7}}, "a unit is missing"),
        ({"valueString": "wide"}, "'wide' is not understood"),
        ({"dataAbsentReason": {"text": "unknown"}}, "the reason given is 'unknown'"),
    ],
)
def test_a_value_that_says_too_little_is_unknown(more, said):
    assert said in facts(observation("79948-6", **more))["ar.vena_contracta"].reason


def test_components():
    parts = [
        {"code": concept(LOINC, "79948-6"), "valueQuantity": {"value": 7, "code": "mm"}},
        {"code": concept(LOINC, "79947-8"), "valueQuantity": {"value": 190, "code": "ms"}},
        {"code": concept(LOINC, "1-8"), "valueQuantity": {"value": 1, "code": "ms"}},
    ]
    found = facts(observation("42148-7", component=parts))
    assert found["ar.vena_contracta"].value == pytest.approx(0.7)
    assert found["ar.pressure_half_time"].value == 190


@pytest.mark.parametrize("status", ["preliminary", "registered", "unknown"])
def test_an_observation_that_is_not_final_is_unknown(status):
    found = facts(graded("mild", status=status))
    assert found["ar.grade"].value is None
    assert status in found["ar.grade"].reason
    assert found["echo.done"].value is None


def test_an_observation_that_was_withdrawn_is_not_used():
    assert facts(graded("severe", status="entered-in-error"))["ar.grade"].reason == "not given"
    assert "entered-in-error" in notes(graded("severe", status="entered-in-error"))[0]


def test_an_observation_that_was_cancelled_says_nothing_and_one_with_a_value_not_what():
    assert facts(observation("79948-6", status="cancelled")).findings == {}
    assert "cancelled" in notes(observation("79948-6", status="cancelled"))[0]
    assert facts(graded("severe", status="cancelled"))["ar.grade"].reason == "its status is cancelled"
    part = {key: given for key, given in observation("79948-6", 0.7).items() if key in ("code", "valueQuantity")}
    panel = observation("85354-9", status="cancelled", component=[part])
    assert facts(panel)["ar.vena_contracta"].reason == "its status is cancelled"


def test_a_modifier_extension_stops_the_reader():
    assert facts(graded("mild", modifierExtension=[{"url": "x"}]))["ar.grade"].value is None
    assert "modifierExtension" in notes(graded("mild", modifierExtension=[{"url": "x"}]))[0]


@pytest.mark.parametrize("word", ["mild", "moderate", "moderate_severe", "severe"])
def test_grades(word):
    assert facts(graded(word))["ar.grade"].value == word


@pytest.mark.parametrize(
    ("text", "word"),
    [("Moderate to severe", "moderate_severe"), ("none", "none"), ("not severe", None), ("severe?", None)],
)
def test_a_grade_as_text_counts_only_if_it_is_exactly_the_word(text, word):
    assert facts(observation("60234000", system=SCT, valueCodeableConcept={"text": text}))["ar.grade"].value == word


def test_two_severities_in_one_value_say_nothing():
    both = {"coding": [*concept(SCT, "24484000")["coding"], *concept(SCT, "255604002")["coding"]]}
    assert facts(observation("60234000", system=SCT, valueCodeableConcept=both))["ar.grade"].value is None


def test_a_leak_that_is_denied():
    assert facts(observation("60234000", system=SCT, valueBoolean=False))["ar.grade"].value == "none"
    assert facts(observation("60234000", system=SCT, valueBoolean=True))["ar.grade"].value is None


@pytest.mark.parametrize(("answer", "value"), [(False, "absent"), (True, "present")])
def test_a_finding_as_yes_or_no(answer, value):
    assert facts(observation("308546005", system=SCT, valueBoolean=answer))["aortic_dissection"].value == value


def test_one_site_denied_does_not_clear_the_aorta():
    assert facts(observation("I71.40", system=ICD, valueBoolean=False))["aortic_aneurysm"].value is None
    assert facts(observation("I35.1", system=ICD, valueBoolean=False))["ar.grade"].value is None


def test_the_same_digits_in_another_system_mean_nothing():
    assert (
        facts(observation("79948-6", 7, "mm", system="http://example.org"))["ar.vena_contracta"].reason == "not given"
    )


# ------------------------------------------------------------ age and contradictions


def test_a_stale_echo_is_unknown_and_reported():
    found = facts(
        graded("mild", time="2026-11-01T08:00:00Z"), ECHO_REPORT | {"effectiveDateTime": "2026-11-01T08:00:00Z"}
    )
    assert found["ar.grade"].value is None
    assert "stale" in found["ar.grade"].reason
    assert found["echo.age"].value == pytest.approx(23 * 24 + 4)
    assert screen(found).verdict == "data_needed"


def test_the_age_of_a_date_alone_counts_from_the_first_moment_that_it_can_mean():
    """The day begins first at UTC+14."""
    assert facts(observation("79948-6", 7, "mm", time="2026-11-23"))["echo.age"].value == pytest.approx(36 + 14)


def test_a_finding_of_the_future_is_not_believed():
    found = facts(
        graded("mild", time="2026-11-25T08:00:00Z"), ECHO_REPORT | {"effectiveDateTime": "2026-11-25T08:00:00Z"}
    )
    assert found["ar.grade"].value is None
    assert found["echo.age"].value is None


def test_contradictory_observations_are_unknown_with_both_shown():
    found = facts(graded("mild"), graded("severe"))["ar.grade"]
    assert found.value is None
    assert "mild (Observation/r0" in found.reason
    assert "severe (Observation/r1" in found.reason


def test_the_clearly_newer_observation_counts():
    assert facts(graded("mild", time=EARLIER), graded("severe"))["ar.grade"].value == "severe"
    assert facts(graded("mild"), graded("severe", time=EARLIER))["ar.grade"].value == "mild"


# ------------------------------------------------------------ conditions


@pytest.mark.parametrize(
    ("code", "system", "fact", "value"),
    [
        ("308546005", SCT, "aortic_dissection", "present"),
        ("I71.012", ICD, "aortic_dissection", "present"),
        ("67362008", SCT, "aortic_aneurysm", "present"),
        ("I71.40", ICD, "aortic_aneurysm", "present"),
        ("91302008", SCT, "sepsis", "present"),
        ("371817007", SCT, "ventricular_septal_defect", "present"),
        ("371816003", SCT, "mr.onset", "acute"),
    ],
)
def test_conditions(code, system, fact, value):
    assert facts(condition(code, system=system))[fact].value == value


def test_a_condition_without_severity_says_not_how_much():
    found = facts(condition("I35.1", system=ICD))
    assert found["ar.grade"].value is None
    assert "severity is not given" in found["ar.grade"].reason
    assert found["ar.onset"].value is None


def test_the_severity_of_a_condition_is_the_grade():
    assert facts(condition("60234000", severity="severe"))["ar.grade"].value == "severe"
    assert facts(condition("400047006", severity="severe"))["peripheral_arterial_disease"].value == "severe"
    assert facts(condition("400047006", severity="moderate_severe"))["peripheral_arterial_disease"].value == "severe"


def test_moderate_to_severe_stays_so_where_the_fact_knows_the_word():
    assert facts(condition("60234000", severity="moderate_severe"))["ar.grade"].value == "moderate_severe"


def test_a_suspected_acute_leak_has_no_onset_yet():
    assert facts(condition("371816003", certainty="provisional"))["mr.onset"].value is None


def test_a_condition_without_severity_leaves_a_reported_grade_alone():
    assert facts(condition("60234000"), graded("mild"))["ar.grade"].value == "mild"


@pytest.mark.parametrize("certainty", ["provisional", "differential", "unconfirmed"])
def test_what_is_not_confirmed_is_suspected(certainty):
    assert facts(condition("308546005", certainty=certainty))["aortic_dissection"].value == "suspected"
    assert facts(condition("60234000", certainty=certainty, severity="mild"))["ar.grade"].value is None


@pytest.mark.parametrize("clinical", ["resolved", "inactive", "remission"])
def test_what_was_once_is_unknown_not_absent(clinical):
    found = facts(condition("308546005", clinical=clinical))["aortic_dissection"]
    assert found.value is None
    assert clinical in found.reason


@pytest.mark.parametrize(
    ("code", "fact", "denied"),
    [("91302008", "sepsis", "absent"), ("308546005", "aortic_dissection", None), ("67362008", "aortic_aneurysm", None)],
)
def test_a_state_that_is_over_agrees_with_a_denial_what_leaves_a_trace_does_not(code, fact, denied):
    found = facts(condition(code, clinical="resolved"))
    sheet = Finding(fact, "absent", "sheet")
    assert merged([*found, sheet])[fact].value == denied


@pytest.mark.parametrize(
    ("end", "denied"),
    [
        ({"abatementDateTime": "2020-03"}, "absent"),
        ({"abatementDateTime": TODAY[:10]}, None),
        ({"abatementDateTime": "2027"}, None),
        ({"abatementDateTime": "long ago"}, None),
        ({"abatementString": "repaired 2012"}, None),
        ({"abatementBoolean": True}, None),
        ({"abatementPeriod": {"start": "2020"}}, None),
    ],
)
def test_only_an_end_that_is_surely_past_is_one(end, denied):
    over = {key: node for key, node in condition("91302008").items() if key != "clinicalStatus"} | end
    found = facts(over)
    assert found["sepsis"].value is None
    assert merged([*found, Finding("sepsis", "absent", "sheet")])["sepsis"].value == denied
    active = facts(condition("91302008") | end)
    assert merged([*active, Finding("sepsis", "absent", "sheet")])["sepsis"].value is None


@pytest.mark.parametrize(
    "more",
    [
        {"valueString": "7 mm", "valueQuantity": {"value": 0.7, "code": "cm"}},
        {"valueBoolean": False, "valueCodeableConcept": {"text": "trace"}},
        {"valueQuantity": {"value": 0.7, "code": "cm"}, "dataAbsentReason": {"text": "unknown"}},
    ],
)
def test_a_value_beside_another_or_beside_the_reason_for_none_is_unknown(more):
    for code, system, fact in (("79948-6", LOINC, "ar.vena_contracta"), ("60234000", SCT, "ar.grade")):
        assert facts(observation(code, system=system, **more))[fact].lost


def status(*codes_given):
    return {"coding": [{"code": code} for code in codes_given]}


@pytest.mark.parametrize(
    ("key", "given", "value"),
    [
        ("verificationStatus", status("410516002", "refuted"), "absent"),
        ("verificationStatus", status("410516002"), None),
        ("verificationStatus", status("confirmed", "refuted"), None),
        ("verificationStatus", {"text": "refuted"}, None),
        ("clinicalStatus", status("sleeping"), None),
        ("clinicalStatus", {"text": "resolved"}, None),
        ("clinicalStatus", status("relapse"), "present"),
    ],
)
def test_the_status_of_a_condition_counts_only_if_it_is_understood(key, given, value):
    assert facts(condition("308546005") | {key: given})["aortic_dissection"].value == value


def test_a_condition_without_any_status_is_present():
    bare = {key: node for key, node in condition("308546005").items() if not key.endswith("Status")}
    assert facts(bare)["aortic_dissection"].value == "present"


def test_refuted_is_absent():
    assert facts(condition("308546005", certainty="refuted"))["aortic_dissection"].value == "absent"


def test_one_site_refuted_does_not_clear_the_aorta():
    thoracic = condition("I71.20", system=ICD, certainty="refuted")
    assert facts(thoracic)["aortic_aneurysm"].value is None
    abdominal = condition("I71.40", system=ICD, time="2020-01-01")
    assert facts(thoracic, abdominal)["aortic_aneurysm"].value == "present"
    assert "one form" in notes(thoracic)[0]


def test_one_cause_refuted_does_not_clear_the_valve():
    assert facts(condition("I35.1", system=ICD, certainty="refuted"))["ar.grade"].value is None


def test_a_condition_entered_in_error_is_not_used():
    assert facts(condition("308546005", certainty="entered-in-error"))["aortic_dissection"].reason == "not given"


# ------------------------------------------------------------ echo, balloon, orders


def test_no_echo_in_a_bundle_is_unknown_not_denied():
    assert facts(condition("89138009"))["echo.done"].value is None
    assert "ECHO-MISSING" in [one.rule.id for one in screen(facts(condition("89138009"))).reasons]


@pytest.mark.parametrize(
    "resource", [ECHO_REPORT, procedure("433236007", system=SCT), procedure("105376000", system=SCT)]
)
def test_an_echo(resource):
    found = facts(resource)
    assert found["echo.done"].value is True
    assert found["echo.age"].value == pytest.approx(4)
    assert found["ar.grade"].value is None


def test_a_grade_alone_is_no_echo_for_it_may_come_from_angiography():
    assert facts(graded("mild"))["echo.done"].value is None
    assert facts(observation("79948-6", 7, "mm"))["echo.done"].value is True


def test_an_undated_echo_has_no_age():
    found = facts(observation("79948-6", 7, "mm", time=None))
    assert found["echo.done"].value is True
    assert found["echo.age"].value is None
    assert "ECHO-STALE" in [one.rule.id for one in screen(found).reasons if one.outcome == "asks"]


def test_a_preliminary_report_is_no_echo():
    assert facts(ECHO_REPORT | {"status": "preliminary"})["echo.done"].value is None


@pytest.mark.parametrize("code", ["33967", "33970", "33973"])
def test_an_inserted_balloon_is_in_place(code):
    assert facts(procedure(code))["balloon.in_place"].value is True


@pytest.mark.parametrize("code", ["33968", "33971", "33974"])
def test_a_removed_balloon_is_out(code):
    assert facts(procedure("33967", time=EARLIER), procedure(code))["balloon.in_place"].value is False
    assert facts(procedure("33967"), procedure(code, time=EARLIER))["balloon.in_place"].value is True
    assert facts(procedure("33967"), procedure(code))["balloon.in_place"].value is None


def test_a_planned_insertion_is_no_balloon():
    assert facts(procedure("33967", status="preparation"))["balloon.in_place"].value is None


@pytest.mark.parametrize(
    ("status", "value"), [("active", True), ("completed", False), ("stopped", False), ("on-hold", None)]
)
def test_the_use_of_a_device(status, value):
    device = {"resourceType": "Device", "id": "pump", "type": concept(SCT, "129113006")}
    use = {"resourceType": "DeviceUseStatement", "status": status, "device": {"reference": "Device/pump"}}
    assert facts(device, use | {"recordedOn": TODAY})["balloon.in_place"].value is value


@pytest.mark.parametrize("more", [concept(SCT, "36965003"), {}])
def test_the_use_of_another_device(more):
    kind = {"text": "Ventilator", **more}
    device = {"resourceType": "Device", "id": "pump", "type": kind}
    use = {"resourceType": "DeviceUseStatement", "status": "active", "device": {"reference": "Device/pump"}}
    assert facts(device, use)["balloon.in_place"].reason == "not given"


def test_an_order():
    order = {"resourceType": "ServiceRequest", "status": "draft", "intent": "order", "code": concept(CPT, "33967")}
    assert facts(order)["balloon.ordered"].value is True
    assert facts(order)["balloon.in_place"].value is None


def test_a_code_that_is_known_to_be_wrong_is_named():
    assert "33989" in notes(procedure("33989"))[0]
    assert facts(procedure("33989"))["balloon.in_place"].value is None


def test_a_whole_patient():
    found = screen(
        facts(
            {"resourceType": "Patient", "id": "p"},
            graded("severe"),
            observation("79948-6", 7, "mm"),
            ECHO_REPORT,
            procedure("33967"),
            condition("60234000", severity="severe"),
        )
    )
    assert found.verdict == "contraindicated"
    fired = [one.rule.id for one in found.reasons if one.outcome == "fired"]
    assert {"AR-SEVERE", "BALLOON-IN-AR"} <= set(fired)
    step = next(step for one in found.reasons for step in one.judged.trace if step.fact == "ar.vena_contracta")
    assert step.source == "Observation/r2"


def test_two_patients_are_refused():
    one = {"resourceType": "Patient", "id": "a"}
    with pytest.raises(InputError, match=r"2 patients: Patient/a, Patient/b"):
        facts(one, {"resourceType": "Patient", "id": "b"})
    with pytest.raises(InputError, match="2 patients"):
        facts(graded("mild", subject={"reference": "Patient/a"}), graded("mild", subject={"reference": "Patient/b"}))
    assert facts(one, graded("mild", subject={"reference": "http://host/fhir/Patient/a"}))["ar.grade"].value == "mild"


def test_a_patient_named_by_its_full_address():
    entries = [
        {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "a"}},
        {"resource": graded("mild", subject={"reference": "urn:uuid:1"})},
        {"resource": graded("mild", subject={"reference": "Patient/a"})},
    ]
    assert facts_of(entries)["ar.grade"].value == "mild"
    entries.append({"resource": graded("mild", subject={"reference": "urn:uuid:2"})})
    with pytest.raises(InputError, match="2 patients"):
        facts_of(entries)


def facts_of(entries):
    raw = json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
    return bundle_facts(raw, "bundle.json", NOW).facts


PCS = "http://www.cms.gov/Medicare/Coding/ICD10"


@pytest.mark.parametrize("system", [PCS, "http://hl7.org/fhir/sid/icd-10-pcs"])
def test_assistance_that_goes_on_is_a_balloon_in_place(system):
    assert facts(procedure("5A02210", system=system, status="in-progress"))["balloon.in_place"].value is True


def test_assistance_that_ended_says_not_whether_the_balloon_is_out():
    found = facts(procedure("5A02210", system=PCS))["balloon.in_place"]
    assert found.value is None
    assert "a removal is not recorded" in found.reason


def test_an_insertion_that_goes_on_counts_a_removal_that_goes_on_does_not():
    assert facts(procedure("33967", status="in-progress"))["balloon.in_place"].value is True
    assert facts(procedure("33968", status="in-progress"))["balloon.in_place"].reason == "not given"


def test_an_echo_that_goes_on_is_none_yet():
    assert facts(procedure("433236007", system=SCT, status="in-progress"))["echo.done"].value is None


def named(resource, name):
    return resource | {"code": {**resource["code"], "text": name}}


def test_other_procedures_and_reports_say_nothing_if_their_name_says_so():
    visit, picture = procedure("99213"), ECHO_REPORT | {"code": concept(LOINC, "24323-8")}
    assert facts(named(visit, "Office visit"), named(picture, "Chest X-ray")).findings == {}
    for hidden in (visit, picture, named(visit, "Endovascular repair of the thoracic aorta"), {**visit, "code": None}):
        assert "is not understood" in facts(hidden)["record.unread"].source


NOT_KNOWN = "a device is in use, and which is not known"
DEVICE = {"resourceType": "Device", "id": "pump", "type": concept(SCT, "129113006")}


def use(status="active", reference="Device/pump"):
    return {"resourceType": "DeviceUseStatement", "status": status, "device": {"reference": reference}}


def test_an_intended_use_is_an_order():
    found = facts(DEVICE, use("intended"))
    assert found["balloon.ordered"].value is True
    assert found["balloon.in_place"].reason == "not given"
    assert facts(DEVICE, use("on-hold")).findings == {}


def test_a_device_is_found_by_its_reference_only():
    other = {"resourceType": "Device", "id": "other", "type": concept(SCT, "129113006")}
    for found in (facts(other, use()), facts(use()), facts(DEVICE, use(reference="Device/other"))):
        assert found["balloon.in_place"].reason == NOT_KNOWN
    full = [{"fullUrl": "urn:uuid:7", "resource": DEVICE}, {"resource": use(reference="urn:uuid:7")}]
    assert facts_of(full)["balloon.in_place"].value is True


@pytest.mark.parametrize(
    ("status", "device", "inside", "said"),
    [
        ("active", {"reference": "#pump"}, {"contained": [DEVICE]}, True),
        ("completed", {"reference": "#pump"}, {"contained": [DEVICE]}, False),
        ("active", {"reference": "#pump"}, {"contained": [{**DEVICE, "type": {"text": "IABP 40 cc"}}]}, True),
        ("active", {"reference": "#pump"}, {"contained": [{**DEVICE, "type": {"text": "Wheelchair"}}]}, None),
        ("active", {"display": "Intra-aortic balloon pump"}, {}, True),
        ("active", {"display": "IABP"}, {}, True),
        ("active", {"display": "Ballonpumpe", "reference": "Device/x"}, {}, True),
        ("active", {"display": "Wheelchair", "reference": "Device/x"}, {}, None),
        ("active", {"reference": "#other"}, {"contained": [DEVICE]}, "unknown"),
        ("active", {"reference": "Device/x"}, {}, "unknown"),
        ("active", {"identifier": {"value": "7"}}, {}, "unknown"),
        ("active", None, {}, "unknown"),
        ("active", {"reference": "#pump"}, {"contained": [{**DEVICE, "type": concept(SCT, "1")}]}, "unknown"),
        ("completed", {"reference": "Device/x"}, {}, None),
    ],
)
def test_a_device_in_use_is_known_by_code_or_name_or_is_unknown(status, device, inside, said):
    stated = {"resourceType": "DeviceUseStatement", "status": status, "device": device, "recordedOn": TODAY}
    found = facts({**stated, **inside})
    right = {None: "not given", "unknown": NOT_KNOWN}.get(said, "")
    assert (found["balloon.in_place"].value, found["balloon.in_place"].reason) == (said if right == "" else None, right)


@pytest.mark.parametrize("kind", [concept(SCT, "129113006"), {"text": "Intra-aortic balloon pump"}, {"text": "IABK"}])
def test_a_balloon_pump_of_the_patient_may_be_in_place(kind):
    mine = {**DEVICE, "type": kind, "patient": {"reference": "Patient/p1"}}
    assert "its use is not recorded" in facts(mine)["balloon.in_place"].reason
    assert facts({**mine, "status": "inactive"})["balloon.in_place"].reason == "not given"
    assert facts({**mine, "patient": None})["balloon.in_place"].reason == "not given"
    assert facts(mine, use("completed") | {"recordedOn": TODAY})["balloon.in_place"].value is False


def test_a_reference_to_what_is_no_device():
    wrong = {"resourceType": "Substance", "id": "pump", "type": concept(SCT, "129113006")}
    found = facts_of([{"fullUrl": "x", "resource": wrong}, {"resource": use(reference="x")}])
    assert found["balloon.in_place"].reason == NOT_KNOWN


@pytest.mark.parametrize(
    ("status", "code", "ordered"),
    [
        ("draft", "33967", True),
        ("active", "33967", True),
        ("revoked", "33967", None),
        ("completed", "33967", None),
        ("active", "33968", None),
    ],
)
def test_orders(status, code, ordered):
    order = {"resourceType": "ServiceRequest", "status": status, "code": concept(CPT, code)}
    assert facts(order)["balloon.ordered"].value is ordered


@pytest.mark.parametrize(
    ("period", "hours"),
    [
        ({"start": "2026-11-24T06:00:00Z", "end": "2026-11-24T08:00:00Z"}, 6),
        ({"start": "2026-11-24T06:00:00Z"}, 6),
        ({}, None),
    ],
)
def test_the_age_of_a_period_counts_from_its_start(period, hours):
    found = facts(observation("79948-6", 7, "mm", time=None, effectivePeriod=period))["echo.age"].value
    assert found == (pytest.approx(hours) if hours else None)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"value": 7, "unit": "mm"}, 0.7),
        ({"value": 7, "unit": "centimetres", "code": "mm"}, 0.7),
        ({"unit": "cm", "code": "cm"}, None),
        ({"value": 0.7}, None),
    ],
)
def test_the_code_of_a_unit_counts_before_its_print(given, value):
    found = facts(observation("79948-6", valueQuantity=given))["ar.vena_contracta"].value
    assert found == (pytest.approx(value) if value else None)


@pytest.mark.parametrize("unit", ["1", "{fraction}"])
def test_a_fraction_without_a_unit(unit):
    assert facts(observation("79942-9", 0.45, unit))["ar.regurgitant_fraction"].value == pytest.approx(45)


def test_text_does_not_settle_codes_that_differ():
    both = {"coding": [*concept(SCT, "24484000")["coding"], *concept(SCT, "255604002")["coding"]], "text": "mild"}
    assert facts(observation("60234000", system=SCT, valueCodeableConcept=both))["ar.grade"].value is None


def test_a_coding_without_a_code_means_nothing_and_is_named():
    bare = observation("79948-6", 7, "mm") | {"code": {"coding": [{"system": LOINC}, {}]}}
    assert "not understood" in facts(bare)["record.unread"].source
    assert set(facts(bare).findings) == {"record.unread"}


def test_another_wide_code_beside_a_narrow_one_does_not_widen_it():
    beside = {"coding": [*concept(ICD, "I71.40")["coding"], *concept(SCT, "89138009")["coding"]]}
    found = facts(condition("I71.40", certainty="refuted") | {"code": beside})
    assert found["aortic_aneurysm"].value is None


def report(status="final", *contained):
    return {
        "resourceType": "DiagnosticReport", "id": "echo", "status": status, "code": concept(LOINC, "42148-7"),
        "effectiveDateTime": TODAY, "contained": list(contained), "result": [{"reference": "#vc"}],
    }  # fmt: skip


def test_a_measurement_inside_a_report_counts_and_names_both():
    fact = facts(report("final", {"id": "vc", **observation("79948-6", 0.8)}))["ar.vena_contracta"]
    assert fact.value == 0.8
    assert fact.source == "DiagnosticReport/echo#vc"


def test_a_measurement_inside_a_report_that_was_withdrawn_is_not_used():
    assert (
        "ar.vena_contracta"
        not in facts(report("entered-in-error", {"id": "vc", **observation("79948-6", 0.8)})).findings
    )


@pytest.mark.parametrize("status", ["cancelled", "preliminary", "registered"])
def test_a_measurement_inside_a_report_is_no_more_final_than_the_report(status):
    found = facts(report(status, {"id": "vc", **observation("79948-6", 0.8)}))["ar.vena_contracta"]
    assert found.value is None
    assert found.reason == f"its status is {status}"


def test_a_patient_inside_a_report_is_no_second_patient():
    inside = {"resourceType": "Patient", "id": "p"}
    found = facts(
        {"resourceType": "Patient", "id": "1"}, report("final", inside, {**observation("79948-6", 0.8), "id": "vc"})
    )
    assert found["ar.vena_contracta"].value == 0.8


@pytest.mark.parametrize("word", ["none", "trace"])
def test_a_leak_on_record_of_unknown_severity_contradicts_a_grade_of_hardly_any(word):
    reported = observation("60234000", system=SCT, valueCodeableConcept={"text": word})
    assert facts(condition("I35.1", system=ICD, time=EARLIER), reported)["ar.grade"].value is None


def test_what_is_active_lasts_so_that_a_later_denial_contradicts_it():
    """It did not: a dissection on the list of problems was beaten by any denial of the following day."""
    active = condition("308546005", time="2026-11-20T08:00:00Z")
    assert facts(active, condition("308546005", certainty="refuted"))["aortic_dissection"].value is None
    first = condition("308546005", certainty="refuted", time="2026-11-20T08:00:00Z")
    assert facts(first, condition("308546005"))["aortic_dissection"].value == "present"


def test_a_condition_that_is_not_understood_is_named_as_unread_unless_it_is_refuted():
    strange = condition("999999", system="urn:local")
    assert "not understood" in facts(strange)["record.unread"].source
    refuted = condition("999999", system="urn:local", certainty="refuted")
    assert facts(refuted).findings == {}
    assert "refuted" in notes(refuted)[0]
