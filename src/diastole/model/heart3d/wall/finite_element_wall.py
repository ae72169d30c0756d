"""The wall of one ventricle, or of both, in quasi-static equilibrium with the pressures in the cavities.

Displacements start at the unloaded shape.
"""

from typing import Any, NamedTuple

import numpy as np
import ufl
from dolfinx import fem
from mpi4py import MPI

from diastole.arrays import Array
from diastole.model.heart3d.wall.cavity import cavity_volume
from diastole.model.heart3d.wall.cavity_problem import CavityProblem
from diastole.model.heart3d.wall.form_cache import compiling
from diastole.model.heart3d.wall.material import Deformation, Energy, Invariants, PassiveMuscle
from diastole.model.heart3d.wall.springs import Springs, spring_energy
from diastole.model.heart3d.wall.unloading import UnloadedVentricle


class ActiveStress(NamedTuple):
    """Active stress at the integration points: T + K (λ − λ_e) along the fibre, and the like beside it.

    The stress beside the fibre acts in the plane of the wall, and λ is there the stretch in its own direction: each
    stress then derives from an energy.
    """

    tension: Array  # kPa, true stress along the fibre at the expected stretch
    stiffness: Array  # kPa
    expected: Array  # 1, stretch
    beside: Array  # kPa, true stress across the fibre at the expected stretch across
    stiffness_beside: Array  # kPa
    expected_beside: Array  # 1

    def towards(self, other: "ActiveStress", share: float) -> "ActiveStress":
        """Return the stress as a function of stretch that lies a share of the way to another one."""
        lines = (np.array(self[:3]), np.array(other[:3])), (np.array(self[3:]), np.array(other[3:]))
        return ActiveStress(*(row for own, its in lines for row in _between(own, its, share)))


class Fibres(NamedTuple):
    """The present state of the fibres at the integration points, each (points,)."""

    stretch: Array  # 1
    beside: Array  # 1, stretch across them in the plane of the wall
    tension: Array  # kPa, true active stress along them
    tension_beside: Array  # kPa, true active stress across them
    stress: Array  # kPa, true stress along them, active and passive


def _between(own: Array, other: Array, share: float) -> Array:
    """Return the line of tension (3, points) that lies a share of the way from one to another one."""
    (tension, stiffness, expected), (_, _, there) = own, other
    moved = np.array([tension + stiffness * (there - expected), stiffness, there])
    return (1.0 - share) * moved + share * other


class FiniteElementWall:
    """A wall, its deformation and the pressures in its cavities; it starts with the load of the end of diastole."""

    def __init__(self, unloaded: UnloadedVentricle, rest: PassiveMuscle, springs: Springs = Springs()):  # noqa: B008  a tuple
        self.ventricle, self.points = unloaded.ventricle, unloaded.points  # points in the unloaded shape
        self.loading, self.frames, self.rest = unloaded.loading, unloaded.frames, rest
        space = unloaded.loading.function_space
        self.displacement = fem.Function(space, name="displacement")  # cm, from the unloaded shape
        self.displacement.x.array[:] = self.loading.x.array
        points, test = self.points, ufl.TestFunction(space)
        fibre, sheet = points.field("fibre", self.frames.fibre), points.field("sheet", self.frames.sheet)
        self.tension, self.stiffness = points.field("tension"), points.field("stiffness")
        self.expected, self.beside = points.field("expected stretch", 1.0), points.field("tension beside")
        self.stiffness_beside = points.field("stiffness beside")
        self.expected_beside = points.field("expected stretch beside", 1.0)
        firmness = points.field("firmness", unloaded.firmness)
        gradient = ufl.Identity(3) + ufl.grad(self.displacement)
        deformation = Deformation(gradient, gradient * fibre, gradient * sheet, points.mesh, firmness)
        stretch, energy = deformation.stretch, rest.energy(deformation)
        held = spring_energy(springs, unloaded, self.displacement - self.loading, points.degree)
        beside = ufl.cross(fibre, sheet) / ufl.sqrt(1.0 - ufl.inner(fibre, sheet) ** 2)  # not quite square unloaded
        widened = gradient * beside
        carried = (self.tension + self.stiffness * (stretch - self.expected)) / stretch**2
        wider = ufl.sqrt(ufl.inner(widened, widened))
        carried_beside = (self.beside + self.stiffness_beside * (wider - self.expected_beside)) / wider**2
        pull = carried * ufl.inner(deformation.fibre, ufl.grad(test) * fibre) * points.dx
        pull += carried_beside * ufl.inner(widened, ufl.grad(test) * beside) * points.dx
        volumes = [cavity_volume(self.ventricle, self.displacement, points.degree, one) for one in unloaded.cavities]

        def varied(part: Any) -> Any:
            return ufl.derivative(part, self.displacement, test)

        internal = energy.change(Invariants(*map(varied, deformation.invariants))) * points.dx + varied(held) + pull
        loads = [varied(volume) for volume in volumes]
        self.problem = CavityProblem(self.displacement, internal, loads, volumes)
        self.problem.pressures = unloaded.pressures
        self.problem.settle()
        with compiling(points.mesh.comm) as options:
            self._stored, self._held_energy = (
                fem.form(form, jit_options=options) for form in (energy.density * points.dx, held)
            )
        self._stretch = points.expression(stretch)
        self._stretch_beside = points.expression(wider)
        self._volume_ratio = points.expression(deformation.invariants.volume_ratio)
        # Together, since what takes the time is the gradient, which they share.
        self._fibres = points.expression(ufl.as_vector((stretch, wider, _along_fibre(energy, deformation))))

    @property
    def pressures(self) -> Array:
        """Transmural pressure of each cavity (cavities,) [kPa]."""
        return self.problem.pressures

    @property
    def unloaded_volumes(self) -> Array:
        """Volume of each cavity without load (cavities,) [mL]."""
        kept = self.displacement.x.array.copy()
        self.displacement.x.array[:] = 0.0
        volumes = self.volumes
        self.displacement.x.array[:] = kept
        return volumes

    @property
    def volumes(self) -> Array:
        """Volume of each cavity (cavities,) [mL]."""
        return self.problem.volumes()

    def stretch(self) -> Array:
        """Return the stretch of the fibres at the points, (points,) [1]."""
        return self.points.evaluate(self._stretch)

    def stretch_beside(self) -> Array:
        """Return the stretch across the fibres in the plane of the wall, (points,) [1]."""
        return self.points.evaluate(self._stretch_beside)

    def most_squeezed(self) -> str:
        """Describe the element that has lost most of its volume, for an error message; the same on all ranks."""
        points, mesh = self.points, self.points.mesh
        ratios = points.evaluate(self._volume_ratio)
        worst = int(np.argmin(ratios))
        number = int(mesh.topology.original_cell_index[worst // len(points.reference)])
        ratio, element, place = min(mesh.comm.allgather((float(ratios[worst]), number, points.places[worst].tolist())))
        x, y, z = place
        return (
            f"element {element} at ({x:.2f}, {y:.2f}, {z:.2f}) cm keeps {ratio:.1%} of its volume, less than any other"
        )

    def fibres(self) -> Fibres:
        """Return stretch and stress of the fibres."""
        stretch, beside, passive = np.ascontiguousarray(self.points.evaluate(self._fibres).T)
        pull = self.active_stress()
        tension = pull.tension + pull.stiffness * (stretch - pull.expected)
        tension_beside = pull.beside + pull.stiffness_beside * (beside - pull.expected_beside)
        return Fibres(stretch, beside, tension, tension_beside, passive + tension)

    def energy(self) -> tuple[float, float]:
        """Return the energy stored in the wall and in the springs [kPa mL = mJ]."""
        both = [fem.assemble_scalar(form) for form in (self._stored, self._held_energy)]
        wall, springs = (self.points.mesh.comm.allreduce(one, op=MPI.SUM) for one in both)
        return float(wall), float(springs)

    def active_stress(self) -> ActiveStress:
        """Return the active stress, each (points,)."""
        return ActiveStress(*(field.x.array[: self.points.count].copy() for field in self._pulls()))

    def set_active_stress(self, stress: ActiveStress) -> None:
        """Set the active stress of the next solution."""
        for field, values in zip(self._pulls(), stress, strict=True):
            self.points.write(field, values)

    def _pulls(self) -> tuple[fem.Function, ...]:
        """Return the fields of the active stress, in the order of `ActiveStress`."""
        along = self.tension, self.stiffness, self.expected
        return *along, self.beside, self.stiffness_beside, self.expected_beside


def _along_fibre(energy: Energy, deformation: Deformation) -> Any:
    """Return the true passive stress along the fibre [kPa]."""
    along = deformation.fibre / deformation.stretch
    return energy.change(deformation.changes(ufl.outer(along, along))) / deformation.invariants.volume_ratio
