"""Why a measure has no value in a run."""

REASONS = {
    "aortic_pressure_half_time": "defined only where the aortic valve leaks and no balloon is inflated",
    "augmented_diastolic_pressure": "defined only where the aortic valve closes",
    "mitral_closure_before_r_wave": "the mitral valve does not close before the next beat",
    "pressure_volume_area": "the end-systolic relation of this ventricle could not be found",
}
OTHERWISE = "not defined for this beat"


def reason(name: str) -> str:
    """Return why a measure may be undefined."""
    return REASONS.get(name, OTHERWISE)
