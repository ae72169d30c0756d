"""Rate and moments of a beat."""

from diastole.law import select
from diastole.model.measures.beat import Beat
from diastole.model.measures.conversions import MS
from diastole.model.measures.measure import CYCLE, MeasureGroup, Plausible

TIMING = MeasureGroup("Timing")
MITRAL_INFLOW = 15.0  # mL/s, above which the mitral valve counts as open


@TIMING.measure(
    "Heart rate", "1/min", 0, "Beats per minute.", Plausible(20.0, 250.0), scope=CYCLE, short="HR", in_course=True
)
def heart_rate(beat: Beat) -> float:
    """60 s over the beat's length."""
    return beat.cycle.rate


@TIMING.measure(
    "Mitral closure before the R wave", "ms", 0, "Premature closure is a sign of acute severe AR.",
    Plausible(-500.0, 1000.0), has_zero=False, may_be_undefined=True,
    why_undefined="the mitral valve does not close before the next beat",
)  # fmt: skip
def mitral_closure_before_r_wave(beat: Beat) -> float:
    """From the end of forward mitral flow (15 mL/s) to the R wave; negative where the valve closes after it."""
    return (beat.r_wave - beat.cycle.last_fall("q_mitral", MITRAL_INFLOW, beat.starts, beat.opens)) * MS


@TIMING.measure("LV ejection time", "ms", 0, "How long blood leaves the ventricle.", Plausible(50.0, 700.0))
def lv_ejection_time(beat: Beat) -> float:
    """Time during which aortic flow exceeds 20 mL/s in systole; 0 where the aortic valve stays shut."""
    return select(beat.ejects, (beat.ends - beat.opens) * MS, 0.0)


@TIMING.measure("Diastolic time", "ms", 0, "How long an aortic valve can leak.", Plausible(50.0, 2700.0))
def diastolic_time(beat: Beat) -> float:
    """From closure of the aortic valve to its next opening."""
    return (beat.opens - beat.starts) * MS
