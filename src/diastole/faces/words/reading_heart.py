"""Rules of the reading on filling, work and supply of the left ventricle."""

from diastole.faces.words.flow_causes import fed
from diastole.faces.words.reading_facts import Facts, sentence
from diastole.numbers import with_unit

EARLY = 50.0  # ms before the R wave: a mitral valve that closes this early does so without the ventricle
LUNG = 1.0  # mmHg: a smaller change of left atrial pressure hardly matters to the lung


def filling(facts: Facts) -> list[str]:
    """Filling of the ventricle at the end of diastole, and pressure in the lung."""
    pressure, volume, atrium = "lv_end_diastolic_pressure", "lv_end_diastolic_volume", "left_atrial_pressure"
    if not facts.known(pressure):
        return []
    filled = f"and {facts.moves(volume, 'its end-diastolic volume')}" if facts.known(volume) else ""
    text = [sentence(facts.moves(pressure), filled)]
    if facts.known(atrium):
        text.append(sentence(facts.moves(atrium) + _lung(facts)))
    return text


def _lung(facts: Facts) -> str:
    """Return what a change of left atrial pressure means for the lung, unless its capillaries go the other way."""
    atrium = facts.get("left_atrial_pressure")
    change, capillaries = atrium.absolute, "pulmonary_capillary_pressure"
    if change is None or abs(change) < LUNG or atrium.direction == 0:
        return ""
    if facts.known(capillaries) and facts.direction(capillaries) == -atrium.direction:
        return ""
    return f": the lung is {'more' if change > 0.0 else 'less'} congested"


def early_closure(facts: Facts) -> list[str]:
    """Closure of the mitral valve before the ventricle contracts, as in acute severe aortic regurgitation."""
    change = facts.get("mitral_closure_before_r_wave")
    lead = [value for value in (change.before, change.after) if value is not None]
    if not lead or max(lead) < EARLY:
        return []
    before, after = (facts.value(change.name, after=late) for late in (False, True))
    return [
        "The mitral valve closes early, before the ventricle contracts: "
        f"{before} ahead of the R wave without and {after} with support."
    ]


def work(facts: Facts) -> list[str]:
    """Work of the ventricle and its use of ATP."""
    names = [n for n in ("lv_stroke_work", "lv_contractile_atp", "tension_time_index") if facts.known(n)]
    if not names:
        return []
    *first, last = map(facts.moves, names)
    text = [sentence(*first, f"and {last}" if first else last)]
    if facts.rises("lv_stroke_work") and facts.falls("lv_contractile_atp"):
        text.append("It does more outward work for less ATP.")
    return text


def supply(facts: Facts) -> list[str]:
    """Coronary supply, and how it compares with the need."""
    text = []
    if facts.known("coronary_flow"):
        why = fed(facts.comparison.without, facts.comparison.with_)
        text.append(sentence(facts.moves("coronary_flow"), why))
    reserve = facts.get("subendocardial_supply_demand_ratio")
    if reserve.absolute is not None and reserve.after is not None:
        state = "what it needs and more" if reserve.after >= 1.0 else "less than it needs"
        text.append(
            f"The inner wall gets {state} (supply over demand {facts.value(reserve.name)}, without "
            f"{with_unit(reserve.before, reserve.decimals, reserve.unit)})."
        )
    ratio = facts.get("endocardial_viability_ratio")
    if ratio.absolute is not None:
        before = with_unit(ratio.before, ratio.decimals, ratio.unit)
        verdict = {1: "more", -1: "less", 0: "as much"}[ratio.direction]
        than = "as" if ratio.direction == 0 else "than"
        text.append(
            f"For each unit of demand there is {verdict} supply below the endocardium {than} before "
            f"(endocardial viability ratio {facts.value(ratio.name)}, without {before})."
        )
    return text
