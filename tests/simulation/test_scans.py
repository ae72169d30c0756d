"""Scans of samples: against NumPy, analysis and their own laws in plain Python; padding, lanes, what is no number."""

import numpy as np
import pytest

from diastole.model.simulation.samples import MOST_NUMBERS, Samples
from diastole.model.simulation.scan_program import SCANS
from diastole.model.simulation.scans import ABOVE, AT, EXCESS, LAST_FALL, STRETCH, Sample
from diastole.model.simulation.shape_scans import END_SYSTOLE, EXTREMES, JET_FALL, LOOP, STEEPEST, WAVE
from diastole.model.simulation.systole_scans import EJECTION, SHUT, turn
from diastole.tracing.native import address, load

LENGTH = 0.8  # s, of a cycle
TIME = np.linspace(0.0, LENGTH, 1201)
ROUNDS = 2.0 * np.pi / LENGTH
FLOW = 30.0 * np.sin(ROUNDS * TIME) + 12.0 * np.cos(3.0 * ROUNDS * TIME)
PRESSURE = 60.0 - 50.0 * np.cos(ROUNDS * TIME) + 4.0 * np.sin(5.0 * ROUNDS * TIME)
VOLUME = 100.0 + 30.0 * np.sin(ROUNDS * TIME + 0.4)


def scanned(scan, signals, numbers, time=TIME, length=LENGTH):
    """Return what a scan finds in arrays (points,) or (points, lanes)."""
    held = [np.ascontiguousarray(signal, dtype=float) for signal in signals]
    if time.ndim > 1:
        return scanned_lanes(scan, held, numbers, np.ascontiguousarray(time), length)
    return Samples(np.ascontiguousarray(time), length).scan(scan, tuple(map(address, held)), numbers)


def scanned_lanes(scan, signals, numbers, time, length):
    """Return what a scan of all samples finds, in a block of lanes."""
    rows, lanes = time.shape
    given, found = np.array(numbers), np.empty((MOST_NUMBERS, lanes))
    compiled = load("diastole.model.simulation.scan_program:scans", lanes)[scan.name]
    compiled(*map(address, (time, *signals, given, found, length)), 0, 0, rows, rows - 1, 20)
    return scan.found(*found[: len(scan.found._fields)])


def walked(scan, signals, numbers, time=TIME, length=LENGTH):
    """Return the same by the laws of the scan in plain Python, over both cycles."""
    samples = [Sample(*at) for at in zip(time.tolist(), *(signal.tolist() for signal in signals), strict=True)]
    samples += [at._replace(time=at.time + length) for at in samples[1:]]
    state, before = scan.first, samples[0]
    repeats = 1 if not scan.repeats else 9 if numbers[-1] - numbers[-2] > 0.01 else 201
    for at in samples:
        for _ in range(repeats):
            state = scan.step(state, before, at, *numbers)
        before = at
    return scan.result(state, *numbers)


SPANS = [(0.1, 0.5), (0.1003, 0.4999), (0.0, LENGTH), (0.6, 1.1), (0.9, 1.5), (LENGTH, 1.2), (0.30001, 0.30002)]
LIMITS = {scan.name: (0.3,) * (scan.numbers == 1) + (5.0,) * (scan.numbers == 3) for scan in SCANS}


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("scan", SCANS, ids=[scan.name for scan in SCANS])
def test_compiled_code_finds_what_the_laws_find(scan, span):
    signals = (PRESSURE, FLOW, VOLUME)[: scan.signals]
    numbers = LIMITS[scan.name] if scan.numbers == 1 else (*LIMITS[scan.name], *span)
    assert scanned(scan, signals, numbers) == pytest.approx(walked(scan, signals, numbers), rel=1e-11, nan_ok=True)


def twice(signal):
    return np.concatenate((signal, signal[1:]))


@pytest.mark.parametrize("span", SPANS)
def test_a_stretch_is_that_of_numpy(span):
    """By samples of their own: those inside, and straight lines at both ends."""
    time = np.concatenate((TIME, TIME[1:] + LENGTH))
    found = scanned(STRETCH, [FLOW], span)
    inside = time[(time > span[0]) & (time < span[1])]
    times = np.concatenate(([span[0]], inside, [span[1]]))
    values = np.interp(times, time, twice(FLOW))
    assert found.highest == pytest.approx(values.max(), rel=1e-12)
    assert found.lowest == pytest.approx(values.min(), rel=1e-12)
    if len(inside) > 2:  # between samples an integral grows evenly, and not with the line
        assert found.integral == pytest.approx(np.trapezoid(values, times), abs=1e-4)
        assert found.forward == pytest.approx(np.trapezoid(np.maximum(values, 0.0), times), abs=1e-4)
        assert found.backward == pytest.approx(-np.trapezoid(np.minimum(values, 0.0), times), abs=1e-4)
    on = scanned(STRETCH, [FLOW], (TIME[100], TIME[900]))  # from sample to sample both are the same
    assert on.integral == pytest.approx(np.trapezoid(FLOW[100:901], TIME[100:901]), rel=1e-12)
    assert on.backward == pytest.approx(-np.trapezoid(np.minimum(FLOW, 0.0)[100:901], TIME[100:901]), rel=1e-12)


def test_a_stretch_of_a_sine_is_that_of_analysis():
    sine = np.sin(ROUNDS * TIME)
    found = scanned(STRETCH, [sine], (0.0, LENGTH))
    half = 2.0 / ROUNDS  # of the arch above 0
    assert found == pytest.approx((1.0, -1.0, 0.0, half, half), abs=1e-6)
    quarter = scanned(STRETCH, [sine], (0.0, 0.25 * LENGTH))
    assert quarter == pytest.approx((1.0, 0.0, 1.0 / ROUNDS, 1.0 / ROUNDS, 0.0), abs=1e-6)
    later = scanned(STRETCH, [sine], (LENGTH, 1.25 * LENGTH))
    assert later == pytest.approx(quarter, abs=1e-12)


def test_other_scans_are_those_of_numpy():
    start, end = 0.1003, 0.5007
    inside = slice(*np.searchsorted(TIME, (start, end)))
    time, pressure, flow, volume = (one[inside] for one in (TIME, PRESSURE, FLOW, VOLUME))
    span = (start, end)
    assert scanned(AT, [PRESSURE], (0.3004,)).number == pytest.approx(np.interp(0.3004, TIME, PRESSURE), rel=1e-13)
    gap = np.maximum(PRESSURE - FLOW, 0.0)
    assert scanned(EXCESS, [PRESSURE, FLOW], (TIME[100], TIME[900])).number == pytest.approx(
        np.trapezoid(gap[100:901], TIME[100:901]), rel=1e-12
    )
    assert scanned(STEEPEST, [PRESSURE], span).number == pytest.approx(np.gradient(pressure, time).max(), rel=1e-10)
    closing = 0.5 * (pressure[0] + pressure[-1]) * (volume[0] - volume[-1])
    area = -(np.trapezoid(pressure, volume) + closing)
    assert scanned(LOOP, [PRESSURE, VOLUME], span).number == pytest.approx(area, rel=1e-11)
    largest = np.argmax((pressure - flow) / volume)
    expected = volume[largest], pressure[largest] - flow[largest]
    assert scanned(END_SYSTOLE, [PRESSURE, FLOW, VOLUME], span) == pytest.approx(expected, rel=1e-13)
    trough = np.argmin(flow)
    last = np.append(flow[trough:], np.interp(end, TIME, FLOW)).max()
    assert scanned(WAVE, [FLOW], span) == pytest.approx((flow[trough], last), rel=1e-12)


@pytest.mark.parametrize("span", SPANS[:-1])
def test_extremes_are_those_of_numpy(span):
    """The largest rise is to the point that lies most above the lowest one before it, which need not be the highest."""
    time = np.concatenate((TIME, TIME[1:] + LENGTH))
    times = np.concatenate(([span[0]], time[(time > span[0]) & (time < span[1])], [span[1]]))
    values = np.interp(times, time, twice(FLOW))
    above = values - np.minimum.accumulate(values)
    found = scanned(EXTREMES, [FLOW], span)
    for at, height, place in (
        (found.highest_at, found.highest, values.argmax()),
        (found.lowest_at, found.lowest, values.argmin()),
        (found.risen_at, found.risen, above.argmax()),
    ):
        assert height == pytest.approx(values[place], abs=1e-10)
        assert at == pytest.approx(times[place], abs=1e-12)
    assert found.rise == pytest.approx(above.max(), abs=1e-10)


def test_a_signal_that_only_falls_has_no_rise():
    found = scanned(EXTREMES, [100.0 - 50.0 * TIME], (0.1, 0.5))
    assert (found.highest_at, found.lowest_at, found.rise) == pytest.approx((0.1, 0.5, 0.0))
    assert np.isnan([found.risen_at, found.risen]).all()


def test_steepest_rise_of_uneven_samples_is_that_of_numpy():
    time = np.cumsum(np.random.default_rng(4).uniform(1e-3, 9e-3, 200))
    signal = np.sin(7.0 * time)
    found = scanned(STEEPEST, [signal], (time[5], time[150]), time=time, length=time[-1])
    assert found.number == pytest.approx(np.gradient(signal[5:150], time[5:150]).max(), rel=1e-11)


def test_a_signal_rises_above_another_and_falls_below_it():
    rises, falls = scanned(ABOVE, [np.sin(ROUNDS * TIME), np.zeros_like(TIME)], (0.45, 0.45 + LENGTH))
    assert (rises, falls) == pytest.approx((LENGTH, 1.5 * LENGTH), abs=1e-9) or np.isnan(rises)
    rises, falls = scanned(ABOVE, [np.sin(ROUNDS * TIME), np.full_like(TIME, 0.5)], (0.0, LENGTH))
    assert (rises, falls) == pytest.approx((np.pi / 6.0 / ROUNDS, 5.0 * np.pi / 6.0 / ROUNDS), abs=1e-6)
    assert np.isnan(scanned(ABOVE, [np.ones_like(TIME), np.zeros_like(TIME)], (0.0, LENGTH))).any()
    assert np.isnan(scanned(ABOVE, [-np.ones_like(TIME), np.zeros_like(TIME)], (0.0, LENGTH))).all()
    falling = scanned(LAST_FALL, [np.sin(2.0 * ROUNDS * TIME)], (0.5, 0.0, LENGTH)).number
    assert falling == pytest.approx(0.5 * LENGTH + 5.0 * np.pi / 6.0 / (2.0 * ROUNDS), abs=1e-6)
    assert np.isnan(scanned(LAST_FALL, [np.sin(ROUNDS * TIME)], (2.0, 0.0, LENGTH)).number)


@pytest.mark.parametrize("points", [30, 1201])
def test_the_line_of_a_jet_is_that_of_least_squares(points):
    """Also where several of its points lie between two samples."""
    time = np.linspace(0.0, LENGTH, points)
    high = (9.0 - 4.0 * time + 0.3 * np.sin(40.0 * time)) ** 2
    start, end = 0.1, 0.7
    at = np.linspace(start, end, 200)
    velocity = np.sqrt(np.interp(at, time, high))
    peak = int(np.argmax(velocity))
    begins = peak + int(np.argmax(velocity[peak:] < 0.95 * velocity[peak]))
    slope = np.polyfit(at[begins:], velocity[begins:], 1)[0]
    found = scanned(JET_FALL, [high, np.zeros(points)], (start, end), time=time)
    assert found == pytest.approx((velocity[peak], slope), rel=1e-11)


# Lanes: a block of hearts, each with a cycle and a number of samples of its own.
LENGTHS, COUNTS = (0.8, 0.43, 1.31, 0.6), (1201, 645, 1201, 97)


def block():
    """Return times and three signals (points, lanes), padded, and the same of each lane alone."""
    rng = np.random.default_rng(7)
    alone = []
    for length, points in zip(LENGTHS, COUNTS, strict=True):
        time = np.linspace(0.0, length, points)
        phases = 2.0 * np.pi * time / length
        waves = [
            sum(rng.normal(scale=40.0 / k) * np.sin(k * phases + rng.uniform(0, 6)) for k in (1, 2, 3))
            for _ in range(2)
        ]
        alone.append((time, *waves, 120.0 + 40.0 * np.sin(phases)))
    rows = [np.minimum(np.arange(max(COUNTS)), points - 1) for points in COUNTS]
    together = [
        np.column_stack([lane[place][row] for lane, row in zip(alone, rows, strict=True)]) for place in range(4)
    ]
    return together, alone


@pytest.mark.parametrize("span", [(0.1, 0.5), (0.0, 1.0), (0.6, 1.3), (1.05, 1.6), (1.0, 1.4)])
@pytest.mark.parametrize("scan", SCANS, ids=[scan.name for scan in SCANS])
def test_a_lane_is_what_it_is_alone_however_long_its_neighbours_are(scan, span):
    together, alone = block()
    lengths = np.array(LENGTHS)
    limits = [np.array(LIMITS[scan.name][:1] * len(LENGTHS))] * (scan.numbers == 3)
    spans = [share * lengths for share in (span if scan.numbers > 1 else span[:1])]
    found = scanned(scan, together[1 : 1 + scan.signals], (*limits, *spans), time=together[0], length=lengths)
    for lane, (time, *signals) in enumerate(alone):
        numbers = tuple(float(number[lane]) for number in (*limits, *spans))
        own = scanned(scan, signals[: scan.signals], numbers, time=time, length=LENGTHS[lane])
        assert [one[lane] for one in found] == pytest.approx(list(own), rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("scan", [STRETCH, STEEPEST, LOOP, EXCESS, WAVE], ids=lambda scan: scan.name)
def test_what_is_no_number_stays_in_its_lane_and_is_told(scan, bad):
    together, _ = block()
    signals = together[1 : 1 + scan.signals]
    lengths = np.array(LENGTHS)
    sound = scanned(scan, signals, (0.1 * lengths, 0.5 * lengths), time=together[0], length=lengths)
    spoilt = signals[0].copy()
    spoilt[200, 1] = bad
    found = scanned(scan, [spoilt, *signals[1:]], (0.1 * lengths, 0.5 * lengths), time=together[0], length=lengths)
    kept = [0, 2, 3]
    for one, other in zip(found, sound, strict=True):
        assert one[kept].tolist() == other[kept].tolist()
    assert not np.isfinite([one[1] for one in found]).all()


def test_times_that_are_no_numbers_give_none_and_read_nothing_outside():
    for scan in SCANS:
        signals = (PRESSURE, FLOW, VOLUME)[: scan.signals]
        found = scanned(scan, signals, (np.nan,) * scan.numbers)
        assert not np.isfinite(found[:3]).any(), scan.name
        apart = scanned(scan, signals, (5.0, 9.0, 9.5)[-scan.numbers :])  # after the last sample
        assert len(apart) == len(found)


def test_an_ejection_at_the_end_of_samples_is_not_whole():
    flow = np.interp(TIME, [0.0, 0.1, 0.2, 0.8], [0.0, 0.0, 300.0, 300.0])
    assert np.isnan(scanned(EJECTION, [flow], (0.0, LENGTH))[:3]).all()


@pytest.mark.parametrize("top", [0.3141, 0.31401, 0.3149])
def test_a_turning_point_lies_where_the_parabola_through_three_samples_has_it(top):
    times = np.array([0.31, 0.314, 0.318]) if abs(top - 0.314) < 0.002 else np.array([0.311, 0.315, 0.319])
    assert times[1] + turn(0.004, *(-((times - top) ** 2)).tolist()) == pytest.approx(top, abs=1e-9)


def test_on_a_straight_line_or_at_an_end_the_sample_itself_is_the_turning_point():
    assert turn(0.1, 1.0, 1.0, 1.0) == 0.0
    assert turn(0.1, np.nan, 1.0, 0.5) == 0.0


def test_a_shut_valve_turns_where_numpy_finds_the_steepest_slopes():
    slope = np.gradient(PRESSURE, TIME)
    peak = int(np.argmax(PRESSURE))
    rises, falls = TIME[np.argmax(slope[: peak + 1])], TIME[peak + np.argmin(slope[peak:])]
    assert scanned(SHUT, [PRESSURE], (-np.inf, np.inf), length=None) == pytest.approx((rises, falls), abs=TIME[1] / 2)
