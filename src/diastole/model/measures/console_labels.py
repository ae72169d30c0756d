"""Labels that the console of a balloon pump prints beside its trace."""

from collections.abc import Mapping

from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.measure import Value
from diastole.model.measures.pressures import (
    AORTA,
    aortic_end_diastolic_pressure,
    augmented_diastolic_pressure,
    systolic_aortic_pressure,
)

LEAST_RISE = 1.0  # mmHg, by which a diastolic peak must rise above the notch to be seen; assumed

LABELS: dict[str, str] = {
    "SYS": "systolic pressure of an unassisted beat",
    "DIA": "end-diastolic pressure before an unassisted systole",
    "AUG": "highest diastolic pressure while the balloon is inflated",
    "ASYS": "systolic pressure of the beat after an inflation (assisted systole)",
    "ADIA": "end-diastolic pressure after deflation (assisted diastole)",
    "DN": "pressure at the dicrotic notch, where the aortic valve closes",
}


def console_labels(
    cycle: PeriodicTrace, assisted: Mapping[str, Value], other: Mapping[str, Value] | None, *, pumping: bool
) -> dict[str, Value]:
    """Return the number of each label [mmHg]; None where the screen shows no such beat, notch or peak.

    `assisted` and `other`: measures of the assisted beat and of the others, by name; without a pump of the one beat,
    and none; `pumping`: whether a balloon works.
    """
    labels: dict[str, Value] = dict.fromkeys(LABELS)
    closure = cycle.at(AORTA, cycle.beat(0).starts)
    plain = other if pumping else assisted
    if plain:
        labels["SYS"] = plain[systolic_aortic_pressure.name]
        labels["DIA"] = plain[aortic_end_diastolic_pressure.name]
    if pumping:
        peak = assisted[augmented_diastolic_pressure.name]
        labels["AUG"] = peak if peak is not None and peak > closure + LEAST_RISE else None
        labels["ASYS"] = assisted[systolic_aortic_pressure.name]
        labels["ADIA"] = assisted[aortic_end_diastolic_pressure.name]
    if cycle.systole(0).ejects:  # a valve that stays shut does not close
        labels["DN"] = closure
    return labels
