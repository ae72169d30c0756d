import numpy as np
import pytest

from diastole.errors import InputError
from diastole.faces.figures.comparison_figure import comparison_figure, waveform_figure, write_figure
from diastole.faces.figures.landmarks import landmarks
from diastole.faces.figures.theme import DARK, LIGHT, SENTINEL
from diastole.faces.figures.traces import cycle_length, inflated_spans, loop, repeated, span
from tests.faces.synthetic import CASES, PERIOD, Pump, regurgitation


def contrast(one, other):
    """Ratio of luminances after WCAG 2."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("role", ["ink", "muted", "without", "aorta", "ventricle", "atrium", "balloon"])
def test_text_can_be_read_on_the_paper(theme, role):
    assert contrast(getattr(theme, role), theme.paper) >= 4.5


def test_the_page_s_colours_are_all_different():
    assert len(set(SENTINEL.roles().values())) == len(SENTINEL.roles())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("case", CASES)
def test_a_figure_can_be_drawn(case, theme, tmp_path):
    target = write_figure(comparison_figure(CASES[case](), theme), tmp_path / "figure.png")
    assert target.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("suffix", "head"), [(".svg", b"<?xml"), (".pdf", b"%PDF"), (".PNG", b"\x89PNG")])
def test_the_suffix_gives_the_format(suffix, head, tmp_path):
    assert write_figure(comparison_figure(regurgitation()), tmp_path / f"figure{suffix}").read_bytes().startswith(head)


def test_the_same_figure_gives_the_same_file(tmp_path):
    files = [write_figure(comparison_figure(regurgitation()), tmp_path / f"{name}.svg").read_bytes() for name in "ab"]
    assert files[0] == files[1]


@pytest.mark.parametrize("name", ["figure.gif", "figure", "missing/figure.png"])
def test_a_figure_that_cannot_be_saved_is_one_sentence_and_leaves_nothing(name, tmp_path):
    with pytest.raises(InputError, match=r"^cannot [^\n]*\.$"):
        write_figure(comparison_figure(regurgitation()), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_panels_share_their_axes_and_name_their_units():
    axes = waveform_figure(regurgitation()).axes
    assert [each.get_ylabel().replace("\n", " ") for each in axes] == [
        "Pressure, mmHg", "Aortic flow, mL/s", "Mitral flow, mL/s", "Balloon, mL",
    ]  # fmt: skip
    assert {each.get_xlim() for each in axes} == {(0.0, 2 * PERIOD)}


def test_without_a_balloon_there_is_no_panel_for_it():
    assert len(waveform_figure(CASES["unpumped"]()).axes) == 3
    assert comparison_figure(CASES["standby"]()).axes


def test_the_leak_that_is_filled_is_the_part_below_zero():
    axes = waveform_figure(regurgitation()).axes[1]
    lowest = min(path.vertices[:, 1].min() for fill in axes.collections for path in fill.get_paths())
    assert lowest == pytest.approx(regurgitation().with_.signals["aortic_flow"].min(), rel=0.01)


@pytest.mark.parametrize(("ratio", "beats"), [("1:1", 2), ("1:2", 2), ("1:3", 3)])
def test_one_support_cycle_and_two_beats_at_least_are_shown(ratio, beats):
    pair = regurgitation(Pump(ratio=ratio))
    assert span(pair.without, pair.with_) == pytest.approx(beats * PERIOD)


def test_a_repeated_signal_joins_without_a_gap():
    run = regurgitation().with_
    time, values = repeated(run, "lv_volume", 2 * PERIOD)
    assert (time[0], time[-1]) == (0.0, 2 * PERIOD)
    assert np.all(np.diff(time) > 0)
    np.testing.assert_allclose(values, np.interp(time % PERIOD, run.time, run.signals["lv_volume"]), atol=0.2)
    assert cycle_length(run) == PERIOD
    assert [curve[0] for curve in loop(run)] == [curve[-1] for curve in loop(run)]


def test_an_inflation_over_the_end_of_the_cycle_is_one_span():
    spans = inflated_spans(regurgitation().with_, 2 * PERIOD)
    np.testing.assert_allclose(spans, [(0.0, 0.05), (0.38, 0.80), (1.13, 1.5)])


def test_labels_sit_on_the_curve():
    run = regurgitation().with_
    ((name, time, pressure),) = landmarks(run, 2 * PERIOD)
    assert name == "AUG"
    assert pressure == pytest.approx(np.interp(time, run.time, run.signals["aortic_pressure"]), abs=0.5)
    assert pressure == pytest.approx(run.labels["AUG"])
