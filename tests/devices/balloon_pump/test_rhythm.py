"""Series of R-R intervals: their statistics against the publications, and files of them."""

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.model.devices.balloon_pump.rhythm import (
    FIBRILLATION_RATE,
    MAYER,
    RESPIRATION,
    SHORTEST,
    atrial_fibrillation,
    read_intervals,
    sinus,
    with_premature_beats,
)

MANY = 200_000


@pytest.mark.parametrize("generate", [sinus, atrial_fibrillation])
def test_a_seed_gives_one_series(generate):
    assert np.array_equal(generate(500, 3), generate(500, 3))
    assert not np.array_equal(generate(500, 3), generate(500, 4))


@pytest.mark.parametrize(("generate", "mean"), [(sinus, 0.8), (sinus, 1.0), (atrial_fibrillation, 0.6)])
def test_a_series_has_its_mean(generate, mean):
    assert np.mean(generate(MANY, 1, mean)) == pytest.approx(mean, rel=0.02)


def test_sinus_rhythm_goes_with_respiration():
    """Most power lies within four standard deviations of the two waves, and more of it at respiration."""
    intervals = sinus(4096, 1)
    power = np.abs(np.fft.rfft(intervals - intervals.mean())) ** 2
    frequency = np.fft.rfftfreq(4096, d=0.8)
    at = {centre: power[np.abs(frequency - centre) < 0.04].sum() / power.sum() for centre in (RESPIRATION, MAYER)}
    assert sum(at.values()) > 0.99
    assert at[RESPIRATION] == pytest.approx(2.0 * at[MAYER], rel=0.05)


def test_long_intervals_of_fibrillation_fall_off_exponentially():
    """The tail forgets what is over: its mean excess is the inverse of the rate of hennig2006."""
    intervals = atrial_fibrillation(MANY, 1)
    for least in (0.9, 1.1):
        excess = intervals[intervals > least] - least
        assert 1.0 / np.mean(excess) == pytest.approx(FIBRILLATION_RATE, rel=0.05)


def test_neighbours_in_fibrillation_are_hardly_correlated():
    """bootsma1970: at rest no coefficient differs from zero, in exercise the first is about 0.07."""
    intervals = atrial_fibrillation(MANY, 1)
    assert abs(np.corrcoef(intervals[:-1], intervals[1:])[0, 1]) < 0.1


def test_slow_noise_of_fibrillation_has_more_power_than_fast():
    intervals = atrial_fibrillation(MANY, 1)
    power = np.abs(np.fft.rfft(intervals - intervals.mean())) ** 2
    assert power[10:200].mean() > 3.0 * power[-MANY // 4 :].mean()


def test_no_beat_of_fibrillation_comes_before_the_node_conducts():
    assert atrial_fibrillation(MANY, 1, 0.5).min() >= SHORTEST


def test_the_pause_after_a_premature_beat_is_compensatory():
    regular = np.full(10_000, 0.8)
    changed = with_premature_beats(regular, 0.1, 2)
    early = np.flatnonzero(changed < 0.79)
    assert len(early) / len(changed) == pytest.approx(0.1, abs=0.015)
    assert changed[early] + changed[early + 1] == pytest.approx(1.6)
    assert np.diff(early).min() >= 2
    assert changed.sum() == pytest.approx(regular.sum())
    assert (regular == 0.8).all()


def test_without_premature_beats_nothing_changes():
    assert (with_premature_beats(np.full(50, 0.8), 0.0, 1) == 0.8).all()


@pytest.mark.parametrize("share", [-0.1, 0.6, np.nan])
def test_an_impossible_share_is_refused(share):
    with pytest.raises(ValueError, match="share"):
        with_premature_beats(np.full(50, 0.8), share, 1)


@pytest.mark.parametrize(("count", "mean"), [(0, 0.8), (10, 0.3), (10, np.nan), (10, 20.0)])
def test_an_impossible_series_is_refused(count, mean):
    for generate in (sinus, atrial_fibrillation):
        with pytest.raises(ValueError, match="series"):
            generate(count, 1, mean)


FILES = {
    "seconds": "0.8\n0.75\n1.2\n",
    "milliseconds": "800\n750\n1200\n",
    "Windows, a blank line, a mark": "\ufeff800\r\n\r\n750\r\n1200",
    "columns": "time,RR\n0,0.8\n0.8,0.75\n1.55,1.2\n",
}
BAD_FILES = {
    "": "no R-R intervals",
    "rr\n": "no R-R intervals",
    "0.8\nabc\n": "line 2: 'abc' is no number",
    "0.8\nnan\n": "line 2: 'nan' is no number",
    "0.8\n-0.7\n0.8\n": "line 2: -0.7 is no R-R interval",
    "0.8\n0.8\n800\n": "line 3: 800 is no R-R interval",
    "0.8,0.9\n": "must call one rr",
    "a,b\n1,2\n": "must be called rr, found a, b",
    "time,rr\n1\n": "line 2: '' is no number",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_file_is_read(tmp_path, text):
    (tmp_path / "rr.txt").write_text(text, "utf-8", newline="")
    assert read_intervals(tmp_path / "rr.txt") == pytest.approx([0.8, 0.75, 1.2])


@pytest.mark.parametrize(("text", "said"), BAD_FILES.items())
def test_a_bad_file_is_refused_with_its_line(tmp_path, text, said):
    (tmp_path / "rr.txt").write_text(text, "utf-8")
    with pytest.raises(InputError, match=said):
        read_intervals(tmp_path / "rr.txt")
