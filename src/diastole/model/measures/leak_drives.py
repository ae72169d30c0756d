"""What drives the leak of a valve: for how long it leaks, and the pressures on both sides of it in that time.

A leak is its orifice times the time it lasts times the mean velocity of its jet, which goes with the root of the
difference of the pressures. So a change of a leak has three parts, and the words say how large each of them is. They
are read with the words of laws, as measures are, so that a page has them from the same source.
"""

from collections.abc import Mapping
from typing import NamedTuple

from diastole.model.measures.beat import Beat
from diastole.model.simulation.leak_scan import LeakDrive


class LeakSite(NamedTuple):
    """Where a valve lies."""

    flow: str  # signal of the circulation, positive in the direction in which the valve opens
    above: str  # pressure from which its leak comes
    below: str  # pressure into which it goes


VALVES: Mapping[str, LeakSite] = {  # by the measure of their leak
    "aortic_regurgitant_volume": LeakSite("q_aortic", "p_ascending_aorta", "p_lv"),
    "mitral_regurgitant_volume": LeakSite("q_mitral", "p_lv", "p_la"),
}


def leak_drives(beat: Beat) -> tuple[LeakDrive, ...]:
    """Return what drives the leak of each valve of ``VALVES`` over a beat, as its regurgitant volume is read."""
    return tuple(beat.cycle.leaking(*valve, beat.starts, beat.closes) for valve in VALVES.values())
