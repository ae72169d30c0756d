"""R waves that are known a fixed time after them: a recording, causality, and waves whose middle is known."""

import numpy as np
import pytest

from diastole.model.devices.balloon_pump.r_wave import RWaveFinder
from diastole.model.devices.balloon_pump.rhythm import atrial_fibrillation
from validation.ecg_triggering import SAMPLING, generated, placed, recorded

LARGEST_JITTER = 0.02  # s


@pytest.fixture(scope="module")
def recording():
    return recorded()


@pytest.fixture(scope="module")
def found(recording):
    samples, rate, _ = recording
    return RWaveFinder(rate).see(samples)


def test_99_percent_of_the_beats_seen_in_a_recording_are_known_within_20_ms(recording):
    judged = placed(*recording)
    assert judged.seen >= 0.99
    assert judged.off <= 0.01
    assert judged.jitter <= LARGEST_JITTER


def test_each_is_known_at_the_same_time_after_it(recording, found):
    _, rate, _ = recording
    delay = RWaveFinder(rate).delay
    assert delay < 0.3  # s, by when the aortic valve has not shut
    assert [each.known - each.time for each in found] == pytest.approx([delay] * len(found))


@pytest.mark.parametrize("cut", [42.3, 96.7, 200.0])
def test_the_future_changes_nothing(recording, found, cut):
    samples, rate, _ = recording
    place = round(cut * rate)
    changed = np.concatenate([samples[:place], 100.0 * np.random.default_rng(1).standard_normal(1000)])
    before = [each for each in RWaveFinder(rate).see(changed) if each.known < cut]
    assert before == [each for each in found if each.known < cut]


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_blocks_change_nothing(recording, found, block):
    samples, rate, _ = recording
    samples = samples[: 20 * rate]
    finder = RWaveFinder(rate)
    cut = [each for i in range(0, len(samples), block) for each in finder.see(samples[i : i + block])]
    assert cut == [each for each in found if each.known < 20.0]


@pytest.mark.parametrize("scale", [1e-3, -1.0])
@pytest.mark.parametrize("drift", [0.0, 0.5])
def test_scale_sign_and_a_drifting_baseline_change_nothing(scale, drift):
    """The drift [mV/s] is slow against the band of the trigger, so the same beats are found."""
    signal, _ = generated(atrial_fibrillation(60, 3), 0.0, seed=3)
    time = np.arange(len(signal)) / SAMPLING
    shown = [each.time for each in RWaveFinder(SAMPLING).see(signal)]
    changed = RWaveFinder(SAMPLING).see(scale * (signal + drift * time))
    assert [each.time for each in changed] == pytest.approx(shown, abs=2.0 / SAMPLING)


@pytest.mark.parametrize("width", [0.02, 0.04])
@pytest.mark.parametrize("first", [0.8, 1.0, 1.2])
def test_the_middle_of_a_wave_with_two_shoulders_is_between_them(width, first):
    """Two Gaussian waves [mV] lie so far apart [s] that the signal turns at each: neither turn is the R wave."""
    beats, time = np.arange(1.0, 30.0, 0.7), np.arange(0.0, 30.0, 1.0 / SAMPLING)
    from_beat = time[:, None] - beats[None, :]
    signal = sum(
        height * np.exp(-0.5 * ((from_beat - place) / (0.4 * width)) ** 2).sum(axis=1)
        for height, place in ((first, -0.5 * width), (1.0, 0.5 * width))
    )
    judged = placed(signal, SAMPLING, beats)
    assert judged.seen == 1.0
    assert np.abs(judged.deviations).max() < 0.1 * width + 1.0 / SAMPLING


@pytest.mark.parametrize("noise", [0.02, 0.1])
def test_known_r_waves_are_known_within_20_ms(noise):
    signal, r_waves = generated(atrial_fibrillation(600, 2), noise, seed=2)
    judged = placed(signal, SAMPLING, r_waves)
    assert judged.seen >= 0.995
    assert judged.off == 0.0


def test_a_flat_line_has_none():
    assert RWaveFinder(360.0).see(np.full(20_000, 3.0)) == []


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(ValueError, match="no number"):
        RWaveFinder(360.0).see([0.0, bad])
