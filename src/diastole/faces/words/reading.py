"""The reading of a comparison in plain words, every number of it computed.

A rule describes a few measures and, where other measures show it, the cause. It gives no advice.
A change that nobody could tell (`Measure.direction`) is no change, one under 3 % (``LITTLE``) is a little; a valve that
leaks less than a competent one may (``CLOSING``) is taken as tight, and percent of its leak are not given.
"""

from collections.abc import Callable

from diastole.faces.words import reading_flow as words_flow
from diastole.faces.words import reading_heart as words_heart
from diastole.faces.words.causes import causes
from diastole.faces.words.reading_facts import Facts
from diastole.model.measures.definitions import MEASURES
from diastole.model.run import Comparison
from diastole.numbers import listed

Rule = Callable[[Facts], list[str]]
JUDGED = sorted((each for each in MEASURES.values() if each.is_key and each.better), key=lambda each: not each.leak)


def in_short(facts: Facts) -> list[str]:
    """The measures that get worse, that get better, and that do not change."""
    judged = [m for m in JUDGED if facts.known(m.name) and (not m.leak or facts.leaky(m.name))]
    sides: dict[int, list[str]] = {-1: [], 0: [], 1: []}
    for measure in judged:
        sides[facts.direction(measure.name) * measure.better].append(measure.name)
    if not judged:
        return []
    if not sides[-1] and not sides[1]:
        return ["Nothing of what matters most changes by as much as anybody could tell."]
    worse = listed([facts.tag(name) for name in sides[-1]]) or "none of these measures"
    better = listed([facts.tag(name) for name in sides[1]]) or "none of these measures"
    text = [f"Gets worse: {worse}.", f"Gets better: {better}."]
    if sides[0]:
        text.append(f"No change: {listed([facts.name(name) for name in sides[0]])}.")
    return text


TOPICS: dict[str, tuple[Rule, ...]] = {
    "In short": (in_short,),
    "Pressure in the aorta": (words_flow.perfusion, words_flow.augmentation, words_flow.unloading),
    "Leak": (words_flow.aortic_leak, words_flow.mitral_leak, words_flow.tight_valves),
    "Filling of the ventricle": (words_heart.filling, words_heart.early_closure),
    "Flow to the body": (words_flow.output,),
    "Work of the ventricle": (words_heart.work,),
    "Supply of the heart muscle": (words_heart.supply,),
    "Why": (lambda facts: causes(facts.comparison.without, facts.comparison.with_),),
    "Beats between": (words_flow.beats_between,),
}


def reading(comparison: Comparison) -> list[str]:
    """Return the sentences about a comparison, in reading order."""
    return [sentence for sentences in reading_by_topic(comparison).values() for sentence in sentences]


def reading_by_topic(comparison: Comparison) -> dict[str, list[str]]:
    """Return the sentences under the topic they belong to; topics with nothing to say are left out."""
    facts = Facts(comparison)
    sentences = {topic: [line for rule in rules for line in rule(facts)] for topic, rules in TOPICS.items()}
    return {topic: lines for topic, lines in sentences.items() if lines}
