"""Which concepts name a subject, which are circumstances of one, and which are too general to name one."""

from collections.abc import Mapping

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
        "impella", "inotrope", "isoproterenol", "lava_ecmo", "lvad", "nitroprusside", "noradrenaline", "pacing",
        "surgery", "tandemheart", "tavr", "va_ecmo", "vasodilator", "vasopressor",
    }
)  # fmt: skip
DRUG_GROUPS = frozenset({"beta_blocker", "digitalis", "inotrope", "vasodilator", "vasopressor"})
DEVICES = frozenset({"iabp", "impella", "lava_ecmo", "lvad", "tandemheart", "va_ecmo"})
# What holds only in a situation of its own: no answer to a question that does not name it.
CIRCUMSTANCES = frozenset(
    {
        "balloon_rupture", "early_deflation", "early_inflation", "late_deflation", "late_inflation", "removal",
        "unrecognised", "weaning",
    }
)  # fmt: skip
# Concepts that a question may name without being about the subject: one of them alone does not open the gate.
GENERAL = frozenset(
    {
        "acute", "american_guideline", "angiography", "angiotensin", "aortic_aneurysm", "aortic_stenosis",
        "atrial_fibrillation", "beta_blocker", "bleeding", "blood_pressure", "cabg", "chronic", "coagulopathy",
        "coma", "complications", "conflict", "contractility", "contraindication", "coronary_flow", "deflation",
        "digitalis", "echocardiography", "endocarditis", "european_guideline", "grading", "guideline",
        "heart_failure", "heart_rate", "helium", "high_risk_pci", "inflation", "isoproterenol", "label", "lactate",
        "leak", "mild", "moderate", "mortality", "myocardial_infarction", "oxygen_demand", "pacing",
        "peripheral_artery_disease", "pulmonary_oedema", "removal", "right_heart_failure", "sepsis", "severe",
        "significant", "simulator", "stroke", "surgery", "thrombocytopenia", "timing", "trial", "unrecognised",
        "weaning",
    }
)  # fmt: skip
# Of these, degrees and doings say nothing about the subject even in company.
DEGREES = frozenset(
    {
        "acute", "american_guideline", "chronic", "conflict", "european_guideline", "grading", "guideline", "mild",
        "moderate", "mortality", "severe", "significant", "trial",
    }
)  # fmt: skip
SUBJECTS = DISEASES | TREATMENTS
# What can go up or down.
TARGETS = frozenset(
    {
        "afterload", "aortic_regurgitation", "atp", "augmentation", "blood_pressure", "cardiac_output", "contractility",
        "coronary_flow", "diastolic_time", "heart_rate", "lactate", "leak", "lv_volume", "lvedp", "mitral_regurgitation",
        "mortality", "oxygen_demand", "pulmonary_oedema", "regurgitant_fraction", "regurgitant_volume", "stroke_work",
        "thrombocytopenia", "wedge_pressure",
    }
)  # fmt: skip
SETTINGS = frozenset({"myocardial_infarction"})  # where something happens, not what
VAGUE = DEGREES | {"contraindication"}  # names no subject


def topics(concepts: frozenset[str]) -> frozenset[str]:
    """Return what a question is about beside its diseases and treatments, such as coronary flow."""
    return concepts - SUBJECTS - VAGUE - SETTINGS


def strange(concepts: frozenset[str], asked: frozenset[str], broader: Mapping[str, str]) -> frozenset[str]:
    """Return the subjects and circumstances of a passage that a question did not name, nor the kind of thing.

    Who asks for contraindications without a disease asks for the diseases.
    """
    listed = DISEASES if "contraindication" in asked and not asked & DISEASES else frozenset[str]()
    others = concepts & (SUBJECTS | CIRCUMSTANCES) - asked - listed
    return frozenset(one for one in others if broader.get(one) not in asked)
