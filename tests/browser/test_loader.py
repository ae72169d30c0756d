"""What the loader promises and refuses, checked under Node by assertions of Node."""

import base64
import json
import subprocess
from pathlib import Path

from diastole.faces.browser.engine import FILE
from diastole.model.patient import Patient
from tests.browser.engine_cases import beats_of
from tests.node import require_node

CHECKS = Path(__file__).with_name("loader_checks.mjs")


def test_the_loader_keeps_what_it_promises():
    (beat,) = beats_of(Patient.preset("shock"), 1)
    given = beat.question() | {"module": base64.b64encode(FILE.read_bytes()).decode()}
    done = subprocess.run(
        [require_node(), str(CHECKS)], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
