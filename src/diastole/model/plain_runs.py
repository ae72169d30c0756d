"""Patients who are given as numbers, to their steady beat and measured: in lanes, without an object for each of them.

Only what is plain is done here: no value is impossible, the reflex is off, each beat is like the last one, and the
usual steps are beyond doubt. Everybody else is left to `simulate`, which gives the same numbers, or says why there are
none.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.array_words import ARRAY_WORDS
from diastole.arrays import Array
from diastole.law import reread
from diastole.model.circulation.influence import InfluencedPatient, heart_rate
from diastole.model.circulation.kernel import FINER, SEARCH
from diastole.model.circulation.kernel_parameters import BLOOD, RUNNING, SECONDS_PER_MINUTE, SIGNAL_NAMES, STATE_INDEX
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION
from diastole.model.devices.balloon_pump.console import OFF, Console, Landmarks, Settings
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.lanes import compiled_measures
from diastole.model.measures.measure_memory import PATIENT, SIGNALS, BeatNumbers, Verdict, verdict_of
from diastole.model.patient.patient_numbers import EMPTY, NUMBERS
from diastole.model.prepare_program import PreparedPatient, all_contradictions
from diastole.model.simulation.acceleration import FAST, WIDTH
from diastole.model.simulation.accuracy import (
    LONGEST_STEP,
    MOST_CYCLES,
    SHORTEST_SHARE,
    TOLERANCE,
    longest_step_of_beat,
)
from diastole.model.simulation.beat_to_beat import FIRST_TONE
from diastole.model.simulation.cycle_recording import STATUS, RecordedBlock
from diastole.model.simulation.patient_program import settings
from diastole.model.simulation.search_memory import GIVEN, ROWS, RUNS, SIZE, STEADY, UNSETTLED, Clock, place_of
from diastole.model.simulation.slow_states import LEVELS, TONE_SLOTS, influence_of
from diastole.model.simulation.steady_search import LONGEST_CYCLE
from diastole.model.simulation.steps import is_close, steppings_of
from diastole.model.simulation.systole_scans import FlowSystole
from diastole.number_records import numbers_of, refilled
from diastole.tracing.native import LaneRoom, address, lane_memory, load, widest

PREPARE = "diastole.model.prepare_program:prepare"
FILLED = ("own", "whole", "influenced", "physiology", "console")  # rows that ``prepare`` fills, the last with settings
PUMP = [number.place for key, number in NUMBERS.items() if key.startswith("balloon_pump.")]
NO_PUMP = np.array(list(numbers_of(EMPTY.balloon_pump)))[:, None]
READ = len(list(numbers_of(PreparedPatient(*(0.0,) * 5))))  # numbers that ``read`` finds
EXCLUSIONS = len(list(all_contradictions()))
STORES = [int(place) for place in np.flatnonzero(BLOOD)]
DOSES = place_of("physiology", "doses")
RATE = [*NUMBERS].index("heart_rate")
PLACES_OF_SIGNALS = [STATE_INDEX[name] if name in STATE_INDEX else FAST + SIGNAL_NAMES.index(name) for name in SIGNALS]
MAY_BE_UNDEFINED = np.array([measure.may_be_undefined for measure in MEASURES.values()])[:, None]

type Flags = NDArray[np.bool_]


class PlainRuns(NamedTuple):
    """Runs of patients in one arm."""

    values: Array  # (measures, patients), in the order of the vocabulary; no number where one is not defined
    is_plain: Flags  # (patients,): the others have no values here


def plain_runs(arms: Sequence[Array], accuracy: str = "default") -> list[PlainRuns]:
    """Run patients in each arm to the steady beat and measure it, as `simulate`.

    `arms`: the numbers of the patients in each (`NUMBERS`, patients). Whether the balloon works, and at which ratio, is
    the same for all patients of an arm. `accuracy`: as of `simulate`.
    """
    results = [
        PlainRuns(np.full((len(MEASURES), each.shape[1]), np.nan), np.zeros(each.shape[1], dtype=bool)) for each in arms
    ]
    if not any(each.size for each in arms):
        return results
    room = LaneRoom()
    consoles = [_console(numbers) for numbers in arms]
    for unassisted, members in _with_the_same_heart(arms, consoles):
        order = np.argsort(unassisted[RATE], kind="stable")  # those of like rate side by side
        for first in range(0, order.size, widest()):
            places = order[first : first + widest()]
            bare = _HeartBlock(unassisted[:, places], LONGEST_STEP[accuracy], room)
            alone = bare.measured()
            for arm in members:
                runs = bare.with_pump(arms[arm][:, places]) if consoles[arm].on else alone
                results[arm].values[:, places], results[arm].is_plain[places] = runs
    return results


def _console(numbers: Array) -> Settings:
    """Return the settings of the console of the first patient of an arm."""
    return settings(refilled(EMPTY, iter(numbers[:, 0].tolist())))


def _with_the_same_heart(arms: Sequence[Array], consoles: Sequence[Settings]) -> Iterator[tuple[Array, list[int]]]:
    """Yield the numbers of patients without the balloon at work, and the arms that differ from them by that alone."""
    groups: list[tuple[Array, list[int]]] = []
    for place, numbers in enumerate(arms):
        bare = numbers
        if consoles[place].on:
            bare = numbers.copy()
            bare[PUMP] = NO_PUMP
        members = next((known for other, known in groups if np.array_equal(other, bare)), None)
        if members is None:
            groups.append((bare, [place]))
        else:
            members.append(place)
    yield from groups


class _HeartBlock:
    """Hearts of patients, at most as many as there are lanes, in the memory of a search.

    `patients`: their numbers (`NUMBERS`, patients); idle lanes repeat the last one; `longest_step`: [s]; `room`: for
    what is recorded.
    """

    def __init__(self, patients: Array, longest_step: float, room: LaneRoom):
        lanes = widest()
        self._step, self._room = longest_step, room
        self._count = patients.shape[1]
        numbers = lane_memory((len(NUMBERS), lanes))
        numbers[:, : self._count], numbers[:, self._count :] = patients, patients[:, -1:]
        self._about, self.plain = _read(numbers)
        self.plain[self._count :] = False
        self._memory = memory = lane_memory((SIZE, lanes))
        memory[GIVEN:] = 0.0
        load(PREPARE, lanes)["prepare"](address(numbers), *(address(memory[ROWS[name]]) for name in FILLED))
        self._settings = Settings(*memory[ROWS["console"]][: len(Settings._fields)].copy())
        rate: Any = memory[ROWS["influenced"].start]
        _put(memory, "console", Console(OFF, Landmarks(0.0, 0.0), rate))
        memory[ROWS["parameters"]] = memory[ROWS["own"]]
        slow = memory[ROWS["whole"]][FAST:WIDTH]
        slow[:] = 0.0
        slow[TONE_SLOTS] = FIRST_TONE
        doses = LEVELS.stop - LEVELS.start
        slow[LEVELS] = memory[DOSES : DOSES + doses]
        blood: Any = memory[ROWS["whole"]][:FAST][BLOOD].sum(axis=0)
        _put(memory, "clock", Clock(longest_step, blood, TOLERANCE))

    def with_pump(self, patients: Array) -> PlainRuns:
        """Measure the same hearts with the balloon at work in each beat; the console has seen a beat without it."""
        on = _HeartBlock(patients, self._step, self._room)
        on.plain &= self.plain & (on._settings.every == 1.0)
        if on.plain.any():
            on._follow(self)
        return on.measured()

    def _follow(self, bare: "_HeartBlock") -> None:
        """Go on from where hearts without the balloon stand."""
        memory, before, steps = self._memory, bare._memory, place_of("clock", "steps")
        memory[ROWS["whole"]], memory[steps] = before[ROWS["whole"]], before[steps]
        earlier = refilled(NO_INFLATION, iter(before[place_of("console", "earlier") :]))
        landmarks = Landmarks(bare.seen.begins, bare.seen.closes)
        _put(memory, "console", Console(self._settings, landmarks, self._rates(), earlier))

    def _rates(self) -> Any:
        """Return the heart rate of the next beat of each plain lane [1/min]; of the others their own."""
        slow = self._memory[ROWS["whole"]][FAST:WIDTH].T.tolist()
        response = self._memory[place_of("physiology", "chronotropic_response")].tolist()
        rates = self._memory[ROWS["influenced"].start].copy()
        for lane in np.flatnonzero(self.plain):
            influenced = InfluencedPatient(*self._memory[ROWS["influenced"], lane].tolist())
            rates[lane] = heart_rate(influenced, influence_of(slow[lane], response[lane]))
        return rates

    def measured(self) -> PlainRuns:
        """Go to the steady beat, record one and measure it."""
        memory = self._memory
        self._let_run()
        load(SEARCH, widest())["search"](address(memory), MOST_CYCLES * LONGEST_CYCLE)
        self.plain &= memory[STATUS] == STEADY
        nothing = PlainRuns(np.full((len(MEASURES), self._count), np.nan), self.plain[: self._count])
        if not self.plain.any():
            return nothing
        self._let_run()
        self._room.empty()
        block = RecordedBlock(memory, self._most_steps() + 1, self._room)
        self.plain &= memory[ROWS["sound"]][0] > 0.0
        if not self.plain.any():
            return nothing
        with np.errstate(invalid="ignore", over="ignore"):  # of lanes that are not plain
            measured = self._found(block)
            values, verdict = measured[: len(MEASURES)], verdict_of(list(measured))
            self.seen: FlowSystole = verdict.flows[0]
            self.plain &= _is_believed(values, verdict) & self._is_followed(block) & _is_filled(block.fine)
        return PlainRuns(values[:, : self._count], self.plain[: self._count])

    def _let_run(self) -> None:
        self._memory[STATUS] = np.where(self.plain, RUNS, UNSETTLED)

    def _most_steps(self) -> int:
        """Return into how many steps a beat of any lane is cut at most."""
        inflated = self._settings.on * self._settings.volume
        running = self._memory[ROWS["own"]][RUNNING].sum(axis=0)
        longest = reread(longest_step_of_beat, ARRAY_WORDS)(self._step, inflated, running)
        beats = SECONDS_PER_MINUTE / self._memory[ROWS["rate"]][0][self.plain]
        return ceil(float((beats / (SHORTEST_SHARE * longest[self.plain])).max()))

    def _of_plain_lanes(self, numbers: Array) -> Array:
        """Return numbers (…, lanes) in which the other lanes repeat one that is plain: theirs may be anything."""
        places = np.where(self.plain, np.arange(widest()), self.plain.argmax())
        return numbers if self.plain.all() else np.ascontiguousarray(numbers[..., places])

    def _is_followed(self, block: RecordedBlock) -> Flags:
        """Return whose steps are beyond doubt."""
        _, lengths, steps = self._of_plain_lanes(self._memory[ROWS["times"]])
        p = self._memory[ROWS["parameters"]]
        return np.array([is_close(one) for one in steppings_of(block.states, block.slopes, p, lengths, steps)])

    def _found(self, block: RecordedBlock) -> Array:
        """Return what compiled code finds of the recorded beat (`FOUND`, lanes)."""
        _, lengths, steps = self._of_plain_lanes(self._memory[ROWS["times"]])
        fine, about = self._of_plain_lanes(block.fine), self._of_plain_lanes(self._about)
        points, last = fine.shape[1], steps * FINER
        rows = np.arange(points)[:, None]
        time = self._room((points, widest()))
        time[:] = np.where(rows < last, rows * (lengths / last), lengths)
        for lane, own in enumerate((last.astype(int) + 1).tolist()):
            fine[:, own:, lane] = fine[:, own - 1 : own, lane]
        patient = about[len(PreparedPatient._fields) - 1 :]
        leak: Any = about[PreparedPatient._fields.index("aortic_leak")]
        longest: Any = np.diff(time, axis=0).max(axis=0)
        zero: Any = np.zeros(widest())
        beat = BeatNumbers(
            lengths, zero + 1.0, zero, lengths, zero, lengths, lengths, longest, time[1], leak,
            patient[PATIENT.index("has_bypass")],
        )  # fmt: skip
        samples = np.take(
            fine, PLACES_OF_SIGNALS, axis=0, out=self._room((len(SIGNALS), points, widest())), mode="clip"
        )
        p = self._of_plain_lanes(self._memory[ROWS["parameters"]])
        return compiled_measures(time, samples, np.array(beat), patient, p)


def _put(memory: Array, name: str, record: tuple[Any, ...]) -> None:
    """Write a record, whose numbers are those of all lanes or arrays, into its row."""
    for place, number in enumerate(numbers_of(record), start=ROWS[name].start):
        memory[place] = number


def _read(numbers: Array) -> tuple[Array, Flags]:
    """Return the `PreparedPatient` of each lane, as numbers, and whether its values are possible together."""
    functions, lanes = load(PREPARE, numbers.shape[1]), numbers.shape[1]
    about = lane_memory((READ, lanes))
    functions["read"](address(numbers), address(about))
    checks = lane_memory((2 * EXCLUSIONS, lanes))
    functions["check"](address(numbers), address(checks))
    return about, ~(checks[::2] > 0.0).any(axis=0)


def _is_believed(values: Array, verdict: Verdict) -> Flags:
    """Return whose measures are all numbers, or undefined where they may be, of a heart that ejects and sustains."""
    driven = [np.isfinite(number) for number in (*verdict.driven, *(flow.begins for flow in verdict.flows))]
    told = np.isfinite(values) | (np.isnan(values) & MAY_BE_UNDEFINED)
    believed: Flags = told.all(axis=0) & np.all(driven, axis=0) & (verdict.failed == 0.0)
    return believed


def _is_filled(fine: Array) -> Flags:
    """Return in whom no store of blood is empty at any point of a trace."""
    if all(fine[place].min() > 0.0 for place in STORES):
        return np.ones(fine.shape[2], dtype=bool)
    filled: Flags = fine[STORES].min(axis=(0, 1)) > 0.0
    return filled
