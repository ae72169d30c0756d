"""Bundles and sheets of a patient in whom everything was asked and nothing found, with the changes of real systems.

A case is drawn from its own number: the same seed and number give the same case. It starts clean and is changed up to
four times. The changes do not know what is right: that is for the oracle to say.
"""

import copy
import random
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, NamedTuple

from tests.screening import bundles
from tests.screening.bundles import (
    ICD,
    LOINC,
    NOW,
    SCT,
    SEVERITY,
    STATUS,
    bundle_of,
    coding,
    concept,
    observation,
    procedure,
    report,
)  # fmt: skip

type Json = dict[str, Any]
type Dice = random.Random
type Change = Callable[[Dice, Json, Json], None]

WRONG = "entered-in-error"
MINE = {"reference": "Patient/p1"}
CLEAR_SHEET = {
    "aortic_dissection": "absent", "aortic_aneurysm": "absent", "aortic_wall_disease": "absent",
    "descending_aortic_stent": "absent", "peripheral_arterial_disease": "none", "femoropopliteal_bypass": "absent",
    "sepsis": "absent", "terminal_disease": "absent", "coagulopathy": "none", "thrombocytopenia": "none",
    "uncontrolled_bleeding": "absent", "heparin_contraindication": "absent", "tachyarrhythmia": "absent",
    "lvot_obstruction": "absent", "ventricular_septal_defect": "absent", "patient_refusal": False,
    "balloon.in_place": False, "aortic_valve.assessed": True, "ar.onset": "chronic",
}  # fmt: skip
GRADES = list(SEVERITY.values())
FINDING_CODES = [
    "308546005", "67362008", "400047006", "91302008", "60234000", "194983005", "233985008", "76571007", "302215000",
    "64779008", "838546001", "I71.00", "I71.010", "I71.012", "I71.019", "I71.02", "I71.20", "I71.21", "I71.3",
    "I71.43", "I71.9", "I73.9", "I70.222", "I70.92", "A41.9", "A40.3", "R65.21", "D65", "D68.9", "D69.6", "K92.2",
    "I35.1", "I35.2", "I06.1", "Q23.1", "Z51.5", "I77.810", "I79.1",
]  # fmt: skip
HARMLESS_CODES = ["I10", "I25.10", "I50.22", "E11.9", "J18.9", "38341003"]
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
    patient = {"name": [{"given": ["Jane"]}], "identifier": [{"system": "urn:mrn", "value": "1"}]}
    resources = [{"resourceType": "Patient", "id": "p1", **patient}, _grade(dice), _echo(dice)]
    for _ in range(dice.choice((0, 0, 1, 2))):
        code = dice.choice(list(MEASURES))
        resources.append(_measurement(dice, code, *MEASURES[code][0]))
    if dice.random() < 0.3:
        resources.append(_condition(dice, dice.choice(HARMLESS_CODES)))
    if dice.random() < 0.2:
        resources.append(_condition(dice, "308546005", certainty="refuted"))
        if dice.random() < 0.5:
            del sheet["aortic_dissection"]
    entries: list[Json] = [{"resource": one} for one in resources]
    for number, entry in enumerate(entries):
        one = entry["resource"]
        one.setdefault("id", f"r{number}")
        if number:
            addresses = ("Patient/p1", "Patient/p1", "http://ehr.example.org/fhir/Patient/p1")
            one["subject"] = {"reference": dice.choice(addresses)}
        if dice.random() < 0.5:
            entry["fullUrl"] = f"http://ehr.example.org/fhir/{one['resourceType']}/{one['id']}"
    return bundle_of(entries), sheet


def _fresh(dice: Dice) -> str:
    return (NOW - timedelta(minutes=dice.randrange(10, 20 * 60))).strftime("%Y-%m-%dT%H:%M:%SZ")


def _grade(dice: Dice) -> Json:
    word = dice.choice(QUIET_WORDS)
    value = dice.choice(({"valueCodeableConcept": {"text": word}}, {"valueString": word}))
    code = dice.choice(("60234000", "60234000", "194983005"))
    return observation(code, time=_fresh(dice), **value)


def _echo(dice: Dice) -> Json:
    if dice.random() < 0.5:
        return procedure(dice.choice(("433236007", "105376000")), time=_fresh(dice))
    return report(effectiveDateTime=_fresh(dice))


def _measurement(dice: Dice, code: str, value: float, unit: str) -> Json:
    return observation(code, value, unit, system=LOINC, time=_fresh(dice))


def _any_measurement(dice: Dice) -> Json:
    code = dice.choice(list(MEASURES))
    return _measurement(dice, code, *dice.choice(MEASURES[code]))


def _condition(dice: Dice, code: str, **more: Any) -> Json:
    found = bundles.condition(code, **more)
    del found["recordedDate"]
    return found | ({"recordedDate": _fresh(dice)} if dice.random() < 0.6 else {})


def _certainty(word: str) -> Json:
    return concept(word, f"{STATUS}ver-status")


# --------------------------------------------------------------------------------------------------------- changes


def _resources(bundle: Json) -> list[Json]:
    """Return the resources that can be changed, without the patient."""
    found = [entry.get("resource") for entry in bundle["entry"] if isinstance(entry, dict)]
    named = [one for one in found if isinstance(one, dict)]
    return [one for one in named if one.get("resourceType") not in ("Patient", "Bundle", None)]


def _one(dice: Dice, bundle: Json, *kinds: str) -> Json:
    """Return a resource to change; one of no kind where there is none."""
    found = [one for one in _resources(bundle) if not kinds or one["resourceType"] in kinds]
    return dice.choice(found) if found else {}


def of_a_resource(*kinds: str) -> Callable[[Change], Change]:
    """Turn a change of one resource into one of a bundle, which does nothing where there is no such resource."""

    def turned(change: Change) -> Change:
        @wraps(change)
        def changed(dice: Dice, bundle: Json, sheet: Json) -> None:
            if one := _one(dice, bundle, *kinds):
                change(dice, bundle, one)

        return changed

    return turned


def _add(dice: Dice, bundle: Json, resource: Json) -> None:
    resource = {"id": f"x{len(bundle['entry'])}", "subject": MINE, **resource}
    bundle["entry"].insert(dice.randint(0, len(bundle["entry"])), {"resource": resource})


def _scaled(quantity: Json, factor: float) -> Json:
    """Return a quantity times a factor, where its value is a number."""
    value = quantity.get("value")
    return {**quantity, "value": value * factor} if isinstance(value, int | float) else quantity


def _any_finding(dice: Dice, name: str) -> Json:
    return {"id": name, "subject": MINE, **_condition(dice, dice.choice(FINDING_CODES))}


def _unknown(dice: Dice) -> Json:
    """Return a code that no table knows, in one case without its system."""
    system, code = dice.choice(UNKNOWN_CODES)
    return {"coding": [{"system": system, "code": code} if system else {"code": code}]}


def _regrade(dice: Dice) -> Json:
    return concept(dice.choice(GRADES))


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


@of_a_resource()
def withdraw(dice: Dice, bundle: Json, one: Json) -> None:
    if one.get("resourceType") == "Condition":
        one["verificationStatus"] = _certainty(WRONG)
    else:
        one["status"] = dice.choice((WRONG, WRONG, "cancelled", "not-done", "registered"))


@of_a_resource()
def unsettle_the_status(dice: Dice, bundle: Json, one: Json) -> None:
    if one.get("resourceType") == "Condition":
        key = dice.choice(("clinicalStatus", "verificationStatus"))
        one[key] = dice.choice(({"text": "Active"}, concept("A", "urn:local"), "active", {"coding": []}))
    else:
        one["status"] = dice.choice(("preliminary", "unknown", "in-progress", "stopped", "final?"))
        if dice.random() < 0.3:
            del one["status"]


@of_a_resource()
def versions(dice: Dice, bundle: Json, one: Json) -> None:
    """Add another version of a resource; one of the two is withdrawn, or says something else."""
    other = copy.deepcopy(one)
    changed, is_condition = dice.choice((one, other)), one["resourceType"] == "Condition"
    if dice.random() < 0.5:
        changed |= {"verificationStatus": _certainty(WRONG)} if is_condition else {"status": WRONG}
    elif is_condition:
        changed["verificationStatus"] = _certainty(dice.choice(("confirmed", "refuted")))
    elif "valueQuantity" in changed:
        changed["valueQuantity"] = _scaled(changed["valueQuantity"], 4)
    elif one["resourceType"] == "Observation":
        changed["valueCodeableConcept"] = _regrade(dice)
        changed.pop("valueString", None)
    numbered, timed = dice.random() < 0.7, dice.random() < 0.5
    for number, version in ((1, one), (2, other)):
        version["meta"] = {"versionId": str(number)} if numbered else {}
        if timed:
            version["meta"]["lastUpdated"] = f"2026-11-24T{9 + number:02}:00:00Z"
    if dice.random() < 0.5:
        bundle["type"] = "history"
    held = [entry.get("resource") if isinstance(entry, dict) else None for entry in bundle["entry"]]
    place = next(number for number, resource in enumerate(held) if resource is one)
    bundle["entry"].insert(place + dice.choice((0, 1)), {"resource": other})


def delete(dice: Dice, bundle: Json, sheet: Json) -> None:
    one = _one(dice, bundle)
    url = dice.choice((f"{one['resourceType']}/{one['id']}", "Observation/old")) if one.get("id") else "Observation/old"
    bundle["type"] = dice.choice(("history", "history", "transaction"))
    place = dice.choice((0, len(bundle["entry"])))
    bundle["entry"].insert(place, {"request": {"method": "DELETE", "url": url}, "response": {"status": "204"}})


@of_a_resource()
def redate(dice: Dice, bundle: Json, one: Json) -> None:
    """Give another time, less exactly, under another name, or none."""
    stems = {"Observation": "effective", "DiagnosticReport": "effective", "Procedure": "performed"}
    stem = stems.get(one["resourceType"])
    for key in [key for key in one if key.startswith(stem or "recorded")]:
        del one[key]
    text = _some_time(dice)
    if stem is None:
        one[dice.choice(("recordedDate", "onsetDateTime", "abatementDateTime", "abatementString"))] = text
        return
    form = dice.choice(("DateTime", "DateTime", "DateTime", "Instant", "Period", "Timing", "issued", ""))
    if form == "Period":
        one[stem + form] = dice.choice(({"start": text}, {"start": text, "end": _fresh(dice)}, {"end": text}))
    elif form == "Timing":
        one[stem + form] = dice.choice(({"event": [text]}, {"event": [text, _fresh(dice)]}, {"code": {"text": "QD"}}))
    elif form:
        one[form if form == "issued" else stem + form] = text


def _some_time(dice: Dice) -> str:
    days = dice.choice((0, 0, 1, 2, 3, 4, 30, 400, 4000, -1, -3))
    moment = NOW - timedelta(days=days, hours=dice.randrange(0, 12))
    form = dice.choice(
        ("%Y", "%Y-%m", "%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%S+11:00",
         "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S.123-05:00", "unknown")
    )  # fmt: skip
    return moment.strftime(form)


@of_a_resource()
def recode(dice: Dice, bundle: Json, one: Json) -> None:
    """Write the code in another way, or another code."""
    code = one.get("code")
    listed = code.get("coding") if isinstance(code, dict) else None
    if not listed or not isinstance(code, dict):
        return
    first, *rest = listed
    systems = ("https://snomed.info/sct", "http://snomed.info/sct/", "urn:oid:2.16.840.1.113883.6.96")
    texts = ("Aortic dissection", "sepsis", "something", "Aortic valve regurgitation")
    another: Callable[[], Json | None] = dice.choice((
        lambda: code | {"coding": [first | {"system": dice.choice(systems)}, *rest]},
        lambda: code | {"coding": [{key: first[key] for key in first if key != "system"}, *rest]},
        lambda: {"text": dice.choice(texts)},
        lambda: _unknown(dice),
        lambda: code | {"coding": [*listed, coding(dice.choice(FINDING_CODES))]},
        lambda: code | {"coding": [dict(zip(("system", "code"), dice.choice(UNKNOWN_CODES), strict=True)), *listed]},
        lambda: code | {"text": dice.choice(("Aortic dissection", "free text", "Ruptured aortic aneurysm"))},
        lambda: dice.choice(({}, {"coding": []}, None)),
    ))  # fmt: skip
    one["code"] = another()


@of_a_resource("Observation")
def another_value(dice: Dice, bundle: Json, one: Json) -> None:
    for key in [key for key in one if key.startswith("value")]:
        del one[key]
    denials, displays = ("2667000", "260413007", "52101004", "999000123103"), ("Severe", "Absent", "mild")
    another: Callable[[], Json] = dice.choice((
        lambda: {"valueCodeableConcept": _regrade(dice)},
        lambda: {"valueCodeableConcept": {"text": dice.choice(OTHER_WORDS + QUIET_WORDS)}},
        lambda: {"valueString": dice.choice(OTHER_WORDS + QUIET_WORDS)},
        lambda: {"valueCodeableConcept": concept(dice.choice(("LA137-2", "LA6750-9", "LA6752-5", "LA9999-9")), LOINC)},
        lambda: {"valueCodeableConcept": concept(SEVERITY["severe"], text=dice.choice(("mild", "none", "Severe")))},
        lambda: {"dataAbsentReason": {"text": "unknown"}},
        lambda: {"valueBoolean": dice.random() < 0.5},
        lambda: {"valueCodeableConcept": concept(dice.choice(denials))},
        lambda: {"valueQuantity": {"value": dice.choice((0, 3, 4)), "unit": "{grade}"}},
        lambda: {"valueCodeableConcept": {"coding": [coding("2667000", display=dice.choice(displays))]}},
        lambda: {"valueCodeableConcept": {"text": "none"}, "valueString": dice.choice(("severe", "none"))},
    ))  # fmt: skip
    one |= another()


def another_unit(dice: Dice, bundle: Json, sheet: Json) -> None:
    def measured() -> list[Json]:
        return [one for one in _resources(bundle) if isinstance(one.get("valueQuantity"), dict)]

    if not measured():
        _add(dice, bundle, _any_measurement(dice))
    quantity = dice.choice(measured())["valueQuantity"]
    lost, another = dice.choice((
        (("code",), lambda: {"unit": dice.choice(("furlong", "in", "m", "cc", "msec", "", "sq cm"))}),
        (("code", "unit"), dict),
        ((), lambda: {"comparator": dice.choice(("<", "<=", ">", ">=", "ad"))}),
        ((), lambda: {"unit": dice.choice(("cm", "mm"))}),
        ((), lambda: {"value": dice.choice(("0.2", "0,2", None, True, 1e9, -1))}),
        (("value",), dict),
    ))  # fmt: skip
    for key in lost:
        quantity.pop(key, None)
    quantity |= another()


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
        one = _any_finding(dice, f"n{len(bundle['entry'])}")
    if dice.random() < 0.7:
        inner = bundle_of([{"resource": one}], type="searchset")
        if dice.random() < 0.2:
            inner["link"] = [{"relation": "next", "url": "http://ehr.example.org/fhir?page=2"}]
    else:
        inner = {"resourceType": "Parameters", "parameter": [{"name": "r", "resource": one}]}
        if dice.random() < 0.5:
            inner["parameter"] = [{"name": "r", "part": inner["parameter"]}]
    bundle["entry"].append({"resource": inner})


def contain(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Put a resource inside of another one."""
    inside = _any_finding(dice, "c") if dice.random() < 0.5 else {"id": "c", **_any_measurement(dice)}
    holder = _one(dice, bundle) if dice.random() < 0.5 else {}
    if holder:
        holder["contained"] = [inside]
        return
    kind = dice.choice(("Encounter", "ServiceRequest", "DiagnosticReport"))
    status = dice.choice(("finished", "active", "final", WRONG))
    _add(dice, bundle, {"resourceType": kind, "status": status, "contained": [inside]})


def duplicate(dice: Dice, bundle: Json, sheet: Json) -> None:
    """Add an entry a second time, as it is."""
    if bundle["entry"]:
        bundle["entry"].append(copy.deepcopy(dice.choice(bundle["entry"])))


@of_a_resource()
def repeat(dice: Dice, bundle: Json, one: Json) -> None:
    """Add the same resource under another id: equal, or with another value or time."""
    other = copy.deepcopy(one) | {"id": f"again{len(bundle['entry'])}"}
    other.pop("meta", None)
    bundle["entry"].append({"resource": other})
    if dice.random() < 0.5 and "effectiveDateTime" in other:
        other["effectiveDateTime"] = _some_time(dice)
    if one["resourceType"] == "Condition":
        other["verificationStatus"] = _certainty(dice.choice(("confirmed", "refuted", "provisional")))
    elif "valueQuantity" in other:
        other["valueQuantity"] = _scaled(other["valueQuantity"], dice.choice((1, 1.05, 4)))
    elif one["resourceType"] == "Observation" and dice.random() < 0.7:
        other.pop("valueString", None)
        other["valueCodeableConcept"] = dice.choice((_regrade(dice), {"text": "trace"}))


def add_a_condition(dice: Dice, bundle: Json, sheet: Json) -> None:
    found = _condition(
        dice, dice.choice(FINDING_CODES),
        clinical=dice.choice(("active", "active", "active", "recurrence", "inactive", "resolved", "remission")),
        certainty=dice.choice(("confirmed", "confirmed", "provisional", "differential", "unconfirmed", "refuted")),
    )  # fmt: skip
    if dice.random() < 0.3:
        found["severity"] = _regrade(dice)
    if dice.random() < 0.3:
        found.pop(dice.choice(("clinicalStatus", "verificationStatus")))
    if dice.random() < 0.2:
        found[dice.choice(("abatementDateTime", "abatementString", "onsetDateTime"))] = _some_time(dice)
    if dice.random() < 0.3:
        found["recordedDate"] = _some_time(dice)
    _add(dice, bundle, found)


def add_something_unknown(dice: Dice, bundle: Json, sheet: Json) -> None:
    code = _unknown(dice)
    made = _condition(dice, "x") if dice.random() < 0.5 else _measurement(dice, "x", 1, "mm")
    made["code"] = code if dice.random() < 0.8 else {"text": dice.choice(("Aortic dissection", "Fever"))}
    _add(dice, bundle, made)


def add_a_measurement(dice: Dice, bundle: Json, sheet: Json) -> None:
    made = _any_measurement(dice)
    if dice.random() < 0.3:
        panel = {key: made[key] for key in ("resourceType", "status", "effectiveDateTime")}
        part = {key: made[key] for key in ("code", "valueQuantity")}
        made = {**panel, "code": concept("60234000" if dice.random() < 0.3 else "85354-9")}
        made["component"] = dice.choice(([part], [part, part], part))
    if dice.random() < 0.3:
        made["effectiveDateTime"] = _some_time(dice)
    _add(dice, bundle, made)


def add_another_resource(dice: Dice, bundle: Json, sheet: Json) -> None:
    code, echo = concept(dice.choice(FINDING_CODES)), concept("42148-7")
    another = dice.choice((
        {"resourceType": "Flag", "status": "active", "code": code},
        report(effectiveDateTime=_fresh(dice), conclusionCode=[code]),
        {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "code": echo, "reasonCode": [code]},
        {"resourceType": "Encounter", "status": "finished", "reasonCode": [code]},
        {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]},
        {"resourceType": "FamilyMemberHistory", "status": "completed", "condition": [{"code": code}]},
        {"resourceType": "Practitioner"},
        {"resourceType": "ClinicalImpression", "status": "completed", "finding": [{"itemCodeableConcept": code}]},
        {"resourceType": "Novelty", "code": code},
    ))  # fmt: skip
    _add(dice, bundle, another)


def misuse_an_entry(dice: Dice, bundle: Json, sheet: Json) -> None:
    finding = _any_finding(dice, "e")
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


@of_a_resource()
def modify(dice: Dice, bundle: Json, one: Json) -> None:
    """Add what changes the meaning of a resource."""
    others = ("Patient/p2", "Group/g", "Device/d")
    another: Callable[[], Json] = dice.choice((
        lambda: {"modifierExtension": [{"url": "http://example.org/negated", "valueBoolean": True}]},
        lambda: {"implicitRules": "http://example.org/rules"},
        lambda: {"focus": [{"reference": "RelatedPerson/mother"}]},
        lambda: {"subject": {"reference": dice.choice(others)}},
    ))  # fmt: skip
    one |= another()


@of_a_resource()
def refer(dice: Dice, bundle: Json, one: Json) -> None:
    """Name the patient in another way."""
    one["subject"] = dice.choice((
        {"reference": "Patient/p1/_history/3"}, {"reference": "http://ehr.example.org/fhir/Patient/p1/_history/3"},
        {"identifier": {"system": "urn:mrn", "value": "1"}}, {"display": "Jane"}, {"reference": "Patient/p9"},
    ))  # fmt: skip


CHANGES: tuple[Change, ...] = (
    forget_a_fact, null_a_fact, turn_a_fact, date_a_fact, add_a_fact, drop_an_entry, withdraw, unsettle_the_status,
    versions, delete, redate, redate, recode, another_value, another_unit, pages, nest, contain, duplicate, repeat,
    add_a_condition, add_something_unknown, add_a_measurement, add_another_resource, misuse_an_entry, modify, refer,
)  # fmt: skip
