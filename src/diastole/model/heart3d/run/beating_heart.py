"""A patient's heart with a ventricle of finite elements, without and with the balloon pump."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from mpi4py import MPI

from diastole.checkpoint import BEGIN, READS_AS_DAMAGED, damaged
from diastole.errors import InputError
from diastole.model.circulation.kernel_parameters import WATCHED_NAMES
from diastole.model.heart3d.mesh.tetrahedra import DrawnMesh
from diastole.model.heart3d.run.build_ventricle import EDGE, BuiltVentricle, Loading, build_ventricle, check_sizes
from diastole.model.heart3d.run.finite_element_heart import (
    STROKE_TOLERANCE,
    FiniteElementHeart,
    SteadyBeat,
    Watch,
    check_tolerance,
    unassisted_landmarks,
)
from diastole.model.heart3d.run.finite_element_ventricles import STEP
from diastole.model.heart3d.run.heart_checkpoint import (
    Kept,
    RunState,
    restore,
    unpack_drawn,
    unpack_match,
    unpack_without,
)
from diastole.model.heart3d.wall.global_numbering import Layout
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import Run, simulate
from diastole.model.simulation.assist import operating_point
from diastole.model.simulation.slow_states import OperatingPoint

SAME_PLACE = 1e-9  # cm, by which a node may lie elsewhere than in a checkpoint, by rounding over other ranks
Keep = Callable[[RunState], None]


@dataclass(frozen=True)
class Heart3D:
    """Results of a heart with a ventricle of finite elements."""

    built: BuiltVentricle  # the ventricle, in the state in which the last run left it
    without: SteadyBeat  # without a balloon pump
    with_: SteadyBeat | None  # with it
    one_fibre: Run  # the same patient with the one-fibre ventricle, without the pump


def simulate_3d(
    patient: Patient,
    *,
    balloon: bool = False,
    reflex: bool = False,
    ventricles: int = 1,
    edge: float = EDGE,
    step: float = STEP,
    tolerance: float = STROKE_TOLERANCE,
    strength: float | None = None,
    loading: Loading | None = None,
    comm: MPI.Comm = MPI.COMM_WORLD,
    tell: Callable[[str], None] | None = None,
    watch: Watch | None = None,
    each_step: Callable[[float], None] | None = None,
    keep: Keep | None = None,
    kept: Kept | None = None,
) -> Heart3D:
    """Run a patient to the steady beat with a ventricle of finite elements.

    Parameters
    ----------
    patient
        With or without a balloon pump; it is not used in the first of the two runs.
    balloon
        Whether the pump is run too; a patient who has none gets one with the usual settings.
    reflex
        Whether the baroreflex answers to the pump; without the pump it is at its operating point.
    ventricles
        1 for the left one, on whose circulation the right one stays of one fibre; 2 for both in space.
    edge
        Length of an element's edge [cm].
    step
        Longest step of the wall [s].
    tolerance
        Change of the stroke volume at which the beat repeats; see `FiniteElementHeart.settle` [1].
    strength
        Of the muscle, over that of the one fibre [1]; matched with the one-fibre ventricle if left out.
    loading
        Gives the shape at the end of diastole, such as that of a user's mesh; by default an ellipsoid.
    comm
        Ranks over which the wall is spread.
    tell
        Told what is being done.
    watch
        Called after each support cycle with patient, count of cycles and change of the stroke volume [1].
    each_step
        Told the time of the beat [s] after each step of the wall.
    keep
        Given the state of the run before the first and after each support cycle: a checkpoint may be written.
    kept
        A checkpoint from which the run goes on.

    Raises
    ------
    SimulationError
        Where the wall cannot be built, finds no equilibrium, or no beat repeats.
    InputError
        Where the checkpoint is not of this run.
    """
    check_sizes(edge, step)
    check_tolerance(tolerance)
    bare = patient.with_balloon_pump(None)
    assisted = patient if patient.balloon_pump else patient.with_balloon_pump(BalloonPump())
    one_fibre = simulate(bare)
    built = build_ventricle(
        bare, one_fibre, ventricles=ventricles, edge=edge, step=step, strength=1.0 if kept else strength,
        loading=loading, drawn=_drawn(kept) if kept else None, comm=comm, watch=tell, each_step=each_step,
    )  # fmt: skip
    reached = one_fibre.steady.reached
    heart = FiniteElementHeart(built.ventricle, bare, reached.state, reached.slow, reached.longest_step)
    start = RunState(built, heart, None, [])
    if kept:
        start = _resumed(start, kept, assisted, reflex=reflex)
    elif keep:
        keep(start)

    def kept_after(without: SteadyBeat | None) -> Callable[[list[float]], None]:
        return lambda strokes: keep(RunState(start.built, heart, without, strokes)) if keep else None

    without, strokes = start.without, start.strokes
    told = tell or (lambda text: None)
    if without is None:
        told("beats without the pump")
        without, strokes = heart.settle(watch, strokes, kept_after(None), tolerance=tolerance), []
        if balloon:
            heart.set_patient(assisted, unassisted_landmarks(without), _own(bare, without, reflex=reflex))
            heart.relax()
            kept_after(without)(strokes)
    if balloon:
        told("beats with the pump")
    with_ = heart.settle(watch, strokes, kept_after(without), tolerance=tolerance) if balloon else None
    return Heart3D(start.built, without, with_, one_fibre)


def _drawn(kept: Kept) -> DrawnMesh:
    """Return the mesh that a checkpoint keeps; raise an InputError if it has none."""
    try:
        return unpack_drawn(kept.arrays)
    except READS_AS_DAMAGED:
        raise damaged(kept.path) from None


def _own(patient: Patient, without: SteadyBeat, *, reflex: bool) -> OperatingPoint | None:
    """Return the operating point of the baroreflex without the pump; none if it is off."""
    if not reflex:
        return None
    cycle = PeriodicTrace(without.trace, patient)
    return operating_point(patient, {name: cycle.mean(name) for name in WATCHED_NAMES})


def _resumed(start: RunState, kept: Kept, assisted: Patient, *, reflex: bool) -> RunState:
    """Bring a new run to the state in a checkpoint; raise an InputError if that is damaged, or of another mesh."""
    note, arrays, path = kept
    heart = start.heart
    try:
        layout = Layout(heart.ventricle.wall)
        then = arrays["places"]
        if then.shape != layout.places.shape or np.abs(then - layout.places).max() > SAME_PLACE:
            raise InputError(f"{path} belongs to another mesh than the one that was made now; {BEGIN}")
        without = unpack_without(note, arrays, heart.heart.patient, layout)
        if without:
            own = _own(heart.heart.patient, without, reflex=reflex)
            heart.set_patient(assisted, unassisted_landmarks(without), own)
        restore(heart, note, arrays, layout)
        built = replace(start.built, match=unpack_match(note))
    except InputError:
        raise
    except READS_AS_DAMAGED:
        raise damaged(path) from None
    return RunState(built, heart, without, note["strokes"])
