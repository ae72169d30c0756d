"""Hostile bodies: refused with a reason, and the service goes on."""

import json

import pytest

from diastole.screening.fhir_bundle import LARGEST_BUNDLE
from tests.web.calls import URL, call, condition, searchset
from tests.web.test_conformance import cards, refused

JSON = {"content-type": "application/json"}
BODIES = {
    "nothing": b"",
    "no JSON": b"hello",
    "half of it": json.dumps(call()).encode()[:200],
    "a list": b"[]",
    "null": b"null",
    "no UTF-8": b'{"hook": "\xff\xfe"}',
    "NaN": b'{"hook": NaN}',
    "deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep lists": b"[" * 200_000,
    "a long number": b'{"hook": ' + b"9" * 100_000 + b"}",
    "twice": b'{"hook": "order-sign", "hook": "patient-view"}',
    "half a surrogate": b'{"hook": "\\ud800"}',
}


@pytest.mark.parametrize("path", [URL, f"{URL}/feedback"])
@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_bodies(client, path, body):
    assert refused(client.post(path, content=body, headers=JSON), 400)


def test_another_content_type_is_no_json(client):
    refused(client.post(URL, content=json.dumps(call()), headers={"content-type": "text/plain"}), 400)


def test_a_body_may_be_so_large(client):
    refused(client.post(URL, content=b" " * (LARGEST_BUNDLE + 1), headers=JSON), 413)


@pytest.mark.parametrize(
    "answer",
    [
        [],
        "x",
        {},
        {"resourceType": 5},
        {"resourceType": "Bundle", "entry": {}},
        {"resourceType": "Bundle", "entry": [None]},
        {"resourceType": "Bundle", "entry": [{"resource": []}]},
        {"resourceType": "Bundle", "entry": [{}]},
        {"resourceType": "Bundle", "link": 7},
        {"resourceType": "Bundle", "total": "many"},
        searchset({"resourceType": "Condition", "code": "60234000"}),
        searchset(condition("60234000", recordedDate="yesterday")),
        searchset(condition("60234000", subject="p1")),
    ],
)
def test_malformed_answers_under_a_key(client, answer):
    """What is malformed is refused, or it is named and data are needed; it is never taken for nothing."""
    found = client.post(URL, json=call(prefetch={"conditions": answer}))
    if found.status_code != 200:
        assert refused(found, found.status_code)
        assert found.status_code in (400, 412)
        return
    (card,) = found.json()["cards"]
    assert card["indicator"] == "warning"
    assert "Not understood" in card["detail"] or "Condition/c1" in card["detail"]


@pytest.mark.parametrize(
    "orders", [{}, {"resourceType": "Bundle", "entry": 5}, {"resourceType": "Bundle", "entry": [{}]}]
)
def test_malformed_orders(client, orders):
    body = call()
    body["context"]["draftOrders"] = orders
    assert refused(client.post(URL, json=body), 400)


def test_what_a_client_sends_is_no_markup_on_the_card(client):
    hostile = "a](javascript:alert(1)) <img src=x onerror=alert(1)> `**_\n# x"
    leak = condition(
        "60234000", hostile, severity={"coding": [{"system": "http://snomed.info/sct", "code": "24484000"}]}
    )
    (card,) = cards(client, call(prefetch={"conditions": searchset(leak)}))
    assert card["indicator"] == "critical"
    assert "\\]\\(javascript\\:alert" in card["detail"]
    assert "<img" not in card["detail"].replace("\\<img", "")
    assert not any(line.startswith("# ") for line in card["detail"].splitlines())


def test_foreign_names_for_this_machine_are_refused(client):
    assert client.get("/cds-services", headers={"host": "attacker.example"}).status_code == 400
    assert client.get("/cds-services", headers={"host": "localhost:8000"}).status_code == 200


def test_too_many_at_once_are_turned_away():
    import asyncio

    from diastole.web.limits import Limits

    async def scenario():
        release, statuses = asyncio.Event(), []

        async def slow(scope, receive, send):
            await release.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            if "status" in message:
                statuses.append(message["status"])

        limited = Limits(slow, most=2)
        scope = {"type": "http", "path": "/cds-services", "method": "GET", "headers": []}
        waiting = [asyncio.create_task(limited(scope, receive, send)) for _ in range(2)]
        await asyncio.sleep(0)
        await limited(scope, receive, send)
        assert statuses == [503]
        release.set()
        await asyncio.gather(*waiting)
        await limited(scope, receive, send)
        assert statuses == [503, 200, 200, 200]

    asyncio.run(scenario())


def test_an_error_of_the_program_says_nothing_about_itself(client, monkeypatch):
    def broken(*args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("diastole.web.cds.service.judge_call", broken)
    answer = client.post(URL, json=call())
    assert "secret" not in answer.text
    refused(answer, 500)
