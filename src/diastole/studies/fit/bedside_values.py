"""Numbers that wards chart and that are no measures: those that the model takes, and those that it does not use.

Ranges are what living patients have; assumed throughout.
"""

from typing import NamedTuple

from diastole.errors import InputError
from diastole.model.measures.definitions import plain_words
from diastole.units import format_quantity, parse_quantity, shown

GRAMS_PER_MMOL = 1.6114  # (g/dL)/(mmol/L), haemoglobin as its monomer of 16 114 g/mol; physical value


class Scale(NamedTuple):
    """A unit in which a value may be charted, with its range."""

    unit: str
    low: float
    high: float
    times: float = 1.0  # to the unit of the first scale


class BedsideValue(NamedTuple):
    """A value that is charted at the bedside."""

    title: str
    scales: tuple[Scale, ...]  # without any, its text is kept as it is
    aliases: tuple[str, ...] = ()
    key: str = ""  # of the patient who takes it; not used by the model where empty
    advice: str = ""  # what the model would use in its place

    def read(self, given: object) -> float | None:
        """Return the value in the unit of the first scale; None of a text without a scale.

        Raise InputError if it is in no unit of these, or no patient has it; with what is plausible.
        """
        if not self.scales:
            return None
        problems = []
        for scale in self.scales:
            try:
                value = parse_quantity(given, scale.unit)
            except InputError as problem:
                problems.append(problem)
                continue
            if scale.low <= value <= scale.high:
                return value * scale.times
            limits = " to ".join(_written(limit, scale.unit) for limit in (scale.low, scale.high))
            raise InputError(
                f"'{shown(given)}' is not plausible; plausible is {limits}; correct it, or leave the line out",
                code="out_of_range",
                allowed={"unit": scale.unit, "at_least": scale.low, "at_most": scale.high},
            )
        if len(self.scales) == 1:
            raise problems[0]
        units = " or ".join(scale.unit for scale in self.scales)
        raise InputError(f"'{shown(given)}' is not a value in {units}; write the number with its unit")


def _written(value: float, unit: str) -> str:
    return format_quantity(value, unit, "%" if unit == "1" else None)


_VALUES = (
    BedsideValue(
        "haemoglobin", (Scale("g/dL", 2.0, 25.0), Scale("mmol/L", 1.2, 15.5, GRAMS_PER_MMOL)),
        ("hb", "hgb", "hemoglobin"), "oxygen.haemoglobin",
    ),
    BedsideValue(
        "arterial saturation", (Scale("1", 0.4, 1.0),),
        ("sao2", "saO₂", "spo2", "spO₂", "arterial oxygen saturation"), "oxygen.arterial_saturation",
    ),
    BedsideValue(
        "oxygen consumption", (Scale("mL/min/m²", 40.0, 400.0),), ("vo2 index", "vo2i"), "oxygen.consumption",
    ),
    BedsideValue("lactate", (Scale("mmol/L", 0.1, 40.0), Scale("mg/dL", 1.0, 360.0)), ("lac",)),
    BedsideValue("pH", (Scale("1", 6.5, 7.9),), ("arterial ph",)),
    BedsideValue("arterial oxygen tension", (Scale("mmHg", 20.0, 700.0),), ("pao2", "po2")),
    BedsideValue("arterial carbon dioxide tension", (Scale("mmHg", 5.0, 200.0),), ("paco2", "pco2")),
    BedsideValue("base excess", ()),
    BedsideValue("temperature", ()),
    BedsideValue("inspired oxygen", (Scale("1", 0.15, 1.0),), ("fio2",)),
    BedsideValue("respiratory rate", (Scale("1/min", 2.0, 80.0),), ("rr",)),
    BedsideValue("PEEP", (Scale("cmH2O", 0.0, 40.0),)),
    BedsideValue("urine output", (Scale("mL/h", 0.0, 3000.0), Scale("mL/kg/h", 0.0, 40.0)), ("diuresis",)),
    BedsideValue("creatinine", (Scale("µmol/L", 5.0, 3000.0), Scale("mg/dL", 0.05, 35.0))),
    BedsideValue("troponin", ()),
    BedsideValue("BNP", (), ("nt probnp", "ntprobnp")),
    BedsideValue(
        "pulmonary vascular resistance", (Scale("WU", 0.1, 40.0),), ("pvr",),
        advice="pulmonary_artery_pressure, left_atrial_pressure and cardiac_output",
    ),
    BedsideValue(
        "transpulmonary gradient", (Scale("mmHg", 0.0, 80.0),), ("tpg",),
        advice="pulmonary_artery_pressure and left_atrial_pressure",
    ),
)  # fmt: skip
BEDSIDE_VALUES: dict[str, BedsideValue] = {  # in plain words → value
    plain_words(called): value for value in _VALUES for called in (value.title, *value.aliases)
}
