"""Code for this processor and for older ones: other object files, the same steady beats."""

import json
import os
import subprocess
import sys
from pathlib import Path

import llvmlite.binding as llvm
import numpy as np
import pytest

# The steady beat of each preset without and with the balloon, one patient at a time and in lanes.
PROGRAM = """
import json
from itertools import batched
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.simulation.accuracy import TOLERANCE
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.steady_search import Search
from diastole.tracing.native import widest

patients = [Patient.preset(name).with_balloon_pump(pump) for name in PRESETS for pump in (None, BalloonPump())]
found = {}
for lanes in (1, widest()):
    hearts = [BeatingHeart(patient) for patient in patients]
    for block in batched(hearts, lanes):
        Search.answers([Search(heart, TOLERANCE) for heart in block], lanes)
    found["one" if lanes == 1 else "lanes"] = [heart.state.tolist() for heart in hearts]
print(json.dumps(found | {"widest": widest()}))
"""
NEEDS = {  # what a processor must have to run code of a level, and how many lanes that has
    "x86-64": ((), 2),
    "x86-64-v3": (("avx2", "fma", "bmi2"), 4),
    "x86-64-v4": (("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"), 8),
}

pytestmark = pytest.mark.slow  # each processor is a process of its own, and compiles


def ran(processor: str, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run the program with code for a processor, that at hand if it has no name."""
    setting = os.environ | {"DIASTOLE_PROCESSOR": processor, "DIASTOLE_CACHE_DIR": str(cache)}
    return subprocess.run([sys.executable, "-c", PROGRAM], env=setting, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def here(cache):
    """Return what this processor gives, and the object files of its code."""
    done = ran("", cache)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), set(cache.rglob("*.o"))


@pytest.mark.parametrize("processor", NEEDS)
def test_older_processors_give_the_same_steady_beats_by_other_code(processor, here, cache):
    needs, lanes = NEEDS[processor]
    if not llvm.get_process_triple().startswith("x86_64"):
        pytest.skip("another kind of processor")
    if not all(llvm.get_host_cpu_features().get(need) for need in needs):
        pytest.skip(f"this processor cannot run code for {processor}")
    known, own_files = here
    before = set(cache.rglob("*.o"))
    done = ran(processor, cache)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["widest"] == lanes
    made = set(cache.rglob("*.o")) - before
    assert {path.name.split("-")[0] for path in made} == {path.name.split("-")[0] for path in own_files}
    for way in ("one", "lanes"):
        states, expected = np.array(found[way]), np.array(known["one"])
        assert np.abs(states - expected).max() / np.abs(expected).max() < 1e-9
        assert (np.abs(states - expected) / np.maximum(np.abs(expected), 1.0)).max() < 1e-9
