"""The closed lists from which a statement takes its words."""

KINDS = ("recommendation", "mechanism", "definition", "evidence", "caution", "alternative", "simulation")
INTENTS = ("why", "may", "what_happens", "how_assess", "alternatives", "timing", "evidence")
POLARITIES = ("harm", "benefit", "neutral", "uncertain")
STATUSES = ("submitted", "under_review", "approved")  # rising

ENTITIES = (
    # the balloon pump and how it is run
    "iabp", "alarm", "anticoagulation", "augmentation", "balloon_size", "helium", "insertion", "ratio", "removal",
    "timing", "tip_position", "trigger", "weaning",
    # the patient on the pump
    "cpr", "daily_life", "mobility", "mri", "nursing", "pain", "transport",
    # other support and treatment
    "cabg", "high_risk_pci", "impella", "lava_ecmo", "lvad", "mechanical_support", "pacing", "surgery", "tandemheart",
    "tavr", "va_ecmo",
    # drugs
    "angiotensin", "beta_blocker", "digitalis", "dobutamine", "dopamine", "inotrope", "nitroprusside", "noradrenaline",
    "vasodilator", "vasopressor",
    # disease
    "aortic_aneurysm", "aortic_dissection", "aortic_regurgitation", "aortic_stenosis", "atrial_fibrillation",
    "cardiogenic_shock", "coagulopathy", "endocarditis", "heart_failure", "ischaemic_cardiomyopathy", "lv_thrombus",
    "mitral_regurgitation", "myocardial_infarction", "myocarditis", "outflow_obstruction", "papillary_muscle_rupture",
    "paravalvular_leak", "peripheral_artery_disease", "pulmonary_oedema", "right_heart_failure", "sepsis",
    "septal_rupture", "takotsubo", "tamponade", "ventricular_tachycardia",
    # complications
    "balloon_rupture", "bleeding", "complications", "limb_ischaemia", "stroke", "thrombocytopenia",
    # haemodynamics
    "afterload", "atp", "cardiac_output", "contractility", "coronary_flow", "early_mitral_closure", "equalisation",
    "heart_rate", "lvedp", "lv_volume", "oxygen_demand", "stroke_work", "wedge_pressure",
    # measurement
    "angiography", "echocardiography", "eroa", "flow_reversal", "grading", "jet_width", "pressure_half_time",
    "regurgitant_fraction", "regurgitant_volume", "scai_stage", "vena_contracta",
    # models
    "computational_model", "simulator",
)  # fmt: skip

CLAIMS = (  # of the claims ledger: those of the starting page, and their neighbours
    *(f"C{number:02}" for number in range(1, 30)),
    *(f"N{number:02}" for number in range(1, 20)),
)
