"""Jets through the valves and a hole in the septum, held where an orifice was changed between two beats.

A law like those of the influences: its numbers are those of one patient, or of many.
"""

from typing import Any

from diastole.model.circulation.kernel_parameters import PLACES, STATE_INDEX
from diastole.model.physiology.valve import Coaptation, Hole, Valve, inlet_area, valve_area

ORIFICES = ("mitral", "aortic", "tricuspid", "pulmonary", "septal_defect")
FASTEST_JET = 600.0  # cm/s, by Bernoulli's law that of 144 mmHg


def hold_jets(y: Any, p: Any) -> None:
    """Hold the flow of states y through each orifice of parameters p within that of the fastest jet.

    A jet through an orifice that was just made small would be faster than any. `y` (states) and `p` (parameters): of
    many patients (states, ...) and (parameters, ...).
    """
    for name in ORIFICES:
        fastest = FASTEST_JET * widest(name, y, p)
        flow = STATE_INDEX[f"q_{name}"]
        y[flow] = min(max(y[flow], -fastest), fastest)


def widest(name: str, y: Any, p: Any) -> float:
    """Return the area of the hole, or of a valve at its present opening where no pressure seals it [cm²]."""
    if name == "septal_defect":
        return Hole(*_fields(name, p)).area
    opening, valve = y[STATE_INDEX[f"opening_{name}"]], Valve(*_fields(name, p))
    if name != "mitral":
        return valve_area(opening, valve)
    return inlet_area(opening, y[STATE_INDEX["v_lv"]], 0.0, valve, Coaptation(*_fields("mitral_coaptation", p)))


def _fields(name: str, p: Any) -> list[float]:
    place = PLACES[name]
    return [p[i] for i in range(place.start, place.stop)]
