"""The ionic cells of a wall: another reading of the paper, pacing, what the front sets off, the muscle."""

import importlib
import warnings
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from diastole.errors import InputError, SimulationError
from diastole.model.circulation.kernel_parameters import law_parameters
from diastole.model.heart3d.conduction import ten_tusscher
from diastole.model.heart3d.conduction.cell_calcium import layer_calcium, layer_curves, layers_at
from diastole.model.heart3d.conduction.excitation import CellTransient, OneFibreTransient
from diastole.model.heart3d.conduction.ten_tusscher import AT_REST, CALCIUM, CELLS, STATES, STIMULUS, VOLTAGE
from diastole.model.patient import Patient
from diastole.model.physiology.clock import Calcium
from tests.heart3d import walls  # noqa: F401  skips without engine

from diastole.model.heart3d.wall import local_constants as local  # isort: skip
from diastole.model.heart3d.wall.wall_crossbridges import MuscleDrive  # isort: skip

ENDO, MIDDLE, EPI = CELLS.values()
PERIOD = 0.85  # s
STRETCH = 1.1  # 1
COURSE = Calcium(0.1, 0.6, 0.0, 20.0, 0.35, 16.0)
RAMP = np.array([[0.0, 1.0, 0.5, 0.1, 0.0], [0.0, 2.0, 1.0, 0.4, 0.2]])  # of two layers, at 0.1 s
THIRDS = np.full(3, 1.0 / 3.0)


def paced(cell, beats, *, every=50):
    """Return voltage [mV] and calcium [mM] of the last of some beats of a second (1000,), one a millisecond."""
    y, scratch, seen = np.array(AT_REST), np.empty(len(STATES)), []
    for _ in range(beats):
        seen.clear()
        for i in range(50_000):
            if i % every == 0:
                seen.append((y[VOLTAGE], y[CALCIUM]))
            ten_tusscher.advance_cell(y, scratch, 0.02, STIMULUS if i < 50 else 0.0, cell)
    return np.array(seen).T


@pytest.fixture(scope="module")
def others_reading():
    """Return the rates of the epicardial cell without a stimulus, as gotranx reads them from the equations of another.

    The file is a translation of the CellML text of the paper that fenicsx-beat has among its templates.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the packages that it imports
        gotranx, beat = (pytest.importorskip(name) for name in ("gotranx", "beat"))
        folder = Path(beat.__file__).parent / "cli" / "templates" / "niederer_benchmark"
        ode = gotranx.load_ode(folder / "tentusscher_panfilov_2006_epi_cell.ode", remove_singularities=False)
        code = importlib.import_module("gotranx.cli.gotran2py").get_code(ode)
    theirs: dict = {}
    exec(code, theirs)
    places = [theirs["state_index"](name) for name in STATES]
    constants = theirs["init_parameter_values"](stim_amplitude=0.0)

    def rates(y):
        ordered = np.empty(len(STATES))
        ordered[places] = y
        return theirs["rhs"](0.0, ordered, constants)[places]

    return rates


def along_a_beat(cell):
    """Return states every 25 ms over a beat, from the upstroke to rest."""
    y, scratch, seen = np.array(AT_REST), np.empty(len(STATES)), []
    for i in range(20_000):
        if i % 1250 == 30:
            seen.append(y.copy())
        ten_tusscher.advance_cell(y, scratch, 0.02, STIMULUS if i < 50 else 0.0, cell)
    return seen


def test_another_reading_of_the_paper_has_the_same_rates(others_reading):
    """A gate's rate is that over a step so short that nothing else moves."""
    short = 1e-7
    for y in [np.array(AT_REST), *along_a_beat(EPI)]:
        after, scratch = y.copy(), np.empty(len(STATES))
        ten_tusscher.advance_cell(after, scratch, short, 0.0, EPI)
        expected = others_reading(y)
        changes = [i for i, name in enumerate(STATES) if i in (VOLTAGE, *range(13, 19))]
        np.testing.assert_allclose(scratch[changes], expected[changes], rtol=1e-9, atol=1e-14)
        gates = slice(1, 13)
        np.testing.assert_allclose((after - y)[gates] / short, expected[gates], rtol=2e-4, atol=1e-8)


def test_a_beat_is_that_of_the_other_reading(others_reading):
    """Peak and time to peak of calcium, and the voltage: integrated by others, from the end of the stimulus."""
    y, scratch = np.array(AT_REST), np.empty(len(STATES))
    for _ in range(50):
        ten_tusscher.advance_cell(y, scratch, 0.02, STIMULUS, EPI)
    at = np.arange(0.0, 400.0, 1.0)
    theirs = solve_ivp(lambda t, one: others_reading(one), (0.0, 400.0), y, method="LSODA", t_eval=at, rtol=1e-7,
                       atol=1e-9).y  # fmt: skip
    ours = []
    for i in range(20_000):
        if i % 50 == 0:
            ours.append(y[[VOLTAGE, CALCIUM]])
        ten_tusscher.advance_cell(y, scratch, 0.02, 0.0, EPI)
    voltage, calcium = np.array(ours).T
    assert calcium.max() == pytest.approx(theirs[CALCIUM].max(), rel=0.01)
    assert abs(int(calcium.argmax()) - int(theirs[CALCIUM].argmax())) <= 1
    np.testing.assert_allclose(voltage[3:], theirs[VOLTAGE][3:], atol=2.0)


def test_layers_differ_as_in_the_paper():
    """The middle cell repolarises last, and the endocardial one has hardly a notch."""
    voltage, calcium = zip(*(paced(cell, 4) for cell in CELLS.values()), strict=True)
    lasts = [int(np.flatnonzero(one > -76.0)[-1]) for one in voltage]
    assert lasts[1] > 1.2 * max(lasts[0], lasts[2])
    notch = [one[20:80].max() - one[5:20].min() for one in voltage]
    assert notch[0] < notch[2]
    peaks = [1e3 * one.max() for one in calcium]
    assert peaks[1] > max(peaks[0], peaks[2])
    assert all(20 <= one.argmax() <= 35 for one in calcium)
    assert all(0.08 < 1e3 * one.min() < 0.13 for one in calcium)


def test_curves_are_paced_and_scaled():
    calcium = layer_calcium(PERIOD, 5)
    assert calcium.shape == (3, 851)
    layer_calcium.cache_clear()
    assert layer_calcium(PERIOD, 5).tobytes() == calcium.tobytes()  # so that a resumed run has the same
    curves, spacing = layer_curves(PERIOD)
    assert spacing == pytest.approx(1e-3, rel=1e-3)
    assert np.ptp(curves[0]) == pytest.approx(1.0)
    assert curves.min() == 0.0
    np.testing.assert_allclose(curves[:, 0], curves[:, -1], atol=1e-3)  # it repeats


def test_depths_have_their_layers():
    np.testing.assert_array_equal(layers_at(np.array([0.0, 0.3, 0.34, 0.66, 0.67, 1.0])), [0, 0, 1, 1, 2, 2])


def test_the_front_sets_off_the_cell_of_its_layer():
    """Delayed by activation and onset, twice as high where the layer is, between the samples by a straight line."""
    delay = np.array([0.05, 0.05, -0.05])
    cells = CellTransient(delay, np.zeros(3, np.int64), np.array([0, 1, 0]), RAMP, spacing=0.1, gain=2.0)
    course = COURSE._replace(onset=0.01)
    seen = cells.calcium(np.array([0.11, 0.21]), (course,))
    np.testing.assert_allclose(seen[0], 0.1 + 2.0 * 0.5 * np.array([0.5, 0.75]))
    np.testing.assert_allclose(seen[1], 0.1 + 2.0 * 0.5 * np.array([1.0, 1.5]))
    np.testing.assert_allclose(seen[2], 0.1 + 2.0 * 0.5 * np.array([0.75, 0.3]))


def test_before_the_front_calcium_still_falls_and_long_after_it_stays():
    cells = CellTransient(np.array([0.15]), np.zeros(1, np.int64), np.array([1]), RAMP, spacing=0.1)
    seen = cells.calcium(np.array([0.0, 5.0]), (COURSE,))[0]
    np.testing.assert_allclose(seen, 0.1 + 0.5 * np.array([0.7, 0.2]))


def test_the_height_is_that_of_the_patient_in_each_wall():
    cells = CellTransient(np.zeros(2), np.array([0, 1]), np.zeros(2, np.int64), RAMP, spacing=0.1)
    seen = cells.calcium(np.array([0.1]), (COURSE, COURSE._replace(peak=1.1)))
    np.testing.assert_allclose(seen[:, 0], [0.6, 1.1])


def test_the_one_fibre_is_the_law_later():
    seen = OneFibreTransient(np.array([0.0, 0.1])).calcium(np.array([0.1, 0.2]), (COURSE,))
    assert seen[1, 1] == pytest.approx(seen[0, 0])
    assert seen[1, 0] == COURSE.diastolic


@pytest.fixture(scope="module")
def drive():
    known = law_parameters(Patient.preset("healthy"))
    return MuscleDrive(known["lv_calcium"], known["bridges"], known["lv_tension"], 0.0)


def one_each(gain=1.0):
    curves, spacing = layer_curves(PERIOD)
    rows = np.arange(3)
    return CellTransient(np.zeros(3), np.zeros(3, np.int64), rows, curves, spacing=spacing, gain=gain)


def test_without_calcium_there_is_no_tension(drive):
    whole = local.isometric_twitch(drive, STRETCH)[0].max()
    assert local.isometric_twitch(drive, STRETCH, one_each(0.0)).max() < 0.01 * whole
    quiet = drive._replace(calcium=drive.calcium._replace(peak=drive.calcium.diastolic))
    assert local.isometric_twitch(quiet, STRETCH, one_each()).max() < 0.01 * whole


def test_cells_are_matched_to_the_twitch_of_the_one_fibre(drive):
    """Strength and half-way time are the one fibre's; relaxation is the cells' own, and earlier."""
    delays = np.linspace(0.0, 0.07, 20)
    cells = one_each()
    gain, constants = local.matched_cells(drive, STRETCH, delays, cells, THIRDS)
    twitch = local.mean_twitch(drive, STRETCH, delays - constants.lead, constants, cells, THIRDS)
    whole = local.isometric_twitch(drive, STRETCH)[0]
    assert 1.0 < gain < 2.0
    assert twitch.max() == pytest.approx(whole.max(), rel=1e-3)
    half = [int(np.argmax(one >= 0.5 * one.max())) for one in (twitch, whole)]
    assert abs(half[0] - half[1]) <= 1
    late = [int(np.flatnonzero(one >= 0.5 * one.max())[-1]) for one in (twitch, whole)]
    assert late[0] < late[1]


def test_cells_that_cannot_make_the_twitch_are_refused(drive):
    flat = one_each()
    flat.curves = 0.1 * flat.curves
    with pytest.raises(SimulationError, match=r"no calcium of the cells between 0\.5 and 4\.0 .* wall\.calcium: one_f"):
        local.matched_cells(drive, STRETCH, np.zeros(1), flat, THIRDS)


def test_an_unknown_calcium_is_refused():
    with pytest.raises(InputError, match="ten_tusscher"):
        Patient.preset("healthy").with_values({"wall.calcium": "tentuscher"})
