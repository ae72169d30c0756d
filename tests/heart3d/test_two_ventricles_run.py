"""Whole runs with both ventricles in space on a coarse mesh, and a command that is killed in each phase.

A healthy heart takes half as long again as a failing one, whose beats are shorter: it is neither matched nor run twice.
"""

import json
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import diastole.model.heart3d
from diastole.model.heart3d.availability import available

if not available():
    pytest.skip("needs the extra heart3d", allow_module_level=True)

import xarray

import diastole
from diastole.faces.json.heart3d_json import Heart3dJson
from diastole.model.heart3d.run.metrics import UNITS
from tests.heart3d.test_heart3d_run import ENVIRONMENT
from tests.waiting import LONGEST

pytestmark = pytest.mark.slow

EDGE, STEP = 2.5, 10e-3  # cm, s
CLOSE = 0.05  # 1, change from cycle to cycle at which the run ends: few cycles, for this test's time
ALIKE = 0.5  # 1, of the work of the one fibres, at which the match ends: one beat
LUNGS = ("pulmonary_arteries", "pulmonary_veins", "la")  # what lies between the two ventricles
RUN = [
    "heart3d",
    "shock",
    "--ventricles",
    "2",
    "--edge",
    "2.5",
    "--step",
    "10",
    "--tolerance",
    str(CLOSE),
    "--save",
    "out.nc",
]
# Kills itself a number of steps of the wall after a phase was told, or as it is told: no clock decides where that is.
PROGRAM = f"""
import os, signal, sys
import diastole.model.heart3d.run.strength_match as match
from diastole.cli.heart3d_progress import RunStages
from diastole.cli.main import main

match.TOLERANCE = {ALIKE}
phase, count = sys.argv.pop(1), int(sys.argv.pop(1))
tell, each_step, steps = RunStages.tell, RunStages.each_step, []

def check():
    if steps and len(steps) > count:
        os.kill(os.getpid(), signal.SIGKILL)

def told(stages, text):
    tell(stages, text)
    if phase and text.startswith(phase):
        steps.append(0.0)
    check()

def stepped(stages, time):
    each_step(stages, time)
    if steps:
        steps.append(time)
    check()

RunStages.tell, RunStages.each_step = told, stepped
main()
"""
# Where it is killed, one after the other, and whether there is a checkpoint then.
KILLS = {
    ("activation", 0): False,  # the mesh is drawn
    ("unloading", 0): False,
    ("matching", 5): False,
    ("beats without the pump", 5): True,
    ("beats without the pump: cycle 1 done", 5): True,
}


@pytest.fixture(scope="module")
def results():
    return diastole.heart3d("healthy", ventricles=2, edge=EDGE, step=STEP, tolerance=CLOSE, match=False, progress=False)


def test_both_ventricles_move_the_same_blood(results):
    """What the right one gives the lungs less what the left one takes from there stays there, and is little."""
    trace = results.last.beat.trace
    kept = sum(trace[f"v_{store}"][-1] - trace[f"v_{store}"][0] for store in LUNGS)
    assert abs(kept) < CLOSE * np.ptp(trace["v_lv"])


def test_both_cavities_hold_what_the_circulation_says(results):
    [fields], trace = results.last.beat.fields, results.last.beat.trace
    for side, volumes in zip(("lv", "rv"), np.transpose(fields.volumes), strict=True):
        assert volumes == pytest.approx(np.interp(fields.time, trace.time, trace[f"v_{side}"]), abs=1e-4), side


def test_the_work_of_both_walls_is_that_on_the_blood_and_what_is_stored(results):
    assert abs(results.last.balance) < 0.02


def test_both_ventricles_beat_as_hearts_do(results):
    trace = results.last.beat.trace
    assert 90.0 < trace["p_lv"].max() < 150.0
    assert 15.0 < trace["p_rv"].max() < 45.0
    for side in ("lv", "rv"):
        volume = trace[f"v_{side}"]
        assert 0.35 < np.ptp(volume) / volume.max() < 0.75, side
    assert trace["atp_lv"].max() > 2.0 * trace["atp_rv"].max() > 0.0


def test_the_septum_of_a_healthy_heart_bulges_to_the_right(results):
    motion = results.last.motion
    assert 0.1 < motion.measures["least_septal_curvature"] < motion.courses["septal_curvature"].max() < 1.5
    assert motion.units["least_septal_curvature"] == "1/cm"


def test_the_right_wall_is_in_no_segment(results):
    mesh = results.mesh
    assert mesh.volume[mesh.segment == 0].sum() == pytest.approx(45.0, rel=0.06)
    assert np.isfinite(results.last.segments["atp"]).all()
    assert list(results.last.metrics) == list(UNITS)


def test_what_is_written_says_both(results, tmp_path):
    mesh = Heart3dJson.of(results).json_object()["mesh"]
    assert mesh["right"]["cavity"] == pytest.approx(118.0, rel=0.01)
    assert mesh["cavity"] == pytest.approx(126.0, rel=0.01)
    with xarray.open_datatree(diastole.save(results, tmp_path / "heart.nc"), engine="h5netcdf") as tree:
        assert tree.attrs["right_stiffness"] > tree.attrs["stiffness"] > 0.0
        assert tree["without"]["septal_curvature"].attrs["units"] == "1/cm"


@pytest.fixture(scope="module")
def assisted():
    """Return a failing heart, matched, without and with the balloon pump, to which the reflex answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("diastole.model.heart3d.run.strength_match.TOLERANCE", ALIKE)
        return diastole.heart3d(
            "shock", ventricles=2, edge=EDGE, step=STEP, tolerance=CLOSE, with_pump=True, reflex=True, progress=False
        )


def test_a_balloon_beside_both_ventricles_unloads_the_left_one(assisted):
    """And the right one, which gets back what the left one ejects more, fills as much or more."""
    without, with_ = (one.beat.measures for one in assisted.conditions.values())
    assert list(assisted.conditions) == ["without", "with"]
    assert with_["augmented_diastolic_pressure"] > without["augmented_diastolic_pressure"] + 5.0
    assert with_["lv_peak_pressure"] < without["lv_peak_pressure"] - 3.0
    assert with_["cardiac_output"] > without["cardiac_output"]
    assert with_["lv_contractile_atp"] < without["lv_contractile_atp"]
    assert np.all(assisted.conditions["with"].segments["atp"] < assisted.conditions["without"].segments["atp"])
    assert with_["heart_rate"] != without["heart_rate"]  # the reflex answers
    for one in assisted.conditions.values():
        assert abs(one.balance) < 0.02


def test_a_command_that_is_killed_in_each_phase_gives_the_very_same_answer(assisted, tmp_path):
    """As that of a run which goes on with the pump: what comes after a beat changes nothing of it."""

    def run(*more, kill=("", 0)):
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, kill[0], str(kill[1]), *RUN, *more],
            cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=LONGEST,
        )  # fmt: skip

    kept = False
    for kill, keeps in KILLS.items():
        killed = run(*["--resume"] * kept, kill=kill)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        kept = (tmp_path / "out.nc.checkpoint").exists()
        assert kept == keeps
    last = run("--resume", "--json", "--loops", "loops.png")
    assert last.returncode == 0, last.stderr
    whole = replace(assisted, conditions={"without": assisted.conditions["without"]})
    assert json.loads(last.stdout) == json.loads(json.dumps(Heart3dJson.of(whole).json_object()))
    assert (tmp_path / "loops.png").stat().st_size > 10_000
