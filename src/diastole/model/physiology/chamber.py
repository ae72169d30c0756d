"""Chambers whose pressure is found elsewhere, such as by a finite-element wall: what the circulation sees of them."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple, Protocol

from diastole.arrays import Array
from diastole.law import law
from diastole.meaning import Meaning, OutsidePressure, Time, Volume
from diastole.model.physiology.clock import Calcium
from diastole.model.physiology.myofilament import Crossbridges, Tension


class ChamberLine(NamedTuple):
    """Transmural pressure over a short time, linear in volume and in time."""

    start: Annotated[float, Meaning("s", "t_0", note="of the beat")]
    volume: Annotated[float, Meaning("mL", "v_0", note="at the start")]
    pressure: Annotated[float, Meaning("mmHg", "p_0", note="at the start")]
    elastance: Annotated[float, Meaning("mmHg/mL", "E", note="dp/dV at constant activation")]
    drift: Annotated[float, Meaning("mmHg/s", "d", note="dp/dt at constant volume")]
    atp: Annotated[float, Meaning("µmol/s", r"\dot n", note="contractile use")]


Lines = tuple[ChamberLine, ...]  # one a chamber


@law
def chamber_pressure(
    volume: Volume, time: Time, outside: OutsidePressure, line: ChamberLine
) -> Annotated[float, Meaning("mmHg", "p")]:
    """P = P_out + p₀ + E (V − V₀) + d (t − t₀). Tangent of a chamber that is solved elsewhere; ours."""
    return outside + line.pressure + line.elastance * (volume - line.volume) + line.drift * (time - line.start)


class Muscle(NamedTuple):
    """Calcium, cross-bridges and tension that drive a chamber in a beat."""

    calcium: Calcium
    bridges: Crossbridges
    tension: Tension


class Chambers(Protocol):
    """Chambers that the circulation advances in steps, such as the two around one septum.

    Trials may be repeated; accepting one moves the tissue on. What is one a chamber is in the order of ``names``.
    """

    names: tuple[str, ...]  # stores of the circulation: lv, or lv and rv
    step: float  # s, longest

    def begin(self, muscles: Sequence[Muscle]) -> dict[str, float]:
        """Begin a beat, with the calcium of each chamber; return signals of the wall as ``accept`` does."""

    def expected(self, time: float, step: float) -> Lines:
        """Return the pressures that are expected over the coming step."""

    def solve(self, volumes: Array) -> Lines:
        """Return the tangents at the end of that step with these volumes (chambers,) [mL] there."""

    def accept(self, lines: Lines) -> dict[str, float]:
        """Keep the last solution, to which the circulation came on these lines.

        Return signals of the wall by name, such as its mean tension.
        """
