"""Pressures of a beat: in the aorta, the left ventricle, the atria and the pulmonary artery."""

from diastole.model.measures.beat import Beat
from diastole.model.measures.measure import CYCLE, DOWN, UP, MeasureGroup, Plausible, only_where

PRESSURES = MeasureGroup("Pressures")
AORTA = "p_ascending_aorta"
BEFORE_OPENING = 0.04  # s, in which the aortic end-diastolic pressure is looked for
LUNG_ARTERY = "p_pulmonary_arteries"
LEAST_V_WAVE = 0.5  # mmHg above the x descent, below which a tracing shows no wave; assumed
LEAST_RIGHT_ATRIAL = 1.0  # mmHg, below which a catheter cannot tell what the pulse is divided by; assumed


@PRESSURES.measure(
    "Mean aortic pressure", "mmHg", 1, "What drives blood through the body.", Plausible(20.0, 220.0),
    scope=CYCLE, short="MAP", aliases=("mean arterial pressure",), better=UP, is_key=True, in_course=True,
)  # fmt: skip
def mean_aortic_pressure(beat: Beat) -> float:
    """Time mean of the pressure in the ascending aorta over the support cycle."""
    return beat.cycle.mean(AORTA)


@PRESSURES.measure(
    "Systolic aortic pressure", "mmHg", 1, "The load at which the ventricle ejects.", Plausible(30.0, 300.0),
    short="SBP", aliases=("systolic pressure",), in_course=True,
)  # fmt: skip
def systolic_aortic_pressure(beat: Beat) -> float:
    """Highest pressure in the ascending aorta while the aortic valve is open; with a balloon, in the systole that
    follows an inflation.
    """
    return beat.over(AORTA, beat.opens).highest


@PRESSURES.measure(
    "Diastolic aortic pressure", "mmHg", 1, "The lowest pressure of the beat.", Plausible(15.0, 180.0),
    short="DBP", aliases=("diastolic pressure",), in_course=True,
)  # fmt: skip
def diastolic_aortic_pressure(beat: Beat) -> float:
    """Lowest pressure in the ascending aorta from one closure of the aortic valve to the next."""
    return beat.over(AORTA).lowest


@PRESSURES.measure(
    "Aortic end-diastolic pressure", "mmHg", 1, "What the ventricle must overcome to open the valve.",
    Plausible(15.0, 180.0), is_key=True, in_course=True,
)  # fmt: skip
def aortic_end_diastolic_pressure(beat: Beat) -> float:
    """Lowest pressure in the ascending aorta in the 40 ms before the aortic valve opens."""
    return beat.over(AORTA, beat.opens - BEFORE_OPENING, beat.opens).lowest


@PRESSURES.measure(
    "Peak diastolic pressure", "mmHg", 1, "With a balloon: the augmented pressure that drives coronary flow.",
    Plausible(20.0, 300.0), is_key=True, why_undefined="defined only where the aortic valve closes",
)  # fmt: skip
def augmented_diastolic_pressure(beat: Beat) -> float:
    """Highest pressure in the ascending aorta from closure of the aortic valve to the next R wave."""
    return beat.over(AORTA, end=beat.r_wave).highest


@PRESSURES.measure(
    "Pulse pressure", "mmHg", 1, "Wide in chronic aortic regurgitation, not in acute.", Plausible(3.0, 200.0),
    in_course=True,
)  # fmt: skip
def pulse_pressure(beat: Beat) -> float:
    """Systolic less diastolic aortic pressure."""
    return systolic_aortic_pressure(beat) - diastolic_aortic_pressure(beat)


@PRESSURES.measure(
    "LV end-diastolic pressure", "mmHg", 1, "How full and how stiff the ventricle is; high means lungs at risk.",
    Plausible(-10.0, 80.0), short="LVEDP", phrase="the end-diastolic pressure of the left ventricle", better=DOWN,
    is_key=True, in_course=True,
)  # fmt: skip
def lv_end_diastolic_pressure(beat: Beat) -> float:
    """Left ventricular pressure at the R wave."""
    return beat.cycle.at("p_lv", beat.r_wave)


@PRESSURES.measure(
    "LV peak pressure", "mmHg", 1, "The highest pressure that the ventricle must make.", Plausible(30.0, 350.0),
    in_course=True,
)  # fmt: skip
def lv_peak_pressure(beat: Beat) -> float:
    """Highest left ventricular pressure from QRS onset to closure of the aortic valve."""
    return beat.over("p_lv", beat.qrs).highest


@PRESSURES.measure(
    "Left atrial pressure", "mmHg", 1, "Close to the wedge pressure.", Plausible(-10.0, 70.0), scope=CYCLE,
    short="LAP", aliases=("PCWP", "PAWP", "PAOP", "wedge", "wedge pressure"), better=DOWN, is_key=True, in_course=True,
)  # fmt: skip
def left_atrial_pressure(beat: Beat) -> float:
    """Time mean over the support cycle."""
    return beat.cycle.mean("p_la")


@PRESSURES.measure(
    "V wave of the left atrium", "mmHg", 1, "Tall where blood leaks back into an atrium that hardly gives way.",
    Plausible(-5.0, 120.0), short="V wave", aliases=("LA V wave", "PCWP V wave", "wedge V wave"),
    phrase="the V wave of the left atrium", in_course=True,
    may_be_undefined=True, why_undefined="left atrial pressure does not rise again while the mitral valve is shut",
)  # fmt: skip
def left_atrial_v_wave(beat: Beat) -> float:
    """Highest left atrial pressure of ventricular systole, from the trough that follows the a wave (x descent) until
    the mitral valve opens; not defined where it rises less than 0.5 mmHg above that trough (klein1992).

    Systole lasts while the ventricle's pressure is above the atrium's, from the R wave on, so that the a wave, which
    comes before it, is never taken for a V wave.
    """
    wave = beat.cycle.wave("p_la", *beat.mitral_systole)
    return only_where(wave.peak - wave.trough >= LEAST_V_WAVE, wave.peak)


@PRESSURES.measure(
    "Right atrial pressure", "mmHg", 1, "Close to the central venous pressure.", Plausible(-10.0, 50.0), scope=CYCLE,
    short="RAP", aliases=("CVP", "central venous pressure"), in_course=True,
)  # fmt: skip
def right_atrial_pressure(beat: Beat) -> float:
    """Time mean over the support cycle."""
    return beat.cycle.mean("p_ra")


@PRESSURES.measure(
    "Mean pulmonary artery pressure", "mmHg", 1, "The load of the right ventricle.", Plausible(3.0, 120.0),
    scope=CYCLE, short="PAP", aliases=("mPAP", "MPAP"), in_course=True,
)  # fmt: skip
def pulmonary_artery_pressure(beat: Beat) -> float:
    """Time mean over the support cycle."""
    return beat.cycle.mean(LUNG_ARTERY)


@PRESSURES.measure(
    "Systolic pulmonary artery pressure", "mmHg", 1, "The highest load of the right ventricle.", Plausible(5.0, 180.0),
    short="PASP", aliases=("sPAP", "RVSP"), in_course=True,
)  # fmt: skip
def pulmonary_artery_systolic_pressure(beat: Beat) -> float:
    """Highest pressure in the pulmonary arteries from one closure of the aortic valve to the next."""
    return beat.over(LUNG_ARTERY).highest


@PRESSURES.measure(
    "Diastolic pulmonary artery pressure", "mmHg", 1, "Close to the left atrial where the lung's vessels are sound.",
    Plausible(-5.0, 100.0), short="PADP", aliases=("dPAP",), in_course=True,
)  # fmt: skip
def pulmonary_artery_diastolic_pressure(beat: Beat) -> float:
    """Lowest pressure in the pulmonary arteries from one closure of the aortic valve to the next."""
    return beat.over(LUNG_ARTERY).lowest


@PRESSURES.measure(
    "RV end-diastolic pressure", "mmHg", 1, "How full the right ventricle is; near the right atrial where it is sound.",
    Plausible(-10.0, 60.0), short="RVEDP", phrase="the end-diastolic pressure of the right ventricle",
)  # fmt: skip
def rv_end_diastolic_pressure(beat: Beat) -> float:
    """Right ventricular pressure at the R wave."""
    return beat.cycle.at("p_rv", beat.r_wave)


@PRESSURES.measure(
    "Pulmonary artery pulsatility index", "1", 1, "Low where the right ventricle fails: little pulse, a full atrium.",
    Plausible(0.05, 60.0), short="PAPi", aliases=("PA pulsatility index",), in_course=True,
    phrase="the pulsatility index of the pulmonary artery",
    may_be_undefined=True, why_undefined="right atrial pressure is below 1 mmHg, by which it would be divided",
)  # fmt: skip
def pulmonary_artery_pulsatility_index(beat: Beat) -> float:
    """(Systolic less diastolic pulmonary artery pressure) over mean right atrial pressure (papiescape); not defined
    where that is below 1 mmHg.
    """
    atrial = right_atrial_pressure(beat)
    pulse = pulmonary_artery_systolic_pressure(beat) - pulmonary_artery_diastolic_pressure(beat)
    return pulse / only_where(atrial >= LEAST_RIGHT_ATRIAL, atrial)
