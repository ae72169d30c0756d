"""Rules of the reading on pressure in the aorta, leak and flow."""

from diastole.faces.words.change import BASES
from diastole.faces.words.flow_causes import apart
from diastole.faces.words.reading_facts import Facts, sentence
from diastole.model.measures.leaks import CLOSING
from diastole.numbers import listed, with_unit

UNLOADING = {  # (aortic end-diastolic, systolic pressure) → what the ventricle meets
    (-1, -1): "The ventricle ejects against less pressure from beginning to end: deflation unloads it.",
    (-1, 0): "The ventricle begins to eject against less pressure: deflation unloads it.",
    (-1, 1): "The aortic valve opens against less pressure, and the beat then reaches a higher peak.",
    (1, -1): "The aortic valve opens against more pressure, and the beat then reaches a lower peak.",
    (1, 0): "The ventricle begins to eject against more pressure: deflation does not unload it here.",
    (1, 1): "The ventricle ejects against more pressure from beginning to end: deflation does not unload it here.",
}


def perfusion(facts: Facts) -> list[str]:
    """The pressure that drives blood to the organs."""
    if not facts.known("mean_aortic_pressure"):
        return []
    return [sentence(facts.moves("mean_aortic_pressure"))]


def augmentation(facts: Facts) -> list[str]:
    """Augmented diastolic pressure, compared with systole."""
    peak = facts.get("augmented_diastolic_pressure").after
    systolic = facts.get("systolic_aortic_pressure").after
    if not facts.has_balloon or peak is None or systolic is None:
        return []
    margin = peak - systolic
    size = with_unit(abs(margin), facts.get("augmented_diastolic_pressure").decimals, "mmHg")
    if abs(margin) < 1.0:
        relation = "about as high as the systolic peak of the same beat"
    else:
        relation = f"{size} {'above' if margin > 0.0 else 'below'} the systolic peak of the same beat"
    value = facts.value("augmented_diastolic_pressure")
    return [f"While the balloon is inflated, aortic pressure reaches {value}, {relation}."]


def unloading(facts: Facts) -> list[str]:
    """The pressure against which the ventricle ejects."""
    end, peak = "aortic_end_diastolic_pressure", "systolic_aortic_pressure"
    if not (facts.known(end) and facts.known(peak)):
        return []
    text = [sentence(facts.moves(end), f"and {facts.moves(peak)}")]
    if not facts.has_balloon:
        return text
    meaning = UNLOADING.get((facts.direction(end), facts.direction(peak)), "")
    return [*text, meaning] if meaning else text


def aortic_leak(facts: Facts) -> list[str]:
    """Leak of the aortic valve, and what drives it."""
    name = "aortic_regurgitant_volume"
    if not facts.leaky(name) or not facts.known(name):
        return []
    text = [sentence(f"Through the aortic valve, {_leak(facts, name)}", _share(facts, "aortic_regurgitant_fraction"))]
    if facts.has_balloon and facts.rises(name) and facts.rises("diastolic_pressure_time_index"):
        text.append("The balloon raises the pressure above the open gap while the valve should be shut.")
    return text


def mitral_leak(facts: Facts) -> list[str]:
    """Leak of the mitral valve in systole and, where it opens early, in diastole."""
    name, late = "mitral_regurgitant_volume", "diastolic_mitral_regurgitant_volume"
    text = []
    if facts.leaky(name) and facts.known(name):
        share = _share(facts, "mitral_regurgitant_fraction")
        text.append(sentence(f"Through the mitral valve, {_leak(facts, name)}", share))

        pressures = "systolic_aortic_pressure", "aortic_end_diastolic_pressure"
        if facts.has_balloon and facts.falls(name) and facts.falls(*pressures):
            text.append("The way into the aorta has become easier, so less blood takes the way back.")
    if facts.known(late) and facts.leaky(late):
        before, now = (facts.value(late, after=which) for which in (False, True))
        text.append(f"Before systole has even begun, {now} a beat leaks back into the left atrium (without {before}).")
    return text


def tight_valves(facts: Facts) -> list[str]:
    """A note where neither valve leaks."""
    names = "aortic_regurgitant_volume", "mitral_regurgitant_volume"
    if any(facts.leaky(name) for name in names) or not all(facts.known(name) for name in names):
        return []
    least = with_unit(CLOSING, 0, "mL")
    return [f"Neither the aortic nor the mitral valve leaks as much as {least} a beat in either run."]


def output(facts: Facts) -> list[str]:
    """Cardiac output, and whether a larger leak shows in it."""
    if not facts.known("cardiac_output"):
        return []
    text = [sentence(facts.moves("cardiac_output"))]
    stroke, forward = "total_stroke_volume", "forward_stroke_volume"
    if facts.known(stroke) and facts.known(forward) and facts.direction(stroke) != facts.direction(forward):
        text.append(sentence(f"Of each beat, {facts.moves(stroke)}", f"while {facts.moves(forward)}"))
    return text + _where_it_goes(facts) + _harm_in_output(facts)


def beats_between(facts: Facts) -> list[str]:
    """The beats without a balloon at 1:2 and 1:3."""
    if not facts.comparison.with_.unassisted:
        return []
    wanted = "aortic_end_diastolic_pressure", "systolic_aortic_pressure", "aortic_regurgitant_volume"
    parts = []
    for name in wanted:
        change = facts.get(name)
        if change.unassisted is not None and (name not in wanted[2:] or facts.leaky(name)):
            parts.append(f"{facts.name(name)} is {with_unit(change.unassisted, change.decimals, change.unit)}")
    head = f"A number is that {BASES['beat']}, unless it is said to be {BASES['cycle']}; in the beats between"
    return [sentence(head, listed(parts))] if parts else []


def _leak(facts: Facts, name: str) -> str:
    """Return the clause on a regurgitant volume."""
    change = facts.get(name)
    after = facts.value(name)
    if change.direction == 0:
        return f"the leak does not change ({after} a beat)"
    more = "more" if change.direction > 0 else "less"
    return f"{facts.amount(name)} {more} leaks back in each beat, {after} in all"


def _share(facts: Facts, name: str) -> str:
    """Return the clause on a regurgitant fraction, with both of its values where it changes."""
    change = facts.get(name)
    if change.absolute is None:
        return ""
    if change.direction == 0:
        return f"as before {facts.value(name)} of what the ventricle ejects" if "aortic" in name else ""
    if change.after is not None and change.after > 1.0:
        return f"more than the ventricle itself ejects ({facts.value(name, after=False)} of that before)"
    return f"or {facts.value(name)} of the stroke volume instead of {facts.value(name, after=False)}"


def _where_it_goes(facts: Facts) -> list[str]:
    """Return to which part of the body the output goes, and whether one pays for the other, in words."""
    above, below = "head_and_arm_flow", "lower_body_flow"
    if not (facts.known(above) and facts.known(below)):
        return []
    text = [sentence(facts.moves(above), f"and {facts.moves(below)}")]
    if facts.falls(above) and facts.rises(below):
        gains = (
            "What output gains goes" if facts.rises("cardiac_output") else "Blood is taken from head and arms and goes"
        )
        why = apart(facts.comparison.without, facts.comparison.with_)
        below = f": {why}" if why else ", below the balloon" if facts.has_balloon else ""
        text.append(f"{gains} to the lower body{below}.")
    return text


def _harm_in_output(facts: Facts) -> list[str]:
    """Return whether a leak that the balloon enlarges costs output, in words."""
    if not facts.has_balloon or not facts.leaky("aortic_regurgitant_volume"):
        return []
    if not facts.rises("aortic_regurgitant_flow"):  # on average, as output is
        return []
    if facts.falls("cardiac_output"):
        return ["The larger leak is paid for by the body: less blood reaches it."]
    return ["The larger leak is not visible in cardiac output here: the ventricle ejects more and makes up for it."]
