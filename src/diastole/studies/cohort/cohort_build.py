"""A cohort is built: in this process, in several, or on a cluster; what is there already is kept."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from diastole.errors import InputError
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.cohort_store import CohortStore, CohortSummary
from diastole.studies.cohort.cohort_task import KEPT, Task, run_task, tasks
from diastole.studies.cohort.specification import Specification
from diastole.studies.cohort.workers import WorkerLostError, in_processes

type Watch = Callable[[int, int], None]


def build_cohort(
    path: Path,
    spec: Specification,
    *,
    seed: int,
    count: int,
    how: How,
    resume: bool = False,
    workers: int = 1,
    scheduler: str | None = None,
    watch: Watch | None = None,
) -> CohortSummary:
    """Build a cohort of so many patients and return what became of them.

    Raise InputError if it cannot be begun or resumed, or the scheduler is not there; what was written stays.

    `resume`: go on with what an earlier run left; damaged chunks are made anew. `workers`: processes on this machine;
    `scheduler`: address of a Dask cluster that sees the same path. `watch`: called with the members done, and all.
    """
    store = CohortStore(path, spec, seed, count, how)
    if scheduler is not None:
        from diastole.studies.cohort.cluster import check_scheduler  # loads Dask, a second of modules

        check_scheduler(scheduler)  # before a folder is made, which would be in the way of the next try
    if resume:
        store.reopen()
    else:
        store.create()
    missing = list(store.missing())
    if damaged := [chunk for chunk, is_damaged in missing if is_damaged]:
        warnings.warn(f"{len(damaged)} of {store.chunks} chunks were damaged and are made anew", stacklevel=2)
    work = tasks(store, spec, seed, [chunk for chunk, _ in missing], how)
    done = count - sum(len(store.members(chunk)) for chunk, _ in missing)
    for chunk in _carried_out(work, workers, scheduler):
        done += len(store.members(chunk))
        if watch:
            watch(done, count)
    return store.summary()


def _carried_out(work: Sequence[Task], workers: int, scheduler: str | None) -> Iterator[int]:
    """Carry out tasks; yield the chunk of each as it ends."""
    if scheduler is not None:
        from diastole.studies.cohort.cluster import on_cluster

        yield from on_cluster(work, scheduler)
    elif workers > 1:
        try:
            yield from in_processes(run_task, work, workers)
        except WorkerLostError as problem:
            raise InputError(f"{problem}; {KEPT}") from None
    else:
        yield from map(run_task, work)
