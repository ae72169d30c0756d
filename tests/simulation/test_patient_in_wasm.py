"""From the numbers of a patient to parameters as a WebAssembly module under Node: the numbers of the package."""

import base64
import json
import subprocess

import numpy as np
import pytest

from diastole.model.simulation import patient_program
from diastole.tracing.traced_program import Program
from diastole.tracing.wasm_target import browser_module
from tests.node import require_node
from tests.simulation.test_patient_numbers import FILLED, differing, expected, rows

LARGEST = 8_000  # bytes, of the module
SOME = slice(0, 200)  # of the patients
RUN = """
const {module, patients, sizes} = JSON.parse(require("fs").readFileSync(0, "utf8"))
const {exports} = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(module, "base64")))
let end = exports.heap_base.value
const places = [patients[0].length, ...sizes].map(size => { const place = end; end += 8 * size; return place })
exports.memory.grow(Math.ceil(end / 65536))
const found = patients.map(numbers => {
  new Float64Array(exports.memory.buffer, places[0]).set(numbers)
  exports.prepare(...places)
  return Array.from(new Float64Array(exports.memory.buffer, places[1], (end - places[1]) / 8))
})
console.log(JSON.stringify(found))
"""


@pytest.fixture(scope="module")
def module():
    program = Program(is_small=True)
    patient_program.patients(program)
    return browser_module(program, ["prepare"])


def test_a_page_has_the_parameters_of_any_patient(module):
    sizes = [each.shape[0] for each in expected().values()]
    question = {"module": base64.b64encode(module).decode(), "patients": rows().T[SOME].tolist(), "sizes": sizes}
    asked = json.dumps(question)
    done = subprocess.run([require_node(), "-e", RUN], input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    parts = np.split(np.array(json.loads(done.stdout)).T, np.cumsum(sizes)[:-1])
    known = {name: each[:, SOME] for name, each in expected().items()}
    assert differing(dict(zip(FILLED, parts, strict=True)), known) == set()


def test_the_module_is_small_and_needs_nothing(module):
    assert len(module) <= LARGEST
