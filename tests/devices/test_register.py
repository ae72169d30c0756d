"""What every device of the register brings along, and that nothing but its own folder knows it."""

import re
from importlib import import_module
from pathlib import Path

import pytest

import diastole
from diastole.errors import InputError
from diastole.knowledge.rules.option_names import OPTIONS
from diastole.model.circulation.generated.closed_loop import PARAMETERS, SIGNALS, STATES
from diastole.model.devices.register import DEVICES, in_use
from diastole.model.measures.waveform_signals import SIGNALS as WAVEFORMS
from diastole.model.patient import Patient
from diastole.studies.course.actions import THINGS, read_action

SOURCES = Path(diastole.__file__).parent
SHOCK = Patient.preset("shock")
each_device = pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.key)
# Where else a device is named: what it does to a leak, in words, stands with the words.
KNOWS_PUMPS = ("generated", "devices/register.py", "faces/words/cause_words.py")


def with_usual(device):
    values = {**device.models[0].is_one, **device.models[0].usual}
    return SHOCK.with_values({f"{device.key}.{key}": value for key, value in values.items()})


@each_device
def test_its_part_of_the_right_hand_side_is_complete(device):
    names = {name for name, _ in (*STATES, *SIGNALS)}
    parameters = {name for name, _ in PARAMETERS}
    assert {waveform.source for waveform in device.waveforms.values()} <= names
    assert {f"q_{link.name}" for link in device.links} <= names
    assert set(device.parameters(None)) == set(device.parameters(getattr(with_usual(device), device.key))) <= parameters
    assert set(device.waveforms) <= set(WAVEFORMS)
    assert device.panel is None or set(device.panel.signals) <= set(device.waveforms)


@each_device
def test_its_models_are_told_apart_and_named_once(device):
    every = [model.name for other in DEVICES for model in other.models]
    assert len(set(every)) == len(every)
    assert {name for model in device.models for name in model.subjects} <= set(OPTIONS)
    for model in device.models:
        values = {f"{device.key}.{key}": value for key, value in {**model.is_one, **model.usual}.items()}
        [(found, settings)] = in_use(SHOCK.with_values(values))
        assert (found, device.model(settings)) == (device, model)
        assert device.is_on(settings)
        assert device.setting(settings)


@each_device
def test_a_script_reads_each_of_its_names_and_its_example(device):
    names = [*device.speech.names, *(name for model in device.models for name in model.spoken)]
    for name in (*names, device.speech.example):
        changed = SHOCK.with_values(read_action(name).changes)
        assert [found.key for found, _ in in_use(changed)] == [device.key], name
    assert all(THINGS[name].key == device.key for name in names)


@each_device
def test_a_setting_that_is_none_is_refused_with_the_example(device):
    with pytest.raises(InputError, match=re.escape(device.speech.example)):
        read_action(f"{device.speech.example.split()[0]} nonsense")


@pytest.mark.parametrize("device", [device for device in DEVICES if device.key != "balloon_pump"], ids=lambda d: d.key)
def test_only_its_folder_names_a_device(device):
    """But for what is generated, and the line of the register."""
    folder = Path(import_module(device.block.__module__).__file__).parent
    words = re.compile(rf"\b({device.key}|{device.block.__name__}|{folder.name}\.)\b")
    naming = [path for path in SOURCES.rglob("*.py") if words.search(path.read_text(encoding="utf-8"))]
    others = [path.relative_to(SOURCES).as_posix() for path in naming if folder not in path.parents]
    assert [path for path in others if not any(known in path for known in KNOWS_PUMPS)] == []
