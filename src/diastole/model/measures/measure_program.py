"""All measures of a beat as a traced program: the functions of the measures, read with values that write instructions.

So a block of patients and a page have them from the same source as one patient.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from diastole.law import reread
from diastole.model.circulation.kernel_parameters import PLACES
from diastole.model.measures.beat import Beat
from diastole.model.measures.console_labels import marked_points
from diastole.model.measures.cycle import POINTS_A_STEP, Cycle
from diastole.model.measures.definitions import reread_measures
from diastole.model.measures.leak_drives import leak_drives
from diastole.model.measures.measure_memory import FLAGS, PATIENT, SIGNALS, WALL, BeatNumbers
from diastole.model.measures.measured_beat import has_failed, performance
from diastole.model.measures.pressure_volume import VOLUMES, PressureVolumeCurves
from diastole.model.simulation.events import Systole
from diastole.model.simulation.isovolumic import GROUP, STEP
from diastole.model.simulation.isovolumic_program import isovolumic
from diastole.model.simulation.samples import MOST_NUMBERS, Rows
from diastole.model.simulation.scan_program import scans
from diastole.model.simulation.scans import Scan
from diastole.model.simulation.shape_scans import DOPPLER_POINTS
from diastole.model.simulation.systole_scans import EJECTING, EJECTION, SHUT, FlowSystole
from diastole.number_records import numbers_of
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import WORDS, Count, Value, ceiling, largest, maximum, minimum, only_if, select

MOST_STEPS = 200_000.0  # 1, of an isovolumic beat; a slow heart at the shortest step needs 90,000


class _Patient:
    """Numbers of the patient under the names of `Patient`."""

    def __init__(self, numbers: Memory, path: str = ""):
        self._numbers, self._path = numbers, path

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}{name}"
        if path not in PATIENT:
            return _Patient(self._numbers, f"{path}.")
        number = self._numbers[_place(path, PATIENT, "PATIENT")]
        return number > 0.0 if path in FLAGS else number


class _Arrays(NamedTuple):
    """Arguments of ``measures``."""

    time: Memory
    samples: Memory
    beat: Memory
    patient: Memory
    p: Memory
    work: Memory


class _TracedCycle(Cycle):
    """A cycle whose scans are calls of the program."""

    def __init__(self, program: Program, arrays: _Arrays, rows: Count):
        self.program, self._arrays, self._rows = program, arrays, rows
        self._numbers: Any = BeatNumbers._make(arrays.beat[place] for place in range(len(BeatNumbers._fields)))
        self.length, self.beats = self._numbers.length, self._numbers.beats
        self.patient, self.parameters = _Patient(arrays.patient), arrays.p
        self.aortic_leak = self._numbers.aortic_leak
        self._places: dict[int, tuple[Value, Value]] = {}
        self._kept: dict[Any, Any] = {}  # what scans found, and the numbers they were given, whose names must last

    def scan(self, scan: Scan, names: tuple[str, ...], *numbers: Any) -> Any:
        """Write a scan of both cycles."""
        key = scan.name, names, tuple(id(number) if isinstance(number, Value) else number for number in numbers)
        if key not in self._kept:
            self._kept[key] = self._written(scan, names, numbers), numbers
        return self._kept[key][0]

    def _written(self, scan: Scan, names: tuple[str, ...], numbers: tuple[Any, ...]) -> Any:
        given, result = self._arrays.work, self._arrays.work.after(MOST_NUMBERS)
        for place, number in enumerate(numbers):
            given[place] = number
        samples = (self._arrays.samples.after(self._rows * _place(name, SIGNALS, "SIGNALS")) for name in names)
        repeats = self._repeats(*numbers[-2:]) if scan.repeats else 1
        rows = self._reach(numbers[-2:][0], numbers[-1])
        self.program.call(scan.name, self._arrays.time, *samples, given, result, self._arrays.beat, *rows, repeats)
        return scan.found(*(result[place] for place in range(len(scan.found._fields))))

    def _reach(self, start: Any, end: Any) -> Rows:
        """Return which rows a scan from a time to another needs in any lane, and one more against rounding."""
        once = self._rows.value
        begins = maximum(-largest(-self._place(start)).value - 2.0, 0.0)
        stops = minimum(largest(self._place(end)).value + 2.0, 2.0 * once - 1.0)
        is_late = begins >= once
        return Rows._make(map(largest, (
            select(is_late, begins - once + 1.0, begins),
            select(is_late, 1.0, 0.0),
            select(is_late, 0.0, minimum(stops, once) - begins),
            maximum(stops - maximum(begins, once), 0.0),
        )))  # fmt: skip

    def _place(self, time: Any) -> Value:
        """Return how many samples of both cycles are not later than a time, in each lane."""
        if isinstance(time, float):
            return self.program.number(0.0)  # the beginning of the cycle
        if id(time) not in self._places:
            is_late = time >= self.length
            within = select(is_late, time - self.length, time)
            count = self.program.variable(select(is_late, self._rows.value - 1.0, 0.0))
            for row in self.program.loop(self._rows):
                count.value += select(self._arrays.time[row] <= within, 1.0, 0.0)
            self._places[id(time)] = count.value, time
        return self._places[id(time)][0]

    def _repeats(self, start: Value, end: Value) -> Count:
        """Return how many of the points at which a jet is read may lie between two samples."""
        most = self._numbers.longest * (DOPPLER_POINTS - 1.0) / (end - start)
        return largest(ceiling(_held(most, float(DOPPLER_POINTS)))) + 1

    def onset(self, index: int) -> Any:
        """Return the QRS onset of the beat, or of the next one."""
        return self._numbers.next_start + self._numbers.later if index else self._numbers.start

    def _window(self, index: int) -> tuple[Any, Any]:
        n = self._numbers
        return (n.next_start, n.next_end) if index else (n.start, n.end)

    def flow(self, beat: int) -> FlowSystole:
        """Return the ejection with which the beat begins, or that with which it ends, in the first cycle."""
        flow: FlowSystole = self.scan(EJECTION, ("q_aortic",), *self._window(beat))
        return flow

    def systole(self, index: int) -> Systole:
        """Return the moments of the systole with which the beat begins, or of that with which it ends."""
        later = self._numbers.later if index else 0.0
        return self._moments(self.flow(index), lambda: self.scan(SHUT, ("p_lv",), *self._window(index))).after(later)

    def _moments(self, flow: Any, shut: Callable[[], Any]) -> Systole:
        stays: Any = (self._numbers.may_stay_shut > 0.0) & (flow.peak <= EJECTING)

        def turns() -> tuple[Any, Any, Any]:
            rises, falls = shut()
            return rises, falls, falls

        begins, ends, closes = only_if(stays, turns, (flow.begins, flow.ends, flow.closes))
        return Systole(begins, ends, closes, ~stays)

    def curves(self, largest_volume: Any) -> PressureVolumeCurves:
        """Write the isovolumic beats at volumes up to the largest one [mL]."""
        volumes, relaxed, contracted, more = (self._arrays.work.after(place * VOLUMES) for place in range(4))
        step, own_steps, fields = more, more.after(1), more.after(2)
        between = (largest_volume - 1.0) / (VOLUMES - 1.0)
        for place in range(VOLUMES):
            volumes[place] = 1.0 + place * between
        step[0] = minimum(STEP, POINTS_A_STEP * self._numbers.step)
        steps = ceiling(_held(self._arrays.p[PLACES["period"].start] / step[0], MOST_STEPS) + 1e-9) - 1.0
        own_steps[0] = steps
        for place, source in enumerate(i for name in WALL for i in range(PLACES[name].start, PLACES[name].stop)):
            fields[place] = self._arrays.p[source]
        self.program.call(
            "isovolumic", volumes, step, own_steps, fields, relaxed, contracted, VOLUMES // GROUP, largest(steps)
        )
        told: Any = ([array[place] for place in range(VOLUMES)] for array in (volumes, relaxed, contracted))
        volume, least, most = told
        clipped: Any = ([maximum(number, 0.0) for number in curve] for curve in (least, most))
        return PressureVolumeCurves(volume, *clipped)


def _place(name: str, known: tuple[str, ...], table: str) -> int:
    """Return the place of a name in a table. Raise ValueError where a measure reads what the table has not."""
    if name not in known:
        raise ValueError(f"a measure reads '{name}', which {table} of diastole.model.measures.measure_memory must name")
    return known.index(name)


def _held(number: Value, most: float) -> Any:
    """Return a number that may become a count: within its range, and 0 where it is none."""
    return select((number >= 0.0) & (number <= most), number, 0.0)


def measures(program: Program) -> None:
    """Write ``measures``, and the scans and the isovolumic beat that it calls.

    Arguments: ``time`` (rows) [s]; ``samples`` (``SIGNALS``, rows); ``beat``, `BeatNumbers`; ``patient``, the numbers
    of ``PATIENT``; ``p``, parameters of the right-hand side in the first beat; ``work`` (``WORK``); ``found``, filled
    with the measures in the order of the vocabulary, then `Performance`, 1 where the circulation is not sustained, and
    the fields of `FlowSystole` of both systoles; and ``rows``.
    """
    scans(program)
    isovolumic(program)
    with program.function("measures", _signature(), is_hot=not program.is_small) as arguments:
        *given, found, rows = arguments
        beat = Beat(_TracedCycle(program, _Arrays(*given), rows), 0)
        driven = performance(beat)
        failed = select(reread(has_failed, WORDS)(beat, driven), 1.0, 0.0)
        flows = [number for index in (0, 1) for number in beat.cycle.flow(index)]
        numbers = [read(beat) for read in reread_measures(WORDS).values()]
        for place, number in enumerate((*numbers, *driven, failed, *flows)):
            found[place] = number


def console(program: Program) -> None:
    """Write `measures`, and ``marks`` with the same arguments.

    It fills ``found`` with a `MarkedPoints`, then with each `LeakDrive` of `leak_drives`.
    """
    measures(program)
    with program.function("marks", _signature(), is_hot=False) as arguments:
        *given, found, rows = arguments
        beat = Beat(_TracedCycle(program, _Arrays(*given), rows), 0)
        for place, number in enumerate(numbers_of((reread(marked_points, WORDS)(beat), *leak_drives(beat)))):
            found[place] = number


def _signature() -> dict[str, type]:
    return {**dict.fromkeys((*_Arrays._fields, "found"), Memory), "rows": Count}
