"""The front of a monodomain, solved by fenicsx-beat, and that of the eikonal, on the same meshes."""

from typing import Any

import numpy as np

from diastole import Patient
from diastole.model.heart3d.conduction import ten_tusscher as cell
from diastole.model.heart3d.conduction.activation import activation_pattern, arrival_times, site_nodes
from diastole.model.heart3d.mesh.ellipsoid import ellipsoidal_frames, sized_ellipsoid
from diastole.model.heart3d.mesh.subdivision import subdivided
from diastole.model.heart3d.mesh.tetrahedra import draw_wall, spread
from diastole.model.heart3d.wall.loaded_ventricle import coordinates
from diastole.model.run import simulate

import basix.ufl  # isort: skip  after the engine, which needs an order
import beat  # isort: skip
import dolfinx  # isort: skip
import ufl  # isort: skip
from mpi4py import MPI  # isort: skip

PUBLISHED = 1.54e-3  # cm²/ms, tentusscher2006
ARRIVED = -40.0  # mV, upwards: the front is there
SPEEDS = (60.0, 30.0)  # cm/s, along and across, of both fronts that are compared; assumed
CABLE = 1.0  # cm
CABLE_EDGES = (0.04, 0.02, 0.01, 0.005)  # cm
STEP = 0.02  # ms
COARSE_STEP = 0.05  # ms, in the block and the wall
BALL = 0.1  # cm, around a site, which is stimulated: a smaller one does not capture
BLOCK, BLOCK_EDGE = (1.0, 0.75), 0.025  # cm, along the inner face
THICK, THIN = 1.0, 0.3  # cm, across: as the wall is, and fibres that turn three times as fast
SHRUNK = 0.25  # 1, size of the wall: its fronts are as thick as in life, so that they are harder to tell by an eikonal
WALL_EDGE = 0.035  # cm


def arrivals(mesh, diffusivity, stimulated, step: float, end: float):
    """Return when the front arrives at the nodes of a mesh in cm [ms], by a monodomain of epicardial cells.

    Parameters
    ----------
    mesh
        Of DOLFINx.
    diffusivity
        Number or tensor of UFL [cm²/ms].
    stimulated
        Whether a place (3, n) is depolarised at time zero.
    step, end
        Step, and time after which it must have arrived everywhere [ms].
    """
    options = {"ksp_type": "cg", "pc_type": "jacobi", "ksp_rtol": 1e-8, "ksp_initial_guess_nonzero": True}
    pde = beat.MonodomainModel(
        dolfinx.fem.Constant(mesh, 0.0), mesh, diffusivity,
        params={"theta": 0.5, "petsc_options": options, "default_timestep": step},
    )  # fmt: skip
    there = stimulated(pde.V.tabulate_dof_coordinates().T)
    states = np.repeat(np.array(cell.AT_REST)[:, np.newaxis], there.size, axis=1)
    states[cell.VOLTAGE, there] = 20.0  # mV

    def advanced(states, t, parameters, dt):
        cell.advance_cells(states, 1, dt, cell.CELLS["epicardial"])
        return states

    ode = beat.odesolver.DolfinODESolver(
        dolfinx.fem.Function(pde.V), pde.state, states, np.zeros(1), advanced, len(cell.STATES), cell.VOLTAGE
    )
    solver = beat.MonodomainSplittingSolver(pde, ode)
    when, before = np.where(there, 0.0, np.inf), pde.state.x.array.copy()
    for i in range(round(end / step)):
        solver.step((i * step, (i + 1) * step))
        now = pde.state.x.array
        new = np.isinf(when) & (now >= ARRIVED)
        when[new] = (i + (ARRIVED - before[new]) / (now[new] - before[new])) * step
        before[:] = now
        if np.isfinite(when).all():
            return pde.V, when
    raise RuntimeError(f"the front has not arrived at {np.isinf(when).sum()} of {when.size} nodes after {end} ms")


def cable(diffusivity: float, edge: float) -> float:
    """Return the speed of the front between a quarter and three quarters of a cable [cm/s]."""
    mesh = dolfinx.mesh.create_interval(MPI.COMM_WORLD, round(CABLE / edge), (0.0, CABLE))
    space, when = arrivals(mesh, diffusivity, lambda x: x[0] < BALL, STEP, 100.0)
    order = np.argsort(space.tabulate_dof_coordinates()[:, 0])
    ends = np.interp((0.25 * CABLE, 0.75 * CABLE), space.tabulate_dof_coordinates()[order, 0], when[order])
    return float(1e3 * 0.5 * CABLE / np.diff(ends)[0])


def diffusivities(published: float) -> tuple[float, ...]:
    """Return those that go with the speeds of the eikonal, from the speed with the published one [cm²/ms]."""
    return tuple(PUBLISHED * (speed / published) ** 2 for speed in SPEEDS)


def cables() -> dict[str, Any]:
    """Return the speeds at each edge [cm/s]."""
    published = [cable(PUBLISHED, edge) for edge in CABLE_EDGES]
    along, across = diffusivities(published[-1])
    both = {name: [cable(one, edge) for edge in CABLE_EDGES] for name, one in (("along", along), ("across", across))}
    return {"edges": CABLE_EDGES, "published": published, **both}


def both_fronts(mesh, fibres, site, published: float) -> dict[str, float]:
    """Return how the fronts of both agree that start in a ball around a site (3,) [cm], in straight elements.

    Parameters
    ----------
    mesh
        Of DOLFINx, tetrahedra.
    fibres
        Unit vectors of the elements (m, 3), in their order there.
    site
        Centre of the ball.
    published
        Speed along a fine cable with the published diffusivity [cm/s].
    """
    constants = dolfinx.fem.functionspace(mesh, ("DG", 0, (3,)))
    fibre = dolfinx.fem.Function(constants)
    fibre.x.array[:] = fibres.ravel()
    along, across = diffusivities(published)
    tensor = across * ufl.Identity(3) + (along - across) * ufl.outer(fibre, fibre)
    space, when = arrivals(mesh, tensor, lambda x: np.linalg.norm(x.T - site, axis=1) < BALL, COARSE_STEP, 200.0)
    places = space.tabulate_dof_coordinates()
    cells = space.dofmap.list.astype(np.int64)
    fine = subdivided(places, cells)  # as in a run: the eikonal of a coarse mesh is late
    at, turned = fine.fill(places), fibres[fine.parents]
    sites = np.flatnonzero(np.linalg.norm(at - site, axis=1) < BALL)
    speeds = (np.full(len(turned), speed) for speed in SPEEDS)
    all_times = arrival_times(at, fine.tetrahedra, turned, *speeds, sites=sites, site_times=np.zeros(sites.size))
    front = 1e3 * all_times[: len(places)]
    apart = np.abs(when - front)
    return {
        "nodes": len(places), "last_eikonal": float(front.max()), "last_monodomain": float(when.max()),
        "mean_difference": float(apart.mean()), "difference_of_95_percent": float(np.quantile(apart, 0.95)),
        "largest_difference": float(apart.max()),
    }  # fmt: skip


def block(published: float, thickness: float = THICK) -> dict[str, float]:
    """Return both fronts in a block whose fibres turn across it from 60° to −60°, from a corner of its inner face."""
    size = (*BLOCK, thickness)
    counts = [round(length / BLOCK_EDGE) for length in size]
    mesh = dolfinx.mesh.create_box(MPI.COMM_WORLD, [np.zeros(3), np.array(size)], counts)
    middles = dolfinx.mesh.compute_midpoints(mesh, 3, np.arange(mesh.topology.index_map(3).size_local))
    angle = np.radians(60.0 - 120.0 * middles[:, 2] / thickness)
    return both_fronts(
        mesh, np.column_stack((np.cos(angle), np.sin(angle), np.zeros_like(angle))), np.zeros(3), published
    )


def wall(published: float) -> dict[str, float]:
    """Return both fronts in a healthy left ventricle, shrunk, from the septum's right side and without a fast layer."""
    patient = Patient.preset("healthy")
    cavity = float(simulate(patient).steady.trace["v_lv"][0]) * SHRUNK**3
    shape = sized_ellipsoid(
        cavity, patient.left_ventricle.wall_volume * SHRUNK**3, patient.wall.sphericity, patient.wall.apex_thinning
    )
    curved = spread(draw_wall(shape, WALL_EDGE, MPI.COMM_WORLD), MPI.COMM_WORLD).mesh
    corners, cells = np.unique(curved.geometry.dofmaps[0][:, :4], return_inverse=True)
    mesh = dolfinx.mesh.create_mesh(
        MPI.COMM_WORLD, cells.reshape(-1, 4).astype(np.int64), _straight(), curved.geometry.x[corners]
    )
    middles = dolfinx.mesh.compute_midpoints(mesh, 3, np.arange(mesh.topology.index_map(3).size_local))
    frames = ellipsoidal_frames(
        shape, middles, np.radians(patient.wall.inner_angle), np.radians(patient.wall.outer_angle)
    )
    depth = shape.depth(mesh.geometry.x)
    where = coordinates(
        mesh.geometry.x, depth, shape.centre - shape.inner_long, right=np.zeros(depth.shape, bool), cover=depth
    )
    early = activation_pattern("left_bundle_branch_block").sites[:1]
    return both_fronts(mesh, frames.fibre, mesh.geometry.x[site_nodes(mesh.geometry.x, where, early)[0]], published)


def _straight():

    return ufl.Mesh(basix.ufl.element("Lagrange", "tetrahedron", 1, shape=(3,)))
