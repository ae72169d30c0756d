"""A file on standard input, as '-', is read as the same file by its name."""

import subprocess

import pytest

from tests.cli.conftest import PROGRAM, SHEET
from tests.waiting import LONGEST

PATIENT = "based_on: shock\nname: From a file\nheart_rate: 88 /min\n"
FACTS = "facts:\n  ar.grade: severe\n"
BUNDLE = '{"resourceType": "Bundle", "type": "collection", "entry": []}'
STEPS = "wait 5 s\n"
AT = ("--at", "2026-11-24T12:00Z", "--json")
CASES = [  # words, name of the file, its content
    (("simulate", "{}", "--json"), "a.yaml", PATIENT),
    (("simulate", "{}", "--json"), "a.yaml", SHEET),
    (("compare", "shock", "{}", "--json"), "a.yaml", PATIENT),
    (("compare", "shock", "--with", "{}", "--json"), "a.yaml", PATIENT),
    (("alternatives", "{}", "--json"), "a.yaml", PATIENT),
    (("course", "shock", "--script", "{}", "--json"), "a.txt", STEPS),
    (("course", "{}", "--script", "steps.txt", "--json"), "a.yaml", PATIENT),
    (("fit", "{}", "--json"), "a.yaml", SHEET),
    (("ask", "What does the balloon do in MR?", "--patient", "{}", "--json"), "a.yaml", PATIENT),
    (("screen", "{}", *AT), "a.yaml", PATIENT),
    (("screen", "{}", *AT), "a.yaml", SHEET),
    (("screen", "{}", *AT), "a.json", BUNDLE),
    (("screen", "--facts", "{}", *AT), "a.yaml", FACTS),
]


@pytest.mark.parametrize(("words", "name", "content"), CASES, ids=lambda part: " ".join(part)[:40])
def test_a_file_may_be_piped(call, folder, words, name, content):
    (folder / name).write_text(content, encoding="utf-8")
    (folder / "steps.txt").write_text(STEPS, encoding="utf-8")
    named = call(*(word.format(name) for word in words))
    piped = call(*(word.format("-") for word in words), piped=content)
    assert named.exit_code == 0, named.output
    assert piped.exit_code == 0, piped.output
    for line, other in zip(named.stdout.splitlines(), piped.stdout.splitlines(), strict=True):
        assert other in (line, line.replace(name, "<stdin>"), line.replace(name, "-"))


def test_a_base_is_found_from_the_present_folder(call, folder):
    (folder / "base.yaml").write_text("based_on: shock\nheart_rate: 99 /min\n", encoding="utf-8")
    result = call("simulate", "-", "--json", piped="based_on: base.yaml\n")
    assert result.exit_code == 0
    assert '"heart_rate": 99.0' in result.stdout


@pytest.mark.parametrize(
    ("words", "content", "needed"),
    [
        (
            ("course", "-", "--script", "-"),
            PATIENT,
            "'-' is given for PATIENT and --script; standard input is read once",
        ),
        (("compare", "-", "-"), PATIENT, "PATIENT and PATIENT"),
        (("screen", "-", "--facts", "-"), FACTS, "PATIENT and --facts"),
        (("simulate", "-"), "", "<stdin> is empty"),
        (("simulate", "-"), "heart_rate 80", "<stdin>, line 1"),
        (("course", "shock", "--script", "-"), "fly", "<stdin>, line 1: 'fly'"),
        (("course", "shock", "--script", "-"), "x" * 70_000, "<stdin> is larger than 64 kB"),
        (("simulate", "-"), "# " + "x" * 2_000_000, "<stdin> is larger than 1000 kB"),
        (("serve", "--require-jwt", "--issuer", "https://a.example", "--jwks", "-"), "{}", "'<stdin>' is not a JWKS"),
        (("fit", "-"), PATIENT, "'<stdin>' is a patient file"),
    ],
)
def test_what_is_refused_on_standard_input(refused, words, content, needed):
    assert needed in refused(*words, piped=content)


def test_a_terminal_is_not_waited_for(terminal):
    words = [*PROGRAM, "simulate", "-"]
    done = subprocess.run(words, stdin=terminal[1], capture_output=True, check=False, timeout=LONGEST)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"'-' is given for PATIENT, but standard input is a terminal" in done.stderr
    done = subprocess.run(["sh", "-c", 'exec "$@" <&-', "sh", *words], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"standard input is closed" in done.stderr
