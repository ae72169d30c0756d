"""Values that are possible one by one, but not together."""

from diastole.errors import InputError
from diastole.model.operations import OPERATIONS
from diastole.model.patient.heart import Calcium, Ventricle
from diastole.model.patient.lesions import Lesions, Regurgitation, Stenosis
from diastole.model.patient.treatment import Surgery
from diastole.model.patient.valves import Valve, Valves
from diastole.model.patient.vessels import Coronary, Vessels
from diastole.units import format_quantity


def check_valves(valves: Valves, lesions: Lesions) -> None:
    """Refuse a valve that leaks more than it opens, and a stenosis that narrows nothing.

    Raise InputError, which names both keys with their values.
    """
    _check_valve("mitral", valves.mitral, lesions.mitral_regurgitation, lesions.mitral_stenosis)
    _check_valve("aortic", valves.aortic, lesions.aortic_regurgitation, lesions.aortic_stenosis)


def check_calcium(calcium: Calcium, left: Ventricle, right: Ventricle) -> None:
    """Refuse calcium that does not rise. Raise InputError, which names both keys with their values."""
    for side, ventricle in ("left", left), ("right", right):
        peak = f"{side}_ventricle.peak_calcium", ventricle.peak_calcium
        _check_larger(peak, ("calcium.diastolic", calcium.diastolic), "µM")


def check_blood(blood_volume: float, vessels: Vessels, coronary: Coronary) -> None:
    """Refuse less blood [mL] than the vessels hold without pressure. Raise InputError, which names both volumes."""
    unstressed = vessels.unstressed_volume + coronary.unstressed_volume
    least = "the sum of all unstressed_volume of vessels", unstressed
    _check_larger(("blood_volume", blood_volume), least, "mL")


def check_surgery(surgery: Surgery, lesions: Lesions) -> None:
    """Refuse an operation on what is not diseased, and two operations on one valve.

    Raise InputError, which names the operation and the lesion that it is for.
    """
    done: dict[str, str] = {}
    for name, operation in OPERATIONS.items():
        if getattr(surgery, name) is None:
            continue
        if not any(_present(lesions, lesion) for lesion in operation.lesions):
            needed = " or ".join(lesion.replace("_", " ") for lesion in operation.lesions)
            raise InputError(f"surgery.{name}: this patient has nothing to operate on; it needs {needed}")
        if operation.site in done:
            raise InputError(
                f"surgery: {done[operation.site]} and {name} are both done on the {operation.site}; allowed is one"
            )
        done[operation.site] = name


def _present(lesions: Lesions, name: str) -> bool:
    """Return whether a lesion is there: a leak or a hole of no area is none."""
    lesion = getattr(lesions, name)
    return lesion is not None and lesion.orifice_area > 0.0


def _check_valve(name: str, valve: Valve, leak: Regurgitation | None, stenosis: Stenosis | None) -> None:
    """Check that a valve opens wider than it leaks, and that a stenosis narrows it."""
    normal = f"valves.{name}.open_area", valve.open_area
    leaking = f"lesions.{name}_regurgitation.orifice_area", leak.orifice_area if leak else 0.0
    if stenosis is None:
        _check_larger(normal, leaking, "cm²")
    else:
        narrow = f"lesions.{name}_stenosis.orifice_area", stenosis.orifice_area
        _check_larger(normal, narrow, "cm²")
        _check_larger(narrow, leaking, "cm²")


def _check_larger(larger: tuple[str, float], smaller: tuple[str, float], unit: str) -> None:
    """Refuse two values in the wrong order."""
    if larger[1] <= smaller[1]:
        high, low = format_quantity(larger[1], unit), format_quantity(smaller[1], unit)
        rule = f"allowed is {smaller[0]} below {larger[0]}"
        raise InputError(f"{smaller[0]} is {low} and {larger[0]} is {high}; {rule}")
