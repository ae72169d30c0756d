"""A whole run on a coarse mesh: what the steady beat must show, and a command that is interrupted and killed."""

import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import diastole.model.heart3d
from diastole.model.heart3d.availability import available

if not available():
    pytest.skip("needs the extra heart3d", allow_module_level=True)

import h5py
import xarray
from rich.console import Console

import diastole
from diastole import checkpoint
from diastole.checkpoint import made_of
from diastole.cli.heart3d_files import Heart3DFiles
from diastole.errors import InputError
from diastole.faces.json.heart3d_json import Heart3dJson
from diastole.faces.terminal.heart3d_table import print_heart3d
from diastole.model.bench_state import BenchState
from diastole.model.heart3d.run.heart_checkpoint import read_checkpoint
from diastole.model.heart3d.run.metrics import UNITS
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.patient import Patient
from tests.waiting import LONGEST

EDGE, STEP, REPEATS = 2.5, 10e-3, 0.02  # cm, s, 1: the coarsest that there is, and three cycles, for this test's time
RUN = [
    "heart3d", "shock", "--edge", "2.5", "--step", "10", "--tolerance", str(REPEATS), "--no-match", "--save", "out.nc",
    "--json",
]  # fmt: skip
PROGRAM = "from diastole.cli.main import main\n"
ENVIRONMENT = os.environ | {"OMP_NUM_THREADS": "1"}
# Sends itself a signal a few steps of the wall after its first checkpoint: no clock decides where that is.
CUT = """
import os, sys
from diastole.cli.heart3d_progress import RunStages
from diastole.cli.checkpoints import Keeper

sign, saves, steps = int(sys.argv.pop(1)), [], []
save, each_step = Keeper.save, RunStages.each_step

def noted(keeper, write):
    save(keeper, write)
    saves.append(keeper.path)

def cut(stages, time):
    each_step(stages, time)
    if saves:
        steps.append(time)
    if len(steps) == 5:
        os.kill(os.getpid(), sign)

Keeper.save, RunStages.each_step = noted, cut
"""

pytestmark = pytest.mark.slow
SOLVED = 1e-5  # 1: the wall is solved to 1e-5 of its load, and a resumed run starts its guess anew


@pytest.fixture(scope="module")
def results():
    """Return the run of this process."""
    return diastole.heart3d("shock", edge=EDGE, step=STEP, tolerance=REPEATS, match=False, progress=False)


def test_the_work_of_the_muscle_is_that_on_the_blood_and_what_is_stored(results):
    assert abs(results.last.balance) < 0.02


def test_the_cavity_holds_what_the_circulation_says(results):
    [fields], trace = results.last.beat.fields, results.last.beat.trace
    volumes = np.array(fields.volumes)[:, 0]
    assert volumes == pytest.approx(np.interp(fields.time, trace.time, trace["v_lv"]), abs=1e-4)


def test_the_beat_repeats(results):
    beat = results.last.beat
    assert abs(beat.strokes[-1] / beat.strokes[-2] - 1.0) < REPEATS
    assert abs(beat.drift) < REPEATS * beat.strokes[-1]


def test_the_wall_shortens_and_thickens_as_a_heart_does(results):
    mesh, fields = results.mesh, results.last.fields
    systole = fields.at(results.last.end_systole)
    tension = fields.of_elements["active_tension"]
    assert tension[0].mean() < 0.2 * tension[systole].mean()
    assert fields.of_elements["fibre_strain"][systole].mean() < fields.of_elements["fibre_strain"][0].mean()
    assert (np.diff(fields.of_elements["atp"], axis=0) > -1e-6).all()
    apex = np.argmin(mesh.places[:, 2])
    assert np.ptp(fields.displacement[:, apex, 2]) < 1.5
    assert mesh.activation.min() >= 0.0
    assert 20.0 < mesh.activation.max() < 120.0


def test_numbers_of_the_wall_agree_with_each_other(results):
    last, mesh = results.last, results.mesh
    used = last.fields.of_elements["atp"][-1].astype(float)
    assert used @ mesh.volume == pytest.approx(last.metrics["contractile_atp"], rel=2e-2)
    assert mesh.volume.sum() == pytest.approx(Patient.preset("shock").left_ventricle.wall_volume, rel=0.02)
    share = np.bincount(mesh.segment, mesh.volume, minlength=18)[1:]
    assert last.segments["atp"] @ share == pytest.approx(last.metrics["contractile_atp"], rel=5e-2)
    assert last.metrics["stroke_work"] * 1e3 == pytest.approx(last.beat.fields[0].pump_work, rel=0.05)


def test_the_wall_moves_as_a_failing_one_does(results):
    """Base down, apex nearly still and turning counterclockwise from below; the wall shorter, narrower and thicker."""
    seen = results.last.motion.measures
    assert 3.0 < seen["base_descent"] < 16.0
    assert abs(seen["apex_rise_outside"]) < 4.0
    assert 1.0 < seen["twist_outside"] < 18.0
    assert -0.25 < seen["circumferential_strain"] < -0.03
    assert -0.25 < seen["longitudinal_strain"] < -0.03
    assert seen["thickening"] > 5.0
    inner, _, outer = results.last.motion.strains["cc"][1]
    assert inner < outer < 0.0
    assert results.last.balance == pytest.approx(0.0, abs=5e-3)


def test_the_coarse_heart_is_near_the_one_fibre(results):
    """Without a match: how near a matched and finer one comes is shown in docs/credibility."""
    ours, theirs = results.last.beat.measures, results.heart.one_fibre.measures
    for name in ("lv_ejection_fraction", "lv_peak_pressure", "lv_end_diastolic_volume", "cardiac_output"):
        assert ours[name] == pytest.approx(theirs[name], rel=0.25), name


def run(folder, *more, cut_by=None):
    program = PROGRAM if cut_by is None else PROGRAM + CUT
    sign = [] if cut_by is None else [str(int(cut_by))]
    return subprocess.run(
        [sys.executable, "-c", f"{program}main()", *sign, *RUN, *more],
        cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=LONGEST,
    )  # fmt: skip


def cycles_kept(folder) -> int:
    """Return the cycles of the checkpoint."""
    return len(checkpoint.read_checkpoint(folder / "out.nc.checkpoint", {})[0]["strokes"])


@pytest.fixture(scope="module")
def survived(tmp_path_factory):
    """Return the folder and the output of a command that was interrupted, killed and resumed, and its messages."""
    folder, messages = tmp_path_factory.mktemp("run"), []
    first = run(folder, cut_by=signal.SIGINT)
    assert cycles_kept(folder) == 0
    messages.append((first.stderr, first.returncode))
    other = run(folder, "--resume", "--step", "5")
    messages.append((other.stderr, other.returncode))
    second = run(folder, "--resume", cut_by=signal.SIGKILL)
    assert second.returncode == -signal.SIGKILL, second.stderr
    assert cycles_kept(folder) == 1
    last = run(folder, "--resume", "--xdmf", "beat.xdmf", "--glb", "beat.glb", "--bullseye", "eye.png")
    assert last.returncode == 0, last.stderr
    return folder, json.loads(last.stdout), messages


def test_an_interrupted_command_says_how_to_go_on(survived):
    text, code = survived[2][0]
    assert code == 130
    assert text.splitlines()[-1].startswith("note: interrupted; the same command with --resume continues")


def test_a_checkpoint_of_another_run_is_refused_by_name(survived):
    text, code = survived[2][1]
    assert code == 2
    assert text.splitlines()[-1].startswith("error: out.nc.checkpoint was made with another --step;")


def test_a_killed_command_gives_the_same_answer(survived, results):
    result = survived[1]["wall"]["without"]
    assert result == pytest.approx(results.last.metrics, rel=SOLVED)
    strokes = survived[1]["beats"]["without"]["stroke_volumes"]
    assert strokes == pytest.approx(results.last.beat.strokes, rel=SOLVED)


def test_the_checkpoint_is_gone_and_no_draft_is_left(survived):
    names = {"out.nc", "beat.xdmf", "beat.h5", "beat.glb", "eye.png"}
    assert {path.name for path in survived[0].iterdir()} == names


def test_the_json_has_its_shape(survived):
    result = survived[1]
    assert list(result) == [
        "schema", "patient", "measures", "one_fibre", "wall", "segments", "motion", "beats", "mesh", "cautions",
        "units", "units_of_wall", "units_of_segments", "units_of_motion",
    ]  # fmt: skip
    assert result["schema"] == "diastole/heart3d/1"
    assert list(result["measures"]) == list(result["one_fibre"]) == list(MEASURES)
    assert list(result["wall"]["without"]) == list(UNITS)
    motion = result["motion"]["without"]
    assert list(motion["measures"]) == list(result["units_of_motion"])
    assert np.shape(motion["strains"]["cc"]) == (3, 3)
    assert max(motion["courses"]["twist_outside"]) == motion["measures"]["twist_outside"]
    assert len(result["segments"]["names"]) == len(result["segments"]["without"]["atp"]) == 17
    assert result["mesh"]["elements"] > 250
    assert (result["mesh"]["strength"], result["mesh"]["matched"]) == (1.0, False)


def test_every_variable_of_the_file_has_unit_and_name(survived, results):
    with xarray.open_datatree(survived[0] / "out.nc", engine="h5netcdf") as tree:
        for group in tree.subtree:
            for name, variable in group.data_vars.items():
                assert {"units", "long_name"} <= set(variable.attrs), name
        one = tree["without"]
        assert set(SIGNALS) <= set(one.data_vars)
        assert one["lv_pressure"].values == pytest.approx(results.last.beat.trace["p_lv"], rel=SOLVED)
        assert one["displacement"].shape[1:] == results.mesh.places.shape
        assert one["base_descent"].values.max() == pytest.approx(one.attrs["motion_base_descent"])
        assert one["field_time"].values[[0, -1]] == pytest.approx(results.last.beat.trace.onsets)
        whole = results.last.fields.of_elements["active_tension"]
        kept = sorted({*range(0, len(whole), 2), len(whole) - 1})  # every second, and the last
        assert one["active_tension"].values == pytest.approx(whole[kept], rel=1e-3)


def test_the_fields_for_paraview_can_be_read(survived):
    pyvista = pytest.importorskip("pyvista")
    reader = pyvista.get_reader(survived[0] / "beat.xdmf")
    assert len(reader.time_values) > 30
    reader.set_active_time_value(reader.time_values[10])
    wall = reader.read()
    assert wall.n_cells == survived[1]["mesh"]["elements"]
    assert {"displacement [cm]", "active_tension [kPa]", "segment"} <= set(wall.array_names)
    assert (wall.compute_cell_sizes()["Volume"] > 0.0).all()
    with h5py.File(survived[0] / "beat.h5") as numbers:
        assert len(numbers["displacement [cm]"]) == len(reader.time_values)


@pytest.mark.parametrize("content", [b"", b"no checkpoint", None])
def test_what_is_no_checkpoint_is_refused(tmp_path, content):
    path: Path = tmp_path / "out.nc.checkpoint"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="leave out --resume"):
        read_checkpoint(path, made_of({"patient": "x"}))


@pytest.fixture(scope="module")
def both(results):
    """Return the results as if the pump had changed nothing."""
    return replace(results, conditions={"without": results.last, "with": results.last})


def test_results_are_saved_from_python(results, tmp_path):
    assert repr(results) == "<3D heart of 'Cardiogenic shock': without the pump>"
    assert diastole.to_json(results)["patient"] == "Cardiogenic shock"
    with xarray.open_datatree(diastole.save(results, tmp_path / "heart.nc"), engine="h5netcdf") as tree:
        assert tree["/without"].attrs["cardiac_output"] == results.last.beat.measures["cardiac_output"]
    with pytest.raises(InputError, match=r"must end in \.nc"):
        diastole.save(results, tmp_path / "heart.png")


def test_the_json_of_two_conditions_holds_both(both):
    result = Heart3dJson.of(both).json_object()
    assert result["measures"] == result["with"] == result["without"]
    assert set(result["wall"]) == set(result["beats"]) == {"without", "with"}
    assert set(result["segments"]) == {"without", "with", "names"}
    json.dumps(result, allow_nan=False)


def test_the_table_shows_both_and_the_change(both, results):
    wide, narrow = Console(width=120, record=True, file=io.StringIO()), Console(record=True, file=io.StringIO())
    print_heart3d(both, wide)
    print_heart3d(results, narrow)
    text = wide.export_text()
    assert all(
        title in text for title in ("0D without", "3D without", "3D with", "Change", "Mean tension over the beat")
    )
    assert f"Wall of {results.heart.built.elements} elements" in text
    assert "not matched" in text
    assert "Change" not in narrow.export_text()


def test_files_of_two_conditions(both, tmp_path):
    files = Heart3DFiles(
        tmp_path / "b.nc",
        tmp_path / "b.xdmf",
        tmp_path / "w.png",
        tmp_path / "l.png",
        tmp_path / "e.svg",
        tmp_path / "b.glb",
        tmp_path / "b.html",
        True,
    )
    files.write(both, Patient.preset("shock"), BenchState("shock"))
    page = files.page.read_text(encoding="utf-8")
    assert all(f'<script type="text/plain" id="wall-{name}">' in page for name in ("without", "with"))
    assert set(tmp_path.iterdir()) == set(files.all())
    assert {"b_with.xdmf", "b_without.h5", "b_with.glb"} <= {path.name for path in files.all()}
    with xarray.open_datatree(files.save, engine="h5netcdf") as tree:
        assert {"without", "with"} == set(tree.children)
