"""A chamber whose pressure is found elsewhere, such as by a finite-element wall: what the circulation sees of it."""

from typing import NamedTuple, Protocol

from diastole.law import law
from diastole.model.physiology.clock import Calcium
from diastole.model.physiology.myofilament import Crossbridges, Tension


class ChamberLine(NamedTuple):
    """Transmural pressure over a short time, linear in volume and in time."""

    start: float  # s, of the beat
    volume: float  # mL, at the start
    pressure: float  # mmHg, at the start
    elastance: float  # mmHg/mL, dp/dV at constant activation
    drift: float  # mmHg/s, dp/dt at constant volume
    atp: float  # µmol/s, contractile use


@law
def chamber_pressure(volume: float, time: float, outside: float, line: ChamberLine) -> float:
    """P = P_out + p₀ + E (V − V₀) + d (t − t₀)  [mmHg]. Tangent of a chamber that is solved elsewhere; ours."""
    return outside + line.pressure + line.elastance * (volume - line.volume) + line.drift * (time - line.start)


class Muscle(NamedTuple):
    """What drives the muscle of a chamber in a beat."""

    calcium: Calcium
    bridges: Crossbridges
    tension: Tension


class Chamber(Protocol):
    """A chamber that the circulation advances in steps. Trials may be repeated; accepting one moves the tissue on."""

    step: float  # s, longest

    def begin(self, muscle: Muscle) -> dict[str, float]:
        """Begin a beat, with its calcium; return signals of the wall as ``accept`` does."""

    def expected(self, time: float, step: float) -> ChamberLine:
        """Return the pressure that is expected over the coming step."""

    def solve(self, volume: float) -> ChamberLine:
        """Return the tangent at the end of that step with this volume [mL] there."""

    def accept(self) -> dict[str, float]:
        """Keep the last solution; return signals of the wall by name, such as its mean tension."""
