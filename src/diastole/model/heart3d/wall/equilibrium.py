"""The wall of the left ventricle in quasi-static equilibrium with the pressure of its cavity.

Displacements are those from the shape without load. Springs stand for what surrounds the heart; they are at rest at the
end of diastole, so that they have no part in the pressure there.
"""

from typing import Any, NamedTuple

import numpy as np
import ufl
from dolfinx import fem
from mpi4py import MPI
from numpy.typing import NDArray

from diastole.model.heart3d.mesh.tetrahedra import BASE, EPI
from diastole.model.heart3d.wall.cavity import cavity_volume, surface_measure
from diastole.model.heart3d.wall.cavity_problem import CavityProblem
from diastole.model.heart3d.wall.material import Deformation, PassiveMuscle
from diastole.model.heart3d.wall.unloading import UnloadedVentricle

Array = NDArray[np.float64]


class Springs(NamedTuple):
    """Stiffness of what holds the heart [kPa/cm]."""

    surroundings: float = 1.0  # across the outer surface; pfaller2019, order of magnitude
    base: float = 10.0  # along the long axis; assumed
    base_sideways: float = 1.0  # in the plane of the base, against turning and shifting; assumed


class ActiveStress(NamedTuple):
    """Active stress at the integration points, linear in the stretch about an expected one: T + K (λ − λ_e)."""

    tension: Array  # kPa, true stress along the fibre at the expected stretch
    stiffness: Array  # kPa
    expected: Array  # 1, stretch

    def towards(self, other: "ActiveStress", share: float) -> "ActiveStress":
        """Return the line of tension over stretch that lies a share of the way to another one."""
        stiffness = (1.0 - share) * self.stiffness + share * other.stiffness
        own = self.tension + self.stiffness * (other.expected - self.expected)
        return ActiveStress((1.0 - share) * own + share * other.tension, stiffness, other.expected)


class FiniteElementWall:
    """A wall, its state of deformation and the pressure of its cavity; at first loaded as at the end of diastole.

    Attributes
    ----------
    displacement : dolfinx.fem.Function
        From the shape without load [cm].
    points : IntegrationPoints
        Of the shape without load.
    """

    def __init__(self, unloaded: UnloadedVentricle, rest: PassiveMuscle, springs: Springs = Springs()):  # noqa: B008  a tuple
        self.ventricle, self.points = unloaded.ventricle, unloaded.points
        self.loading, self.frames, self.rest = unloaded.loading, unloaded.frames, rest
        space = unloaded.loading.function_space
        self.displacement = fem.Function(space, name="displacement")
        self.displacement.x.array[:] = self.loading.x.array
        points, test = self.points, ufl.TestFunction(space)
        fibre, sheet = (
            points.vector(name, values) for name, values in zip(("fibre", "sheet"), self.frames, strict=True)
        )
        self.tension, self.stiffness = points.scalar("tension"), points.scalar("stiffness")
        self.expected = points.scalar("expected stretch", 1.0)
        firmness = points.field("firmness", unloaded.firmness)
        gradient = ufl.Identity(3) + ufl.grad(self.displacement)
        deformation = Deformation(gradient, fibre, sheet, points.mesh, firmness)
        stretch = deformation.stretch
        stored = rest.energy(deformation).density * points.dx
        held = self._held(springs)
        carried = (self.tension + self.stiffness * (stretch - self.expected)) / stretch**2
        pull = carried * ufl.inner(deformation.gradient * fibre, ufl.grad(test) * fibre) * points.dx
        volume = cavity_volume(self.ventricle, self.displacement, points.degree)
        internal = ufl.derivative(stored + held, self.displacement, test) + pull
        self.problem = CavityProblem(
            self.displacement, internal, ufl.derivative(volume, self.displacement, test), volume
        )
        self.problem.pressure.value = unloaded.pressure
        self.problem.settle()
        self._stored, self._held_energy = fem.form(stored), fem.form(held)
        self._stretch = points.expression(stretch)
        self._volume_ratio = points.expression(deformation.volume_ratio)
        self._fibre_stress = points.expression(self._along_fibre(deformation))

    def _held(self, springs: Springs) -> ufl.Form:
        """Return the energy of the springs [kPa mL]."""
        ds = surface_measure(self.ventricle, self.points.degree)
        normal = ufl.FacetNormal(self.ventricle.mesh)
        moved = self.displacement - self.loading
        across = ufl.inner(moved, normal)
        sideways = ufl.inner(moved, moved) - across**2
        return (
            0.5 * springs.surroundings * across**2 * ds(EPI)
            + 0.5 * springs.base * across**2 * ds(BASE)
            + 0.5 * springs.base_sideways * sideways * ds(BASE)
        )

    @property
    def pressure(self) -> float:
        """Pressure of the cavity over that outside the wall [kPa]."""
        return float(self.problem.pressure.value)

    @property
    def unloaded_volume(self) -> float:
        """Volume of the cavity without load [mL]."""
        kept = self.displacement.x.array.copy()
        self.displacement.x.array[:] = 0.0
        found = self.volume
        self.displacement.x.array[:] = kept
        return found

    @property
    def volume(self) -> float:
        """Volume of the cavity [mL]."""
        return self.problem.volume()

    def stretch(self) -> Array:
        """Return the stretch of the fibres at the points, (points,) [1]."""
        return self.points.evaluate(self._stretch)

    def most_squeezed(self) -> str:
        """Return where an element has lost most of its volume, as a person reads it; the same on all ranks."""
        points, mesh = self.points, self.points.mesh
        ratios = points.evaluate(self._volume_ratio)
        worst = int(np.argmin(ratios))
        number = int(mesh.topology.original_cell_index[worst // len(points.reference)])
        ratio, element, place = min(mesh.comm.allgather((float(ratios[worst]), number, points.places[worst].tolist())))
        x, y, z = place
        return f"element {element} at ({x:.2f}, {y:.2f}, {z:.2f}) cm keeps {ratio:.1%} of its volume, the least of all"

    def _along_fibre(self, deformation: Deformation) -> Any:
        """Return the true stress of the wall at rest along the fibre [kPa]."""
        gradient = ufl.variable(deformation.gradient)
        again = deformation._replace(gradient=gradient)
        cauchy = ufl.diff(self.rest.energy(again).density, gradient) * gradient.T / again.volume_ratio
        along = gradient * again.fibre / again.stretch
        return ufl.inner(along, cauchy * along)

    def fibre_tension(self) -> Array:
        """Return the true stress along the fibres that the muscle carries at the present stretch, (points,) [kPa]."""
        tension, stiffness, expected = (
            field.x.array[: self.points.count] for field in (self.tension, self.stiffness, self.expected)
        )
        carried: Array = tension + stiffness * (self.stretch() - expected)
        return carried

    def fibre_stress(self) -> Array:
        """Return the true stress along the fibres, of the muscle and of the wall at rest, (points,) [kPa]."""
        return self.points.evaluate(self._fibre_stress) + self.fibre_tension()

    def energy(self) -> tuple[float, float]:
        """Return what wall and springs store [kPa mL = mJ]."""
        both = [fem.assemble_scalar(form) for form in (self._stored, self._held_energy)]
        wall, springs = (self.points.mesh.comm.allreduce(one, op=MPI.SUM) for one in both)
        return float(wall), float(springs)

    def muscle(self) -> ActiveStress:
        """Return how the muscle pulls, each (points,)."""
        fields = (self.tension, self.stiffness, self.expected)
        return ActiveStress(*(field.x.array[: self.points.count].copy() for field in fields))

    def set_muscle(self, muscle: ActiveStress) -> None:
        """Let the muscle pull so at the next solution."""
        for field, values in zip((self.tension, self.stiffness, self.expected), muscle, strict=True):
            self.points.write(field, values)
