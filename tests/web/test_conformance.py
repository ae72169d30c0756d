"""What the specification of CDS Hooks 2.0.1 says with SHALL, one test each."""

import re
from urllib.parse import urlsplit

import pytest
from fhir.resources.R4B.operationoutcome import OperationOutcome

from diastole.web.cds.cards import REASON_SYSTEM
from tests.web.calls import (
    HOOKS,
    OTHER_ORDER,
    SCT,
    SEVERE_LEAK,
    URL,
    call,
    concept,
    condition,
    observation,
    order,
    searchset,
    without,
)

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MILD = condition("60234000", "mild", severity=concept(SCT, "255604002"))
CASES = {
    "echo needed": {},
    "contraindicated": {"conditions": searchset(SEVERE_LEAK)},
    "measured": {"echoObservations": searchset(observation("79948-6", 0.7, "cm"))},
    "mild": {"conditions": searchset(MILD)},
}


def empty_parts(node, path=""):
    """Paths of null, empty text, empty lists and empty blocks."""
    if node in (None, "", [], {}):
        yield path
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from empty_parts(value, f"{path}.{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from empty_parts(value, f"{path}[{index}]")


def cards(client, body):
    answer = client.post(URL, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json()) == {"cards"}
    return answer.json()["cards"]


def refused(answer, status):
    """Check a refusal: the status, and an OperationOutcome that FHIR accepts; return its words."""
    assert answer.status_code == status, answer.text
    OperationOutcome.model_validate(answer.json())
    return answer.json()["issue"][0]["diagnostics"]


def test_discovery_lists_one_id_on_three_hooks(client):
    found = client.get("/cds-services").json()
    assert set(found) == {"services"}
    assert [one["hook"] for one in found["services"]] == list(HOOKS)
    assert {one["id"] for one in found["services"]} == {"iabp-screen"}
    assert not list(empty_parts(found))
    for one in found["services"]:
        assert one["description"]
        assert one["title"]
        for query in one["prefetch"].values():
            assert set(re.findall(r"{{(.*?)}}", query)) == {"context.patientId"}
            assert not re.search(
                r"_include|_revinclude|\$|:missing|chained|\.\w+=", query.split("?")[1].split("&code=")[0]
            )


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("case", CASES)
def test_a_card_is_as_specified(client, hook, case):
    if hook == "patient-view" and "conditions" in CASES[case]:
        shock = call(hook)["prefetch"]["conditions"]["entry"]
        more = {"conditions": {**CASES[case]["conditions"], "entry": [*shock, *CASES[case]["conditions"]["entry"]]}}
    else:
        more = CASES[case]
    (card,) = cards(client, call(hook, more))
    assert not list(empty_parts(card))
    assert 0 < len(card["summary"]) < 140
    assert "\n" not in card["summary"]
    assert card["indicator"] in ("info", "warning", "critical")
    assert UUID.fullmatch(card["uuid"])
    assert card["source"]["label"]
    assert card["source"]["topic"]["code"]
    assert card["source"]["topic"]["system"] == SCT
    assert urlsplit(card["source"]["url"]).scheme == "http"
    for reason in card["overrideReasons"]:
        assert set(reason) == {"code", "system", "display"}
        assert reason["system"] == REASON_SYSTEM
    for link in card["links"]:
        assert link["type"] == "absolute"
        assert urlsplit(link["url"]).netloc
    assert "not a medical device" in card["detail"]
    assert not {"suggestions", "systemActions"} & set(card)  # and so no selectionBehavior is required


def test_each_card_has_its_own_uuid(client):
    assert cards(client, call())[0]["uuid"] != cards(client, call())[0]["uuid"]


def test_the_verdict_becomes_the_indicator(client):
    (card,) = cards(client, call(prefetch=CASES["contraindicated"]))
    assert (card["indicator"], "contraindicated" in card["summary"]) == ("critical", True)
    assert "reported grade of aortic regurgitation is severe\\: true; severe \\[Condition/leak\\]" in card["detail"]
    (card,) = cards(client, call())
    assert (card["indicator"], "chocardiography is needed" in card["summary"]) == ("warning", True)


def test_nothing_to_say_is_an_empty_list(client):
    body = call()
    body["context"]["draftOrders"]["entry"] = [{"resource": OTHER_ORDER}]
    assert cards(client, body) == []


def test_only_selected_orders_are_judged(client):
    body = call("order-select")
    body["context"]["draftOrders"]["entry"].append({"resource": OTHER_ORDER})
    assert len(cards(client, body)) == 1
    body["context"]["selections"] = ["ServiceRequest/x1"]
    assert cards(client, body) == []
    body["context"]["selections"] = ["ServiceRequest/absent"]
    assert "selections" in refused(client.post(URL, json=body), 400)


def test_an_opened_patient_gets_a_card_only_where_it_matters(client):
    assert cards(client, call("patient-view", {"conditions": None})) == []
    assert cards(client, call("patient-view", {"conditions": searchset(SEVERE_LEAK)})) == []
    over = condition("89138009", clinicalStatus=concept("s", "resolved"))
    assert cards(client, call("patient-view", {"conditions": searchset(over)})) == []
    device = {
        "resourceType": "DeviceUseStatement", "id": "u1", "status": "active", "subject": {"reference": "Patient/p1"},
        "device": {"reference": "Device/d1"},
    }  # fmt: skip
    pump = {"resourceType": "Device", "id": "d1", "type": concept(SCT, "129113006")}
    (card,) = cards(client, call("patient-view", {"conditions": None, "devices": searchset(device, pump)}))
    assert "in place" in card["detail"]
    ordered = searchset(order(status="active"))
    (card,) = cards(client, call("patient-view", {"conditions": None, "balloonOrders": ordered}))
    assert "is ordered" in card["detail"]


@pytest.mark.parametrize("user", ["Patient/p1", "RelatedPerson/r1"])
@pytest.mark.parametrize("hook", HOOKS)
def test_a_lay_user_gets_no_verdict(client, hook, user):
    body = call(hook, {"conditions": searchset(SEVERE_LEAK)})
    body["context"]["userId"] = user
    assert cards(client, body) == []


@pytest.mark.parametrize("hook", HOOKS)
def test_refused_order_is_no_order(client, hook):
    body = call(hook)
    if hook == "patient-view":
        body["prefetch"] |= {"conditions": None, "balloonOrders": searchset(order(status="active", doNotPerform=True))}
    else:
        body["context"]["draftOrders"]["entry"][0]["resource"]["doNotPerform"] = True
    assert cards(client, body) == []


@pytest.mark.parametrize("field", ["hook", "hookInstance", "context"])
def test_required_fields(client, field):
    body = call()
    del body[field]
    refused(client.post(URL, json=body), 400)


@pytest.mark.parametrize(
    ("hook", "field"),
    [(hook, field) for hook in HOOKS for field in ("userId", "patientId")]
    + [("order-select", "selections"), ("order-select", "draftOrders"), ("order-sign", "draftOrders")],
)
def test_required_context(client, hook, field):
    body = call(hook)
    del body["context"][field]
    assert field in refused(client.post(URL, json=body), 400)


def test_a_hook_that_is_not_served_is_refused(client):
    refused(client.post(URL, json=call() | {"hook": "order-dispatch"}), 400)
    refused(client.post("/cds-services/other", json=call()), 404)


def test_a_token_for_a_server_needs_the_server(client):
    access = {
        "access_token": "secret-of-the-client", "token_type": "Bearer", "expires_in": 300, "scope": "s", "subject": "c",
    }  # fmt: skip
    answer = client.post(URL, json=call(fhirAuthorization=access))
    assert "fhirServer" in refused(answer, 400)
    assert "secret" not in answer.text
    assert cards(client, call(fhirAuthorization=access, fhirServer="https://fhir.example/r4"))
    missing = without(call(fhirAuthorization=access, fhirServer="http://127.0.0.1:1/"), "conditions")
    refused(client.post(URL, json=missing), 412)  # not read from there either


def test_extensions_and_unknown_fields_are_no_error(client):
    assert cards(client, call(extension={"x": 1}, somethingNew=[1]))


def test_feedback_may_come_twice():
    from diastole.web.app import make_app
    from diastole.web.cds.feedback import FeedbackStore
    from tests.web.conftest import Client

    store = FeedbackStore(most=2)
    client = Client(make_app(feedback=store))
    told = {"card": "c", "outcome": "overridden", "outcomeTimestamp": "2026-11-24T12:00:00Z"}
    reason = {"reason": {"code": "patient-ineligible", "system": REASON_SYSTEM}, "userComment": "x"}
    for _ in range(2):
        answer = client.post(f"{URL}/feedback", json={"feedback": [{**told, "overrideReason": reason}]})
        assert (answer.status_code, answer.content) == (200, b"")
    assert len(store) == 1
    for number in range(3):
        client.post(f"{URL}/feedback", json={"feedback": [{**told, "card": str(number)}]})
    assert len(store) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "accepted"},
        {"outcome": "ignored"},
        {"outcomeTimestamp": "2026-11-24T12:00:00"},
        {"outcomeTimestamp": "now"},
        {"card": None},
    ],
)
def test_feedback_that_is_malformed(client, change):
    told = {"card": "c", "outcome": "overridden", "outcomeTimestamp": "2026-11-24T12:00:00Z"}
    refused(client.post(f"{URL}/feedback", json={"feedback": [told | change]}), 400)
    refused(client.post(f"{URL}/feedback", json=told), 400)


def test_an_accepted_suggestion_is_kept(client):
    told = {
        "card": "c", "outcome": "accepted", "acceptedSuggestions": [{"id": "s"}],
        "outcomeTimestamp": "2026-11-24T12:00:00Z",
    }  # fmt: skip
    assert client.post(f"{URL}/feedback", json={"feedback": [told]}).status_code == 200
