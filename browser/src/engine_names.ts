// The numbers of the engine, in their order. Written by `make engine`; do not edit.

// Units by name.
export const STATES = {
  "v_la": "mL",
  "v_lv": "mL",
  "bound_lv": "1",
  "blocked_lv": "1",
  "weak_lv": "1",
  "strong_lv": "1",
  "strong_strain_lv": "1",
  "weak_strain_lv": "1",
  "v_ra": "mL",
  "v_rv": "mL",
  "bound_rv": "1",
  "blocked_rv": "1",
  "weak_rv": "1",
  "strong_rv": "1",
  "strong_strain_rv": "1",
  "weak_strain_rv": "1",
  "v_ascending_aorta": "mL",
  "v_thoracic_aorta": "mL",
  "v_helium": "mL",
  "v_abdominal_aorta": "mL",
  "v_upper_body": "mL",
  "v_lower_body": "mL",
  "v_systemic_veins": "mL",
  "v_pulmonary_arteries": "mL",
  "v_pulmonary_veins": "mL",
  "v_intramural_arteries": "mL",
  "v_subendocardium": "mL",
  "v_subepicardium": "mL",
  "q_mitral": "mL/s",
  "opening_mitral": "1",
  "q_aortic": "mL/s",
  "opening_aortic": "1",
  "q_tricuspid": "mL/s",
  "opening_tricuspid": "1",
  "q_pulmonary": "mL/s",
  "opening_pulmonary": "1",
  "q_septal_defect": "mL/s",
  "q_aortic_arch": "mL/s",
  "q_descending_aorta": "mL/s",
  "q_pulmonary_bed": "mL/s"
} as const

export const WATCHED = {
  "p_ascending_aorta": "mmHg",
  "p_lv": "mmHg",
  "p_la": "mmHg",
  "p_ra": "mmHg",
  "p_pulmonary_arteries": "mmHg",
  "v_lv": "mL",
  "q_aortic": "mL/s",
  "q_mitral": "mL/s",
  "q_axial_pump": "mL/s",
  "q_venous_drainage": "mL/s",
  "q_left_atrial_drainage": "mL/s",
  "q_head_and_arm_arteries": "mL/s",
  "q_trunk_and_leg_arteries": "mL/s",
  "q_subendocardial_arterioles": "mL/s",
  "q_subepicardial_arterioles": "mL/s",
  "atp_lv": "µmol/s"
} as const

export const SIGNALS = {
  "p_pericardium": "mmHg",
  "p_la": "mmHg",
  "p_lv": "mmHg",
  "stretch_lv": "1",
  "tension_lv": "kPa",
  "stress_lv": "kPa",
  "calcium_lv": "µM",
  "atp_lv": "µmol/s",
  "p_ra": "mmHg",
  "p_rv": "mmHg",
  "stretch_rv": "1",
  "tension_rv": "kPa",
  "stress_rv": "kPa",
  "calcium_rv": "µM",
  "atp_rv": "µmol/s",
  "p_ascending_aorta": "mmHg",
  "p_thoracic_aorta": "mmHg",
  "v_balloon": "mL",
  "q_balloon": "mL/s",
  "p_helium": "mmHg",
  "p_abdominal_aorta": "mmHg",
  "p_upper_body": "mmHg",
  "p_lower_body": "mmHg",
  "p_systemic_veins": "mmHg",
  "p_pulmonary_arteries": "mmHg",
  "p_pulmonary_veins": "mmHg",
  "p_intramural_arteries": "mmHg",
  "p_subendocardium": "mmHg",
  "p_subepicardium": "mmHg",
  "q_head_and_arm_arteries": "mL/s",
  "q_upper_body_bed": "mL/s",
  "q_trunk_and_leg_arteries": "mL/s",
  "q_lower_body_bed": "mL/s",
  "q_venae_cavae": "mL/s",
  "q_pulmonary_vein_ostia": "mL/s",
  "q_coronary_arteries": "mL/s",
  "q_subendocardial_arterioles": "mL/s",
  "q_subepicardial_arterioles": "mL/s",
  "q_subendocardial_veins": "mL/s",
  "q_subepicardial_veins": "mL/s",
  "q_axial_pump": "mL/s",
  "q_venous_drainage": "mL/s",
  "q_left_atrial_drainage": "mL/s"
} as const

export const PARAMETERS = [
  "period",
  "atrial_timing.lead",
  "atrial_timing.rate",
  "pericardium.pressure",
  "pericardium.volume",
  "pericardium.growth",
  "bridges.ca50",
  "bridges.ca50_slope",
  "bridges.overlap_slope",
  "bridges.troponin_rate",
  "bridges.unblock_rate",
  "bridges.attach_rate",
  "bridges.stroke_rate",
  "bridges.strong_distortion",
  "bridges.weak_distortion",
  "bridges.cycle_rate",
  "bridges.weak_return",
  "bridges.detach_rate",
  "bridges.block_rate",
  "bridges.weak_relaxation",
  "bridges.strong_relaxation",
  "bridges.distortion_gain",
  "la.unstressed_volume",
  "la.pressure",
  "la.stiffening",
  "la.active",
  "lv_wall.volume",
  "lv_wall.unstretched",
  "lv_wall.stiffness",
  "lv_wall.exponent",
  "lv_wall.viscosity",
  "lv_tension.full",
  "lv_tension.heads",
  "lv_calcium.diastolic",
  "lv_calcium.peak",
  "lv_calcium.onset",
  "lv_calcium.rise_rate",
  "lv_calcium.plateau_end",
  "lv_calcium.fall_rate",
  "ra.unstressed_volume",
  "ra.pressure",
  "ra.stiffening",
  "ra.active",
  "rv_wall.volume",
  "rv_wall.unstretched",
  "rv_wall.stiffness",
  "rv_wall.exponent",
  "rv_wall.viscosity",
  "rv_tension.full",
  "rv_tension.heads",
  "rv_calcium.diastolic",
  "rv_calcium.peak",
  "rv_calcium.onset",
  "rv_calcium.rise_rate",
  "rv_calcium.plateau_end",
  "rv_calcium.fall_rate",
  "ascending_aorta.growth",
  "ascending_aorta.unstressed_volume",
  "ascending_aorta.viscosity",
  "thoracic_aorta.growth",
  "thoracic_aorta.unstressed_volume",
  "thoracic_aorta.viscosity",
  "drive.pneumatic",
  "drive.fill_time",
  "drive.vent_time",
  "drive.pressure",
  "drive.vacuum",
  "drive.line_resistance",
  "drive.valve_time",
  "earlier.start",
  "earlier.end",
  "earlier.volume",
  "present.start",
  "present.end",
  "present.volume",
  "abdominal_aorta.growth",
  "abdominal_aorta.unstressed_volume",
  "abdominal_aorta.viscosity",
  "upper_body.growth",
  "upper_body.unstressed_volume",
  "upper_body.viscosity",
  "lower_body.growth",
  "lower_body.unstressed_volume",
  "lower_body.viscosity",
  "systemic_veins.elastance",
  "systemic_veins.unstressed_volume",
  "systemic_veins.viscosity",
  "systemic_veins.stiffening",
  "pulmonary_arteries.elastance",
  "pulmonary_arteries.unstressed_volume",
  "pulmonary_arteries.viscosity",
  "pulmonary_arteries.stiffening",
  "pulmonary_veins.elastance",
  "pulmonary_veins.unstressed_volume",
  "pulmonary_veins.viscosity",
  "pulmonary_veins.stiffening",
  "intramural_arteries.elastance",
  "intramural_arteries.unstressed_volume",
  "intramural_arteries.transmission",
  "subendocardium.elastance",
  "subendocardium.unstressed_volume",
  "subendocardium.transmission",
  "subendocardium_reference",
  "subepicardium.elastance",
  "subepicardium.unstressed_volume",
  "subepicardium.transmission",
  "subepicardium_reference",
  "mitral.closed_area",
  "mitral.open_area",
  "mitral.shortness",
  "mitral.opening_rate",
  "mitral.closing_rate",
  "mitral.saturation",
  "mitral_coaptation.following",
  "mitral_coaptation.usual",
  "mitral_coaptation.loose_area",
  "mitral_coaptation.sealing",
  "aortic.closed_area",
  "aortic.open_area",
  "aortic.shortness",
  "aortic.opening_rate",
  "aortic.closing_rate",
  "aortic.saturation",
  "tricuspid.closed_area",
  "tricuspid.open_area",
  "tricuspid.shortness",
  "tricuspid.opening_rate",
  "tricuspid.closing_rate",
  "tricuspid.saturation",
  "pulmonary.closed_area",
  "pulmonary.open_area",
  "pulmonary.shortness",
  "pulmonary.opening_rate",
  "pulmonary.closing_rate",
  "pulmonary.saturation",
  "septal_defect.area",
  "septal_defect.shortness",
  "aortic_arch.resistance",
  "aortic_arch.mobility",
  "descending_aorta.resistance",
  "descending_aorta.mobility",
  "pulmonary_bed.resistance",
  "pulmonary_bed.mobility",
  "head_and_arm_arteries",
  "upper_body_bed.conductance",
  "upper_body_bed.closing_pressure",
  "trunk_and_leg_arteries",
  "lower_body_bed.conductance",
  "lower_body_bed.closing_pressure",
  "venae_cavae",
  "pulmonary_vein_ostia",
  "coronary_arteries",
  "subendocardial_arterioles",
  "subepicardial_arterioles",
  "subendocardial_veins",
  "subepicardial_veins",
  "axial_pump.running",
  "axial_pump.held",
  "axial_pump.share",
  "axial_pump.pull",
  "axial_pump.head",
  "axial_pump.linear",
  "axial_pump.quadratic",
  "axial_pump.backward",
  "axial_pump.least_volume",
  "axial_pump.ease",
  "venous_drainage.running",
  "venous_drainage.held",
  "venous_drainage.share",
  "venous_drainage.pull",
  "venous_drainage.head",
  "venous_drainage.linear",
  "venous_drainage.quadratic",
  "venous_drainage.backward",
  "venous_drainage.least_volume",
  "venous_drainage.ease",
  "left_atrial_drainage.running",
  "left_atrial_drainage.held",
  "left_atrial_drainage.share",
  "left_atrial_drainage.pull",
  "left_atrial_drainage.head",
  "left_atrial_drainage.linear",
  "left_atrial_drainage.quadratic",
  "left_atrial_drainage.backward",
  "left_atrial_drainage.least_volume",
  "left_atrial_drainage.ease"
] as const

export const SLOW_STATES = [
  "rate",
  "contractility",
  "resistance",
  "veins",
  "subendocardial_tone",
  "subepicardial_tone",
  "weakened",
  "level_nitroprusside",
  "level_dobutamine",
  "level_dopamine",
  "level_noradrenaline",
  "level_esmolol"
] as const

// The numbers of a heart: how many, and how many of them are given; where each row begins; the names of
// those in its records; how a search stands; and how many beats it takes at most.
export const HEART_SIZE = 2302 as const

export const HEART_GIVEN = 501 as const

export const ROWS = {
  "whole": 0,
  "own": 52,
  "parameters": 238,
  "influenced": 424,
  "physiology": 430,
  "console": 471,
  "clock": 485,
  "progress": 501,
  "influence": 507,
  "beat_means": 516,
  "means": 532,
  "total": 548,
  "began": 564,
  "before": 604,
  "first": 656,
  "good": 708,
  "begun": 760,
  "start": 812,
  "tried": 864,
  "mapped": 1176,
  "weights": 1488,
  "combining": 1540,
  "beating": 1882,
  "times": 2297,
  "rate": 2300,
  "sound": 2301
} as const

export const RECORDS = {
  "influenced": [
    "heart_rate",
    "paced_rate",
    "systolic_scale",
    "lead_scale",
    "force_frequency",
    "weight"
  ],
  "physiology": [
    "receptors.works",
    "receptors.midpoint",
    "receptors.width",
    "receptors.cardiopulmonary_midpoint",
    "receptors.cardiopulmonary_width",
    "receptors.own_drive",
    "receptors.own_cardiopulmonary_drive",
    "receptors.arterial_gains.rate",
    "receptors.arterial_gains.contractility",
    "receptors.arterial_gains.resistance",
    "receptors.arterial_gains.veins",
    "receptors.cardiopulmonary_gains.rate",
    "receptors.cardiopulmonary_gains.contractility",
    "receptors.cardiopulmonary_gains.resistance",
    "receptors.cardiopulmonary_gains.veins",
    "wall.volume",
    "wall.basal_need",
    "wall.activation_need",
    "wall.oxygen_content",
    "wall.extraction",
    "wall.subendocardial_share",
    "wall.ischaemia",
    "wall.own_weakened",
    "chronotropic_response",
    "doses.nitroprusside",
    "doses.dobutamine",
    "doses.dopamine",
    "doses.noradrenaline",
    "doses.esmolol",
    "lags.rate",
    "lags.contractility",
    "lags.resistance",
    "lags.veins",
    "lags.subendocardial_tone",
    "lags.subepicardial_tone",
    "lags.weakened",
    "lags.level_nitroprusside",
    "lags.level_dobutamine",
    "lags.level_dopamine",
    "lags.level_noradrenaline",
    "lags.level_esmolol"
  ],
  "console": [
    "settings.on",
    "settings.every",
    "settings.pressure_trigger",
    "settings.volume",
    "settings.inflation_offset",
    "settings.deflation_offset",
    "settings.vent_time",
    "landmarks.upstroke",
    "landmarks.notch",
    "seen_at",
    "earlier.start",
    "earlier.end",
    "earlier.volume",
    "beats"
  ],
  "clock": [
    "longest_step",
    "blood",
    "tolerance",
    "steps",
    "actual",
    "earlier.start",
    "earlier.end",
    "earlier.volume",
    "present.start",
    "present.end",
    "present.volume",
    "beats",
    "cycles",
    "residual",
    "status",
    "recut"
  ],
  "progress": [
    "known",
    "stretch",
    "left",
    "mark",
    "waited",
    "plain"
  ],
  "influence": [
    "rate",
    "contractility",
    "resistance",
    "pulmonary_resistance",
    "veins",
    "blockade",
    "weakened",
    "subendocardial_tone",
    "subepicardial_tone"
  ]
} as const

export const STATUS = {
  "runs": 0.0,
  "steady": 1.0,
  "failed": 2.0,
  "unsettled": 3.0
} as const

export const MOST_BEATS = 1800 as const

// Units of the measures; what they are read from: signals or states, numbers of the beat and of a patient.
export const MEASURES = {
  "mean_aortic_pressure": "mmHg",
  "systolic_aortic_pressure": "mmHg",
  "diastolic_aortic_pressure": "mmHg",
  "aortic_end_diastolic_pressure": "mmHg",
  "augmented_diastolic_pressure": "mmHg",
  "pulse_pressure": "mmHg",
  "lv_end_diastolic_pressure": "mmHg",
  "lv_peak_pressure": "mmHg",
  "left_atrial_pressure": "mmHg",
  "left_atrial_v_wave": "mmHg",
  "right_atrial_pressure": "mmHg",
  "pulmonary_artery_pressure": "mmHg",
  "pulmonary_artery_systolic_pressure": "mmHg",
  "pulmonary_artery_diastolic_pressure": "mmHg",
  "rv_end_diastolic_pressure": "mmHg",
  "pulmonary_artery_pulsatility_index": "1",
  "pulmonary_capillary_pressure": "mmHg",
  "lung_water_gain": "mL/h",
  "lung_congestion_grade": "1",
  "lv_end_diastolic_volume": "mL",
  "lv_end_systolic_volume": "mL",
  "lv_ejection_fraction": "1",
  "total_stroke_volume": "mL",
  "forward_stroke_volume": "mL",
  "cardiac_output": "L/min",
  "head_and_arm_flow": "L/min",
  "lower_body_flow": "L/min",
  "cardiac_index": "L/min/m²",
  "native_cardiac_output": "L/min",
  "pump_flow": "L/min",
  "left_to_right_shunt": "L/min",
  "systemic_vascular_resistance": "dyn s/cm⁵",
  "cardiac_power_output": "W",
  "mixed_venous_oxygen_saturation": "1",
  "aortic_regurgitant_volume": "mL",
  "mitral_regurgitant_volume": "mL",
  "aortic_regurgitant_fraction": "1",
  "aortic_regurgitant_flow": "L/min",
  "mitral_regurgitant_flow": "L/min",
  "mitral_regurgitant_fraction": "1",
  "pulmonary_vein_reversal_fraction": "1",
  "aortic_pressure_half_time": "ms",
  "diastolic_mitral_regurgitant_volume": "mL",
  "lv_dpdt_max": "mmHg/s",
  "lv_stroke_work": "J",
  "pressure_volume_area": "J",
  "tension_time_index": "mmHg s",
  "lv_contractile_atp": "µmol",
  "lv_contractile_atp_rate": "mmol/min",
  "lv_oxygen_need": "mL/min",
  "lv_peak_fibre_stress": "kPa",
  "lv_mean_fibre_stress": "kPa",
  "diastolic_pressure_time_index": "mmHg s",
  "endocardial_viability_ratio": "1",
  "coronary_flow": "mL/min",
  "subendocardial_flow": "mL/min",
  "subepicardial_flow": "mL/min",
  "subendocardial_supply_demand_ratio": "1",
  "subepicardial_supply_demand_ratio": "1",
  "coronary_diastolic_systolic_ratio": "1",
  "heart_rate": "1/min",
  "mitral_closure_before_r_wave": "ms",
  "lv_ejection_time": "ms",
  "diastolic_time": "ms"
} as const

export const MEASURED_SIGNALS = [
  "q_aortic",
  "p_lv",
  "p_ascending_aorta",
  "p_la",
  "p_ra",
  "p_rv",
  "p_pulmonary_arteries",
  "p_pericardium",
  "v_lv",
  "q_mitral",
  "q_septal_defect",
  "q_pulmonary_vein_ostia",
  "v_balloon",
  "q_axial_pump",
  "q_venous_drainage",
  "q_left_atrial_drainage",
  "q_head_and_arm_arteries",
  "q_trunk_and_leg_arteries",
  "q_coronary_arteries",
  "q_subendocardial_arterioles",
  "q_subepicardial_arterioles",
  "atp_lv",
  "stress_lv"
] as const

export const BEAT_NUMBERS = [
  "length",
  "beats",
  "start",
  "end",
  "next_start",
  "next_end",
  "later",
  "longest",
  "step",
  "aortic_leak",
  "may_stay_shut"
] as const

export const PATIENT_NUMBERS = [
  "has_bypass",
  "body.body_surface_area",
  "left_ventricle.wall_volume",
  "oxygen.haemoglobin",
  "oxygen.arterial_saturation",
  "oxygen.consumption",
  "coronary.basal_need",
  "coronary.activation_need",
  "coronary.extraction",
  "coronary.subendocardial_share",
  "coronary.subendocardium.arterioles",
  "coronary.subepicardium.arterioles",
  "lung.filtration",
  "lung.reflection",
  "lung.plasma_oncotic",
  "lung.tissue_oncotic",
  "lung.tissue_pressure",
  "lung.greatest_lymph"
] as const

export const MEASURES_WORK = 91 as const

export const MEASURES_FOUND = 78 as const

export const PERFORMANCE = [
  "pressure",
  "stroke",
  "work"
] as const

// What a console marks: points of a beat; and of each label the beats and the point.
export const MARKED_POINTS = [
  "notch_at",
  "notch",
  "peak_at",
  "peak",
  "end_diastole_at",
  "end_diastole",
  "systole_at",
  "systole"
] as const

export const LABELS = {
  "SYS": [
    "unassisted",
    "systole"
  ],
  "DIA": [
    "unassisted",
    "end_diastole"
  ],
  "AUG": [
    "assisted",
    "peak"
  ],
  "ASYS": [
    "assisted",
    "systole"
  ],
  "ADIA": [
    "assisted",
    "end_diastole"
  ],
  "DN": [
    "first",
    "notch"
  ]
} as const

// What drives the leak of a valve; of each leak its flow, and the pressures it comes from and goes to.
export const LEAK_DRIVE = [
  "seconds",
  "above",
  "below",
  "root"
] as const

export const LEAKS = {
  "aortic_regurgitant_volume": [
    "q_aortic",
    "p_ascending_aorta",
    "p_lv"
  ],
  "mitral_regurgitant_volume": [
    "q_mitral",
    "p_lv",
    "p_la"
  ]
} as const

// How many numbers a patient has; what else is read of them; with what a heart begins that has not beaten.
export const PATIENT_SIZE = 205 as const

export const PREPARED = [
  "blood_volume",
  "midpoint",
  "share",
  "usual_pressure",
  "aortic_leak"
] as const

export const CONTRADICTIONS = 29 as const

export const FIRST_SLOW = [
  0.0,
  0.0,
  0.0,
  0.0,
  0.3,
  0.3,
  0.0,
  0.0,
  0.0,
  0.0,
  0.0,
  0.0
] as const

export const BEGINNING = {
  "console": [
    0.0,
    1.0,
    0.0,
    0.0,
    0.0,
    0.0,
    0.1,
    0.0,
    0.0,
    0.0,
    1000000.0,
    1000000.0,
    0.0,
    0.0
  ],
  "clock": [
    0.003,
    0.0,
    1e-06,
    0.0,
    0.0,
    1000000.0,
    1000000.0,
    0.0,
    1000000.0,
    1000000.0,
    0.0,
    0.0,
    0.0,
    1e+300,
    0.0,
    0.0
  ]
} as const

// Time from the QRS onset to the peak of the R wave [s].
export const R_WAVE = 0.035 as const

export const FINER = 6 as const

// Longest steps of the integration [s], and the share of it where the balloon is at work.
export const LONGEST_STEP = {
  "default": 0.003,
  "accurate": 0.0005
} as const

export const ASSISTED_SHARE = 0.6666666666666666 as const

export const NAMES_HASH = "a19f36d24b8c9471" as const
