"""The way to the steady beat as a traced program: beats, what happens between them, and the combination of cycles.

A block of patients goes its way together: each lane with its own heart rate, assist ratio, devices and reflex, and to
its own end. A lane that has come to it, or has failed, stands still until all have.
"""

from typing import Any

from diastole.model.circulation import influence as influence_laws
from diastole.model.circulation import kernel_program
from diastole.model.circulation.kernel_parameters import PLACES, RUNNING, SECONDS_PER_MINUTE, WATCHED_NAMES
from diastole.model.devices.balloon_pump import console as console_laws
from diastole.model.devices.balloon_pump.console import Console
from diastole.model.simulation import slow_states
from diastole.model.simulation.acceleration import (
    DEPTH,
    FAST,
    PATIENCE,
    PLAIN_CYCLES,
    STRETCH,
    STRETCHES,
    WEIGHTS,
    WIDTH,
)
from diastole.model.simulation.acceleration_program import combination
from diastole.model.simulation.accuracy import MOST_CYCLES, SHORTEST_SHARE, longest_step_of_beat
from diastole.model.simulation.search_memory import (
    FAILED,
    RECORDS,
    ROWS,
    RUNS,
    STEADY,
    UNSETTLED,
    Clock,
    Progress,
    place_of,
)
from diastole.tracing.record_memory import keep, loaded
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import Count, Flag, Value, absolute, ceiling, largest, law_of, maximum, select

WATCHED = len(WATCHED_NAMES)
SHORTEST_BEAT = 0.01  # s, far below that of any heart; assumed
MOST_STEPS = 1e6  # 1, of a beat: more are none that anybody asked for


def hearts(program: Program) -> None:
    """Write ``heart_beat`` and ``search``, with the circulation and the combination that they need."""
    kernel_program.closed_circulation(program)
    combination(program)
    _write_influence_on(program)
    _write_heart_beat(program)
    _write_search(program)


class _Heart:
    """The rows of a block of hearts by name, and the laws over their numbers."""

    def __init__(self, program: Program, memory: Memory):
        self._program, self.memory = program, memory

    def row(self, name: str) -> Memory:
        """Return the numbers of a row."""
        return self.memory.after(ROWS[name].start)

    def record(self, name: str) -> Any:
        """Return the record of a row."""
        return loaded(RECORDS[name], self.row(name))

    def keep(self, name: str, record: tuple[Any, ...], where: Flag) -> None:
        """Write a record into its row, in the lanes in which something is so."""
        keep(record, self.row(name), where)

    def copy(self, source: str, target: str, where: Flag, count: int = WIDTH) -> None:
        """Copy numbers of a row into another one, in the lanes in which something is so."""
        from_, to = self.row(source), self.row(target)
        for i in self._program.loop(count):
            to[i] = select(where, from_[i], to[i])

    def slow(self) -> list[Value]:
        """Return the slow states."""
        whole = self.row("whole")
        return [whole[place] for place in range(FAST, WIDTH)]


def _write_influence_on(program: Program) -> None:
    """Write ``influence``: from the slow states of hearts to their influence, and to the heart rate with it [1/min]."""
    with program.function("influence", {"heart": Memory}, exported=False, is_hot=False) as (memory,):
        heart = _Heart(program, memory)
        response = heart.record("physiology").chronotropic_response
        influence = law_of(slow_states.influence_of)(heart.slow(), response)
        everywhere = program.number(1.0) > 0.0
        heart.keep("influence", influence, everywhere)
        heart.row("rate")[0] = law_of(influence_laws.heart_rate)(heart.record("influenced"), influence)


def _longest_step(heart: _Heart, clock: Clock, console: Console) -> Value:
    """Return the longest step of the next beat [s]."""
    own = heart.row("own")
    running = sum((own[place] for place in RUNNING), start=0.0)
    inflated = console.settings.on * console.settings.volume
    longest: Value = law_of(longest_step_of_beat)(clock.longest_step, inflated, running)
    return longest


def _write_heart_beat(program: Program) -> None:
    """Write ``heart_beat``: one beat of every heart whose search runs, as `BeatingHeart.beat` while it settles.

    Arguments: ``heart`` (`SIZE`), the rows of `search_memory`; ``states``, ``slopes`` and ``signals``, filled at the
    first step ends, as many as ``recording`` says. In the lanes in which a support cycle ends, ``means`` are then those
    of the cycle, and slow states have moved.
    """
    arrays = dict.fromkeys(("heart", "states", "slopes", "signals"), Memory)
    with program.function("heart_beat", {**arrays, "recording": Count}, is_hot=False) as (
        memory,
        states,
        slopes,
        signals,
        recording,
    ):
        heart = _Heart(program, memory)
        clock, console, influenced = heart.record("clock"), heart.record("console"), heart.record("influenced")
        runs = clock.status == RUNS
        program.call("influence", memory)
        influence, rate = heart.record("influence"), heart.row("rate")[0]
        actual = SECONDS_PER_MINUTE / rate
        p = heart.row("parameters")
        law_of(influence_laws.write_influence)(heart.row("own"), influenced, influence, p)
        present = law_of(console_laws.ordered)(console, rate, actual, actual)
        for name, numbers in (("period", (actual,)), ("earlier", console.earlier), ("present", present)):
            for i, number in enumerate(numbers):
                p[PLACES[name].start + i] = number
        longest = _longest_step(heart, clock, console)
        still_fits = (SHORTEST_SHARE * longest * clock.steps <= actual) & (actual <= longest * clock.steps)
        ratio = actual / longest
        is_countable = (
            (actual > SHORTEST_BEAT) & (ratio > 0.0) & (ratio < MOST_STEPS)
        )  # else there is no such beat: it is not believed below
        steps = select(still_fits, clock.steps, ceiling(select(is_countable, ratio, 1.0)))
        heart.copy("whole", "began", runs, FAST)
        times, sound = heart.row("times"), heart.row("sound")
        beats = runs & is_countable
        times[0], times[1], times[2] = 0.0, select(beats, actual, 0.0), select(beats, steps, 1.0)
        program.call(
            "beat", heart.row("whole"), p, times, times.after(1), times.after(2), heart.row("beat_means"), states,
            slopes, signals, heart.row("beating"), largest(times[2]), recording,
        )  # fmt: skip
        now = clock._replace(
            steps=steps, actual=actual, earlier=console.earlier, present=present, beats=clock.beats + 1.0
        )
        heart.keep("clock", now, runs)
        program.call("judge", heart.row("whole"), memory.after(place_of("clock", "blood")), sound)
        sound[0] = select(is_countable, sound[0], 0.0)
        goes_on = runs & (sound[0] > 0.0)
        after = law_of(console_laws.after_beat)(console, present, actual)
        heart.keep("console", after, goes_on)
        _end_cycle(program, heart, goes_on, console, after, actual)


def _end_cycle(program: Program, heart: _Heart, runs: Flag, before: Console, after: Console, actual: Value) -> None:
    """Add up the means of a support cycle; where it is over, move the slow states towards what they strive for."""
    last, means, total = heart.row("beat_means"), heart.row("means"), heart.row("total")
    is_over = runs & (after.beats == 0.0)
    begins, beats = before.beats == 0.0, after.settings.every
    for j in program.loop(WATCHED):
        so_far = select(begins, 0.0, total[j]) + last[j]
        total[j] = select(runs, so_far, total[j])
        means[j] = select(runs, select(is_over, so_far / beats, last[j]), means[j])
    by_name = {name: means[j] for j, name in enumerate(WATCHED_NAMES)}
    settled = law_of(slow_states.settled)(heart.slow(), by_name, actual, heart.record("physiology"))
    whole = heart.row("whole")
    for i, number in enumerate(settled):
        whole[FAST + i] = select(is_over, number, whole[FAST + i])


def _write_search(program: Program) -> None:
    """Write ``search``: beats until each heart of the block is steady, has failed, or does not come to rest.

    Arguments: ``heart`` (`SIZE`), the rows of `search_memory`, whose clock says afterwards how each search ended; and
    ``most_beats``.
    """
    with program.function("search", {"heart": Memory, "most_beats": Count}, is_hot=False) as (memory, most_beats):
        heart = _Heart(program, memory)
        everywhere = program.number(1.0) > 0.0
        for target in ("first", "good", "before"):
            heart.copy("whole", target, everywhere)
        for i, weight in enumerate(WEIGHTS):
            heart.row("weights")[i] = weight
        heart.keep("progress", Progress(), everywhere)
        for _ in program.loop(most_beats):
            with program.when(heart.record("clock").status == RUNS):
                runs = heart.record("clock").status == RUNS
                program.call("heart_beat", memory, memory, memory, memory, 0)  # nothing is recorded
                is_sound = heart.row("sound")[0] > 0.0
                _after_failure(program, heart, runs & ~is_sound)
                _after_beat(program, heart, runs & is_sound)


def _after_failure(program: Program, heart: _Heart, lost: Flag) -> None:
    """Go back to the last sound cycle where a combination is to blame for a beat; else the search has failed."""
    with program.when(lost):
        clock, progress = heart.record("clock"), heart.record("progress")
        is_plain = progress.plain > 0.0
        heart.keep("clock", clock._replace(status=FAILED), lost & is_plain)
        again = lost & ~is_plain
        heart.copy("good", "whole", again)
        heart.copy("good", "before", again)
        heart.keep("progress", _forgotten(progress), again)
        console = heart.record("console")
        program.call("influence", heart.memory)
        heart.keep("console", console._replace(seen_at=heart.row("rate")[0], beats=0.0), again)


def _forgotten(progress: Progress) -> Progress:
    """Return a progress that combines nothing of what was tried so far."""
    return progress._replace(known=0.0, left=progress.stretch, plain=1.0)


def _after_beat(program: Program, heart: _Heart, sound: Flag) -> None:
    """Where a cycle is over, see how far it was from repeating, and go on from there or end the search."""
    is_over = sound & (heart.record("console").beats == 0.0)
    with program.when(is_over):
        clock, console = heart.record("clock"), heart.record("console")
        whole, before = heart.row("whole"), heart.row("before")
        change = program.variable(0.0)
        for i in program.loop(WIDTH):
            change.value = maximum(change.value, absolute(whole[i] - before[i]) * heart.row("weights")[i])
        residual, cycles = change.value, clock.cycles + 1.0
        heart.copy("whole", "good", is_over)
        program.call("influence", heart.memory)
        usual_steps = ceiling(SECONDS_PER_MINUTE / heart.row("rate")[0] / _longest_step(heart, clock, console))
        is_steady = is_over & (residual < clock.tolerance)
        # Once: the steps that the way kept must not show in the answer.
        cut_anew = is_steady & (clock.recut == 0.0) & (usual_steps != clock.steps)
        settled = is_steady & ~cut_anew
        given_up = is_over & ~is_steady & (cycles >= MOST_CYCLES)
        status = select(settled, STEADY, select(given_up, UNSETTLED, RUNS))
        now = clock._replace(
            residual=residual, cycles=cycles, status=status, steps=select(cut_anew, usual_steps, clock.steps),
            recut=select(cut_anew, 1.0, clock.recut),
        )  # fmt: skip
        heart.keep("clock", now, is_over)
        heart.keep("progress", _forgotten(heart.record("progress")), cut_anew)
        _choose_start(program, heart, residual, is_over & ~is_steady & ~given_up)
        heart.copy("whole", "before", is_over)


def _choose_start(program: Program, heart: _Heart, residual: Value, goes_on: Flag) -> None:
    """Choose where the next cycle starts, as `Acceleration.next_start`."""
    progress = heart.record("progress")
    is_single = progress.stretch == 1.0
    is_halved = residual <= 0.5 * progress.mark
    waited = select(is_single, select(is_halved, 0.0, progress.waited + 1.0), progress.waited)
    progress = progress._replace(waited=waited, mark=select(is_single & is_halved, residual, progress.mark))
    leads_nowhere = goes_on & is_single & (waited >= PATIENCE)
    heart.copy("first", "whole", leads_nowhere)
    heart.keep("progress", _forgotten(progress._replace(stretch=STRETCH)), leads_nowhere)
    leads_on = goes_on & ~leads_nowhere
    heart.copy("before", "begun", leads_on & (progress.left == progress.stretch))
    left = progress.left - 1.0
    heart.keep("progress", progress._replace(left=left), leads_on)
    stretch_over = leads_on & (left <= 0.0)
    with program.when(stretch_over):
        _combine(program, heart, progress, stretch_over)


def _combine(program: Program, heart: _Heart, progress: Progress, where: Flag) -> None:
    """Remember a stretch that is over, and go on from a combination where enough of them are known."""
    is_first = progress.known == 0.0
    tried, mapped, begun, whole = (heart.row(name) for name in ("tried", "mapped", "begun", "whole"))
    for history, newest in ((tried, begun), (mapped, whole)):
        for k in program.loop(DEPTH):
            for i in program.loop(WIDTH):
                at = k * WIDTH + i
                # Unknown cycles are the same as the newest one, so a combination gives them no share.
                history[at] = select(where, select(is_first, newest[i], history[at + WIDTH]), history[at])
        for i in program.loop(WIDTH):
            history[DEPTH * WIDTH + i] = select(where, newest[i], history[DEPTH * WIDTH + i])
    known = progress.known + 1.0
    is_single = progress.stretch == 1.0
    enough = where & (known >= select(is_single, PLAIN_CYCLES + 1.0, float(STRETCHES)))
    now = progress._replace(known=known, left=progress.stretch)
    heart.keep("progress", now, where)
    with program.when(enough):
        rows = (heart.row(name) for name in ("weights", "tried", "mapped", "start", "combining"))
        program.call("combine", *rows, DEPTH)
        heart.copy("start", "whole", enough)
        heart.keep("progress", now._replace(known=select(is_single, known, 0.0), plain=0.0), enough)
