"""The steady beat: the same from any start, and one that repeats."""

import numpy as np
import pytest

from diastole.errors import SimulationError
from diastole.model.circulation.first_state import first_state
from diastole.model.circulation.kernel_parameters import BLOOD, STATE_INDEX, STATE_NAMES
from diastole.model.circulation.network import CLOSED_LOOP
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.measured_beat import measure_beat
from diastole.model.patient import PRESETS, Patient
from diastole.model.run import baseline
from diastole.model.simulation.acceleration import FAST, WEIGHTS, weighted_change
from diastole.model.simulation.assist import steady_run
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart, check_state
from diastole.model.simulation.steady_beat import TOLERANCE, find_steady_state, record_cycle
from tests.conftest import PUMPS


def same(ours: dict, theirs: dict, **tolerance: float) -> bool:
    """Compare measures; those that are not defined must be so on both sides."""
    return all(
        (value is None and theirs[name] is None) or value == pytest.approx(theirs[name], **tolerance)
        for name, value in ours.items()
    )


@pytest.mark.parametrize("pump", PUMPS)
@pytest.mark.parametrize("preset", PRESETS)
def test_the_steady_cycle_repeats(preset, pump, run_of):
    """Also over two and three beats: the state after the recorded cycle is the one before it."""
    run = run_of(preset, pump)
    states = run.steady.trace.states
    assert run.residual < TOLERANCE
    assert np.abs((states[-1] - states[0]) * WEIGHTS[:FAST]).max() < 2.0 * TOLERANCE
    assert len(run.steady.trace.onsets) - 1 == (PUMPS[pump].beats if PUMPS[pump] else 1)


def test_at_one_to_two_the_beats_differ(run_of):
    trace = run_of("shock", "1:2").steady.trace
    middle = np.searchsorted(trace.time, trace.onsets[1])
    assert np.abs(trace.states[middle] - trace.states[0])[BLOOD].max() > 1.0


@pytest.mark.parametrize("pump", ["no pump", "1:1"])
@pytest.mark.parametrize("preset", ["acute_severe_ar", "shock"])
def test_the_answer_is_the_same_from_any_start(preset, pump):
    """The same blood, spread at random: every measure to 1e-6."""
    patient = Patient.preset(preset).with_balloon_pump(PUMPS[pump])
    seen = steady_run(patient).landmarks
    random = np.random.default_rng(7)
    rows = []
    for _ in range(4):
        y = first_state(patient)
        inner = BLOOD.copy()
        inner[STATE_INDEX["v_systemic_veins"]] = False
        y[inner] *= random.uniform(0.8, 1.3, inner.sum())
        y[STATE_INDEX["v_systemic_veins"]] += patient.blood_volume - y[BLOOD].sum()
        heart = BeatingHeart(patient, state=y)
        if seen:
            heart.set_console(settings_of(patient.balloon_pump), seen)
        find_steady_state(heart, tolerance=1e-8)
        rows.append(measure_beat(PeriodicTrace(record_cycle(heart), patient), 0))
    for row in rows[1:]:
        assert same(row, rows[0], rel=1e-6, abs=1e-8)


def test_acceleration_finds_what_patience_finds(run_of):
    """The fixed point of plain beats, with the true lags of the arterioles, is the one that was found."""
    patient = Patient.preset("acute_severe_ar")
    heart = BeatingHeart(patient)
    for _ in range(400):
        heart.beat()
    plain = measure_beat(PeriodicTrace(record_cycle(heart), patient), 0)
    assert same(run_of("acute_severe_ar", "no pump").measures, plain, rel=1e-5, abs=1e-5)


def plain_beats(preset) -> int:
    """Return how many beats, one after another, it takes until nothing changes by more than the tolerance."""
    heart = BeatingHeart(Patient.preset(preset))
    heart.settling = True
    for count in range(1, 1000):
        before = np.concatenate((heart.state, heart.slow))
        list(heart.cycle())
        if np.abs((np.concatenate((heart.state, heart.slow)) - before) * WEIGHTS).max() < TOLERANCE:
            return count
    raise AssertionError("plain beats never settle")


@pytest.mark.parametrize("preset", PRESETS)
def test_acceleration_is_faster_than_patience(preset, run_of):
    """Half of the beats; and with a balloon both searches together take less than one without acceleration."""
    patience = plain_beats(preset)
    assert run_of(preset, "no pump").beats < 0.5 * patience
    assert run_of(preset, "1:1").beats < patience


@pytest.mark.parametrize("pump", ["no pump", "1:1"])
@pytest.mark.parametrize("preset", PRESETS)
def test_a_heart_that_is_set_down_in_its_steady_beat_stays_there(preset, pump, run_of):
    """A jet through leaflets that do not meet is a part of the state, not too fast for the area of the shut valve."""
    run = run_of(preset, pump)
    begun = run.steady.trace.states[0]
    assert (BeatingHeart(run.patient, state=begun).state == begun).all()


@pytest.mark.parametrize("preset", PRESETS)
def test_the_search_begins_near_where_it_ends(preset, run_of):
    """Vessels are filled to the pressures of a resting person, however much they stiffen; veins hold what is left."""
    first, found = first_state(Patient.preset(preset)), run_of(preset, "no pump").steady.trace.states[0]
    for vessel in {name for name, _ in Patient.preset(preset).vessels} - {"systemic_veins"}:
        place = STATE_INDEX[f"v_{vessel}"]
        assert first[place] == pytest.approx(found[place], abs=60.0), vessel


@pytest.mark.parametrize("preset", PRESETS)
def test_in_the_steady_beat_every_way_carries_blood_forward(preset, run_of):
    """And the four valves agree."""
    run = run_of(preset, "no pump")
    cycle = run.cycle
    mean = {link.name: cycle.mean(f"q_{link.name}") for link in CLOSED_LOOP.links}
    for link in CLOSED_LOOP.links:
        assert mean[link.name] == 0.0 if link.kind in ("hole", "pump", "drainage") else mean[link.name] > 0.0
    for valve in ("mitral", "tricuspid", "pulmonary"):
        assert mean[valve] == pytest.approx(mean["aortic"], rel=2e-3)


@pytest.mark.parametrize("preset", PRESETS)
def test_fractions_of_the_wall_stay_fractions(preset, run_of):
    for pump in PUMPS:
        trace = run_of(preset, pump).steady.trace
        for name in STATE_NAMES:
            if name.startswith(("bound_", "blocked_", "weak_l", "weak_r", "strong_l", "strong_r")):
                assert trace[name].min() > -1e-6
                assert trace[name].max() < 1.0 + 1e-6
            if name.startswith("opening_"):
                assert trace[name].min() > -1e-2
                assert trace[name].max() < 1.0 + 1e-2


def good_state():
    y = first_state(Patient.preset("healthy"))
    return y, float(y[BLOOD].sum())


@pytest.mark.parametrize(
    ("state", "value", "sentence"),
    [
        ("q_mitral", np.nan, "q_mitral is no longer a finite number"),
        ("v_lv", np.inf, "v_lv is no longer a finite number"),
        ("v_upper_body", -1.0, "v_upper_body fell to -1.0 mL"),
        ("v_lv", 125.001, "blood volume went from"),
        ("opening_aortic", 1.2, r"a valve opening left 0 to 1 \(0.000 to 1.200\)"),
    ],
)
def test_a_state_without_meaning_stops_the_run_with_its_name(state, value, sentence):
    y, blood = good_state()
    check_state(y, blood, "X", 3)
    y[STATE_INDEX[state]] = value
    with pytest.raises(SimulationError, match=f"patient 'X', beat 3: {sentence}"):
        check_state(y, blood, "X", 3)


def test_a_parameter_that_is_no_number_gives_a_sentence_and_no_measure():
    heart = BeatingHeart(Patient.preset("healthy"))
    heart.parameters[20] = np.nan
    with pytest.raises(SimulationError, match=r"patient 'Healthy adult', beat 1: \w+ is no longer a finite number"):
        find_steady_state(heart)


def test_a_step_that_is_too_long_gives_a_sentence_and_no_measure():
    with pytest.raises(SimulationError, match="patient 'Healthy adult', beat"):
        steady_run(Patient.preset("healthy"), longest_step=0.02)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("share", [0.86, 1.3])
def test_little_or_much_blood_finds_its_steady_beat(preset, share):
    """The way from the first guess must not run a store empty that the steady beat does not."""
    patient = Patient.preset(preset)
    changed = patient.with_values({"blood_volume": f"{share * patient.blood_volume} mL"})
    assert steady_run(changed).trace.states[:, BLOOD].min() > 0.0


def test_a_store_that_runs_empty_within_a_beat_gives_a_sentence():
    """At its end the beat looks sound; the trace shows that it was not: a small strong ventricle has two open doors."""
    small = {"left_ventricle.reference_volume": "30 mL", "left_ventricle.peak_calcium": "0.9 µM"}
    wide = {f"resistances.{name}_body_bed": "0.3 mmHg s/mL" for name in ("lower", "upper")}
    leak = {"lesions.mitral_regurgitation.orifice_area": "2 cm²"}
    with pytest.raises(SimulationError, match=r"v_lv falls to -\d+\.\d mL within the beat"):
        steady_run(Patient.preset("healthy").with_values(small | wide | leak))


def under_strong_ecmo(orifice: str, flow: str) -> Patient:
    """Return a weak heart with a leak that a circuit leaves hardly any blood to pump."""
    weak = {"left_ventricle.peak_calcium": "0.33 µM", "lesions.aortic_regurgitation.orifice_area": orifice}
    circuit = {"extracorporeal.circuit": "va_ecmo", "extracorporeal.flow": flow}
    return Patient.preset("shock").with_values(weak | circuit)


def whole(heart: BeatingHeart) -> np.ndarray:
    return np.concatenate((heart.state, heart.slow))


@pytest.mark.parametrize("step", [3.2e-3, 3e-3, 2.5e-3, 2e-3, 1.7e-3])
def test_a_valve_that_hardly_opens_any_more_finds_its_steady_beat(step):
    """Beat after beat this circulation comes to rest by itself, so the short way there must not miss it."""
    patient = under_strong_ecmo("0.2 cm²", "5 L/min")
    short, plain = (BeatingHeart(patient, longest_step=step) for _ in range(2))
    find_steady_state(short)
    for _ in range(200):
        plain.beat()
    assert weighted_change(whole(plain), whole(short)) < 1e-4


@pytest.mark.parametrize("flow", ["5 L/min", "6 L/min"])
@pytest.mark.parametrize("orifice", ["0.1 cm²", "0.2 cm²", "0.3 cm²"])
def test_a_heart_that_hardly_pumps_any_more_finds_its_steady_beat(orifice, flow):
    """Blood that is spread wrongly between body and lung seeps back through shut valves, for thousands of beats."""
    patient = under_strong_ecmo(orifice, flow)
    before = baseline(patient)
    heart = BeatingHeart(patient, state=before.reached.state, regulation=Regulation(patient, before.own))
    find_steady_state(heart)
    reached = whole(heart)
    for _ in range(500):
        heart.beat()
    assert weighted_change(reached, whole(heart)) < 1e-3
