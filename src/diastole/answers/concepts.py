"""Which concepts name what is treated and what treats, and which ones can go up or down."""

# Of the entities, what is treated and what treats.
DISEASES = frozenset(
    {
        "aortic_aneurysm", "aortic_dissection", "aortic_regurgitation", "aortic_stenosis", "cardiogenic_shock",
        "coagulopathy", "endocarditis", "heart_failure", "mitral_regurgitation", "outflow_obstruction",
        "myocarditis", "papillary_muscle_rupture", "paravalvular_leak", "peripheral_artery_disease",
        "right_heart_failure", "sepsis", "septal_rupture", "takotsubo", "thrombocytopenia", "ventricular_tachycardia",
    }
)  # fmt: skip
TREATMENTS = frozenset(
    {
        "angiotensin", "beta_blocker", "cabg", "digitalis", "dobutamine", "dopamine", "high_risk_pci", "iabp",
        "impella", "inotrope", "isoproterenol", "lava_ecmo", "lvad", "nitroprusside", "noradrenaline", "pacing",
        "surgery", "tandemheart", "tavr", "va_ecmo", "vasodilator", "vasopressor",
    }
)  # fmt: skip
DEVICES = frozenset({"iabp", "impella", "lava_ecmo", "lvad", "tandemheart", "va_ecmo"})
SUBJECTS = DISEASES | TREATMENTS
DEGREES = frozenset({"acute", "chronic", "mild", "moderate", "severe", "significant"})  # name no subject
TRIALS = frozenset({"altshock", "danger_shock", "ecls_shock", "iabp_shock_ii", "iabp_shock_trial", "study_2018"})
# Concepts at the core of the subject.
CORE = DEVICES | TRIALS | frozenset(
    {
        "aortic_regurgitation", "augmentation", "balloon_rupture", "balloon_size", "cardiogenic_shock",
        "deflation", "dicrotic_notch", "driveline", "early_deflation", "early_inflation",
        "early_mitral_closure", "eroa", "helium", "inflation", "late_deflation",
        "late_inflation", "limb_ischaemia", "lvedp", "mechanical_support", "mechanical_valve", "mitral_regurgitation",
        "nitroprusside", "output_by_catheter", "papillary_muscle_rupture", "pulmonary_catheter", "pulsatility", "purge",
        "ratio", "regurgitant_fraction", "regurgitant_volume", "ross_operation",
        "septal_rupture", "simulator", "standstill", "tip_position", "trigger", "vasoplegia", "vena_contracta",
        "weaning",
    }
)  # fmt: skip
# Diseases of the valves and what tears after an infarction: beside one of them, the word of another subject may stand.
OF_THE_VALVES = frozenset(
    {
        "aortic_regurgitation", "aortic_stenosis", "mechanical_complication", "mitral_regurgitation", "mitral_stenosis",
        "papillary_muscle_rupture", "paravalvular_leak",
    }
)  # fmt: skip
# What can go up or down.
TARGETS = frozenset(
    {
        "afterload", "aortic_regurgitation", "atp", "augmentation", "blood_pressure", "cardiac_output", "contractility",
        "coronary_flow", "diastolic_time", "heart_rate", "lactate", "leak", "lv_volume", "lvedp",
        "mitral_regurgitation", "mortality", "oxygen_demand", "pulmonary_oedema", "regurgitant_fraction",
        "regurgitant_volume", "stroke_work", "thrombocytopenia", "wedge_pressure",
    }
)  # fmt: skip
