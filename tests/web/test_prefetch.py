"""Every kind of prefetch result, for every key of every hook."""

import pytest

from diastole.web.cds.prefetch import ECHO_KEYS, OPTIONAL, NoResult, QueryResult, read_prefetch, templates
from tests.web.calls import (
    HOOKS,
    NEXT,
    SCT,
    SEVERE_LEAK,
    URL,
    call,
    call_with_orders,
    cards,
    concept,
    condition,
    nothing,
    observation,
    order,
    refused,
    searchset,
    url,
    without,
)  # fmt: skip

FAILED = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
WHOLE, PAGE = True, False
RESULTS = {
    "a failed query": (FAILED, NoResult.query_failed),
    "null": (None, NoResult.nothing_on_record),
    "no entries": (searchset(), NoResult.nothing_on_record),
    "no list of entries": ({"resourceType": "Bundle", "type": "searchset", "total": 0}, NoResult.nothing_on_record),
    "one page": (searchset(SEVERE_LEAK, **NEXT), PAGE),
    "an empty page of several": (searchset(**NEXT), PAGE),
    "fewer than the total": (searchset(SEVERE_LEAK, total=2), PAGE),
    "resources": (searchset(SEVERE_LEAK), WHOLE),
    "one resource": (SEVERE_LEAK, WHOLE),
    "a warning in place of results": (searchset(FAILED), NoResult.query_failed),
    "an empty bundle of another type": ({"resourceType": "Bundle", "type": "batch-response"}, NoResult.query_failed),
}
KEYS = [(hook, key) for hook in HOOKS for key in templates(hook)]


@pytest.mark.parametrize(("hook", "key"), KEYS)
@pytest.mark.parametrize("name", RESULTS)
def test_the_meaning_of_a_result(hook, key, name):
    given, meaning = RESULTS[name]
    supplied = read_prefetch(hook, nothing(hook) | {key: given})
    result = supplied.pop(key)
    assert (result.is_whole if isinstance(result, QueryResult) else result) is meaning
    assert set(supplied.values()) == {NoResult.nothing_on_record}


@pytest.mark.parametrize(("hook", "key"), KEYS)
def test_an_absent_key_and_a_failed_query_are_no_finding(client, hook, key):
    given = nothing(hook)
    del given[key]
    assert read_prefetch(hook, given)[key] is NoResult.not_supplied
    body = call(hook)
    if key in OPTIONAL:
        assert cards(client, without(body, key))
        assert cards(client, call(hook, {key: FAILED}))
        return
    assert key in refused(client.post(url(hook), json=without(body, key)), 412)
    assert key in refused(client.post(url(hook), json=call(hook, {key: FAILED})), 412)


def test_no_prefetch_at_all(client):
    body = call(prefetch=None)
    for given in ({key: value for key, value in body.items() if key != "prefetch"}, body | {"prefetch": None}):
        refused(client.post(URL, json=given), 412)


def test_without_an_echo_on_record_none_was_done(client):
    (card,) = cards(client, call())
    assert "echocardiography done\\: no" in card["detail"]


@pytest.mark.parametrize("key", ECHO_KEYS)
def test_one_page_or_a_finding_leaves_the_echo_open(client, key):
    other = observation("8867-4", 80, "/min")
    for answer in (searchset(**NEXT), searchset(other)):
        (card,) = cards(client, call(prefetch={key: answer}))
        assert "echocardiography done\\: no" not in card["detail"]
        assert "echocardiography done\\: unknown" in card["detail"]


def test_resources_on_one_page_count(client):
    (card,) = cards(client, call(prefetch={"conditions": searchset(SEVERE_LEAK, **NEXT)}))
    assert card["indicator"] == "critical"


def test_resources_of_another_patient_are_refused(client):
    other, longer = ({"reference": name} for name in ("Patient/p2", "https://fhir.example/r4/Patient/p1"))
    body = call(prefetch={"conditions": searchset(condition("60234000", subject=other))})
    assert "not about the patient" in refused(client.post(URL, json=body), 400)
    refused(client.post(URL, json=call_with_orders(order(subject=other))), 400)
    assert cards(client, call(prefetch={"conditions": searchset(condition("60234000", subject=longer))}))


@pytest.mark.parametrize("step", [1, -1])
def test_two_versions_of_one_resource_contradict_each_other(client, step):
    mild = {**SEVERE_LEAK, "severity": concept(SCT, "255604002")}
    versions = [SEVERE_LEAK, mild][::step]
    (card,) = cards(client, call(prefetch={"conditions": searchset(*versions)}))
    assert card["indicator"] == "warning"
    assert "appears 2 times" in card["detail"]
    (card,) = cards(client, call(prefetch={"conditions": searchset(SEVERE_LEAK, SEVERE_LEAK)}))
    assert card["indicator"] == "critical"
