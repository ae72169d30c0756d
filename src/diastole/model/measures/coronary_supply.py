"""Measures of coronary flow, and of supply over demand in the two layers of the left ventricular wall."""

from diastole.model.circulation.kernel_parameters import PLACES, SECONDS_PER_MINUTE
from diastole.model.measures.beat import Beat
from diastole.model.measures.cycle import ARTERIOLES
from diastole.model.measures.energetics import tension_time_index
from diastole.model.measures.measure import CYCLE, SIZED, UP, MeasureGroup, Plausible, only_where, over_positive

CORONARY = MeasureGroup("Coronary")
INFLOW = "q_coronary_arteries"
INNER, OUTER = 0, 1  # layers of the wall
PLACES_OF_TONE = [PLACES[name.removeprefix("q_")].start for name in ARTERIOLES]


@CORONARY.measure(
    "Diastolic pressure-time index", "mmHg s", 2, "A bedside stand-in for subendocardial supply.",
    Plausible(1.0, 200.0), short="DPTI", may_be_undefined=True,
)  # fmt: skip
def diastolic_pressure_time_index(beat: Beat) -> float:
    """Integral of aortic above left ventricular pressure from closure of the aortic valve to the next QRS onset; not
    defined where a pump keeps the valve shut.
    """
    # A valve that stays shut does not close.
    return only_where(beat.ejects, beat.cycle.excess("p_ascending_aorta", "p_lv", beat.starts, beat.qrs))


@CORONARY.measure(
    "Endocardial viability ratio", "1", 2, "Supply over demand, from pressures alone.", Plausible(0.03, 5.0),
    short="EVR", phrase="the ratio of supply to demand below the endocardium", may_be_undefined=True,
)  # fmt: skip
def endocardial_viability_ratio(beat: Beat) -> float:
    """Diastolic pressure-time index over tension-time index."""
    return diastolic_pressure_time_index(beat) / tension_time_index(beat)


@CORONARY.measure(
    "Coronary flow", "mL/min", 0, "Supply of the left ventricular wall.", Plausible(3.0, 1000.0, SIZED), scope=CYCLE
)
def coronary_flow(beat: Beat) -> float:
    """Time mean of the flow into the coronary arteries over the support cycle; follows need while arterioles can open
    further, and pressure once they cannot.
    """
    return beat.cycle.mean(INFLOW) * SECONDS_PER_MINUTE


@CORONARY.measure(
    "Subendocardial flow", "mL/min", 0, "Supply of the inner half of the wall.", Plausible(0.5, 600.0, SIZED),
    scope=CYCLE, in_course=True,
)  # fmt: skip
def subendocardial_flow(beat: Beat) -> float:
    """Time mean of the flow through its arterioles over the support cycle."""
    return beat.cycle.mean(ARTERIOLES[INNER]) * SECONDS_PER_MINUTE


@CORONARY.measure(
    "Subepicardial flow", "mL/min", 0, "Supply of the outer half of the wall.", Plausible(0.5, 600.0, SIZED),
    scope=CYCLE, in_course=True,
)  # fmt: skip
def subepicardial_flow(beat: Beat) -> float:
    """Time mean of the flow through its arterioles over the support cycle."""
    return beat.cycle.mean(ARTERIOLES[OUTER]) * SECONDS_PER_MINUTE


@CORONARY.measure(
    "Subendocardial supply over demand", "1", 2, "Above 1 the reserve of the inner wall, below 1 its deficit.",
    Plausible(0.02, 20.0), scope=CYCLE, short="Supply", phrase="supply over demand of the inner wall", better=UP,
    is_key=True, in_course=True,
)  # fmt: skip
def subendocardial_supply_demand_ratio(beat: Beat) -> float:
    """Flow through the layer over the flow that it needs, over the open share of its arterioles: what it would get with
    its arterioles wide open, in proportion.
    """
    return _reserve(beat, INNER)


@CORONARY.measure(
    "Subepicardial supply over demand", "1", 2, "Above 1 the reserve of the outer wall, below 1 its deficit.",
    Plausible(0.02, 20.0), scope=CYCLE, in_course=True,
)  # fmt: skip
def subepicardial_supply_demand_ratio(beat: Beat) -> float:
    """As of the inner half."""
    return _reserve(beat, OUTER)


def _reserve(beat: Beat, layer: int) -> float:
    """Return supply over demand of a layer with its arterioles wide open [1]."""
    coronary, wall = beat.patient.coronary, beat.cycle.needs
    widest = 1.0 / (coronary.subendocardium, coronary.subepicardium)[layer].arterioles
    tone = beat.cycle.parameters[PLACES_OF_TONE[layer]] / widest
    return wall.supplied[layer] / wall.needed[layer] / tone


@CORONARY.measure(
    "Coronary diastolic to systolic flow", "1", 2, "How much the wall lives on diastole.", Plausible(0.02, 50.0),
    may_be_undefined=True, why_undefined="no blood enters the coronary arteries in systole",
)  # fmt: skip
def coronary_diastolic_systolic_ratio(beat: Beat) -> float:
    """Mean flow into the coronary arteries in diastole, from closure of the aortic valve to the QRS onset, over that in
    systole, where a flow probe on the artery reads it; the arterioles behind its compliance see less of the beat.
    """
    diastolic = beat.over(INFLOW, end=beat.qrs).integral / (beat.qrs - beat.starts)
    systolic = beat.over(INFLOW, beat.qrs).integral / (beat.closes - beat.qrs)
    return over_positive(diastolic, systolic)
