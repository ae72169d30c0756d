"""Newton's method for the equilibrium of a wall under the pressure of its cavity, at a given pressure or volume.

At a given volume the pressure is one more unknown, so the system is bordered. With K the stiffness at constant pressure
and g the load of unit pressure, K x = −r is solved in each iteration and K y = g once for each factorisation, and the
pressure follows from the volume. The elastance dp/dV = 1/(g·y) then costs nothing more. Factors are kept from step to
step: old ones cost iterations, never accuracy, since residual and volume are those of the present state.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import ufl
from dolfinx import fem
from dolfinx.fem import petsc as fem_petsc
from mpi4py import MPI
from petsc4py import PETSc

from diastole.errors import SimulationError
from diastole.model.heart3d.wall.form_cache import compiling

FORCE_TOLERANCE = 1e-5  # 1, residual over the load on the cavity (at least that of LEAST_LOAD)
LEAST_LOAD = 1.0  # kPa
VOLUME_TOLERANCE = 1e-6  # mL
MOST_ITERATIONS = 40
DIVERGED = 100.0  # 1, residual over the load on the cavity, above which an attempt is given up
OVERSHOT = 10.0  # 1, growth of the residual above which a step is halved
SMALLEST_SHARE = 0.05  # 1, of a step: it is not halved further
LEAST_SHARE = 0.01  # 1, of a change: if even this share of it fails, there is no equilibrium near
WORTHWHILE = 0.25  # 1, the matrix is factorised again if an iteration leaves more of the residual than this


class NewtonError(SimulationError):
    """Newton's method found no equilibrium from where it started."""

    reached = 0.0  # 1, share of a change that `CavityProblem.in_shares` reached


class SolverEffort(NamedTuple):
    """Cost of a solution."""

    iterations: int
    factorisations: int


class CavityProblem:
    """A nonlinear problem in the displacement u and the cavity pressure p.

    Parameters
    ----------
    unknown
        Displacement [cm]; the solutions change it in place.
    internal
        Residual of the wall without the load, as a linear form.
    load
        Load of a pressure of 1 kPa, as a linear form; the residual is ``internal − p load``.
    volume
        Volume of the cavity [mL] as a form; needed where the volume is prescribed.
    symmetric
        Whether all forces derive from an energy, so that half of the matrix and of its factors is enough.
    """

    def __init__(self, unknown: fem.Function, internal: Any, load: Any, volume: Any = None, *, symmetric: bool = True):
        self.unknown = unknown
        mesh = unknown.function_space.mesh
        self.comm = mesh.comm
        self.pressure = fem.Constant(mesh, 0.0)  # kPa
        tangent = ufl.derivative(internal - self.pressure * load, unknown, ufl.TrialFunction(unknown.function_space))
        with compiling(self.comm) as options:
            self._internal, self._load, self._tangent = (
                fem.form(form, jit_options=options) for form in (internal, load, tangent)
            )
            self._volume = None if volume is None else fem.form(volume, jit_options=options)
        self._matrix = fem_petsc.create_matrix(self._tangent)
        self._residual, self._direction, self._step, self._answer = (
            fem_petsc.create_vector(unknown.function_space) for _ in range(4)
        )
        self._solver = PETSc.KSP().create(self.comm)
        self._solver.setOperators(self._matrix)
        self._solver.setType("preonly")
        self._matrix.setOption(PETSc.Mat.Option.SYMMETRIC, symmetric)
        self._solver.getPC().setType("cholesky" if symmetric else "lu")  # LDLᵀ, as the matrix may be indefinite
        self._solver.getPC().setFactorSolverType("mumps")
        self._factored = False
        self._initial_force = fem_petsc.create_vector(unknown.function_space)  # what holds the wall at the start

    def settle(self) -> float:
        """Declare the present state to be in equilibrium; return the force that this adds, over that of the load.

        A discrete cavity is not quite a body of revolution, so its pressure turns it a little. The added force is what
        holds the wall at the start.
        """
        self._initial_force.set(0.0)
        force, _ = self._forces()
        self._residual.copy(self._initial_force)
        return force / (abs(float(self.pressure.value)) * self._direction.norm())

    def volume(self) -> float:
        """Return the volume of the cavity [mL]."""
        return float(self.comm.allreduce(fem.assemble_scalar(self._volume), op=MPI.SUM))

    def _assemble(self, form: Any, vector: PETSc.Vec) -> None:
        with vector.localForm() as local:
            local.set(0.0)
        fem_petsc.assemble_vector(vector, form)
        vector.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)

    def _factorise(self) -> None:
        self._matrix.zeroEntries()
        fem_petsc.assemble_matrix(self._matrix, self._tangent)
        self._matrix.assemble()
        self._solver.setOperators(self._matrix)
        self._solver.setUp()
        self._solver.solve(self._direction, self._answer)
        self._factored = True

    def forget_factors(self) -> None:
        """Begin the next solution with new factors, so that it depends on nothing but the present state."""
        self._factored = False

    def _forces(self) -> tuple[float, float]:
        """Assemble load and residual; return the norm of the residual, and the norm that counts as small."""
        self._assemble(self._load, self._direction)
        self._assemble(self._internal, self._residual)
        self._residual.axpy(-float(self.pressure.value), self._direction)
        self._residual.axpy(-1.0, self._initial_force)
        small = FORCE_TOLERANCE * max(abs(float(self.pressure.value)), LEAST_LOAD) * self._direction.norm()
        return self._residual.norm(), small

    def _move(self, vector: PETSc.Vec, share: float) -> None:
        self.unknown.x.petsc_vec.axpy(share, vector)
        self.unknown.x.scatter_forward()

    def solve_pressure(self, pressure: float) -> SolverEffort:
        """Find the displacement at a pressure [kPa], factorising in every iteration.

        Raises
        ------
        NewtonError
            If there is no equilibrium near the present state.
        """
        self.pressure.value = pressure
        return self._search(None, fresh=True)

    def solve_volume(self, target: float, *, fresh: bool = True) -> SolverEffort:
        """Find displacement and pressure at a volume [mL].

        Parameters
        ----------
        target
            The volume [mL].
        fresh
            Whether to factorise in every iteration; otherwise old factors are kept while the residual falls, and where
            they lead nowhere the search begins again with new ones.

        Raises
        ------
        NewtonError
            If there is no equilibrium near the present state.
        """
        kept, pressure = self.unknown.x.array.copy(), float(self.pressure.value)
        try:
            return self._search(target, fresh=fresh)
        except NewtonError:
            if fresh:
                raise
        self.unknown.x.array[:], self.pressure.value = kept, pressure
        return self._search(target, fresh=True)

    def in_shares(self, solve: Callable[[float], object], *, first: float = 1.0, least: float = LEAST_SHARE) -> None:
        """Solve at growing shares of a change, up to the whole, and at smaller ones where the solver fails.

        Parameters
        ----------
        solve
            Solves the problem at a share of the change [1].
        first, least
            First share, and the share below which the solver gives up [1].

        Raises
        ------
        NewtonError
            If even the least share fails; the problem is then at the share that was reached.
        """
        done, share = 0.0, first
        while done < 1.0:
            kept, pressure = self.unknown.x.array.copy(), float(self.pressure.value)
            try:
                solve(min(done + share, 1.0))
            except NewtonError as problem:
                self.unknown.x.array[:], self.pressure.value = kept, pressure
                share *= 0.5
                if share < least:
                    problem.reached = done
                    raise
                continue
            done, share = min(done + share, 1.0), 1.5 * share

    def _search(self, target: float | None, *, fresh: bool) -> SolverEffort:
        before, expected, factorisations, share, rise = np.inf, np.inf, 0, 0.0, 0.0
        for iteration in range(MOST_ITERATIONS):
            force, small = self._forces()
            if share > SMALLEST_SHARE and not force <= max(OVERSHOT * before, small):  # also if it is not a number
                share *= 0.5
                self._move(self._step, -share)
                self.pressure.value = float(self.pressure.value) - share * rise
                continue
            missing = 0.0 if target is None else target - self.volume()
            if not np.isfinite(force) or force > DIVERGED / FORCE_TOLERANCE * small:
                break
            if force <= small and abs(missing) <= VOLUME_TOLERANCE:
                return SolverEffort(iteration, factorisations)
            if fresh or not self._factored or force > WORTHWHILE * expected:
                self._factorise()
                factorisations += 1
            expected = max(force, small)
            before, share = expected if iteration else np.inf, 1.0
            self._solver.solve(self._residual, self._step)
            self._step.scale(-1.0)
            if target is not None:
                rise = (missing - self._direction.dot(self._step)) / self._direction.dot(self._answer)
                self._step.axpy(rise, self._answer)
                self.pressure.value = float(self.pressure.value) + rise
                expected = max(expected, abs(rise) * self._direction.norm())
            self._move(self._step, 1.0)
        self._factored = False
        raise NewtonError(f"no equilibrium after {iteration + 1} iterations; the residual force is {force:.2g}")

    def elastance(self) -> float:
        """Return dp/dV near the present state [kPa/mL], using the present factors."""
        self._assemble(self._load, self._direction)
        if not self._factored:
            self._factorise()
        return 1.0 / float(self._direction.dot(self._answer))

    def predict(self) -> tuple[float, float]:
        """Return how the forces out of balance change the pressure at this volume [kPa], and dp/dV [kPa/mL].

        This is the first-order prediction at the start of a step, with the active stress of its end and the factors
        that are there.
        """
        self._forces()
        if not self._factored:
            self._factorise()
        self._solver.solve(self._residual, self._step)
        elastance = self.elastance()
        return float(self._direction.dot(self._step)) * elastance, elastance
