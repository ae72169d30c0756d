"""What the figures show, in words, for those who do not see them."""

from diastole.faces.words.needs import ComparisonLike
from diastole.faces.words.reading_facts import Facts


def waveform_label(comparison: ComparisonLike) -> str:
    """Return the alternative text of the waveforms."""
    facts = Facts(comparison)
    shown = (
        "Waveforms over time without and with support: "
        "aortic, left ventricular and left atrial pressure, aortic and mitral flow"
    )
    balloon = ", and balloon volume" if facts.has_balloon else ""
    numbers = ("mean_aortic_pressure", "aortic_end_diastolic_pressure", "augmented_diastolic_pressure")
    return f"{shown}{balloon}. {_from_to(facts, numbers)}"


def loop_label(comparison: ComparisonLike) -> str:
    """Return the alternative text of the loops."""
    facts = Facts(comparison)
    numbers = ("lv_end_diastolic_volume", "lv_end_systolic_volume", "lv_end_diastolic_pressure", "lv_stroke_work")
    return f"Pressure–volume loops of the left ventricle without and with support. {_from_to(facts, numbers)}"


def _from_to(facts: Facts, names: tuple[str, ...]) -> str:
    """Return the values of some measures without and with support."""
    parts = [
        f"{facts.get(name).title} {facts.value(name, after=False)} without and {facts.value(name)} with"
        for name in names
        if facts.known(name)
    ]
    return "; ".join(parts) + "." if parts else ""
