"""The alarms of a console, and what it does at each: a state machine that sees one beat after another.

It stands beside the circulation: `ConsoleWatch` says whether the console pumps and how much helium is missing, and a
run that has a balloon orders its inflations by that. Numbers without a source are assumed: the makers' operating
manuals were not read. For teaching; a real console has more alarms than these.
"""

from collections.abc import Callable
from statistics import median
from typing import Literal, NamedTuple

LONGEST_SILENCE = 4.0  # s, without a trigger; assumed
RECENT_BEATS = 16  # assisted beats, of whose augmented pressures the median counts; assumed
AUGMENTATION_MARGIN = 10.0  # mmHg, of the alarm's limit below the median as the pump was set; assumed
LARGEST_LOSS = 5.0  # mL, of helium since the last filling; assumed
RAPID_LOSS = 3.0  # mL, of helium within the present minute; assumed
RAPID_WINDOW = 60.0  # s
AUTOFILL_EVERY = 7200.0  # s, of pumping, after which the console fills the circuit anew by itself; assumed
FILLING = 5.0  # s, in which the circuit is emptied and filled while the balloon lies still; assumed
FILLING_LOSS = 0.5  # mL, that a tight circuit may seem to lose while it is filled; assumed
LONGEST_STILL = 900.0  # s, without an inflation; weil-dormant
SECONDS_PER_HOUR = 3600.0

Mode = Literal["pumping", "waiting", "filling", "standby"]
MODES: dict[Mode, str] = {
    "pumping": "inflates the assisted beats",
    "waiting": "keeps the balloon empty until a trigger comes",
    "filling": "keeps the balloon empty while the circuit is filled",
    "standby": "keeps the balloon empty until a person acts",
}


class SeenBeat(NamedTuple):
    """What a console sees of a beat that is over."""

    seconds: float  # to the next QRS onset
    triggered: bool  # whether the console saw this one
    inflated: bool
    augmented: float | None  # mmHg, peak diastolic pressure; None where the valve does not close
    leaked: float  # mL, of helium, in this beat


class ConsoleWatch(NamedTuple):
    """What a console keeps of the beats so far."""

    mode: Mode = "pumping"
    lost: float = 0.0  # mL, of helium since the last filling
    minute_began: float = 0.0  # mL, lost as the present minute of the leak detection began
    minute: float = 0.0  # s, of it
    since_filling: float = 0.0  # s, of pumping; while filling, of that
    silent: float = 0.0  # s, since the last trigger
    still: float = 0.0  # s, since the balloon was last inflated
    recent: tuple[float, ...] = ()  # mmHg, augmented pressure of the last assisted beats
    limit: float | None = None  # mmHg, of the augmentation; None until it is set
    sounding: tuple[str, ...] = ()  # alarms, by their key

    @property
    def inflates(self) -> bool:
        """Whether the console orders inflations."""
        return self.mode == "pumping"

    def after(self, seen: SeenBeat) -> "ConsoleWatch":
        """Return the watch after a beat. An alarm that stopped the pump sounds until a person acts."""
        counted = _augmentation(_time(self, seen), seen)
        latched = {key for key in self.sounding if ALARMS[key].stops} if self.mode == "standby" else set()
        sounding = tuple(key for key, alarm in ALARMS.items() if key in latched or alarm.sounds(counted))
        now = counted._replace(sounding=sounding)
        return now._replace(mode="standby") if any(ALARMS[key].stops for key in sounding) else _next_mode(now)

    def set_anew(self) -> "ConsoleWatch":
        """Return the watch after a person set the pump: it pumps, and takes the limit of augmentation anew."""
        return self._replace(mode="pumping", recent=(), limit=None, sounding=())

    def refilled(self) -> "ConsoleWatch":
        """Return the watch as a person has the circuit filled."""
        return _filling(self.set_anew())


def helium_leaked(rate: float, seconds: float) -> float:
    """Return the helium [mL] that a leak of so many mL/h lets out in so many seconds of pumping; a constant flow."""
    return rate * seconds / SECONDS_PER_HOUR


def _time(watch: ConsoleWatch, seen: SeenBeat) -> ConsoleWatch:
    """Count the times and the helium."""
    seconds, runs = seen.seconds, watch.mode in ("pumping", "filling")
    full_minute = watch.minute + seconds >= RAPID_WINDOW
    return watch._replace(
        lost=watch.lost + seen.leaked,
        minute_began=watch.lost + seen.leaked if full_minute else watch.minute_began,
        minute=0.0 if full_minute else watch.minute + seconds,
        since_filling=watch.since_filling + (seconds if runs else 0.0),
        silent=seconds if seen.triggered else watch.silent + seconds,
        still=0.0 if seen.inflated else watch.still + seconds,
    )


def _augmentation(watch: ConsoleWatch, seen: SeenBeat) -> ConsoleWatch:
    """Keep the augmented pressure of an assisted beat; the first ones set the limit."""
    if not seen.inflated or seen.augmented is None:
        return watch
    recent = (*watch.recent, seen.augmented)[-RECENT_BEATS:]
    if watch.limit is None and len(recent) == RECENT_BEATS:
        return watch._replace(recent=recent, limit=median(recent) - AUGMENTATION_MARGIN)
    return watch._replace(recent=recent)


def _filling(watch: ConsoleWatch) -> ConsoleWatch:
    return watch._replace(mode="filling", lost=0.0, minute_began=0.0, minute=0.0, since_filling=0.0)


def _next_mode(watch: ConsoleWatch) -> ConsoleWatch:
    """Return the watch in the mode of the next beat, where no alarm stops it."""
    if watch.mode == "filling":
        done = watch.since_filling >= FILLING
        return _filling(watch)._replace(mode="pumping") if done else watch
    if watch.mode == "standby":
        return watch
    if "trigger" in watch.sounding:
        return watch._replace(mode="waiting")
    if watch.since_filling >= AUTOFILL_EVERY:
        return _filling(watch)
    return watch._replace(mode="pumping")


class AlarmLaw(NamedTuple):
    """An alarm: when it sounds, and what the console does."""

    title: str
    sounds: Callable[[ConsoleWatch], bool]
    when: str
    does: str
    stops: bool = False  # whether the console goes to standby


def _lost(watch: ConsoleWatch) -> float:
    """Return the helium that a console misses while it pumps [mL]; during a filling another alarm looks at it."""
    return watch.lost if watch.mode == "pumping" else 0.0


def _falls_short(watch: ConsoleWatch) -> bool:
    return bool(watch.recent) and watch.limit is not None and median(watch.recent) < watch.limit


def _filling_fails(watch: ConsoleWatch) -> bool:
    return watch.mode == "filling" and watch.since_filling >= FILLING and watch.lost > FILLING_LOSS


LOOK_FOR_BLOOD = "empties the balloon and goes to standby; a person looks for blood in the line before a refill"
ALARMS: dict[str, AlarmLaw] = {
    "trigger": AlarmLaw(
        "trigger lost", lambda watch: watch.silent > LONGEST_SILENCE, f"no trigger for {LONGEST_SILENCE:g} s",
        "keeps the balloon empty and waits; pumps again by itself with the next trigger",
    ),
    "augmentation": AlarmLaw(
        "augmentation below the limit", _falls_short,
        f"the median of the augmented pressures of {RECENT_BEATS} assisted beats lies more than "
        f"{AUGMENTATION_MARGIN:g} mmHg below that of the first {RECENT_BEATS} since the pump was set",
        "goes on pumping; the limit is taken anew when a person sets the pump",
    ),
    "rapid_loss": AlarmLaw(
        "rapid loss of helium", lambda watch: _lost(watch) - watch.minute_began > RAPID_LOSS,
        f"more than {RAPID_LOSS:g} mL within a minute", LOOK_FOR_BLOOD, stops=True,
    ),
    "slow_loss": AlarmLaw(
        "slow loss of helium", lambda watch: _lost(watch) > LARGEST_LOSS,
        f"more than {LARGEST_LOSS:g} mL since the last filling", LOOK_FOR_BLOOD, stops=True,
    ),
    "filling": AlarmLaw(
        "filling failed", _filling_fails, f"more than {FILLING_LOSS:g} mL are lost in the {FILLING:g} s of a filling",
        "goes to standby; the balloon may be perforated", stops=True,
    ),
    "still": AlarmLaw(
        "balloon still", lambda watch: watch.still > LONGEST_STILL,
        f"no inflation for {LONGEST_STILL / 60.0:g} min", "sounds only: blood in the folds of a still balloon clots",
    ),
}  # fmt: skip
