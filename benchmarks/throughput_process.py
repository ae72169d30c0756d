"""One round of throughput.py on one processor: prints figures as JSON. `DIASTOLE_PROCESSOR` says which processor.

Everything is timed in turn in one process. CPU time is that of compiled code alone, unless it says a whole call.
"""

import json
import os
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import batched
from typing import Any, NamedTuple

import numpy as np
from common import cpu_seconds, worst_error
from fused_peak import STAGES_OF_A_STEP, fused_peak, operations_of_a_stage
from own_circulation import PATIENTS, REFINED, outputs, steady_heart

import diastole
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel import PROGRAM, widths
from diastole.model.circulation.kernel_parameters import BLOOD
from diastole.model.patient import PRESETS, Patient
from diastole.model.simulation.accuracy import LONGEST_STEP, TOLERANCE
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.steady_beat import record_cycle
from diastole.model.simulation.steady_search import Search
from diastole.tracing.native import lane_memory, load, widest

BEATS = 500  # of a block
SETTLING = 100  # beats, after which a block in single precision repeats its own beat
HEARTS = 256  # that go to their steady beat
THREADS = 2
MEMBERS = 200  # of a cohort, each in two arms
ARMS: dict[str, dict[str, Any]] = {"off": {}, "on": {"balloon_pump.ratio": "1:1"}}
WIDTH = widths(closed_loop)


class Course(NamedTuple):
    """A beat that a block of lanes repeats."""

    state: np.ndarray  # (states,)
    parameters: np.ndarray
    length: float  # s
    steps: int


def courses() -> dict[str, Course]:
    """Return the steady beat of each patient of the comparison with peers."""
    found = {}
    for name, patient in PATIENTS.items():
        trace = record_cycle(steady_heart(patient, LONGEST_STEP["default"]))
        found[name] = Course(
            trace.states[0], trace.parameters, float(trace.onsets[1]), (int(trace.first_beat.sum()) - 1) // 6
        )
    return found


class Block:
    """Lanes with one course each, in memory as the compiled code takes it."""

    def __init__(self, course: Course, lanes: int, precision: str = "f64"):
        number: type[np.floating[Any]] = np.float64 if precision == "f64" else np.float32
        self._beat = load(f"{PROGRAM}:closed_circulation", lanes, precision)["beat"]

        def spread(numbers: Any) -> np.ndarray:
            column = np.asarray(numbers, number).reshape(-1, 1)
            memory = lane_memory((column.size, lanes), number)
            memory[:] = column
            return memory

        self.state = spread(course.state)
        given = [spread(course.parameters), *(spread(one) for one in (0.0, course.length, course.steps))]
        work = [lane_memory((count, lanes), number) for count in (WIDTH.watched, 0, 0, 0, WIDTH.work)]
        self._arrays, self._steps = (self.state, *given, *work), course.steps

    def run(self, beats: int = BEATS) -> None:
        addresses = [array.ctypes.data for array in self._arrays]
        for _ in range(beats):
            self._beat(*addresses, self._steps, 0)


def patients(count: int) -> Iterator[Patient]:
    """Yield patients drawn at random, of any preset."""
    random = np.random.default_rng(16)
    for _ in range(count):
        patient = Patient.preset(str(random.choice(PRESETS)))
        yield patient.with_values(changes(random))


def changes(random: np.random.Generator) -> dict[str, str]:
    """Return changes of a patient, drawn at random."""
    scaled = {
        "blood_volume": 0.1, "resistances.lower_body_bed": 0.3, "resistances.upper_body_bed": 0.3,
        "left_ventricle.peak_calcium": 0.1, "left_ventricle.passive_stiffness": 0.3,
    }  # fmt: skip
    factors = {key: f"x{random.uniform(1.0 - spread, 1.0 + spread)}" for key, spread in scaled.items()}
    return factors | {"heart_rate": f"{random.uniform(55, 110)} /min"}


def searches(drawn: Sequence[Patient]) -> list[Search]:
    """Return a search of each patient from its first state, those of like length side by side."""
    hearts = [Search(BeatingHeart(patient, longest_step=LONGEST_STEP["default"]), TOLERANCE) for patient in drawn]
    return sorted(hearts, key=lambda one: one.length)


def beats_of(requests: list[Search], lanes: int, pool: ThreadPoolExecutor | None = None) -> int:
    """Carry out searches in blocks of lanes; return the beats that it took."""
    blocks = list(batched(requests, lanes))
    carry_out = pool.map if pool else map
    return int(sum(clock.beats for clocks in carry_out(lambda b: Search.answers(b, lanes), blocks) for clock in clocks))


def rate_of_beats(block: Block, lanes: int) -> float:
    return BEATS * lanes / cpu_seconds(block.run)


def rate_of_search(drawn: Sequence[Patient], lanes: int) -> float:
    requests, beats = searches(drawn), []
    seconds = cpu_seconds(lambda: beats.append(beats_of(requests, lanes)))
    return beats[0] / seconds


def speed_of(threads: int, drawn: Sequence[Patient]) -> float:
    """Return how many beats a second of wall clock are run by so many threads."""
    requests = searches(drawn)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(abs, range(threads)))  # starts the threads
        start = time.perf_counter()
        return beats_of(requests, widest(), pool) / (time.perf_counter() - start)


def cohort() -> dict[str, float]:
    """Return CPU time and wall clock [s] of a cohort by the public interface."""
    random = np.random.default_rng(16)
    members = [changes(random) for _ in range(MEMBERS)]
    start, wall = time.process_time(), time.perf_counter()
    found = diastole.ensemble(members, of="shock", arms=ARMS, progress=False)
    spent = {"cpu_s": time.process_time() - start, "wall_s": time.perf_counter() - wall}
    return spent | {"failed": float((found["failure"] != "").sum())}


def settled_in_single_precision(patient: Patient, course: Course) -> dict[str, float]:
    """Return the outputs of the beat at which lanes in single precision have come to rest.

    What rounding took from the blood, about 0.0003 mL a beat, is given back before that beat is recorded.
    """
    block = Block(course, widest(), "f32")
    block.run(SETTLING)
    state = block.state[:, 0].astype(float)
    state[BLOOD] *= course.state[BLOOD].sum() / state[BLOOD].sum()
    heart = steady_heart(patient, LONGEST_STEP["default"])
    heart.restore(replace(heart.snapshot(), state=state))
    return outputs(record_cycle(heart))


def errors(known: dict[str, Course]) -> dict[str, dict[str, float]]:
    """Return the worst error of each patient in double and in single precision (%), as compared with peers."""
    found: dict[str, dict[str, float]] = {"f64": {}, "f32": {}}
    for name, patient in PATIENTS.items():
        exact = outputs(record_cycle(steady_heart(patient, REFINED)))
        double = outputs(record_cycle(steady_heart(patient, LONGEST_STEP["default"])))
        found["f64"][name] = worst_error(double, exact)
        found["f32"][name] = worst_error(settled_in_single_precision(patient, known[name]), exact)
    return found


def main() -> None:
    warnings.simplefilter("ignore", UserWarning)  # members that fail are counted
    lanes, is_first, is_whole = widest(), "--first" in sys.argv, "--whole" in sys.argv
    drawn, known, peak = list(patients(HEARTS)), courses(), fused_peak()
    figures: dict[str, Any] = {"lanes": lanes, "peak": peak, "beats": {}, "steps": {}}
    for name, course in known.items():
        blocks = {1: Block(course, 1), lanes: Block(course, lanes)}
        for block in blocks.values():
            block.run(1)
        rates = {"scalar": rate_of_beats(blocks[1], 1), "lanes": rate_of_beats(blocks[lanes], lanes)}
        single = Block(course, 2 * lanes, "f32")
        single.run(1)
        rates["f32"] = rate_of_beats(single, 2 * lanes)
        figures["beats"][name], figures["steps"][name] = rates, course.steps
    for many in (1, lanes):
        beats_of(searches(drawn[:many]), many)
    figures["search"] = {
        "scalar": rate_of_search(drawn[: HEARTS // 8], 1),
        "lanes": rate_of_search(drawn, lanes),
    }
    if is_whole:
        figures["threads"] = {"gain": speed_of(THREADS, drawn) / speed_of(1, drawn), "load": os.getloadavg()[0]}
        cohort()
        figures["cohort"] = cohort()
    if is_first:
        figures["operations"] = STAGES_OF_A_STEP * operations_of_a_stage()
        figures["errors"] = errors(known)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
