"""Rotary pumps by the words of their blocks, as the right-hand side takes them."""

from diastole.model.devices import extracorporeal, impella
from diastole.model.devices.extracorporeal import Extracorporeal
from diastole.model.devices.impella import AxialPump
from diastole.model.devices.rotary_pump import RotaryPump


def axial_pump(model: str, level: str) -> RotaryPump:
    """Return an Impella at a level."""
    return RotaryPump._make(impella.DEVICE.parameters(AxialPump(model=model, level=level))["axial_pump"])


def drainage(circuit: str, flow: float | None = None, **values: float | None) -> tuple[RotaryPump, RotaryPump]:
    """Return the inlets of a circuit in the right and the left atrium; values as of `Extracorporeal`."""
    given = {key: value for key, value in {"flow": flow, **values}.items() if value is not None}
    found = extracorporeal.DEVICE.parameters(Extracorporeal(circuit=circuit, **given))
    return RotaryPump._make(found["venous_drainage"]), RotaryPump._make(found["left_atrial_drainage"])
