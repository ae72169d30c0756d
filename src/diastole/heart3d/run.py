"""A patient's heart with a ventricle of finite elements, without and with the balloon pump."""

from collections.abc import Callable
from dataclasses import dataclass

from mpi4py import MPI

from diastole.heart3d.build import EDGE, Built, build
from diastole.heart3d.steady import FiniteElementHeart, SteadyBeat, Watch, unassisted_landmarks
from diastole.heart3d.ventricle import STEP
from diastole.hemodynamics.run import Run, simulate
from diastole.patient import BalloonPump, Patient
from diastole.simulation.assist import operating_point


@dataclass(frozen=True)
class Heart3D:
    """What a heart with a ventricle of finite elements does.

    Attributes
    ----------
    built : Built
        The ventricle, which stands where the last run left it.
    without : SteadyBeat
        Without a balloon pump.
    with_ : SteadyBeat or None
        With it.
    one_fibre : Run
        The same patient with the one-fibre ventricle, without the pump.
    """

    built: Built
    without: SteadyBeat
    with_: SteadyBeat | None
    one_fibre: Run


def simulate_3d(
    patient: Patient,
    *,
    balloon: bool = False,
    reflex: bool = False,
    edge: float = EDGE,
    step: float = STEP,
    comm: MPI.Comm = MPI.COMM_WORLD,
    tell: Callable[[str], None] | None = None,
    watch: Watch | None = None,
) -> Heart3D:
    """Run a patient to the steady beat with a ventricle of finite elements.

    Parameters
    ----------
    patient
        With or without a balloon pump; it is not used in the first of the two runs.
    balloon
        Whether the pump is run too; a patient who has none gets one with the usual settings.
    reflex
        Whether the baroreflex answers to the pump; without the pump the patient is as found.
    edge
        Length of an element's edge [cm].
    step
        Longest step of the wall [s].
    comm
        Ranks over which the wall is spread.
    tell
        Told what is being done.
    watch
        Called after each support cycle with patient, count of cycles and change of the stroke volume [1].

    Raises
    ------
    SimulationError
        Where the wall cannot be built, finds no equilibrium, or no beat repeats.
    """
    bare = patient.with_balloon_pump(None)
    one_fibre = simulate(bare)
    built = build(bare, one_fibre, edge=edge, step=step, comm=comm, watch=tell)
    reached = one_fibre.steady.reached
    heart = FiniteElementHeart(built.ventricle, bare, reached.state, reached.slow)
    without = heart.settle(watch)
    with_ = None
    if balloon:
        assisted = patient if patient.balloon_pump else patient.with_balloon_pump(BalloonPump())
        own = operating_point(bare, without.means) if reflex else None
        heart.set_patient(assisted, unassisted_landmarks(without), own)
        heart.relax()
        with_ = heart.settle(watch)
    return Heart3D(built, without, with_, one_fibre)
