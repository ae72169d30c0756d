"""One vocabulary: what a run measures is what the list says, under the names that were agreed."""

import ast
from pathlib import Path

import numpy as np
import pytest

import diastole
from diastole.model.circulation.kernel_parameters import STATE_INDEX
from diastole.model.measures.console_labels import LABELS
from diastole.model.measures.definitions import MEASURES, SPELLINGS, plain_words
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.patient import PRESETS
from diastole.model.patient.lesions import Lesions
from diastole.model.simulation.trace import SIGNAL_INDEX
from diastole.units import parse_quantity
from tests.conftest import PUMPS

PACKAGE = Path(diastole.__file__).parent

SIGNALS_OF_THE_CONTRACT = """aortic_pressure thoracic_aortic_pressure abdominal_aortic_pressure lv_pressure rv_pressure
    left_atrial_pressure right_atrial_pressure pulmonary_artery_pressure pericardial_pressure aortic_flow mitral_flow
    tricuspid_flow pulmonary_flow septal_defect_flow coronary_flow lv_volume rv_volume left_atrial_volume
    right_atrial_volume balloon_volume helium_pressure lv_fibre_stress lv_fibre_stretch lv_active_tension lv_calcium
    lv_atp_rate"""


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_says_what_it_is(name):
    measure = MEASURES[name]
    assert measure.title
    assert measure.scope in ("beat", "cycle")
    assert measure.better in (-1, 0, 1)
    assert 0 <= measure.decimals <= 3
    assert measure.plausible.low < measure.plausible.high
    assert parse_quantity(f"1 {measure.unit}".removesuffix(" 1"), measure.unit) == 1.0
    assert not measure.lesion or measure.lesion in Lesions.model_fields
    assert not measure.leak or measure.leak in MEASURES
    for sentence in (measure.meaning, measure.definition):
        assert len(sentence) > 10
        assert sentence.endswith(".")
    assert measure.meaning != measure.definition


def test_no_two_measures_are_called_alike():
    """By any of their names, in any case."""
    called = [
        (plain_words(words), name)
        for name, measure in MEASURES.items()
        for words in {name, measure.title, measure.short, *measure.aliases} - {""}
    ]
    assert len({words for words, _ in called}) == len(set(called))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("MAP", "mean_aortic_pressure"), ("sbp", "systolic_aortic_pressure"), ("CVP", "right_atrial_pressure"),
        ("PCWP", "left_atrial_pressure"), ("EF", "lv_ejection_fraction"), ("hr", "heart_rate"),
        ("CO", "cardiac_output"),
        ("CI", "cardiac_index"), ("SVR", "systemic_vascular_resistance"), ("LVEDP", "lv_end_diastolic_pressure"),
        ("Mean arterial-pressure", "mean_aortic_pressure"),
    ],
)  # fmt: skip
def test_short_names_of_the_bedside_are_known(words, name):
    assert SPELLINGS[plain_words(words)] == name


def _strings(node):
    return {child.value for child in ast.iter_child_nodes(node) if isinstance(child, ast.Constant)}


@pytest.mark.parametrize("folder", ["answers", "cli", "faces", "model", "review", "studies", "web"])
def test_what_a_record_says_is_said_nowhere_else(folder):
    """Neither a title nor a short name of a measure stands in other code, nor its name beside its unit."""
    records = MEASURES.values()
    theirs = {called for one in records for called in (one.title, one.short, *one.aliases) if called}
    found = []
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        if path.is_relative_to(PACKAGE / "model" / "measures"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said = _strings(node)
            if said & theirs or any({one.name, one.unit} <= said for one in records if one.unit != "1"):
                found.append(f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}: {said}")
    assert not found


@pytest.mark.parametrize("pump", PUMPS)
@pytest.mark.parametrize("preset", PRESETS)
def test_a_run_measures_the_vocabulary_and_nothing_else(preset, pump, run_of):
    run = run_of(preset, pump)
    assert list(run.measures) == list(MEASURES)
    for name, value in run.measures.items():
        assert value is None or np.isfinite(value), name
    if run.unassisted is not None:
        assert list(run.unassisted) == list(MEASURES)
    assert list(run.labels) == list(LABELS)


def test_only_what_may_be_undefined_is_none(run_of):
    """Half-time needs a leak and no balloon; everything else of the presets is a number."""
    for preset in PRESETS:
        for pump in PUMPS:
            run = run_of(preset, pump)
            missing = {name for name, value in run.measures.items() if value is None}
            leaking = preset.endswith("_ar")
            assert missing == (set() if leaking and pump == "no pump" else {"aortic_pressure_half_time"})


def test_signals_have_a_source_a_unit_and_a_title():
    assert set(SIGNALS_OF_THE_CONTRACT.split()) <= set(SIGNALS)
    for signal in SIGNALS.values():
        assert signal.source in STATE_INDEX or signal.source in SIGNAL_INDEX
        assert signal.unit
        assert signal.title


def test_the_dataset_carries_units_and_long_names(run_of):
    run = run_of("acute_severe_ar", "1:2")
    dataset = run.dataset()
    assert set(dataset.data_vars) == set(SIGNALS)
    for name, signal in SIGNALS.items():
        assert dataset[name].attrs == {"units": signal.unit, "long_name": signal.title}
        assert dataset[name].dims == ("time",)
        assert dataset[name].shape == run.time.shape
    assert dataset["time"].attrs["units"] == "s"
    assert dataset.attrs["cardiac_output"] == run.measures["cardiac_output"]
    assert None not in dataset.attrs.values()
