"""The pumps of the rows, as values of a patient."""

from validation.patients import Treatment

IMPELLA_25: Treatment = (("axial_pump.model", "2.5"), ("axial_pump.level", "P-8"))
IMPELLA_CP: Treatment = (("axial_pump.model", "CP"), ("axial_pump.level", "P-9"))
PLAIN, LEFT_ATRIAL = "va_ecmo", "lava_ecmo"


def ecmo(flow: float, circuit: str = PLAIN, left_atrial_share: float | None = None) -> Treatment:
    """Return a circuit outside the body at a flow [L/min]; of ``lava_ecmo`` a share comes from the left atrium [1]."""
    plain = (("extracorporeal.circuit", circuit), ("extracorporeal.flow", f"{flow:g} L/min"))
    share = () if left_atrial_share is None else (("extracorporeal.left_atrial_share", f"{left_atrial_share:g}"),)
    return (*plain, *share)
