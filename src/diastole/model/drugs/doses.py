"""Doses as people write them: per kg, or of the whole patient, such as µg/min and mg/h."""

from diastole.errors import InputError
from diastole.model.drugs.formulary import DRUGS
from diastole.model.input_blocks.quantity import Quantity, plain
from diastole.units import DOSE, convert, parse_quantity, read_unit, shown, split_quantity

DIGITS = 6  # of a dose that was converted
OF_PATIENT = "µg/min"  # whatever the weight
OF_SYRINGE = "mL/h"
EXAMPLE = f"'noradrenaline: {DRUGS['noradrenaline'].usual_dose:g} {DOSE}'"

SYRINGE = f"'{{text}}' is the rate of a syringe pump; give the dose, such as {EXAMPLE}"
WITHOUT_WEIGHT = f"'{{text}}' is not per kg; give 'body' with the weight, or {EXAMPLE}"
NO_DOSE = f"'{{text}}' is no dose in {DOSE}; write it like {EXAMPLE}"


class Dose(Quantity):
    """A dose in the metadata of a field."""

    def _number(self, given: object) -> float:
        return read_dose(given) if isinstance(given, str) and given.strip() else super()._number(given)


def read_dose(given: object, weight: float | None = None) -> float:
    """Read a dose [µg/kg/min]; one that is not per kg is divided by the weight.

    Raise InputError if it is no dose, or the weight is needed and is not known.

    `given`: such as ``0.1 µg/kg/min``, ``10 µg/min`` or ``2 mg/h``; `weight`: of the patient [kg].
    """
    number, unit = split_quantity(given, DOSE)
    dimension = read_unit(unit or "1").dimension
    if not unit or ("kg" in unit and dimension == read_unit(DOSE).dimension):
        return parse_quantity(given, DOSE)
    if dimension == read_unit(OF_PATIENT).dimension:
        if weight is None:
            raise InputError(WITHOUT_WEIGHT.format(text=shown(given)))
        return float(f"{convert(float(number), unit, OF_PATIENT) / weight:.{DIGITS}g}")
    if dimension == read_unit(OF_SYRINGE).dimension:
        raise InputError(SYRINGE.format(text=shown(given)))
    raise InputError(NO_DOSE.format(text=shown(given)))


def per_kilogram(given: object, weight: float) -> object:
    """Return a dose of the whole patient as one per kg; anything else as it is, to be read or refused later.

    `given`: as of `Quantity.read`; `weight`: of the patient [kg].
    """
    text = plain(given)
    try:
        return read_dose(text, weight) if isinstance(text, str) and "kg" not in text else given
    except InputError:
        return given
