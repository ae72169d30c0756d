"""Builds the finite-element ventricles of a patient from the patient's 0D beat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from mpi4py import MPI

from diastole.arrays import Array, Integers
from diastole.errors import InputError
from diastole.model.heart3d.mesh.tetrahedra import DrawnMesh
from diastole.model.heart3d.run.build_excitation import build_excitation
from diastole.model.heart3d.run.finite_element_ventricles import NAMES, STEP, FiniteElementVentricles
from diastole.model.heart3d.run.strength_match import PressureVolumeLoop, StrengthMatch, match_strengths
from diastole.model.heart3d.wall.finite_element_wall import FiniteElementWall
from diastole.model.heart3d.wall.loaded_ventricle import (
    LoadedVentricle,
    ellipsoidal_ventricle,
    two_ventricles,
)
from diastole.model.heart3d.wall.local_constants import LocalConstants
from diastole.model.heart3d.wall.material import ORTHOTROPIC, TRANSVERSE, PassiveMuscle
from diastole.model.heart3d.wall.springs import Springs
from diastole.model.heart3d.wall.unloading import Unloading, find_stiffness
from diastole.model.heart3d.wall.wall_crossbridges import CROSS_FIBRE, MuscleDrive, WallCrossbridges
from diastole.model.patient import Patient
from diastole.model.patient.heart import Ventricle
from diastole.model.physiology.one_fibre import MMHG_PER_KPA
from diastole.model.run import Run
from diastole.model.simulation.coupled_heart import driven_muscle

Loading = Callable[[Array, MPI.Comm], LoadedVentricle]  # from the volumes of the cavities [mL]

LAWS = {"transverse": TRANSVERSE, "orthotropic": ORTHOTROPIC}
EDGE = 1.5  # cm, edge of an element; makes about 700 elements
# With the exponents that were measured on specimens times this factor the filling curves of wall and one fibre agree,
# from half filled to the end of diastole, within 11 % of the pressure there in healthy, shock and acute_severe_ar.
# The factor is proportional to the exponent of the one fibre.
# The orthotropic law has hardly any matrix between its fibres, and with less than half its exponents the wall tears.
EXPONENTS = {"transverse": 0.15, "orthotropic": 0.5}  # 1; ours
# The fibrous ring at the base carries the force of the valve plane, which would tear muscle, and has none itself. In
# healthy people muscle ends up to 3 mm (1.5 to 7) below the hinge of a leaflet (toh2021); here half of it has ended
# 6 mm below the base, and with more muscle the wall would be stronger than the one fibre.
RING_BEGINS = 0.87  # 1, height; assumed
RING_FIRMNESS = 2  # 1, stiffness at the base relative to muscle; assumed: under a firmer one too little narrows
ONE_FIBRE_EXPONENT = 6.74  # 1, passive_exponent at which EXPONENTS hold; ours, of an earlier fit of the presets


@dataclass(frozen=True)
class BuiltVentricle:
    """One ventricle, or both, at the end of diastole, and the values that building it gave; left before right."""

    ventricle: FiniteElementVentricles
    segments: Integers  # number of the segment of each point, 0 in the right free wall
    depth: Array  # of each point
    across: Array  # (points, 3), across the wall at the end of diastole, outwards
    elements: int  # count, over all ranks
    cavities: Array  # (chambers,) mL, loaded
    unloaded_cavities: Array  # (chambers,) mL
    stiffness: Array  # (chambers,) 1, factor of the law's stiffness
    pressures: Array  # (chambers,) mmHg, transmural at the end of diastole
    constants: LocalConstants
    match: StrengthMatch | None
    drawn: DrawnMesh


EDGES = (0.5, 2.5)  # cm: a smaller edge makes too many elements for this solver, a larger one too few for the shape
STEPS = (0.5e-3, 10e-3)  # s


def check_sizes(edge: float, step: float) -> None:
    """Refuse an edge or a step outside the allowed range.

    Raises
    ------
    InputError
        Naming what is allowed and what is usual.
    """
    if not EDGES[0] <= edge <= EDGES[1]:
        raise InputError(
            f"an edge of {edge:g} cm is not possible: allowed is {EDGES[0]:g} to {EDGES[1]:g} cm; {EDGE:g} cm is "
            f"usual, and half of it takes about six times as long"
        )
    if not STEPS[0] <= step <= STEPS[1]:
        low, high, usual = (1e3 * one for one in (*STEPS, STEP))
        raise InputError(
            f"a step of {1e3 * step:g} ms is not possible: allowed is {low:g} to {high:g} ms; {usual:g} ms is usual"
        )


def beat_loop(run: Run, chamber: str = "lv") -> PressureVolumeLoop:
    """Return the pressure-volume loop of a ventricle in a patient's first beat."""
    trace = run.steady.trace
    one = trace.first_beat
    transmural = trace[f"p_{chamber}"] - trace["p_pericardium"]
    return PressureVolumeLoop(trace.time[one], trace[f"v_{chamber}"][one], transmural[one])


def build_ventricle(
    patient: Patient,
    run: Run,
    *,
    ventricles: int = 1,
    edge: float = EDGE,
    step: float = STEP,
    strength: float | None = None,
    loading: Loading | None = None,
    drawn: DrawnMesh | None = None,
    springs: Springs = Springs(),  # noqa: B008  a tuple
    cross_fibre: float = CROSS_FIBRE,
    comm: MPI.Comm = MPI.COMM_WORLD,
    watch: Callable[[str], None] | None = None,
    each_step: Callable[[float], None] | None = None,
) -> BuiltVentricle:
    """Return the left ventricle of a patient, or both.

    At the QRS onset cavities have the volumes and the transmural pressures of the 0D beat, and the sarcomeres of each
    wall are everywhere as long as those of its one fibre.

    Parameters
    ----------
    patient
        A patient with the block ``wall``.
    run
        Steady 0D beat without support; the wall is sized, unloaded and matched to it.
    ventricles, edge, step, strength, loading, comm, each_step
        As of `beating_heart.simulate_3d`.
    drawn
        Mesh of the idealised heart that an earlier process drew; drawn now if left out.
    springs
        That hold the heart.
    cross_fibre
        Active stress across the fibres over that along them [1].
    watch
        Called with a text that says what is being done.

    Raises
    ------
    SimulationError
        If the wall cannot be unloaded or matched.
    """
    tell = watch or (lambda text: None)
    names = NAMES[:ventricles]
    loops = [beat_loop(run, name) for name in names]
    tell("meshing")
    cavities = np.array([loop.volume[0] for loop in loops])
    loaded = loading(cavities, comm) if loading else _idealised(patient, cavities, edge, comm, drawn)
    tell("activation")
    muscles = [driven_muscle(run.steady.trace.parameters, name) for name in names]
    own = [patient.left_ventricle, patient.right_ventricle][:ventricles]
    stretches = np.array([run.steady.trace[f"stretch_{name}"][0] for name in names])
    drive = MuscleDrive(*muscles[0], own[0].wall_viscosity)
    excitation, constants = build_excitation(patient.wall, loaded, drive, stretches[0], float(loops[0].time[-1]))
    tell("unloading")
    pressures = np.array([loop.pressure[0] for loop in loops]) / MMHG_PER_KPA
    wall, stiffness = _wall_at_rest(loaded, own, patient.wall.law, pressures, springs)
    loaded_stretch = wall.stretch()
    filaments = WallCrossbridges(
        loaded_stretch, excitation=excitation, scale=stretches[loaded.walls] / loaded_stretch,
        strength=np.where(np.isin(loaded.segments, patient.wall.scarred), 0.0, 1.0 - _ring(loaded)), walls=loaded.walls,
        beside=wall.stretch_beside(), cross_fibre=cross_fibre,
    )  # fmt: skip
    ventricle = FiniteElementVentricles(
        wall, filaments, viscosities=[one.wall_viscosity for one in own], constants=constants, step=step
    )
    ventricle.each_step = each_step
    match = match_strengths(ventricle, muscles, loops, watch) if strength is None else None
    if strength is not None:
        ventricle.set_strengths(np.full(ventricles, strength))
    return BuiltVentricle(
        ventricle, loaded.segments, loaded.coordinates.depth, loaded.across,
        loaded.ventricle.mesh.topology.index_map(3).size_global, wall.volumes, wall.unloaded_volumes,
        stiffness, MMHG_PER_KPA * pressures, constants, match, loaded.ventricle.drawn,
    )  # fmt: skip


def _idealised(
    patient: Patient, cavities: Array, edge: float, comm: MPI.Comm, drawn: DrawnMesh | None
) -> LoadedVentricle:
    """Return the idealised heart of a patient with one or two cavities [mL]."""
    volumes = np.array([one.wall_volume for one in (patient.left_ventricle, patient.right_ventricle)])
    if len(cavities) == 1:
        return ellipsoidal_ventricle(patient.wall, float(cavities[0]), float(volumes[0]), edge, comm, drawn)
    return two_ventricles(patient.wall, cavities, volumes, edge, comm, drawn)


def _wall_at_rest(
    loaded: LoadedVentricle, own: Sequence[Ventricle], law: str, pressures: Array, springs: Springs
) -> tuple[FiniteElementWall, Array]:
    """Return the wall, loaded to pressures [kPa], and the factor of stiffness of each of its walls.

    Its unloaded cavities are those of the one fibres at stretch 1.
    """
    exponent = EXPONENTS[law] * own[0].passive_exponent / ONE_FIBRE_EXPONENT
    firmness = 1.0 + (RING_FIRMNESS - 1.0) * _ring(loaded)
    muscle = PassiveMuscle(LAWS[law], 1.0, exponent)
    unloading = Unloading(loaded.ventricle, loaded.frames, muscle, firmness, loaded.walls)
    volumes = np.array([one.reference_volume for one in own])
    stiffness = find_stiffness(unloading, pressures, volumes, guess=max(0.6 * float(pressures[0]), 0.6))
    return FiniteElementWall(unloading.moved(), muscle._replace(stiffness=float(stiffness[0])), springs), stiffness


def _ring(loaded: LoadedVentricle) -> Array:
    """Return the share of the fibrous ring in the tissue at the points (points,) [1]; the rest of it is muscle."""
    deep = np.clip((loaded.coordinates.height - RING_BEGINS) / (1.0 - RING_BEGINS), 0.0, 1.0)
    return np.asarray(deep**2 * (3.0 - 2.0 * deep))
