"""The console of a course and its alarms: what it sees of each beat, and whether it inflates the next."""

from typing import Any, NamedTuple

from diastole.model.devices.balloon_pump.console import Settings
from diastole.model.devices.balloon_pump.console_alarms import ALARMS, ConsoleWatch, SeenBeat, helium_leaked
from diastole.model.measures.measure import Value
from diastole.studies.course.console_faults import ConsoleFault
from diastole.studies.course.durations import shown_time


class Alarm(NamedTuple):
    """An alarm that began to sound."""

    time: float  # s, since the start of the course
    line: int  # of the script, at whose step it was; 0 before the first
    key: str

    @property
    def sentence(self) -> str:
        """What sounded, when and why, and what the console did."""
        law = ALARMS[self.key]
        return f"Alarm after {shown_time(self.time)}, {law.title} ({law.when}): the console {law.does}."


class WatchedConsole(NamedTuple):
    """The console of a course between two beats."""

    watch: ConsoleWatch = ConsoleWatch()
    sees_trigger: bool = True
    leak: float = 0.0  # mL/h
    alarms: tuple[Alarm, ...] = ()

    @classmethod
    def restored(cls, kept: dict[str, Any]) -> "WatchedConsole":
        """Return the console whose fields a checkpoint kept. Raise TypeError if these are not its fields."""
        watch: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept["watch"].items()
        }
        alarms = tuple(Alarm(*each) for each in kept["alarms"])
        return cls(ConsoleWatch(**watch), bool(kept["sees_trigger"]), float(kept["leak"]), alarms)

    def noted(self) -> dict[str, Any]:
        """Return the fields for a checkpoint."""
        return self._asdict() | {"watch": self.watch._asdict()}

    def with_fault(self, fault: ConsoleFault) -> "WatchedConsole":
        """Return the console as something happens to it, or a person acts."""
        return self._replace(
            watch=self.watch.refilled() if fault.refilled else self.watch,
            sees_trigger=self.sees_trigger if fault.trigger is None else fault.trigger,
            leak=self.leak if fault.leak is None else fault.leak,
        )

    def set_anew(self) -> "WatchedConsole":
        """Return the console as a person sets the pump."""
        return self._replace(watch=self.watch.set_anew())

    def given(self, wanted: Settings) -> Settings:
        """Return the settings that work in the next beat: less helium than wanted, or none."""
        if not (self.watch.inflates and self.sees_trigger):
            return wanted._replace(volume=0.0)
        return wanted._replace(volume=max(wanted.volume - self.watch.lost, 0.0)) if self.watch.lost else wanted

    def after(self, time: float, line: int, seconds: float, augmented: Value, *, inflated: bool) -> "WatchedConsole":
        """Return the console after a beat of so many seconds that ended at a time [s] of the course."""
        leaked = helium_leaked(self.leak, seconds) if self.watch.mode in ("pumping", "filling") else 0.0
        watch = self.watch.after(SeenBeat(seconds, self.sees_trigger, inflated, augmented, leaked))
        new = [Alarm(time, line, key) for key in watch.sounding if key not in self.watch.sounding]
        return self._replace(watch=watch, alarms=(*self.alarms, *new))
