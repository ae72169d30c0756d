"""The published engine under Node."""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from diastole.faces.browser.engine import HEART, MEASURES
from diastole.faces.browser.engine_heart import heart_record
from diastole.model.patient import Patient
from tests.browser.engine_cases import LANDMARKS, OWN, Beat
from tests.node import require_node

HERE = Path(__file__).parent


def beat_questions(beats: Sequence[Sequence[Beat]], *, rows: bool = False) -> list[list[dict[str, Any]]]:
    """Return beats as the engine is asked for them; with rows, the last of each is recorded."""
    return [[beat.question() | {"rows": rows} for beat in one] for one in beats]


def heart_questions(patients: Sequence[Patient], changes: Mapping[str, float] | None = None) -> list[dict[str, Any]]:
    """Return patients as the engine is asked for their steady beats, with numbers that are changed there."""
    stage = {"changes": changes or {}, "answers": False, "runs": False}
    return [{"record": heart_record(patient, OWN, LANDMARKS), "stages": [stage]} for patient in patients]


def ask(program: str, **given: Any) -> str:
    """Run a program of this folder with what it is given and the published module, if it is given no other."""
    question = {"module": HEART.file.read_bytes(), "measures": MEASURES.file.read_bytes()} | given
    question |= {name: base64.b64encode(question[name]).decode() for name in ("module", "measures")}
    done = subprocess.run(
        [require_node(), str(HERE / program)], input=json.dumps(question), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(beats: Sequence[Sequence[Beat]], *, rows: bool = False, **module: bytes) -> list[list[dict[str, Any]]]:
    """Run beats, on a module if one is given."""
    return json.loads(ask("run_engine.mjs", cases=beat_questions(beats, rows=rows), hearts=[], **module))["cases"]


def search(patients: Sequence[Patient], changes: Mapping[str, float] | None = None) -> list[dict[str, Any]]:
    """Take patients to their steady beats, with numbers that are changed there."""
    return json.loads(ask("run_engine.mjs", cases=[], hearts=heart_questions(patients, changes)))["hearts"]


def staged(patients: Sequence[Patient], *stages: Mapping[str, float]) -> list[dict[str, Any]]:
    """Run patients whole, as `simulate` does, then again after each change, to which the reflex answers."""
    asked = [{"changes": changes, "answers": number > 0, "runs": True} for number, changes in enumerate(({}, *stages))]
    hearts = [{"record": heart_record(patient), "stages": asked} for patient in patients]
    return json.loads(ask("run_engine.mjs", cases=[], hearts=hearts))["hearts"]


def live(patient: Patient, beats: int, changes: Mapping[str, float]) -> list[dict[str, Any]]:
    """Let a patient whose reflex works beat in its own time, with numbers that are changed before."""
    question = {"record": heart_record(patient, OWN, LANDMARKS), "beats": beats, "changes": changes}
    return json.loads(ask("run_engine.mjs", cases=[], hearts=[], live=question))["live"]
