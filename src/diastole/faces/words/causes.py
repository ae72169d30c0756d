"""Why a number is another one in a second heart: read off the numbers of both, for any patient and whatever is done.

A leak is its orifice times the time it lasts times the velocity of its jet, and what leaves the heart goes to the body
or back: the parts of such a change are computed and named, the largest first (``SHARE``). Where no rule holds, nothing
is said. The words stand in tables, which a page is given: its rules (``causes.ts``) are held to these by a test.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite, log, sqrt
from typing import Any, NamedTuple

from diastole.faces.words.change import Change, leaks
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leak_drives import VALVES
from diastole.model.physiology.valve import ACCELERATION
from diastole.model.run import Run
from diastole.model.simulation.leak_scan import LeakDrive
from diastole.numbers import signed, with_unit

JET = sqrt(2.0 * ACCELERATION)  # cm/s per √mmHg, by Bernoulli's law
SHARE = 0.1  # 1, of what all parts of a change amount to, under which a part is not named; assumed
MS = 1000.0
MORE = {1: "more", -1: "less"}
RISES = {1: "rises", -1: "falls"}
PLACES = {  # of a leak: the valve, from where blood comes back, and where to
    "aortic_regurgitant_volume": ("the aortic valve", "aorta", "ventricle"),
    "mitral_regurgitant_volume": ("the mitral valve", "ventricle", "atrium"),
}
BEFORE_EJECTION = "aortic_end_diastolic_pressure"
# What a balloon that fills does to the pressure above a leaking valve while it leaks: whether it raises or lowers it,
# the measure that goes the same way, if any, and what is said of it.
BALLOON: Mapping[str, tuple[int, str, str]] = {
    "aortic_regurgitant_volume": (1, "", "the balloon fills in diastole and holds the aorta up; "),
    "mitral_regurgitant_volume": (
        -1, BEFORE_EJECTION,
        "the balloon empties before ejection and so lowers the aorta, against which the ventricle ejects; ",
    ),
}  # fmt: skip
LEAK = {  # what is said of a leak, and of each of its factors
    "head": "Why {more} leaks back through {valve} ({change} a beat): {parts}.",
    "pressure": "{by}while it leaks, the {above} is {after} above the {below} instead of {before} "
    "({above} {rise_above}, {below} {rise_below} mmHg), which accounts for {part}",
    "time": "it leaks for {after} a beat instead of {before}, which accounts for {part}",
    "orifice": "the opening is {after} instead of {before}, which accounts for {part}",
}
# Of what leaves the heart: measures that are added up, whether the body gets it, and what is said of it.
OUTPUT = "cardiac_output"
TERMS: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (
        ("native_cardiac_output", "aortic_regurgitant_flow", "mitral_regurgitant_flow", "left_to_right_shunt"), 1,
        "the left ventricle ejects {size} {more}",
    ),
    (("aortic_regurgitant_flow",), -1, "{size} {more} comes back through the aortic valve"),
    (("mitral_regurgitant_flow",), -1, "{size} {more} goes back into the left atrium"),
    (("left_to_right_shunt",), -1, "{size} {more} goes through the hole in the septum"),
    (("pump_flow",), 1, "rotary pumps move {size} {more}"),
)  # fmt: skip
RATIO, SUPPLY, NEED = "subendocardial_supply_demand_ratio", "subendocardial_flow", "lv_oxygen_need"
FILLED, HELD = "lv_end_diastolic_pressure", "lv_end_diastolic_volume"
SENTENCES = {
    OUTPUT: "Why {phrase} {rises} ({change}): {parts}.",
    RATIO: "Why {phrase} {rises} although the flow to that wall {moves} by {size}: the ventricle needs {need} {more} "
    "oxygen, and flow follows the need.",
    FILLED: "Why {phrase} {rises} ({change}): the ventricle holds {size} {more} before it contracts.",
}
REST = "smaller parts make {part}"  # of a change, so that what is said adds up
USED = (OUTPUT, RATIO, SUPPLY, NEED, FILLED, HELD, *PLACES)  # measures that are shown in these sentences


class CausePart(NamedTuple):
    """A part of a change, and what is said of it."""

    amount: float  # in the unit of the measure
    words: str


def causes(before: Run, after: Run) -> list[str]:
    """Return why numbers differ from one heart to another, a sentence each."""
    found = [leak_cause(leak, before, after) for leak in VALVES]
    return [text for text in (*found, *(rule(before, after) for rule in RULES)) if text]


def leak_cause(leak: str, before: Run, after: Run) -> str:
    """Return why a leak is another one; nothing where it is not, or the valve is tight in one of the hearts."""
    change = _change(leak, before, after)
    if not change.direction or not all(leaks(leak, run.measures) for run in (before, after)):
        return ""
    valve, above, below = PLACES[leak]
    one, other = (run.leak_drives[leak] for run in (before, after))
    by = by_balloon(leak, other.above - one.above, before, after)
    parts = leak_parts(change, one, other, above=above, below=below, by=by)
    return LEAK["head"].format(
        more=MORE[change.direction], valve=valve, change=_signed(change), parts=told(named(parts), change)
    )


def by_balloon(leak: str, rise: float, before: Run, after: Run) -> str:
    """Return what a balloon that fills in the second heart alone does to the pressure above a leaking valve.

    `rise`: of that pressure while the valve leaks [mmHg]. Nothing where that does not go the way in which a balloon
    moves it, or where another measure says that something else moved it.
    """
    sign, name, words = BALLOON[leak]
    fills = [run.signals["balloon_volume"].max() > 0.0 for run in (before, after)]
    is_moved = sign * rise >= MEASURES[BEFORE_EJECTION].least
    agrees = not name or _change(name, before, after).direction == sign
    return words if fills == [False, True] and is_moved and agrees else ""


def leak_parts(
    change: Change, one: LeakDrive, other: LeakDrive, *, above: str, below: str, by: str = ""
) -> list[CausePart]:
    """Return the parts of a leak's change that pressure, time and orifice make.

    A product's change is shared by the logarithms of its factors, so that the parts add up to it, and are the same the
    other way round.
    """
    first, last = (float(value or 0.0) for value in (change.before, change.after))
    mean = (last - first) / log(last / first)  # logarithmic
    gaps = [volume / (JET * drive.root * drive.seconds) for volume, drive in ((first, one), (last, other))]
    unit = change.unit

    def part(name: str, factor: float, before: str, after: str, **more: str) -> CausePart:
        """Return what a factor makes of the change."""
        amount = mean * log(factor)
        made = with_unit(amount, 1, "").lstrip("−")
        sign = "+" if amount >= 0.0 else "−"
        words = LEAK[name].format(before=before, after=after, part=f"{sign}{made}\u00a0{unit}", **more)
        return CausePart(amount, words)

    differences = [with_unit(drive.above - drive.below, 1, "mmHg") for drive in (one, other)]
    times = [with_unit(MS * drive.seconds, 0, "ms") for drive in (one, other)]
    widths = [with_unit(gap, 3, "cm²") for gap in gaps]
    return [
        part(
            "pressure", other.root / one.root, *differences, above=above, below=below, by=by,
            rise_above=signed(other.above - one.above, 1), rise_below=signed(other.below - one.below, 1),
        ),
        part("time", other.seconds / one.seconds, *times),
        part("orifice", gaps[1] / gaps[0], *widths),
    ]  # fmt: skip


def output_cause(before: Run, after: Run) -> str:
    """Return why output is another one, where more than what the ventricle ejects has a part in it."""
    change = _change(OUTPUT, before, after)
    parts = [_term(*term, change, before, after) for term in TERMS]
    said = named([part for part in parts if abs(part.amount) >= change.measure.least])
    if not change.direction or len(said) < 2:
        return ""
    return SENTENCES[OUTPUT].format(
        phrase=change.measure.phrase, rises=RISES[change.direction], change=_signed(change), parts=told(said, change)
    )


def _term(names: tuple[str, ...], sign: int, words: str, change: Change, before: Run, after: Run) -> CausePart:
    more = sum((_value(name, after) or 0.0) - (_value(name, before) or 0.0) for name in names)
    size = with_unit(abs(more), change.decimals, change.unit)
    return CausePart(sign * more, words.format(size=size, more=MORE[1 if more > 0.0 else -1]))


def supply_cause(before: Run, after: Run) -> str:
    """Return why supply over demand goes one way and flow the other: need goes with the flow."""
    ratio, flow, need = (_change(name, before, after) for name in (RATIO, SUPPLY, NEED))
    if not ratio.direction or flow.direction != -ratio.direction or need.direction != flow.direction:
        return ""
    return SENTENCES[RATIO].format(
        phrase=ratio.measure.phrase, rises=RISES[ratio.direction], moves=RISES[flow.direction], size=_size(flow),
        need=_size(need), more=MORE[need.direction],
    )  # fmt: skip


def filling_cause(before: Run, after: Run) -> str:
    """Return why filling pressure is another one, where the ventricle is filled accordingly."""
    pressure, volume = (_change(name, before, after) for name in (FILLED, HELD))
    if not pressure.direction or volume.direction != pressure.direction:
        return ""
    return SENTENCES[FILLED].format(
        phrase=pressure.measure.phrase, rises=RISES[pressure.direction], change=_signed(pressure), size=_size(volume),
        more=MORE[volume.direction],
    )  # fmt: skip


RULES: tuple[Callable[[Run, Run], str], ...] = (output_cause, filling_cause, supply_cause)


def named(parts: Iterable[CausePart]) -> list[CausePart]:
    """Return the parts that count, the largest first."""
    ordered = sorted(parts, key=lambda part: -abs(part.amount))
    whole = sum(abs(part.amount) for part in ordered)
    return [part for part in ordered if abs(part.amount) >= SHARE * whole]


def told(parts: Sequence[CausePart], change: Change) -> str:
    """Return what is said of parts of a change, and what is left of it, so that the printed numbers add up."""
    decimals = change.decimals
    left = round(change.absolute or 0.0, decimals) - sum(round(part.amount, decimals) for part in parts)
    rest = signed(left, decimals)
    more = [REST.format(part=f"{rest}\u00a0{change.unit}")] if rest.startswith(("+", "−")) else []
    return "; ".join([*(part.words for part in parts), *more])


def causes_payload(words: Callable[[Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Return the tables of this module for a page, ready for JSON; `words`: how a measure is shown."""
    return {
        "places": PLACES, "leak": LEAK, "terms": TERMS, "sentences": SENTENCES, "more": [MORE[-1], MORE[1]],
        "rises": [RISES[-1], RISES[1]], "jet": JET, "share": SHARE, "balloon": BALLOON, "rest": REST,
        "beforeEjection": BEFORE_EJECTION,
        "measures": {name: words(MEASURES[name]) for name in USED if not MEASURES[name].is_key},
    }  # fmt: skip


def _change(name: str, before: Run, after: Run) -> Change:
    return Change(name, _value(name, before), _value(name, after))


def _value(name: str, run: Run) -> float | None:
    """Return a measure of a heart; None where it has none."""
    value = run.measures.get(name)
    return value if value is not None and isfinite(value) else None


def _signed(change: Change) -> str:
    return f"{signed(change.absolute, change.decimals)}\u00a0{change.unit}"


def _size(change: Change) -> str:
    return with_unit(abs(change.absolute or 0.0), change.decimals, change.unit)
