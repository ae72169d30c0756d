"""Pressures of a beat: in the aorta, the left ventricle, the atria and the pulmonary artery."""

from diastole.model.measures.beat import Beat
from diastole.model.measures.measure import CYCLE, DOWN, UP, MeasureGroup, Plausible

PRESSURES = MeasureGroup("Pressures")
AORTA = "p_ascending_aorta"
BEFORE_OPENING = 0.04  # s, in which the aortic end-diastolic pressure is looked for


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
    return beat.cycle.mean("p_pulmonary_arteries")
