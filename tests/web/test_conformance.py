"""The requirements of CDS Hooks 2.0.1 that have SHALL, and the orders, selections and users that get a card."""

import re
from urllib.parse import urlsplit

import pytest
from fhir.resources.R4B.servicerequest import ServiceRequest

from diastole.web.application import make_app
from diastole.web.cds.cards import REASON_SYSTEM
from diastole.web.cds.feedback import FeedbackStore
from tests.web.calls import (
    CPT,
    HOOKS,
    NEXT,
    OTHER_ORDER,
    SCT,
    SEVERE_LEAK,
    SUBJECT,
    URL,
    call,
    call_with_orders,
    cards,
    concept,
    condition,
    observation,
    order,
    refused,
    searchset,
    url,
    without,
)  # fmt: skip
from tests.web.conftest import Client

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MILD = condition("60234000", "mild", severity=concept(SCT, "255604002"))
DEVICE = {"resourceType": "Device", "id": "iabp", "type": concept(SCT, "129113006")}
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


def test_discovery_lists_one_id_for_each_hook(client):
    listed = client.get("/cds-services").json()
    assert set(listed) == {"services"}
    services = listed["services"]
    assert [each["hook"] for each in services] == list(HOOKS)
    assert [each["id"] for each in services] == [url(hook).split("/")[-1] for hook in HOOKS]
    assert len({each["id"] for each in services}) == len(HOOKS)
    assert not list(empty_parts(listed))
    for service in services:
        assert service["description"]
        assert service["title"]
        for query in service["prefetch"].values():
            assert set(re.findall(r"{{(.*?)}}", query)) == {"context.patientId"}
            assert not re.search(
                r"_include|_revinclude|\$|:missing|chained|\.\w+=", query.split("?")[1].split("&code=")[0]
            )


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("case", CASES)
def test_a_card_is_as_specified(client, hook, case):
    more = CASES[case]
    if hook == "patient-view" and "conditions" in more:
        entries = call(hook)["prefetch"]["conditions"]["entry"] + more["conditions"]["entry"]
        more = {"conditions": {**more["conditions"], "entry": entries}}
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
    assert len(card["detail"]) <= 900
    assert f"]({card['links'][0]['url']})" in card["detail"]
    assert "systemActions" not in card
    assert ("suggestions" in card) == ("selectionBehavior" in card) == (case in ("echo needed", "mild"))


def test_each_card_has_its_own_uuid(client):
    assert cards(client, call())[0]["uuid"] != cards(client, call())[0]["uuid"]


def test_the_verdict_becomes_the_indicator(client):
    (card,) = cards(client, call(prefetch=CASES["contraindicated"]))
    assert (card["indicator"], "contraindicated" in card["summary"]) == ("critical", True)
    assert "reported grade of aortic regurgitation\\: severe" in card["detail"]
    assert "\\[Condition/leak\\]" in card["detail"]
    (card,) = cards(client, call())
    assert (card["indicator"], "chocardiography is needed" in card["summary"]) == ("warning", True)


def test_only_selected_orders_are_judged(client):
    body = call_with_orders(order(), OTHER_ORDER, hook="order-select")
    assert len(cards(client, body)) == 1
    body["context"]["selections"] = ["ServiceRequest/x1"]
    assert cards(client, body) == []
    body["context"]["selections"] = ["ServiceRequest/absent"]
    assert "selections" in refused(client.post(url("order-select"), json=body), 400)


def test_an_opened_patient_gets_a_card_only_where_it_matters(client):
    over = condition("89138009", clinicalStatus=concept("s", "resolved"))
    for conditions in (None, searchset(SEVERE_LEAK), searchset(over)):
        assert cards(client, call("patient-view", {"conditions": conditions})) == []
    use = {
        "resourceType": "DeviceUseStatement", "id": "u1", "status": "active", "subject": SUBJECT,
        "device": {"reference": "Device/iabp"},
    }  # fmt: skip
    for key, resources, reason in (
        ("devices", [use, DEVICE], "in place"),
        ("balloonOrders", [order(status="active")], "is ordered"),
    ):
        (card,) = cards(client, call("patient-view", {"conditions": None, key: searchset(*resources)}))
        assert reason in card["detail"]


@pytest.mark.parametrize("key", ["conditions", "procedures", "devices", "balloonOrders", "echoObservations"])
@pytest.mark.parametrize("page", [NEXT, {"total": 7}])
def test_a_record_that_was_sent_in_part_gets_a_card(client, key, page):
    """The reason for a screening may be on a page that was not sent."""
    (card,) = cards(client, call("patient-view", {"conditions": None, key: searchset(**page)}))
    assert card["indicator"] != "info"
    assert key in card["detail"]
    assert "unknown" in card["detail"]


def test_a_part_of_the_record_is_named_on_the_card(client):
    (card,) = cards(client, call(prefetch={"devices": searchset(**NEXT)}))
    assert "one page of several" in card["detail"]


def test_an_echocardiography_is_suggested_where_it_is_needed(client):
    body = call()
    (card,) = cards(client, body)
    (suggestion,) = card["suggestions"]
    (action,) = suggestion["actions"]
    assert suggestion["label"] == "Order transthoracic echocardiography"
    assert UUID.fullmatch(suggestion["uuid"])
    assert action["type"] == "create"
    ordered = ServiceRequest.model_validate(action["resource"] | {"id": "s1"})
    assert (ordered.status, ordered.subject.reference) == ("draft", "Patient/p1")
    assert ordered.code.coding[0].code == "433236007"
    (card,) = cards(client, call(prefetch=CASES["contraindicated"]))
    assert "suggestions" not in card


def device_order(reference, **more):
    return {
        "resourceType": "DeviceRequest", "id": "b1", "status": "draft", "intent": "order",
        "subject": SUBJECT, "codeReference": reference, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("orders", "detail"),
    [
        ([device_order({"reference": "Device/iabp"}), DEVICE], "a balloon pump is being ordered"),
        ([device_order({"reference": "#iabp"}, contained=[DEVICE])], "a balloon pump is being ordered"),
        ([device_order({"reference": "Device/9", "display": "Intra-aortic balloon pump"})], "balloon pump is being"),
        ([device_order({"reference": "Device/9"})], "whose record was not sent \\(Device/9\\)"),
        ([device_order({"identifier": {"value": "9"}})], "whose record was not sent"),
        ([order(code={"text": "Intra-aortic balloon pump insertion"})], "a balloon pump is being ordered"),
        ([order(code={"coding": [{"system": SCT, "code": "399217008", "display": "Insertion of IABP"}]})], "balloon"),
        ([order(status="on-hold")], "a balloon pump is being ordered"),
    ],
)
def test_orders_of_a_balloon_pump(client, orders, detail):
    (card,) = cards(client, call_with_orders(*orders, prefetch={"conditions": searchset(SEVERE_LEAK)}))
    assert card["indicator"] == "critical"
    assert detail in card["detail"]


@pytest.mark.parametrize("hook", ["order-sign", "order-select"])
@pytest.mark.parametrize(
    "orders",
    [
        [device_order({"reference": "Device/iabp"}), DEVICE | {"type": concept(SCT, "14106009")}],
        [order(code=concept(CPT, "33968"))],
        [order(code={"text": "Complete blood count"})],
        [order(status="revoked")],
        [order(doNotPerform=True)],
        [OTHER_ORDER | {"id": "b1"}],
    ],
)
def test_other_orders_get_no_card(client, hook, orders):
    assert cards(client, call_with_orders(*orders, hook=hook)) == []


def test_a_recorded_order_not_to_do_it_gets_no_card(client):
    refusal = searchset(order(status="active", doNotPerform=True))
    assert cards(client, call("patient-view", {"conditions": None, "balloonOrders": refusal})) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("context.selections", ["b1"]), ("context.selections", ["https://fhir.example/r4/ServiceRequest/b1"]),
        ("context.selections", ["ServiceRequest/b1/_history/3"]), ("context.patientId", "Patient/p1"),
        ("context.userId", "https://fhir.example/r4/Practitioner/d1"),
        ("hookInstance", "urn:uuid:d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"),
    ],
)  # fmt: skip
def test_other_spellings_are_accepted(client, path, value):
    body = call("order-select")
    *above, last = path.split(".")
    (body[above[0]] if above else body)[last] = value
    assert len(cards(client, body)) == 1


@pytest.mark.parametrize("word", ["Bearer", "bearer", "BEARER"])
def test_a_bearer_token_in_any_case(client, word):
    access = {"access_token": "x", "token_type": word, "expires_in": 300, "scope": "s"}
    assert cards(client, call(fhirAuthorization=access, fhirServer="https://fhir.example/r4"))


@pytest.mark.parametrize(
    "user",
    [
        "Patient/p1", "RelatedPerson/r1", "https://fhir.example/r4/Patient/p1",
        "https://fhir.example/RelatedPerson/9/_history/1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("hook", HOOKS)
def test_a_lay_user_gets_no_verdict(client, hook, user):
    body = call(hook, {"conditions": searchset(SEVERE_LEAK)})
    body["context"]["userId"] = user
    assert cards(client, body) == []


@pytest.mark.parametrize(
    ("hook", "field"),
    [(hook, field) for hook in HOOKS for field in ("hook", "hookInstance", "context", "userId", "patientId")]
    + [("order-select", "selections"), ("order-select", "draftOrders"), ("order-sign", "draftOrders")],
)
def test_required_fields(client, hook, field):
    body = call(hook)
    del (body if field in body else body["context"])[field]
    assert field in refused(client.post(url(hook), json=body), 400)


def test_a_hook_that_is_not_served_is_refused(client):
    refused(client.post(URL, json=call() | {"hook": "order-dispatch"}), 400)
    refused(client.post(URL, json=call("patient-view")), 400)  # each hook has its own address
    refused(client.post("/cds-services/iabp-screen", json=call()), 404)
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


FEEDBACK = {"card": "c", "outcome": "overridden", "outcomeTimestamp": "2026-11-24T12:00:00Z"}


def test_feedback_may_come_twice():
    store = FeedbackStore(most=2)
    client = Client(make_app(feedback=store))
    reason = {"reason": {"code": "patient-ineligible", "system": REASON_SYSTEM}, "userComment": "x"}
    for _ in range(2):
        response = client.post(f"{URL}/feedback", json={"feedback": [{**FEEDBACK, "overrideReason": reason}]})
        assert (response.status_code, response.content) == (200, b"")
    assert len(store) == 1
    for number in range(3):
        client.post(f"{URL}/feedback", json={"feedback": [{**FEEDBACK, "card": str(number)}]})
    assert len(store) == 2


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"outcome": "accepted", "acceptedSuggestions": [{"id": "s"}]}, 200),
        ({"outcome": "accepted"}, 400),
        ({"outcome": "ignored"}, 400),
        ({"outcomeTimestamp": "2026-11-24T12:00:00"}, 400),
        ({"outcomeTimestamp": "now"}, 400),
        ({"card": None}, 400),
    ],
)
def test_feedback_is_checked(client, change, status):
    response = client.post(f"{URL}/feedback", json={"feedback": [FEEDBACK | change]})
    assert response.status_code == status
    if status == 400:
        refused(response, 400)
    refused(client.post(f"{URL}/feedback", json=FEEDBACK), 400)  # no list
