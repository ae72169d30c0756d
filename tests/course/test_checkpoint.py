import errno
import os
import subprocess
import sys
from contextlib import nullcontext
from itertools import count

import numpy as np
import pytest

from diastole.checkpoint import made_of, read_checkpoint, write_checkpoint
from diastole.errors import InputError
from diastole.model.patient import Patient
from diastole.studies.course.course_checkpoint import resume, save_checkpoint
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script
from tests.faults import Faults

TEXT = """\
IABP 1:2 at 40 mL for 20 s
nitroprusside 1 µg/kg/min until MAP 20 mmHg within 30 s
remove IABP; wait 10 s
IABP 1:3 until MAP 215 mmHg within 20 s
"""


def course(text=TEXT, preset="acute_severe_ar", **options):
    return Course(Patient.preset(preset), parse_script(text), **options)


def finished(one):
    while one.advance():
        pass
    return one


@pytest.mark.parametrize("beats", [0, 1, 2, 20, 33, 34, 60, 90, 100, 117])
def test_a_resumed_course_is_bit_for_bit_the_uninterrupted_one(tmp_path, beats):
    whole, first, second = finished(course()), course(), course()
    for _ in range(beats):
        first.advance()
    save_checkpoint(first, tmp_path / "a.checkpoint")
    resume(second, tmp_path / "a.checkpoint")
    assert second.time == first.time
    finished(second)
    assert second.rows.tobytes() == whole.rows.tobytes()
    assert second.past_steps == whole.past_steps
    assert second.heart.state.tobytes() == whole.heart.state.tobytes()


class TestRefusals:
    @pytest.fixture
    def path(self, tmp_path):
        save_checkpoint(course(), tmp_path / "a.checkpoint")
        return tmp_path / "a.checkpoint"

    @pytest.mark.parametrize(
        ("other", "what"),
        [
            ({"text": TEXT.replace("40 mL", "30 mL")}, "another script;"),
            ({"preset": "shock"}, "another patient;"),
            ({"reflex": False}, "another --reflex;"),
            ({"ischaemia": False, "reflex": False}, "another --reflex and another --ischaemia;"),
        ],
    )
    def test_another_course(self, path, other, what):
        with pytest.raises(InputError, match=what):
            resume(course(**other), path)

    def test_another_program(self, path):
        note, arrays = read_checkpoint(path, {})
        note["made_of"]["version of the program"] = "an earlier one"
        write_checkpoint(path, note, arrays)
        with pytest.raises(InputError, match="another version of the program"):
            resume(course(), path)

    @pytest.mark.parametrize("cut", [0, 10, 1000, -1, -200])
    def test_half_a_file(self, path, cut):
        path.write_bytes(path.read_bytes()[:cut])
        with pytest.raises(InputError, match="is damaged"):
            resume(course(), path)

    @pytest.mark.parametrize("content", [b"text", b"\x00" * 500, b"PK\x03\x04" + b"x" * 300, b"\x93NUMPY" + b"x" * 90])
    def test_another_file(self, path, content):
        path.write_bytes(content)
        with pytest.raises(InputError, match="is damaged"):
            resume(course(), path)

    def test_objects_are_not_unpickled(self, path):
        with path.open("wb") as file:
            np.savez(file, note=np.array([print], dtype=object))
        with pytest.raises(InputError, match="is damaged"):
            resume(course(), path)

    @pytest.mark.parametrize("name", ["rows", "heart.state", "heart.slow"])
    def test_arrays_of_another_shape(self, path, name):
        note, arrays = read_checkpoint(path, {})
        write_checkpoint(path, note, arrays | {name: np.zeros((1, 2))})
        with pytest.raises(InputError, match="is damaged"):
            resume(course(), path)

    @pytest.mark.parametrize("name", ["past_steps", "heart", "made_of"])
    def test_notes_of_another_form(self, path, name):
        note, arrays = read_checkpoint(path, {})
        write_checkpoint(path, note | {name: 3}, arrays)
        with pytest.raises(InputError, match="is damaged"):
            resume(course(), path)

    def test_any_byte_is_under_the_checksum(self, path):
        """Notes and names of arrays too, which a zip reader may take as it finds them."""
        whole = path.read_bytes()
        places = np.unique(np.linspace(0, len(whole) - 1, 400).astype(int))
        for place in places:
            content = bytearray(whole)
            content[place] ^= 0x20
            path.write_bytes(content)
            with pytest.raises(InputError, match="is damaged"):
                read_checkpoint(path, {})

    @pytest.mark.parametrize("rest", [b"\0", b"x" * 1000])
    def test_more_than_a_file(self, path, rest):
        path.write_bytes(path.read_bytes() + rest)
        with pytest.raises(InputError, match="is damaged"):
            read_checkpoint(path, {})

    def test_a_disk_that_cannot_be_read_is_no_damage(self, path, monkeypatch):
        def fails(path):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        monkeypatch.setattr(type(path), "read_bytes", fails)
        with pytest.raises(InputError, match=r"cannot be read: Input/output error"):
            read_checkpoint(path, {})

    def test_no_file(self, path):
        with pytest.raises(InputError, match="there is no checkpoint"):
            resume(course(), path.with_name("b.checkpoint"))


CALLS = 5  # opened, written, opened again, brought to the disk, renamed


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_fault_at_any_call_keeps_the_earlier_checkpoint(tmp_path, monkeypatch, code):
    path = tmp_path / "a.checkpoint"
    write_checkpoint(path, {"made_of": {}, "number": 1}, {"rows": np.arange(5.0)})
    for number in count():
        with Faults(monkeypatch, number, code, tmp_path) as faults:
            says = pytest.raises(InputError, match=os.strerror(code)) if number < CALLS else nullcontext()
            with says:
                write_checkpoint(path, {"made_of": {}, "number": 2}, {"rows": np.arange(6.0)})
        note, arrays = read_checkpoint(path, {})
        assert (note["number"], arrays["rows"].size) == ((1, 5) if faults.struck else (2, 6))
        assert [each.name for each in tmp_path.iterdir()] == ["a.checkpoint"]
        if not faults.struck:
            break
    assert number == CALLS


KILLED = """
import sys
import numpy as np
from pathlib import Path
from pytest import MonkeyPatch
from diastole.checkpoint import write_checkpoint
from tests.faults import KILL, Faults

folder, number = Path(sys.argv[1]), int(sys.argv[2])
with Faults(MonkeyPatch(), number, KILL, folder):
    write_checkpoint(folder / "a.checkpoint", {"made_of": {}, "number": 2}, {"rows": np.arange(6.0)})
"""


def test_a_kill_at_any_call_leaves_the_checkpoint_before_or_after(tmp_path):
    path = tmp_path / "a.checkpoint"
    write_checkpoint(path, {"made_of": {}, "number": 1}, {"rows": np.arange(5.0)})
    for number in count():
        done = subprocess.run([sys.executable, "-c", KILLED, tmp_path, str(number)], check=False)
        note, arrays = read_checkpoint(path, {})
        assert (note["number"], arrays["rows"].size) == ((2, 6) if done.returncode == 0 else (1, 5))
        if done.returncode == 0:
            break
    assert number == CALLS


def test_marks_say_what_differs(tmp_path):
    path = tmp_path / "a.checkpoint"
    write_checkpoint(path, {"made_of": made_of({"patient": "a", "--edge": "1"})}, {})
    with pytest.raises(InputError, match="made with another patient and another --edge; give the same as then"):
        read_checkpoint(path, made_of({"patient": "b", "--edge": "2"}))
