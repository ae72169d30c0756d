import shlex

import pytest
from typer.testing import CliRunner

from diastole.cli.app import PURPOSES, app
from diastole.model.patient import PRESETS

COMMANDS = ("simulate", "compare", "bench", "alternatives", "course", "fit", "claims", "ask")


def help_of(*words):
    result = CliRunner().invoke(app, [*words, "--help"], prog_name="diastole")
    assert result.exit_code == 0
    return result.stdout


def examples(command):
    lines = (line.strip() for line in help_of(command).splitlines())
    return [line for line in lines if line.startswith("diastole ")]


def runnable(command):
    """All but those that go on from an interrupted run."""
    return [line for line in examples(command) if "--resume" not in line]


@pytest.mark.usefixtures("few_drawn")
@pytest.mark.parametrize("example", [example for command in COMMANDS for example in runnable(command)])
def test_examples_run(call, sheet, example):
    (sheet.parent / "steps.txt").write_text("wait 10 s\nIABP 1:1 at 40 mL for 20 s\n", encoding="utf-8")
    _, *words = shlex.split(example)
    result = call(*words)
    assert result.exit_code == 0, result.output
    assert "error" not in result.stderr
    for name in [word for word in words if word.endswith((".html", ".svg", ".png", ".nc", ".yaml"))]:
        assert (sheet.parent / name).stat().st_size > 100


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_an_example_or_two(command):
    assert len(examples(command)) >= 2
    assert all(f"{example} ".startswith(f"diastole {command} ") for example in examples(command))
    assert command in help_of()


@pytest.mark.parametrize("command", ["simulate", "compare"])
def test_what_patient_may_be(command):
    text = " ".join(help_of(command).split())
    for word in (*PRESETS, "patient file", "bedside sheet"):
        assert word in text


@pytest.mark.parametrize("command", PURPOSES)
def test_the_list_of_commands_says_the_first_sentence_of_each_help(command):
    assert " ".join(help_of(command).partition("Usage:")[2].split()).count(" ".join(PURPOSES[command].split())) == 1
    assert " ".join(PURPOSES[command].split()) in " ".join(help_of().split())


def test_a_misspelt_command_is_told_the_nearest(program):
    assert b"Did you mean 'simulate'" in program("simulat").stderr


def test_nothing_given_is_a_call_for_help(call):
    assert "Usage: diastole" in call().output
