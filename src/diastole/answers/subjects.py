"""Which concepts name a subject, and which are too general to name one."""

# Of the entities, what is treated and what treats.
DISEASES = frozenset(
    {
        "aortic_aneurysm", "aortic_dissection", "aortic_regurgitation", "aortic_stenosis", "cardiogenic_shock",
        "coagulopathy", "endocarditis", "heart_failure", "mitral_regurgitation", "outflow_obstruction",
        "papillary_muscle_rupture", "peripheral_artery_disease", "sepsis", "septal_rupture", "thrombocytopenia",
    }
)  # fmt: skip
TREATMENTS = frozenset(
    {
        "angiotensin", "beta_blocker", "cabg", "digitalis", "dobutamine", "dopamine", "high_risk_pci", "iabp",
        "impella",
        "lava_ecmo", "lvad", "nitroprusside", "noradrenaline", "pacing", "surgery", "tandemheart", "tavr", "va_ecmo",
    }
)  # fmt: skip
# Concepts that a question may name without being about the subject: one of them alone does not open the gate.
GENERAL = frozenset(
    {
        "acute", "angiography", "angiotensin", "aortic_aneurysm", "aortic_stenosis", "atrial_fibrillation",
        "beta_blocker", "bleeding", "blood_pressure", "cabg", "chronic", "coagulopathy", "coma", "complications",
        "conflict", "contractility", "contraindication", "coronary_flow", "deflation", "digitalis",
        "echocardiography", "endocarditis", "grading", "guideline", "heart_failure", "heart_rate", "helium",
        "high_risk_pci", "inflation", "isoproterenol", "label", "lactate", "mild", "moderate", "mortality",
        "myocardial_infarction", "oxygen_demand", "pacing", "peripheral_artery_disease", "pulmonary_oedema", "ratio",
        "removal", "right_heart_failure", "sepsis", "severe", "significant", "simulator", "stroke", "surgery",
        "thrombocytopenia", "timing", "trial", "unrecognised", "weaning",
    }
)  # fmt: skip
# Of these, degrees and doings say nothing about the subject even in company.
DEGREES = frozenset(
    {
        "acute", "chronic", "conflict", "grading", "guideline", "mild", "moderate", "mortality", "severe",
        "significant", "trial",
    }
)  # fmt: skip
SUBJECTS = DISEASES | TREATMENTS
