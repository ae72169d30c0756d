"""Tokens: a valid one is accepted once, every other one is refused without a reason. The clock stands still."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from diastole.errors import InputError
from diastole.web.application import make_app
from diastole.web.cds.token_verifier import LONGEST_TOKEN, TokenVerifier, UsedTokens
from diastole.web.public_keys import read_keys
from diastole.web.web_settings import WebSettings, check_settings
from tests.web.calls import URL, call
from tests.web.conftest import Client

EHR, LAB, BASE = "https://ehr.example", "https://lab.example", "https://cds.example"
CURVE = ec.generate_private_key(ec.SECP384R1())
OTHER_CURVE = ec.generate_private_key(ec.SECP384R1())
RSA = rsa.generate_private_key(65537, 2048)
NOW = 1_795_000_000  # s


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    class Still(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(NOW, tz)

    monkeypatch.setattr("jwt.api_jwt.datetime", Still)
    monkeypatch.setattr("diastole.web.cds.token_verifier.time", lambda: float(NOW))


def jwk(key, kid, algorithm):
    kind = jwt.algorithms.ECAlgorithm if algorithm.startswith("ES") else jwt.algorithms.RSAAlgorithm
    return json.loads(kind.to_jwk(key)) | {"kid": kid}


def key_file(folder, *records):
    path = folder / "keys.json"
    path.write_text(json.dumps({"keys": list(records)}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    ehr = jwk(CURVE.public_key(), "k1", "ES384"), jwk(RSA.public_key(), "k2", "RS384")
    lab = jwk(OTHER_CURVE.public_key(), "k3", "ES384")
    issuers = {EHR: read_keys(key_file(folder, *ehr)), LAB: read_keys(key_file(folder, lab))}
    return WebSettings(public_url=BASE, issuers=issuers, origins=("https://ehr.example",))


@pytest.fixture(scope="module")
def guarded(settings):
    return Client(make_app(settings))


def claims(**more):
    given = {"iss": EHR, "aud": BASE + URL, "iat": NOW, "exp": NOW + 300, "jti": str(uuid4())} | more
    return {key: value for key, value in given.items() if value is not None}


def token(key=CURVE, algorithm="ES384", kid="k1", header=None, **more):
    head = {"kid": kid, "typ": "JWT"} | (header or {})
    head = {name: value for name, value in head.items() if value is not None}
    return jwt.encode(claims(**more), key, algorithm, headers=head)


def by_hand(header, secret=None):
    """A token that no library would sign."""

    def part(block):
        return base64.urlsafe_b64encode(json.dumps(block).encode()).rstrip(b"=")

    signed = part({"typ": "JWT", "kid": "k1"} | header) + b"." + part(claims())
    mac = hmac.digest(secret, signed, hashlib.sha256) if secret is not None else b""
    return (signed + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


def pem(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def ask(client, words, path=URL):
    return client.post(path, json=call(), headers={"authorization": words, "host": "cds.example"})


@pytest.mark.parametrize(
    "good",
    [
        lambda: token(),
        lambda: token(RSA, "RS384", "k2"),
        lambda: token(aud=[BASE + URL, "https://elsewhere.example"]),
        lambda: token(OTHER_CURVE, kid="k3", iss=LAB),
        lambda: token(tenant="north", header={"jku": f"{EHR}/keys.json"}),
        lambda: token(iat=NOW - 1800, exp=NOW + 1800),
        lambda: token(iat=NOW + 10, exp=NOW + 300),  # clocks differ
        lambda: token(iat=NOW - 300, exp=NOW - 9),
    ],
)
def test_a_valid_token_is_accepted_once(guarded, good):
    words = f"Bearer {good()}"
    assert [ask(guarded, words).status_code for _ in range(2)] == [200, 401]


def test_discovery_and_feedback_need_a_token(guarded):
    for path in ("/cds-services", f"{URL}/feedback", "/cds-services/other"):
        assert guarded.get(path, headers={"host": "cds.example"}).status_code == 401
    words = {"authorization": f"Bearer {token(aud=f'{BASE}/cds-services')}", "host": "cds.example"}
    assert guarded.get("/cds-services", headers=words).status_code == 200


def test_the_description_says_that_a_token_is_needed(guarded, client):
    description = guarded.get("/openapi.json", headers={"host": "cds.example"}).json()
    assert description["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert all("401" in method["responses"] for path in description["paths"].values() for method in path.values())
    assert "securitySchemes" not in client.get("/openapi.json").json()["components"]


HOSTILE = {
    "none": lambda: by_hand({"alg": "none"}),
    "None": lambda: by_hand({"alg": "None"}),
    "HS256 with the public key as secret": lambda: by_hand({"alg": "HS256"}, pem(CURVE)),
    "HS256 with an empty secret": lambda: by_hand({"alg": "HS256"}, b""),
    "ES384 claimed, signed by HS256": lambda: by_hand({"alg": "ES384"}, pem(CURVE)),
    "RS256": lambda: token(RSA, "RS256", "k2"),
    "RS384 with a key of ES384": lambda: token(RSA, "RS384", "k1"),
    "another key": lambda: token(OTHER_CURVE),
    "another issuer's key": lambda: token(OTHER_CURVE, kid="k3"),
    "another key behind a foreign jku": lambda: token(OTHER_CURVE, header={"jku": "https://attacker.example/keys"}),
    "a key in the header": lambda: token(OTHER_CURVE, header={"jwk": jwk(OTHER_CURVE.public_key(), "k1", "ES384")}),
    "unknown kid": lambda: token(kid="k9"),
    "no kid": lambda: token(kid=None),
    "a kid that is no text": lambda: by_hand({"alg": "ES384", "kid": ["k1"]}),
    "no typ": lambda: token(header={"typ": ""}),
    "another typ": lambda: token(header={"typ": "at+jwt"}),
    "critical extension": lambda: token(header={"crit": ["x"], "x": 1}),
    "foreign issuer": lambda: token(iss="https://attacker.example"),
    "no issuer, and a signature that is too long": lambda: token(iss=None) + "x",
    "wrong audience": lambda: token(aud=f"{BASE}/cds-services"),
    "audience with a slash": lambda: token(aud=BASE + URL + "/"),
    "audience of another machine": lambda: token(aud=f"https://elsewhere.example{URL}"),
    "expired": lambda: token(iat=NOW - 900, exp=NOW - 11),
    "from the future": lambda: token(iat=NOW + 11, exp=NOW + 900),
    "issued a day ago": lambda: token(iat=NOW - 86_400),
    "lives for more than an hour": lambda: token(iat=NOW - 1800, exp=NOW + 1801),
    "issued before there were clocks": lambda: token(iat=-(10**9)),
    "issued at a time in words": lambda: token(iat=str(NOW)),
    "lives for years": lambda: token(exp=NOW + 10**8),
    "never expires": lambda: token(exp=10**400),
    "a long jti": lambda: token(jti="x" * 300),
    "an empty jti": lambda: token(jti=""),
    **{f"no {name}": lambda name=name: token(**{name: None}) for name in ("iss", "aud", "exp", "iat", "jti")},
    "cut": lambda: token()[:-4],
    "no token": lambda: "",
    "dots": lambda: "..",
    "too long": lambda: "x" * (LONGEST_TOKEN + 1),
    "two": lambda: f"{token()} {token()}",
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=list(HOSTILE))
def test_another_token_gets_a_bare_refusal(guarded, make):
    answer = ask(guarded, f"Bearer {make()}".strip())
    assert answer.status_code == 401
    assert answer.content == b""
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("words", ["", "Bearer", "Bearer ", "Basic dTpw", "bearer  ", "Token x", "é"])
def test_headers_without_a_token(guarded, words):
    assert ask(guarded, words.encode()).status_code == 401


def test_two_headers_are_no_header(guarded):
    headers = [("authorization", f"Bearer {token()}"), ("authorization", "x"), ("host", "cds.example")]
    assert guarded.post(URL, json=call(), headers=headers).status_code == 401


def test_without_a_header_the_body_is_not_read(guarded):
    answer = guarded.post(URL, content=b"[" * 1000, headers={"host": "cds.example"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_full_memory_accepts_no_token_and_forgets_expired_ones():
    seen = UsedTokens(most=1)
    assert seen.first_time("i", "a", 10.0, 0.0)
    assert not seen.first_time("i", "b", 10.0, 0.0)
    assert not seen.first_time("i", "a", 10.0, 9.0)
    assert seen.first_time("i", "b", 30.0, 11.0)


def test_the_same_name_of_two_issuers_is_two_tokens(settings):
    verifier = TokenVerifier(settings)
    assert verifier.admits(f"Bearer {token(jti='same')}", URL)
    assert verifier.admits(f"Bearer {token(OTHER_CURVE, kid='k3', iss=LAB, jti='same')}", URL)


def test_only_listed_origins_may_call_from_a_browser(guarded):
    asks = {
        "access-control-request-method": "POST", "host": "cds.example",
        "access-control-request-headers": "authorization,content-type",
    }  # fmt: skip
    answer = guarded.request("OPTIONS", URL, headers=asks | {"origin": "https://ehr.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://ehr.example"
    answer = guarded.request("OPTIONS", URL, headers=asks | {"origin": "https://attacker.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"host": "0.0.0.0", "origins": ("https://ehr.example",)}, "--require-jwt"),
        ({"host": "0.0.0.0", "issuers": {EHR: {"k": None}}}, "--public-url"),
        ({"public_url": "http://cds.example"}, "https"),
        ({"public_url": "https://cds.example/"}, "--public-url"),
        ({"public_url": "cds.example"}, "--public-url"),
        ({"public_url": "https://[cds"}, "--public-url"),
        ({"origins": ("*",)}, "--allow-origin"),
        ({"origins": ("https://ehr.example/path",)}, "--allow-origin"),
        ({"origins": ("null",)}, "--allow-origin"),
    ],
)
def test_settings_that_are_refused(more, named):
    with pytest.raises(InputError, match=named):
        check_settings(WebSettings(**more))


def test_other_machines_with_tokens_behind_tls(settings):
    check_settings(WebSettings(host="0.0.0.0", public_url=BASE, issuers=settings.issuers))


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([], "at least one key"),
        ([{"kty": "oct", "k": "c2VjcmV0", "kid": "a"}], "secret"),
        ([jwk(CURVE, "a", "ES384")], "secret"),
        ([jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), "a", "ES256")], "P-384"),
        ([jwk(rsa.generate_private_key(65537, 1024).public_key(), "a", "RS384")], "2048"),
        ([jwk(CURVE.public_key(), "", "ES384")], "kid"),
        ([jwk(CURVE.public_key(), "a", "ES384")] * 2, "its own kid"),
        ([{"kty": "EC", "kid": "a"}], "cannot|can be read"),
        (["x"], "kid"),
    ],
)
def test_keys_that_are_refused(tmp_path, records, message):
    with pytest.raises(InputError, match=message):
        read_keys(key_file(tmp_path, *records))


@pytest.mark.parametrize("text", ["", "[]", '{"keys": 5}', "{", "[" * 100_000])
def test_a_file_without_keys(tmp_path, text):
    path = tmp_path / "keys.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="not a JWKS file"):
        read_keys(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_keys(tmp_path / "absent.json")
