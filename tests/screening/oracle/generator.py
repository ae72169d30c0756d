"""Bundles and sheets of a patient in whom everything was asked and nothing found, and what people's systems do to them.

A case is drawn from its own number: the same seed and number give the same case. It starts clean and is changed up to
four times. The changes do not know what is right: that is for the oracle to say.
"""

import copy
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

type Json = dict[str, Any]
type Dice = random.Random

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SCT, LOINC, ICD = "http://snomed.info/sct", "http://loinc.org", "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
STATUS = "http://terminology.hl7.org/CodeSystem/condition-"
CLEAR_SHEET = {
    "aortic_dissection": "absent", "aortic_aneurysm": "absent", "aortic_wall_disease": "absent",
    "descending_aortic_stent": "absent", "peripheral_arterial_disease": "none", "femoropopliteal_bypass": "absent",
    "sepsis": "absent", "terminal_disease": "absent", "coagulopathy": "none", "thrombocytopenia": "none",
    "uncontrolled_bleeding": "absent", "heparin_contraindication": "absent", "tachyarrhythmia": "absent",
    "lvot_obstruction": "absent", "ventricular_septal_defect": "absent", "patient_refusal": False,
    "balloon.in_place": False, "aortic_valve.assessed": True, "ar.onset": "chronic",
}  # fmt: skip
GRADES = {"mild": "255604002", "moderate": "6736007", "moderate_severe": "371924009", "severe": "24484000"}
FINDING_CODES = [
    (SCT, "308546005"), (SCT, "67362008"), (SCT, "400047006"), (SCT, "91302008"), (SCT, "60234000"), (SCT, "194983005"),
    (SCT, "233985008"), (SCT, "76571007"), (SCT, "302215000"), (SCT, "64779008"), (SCT, "838546001"),
    (ICD, "I71.00"), (ICD, "I71.010"), (ICD, "I71.012"), (ICD, "I71.019"), (ICD, "I71.02"), (ICD, "I71.20"),
    (ICD, "I71.21"), (ICD, "I71.3"), (ICD, "I71.43"), (ICD, "I71.9"), (ICD, "I73.9"), (ICD, "I70.222"), (ICD, "I70.92"),
    (ICD, "A41.9"), (ICD, "A40.3"), (ICD, "R65.21"), (ICD, "D65"), (ICD, "D68.9"), (ICD, "D69.6"), (ICD, "K92.2"),
    (ICD, "I35.1"), (ICD, "I35.2"), (ICD, "I06.1"), (ICD, "Q23.1"), (ICD, "Z51.5"), (ICD, "I77.810"), (ICD, "I79.1"),
]  # fmt: skip
HARMLESS_CODES = [(ICD, "I10"), (ICD, "I25.10"), (ICD, "I50.22"), (ICD, "E11.9"), (ICD, "J18.9"), (SCT, "38341003")]
UNKNOWN_CODES = [
    (SCT, "1231000119100"), (SCT, "999000123103"), (LOINC, "99999-9"), ("urn:local", "AO-DISS"), ("", "I71.00"),
    (ICD, "ZZ9.9"), ("http://hospital.example.org/codes", "7711"), (ICD, "I7143"), (ICD, "441.01"),
]  # fmt: skip
MEASURES = {  # value, unit: harmless, then what a rule reads otherwise
    "79948-6": [(0.2, "cm"), (2, "mm"), (0.7, "cm"), (4, "mm")],
    "79960-1": [(0.05, "cm2"), (5, "mm2"), (0.35, "cm2"), (15, "mm2")],
    "79951-0": [(20, "mL"), (0.02, "L"), (62, "mL"), (40, "mL/{beat}")],
    "79950-2": [(22, "mL"), (68, "mL")],
    "79942-9": [(20, "%"), (0.2, "1"), (55, "%"), (35, "%")],
    "79947-8": [(600, "ms"), (0.6, "s"), (150, "ms")],
    "79944-5": [(10, "%"), (70, "%")],
    "79943-7": [(3, "%"), (65, "%")],
    "8867-4": [(80, "/min"), (72, "{beats}/min"), (150, "/min")],
    "777-3": [(210, "10*3/uL"), (250, "10*9/L"), (8, "10*3/uL")],
    "6301-6": [(1.1, "1"), (9, "1")],
    "2345-7": [(5.1, "mmol/L")],
    "2951-2": [(140, "mmol/L")],
    "80061-5": [(0.3, "cm"), (0.8, "cm")],
}
QUIET_WORDS = ("none", "None", "trace", "No")
OTHER_WORDS = ("mild", "Severe", "moderate", "not severe", "Not assessed", "Grad II", "schwer", "3+", "see report", "")


class Case(NamedTuple):
    """A bundle, a sheet, and the names of the changes that made them."""

    bundle: Json
    sheet: Json
    changes: tuple[str, ...]


def case(seed: int, number: int) -> Case:
    """Return the case of a number."""
    dice = random.Random(f"{seed}/{number}")
    bundle, sheet = _clean(dice)
    names = []
    for _ in range(dice.choice((0, 1, 1, 1, 2, 2, 3, 4))):
        change = dice.choice(CHANGES)
        change(dice, bundle, sheet)
        names.append(change.__name__)
    if dice.random() < 0.3:
        dice.shuffle(bundle["entry"])
    return Case(bundle, sheet, tuple(names))


# ------------------------------------------------------------------------------------------------- a clean patient


def _clean(dice: Dice) -> tuple[Json, Json]:
    sheet = dict(CLEAR_SHEET)
    entries = [
        {
            "resource": {
                "resourceType": "Patient",
                "id": "p1",
                "name": [{"given": ["Jane"]}],
                "identifier": [{"system": "urn:mrn", "value": "1"}],
            }
        },
        {"resource": _grade(dice, dice.choice(QUIET_WORDS))},
    ]
    entries.append({"resource": _echo(dice)})
    for _ in range(dice.choice((0, 0, 1, 2))):
        code = dice.choice(list(MEASURES))
        entries.append({"resource": _measurement(dice, code, *MEASURES[code][0])})
    if dice.random() < 0.3:
        entries.append({"resource": _condition(dice, *dice.choice(HARMLESS_CODES))})
    if dice.random() < 0.2:
        entries.append({"resource": _condition(dice, SCT, "308546005", certainty="refuted")})
        if dice.random() < 0.5:
            del sheet["aortic_dissection"]
    for number, entry in enumerate(entries):
        one = entry["resource"]
        one.setdefault("id", f"r{number}")
        if one["resourceType"] != "Patient":
            one["subject"] = {
                "reference": dice.choice(("Patient/p1", "Patient/p1", "http://ehr.example.org/fhir/Patient/p1"))
            }
        if dice.random() < 0.5:
            entry["fullUrl"] = f"http://ehr.example.org/fhir/{one['resourceType']}/{one['id']}"
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}, sheet


def _concept(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code} if system else {"code": code}]}


def _fresh(dice: Dice) -> str:
    return (NOW - timedelta(minutes=dice.randrange(10, 20 * 60))).strftime("%Y-%m-%dT%H:%M:%SZ")


def _grade(dice: Dice, word: str) -> Json:
    if word in GRADES and dice.random() < 0.5:
        value = {"valueCodeableConcept": _concept(SCT, GRADES[word])}
    else:
        value = dice.choice(({"valueCodeableConcept": {"text": word}}, {"valueString": word}))
    code = (SCT, dice.choice(("60234000", "60234000", "194983005")))
    return {
        "resourceType": "Observation", "status": "final", "code": _concept(*code),
        "effectiveDateTime": _fresh(dice), **value,
    }  # fmt: skip


def _echo(dice: Dice) -> Json:
    if dice.random() < 0.5:
        code = _concept(SCT, dice.choice(("433236007", "105376000")))
        return {"resourceType": "Procedure", "status": "completed", "code": code, "performedDateTime": _fresh(dice)}
    code = _concept(LOINC, "42148-7")
    return {"resourceType": "DiagnosticReport", "status": "final", "code": code, "effectiveDateTime": _fresh(dice)}


def _measurement(dice: Dice, code: str, value: float, unit: str) -> Json:
    quantity = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return {
        "resourceType": "Observation", "status": "final", "code": _concept(LOINC, code),
        "effectiveDateTime": _fresh(dice), "valueQuantity": quantity,
    }  # fmt: skip


def _condition(dice: Dice, system: str, code: str, *, clinical: str = "active", certainty: str = "confirmed") -> Json:
    found = {
        "resourceType": "Condition", "code": _concept(system, code),
        "clinicalStatus": _concept(STATUS + "clinical", clinical),
        "verificationStatus": _concept(STATUS + "ver-status", certainty),
    }  # fmt: skip
    return found | ({"recordedDate": _fresh(dice)} if dice.random() < 0.6 else {})


# --------------------------------------------------------------------------------------------------------- changes


def _resources(bundle: Json) -> list[Json]:
    """Return the resources that can be changed, without the patient."""
    found = [entry.get("resource") for entry in bundle["entry"] if isinstance(entry, dict)]
    return [
        one for one in found if isinstance(one, dict) and one.get("resourceType") not in ("Patient", "Bundle", None)
    ]


def _one(dice: Dice, bundle: Json, *kinds: str) -> Json:
    """Return a resource to change; one of no kind where there is none."""
    found = [one for one in _resources(bundle) if not kinds or one["resourceType"] in kinds]
    return dice.choice(found) if found else {}


def _add(dice: Dice, bundle: Json, resource: Json) -> None:
    resource = {"id": f"x{len(bundle['entry'])}", "subject": {"reference": "Patient/p1"}, **resource}
    bundle["entry"].insert(dice.randint(0, len(bundle["entry"])), {"resource": resource})


def _scaled(quantity: Json, factor: float) -> Json:
    """Return a quantity times a factor, where its value is a number."""
    value = quantity.get("value")
    return {**quantity, "value": value * factor} if isinstance(value, int | float) else quantity


def _any_finding(dice: Dice) -> Json:
    return _condition(dice, *dice.choice(FINDING_CODES))


def forget_a_fact(dice: Dice, bundle: Json, sheet: Json) -> None:
    sheet.pop(dice.choice(list(CLEAR_SHEET)), None)


def null_a_fact(dice: Dice, bundle: Json, sheet: Json) -> None:
    sheet[dice.choice(list(CLEAR_SHEET))] = None


def turn_a_fact(dice: Dice, bundle: Json, sheet: Json) -> None:
    name = dice.choice(list(CLEAR_SHEET))
    others = {"absent": ("suspected", "present"), "none": ("mild", "moderate", "severe"), "chronic": ("acute",)}
    value = CLEAR_SHEET[name]
    sheet[name] = (not value) if isinstance(value, bool) else dice.choice(others[value])


def date_a_fact(dice: Dice, bundle: Json, sheet: Json) -> None:
    name = dice.choice([*CLEAR_SHEET, "ar.grade"])
    hours = dice.choice((1, 20, 30, 70, 80, 2000))
    value = sheet.get(name, CLEAR_SHEET.get(name, "none"))
    if not isinstance(value, dict) and value is not None:
        sheet[name] = {"value": value, "time": (NOW - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%MZ")}


def add_a_fact(dice: Dice, bundle: Json, sheet: Json) -> None:
    name, value = dice.choice(
        (("ar.grade", "none"), ("ar.grade", "trace"), ("ar.grade", "mild"), ("ar.grade", "severe"), ("echo.done", True),
         ("echo.done", False), ("echo.age", "5 h"), ("echo.age", "100 h"), ("ar.vena_contracta", "0.7 cm"),
         ("ar.vena_contracta", "2 mm"), ("ar.eroa", "0.35 cm2"), ("mr.grade", "severe"), ("heart_rate", "150 1/min"))
    )  # fmt: skip
    sheet[name] = value


def drop_an_entry(dice: Dice, bundle: Json, sheet: Json) -> None:
    if bundle["entry"]:
        bundle["entry"].pop(dice.randrange(len(bundle["entry"])))


def withdraw(dice: Dice, bundle: Json, sheet: Json) -> None:
    one = _one(dice, bundle)
    if one.get("resourceType") == "Condition":
        one["verificationStatus"] = _concept(STATUS + "ver-status", "entered-in-error")
    elif one:
        one["status"] = dice.choice(("entered-in-error", "entered-in-error", "cancelled", "not-done", "registered"))


def unsettle_the_status(dice: Dice, bundle: Json, sheet: Json) -> None:
    one = _one(dice, bundle)
    if one.get("resourceType") == "Condition":
        key = dice.choice(("clinicalStatus", "verificationStatus"))
        one[key] = dice.choice(({"text": "Active"}, _concept("urn:local", "A"), "active", {"coding": []}))
    elif one:
        one["status"] = dice.choice(("preliminary", "unknown", "in-progress", "stopped", "final?"))
        if dice.random() < 0.3:
            del one["status"]


def versions(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Add another version of a resource; one of the two is withdrawn, or says something else."""
    one = _one(dice, bundle)
    if not one:
        return
    other = copy.deepcopy(one)
    changed = dice.choice((one, other))
    if dice.random() < 0.5:
        changed["status"] = "entered-in-error"
        if one["resourceType"] == "Condition":
            del changed["status"]
            changed["verificationStatus"] = _concept(STATUS + "ver-status", "entered-in-error")
    elif one["resourceType"] == "Condition":
        changed["verificationStatus"] = _concept(STATUS + "ver-status", dice.choice(("confirmed", "refuted")))
    elif "valueQuantity" in changed:
        changed["valueQuantity"] = _scaled(changed["valueQuantity"], 4)
    elif one["resourceType"] == "Observation":
        changed["valueCodeableConcept"] = _concept(SCT, dice.choice(list(GRADES.values())))
        changed.pop("valueString", None)
    numbered, timed = dice.random() < 0.7, dice.random() < 0.5
    for number, version in ((1, one), (2, other)):
        version["meta"] = {"versionId": str(number)} if numbered else {}
        if timed:
            version["meta"]["lastUpdated"] = f"2026-11-24T{9 + number:02}:00:00Z"
    if dice.random() < 0.5:
        bundle["type"] = "history"
    place = next(
        n for n, entry in enumerate(bundle["entry"]) if isinstance(entry, dict) and entry.get("resource") is one
    )
    bundle["entry"].insert(place + dice.choice((0, 1)), {"resource": other})


def delete(dice: Dice, bundle: Json, sheet: Json) -> None:
    one = _one(dice, bundle)
    url = dice.choice((f"{one['resourceType']}/{one['id']}", "Observation/old")) if one.get("id") else "Observation/old"
    bundle["type"] = dice.choice(("history", "history", "transaction"))
    place = dice.choice((0, len(bundle["entry"])))
    bundle["entry"].insert(place, {"request": {"method": "DELETE", "url": url}, "response": {"status": "204"}})


def redate(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Give another time, less exactly, under another name, or none."""
    one = _one(dice, bundle)
    if not one:
        return
    stem = {"Observation": "effective", "DiagnosticReport": "effective", "Procedure": "performed"}.get(
        one["resourceType"]
    )
    for key in [key for key in one if key.startswith(stem or "recorded")]:
        del one[key]
    text = _some_time(dice)
    if stem is None:
        one[dice.choice(("recordedDate", "onsetDateTime", "abatementDateTime", "abatementString"))] = text
        return
    form = dice.choice(("DateTime", "DateTime", "DateTime", "Instant", "Period", "Timing", "issued", ""))
    match form:
        case "Period":
            one[stem + form] = dice.choice(({"start": text}, {"start": text, "end": _fresh(dice)}, {"end": text}))
        case "Timing":
            one[stem + form] = dice.choice(
                ({"event": [text]}, {"event": [text, _fresh(dice)]}, {"code": {"text": "QD"}})
            )
        case "issued":
            one["issued"] = text
        case "":
            pass
        case _:
            one[stem + form] = text


def _some_time(dice: Dice) -> str:
    days = dice.choice((0, 0, 1, 2, 3, 4, 30, 400, 4000, -1, -3))
    moment = NOW - timedelta(days=days, hours=dice.randrange(0, 12))
    form = dice.choice(
        ("%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%S+11:00",
         "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S.123-05:00", "unknown")
    )  # fmt: skip
    return moment.strftime(form)


def recode(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Write the code in another way, or another code."""
    one = _one(dice, bundle)
    listed = (one.get("code") or {}).get("coding") if isinstance(one.get("code"), dict) else None
    if not listed:
        return
    coding = listed[0]
    match dice.randrange(8):
        case 0:
            coding["system"] = dice.choice(
                ("https://snomed.info/sct", "http://snomed.info/sct/", "urn:oid:2.16.840.1.113883.6.96")
            )
        case 1:
            coding.pop("system", None)
        case 2:
            one["code"] = {
                "text": dice.choice(("Aortic dissection", "sepsis", "something", "Aortic valve regurgitation"))
            }
        case 3:
            one["code"] = _concept(*dice.choice(UNKNOWN_CODES))
        case 4:
            listed.append(dict(zip(("system", "code"), dice.choice(FINDING_CODES), strict=True)))
        case 5:
            listed.insert(0, dict(zip(("system", "code"), dice.choice(UNKNOWN_CODES), strict=True)))
        case 6:
            one["code"]["text"] = dice.choice(("Aortic dissection", "free text", "Ruptured aortic aneurysm"))
        case 7:
            one["code"] = dice.choice(({}, {"coding": []}, None))


def another_value(dice: Dice, bundle: Json, sheet: Json) -> None:
    one = _one(dice, bundle, "Observation")
    for key in [key for key in one if key.startswith("value")]:
        del one[key]
    match dice.randrange(11) if one else 99:
        case 0:
            one["valueCodeableConcept"] = _concept(SCT, dice.choice(list(GRADES.values())))
        case 1:
            one["valueCodeableConcept"] = {"text": dice.choice(OTHER_WORDS + QUIET_WORDS)}
        case 2:
            one["valueString"] = dice.choice(OTHER_WORDS + QUIET_WORDS)
        case 3:
            code = dice.choice(("LA137-2", "LA6750-9", "LA6752-5", "LA9999-9"))
            one["valueCodeableConcept"] = _concept(LOINC, code)
        case 4:
            one["valueCodeableConcept"] = {
                **_concept(SCT, GRADES["severe"]),
                "text": dice.choice(("mild", "none", "Severe")),
            }
        case 5:
            one["dataAbsentReason"] = {"text": "unknown"}
        case 6:
            one["valueBoolean"] = dice.random() < 0.5
        case 7:
            one["valueCodeableConcept"] = _concept(
                SCT, dice.choice(("2667000", "260413007", "52101004", "999000123103"))
            )
        case 8:
            one["valueQuantity"] = {"value": dice.choice((0, 3, 4)), "unit": "{grade}"}
        case 9:
            shown = {"system": SCT, "code": "2667000", "display": dice.choice(("Severe", "Absent", "mild"))}
            one["valueCodeableConcept"] = {"coding": [shown]}
        case 10:
            one["valueCodeableConcept"] = {"text": "none"}
            one["valueString"] = dice.choice(("severe", "none"))


def another_unit(dice: Dice, bundle: Json, sheet: Json) -> None:
    measured = [one for one in _resources(bundle) if isinstance(one.get("valueQuantity"), dict)]
    if not measured:
        code = dice.choice(list(MEASURES))
        _add(dice, bundle, _measurement(dice, code, *dice.choice(MEASURES[code])))
        measured = [one for one in _resources(bundle) if isinstance(one.get("valueQuantity"), dict)]
    quantity = dice.choice(measured)["valueQuantity"]
    match dice.randrange(6):
        case 0:
            quantity.pop("code", None)
            quantity["unit"] = dice.choice(("furlong", "in", "m", "cc", "msec", "", "sq cm"))
        case 1:
            quantity.pop("code", None)
            quantity.pop("unit", None)
        case 2:
            quantity["comparator"] = dice.choice(("<", "<=", ">", ">=", "ad"))
        case 3:
            quantity["unit"] = dice.choice(("cm", "mm"))
        case 4:
            quantity["value"] = dice.choice(("0.2", "0,2", None, True, 1e9, -1))
        case 5:
            quantity.pop("value", None)


def pages(dice: Dice, bundle: Json, sheet: Json) -> None:
    bundle["type"] = "searchset"
    relation = dice.choice(("next", "next", "previous", "self"))
    bundle["link"] = [{"relation": relation, "url": "http://ehr.example.org/fhir?page=2"}]
    if dice.random() < 0.5:
        bundle["total"] = dice.choice((len(bundle["entry"]), 250))


def nest(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Put a resource into a bundle or a list of parameters inside."""
    one = _one(dice, bundle) if dice.random() < 0.5 else {}
    if one:
        bundle["entry"] = [
            entry for entry in bundle["entry"] if not (isinstance(entry, dict) and entry.get("resource") is one)
        ]
    else:
        one = {"id": f"n{len(bundle['entry'])}", "subject": {"reference": "Patient/p1"}, **_any_finding(dice)}
    if dice.random() < 0.7:
        inner = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one}]}
        if dice.random() < 0.2:
            inner["link"] = [{"relation": "next", "url": "http://ehr.example.org/fhir?page=2"}]
    else:
        inner = {"resourceType": "Parameters", "parameter": [{"name": "r", "resource": one}]}
        if dice.random() < 0.5:
            inner = {"resourceType": "Parameters", "parameter": [{"name": "r", "part": inner["parameter"]}]}
    bundle["entry"].append({"resource": inner})


def contain(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Put a resource inside of another one."""
    if dice.random() < 0.5:
        inside = {"id": "c", "subject": {"reference": "Patient/p1"}, **_any_finding(dice)}
    else:
        code = dice.choice(list(MEASURES))
        inside = {"id": "c", **_measurement(dice, code, *dice.choice(MEASURES[code]))}
    holder = _one(dice, bundle) if dice.random() < 0.5 else {}
    if holder:
        holder["contained"] = [inside]
        return
    kind = dice.choice(("Encounter", "ServiceRequest", "DiagnosticReport"))
    status = dice.choice(("finished", "active", "final", "entered-in-error"))
    _add(dice, bundle, {"resourceType": kind, "status": status, "contained": [inside]})


def duplicate(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Add an entry a second time, as it is."""
    if bundle["entry"]:
        bundle["entry"].append(copy.deepcopy(dice.choice(bundle["entry"])))


def repeat(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Add the same resource under another id: equal, or with another value or time."""
    one = _one(dice, bundle)
    if not one:
        return
    other = copy.deepcopy(one)
    other["id"] = f"again{len(bundle['entry'])}"
    other.pop("meta", None)
    bundle["entry"].append({"resource": other})
    if dice.random() < 0.5 and "effectiveDateTime" in other:
        other["effectiveDateTime"] = _some_time(dice)
    if one["resourceType"] == "Condition":
        other["verificationStatus"] = _concept(
            STATUS + "ver-status", dice.choice(("confirmed", "refuted", "provisional"))
        )
    elif "valueQuantity" in other:
        other["valueQuantity"] = _scaled(other["valueQuantity"], dice.choice((1, 1.05, 4)))
    elif one["resourceType"] == "Observation" and dice.random() < 0.7:
        other.pop("valueString", None)
        other["valueCodeableConcept"] = dice.choice(
            (_concept(SCT, dice.choice(list(GRADES.values()))), {"text": "trace"})
        )


def add_a_condition(dice: Dice, bundle: Json, sheet: Json) -> None:
    found = _condition(
        dice, *dice.choice(FINDING_CODES),
        clinical=dice.choice(("active", "active", "active", "recurrence", "inactive", "resolved", "remission")),
        certainty=dice.choice(("confirmed", "confirmed", "provisional", "differential", "unconfirmed", "refuted")),
    )  # fmt: skip
    if dice.random() < 0.3:
        found["severity"] = _concept(SCT, dice.choice(list(GRADES.values())))
    if dice.random() < 0.3:
        found.pop(dice.choice(("clinicalStatus", "verificationStatus")))
    if dice.random() < 0.2:
        found[dice.choice(("abatementDateTime", "abatementString", "onsetDateTime"))] = _some_time(dice)
    if dice.random() < 0.3:
        found["recordedDate"] = _some_time(dice)
    _add(dice, bundle, found)


def add_something_unknown(dice: Dice, bundle: Json, sheet: Json) -> None:
    system, code = dice.choice(UNKNOWN_CODES)
    made = _condition(dice, system, code) if dice.random() < 0.5 else _measurement(dice, code, 1, "mm")
    made["code"] = (
        _concept(system, code) if dice.random() < 0.8 else {"text": dice.choice(("Aortic dissection", "Fever"))}
    )
    _add(dice, bundle, made)


def add_a_measurement(dice: Dice, bundle: Json, sheet: Json) -> None:
    code = dice.choice(list(MEASURES))
    made = _measurement(dice, code, *dice.choice(MEASURES[code]))
    if dice.random() < 0.3:
        panel = {key: made[key] for key in ("resourceType", "status", "effectiveDateTime")}
        part = {key: made[key] for key in ("code", "valueQuantity")}
        made = {**panel, "code": _concept(SCT, "60234000") if dice.random() < 0.3 else _concept(LOINC, "85354-9")}
        made["component"] = dice.choice(([part], [part, part], part))
    if dice.random() < 0.3:
        made["effectiveDateTime"] = _some_time(dice)
    _add(dice, bundle, made)


def add_another_resource(dice: Dice, bundle: Json, sheet: Json) -> None:
    concept = _concept(*dice.choice(FINDING_CODES))
    _add(
        dice, bundle,
        dice.choice((
            {"resourceType": "Flag", "status": "active", "code": concept},
            {"resourceType": "DiagnosticReport", "status": "final", "code": _concept(LOINC, "42148-7"),
             "effectiveDateTime": _fresh(dice), "conclusionCode": [concept]},
            {"resourceType": "ServiceRequest", "status": "active", "intent": "order",
             "code": _concept(LOINC, "42148-7"), "reasonCode": [concept]},
            {"resourceType": "Encounter", "status": "finished", "reasonCode": [concept]},
            {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]},
            {"resourceType": "FamilyMemberHistory", "status": "completed", "condition": [{"code": concept}]},
            {"resourceType": "Practitioner"},
            {"resourceType": "ClinicalImpression", "status": "completed",
             "finding": [{"itemCodeableConcept": concept}]},
            {"resourceType": "Novelty", "code": concept},
        )),
    )  # fmt: skip


def misuse_an_entry(dice: Dice, bundle: Json, sheet: Json) -> None:
    finding = {"id": "e", "subject": {"reference": "Patient/p1"}, **_any_finding(dice)}
    bundle["entry"].append(
        dice.choice((
            None, {}, finding, {"fullUrl": "http://ehr.example.org/fhir/Condition/e"},
            {"resource": {}}, {"resource": None},
            {"resource": {key: value for key, value in finding.items() if key != "resourceType"}},
            {"response": {"status": "404 Not Found"}},
            {"response": {"status": "500", "outcome": {"resourceType": "OperationOutcome", "issue": []}}},
            {"resource": finding, "response": {"status": "200 OK"}},
            {"resource": finding, "search": {"mode": "include"}},
        ))
    )  # fmt: skip


def modify(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Add what changes the meaning of a resource."""
    one = _one(dice, bundle)
    if not one:
        return
    match dice.randrange(4):
        case 0:
            one["modifierExtension"] = [{"url": "http://example.org/negated", "valueBoolean": True}]
        case 1:
            one["implicitRules"] = "http://example.org/rules"
        case 2:
            one["focus"] = [{"reference": "RelatedPerson/mother"}]
        case 3:
            one["subject"] = dice.choice(
                ({"reference": "Patient/p2"}, {"reference": "Group/g"}, {"reference": "Device/d"})
            )


def refer(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Name the patient in another way."""
    one = _one(dice, bundle)
    if one:
        one["subject"] = dice.choice((
            {"reference": "Patient/p1/_history/3"}, {"reference": "http://ehr.example.org/fhir/Patient/p1/_history/3"},
            {"identifier": {"system": "urn:mrn", "value": "1"}}, {"display": "Jane"}, {"reference": "Patient/p9"},
        ))  # fmt: skip


CHANGES: tuple[Callable[[Dice, Json, Json], None], ...] = (
    forget_a_fact, null_a_fact, turn_a_fact, date_a_fact, add_a_fact, drop_an_entry, withdraw, unsettle_the_status,
    versions, delete, redate, redate, recode, another_value, another_unit, pages, nest, contain, duplicate, repeat,
    add_a_condition, add_something_unknown, add_a_measurement, add_another_resource, misuse_an_entry, modify, refer,
)  # fmt: skip
