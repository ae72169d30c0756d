"""Hostile bodies: refused with a reason, and the service goes on."""

import json
import re

import pytest

from diastole.knowledge.fhir.strict_json import LARGEST_BUNDLE
from diastole.web.application import make_app
from diastole.web.concurrency import ConcurrencyLimit
from diastole.web.json_body import MOST_VALUES, refuse_many_values, spell_out_half_characters
from diastole.web.response_headers import HEADERS, LIVING
from tests.web.calls import (
    SCT,
    SEVERE_LEAK,
    SHOCK,
    URL,
    call,
    cards,
    concept,
    condition,
    observation,
    refused,
    searchset,
)  # fmt: skip
from tests.web.conftest import Client

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


def post(client, body):
    """Post a body in ASCII, in which half a character is an escape."""
    return client.post(URL, content=json.dumps(body), headers=JSON)


@pytest.mark.parametrize("path", [URL, f"{URL}/feedback"])
@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_bodies(client, path, body):
    assert refused(client.post(path, content=body, headers=JSON), 400)


def test_another_content_type_and_a_larger_body_are_refused(client):
    refused(client.post(URL, content=json.dumps(call()), headers={"content-type": "text/plain"}), 400)
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
    """It is refused, or named on a card that needs data; it is never taken for an empty result."""
    response = client.post(URL, json=call(prefetch={"conditions": answer}))
    if response.status_code != 200:
        assert response.status_code in (400, 412)
        assert refused(response, response.status_code)
        return
    (card,) = response.json()["cards"]
    assert card["indicator"] == "warning"
    assert "Not understood" in card["detail"] or "Condition/c1" in card["detail"]


@pytest.mark.parametrize(
    "orders", [{}, {"resourceType": "Bundle", "entry": 5}, {"resourceType": "Bundle", "entry": [{}]}]
)
def test_malformed_orders(client, orders):
    body = call()
    body["context"]["draftOrders"] = orders
    assert refused(client.post(URL, json=body), 400)


def test_text_of_a_client_is_no_markup_on_the_card(client):
    hostile = "a](javascript:alert(1)) <img src=x onerror=alert(1)> `**_\n# x"
    leak = condition("60234000", hostile, severity=concept(SCT, "24484000"))
    (card,) = cards(client, call(prefetch={"conditions": searchset(leak)}))
    assert card["indicator"] == "critical"
    assert "\\]\\(javascript\\:alert" in card["detail"]
    assert "<img" not in card["detail"].replace("\\<img", "")
    assert not any(line.startswith("# ") for line in card["detail"].splitlines())


@pytest.mark.parametrize(
    "more",
    [
        {"id": "a\ud800"},
        {"id": "\udc00\ud800"},
        {"note": [{"text": "\ud83d"}]},
        {"category": [{"text": "\udfff", "coding": [{"system": "\ud800", "code": "\ud800"}]}]},
    ],
)
def test_half_a_character_in_what_is_echoed_takes_no_card_away(client, more):
    leak = {**SEVERE_LEAK, **more}
    response = post(client, call(prefetch={"conditions": searchset(leak)}))
    assert [card["indicator"] for card in response.json()["cards"]] == ["critical"]


@pytest.mark.parametrize("place", ["id", "recordedDate", "onsetDateTime", "clinicalStatus", "subject", "resourceType"])
@pytest.mark.parametrize("half", ["\ud800", "2026\udfff", "x\ud83d\ud83d"])
def test_half_a_character_is_never_an_error_of_the_program(client, place, half):
    assert post(client, call(prefetch={"conditions": searchset({**SHOCK, place: half})})).status_code in (200, 400)
    for unit in (half, f"cm{half}"):
        size = observation("79948-6", 0.3, unit, half)
        assert post(client, call(prefetch={"echoObservations": searchset(size)})).status_code in (200, 400)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (rb'"a\ud800"', "a\\ud800"),
        (rb'"\udc00\ud800"', "\\udc00\\ud800"),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"\ud83d\ud83d\ude00"', "\\ud83d\U0001f600"),
        (rb'"\\ud800"', "\\ud800"),
        (rb'"\\\ud800"', "\\\\ud800"),
        (rb'"\u0041\n\uD800"', "A\n\\uD800"),
    ],
)
def test_half_a_character_is_spelled_out(sent, read):
    assert json.loads(spell_out_half_characters(sent)) == read


MANY = {
    "keys": lambda n: b"{" + b",".join(b'"%d":0' % k for k in range(n)) + b"}",
    "objects": lambda n: b'{"x":[' + b",".join([b"{}"] * n) + b"]}",
    "lists": lambda n: b'{"x":[' + b",".join([b"[]"] * n) + b"]}",
    "numbers": lambda n: b'{"x":[' + b",".join([b"1.5"] * n) + b"]}",
    "lists in lists": lambda n: b'{"x":' + b"[" * n + b"]" * n + b"}",
}


@pytest.mark.parametrize("make", MANY.values(), ids=list(MANY))
def test_a_body_with_too_many_values_is_not_read(client, monkeypatch, make):
    body = make(MOST_VALUES + 2)
    assert len(body) < LARGEST_BUNDLE
    monkeypatch.setattr("diastole.web.json_body.read_json", lambda *given: pytest.fail("it was read"))
    assert "commas" in refused(client.post(URL, content=body, headers=JSON), 400)


def test_a_real_record_of_the_largest_size_has_fewer_values():
    more = {"effectiveDateTime": "2026-11-24T12:00:00Z", "encounter": {"reference": "E/1"}}
    refuse_many_values(json.dumps(searchset(*[observation("79948-6", 0.3, "cm", **more)] * 5000)).encode(), "it")


@pytest.mark.parametrize(
    "path", ["/", "/ask?q=why", "/claims", "/cds-services", "/nowhere", "/openapi.json", "/health"]
)
def test_head_is_answered_like_get_without_the_body(client, path):
    get, head = client.get(path), client.request("HEAD", path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("path", ["/", "/cds-services", "/nowhere", URL, "/health", "/screen"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "DELETE"])
def test_every_answer_has_the_safe_headers(client, path, method):
    lives = path == "/" and method in ("GET", "HEAD")  # a page in which hearts run
    expected = HEADERS | ({"Content-Security-Policy": LIVING} if lives else {})
    assert expected.items() <= given(client.request(method, path)).items()


def test_a_living_page_runs_no_script_of_a_stranger():
    allowed = dict(part.split(maxsplit=1) for part in LIVING.split("; "))
    assert allowed["default-src"] == "'none'"
    assert "unsafe-inline" not in allowed["script-src"]
    assert "'unsafe-eval'" not in allowed["script-src"].split()
    assert "http" not in LIVING


def given(answer):
    return {name: answer.headers.get(name) for name in HEADERS}


def test_a_foreign_host_is_refused_with_them(client):
    foreign = client.get("/", headers={"host": "attacker.example"})
    assert (foreign.status_code, given(foreign)) == (400, HEADERS)


def test_a_failure_of_the_program_reveals_nothing_and_has_them_too(client, monkeypatch):
    def broken(*args, **named):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("diastole.web.cds.service.screen_call", broken)
    monkeypatch.setattr("diastole.web.pages.experiment_routes.claims_page", broken)
    failures = client.post(URL, json=call()), client.get("/claims")
    refused(failures[0], 500)
    for failure in failures:
        assert failure.status_code == 500
        assert given(failure) == HEADERS
        assert "secret" not in failure.text
        assert "RuntimeError" not in failure.text


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/ask?q=one&q=two", None),
        ("GET", "/ask?q=one&reader=patient&reader=clinician", None),
        ("GET", "/articles?reader=patient&reader=trainee", None),
        ("GET", "/review?kind=a&kind=b", None),
        ("POST", "/screen", b"echo.done=true&echo.done=false"),
        ("POST", "/screen", b"ar.grade=mild&mr.grade=severe&ar.grade=severe"),
    ],
)
def test_a_field_that_is_given_twice_is_refused_by_name(client, method, path, body):
    response = client.request(method, path, content=body)
    assert response.status_code == 400
    assert re.search(r"(q|reader|theme|kind|echo\.done|ar\.grade)&#39; is given 2 times", response.text)


def test_health_is_answered_under_any_host_and_at_any_load(client, monkeypatch):
    for path, text in (("/health", "alive"), ("/ready", "ready")):
        response = client.get(path, headers={"host": "10.0.0.7"})  # as a load balancer asks
        assert (response.status_code, response.text.strip()) == (200, text)
    limit = ConcurrencyLimit(1)
    monkeypatch.setattr("diastole.web.application.ConcurrencyLimit", lambda most: limit)
    limited = Client(make_app())

    def statuses(*paths):
        return [limited.get(path).status_code for path in paths]

    with limit.slot({"path": URL, "client": ("a", 1)}) as has_slot:
        assert has_slot
        assert statuses("/ready", "/health", "/cds-services", "/") == [503, 200, 429, 200]
    assert statuses("/ready") == [200]
    limit.close()
    assert statuses("/ready", "/", "/health") == [503, 503, 200]
