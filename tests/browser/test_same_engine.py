"""The engine of the page is the engine of the package: the same beats, to the last digits, under Node."""

from collections.abc import Sequence
from itertools import batched
from typing import Any

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.faces.browser.engine import HEART
from diastole.model.circulation.kernel import FINER, PROGRAM
from diastole.model.circulation.kernel_parameters import BLOOD
from diastole.model.patient import PRESETS, Patient
from diastole.model.physiology import valve
from diastole.model.simulation import stepper
from diastole.model.simulation.trace import RecordedBeat
from diastole.tracing import native
from diastole.tracing.native import written
from tests.block_beat import states_after_a_beat
from tests.browser.engine_cases import STATE_FLOORS, WATCHED_FLOORS, Beat, beats_of, cases, difference
from tests.browser.under_node import run
from tests.simulation.test_random_patients import draw, treatment

CLOSED = f"{PROGRAM}:closed_circulation"
SAME = 1e-12  # after a beat from the same start, relative; see `difference`
WITHIN_A_BEAT = 1e-11  # the same where a valve opens or shuts: what is steep there makes round-off larger
BEATS = 20
ROUNDS = 60
STEADY = 1e-9  # after all rounds, against the same rounds of the package
NEAR = 1e-5  # of where the rounds began, which is steady to 1e-6 mL
RANDOM_PATIENTS, AT_ONCE = 1000, 125
RANDOM_BEATS = 2

Answers = list[list[dict[str, Any]]]


def worst(beats: Sequence[Sequence[Beat]], answers: Answers) -> dict[str, float]:
    """Return the largest difference of a single beat, of its means, and of all beats one after another, per beat."""
    found = {"single": 0.0, "means": 0.0, "chained": 0.0}
    for ours, theirs in zip(beats, answers, strict=True):
        for number, (beat, answer) in enumerate(zip(ours, theirs, strict=True), start=1):
            single = answer["single"]
            assert single["sound"] is beat.is_sound
            if beat.is_sound:
                found["single"] = max(found["single"], difference(single["state"], beat.end, STATE_FLOORS))
                found["means"] = max(found["means"], difference(single["means"], beat.recorded.means, WATCHED_FLOORS))
                found["chained"] = max(found["chained"], difference(answer["chained"], beat.end, STATE_FLOORS) / number)
    return found


def test_every_preset_pump_device_defect_and_drug():
    beats = {name: beats_of(patient, BEATS) for name, patient in cases().items()}
    assert all(beat.is_sound for one in beats.values() for beat in one)
    assert {len(one) for one in beats.values()} == {BEATS}
    assert len(beats) >= 23 * len(PRESETS)
    found = worst(list(beats.values()), run(list(beats.values())))
    print(found)
    assert max(found.values()) <= SAME, found


def test_what_is_recorded_is_the_same():
    """States, rates and signals at every step, with all that a patient can have."""
    patients = [patient for name, patient in cases().items() if name.startswith("acute_severe_ar")]
    beats = [beats_of(patient, 3) for patient in patients]
    for one, answers in zip(beats, run(beats, rows=True), strict=True):
        beat, single = one[-1], answers[-1]["single"]
        recorded = beat.recorded
        tables = {"states": recorded.states, "signals": recorded.signals}
        for name, table in tables.items():
            assert difference(single[name], table, np.maximum(1.0, np.abs(table).max(axis=0))) <= WITHIN_A_BEAT, name
        step = recorded.period / beat.steps  # a rate counts as what it moves in a step
        moved = step * np.array(single["slopes"], dtype=float)
        assert difference(moved, step * recorded.slopes, STATE_FLOORS) <= WITHIN_A_BEAT
        assert difference(single["times"], np.linspace(0.0, recorded.period, beat.steps + 1)) <= 1e-15


@pytest.mark.parametrize("pump", ["no pump", "1:1"])
def test_a_steady_beat_stays_where_it_is(run_of, pump):
    """Started on the package's steady beat, the engine goes round it, as close to the package's own rounds."""
    rounds, starts = [], []
    for preset in PRESETS:
        trace = run_of(preset, pump).steady.trace
        steps = (int(trace.first_beat.sum()) - 1) // FINER
        state, beats = trace.states[0].copy(), []
        for _ in range(ROUNDS):
            start = state.copy()
            ran = stepper.advance(state, trace.parameters, trace.onsets[1], steps, record=True)
            recorded = RecordedBeat(trace.parameters, trace.onsets[1], None, *ran)
            beats.append(Beat(start, recorded, state.copy(), float(start[BLOOD].sum())))
        rounds.append(beats)
        starts.append(trace.states[0])
    for start, beats, answers in zip(starts, rounds, run(rounds), strict=True):
        last = answers[-1]["chained"]
        assert difference(last, beats[-1].end, STATE_FLOORS) <= STEADY
        assert difference(last, start, STATE_FLOORS) <= NEAR


def random_patients(count: int) -> list[Patient]:
    """Return patients with random values, pumps, drugs and operations, as the package's own test draws them."""
    random = np.random.default_rng(16)
    found: list[Patient] = []
    while len(found) < count:
        patient, values = draw(random), treatment(random)
        try:
            found.append(patient.with_values(values) if random.random() < 0.7 else patient)
        except InputError:  # what excludes each other
            continue
    return found


def test_a_thousand_random_patients():
    sound = 0
    for block in batched(random_patients(RANDOM_PATIENTS), AT_ONCE):  # the beats of all fill 600 MB
        beats = [beats_of(patient, RANDOM_BEATS) for patient in block]
        sound += sum(beat.is_sound for one in beats for beat in one)
        found = worst(beats, run(beats))
        assert max(found.values()) <= SAME, found
    assert sound > 1.8 * RANDOM_PATIENTS


READERS = {
    (1, "f64"): SAME,
    (2, "f64"): SAME,
    (8, "f64"): SAME,
    (16, "f32"): 1e-3,
}  # lanes, and how near to one patient


def test_a_fault_in_a_law_is_seen_by_all_readers(monkeypatch, tmp_path):
    """A constant of a law is changed before it is read: machine code, lanes, module and PTX move, and the same way."""
    (before,) = beats_of(Patient.preset("acute_severe_ar"), 1)
    sound_text = written(CLOSED)
    monkeypatch.setattr(valve, "ACCELERATION", 1.1 * valve.ACCELERATION)
    monkeypatch.setattr(native, "CACHE_FOLDER", tmp_path)  # nothing of this is kept
    start, recorded = before.start.tolist(), before.recorded
    ends = {}
    for lanes, precision in READERS:
        faulty = native.load.__wrapped__(CLOSED, lanes, precision)["beat"]
        number = np.float64 if precision == "f64" else np.float32
        steps = [before.steps] * lanes
        ends[lanes, precision] = states_after_a_beat(
            faulty, start, recorded.parameters.tolist(), recorded.period, steps, number
        )
    end = ends[1, "f64"][:, 0]
    assert difference(end, before.end, STATE_FLOORS) > 1e-2
    for reader, near in READERS.items():
        for lane in ends[reader].T:
            assert difference(lane, end, STATE_FLOORS) <= near, reader
    (published,), (rebuilt,) = run([[before]])[0], run([[before]], module=HEART.module())[0]
    assert difference(published["single"]["state"], before.end, STATE_FLOORS) <= SAME
    assert difference(rebuilt["single"]["state"], end, STATE_FLOORS) <= SAME
    assert str(written(CLOSED).module) != str(sound_text.module)  # from which PTX is made
