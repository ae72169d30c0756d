"""Volumes of the left ventricle, and the flow that the body gets."""

from diastole.model.devices.register import BODY_FLOWS
from diastole.model.measures.beat import Beat
from diastole.model.measures.conversions import L_MIN_PER_ML_S
from diastole.model.measures.measure import CYCLE, SIZED, UP, MeasureGroup, Plausible

FLOW = MeasureGroup("Volumes and flow")
LEAST_REGIONAL = 0.005  # L/min, half a step of a flow through arteries, printed in steps of 10 mL/min; assumed
AFTER_CLOSURE = 0.1  # s, in which end systole may still come


@FLOW.measure(
    "LV end-diastolic volume", "mL", 1, "How far the ventricle is filled.", Plausible(8.0, 450.0, SIZED),
    short="LVEDV", aliases=("EDV",), in_course=True,
)  # fmt: skip
def lv_end_diastolic_volume(beat: Beat) -> float:
    """Largest left ventricular volume of the beat; in aortic regurgitation it is reached as the aortic valve opens."""
    return beat.over("v_lv").highest


@FLOW.measure(
    "LV end-systolic volume", "mL", 1, "What stays behind after ejection.", Plausible(1.0, 420.0, SIZED),
    short="LVESV", aliases=("ESV",), in_course=True,
)  # fmt: skip
def lv_end_systolic_volume(beat: Beat) -> float:
    """Smallest left ventricular volume from opening of the aortic valve to 100 ms after its closure."""
    return beat.over("v_lv", beat.opens, beat.closes + AFTER_CLOSURE).lowest


@FLOW.measure(
    "LV ejection fraction", "1", 3, "Share of the filled ventricle that leaves it, forward or not.",
    Plausible(0.03, 0.95), short="EF", aliases=("LVEF", "ejection fraction"), in_course=True,
)  # fmt: skip
def lv_ejection_fraction(beat: Beat) -> float:
    """(End-diastolic less end-systolic volume) over end-diastolic volume."""
    filled = lv_end_diastolic_volume(beat)
    return (filled - lv_end_systolic_volume(beat)) / filled


@FLOW.measure(
    "Total stroke volume", "mL", 1, "All that the left ventricle pumps in a beat.", Plausible(3.0, 250.0, SIZED),
    short="SV", aliases=("stroke volume",), in_course=True,
)  # fmt: skip
def total_stroke_volume(beat: Beat) -> float:
    """Forward volume through the aortic valve, plus what leaks back into the atrium and through a septal defect."""
    septal = max(beat.over("q_septal_defect").integral, 0.0)
    return beat.over("q_aortic").forward + beat.over("q_mitral").backward + septal


@FLOW.measure(
    "Forward stroke volume", "mL", 1, "What the body gets from a beat.", Plausible(3.0, 150.0, SIZED), in_course=True
)
def forward_stroke_volume(beat: Beat) -> float:
    """Forward less backward volume through the aortic valve."""
    flow = beat.over("q_aortic")
    return flow.forward - flow.backward


@FLOW.measure(
    "Cardiac output", "L/min", 2, "What the body gets in a minute, from the heart and from pumps.",
    Plausible(0.4, 10.0, SIZED), scope=CYCLE, short="CO", phrase="net cardiac output", better=UP, is_key=True,
    in_course=True,
)  # fmt: skip
def cardiac_output(beat: Beat) -> float:
    """Time mean of the net flow through the aortic valve over the support cycle, plus the flow of rotary pumps."""
    return native_cardiac_output(beat) + pump_flow(beat)


@FLOW.measure(
    "Flow to head and arms", "L/min", 2, "What brain and arms get; their arteries leave the aorta above the balloon.",
    Plausible(0.05, 5.0, SIZED), scope=CYCLE, short="Head, arms", aliases=("cerebral and arm flow",), better=UP,
    is_key=True, in_course=True, least=LEAST_REGIONAL,
)  # fmt: skip
def head_and_arm_flow(beat: Beat) -> float:
    """Time mean of the flow from the ascending aorta into the arteries of head and arms over the support cycle."""
    return beat.cycle.mean("q_head_and_arm_arteries") * L_MIN_PER_ML_S


@FLOW.measure(
    "Flow to the lower body", "L/min", 2, "What gut, kidneys and legs get; their arteries leave below the balloon.",
    Plausible(0.1, 8.0, SIZED), scope=CYCLE, short="Lower body", aliases=("trunk and leg flow",), better=UP,
    is_key=True, in_course=True, least=LEAST_REGIONAL,
)  # fmt: skip
def lower_body_flow(beat: Beat) -> float:
    """Time mean of the flow from the abdominal aorta into the arteries of trunk and legs over the support cycle."""
    return beat.cycle.mean("q_trunk_and_leg_arteries") * L_MIN_PER_ML_S


@FLOW.measure(
    "Cardiac index", "L/min/m²", 2, "Output for the size of the body.", Plausible(0.4, 10.0), scope=CYCLE, short="CI",
    in_course=True,
)  # fmt: skip
def cardiac_index(beat: Beat) -> float:
    """Cardiac output over the body surface area (mosteller1987)."""
    return cardiac_output(beat) / beat.patient.body.body_surface_area


@FLOW.measure(
    "Native cardiac output", "L/min", 2, "What the left ventricle itself sends to the body.",
    Plausible(0.4, 10.0, SIZED), scope=CYCLE, in_course=True,
)  # fmt: skip
def native_cardiac_output(beat: Beat) -> float:
    """Time mean of the net flow through the aortic valve; negative where more leaks back than goes out."""
    return beat.cycle.mean("q_aortic") * L_MIN_PER_ML_S


@FLOW.measure(
    "Pump flow", "L/min", 2, "What rotary pumps move; a balloon moves none.", Plausible(0.0, 10.0), scope=CYCLE,
    short="Pump", in_course=True,
)  # fmt: skip
def pump_flow(beat: Beat) -> float:
    """Time mean of the flow of the axial pump and of the circuit outside the body."""
    return sum(beat.cycle.mean(name) for name in BODY_FLOWS) * L_MIN_PER_ML_S


@FLOW.measure(
    "Left-to-right shunt", "L/min", 2, "What a septal defect sends round the lung again.",
    Plausible(0.0, 15.0, SIZED), scope=CYCLE, short="Shunt", in_course=True,
    lesion="ventricular_septal_defect",
)  # fmt: skip
def left_to_right_shunt(beat: Beat) -> float:
    """Time mean of the flow from the left to the right ventricle through the septum."""
    return beat.cycle.mean("q_septal_defect") * L_MIN_PER_ML_S
