"""Springs that stand for the tissue around the heart; relaxed at the end of diastole, they add no pressure there."""

from typing import Any, NamedTuple

import numpy as np
import ufl
from dolfinx import fem
from mpi4py import MPI

from diastole.model.heart3d.mesh.tetrahedra import BASE, EPI
from diastole.model.heart3d.wall.cavity import surface_measure
from diastole.model.heart3d.wall.unloading import UnloadedVentricle

Expression = Any


class Springs(NamedTuple):
    """Stiffness of the springs that hold the heart [kPa/cm, if not said], and where the surroundings hold it."""

    # Normal to the outer surface, as in pfaller2019, whose abstract prints no stiffness. Chosen such that in `healthy`
    # the apex moves by less than 3 mm.
    surroundings: float = 20.0
    # Along the long axis: atria and great vessels yield. Chosen such that in `healthy` the base comes down by 12 mm or
    # a little more (carlsson2007).
    base: float = 1.8
    # Against slopes of the base [kPa cm], as a stretched membrane has it: the ring goes over into leaflets, atria and
    # the groove around them, which do not turn with the muscle below. Chosen such that in `healthy` its inner rim comes
    # down as far as the whole, as in people (stoylen2018, carlsson2007); without it, what lies inside stands up.
    base_slope: float = 200.0
    base_sideways: float = 1.0  # in the plane of the base, against turning and shifting; assumed
    # As strocchi2020 has it: pericardium and diaphragm hold the apex, and towards the base the heart slides freely.
    # With a longer hold the outside narrows less than in people (venkatesh2015), and the wall shortens more instead.
    firm_below: float = 0.1  # 1, height from the apex of the loaded wall to its base; assumed
    free_above: float = 0.4  # 1; assumed


def spring_energy(springs: Springs, unloaded: UnloadedVentricle, moved: Expression, degree: int) -> ufl.Form:
    """Return the energy of the springs after a displacement from the loaded shape [kPa mL]."""
    ds = surface_measure(unloaded.ventricle, degree)
    normal = ufl.FacetNormal(unloaded.ventricle.mesh)
    across = ufl.inner(moved, normal)
    sideways = ufl.inner(moved, moved) - across**2
    climb = ufl.dot(normal, ufl.grad(moved))  # change of the motion across the surface, per length
    slope = climb - ufl.inner(climb, normal) * normal
    return (
        0.5 * springs.surroundings * _hold(springs, unloaded) * across**2 * ds(EPI)
        + 0.5 * springs.base * across**2 * ds(BASE)
        + 0.5 * springs.base_sideways * sideways * ds(BASE)
        + 0.5 * springs.base_slope * ufl.inner(slope, slope) * ds(BASE)
    )


def _hold(springs: Springs, unloaded: UnloadedVentricle) -> Expression:
    """Return the share of the surroundings' stiffness that holds a place: all of it at the apex, none at the base."""
    mesh, loading = unloaded.ventricle.mesh, unloaded.loading
    axial = ufl.SpatialCoordinate(mesh)[2] + loading[2]
    places = loading.function_space.tabulate_dof_coordinates() + loading.x.array.reshape(-1, 3)
    lowest = mesh.comm.allreduce(float(np.min(places[:, 2])), op=MPI.MIN)
    height = 1.0 - axial / fem.Constant(mesh, lowest)  # a plain number would make another form of every heart
    share = (springs.free_above - height) / (springs.free_above - springs.firm_below)
    return ufl.max_value(0.0, ufl.min_value(1.0, share))
