"""Solvers of the wall's equations against mesh: `python benchmarks/heart3d_solvers.py EDGE … [--write]`, edges in cm.

With `mpirun -n 2` before it, it runs on two ranks.

The matrix is the tangent of a left ventricle without load whose muscle pulls with 30 kPa. It is solved for the load of
a unit of pressure: by LDLᵀ as diastole does it, by MUMPS's LU in its own ordering, and by conjugate gradients with the
algebraic multigrid that the wheel of PETSc has (GAMG, with the motions of a rigid body). With --write the table goes to
docs/numerics/heart3d_solvers.json, beside those of other counts of ranks. Times are CPU seconds of all ranks together,
those that a rank waits for another included; memory is what MUMPS used.
"""

import argparse
import json
from pathlib import Path
from time import process_time as own_time

import numpy as np

import diastole.model.heart3d  # noqa: F401  before the engine: the order of its parts matters
from diastole.model.heart3d.mesh.ellipsoid import ellipsoidal_frames, sized_ellipsoid
from diastole.model.heart3d.mesh.tetrahedra import ellipsoid_mesh
from diastole.model.heart3d.wall.cavity import cavities
from diastole.model.heart3d.wall.finite_element_wall import ActiveStress, FiniteElementWall
from diastole.model.heart3d.wall.kept_factors import METIS, ORDERING
from diastole.model.heart3d.wall.material import TRANSVERSE, PassiveMuscle
from diastole.model.heart3d.wall.quadrature import IntegrationPoints
from diastole.model.heart3d.wall.unloading import UnloadedVentricle

from dolfinx import fem  # isort: skip
from mpi4py import MPI  # isort: skip
from petsc4py import PETSc  # isort: skip

RESULT = Path(__file__).resolve().parent.parent / "docs" / "numerics" / "heart3d_solvers.json"
SHAPE = sized_ellipsoid(120.0, 130.0, 0.58, 0.7)  # mL and 1, a healthy ventricle
ANGLES = np.radians((60.0, -60.0))
TENSION, STIFFNESS = 30.0, 100.0  # kPa, of the muscle; assumed
RTOL = 1e-6
MOST_ITERATIONS = 2000
USED_MB = 22  # MUMPS's INFOG


def process_time() -> float:
    """Return the CPU time of all ranks [s], when all have come so far."""
    return MPI.COMM_WORLD.allreduce(own_time())


def wall_of(edge: float) -> FiniteElementWall:
    """Return a pulling wall in its shape without load."""
    ventricle = ellipsoid_mesh(SHAPE, edge)
    points = IntegrationPoints(ventricle.mesh)
    frames = ellipsoidal_frames(SHAPE, points.places, *ANGLES)
    still = fem.Function(fem.functionspace(ventricle.mesh, ("Lagrange", 2, (3,))))
    unloaded = UnloadedVentricle(
        ventricle, still, np.ones(1), points, frames, np.ones(points.count), cavities(ventricle, points.degree)
    )
    wall = FiniteElementWall(unloaded, PassiveMuscle(TRANSVERSE, 1.0))
    one, nothing = np.ones(points.count), np.zeros(points.count)
    wall.set_active_stress(ActiveStress(TENSION * one, STIFFNESS * one, one, nothing, nothing, one))
    return wall


def direct(matrix: PETSc.Mat, load: PETSc.Vec, kind: str) -> dict[str, float]:
    """Solve by MUMPS; LU takes the ordering that MUMPS chooses."""
    factors = PETSc.PC().create(matrix.comm)
    factors.setOperators(matrix)
    factors.setType(kind)
    factors.setFactorSolverType("mumps")
    factors.setFactorSetUpSolverType()
    if kind == "cholesky":
        factors.getFactorMatrix().setMumpsIcntl(ORDERING, METIS)
    answer = load.duplicate()
    start = process_time()
    factors.setUp()
    ready = process_time()
    factors.apply(load, answer)
    return {
        "setup": ready - start,
        "solve": process_time() - ready,
        "memory": factors.getFactorMatrix().getMumpsInfog(USED_MB),
    }


def multigrid(matrix: PETSc.Mat, load: PETSc.Vec, places: np.ndarray) -> dict[str, float]:
    """Solve by conjugate gradients with GAMG."""
    coordinates = load.duplicate()
    coordinates.setBlockSize(3)
    coordinates.array[:] = places.ravel()[: coordinates.local_size]
    matrix.setNearNullSpace(PETSc.NullSpace().createRigidBody(coordinates))
    solver = PETSc.KSP().create(matrix.comm)
    solver.setOperators(matrix)
    solver.setType("cg")
    solver.getPC().setType("gamg")
    solver.setTolerances(rtol=RTOL, max_it=MOST_ITERATIONS)
    answer = load.duplicate()
    start = process_time()
    solver.setUp()
    ready = process_time()
    solver.solve(load, answer)
    converged = solver.getConvergedReason() > 0
    return {
        "setup": ready - start,
        "solve": process_time() - ready,
        "iterations": solver.getIterationNumber(),
        "converged": converged,
    }


def measure(edge: float) -> dict[str, object]:
    """Return the costs of all solvers on a mesh."""
    wall = wall_of(edge)
    problem = wall.problem
    start = process_time()
    problem.elastance()
    both = process_time() - start
    matrix, load = problem._factors.matrix, problem._directions[0]
    places = wall.displacement.function_space.tabulate_dof_coordinates()
    ldl = direct(matrix, load, "cholesky")
    return {
        "edge": edge,
        "ranks": problem.comm.size,
        "elements": wall.points.mesh.topology.index_map(3).size_global,
        "unknowns": matrix.size[0],
        "assembly": both - ldl["setup"] - ldl["solve"],
        "ldl": ldl,
        "lu": direct(matrix, load, "lu"),
        "gamg": multigrid(matrix, load, places),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("edges", type=float, nargs="+")
    parser.add_argument("--write", action="store_true", help=f"also write {RESULT.name}")
    options = parser.parse_args()
    world = MPI.COMM_WORLD
    rows = [measure(edge) for edge in options.edges]
    if world.rank == 0:
        print(*map(json.dumps, rows), sep="\n")
    if options.write and world.rank == 0:
        kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else []
        rows = sorted([*(row for row in kept if row["ranks"] != world.size), *rows], key=lambda row: row["ranks"])
        RESULT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
