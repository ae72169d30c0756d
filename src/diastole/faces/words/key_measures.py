"""The few measures that a reader looks for first."""

from diastole.faces.words.change import Change, changes, leaks
from diastole.faces.words.needs import ComparisonLike

KEY = (
    "mean_aortic_pressure",
    "augmented_diastolic_pressure",
    "aortic_end_diastolic_pressure",
    "aortic_regurgitant_volume",
    "mitral_regurgitant_volume",
    "lv_end_diastolic_pressure",
    "left_atrial_pressure",
    "cardiac_output",
    "lv_contractile_atp",
    "subendocardial_supply_demand_ratio",
)


def key_changes(comparison: ComparisonLike) -> list[Change]:
    """Return the changes of the measures that matter most; the leak of a tight valve is left out."""
    every = changes(comparison)
    runs = comparison.without.measures, comparison.with_.measures
    wanted = [name for name in KEY if "regurgitant" not in name or leaks(name, *runs)]
    return [every[name] for name in wanted if name in every and every[name].absolute is not None]
