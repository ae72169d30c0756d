"""From a patient and the patient's 0D beat to a ventricle of finite elements."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from mpi4py import MPI
from numpy.typing import NDArray

from diastole.errors import InputError
from diastole.model.heart3d.conduction.activation import pattern
from diastole.model.heart3d.mesh.tetrahedra import DrawnMesh
from diastole.model.heart3d.run.strength_match import PressureVolumeLoop, StrengthMatch, match_strength
from diastole.model.heart3d.run.ventricle import STEP, FiniteElementVentricle
from diastole.model.heart3d.wall.dispersion import SAME, SPREAD, LocalConstants, local_constants
from diastole.model.heart3d.wall.equilibrium import FiniteElementWall
from diastole.model.heart3d.wall.filaments import Filaments, MuscleDrive
from diastole.model.heart3d.wall.loaded_ventricle import LoadedVentricle, activation_delays, ellipsoidal_ventricle
from diastole.model.heart3d.wall.material import ORTHOTROPIC, TRANSVERSE, PassiveMuscle
from diastole.model.heart3d.wall.unloading import Unloading, find_stiffness
from diastole.model.patient import Patient
from diastole.model.patient.heart import Ventricle
from diastole.model.physiology.one_fibre import MMHG_PER_KPA
from diastole.model.run import Run
from diastole.model.simulation.coupled_heart import driven_muscle

Array = NDArray[np.float64]
Loading = Callable[[float, MPI.Comm], LoadedVentricle]  # from the volume of the cavity [mL]

LAWS = {"transverse": TRANSVERSE, "orthotropic": ORTHOTROPIC}
EDGE = 1.5  # cm, of an element: some 700 of them
# The exponents of the law that was measured on specimens make a filling curve much more curved than that of the one
# fibre. Times this factor the two curves agree within 1.5 mmHg from stretch 1 to the end of diastole in healthy, shock
# and acute_severe_ar; for another exponent of the one fibre in proportion.
# The orthotropic law has hardly a matrix between its fibres, and with less than half its exponents it tears.
EXPONENTS = {"transverse": 0.15, "orthotropic": 0.5}  # 1; ours
# The fibrous ring of the base: it takes the pull of the valves' plane, which would tear muscle.
RING_BEGINS = 0.9  # 1, height; assumed
RING_FIRMNESS = 10  # 1, stiffness at the base over that of muscle; assumed
ONE_FIBRE_EXPONENT = 6.74  # 1, passive_exponent of the hearts for which it was found


@dataclass(frozen=True)
class BuiltVentricle:
    """A ventricle at the end of diastole, and how it came to be."""

    ventricle: FiniteElementVentricle
    segments: NDArray[np.int64]  # of each point
    depth: Array  # of each point
    elements: int  # of all ranks
    cavity: float  # mL, loaded
    unloaded_cavity: float  # mL
    stiffness: float  # 1, factor of the law's stiffness
    pressure: float  # mmHg, transmural at the end of diastole
    constants: LocalConstants
    match: StrengthMatch | None
    drawn: DrawnMesh


EDGES = (0.5, 2.5)  # cm: beyond, elements are too many for this solver, or too few for the shape
STEPS = (0.5e-3, 10e-3)  # s


def check_sizes(edge: float, step: float) -> None:
    """Refuse a mesh or a step with which nothing sensible comes out.

    Raises
    ------
    InputError
        Naming what is allowed and what is usual.
    """
    if not EDGES[0] <= edge <= EDGES[1]:
        raise InputError(
            f"an edge of {edge:g} cm is not possible: allowed is {EDGES[0]:g} to {EDGES[1]:g} cm; {EDGE:g} cm is "
            f"usual, and half of it takes some six times as long"
        )
    if not STEPS[0] <= step <= STEPS[1]:
        low, high, usual = (1e3 * one for one in (*STEPS, STEP))
        raise InputError(
            f"a step of {1e3 * step:g} ms is not possible: allowed is {low:g} to {high:g} ms; {usual:g} ms is usual"
        )


def beat_loop(run: Run) -> PressureVolumeLoop:
    """Return volume and transmural pressure of a patient's first beat."""
    trace = run.steady.trace
    one = trace.first_beat
    return PressureVolumeLoop(trace.time[one], trace["v_lv"][one], (trace["p_lv"] - trace["p_pericardium"])[one])


def build_ventricle(
    patient: Patient,
    run: Run,
    *,
    edge: float = EDGE,
    step: float = STEP,
    strength: float | None = None,
    loading: Loading | None = None,
    drawn: DrawnMesh | None = None,
    comm: MPI.Comm = MPI.COMM_WORLD,
    watch: Callable[[str], None] | None = None,
    each_step: Callable[[float], None] | None = None,
) -> BuiltVentricle:
    """Return the ventricle of a patient.

    Its shape at the QRS onset holds the 0D beat's volume at the 0D beat's transmural pressure there; its sarcomeres are
    as long there as the one fibre is, everywhere.

    Parameters
    ----------
    patient
        With the block ``wall``.
    run
        Steady 0D beat without support, at which the wall is sized, unloaded and matched.
    edge
        Length of an element's edge [cm].
    step
        Longest step [s].
    strength
        Of the muscle, over that of the one fibre [1]; matched with the one-fibre ventricle if left out.
    loading
        Gives the shape at the end of diastole, such as that of a user's mesh; by default an ellipsoid.
    drawn
        Mesh of the ellipsoid that an earlier process drew; drawn now if left out.
    comm
        Ranks over which the mesh is spread.
    watch
        Told what is being done.
    each_step
        Told the time of the beat [s] after each step of the wall.

    Raises
    ------
    SimulationError
        Where the wall cannot be unloaded or matched.
    """
    tell = watch or (lambda text: None)
    course = beat_loop(run)
    ventricle_ = patient.left_ventricle
    tell("meshing")
    cavity = float(course.volume[0])
    if loading:
        loaded = loading(cavity, comm)
    else:
        loaded = ellipsoidal_ventricle(patient.wall, cavity, ventricle_.wall_volume, edge, comm, drawn)
    tell("activation")
    muscle = driven_muscle(run.steady.trace.parameters)
    stretch = float(run.steady.trace["stretch_lv"][0])
    constants, delays = _conduction(patient, loaded, MuscleDrive(*muscle, ventricle_.wall_viscosity), stretch)
    tell("unloading")
    pressure = float(course.pressure[0]) / MMHG_PER_KPA
    segments = loaded.segments
    wall = _wall_at_rest(loaded, ventricle_, patient.wall.law, pressure)
    loaded_stretch = wall.stretch()
    working = np.where(np.isin(segments, patient.wall.scarred), 0.0, 1.0)
    filaments = Filaments(loaded_stretch, delay=delays, scale=stretch / loaded_stretch, strength=working)
    ventricle = FiniteElementVentricle(
        wall, filaments, viscosity=ventricle_.wall_viscosity, constants=constants, step=step
    )
    ventricle.each_step = each_step
    match = match_strength(ventricle, muscle, course, watch) if strength is None else None
    if strength is not None:
        ventricle.set_strength(strength)
    mesh = loaded.ventricle.mesh
    return BuiltVentricle(
        ventricle, segments, loaded.place.depth, mesh.topology.index_map(3).size_global, wall.volume,
        wall.unloaded_volume, wall.rest.stiffness, MMHG_PER_KPA * pressure, constants, match,
        loaded.ventricle.drawn,
    )  # fmt: skip


def _wall_at_rest(loaded: LoadedVentricle, own: Ventricle, law: str, pressure: float) -> FiniteElementWall:
    """Return the wall whose cavity without load is that of the one fibre at stretch 1, loaded to a pressure [kPa]."""
    exponent = EXPONENTS[law] * own.passive_exponent / ONE_FIBRE_EXPONENT
    ring = np.clip((loaded.place.height - RING_BEGINS) / (1.0 - RING_BEGINS), 0.0, 1.0)
    firmness = 1.0 + (RING_FIRMNESS - 1.0) * ring**2 * (3.0 - 2.0 * ring)
    unloading = Unloading(loaded.ventricle, loaded.frames, PassiveMuscle(LAWS[law], 1.0, exponent), firmness)
    stiffness = find_stiffness(unloading, pressure, own.reference_volume, guess=max(0.6 * pressure, 0.6))
    return FiniteElementWall(unloading.moved(), PassiveMuscle(LAWS[law], stiffness, exponent))


def _conduction(
    patient: Patient, loaded: LoadedVentricle, drive: MuscleDrive, stretch: float
) -> tuple[LocalConstants, Array]:
    """Return local constants and the delay of each point [s].

    The constants are those with which the heart conducts normally; a block then delays what it delays.
    """
    if patient.wall.activation == "uniform":
        return SAME, np.zeros(loaded.points.count)
    normal = activation_delays(loaded, pattern("normal"))
    constants = local_constants(drive, stretch, _shares(loaded, normal))
    named = patient.wall.activation
    delays = normal if named == "normal" else activation_delays(loaded, pattern(named))
    return constants, delays - constants.lead


def _shares(loaded: LoadedVentricle, values: Array) -> Array:
    """Return values at equal shares of the volume of the wall, of all ranks."""
    comm = loaded.points.mesh.comm
    everywhere, weights = (np.concatenate(comm.allgather(part)) for part in (values, loaded.points.weights))
    order = np.argsort(everywhere, kind="stable")
    share = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(SPREAD / 100.0, share / weights.sum(), everywhere[order])
