"""The state of a heart is all that its next beats depend on; nobody else reaches into it."""

import ast
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import numpy as np
import pytest

import diastole
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.patient import Patient
from diastole.model.run import baseline
from diastole.model.simulation.assist import unassisted_landmarks
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.heart_state import HeartState

PACKAGE = Path(diastole.__file__).parent
OWNERS = {"model/simulation/beats.py", "model/simulation/coupled_heart.py"}
ATTRIBUTES = {field.name for field in fields(HeartState)}
PUMPED = Patient.preset("shock").with_values({"balloon_pump.ratio": "1:2", "drugs.nitroprusside": "1 µg/kg/min"})


def heart():
    """Return a heart whose reflex still moves, and whose balloon assists every second beat."""
    own = baseline(PUMPED).own
    one = BeatingHeart(PUMPED, regulation=Regulation(PUMPED, own))
    for _ in range(3):
        one.beat()
    one.set_console(settings_of(PUMPED.balloon_pump), unassisted_landmarks(one))
    return one


@pytest.mark.parametrize("beats", [0, 1, 2, 7])
def test_a_restored_heart_goes_on_bit_for_bit(beats):
    first, second = heart(), heart()
    for _ in range(beats):
        first.beat()
    note, arrays = first.snapshot().packed()
    for _ in range(5):
        second.beat()
    second.restore(HeartState.unpacked(note, arrays))
    for _ in range(4):
        one, other = first.beat(), second.beat()
        assert one.present == other.present
        assert one.signals.tobytes() == other.signals.tobytes()
    assert first.slow.tobytes() == second.slow.tobytes()


def test_a_state_is_frozen_and_no_part_of_the_heart():
    one = BeatingHeart(PUMPED)
    kept = one.snapshot()
    with pytest.raises(FrozenInstanceError):
        kept.console = None
    kept.state[:], kept.slow[:] = 1.0, 1.0
    assert not np.array_equal(one.state, kept.state)
    assert not np.array_equal(one.slow, kept.slow)


@pytest.mark.parametrize("name", ["state", "slow"])
def test_the_state_of_another_circulation_is_refused(name):
    one = BeatingHeart(PUMPED)
    with pytest.raises(ValueError, match="another circulation"):
        one.restore(replace(one.snapshot(), **{name: np.zeros(2)}))


def _written(tree):
    """Yield what a module writes to by its attribute, in whole or in part: ``heart.slow``, ``heart.slow[:3]``."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            for part in ast.walk(target) if isinstance(target, ast.Tuple | ast.List) else [target]:
                inner = part.value if isinstance(part, ast.Subscript) else part
                if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
                    yield inner


def test_nobody_reaches_into_a_heart():
    found = []
    for path in PACKAGE.rglob("*.py"):
        if str(path.relative_to(PACKAGE)) in OWNERS:
            continue
        for written in _written(ast.parse(path.read_text(encoding="utf-8"))):
            if written.attr in ATTRIBUTES and written.value.id != "self":
                found.append(f"{path.relative_to(PACKAGE)}:{written.lineno}: {ast.unparse(written)}")
    assert not found
