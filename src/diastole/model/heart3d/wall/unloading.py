"""The unloaded shape of a wall, computed from its shape and pressure at the end of diastole.

Equilibrium is written on the loaded shape, which is known, and solved for the way back: with X = x + U, F = (I + ∇U)⁻¹
(govindjee1996). This is one nonlinear problem instead of a sequence of guesses. On the same elements its discrete
equations are those of loading, so loading gives the loaded shape back to the last digit.
"""

from math import exp, log
from typing import NamedTuple

import numpy as np
import ufl
from dolfinx import fem

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.heart3d.mesh.ellipsoid import Frames
from diastole.model.heart3d.mesh.tetrahedra import BASE, VentricleMesh
from diastole.model.heart3d.wall.cavity import cavity_volume, surface_measure
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
    pressure: float  # kPa, at the loaded shape
    points: IntegrationPoints
    frames: Frames  # at the points, (points, 3)
    firmness: Array | float  # of the points, (points,) [1]


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
    """

    def __init__(self, ventricle: VentricleMesh, frames: Frames, rest: PassiveMuscle, firmness: Array | float = 1.0):
        self.ventricle = ventricle
        mesh = ventricle.mesh
        self._points = points = IntegrationPoints(mesh)
        space = fem.functionspace(mesh, ("Lagrange", 2, (3,)))
        self._back = back = fem.Function(space, name="unloading")
        test = ufl.TestFunction(space)
        inverse = ufl.Identity(3) + ufl.grad(back)
        gradient = ufl.variable(ufl.inv(inverse))
        loaded = (points.field(name, values) for name, values in zip(Frames._fields, frames, strict=True))
        self._relaxed = [inverse * one / ufl.sqrt(ufl.inner(inverse * one, inverse * one)) for one in loaded]
        fibre, sheet = self._relaxed
        self._firmness = firmness
        deformation = Deformation(gradient, fibre, sheet, mesh, points.field("firmness", firmness))
        energy = rest.energy(deformation)
        self._stiffness = energy.stiffness
        cauchy = ufl.diff(energy.density, gradient) * gradient.T / deformation.volume_ratio
        hold = HOLD * ufl.inner(back, test) * surface_measure(ventricle, points.degree)(BASE)
        internal = ufl.inner(cauchy, ufl.grad(test)) * points.dx - hold
        still = fem.Function(space)
        load = ufl.derivative(cavity_volume(ventricle, still, points.degree), still, test)
        volume = cavity_volume(ventricle, back, points.degree)
        self._problem = CavityProblem(back, internal, load, volume, symmetric=False)

    @property
    def cavity(self) -> float:
        """Volume of the cavity of the last unloaded shape [mL]."""
        return self._problem.volume()

    def solve(self, pressure: float, stiffness: float | None = None) -> None:
        """Find the shape that a transmural pressure [kPa] deforms into the loaded shape.

        Raises
        ------
        SimulationError
            If there is none; the message says how much of the pressure could be removed.
        """
        if stiffness is not None:
            self._stiffness.value = stiffness
        self._pressure = pressure
        self._back.x.array[:] = 0.0
        problem = self._problem
        try:
            problem.in_shares(lambda share: problem.solve_pressure(share * pressure), first=FIRST_SHARE)
        except NewtonError as failure:
            raise SimulationError(
                f"the wall cannot be unloaded: there is no shape for it with more than {failure.reached:.0%} of the "
                f"end-diastolic pressure of {pressure:.2f} kPa removed; give a stiffer wall "
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
            self.ventricle, loading, self._pressure, IntegrationPoints(mesh), frames, self._firmness
        )


def find_stiffness(unloading: Unloading, pressure: float, cavity: float, guess: float) -> float:
    """Return the factor of stiffness with which the unloaded cavity has a given volume.

    Parameters
    ----------
    unloading
        The problem; it is left with the solution.
    pressure
        Transmural pressure at the end of diastole [kPa].
    cavity
        Volume of the unloaded cavity [mL].
    guess
        First guess of the factor [1]; it is raised if the wall is too soft to be unloaded.

    Raises
    ------
    SimulationError
        If no factor within ``STIFFNESSES`` gives this volume.
    """
    low, high = (log(bound) for bound in STIFFNESSES)
    tried: list[tuple[float, float]] = []
    at = log(guess)
    for _ in range(MOST_GUESSES):
        try:
            unloading.solve(pressure, exp(at))
        except SimulationError:
            at += log(2.0)  # too soft
            if at > high:
                raise
            continue
        tried.append((at, unloading.cavity - cavity))
        if abs(tried[-1][1]) <= CAVITY_TOLERANCE * cavity:
            return exp(at)
        if len(tried) == 1:
            slope = TYPICAL_SLOPE * cavity
        else:
            (before, less), (now, more) = tried[-2:]
            slope = (more - less) / (now - before)
        at = min(max(at - tried[-1][1] / slope, low, at - 1.0), high, at + 1.0)
    raise SimulationError(
        f"no stiffness of the wall gives it a cavity of {cavity:.1f} mL without load at an end-diastolic pressure of "
        f"{pressure * MMHG_PER_KPA:.1f} mmHg over the pericardium's; give a larger left_ventricle.reference_volume"
    )
