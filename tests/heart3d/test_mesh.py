"""The mesh of an ellipsoid: closed, unfolded, and of the volume that was asked for."""

import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest

from tests.heart3d import two, walls  # first: skips without engine

import ufl  # isort: skip
from dolfinx import fem  # isort: skip
from dolfinx.mesh import entities_to_geometry  # isort: skip

from diastole.errors import InputError
from diastole.model.heart3d.mesh import tetrahedra as mesh
from diastole.model.heart3d.mesh.biventricle import sized_biventricle
from diastole.model.heart3d.mesh.ellipsoid import sized_ellipsoid
from diastole.model.heart3d.mesh.mesh_checks import check_order, jacobians
from diastole.model.heart3d.mesh.tetrahedra import BASE, ENDO, EPI, ellipsoid_mesh
from diastole.model.heart3d.wall.cavity import cavity_volume, surface_measure
from diastole.model.heart3d.wall.loaded_ventricle import ellipsoidal_ventricle
from diastole.model.patient import Patient

EDGES = (2.2, 1.6, 1.4, 1.0)  # cm; on all of them elements folded before the surfaces were followed with care


@pytest.mark.parametrize("edge", EDGES)
def test_the_surface_is_closed_and_holds_what_was_asked_for(edge):
    """∫ N dA = 0 over a closed surface; a folded element breaks it, and then a pressure pushes the heart away."""
    ventricle = ellipsoid_mesh(walls.SHAPE, edge)
    ds, normal = surface_measure(ventricle, 6), ufl.FacetNormal(ventricle.mesh)
    area = [fem.assemble_scalar(fem.form(normal[i] * ds((ENDO, EPI, BASE)))) for i in range(3)]
    np.testing.assert_allclose(area, 0.0, atol=1e-10)
    still = fem.Function(fem.functionspace(ventricle.mesh, ("Lagrange", 2, (3,))))
    assert fem.assemble_scalar(fem.form(cavity_volume(ventricle, still, 4))) == pytest.approx(walls.CAVITY, rel=6e-3)
    whole = fem.assemble_scalar(fem.form(fem.Constant(ventricle.mesh, 1.0) * ufl.dx))
    assert whole == pytest.approx(walls.MUSCLE, rel=6e-3)


def test_the_nodes_lie_on_the_ellipsoids():
    ventricle = ellipsoid_mesh(walls.SHAPE, 1.6)
    ventricle.mesh.topology.create_connectivity(2, 0)
    for tag, depth in ((ENDO, 0.0), (EPI, 1.0)):
        nodes = np.unique(entities_to_geometry(ventricle.mesh, 2, ventricle.surfaces.find(tag)))
        x = ventricle.mesh.geometry.x[nodes]
        short, long = walls.SHAPE.radii(np.array(depth))
        on = (np.hypot(x[:, 0], x[:, 1]) / short) ** 2 + ((x[:, 2] - walls.SHAPE.centre) / long) ** 2
        np.testing.assert_allclose(on, 1.0, atol=1e-6)


def test_a_folded_element_is_refused_with_its_place(monkeypatch):
    monkeypatch.setattr(mesh.gmsh.model.mesh, "optimize", lambda method: None)
    monkeypatch.setattr(mesh, "MOST_HALVINGS", 0)
    with pytest.raises(InputError, match=r"element \d+ at \(.*\) cm of a mesh .* is folded, as are 5 of 483"):
        ellipsoid_mesh(walls.SHAPE, 1.6)


def test_what_was_drawn_makes_the_same_mesh_again_to_the_last_bit():
    first = ellipsoid_mesh(walls.SHAPE, 2.5)
    again = mesh.spread(first.drawn)
    assert first.mesh.geometry.x.tobytes() == again.mesh.geometry.x.tobytes()
    assert np.array_equal(first.mesh.geometry.dofmaps[0], again.mesh.geometry.dofmaps[0])
    assert np.array_equal(first.surfaces.values, again.surfaces.values)


def drawn_hearts():
    """Return a checksum of the mesh of one ventricle, and of that of two."""
    left = sized_ellipsoid(two.CAVITIES[0], two.MUSCLE[0], 0.58, 0.7)
    shapes = left, sized_biventricle(left, two.CAVITIES[1], two.MUSCLE[1])
    drawn = (mesh.draw_wall(shape, 2.5) for shape in shapes)
    return [sha256(b"".join(part.tobytes() for part in one)).hexdigest() for one in drawn]


def test_three_processes_draw_the_same_mesh_to_the_last_bit():
    """On this mesh elements are straightened; gmsh's own ways to unfold them would go by the addresses of elements."""
    program = "from tests.heart3d.test_mesh import drawn_hearts; print(*drawn_hearts())"
    told = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
            for _ in range(2)]  # fmt: skip
    assert told == 2 * [drawn_hearts()]
    assert len(set(told[0])) == 2


def test_no_element_of_a_coarse_heart_is_uneven():
    """Of two ventricles, where the right wall joins the left one and elements fold first."""
    left = sized_ellipsoid(two.CAVITIES[0], two.MUSCLE[0], 0.58, 0.7)
    drawn = mesh.draw_wall(sized_biventricle(left, two.CAVITIES[1], two.MUSCLE[1]), 2.5)
    volumes = jacobians(drawn.points, drawn.tetrahedra)
    assert np.all(volumes.min(axis=1) > mesh.LEAST_EVEN * volumes.max(axis=1))


def test_where_straight_faces_cross_a_little_shorter_edges_fill_the_wall(monkeypatch):
    """The inner and the outer surface of a thin apex, and the right wall's, are near each other."""
    left = sized_ellipsoid(two.CAVITIES[0], two.MUSCLE[0], 0.58, 0.2)
    shape = sized_biventricle(left, two.CAVITIES[1], two.MUSCLE[1])
    drawn = mesh.draw_wall(shape, 2.0)
    volumes = jacobians(drawn.points, drawn.tetrahedra)
    assert np.all(volumes.min(axis=1) > mesh.LEAST_EVEN * volumes.max(axis=1))
    monkeypatch.setattr(mesh, "SHORTER", (1.0,))
    with pytest.raises(InputError, match="cannot be filled with edges of 2 cm; try a smaller edge"):
        mesh.draw_wall(shape, 2.0)


def test_a_kept_mesh_is_not_drawn_again(monkeypatch):
    drawn = ellipsoid_mesh(walls.SHAPE, 2.5).drawn
    moved = drawn._replace(points=drawn.points + 3e-9)
    monkeypatch.setattr("diastole.model.heart3d.wall.loaded_ventricle.draw_wall", None)
    loaded = ellipsoidal_ventricle(Patient.preset("healthy").wall, walls.CAVITY, walls.MUSCLE, 2.5, drawn=moved)
    assert loaded.ventricle.drawn is moved
    assert set(np.unique(loaded.ventricle.mesh.geometry.x)) == set(np.unique(moved.points))


def test_the_nodes_of_a_drawn_element_are_in_the_order_of_files():
    drawn = ellipsoid_mesh(walls.SHAPE, 2.5).drawn
    check_order(drawn.points, drawn.tetrahedra)
