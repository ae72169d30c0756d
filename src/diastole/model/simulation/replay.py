"""A chamber that repeats the lines of an earlier beat: the circulation finds its steady beat on it in no time.

A few beats of a costly chamber are enough then: record one, let the circulation settle on its tangent, start the next
one from there, until nothing changes. At the end it is the chamber's own steady beat, whatever the tangent was.
"""

from typing import NamedTuple

from diastole.model.physiology.chamber import Chamber, ChamberLine, Muscle


class Recorded(NamedTuple):
    """A step of a chamber as it was."""

    line: ChamberLine  # at its start, with the drift that led to its end
    signals: dict[str, float]  # of the wall, at its end


class RecordingChamber:
    """A chamber that records the lines of each beat of another one."""

    def __init__(self, chamber: Chamber):
        self.chamber = chamber
        self.step = chamber.step
        self.forget()

    def forget(self) -> None:
        """Drop the beats that were kept."""
        self.beats: list[list[Recorded]] = []
        self.first: list[dict[str, float]] = []  # signals at the start of each beat

    def begin(self, muscle: Muscle) -> dict[str, float]:
        """Begin a beat."""
        self.beats.append([])
        self.first.append(self.chamber.begin(muscle))
        return self.first[-1]

    def expected(self, time: float, step: float) -> ChamberLine:
        """Return the pressure that is expected over the coming step."""
        self._line, self._step = self.chamber.expected(time, step), step
        return self._line

    def solve(self, volume: float) -> ChamberLine:
        """Return the tangent at the end of that step with this volume [mL] there."""
        self._end = self.chamber.solve(volume)
        return self._end

    def accept(self) -> dict[str, float]:
        """Keep the last solution."""
        signals = self.chamber.accept()
        line, end = self._line, self._end
        rise = end.pressure - line.pressure - end.elastance * (end.volume - line.volume)
        kept = line._replace(elastance=end.elastance, drift=rise / self._step, atp=signals["atp_lv"])
        self.beats[-1].append(Recorded(kept, signals))
        return signals


class ReplayedChamber:
    """A chamber that repeats recorded beats, one after the other."""

    def __init__(self, beats: list[list[Recorded]], first: list[dict[str, float]], step: float):
        self.step = step
        self._beats, self._first = beats, first
        self._beat, self._index = -1, 0

    def begin(self, muscle: Muscle) -> dict[str, float]:
        """Begin the next recorded beat; the muscle is that of the recording."""
        self._beat = (self._beat + 1) % len(self._beats)
        self._index = -1
        return self._first[self._beat]

    def expected(self, time: float, step: float) -> ChamberLine:
        """Return the recorded line of the coming step."""
        self._index += 1
        steps = self._beats[self._beat]
        self._step = step
        self._line = steps[min(self._index, len(steps) - 1)].line._replace(start=time)
        return self._line

    def solve(self, volume: float) -> ChamberLine:
        """Return the line's own end: a tangent is never in doubt."""
        line = self._line
        pressure = line.pressure + line.elastance * (volume - line.volume) + line.drift * self._step
        return line._replace(volume=volume, pressure=pressure)

    def accept(self) -> dict[str, float]:
        """Return what the wall said at the end of the recorded step."""
        steps = self._beats[self._beat]
        return steps[min(self._index, len(steps) - 1)].signals
