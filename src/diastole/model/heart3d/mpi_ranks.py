"""MPI ranks that end together: an error is printed once, and no rank waits forever for one that has failed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from mpi4py import MPI

from diastole.errors import InputError

GRACE = 10.0  # s, time for the other ranks to fail too, so that all end in an orderly way; assumed
LOOK_EVERY = 0.02  # s


def first_rank(comm: MPI.Comm = MPI.COMM_WORLD) -> bool:
    """Return whether this is the rank that prints and writes."""
    return int(comm.rank) == 0


@contextmanager
def together(
    say: Callable[[BaseException], None], code: Callable[[BaseException], int], comm: MPI.Comm = MPI.COMM_WORLD
) -> Iterator[None]:
    """Let an error on any rank end all ranks: if all have failed, the first raises its error and the others exit.

    Parameters
    ----------
    say
        Prints the error of a rank that failed alone, before all ranks are stopped.
    code
        Returns the exit code of an error.

    Raises
    ------
    SystemExit
        On all ranks but the first, if all have failed.
    """
    if comm.size == 1:
        yield
        return
    apart = comm.Dup()  # so that no other message interferes with the waiting
    try:
        yield
    except BaseException as problem:
        if not _all_failed(apart):
            say(problem)
            comm.Abort(code(problem))
        if comm.rank:
            raise SystemExit(code(problem)) from None
        raise


def _all_failed(comm: MPI.Comm) -> bool:
    """Wait for the other ranks; return whether all of them have failed too."""
    request, until = comm.Ibarrier(), monotonic() + GRACE
    while monotonic() < until:
        if request.Test():
            return True
        sleep(LOOK_EVERY)
    return False


def by_first_rank[Made](make: Callable[[], Made], comm: MPI.Comm) -> Made:
    """Return on every rank what the first rank makes.

    Raises
    ------
    InputError
        On all ranks, if the first rank meets it.
    """
    outcome: tuple[Made | None, str] = (None, "")
    if comm.rank == 0:
        try:
            outcome = (make(), "")
        except InputError as problem:
            outcome = (None, str(problem))
    made, problem_text = comm.bcast(outcome)
    if problem_text:
        raise InputError(problem_text)
    return made
