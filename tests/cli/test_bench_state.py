"""A state that a bench saved is a patient on the command line, and in Python; a broken or hostile one is refused."""

import base64
import gzip
import json
import re

import pytest

import diastole
from diastole import InputError
from diastole.model.bench_state import FORMAT, LONGEST
from tests.cli.conftest import SHEET

VALUES = {"lesions.aortic_regurgitation.orifice_area": "0.2 cm²", "balloon_pump.ratio": "1:2", "pacing.rate": "90 /min"}
STATE = {"format": FORMAT, "patient": "healthy", "set": {"heart_rate": "80 /min"}, "values": VALUES, "reflex": False}


def words(changes):
    return [word for key, value in changes.items() for word in ("--set", f"{key}={value}")]


@pytest.fixture
def kept(folder):
    """Return a function that writes a state, or any text, as a file, and returns its name."""

    def write(content, name="state.json"):
        text = content if isinstance(content, bytes | str) else json.dumps(content)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return write


def measures(document):
    return document["without"], document["with"]


def opened(page):
    """Return what a page was given, beside its script and its modules."""
    packed = re.search(r'id="payload">(.*?)</script>', page.read_text(encoding="utf-8"))[1]
    return json.loads(gzip.decompress(base64.b85decode(packed)))


def test_it_is_the_patient_with_its_values(document, kept):
    plain = document("compare", "healthy", *words(STATE["set"] | VALUES))
    assert measures(document("compare", kept(STATE))) == measures(plain)
    simulated = document("simulate", kept(STATE, "state.txt"))
    assert simulated["measures"] == plain["with"]


def test_the_reflex_answers_where_the_state_says_so(document, kept):
    resting, answering = kept(STATE, "a.json"), kept(STATE | {"reflex": True}, "b.json")
    reflex = measures(document("compare", "healthy", *words(STATE["set"] | VALUES), "--reflex"))
    assert measures(document("compare", answering)) == measures(document("compare", resting, "--reflex")) == reflex
    assert measures(document("compare", answering, "--no-reflex")) == measures(document("compare", resting)) != reflex
    python = diastole.compare("b.json", progress=False)
    assert [dict(run.measures) for run in (python.without, python.with_)] == list(reflex)


def test_states_that_do_not_agree_on_the_reflex_are_refused(refused, kept):
    resting = kept(STATE | {"set": {}}, "a.json")
    answering = kept(STATE | {"reflex": True}, "b.json")
    assert "say whether it shall" in refused("compare", resting, answering)
    assert "say whether it shall" in refused("compare", resting, "--with", answering)


def test_values_of_the_command_line_come_after_those_of_the_state(call, kept, folder):
    state = kept(STATE | {"values": VALUES | {"heart_rate": "100 /min"}, "reflex": True})
    result = call("bench", state, "--set", "heart_rate=x1.2", "--set", "balloon_pump=none", "-o", "page.html")
    assert result.exit_code == 0, result.output
    given = opened(folder / "page.html")
    kept_values = {key: value for key, value in VALUES.items() if not key.startswith("balloon_pump")}
    assert given["set"] == kept_values | {"heart_rate": "120 /min", "balloon_pump": "none"}
    assert (given["patient"], given["reflex"]) == ("healthy", True)


def test_a_page_opens_in_the_state(call, kept, folder):
    assert call("bench", kept(STATE), "-o", "page.html").exit_code == 0
    assert call("bench", "healthy", *words(STATE["set"] | VALUES), "-o", "other.html").exit_code == 0
    given = opened(folder / "page.html")
    assert given == opened(folder / "other.html")
    assert {control["key"]: control["base"] for control in given["controls"]}["balloon_pump.ratio"] == "1:2"


def test_a_state_may_be_of_a_bedside_sheet_and_is_screened(document, kept, folder):
    (folder / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    state = kept(STATE | {"patient": "sheet.yaml", "set": {}})
    at = ("--at", "2026-11-24T12:00Z")
    found = document("screen", state, *at)
    assert found["verdict"] == document("screen", "sheet.yaml", *words(VALUES), *at)["verdict"]
    assert diastole.screen(state, at="2026-11-24T12:00Z", progress=False).verdict == found["verdict"]


HOSTILE = {
    "not JSON": ('{"format": "diastole bench 1",', "is not JSON"),
    "another version": (STATE | {"format": "diastole bench 7"}, "this version reads 'diastole bench 1'"),
    "nothing else": ({"format": FORMAT}, "patient is missing"),
    "another key": (STATE | {"__proto__": {}}, "unknown key '__proto__'"),
    "twice": ('{"format": "diastole bench 1", "format": "diastole bench 1"}', "a key is given twice"),
    "too long": (STATE | {"values": {"name": "x" * LONGEST}}, "too long"),
    "deep": ('{"format": "diastole bench 1", "values": ' + "[" * 19_000, "JSON|deep"),
    "no texts": (STATE | {"values": {"heart_rate": 110}}, "values must be texts by key"),
    "a list": (STATE | {"set": ["heart_rate"]}, "set must be texts by key"),
    "a patient that is a number": (STATE | {"patient": 3}, "patient must be a text"),
    "a word for the reflex": (STATE | {"reflex": "on"}, "reflex true or false"),
    "no such patient": (STATE | {"patient": "shok"}, "Did you mean 'shock'?"),
    "no such file": (STATE | {"patient": "/etc/nobody.yaml"}, "neither a preset nor an existing file"),
    "a file that is no patient": (STATE | {"patient": "secret.txt"}, "secret.txt"),
    "itself": (STATE | {"patient": "state.json"}, "another state"),
    "standard input": (STATE | {"patient": "-"}, "neither a preset"),
    "half a pair": (json.dumps(STATE | {"patient": "\ud800"}), "cannot be read"),
    "another key of the patient": (STATE | {"values": {"__class__": "1"}}, "unknown key"),
    "out of range": (STATE | {"values": {"heart_rate": "1e9 /min"}}, "heart_rate: '1e9 /min' is impossible"),
    "no number": (STATE | {"values": {"heart_rate": "NaN /min"}}, "finite number"),
    "another unit": (STATE | {"values": {"heart_rate": "80 mmHg"}}, "is not a rate"),
    "two that exclude each other": (
        STATE | {"values": {"balloon_pump.ratio": "1:1", "axial_pump.model": "CP"}}, "exclude each other"
    ),
    "bytes": (b'{"format": "diastole bench 1", "\xff', "is not UTF-8 text"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_broken_or_hostile_state_is_refused(refused, kept, folder, what):
    (folder / "secret.txt").write_text("a b c", encoding="utf-8")
    content, sentence = HOSTILE[what]
    said = refused("simulate", kept(content))
    assert said.startswith("error: state.json: ")
    assert re.search(sentence, said)
    assert refused("bench", "state.json", "-o", "page.html") == said
    with pytest.raises(InputError) as problem:
        diastole.simulate("state.json", progress=False)
    assert f"error: {problem.value}" == said


def test_a_record_of_a_patient_that_mentions_a_bench_is_none(call, kept):
    record = {"resourceType": "Bundle", "type": "collection", "entry": [], "note": FORMAT}
    assert call("screen", kept(record, "record.json")).exit_code == 0


def test_a_patient_file_in_json_stays_one(document, kept):
    name = kept({"based_on": "healthy", "heart_rate": "80 /min"}, "patient.json")
    assert document("simulate", name)["measures"]["heart_rate"] == 80.0
