"""The line ``rhythm`` of a bedside sheet: what rules may ask of it, and whether a pacemaker sets the rate."""

from typing import NamedTuple

from diastole.knowledge.screening.fact_sheet import StatedFact
from diastole.model.measures.definitions import plain_words

SOURCE = "rhythm on the bedside sheet"
REGULAR = "the beats of the model are regular, each with a contraction of the atria"


class Rhythm(NamedTuple):
    """A rhythm that is charted."""

    names: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    paced: bool = False
    modelled: bool = False  # as regular beats that begin with a contraction of the atria


# A fibrillating atrium is a tachyarrhythmia only where the ventricles follow fast, as in records (knowledge.fhir).
RHYTHMS = (
    Rhythm(
        ("sinus", "sr", "nsr", "sinus rhythm", "normal sinus rhythm"), (("tachyarrhythmia", "absent"),), modelled=True
    ),
    Rhythm(("sinus tachycardia", "sinus tach"), modelled=True),
    Rhythm(("sinus bradycardia", "sinus brady"), (("heart_block", "suspected"),), modelled=True),
    Rhythm(("paced", "atrial pacing", "aai", "ddd", "atrially paced"), paced=True, modelled=True),
    Rhythm(("ventricular pacing", "vvi", "ventricularly paced"), paced=True),
    Rhythm(("atrial fibrillation", "af", "afib", "vhf"), (("tachyarrhythmia", "suspected"),)),
    Rhythm(("atrial flutter", "flutter"), (("tachyarrhythmia", "suspected"),)),
    Rhythm(("supraventricular tachycardia", "svt"), (("tachyarrhythmia", "present"),)),
    Rhythm(("ventricular tachycardia", "vt"), (("tachyarrhythmia", "present"),)),
    Rhythm(("ventricular fibrillation", "vf"), (("tachyarrhythmia", "present"),)),
    Rhythm(
        ("heart block", "complete heart block", "third degree block", "av block iii", "second degree block"),
        (("heart_block", "present"),),
    ),
)
_KNOWN = {plain_words(name): rhythm for rhythm in RHYTHMS for name in rhythm.names}


class StatedRhythm(NamedTuple):
    """What was read of the line."""

    stated: list[StatedFact]
    not_used: list[str]
    paced: bool = False


def read_rhythm(given: str | None) -> StatedRhythm:
    """Read the line; a rhythm that is not known is kept, and rules do not hear of it."""
    if given is None:
        return StatedRhythm([], [])
    known = _KNOWN.get(plain_words(given))
    if known is None:
        return StatedRhythm(
            [], [f"rhythm {given} (no rhythm that rules know: {', '.join(one.names[0] for one in RHYTHMS)})"]
        )
    stated = [StatedFact(fact, value, SOURCE) for fact, value in known.facts]
    return StatedRhythm(stated, [] if known.modelled else [f"rhythm {given} ({REGULAR})"], known.paced)
