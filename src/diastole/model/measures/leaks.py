"""Measures of the leak through aortic and mitral valve."""

from diastole.law import select
from diastole.model.measures.beat import Beat
from diastole.model.measures.conversions import L_MIN_PER_ML_S, MS
from diastole.model.measures.flow import total_stroke_volume
from diastole.model.measures.measure import (
    CYCLE,
    DOWN,
    SIZED,
    UNDEFINED,
    MeasureGroup,
    Plausible,
    only_where,
    over_positive,
)
from diastole.model.physiology.valve import COMPETENT_AREA

LEAKS = MeasureGroup("Valve leak")
CLOSING = 5.0  # mL a beat: what shuts a valve and seeps through competent leaflets is no lesion; assumed
AORTIC, MITRAL = "aortic_regurgitation", "mitral_regurgitation"  # lesions
LUNG_VEINS = "q_pulmonary_vein_ostia"
HALVED = 1.0 - 0.5**0.5  # 1, share of its velocity that a jet loses while its gradient halves


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
    leak="aortic_regurgitant_volume", may_be_undefined=True,
)  # fmt: skip
def aortic_regurgitant_fraction(beat: Beat) -> float:
    """Backward over forward volume through the aortic valve."""
    flow = beat.over("q_aortic")
    return flow.backward / only_where(beat.ejects, flow.forward)


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
    lesion=MITRAL, leak="mitral_regurgitant_volume", may_be_undefined=True,
)  # fmt: skip
def mitral_regurgitant_fraction(beat: Beat) -> float:
    """Mitral regurgitant volume over total stroke volume."""
    return over_positive(mitral_regurgitant_volume(beat), total_stroke_volume(beat))


@LEAKS.measure(
    "Pulmonary vein reversal", "1", 3, "In severe mitral regurgitation blood goes back into the lung in systole.",
    Plausible(0.0, 1.0), aliases=("pulmonary vein flow reversal", "systolic flow reversal"), better=DOWN,
    phrase="the share of pulmonary vein flow that goes back in systole", lesion=MITRAL,
    leak="mitral_regurgitant_volume", may_be_undefined=True,
    why_undefined="no blood comes from the lung, or the mitral valve does not shut",
)  # fmt: skip
def pulmonary_vein_reversal_fraction(beat: Beat) -> float:
    """Volume that goes back from the left atrium into the pulmonary veins while the ventricle's pressure is above the
    atrium's, over the volume that comes from them in the beat; what the atrium's own contraction sends back before the
    R wave does not count (klein1992).
    """
    return over_positive(beat.over(LUNG_VEINS, *beat.mitral_systole).backward, beat.over(LUNG_VEINS).forward)


@LEAKS.measure(
    "Aortic pressure half-time", "ms", 0, "Short where aorta and ventricle meet quickly in diastole.",
    Plausible(20.0, 3000.0), short="PHT", lesion=AORTIC, may_be_undefined=True,
    why_undefined="defined only where the aortic valve leaks, its jet slows before the R wave and no balloon inflates",
)  # fmt: skip
def aortic_pressure_half_time(beat: Beat) -> float:
    """Time in which the gradient from aorta to ventricle halves at the rate at which the jet's velocity (root of the
    gradient) falls, as Doppler reads it: 0.29 of the peak velocity over the slope of the straight line through the
    velocities from 5 % below the peak to the R wave, or to where the jet ends (grayburn1987); not defined for a
    competent valve, with a balloon inflated, or where the velocity does not fall so far.

    The velocity falls on a line, and the gradient halves as it falls by 1 − 1/√2. The steep onset and the rounded top,
    in which the ventricle still relaxes and a reader sees one velocity, are no part of the slope.
    """
    fall = beat.cycle.jet_fall("p_ascending_aorta", "p_lv", beat.starts, beat.r_wave)
    halved = over_positive(HALVED * fall.peak, -fall.slope) * MS
    leaks = beat.cycle.aortic_leak > COMPETENT_AREA
    inflated = beat.over("v_balloon", end=beat.r_wave).highest > 0.0
    return select(inflated, UNDEFINED, only_where(leaks, halved))


@LEAKS.measure(
    "Diastolic mitral regurgitant volume", "mL", 2, "Leak into the atrium before systole.",
    Plausible(0.0, 60.0, SIZED), leak="diastolic_mitral_regurgitant_volume",
)  # fmt: skip
def diastolic_mitral_regurgitant_volume(beat: Beat) -> float:
    """Backward volume through the mitral valve from closure of the aortic valve to the R wave."""
    return beat.over("q_mitral", end=beat.r_wave).backward
