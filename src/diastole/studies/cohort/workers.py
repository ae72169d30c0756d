"""Work spread over processes, which also scripts without a guarded ``main`` and notebooks may start."""

import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from queue import SimpleQueue
from subprocess import PIPE, Popen
from typing import Any, NamedTuple

from diastole.errors import InputError

START = "import sys; sys.path[:] = {path!r}; from diastole.studies.cohort.workers import serve; serve()"


class WorkerLostError(InputError):
    """A process ended before it had answered."""


class TaskProblem(NamedTuple):
    """What a task raised that is no fault of the program, such as of a full disk."""

    problem: Exception


def in_processes[Task, Result](work: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> Iterator[Result]:
    """Yield the results of a function of the package for each task, in the order of the tasks.

    Raise what a task raises of files and of its input, and WorkerLostError if a process ends.

    `multiprocessing` would run the user's script again in each process; here a process imports the function alone.
    """
    with ExitStack() as held:
        free: SimpleQueue[Popen[bytes]] = SimpleQueue()
        for _ in range(min(workers, len(tasks))):
            process = held.enter_context(_start())
            held.callback(process.kill)  # before its end is waited for
            free.put(process)

        def one(task: Task) -> Any:
            """Return the answer of the next process that is free."""
            process = free.get()
            try:
                return _asked(process, (work, task))
            finally:
                free.put(process)

        pool = held.enter_context(ThreadPoolExecutor(free.qsize()))
        held.callback(pool.shutdown, cancel_futures=True)
        yield from pool.map(one, tasks)


def serve() -> None:
    """Answer the tasks of stdin on stdout, in a process of its own, until stdin ends."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    while True:
        try:
            work, task = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(_answer(work, task), answers)
        answers.flush()


def _answer(work: Callable[[Any], Any], task: Any) -> Any:
    try:
        return work(task)
    except (OSError, InputError) as problem:
        return TaskProblem(problem)


def _start() -> "Popen[bytes]":
    return Popen([sys.executable, "-c", START.format(path=sys.path)], stdin=PIPE, stdout=PIPE)


def _asked(process: "Popen[bytes]", task: object) -> Any:
    """Return the answer of a process."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        pickle.dump(task, process.stdin)
        process.stdin.flush()
        answer = pickle.load(process.stdout)
    except (BrokenPipeError, EOFError):
        with suppress(BrokenPipeError):
            process.stdin.close()  # what it did not take must not be sent again where the process is closed
        raise WorkerLostError(f"a worker process ended with {process.wait()}; its own words stand above") from None
    if isinstance(answer, TaskProblem):
        raise answer.problem
    return answer
