"""Half an hour of the balloon in aortic regurgitation: whether each limb of the vicious circle worsens, and its end."""

from functools import partial

from validation.interventions import FALLS, RISES
from validation.phenomena.vicious_circle.course import HARM, UNITS, change, course
from validation.phenomena.vicious_circle.sweep import hearts, turns
from validation.rows import Row

TOPIC = "Vicious circle"
WORDS = "balloon, 40 mL, 1:1, 30 min, against 30 min without"
NAMES = {"acute": "acute_severe_ar", "chronic": "chronic_severe_ar"}
LEAK = ("leak_per_beat", "leak_per_minute")
LIMBS = (*LEAK, "lv_end_diastolic_pressure", "subendocardial_supply_demand_ratio", "lung_water")
EXPECTED = {"acute": LIMBS, "acute, narrow coronaries": (*LIMBS, "weakened"), "chronic": LEAK}
TURNING = (0.05, 0.4)  # cm², between which the sign of LVEDP must turn in the acute heart: a trace, a severe leak


def _turn(heart: str, name: str) -> float:
    """Return the orifice above which the balloon harms by a value [cm²]; infinite where it does so nowhere."""
    return min((orifice for orifice, to_harm in turns(heart, name) if to_harm), default=float("inf"))


def half_hours() -> list[Row]:
    """Return the rows of the values that must worsen in half an hour of a vicious circle."""
    rows = []
    for heart, patient in hearts().items():
        who = f"{NAMES.get(heart, heart)}, reflex and ischaemia on"
        for name in EXPECTED[heart]:
            read = partial(change, patient, name)
            bounds = RISES if HARM[name] > 0 else FALLS
            rows.append(Row(TOPIC, "teaching", who, WORDS, f"change of {name}", UNITS[name], read, *bounds))
    turn = partial(_turn, "acute", "lv_end_diastolic_pressure")
    measure = "orifice from which lv_end_diastolic_pressure rises"
    rows.append(Row(TOPIC, "demand", "acute_severe_ar, orifice 0 to 0.8 cm²", WORDS, measure, "cm²", turn, *TURNING))
    return rows


def without_balloon() -> list[Row]:
    """Return the rows of half an hour without the balloon: an untreated patient does not drift."""
    return [
        Row(
            TOPIC, "demand", f"{NAMES[heart]}, reflex and ischaemia on", "none, 30 min", f"drift of {name}",
            UNITS[name], partial(_drift, heart, name), -1e-3, 1e-3,
        )
        for heart in NAMES
        for name in ("leak_per_beat", "mean_aortic_pressure")
    ]  # fmt: skip


def _drift(heart: str, name: str) -> float:
    values = course(hearts()[heart], balloon=False, stop=False).values[name]
    return float(values[-1] - values[0])


ROWS = [*half_hours(), *without_balloon()]
