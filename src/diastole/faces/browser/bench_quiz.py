"""The quiz of a bench: which error of timing is this? What it draws from, and what is said of each answer."""

from typing import Any

from diastole.faces.browser.bench_controls import TIMING_ERRORS

# Values of the patient that a question draws, as (key, lowest, highest, step) in the unit of the control: hearts in
# which each error of the sizes below shows its sign (`tests/browser/test_quiz.py`).
SPANS = (
    ("lesions.aortic_regurgitation.orifice_area", 0.0, 0.02, 0.01),
    ("left_ventricle.passive_stiffness", 0.25, 0.45, 0.01),
    ("pacing.rate", 70.0, 100.0, 1.0),
    ("balloon_pump.volume", 36.0, 46.0, 1.0),
)
SIZES = (110.0, 160.0, 10.0)  # ms, of an error
RATIO = ("balloon_pump.ratio", "1:2")  # at which timing is judged
RIGHT = "Right timing"
SIGNS = {
    "Early inflation": "The second hump begins before the ventricle has ended its beat: it runs into systole, and the "
    "notch between them is gone. Inflation is moved later.",
    "Late inflation": "The notch stands clear, and the second hump begins only after a gap. Inflation is moved "
    "earlier.",
    "Early deflation": "The pressure falls steeply behind the second hump and comes back up before the next beat: the "
    "lowest point stands too early. Deflation is moved later.",
    "Late deflation": "The second hump is wide, and the pressure before the next beat is higher than before a beat "
    "without help. Deflation is moved earlier.",
    RIGHT: "The second hump begins at the notch, and the lowest pressure stands just before the next beat. Nothing is "
    "moved.",
}


def quiz_payload() -> dict[str, Any]:
    """Return what a page draws its questions from, ready for JSON."""
    kinds = {title: (key, 1.0 if value > 0.0 else -1.0) for title, key, value in TIMING_ERRORS}
    return {
        "spans": SPANS,
        "sizes": SIZES,
        "ratio": RATIO,
        "kinds": [{"title": title, "sign": SIGNS[title], "error": kinds.get(title)} for title in (*kinds, RIGHT)],
    }
