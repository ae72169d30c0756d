"""The second value that the experiment of a claim goes through, and why; or why the claim has no map."""

from typing import NamedTuple

from diastole.studies.claim_shares.claim_cohort import has_share
from diastole.studies.claims.claim import Claim


class Across(NamedTuple):
    """A value across a sweep."""

    title: str
    why: str


ACROSS = {  # statements say so: M-48, H-02, M-53, M-57
    "left_ventricle.passive_stiffness": Across(
        "stiffness of the left ventricle", "which decides how far blood that is added raises the filling pressure"
    ),
    "left_ventricle.peak_calcium": Across(
        "contractility of the left ventricle", "since a weak ventricle gains more from a balloon than a strong one"
    ),
    "heart_rate": Across("heart rate", "since an aortic leak runs longer in each beat of a slower heart"),
    "segments.pulmonary_bed.resistance": Across(
        "resistance of the lungs", "which decides, with that of the body, how blood divides between shunt and aorta"
    ),
    "lesions.aortic_regurgitation.orifice_area": Across(
        "orifice of the aortic leak", "for which the treatment is given"
    ),
}


def sweep_sentence(claim: Claim) -> str:
    """Return the second value of an experiment and its reason, or why there is no map; nothing without a sweep."""
    experiment = claim.experiment
    if experiment is None or experiment.along is None:
        return ""
    if not has_share(claim):
        return "There is no map of it: a course of minutes is not repeated on many patients."
    if experiment.across is None:
        return ""
    across = ACROSS[experiment.across.key]
    return f"The second value that it goes through is the {across.title}, {across.why}."
