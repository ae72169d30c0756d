import json

import numpy as np
import pytest

from diastole.course.checkpoint import resume, save_checkpoint
from diastole.course.course import Course
from diastole.course.script import parse_script
from diastole.errors import InputError
from diastole.patient import Patient
from tests.conftest import compiled_only

TEXT = """\
IABP 1:2 at 40 mL for 20 s
nitroprusside 1 µg/kg/min until MAP 20 mmHg within 30 s
remove IABP; wait 10 s
IABP 1:3 until MAP 250 mmHg within 20 s
"""


def course(text=TEXT, preset="acute_severe_ar", **options):
    return Course(Patient.preset(preset), parse_script(text), **options)


def finished(one):
    while one.advance():
        pass
    return one


@compiled_only
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
    assert second.lived == whole.lived
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
        with np.load(path) as file:
            kept = dict(file)
        note = json.loads(str(kept["note"]))
        note["made_of"]["version of the program"] = "an earlier one"
        with path.open("wb") as file:
            np.savez(file, **kept | {"note": np.array(json.dumps(note))})
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

    @pytest.mark.parametrize("name", ["rows", "state", "slow"])
    def test_arrays_of_another_shape(self, path, name):
        with np.load(path) as file:
            kept = dict(file)
        with path.open("wb") as file:
            np.savez(file, **kept | {name: np.zeros((1, 2))})
        with pytest.raises(InputError, match="is damaged"):
            resume(course(), path)

    def test_no_file(self, path):
        with pytest.raises(InputError, match="there is no checkpoint"):
            resume(course(), path.with_name("b.checkpoint"))
