"""What echocardiography reported of a leaking valve: facts, a lesion, and how both agree.

An orifice that was not measured follows from the worst grade that was reported or measured: the middle of its band.
"""

from collections.abc import Mapping
from math import inf

from diastole.errors import InputError
from diastole.knowledge.evidence.thresholds import GRADES, load_thresholds
from diastole.knowledge.rules.fact_definitions import FactKind, vocabulary
from diastole.knowledge.rules.facts import PatientFacts, WrittenQuantity
from diastole.knowledge.rules.grading import MAIN_STEP, VALVES, grade
from diastole.knowledge.rules.times import When
from diastole.knowledge.screening.fact_sheet import StatedFact, read_value
from diastole.knowledge.screening.model_patient import LEAKS
from diastole.knowledge.screening.spellings import grade_words, plain_unit
from diastole.model.measures.definitions import plain_words
from diastole.studies.fit.echo_lines import NO_LESION, SOURCE, TIME_NAMES, EchoReport, keep, line_value, time_of
from diastole.studies.fit.intervals import DERIVED
from diastole.units import format_quantity, shown

ORIFICE = "effective_regurgitant_orifice_area"
BEYOND_LIMIT = 4.0 / 3.0  # 1, of the limit of the worst grade: an orifice where only this grade is known; assumed
TRACE = 0.25  # 1, of the upper limit of mild: an orifice where only a trace is known; assumed
WORST_AGREEMENT = 1  # grades of mild, moderate and severe by which two findings may differ
PREFIXES = {lesion: prefix for prefix, lesion in VALVES.items()}
ITEM_NAMES = {  # in plain words → what a fact of a leaking valve is called after its prefix
    "severity": "grade", "orifice area": "eroa", "effective regurgitant orifice area": "eroa", "ero": "eroa",
    "vc": "vena_contracta", "pht": "pressure_half_time", "half time": "pressure_half_time",
    "rvol": "regurgitant_volume", "rf": "regurgitant_fraction", "jet width": "jet_width_lvot",
    "jet area": "jet_area_lvot",
}  # fmt: skip


def read_leak(report: EchoReport, lesion: str, key: str, node: Mapping[str, object], time: When | None) -> None:
    """Read what was seen of a valve that leaks."""
    kinds = _items(PREFIXES[lesion])
    stated: dict[str, StatedFact] = {}
    time = time_of(node, key, time, report)
    for called, text in node.items():
        plain = plain_words(called)
        if plain in TIME_NAMES:
            continue
        kind = kinds.get(ITEM_NAMES.get(plain, plain.replace(" ", "_")))
        if kind is None:
            keep(report, called, key, text, (*map(plain_words, kinds), *ITEM_NAMES))
            continue
        if kind.name in stated:
            report.problems.append(f"{key}.{called} has a line already; give each finding once")
            continue
        try:
            own = time_of(text, f"{key}.{called}", time, report) if isinstance(text, Mapping) else time
            value = line_value(text, f"{key}.{called}")
            stated[kind.name] = _stated(kind, lesion, f"{key}.{called}", value, own)
        except InputError as problem:
            report.problems.append(str(problem))
            continue
        if kind.name in LEAKS and stated[kind.name].value is not None:
            report.lines[LEAKS[kind.name]] = value
    report.stated.extend(stated.values())
    _derive(report, lesion, key, stated)


def _items(prefix: str) -> dict[str, FactKind]:
    """Return the facts of a valve that a person gives, by their names after its prefix."""
    known = (kind for name, kind in vocabulary().items() if name.startswith(f"{prefix}.") and not kind.derived)
    return {kind.name.removeprefix(f"{prefix}."): kind for kind in known}


def _stated(kind: FactKind, lesion: str, key: str, text: object, time: When | None) -> StatedFact:
    """Read one finding.

    Raises
    ------
    InputError
        If it is not understood, or implausible.
    """
    words = "" if text is None else shown(text).strip()
    if plain_words(words) in ("", "unknown", "null", "~", "not assessed", "n/a"):
        return StatedFact(kind.name, None, SOURCE, time)
    if kind.name.endswith(".grade"):
        grades = grade_words(words, lesion.split("_", maxsplit=1)[0]) or set()
        if len(grades) != 1:
            raise InputError(f"{key}: '{words}' is no grade; give {', '.join(kind.words)} or unknown")
        return StatedFact(kind.name, grades.pop(), SOURCE, time)
    value = read_value(kind, words.casefold().replace(" ", "_") if kind.words else words, key)
    if isinstance(value, WrittenQuantity):
        unit, times = plain_unit(value.unit)
        value = WrittenQuantity(value.value * times, unit)
    fact = StatedFact(kind.name, value, SOURCE, time)
    admitted = fact.finding(None)
    if admitted.value is None:
        raise InputError(f"{key}: {admitted.reason}", code="out_of_range", path=key)
    return fact


def _derive(report: EchoReport, lesion: str, key: str, stated: Mapping[str, StatedFact]) -> None:
    """Add the lesion that follows from what was seen, and say where that contradicts itself."""
    prefix = PREFIXES[lesion]
    facts = PatientFacts({name: one.finding(None) for name, one in stated.items()})
    onset, orifice = facts[f"{prefix}.onset"].value, facts[f"{prefix}.eroa"].value
    block = {"onset": str(onset)} if onset else {}
    seen = _grades(prefix, facts)
    steps = [MAIN_STEP[one] for one in seen]
    if steps and max(steps) - min(steps) > WORST_AGREEMENT:
        said = "; ".join(f"{words}: {one.replace('_', ' to ')}" for one, words in _shown_grades(prefix, facts))
        report.notes.append(f"{key} contradicts itself ({said}): the worst of it counts.")
    if isinstance(orifice, float):
        block["orifice_area"] = format_quantity(orifice, "cm²")
    elif seen and (worst := max(seen, key=GRADES.index)) != NO_LESION:
        area = typical_orifice(lesion, worst)
        block["orifice_area"] = format_quantity(area, "cm²")
        report.notes.append(assumed_for(key, block["orifice_area"], worst))
    if block:
        report.lesions[lesion] = block


def assumed_for(key: str, area: str, of_grade: str) -> str:
    """Say which orifice is assumed where only a grade is known.

    `area`: in words, such as ``0.4 cm²``; `of_grade`: of `GRADES`.
    """
    words = of_grade.replace("_", " to ")
    return f"{key}: an orifice of {area} is assumed for the grade {words}; give orifice_area where it was measured."


def _shown_grades(prefix: str, facts: PatientFacts) -> list[tuple[str, str]]:
    """Return every grade that was seen, with the words for what it comes from."""
    reported = facts[f"{prefix}.grade"].value
    measured = [(one.grade, one.in_words.rpartition(":")[0]) for one in grade(prefix, facts).parameters]
    return ([(str(reported), "reported grade")] if reported else []) + measured


def _grades(prefix: str, facts: PatientFacts) -> list[str]:
    return [one for one, _ in _shown_grades(prefix, facts)]


def typical_orifice(lesion: str, of_grade: str) -> float:
    """Return the orifice [cm²] in the middle of the band of a grade, where the orifice itself is not known."""
    bands = {band.grade: band for band in load_thresholds().of(lesion, ORIFICE).bands}
    if of_grade not in bands:
        return TRACE * bands["mild"].most
    low, high = max(0.0, bands[of_grade].least), bands[of_grade].most
    return float(f"{BEYOND_LIMIT * low if high == inf else 0.5 * (low + high):.3g}")


def disagreement(lesion: str, area: float, report: EchoReport) -> str:
    """Say that the orifice of the block ``lesions`` [cm²] contradicts what echocardiography reported, if so."""
    prefix = PREFIXES.get(lesion)
    if prefix is None:
        return ""
    facts = PatientFacts({one.fact: one.finding(None) for one in report.stated})
    orifice, seen = facts[f"{prefix}.eroa"].value, _grades(prefix, facts)
    own = load_thresholds().of(lesion, ORIFICE).grade(area) if area > 0.0 else NO_LESION
    if isinstance(orifice, float):
        agree = abs(area - orifice) <= DERIVED * max(area, orifice)
        said = format_quantity(orifice, "cm²")
    else:
        agree = not seen or min(abs(MAIN_STEP[own] - MAIN_STEP[one]) for one in seen) <= WORST_AGREEMENT
        said = ", ".join(dict.fromkeys(one.replace("_", " to ") for one in seen))
    if agree:
        return ""
    return (
        f"lesions.{lesion}.orifice_area ({format_quantity(area, 'cm²')}: {own.replace('_', ' to ')}) and what echo "
        f"reports ({said}) contradict each other; correct one, or leave it out"
    )
