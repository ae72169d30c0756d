"""Tasks of a cohort on a Dask cluster, whose workers may come and go."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from distributed import Client, as_completed
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from diastole.errors import InputError
from diastole.studies.cohort.cohort_task import KEPT, Task, run_task

RETRIES = 3  # of a task whose worker was lost
CONNECTING = "10s"  # before an address is given up


def on_cluster(work: Sequence[Task], address: str) -> Iterator[int]:
    """Carry out tasks on a cluster; yield the chunk of each as it ends.

    Raise InputError if the scheduler cannot be reached or is lost, or a task ends several workers.
    """
    try:
        with _client(address) as client:
            for future in as_completed(  # type: ignore[no-untyped-call]
                client.map(run_task, work, pure=False, retries=RETRIES), loop=client.loop
            ):
                yield future.result()
    except KilledWorker:
        raise InputError(
            f"the same task ended several workers of {address}, which may be short of memory; {KEPT}"
        ) from None
    except (FutureCancelledError, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno is not None and not isinstance(problem, ConnectionError):
            raise  # of the disk
        raise InputError(f"the scheduler at {address} was lost; {KEPT}") from None


def check_scheduler(address: str) -> None:
    """Raise InputError if no scheduler answers at an address."""
    with _client(address):
        pass


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """Yield a client of a scheduler. Raise InputError if it cannot be reached, or is lost."""
    if not _has_port(address):
        raise InputError(f"'{address}' is no address of a Dask scheduler; give one such as tcp://host:8786")
    try:
        client = Client(  # type: ignore[no-untyped-call]
            address, timeout=CONNECTING, set_as_default=False
        )
    except (OSError, ValueError, TimeoutError) as problem:
        raise InputError(
            f"no Dask scheduler answers at {address} ({problem}); start one, or leave out --scheduler"
        ) from None
    with client:
        yield client


def _has_port(address: str) -> bool:
    try:
        return urlsplit(address if "://" in address else f"tcp://{address}").port is not None
    except ValueError:
        return False
