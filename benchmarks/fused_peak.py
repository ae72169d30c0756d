"""What a processor can do at most, its measured peak of fused multiply-adds, and the operations of the right-hand side.

Both are read from the code that is run: the peak is that of a traced program of independent chains, and operations are
counted in the instructions that LLVM emits for `ahead`, a stage of a step.
"""

import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cache

import numpy as np

from diastole.model.circulation.kernel import PROGRAM
from diastole.tracing import machine
from diastole.tracing.native import address, written
from diastole.tracing.traced_program import Count, Memory, Program

CHAINS = 12  # which do not wait for each other: two a cycle, of four cycles each, and some more; they fit in registers
TURNS = 1_000_000
FUSED = re.compile(r"vfn?m(?:add|sub)\d+p[ds]$")
SINGLE = re.compile(r"v?(?:add|sub|mul|div|sqrt|min|max)p[ds]$")
STAGES_OF_A_STEP = 4  # of the classical Runge-Kutta method


@cache
def _chains():
    """Return a compiled function that adds up products in independent chains, for as many lanes as there are."""
    program = Program(machine.widest())
    with program.function("chains", {"x": Memory, "turns": Count}) as (x, turns):
        factor, term = x[0], x[1]
        sums = [program.variable(x[2 + i]) for i in range(CHAINS)]
        for _ in program.loop(turns):
            for each in sums:
                each.value = each.value * factor + term
        for i, each in enumerate(sums):
            x[2 + i] = each.value
    return machine.loaded(machine.compiled(program))["chains"]


def fused_peak() -> float:
    """Return how many operations a CPU second are done in fused multiply-adds, each of which counts as two."""
    lanes, chains = machine.widest(), _chains()
    x = np.full((2 + CHAINS, lanes), 0.5)
    chains(address(x), TURNS // 10)
    start = time.process_time()
    chains(address(x), TURNS)
    return 2.0 * CHAINS * lanes * TURNS / (time.process_time() - start)


def operations_of_a_stage() -> int:
    """Return the operations on numbers of one patient in one stage of a step, where no branch is taken.

    Branches hold what few patients have, such as a pump: of the ways through the function, the one with the fewest
    operations counts. Comparisons, choices and moves are no operations; a fused multiply-add is two.
    """
    return _fewest(_stage(machine.widest()), lambda word: 2 if FUSED.match(word) else 1 if SINGLE.match(word) else 0)


def instructions_of_a_stage() -> dict[int, int]:
    """Return the instructions of one stage of a step, where no branch is taken, by the lanes of its block."""
    return {lanes: _fewest(_stage(lanes), lambda _: 1) for lanes in (1, machine.widest())}


def _stage(lanes: int) -> list[str]:
    """Return the lines of assembly of a stage for a block of so many lanes."""
    target = machine._machine()
    program = written(f"{PROGRAM}:closed_circulation", lanes)
    assembly = target.emit_assembly(machine.optimised(program, target))
    return assembly.split("\nahead:\n", 1)[1].split(".Lfunc_end", 1)[0].splitlines()


def _fewest(lines: list[str], weigh: Callable[[str], int]) -> int:
    """Return the least weight of a way through a function without loops, from its lines of assembly."""
    least: Counter[str] = Counter()  # weight of the way to a label, by its name
    here: int | None = 0  # None behind a jump that is always taken
    for line in lines:
        label = re.match(r"(\.LBB\w+):", line)
        word, *rest = line.split() or [""]
        if label:
            ways = [way for way in (here, least.get(label[1])) if way is not None]
            here = min(ways)
        elif here is None or not re.match(r"\t[a-z]", line):
            continue
        elif word.startswith("j"):
            here += weigh(word)
            least[rest[0]] = min(here, least.get(rest[0], here))
            here = None if word == "jmp" else here
        elif word.startswith("ret"):
            return here + weigh(word)
        else:
            here += weigh(word)
    raise ValueError("the function does not return")
