"""A user's mesh as a wall: the built-in ellipsoid, written to a file somewhere else in space, comes back as itself."""

import re
from pathlib import Path

import numpy as np
import pytest

from tests.heart3d import two, walls  # first: skips without engine

import meshio  # isort: skip
from dolfinx.mesh import entities_to_geometry  # isort: skip
from mpi4py import MPI  # isort: skip

from diastole.errors import InputError
from diastole.model.heart3d.mesh.ellipsoid import ellipsoidal_frames
from diastole.model.heart3d.mesh.mesh_checks import MIDDLES
from diastole.model.heart3d.mesh.tetrahedra import ellipsoid_mesh
from diastole.model.heart3d.wall.finite_element_wall import FiniteElementWall
from diastole.model.heart3d.wall.material import TRANSVERSE, PassiveMuscle
from diastole.model.heart3d.wall.user_wall import between, user_loading, user_ventricle
from diastole.model.patient import Patient

TURN, _ = np.linalg.qr([[0.3, 0.5, 1.0], [-0.6, 1.0, 0.2], [1.0, 0.4, -0.8]])
TURN *= np.linalg.det(TURN)
STILL = np.eye(3)
ENDS = ((2, 3), (1, 3), (1, 2), (0, 3), (0, 2), (0, 1))  # of the edges, in the engine's order of nodes


@pytest.fixture(scope="module")
def built_in():
    return ellipsoid_mesh(walls.SHAPE, walls.EDGE)


def write(ventricle, path, *, order=2, turn=STILL, shift=(0.0, 0.0, 0.0), scale=10.0, at="points"):
    """Write a ventricle of ours in mm, moved and scaled, with its fibres at points or cells."""
    x = ventricle.mesh.geometry.x.copy()
    cells = ventricle.mesh.geometry.dofmaps[0]
    file_order = [0, 1, 2, 3, *(4 + ENDS.index(ends) for ends in MIDDLES)]
    cells = cells[:, file_order] if order == 2 else cells[:, :4]
    ventricle.mesh.topology.create_connectivity(2, 0)
    faces = entities_to_geometry(ventricle.mesh, 2, ventricle.surfaces.indices)[:, :3]
    where = x if at == "points" else x[cells[:, :4]].mean(axis=1)
    fibre = ellipsoidal_frames(walls.SHAPE, where, *walls.ANGLES).fibre @ turn.T
    blocks = [("tetra10" if order == 2 else "tetra", cells), ("triangle", faces)]
    cell_data = {"surface": [np.zeros(len(cells), int), ventricle.surfaces.values]}
    point_data = {"fibre": fibre} if at == "points" else {}
    if at == "cells":
        cell_data["fibre"] = [fibre, np.zeros((len(faces), 3))]
    meshio.Mesh(scale * x @ turn.T + shift, blocks, point_data=point_data, cell_data=cell_data).write(path)
    return path


def wall_of(ventricle, frames):
    slack = walls.unload(ventricle, frames, PassiveMuscle(TRANSVERSE, 1.0), walls.PRESSURE)
    wall = FiniteElementWall(slack, PassiveMuscle(TRANSVERSE, 1.0))
    for target in np.linspace(wall.volumes[0], walls.CAVITY - 6.0, 5)[1:]:
        wall.problem.solve_volumes(target)
    return wall


@pytest.fixture(scope="module")
def reference():
    """Return the built-in wall; no test changes it."""
    return wall_of(*walls.loaded())


@pytest.mark.parametrize(
    ("order", "at", "scale", "within"), [(2, "points", 12.0, 0.02), (2, "cells", 10.0, 0.02), (1, "points", 10.0, 0.02)]
)
def test_the_ellipsoid_comes_back(built_in, reference, tmp_path, order, at, scale, within):
    """Its pressure at the same volume is that of the built-in one, within what fibres by corners and straight edges do.

    Straight edges cut the wall's curved surfaces: scaled to the same cavity, the wall becomes thicker.
    """
    path = write(
        built_in, tmp_path / "heart.vtu", order=order, at=at, turn=TURN, shift=(30.0, -80.0, 10.0), scale=scale
    )
    loaded, factor = user_ventricle(path, "mm", walls.CAVITY)
    assert factor == pytest.approx(10.0 / scale, rel=0.05)
    wall = wall_of(loaded.ventricle, loaded.frames)
    assert wall.volumes[0] == pytest.approx(reference.volumes[0], abs=1e-5)
    assert wall.pressures[0] == pytest.approx(reference.pressures[0], rel=within)
    before = wall.pressures[0]
    for tension in (0.5, 1.0, 1.5, 2.0):
        wall.set_active_stress(walls.pull(wall, tension))
        wall.problem.solve_volumes(walls.CAVITY - 6.0)
    assert wall.pressures[0] > before + 0.1


CASES = Path(__file__).parent / "fibre_frame"


def test_fibres_along_the_wall_are_taken():
    loaded, _ = user_ventricle(CASES / "good.vtu", "m", walls.CAVITY)
    assert np.max(np.abs(np.sum(loaded.frames.fibre * loaded.frames.sheet, axis=1))) < 1e-9


@pytest.mark.parametrize(("name", "share"), [("turned", "36%"), ("radial", "100%")])
def test_fibres_across_the_wall_are_refused(name, share):
    with pytest.raises(InputError, match=f"in {share} of the wall the fibres leave it .*turn the vectors 'fibre'"):
        user_ventricle(CASES / f"{name}.vtu", "m", walls.CAVITY)


def forgotten(frames):
    """The coordinates were turned and the vectors were not."""
    return frames.fibre @ TURN


def exchanged(frames):
    """The sheet in place of the fibre."""
    return frames.sheet


def other_components(frames):
    """Written as z, x, y."""
    return frames.fibre[:, [2, 0, 1]]


def other_rows(frames):
    """In the order of another mesh."""
    return np.random.default_rng(3).permutation(frames.fibre)


@pytest.mark.parametrize("damage", [forgotten, exchanged, other_components, other_rows])
@pytest.mark.parametrize(("order", "at"), [(1, "cells"), (2, "points")])
def test_other_ways_across_the_wall(built_in, tmp_path, monkeypatch, damage, order, at):
    true = ellipsoidal_frames

    def damaged(shape, where, *angles):
        frames = true(shape, where, *angles)
        return frames._replace(fibre=damage(frames))

    user_ventricle(write(built_in, tmp_path / "right.vtu", order=order, at=at), "mm", walls.CAVITY)
    monkeypatch.setattr("tests.heart3d.test_user_wall.ellipsoidal_frames", damaged)
    with pytest.raises(InputError, match="of the wall the fibres leave it"):
        user_ventricle(write(built_in, tmp_path / "wrong.vtu", order=order, at=at), "mm", walls.CAVITY)


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.2])
def test_measured_fibres_may_be_rough(built_in, tmp_path, monkeypatch, noise):
    true, chance = ellipsoidal_frames, np.random.default_rng(7)

    def rough(shape, where, *angles):
        frames = true(shape, where, *angles)
        fibre = frames.fibre + noise * chance.normal(size=frames.fibre.shape)
        return frames._replace(fibre=fibre / np.linalg.norm(fibre, axis=1, keepdims=True))

    monkeypatch.setattr("tests.heart3d.test_user_wall.ellipsoidal_frames", rough)
    user_ventricle(write(built_in, tmp_path / "heart.vtu", order=1, at="cells"), "mm", walls.CAVITY)


def test_place_and_directions_are_those_of_the_ellipsoid(built_in, tmp_path):
    path = write(built_in, tmp_path / "heart.vtu")
    loaded, factor = user_ventricle(path, "mm", walls.CAVITY)
    at = loaded.points.places / factor
    true = ellipsoidal_frames(walls.SHAPE, at, *walls.ANGLES)
    away = loaded.coordinates.height > 0.2  # the fibres have a pole at the apex
    assert np.mean(np.abs(np.sum(loaded.frames.fibre * true.fibre, axis=1)[away])) > 0.99
    assert np.mean(np.sum(loaded.frames.sheet * true.sheet, axis=1)[away]) > 0.98
    np.testing.assert_allclose(np.sum(loaded.frames.sheet * loaded.frames.fibre, axis=1), 0.0, atol=1e-9)
    np.testing.assert_allclose(loaded.coordinates.depth[away], walls.SHAPE.depth(at)[away], atol=0.15)
    np.testing.assert_allclose(loaded.coordinates.azimuth, np.arctan2(at[:, 1], -at[:, 0]), atol=1e-6)
    apex = walls.SHAPE.centre - walls.SHAPE.inner_long
    np.testing.assert_allclose(loaded.coordinates.height, 1.0 - at[:, 2] / apex, atol=1e-3)
    assert loaded.corners.depth.shape == (loaded.points.elements, 4)
    assert loaded.corners.depth.min() == 0.0
    assert loaded.corners.depth.max() == 1.0
    assert set(np.unique(loaded.segments)) == set(range(1, 18))


def test_directions_between_corners_keep_the_turn_and_forget_a_flip():
    """60° and −60° have the circumference between them, though they are 120° apart."""
    up, down = np.array([0.5, np.sqrt(0.75), 0.0]), np.array([0.5, -np.sqrt(0.75), 0.0])
    middle = np.array([[0.25, 0.25, 0.25]])
    np.testing.assert_allclose(between(np.array([[up, up, down, down]]), middle), [[[1.0, 0.0, 0.0]]], atol=1e-12)
    np.testing.assert_allclose(between(np.array([[up, -up, up, -up]]), middle), [[up]], atol=1e-12)


def test_the_septum_is_turned_to_its_place(built_in, tmp_path):
    path = write(built_in, tmp_path / "heart.vtu")
    plain, _ = user_ventricle(path, "mm", walls.CAVITY)
    turned, _ = user_ventricle(path, "mm", walls.CAVITY, septum=0.4)
    difference = np.angle(np.exp(1j * (plain.coordinates.azimuth - turned.coordinates.azimuth)))
    np.testing.assert_allclose(difference, 0.4, atol=1e-9)
    np.testing.assert_allclose(plain.coordinates.height, turned.coordinates.height, atol=1e-9)


def test_a_heart_of_another_size_is_refused(built_in, tmp_path):
    path = write(built_in, tmp_path / "heart.vtu", scale=4.0)
    with pytest.raises(InputError, match=r"holds 7\.\d+ mL and the patient's 120 mL .* scaled by 2.5, and 0.5 to 2 is"):
        user_ventricle(path, "mm", walls.CAVITY)


@pytest.mark.parametrize(("patient", "says"), [(1.0, False), (1.05, False), (0.8, True), (1.25, True)])
def test_a_wall_that_is_not_the_patients_is_said(built_in, tmp_path, patient, says):
    path, notes = write(built_in, tmp_path / "wall.vtu"), []
    healthy = Patient.preset("healthy").with_values({"left_ventricle.wall_volume": f"{patient * walls.MUSCLE} mL"})
    user_loading(path, "mm", healthy, notes.append)(np.array([walls.CAVITY]), MPI.COMM_WORLD)
    assert "are scaled by 1.00" in notes[0]
    assert len(notes) == (2 if says else 1)
    if says:
        expected = (
            rf"holds 1\d\d mL and the patient's {patient * walls.MUSCLE:.0f} mL.*left_ventricle.wall_volume 1\d\d mL"
        )
        assert re.search(expected, notes[1])


def test_a_mesh_without_fibres_gets_them_by_rule_and_it_is_said(built_in, tmp_path):
    path, notes = write(built_in, tmp_path / "wall.vtu", at="nowhere"), []
    loaded, _ = user_ventricle(path, "mm", walls.CAVITY, note=notes.append)
    assert "has no vectors 'fibre'" in notes[0]
    theirs = ellipsoidal_frames(walls.SHAPE, loaded.points.places, *walls.ANGLES).fibre
    likeness = np.abs(np.einsum("ij,ij->i", loaded.frames.fibre, theirs))
    assert np.average(likeness, weights=loaded.points.weights) > np.cos(np.radians(10.0))


def test_a_heart_of_two_ventricles_comes_back(tmp_path):
    """Without fibres and with its four surfaces, in mm: cavities, walls and fibres are the built-in ones."""
    built, path = two.heart(), tmp_path / "heart.vtu"
    drawn = built.ventricle.drawn
    tags = [np.zeros(len(drawn.tetrahedra), int), drawn.tags]
    blocks = [("tetra10", drawn.tetrahedra), ("triangle", drawn.triangles)]
    meshio.Mesh(10.0 * drawn.points, blocks, cell_data={"surface": tags}).write(path)
    loading = user_loading(path, "mm", Patient.preset("healthy"), lambda text: None)
    loaded = loading(two.CAVITIES, MPI.COMM_WORLD)
    for wall in (0, 1):
        ours, theirs = (one.points.weights[one.walls == wall].sum() for one in (loaded, built))
        assert ours == pytest.approx(theirs, rel=1e-2)
    pressed = walls.unload(loaded.ventricle, loaded.frames, two.SOFT, two.PRESSURES)
    assert len(pressed.cavities) == 2
    with pytest.raises(InputError, match="none of ENDO, EPI and BASE"):
        loading(two.CAVITIES[:1], MPI.COMM_WORLD)
