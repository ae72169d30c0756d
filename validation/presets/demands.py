"""What issue 15 asks of how a heart is filled and held, read off presets and fitted patients.

Saline is given as to the dogs of Borlaug and others (2017, https://pmc.ncbi.nlm.nih.gov/articles/PMC5390814), before
and after an incision of the pericardium: to a heart with a right atrial pressure of 11 mmHg while the sac is whole.
"""

from functools import cache

import numpy as np
from scipy.optimize import brentq

from diastole import Run
from diastole.studies.fit.filling_curve import over_common
from diastole.studies.fit.fit_factors import with_numbers
from validation.patients import preset, run
from validation.presets.record import ASSUMED

FOOT = 0.1  # 1, of the greatest rate of rise, at which a pressure begins to rise; assumed
SYSTOLE = 0.25  # s after the QRS onset, in which pressure rises
MS_PER_S = 1000.0  # ms/s
APART = 4.0  # mmHg, right ventricular end-diastolic and right atrial pressure at most
V_OVER_MEAN = 1.4  # 1, at least with an acute mitral leak
PULMONARY_PULSE = 12.0  # mmHg, at least
COMMON_SHAPE = (0.9, 1.1)  # 1, volume at 30 mmHg over that of the common shape
TAKEN_OFF = 0.4  # 1, of the rise of the end-diastolic pressure under saline by opening the pericardium
ALIKE = 0.15  # 1, of that rise that opening a grown sac may change: in dogs it changed nothing; assumed
SALINE = 500.0  # mL; assumed
DOGS_ATRIUM = 11.0  # mmHg, right atrial pressure before saline, the pericardium whole
MOST_FILLING = 2000.0  # mL, to which the blood that a preset lacks is sought


def apart_at_onset(shown: Run) -> float:
    """Return by how much the right ventricle's pressure lies above the mean atrial one as the QRS begins [mmHg]."""
    return float(shown.cycle["p_rv"][0]) - shown.measures["right_atrial_pressure"]


def apart_as_printed(shown: Run) -> float:
    """Return the same of the measure, which reads the R wave, when the ventricle presses already [mmHg]."""
    return shown.measures["rv_end_diastolic_pressure"] - shown.measures["right_atrial_pressure"]


def begins_to_press(shown: Run, ventricle: str) -> float:
    """Return how long after the QRS onset a ventricle's pressure rises at a tenth of its greatest rate [ms].

    `ventricle`: ``lv`` or ``rv``.
    """
    time = shown.cycle.time
    systole = time < SYSTOLE
    rates = np.gradient(shown.cycle[f"p_{ventricle}"], time)[systole]
    steepest = int(rates.argmax())
    slow = np.flatnonzero(rates[:steepest] < FOOT * rates[steepest])
    return MS_PER_S * float(time[slow[-1]])


def v_over_mean(shown: Run) -> float:
    """Return the V wave of the left atrium over its mean pressure [1]."""
    return shown.measures["left_atrial_v_wave"] / shown.measures["left_atrial_pressure"]


def pulmonary_pulse(shown: Run) -> float:
    """Return the pulse pressure of the pulmonary artery [mmHg]."""
    return shown.measures["pulmonary_artery_systolic_pressure"] - shown.measures["pulmonary_artery_diastolic_pressure"]


def shape_of_filling(shown: Run) -> float:
    """Return the volume at 30 mmHg over that of the common shape [1]. klotz2006."""
    return over_common(shown.patient, shown.measures["lv_end_diastolic_volume"])


def _given(name: str, more: float, *, opened: bool) -> Run:
    """Return a preset with more blood [mL], with an open pericardium or the own one."""
    own = preset(name)
    heart = with_numbers(own, {"pericardium.pressure": 0.0}, ASSUMED) if opened else own
    return run(with_numbers(heart, {"blood_volume": own.blood_volume + more}, "given"))


@cache
def lacking(name: str) -> float:
    """Return the blood that a preset lacks to be as full as the dogs [mL]; 0 where it is as full."""

    def below(more: float) -> float:
        return _given(name, more, opened=False).measures["right_atrial_pressure"] - DOGS_ATRIUM

    return 0.0 if below(0.0) >= 0.0 else float(brentq(below, 0.0, MOST_FILLING, xtol=1.0))


@cache
def under_saline(name: str, *, opened: bool, more: float | None = None) -> tuple[Run, Run]:
    """Return runs before and after saline, with an open pericardium or the own one.

    `more`: blood before the saline [mL]; where not given, what the heart lacks to be as full as the dogs.
    """
    first = lacking(name) if more is None else more
    return _given(name, first, opened=opened), _given(name, first + SALINE, opened=opened)


def rise_under_saline(name: str, *, opened: bool, more: float | None = None) -> float:
    """Return by how much saline raises the left ventricular end-diastolic pressure [mmHg]; arguments as above."""
    before, after = (one.measures["lv_end_diastolic_pressure"] for one in under_saline(name, opened=opened, more=more))
    return after - before


def carried(name: str) -> float:
    """Return the share of the rise under saline that is a rise of the pressure around the heart as the QRS begins."""
    before, after = (float(one.cycle["p_pericardium"][0]) for one in under_saline(name, opened=False))
    return (after - before) / rise_under_saline(name, opened=False)


def taken_off(name: str, more: float | None = None) -> float:
    """Return the share of the rise under saline that opening the pericardium takes off [1]."""
    return 1.0 - rise_under_saline(name, opened=True, more=more) / rise_under_saline(name, opened=False, more=more)
