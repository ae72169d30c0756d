"""The cardiac clock: when calcium rises, when the atria contract, how systole shortens with rate.

Time zero of a beat is the QRS onset of the electrocardiogram; its R wave peaks a little later.
"""

from typing import Annotated, NamedTuple

from diastole.law import law, select, smoothstep
from diastole.meaning import HeartRate, Meaning, Phase, Time

MINUTE = 60.0  # s
RESTING_RATE = 70.0  # 1/min, rate at which the times of a patient are given; assumed
FAST_SHORTENING = 0.0043  # 1 per 1/min, relative shortening of systole above the resting rate; assumed
SLOW_LENGTHENING = 0.004  # 1 per 1/min, relative lengthening below it; assumed
SHORTEST_SYSTOLE = 0.4  # 1, floor of the scale at extreme rates; assumed
SHORTEST_LEAD = 0.75  # 1, least scale of the atrial lead; assumed
LONGEST_LEAD = 1.1  # 1, largest scale of the atrial lead; assumed


class Calcium(NamedTuple):
    """Free calcium of a ventricle over one beat."""

    diastolic: Annotated[float, Meaning("µM", r"\mathrm{Ca}_d")]
    peak: Annotated[float, Meaning("µM", r"\mathrm{Ca}_p")]
    onset: Annotated[float, Meaning("s", r"t_\mathrm{on}", note="after the QRS onset")]
    rise_rate: Annotated[float, Meaning("1/s", "1/t_r", note="inverse of the time from diastolic to peak")]
    plateau_end: Annotated[float, Meaning("s", "t_d", note="after the onset")]
    fall_rate: Annotated[float, Meaning("1/s", "1/t_f", note="inverse of the time from peak to diastolic")]


class AtrialTiming(NamedTuple):
    """When the atria contract."""

    lead: Annotated[float, Meaning("s", r"t_\mathrm{lead}", note="before the QRS onset")]
    rate: Annotated[float, Meaning("1/s", "1/D_a", note="inverse of the duration")]


@law
def calcium_concentration(time: Time, calcium: Calcium) -> Annotated[float, Meaning("µM", r"\mathrm{Ca}(t)")]:
    """Ca = Ca_d + (Ca_p − Ca_d) s((t − t_on) k_r) [1 − s((t − t_on − t_d) k_f)]. Shape: ours."""
    since = time - calcium.onset
    risen = smoothstep(since * calcium.rise_rate)
    fallen = smoothstep((since - calcium.plateau_end) * calcium.fall_rate)
    return calcium.diastolic + (calcium.peak - calcium.diastolic) * risen * (1.0 - fallen)


@law
def contraction_pulse(x: Phase) -> Annotated[float, Meaning("1", r"\hat e(x)")]:
    """e(x) = 16 x² (1 − x)² inside [0, 1], else 0. One smooth contraction of unit height; ours."""
    z = min(max(x, 0.0), 1.0)
    rest = z * (1.0 - z)
    return 16.0 * rest * rest


@law
def atrial_activation(
    time: Time, period: Annotated[float, Meaning("s", "T", 0.4, 1.2)], timing: AtrialTiming
) -> Annotated[float, Meaning("1", "e(t)")]:
    """e = pulse((t + t_lead) k) + pulse((t + t_lead − T) k): the tail of the last one and the next one. Ours."""
    tail = contraction_pulse((time + timing.lead) * timing.rate)
    coming = contraction_pulse((time + timing.lead - period) * timing.rate)
    return tail + coming


@law
def systolic_scale(heart_rate: HeartRate) -> Annotated[float, Meaning("1", "g")]:
    """g = 1 − 0.0043 (HR − 70) above 70 /min, 1 − 0.004 (HR − 70) below, not under 0.4.

    After the slope of the systolic time intervals with rate; the slopes are assumed.
    """
    difference = heart_rate - RESTING_RATE
    slope = select(difference > 0.0, FAST_SHORTENING, SLOW_LENGTHENING)
    return max(1.0 - slope * difference, SHORTEST_SYSTOLE)


@law
def atrial_lead_scale(heart_rate: HeartRate) -> Annotated[float, Meaning("1", r"g_\mathrm{PR}")]:
    """The systolic scale, held in [0.75, 1.1]. The atrial lead shortens less than systole; assumed."""
    return min(max(systolic_scale(heart_rate), SHORTEST_LEAD), LONGEST_LEAD)
