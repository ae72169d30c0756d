"""The console of a balloon pump: from settings and what it saw of the patient to one inflation per assisted beat.

It works between beats and speaks in seconds of the running beat, whose time zero is the QRS onset.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from diastole.law import only_if, select
from diastole.model.devices.balloon_pump import BalloonPump
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION, Drive, Inflation, line_resistance
from diastole.model.input_blocks.block_numbers import BlockReader, Numbers, is_there, place_of
from diastole.model.physiology.clock import systolic_scale

R_WAVE = 0.035  # s, from QRS onset to the peak of the R wave, which the electrocardiogram trigger sees; assumed
NEARLY_EMPTY = 0.7  # 1, share of the time to empty that must be over when the aortic valve is due to open; assumed
HELIUM_VALVE_TIME = 0.01  # s, in which the drive turns from pressure to vacuum; assumed
UPSTROKE_DETECTION = 0.015  # s, that the aortic pressure must rise before the pressure trigger believes it; assumed
READ = BlockReader(BalloonPump)
ON, BY_PRESSURE, PNEUMATIC = (
    place_of(BalloonPump, field, choice)
    for field, choice in (("mode", "on"), ("trigger", "pressure"), ("drive", "pneumatic"))
)


class Settings(NamedTuple):
    """Settings of the console."""

    on: float  # 1, or 0 where it is off
    every: int  # assist ratio 1:every
    pressure_trigger: float  # 1 for aortic pressure, 0 for the R wave
    volume: float  # mL
    inflation_offset: float  # s, from the dicrotic notch; negative is early
    deflation_offset: float  # s, from the R wave (or the expected upstroke); negative is early
    vent_time: float  # s, the balloon needs to empty

    @property
    def cycle(self) -> int:
        """Beats of a support cycle."""
        return self.every if self.on else 1


OFF = Settings(
    on=False, every=1, pressure_trigger=False, volume=0.0, inflation_offset=0.0, deflation_offset=0.0, vent_time=0.1
)


class Landmarks(NamedTuple):
    """Moments of an unassisted beat that the console goes by, in seconds from the QRS onset."""

    upstroke: float  # aortic valve opens
    notch: float  # aortic valve closes


def settings_of(pump: BalloonPump | None) -> Settings:
    """Return the settings of a patient's balloon pump; without one, a console that is off."""
    settings = console_settings(READ(pump))
    return settings._replace(
        on=settings.on > 0.0, every=int(settings.every), pressure_trigger=settings.pressure_trigger > 0.0
    )


def console_settings(pump: Numbers) -> Settings:
    """Return the same from the numbers of a pump, which may be absent."""
    return Settings(
        on=select(is_there(pump) & (pump.mode == ON), 1.0, 0.0),
        every=pump.ratio + 1.0,  # 1:1 is the first choice
        pressure_trigger=select(pump.trigger == BY_PRESSURE, 1.0, 0.0),
        volume=max(pump.volume, 0.0),
        inflation_offset=pump.inflation_offset,
        deflation_offset=pump.deflation_offset,
        vent_time=pump.vent_time,
    )


def parameters(pump: Numbers) -> dict[str, tuple[float, ...]]:
    """Return the drive of a pump, which may be absent, and no inflation: those are ordered beat by beat."""
    drive = Drive(
        pneumatic=select(pump.drive == PNEUMATIC, 1.0, 0.0),
        fill_time=pump.fill_time,
        vent_time=pump.vent_time,
        pressure=pump.drive_pressure,
        vacuum=pump.vacuum,
        line_resistance=line_resistance(pump.catheter_bore, pump.catheter_length),
        valve_time=HELIUM_VALVE_TIME,
    )
    return {"drive": drive, "earlier": NO_INFLATION, "present": NO_INFLATION}


def deflation_time(settings: Settings, landmarks: Landmarks, expected: float, actual: float) -> float:
    """Return when helium is let out [s], in the time of the beat that it began in.

    On the R wave the balloon is let out at the R wave, or earlier where it would not be nearly empty as the aortic
    valve opens (a stiff, full ventricle opens its valve soon): at the bedside, deflation is set so that the assisted
    end-diastolic pressure lies below the unassisted one. On pressure it must be
    empty when the next upstroke is expected, because that is the first sign of the beat. A beat that comes early
    lets the helium out as soon as it is seen.

    `expected` and `actual`: length of the beat as the console expects it and as it will be [s].
    """
    offset, upstroke = settings.deflation_offset, landmarks.upstroke
    on_pressure = settings.pressure_trigger > 0.0
    nearly_empty = min(R_WAVE, upstroke - NEARLY_EMPTY * settings.vent_time)
    after_predicted = select(on_pressure, upstroke - settings.vent_time, nearly_empty)
    after_seen = select(on_pressure, upstroke + UPSTROKE_DETECTION, R_WAVE)
    return min(expected + after_predicted + offset, actual + after_seen + max(offset, 0.0))


def later(inflation: Inflation, seconds: float) -> Inflation:
    """Return the same inflation in the time of a beat that begins so many seconds later."""
    return Inflation(inflation.start - seconds, inflation.end - seconds, inflation.volume)


class Console(NamedTuple):
    """A console between two beats: what is set, what it saw of the patient, and what it ordered last."""

    settings: Settings
    landmarks: Landmarks
    seen_at: float  # 1/min, heart rate at which it saw the landmarks
    earlier: Inflation = NO_INFLATION  # the last one, in the time of the next beat
    beats: float = 0  # of the support cycle that are done; its first one is assisted

    @classmethod
    def restored(cls, kept: Sequence[Any]) -> "Console":
        """Return the console whose fields a checkpoint kept.

        Raise ValueError or TypeError if these are not the fields of a console.
        """
        settings, landmarks, seen_at, earlier, beats = kept
        return cls(Settings(*settings), Landmarks(*landmarks), float(seen_at), Inflation(*earlier), int(beats))

    def order(self, rate: float, expected: float, actual: float) -> Inflation | None:
        """Return the inflation of the next beat, or None where there is none.

        The balloon is never filled before the helium of the earlier inflation is out again, so the net volume over a
        support cycle is zero whatever is changed in between. The notch comes earlier as systole shortens.

        `rate`: heart rate [1/min]; `expected` and `actual`: length of the beat as the console expects it and as it will
        be [s].
        """
        inflation = ordered(self, rate, expected, actual)
        return inflation if inflation.volume > 0.0 else None

    def after(self, present: Inflation | None, seconds: float) -> "Console":
        """Return the console after a beat of so many seconds with this inflation."""
        return after_beat(self, present or NO_INFLATION, seconds)


def ordered(console: Console, rate: float, expected: float, actual: float) -> Inflation:
    """Return the inflation of the next beat, which is none where it has no volume; otherwise as ``Console.order``."""
    asked = select(console.settings.on > 0.0, console.settings.volume, 0.0)
    volume = select(console.beats > 0.0, 0.0, asked)
    return only_if(volume > 0.0, lambda: timed(console, volume, rate, expected, actual), NO_INFLATION)


def timed(console: Console, volume: float, rate: float, expected: float, actual: float) -> Inflation:
    """Return an inflation of so many mL, none where the beat has no time for it."""
    settings, earlier, landmarks = console.settings, console.earlier, console.landmarks
    notch = landmarks.notch * (systolic_scale(rate) / systolic_scale(console.seen_at))
    empty = select(earlier.volume > 0.0, earlier.end + settings.vent_time, 0.0)
    start = max(max(notch + settings.inflation_offset, 0.0), empty)
    end = deflation_time(settings, landmarks, expected, actual)
    in_time = select(end > start, volume, 0.0)
    given = select(empty > actual, 0.0, in_time)  # a very late deflation takes this beat's place
    return Inflation(
        select(given > 0.0, start, NO_INFLATION.start), select(given > 0.0, end, NO_INFLATION.end), given
    )  # fmt: skip


def after_beat(console: Console, present: Inflation, seconds: float) -> Console:
    """Return a console after a beat of so many seconds with this inflation, which is none without a volume."""
    last = only_if(present.volume > 0.0, lambda: present, console.earlier)
    done = console.beats + 1
    beats = select(done < console.settings.every, done, 0)
    return Console(console.settings, console.landmarks, console.seen_at, later(last, seconds), beats)
