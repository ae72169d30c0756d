"""Calls of the service as a client would send them."""

from copy import deepcopy

from fhir.resources.R4B.operationoutcome import OperationOutcome

from diastole.web.cds.prefetch import templates

SCT, CPT, LOINC = "http://snomed.info/sct", "http://www.ama-assn.org/go/cpt", "http://loinc.org"
PATIENT = "p1"
SUBJECT = {"reference": f"Patient/{PATIENT}"}
HOOKS = ("patient-view", "order-select", "order-sign")
ROOT = "/cds-services/iabp-screen"


def url(hook):
    return f"{ROOT}-{hook}"


URL = url("order-sign")  # for a `call` without a hook


def concept(system, code):
    return {"coding": [{"system": system, "code": code}]}


def searchset(*resources, **more):
    return {
        "resourceType": "Bundle", "type": "searchset", "entry": [{"resource": each} for each in resources], **more
    }  # fmt: skip


def condition(code, id_="c1", **more):
    return {
        "resourceType": "Condition", "id": id_, "subject": SUBJECT, "clinicalStatus": concept("s", "active"),
        "verificationStatus": concept("v", "confirmed"), "code": concept(SCT, code), **more,
    }  # fmt: skip


def observation(code, value, unit, id_="o1", **more):
    return {
        "resourceType": "Observation", "id": id_, "status": "final", "subject": SUBJECT, "code": concept(LOINC, code),
        "valueQuantity": {"value": value, "unit": unit, "code": unit, "system": "http://unitsofmeasure.org"}, **more,
    }  # fmt: skip


def order(id_="b1", code=None, **more):
    return {
        "resourceType": "ServiceRequest", "id": id_, "status": "draft", "intent": "order", "subject": SUBJECT,
        "code": code or concept(CPT, "33967"), **more,
    }  # fmt: skip


SHOCK = condition("89138009", "shock")
NEXT = {"link": [{"relation": "next", "url": "https://fhir.example/next"}]}  # of a search result on several pages
SEVERE_LEAK = condition("60234000", "leak", severity=concept(SCT, "24484000"))
OTHER_ORDER = order("x1", concept(SCT, "433236007"))


def nothing(hook):
    """Prefetch with nothing on record under each key."""
    return dict.fromkeys(templates(hook))


def call(hook="order-sign", prefetch=None, **more):
    """A call with a draft order of a balloon pump (order hooks), or in shock (patient-view)."""
    context = {"userId": "Practitioner/d1", "patientId": PATIENT, "encounterId": "e1"}
    supplied = nothing(hook)
    if hook == "patient-view":
        supplied["conditions"] = searchset(SHOCK)
    else:
        context["draftOrders"] = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": order()}]}
    if hook == "order-select":
        context["selections"] = ["ServiceRequest/b1"]
    body = {
        "hook": hook, "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": context, "prefetch": supplied | (prefetch or {}),
    }  # fmt: skip
    return deepcopy(body | more)


def call_with_orders(*orders, hook="order-sign", **more):
    """A call with these draft orders, of which the first is selected."""
    body = call(hook, **more)
    body["context"]["draftOrders"]["entry"] = [{"resource": each} for each in orders]
    if hook == "order-select":
        body["context"]["selections"] = [f"{orders[0]['resourceType']}/{orders[0]['id']}"]
    return body


def without(body, *keys):
    return {**body, "prefetch": {key: value for key, value in body["prefetch"].items() if key not in keys}}


def cards(client, body):
    response = client.post(url(body["hook"]), json=body)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    assert set(response.json()) == {"cards"}
    return response.json()["cards"]


def refused(response, status):
    """The message of an error, after a check of its status and of the OperationOutcome."""
    assert response.status_code == status, response.text
    OperationOutcome.model_validate(response.json())
    return response.json()["issue"][0]["diagnostics"]
