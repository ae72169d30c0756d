"""The words of causes, in tables that a page is given too: `causes` and ``causes.ts`` fill them."""

from collections.abc import Callable, Mapping
from math import sqrt
from typing import Any

from diastole.model.measures.definitions import MEASURES
from diastole.model.physiology.valve import ACCELERATION

JET = sqrt(2.0 * ACCELERATION)  # cm/s per √mmHg, by Bernoulli's law
SHARE = 0.1  # 1, of a change, under which what is left of it is not named; assumed
# Of two words the first is for less.
MORE, RISES = ("less", "more"), ("falls", "rises")
FACTORS = {
    "pressure": ("less far", "further"),
    "time": ("for a shorter time", "longer"),
    "orifice": ("narrower", "wider"),
}
PLACES = {  # of a leak: the valve, from where blood comes back, and where to
    "aortic_regurgitant_volume": ("the aortic valve", "aorta", "ventricle"),
    "mitral_regurgitant_volume": ("the mitral valve", "ventricle", "atrium"),
}
BEFORE_EJECTION = "aortic_end_diastolic_pressure"
MEAN, PEAK = "mean_aortic_pressure", "systolic_aortic_pressure"
PUMPED, NATIVE = "pump_flow", "native_cardiac_output"
# What a device that works does to the pressure above a leaking valve while it leaks, by leak and block of the device:
# whether it raises or lowers it, the measure that goes the same way, if any, and what is said of it.
MECHANISMS: Mapping[str, Mapping[str, tuple[int, str, str]]] = {
    "aortic_regurgitant_volume": {
        "balloon_pump": (1, "", "the balloon fills in diastole and holds the aorta up, so that "),
        "axial_pump": (1, "", "{device} pumps blood from the ventricle into the aorta, in diastole too, so that "),
        "extracorporeal": (1, "", "{device} pumps blood into the arteries, in diastole too, so that "),
    },
    "mitral_regurgitant_volume": {
        "balloon_pump": (
            -1, BEFORE_EJECTION,
            "the balloon empties before ejection and so lowers the aorta, against which the ventricle ejects; ",
        ),
        "axial_pump": (-1, "", "{device} takes blood out of the ventricle, so that "),
        "extracorporeal": (
            1, BEFORE_EJECTION, "{device} pumps blood into the arteries, against which the ventricle ejects; ",
        ),
    },
}  # fmt: skip
LEAK = {  # what is said of a leak, and of each of its factors
    "head": "Why {more} leaks back through {valve} ({change} {basis}): {parts}.",
    "pressure": "{by}the {above} stands {way} above the {below} while the valve leaks ({after} instead of {before} "
    "mmHg: {above} {rise_above}, {below} {rise_below}{part})",
    "time": "it leaks {way} ({after} instead of {before} ms a beat{part})",
    "orifice": "the opening is {way} ({after} instead of {before} cm²{part})",
    "part": "; makes {amount}",  # where several parts are named
    "rest": "smaller parts make {amount}",
}
# Of what leaves the heart: measures that are added up, whether the body gets it, and what is said of it.
OUTPUT = "cardiac_output"
TERMS: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (
        ("native_cardiac_output", "aortic_regurgitant_flow", "mitral_regurgitant_flow", "left_to_right_shunt"), 1,
        "the left ventricle ejects {size} {more}",
    ),
    (("aortic_regurgitant_flow",), -1, "{size} {more} comes back through the aortic valve"),
    (("mitral_regurgitant_flow",), -1, "{size} {more} goes back into the left atrium"),
    (("left_to_right_shunt",), -1, "{size} {more} goes through the hole in the septum"),
    ((PUMPED,), 1, "{rotary} pumps {size} {more}"),
)  # fmt: skip
RATIO, SUPPLY, NEED = "subendocardial_supply_demand_ratio", "subendocardial_flow", "lv_oxygen_need"
FILLED, HELD = "lv_end_diastolic_pressure", "lv_end_diastolic_volume"
FRACTION = "aortic_regurgitant_fraction"
SENTENCES = {
    OUTPUT: "Why {phrase} {rises} ({change}): {parts}.",
    MEAN: "Why {phrase} falls ({change}): the balloon empties before ejection, which takes more pressure off the end "
    "of diastole ({end} mmHg) and off systole ({peak} mmHg at its peak) than its filling adds.",
    FILLED: "Why {phrase} {rises} ({change}): {reason}.",
    FRACTION: "Why the {phrase} rises ({change}): {rotary} pumps {size} past the valve, so that less blood "
    "goes forward through it, and the leak is a larger share of that.",
    RATIO: "Why {phrase} {rises} although the flow to that wall {moves} by {size}: the ventricle needs {need} {more} "
    "oxygen, and its arterioles let {more} blood through; wide open, they would let {wide} through for what it needs.",
}
EMPTIES = "axial_pump"  # block of the device that takes blood out of the ventricle
FILLS = {  # why a ventricle is fuller or less full before it contracts
    "leak": "{size} {more} has leaked into it through the aortic valve",
    "pump": "{device} takes blood out of it, in diastole too",
}
# Why the flow goes where it goes, where the balloon moves the pressures above and below it apart.
LOWER, UPPER = "lower_body_flow", "head_and_arm_flow"
APART = (
    "the balloon lies below the branches to head and arms, and raises the mean pressure below it ({below} mmHg) but "
    "not above it ({above} mmHg)"
)
# Why coronary flow changes, within a clause on it, where the arterioles let through what the ventricle needs.
CORONARY = "coronary_flow"
FED = "as the left ventricle needs {size} {more} oxygen"
USED = (  # measures that are shown in these sentences, or decide on them
    OUTPUT, MEAN, PEAK, PUMPED, NATIVE, RATIO, SUPPLY, NEED, FILLED, HELD, FRACTION, LOWER, UPPER, BEFORE_EJECTION,
    CORONARY, *PLACES,
)  # fmt: skip


def causes_payload(words: Callable[[Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Return the tables of this module for a page, ready for JSON; `words`: how a measure is shown."""
    return {
        "places": PLACES, "leak": LEAK, "factors": FACTORS, "terms": TERMS, "sentences": SENTENCES, "fills": FILLS,
        "more": MORE, "rises": RISES, "jet": JET, "share": SHARE, "mechanisms": MECHANISMS, "apart": APART, "fed": FED,
        "measures": {name: words(MEASURES[name]) for name in USED if not MEASURES[name].is_key},
    }  # fmt: skip
