"""Several ranks that end together: an error is said once, and no rank waits for ever for one that has failed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from mpi4py import MPI

from diastole.errors import InputError

GRACE = 10.0  # s, in which the other ranks must have failed too, so that all can end in an orderly way
LOOK_EVERY = 0.02  # s


def first_rank(comm: MPI.Comm = MPI.COMM_WORLD) -> bool:
    """Tell whether this is the rank that speaks and writes."""
    return int(comm.rank) == 0


@contextmanager
def together(
    say: Callable[[BaseException], None], code: Callable[[BaseException], int], comm: MPI.Comm = MPI.COMM_WORLD
) -> Iterator[None]:
    """Let an error on any rank end all: where all have failed alike, the first goes on with it and the others exit.

    Parameters
    ----------
    say
        Says an error of a rank that failed alone, before all ranks are stopped.
    code
        Exit code of an error.

    Raises
    ------
    SystemExit
        On all ranks but the first, where all have failed.
    """
    if comm.size == 1:
        yield
        return
    apart = comm.Dup()  # so that the waiting here meets no other message
    try:
        yield
    except BaseException as problem:
        if not _all_came(apart):
            say(problem)
            comm.Abort(code(problem))
        if comm.rank:
            raise SystemExit(code(problem)) from None
        raise


def _all_came(comm: MPI.Comm) -> bool:
    """Wait for the other ranks; tell whether all have come."""
    request, until = comm.Ibarrier(), monotonic() + GRACE
    while monotonic() < until:
        if request.Test():
            return True
        sleep(LOOK_EVERY)
    return False


def by_first_rank[Made](make: Callable[[], Made], comm: MPI.Comm) -> Made:
    """Return on every rank what the first one makes.

    Raises
    ------
    InputError
        The problem that the first rank meets, on all ranks alike.
    """
    found: tuple[Made | None, str] = (None, "")
    if comm.rank == 0:
        try:
            found = (make(), "")
        except InputError as problem:
            found = (None, str(problem))
    made, said = comm.bcast(found)
    if said:
        raise InputError(said)
    return made
