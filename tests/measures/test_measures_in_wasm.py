"""The measures as a WebAssembly module under Node: the same functions, the same numbers."""

import base64
import json
import subprocess

import numpy as np
import pytest

from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.lanes import LaneCycle, measure_lanes
from diastole.model.measures.measure_memory import FOUND, WORK
from diastole.model.measures.measure_program import measures
from diastole.tracing.traced_program import Program
from diastole.tracing.wasm_target import browser_module
from tests.node import require_node

LARGEST = 18_000  # bytes, of the module
RUN = """
const {module, arrays, found, rows} = JSON.parse(require("fs").readFileSync(0, "utf8"))
const {exports} = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(module, "base64")))
let end = exports.heap_base.value
const sizes = arrays.map(array => array.length)
const places = sizes.map(size => { const place = end; end += 8 * size; return place })
exports.memory.grow(Math.ceil(end / 65536))
const numbers = place => new Float64Array(exports.memory.buffer, place)
arrays.forEach((array, i) => numbers(places[i]).set(array.map(Number)))
exports.measures(...places, rows)
console.log(JSON.stringify(Array.from(numbers(places.at(-1)).slice(0, found), String)))
"""


@pytest.fixture(scope="module")
def module():
    program = Program(is_small=True)
    measures(program)
    return browser_module(program, ["measures"])


def under_node(module, cycle):
    """Return the measures of the first beat of a cycle."""
    arrays = [cycle.time, cycle.samples, cycle.beats(0), cycle.numbers, cycle.parameters]
    listed = [array.ravel().tolist() for array in arrays] + [[0.0] * WORK, [0.0] * FOUND]
    asked = {"arrays": listed, "found": len(MEASURES), "rows": cycle.time.size}
    question = json.dumps(asked | {"module": base64.b64encode(module).decode()})
    done = subprocess.run([require_node(), "-e", RUN], input=question, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [float(number) for number in json.loads(done.stdout)]


@pytest.mark.parametrize(
    ("preset", "pump"), [("acute_severe_ar", "no pump"), ("healthy", "1:2"), ("shock", "Impella 5.5"), ("shock", "1:1")]
)
def test_a_page_has_the_measures_of_one_patient(module, run_of, preset, pump):
    run = run_of(preset, pump)
    cycle = LaneCycle.of([run.steady.trace], [run.patient])
    native = [values[0] for values in measure_lanes(cycle, 0).values.values()]
    assert under_node(module, cycle) == pytest.approx(native, rel=1e-12, nan_ok=True)
    known = [np.nan if value is None else value for value in run.measures.values()]
    assert native == pytest.approx(known, rel=1e-12, nan_ok=True)


def test_the_module_is_small_and_needs_nothing(module):
    assert len(module) <= LARGEST
