"""The reading in short: what gets worse, what gets better, what hardly changes."""

from diastole.faces.words.change import HARDLY
from diastole.faces.words.reading_facts import Facts
from diastole.numbers import THIN, listed

WANTED = {  # which way a measure goes when heart or body fare better; others have no such way
    "aortic_regurgitant_volume": -1,
    "mitral_regurgitant_volume": -1,
    "mean_aortic_pressure": 1,
    "cardiac_output": 1,
    "lv_end_diastolic_pressure": -1,
    "left_atrial_pressure": -1,
    "lv_contractile_atp": -1,
    "subendocardial_supply_demand_ratio": 1,
}


def in_short(facts: Facts) -> list[str]:
    """Say plainly what gets worse and what does not."""
    judged = [name for name in WANTED if facts.known(name) and _speaks(facts, name)]
    sides: dict[int, list[str]] = {-1: [], 0: [], 1: []}
    for name in judged:
        sides[facts.direction(name) * WANTED[name]].append(name)
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


def _speaks(facts: Facts, name: str) -> bool:
    """Whether a measure says something about this patient: a tight valve's leak does not."""
    return "regurgitant" not in name or facts.leaky(name)
