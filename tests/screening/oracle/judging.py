"""The quietest verdict that the written rules permit."""

from datetime import datetime, timedelta
from typing import NamedTuple

from tests.screening.oracle.codes import BOUNDS, UNITS
from tests.screening.oracle.quantities import LIMITS, grades_of_quantity
from tests.screening.oracle.reading import EXTENTS, FINDINGS, LABORATORY, SOME, Evidence, Reading, read_bundle
from tests.screening.oracle.times import LASTS, Span, read_time

QUIET = ("none_found", "caution", "data_needed", "contraindicated")  # from the quietest verdict to the loudest
STALE = {  # h
    "ar.grade": 72, "sepsis": 24, "coagulopathy": 24, "thrombocytopenia": 24, "uncontrolled_bleeding": 24,
    "heart_rate": 24, "tachyarrhythmia": 24, "lvot_obstruction": 72, "aortic_valve.assessed": 72,
    **dict.fromkeys((name for name in LIMITS if name.startswith("ar.")), 72),
}  # fmt: skip
DENIED = {  # h after which a denial says nothing of today any more
    "aortic_dissection": {"absent": 72}, "aortic_aneurysm": {"absent": 8766}, "aortic_wall_disease": {"absent": 8766},
    "peripheral_arterial_disease": {"none": 8766, "mild": 8766, "moderate": 8766}, "terminal_disease": {"absent": 720},
    "descending_aortic_stent": {"absent": 720}, "femoropopliteal_bypass": {"absent": 720}, "ar.onset": {"chronic": 72},
    "heparin_contraindication": {"absent": 72}, "ventricular_septal_defect": {"absent": 72},
    "patient_refusal": {"false": 24}, "balloon.in_place": {"false": 24},
}  # fmt: skip
ECHO_LIMIT = timedelta(hours=72)
CLOCKS = timedelta(minutes=5)  # that two clocks may differ
MODERATE = {"moderate", "moderate_severe"}
FORBIDDING = {  # the words that make a fact a contraindication
    "ar.grade": MODERATE | {"severe"},
    "aortic_dissection": {"suspected", "present"},
    "aortic_aneurysm": {"suspected", "present"},
    "aortic_wall_disease": {"suspected", "present"},
    "peripheral_arterial_disease": {"severe"},
}
CAUTIONING = {
    "ar.grade": {"mild"},
    "peripheral_arterial_disease": {"mild", "moderate"},
    "sepsis": {"suspected", "present"},
    "terminal_disease": {"suspected", "present"},
    "uncontrolled_bleeding": {"suspected", "present"},
    "coagulopathy": {"severe"},
    "thrombocytopenia": {"severe"},
}
ASKED = ("ar.grade", *sorted(FINDINGS), *sorted(EXTENTS))
OF_BLEEDING = ("coagulopathy", "thrombocytopenia", "uncontrolled_bleeding")
ONLY_CAUTIONS = ("descending_aortic_stent", "tachyarrhythmia", "lvot_obstruction", "femoropopliteal_bypass",
                 "heparin_contraindication")  # fmt: skip


class Opinion(NamedTuple):
    """The quietest verdict that is permitted, and why none is quieter."""

    floor: str
    reasons: tuple[str, ...]


def opinion(bundle: object, sheet: dict, now: datetime) -> Opinion:
    """Judge a bundle together with a sheet of facts; where the newest versions cannot be told, by the worst choice."""
    found = [_opinion(reading, sheet, now) for reading in read_bundle(bundle, now)]
    worst = max(found, key=lambda one: QUIET.index(one.floor))
    if worst.floor == "contraindicated" and len({one.floor for one in found}) > 1:
        return Opinion("data_needed", ("which version is the newest cannot be told", *worst.reasons))
    return worst


def _opinion(reading: Reading, sheet: dict, now: datetime) -> Opinion:
    reading.evidence += [one for name, given in sheet.items() if (one := _of_sheet(name, given)) is not None]
    said = {fact: _settled(fact, reading.evidence, now) for fact in ASKED}
    forbidding = [
        f"{fact} is {'/'.join(said[fact])}" for fact, bad in FORBIDDING.items() if said[fact] and said[fact] <= bad
    ]
    forbidding += _measured_without_grade(reading.evidence, now)
    if forbidding:
        return Opinion("contraindicated", tuple(forbidding))
    open_facts = [*reading.gaps, *_open(said), *_open_echo(reading, sheet, now), *_open_valve(sheet, said, now)]
    open_facts += _measured_against(said["ar.grade"], reading.evidence, now) + _open_onset(said["ar.grade"], sheet)
    if open_facts:
        return Opinion("data_needed", tuple(open_facts))
    cautions = [f"{fact} is {'/'.join(said[fact])}" for fact, bad in CAUTIONING.items() if said[fact] & bad]
    cautions += _only_cautions(reading, sheet, now)
    return Opinion("caution" if cautions else "none_found", tuple(cautions))


# ----------------------------------------------------------------------------------------------------- one fact


def _kind(fact: str, word: str) -> str:
    """Return how the rules read a word of a fact."""
    if word in FORBIDDING.get(fact, ()) or (fact.startswith("ar.") and word in MODERATE | {"severe"}):
        return "forbidding"
    return "cautioning" if word in CAUTIONING.get(fact, ()) else "harmless"


def _settled(fact: str, evidence: list[Evidence], now: datetime) -> frozenset[str]:
    """Return the words that a fact may have if the evidence settles how the rules read it; else none."""
    mine = [one for one in evidence if one.fact == fact]
    last = [one for one in mine if not any(_is_newer(two, one, now) for two in mine) and not _is_past(one, now)]
    words: set[str] = set()
    doubted = False  # by something harmless of which no one knows whether it still holds
    for one in (one for one in last if one.words != SOME):
        if one.words is None:
            return frozenset()
        if _is_current(one, now):
            words |= one.words
        elif {_kind(fact, word) for word in one.words} != {"harmless"}:
            return frozenset()
        else:
            doubted |= one.span is None or one.span.last >= now - timedelta(hours=_limit(one) or 0)
    if doubted and {_kind(fact, word) for word in words} != {"harmless"}:
        return frozenset()
    if any(one.words == SOME for one in last) and not words <= SOME:
        return frozenset()
    kinds = {_kind(fact, word) for word in words}
    agreed = len(kinds) == 1 or (fact in LABORATORY.values() and kinds)  # a measured value speaks for itself: caution
    return frozenset(words) if agreed else frozenset()


def _is_newer(one: Evidence, other: Evidence, now: datetime) -> bool:
    if one.span is None or other.span is None:
        return False
    return other.span.last < one.span.first <= now + CLOCKS


def _is_past(one: Evidence, now: datetime) -> bool:
    """Tell whether a value of the laboratory is surely too old: what was measured then says nothing of today."""
    limit = timedelta(hours=STALE.get(one.fact, 0))
    return one.fact in LABORATORY.values() and one.span is not None and one.span.last < now - limit


def _limit(one: Evidence) -> float | None:
    """Return the age up to which this counts, nothing if it does not age."""
    denied = DENIED.get(one.fact, {})
    hours = [denied[word] for word in one.words or () if word in denied]
    return min(hours) if hours else STALE.get(one.fact)


def _is_current(one: Evidence, now: datetime) -> bool:
    limit = _limit(one)
    if one.now or one.span == LASTS:
        return True
    if one.span is None:
        return limit is None
    if one.span.first > now + CLOCKS:
        return False
    return limit is None or one.span.first >= now - timedelta(hours=limit)


# ------------------------------------------------------------------------------------------------------- sheet


def _of_sheet(name: str, given: object) -> Evidence | None:
    value, time = (given.get("value"), given.get("time")) if isinstance(given, dict) else (given, None)
    span = read_time(time) if time is not None else None
    if value is None:
        return None
    if name in UNITS:
        number, unit = str(value).split(maxsplit=1)
        words = grades_of_quantity(name, {"value": float(number), "unit": unit})
        return None if words == frozenset() else Evidence(name, words, span, "sheet", now=time is None)
    return Evidence(
        name, frozenset({str(value).lower() if isinstance(value, bool) else value}), span, "sheet", time is None
    )


# ------------------------------------------------------------------------------------------------------- rules


def _open(said: dict[str, frozenset[str]]) -> list[str]:
    """Every fact that its rule asks for; COAGULOPATHY asks for none of its three where one of them is there."""
    sure = any(said[fact] & CAUTIONING[fact] for fact in OF_BLEEDING)
    return [
        f"{fact} is not settled" for fact, words in said.items() if not words and not (sure and fact in OF_BLEEDING)
    ]


def _open_echo(reading: Reading, sheet: dict, now: datetime) -> list[str]:
    """ECHO-MISSING and ECHO-STALE."""

    def fresh(span: Span | None) -> bool:
        return span is not None and now - ECHO_LIMIT <= span.first <= now + CLOCKS

    age = sheet.get("echo.age")
    if sheet.get("echo.done") is False:
        return ["no echocardiography, by the sheet"]
    if age is not None and float(str(age).split()[0]) > ECHO_LIMIT / timedelta(hours=1):
        return ["an old echocardiography, by the sheet"]
    by_sheet = sheet.get("echo.done") is True and age is not None
    return [] if by_sheet or any(map(fresh, reading.echoes)) else ["no echocardiography that is surely new enough"]


def _open_valve(sheet: dict, said: dict[str, frozenset[str]], now: datetime) -> list[str]:
    """AORTIC-VALVE-NOT-ASSESSED: by the sheet, or because its leak was graded."""
    one = _of_sheet("aortic_valve.assessed", sheet.get("aortic_valve.assessed"))
    if one is not None and one.words == {"false"}:
        return ["the aortic valve was not assessed"]
    return [] if said["ar.grade"] or (one is not None and _is_current(one, now)) else ["aortic valve not assessed"]


def _open_onset(grade: frozenset[str], sheet: dict) -> list[str]:
    """AR-ACUTE."""
    return ["a mild leak that may be acute"] if "mild" in grade and sheet.get("ar.onset") != "chronic" else []


def _measured_against(grade: frozenset[str], evidence: list[Evidence], now: datetime) -> list[str]:
    """AR-CONTRADICTION and AR-MORE-THAN-REPORTED: measurements that say more than the grade, or cannot be read."""
    found = []
    for fact in (name for name in BOUNDS if name.startswith("ar.")):
        mine = [one for one in evidence if one.fact == fact]
        last = [one for one in mine if not any(_is_newer(two, one, now) for two in mine)]
        for one in last:
            if one.words is None:
                found.append(f"{one.where}: {fact} is not understood")
            elif one.words <= {"mild"} or (one.span is not None and not _is_current(one, now)):
                continue
            elif "mild" not in grade or "severe" in one.words:
                found.append(f"{one.where}: {fact} says {'/'.join(sorted(one.words))}")
    return found


def _measured_without_grade(evidence: list[Evidence], now: datetime) -> list[str]:
    """AR-SEVERE and AR-MODERATE-OR-WORSE without any reported grade: all measurements say at least moderate."""
    measured = [one for one in evidence if one.fact in LIMITS and one.fact.startswith("ar.")]
    graded = any(one.fact == "ar.grade" for one in evidence)
    sure = [one for one in measured if one.words and _is_current(one, now) and "mild" not in one.words]
    return (
        [f"{one.fact} alone says {'/'.join(sorted(one.words))}" for one in sure]
        if not graded and sure == measured
        else []
    )


def _only_cautions(reading: Reading, sheet: dict, now: datetime) -> list[str]:
    """Rules that say nothing where a fact is unknown: what is surely there is said."""
    said = {name: _of_sheet(name, sheet.get(name)) for name in ONLY_CAUTIONS}
    found = [
        name for name, one in said.items() if one and _is_current(one, now) and one.words <= {"suspected", "present"}
    ]
    found += ["patient_refusal"] if sheet.get("patient_refusal") is True else []
    rate = [one for one in reading.evidence if one.fact == "heart_rate"]
    newest = [one for one in rate if not any(_is_newer(two, one, now) for two in rate)]
    fast = newest and all(one.words == {"severe"} and _is_current(one, now) for one in newest)
    return found + (["heart_rate"] if fast else [])
