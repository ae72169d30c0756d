"""Measures of the whole body: resistance, power and oxygen."""

from diastole.model.measures.beat import Beat
from diastole.model.measures.conversions import DYN_PER_WOOD, ML_PER_L, WATT_PER_MMHG_L_MIN
from diastole.model.measures.flow import cardiac_output
from diastole.model.measures.measure import (
    AGAINST_SIZE,
    CYCLE,
    SIZED,
    MeasureGroup,
    Plausible,
    only_where,
    over_positive,
)
from diastole.model.measures.pressures import mean_aortic_pressure, right_atrial_pressure
from diastole.model.physiology.oxygen import venous_saturation

BODY = MeasureGroup("Body")
NO_OUTPUT = "defined only where blood reaches the body"


@BODY.measure(
    "Systemic vascular resistance", "dyn s/cm⁵", 0, "What the arterioles of the body oppose.",
    Plausible(200.0, 12000.0, AGAINST_SIZE), scope=CYCLE, short="SVR", may_be_undefined=True, why_undefined=NO_OUTPUT,
)  # fmt: skip
def systemic_vascular_resistance(beat: Beat) -> float:
    """(Mean aortic less right atrial pressure) over cardiac output."""
    return over_positive(mean_aortic_pressure(beat) - right_atrial_pressure(beat), cardiac_output(beat)) * DYN_PER_WOOD


@BODY.measure(
    "Cardiac power output", "W", 2, "Pressure times flow that the body gets.", Plausible(0.02, 3.0, SIZED),
    scope=CYCLE, short="CPO", may_be_undefined=True, why_undefined=NO_OUTPUT,
)  # fmt: skip
def cardiac_power_output(beat: Beat) -> float:
    """Mean aortic pressure times cardiac output."""
    output = cardiac_output(beat)
    return only_where(output > 0.0, mean_aortic_pressure(beat) * output * WATT_PER_MMHG_L_MIN)


@BODY.measure(
    "Mixed venous oxygen saturation", "1", 3, "What the body leaves in the blood; low in shock.",
    Plausible(0.1, 0.95), scope=CYCLE, short="SvO₂", aliases=("SvO2",), may_be_undefined=True, why_undefined=NO_OUTPUT,
)  # fmt: skip
def mixed_venous_oxygen_saturation(beat: Beat) -> float:
    """Arterial saturation less the body's oxygen consumption over cardiac output and haemoglobin (Fick), at an assumed
    consumption.
    """
    output, blood = cardiac_output(beat), beat.patient.oxygen
    flow = only_where(output > 0.0, output) * ML_PER_L
    used = blood.consumption * beat.patient.body.body_surface_area
    return only_where(output > 0.0, venous_saturation(blood.arterial_saturation, used, flow, blood.haemoglobin))
