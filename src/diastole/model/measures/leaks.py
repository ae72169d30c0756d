"""Measures of the leak through aortic and mitral valve."""

import numpy as np
from numpy.typing import NDArray

from diastole.model.measures.beat import Beat
from diastole.model.measures.conversions import L_MIN_PER_ML_S, MS
from diastole.model.measures.flow import total_stroke_volume
from diastole.model.measures.measure import CYCLE, DOWN, SIZED, MeasureGroup, Plausible, Value
from diastole.model.physiology.valve import COMPETENT_AREA

LEAKS = MeasureGroup("Valve leak")
CLOSING = 5.0  # mL a beat: what shuts a valve and seeps through competent leaflets is no lesion; assumed
AORTIC, MITRAL = "aortic_regurgitation", "mitral_regurgitation"  # lesions
LUNG_VEINS = "q_pulmonary_vein_ostia"
DOPPLER_POINTS = 200  # at which the jet's velocity is read
FEWEST_POINTS = 20  # of its fall, on which a line is laid; assumed
VELOCITY_ERROR = 0.05  # 1, of the peak velocity, within which a reader sees no fall; assumed


@LEAKS.measure(
    "Aortic regurgitant volume", "mL", 1, "What leaks back through the aortic valve in a beat.",
    Plausible(0.0, 200.0, SIZED), aliases=("regurgitant volume",), phrase="the leak of the aortic valve", better=DOWN,
    is_key=True, in_course=True, lesion=AORTIC, leak="aortic_regurgitant_volume",
)  # fmt: skip
def aortic_regurgitant_volume(beat: Beat) -> float:
    """Backward volume through the aortic valve; a competent valve gives some 2 mL, which close it."""
    return beat.over("q_aortic").backward


@LEAKS.measure(
    "Mitral regurgitant volume", "mL", 1, "What leaks back through the mitral valve in a beat.",
    Plausible(0.0, 150.0, SIZED), phrase="the leak of the mitral valve", better=DOWN, is_key=True, in_course=True,
    lesion=MITRAL, leak="mitral_regurgitant_volume",
)  # fmt: skip
def mitral_regurgitant_volume(beat: Beat) -> float:
    """Backward volume through the mitral valve."""
    return beat.over("q_mitral").backward


@LEAKS.measure(
    "Aortic regurgitant fraction", "1", 3, "Share of the ejected blood that comes back; severe from 0.5.",
    Plausible(0.0, 0.95), short="RF", aliases=("regurgitant fraction",), in_course=True, lesion=AORTIC,
    leak="aortic_regurgitant_volume",
)  # fmt: skip
def aortic_regurgitant_fraction(beat: Beat) -> Value:
    """Backward over forward volume through the aortic valve."""
    flow = beat.over("q_aortic")
    return flow.backward / flow.forward if beat.ejects else None


@LEAKS.measure(
    "Aortic leak per minute", "L/min", 2, "What leaks back through the aortic valve in a minute.",
    Plausible(0.0, 15.0, SIZED), scope=CYCLE, short="Aortic leak", aliases=("leak per minute",), better=DOWN,
    in_course=True, lesion=AORTIC,
)  # fmt: skip
def aortic_regurgitant_flow(beat: Beat) -> float:
    """Time mean of the backward flow through the aortic valve over the support cycle."""
    return beat.cycle.whole("q_aortic").backward / beat.cycle.length * L_MIN_PER_ML_S


@LEAKS.measure(
    "Mitral leak per minute", "L/min", 2, "What leaks back through the mitral valve in a minute.",
    Plausible(0.0, 15.0, SIZED), scope=CYCLE, short="Mitral leak", better=DOWN, in_course=True, lesion=MITRAL,
)  # fmt: skip
def mitral_regurgitant_flow(beat: Beat) -> float:
    """Time mean of the backward flow through the mitral valve over the support cycle."""
    return beat.cycle.whole("q_mitral").backward / beat.cycle.length * L_MIN_PER_ML_S


@LEAKS.measure(
    "Mitral regurgitant fraction", "1", 3, "Share of the pumped blood that goes the wrong way.", Plausible(0.0, 0.95),
    lesion=MITRAL, leak="mitral_regurgitant_volume",
)  # fmt: skip
def mitral_regurgitant_fraction(beat: Beat) -> Value:
    """Mitral regurgitant volume over total stroke volume."""
    total = total_stroke_volume(beat)
    return mitral_regurgitant_volume(beat) / total if total > 0.0 else None


@LEAKS.measure(
    "Pulmonary vein reversal", "1", 3, "In severe mitral regurgitation blood goes back into the lung in systole.",
    Plausible(0.0, 1.0), aliases=("pulmonary vein flow reversal", "systolic flow reversal"), better=DOWN,
    phrase="the share of pulmonary vein flow that goes back in systole", lesion=MITRAL,
    leak="mitral_regurgitant_volume", why_undefined="no blood comes from the lung, or the mitral valve does not shut",
)  # fmt: skip
def pulmonary_vein_reversal_fraction(beat: Beat) -> Value:
    """Volume that goes back from the left atrium into the pulmonary veins while the ventricle's pressure is above the
    atrium's, over the volume that comes from them in the beat; what the atrium's own contraction sends back before the
    R wave does not count (klein1992).
    """
    forward = beat.over(LUNG_VEINS).forward
    systole = beat.mitral_systole
    if systole is None or forward <= 0.0:
        return None
    return beat.over(LUNG_VEINS, *systole).backward / forward


@LEAKS.measure(
    "Aortic pressure half-time", "ms", 0, "Short where aorta and ventricle meet quickly in diastole.",
    Plausible(20.0, 3000.0), short="PHT", lesion=AORTIC,
    why_undefined="defined only where the aortic valve leaks, its jet slows before the R wave and no balloon inflates",
)  # fmt: skip
def aortic_pressure_half_time(beat: Beat) -> Value:
    """Time in which the gradient from aorta to ventricle halves at the rate at which the jet's velocity (root of the
    gradient) falls, as Doppler reads it: 0.29 of the peak velocity over the slope of the straight line through the
    velocities from 5 % below the peak to the R wave, or to where the jet ends (grayburn1987); not defined for a
    competent valve, with a balloon inflated, or where the velocity does not fall so far.

    The velocity falls on a line, and the gradient halves as it falls by 1 − 1/√2. The steep onset and the rounded top,
    in which the ventricle still relaxes and a reader sees one velocity, are no part of the slope.
    """
    leak = beat.patient.lesions.aortic_regurgitation
    if leak is None or leak.orifice_area <= COMPETENT_AREA or beat.over("v_balloon", end=beat.r_wave).highest > 0.0:
        return None
    time = np.linspace(beat.starts, beat.r_wave, DOPPLER_POINTS)
    aortic, ventricular = (np.interp(time, beat.cycle.time, beat.cycle[name]) for name in ("p_ascending_aorta", "p_lv"))
    velocity = np.sqrt(np.maximum(aortic - ventricular, 0.0))
    peak = int(np.argmax(velocity))
    begins = _first(velocity < (1.0 - VELOCITY_ERROR) * velocity[peak], peak)
    ends = _first(velocity <= 0.0, begins)
    if ends - begins < FEWEST_POINTS:
        return None
    slope = float(np.polyfit(time[begins:ends], velocity[begins:ends], 1)[0])
    return float((1.0 - np.sqrt(0.5)) * velocity[peak] / -slope) * MS if slope < 0.0 else None


def _first(is_so: NDArray[np.bool_], start: int) -> int:
    """Return the first place from one on where something is so; the end where it is nowhere."""
    return start + int(np.argmax(is_so[start:])) if is_so[start:].any() else is_so.size


@LEAKS.measure(
    "Diastolic mitral regurgitant volume", "mL", 2, "Leak into the atrium before systole.",
    Plausible(0.0, 60.0, SIZED), leak="diastolic_mitral_regurgitant_volume",
)  # fmt: skip
def diastolic_mitral_regurgitant_volume(beat: Beat) -> float:
    """Backward volume through the mitral valve from closure of the aortic valve to the R wave."""
    return beat.over("q_mitral", end=beat.r_wave).backward
