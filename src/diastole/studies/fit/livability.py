"""Whether a fitted patient could live: what it shows beside the numbers that it was fitted to."""

from collections.abc import Iterator, Mapping

from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient.body import Body
from diastole.studies.fit.plausibility import plausible_range, shown

VITAL = (  # without which nobody lives; beyond the range of these there is no patient to go on with
    "mean_aortic_pressure", "lv_end_diastolic_pressure", "left_atrial_pressure", "right_atrial_pressure",
    "cardiac_output", "mixed_venous_oxygen_saturation",
)  # fmt: skip


def check_livable(name: str, measures: Mapping[str, float | None], body: Body) -> None:
    """Refuse a patient who cannot live, though the numbers of the sheet are met.

    Raise InputError with what this patient shows, and what patients show.
    """
    beyond = [_said(*one) for one in _outside(measures, body) if one[0] in VITAL]
    if beyond:
        raise InputError(
            f"{name}: no patient who lives shows these numbers; whoever comes nearest has {'; '.join(beyond)}. Check "
            f"the sheet, and give what else was measured, such as mean_aortic_pressure and cardiac_output"
        )


def vital_outside(measures: Mapping[str, float | None], body: Body) -> list[str]:
    """Return the measures without which nobody lives, and that are beyond what living patients show."""
    return [one[0] for one in _outside(measures, body) if one[0] in VITAL]


def implausible(measures: Mapping[str, float | None], body: Body) -> list[str]:
    """Return a sentence for each measure that no patient was taken to have."""
    return [f"The fitted patient has {_said(*one)}: check the sheet." for one in _outside(measures, body)]


def _outside(measures: Mapping[str, float | None], body: Body) -> Iterator[tuple[str, float, float, float]]:
    """Yield the measures outside of what a body of this size can have, each with the range."""
    for name in MEASURES:
        value, (low, high) = measures.get(name), plausible_range(name, body)
        if value is not None and not low <= value <= high:
            yield name, value, low, high


def _said(name: str, value: float, low: float, high: float) -> str:
    limits = [shown(name, float(f"{limit:.3g}")) for limit in (low, high)]
    value_shown = shown(name, float(f"{value:.3g}"))
    return f"{MEASURES[name].lower_title} {value_shown} (plausible is {limits[0]} to {limits[1]})"
