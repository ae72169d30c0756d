"""The columns of a trend: what is kept of each beat, and how a person may call it.

A beat of the trend goes from one QRS onset to the next, and not from one closure of the aortic valve to the next as the
beat of the vocabulary does: a course has no next beat to look at. In a steady beat both give the same numbers.
"""

from typing import NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.model.drugs.formulary import DRUGS
from diastole.model.measures.definitions import MEASURES
from diastole.model.simulation.beat_to_beat import SLOW_NAMES
from diastole.studies.course.spelling import plain_words


class Column(NamedTuple):
    """What is kept of a beat."""

    title: str
    unit: str
    decimals: int


# Measures of the vocabulary, each with the range in which it can lie: no target is accepted beyond it.
POSSIBLE: dict[str, tuple[float, float]] = {
    "heart_rate": (20.0, 250.0),
    "mean_aortic_pressure": (10.0, 250.0),
    "systolic_aortic_pressure": (10.0, 350.0),
    "diastolic_aortic_pressure": (0.0, 200.0),
    "aortic_end_diastolic_pressure": (0.0, 200.0),
    "pulse_pressure": (0.0, 250.0),
    "lv_end_diastolic_pressure": (-10.0, 120.0),
    "lv_peak_pressure": (5.0, 400.0),
    "left_atrial_pressure": (-10.0, 100.0),
    "right_atrial_pressure": (-10.0, 60.0),
    "pulmonary_artery_pressure": (0.0, 120.0),
    "pulmonary_capillary_pressure": (-10.0, 100.0),
    "lung_water_gain": (0.0, 10000.0),
    "lv_end_diastolic_volume": (0.0, 1000.0),
    "lv_end_systolic_volume": (0.0, 1000.0),
    "lv_ejection_fraction": (0.0, 1.0),
    "total_stroke_volume": (0.0, 500.0),
    "forward_stroke_volume": (-200.0, 300.0),
    "cardiac_output": (0.0, 25.0),
    "cardiac_index": (0.0, 15.0),
    "native_cardiac_output": (-10.0, 25.0),
    "pump_flow": (-5.0, 10.0),
    "aortic_regurgitant_volume": (0.0, 300.0),
    "aortic_regurgitant_fraction": (0.0, 1.0),
    "aortic_regurgitant_flow": (0.0, 30.0),
    "mitral_regurgitant_volume": (0.0, 300.0),
    "mitral_regurgitant_flow": (0.0, 30.0),
    "lv_contractile_atp_rate": (0.0, 50.0),
    "lv_oxygen_need": (0.0, 200.0),
    "subendocardial_flow": (0.0, 2000.0),
    "subepicardial_flow": (0.0, 2000.0),
    "subendocardial_supply_demand_ratio": (0.0, 20.0),
    "subepicardial_supply_demand_ratio": (0.0, 20.0),
}
LUNG_WATER = "lung_water"
MOST_LUNG_WATER = 5000.0  # mL
SLOW_TITLES = {
    "rate": "Reflex change of the heart rate",
    "contractility": "Reflex change of contractility",
    "resistance": "Reflex change of arteriolar resistance",
    "veins": "Blood that the reflex presses out of the veins",
    "subendocardial_tone": "Open share of the subendocardial arterioles",
    "subepicardial_tone": "Open share of the subepicardial arterioles",
    "weakened": "Share of the LV wall put out of work by a lack of oxygen",
}
REFLEX = ("rate", "contractility", "resistance", "veins")


def _slow(name: str) -> tuple[str, Column]:
    """Return name and column of a slow state."""
    if name.startswith("level_"):
        return name, Column(f"Level of {name.removeprefix('level_')}", "µg/kg/min", 3)
    unit = "mL/kg" if name == "veins" else "1"
    return f"reflex_{name}" if name in REFLEX else name, Column(SLOW_TITLES[name], unit, 3)


MEASURED = {name: Column(MEASURES[name].title, MEASURES[name].unit, MEASURES[name].decimals) for name in POSSIBLE} | {
    LUNG_WATER: Column("Lung water gained", "mL", 1)
}
SLOW = dict(_slow(name) for name in SLOW_NAMES)
COLUMNS: dict[str, Column] = {
    "time": Column("Time of the QRS onset", "s", 2),
    "step": Column("Number of the step; 0 is before the first", "1", 0),
    **MEASURED,
    **SLOW,
}
INDEX = {name: i for i, name in enumerate(COLUMNS)}
LEVELS = tuple(f"level_{name}" for name in DRUGS)

OTHER_NAMES = {
    "map": "mean_aortic_pressure", "mean arterial pressure": "mean_aortic_pressure", "sbp": "systolic_aortic_pressure",
    "systolic pressure": "systolic_aortic_pressure", "dbp": "diastolic_aortic_pressure",
    "diastolic pressure": "diastolic_aortic_pressure", "lvedp": "lv_end_diastolic_pressure", "hr": "heart_rate",
    "lap": "left_atrial_pressure", "wedge": "left_atrial_pressure", "wedge pressure": "left_atrial_pressure",
    "pcwp": "left_atrial_pressure", "rap": "right_atrial_pressure", "cvp": "right_atrial_pressure",
    "central venous pressure": "right_atrial_pressure", "pap": "pulmonary_artery_pressure",
    "pulmonary artery pressure": "pulmonary_artery_pressure", "edv": "lv_end_diastolic_volume",
    "lvedv": "lv_end_diastolic_volume", "esv": "lv_end_systolic_volume", "ef": "lv_ejection_fraction",
    "ejection fraction": "lv_ejection_fraction", "lvef": "lv_ejection_fraction", "co": "cardiac_output",
    "ci": "cardiac_index", "stroke volume": "total_stroke_volume", "rf": "aortic_regurgitant_fraction",
    "regurgitant fraction": "aortic_regurgitant_fraction", "regurgitant volume": "aortic_regurgitant_volume",
    "leak per minute": "aortic_regurgitant_flow", "lung water": LUNG_WATER,
}  # fmt: skip
TARGETS: dict[str, str] = {
    **{plain_words(name): name for name in MEASURED},
    **{plain_words(column.title): name for name, column in MEASURED.items()},
    **OTHER_NAMES,
}


def find_measure(words: str) -> str:
    """Return the name of what a person calls a measure: its title, its name or a usual short form.

    Raises
    ------
    InputError
        If the trend has no such measure; a near one is offered.
    """
    name = TARGETS.get(plain_words(words))
    if name is None:
        raise InputError(
            f"'{words}' is no measure of a trend; expected such as mean aortic pressure, LVEDP or cardiac output."
            f"{did_you_mean(plain_words(words), TARGETS)}"
        )
    return name


def possible(name: str) -> tuple[float, float]:
    """Return between which values a measure can lie, in its unit."""
    return POSSIBLE.get(name, (0.0, MOST_LUNG_WATER))
