"""Newton's method for the equilibrium of a wall under the pressures of its cavities, at given pressures or volumes.

At given volumes the pressures are unknown too, so the system is bordered. With K the stiffness at constant pressure
and g the load of unit pressure in each cavity, K x = −r is solved in each iteration and K y = g once for each
factorisation, and the pressures follow from the volumes. The elastance dp/dV, the inverse of g·y, then costs nothing
more. Factors are kept from step to step and corrected by what their steps led to: old ones cost iterations, never
accuracy, since residual and volumes are those of the present state.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import ufl
from dolfinx import fem
from dolfinx.fem import petsc as fem_petsc
from mpi4py import MPI
from petsc4py import PETSc

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.heart3d.wall.form_cache import compiling
from diastole.model.heart3d.wall.kept_factors import KeptFactors

FORCE_TOLERANCE = 1e-5  # 1, usual residual over the load on the cavities (at least that of LEAST_LOAD)
LEAST_LOAD = 1.0  # kPa
VOLUME_TOLERANCE = 1e-6  # mL
MOST_ITERATIONS = 40
DIVERGED = 100.0  # 1, residual over the load on the cavities, above which an attempt is given up
OVERSHOT = 10.0  # 1, growth of the residual above which a step is halved
SMALLEST_SHARE = 0.05  # 1, of a step: it is not halved further
LEAST_SHARE = 0.01  # 1, of a change: if even this share of it fails, there is no equilibrium near
WORTHWHILE = 0.6  # 1, the matrix is factorised again if an iteration leaves more of the residual than this; ours


class NewtonError(SimulationError):
    """Newton's method found no equilibrium from where it started."""

    reached = 0.0  # 1, share of a change that `CavityProblem.in_shares` reached


class SolverEffort(NamedTuple):
    """Cost of a solution."""

    iterations: int
    factorisations: int


class CavityProblem:
    """A nonlinear problem in the displacement u and the pressures p of some cavities.

    Parameters
    ----------
    unknown
        Displacement [cm]; the solutions change it in place.
    internal
        Residual of the wall without the loads, as a linear form.
    loads
        Load of a pressure of 1 kPa in each cavity, as linear forms; the residual is ``internal − Σ p load``.
    volumes
        Volume of each cavity [mL] as forms; needed where volumes are prescribed.
    symmetric
        Whether all forces derive from an energy, so that half of the matrix and of its factors is enough.
    """

    def __init__(
        self,
        unknown: fem.Function,
        internal: Any,
        loads: Sequence[Any],
        volumes: Sequence[Any] = (),
        *,
        symmetric: bool = True,
    ):
        self.unknown = unknown
        self.force_tolerance = FORCE_TOLERANCE  # 1; may be changed between solutions
        mesh = unknown.function_space.mesh
        self.comm = mesh.comm
        self._pressures = [fem.Constant(mesh, 0.0) for _ in loads]  # kPa
        loaded = internal - sum(p * load for p, load in zip(self._pressures, loads, strict=True))
        tangent = ufl.derivative(loaded, unknown, ufl.TrialFunction(unknown.function_space))
        with compiling(self.comm) as options:
            self._internal, self._tangent, *forms = (
                fem.form(form, jit_options=options) for form in (internal, tangent, *loads, *volumes)
            )
        self._loads, self._volumes = forms[: len(loads)], forms[len(loads) :]
        self._residual, self._step = (fem_petsc.create_vector(unknown.function_space) for _ in range(2))
        self._directions, self._answers = (
            [fem_petsc.create_vector(unknown.function_space) for _ in loads] for _ in range(2)
        )
        self._factors = KeptFactors(self._tangent, symmetric=symmetric)
        self._initial_force = fem_petsc.create_vector(unknown.function_space)  # what holds the wall at the start

    @property
    def pressures(self) -> Array:
        """Pressure in each cavity (cavities,) [kPa]."""
        return np.array([float(one.value) for one in self._pressures])

    @pressures.setter
    def pressures(self, values: Array) -> None:
        for one, value in zip(self._pressures, values, strict=True):
            one.value = value

    def settle(self) -> float:
        """Declare the present state to be in equilibrium; return the force that this adds, over that of the loads.

        A discrete cavity is not quite a body of revolution, so its pressure turns it a little. The added force is what
        holds the wall at the start.
        """
        self._initial_force.set(0.0)
        force, _ = self._forces()
        self._residual.copy(self._initial_force)
        return force / self._weight(np.abs(self.pressures))

    def volumes(self) -> Array:
        """Return the volume of each cavity (cavities,) [mL]."""
        own = np.array([fem.assemble_scalar(volume) for volume in self._volumes], float)
        return np.asarray(self.comm.allreduce(own, op=MPI.SUM))

    def _weight(self, pressures: Array) -> float:
        """Return the norm of the loads of pressures (cavities,) [kPa] in all cavities."""
        norms = np.array([direction.norm() for direction in self._directions])
        return float(np.linalg.norm(pressures * norms))

    def _assemble(self, form: Any, vector: PETSc.Vec) -> None:
        with vector.localForm() as local:
            local.set(0.0)
        fem_petsc.assemble_vector(vector, form)
        vector.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)

    def _factorise(self) -> None:
        self._factors.renew()
        for direction, answer in zip(self._directions, self._answers, strict=True):
            self._factors.solve(direction, answer)

    def forget_factors(self) -> None:
        """Begin the next solution with new factors, so that it depends on nothing but the present state."""
        self._factors.forget()

    def _forces(self) -> tuple[float, float]:
        """Assemble load and residual; return the norm of the residual, and the norm that counts as small."""
        self._assemble_loads()
        self._assemble(self._internal, self._residual)
        for pressure, direction in zip(self.pressures, self._directions, strict=True):
            self._residual.axpy(-float(pressure), direction)
        self._residual.axpy(-1.0, self._initial_force)
        small = self.force_tolerance * self._weight(np.maximum(np.abs(self.pressures), LEAST_LOAD))
        return self._residual.norm(), small

    def _assemble_loads(self) -> None:
        for load, direction in zip(self._loads, self._directions, strict=True):
            self._assemble(load, direction)

    def _add_rise(self, missing: Array) -> Array:
        """Add to the step what rises of the pressures do, such that it adds missing volumes [mL]; return them [kPa]."""
        held = np.array([direction.dot(self._step) for direction in self._directions])
        rise = np.linalg.solve(self._compliance(), missing - held)
        for each, answer in zip(rise, self._answers, strict=True):
            self._step.axpy(float(each), answer)
        return np.asarray(rise)

    def _compliance(self) -> Array:
        """Return dV/dp by the present factors (cavities, cavities) [mL/kPa]."""
        return np.array([[direction.dot(answer) for answer in self._answers] for direction in self._directions])

    def _move(self, vector: PETSc.Vec, share: float) -> None:
        self.unknown.x.petsc_vec.axpy(share, vector)
        self.unknown.x.scatter_forward()

    def solve_pressures(self, pressures: Array, *, fresh: bool = True) -> SolverEffort:
        """Find the displacement at pressures (cavities,) [kPa]; otherwise as `solve_volumes`."""
        self.pressures = pressures
        return self._solve(None, fresh=fresh)

    def solve_volumes(self, target: Array, *, fresh: bool = True) -> SolverEffort:
        """Find displacement and pressures at volumes (cavities,) [mL].

        Parameters
        ----------
        target
            The volumes [mL].
        fresh
            Whether to factorise in every iteration; otherwise old factors are kept while the residual falls, and where
            they lead nowhere the search begins again with new ones.

        Raises
        ------
        NewtonError
            If there is no equilibrium near the present state.
        """
        return self._solve(target, fresh=fresh)

    def _solve(self, target: Array | None, *, fresh: bool) -> SolverEffort:
        kept, pressures = self.unknown.x.array.copy(), self.pressures
        try:
            return self._search(target, fresh=fresh)
        except NewtonError:
            if fresh:
                raise
        self.unknown.x.array[:], self.pressures = kept, pressures
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
            kept, pressures = self.unknown.x.array.copy(), self.pressures
            try:
                solve(min(done + share, 1.0))
            except NewtonError as problem:
                self.unknown.x.array[:], self.pressures = kept, pressures
                share *= 0.5
                if share < least:
                    problem.reached = done
                    raise
                continue
            done, share = min(done + share, 1.0), 1.5 * share

    def _search(self, target: Array | None, *, fresh: bool) -> SolverEffort:
        before, expected, factorisations, share = np.inf, np.inf, 0, 0.0
        rise = np.zeros(len(self._loads))
        self._factors.secants.interrupt()
        for iteration in range(MOST_ITERATIONS):
            force, small = self._forces()
            if share > SMALLEST_SHARE and not force <= max(OVERSHOT * before, small):  # also if it is not a number
                share *= 0.5
                self._move(self._step, -share)
                self.pressures = self.pressures - share * rise
                self._factors.secants.interrupt()
                continue
            missing = np.zeros_like(rise) if target is None else target - self.volumes()
            if not np.isfinite(force) or force > DIVERGED / self.force_tolerance * small:
                break
            if force <= small and np.abs(missing).max() <= VOLUME_TOLERANCE:
                return SolverEffort(iteration, factorisations)
            if fresh or not self._factors.usable or force > WORTHWHILE * expected:
                self._factorise()
                factorisations += 1
            expected = max(force, small)
            before, share = expected if iteration else np.inf, 1.0
            self._factors.solve(self._residual, self._step)
            self._step.scale(-1.0)
            if target is not None:
                rise = self._add_rise(missing)
            rise = self._factors.secants.improve(self._step, rise)
            expected = max(expected, self._weight(np.abs(rise)))
            self.pressures = self.pressures + rise
            self._move(self._step, 1.0)
        self._factors.forget()
        raise NewtonError(f"no equilibrium after {iteration + 1} iterations; the residual force is {force:.2g}")

    def elastance(self) -> Array:
        """Return dp/dV near the present state (cavities, cavities) [kPa/mL], using the present factors."""
        self._assemble_loads()
        if not self._factors.usable:
            self._factorise()
        return np.linalg.inv(self._compliance())

    def predict(self, filling: Array) -> tuple[Array, Array]:
        """Go where a first iteration leads at the end of a step in which the cavities fill by ``filling`` (cavities,).

        It has the active stress of the end of the step and the factors that are there.

        Returns
        -------
        How the pressures change (cavities,) [kPa], and dp/dV (cavities, cavities) [kPa/mL].
        """
        self._forces()
        if not self._factors.usable:
            self._factorise()
        elastance = np.linalg.inv(self._compliance())
        self._factors.solve(self._residual, self._step)
        self._step.scale(-1.0)
        rise = self._add_rise(filling)
        self.pressures = self.pressures + rise
        self._move(self._step, 1.0)
        return rise, elastance
