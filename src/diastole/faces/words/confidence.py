"""The limits of a comparison: what the model leaves out, and how well the numbers are converged."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from diastole.faces.words.change import leaks
from diastole.faces.words.treatment_words import works
from diastole.model.measures.definitions import MEASURES
from diastole.numbers import significant

if TYPE_CHECKING:
    from diastole.model.run import Comparison, Run

WITHOUT_NUMBERS = re.compile(r"\d[\d.]*")  # what is left is the same caution of both runs
EXTRAPOLATION = "This run is an extrapolation."
MISFIT = "The results hold for the simulated patient, who differs from the measured one in these numbers."
NOT_USED = "The simulated patient does not have it."
DISCLAIMER = "Education and research only; not a medical device; no advice for a named patient."


class Caveat(NamedTuple):
    """A known limit of the model."""

    title: str  # a short sentence that can be read alone
    text: str  # the consequence for the reader
    measure: str = ""  # to which it applies; of a leak, given only where that valve leaks
    of_balloon: bool = False  # given only where a balloon works


MISSES: tuple[Caveat, ...] = (
    Caveat(
        "The model is not the patient.",
        "It holds for the patient described at the end of this page and for no one else. "
        "Presets are tuned to the published picture of a disease; that is not a validation.",
    ),
    Caveat(
        "Coronary flow follows need until the reserve is used up.",
        "While the arterioles can open further, less need means less flow. Supply over demand tells more than flow. "
        "Narrowed coronary arteries, which most patients in shock have, are not in the presets.",
        "coronary_flow",
    ),
    Caveat(
        "The sign of a change in stroke work is fragile.",
        "The balloon changes the pressure of ejection and the ejected volume, often in opposite directions. Work is "
        "their product, and small changes of timing or of the vessels turn its sign.",
        "lv_stroke_work",
        of_balloon=True,
    ),
    Caveat(
        "The change of the aortic leak is a prediction.",
        "No series of patients or animals is known in which the regurgitant volume was measured with the balloon off "
        "and on.",
        "aortic_regurgitant_volume",
        of_balloon=True,
    ),
    Caveat(
        "Cardiac output in aortic regurgitation is not the place to look for harm.",
        "In these runs the ventricle does not tire: an output that holds over some beats says little about hours. "
        "The leak and the filling pressure tell more.",
        "aortic_regurgitant_volume",
    ),
)

REFLEX = {
    False: Caveat(
        "The baroreflex is off.",
        "Heart rate, vessel tone and contractility stay as set, while a person answers a change of pressure within "
        "seconds to minutes. --reflex lets it answer.",
    ),
    True: Caveat(
        "The baroreflex is on.",
        "Heart rate, vessel tone and contractility answer to every change from the untreated patient. Its gains are "
        "those of healthy people; illness and drugs blunt them.",
    ),
}


def limits(comparison: "Comparison", misses: Sequence[Caveat] = MISSES) -> list[Caveat]:
    """Return in which ways the runs are extrapolations, the limits that apply, and last how well they are converged."""
    runs = comparison.without, comparison.with_
    beyond = {WITHOUT_NUMBERS.sub("", text): text for run in runs for text in run.cautions}
    patient = comparison.with_.patient
    follows = {patient.misfit: MISFIT, patient.not_used: NOT_USED}
    stretched = [Caveat(text, follows.get(text, EXTRAPOLATION)) for text in beyond.values()]
    reflex = REFLEX[comparison.with_.reflex]
    return [*stretched, reflex, *(caveat for caveat in misses if _bears_on(caveat, runs)), numerics(comparison)]


def numerics(comparison: "Comparison") -> Caveat:
    """Return how well both runs are converged."""
    without, with_ = comparison.without, comparison.with_
    return Caveat(
        "The beat shown is steady.",
        f"It repeats itself after {without.beats} simulated beats without and {with_.beats} with support. From one "
        f"support cycle to the next no state still changes by more than {_residual(without)} mL without "
        f"and {_residual(with_)} mL with support.",
    )


def _residual(run: "Run") -> str:
    """Return the residual with two digits and a power of ten."""
    text = significant(run.residual, 2)
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return text
    power = str(int(exponent.replace("−", "-"))).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} · 10{power}"


def _bears_on(caveat: Caveat, runs: "tuple[Run, Run]") -> bool:
    """Whether a limit applies to these runs."""
    if caveat.of_balloon and not any(map(works, runs)):
        return False
    if not caveat.measure:
        return True
    if leak := MEASURES[caveat.measure].leak:
        return leaks(leak, *(run.measures for run in runs))
    return any(run.measures.get(caveat.measure) is not None for run in runs)
