"""Labels that the console of a balloon pump prints beside its trace."""

from collections.abc import Mapping

import numpy as np

from diastole.model.measures.beat import Beat, PeriodicTrace
from diastole.model.measures.measure import Value
from diastole.model.measures.pressures import (
    AORTA,
    aortic_end_diastolic_pressure,
    systolic_aortic_pressure,
)

SEEN = 1.0  # mmHg, by which pressure must rise to a peak, or fall to a notch, for the eye to see it; assumed

LABELS: dict[str, str] = {
    "SYS": "systolic pressure of an unassisted beat",
    "DIA": "end-diastolic pressure before an unassisted systole",
    "AUG": "peak of diastole while the balloon is inflated",
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
    beat = cycle.beat(0)
    plain = other if pumping else assisted
    if plain:
        labels["SYS"] = plain[systolic_aortic_pressure.name]
        labels["DIA"] = plain[aortic_end_diastolic_pressure.name]
    if pumping:
        labels["AUG"] = _diastolic_peak(beat)
        labels["ASYS"] = assisted[systolic_aortic_pressure.name]
        labels["ADIA"] = assisted[aortic_end_diastolic_pressure.name]
    labels["DN"] = _notch(beat)
    return labels


def _diastolic_peak(beat: Beat) -> Value:
    """Return the peak to which pressure rises most from a trough of diastole, the notch or a later one [mmHg]; None
    where it rises too little to be seen.

    After a late inflation the peak may lie below the notch, above all where the aortic valve leaks.
    """
    diastole = beat.cycle.inside(beat.starts, beat.r_wave)
    time, pressure = beat.cycle.time[diastole], beat.cycle[AORTA][diastole]
    trough = np.minimum.accumulate(pressure)
    peak = int(np.argmax(pressure - trough))
    if pressure[peak] - trough[peak] <= SEEN:
        return None
    return beat.over(AORTA, float(time[np.argmin(pressure[: peak + 1])]), beat.r_wave).highest


def _notch(beat: Beat) -> Value:
    """Return the pressure where the aortic valve closes [mmHg]; None where it stays shut, and where pressure has not
    fallen by then: an inflation that is early runs into systole and fills the notch.
    """
    systole = beat.cycle.systole(beat.index)
    if not systole.ejects:
        return None
    closure = beat.cycle.at(AORTA, systole.closes)
    return closure if beat.over(AORTA, systole.begins, systole.closes).highest > closure + SEEN else None
