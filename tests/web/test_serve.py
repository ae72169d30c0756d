"""``diastole serve``: options that are refused, and a real server from start to end."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.web.application import make_app
from diastole.web.web_settings import WebSettings
from tests.waiting import LONGEST, wait_until
from tests.web.calls import URL, call
from tests.web.conftest import Client, free_port

PROGRAM = [sys.executable, "-c", "from diastole.cli.main import main; main()", "serve"]


def refused(*words):
    result = CliRunner().invoke(app, ["serve", *words], prog_name="diastole")
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.stderr
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ")
    return line


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--host", "0.0.0.0", "--allow-origin", "https://ehr.example"], "--require-jwt"),
        (["--host", "::", "--desk"], "--public-url"),
        (["--require-jwt"], "--issuer"),
        (["--require-jwt", "--issuer", "https://ehr.example"], "--jwks"),
        (["--jwks", "keys.json"], "--require-jwt"),
        (["--require-jwt", "--jwks", "absent.json", "--issuer", "https://ehr.example"], "absent.json"),
        (["--allow-origin", "*"], "--allow-origin"),
        (["--public-url", "http://cds.example"], "https"),
        (["--port", "0"], "1 to 65535"),
        (["--host", "no such host"], "--host"),
    ],
)
def test_refusals(words, named):
    assert named in refused(*words)


def test_a_taken_port():
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        assert f"port {taken} of 127.0.0.1 is taken" in refused("--port", str(taken))


def test_without_the_extra_one_sentence_says_how_to_get_it():
    """In a process of its own: modules that are imported anew would be others than those of the tests beside."""
    code = "import sys; sys.modules['fastapi'] = None; from diastole.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "serve"], capture_output=True, text=True, timeout=LONGEST)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'diastole[web]'" in done.stderr


@pytest.fixture(scope="module", params=["0.0.0.0", "192.168.1.5", "::"])
def open_pages(request):
    """Return pages for other machines, without keys."""
    return Client(make_app(WebSettings(host=request.param, public_url="http://wards.example:8000")))


@pytest.mark.parametrize(
    "host", ["10.0.0.7:8000", "[fe80::1]:8000", "wards.example:8000", "localhost:8000", "127.0.0.1"]
)
def test_other_machines_read_pages_and_have_no_service(open_pages, host):
    headers = {"host": host}
    assert open_pages.get("/", headers=headers).status_code == 200
    assert open_pages.get("/review", headers=headers).status_code == 200
    assert open_pages.get("/cds-services", headers=headers).status_code == 404
    assert open_pages.post(URL, json=call(), headers=headers).status_code == 404
    assert not any("cds" in path for path in open_pages.get("/openapi.json", headers=headers).json()["paths"])


@pytest.mark.parametrize("host", ["attacker.example", "10.0.0.7.attacker.example", "", "[x", "0x7f.1"])
def test_pages_for_other_machines_answer_to_no_other_name(open_pages, host):
    assert open_pages.get("/", headers={"host": host}).status_code == 400


def test_what_is_served_is_noted(monkeypatch):
    monkeypatch.setattr("diastole.cli.run_server.Server.run", lambda *_, **__: None)
    monkeypatch.setattr("diastole.cli.run_server.run_missing", lambda: None)
    monkeypatch.setattr("diastole.cli.run_server.run_all_claims", lambda: None)
    monkeypatch.setattr("diastole.cli.run_server.signal.signal", lambda *_: None)
    port = str(free_port())
    notes = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0", "--port", port], prog_name="diastole").stderr
    assert notes.startswith(f"note: serving pages at http://0.0.0.0:{port}/; Ctrl-C stops")
    assert "other machines may call it with --require-jwt only" in notes


def test_the_help_has_examples():
    result = CliRunner().invoke(app, ["serve", "--help"], prog_name="diastole")
    assert result.exit_code == 0
    assert sum(line.strip().startswith("diastole serve") for line in result.stdout.splitlines()) >= 2


class Serving:
    """A real server on a free port."""

    def __init__(self):
        self.client = httpx.Client(timeout=LONGEST, limits=httpx.Limits(max_keepalive_connections=0))

    def __enter__(self):
        while not self._starts():  # another program took the port in between
            self._end()
        return self

    def __exit__(self, *problem):
        self.client.close()
        self._end()

    def _starts(self):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen([*PROGRAM, "--port", str(self.port)], stderr=subprocess.PIPE, text=True)
        wait_until(lambda: self.process.poll() is not None or self._answers())
        if self.process.poll() is None:
            return True
        printed = self.process.stderr.read()
        assert "is taken" in printed, printed
        return False

    def _answers(self):
        try:
            return self.client.get(f"{self.address}/ready")
        except httpx.TransportError:
            return None

    def _end(self):
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()

    def ask(self, path):
        """Ask for a page, and return the connection on which the whole request is on its way."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        connection.request("GET", path)
        return connection

    def stop(self, sign):
        self.process.send_signal(sign)
        return self.process.communicate(timeout=LONGEST)[1]


def status(connection):
    with contextlib.closing(connection):
        response = connection.getresponse()
        response.read()
        return response.status


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_server_answers_and_stops_when_asked_in_the_middle_of_runs_and_of_slow_clients(sign):
    with Serving() as server, ThreadPoolExecutor(2) as pool, socket.socket() as slow:
        address, client = server.address, server.client
        assert client.get(f"{address}/cds-services").json()["services"]
        card = client.post(address + URL, json=call()).json()["cards"][0]
        assert card["links"][0]["url"] == f"{address}/screen"
        report = {"card": "card-1", "outcome": "overridden", "outcomeTimestamp": "2026-11-24T12:00:00Z"}
        assert client.post(f"{address}{URL}/feedback", json={"feedback": [report]}).status_code == 200
        assert client.get(f"{address}/").status_code == client.head(f"{address}/").status_code == 200
        slow.connect(("127.0.0.1", server.port))
        slow.sendall(b"POST /screen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nhalf")
        asked = [pool.submit(status, server.ask(f"/alternatives/{preset}")) for preset in ("shock", "acute_severe_ar")]
        for _ in range(20):  # connections are accepted in order: both requests are in work now
            assert client.get(f"{address}/health").status_code == 200
        printed = server.stop(sign)
        assert {each.result() for each in asked} <= {200, 503}
    assert "Traceback" not in printed
    assert f"serving at {address}/" in printed
    assert "card 'card-1' overridden" in printed
    assert server.process.returncode == -sign
