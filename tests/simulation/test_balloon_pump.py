"""The balloon in the beating heart: what goes in comes out, whatever the console and the rhythm do."""

from itertools import pairwise

import numpy as np
import pytest

from diastole.model.circulation.kernel import FINER
from diastole.model.circulation.kernel_parameters import SIGNAL_NAMES
from diastole.model.devices.balloon_pump.console import R_WAVE, settings_of
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.run import simulate
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.steady_beat import find_steady_state
from diastole.model.simulation.trace import assemble_trace
from tests.conftest import PUMPS

SHOCK = Patient.preset("shock")
DRIVES = ("prescribed", "pneumatic")
BETWEEN_STEPS = 0.05  # mL
FORGOTTEN = 1e-3  # mL, of helium that a pneumatic balloon may still hold long after its deflation


def heart_with(pump: BalloonPump, patient: Patient = SHOCK) -> BeatingHeart:
    """Return an unassisted steady heart whose console has seen a beat and is switched on."""
    seen = simulate(patient.with_balloon_pump(PUMPS["1:1"])).steady.landmarks
    heart = BeatingHeart(patient.with_balloon_pump(pump))
    find_steady_state(heart)
    heart.set_console(settings_of(heart.patient.balloon_pump), seen)
    return heart


def balloon_of(beat):
    """Return time, volume and inflow of the balloon over a recorded beat."""
    trace = assemble_trace([beat])
    return trace.time, trace["v_balloon"], trace["q_balloon"]


def check_volume(volume, most: float) -> None:
    """Hold the helium within the balloon: strictly at the step ends, nearly in the polynomials between them."""
    assert volume[::FINER].min() >= -1e-6
    assert volume[::FINER].max() <= most + 1e-6
    assert volume.min() >= -BETWEEN_STEPS
    assert volume.max() <= most + BETWEEN_STEPS


def check_helium(beats, most: float) -> None:
    """Volume within the balloon, going on from beat to beat, and changing by nothing but its flow."""
    for before, beat in pairwise(beats):
        assert balloon_of(beat)[1][0] == pytest.approx(balloon_of(before)[1][-1], abs=1e-6)
    for beat in beats:
        time, volume, inflow = balloon_of(beat)
        check_volume(volume, most)
        assert np.trapezoid(inflow, time) == pytest.approx(volume[-1] - volume[0], abs=0.4)


def silence(heart: BeatingHeart):
    """Switch the console to standby and return three more beats."""
    heart.set_console(heart.console.settings._replace(on=False), heart.console.landmarks)
    return [heart.beat(record=True) for _ in range(3)]


@pytest.mark.parametrize("ratio", ["1:1", "1:2", "1:3"])
@pytest.mark.parametrize("drive", DRIVES)
def test_over_a_support_cycle_no_helium_is_left(drive, ratio):
    trace = simulate(SHOCK.with_balloon_pump(BalloonPump(drive=drive, ratio=ratio))).steady.trace
    volume = trace["v_balloon"]
    assert volume[-1] == pytest.approx(volume[0], abs=1e-5)
    assert np.trapezoid(trace["q_balloon"], trace.time) == pytest.approx(0.0, abs=0.1)
    assert volume.max() > 39.0
    assert volume.min() < FORGOTTEN
    assert sum((volume[:-1] < 20.0) & (volume[1:] >= 20.0)) == 1  # one inflation a cycle


@pytest.mark.parametrize("drive", DRIVES)
def test_changes_between_beats_leave_no_helium_behind(drive):
    """Volume, ratio, timing, trigger and standby, changed at random every few beats."""
    random = np.random.default_rng(11)
    heart = heart_with(BalloonPump(drive=drive))
    beats = []
    for _ in range(60):
        settings = heart.console.settings._replace(
            on=bool(random.random() < 0.8),
            every=int(random.integers(1, 4)),
            pressure_trigger=bool(random.random() < 0.5),
            volume=float(random.uniform(20.0, 50.0)),
            inflation_offset=float(random.uniform(-0.15, 0.15)),
            deflation_offset=float(random.uniform(-0.15, 0.15)),
        )
        heart.set_console(settings, heart.console.landmarks)
        beats += [heart.beat(record=True) for _ in range(int(random.integers(1, 4)))]
    beats += silence(heart)
    check_helium(beats, 50.0)
    assert max(balloon_of(beat)[1].max() for beat in beats) > 30.0
    assert balloon_of(beats[-1])[1][-1] < FORGOTTEN


@pytest.mark.parametrize("trigger", ["r_wave", "pressure"])
@pytest.mark.parametrize("drive", DRIVES)
def test_an_irregular_rhythm_leaves_no_helium_behind(drive, trigger):
    """RR intervals of 0.4 to 1.2 s at random, as in atrial fibrillation; the console expects the mean."""
    random = np.random.default_rng(12)
    heart = heart_with(BalloonPump(drive=drive, trigger=trigger))
    beats = [heart.beat(float(random.uniform(0.4, 1.2)), record=True) for _ in range(60)]
    beats += silence(heart)
    check_helium(beats, 40.0)
    assert sum(beat.present is not None for beat in beats) > 30
    assert balloon_of(beats[-1])[1][-1] < FORGOTTEN


def test_absurdly_late_deflation_in_an_irregular_rhythm_loses_no_helium():
    """So late that the helium stays through the next beat: that beat must not order its own."""
    random = np.random.default_rng(13)
    heart = heart_with(BalloonPump(deflation_offset="700 ms", inflation_offset="-600 ms"))
    beats = [heart.beat(float(random.uniform(0.4, 1.2)), record=True) for _ in range(40)]
    check_helium(beats + silence(heart), 40.0)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("pump", ["1:1", "1:2", "1:3", "pneumatic"])
def test_the_volume_stays_within_the_balloon(preset, pump, run_of):
    volume = run_of(preset, pump).signals["balloon_volume"]
    check_volume(volume, 40.0)


STRONG = ({"drive_pressure": "400 mmHg"}, {"vacuum": "-400 mmHg"}, {"catheter_bore": "2.5 mm"})


@pytest.mark.parametrize("setting", STRONG)
def test_a_strong_drive_stays_within_the_balloon_too(setting):
    """The last millilitres go in and out at some 1000 /s: the step must hold them."""
    volume = simulate(SHOCK.with_balloon_pump(BalloonPump(drive="pneumatic", **setting))).signals["balloon_volume"]
    check_volume(volume, 40.0)


@pytest.mark.parametrize("idle", [{"mode": "standby"}, {"volume": "0 mL"}, {"mode": "standby", "drive": "pneumatic"}])
def test_a_balloon_that_is_not_inflated_has_no_effect_at_all(idle, run_of):
    plain = run_of("shock", "no pump")
    with_idle_pump = simulate(SHOCK.with_balloon_pump(BalloonPump(**idle)))
    assert not with_idle_pump.signals["balloon_volume"].any()
    for name, value in plain.measures.items():
        found = with_idle_pump.measures[name]
        assert found == value or found == pytest.approx(value, rel=1e-6)


def test_an_early_beat_lets_the_helium_out_when_it_is_seen():
    heart = heart_with(BalloonPump())
    early, following = heart.beat(0.5, record=True), heart.beat(record=True)
    assert early.present.end == pytest.approx(0.5 + R_WAVE)
    time, volume, _ = balloon_of(following)
    let_out = R_WAVE + heart.patient.balloon_pump.vent_time
    assert volume[time <= R_WAVE].min() > 39.9
    start = following.present.start
    assert not volume[(time >= let_out) & (time <= start)].any()


@pytest.mark.parametrize("preset", PRESETS)
def test_on_pressure_the_balloon_is_empty_at_the_expected_upstroke(preset):
    run = simulate(Patient.preset(preset).with_balloon_pump(BalloonPump(trigger="pressure")))
    inflation = run.steady.trace.inflations[0]
    upstroke = run.period + run.steady.landmarks.upstroke
    assert inflation.end + run.patient.balloon_pump.vent_time <= upstroke + 1e-9
    on_r_wave = simulate(Patient.preset(preset).with_balloon_pump(BalloonPump()))
    assert inflation.end < on_r_wave.steady.trace.inflations[0].end


def test_no_inflation_begins_before_the_last_deflation_is_done():
    """Late deflation meets early inflation."""
    heart = heart_with(BalloonPump(deflation_offset="200 ms", inflation_offset="-200 ms"))
    beats = [heart.beat(record=True) for _ in range(4)]
    for before, beat in pairwise(beats):
        done = before.present.end - before.period + heart.console.settings.vent_time
        assert beat.present.start == pytest.approx(done)
        time, volume, _ = balloon_of(beat)
        assert volume[np.searchsorted(time, done)] == pytest.approx(0.0, abs=0.1)


def seconds_to_fill(patient: Patient, **setting) -> float:
    """Return the time from the order to 30 mL in a pneumatic balloon."""
    trace = simulate(patient.with_balloon_pump(BalloonPump(drive="pneumatic", **setting))).steady.trace
    inflating = trace.time > trace.inflations[0].start
    return float(trace.time[inflating & (trace["v_balloon"] >= 30.0)][0] - trace.inflations[0].start)


def test_a_pneumatic_balloon_fills_more_slowly_against_a_higher_pressure():
    resistances = SHOCK.resistances
    tight = SHOCK.with_values(
        {f"resistances.{n}": f"{1.8 * getattr(resistances, n)} mmHg s/mL" for n in ("lower_body_bed", "upper_body_bed")}
    )
    assert seconds_to_fill(tight) > 1.1 * seconds_to_fill(SHOCK)


def test_a_pneumatic_balloon_fills_more_slowly_from_a_lower_pressure_or_through_a_longer_line():
    assert seconds_to_fill(SHOCK, drive_pressure="150 mmHg") > 1.1 * seconds_to_fill(SHOCK)
    assert seconds_to_fill(SHOCK, catheter_length="1.5 m") > 1.1 * seconds_to_fill(SHOCK)


def test_a_pneumatic_balloon_takes_a_tenth_of_a_second_to_fill():
    """40 mL at about 400 mL/s; the prescribed transit takes 130 ms."""
    assert seconds_to_fill(SHOCK) == pytest.approx(0.1, abs=0.04)


def test_at_a_very_fast_rate_a_pneumatic_balloon_is_not_filled():
    weak = BalloonPump(drive="pneumatic", drive_pressure="150 mmHg")
    patients = [SHOCK.with_values({"heart_rate": f"{rate} /min"}).with_balloon_pump(weak) for rate in (90, 170)]
    highest = [simulate(patient).signals["balloon_volume"].max() for patient in patients]
    assert highest[0] > 39.0
    assert highest[1] < 37.0


@pytest.mark.parametrize("drive", DRIVES)
def test_helium_displaces_blood(drive, run_of):
    """The blood in the aorta makes room: with the balloon full, the three aortic stores hold less blood."""
    trace = simulate(SHOCK.with_balloon_pump(BalloonPump(drive=drive))).steady.trace
    start = int(np.argmin(np.abs(trace.time - trace.inflations[0].start)))
    full = int(np.argmax(trace["v_balloon"] > 35.0))
    aorta = sum(trace[f"v_{name}_aorta"] for name in ("ascending", "thoracic", "abdominal"))
    assert aorta[full] < aorta[start] - 15.0
    assert trace["p_thoracic_aorta"][full] > trace["p_thoracic_aorta"][start] + 5.0


def test_pump_signals_are_part_of_the_vocabulary():
    assert {"v_balloon", "q_balloon", "p_helium"} <= set(SIGNAL_NAMES)
