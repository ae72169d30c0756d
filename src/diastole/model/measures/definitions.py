"""The one vocabulary of measures and signals: name, unit, title, meaning and definition.

The same names stand in Python, JSON, CSV, rules, claims and pages; a test holds a run against this list.
"""

from typing import NamedTuple

from diastole.model.devices.register import DEVICES


class Measure(NamedTuple):
    """A number read off a beat."""

    group: str
    title: str
    unit: str
    decimals: int
    scope: str  # "beat": of the assisted beat where a balloon works; "cycle": mean over the support cycle
    meaning: str
    definition: str


class Signal(NamedTuple):
    """A waveform."""

    source: str  # name in the circulation
    unit: str
    title: str


_P, _V, _L, _E, _C, _T = "Pressures", "Volumes and flow", "Valve leak", "Work and cost", "Coronary", "Timing"
_B, _W = "Body", "Lung"

MEASURES: dict[str, Measure] = {
    "heart_rate": Measure(_T, "Heart rate", "1/min", 0, "cycle", "Beats per minute.", "60 s over the beat's length."),
    "mean_aortic_pressure": Measure(
        _P, "Mean aortic pressure", "mmHg", 1, "cycle", "What drives blood through the body.",
        "Time mean of the pressure in the ascending aorta over the support cycle."),
    "systolic_aortic_pressure": Measure(
        _P, "Systolic aortic pressure", "mmHg", 1, "beat", "The load at which the ventricle ejects.",
        "Highest pressure in the ascending aorta while the aortic valve is open; with a balloon, in the systole that follows "
        "an inflation."),
    "diastolic_aortic_pressure": Measure(
        _P, "Diastolic aortic pressure", "mmHg", 1, "beat", "The lowest pressure of the beat.",
        "Lowest pressure in the ascending aorta from one closure of the aortic valve to the next."),
    "aortic_end_diastolic_pressure": Measure(
        _P, "Aortic end-diastolic pressure", "mmHg", 1, "beat", "What the ventricle must overcome to open the valve.",
        "Lowest pressure in the ascending aorta in the 40 ms before the aortic valve opens."),
    "augmented_diastolic_pressure": Measure(
        _P, "Peak diastolic pressure", "mmHg", 1, "beat", "With a balloon: the augmented pressure that drives coronary flow.",
        "Highest pressure in the ascending aorta from closure of the aortic valve to the next R wave."),
    "pulse_pressure": Measure(
        _P, "Pulse pressure", "mmHg", 1, "beat", "Wide in chronic aortic regurgitation, not in acute.",
        "Systolic less diastolic aortic pressure."),
    "lv_end_diastolic_pressure": Measure(
        _P, "LV end-diastolic pressure", "mmHg", 1, "beat", "How full and how stiff the ventricle is; high means lungs at risk.",
        "Left ventricular pressure at the R wave."),
    "lv_peak_pressure": Measure(
        _P, "LV peak pressure", "mmHg", 1, "beat", "The highest pressure that the ventricle must make.",
        "Highest left ventricular pressure from QRS onset to closure of the aortic valve."),
    "left_atrial_pressure": Measure(
        _P, "Left atrial pressure", "mmHg", 1, "cycle", "Close to the wedge pressure.", "Time mean over the support cycle."),
    "right_atrial_pressure": Measure(
        _P, "Right atrial pressure", "mmHg", 1, "cycle", "Close to the central venous pressure.",
        "Time mean over the support cycle."),
    "pulmonary_artery_pressure": Measure(
        _P, "Mean pulmonary artery pressure", "mmHg", 1, "cycle", "The load of the right ventricle.",
        "Time mean over the support cycle."),
    "pulmonary_capillary_pressure": Measure(
        _W, "Pulmonary capillary pressure", "mmHg", 1, "cycle", "What drives water into the lung.",
        "Left atrial pressure plus 0.4 of the difference to the mean pulmonary artery pressure (gaar1967)."),
    "lung_water_gain": Measure(
        _W, "Lung water gain", "mL/h", 0, "cycle", "Water that stays in the lung; 0 while the lymph keeps up.",
        "Filtration of the lung's capillaries (Starling) above the largest flow of its lymph."),
    "lung_congestion_grade": Measure(
        _W, "Lung congestion grade", "1", 0, "cycle", "0 none, 1 congestion, 2 interstitial oedema, 3 alveolar oedema.",
        "By mean left atrial pressure: below 18, from 18, from 25, from 30 mmHg."),
    "lv_end_diastolic_volume": Measure(
        _V, "LV end-diastolic volume", "mL", 1, "beat", "How far the ventricle is filled.",
        "Largest left ventricular volume of the beat; in aortic regurgitation it is reached as the aortic valve opens."),
    "lv_end_systolic_volume": Measure(
        _V, "LV end-systolic volume", "mL", 1, "beat", "What stays behind after ejection.",
        "Smallest left ventricular volume from opening of the aortic valve to 100 ms after its closure."),
    "lv_ejection_fraction": Measure(
        _V, "LV ejection fraction", "1", 3, "beat", "Share of the filled ventricle that leaves it, forward or not.",
        "(End-diastolic less end-systolic volume) over end-diastolic volume."),
    "total_stroke_volume": Measure(
        _V, "Total stroke volume", "mL", 1, "beat", "All that the left ventricle pumps in a beat.",
        "Forward volume through the aortic valve, plus what leaks back into the atrium and through a septal defect."),
    "forward_stroke_volume": Measure(
        _V, "Forward stroke volume", "mL", 1, "beat", "What the body gets from a beat.",
        "Forward less backward volume through the aortic valve."),
    "cardiac_output": Measure(
        _V, "Cardiac output", "L/min", 2, "cycle", "What the body gets in a minute, from the heart and from pumps.",
        "Time mean of the net flow through the aortic valve over the support cycle, plus the flow of rotary pumps."),
    "cardiac_index": Measure(
        _V, "Cardiac index", "L/min/m²", 2, "cycle", "Output for the size of the body.",
        "Cardiac output over the body surface area (mosteller1987)."),
    "native_cardiac_output": Measure(
        _V, "Native cardiac output", "L/min", 2, "cycle", "What the left ventricle itself sends to the body.",
        "Time mean of the net flow through the aortic valve; negative where more leaks back than goes out."),
    "pump_flow": Measure(
        _V, "Pump flow", "L/min", 2, "cycle", "What rotary pumps move; a balloon moves none.",
        "Time mean of the flow of the axial pump and of the circuit outside the body."),
    "left_to_right_shunt": Measure(
        _V, "Left-to-right shunt", "L/min", 2, "cycle", "What a septal defect sends round the lung again.",
        "Time mean of the flow from the left to the right ventricle through the septum."),
    "systemic_vascular_resistance": Measure(
        _B, "Systemic vascular resistance", "dyn s/cm⁵", 0, "cycle", "What the arterioles of the body oppose.",
        "(Mean aortic less right atrial pressure) over cardiac output."),
    "cardiac_power_output": Measure(
        _B, "Cardiac power output", "W", 2, "cycle", "Pressure times flow that the body gets.",
        "Mean aortic pressure times cardiac output."),
    "mixed_venous_oxygen_saturation": Measure(
        _B, "Mixed venous oxygen saturation", "1", 3, "cycle", "What the body leaves in the blood; low in shock.",
        "Arterial saturation less the body's oxygen consumption over cardiac output and haemoglobin (Fick), at an assumed "
        "consumption."),
    "aortic_regurgitant_volume": Measure(
        _L, "Aortic regurgitant volume", "mL", 1, "beat", "What leaks back through the aortic valve in a beat.",
        "Backward volume through the aortic valve; a competent valve gives some 2 mL, which close it."),
    "mitral_regurgitant_volume": Measure(
        _L, "Mitral regurgitant volume", "mL", 1, "beat", "What leaks back through the mitral valve in a beat.",
        "Backward volume through the mitral valve."),
    "aortic_regurgitant_fraction": Measure(
        _L, "Aortic regurgitant fraction", "1", 3, "beat", "Share of the ejected blood that comes back; severe from 0.5.",
        "Backward over forward volume through the aortic valve."),
    "aortic_regurgitant_flow": Measure(
        _L, "Aortic leak per minute", "L/min", 2, "cycle", "What leaks back through the aortic valve in a minute.",
        "Time mean of the backward flow through the aortic valve over the support cycle."),
    "mitral_regurgitant_flow": Measure(
        _L, "Mitral leak per minute", "L/min", 2, "cycle", "What leaks back through the mitral valve in a minute.",
        "Time mean of the backward flow through the mitral valve over the support cycle."),
    "mitral_regurgitant_fraction": Measure(
        _L, "Mitral regurgitant fraction", "1", 3, "beat", "Share of the pumped blood that goes the wrong way.",
        "Mitral regurgitant volume over total stroke volume."),
    "aortic_pressure_half_time": Measure(
        _L, "Aortic pressure half-time", "ms", 0, "beat", "Short where aorta and ventricle meet quickly in diastole.",
        "Time in which the gradient from aorta to ventricle halves, from the slope of the jet's velocity (root of the "
        "gradient) over diastole as Doppler reads it; not defined for a competent valve, with a balloon inflated, or where "
        "it is more than three times the diastole in which it is read."),
    "mitral_closure_before_r_wave": Measure(
        _T, "Mitral closure before the R wave", "ms", 0, "beat", "Premature closure is a sign of acute severe AR.",
        "From the end of forward mitral flow (15 mL/s) to the R wave; negative where the valve closes after it."),
    "diastolic_mitral_regurgitant_volume": Measure(
        _L, "Diastolic mitral regurgitant volume", "mL", 2, "beat", "Leak into the atrium before systole.",
        "Backward volume through the mitral valve from closure of the aortic valve to the R wave."),
    "lv_ejection_time": Measure(
        _T, "LV ejection time", "ms", 0, "beat", "How long blood leaves the ventricle.",
        "Time during which aortic flow exceeds 20 mL/s in systole; 0 where the aortic valve stays shut."),
    "diastolic_time": Measure(
        _T, "Diastolic time", "ms", 0, "beat", "How long an aortic valve can leak.",
        "From closure of the aortic valve to its next opening."),
    "lv_dpdt_max": Measure(
        _E, "LV dP/dt max", "mmHg/s", 0, "beat", "How fast the ventricle builds pressure.",
        "Steepest rise of left ventricular pressure."),
    "lv_stroke_work": Measure(
        _E, "LV stroke work", "J", 3, "beat", "Work on the blood in a beat.", "Area of the pressure-volume loop."),
    "pressure_volume_area": Measure(
        _E, "Pressure-volume area", "J", 3, "beat", "Work and what is left in the wall; goes with oxygen use.",
        "Stroke work plus the area left of the loop, between the end-systolic relation and the passive curve. The relation is "
        "the curve of isovolumic peak pressures of this very ventricle, scaled to the loop's end-systolic point, and not a "
        "straight line, which a concave relation makes meaningless."),
    "tension_time_index": Measure(
        _E, "Tension-time index", "mmHg s", 2, "beat", "A bedside stand-in for oxygen demand.",
        "Integral of left ventricular pressure from QRS onset to closure of the aortic valve."),
    "diastolic_pressure_time_index": Measure(
        _C, "Diastolic pressure-time index", "mmHg s", 2, "beat", "A bedside stand-in for subendocardial supply.",
        "Integral of aortic above left ventricular pressure from closure of the aortic valve to the next QRS onset; not "
        "defined where a pump keeps the valve shut."),
    "endocardial_viability_ratio": Measure(
        _C, "Endocardial viability ratio", "1", 2, "beat", "Supply over demand, from pressures alone.",
        "Diastolic pressure-time index over tension-time index."),
    "lv_contractile_atp": Measure(
        _E, "LV contractile ATP", "µmol", 2, "beat", "Energy that the cross-bridges use in a beat.",
        "One ATP for each detachment of a strongly bound myosin head in the left ventricular wall, over the beat."),
    "lv_contractile_atp_rate": Measure(
        _E, "LV contractile ATP per minute", "mmol/min", 2, "cycle", "Energy that the cross-bridges use in a minute.",
        "Time mean of the contractile ATP use over the support cycle."),
    "lv_oxygen_need": Measure(
        _E, "LV oxygen need", "mL/min", 1, "cycle", "What the left ventricular wall would use if it got it.",
        "Contractile ATP at five per oxygen molecule, plus upkeep of the wall and its handling of calcium."),
    "lv_peak_fibre_stress": Measure(
        _E, "LV peak fibre stress", "kPa", 1, "beat", "The highest load of a fibre.", "Highest fibre stress of the beat."),
    "lv_mean_fibre_stress": Measure(
        _E, "LV mean fibre stress", "kPa", 2, "beat", "The mean load of a fibre.", "Time mean of the fibre stress."),
    "coronary_flow": Measure(
        _C, "Coronary flow", "mL/min", 0, "cycle", "Supply of the left ventricular wall.",
        "Time mean of the flow into the coronary arteries over the support cycle; follows need while arterioles can open "
        "further, and pressure once they cannot."),
    "subendocardial_flow": Measure(
        _C, "Subendocardial flow", "mL/min", 0, "cycle", "Supply of the inner half of the wall.",
        "Time mean of the flow through its arterioles over the support cycle."),
    "subepicardial_flow": Measure(
        _C, "Subepicardial flow", "mL/min", 0, "cycle", "Supply of the outer half of the wall.",
        "Time mean of the flow through its arterioles over the support cycle."),
    "subendocardial_supply_demand_ratio": Measure(
        _C, "Subendocardial supply over demand", "1", 2, "cycle",
        "Above 1 the reserve of the inner wall, below 1 its deficit.",
        "Flow through the layer over the flow that it needs, over the open share of its arterioles: what it would get with "
        "its arterioles wide open, in proportion."),
    "subepicardial_supply_demand_ratio": Measure(
        _C, "Subepicardial supply over demand", "1", 2, "cycle",
        "Above 1 the reserve of the outer wall, below 1 its deficit.", "As of the inner half."),
    "coronary_diastolic_systolic_ratio": Measure(
        _C, "Coronary diastolic to systolic flow", "1", 2, "beat", "How much the wall lives on diastole.",
        "Mean flow through the coronary arterioles in diastole over that in systole."),
}  # fmt: skip

GROUPS = tuple(dict.fromkeys(measure.group for measure in MEASURES.values()))

LABELS: dict[str, str] = {
    "SYS": "systolic pressure of an unassisted beat",
    "DIA": "end-diastolic pressure before an unassisted systole",
    "AUG": "highest diastolic pressure while the balloon is inflated",
    "ASYS": "systolic pressure of the beat after an inflation (assisted systole)",
    "ADIA": "end-diastolic pressure after deflation (assisted diastole)",
    "DN": "pressure at the dicrotic notch, where the aortic valve closes",
}

SIGNALS: dict[str, Signal] = {
    "aortic_pressure": Signal("p_ascending_aorta", "mmHg", "Aortic pressure"),
    "thoracic_aortic_pressure": Signal("p_thoracic_aorta", "mmHg", "Pressure in the descending thoracic aorta"),
    "abdominal_aortic_pressure": Signal("p_abdominal_aorta", "mmHg", "Pressure in the abdominal aorta"),
    "lv_pressure": Signal("p_lv", "mmHg", "Left ventricular pressure"),
    "rv_pressure": Signal("p_rv", "mmHg", "Right ventricular pressure"),
    "left_atrial_pressure": Signal("p_la", "mmHg", "Left atrial pressure"),
    "right_atrial_pressure": Signal("p_ra", "mmHg", "Right atrial pressure"),
    "pulmonary_artery_pressure": Signal("p_pulmonary_arteries", "mmHg", "Pulmonary artery pressure"),
    "pericardial_pressure": Signal("p_pericardium", "mmHg", "Pericardial pressure"),
    "aortic_flow": Signal("q_aortic", "mL/s", "Flow through the aortic valve"),
    "mitral_flow": Signal("q_mitral", "mL/s", "Flow through the mitral valve"),
    "tricuspid_flow": Signal("q_tricuspid", "mL/s", "Flow through the tricuspid valve"),
    "pulmonary_flow": Signal("q_pulmonary", "mL/s", "Flow through the pulmonary valve"),
    "septal_defect_flow": Signal("q_septal_defect", "mL/s", "Flow from left to right ventricle through the septum"),
    "coronary_flow": Signal("q_coronary_arteries", "mL/s", "Flow into the coronary arteries"),
    "subendocardial_flow": Signal(
        "q_subendocardial_arterioles", "mL/s", "Flow through the arterioles of the inner wall"
    ),
    "subepicardial_flow": Signal("q_subepicardial_arterioles", "mL/s", "Flow through the arterioles of the outer wall"),
    "lv_volume": Signal("v_lv", "mL", "Left ventricular volume"),
    "rv_volume": Signal("v_rv", "mL", "Right ventricular volume"),
    "left_atrial_volume": Signal("v_la", "mL", "Left atrial volume"),
    "right_atrial_volume": Signal("v_ra", "mL", "Right atrial volume"),
    "lv_fibre_stress": Signal("stress_lv", "kPa", "Fibre stress of the left ventricular wall"),
    "lv_fibre_stretch": Signal("stretch_lv", "1", "Fibre stretch of the left ventricular wall"),
    "lv_active_tension": Signal("tension_lv", "kPa", "Active fibre tension of the left ventricular wall"),
    "lv_calcium": Signal("calcium_lv", "µM", "Free calcium of the left ventricular wall"),
    "lv_atp_rate": Signal("atp_lv", "µmol/s", "Contractile ATP use of the left ventricular wall"),
    **{name: Signal(*waveform) for device in DEVICES for name, waveform in device.waveforms.items()},
}
