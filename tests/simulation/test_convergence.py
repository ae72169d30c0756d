"""Order of the integration, seen on the blood in all stores at the end of a beat or of a part of it."""

import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline

from diastole.model.circulation.kernel import FINER
from diastole.model.circulation.kernel_parameters import BLOOD, PLACES, SIGNAL_NAMES, STATE_NAMES, WATCHED_NAMES
from diastole.model.patient import PRESETS, Patient
from diastole.model.physiology.clock import Calcium
from diastole.model.simulation import stepper
from diastole.model.simulation.accuracy import ASSISTED_SHARE, LONGEST_STEP
from diastole.model.simulation.assist import steady_run
from diastole.model.simulation.stepper import ORDER, step_count
from tests.conftest import DEVICES

FINEST = 2e-5  # s
STRETCH = 0.025  # s of ejection, in which no law has a kink: no valve turns, calcium stands
VALVES = {"la": "lv", "lv": "ascending_aorta", "ra": "rv", "rv": "pulmonary_arteries"}


def advance(y, p, length, steps):
    y = y.copy()
    stepper.advance(y, p, length, steps)
    return y


def errors(y, p, length, longest_steps):
    """Return steps and largest errors of a volume [mL] against very small steps."""
    exact = advance(y, p, length, step_count(length, FINEST))
    counts = [step_count(length, step) for step in longest_steps]
    found = [np.abs(advance(y, p, length, n) - exact)[BLOOD].max() for n in counts]
    return length / np.array(counts), np.array(found)


def steady(preset):
    patient = Patient.preset(preset)
    trace = steady_run(patient, longest_step=LONGEST_STEP["accurate"]).trace
    return trace, trace.parameters


def slope(steps, found) -> float:
    return np.polyfit(np.log(steps), np.log(found), 1)[0]


def from_moment(p, moment):
    """Return parameters whose time zero is a moment of the beat."""
    p = p.copy()
    for calcium in ("lv_calcium", "rv_calcium"):
        p[PLACES[calcium].start + 2] -= moment  # onset
    for timing in ("la_timing", "ra_timing"):
        p[PLACES[timing].start] += moment  # lead
    return p


def smooth_stretches(trace, p):
    """Return when a stretch of ejection may begin within which no pressure across a valve turns, in places of time."""
    calcium = Calcium(*p[PLACES["lv_calcium"]])
    ejects = (trace.time > calcium.onset + 1.0 / calcium.rise_rate) & (trace.time < calcium.plateau_end - STRETCH)
    ejects &= trace["q_aortic"] > 1.0
    across = np.array([trace[f"p_{inlet}"] - trace[f"p_{outlet}"] for inlet, outlet in VALVES.items()])
    ends = np.minimum(np.searchsorted(trace.time, trace.time + STRETCH), trace.time.size - 1)
    turns = np.cumsum(np.pad(np.diff(np.sign(across), axis=1) != 0, ((0, 0), (1, 0))).any(axis=0))
    return np.flatnonzero(ejects & (turns[ends] == turns))


@pytest.mark.parametrize("preset", PRESETS)
def test_the_order_is_four_where_no_law_has_a_kink(preset):
    trace, p = steady(preset)
    places = smooth_stretches(trace, p)
    place = places[places.size // 2]
    start = trace.time[place]
    steps, found = errors(trace.states[place], from_moment(p, start), STRETCH, np.geomspace(5e-4, 4e-3, 8))
    assert slope(steps, found) == pytest.approx(ORDER, abs=0.3)
    assert found.max() < 1e-4


def test_the_order_over_a_whole_beat_is_two():
    """Valves that turn inside a step cost two orders; single steps scatter, so all presets are fitted together."""
    steps, found = [], []
    for preset in PRESETS:
        trace, p = steady(preset)
        x, e = errors(trace.states[0], p, trace.onsets[1], np.geomspace(3e-4, 3e-3, 30))
        steps.append(x / x.mean())
        found.append(e / np.exp(np.log(e).mean()))
    assert slope(np.concatenate(steps), np.concatenate(found)) > 1.8


@pytest.mark.parametrize("preset", PRESETS)
def test_the_default_step_is_accurate_to_a_hundredth_of_a_millilitre(preset):
    trace, p = steady(preset)
    _, found = errors(trace.states[0], p, trace.onsets[1], [LONGEST_STEP["default"]])
    assert found[0] < 1e-2


def test_a_beat_is_cut_into_whole_steps_that_are_short_enough():
    for period in (0.3, 0.6, 60.0 / 72.0, 2.0):
        n = step_count(period, 2.5e-3)
        assert period / n <= 2.5e-3 < period / (n - 1)


PUMPED = ({}, {"balloon_pump.ratio": "1:1"}, DEVICES["Impella CP"], DEVICES["VA-ECMO"], DEVICES["TandemHeart"])


@pytest.mark.parametrize("values", PUMPED, ids=["no pump", "balloon", "Impella CP", "VA-ECMO", "TandemHeart"])
def test_beats_with_any_pump_are_cut_finer(values):
    """In the search for the steady beat, and in the beat that is recorded then."""
    trace = steady_run(Patient.preset("shock").with_values(values)).trace
    longest = ASSISTED_SHARE * LONGEST_STEP["default"] if values else LONGEST_STEP["default"]
    steps = (int(trace.first_beat.sum()) - 1) // FINER
    assert steps == step_count(trace.onsets[1], longest)


def test_the_rates_that_are_recorded_are_those_of_the_states():
    trace, p = steady("healthy")
    period = trace.onsets[1]
    n = step_count(period, 1e-3)
    y = trace.states[0].copy()
    means, states, slopes, signals = stepper.advance(y, p, period, n, record=True)
    for name, mean in zip(WATCHED_NAMES, means, strict=True):
        is_state = name in STATE_NAMES
        samples = states[:, STATE_NAMES.index(name)] if is_state else signals[:, SIGNAL_NAMES.index(name)]
        assert mean == pytest.approx(np.trapezoid(samples, dx=1.0 / n), rel=1e-12, abs=1e-12)
    assert (states[0] == trace.states[0]).all()
    assert (states[-1] == y).all()
    assert (y == advance(trace.states[0], p, period, n)).all()
    change = np.trapezoid(slopes, dx=period / n, axis=0)
    assert change == pytest.approx(states[-1] - states[0], abs=0.05)


def test_arrays_that_are_not_of_the_circulation_are_refused():
    """Compiled code would read and write beyond their ends."""
    trace, p = steady("healthy")
    y, period = trace.states[0].copy(), trace.onsets[1]
    steps = stepper.advance(y.copy(), p, period, 300, record=True)
    fixed = y.copy()
    fixed.flags.writeable = False
    for states, parameters in ((y[:-1], p), (np.append(y, 0.0), p), (y, p[:-1]), (y[np.newaxis], p), (fixed, p)):
        with pytest.raises(ValueError, match=r"shape|may not be changed"):
            stepper.advance(states, parameters, period, 300)
    for states, slopes, parameters in (
        (steps.states[:, :-1].copy(), steps.slopes, p),
        (steps.states, steps.slopes[:-1], p),
        (steps.states, steps.slopes, p[:-1]),
    ):
        with pytest.raises(ValueError, match=r"shape"):
            stepper.refined(steps._replace(states=states, slopes=slopes), parameters, period)
    for times, states, parameters in (
        (np.zeros(2), steps.states, p),
        (np.zeros((1, 1)), y[np.newaxis], p),
        (np.zeros(1), y[np.newaxis], p[:-1]),
    ):
        with pytest.raises(ValueError, match=r"shape"):
            stepper.differentiate(times, states, parameters)
    with pytest.raises(ValueError, match=r"shape"):
        stepper.is_sound(y[:-1], 5000.0)


@pytest.mark.parametrize("preset", ["healthy", "shock_mr"])
def test_between_step_ends_a_trace_is_a_cubic_polynomial(preset):
    """By SciPy's polynomial; the signals are those of its states."""
    trace, p = steady(preset)
    n = step_count(trace.onsets[1], 3e-3)
    steps = stepper.advance(trace.states[0].copy(), p, trace.onsets[1], n, record=True)
    states, signals = stepper.refined(steps, p, trace.onsets[1])
    ends = np.linspace(0.0, trace.onsets[1], n + 1)
    times = np.linspace(0.0, trace.onsets[1], n * FINER + 1)
    expected = CubicHermiteSpline(ends, steps.states, steps.slopes)(times)
    assert states == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert states[::FINER] == pytest.approx(steps.states, rel=1e-12, abs=1e-12)
    assert signals[::FINER] == pytest.approx(steps.signals, rel=1e-9, abs=1e-7)
    assert signals == pytest.approx(stepper.differentiate(times, states.copy(), p)[1], rel=1e-9, abs=1e-7)
