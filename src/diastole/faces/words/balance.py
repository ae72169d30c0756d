"""The reading in short: what gets worse, what gets better, what hardly changes."""

from diastole.faces.words.change import HARDLY
from diastole.faces.words.reading_facts import Facts
from diastole.model.measures.definitions import MEASURES
from diastole.numbers import THIN, listed

JUDGED = sorted((one for one in MEASURES.values() if one.is_key and one.better), key=lambda one: not one.leak)


def in_short(facts: Facts) -> list[str]:
    """Say plainly what gets worse and what does not."""
    judged = [m for m in JUDGED if facts.known(m.name) and (not m.leak or facts.leaky(m.name))]
    sides: dict[int, list[str]] = {-1: [], 0: [], 1: []}
    for measure in judged:
        sides[facts.direction(measure.name) * measure.better].append(measure.name)
    if not judged:
        return []
    if not sides[-1] and not sides[1]:
        return [f"Nothing of what matters most changes by more than {100.0 * HARDLY:.0f}{THIN}%."]
    worse = listed([facts.tag(name) for name in sides[-1]]) or "none of these measures"
    better = listed([facts.tag(name) for name in sides[1]]) or "none of these measures"
    text = [f"Gets worse: {worse}.", f"Gets better: {better}."]
    if sides[0]:
        text.append(f"Hardly changes: {listed([facts.name(name) for name in sides[0]])}.")
    return text
