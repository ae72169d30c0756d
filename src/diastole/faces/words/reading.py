"""The reading of a comparison in plain words, every number of it computed.

A rule looks at a few measures and says what they do and, where other measures show it, why. It gives no advice.
A change under 1 % (``HARDLY``) hardly changes, one under 3 % (``LITTLE``) is a little; a valve that leaks less than
3 mL a beat (``SMALL_LEAK``) is taken as tight, and percent of its leak are not given.
"""

from collections.abc import Callable

from diastole.faces.words import reading_flow as words_flow
from diastole.faces.words import reading_heart as words_heart
from diastole.faces.words.balance import in_short
from diastole.faces.words.needs import ComparisonLike
from diastole.faces.words.reading_facts import Facts

Rule = Callable[[Facts], list[str]]

TOPICS: dict[str, tuple[Rule, ...]] = {
    "In short": (in_short,),
    "Pressure in the aorta": (words_flow.perfusion, words_flow.augmentation, words_flow.unloading),
    "Leak": (words_flow.aortic_leak, words_flow.mitral_leak, words_flow.tight_valves),
    "Filling of the ventricle": (words_heart.filling, words_heart.early_closure),
    "Flow to the body": (words_flow.output,),
    "Work of the ventricle": (words_heart.work,),
    "Supply of the heart muscle": (words_heart.supply,),
    "Beats between": (words_flow.beats_between,),
}


def reading(comparison: ComparisonLike) -> list[str]:
    """Return the sentences about a comparison, in reading order."""
    return [sentence for sentences in reading_by_topic(comparison).values() for sentence in sentences]


def reading_by_topic(comparison: ComparisonLike) -> dict[str, list[str]]:
    """Return the sentences under the topic they belong to; topics with nothing to say are left out."""
    facts = Facts(comparison)
    said = {topic: [line for rule in rules for line in rule(facts)] for topic, rules in TOPICS.items()}
    return {topic: lines for topic, lines in said.items() if lines}
