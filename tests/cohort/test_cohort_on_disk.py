"""A cohort on disk: the same bytes whoever builds it, whatever went wrong on the way, and nothing finished is lost."""

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import warnings
from collections import namedtuple
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

import diastole
from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.cohort import cohort_build, cohort_store
from diastole.studies.cohort.cohort_build import build_cohort
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.cohort_store import CHUNK, LARGE_CHUNK, MANY, CohortStore
from diastole.studies.cohort.specification import specification
from tests.cohort.specifications import TEXT
from tests.waiting import wait_until

xarray = pytest.importorskip("xarray")
zarr = pytest.importorskip("zarr", reason="needs the extra cohorts")

COUNT = 2 * CHUNK + 40  # three chunks: whoever is ended after the first leaves others
SHORT = CHUNK + 40  # two chunks, of which the second is soon made anew
ONE_CHUNK = 8  # for what is asked of arrays, whoever is in them
SPEC = specification(TEXT.encode(), "spec.yaml")
pytestmark = pytest.mark.slow


def build(path: Path, count: int = COUNT, **how):
    return build_cohort(path, SPEC, seed=3, count=count, how=How(), **how)


def bytes_of(folder: Path) -> dict[str, str]:
    """Return the hash of every file of a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def built(folder: Path, count: int) -> Path:
    """Return a cohort that was built in one go by one process."""
    path = folder / "whole.zarr"
    build(path, count)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("whole"), COUNT)


@pytest.fixture(scope="module")
def short(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("short"), SHORT)


@pytest.fixture(scope="module")
def one_chunk(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("one_chunk"), ONE_CHUNK)


def test_a_member_is_what_simulate_says(whole):
    found = xarray.open_zarr(whole, consolidated=False).load()
    assert found.sizes == {"member": COUNT, "arm": 2, "chunk": 3}
    assert list(found["arm"].values) == ["off", "on"]
    for member in (0, CHUNK, COUNT - 1):
        values = {key: float(found[key][member]) for key in SPEC.keys}
        patient = Patient.preset("acute_severe_ar").with_values(values)
        for place, arm in enumerate(SPEC.arms.values()):
            run = diastole.simulate(patient.with_values(arm))
            for name in MEASURES:
                kept = found["measured_heart_rate" if name == "heart_rate" else name].values[member, place]
                expected = np.nan if run.measures[name] is None else run.measures[name]
                assert kept == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True), name
    assert found["cardiac_output"].attrs["units"] == "L/min"


@pytest.mark.parametrize(
    ("count", "length"), [(1, CHUNK), (MANY, CHUNK), (MANY + 1, LARGE_CHUNK), (1_000_000, LARGE_CHUNK)]
)
def test_every_member_has_one_chunk(count, length, tmp_path):
    store = CohortStore(tmp_path / "c.zarr", SPEC, 3, count, How())
    chunks = [store.members(chunk) for chunk in range(store.chunks)]
    assert [chunk.start for chunk in chunks] == list(range(0, count, length))
    assert [chunk.stop for chunk in chunks] == [*range(length, count, length), count]


def test_who_is_not_accepted_is_kept_with_the_reason(whole):
    found = xarray.open_zarr(whole, consolidated=False).load()
    pressure, rejected = found["mean_aortic_pressure"].values[:, 0], found["rejected"].values
    assert ((rejected == 1) == (pressure < 70.0) | (pressure > 110.0)).all()
    assert 0 < (rejected == 1).sum() < COUNT
    assert found["rejected"].attrs["flag_labels"][1] == "Mean aortic pressure, off: not between 70 and 110 mmHg"
    summary = CohortStore(whole, SPEC, 3, COUNT, How()).summary()
    assert summary.accepted == (rejected == 0).sum()
    assert sum(summary.rejected.values()) == COUNT - summary.accepted


@pytest.mark.parametrize("workers", [2, 5])
def test_any_number_of_processes_writes_the_same_bytes(workers, short, tmp_path):
    build(tmp_path / "cohort.zarr", SHORT, workers=workers)
    assert bytes_of(tmp_path / "cohort.zarr") == bytes_of(short)


def copied(cohort: Path, folder: Path) -> Path:
    """Return a copy of a cohort that may be damaged."""
    return Path(shutil.copytree(cohort, folder / "cohort.zarr"))


def chunks_done(path: Path) -> int:
    try:
        return int((zarr.open_group(path, mode="r")["checksum"][:] != 0).sum())
    except (OSError, KeyError, ValueError):
        return 0


def test_a_killed_process_leaves_what_was_finished(whole, tmp_path):
    path, text = tmp_path / "cohort.zarr", tmp_path / "spec.yaml"
    text.write_text(TEXT, encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "from diastole.cli.main import main; main()",
        "cohort",
        text,
        "-n",
        COUNT,
        "-o",
        path,
        "--seed",
        3,
    ]
    with subprocess.Popen(list(map(str, command)), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        wait_until(lambda: chunks_done(path) > 0, lambda: process.poll() is None)
        process.send_signal(signal.SIGKILL)
    assert 0 < chunks_done(path) < 3
    finished = [chunk for chunk in range(3) if zarr.open_group(path, mode="r")["checksum"][chunk]]
    before = (path / "cardiac_output" / "c" / str(finished[0]) / "0").stat().st_mtime_ns
    build(path, resume=True)
    assert bytes_of(path) == bytes_of(whole)
    assert (path / "cardiac_output" / "c" / str(finished[0]) / "0").stat().st_mtime_ns == before  # not made again


@pytest.mark.parametrize("array", ["cardiac_output", "heart_rate", "rejected"])
def test_a_damaged_chunk_is_seen_and_made_again(array, short, tmp_path):
    path = copied(short, tmp_path)
    file = next(one for one in sorted((path / array / "c").rglob("*")) if one.is_file())
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    with pytest.warns(UserWarning, match="1 of 2 chunks were damaged and are made anew"):
        build(path, SHORT, resume=True)
    assert bytes_of(path) == bytes_of(short)


def test_a_lost_file_is_seen(short, tmp_path):
    path = copied(short, tmp_path)
    (path / "cardiac_output" / "c" / "1" / "0").unlink()
    with pytest.warns(UserWarning, match="1 of 2 chunks were damaged"):
        build(path, SHORT, resume=True)
    assert bytes_of(path) == bytes_of(short)


def test_a_disk_that_fills_up_loses_nothing(short, tmp_path, monkeypatch):
    path, write = tmp_path / "cohort.zarr", CohortStore.write

    def full(store, chunk, columns):
        if chunk == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(store, chunk, columns)

    with monkeypatch.context() as patch:
        patch.setattr(CohortStore, "write", full)
        with pytest.raises(OSError, match="No space left"):
            build(path, SHORT)
    assert chunks_done(path) == 1
    build(path, SHORT, resume=True)
    assert bytes_of(path) == bytes_of(short)


@pytest.fixture
def small_disk(tmp_path):
    """Yield the folder of a disk of its own that holds a cohort, and little more than the room that is left alone."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = cohort_store.ROOM_LEFT + 30_000_000
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(disk: Path) -> None:
    """Leave no room on a disk."""
    with (disk / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(1_000_000)):
            pass


def test_a_disk_that_is_full_is_said_and_loses_nothing(short, small_disk):
    path = small_disk / "cohort.zarr"
    with pytest.raises(OSError, match="No space left on device"):
        build(path, SHORT, watch=lambda done, count: fill(small_disk))
    assert chunks_done(path) == 1
    (small_disk / "filler").unlink()
    build(path, SHORT, resume=True)
    assert bytes_of(path) == bytes_of(short)


def test_processes_say_that_the_disk_is_full_as_one_does(short, small_disk, monkeypatch):
    path, tasks = small_disk / "cohort.zarr", cohort_build.tasks
    with monkeypatch.context() as patch:
        patch.setattr(cohort_build, "tasks", lambda *given: fill(small_disk) or tasks(*given))
        with pytest.raises(OSError, match="No space left on device"):
            build(path, SHORT, workers=2)
    (small_disk / "filler").unlink()
    build(path, SHORT, resume=True, workers=2)
    assert bytes_of(path) == bytes_of(short)


def test_what_was_half_written_is_taken_away(short, tmp_path):
    """As a process leaves it that is killed while it writes."""
    path = copied(short, tmp_path)
    place = path / "cardiac_output" / "c" / "1"
    (place / "0").rename(place / "0.0123456789abcdef.partial")
    with pytest.warns(UserWarning, match="1 of 2 chunks were damaged"):
        build(path, SHORT, resume=True)
    assert bytes_of(path) == bytes_of(short)


def test_too_little_room_is_said_before_anything_is_run(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(cohort_store.shutil, "disk_usage", lambda path: usage(10**12, 10**12 - 10**9, 10**9))
    with pytest.raises(
        InputError, match=r"1,000,000 patients take about 9\d\d\.\d MB, and the disk has 1.0 GB free, of which 100"
    ):
        build(tmp_path / "cohort.zarr", count=1_000_000)
    assert not list(tmp_path.iterdir())


def test_a_cohort_that_is_there_is_not_overwritten(whole):
    before = bytes_of(whole)
    with pytest.raises(InputError, match="is there already; go on with it by --resume"):
        build(whole)
    assert bytes_of(whole) == before


def test_a_link_to_nowhere_is_in_the_way(tmp_path):
    path = tmp_path / "cohort.zarr"
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="is there already"):
        build(path, count=1)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"seed": 4}, "seed"), ({"count": COUNT + 1}, "members"), ({"how": How(reflex=True)}, "reflex")],
)
def test_another_cohort_is_not_resumed(changed, said, whole):
    with pytest.raises(InputError, match=f"is another cohort: it differs in {said}"):
        build_cohort(whole, SPEC, **{"seed": 3, "count": COUNT, "how": How(), "resume": True} | changed)


@pytest.mark.parametrize("content", [None, "{}", "not json"])
def test_a_folder_that_is_no_cohort_is_not_resumed(content, tmp_path):
    if content is not None:
        (tmp_path / "zarr.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="is no cohort that could be resumed"):
        build(tmp_path, resume=True)


def test_what_does_not_exist_is_not_resumed(tmp_path):
    with pytest.raises(InputError, match="does not exist; leave out --resume to begin it"):
        build(tmp_path / "cohort.zarr", resume=True)


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"there is no folder .*nowhere; make it or choose another place"):
        build(tmp_path / "nowhere" / "cohort.zarr")


@pytest.mark.parametrize("damaged", ["cardiac_output/zarr.json", "cardiac_output", "checksum", "arm", "arm/zarr.json"])
@pytest.mark.parametrize("how", ["lost", "spoilt"])
def test_an_array_that_is_damaged_is_made_anew(damaged, how, one_chunk, tmp_path):
    path = copied(one_chunk, tmp_path)
    part = path / damaged
    for file in [part] if part.is_file() else [each for each in part.rglob("*") if each.is_file()]:
        if how == "lost":
            file.unlink()
        else:
            file.write_text("{", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # how many chunks are damaged
        build(path, ONE_CHUNK, resume=True)
    assert bytes_of(path) == bytes_of(one_chunk)


@contextmanager
def cluster(count: int):
    """Yield the address of a cluster and the processes of its workers; each takes seconds to begin."""
    command = [sys.executable, "-m", "tests.cohort.dask_cluster", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            said = json.loads(process.stdout.readline())
            yield said["address"], said["workers"], process
        finally:
            process.kill()


def test_a_cluster_that_loses_a_worker_writes_the_same_bytes(whole, tmp_path):
    path = tmp_path / "cohort.zarr"
    with cluster(2) as (address, workers, _):
        seen = []

        def kill_one(done: int, count: int) -> None:
            if not seen:
                os.kill(workers[0], signal.SIGKILL)
            seen.append((done, count))

        build(path, scheduler=address, watch=kill_one)
    assert seen[-1] == (COUNT, COUNT)
    assert bytes_of(path) == bytes_of(whole)


def test_a_scheduler_that_is_lost_loses_nothing(whole, tmp_path):
    path = tmp_path / "cohort.zarr"
    lost = pytest.raises(InputError, match=r"the scheduler at tcp://.* was lost; what was finished stays")
    with cluster(1) as (address, _, process), lost:
        build(path, scheduler=address, watch=lambda done, count: process.kill())
    finished = chunks_done(path)
    assert 0 < finished < 3
    with cluster(1) as (address, _, _):
        build(path, scheduler=address, resume=True)
    assert bytes_of(path) == bytes_of(whole)


def test_a_scheduler_that_is_not_there_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("diastole.studies.cohort.cluster.CONNECTING", "1s")  # loads Dask, not at collection
    with pytest.raises(InputError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        build(tmp_path / "cohort.zarr", count=1, scheduler="tcp://127.0.0.1:9")
    assert not list(tmp_path.iterdir())  # which would be in the way of the next try


@pytest.mark.parametrize("address", ["foo", "tcp://host", "host:port", "tcp://host:99999999"])
def test_what_is_no_address_is_refused(address, tmp_path):
    with pytest.raises(InputError, match="is no address of a Dask scheduler; give one such as tcp://host:8786"):
        build(tmp_path / "cohort.zarr", count=1, scheduler=address)
