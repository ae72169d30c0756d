"""From a patient to a wall: what the block ``wall`` decides, and that wall and one fibre fill alike."""

import numpy as np
import pytest

from diastole.model.heart3d.availability import available

if not available():
    pytest.skip("needs the extra heart3d", allow_module_level=True)

from diastole import Patient
from diastole.model.circulation.kernel_parameters import wall as one_fibre_wall
from diastole.model.heart3d.run.build_ventricle import EDGES, STEPS, beat_loop, build_ventricle
from diastole.model.heart3d.wall.loaded_ventricle import ellipsoidal_ventricle
from diastole.model.input_blocks.fields import quantities
from diastole.model.patient.wall_geometry import Wall
from diastole.model.physiology import one_fibre
from diastole.model.run import simulate

EDGE = 2.2  # cm
LIKE = 0.11  # 1, of the end-diastolic pressure, between the filling curves; the comment of EXPONENTS promises it


def shape(wall):
    """Return everything that a wall decides of a loaded ventricle, as numbers."""
    loaded = ellipsoidal_ventricle(wall, 120.0, 140.0, EDGE)
    return np.concatenate((loaded.points.places.ravel(), loaded.frames.fibre.ravel()))


@pytest.fixture(scope="module")
def healthy_wall():
    return Patient.preset("healthy").wall


@pytest.mark.parametrize("key", quantities(Wall))
def test_every_number_of_the_wall_has_an_effect(healthy_wall, key):
    other = healthy_wall.model_copy(update={key: 0.9 * getattr(healthy_wall, key)})
    one, changed = shape(healthy_wall), shape(other)
    assert one.size != changed.size or not np.allclose(one, changed, atol=1e-3)


def passive_pressure(patient, volume):
    """Return the transmural pressure of the one fibre at rest [mmHg]."""
    own = one_fibre_wall(patient.left_ventricle)
    stretch = ((own.volume + 3.0 * volume) * own.unstretched) ** (1.0 / 3.0)
    stress = own.stiffness * (np.exp(own.exponent * (stretch - 1.0)) - 1.0)
    return one_fibre.MMHG_PER_KPA * stress * one_fibre.wall_share(volume, own)


def test_ionic_cells_are_set_off_by_the_front_of_the_one_fibre():
    """Layers by depth, about a third each; the front is the same, and the twitch is as strong and as late."""
    patient = Patient.preset("healthy")
    run = simulate(patient)
    one, cells = (
        build_ventricle(patient.with_values({"wall.calcium": name}), run, edge=EDGES[1], strength=1.0)
        for name in ("one_fibre", "ten_tusscher")
    )
    fronts = [built.ventricle.muscle.excitation.delay + built.constants.lead for built in (one, cells)]
    np.testing.assert_allclose(*fronts, atol=1e-12)
    layers = cells.ventricle.muscle.excitation.layers
    assert np.all(np.diff(layers[np.argsort(cells.depth)]) >= 0)
    weights = cells.ventricle.wall.points.weights
    shares = np.bincount(layers, weights.ravel()) / weights.sum()
    assert np.all((shares > 0.2) & (shares < 0.5))
    assert 1.0 < cells.ventricle.muscle.excitation.gain < 2.0


@pytest.mark.parametrize("preset", ["healthy", "shock", "acute_severe_ar"])
def test_the_wall_fills_as_the_one_fibre_does(preset):
    patient = Patient.preset(preset)
    run = simulate(patient)
    built = build_ventricle(patient, run, edge=EDGE, strength=1.0)
    assert built.unloaded_cavities[0] == pytest.approx(patient.left_ventricle.reference_volume, rel=5e-3)
    ventricle = built.ventricle
    filled = beat_loop(run).pressure[0]
    assert ventricle.pressures[0] == pytest.approx(filled, rel=1e-3)
    for share in (1.0, 0.75, 0.5):
        volume = built.unloaded_cavities + share * (built.cavities - built.unloaded_cavities)
        ventricle.move(volume)
        assert ventricle.pressures == pytest.approx(passive_pressure(patient, volume), abs=LIKE * filled)


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["healthy", "shock"])
def test_a_wall_of_sheets_does_the_work_of_the_one_fibre(preset):
    patient = Patient.preset(preset).with_values({"wall.law": "orthotropic"})
    built = build_ventricle(patient, simulate(patient), edge=EDGES[1], step=STEPS[1])
    assert built.match.works == pytest.approx(built.match.wanted, rel=0.01)
    assert 0.5 < built.match.strengths[0] < 1.5


def test_neither_scar_nor_ring_pulls():
    patient = Patient.preset("shock").with_values({"wall.scar": "17, 13"})
    built = build_ventricle(patient, simulate(patient), edge=EDGE, strength=1.3)
    strength = built.ventricle.muscle.strength
    scarred = np.isin(built.segments, (13, 17))
    assert scarred.any()
    assert not scarred.all()
    assert np.all(strength[scarred] == 0.0)
    basal = np.isin(built.segments, range(1, 7))
    np.testing.assert_allclose(strength[~scarred & ~basal], 1.3)
    assert np.all(strength[basal] <= 1.3)
    assert strength[basal].min() < 0.1, "in the fibrous ring there is no muscle"
