"""What a page needs beside beats and the search: what the console sees of a heart, and what its reflex answers from."""

from math import inf
from typing import Any

from diastole.law import reread
from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE, STATE_INDEX, WATCHED_NAMES
from diastole.model.devices.balloon_pump.console import Landmarks
from diastole.model.simulation import slow_states
from diastole.model.simulation.acceleration import FAST, WIDTH
from diastole.model.simulation.scans import Sample
from diastole.model.simulation.search_memory import RECORDS, ROWS, Clock
from diastole.model.simulation.search_program import hearts
from diastole.model.simulation.slow_states import Resetting
from diastole.model.simulation.systole_scans import EJECTION
from diastole.number_records import numbers_of
from diastole.tracing.record_memory import keep, loaded
from diastole.tracing.traced_program import Memory, Program, Variable
from diastole.tracing.values import WORDS, Count

FLOW = STATE_INDEX["q_aortic"]
SLOW = WIDTH - FAST
LAGS = sum(1 for _ in numbers_of(RECORDS["physiology"])) - SLOW  # its last numbers


def page(program: Program) -> None:
    """Write everything that a page's engine has: `hearts`, ``live``, ``see`` and ``answer``."""
    hearts(program)
    _write_live(program)
    _write_see(program)
    _write_answer(program)


def _row(heart: Memory, name: str) -> Memory:
    return heart.after(ROWS[name].start)


def _record(heart: Memory, name: str) -> Any:
    return loaded(RECORDS[name], _row(heart, name))


def _number(cell: Variable) -> Any:
    return cell.value


def _write_live(program: Program) -> None:
    """Write ``live``: one beat in the patient's own time, in which slow states move with their lags.

    Argument: ``heart``. The beat is that of `BeatingHeart.beat` of a heart that does not settle.
    """
    with program.function("live", {"heart": Memory}, is_hot=False) as (heart,):
        slow, before = _row(heart, "whole").after(FAST), _row(heart, "start")  # which only a search needs
        goals, lags = before.after(SLOW), _row(heart, "physiology").after(LAGS)
        for place in program.loop(SLOW):
            before[place] = slow[place]
        _row(heart, "clock")[Clock._fields.index("steps")] = 0.0  # so that the beat is cut for its own length
        program.call("heart_beat", heart, heart, heart, heart, 0)  # nothing is recorded
        means = {name: _row(heart, "beat_means")[place] for place, name in enumerate(WATCHED_NAMES)}
        seconds = _record(heart, "clock").actual
        now, rate = [before[place] for place in range(SLOW)], SECONDS_PER_MINUTE / seconds
        targets = reread(slow_states.targets, WORDS)(now, means, rate, _record(heart, "physiology"))
        for number, goal in enumerate(targets):
            goals[number] = goal
        move = reread(slow_states.moved, WORDS)
        for place in program.loop(SLOW):
            slow[place] = move(before[place], goals[place], lags[place], seconds)


def _write_see(program: Program) -> None:
    """Write ``see``: the console takes its landmarks from a heart's last beat, as `seen_landmarks`.

    Arguments: ``heart``; ``fine`` (rates, points), that beat as ``refine`` fills it; ``points``. Landmarks are no
    numbers where the heart does not eject.
    """
    with program.function("see", {"heart": Memory, "fine": Memory, "points": Count}, is_hot=False) as arguments:
        heart, fine, points = arguments
        length, flow = _record(heart, "clock").actual, fine.after(points * FLOW)
        made: Any = type(EJECTION.first)
        so_far = [program.variable(number) for number in EJECTION.first]
        before = [program.variable(0.0), program.variable(flow[0])]
        look = reread(EJECTION.step, WORDS)
        for point in program.loop(points):
            at = Sample(length * (point.value / (points - 1).value), flow[point])
            state, earlier = made(*map(_number, so_far)), Sample(*map(_number, before))
            after = look(state, earlier, at, -inf, inf)
            for cell, number in zip((*so_far, *before), (*after, at.time, at.value), strict=True):
                cell.value = number
        last = made(*map(_number, so_far))
        systole = reread(EJECTION.result, WORDS)(last, -inf, inf)
        program.call("influence", heart)
        console = _record(heart, "console")._replace(
            landmarks=Landmarks(systole.begins, systole.closes), seen_at=_row(heart, "rate")[0], beats=0.0
        )
        keep(console, _row(heart, "console"), program.number(1.0) > 0.0)


def _write_answer(program: Program) -> None:
    """Write ``answer``: the reflex begins to answer to changes from the steady beat that a heart has reached.

    Arguments: ``heart``, whose receptors have not reset, and ``resetting`` (2,), the numbers of `Resetting`.
    """
    with program.function("answer", {"heart": Memory, "resetting": Memory}, is_hot=False) as (heart, resetting):
        means = {name: _row(heart, "means")[place] for place, name in enumerate(WATCHED_NAMES)}
        physiology = _record(heart, "physiology")
        rate = _record(heart, "influenced").heart_rate
        own = reread(slow_states.set_point, WORDS)(means, rate, physiology.wall)
        numbers = Resetting(resetting[0], resetting[1])
        answering = reread(slow_states.at_operating_point, WORDS)(physiology, own, numbers)
        works = answering.receptors._replace(works=1.0)
        keep(answering._replace(receptors=works), _row(heart, "physiology"), program.number(1.0) > 0.0)
