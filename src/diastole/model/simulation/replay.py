"""Chambers that repeat the lines of an earlier beat: the circulation finds its steady beat on them in no time.

A few beats of costly chambers are enough then: record one, let the circulation settle on its tangents, start the next
one from there, until nothing changes. At the end it is the chambers' own steady beat, whatever the tangents were.
"""

from collections.abc import Sequence
from typing import NamedTuple

from diastole.arrays import Array
from diastole.model.physiology.chamber import Chambers, Lines, Muscle
from diastole.model.simulation.coupled_heart import at_end


class Recorded(NamedTuple):
    """A step of chambers as it was."""

    lines: Lines  # on which the circulation went: only on these very lines it takes the same way again
    signals: dict[str, float]  # of the wall, at its end


class RecordingChambers:
    """Chambers that record the lines of each beat of other ones."""

    def __init__(self, chambers: Chambers):
        self.chambers = chambers
        self.names, self.step = chambers.names, chambers.step
        self.forget()

    def forget(self) -> None:
        """Drop the beats that were kept."""
        self.beats: list[list[Recorded]] = []
        self.first: list[dict[str, float]] = []  # signals at the start of each beat

    def begin(self, muscles: Sequence[Muscle]) -> dict[str, float]:
        """Begin a beat."""
        self.beats.append([])
        self.first.append(self.chambers.begin(muscles))
        return self.first[-1]

    def expected(self, time: float, step: float) -> Lines:
        """Return the pressures that are expected over the coming step."""
        return self.chambers.expected(time, step)

    def solve(self, volumes: Array) -> Lines:
        """Return the tangents at the end of that step with these volumes (chambers,) [mL] there."""
        return self.chambers.solve(volumes)

    def accept(self, lines: Lines) -> dict[str, float]:
        """Keep the last solution, to which the circulation came on these lines."""
        signals = self.chambers.accept(lines)
        used = (signals[f"atp_{name}"] for name in self.names)
        kept = tuple(line._replace(atp=atp) for line, atp in zip(lines, used, strict=True))
        self.beats[-1].append(Recorded(kept, signals))
        return signals


class ReplayedChambers:
    """Chambers that repeat recorded beats, one after the other."""

    def __init__(self, recorded: RecordingChambers):
        self.names, self.step = recorded.names, recorded.step
        self._beats, self._first = recorded.beats, recorded.first
        self._beat, self._index = -1, 0

    def begin(self, muscles: Sequence[Muscle]) -> dict[str, float]:
        """Begin the next recorded beat; the muscles are those of the recording."""
        self._beat = (self._beat + 1) % len(self._beats)
        self._index = -1
        return self._first[self._beat]

    def expected(self, time: float, step: float) -> Lines:
        """Return the recorded lines of the coming step."""
        self._index += 1
        steps = self._beats[self._beat]
        self._step = step
        self._lines = tuple(line._replace(start=time) for line in steps[min(self._index, len(steps) - 1)].lines)
        return self._lines

    def solve(self, volumes: Array) -> Lines:
        """Return the lines' own ends: a tangent is never in doubt."""
        return tuple(
            line._replace(volume=volume, pressure=at_end(line, volume, self._step))
            for line, volume in zip(self._lines, volumes.tolist(), strict=True)
        )

    def accept(self, lines: Lines) -> dict[str, float]:
        """Return the signals of the wall at the end of the recorded step."""
        steps = self._beats[self._beat]
        return steps[min(self._index, len(steps) - 1)].signals
