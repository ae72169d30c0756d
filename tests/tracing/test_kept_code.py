"""Code that is kept on disk is the code of its own program, lanes and version, whatever its file is called."""

import numpy as np
import pytest

from diastole.tracing import native
from diastole.tracing.native import address
from diastole.tracing.traced_program import Memory


def doubled(program):
    with program.function("scaled", {"x": Memory}) as (x,):
        x[0] = 2.0 * x[0]


def tripled(program):
    with program.function("scaled", {"x": Memory}) as (x,):
        x[0] = 3.0 * x[0]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder of kept code of one version of the sources."""
    folder = tmp_path / "one_version"
    monkeypatch.setattr(native, "CACHE_FOLDER", folder)
    return folder


def scaled(writer, lanes=1):
    """Return ones as a program makes of them that is loaded as if by a new process."""
    x = np.ones(lanes + 4)
    native.load.__wrapped__(f"{__name__}:{writer}", lanes)["scaled"](address(x))
    return x.tolist()


def kept(folder, writer, lanes=1):
    (path,) = folder.glob(f"{writer}-{lanes}f64-*.o")
    return path


def test_code_of_another_program_under_its_name_never_runs(folder):
    assert (scaled("doubled"), scaled("tripled")) == ([2.0, 1.0, 1.0, 1.0, 1.0], [3.0, 1.0, 1.0, 1.0, 1.0])
    kept(folder, "tripled").replace(kept(folder, "doubled"))
    assert scaled("doubled")[0] == 2.0


def test_code_of_more_lanes_under_its_name_never_writes_beyond_an_array(folder):
    scaled("doubled", 4), scaled("doubled")
    kept(folder, "doubled", 4).replace(kept(folder, "doubled"))
    assert scaled("doubled") == [2.0, 1.0, 1.0, 1.0, 1.0]


def test_code_of_another_version_never_runs(folder, monkeypatch):
    """A law was changed, and the folder of before took the name of the new one."""
    scaled("doubled")
    path = kept(folder, "doubled")
    folder.rename(folder.with_name("another_version"))
    monkeypatch.setattr(native, "CACHE_FOLDER", folder.with_name("another_version"))
    monkeypatch.setitem(globals(), "doubled", tripled)
    assert not path.exists()
    assert scaled("doubled")[0] == 3.0
