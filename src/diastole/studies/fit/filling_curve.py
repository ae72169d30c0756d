"""How far the relaxed left ventricle fills as pressure rises, against the common shape of human filling curves."""

from scipy.optimize import brentq

from diastole.model.circulation.kernel_parameters import wall as wall_of
from diastole.model.patient import Patient
from diastole.model.physiology.one_fibre import fibre_stretch, passive_stress, ventricular_pressure

EMPTY_SHARE, EMPTY_SHARE_PER_PRESSURE = 0.6, 0.006  # 1, 1/mmHg, klotz2006
COMMON_PRESSURE, COMMON_EXPONENT = 27.78, 2.76  # mmHg, 1, klotz2006
FULL = 30.0  # mmHg, pressure that the common shape is scaled by
LEAST = 5.0  # mmHg, under which one point of a curve says little of its shape; assumed
MOST = 2000.0  # mL, more than any ventricle holds


def resting_pressure(patient: Patient, volume: float) -> float:
    """Return the pressure across the relaxed wall of a left ventricle [mmHg] at a volume [mL]. arts1991."""
    wall = wall_of(patient.left_ventricle)
    return float(ventricular_pressure(passive_stress(fibre_stretch(volume, wall), wall), volume, 0.0, wall))


def common_empty_volume(volume: float, pressure: float) -> float:
    """Return the volume at no pressure [mL] of the common shape through one point [mL, mmHg]. klotz2006."""
    return volume * (EMPTY_SHARE - EMPTY_SHARE_PER_PRESSURE * pressure)


def common_full_volume(volume: float, pressure: float) -> float:
    """Return the volume at 30 mmHg [mL] of the common shape through one point [mL, mmHg]. klotz2006."""
    empty = common_empty_volume(volume, pressure)
    return empty + (volume - empty) / (pressure / COMMON_PRESSURE) ** (1.0 / COMMON_EXPONENT)


def volume_at(patient: Patient, pressure: float) -> float:
    """Return the volume of a left ventricle [mL] at a pressure across its relaxed wall [mmHg], above 0."""
    empty = patient.left_ventricle.reference_volume
    return float(brentq(lambda volume: resting_pressure(patient, volume) - pressure, empty, MOST))


def over_common(patient: Patient, filled: float) -> float:
    """Return the volume at 30 mmHg over that of the common shape through a point of the curve [1]. klotz2006.

    `filled`: volume [mL] of that point, such as the end-diastolic one; that at 5 mmHg is taken where it is fuller.
    """
    filled = max(filled, volume_at(patient, LEAST))
    return volume_at(patient, FULL) / common_full_volume(filled, resting_pressure(patient, filled))
