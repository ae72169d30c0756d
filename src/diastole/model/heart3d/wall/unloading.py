"""The unloaded shape of a wall, computed from its shape and pressure at the end of diastole.

Equilibrium is written on the loaded shape, which is known, and solved for the way back: with X = x + U, F = (I + ∇U)⁻¹
(govindjee1996). This is one nonlinear problem instead of a sequence of guesses. On the same elements its discrete
equations are those of loading, so loading gives the loaded shape back to the last digit.
"""

from math import log
from typing import NamedTuple

import numpy as np
import ufl
from dolfinx import fem

from diastole.arrays import Array, Integers
from diastole.errors import SimulationError
from diastole.model.heart3d.mesh.ellipsoid import Frames
from diastole.model.heart3d.mesh.tetrahedra import BASE, VentricleMesh
from diastole.model.heart3d.wall.broyden import next_guess
from diastole.model.heart3d.wall.cavity import Cavity, cavities, cavity_volume, surface_measure
from diastole.model.heart3d.wall.cavity_problem import CavityProblem, NewtonError
from diastole.model.heart3d.wall.material import Deformation, PassiveMuscle
from diastole.model.heart3d.wall.quadrature import IntegrationPoints
from diastole.model.physiology.one_fibre import MMHG_PER_KPA

HOLD = 1e-3  # kPa/cm, keeps the base from drifting; it carries almost no force, since the pressure has no net force
FIRST_SHARE = 0.25  # 1, of the pressure in the first step
STIFFNESSES = (0.02, 50.0)  # 1, factors within which the wall is still muscle; assumed
CAVITY_TOLERANCE = 2e-3  # 1
MOST_GUESSES = 15
TYPICAL_SLOPE = 0.35  # 1, relative growth of the cavity with the logarithm of the stiffness; a first guess only


class UnloadedVentricle(NamedTuple):
    """A ventricle whose mesh was moved to its unloaded shape."""

    ventricle: VentricleMesh
    loading: fem.Function  # displacement to the loaded shape [cm]
    pressures: Array  # (cavities,) kPa, at the loaded shape
    points: IntegrationPoints
    frames: Frames  # at the points, (points, 3)
    firmness: Array  # of the points relative to the left wall's muscle, (points,) [1]
    cavities: list[Cavity]  # in the loaded shape


class Unloading:
    """The problem of unloading a ventricle; the mesh keeps its loaded shape until ``moved`` is called.

    Parameters
    ----------
    ventricle
        The ventricle in its loaded shape.
    frames
        Directions in the loaded shape at the integration points, (points, 3).
    rest
        The passive muscle.
    firmness
        Stiffness of each point relative to muscle, (points,) or one for all [1].
    walls
        The wall of each point (points,), each of a stiffness of its own; one wall if left out.
    """

    def __init__(
        self,
        ventricle: VentricleMesh,
        frames: Frames,
        rest: PassiveMuscle,
        firmness: Array | float = 1.0,
        walls: Integers | None = None,
    ):
        self.ventricle = ventricle
        mesh = ventricle.mesh
        self._points = points = IntegrationPoints(mesh)
        space = fem.functionspace(mesh, ("Lagrange", 2, (3,)))
        self._back = back = fem.Function(space, name="unloading")
        test = ufl.TestFunction(space)
        inverse = ufl.Identity(3) + ufl.grad(back)
        loaded = [points.field(name, values) for name, values in zip(Frames._fields, frames, strict=True)]
        shrunk = [ufl.sqrt(ufl.inner(inverse * one, inverse * one)) for one in loaded]  # 1 over the stretch
        self._relaxed = [inverse * one / by for one, by in zip(loaded, shrunk, strict=True)]
        fibre, sheet = (one / by for one, by in zip(loaded, shrunk, strict=True))
        self._own_firmness = self._firmness = np.full(points.count, firmness)
        self._walls = np.zeros(points.count, np.int64) if walls is None else walls
        self._firmness_field = points.field("firmness", self._firmness)
        deformation = Deformation(ufl.inv(inverse), fibre, sheet, mesh, self._firmness_field)
        energy = rest.energy(deformation)
        self._stiffness = energy.stiffness
        work = energy.change(deformation.changes(ufl.grad(test))) * ufl.det(inverse)  # in the loaded volume
        hold = HOLD * ufl.inner(back, test) * surface_measure(ventricle, points.degree)(BASE)
        internal = work * points.dx - hold
        still = fem.Function(space)
        self._cavities = cavities(ventricle, points.degree)
        loads, volumes = zip(*(
            (ufl.derivative(cavity_volume(ventricle, still, points.degree, one), still, test),
             cavity_volume(ventricle, back, points.degree, one))
            for one in self._cavities
        ), strict=True)  # fmt: skip
        self._problem = CavityProblem(back, internal, loads, volumes, symmetric=False)

    @property
    def volumes(self) -> Array:
        """Volume of each cavity of the last unloaded shape (cavities,) [mL]."""
        return self._problem.volumes()

    def set_stiffness(self, stiffness: Array) -> None:
        """Set the factor of stiffness of each wall (walls,) [1]."""
        self._stiffness.value = stiffness[0]
        self._firmness = self._own_firmness * (stiffness / stiffness[0])[self._walls]
        self._points.write(self._firmness_field, self._firmness)

    def solve(self, pressures: Array) -> None:
        """Find the shape that transmural pressures (cavities,) [kPa] deform into the loaded shape.

        Raises
        ------
        SimulationError
            If there is none; the message says how much of the pressure could be removed.
        """
        self._pressures = pressures
        self._back.x.array[:] = 0.0
        problem = self._problem
        problem.forget_factors()
        try:
            problem.in_shares(lambda share: problem.solve_pressures(share * pressures, fresh=False), first=FIRST_SHARE)
        except NewtonError as failure:
            raise SimulationError(
                f"the wall cannot be unloaded: there is no shape for it with more than {failure.reached:.0%} of the "
                f"end-diastolic pressure of {pressures[0]:.2f} kPa removed; give a stiffer wall "
                f"(left_ventricle.passive_stiffness) or a lower pressure"
            ) from None

    def moved(self) -> UnloadedVentricle:
        """Move the mesh to the last unloaded shape and return it; after that, nothing more can be solved here."""
        points = self._points
        frames = Frames(*(points.evaluate(points.expression(one)) for one in self._relaxed))
        mesh, space = self.ventricle.mesh, self._back.function_space
        shift = np.zeros_like(mesh.geometry.x)
        shift[mesh.geometry.dofmaps[0].ravel()] = self._back.x.array.reshape(-1, 3)[space.dofmap.list.ravel()]
        mesh.geometry.x[:] += shift
        loading = fem.Function(space, name="loading")
        loading.x.array[:] = -self._back.x.array
        return UnloadedVentricle(
            self.ventricle, loading, self._pressures, IntegrationPoints(mesh), frames, self._firmness, self._cavities
        )


def find_stiffness(unloading: Unloading, pressures: Array, volumes: Array, guess: float) -> Array:
    """Return the factor of stiffness of each wall with which the unloaded cavities have given volumes (cavities,).

    Parameters
    ----------
    unloading
        The problem; it is left with the solution.
    pressures
        Transmural pressures at the end of diastole (cavities,) [kPa].
    volumes
        Volumes of the unloaded cavities (cavities,) [mL].
    guess
        First guess of all factors [1]; they are raised if the wall is too soft to be unloaded.

    Raises
    ------
    SimulationError
        If no factors within ``STIFFNESSES`` give these volumes.
    """
    low, high = (log(bound) for bound in STIFFNESSES)
    tried: list[tuple[Array, Array]] = []
    at = np.full(len(volumes), log(guess))
    for _ in range(MOST_GUESSES):
        unloading.set_stiffness(np.exp(at))
        try:
            unloading.solve(pressures)
        except SimulationError:
            at = at + log(2.0)  # too soft
            if at.max() > high:
                raise
            continue
        tried.append((at, unloading.volumes - volumes))
        if np.all(np.abs(tried[-1][1]) <= CAVITY_TOLERANCE * volumes):
            return np.exp(at)
        aim = next_guess(tried, np.diag(TYPICAL_SLOPE * volumes))
        at = np.clip(np.clip(aim, at - 1.0, at + 1.0), low, high)
    raise SimulationError(
        f"no stiffness of the wall gives it a cavity of {_spelled(volumes)} mL without load at an end-diastolic "
        f"pressure of {_spelled(pressures * MMHG_PER_KPA)} mmHg over the pericardium's; give a larger "
        f"left_ventricle.reference_volume"
    )


def _spelled(values: Array) -> str:
    return " and ".join(f"{value:.1f}" for value in values)
