"""Why a number is another one in a second heart: read off the numbers of both, for any patient and whatever is done.

A leak is its orifice times the time it lasts times the velocity of its jet, and what leaves the heart goes to the body
or back: the parts of such a change are computed and named, the largest first, until less than ``SHARE`` of it is left.
Where no rule holds, nothing is said. The words stand in tables (`cause_words`), which a page is given: its rules
(``causes.ts``) are held to these by a test.
"""

from collections.abc import Callable, Iterable, Sequence
from math import isfinite, log
from typing import Any, NamedTuple

from diastole.faces.words.cause_words import (
    BEFORE_EJECTION,
    EMPTIES,
    FACTORS,
    FILLED,
    FILLS,
    FRACTION,
    HELD,
    JET,
    LEAK,
    MEAN,
    MECHANISMS,
    MORE,
    NATIVE,
    NEED,
    OUTPUT,
    PEAK,
    PLACES,
    PUMPED,
    RATIO,
    RISES,
    SENTENCES,
    SHARE,
    SUPPLY,
    TERMS,
)
from diastole.faces.words.change import BASES, Change, leaks
from diastole.model.devices.register import in_use
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leak_drives import VALVES
from diastole.model.run import PUMP, Run
from diastole.model.simulation.leak_scan import LeakDrive
from diastole.numbers import signed, with_unit

MS = 1000.0
AORTIC, _ = PLACES


class CausePart(NamedTuple):
    """A part of a change, and what is said of it; in those words, {part} stands for how much it makes."""

    amount: float  # in the unit of the measure
    words: str


def causes(before: Run, after: Run) -> list[str]:
    """Return why numbers differ from one heart to another, a sentence each."""
    leak_causes = [leak_cause(leak, before, after) for leak in VALVES]
    return [text for text in (*leak_causes, *(rule(before, after) for rule in RULES)) if text]


def leak_cause(leak: str, before: Run, after: Run) -> str:
    """Return why a leak is another one; nothing where it is not, or the valve is tight in one of the hearts."""
    change = change_between(leak, before, after)
    if not change.direction or not all(leaks(leak, run.measures) for run in (before, after)):
        return ""
    valve, above, below = PLACES[leak]
    one, other = (run.leak_drives[leak] for run in (before, after))
    by = by_device(leak, one, other, before, after)
    parts = named(leak_parts(change, one, other, above=above, below=below, by=by), change)
    basis = BASES["beat"] if _between(before, after) else "a beat"
    more = word_of(MORE, change.direction)
    return LEAK["head"].format(more=more, valve=valve, change=_amount(change), basis=basis, parts=told(parts, change))


def by_device(leak: str, one: LeakDrive, other: LeakDrive, before: Run, after: Run) -> str:
    """Return what the one device that works in the second heart alone does to the pressure above a leaking valve.

    Nothing where that pressure, or what drives the leak, does not go the way in which the device moves it, or where
    another measure says that something else moved it.
    """
    block, device = added(before, after)
    if not block:
        return ""
    sign, name, words = MECHANISMS[leak][block]
    is_moved = (
        sign * (other.above - one.above) >= MEASURES[BEFORE_EJECTION].least and sign * (other.root - one.root) > 0
    )
    agrees = not name or change_between(name, before, after).direction == sign
    return words.format(device=device) if is_moved and agrees and begins(block, before, after) else ""


def added(before: Run, after: Run) -> tuple[str, str]:
    """Return block and name of the one device that the second heart alone has; nothing of none or several."""
    first = {device.key for device, _ in in_use(before.patient)}
    new = [(device, settings) for device, settings in in_use(after.patient) if device.key not in first]
    if len(new) != 1:
        return "", ""
    device, settings = new[0]
    return device.key, device.model(settings).title


def begins(block: str, before: Run, after: Run) -> bool:
    """Return whether a device works in the second heart alone: a balloon fills, a pump moves blood."""
    if block == PUMP:
        return [run.signals["balloon_volume"].max() > 0.0 for run in (before, after)] == [False, True]
    return change_between(PUMPED, before, after).direction > 0


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

    def part(name: str, factor: float, numbers: Iterable[float], decimals: int, **more: str) -> CausePart:
        """Return what a factor makes of the change."""
        amount = mean * log(factor)
        before, after = (with_unit(number, decimals, "") for number in numbers)
        words = LEAK[name].format(way=word_of(FACTORS[name], amount), before=before, after=after, part="{part}", **more)
        return CausePart(amount, words)

    return [
        part(
            "pressure", other.root / one.root, (drive.above - drive.below for drive in (one, other)), 1,
            above=above, below=below, by=by,
            rise_above=signed(other.above - one.above, 1), rise_below=signed(other.below - one.below, 1),
        ),
        part("time", other.seconds / one.seconds, (MS * drive.seconds for drive in (one, other)), 0),
        part("orifice", gaps[1] / gaps[0], gaps, 3),
    ]  # fmt: skip


def output_cause(before: Run, after: Run) -> str:
    """Return why output is another one, where more than what the ventricle ejects has a part in it."""
    change = change_between(OUTPUT, before, after)
    parts = [_term(*term, change, before, after) for term in TERMS]
    said = named(parts, change)
    if not change.direction or len(said) < 2:
        return ""
    return _sentence(OUTPUT, change, before, after, parts=told(said, change))


def _term(names: tuple[str, ...], sign: int, words: str, change: Change, before: Run, after: Run) -> CausePart:
    more = sum((_value(name, after) or 0.0) - (_value(name, before) or 0.0) for name in names)
    size = with_unit(abs(more), change.decimals, change.unit)
    return CausePart(sign * more, words.format(size=size, more=word_of(MORE, more), rotary=rotary(before, after)))


def rotary(before: Run, after: Run) -> str:
    """Return the names of the rotary pumps of two hearts, within a sentence; nothing where they have none."""
    run = after if any(device.key != PUMP for device, _ in in_use(after.patient)) else before
    names = (device.model(settings).title for device, settings in in_use(run.patient) if device.key != PUMP)
    return " and ".join(names)


def pressure_cause(before: Run, after: Run) -> str:
    """Return why mean pressure falls although a balloon fills in diastole: it takes more off systole than it adds."""
    change, end, peak = (change_between(name, before, after) for name in (MEAN, BEFORE_EJECTION, PEAK))
    block, _ = added(before, after)
    is_taken = change.direction < 0 and end.direction < 0 and peak.direction < 0
    if block != PUMP or not is_taken or not begins(block, before, after):
        return ""
    falls = {name: signed(each.absolute, each.decimals) for name, each in (("end", end), ("peak", peak))}
    return _sentence(MEAN, change, before, after, **falls)


def fraction_cause(before: Run, after: Run) -> str:
    """Return why the regurgitant fraction rises where a pump moves blood past the valve."""
    change, pumped, native = (change_between(name, before, after) for name in (FRACTION, PUMPED, NATIVE))
    if not leaks(AORTIC, after.measures) or change.direction <= 0 or pumped.direction <= 0 or native.direction >= 0:
        return ""
    return _sentence(FRACTION, change, before, after, rotary=rotary(before, after), size=size_of(pumped))


def supply_cause(before: Run, after: Run) -> str:
    """Return why supply over demand goes one way and flow the other: need goes with the flow."""
    ratio, flow, need = (change_between(name, before, after) for name in (RATIO, SUPPLY, NEED))
    if not ratio.direction or flow.direction != -ratio.direction or need.direction != flow.direction:
        return ""
    return _sentence(
        RATIO, ratio, before, after, moves=word_of(RISES, flow.direction), size=size_of(flow), need=size_of(need),
        more=word_of(MORE, need.direction), wide=word_of(MORE, ratio.direction),
    )  # fmt: skip


def filling_cause(before: Run, after: Run) -> str:
    """Return why filling pressure is another one: what leaks into the ventricle, or is pumped out, fills it so."""
    pressure, held, leak = (change_between(name, before, after) for name in (FILLED, HELD, AORTIC))
    block, device = added(before, after)
    way = pressure.direction
    if not way or way * (held.absolute or 0.0) <= 0.0:
        return ""
    if leak.direction == way and leaks(AORTIC, before.measures, after.measures):
        reason = FILLS["leak"].format(size=size_of(leak), more=word_of(MORE, way))
    elif way < 0 and block == EMPTIES and begins(block, before, after):
        reason = FILLS["pump"].format(device=device)
    else:
        return ""
    return _sentence(FILLED, pressure, before, after, reason=reason)


RULES: tuple[Callable[[Run, Run], str], ...] = (
    pressure_cause, output_cause, fraction_cause, filling_cause, supply_cause,
)  # fmt: skip


def named(parts: Iterable[CausePart], change: Change) -> list[CausePart]:
    """Return the parts that count, the largest first, until next to nothing of the change is left."""
    left, parts_named = change.absolute or 0.0, []
    enough = SHARE * abs(left)
    for part in sorted(parts, key=lambda each: -abs(each.amount)):
        if abs(left) < max(enough, change.step):
            break
        parts_named.append(part)
        left -= part.amount
    return parts_named


def told(parts: Sequence[CausePart], change: Change) -> str:
    """Return what is said of parts of a change.

    Where there are several: what each makes of it, and what those that are not named make.
    """
    if len(parts) == 1:
        return parts[0].words.format(part="")

    def sized(words: str, amount: float) -> str:
        return words.format(amount=f"{signed(amount, change.decimals)}\u00a0{change.unit}")

    left = (change.absolute or 0.0) - sum(part.amount for part in parts)
    said = [words.format(part=sized(LEAK["part"], amount)) for amount, words in parts]
    return "; ".join([*said, sized(LEAK["rest"], left)] if abs(left) >= change.step else said)


def word_of(words: tuple[str, str], way: float) -> str:
    """Return the first of two words for what falls, the second for what rises."""
    return words[way > 0.0]


def _between(before: Run, after: Run) -> bool:
    """Return whether a balloon leaves out beats, so that measures of a beat are of an assisted one."""
    return before.unassisted is not None or after.unassisted is not None


def _sentence(name: str, change: Change, before: Run, after: Run, **more: str) -> str:
    basis = f" {BASES[change.measure.scope]}" if _between(before, after) else ""
    return SENTENCES[name].format(
        phrase=change.measure.phrase, rises=word_of(RISES, change.direction), change=_amount(change) + basis, **more
    )


def change_between(name: str, before: Run, after: Run) -> Change:
    """Return the change of a measure from one heart to another."""
    return Change(name, _value(name, before), _value(name, after))


def _value(name: str, run: Run) -> float | None:
    """Return a measure of a heart; None where it has none."""
    value: Any = run.measures.get(name)
    return value if value is not None and isfinite(value) else None


def _amount(change: Change) -> str:
    unit = "percentage points" if change.measure.is_share else change.unit
    return f"{signed(change.absolute, change.decimals)}\u00a0{unit}"


def size_of(change: Change) -> str:
    """Return how large a change is, whichever way it goes, with its unit."""
    return with_unit(abs(change.absolute or 0.0), change.decimals, change.unit)
